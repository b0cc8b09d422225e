"""Reading a custody file: who came in, went out, or moved, and when."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from throughline.domain import dates
from throughline.domain.listed import BadRow, Places, place_in_file, plain
from throughline.domain.objections import Objection
from throughline.domain.vocabulary import CustodyStatus, IdentifierKind
from throughline.exchange.columns import Columns, known
from throughline.exchange.liberations import (
    day_of_cell,
    find_errors,
    months_first,
    numbered,
    place_of,
    read_identifiers,
    said,
)
from throughline.exchange.sheets import Sheet, open_sheets

_IN = {
    "reception": CustodyStatus.UNKNOWN, "admission": CustodyStatus.UNKNOWN, "in": CustodyStatus.UNKNOWN, "return": CustodyStatus.UNKNOWN, "received": CustodyStatus.UNKNOWN,
    "remand": CustodyStatus.REMAND, "reception remand": CustodyStatus.REMAND, "untried": CustodyStatus.REMAND, "recall": CustodyStatus.RECALL, "reception recall": CustodyStatus.RECALL,
    "sentence": CustodyStatus.SENTENCED, "sentenced": CustodyStatus.SENTENCED, "reception sentenced": CustodyStatus.SENTENCED, "new sentence": CustodyStatus.SENTENCED, "convicted": CustodyStatus.SENTENCED,
}  # fmt: skip
_OUT = {"release", "released", "liberation", "liberated", "out", "discharge", "bail", "from court", "hdc"}
_MOVE = {"transfer", "transferred", "move", "moved"}


@dataclass(frozen=True)
class Movement:
    """One thing that a custody file says happened: "in", "out" or "move"."""

    row: int
    identifiers: dict[IdentifierKind, str]
    what: str
    on: date
    status: CustodyStatus = CustodyStatus.UNKNOWN
    prison: str | None = None
    kind: str = ""
    sheet: str = ""

    @property
    def where(self) -> str:
        """Where the row stands in the file."""
        return place_in_file(self.row, self.sheet)


@dataclass
class CustodyReading:
    """A custody file as it was read."""

    rows: list[Movement] = field(default_factory=list)
    bad: list[BadRow] = field(default_factory=list)
    unknown_columns: list[str] = field(default_factory=list)
    unread_sheets: list[str] = field(default_factory=list)
    refused: Objection | None = None


def read(
    content: bytes, *, places: Places, on: date, most_bytes: int = 10 * 1024 * 1024, most_rows: int = 20_000
) -> CustodyReading:
    """Read a custody file from its bytes. A row needs a number, a kind and a day; reception and release may stand in
    columns of their own instead of a kind.
    """
    reading = CustodyReading()
    sheets = open_sheets(content, knows=known, most_bytes=most_bytes, most_rows=most_rows)
    if isinstance(sheets, Objection):
        reading.refused = sheets
        return reading
    for sheet in sheets:
        columns = Columns(sheet.header)
        if not any(column in columns for column in ("number", *(kind.value for kind in IdentifierKind))):
            reading.unread_sheets.append(sheet.name)
            continue
        reading.unknown_columns += [name for name in columns.unknown if name not in reading.unknown_columns]
        _read_sheet(sheet, columns, reading, places=places, on=on)
    if len(reading.unread_sheets) == len(sheets):
        reading.refused = Objection("no_numbers", "This file has no column with a prison number. It needs one.", "file")
    reading.rows.sort(key=lambda one: (one.on, {"out": 0, "move": 1, "in": 2}[one.what]))
    return reading


def _read_sheet(sheet: Sheet, columns: Columns, reading: CustodyReading, *, places: Places, on: date) -> None:
    """Add to a reading what a sheet says."""
    backwards = months_first(sheet, columns)
    for number, cells in numbered(sheet):
        row, at = columns.pick(cells)
        problems = [sheet.broken[number]] if number in sheet.broken else find_errors(row)
        movements = (
            [] if number in sheet.broken else _movements(number, sheet.name, row, at, backwards, places, on, problems)
        )
        if problems:
            reading.bad.append(BadRow(number, tuple(problems), sheet.name))
        else:
            reading.rows += movements


def _movements(
    number: int,
    sheet: str,
    row: dict[str, Any],
    at: Mapping[str, int],
    backwards: set[int],
    places: Places,
    on: date,
    problems: list[Objection],
) -> list[Movement]:
    """Return what one row says happened; add to `problems` what is wrong with it."""
    numbers, wrong = read_identifiers(row)
    problems += wrong
    if not numbers and not wrong:
        problems.append(Objection("no_number", "Number: this is empty.", "Number"))
    prison, objection = place_of(said(row.get("to_prison")) or said(row.get("prison")), places.prisons, "Prison")
    if objection:
        problems.append(objection)
    kind = said(row.get("kind"))
    word = plain(kind)
    by_kind = "in" if word in _IN else "out" if word in _OUT else "move" if word in _MOVE else ""
    movements = []
    for column, label, what in (
        ("received_on", "Reception date", "in"),
        ("released_on", "Released on", "out"),
        ("day", "Date", by_kind),
    ):
        span = dates.Span(date(1970, 1, 1), on)
        day = day_of_cell(row.get(column), label=label, within=span, backwards=at.get(column) in backwards)
        if isinstance(day, Objection):
            problems.append(day)
        elif day is not None and not what:
            words = f"Kind: “{kind[:40]}” is not one we know. Write reception, release or transfer."
            problems.append(Objection("unknown_kind", words, "Kind"))
        elif day is not None:
            status = _IN.get(word, CustodyStatus.UNKNOWN)
            movements.append(Movement(number, numbers, what, day, status, prison, kind[:40], sheet))
    if not movements and not problems:
        problems.append(Objection("no_day", "Date: this is empty.", "Date"))
    return movements
