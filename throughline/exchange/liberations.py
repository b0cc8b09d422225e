"""Reading a liberation list: each row to facts or to the problems it has. Nothing is guessed."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from difflib import get_close_matches
from typing import Any

from throughline.domain import dates, identifiers
from throughline.domain.listed import BadRow, ListedPerson, Places, plain
from throughline.domain.objections import Objection
from throughline.domain.vocabulary import CustodyStatus, IdentifierKind
from throughline.exchange.columns import DATES, EITHER_DATE, Columns, kind_of, known, unit_of
from throughline.exchange.sheets import Sheet, open_sheets

# Whole phrases, in the plain way: a part of one says too little ("unconvicted" is not "convicted").
_STATUSES = {
    phrase: status
    for status, phrases in {
        CustodyStatus.REMAND: (
            "remand", "on remand", "remanded", "remand untried", "remand convicted", "untried", "unconvicted", "unsentenced", "convicted unsentenced",
            "convicted awaiting sentence", "cas", "awaiting sentence", "awaiting trial", "committed for trial",
        ),
        CustodyStatus.RECALL: (
            "recall", "recalled", "licence recall", "recall on licence", "recalled on licence", "licence revoked", "recall to custody",
            "fixed term recall", "standard recall", "emergency recall",
        ),
        CustodyStatus.SENTENCED: (
            "sentenced", "convicted", "convicted sentenced", "determinate", "determinate sentence", "stp", "ltp", "short term", "long term",
            "short term prisoner", "long term prisoner", "serving", "serving sentence", "serving a sentence", "indeterminate",
            "indeterminate sentence", "extended sentence", "life", "life sentence", "ipp", "olr",
        ),
    }.items()
    for phrase in phrases
}  # fmt: skip
_LENGTH = re.compile(r"(\d+(?:\.\d+)?)\s*(years?|yrs?|y|months?|mths?|mnths?|mos?|m|weeks?|wks?|w|days?|d)(?![a-z])")
_UNITS = {"y": 365.25, "m": 30.4375, "w": 7, "d": 1}
_NO_LENGTH = frozenset({"remand", "recall", "life", "life sentence", "indeterminate", "indeterminate sentence"})
# What people write where they have nothing to write.
_BLANK = frozenset(
    {
        "",
        "tbc",
        "tba",
        "tbd",
        "to be confirmed",
        "not known",
        "not known yet",
        "unknown",
        "n a",
        "na",
        "none",
        "nil",
        "no date",
    }
)
_NO_HOME = frozenset({"nfa", "no fixed abode", "no fixed address", "homeless", "out of area"})
_ERROR = re.compile(r"#(REF!|N/A|VALUE!|NAME\?|DIV/0!|NUM!|NULL!|SPILL!|CALC!|#+)")
_SHORTENED = re.compile(r"\d(\.\d+)?E\+?\d+", re.IGNORECASE)
# Below this many days a sentence without a unit may as well be months.
_LEAST_BARE_DAYS = 60
_LABELS = {
    "surname": "Surname", "forename": "Forename", "full_name": "Name", "born": "Date of birth", "sentence_on": "Sentence date", "received_on": "Reception date",
    "comes_out": "Liberation date", "released_on": "Released on", "day": "Date", "number": "Prison number", **{kind.value: kind.label for kind in IdentifierKind},
}  # fmt: skip


@dataclass
class ListReading:
    """A list as it was read."""

    rows: list[ListedPerson] = field(default_factory=list)
    bad: list[BadRow] = field(default_factory=list)
    unknown_columns: list[str] = field(default_factory=list)
    unread_sheets: list[str] = field(default_factory=list)
    refused: Objection | None = None


def read(
    content: bytes, *, places: Places, on: date, most_bytes: int = 10 * 1024 * 1024, most_rows: int = 20_000
) -> ListReading:
    """Read a liberation list from a file's bytes. `on` is today: what is in the past or ahead is measured by it."""
    reading = ListReading()
    sheets = open_sheets(content, knows=known, most_bytes=most_bytes, most_rows=most_rows)
    if isinstance(sheets, Objection):
        reading.refused = sheets
        return reading
    for place, sheet in enumerate(sheets):
        columns = Columns(sheet.header)
        if "surname" not in columns and "full_name" not in columns:
            reading.unread_sheets.append(sheet.name)
            continue
        reading.unknown_columns += [name for name in columns.unknown if name not in reading.unknown_columns]
        backwards = months_first(sheet, columns)
        for number, cells in numbered(sheet):
            row, at = columns.pick(cells)
            one = _Row(row, at, columns, backwards, places, on, find_errors(row))
            found = sheet.broken.get(number) or one.read(number, sheet.name, place)
            if isinstance(found, ListedPerson):
                reading.rows.append(found)
            else:
                reading.bad.append(BadRow(number, (found,) if found else tuple(one.problems), sheet.name))
    if len(reading.unread_sheets) == len(sheets):
        reading.refused = Objection(
            "no_names", "This list has no column with names. It needs a surname, or a full name.", "file"
        )
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
    # A hard blank or a line break parts two words as any blank does.
    text = " ".join(str(cell).split())
    return " ".join("".join(sign for sign in text if sign.isprintable() and not 0xD800 <= ord(sign) <= 0xDFFF).split())


def months_first(sheet: Sheet, columns: Any, days: Collection[str] = DATES) -> set[int]:
    """Return the columns of dates in which some day can only have its month first: then all of them may."""
    places = {place for column in days for place in columns.places.get(column, ())}
    return {place for place in places if any(place < len(row) and dates.month_first(row[place]) for row in sheet.rows)}


def find_errors(row: dict[str, Any], labels: Mapping[str, str] = _LABELS) -> list[Objection]:
    """Return what is wrong where a spreadsheet shows an error instead of a day, a name or a number; empty all such cells."""
    problems = []
    for column, cell in row.items():
        if isinstance(cell, str) and _ERROR.fullmatch(cell.strip()):
            row[column] = None
            if column in labels:
                words = (
                    f"{labels[column]}: the spreadsheet shows {cell.strip()} here. Mend it there, and load it again."
                )
                problems.append(Objection("cell_error", words, labels[column]))
    return problems


def day_of_cell(cell: Any, *, label: str, within: dates.Span, backwards: bool) -> date | Objection | None:
    """Return the day in a cell, None where there is none, or why it cannot be told."""
    if isinstance(cell, str) and plain(cell) in _BLANK:
        return None
    if backwards and dates.either_way(cell):
        return Objection(
            "month_first",
            f"{label}: other days in this column have the month first, so “{said(cell)[:40]}” may be two days. Write the day first.",
            label,
        )
    return dates.read(cell, field=label, within=within)


@dataclass
class _Row:
    """One row while it is read: its cells by what they mean, and what is found wrong with them."""

    cells: dict[str, Any]
    at: Mapping[str, int]
    columns: Columns
    backwards: set[int]
    places: Places
    on: date
    problems: list[Objection]

    def read(self, number: int, sheet: str, sheet_number: int) -> ListedPerson | None:
        """Return what the row says, or None with `problems` filled."""
        given, family = self._name()
        born = self._birth()
        numbers, wrong = read_identifiers(self.cells)
        self.problems += wrong
        prison = self._place("prison", self.places.prisons, "Prison")
        received, sentence_on, comes_out, released, because = self._days()
        words, length, status = self._sentence(sentence_on)
        home, council = self._home()
        if self.problems:
            return None
        return ListedPerson(
            row=number, given_names=given, family_name=family, birth_date=born, identifiers=numbers, prison=prison, hall=self.said("hall")[:40],
            status=status, received_on=received, sentence_on=sentence_on, sentence_days=length, sentence_words=words[:80], comes_out_on=comes_out,
            date_kind=kind_of(self._head("comes_out")), released_on=released, no_date_because=because[:200], home_place=home[:120], council=council,
            sex=self.said("sex")[:120], ethnic_group=self.said("ethnic_group")[:120], offence=self.said("offence")[:120], cohort=self.said("cohort")[:80],
            sheet=sheet, sheet_number=sheet_number,
        )  # fmt: skip

    def said(self, column: str) -> str:
        """Return a cell as words."""
        return said(self.cells.get(column))

    def _head(self, column: str) -> str:
        return self.columns.header[self.at[column]] if column in self.at else ""

    def _object(self, code: str, label: str, words: str) -> None:
        self.problems.append(Objection(code, f"{label}: {words}", label))

    def _day(self, column: str, first: date, last: date) -> date | None:
        found = day_of_cell(
            self.cells.get(column),
            label=_LABELS[column],
            within=dates.Span(first, last),
            backwards=self.at.get(column) in self.backwards,
        )
        if isinstance(found, Objection):
            self.problems.append(found)
            return None
        return found

    def _place(self, column: str, known_places: Mapping[str, str], label: str) -> str | None:
        code, objection = place_of(self.said(column), known_places, label)
        if objection:
            self.problems.append(objection)
        return code

    def _name(self) -> tuple[str, str]:
        given, family = _names(self.cells)
        if not family:
            self._object("no_name", "Surname", "this is empty.")
        for label, name in (("Surname", family), ("Forename", given)):
            if name and not any(sign.isalpha() for sign in name):
                self._object("no_letters", label, f"“{name[:40]}” has no letters.")
        if len(given) > 120 or len(family) > 120:
            self._object("long_name", "Name", "this is longer than 120 letters.")
        return given, family

    def _birth(self) -> date | None:
        born = self._day("born", self.on.replace(year=self.on.year - 110, day=1), self.on)
        if born is not None and dates.age_on(born, self.on) < 16:
            age = dates.age_on(born, self.on)
            self._object("too_young", "Date of birth", f"they would be {age}. We work with people of 16 and over.")
        return born

    def _days(self) -> tuple[date | None, date | None, date | None, date | None, str]:
        """Return when they went in, were sentenced, are to come out, came out, and why no date is known."""
        on, ahead = self.on, self.on.replace(year=self.on.year + 40, day=1)
        sentence_on = self._day("sentence_on", date(1970, 1, 1), on)
        received = self._day("received_on", date(1970, 1, 1), on)
        planned = plain(self._head("released_on")) in EITHER_DATE
        released = self._day("released_on", date(2000, 1, 1), ahead if planned else on)
        because, words = self.said("no_date_because"), self.cells.get("comes_out")
        if isinstance(words, str) and plain(words) not in _BLANK and not any(sign.isdigit() for sign in words):
            # "Awaiting sentence" where a date belongs is the reason why there is none.
            because = because or said(words)
            self.cells["comes_out"] = None
        # Whoever is inside came out on no day long past: that is a wrong century, or a wrong year.
        earliest = date(2000, 1, 1) if released and released <= on else on - timedelta(days=366)
        comes_out = self._day("comes_out", earliest, ahead)
        if released and released > on:
            comes_out, released = comes_out or released, None
        start = sentence_on or received
        if start and comes_out and comes_out < start:
            self._object("before_sentence", "Liberation date", "this is before the sentence. Check both.")
        if released and received and released < received:
            self._object("before_reception", "Released on", "this is before they went in. Check both.")
        return received, sentence_on, comes_out, released, because

    def _sentence(self, sentence_on: date | None) -> tuple[str, int | None, CustodyStatus]:
        words, unit = self.said("sentence"), unit_of(self._head("sentence"))
        length = sentence_days(self.cells.get("sentence"), unit=unit)
        if length is not None and length < _LEAST_BARE_DAYS and not unit and words.replace(".", "").isdigit():
            self._object(
                "sentence_unit", "Sentence", f"“{words}” may be days or months. Write it like 18 months or 90 days."
            )
        elif words and length is None and plain(words) not in _NO_LENGTH | _BLANK:
            self._object(
                "sentence", "Sentence", f"“{words[:40]}” is not a length we can read. Write it like 18 months."
            )
        said_status = self.said("status") or (words if plain(words) in _NO_LENGTH else "")
        return words, length, _status(said_status, has_sentence=length is not None or sentence_on is not None)

    def _home(self) -> tuple[str, str | None]:
        """Return where home is in words, with what stands there instead of a council, and the council."""
        home, council = self.said("home"), self.said("council")
        postcode = self.said("postcode")
        if plain(council) in _BLANK | _NO_HOME:
            home = ", ".join(part for part in (home, council if plain(council) in _NO_HOME else "") if part)
            self.cells["council"] = None
        if postcode and plain(postcode) not in _BLANK and postcode.lower() not in home.lower():
            home = f"{home}, {postcode}" if home else postcode
        code = self._place("council", self.places.councils, "Council")
        if code is None:
            parts = [plain(part) for part in re.split(r"[,/;]", home)]
            code = next((self.places.towns[part] for part in parts if part in self.places.towns), None)
        return home, code


def _names(row: Mapping[str, Any]) -> tuple[str, str]:
    """Return given names and surname. "REID, Daniel" is taken apart; capitals become a name's own."""
    family, given = said(row.get("surname")), said(row.get("forename"))
    if not family and row.get("full_name") is not None:
        whole = said(row.get("full_name"))
        if "," in whole:
            family, _, given = (part.strip() for part in whole.partition(","))
        else:
            words = whole.split()
            loud = [word for word in words if word.isupper() and len(word) > 1]
            if loud and len(loud) < len(words):
                # "REID Daniel" and "Daniel REID": where one name alone is in capitals, it is the surname.
                family, given = " ".join(loud), " ".join(word for word in words if word not in loud)
            else:
                given, _, family = whole.rpartition(" ")
    return name_as_written(given), name_as_written(family)


def name_as_written(name: str) -> str:
    """Return a name in its own letters: "REID" becomes "Reid"."""
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
    given = {kind: _number(row, kind.value, problems) for kind in IdentifierKind}
    number = _number(row, "number", problems)
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


def _number(row: Mapping[str, Any], column: str, problems: list[Objection]) -> str:
    """Return a cell with a number, or "" for one that says there is none or that cannot be one."""
    text = said(row.get(column))
    if plain(text) in _BLANK or not text.strip("0"):
        return ""
    if _SHORTENED.fullmatch(text):
        problems.append(
            Objection(
                "shortened",
                f"{_LABELS[column]}: the spreadsheet has shortened this to {text[:40]}. Format the column as text.",
                column,
            )
        )
        return ""
    if not any(sign.isdigit() for sign in text):
        problems.append(Objection("no_digits", f"{_LABELS[column]}: “{text[:40]}” has no digits.", column))
        return ""
    return text


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
        name.removeprefix("city of "),
    ):
        if candidate in places:
            return places[candidate], None
    near = get_close_matches(name, places, n=2, cutoff=0.8)
    guess = f" Did you mean {' or '.join(one.title() for one in near)}?" if near else ""
    return None, Objection("unknown_place", f"{label}: “{text[:40]}” is not on our list.{guess}", label)


def sentence_days(cell: Any, *, unit: str = "") -> int | None:
    """Return a sentence in days: "18 months", "1y 6m", "1 Year 3 Months 0 Days", or a bare number of `unit` (else days)."""
    text = said(cell).lower().replace("(s)", "s")
    if isinstance(cell, bool) or not text:
        return None
    if re.fullmatch(r"[0-9]+(?:\.[0-9]+)?", text):
        days = float(text) * _UNITS[unit or "d"]
    else:
        parts = _LENGTH.findall(text)
        if not parts or _LENGTH.sub("", text).replace("and", "").strip(" ,.&"):
            return None
        days = sum(float(number) * _UNITS[one[0]] for number, one in parts)
    return round(days) if 1 <= days < 40_000 else None


def _status(text: str, *, has_sentence: bool) -> CustodyStatus:
    name = plain(text)
    if name in _STATUSES:
        return _STATUSES[name]
    return CustodyStatus.SENTENCED if has_sentence or not name else CustodyStatus.UNKNOWN
