"""What one row of a list says of somebody, however the list was written."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from throughline.domain.objections import Objection
from throughline.domain.vocabulary import CustodyStatus, IdentifierKind


def plain(name: str) -> str:
    """Return a column's name in the way that the table writes them."""
    letters = "".join(sign if sign.isalnum() else " " for sign in name.lower())
    return " ".join(letters.split())


@dataclass(frozen=True)
class Places:
    """The prisons and councils that a list may name: each name and code, in the plain way, to its code."""

    prisons: Mapping[str, str]
    councils: Mapping[str, str]
    towns: Mapping[str, str]


MOST_ROWS_OF_A_SHEET = 2_000_000


def place_in_file(row: int, sheet: str) -> str:
    """Return where a row stands, in words: with its sheet, where a file has several."""
    return f"{sheet}, row {row}" if sheet else f"Row {row}"


@dataclass(frozen=True)
class ListedPerson:
    """What one row of a list says of somebody."""

    row: int
    given_names: str
    family_name: str
    birth_date: date | None
    identifiers: Mapping[IdentifierKind, str]
    prison: str | None
    hall: str = ""
    status: CustodyStatus = CustodyStatus.SENTENCED
    received_on: date | None = None
    sentence_on: date | None = None
    sentence_days: int | None = None
    sentence_words: str = ""
    comes_out_on: date | None = None
    date_kind: str = "EDL"
    released_on: date | None = None
    no_date_because: str = ""
    home_place: str = ""
    council: str | None = None
    sex: str = ""
    ethnic_group: str = ""
    offence: str = ""
    cohort: str = ""
    sheet: str = ""
    sheet_number: int = 0

    @property
    def ordinal(self) -> int:
        """A number that no other row of the file has: sheets count their rows each for itself."""
        return self.sheet_number * MOST_ROWS_OF_A_SHEET + self.row

    @property
    def where(self) -> str:
        """Where the row stands in the file."""
        return place_in_file(self.row, self.sheet)


@dataclass(frozen=True)
class BadRow:
    """A row that cannot be read, and every reason why."""

    row: int
    problems: tuple[Objection, ...]
    sheet: str = ""

    @property
    def where(self) -> str:
        """Where the row stands in the file."""
        return place_in_file(self.row, self.sheet)


@dataclass(frozen=True)
class Moved:
    """What one row of a custody file comes to: "in", "out", "move", "same", "unknown" or "refused", and why not."""

    movement: Any
    what: str
    why: str = ""


def fingerprint(row: ListedPerson) -> str:
    """Return a mark of whom a row is about."""
    said = [
        row.given_names,
        row.family_name,
        str(row.birth_date),
        *(f"{k}:{v}" for k, v in sorted(row.identifiers.items())),
    ]
    return hashlib.sha256("|".join(said).encode()).hexdigest()
