"""The names that columns of prisons' lists go by, in Scotland and in England, and what a column of each means.

To let another export be read, add its column name here in lower case without punctuation.
"""

from collections.abc import Sequence

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
    "sentence": ("sentence", "sentence length", "length of sentence", "sentence days", "sent length", "term", "sentence length days", "days"),
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

# The kind of date that a column name says, where it says one.
DATE_KINDS = {
    "edl": "EDL", "earliest date of liberation": "EDL", "ldl": "LDL", "crd": "CRD", "conditional release date": "CRD", "ard": "ARD",
    "automatic release date": "ARD", "hdcad": "HDC", "confirmed release date": "confirmed",
}  # fmt: skip

_BY_NAME = {alias: column for column, aliases in ALIASES.items() for alias in aliases}


def column_of(name: str) -> str | None:
    """Return what a column of this name means, or None."""
    return _BY_NAME.get(plain(name))


def known(names: Sequence[str]) -> int:
    """Return how many of some cells are column names that we know."""
    return len({column_of(name) for name in names} - {None})
