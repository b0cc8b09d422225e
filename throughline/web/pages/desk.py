"""The lead's desk, in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from throughline.domain.calendar import HERE
from throughline.domain.reassignments import UNDONE_WITHIN, Gift
from throughline.models import ReassignmentLine, Worker
from throughline.queries.desk import Desk, DeskRow, Moves
from throughline.web.forms.desk import COLUMNS, OUT, STAGES, Shown, as_said
from throughline.web.pages import words


@dataclass(frozen=True)
class Line:
    """One person on the desk, in words."""

    row: DeskRow
    where: str
    last: str
    next: str
    overdue: tuple[str, ...]
    quiet: str
    waits: str
    asked: str

    @property
    def key(self) -> str:
        """What a tick beside them says."""
        return str(self.row.episode.pk)

    @property
    def why(self) -> str:
        """What their weight is the sum of."""
        return " + ".join(f"{points} ({said.lower()})" for said, points in self.row.weight.why)


@dataclass(frozen=True)
class Group:
    """Some people under one heading."""

    key: str
    title: str
    lines: tuple[Line, ...]
    weight: int


class DeskPage:
    """The desk."""

    def __init__(self, found: Desk, *, shown: Shown, now: datetime, today: date, lately: dict[UUID, list[ReassignmentLine]]) -> None:  # fmt: skip
        self.found, self.shown, self.now, self.today, self.lately = found, shown, now, today, lately

    columns = tuple(COLUMNS.items())
    stages = tuple((one.value, one.label.capitalize()) for one in STAGES)
    outs = tuple(OUT.items())

    @property
    def rows(self) -> list[DeskRow]:
        """Those whom the page shows."""
        return [one for one in self.found.everyone if self.shown.shows(one, today=self.today)]

    @property
    def lede(self) -> str:
        """How many there are, and how many of them wait."""
        everyone, waiting = len(self.found.everyone), len(self.found.waiting)
        wait = "Nobody waits for a mentor." if not waiting else f"{waiting} wait for a mentor." if waiting > 1 else "One waits for a mentor."  # fmt: skip
        return f"Your team works with {words.count(everyone, 'person', 'people')}. {wait}"

    @property
    def waiting(self) -> Group:
        """Who waits for a mentor, the longest first."""
        return self._group("waiting", "Waiting for a mentor", [one for one in self.rows if one.waits_since is not None])

    @property
    def mentors(self) -> list[Group]:
        """Each mentor with whom they look after; those with nobody too, where nothing is left out."""
        by_owner: dict[UUID, list[DeskRow]] = {}
        names = {one.episode.owner_id: one.episode.owner.name for one in self.found.rows}
        for one in self.rows:
            if one.waits_since is None:
                by_owner.setdefault(one.episode.owner_id, []).append(one)
        if not self.shown.narrowed:
            waited_with = {one.episode.owner_id for one in self.found.waiting}
            for worker in self.found.workers:
                if worker.pk in waited_with:
                    continue  # whoever they stand in for stands above
                names.setdefault(worker.pk, worker.name)
                by_owner.setdefault(worker.pk, [])
        return [
            self._group(f"m{number}", names[pk], rows)
            for number, (pk, rows) in enumerate(sorted(by_owner.items(), key=lambda pair: (names[pair[0]], pair[0])))
        ]

    @property
    def owners(self) -> list[tuple[str, str]]:
        """Those who look after somebody, to choose from."""
        found = {one.episode.owner_id: one.episode.owner.name for one in self.found.everyone}
        return [(str(pk), name) for pk, name in sorted(found.items(), key=lambda pair: pair[1])]

    @property
    def prisons(self) -> list[tuple[str, str]]:
        """The prisons in which somebody is, to choose from."""
        found = {one.prison.prison_id: one.prison.prison.short_name for one in self.found.everyone if one.prison}
        return sorted(found.items(), key=lambda pair: pair[1])

    @property
    def shown_keys(self) -> str:
        """Everyone on the page, for a form to carry."""
        return " ".join(str(one.episode.pk) for one in self.rows)

    @property
    def sums(self) -> list[tuple[tuple[str, int], ...]]:
        """How a weight is summed, for each programme that has a way of its own."""
        return list(dict.fromkeys(rule.explained for rule in self.found.rules))

    @property
    def given(self) -> list[dict[str, Any]]:
        """What was given lately and may be undone."""
        return [
            {
                "pk": pk,
                "who": f"{lines[0].reassignment.by.name} gave {words.count(len(lines), 'person', 'people')}",
                "said": f"{words.day_and_time(lines[0].made_at, today=self.today)}. {_to_whom(lines)}",
            }
            for pk, lines in self.lately.items()
        ]

    @property
    def people(self) -> set[UUID]:
        """Everyone whom the page shows: what the read log is told."""
        return {one.episode.person_id for one in self.rows}

    def _group(self, key: str, title: str, rows: Iterable[DeskRow]) -> Group:
        lines = tuple(self._line(one) for one in rows)
        return Group(key, title, lines, sum(one.row.weight.total for one in lines))

    def _line(self, row: DeskRow) -> Line:
        one = row.episode
        where = one.at.label.capitalize()
        if row.prison is not None:
            where += f". {row.prison.prison.short_name}"
        if row.comes_out_on is not None:
            where += f", out {words.in_days(row.comes_out_on, today=self.today)}"
        elif row.prison is None and one.released_on is not None:
            where += f". Out since {words.short_day(one.released_on)}"
        last = one.last_contact_at.astimezone(HERE).date() if one.last_contact_at else None
        waits = ""
        if row.waits_since is not None:
            days = (self.today - row.waits_since).days
            waits = f"Waits {words.count(days, 'day')}. With {one.owner.name} until then" if days else f"Since today. With {one.owner.name} until then"  # fmt: skip
        asked = ""
        if row.asked is not None:
            said = "takes over later" if row.asked.accepted else "has been asked"
            asked = f"{row.asked.receiver.name} {said}"
        return Line(
            row=row, where=where, last=words.in_days(last, today=self.today).capitalize() if last else "Not yet",
            next=words.day_and_time(row.next_at, today=self.today) if row.next_at else "Nothing booked",
            overdue=tuple(dict.fromkeys(clock.standard.words for clock in row.overdue)),
            quiet=f"Quiet for {words.count(row.quiet, 'day')}" if row.quiet is not None else "", waits=waits, asked=asked,
        )  # fmt: skip


def _small(sentence: str) -> str:
    """Return words that may follow a colon."""
    return sentence[:1].lower() + sentence[1:]


def _to_whom(lines: Iterable[ReassignmentLine]) -> str:
    """Return how many went to whom."""
    counts: dict[str, int] = {}
    for one in lines:
        counts[one.receiver.name] = counts.get(one.receiver.name, 0) + 1
    return ", ".join(f"{number} to {name}" for name, number in sorted(counts.items())) + "."


@dataclass(frozen=True)
class MovingLine:
    """One person who would move, in words: a sentence of counts, and what it counts."""

    name: str
    href_pk: UUID
    way: str
    rows: tuple[str, ...]


class MovesPage:
    """What would move, before it does."""

    def __init__(self, moving: list[Moves], *, gifts: list[Gift], left: list[str], names: list[str], carried: dict[UUID, int], workers: list[Worker], now: datetime, today: date) -> None:  # fmt: skip
        self.moving, self.gifts, self.left, self.names = moving, gifts, left, names
        self.carried, self.workers, self.now, self.today = carried, workers, now, today

    @property
    def title(self) -> str:
        """What is asked."""
        return f"Give {words.count(len(self.moving), 'person', 'people')}?"

    @property
    def plan(self) -> str:
        """Who goes to whom, for the form to carry."""
        return as_said(self.gifts)

    @property
    def loads(self) -> list[tuple[str, str]]:
        """What each receiver carries before and after."""
        more: dict[UUID, list[int]] = {}
        for one in self.moving:
            more.setdefault(one.receiver.pk, []).append(one.row.weight.total)
        return [
            (who.name, f"{words.count(len(more.get(who.pk, [])), 'person', 'people')} more. Weight {self.carried[who.pk]}, then {self.carried[who.pk] + sum(more.get(who.pk, []))}")
            for who in self.workers
        ]  # fmt: skip

    @property
    def cannot(self) -> list[str]:
        """Who can go to none of those chosen: why is not told."""
        return [f"{name} cannot be given to {words.names(self.names) if len(self.names) == 1 else 'any of them'}." for name in self.left]  # fmt: skip

    @property
    def lines(self) -> list[MovingLine]:
        """Each person."""
        return [self._line(one) for one in self.moving]

    @property
    def people(self) -> set[UUID]:
        """Everyone whom the page shows."""
        return {one.row.episode.person_id for one in self.moving}

    @property
    def planned(self) -> set[UUID]:
        """Those of whom it shows steps of a plan."""
        return {one.row.episode.person_id for one in self.moving if one.steps}

    def _line(self, one: Moves) -> MovingLine:
        episode, row = one.row.episode, one.row
        giver, receiver, called = episode.owner.name, one.receiver.name, episode.person.called
        parts = [
            words.count(len(found), *noun)
            for found, noun in (
                (one.appointments, ("appointment", "appointments")), (one.gates, ("gate meeting", "gate meetings")),
                (row.clocks, ("date to keep", "dates to keep")), (one.steps, ("open step", "open steps")),
            )
            if found
        ]  # fmt: skip
        rows = [
            f"{'Visit inside' if each.kind == 'visit' else each.purpose}, {words.day_and_time(each.starts_at, today=self.today)}"
            for each in one.appointments
        ]
        rows += [f"At the gate, {each.prison.short_name}, {words.day_and_time(each.due_at, today=self.today)}" for each in one.gates]  # fmt: skip
        rows += [f"{clock.standard.words}: {_small(words.due(clock.due_at, now=self.now))}" for clock in row.clocks]
        rows += [f"Step of the plan: {step.what}" for step in one.steps]
        rows.append(f"{receiver} sees the record from now on" if one.begins else f"{receiver} sees the record already")
        rows.append(
            f"{giver} no longer sees it for having looked after {called}" if one.ends else f"{giver} stays one of those around {called}"
        )  # fmt: skip
        if row.asked is not None:
            rows.append(f"{row.asked.receiver.name} was asked to take over: that is taken back")
        rows += [f"{who.name} stands in for {giver}, and sees {called} until tonight" for who in one.covered_by]
        with_them = f", with {words.names(parts)}" if parts else ". Nothing is booked"
        return MovingLine(
            episode.person.name, episode.person_id, f"From {giver} to {receiver}{with_them}.", tuple(rows)
        )


class UndoPage:
    """What would be put back."""

    def __init__(self, lines: list[ReassignmentLine], *, today: date) -> None:
        self.lines, self.today = lines, today

    @property
    def title(self) -> str:
        """What is asked."""
        return f"Take back {words.count(len(self.lines), 'person', 'people')}?"

    @property
    def rows(self) -> list[tuple[UUID, str, str]]:
        """Each person, with who has them and who had them."""
        return [
            (one.person_id, one.person.name, f"From {one.receiver.name} back to {one.giver.name}") for one in self.lines
        ]

    @property
    def until(self) -> str:
        """The last day on which it can be done."""
        made = self.lines[0].made_at.astimezone(HERE).date()
        return words.day(made + UNDONE_WITHIN, today=self.today)
