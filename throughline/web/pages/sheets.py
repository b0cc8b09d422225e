"""The pages about printed sheets, in words."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from throughline.domain.calendar import HERE, day_of
from throughline.domain.sheets import Done, Fate, NotSeen, written
from throughline.exchange.day_paper import about, days, title
from throughline.models import Sheet, SheetLine
from throughline.queries.sheets import SheetContent
from throughline.web.pages import words


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
