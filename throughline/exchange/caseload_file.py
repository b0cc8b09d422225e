"""The template in which a partnership brings its present caseload: made empty, read, and given back with what to mend."""

import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from difflib import get_close_matches
from typing import Any

import xlsxwriter

from throughline.domain import caseload, dates
from throughline.domain.caseload import STAGES, Brought, Here
from throughline.domain.listed import BadRow, Places, plain
from throughline.domain.objections import Objection
from throughline.domain.vocabulary import Channel, Stage, Way
from throughline.exchange.liberations import (
    day_of_cell,
    find_errors,
    months_first,
    name_as_written,
    numbered,
    place_of,
    read_identifiers,
    said,
)
from throughline.exchange.sheets import Sheet, oddities, open_sheets
from throughline.exchange.workbooks import guarded

SHEET = "Caseload"
MOST_ROWS = 5000
MOST_SHEETS = 5
_OWN_SHEETS = frozenset({"caseload", "help", "what to write"})


@dataclass(frozen=True)
class Column:
    """One column of the template: its key, its name, other names it is read under, and what to write in it."""

    key: str
    label: str
    help: str
    needed: str = ""
    also: tuple[str, ...] = ()


COLUMNS = (
    Column("surname", "Surname", "As on their papers.", "Always", ("last name", "family name")),
    Column("forename", "First names", "As on their papers.", "", ("forename", "forenames", "first name", "given names")),
    Column("known_as", "Known as", "The name they go by, if it is another."),
    Column("born", "Date of birth", "Day first, like 4 May 1992. Not an age.", "This or one number", ("dob", "birth date", "age")),
    Column("spin", "Scottish prison number", "Digits.", "", ("spin",)),
    Column("nomis", "Prison number", "England and Wales: like A1234BC.", "", ("nomis", "prison no")),
    Column("pnc", "PNC number", "Like 2008/0056560Z.", "", ("pnc",)),
    Column("crn", "Probation number", "Like X123456.", "", ("crn",)),
    Column("home", "Home town", "The town or part of it, like Shettleston.", "", ("town", "home")),
    Column("council", "Council", "The council area of their home.", "", ("local authority",)),
    Column("stage", "Stage", "One of: " + "; ".join(stage.label for stage in STAGES) + ".", "Always"),
    Column("team", "Team", "The name of one of your teams, as in the set-up.", "Always"),
    Column("mentor", "Mentor", "The name or the email address of who looks after them. Empty: whoever is on duty.", "", ("life coach", "worker")),
    Column("prison", "Prison", "If they are in prison now.", "", ("establishment",)),
    Column("hall", "Hall", "If you know it."),
    Column("received_on", "Went in on", "The day they went into prison. Back in prison: the day they went in again.", "Back in prison"),
    Column("comes_out", "Comes out on", "The day they are to come out, if it is known.", "", ("liberation date",)),
    Column("released_on", "Released on", "The day they last came out.", "Out of prison", ("came out on",)),
    Column("asked_on", "Asked on", "The day they were asked to join.", "Asked", ("offered on",)),
    Column("consent_on", "Consent on", "The day they agreed to take part and to a record being kept.", "From signed up on", ("signed up on", "consent date")),
    Column("way", "Consent how", "On paper, on screen, or spoken.", "With a consent", ("consent way",)),
    Column("witness", "Witness", "Who heard it, if it was spoken."),
    Column("shares", "May be shared with partners", "Yes if they agreed to it. Empty is no."),
    Column("research", "May be used for research", "Yes if they agreed to it. Empty is no."),
    Column("plan_on", "Plan agreed on", "The day you both agreed the plan.", "Plan agreed"),
    Column("plan", "Plan in words", "What they want, in their words.", "With a plan", ("plan",)),
    Column("next_step", "Next step", "What their mentor does next.", "With an agreed plan"),
    Column("first_contact_on", "First contact since release", "The day you first spoke after they came out, if it was before the last."),
    Column("last_contact_on", "Last contact on", "The day you last spoke.", "In touch since release", ("last contact",)),
    Column("channel", "Last contact how", "One of: " + ", ".join(channel.label.lower() for channel in Channel) + ".", "With a contact"),
    Column("ended_on", "Moved on on", "The day they moved on.", "Moved on"),
    Column("reason", "Why they moved on", "One of the reasons in your lists of answers.", "Moved on"),
    Column("another", "Another person", "Write yes where we said that a row may be somebody who is here already, and it is not."),
)  # fmt: skip
_LABELS = {column.key: column.label for column in COLUMNS}
_BY_NAME = {plain(name): column.key for column in COLUMNS for name in (column.label, *column.also)}
_DAYS = {
    "born", "received_on", "comes_out", "released_on", "asked_on", "consent_on", "plan_on", "first_contact_on", "last_contact_on", "ended_on",
}  # fmt: skip
WHY = "Why"
_STAGES = {plain(stage.label): stage for stage in STAGES} | {
    "identified": Stage.IDENTIFIED, "offered": Stage.OFFERED, "plan": Stage.PLANNING, "inside with plan": Stage.PLANNING, "released": Stage.RELEASED,
    "engaged": Stage.ENGAGED, "in touch": Stage.ENGAGED, "back inside": Stage.IN_CUSTODY,
}  # fmt: skip
_WAYS = {
    "paper": Way.PAPER, "on paper": Way.PAPER, "signed on paper": Way.PAPER, "signed": Way.PAPER, "screen": Way.SCREEN, "on screen": Way.SCREEN, "spoken": Way.SPOKEN,
    "spoken with a witness": Way.SPOKEN,
}  # fmt: skip
_CHANNELS = {plain(channel.label): channel for channel in Channel} | {
    "call": Channel.PHONE, "telephone": Channel.PHONE, "visit": Channel.PRISON_VISIT, "visit inside": Channel.PRISON_VISIT, "in person": Channel.FACE_TO_FACE,
    "met": Channel.FACE_TO_FACE,
}  # fmt: skip
# What a cell of the template offers to choose from.
_CHOICES = {
    "stage": [stage.label for stage in STAGES], "way": ["on paper", "on screen", "spoken"], "channel": [channel.label for channel in Channel],
    "shares": ["yes", "no"], "research": ["yes", "no"], "another": ["yes"],
}  # fmt: skip
_YES, _NO = frozenset({"yes", "y", "true", "1"}), frozenset({"no", "n", "false", "0"})
_AGE = re.compile(r"\d{1,3}(?: ?(?:years?|yrs?)(?: old)?)?")
_CELL = re.compile(r"([A-Z]{1,3})(\d+)")


def _column_of(name: str) -> str | None:
    return _BY_NAME.get(plain(name))


def _knows(names: Sequence[str]) -> int:
    return len({_column_of(name) for name in names} - {None})


@dataclass
class CaseloadReading:
    """A filled template as it was read. `header` and `cells` are its own, by the number of each row, to give it back."""

    rows: list[Brought] = field(default_factory=list)
    bad: list[BadRow] = field(default_factory=list)
    unknown_columns: list[str] = field(default_factory=list)
    unread_sheets: list[str] = field(default_factory=list)
    refused: Objection | None = None
    header: tuple[str, ...] = ()
    head_at: int = 1
    cells: dict[int, tuple[Any, ...]] = field(default_factory=dict)


class _Head:
    """The columns of the sheet: where each stands. Shaped as `liberations.months_first` asks for."""

    def __init__(self, header: Sequence[str]) -> None:
        self.places: dict[str, list[int]] = {}
        for place, name in enumerate(header):
            key = _column_of(name)
            if key is not None:
                self.places.setdefault(key, []).append(place)

    def order(self, label: str | None) -> int:
        """Return where the column of a problem stands: what is wrong is said from left to right."""
        return next((at[0] for key, at in self.places.items() if _LABELS[key] == label), -1)

    def pick(self, cells: Sequence[Any]) -> dict[str, Any]:
        """Return a row's cells by what they mean."""
        return {key: cells[at[0]] for key, at in self.places.items() if at[0] < len(cells)}


def read(
    content: bytes, *, places: Places, here: Here, on: date, now: datetime, most_bytes: int = 10 * 1024 * 1024
) -> CaseloadReading:
    """Read a filled template. Each row becomes facts that fit together, or the problems it has, by column."""
    reading = CaseloadReading()
    odd = oddities(content) if len(content) <= most_bytes else {}
    reading.refused = odd if isinstance(odd, Objection) else _objection_to_book(odd)
    if reading.refused is not None:
        return reading
    sheets = open_sheets(content, knows=_knows, most_bytes=most_bytes, most_rows=MOST_ROWS)
    if isinstance(sheets, Objection):
        reading.refused = _NO_HEADER if sheets.code == "no_header" else sheets
        return reading
    sheet, name = _the_sheet(sheets, odd["sheets"])
    if isinstance(sheet, Objection):
        reading.refused = sheet
        return reading
    reading.unread_sheets = [one for one in odd["sheets"] if one != name and plain(one) not in _OWN_SHEETS]
    about = odd["sheets"].get(name, {})
    head = _Head(sheet.header)
    reading.refused = _objection_to_head(head, about)
    if reading.refused is not None:
        return reading
    reading.header, reading.head_at = sheet.header, sheet.first - 1
    reading.unknown_columns = [
        one for one in sheet.header if one and _column_of(one) is None and plain(one) != plain(WHY)
    ]
    marks = _marks(about)
    backwards = months_first(sheet, head, _DAYS)
    for number, cells in numbered(sheet):
        if not any(said(cells[at[0]]) for at in head.places.values() if at[0] < len(cells)):
            continue  # nothing in it but a remark beside the template
        reading.cells[number] = cells
        one = _Row(head.pick(cells), head, backwards, places, here, on, now)
        if _knows([said(cell) for cell in cells]) >= 3:
            found = Objection(
                "second_header", "These are column names again. Take this row out, and leave one row of names.", "Row"
            )
            reading.bad.append(BadRow(number, (found,)))
            continue
        row = one.read(number)
        problems = _odd_problems(number, marks, head, sheet.header) + one.problems
        if row is not None and not problems:
            reading.rows.append(row)
        else:
            reading.bad.append(BadRow(number, tuple(problems)))
    return reading


_NO_HEADER = Objection(
    "no_header",
    "No row in this file has the column names of the template. Get the template, and copy your rows into it.",
    "file",
)


def _objection_to_book(odd: Mapping[str, Any]) -> Objection | None:
    if odd.get("macros"):
        words = "This file has macros: small programs that a spreadsheet runs. Save it as an Excel workbook (.xlsx) and try again."
        return Objection("macros", words, "file")
    number = len(odd.get("sheets", ()))
    if number > MOST_SHEETS:
        return Objection(
            "many_sheets", f"This file has {number} sheets. Put everybody on one sheet, the one named {SHEET}.", "file"
        )
    return None


def _the_sheet(sheets: list[Sheet], odd: Mapping[str, Any]) -> tuple[Sheet | Objection, str]:
    """Return the one sheet with rows of people, and its name: the one named as in the template, where there are several."""
    if len(sheets) == 1:
        named = [name for name in odd if plain(name) == plain(SHEET)]
        return sheets[0], (named or [name for name in odd if plain(name) not in _OWN_SHEETS] or [""])[0]
    if sum(bool(sheet.rows) for sheet in sheets) > 1:
        words = f"People stand on several sheets of this file: {', '.join(sheet.name for sheet in sheets)}. Put them all on one, named {SHEET}."
        return Objection("several_sheets", words, "file"), ""
    sheet = next(sheet for sheet in sheets if sheet.rows)
    return sheet, sheet.name


def _objection_to_head(head: _Head, about: Mapping[str, Any]) -> Objection | None:
    twice = [_LABELS[key] for key, at in head.places.items() if len(at) > 1]
    if twice:
        return Objection("column_twice", f"The column “{twice[0]}” stands there twice. Take one of them out.", "file")
    missing = [_LABELS[key] for key in ("surname", "stage", "team") if key not in head.places]
    if missing:
        return Objection(
            "no_column", f"The column “{missing[0]}” is missing. Copy your rows into the template.", "file"
        )
    if about.get("hidden"):
        return Objection(
            "hidden_sheet", "The sheet with the people is hidden. Show it, look at it, and load it again.", "file"
        )
    if about.get("columns"):
        return Objection(
            "hidden_columns", "Some columns are hidden. Show them, look at them, and load the file again.", "file"
        )
    return None


@dataclass(frozen=True)
class _Marks:
    hidden: frozenset[int]
    merged: dict[int, str]  # a row to the cells of it that are merged with others
    formulas: dict[int, list[int]]  # a row to the places of its cells that are worked out


def _marks(about: Mapping[str, Any]) -> _Marks:
    merged: dict[int, str] = {}
    for ref in about.get("merged", ()):
        ends = _CELL.findall(ref)
        if len(ends) == 2:
            for row in range(int(ends[0][1]), min(int(ends[1][1]), int(ends[0][1]) + MOST_ROWS) + 1):
                merged.setdefault(row, ref)
    formulas: dict[int, list[int]] = {}
    for ref in about.get("formulas", ()):
        found = _CELL.fullmatch(ref)
        if found:
            formulas.setdefault(int(found[2]), []).append(_place(found[1]))
    return _Marks(frozenset(about.get("rows", ())), merged, formulas)


def _place(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def letters_of(place: int) -> str:
    """Return a column's letters, as a spreadsheet shows them."""
    found, place = "", place + 1
    while place:
        place, rest = divmod(place - 1, 26)
        found = chr(65 + rest) + found
    return found


def _odd_problems(number: int, marks: _Marks, head: _Head, header: Sequence[str]) -> list[Objection]:
    """Say what of a row is not as it shows: hidden, merged, worked out."""
    found = []
    if number in marks.hidden:
        found.append(
            Objection("hidden", "This row is hidden in the file. Show it and look at it, or take it out.", "Row")
        )
    if number in marks.merged:
        words = f"Cells {marks.merged[number]} are merged, so it cannot be told whose they are. Take them apart, and fill in each."
        found.append(Objection("merged", words, "Row"))
    known = {at[0] for at in head.places.values()}
    for place in marks.formulas.get(number, ()):
        if place in known:
            label = _LABELS[_column_of(header[place])]  # type: ignore[index]
            found.append(Objection("formula", f"{label}: this is a formula. Paste it as a value.", label))
    return found


@dataclass
class _Row:
    """One row while it is read: its cells by what they mean, and what is found wrong with them."""

    cells: dict[str, Any]
    head: _Head
    backwards: set[int]
    places: Places
    here: Here
    on: date
    now: datetime
    problems: list[Objection] = field(default_factory=list)

    def read(self, number: int) -> Brought | None:
        """Return what the row says, or None with `problems` filled."""
        self.problems += find_errors(self.cells, _LABELS)
        given, family = self._name()
        numbers, wrong = read_identifiers(self.cells)
        self.problems += [Objection(one.code, one.words, _LABELS.get(one.field or "", one.field)) for one in wrong]
        stage, team = self._stage(), self._team()
        today, past, ahead = self.on, date(1970, 1, 1), self.on.replace(year=self.on.year + 40, day=1)
        days = {key: self._day(key, past, today) for key in _DAYS - {"born", "comes_out"}}
        born = self._born()
        comes_out = self._day("comes_out", past, ahead)
        council = self._council()
        prison = self._found("prison", self.places.prisons)
        # Every cell is read, whatever is wrong with those before it: all of a row is mended at once.
        rest = {
            "mentor": self._mentor(), "way": self._one_of("way", _WAYS, "on paper, on screen, or spoken"), "shares": self._yes("shares"),
            "research": self._yes("research"), "plan": self._long("plan"), "next_step": self._long("next_step"), "reason": self._reason(),
            "channel": self._one_of("channel", _CHANNELS, "phone, face to face, text, prison visit, video, letter, email"),
            "another": self._yes("another"), "known_as": self.said("known_as")[:120], "home_place": self.said("home")[:120],
            "hall": self.said("hall")[:40], "witness": self.said("witness")[:120],
        }  # fmt: skip
        row = None
        if stage is not None and team is not None:
            row = Brought(
                row=number, given_names=given, family_name=family, birth_date=born, identifiers=numbers, stage=stage, team=team,
                council=council, prison=prison, comes_out_on=comes_out, **days, **rest,
            )  # fmt: skip
        if not self.problems and row is not None:
            self.problems += caseload.objections_to(row, today=self.on, now=self.now)
        self.problems.sort(key=lambda one: self.head.order(one.field))
        return None if self.problems else row

    def said(self, key: str) -> str:
        """Return a cell as words."""
        return said(self.cells.get(key))

    def _object(self, code: str, key: str, words: str) -> None:
        self.problems.append(Objection(code, f"{_LABELS[key]}: {words}", _LABELS[key]))

    def _day(self, key: str, first: date, last: date) -> date | None:
        at = self.head.places.get(key, [-1])[0]
        found = day_of_cell(
            self.cells.get(key), label=_LABELS[key], within=dates.Span(first, last), backwards=at in self.backwards
        )
        if isinstance(found, Objection):
            self.problems.append(found)
            return None
        return found

    def _born(self) -> date | None:
        words = self.said("born")
        if _AGE.fullmatch(words.lower()):
            self._object(
                "age",
                "born",
                f"“{words}” looks like an age. Write the date of birth, or leave it empty and give a number.",
            )
            return None
        born = self._day("born", self.on.replace(year=self.on.year - 110, day=1), self.on)
        if born is not None and dates.age_on(born, self.on) < 16:
            self._object(
                "too_young", "born", f"they would be {dates.age_on(born, self.on)}. We work with people of 16 and over."
            )
        return born

    def _name(self) -> tuple[str, str]:
        family, given = name_as_written(self.said("surname")), name_as_written(self.said("forename"))
        if not family:
            self._object("no_name", "surname", "this is empty.")
        for key, name in (("surname", family), ("forename", given)):
            if name and not any(sign.isalpha() for sign in name):
                self._object("no_letters", key, f"“{name[:40]}” has no letters.")
            if len(name) > 120:
                self._object("long_name", key, "this is longer than 120 letters.")
        return given, family

    def _long(self, key: str) -> str:
        words = str(self.cells.get(key) if self.cells.get(key) is not None else "")
        kept = "".join(sign for sign in words if sign.isprintable() or sign == "\n").strip()
        if len(kept) > 4000:
            self._object("long", key, "this is longer than 4,000 letters. Put the rest in a note later.")
        return kept

    def _found(self, key: str, known: Mapping[str, str]) -> str | None:
        code, objection = place_of(self.said(key), known, _LABELS[key])
        if objection is not None:
            self.problems.append(objection)
        return code

    def _council(self) -> str | None:
        code = self._found("council", self.places.councils)
        if code is None and not self.said("council"):
            parts = [plain(part) for part in re.split(r"[,/;]", self.said("home"))]
            code = next((self.places.towns[part] for part in parts if part in self.places.towns), None)
        return code

    def _stage(self) -> Stage | None:
        words = self.said("stage")
        if not words:
            self._object(
                "no_stage", "stage", f"this is empty. Write one of: {'; '.join(stage.label for stage in STAGES)}."
            )
            return None
        return self._one_of("stage", _STAGES, "; ".join(stage.label for stage in STAGES))

    def _one_of(self, key: str, known: Mapping[str, Any], choices: str) -> Any:
        words = self.said(key)
        if words and plain(words) not in known:
            self._object("unknown", key, f"“{words[:40]}” is not one we know. Write one of: {choices}.")
        return known.get(plain(words))

    def _yes(self, key: str) -> bool:
        words = plain(self.said(key))
        if words and words not in _YES | _NO:
            self._object("not_yes_or_no", key, f"“{words[:40]}” is neither yes nor no.")
        return words in _YES

    def _named(self, key: str, known: Mapping[str, Any], kind: str) -> Any:
        words = self.said(key)
        name = plain(words)
        if name in known or not name:
            return known.get(name)
        near = get_close_matches(name, known, n=2, cutoff=0.75)
        guess = f" Did you mean {' or '.join(one.title() for one in near if '@' not in one)}?" if near else ""
        self._object(f"unknown_{key}", key, f"there is no {kind} “{words[:60]}” here.{guess}")
        return None

    def _team(self) -> Any:
        if not self.said("team"):
            self._object("no_team", "team", "this is empty. Write which of your teams works with them.")
            return None
        return self._named("team", self.here.teams, "team")

    def _mentor(self) -> Any:
        if plain(self.said("mentor")) in self.here.twice:
            self._object(
                "two_workers", "mentor", f"two workers are called {self.said('mentor')[:60]}. Write the email address."
            )
            return None
        return self._named("mentor", self.here.workers, "worker")

    def _reason(self) -> int | None:
        return self._named("reason", self.here.reasons, "reason")  # type: ignore[no-any-return]


def template() -> bytes:
    """Return the empty template: a sheet to fill in, and one that says what to write in each column."""
    return _book((), {}, {})


def marked(reading: CaseloadReading, why: Mapping[int, Sequence[Objection]]) -> bytes:
    """Return a copy of a file with its rows where they stood, a column that says why, and the cells to mend in colour.

    `why` are the problems of each row by its number.
    """
    return _book(reading.header, reading.cells, why, head_at=reading.head_at)


def _book(
    header: Sequence[str],
    cells: Mapping[int, Sequence[Any]],
    why: Mapping[int, Sequence[Objection]],
    *,
    head_at: int = 1,
) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet, bold = book.add_worksheet(SHEET), book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    day, text = book.add_format({"num_format": "d mmm yyyy"}), book.add_format({"num_format": "@"})
    wrong, wrong_day = (book.add_format({"bg_color": "#FCE4D6", **more}) for more in ({}, {"num_format": "d mmm yyyy"}))
    words = book.add_format({"text_wrap": True, "valign": "top"})
    copy = bool(cells)
    names = [name for name in header if plain(name) != plain(WHY)] if copy else [column.label for column in COLUMNS]
    kept = [place for place, name in enumerate(header) if plain(name) != plain(WHY)]
    if copy:
        names, kept = [WHY, *names], [-1, *kept]
    for place, name in enumerate(names):
        key = _column_of(name)
        sheet.write_string(head_at - 1, place, guarded(name), bold)
        width = 60 if name == WHY and copy else 40 if key in ("plan", "next_step") else max(14, len(name) + 2)
        sheet.set_column(place, place, width, day if key in _DAYS else text)
        if key in _CHOICES:
            choices = {"validate": "list", "source": list(_CHOICES[key]), "error_type": "information"}
            sheet.data_validation(head_at, place, head_at + MOST_ROWS, place, choices)
    for number, row in cells.items():
        said_why = why.get(number, ())
        to_mend = {problem.field for problem in said_why}
        for place, source in enumerate(kept):
            if source < 0:
                sheet.write_string(number - 1, place, sentences(said_why, header), words)
                continue
            cell = row[source] if source < len(row) else None
            colour = _LABELS.get(_column_of(header[source]) or "") in to_mend
            if isinstance(cell, date):
                sheet.write_datetime(number - 1, place, cell, wrong_day if colour else day)
            elif said(cell):
                sheet.write_string(
                    number - 1,
                    place,
                    guarded(said(cell) if not isinstance(cell, str) else cell),
                    wrong if colour else text,
                )
            elif colour:
                sheet.write_blank(number - 1, place, None, wrong)
    sheet.freeze_panes(head_at, 2 if copy else 1)
    _help(book, bold)
    book.close()
    return out.getvalue()


def who(reading: CaseloadReading, number: int) -> str:
    """Return whom a row names, as it stands in the file."""
    cells = _Head(reading.header).pick(reading.cells.get(number, ()))
    return " ".join(words for key in ("forename", "surname") if (words := said(cells.get(key))[:120]))


def sentences(problems: Sequence[Objection], header: Sequence[str]) -> str:
    """Return what to mend in a row, each with the letters of its column in the file that was sent."""
    at = {_LABELS[key]: place for place, name in enumerate(header) if (key := _column_of(name)) is not None}
    return "\n".join(
        f"Column {letters_of(at[one.field])}, {one.words}" if one.field in at else one.words for one in problems
    )


def _help(book: Any, bold: Any) -> None:
    words = book.add_format({"text_wrap": True, "valign": "top"})
    sheet = book.add_worksheet("Help")
    lines = (
        f"Write one row for each person on the sheet {SHEET}. Leave the first row as it is.",
        "Nothing is loaded until you have seen what the file would do. It is loaded whole, or not at all.",
        "Write days with the day first, all in one way. No formulas, no merged cells, no hidden rows or columns.",
        "What you do not know stays empty. Nothing is guessed.",
        "Whoever is here already is left out: their record stays as it is.",
    )
    for number, line in enumerate(lines):
        sheet.write_string(number, 0, line)
    start = len(lines) + 1
    for place, name in enumerate(("Column", "What to write", "Needed for")):
        sheet.write_string(start, place, name, bold)
    for number, column in enumerate(COLUMNS, start + 1):
        for place, cell in enumerate((column.label, column.help, column.needed)):
            sheet.write_string(number, place, cell, words)
    sheet.set_column(0, 0, 30)
    sheet.set_column(1, 1, 70)
    sheet.set_column(2, 2, 24)
