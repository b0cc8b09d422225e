"""The names that columns of prisons' lists go by, in Scotland and in England, and what a column of each means.

To let another export be read, add its column name here in lower case without punctuation.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from throughline.domain.listed import plain

ALIASES: dict[str, tuple[str, ...]] = {
    # Both nations call theirs the prison number: each number of such a column says by its shape which it is.
    "number": ("prison no", "prison number", "prisoner no", "prisoner number", "prisoner id"),
    "spin": ("spin", "spin no", "spin number", "pr2 no", "pr2 number", "pr2", "sps no", "sps number"),
    "nomis": ("nomis", "noms", "noms no", "noms id", "noms number", "nomis no", "nomis number"),
    "pnc": ("pnc", "pnc no", "pnc number", "pnc id"),
    "crn": ("crn", "delius crn", "case reference number", "probation number"),
    "chs": ("chs", "scro", "scro no", "chs no", "chs number", "criminal history number"),
    "surname": ("surname", "last name", "family name", "lastname", "sname"),
    "forename": ("forename", "forenames", "first name", "given name", "given names", "firstname", "fname", "first names"),
    "full_name": ("name", "full name", "prisoner name", "prisoner", "offender name", "person"),
    "born": ("dob", "date of birth", "birth date", "d o b", "birthdate", "born"),
    "sex": ("sex", "gender", "m f"),
    "ethnic_group": ("ethnicity", "ethnic group", "ethnic origin", "ethnic code"),
    "prison": ("prison", "establishment", "estab", "est", "holding establishment", "agency", "location establishment", "hmp", "jail"),
    "hall": ("hall", "location", "cell location", "wing", "residential location", "unit"),
    "sentence_on": ("sentence date", "date of sentence", "sentenced", "sentenced on", "sent date", "sentence start", "sentence start date"),
    "sentence": ("sentence", "sentence length", "length of sentence", "sentence days", "sent length", "term", "sentence length days", "days", "sentence months", "sentence length months", "sentence in days", "sentence in months"),
    "status": ("status", "legal status", "custody status", "sentence type", "category status"),
    "comes_out": (
        "lib date", "liberation date", "edl", "earliest date of liberation", "liberation", "date of liberation", "ldl", "crd", "ard", "release date",
        "conditional release date", "automatic release date", "earliest release date", "erd", "hdcad", "confirmed release date", "expected release date",
    ),
    "released_on": ("released", "released on", "actual release date", "date released", "actual liberation date", "date of release"),
    "received_on": ("received", "reception date", "received on", "admission date", "date of reception", "date received", "admitted"),
    "no_date_because": ("unknown because", "no date because", "reason no date", "date status", "comment on date"),
    "home": ("home", "town", "home town", "home area", "home address", "address", "release address", "area"),
    "postcode": ("postcode", "post code", "home postcode", "release postcode"),
    "council": ("council", "local authority", "council area", "la", "la code", "home local authority", "council code"),
    "offence": ("offence", "index offence", "offence group", "main offence", "offence type", "crime"),
    "cohort": ("cohort", "tranche", "early release", "early release cohort", "elr"),
    "kind": ("kind", "event", "movement", "movement type", "type", "what", "movement reason"),
    "day": ("date", "event date", "movement date", "on"),
    "to_prison": ("to", "to prison", "to establishment", "new prison", "moved to"),
}  # fmt: skip

# The kind of date that a column name says, where it says one. Another name is taken for the earliest date.
DATE_KINDS = {
    "edl": "EDL", "earliest date of liberation": "EDL", "ldl": "LDL", "crd": "CRD", "conditional release date": "CRD", "ard": "ARD",
    "automatic release date": "ARD", "hdcad": "HDC", "confirmed release date": "confirmed",
}  # fmt: skip
# Which date counts where a list has several: what was confirmed, then the earliest that is in force.
DATE_ORDER = ("confirmed", "HDC", "CRD", "ARD", "EDL", "LDL")
# Names that stand for a day gone by in one list and for a day ahead in another.
EITHER_DATE = frozenset({"date of release", "date released"})
DATES = frozenset({"born", "sentence_on", "received_on", "comes_out", "released_on", "day"})

_BY_NAME = {alias: column for column, aliases in ALIASES.items() for alias in aliases}
_REMARK = re.compile(r"\([^)]*\)")
_UNITS = {"year": "y", "month": "m", "week": "w", "day": "d"}


def column_of(name: str) -> str | None:
    """Return what a column of this name means, or None. "Forename(s)" and "DOB (dd/mm/yyyy)" are read without remarks."""
    return _BY_NAME.get(plain(name)) or _BY_NAME.get(plain(_REMARK.sub(" ", name)))


def unit_of(name: str) -> str:
    """Return the unit that the name of a column of sentences says ("y", "m", "w", "d"), or ""."""
    return next(
        (_UNITS[word.removesuffix("s")] for word in plain(name).split() if word.removesuffix("s") in _UNITS), ""
    )


def kind_of(name: str) -> str:
    """Return the kind of date that stands in a column of this name."""
    return DATE_KINDS.get(plain(_REMARK.sub(" ", name)), "EDL")


def known(names: Sequence[str]) -> int:
    """Return how many of some cells are column names that we know."""
    return len({column_of(name) for name in names} - {None})


class Columns:
    """The columns of one sheet: what each means, and which cell counts where two mean the same."""

    def __init__(self, header: Sequence[str]) -> None:
        self.header = header
        self.unknown = [name for name in header if name and column_of(name) is None]
        self.places: dict[str, list[int]] = {}
        for place, name in enumerate(header):
            column = column_of(name)
            if column is not None:
                self.places.setdefault(column, []).append(place)
        self.places.get("comes_out", []).sort(key=lambda place: DATE_ORDER.index(kind_of(header[place])))

    def __contains__(self, column: str) -> bool:
        """Tell whether the sheet has a column of this meaning."""
        return column in self.places

    def pick(self, cells: Sequence[Any]) -> tuple[dict[str, Any], Mapping[str, int]]:
        """Return a row's cells by what they mean, and the place of each: the first that is filled, in order."""
        row, at = {}, {}
        for column, places in self.places.items():
            within = [place for place in places if place < len(cells)]
            place = next((one for one in within if str(cells[one] if cells[one] is not None else "").strip()), None)
            if place is not None:
                row[column], at[column] = cells[place], place
        return row, at
