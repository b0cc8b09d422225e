"""Reading a liberation list: each row to facts or to the problems it has. Nothing is guessed."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from typing import Any

from throughline.domain import dates, identifiers
from throughline.domain.listed import BadRow, ListedPerson, Places, plain
from throughline.domain.objections import Objection
from throughline.domain.vocabulary import CustodyStatus, IdentifierKind
from throughline.exchange.columns import DATE_KINDS, column_of, known
from throughline.exchange.sheets import Sheet, open_sheet

_STATUSES = {
    "remand": CustodyStatus.REMAND, "untried": CustodyStatus.REMAND, "convicted awaiting sentence": CustodyStatus.REMAND, "cas": CustodyStatus.REMAND,
    "recall": CustodyStatus.RECALL, "recalled": CustodyStatus.RECALL, "licence recall": CustodyStatus.RECALL,
    "sentenced": CustodyStatus.SENTENCED, "convicted": CustodyStatus.SENTENCED, "determinate": CustodyStatus.SENTENCED, "stp": CustodyStatus.SENTENCED, "short term": CustodyStatus.SENTENCED,
}  # fmt: skip
_LENGTH = re.compile(r"(\d+)\s*(years?|yrs?|y|months?|mths?|m|weeks?|wks?|w|days?|d)\b")
_UNITS = {"y": 365.25, "m": 30.4375, "w": 7, "d": 1}


@dataclass
class ListReading:
    """A list as it was read."""

    rows: list[ListedPerson] = field(default_factory=list)
    bad: list[BadRow] = field(default_factory=list)
    unknown_columns: list[str] = field(default_factory=list)
    refused: Objection | None = None


def read(
    content: bytes, *, places: Places, on: date, most_bytes: int = 10 * 1024 * 1024, most_rows: int = 20_000
) -> ListReading:
    """Read a liberation list from a file's bytes. `on` is today: what is in the past or ahead is measured by it."""
    reading = ListReading()
    sheet = open_sheet(content, knows=known, most_bytes=most_bytes, most_rows=most_rows)
    if isinstance(sheet, Objection):
        reading.refused = sheet
        return reading
    columns = [column_of(name) for name in sheet.header]
    has = set(columns)
    if not ({"surname", "full_name"} & has):
        reading.refused = Objection(
            "no_names", "This list has no column with names. It needs a surname, or a full name.", "file"
        )
        return reading
    reading.unknown_columns = [
        name for name, column in zip(sheet.header, columns, strict=True) if column is None and name
    ]
    kind = next((DATE_KINDS[plain(name)] for name in sheet.header if plain(name) in DATE_KINDS), "EDL")
    for number, cells in numbered(sheet):
        row = {column: cells[place] for place, column in enumerate(columns) if column and place < len(cells)}
        read_row = _row(number, row, kind=kind, places=places, on=on)
        if isinstance(read_row, BadRow):
            reading.bad.append(read_row)
        else:
            reading.rows.append(read_row)
    return reading


def numbered(sheet: Sheet) -> list[tuple[int, tuple[Any, ...]]]:
    """Return the rows that hold anything, with their numbers in the file."""
    return [(sheet.first + place, row) for place, row in enumerate(sheet.rows) if any(said(cell) for cell in row)]


def said(cell: Any) -> str:
    """Return a cell as words: without stray blanks, controls, or the ".0" that spreadsheets add to numbers."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    text = "".join(sign for sign in str(cell) if sign.isprintable() and not 0xD800 <= ord(sign) <= 0xDFFF)
    return " ".join(text.split())


def _row(number: int, row: Mapping[str, Any], *, kind: str, places: Places, on: date) -> ListedPerson | BadRow:
    problems: list[Objection] = []

    def day(column: str, label: str, first: date, last: date) -> date | None:
        found = dates.read(row.get(column), field=label, within=dates.Span(first, last))
        if isinstance(found, Objection):
            problems.append(found)
            return None
        return found

    given, family = _names(row)
    if not family:
        problems.append(Objection("no_name", "Surname: this is empty.", "Surname"))
    if len(given) > 120 or len(family) > 120:
        problems.append(Objection("long_name", "Name: this is longer than 120 letters.", "Name"))
    born = day("born", "Date of birth", on.replace(year=on.year - 110, day=1), on)
    if born is not None and dates.age_on(born, on) < 16:
        problems.append(
            Objection(
                "too_young",
                f"Date of birth: they would be {dates.age_on(born, on)}. We work with people of 16 and over.",
                "Date of birth",
            )
        )
    numbers, wrong = read_identifiers(row)
    problems += wrong
    prison, objection = place_of(said(row.get("prison")), places.prisons, "Prison")
    if objection:
        problems.append(objection)
    sentence_on = day("sentence_on", "Sentence date", date(1970, 1, 1), on)
    received = day("received_on", "Reception date", date(1970, 1, 1), on)
    comes_out = day("comes_out", "Liberation date", date(2000, 1, 1), on.replace(year=on.year + 40, day=1))
    released = day("released_on", "Released on", date(2000, 1, 1), on)
    start = sentence_on or received
    if start and comes_out and comes_out < start:
        problems.append(
            Objection("before_sentence", "Liberation date: this is before the sentence. Check both.", "Liberation date")
        )
    if released and received and released < received:
        problems.append(
            Objection("before_reception", "Released on: this is before they went in. Check both.", "Released on")
        )
    words = said(row.get("sentence"))
    length = sentence_days(row.get("sentence"))
    if words and length is None and plain(words) not in ("remand", "recall", "life", "unknown", "n a", ""):
        problems.append(
            Objection(
                "sentence",
                f"Sentence: “{words[:40]}” is not a length we can read. Write it like 18 months.",
                "Sentence",
            )
        )
    status = _status(
        said(row.get("status")) or (words if plain(words) in ("remand", "recall") else ""),
        has_sentence=length is not None or sentence_on is not None,
    )
    council, objection = place_of(said(row.get("council")), places.councils, "Council")
    if objection:
        problems.append(objection)
    home = said(row.get("home"))
    if council is None:
        council = next(
            (places.towns[plain(part)] for part in re.split(r"[,/;]", home) if plain(part) in places.towns), None
        )
    if problems:
        return BadRow(number, tuple(problems))
    return ListedPerson(
        row=number, given_names=given, family_name=family, birth_date=born, identifiers=numbers, prison=prison, hall=said(row.get("hall"))[:40],
        status=status, received_on=received, sentence_on=sentence_on, sentence_days=length, sentence_words=words[:80], comes_out_on=comes_out,
        date_kind=kind, released_on=released, no_date_because=said(row.get("no_date_because"))[:200], home_place=home[:120], council=council,
        sex=said(row.get("sex"))[:120], ethnic_group=said(row.get("ethnic_group"))[:120], offence=said(row.get("offence"))[:120], cohort=said(row.get("cohort"))[:80],
    )  # fmt: skip


def _names(row: Mapping[str, Any]) -> tuple[str, str]:
    """Return given names and surname. "REID, Daniel" is taken apart; capitals become a name's own."""
    family, given = said(row.get("surname")), said(row.get("forename"))
    if not family and row.get("full_name") is not None:
        whole = said(row.get("full_name"))
        if "," in whole:
            family, _, given = (part.strip() for part in whole.partition(","))
        else:
            given, _, family = whole.rpartition(" ")
    return _cased(given), _cased(family)


def _cased(name: str) -> str:
    if not name.isupper() or len(name) < 3:
        return name
    cased = "".join(
        sign if place and name[place - 1].isalpha() else sign.upper() for place, sign in enumerate(name.lower())
    )
    return (
        re.sub(r"\b(Mc|Mac(?=[cdgklnqrt]))([a-z])", lambda found: found[1] + found[2].upper(), cased)
        if cased.startswith(("Mc", "Mac"))
        else cased
    )


def read_identifiers(row: Mapping[str, Any]) -> tuple[dict[IdentifierKind, str], list[Objection]]:
    """Return the numbers of a row as they are kept, and what is wrong with those that fail their check."""
    numbers: dict[IdentifierKind, str] = {}
    problems = []
    given = {kind: said(row.get(kind.value)) for kind in IdentifierKind}
    number = said(row.get("number"))
    if number:
        which = identifiers.prison_number_kind(number)
        if which is None:
            problems.append(
                Objection(
                    "number_shape",
                    f"Prison number {number[:40]} is neither a Scottish number nor written like A1234BC.",
                    "number",
                )
            )
        elif not given[which]:
            given[which] = number
    for kind, text in given.items():
        if not text:
            continue
        value = identifiers.normalise(kind, text)
        objection = identifiers.objection_to(kind, value)
        if objection is not None:
            problems.append(objection)
        else:
            numbers[kind] = value
    return numbers, problems


def place_of(text: str, places: Mapping[str, str], label: str) -> tuple[str | None, Objection | None]:
    """Return the code of a place named in a cell, or why there is none: with what it may have meant."""
    if not text:
        return None, None
    name = plain(text)
    for candidate in (
        name,
        name.removeprefix("hmp yoi ").removeprefix("hm prison ").removeprefix("hmp ").removeprefix("hmyoi "),
        name.removesuffix(" prison"),
        name.removesuffix(" council"),
        name.removesuffix(" city"),
    ):
        if candidate in places:
            return places[candidate], None
    near = get_close_matches(name, places, n=2, cutoff=0.8)
    guess = f" Did you mean {' or '.join(one.title() for one in near)}?" if near else ""
    return None, Objection("unknown_place", f"{label}: “{text[:40]}” is not on our list.{guess}", label)


def sentence_days(cell: Any) -> int | None:
    """Return a sentence in days: "18 months", "1y 6m", "1 Year 3 Months 0 Days", or a bare number of days."""
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return int(cell) if 0 < cell < 40_000 else None
    text = said(cell).lower()
    if not text:
        return None
    if text.isascii() and text.isdigit():
        return int(text) if 0 < int(text) < 40_000 else None
    parts = _LENGTH.findall(text)
    rest = _LENGTH.sub("", text).replace("and", "").strip(" ,.&")
    if not parts or rest:
        return None
    days = sum(int(number) * _UNITS[unit[0]] for number, unit in parts)
    return round(days) if 0 < days < 40_000 else None


def _status(text: str, *, has_sentence: bool) -> CustodyStatus:
    name = plain(text)
    for key, status in _STATUSES.items():
        if key in name:
            return status
    return CustodyStatus.SENTENCED if has_sentence or not name else CustodyStatus.UNKNOWN
