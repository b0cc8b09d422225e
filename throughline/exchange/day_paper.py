"""A sheet in the words that are printed on it: the same from a page and from the job of each evening."""

from collections.abc import Callable
from datetime import date
from itertools import groupby
from typing import Any
from uuid import UUID

from throughline.domain import restrictions as limits
from throughline.domain.calendar import day_of
from throughline.domain.restrictions import Approval, Venue, Whom
from throughline.domain.restrictions import Kind as Limit
from throughline.domain.saying import count, day, sentence, time
from throughline.domain.sheets import BOXES, Done, Kind, Purpose, written
from throughline.domain.statements import InPlace
from throughline.domain.vocabulary import ConsentPurpose
from throughline.domain.worries import Number
from throughline.exchange.day_sheet import DaySheet, PrintedGroup, PrintedLine
from throughline.models import ContactWay, Restriction, SafetyStatement, Sheet, SheetLine
from throughline.policy.grants import Opens
from throughline.queries.sheets import Controls, Desk, SheetContent

AGREES = {
    ConsentPurpose.TAKING_PART: "Taking part", ConsentPurpose.RECORD: "Keeping a record", ConsentPurpose.SHARING: "Sharing with partners",
    ConsentPurpose.RESEARCH: "Research",
}  # fmt: skip


def title(sheet: Sheet) -> str:
    """Return what a sheet is of: a prison, or an emergency."""
    return sheet.prison.short_name if sheet.prison else "Emergency sheet"


def days(sheet: Sheet, *, today: date) -> str:
    """Return the day or days of a sheet."""
    first = day(sheet.day, today=today)
    return first if sheet.until_on == sheet.day else f"{first} and {day(sheet.until_on, today=today)}"


def paper(
    content: SheetContent, *, today: date, printed_by: str, desks: list[Desk] | None = None, numbers: list[Number] | None = None
) -> DaySheet:  # fmt: skip
    """Return a sheet as it is printed: by hall where it is of a prison, else by day."""
    sheet = content.sheet
    by_hall = sheet.kind == Kind.PRISON
    heading = _hall if by_hall else lambda line: _day(line, today=today)
    groups = tuple(
        PrintedGroup(name, tuple(_printed(line, content) for line in lines))
        for name, lines in _groups(content.lines, heading)
    )
    if by_hall and [one.heading for one in groups] == ["Hall not known"]:
        groups = (PrintedGroup("", groups[0].lines),)
    hidden = f"{count(content.hidden, 'line is', 'lines are')} left out: {'that record is' if content.hidden == 1 else 'those records are'} not open to you any more."  # fmt: skip
    return DaySheet(
        sheet.number, title(sheet), days(sheet, today=today), sheet.holder.name,
        f"Enter it and give it back by {day(sheet.due_on, today=today)}",
        groups, (*((one.who, one.number) for one in desks or []), *((one.who, one.number) for one in numbers or [])),
        hidden if content.hidden else "", f"Printed {day(today, today=today)} for {printed_by}",
    )  # fmt: skip


def opens_of(content: SheetContent) -> dict[int, list[UUID]]:
    """Return whom a paper shows, by the kinds of information: their safety, plan and numbers only where these are printed."""
    found: dict[UUID, int] = {}
    for line in content.lines:
        opens = found.get(line.person_id, Opens.IDENTITY | Opens.JOURNEY)
        opens |= Opens.SAFETY if line.person_id in content.controls else 0
        opens |= Opens.PLAN if any(step in content.steps for step in line.steps) else 0
        opens |= Opens.CONTACT if line.person_id in content.phones else 0
        found[line.person_id] = opens
    groups: dict[int, list[UUID]] = {}
    for person, opens in found.items():
        groups.setdefault(int(opens), []).append(person)
    return groups


def _groups(lines: list[SheetLine], heading: Callable[[SheetLine], str]) -> list[tuple[str, list[SheetLine]]]:
    return [(name, list(held)) for name, held in groupby(lines, key=heading)]


def _hall(line: SheetLine) -> str:
    return line.hall or "Hall not known"


def _day(line: SheetLine, *, today: date) -> str:
    return day(day_of(line.at), today=today) if line.at else "To ring or write to, on either day"


def _printed(line: SheetLine, content: SheetContent) -> PrintedLine:
    purpose = Purpose(line.purpose)
    steps = tuple(content.steps.get(pk, "A step that is not open to you") for pk in line.steps)
    boxes = [done.label for done in BOXES[purpose] if done is not Done.STEP]
    boxes += [f"Step {number} done" for number in range(1, len(steps) + 1)]
    return PrintedLine(
        written(line.code), line.person.name, about(line), tuple(_phone(one) for one in content.phones.get(line.person_id, [])),
        tuple(controls_in_words(content.controls.get(line.person_id, Controls()))), steps, tuple(boxes),
        tuple(AGREES.values()) if Done.SIGNED_UP in BOXES[purpose] else (),
    )  # fmt: skip


def about(line: SheetLine) -> str:
    """Return why somebody is to be seen, when and where: "Visit. 2pm."."""
    said = [Purpose(line.purpose).label]
    if line.at:
        said.append(time(line.at))
    if line.appointment and line.purpose == Purpose.APPOINTMENT:
        said.append(
            line.appointment.purpose if not line.appointment.accompanied else f"Go with them: {line.appointment.purpose}"
        )  # fmt: skip
        said.append(line.appointment.where)
    elif line.appointment and line.appointment.prison and line.sheet.kind == Kind.EMERGENCY:
        said.append(line.appointment.prison.short_name)
    elif line.gate:
        said += [line.gate.prison.short_name, line.gate.where]
    return " ".join(sentence(one) for one in said if one)


def _phone(way: ContactWay) -> str:
    safe = "Safe to leave a message." if way.safe_to_leave_message else "Do not leave a message."
    return f"{way.whose}: {way.value}. {safe}"


def controls_in_words(controls: Controls) -> list[str]:
    """Return what to mind about somebody: what to have in place and do, and the restrictions that hold."""
    return [
        *(_statement(one) for one in controls.statements),
        *(_limit(one) for one in controls.restrictions),
    ]


def _statement(row: SafetyStatement) -> str:
    said = [InPlace(one).label for one in row.in_place] + [
        line.strip() for line in row.controls.splitlines() if line.strip()
    ]
    said += [f"If something worries you: {row.if_worried.strip()}"] if row.if_worried.strip() else []
    return f"For {row.for_whom}: " + " ".join(sentence(one) for one in said)


def _limit(row: Restriction) -> str:
    return " ".join(sentence(one) for one in (Limit(row.kind).label, row.words, *details(row)) if one)


def details(row: Restriction) -> list[str]:
    """Return what a restriction says beyond its own words: which area, whom, which places, which hours, who says yes."""
    kind, said = Limit(row.kind), []
    if kind in limits.AREAS:
        said = [f"Within {row.radius_m:,} metres of {row.latitude}, {row.longitude}" if row.radius_m else f"An area drawn on a map, {_points(row)} points"]  # fmt: skip
    elif kind == Limit.NO_CONTACT:
        said = [row.who or Whom(row.whom).label] if row.whom != Whom.GROUP else [f"A group: {row.who}"]
    elif kind == Limit.KEEP_APART:
        said = [f"Apart from: {row.who}"]
    elif kind == Limit.VENUES:
        said = [Venue(one).label for one in row.venues]
    elif kind == Limit.HOURS:
        days = limits.days_in_words(row.days)
        said = [f"Home from {_clock(row.from_time)} to {_clock(row.until_time)}{' the next morning' if limits.overnight(row.from_time, row.until_time) else ''}, {days}"]  # fmt: skip
    else:
        said = [Approval(row.approval).label, f"Who says yes: {row.who}"]
    return said


def _points(row: Restriction) -> int:
    places = (row.shape or {}).get("coordinates", [])
    polygons = [places] if (row.shape or {}).get("type") == "Polygon" else places
    return sum(max(0, len(ring) - 1) for polygon in polygons for ring in polygon)


def _clock(at: Any) -> str:
    return f"{at.hour % 12 or 12}{f':{at.minute:02}' if at.minute else ''}{'am' if at.hour < 12 else 'pm'}"
