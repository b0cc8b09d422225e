"""Reading a custody file: who came in, went out, or moved, and when."""

from dataclasses import dataclass, field
from datetime import date

from throughline.domain import dates
from throughline.domain.listed import BadRow, Places, plain
from throughline.domain.objections import Objection
from throughline.domain.vocabulary import CustodyStatus, IdentifierKind
from throughline.exchange.columns import column_of, known
from throughline.exchange.liberations import numbered, place_of, read_identifiers, said
from throughline.exchange.sheets import open_sheet

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


@dataclass
class CustodyReading:
    """A custody file as it was read."""

    rows: list[Movement] = field(default_factory=list)
    bad: list[BadRow] = field(default_factory=list)
    unknown_columns: list[str] = field(default_factory=list)
    refused: Objection | None = None


def read(
    content: bytes, *, places: Places, on: date, most_bytes: int = 10 * 1024 * 1024, most_rows: int = 20_000
) -> CustodyReading:
    """Read a custody file from its bytes. A row needs a number, a kind and a day; reception and release may stand in
    columns of their own instead of a kind.
    """
    reading = CustodyReading()
    sheet = open_sheet(content, knows=known, most_bytes=most_bytes, most_rows=most_rows)
    if isinstance(sheet, Objection):
        reading.refused = sheet
        return reading
    columns = [column_of(name) for name in sheet.header]
    if not {"number", *(kind.value for kind in IdentifierKind)} & set(columns):
        reading.refused = Objection("no_numbers", "This file has no column with a prison number. It needs one.", "file")
        return reading
    reading.unknown_columns = [
        name for name, column in zip(sheet.header, columns, strict=True) if column is None and name
    ]
    for number, cells in numbered(sheet):
        row = {column: cells[place] for place, column in enumerate(columns) if column and place < len(cells)}
        problems: list[Objection] = []
        numbers, wrong = read_identifiers(row)
        problems += wrong
        if not numbers and not wrong:
            problems.append(Objection("no_number", "Number: this is empty.", "Number"))
        prison, objection = place_of(said(row.get("to_prison")) or said(row.get("prison")), places.prisons, "Prison")
        if objection:
            problems.append(objection)
        found = []
        for column, label, what in (
            ("received_on", "Reception date", "in"),
            ("released_on", "Released on", "out"),
            ("day", "Date", ""),
        ):
            day = dates.read(row.get(column), field=label, within=dates.Span(date(1970, 1, 1), on))
            if isinstance(day, Objection):
                problems.append(day)
            elif day is not None:
                found.append((day, what))
        kind = said(row.get("kind"))
        word = plain(kind)
        for day, column_says in found:
            what = column_says or ("in" if word in _IN else "out" if word in _OUT else "move" if word in _MOVE else "")
            if not what:
                problems.append(
                    Objection(
                        "unknown_kind",
                        f"Kind: “{kind[:40]}” is not one we know. Write reception, release or transfer.",
                        "Kind",
                    )
                )
                continue
            reading.rows.append(
                Movement(number, numbers, what, day, _IN.get(word, CustodyStatus.UNKNOWN), prison, kind[:40])
            )
        if not found and not problems:
            problems.append(Objection("no_day", "Date: this is empty.", "Date"))
        if problems:
            reading.rows = [one for one in reading.rows if one.row != number]
            reading.bad.append(BadRow(number, tuple(problems)))
    reading.rows.sort(key=lambda one: (one.on, {"out": 0, "move": 1, "in": 2}[one.what]))
    return reading
