"""Printed sheets, in words: on the paper and on the pages about it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.urls import reverse

from throughline.domain.calendar import HERE, day_of
from throughline.domain.restrictions import Kind as Limit
from throughline.domain.sheets import BOXES, Done, Fate, Kind, NotSeen, Purpose, written
from throughline.domain.statements import InPlace
from throughline.domain.vocabulary import ConsentPurpose
from throughline.domain.worries import Number
from throughline.exchange.day_sheet import DaySheet, PrintedGroup, PrintedLine
from throughline.models import ContactWay, Restriction, SafetyStatement, Sheet, SheetLine
from throughline.queries.sheets import Controls, Desk, SheetContent
from throughline.web.pages import words
from throughline.web.pages.statements import limit

AGREES = {
    ConsentPurpose.TAKING_PART: "Taking part", ConsentPurpose.RECORD: "Keeping a record", ConsentPurpose.SHARING: "Sharing with partners",
    ConsentPurpose.RESEARCH: "Research",
}  # fmt: skip


def title(sheet: Sheet) -> str:
    """Return what a sheet is of: a prison, or an emergency."""
    return sheet.prison.short_name if sheet.prison else "Emergency sheet"


def days(sheet: Sheet, *, today: date) -> str:
    """Return the day or days of a sheet."""
    first = words.day(sheet.day, today=today)
    return first if sheet.until_on == sheet.day else f"{first} and {words.day(sheet.until_on, today=today)}"


def paper(
    content: SheetContent, *, today: date, printed_by: str, desks: list[Desk] | None = None, numbers: list[Number] | None = None
) -> DaySheet:  # fmt: skip
    """Return a sheet as it is printed: by hall where it is of a prison, else by day."""
    sheet = content.sheet
    by_hall = sheet.kind == Kind.PRISON
    heading = _hall if by_hall else lambda line: _day(line, today=today)
    groups = tuple(
        PrintedGroup(name, tuple(_printed(line, content, today=today) for line in lines))
        for name, lines in _groups(content.lines, heading)
    )
    if by_hall and [one.heading for one in groups] == ["Hall not known"]:
        groups = (PrintedGroup("", groups[0].lines),)
    hidden = f"{words.count(content.hidden, 'line is', 'lines are')} left out: {'that record is' if content.hidden == 1 else 'those records are'} not open to you any more."  # fmt: skip
    return DaySheet(
        sheet.number, title(sheet), days(sheet, today=today), sheet.holder.name,
        f"Enter it and give it back by {words.day(sheet.due_on, today=today)}",
        groups, (*((one.who, one.number) for one in desks or []), *((one.who, one.number) for one in numbers or [])),
        hidden if content.hidden else "", f"Printed {words.day(today, today=today)} for {printed_by}",
    )  # fmt: skip


def _groups(lines: list[SheetLine], heading: Callable[[SheetLine], str]) -> list[tuple[str, list[SheetLine]]]:
    return [(name, list(held)) for name, held in groupby(lines, key=heading)]


def _hall(line: SheetLine) -> str:
    return line.hall or "Hall not known"


def _day(line: SheetLine, *, today: date) -> str:
    return words.day(day_of(line.at), today=today) if line.at else "To ring or write to, on either day"


def _printed(line: SheetLine, content: SheetContent, *, today: date) -> PrintedLine:
    purpose = Purpose(line.purpose)
    steps = tuple(content.steps.get(pk, "A step that is not open to you") for pk in line.steps)
    boxes = [done.label for done in BOXES[purpose] if done is not Done.STEP]
    boxes += [f"Step {number} done" for number in range(1, len(steps) + 1)]
    return PrintedLine(
        written(line.code), line.person.name, about(line), tuple(_phone(one) for one in content.phones.get(line.person_id, [])),
        tuple(controls_in_words(content.controls.get(line.person_id, Controls()), today=today)), steps, tuple(boxes),
        tuple(AGREES.values()) if Done.SIGNED_UP in BOXES[purpose] else (),
    )  # fmt: skip


def about(line: SheetLine) -> str:
    """Return why somebody is to be seen, when and where: "Visit. 2pm."."""
    said = [Purpose(line.purpose).label]
    if line.at:
        said.append(words.time(line.at))
    if line.appointment and line.purpose == Purpose.APPOINTMENT:
        said.append(
            line.appointment.purpose if not line.appointment.accompanied else f"Go with them: {line.appointment.purpose}"
        )  # fmt: skip
        said.append(line.appointment.where)
    elif line.appointment and line.appointment.prison and line.sheet.kind == Kind.EMERGENCY:
        said.append(line.appointment.prison.short_name)
    elif line.gate:
        said += [line.gate.prison.short_name, line.gate.where]
    return " ".join(words.sentence(one) for one in said if one)


def _phone(way: ContactWay) -> str:
    safe = "Safe to leave a message." if way.safe_to_leave_message else "Do not leave a message."
    return f"{way.whose}: {way.value}. {safe}"


def controls_in_words(controls: Controls, *, today: date) -> list[str]:
    """Return what to mind about somebody: what to have in place and do, and the restrictions that hold."""
    return [
        *(_statement(one) for one in controls.statements),
        *(_limit(one, today=today) for one in controls.restrictions),
    ]


def _statement(row: SafetyStatement) -> str:
    said = [InPlace(one).label for one in row.in_place] + [
        line.strip() for line in row.controls.splitlines() if line.strip()
    ]
    said += [f"If something worries you: {row.if_worried.strip()}"] if row.if_worried.strip() else []
    return f"For {row.for_whom}: " + " ".join(words.sentence(one) for one in said)


def _limit(row: Restriction, *, today: date) -> str:
    said = limit(row, today=today)
    return " ".join(words.sentence(one) for one in (Limit(row.kind).label, said.says, *said.details) if one)


@dataclass(frozen=True)
class ShelfRow:
    """One sheet in a list."""

    title: str
    href: str
    line: str
    tag: str = ""
    kind: str = ""


def shelf_row(sheet: Sheet, *, mine: bool, today: date) -> ShelfRow:
    """Return a sheet's row: number and place; the day, who has it, and how it stands. It names nobody on it."""
    lines = [f"{days(sheet, today=today)}."]
    if not mine:
        lines.append(f"{sheet.holder.name} has it." if sheet.issued_at else f"For {sheet.holder.name}.")
    entered = getattr(sheet, "entered", None)
    if entered is not None and sheet.issued_at:
        lines.append(f"{entered} of {words.count(len(sheet.codes), 'line')} entered.")
    tag, kind = _state(sheet, today=today)
    return ShelfRow(
        f"Sheet {sheet.number}: {title(sheet)}", reverse("sheet", args=[sheet.pk]), " ".join(lines), tag, kind
    )


def _state(sheet: Sheet, *, today: date) -> tuple[str, str]:
    if sheet.returned_at:
        return f"{Fate(sheet.fate).label}, {words.short_day(sheet.returned_at.astimezone(HERE).date())}", "done"
    if not sheet.issued_at:
        return ("Not printed", "plain")
    if sheet.due_on < today:
        return f"Was due back {words.near(sheet.due_on, today=today)}", "late"
    return f"Due back {words.near(sheet.due_on, today=today)}", "soon"


@dataclass(frozen=True)
class LineRow:
    """One line of a sheet on its page."""

    code: str
    name: str
    href: str
    about: str
    hall: str
    entered: str
    because: str


class SheetPage:
    """A sheet: where it is, who stands on it, what was entered."""

    def __init__(self, content: SheetContent, *, mine: bool, today: date) -> None:
        self.content, self.sheet, self.today = content, content.sheet, today
        self.row = shelf_row(content.sheet, mine=mine, today=today)

    @property
    def lede(self) -> str:
        """The day, whose it is, and by when it must be back."""
        sheet = self.sheet
        held = f"{days(sheet, today=self.today)}. For {sheet.holder.name}."
        if sheet.returned_at:
            kept = f" Kept: {words.sentence(sheet.kept_where)}" if sheet.kept_where else ""
            return f"{held} Given back by {sheet.returned_by.name}.{kept}"
        return f"{held} Give it back by {words.day(sheet.due_on, today=self.today)}." if sheet.issued_at else held

    @property
    def lines(self) -> list[LineRow]:
        """Its lines in sight."""
        return [self._line(one) for one in self.content.lines]

    @property
    def hidden(self) -> str:
        """How many lines are of people who are not open to the one asking."""
        number = self.content.hidden
        return f"{words.count(number, 'more line is', 'more lines are')} not open to you." if number else ""

    @property
    def entered(self) -> str:
        """How far the entering has come."""
        number = len(self.content.lines)
        return f"{number - self.content.left} of {words.count(number, 'line')} entered"

    def _line(self, line: SheetLine) -> LineRow:
        entry = getattr(line, "entry", None)
        said = why = ""
        if entry is not None:
            said = (
                f"{Done(entry.what).label}. {entry.by.name}, {words.near(day_of(entry.entered_at), today=self.today)}."
            )
            why = words.sentence(NotSeen(entry.why).label) if entry.why else ""
        return LineRow(
            written(line.code), line.person.name, reverse("person", args=[line.person_id]), about(line), line.hall, said, why
        )  # fmt: skip
