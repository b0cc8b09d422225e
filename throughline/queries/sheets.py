"""Who would be seen in a prison on a day; what stands on a sheet; which sheets are out, and which should be back."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Count

from throughline.domain.calendar import start_of
from throughline.domain.clocks import Clock
from throughline.domain.sheets import IN_PRISON, Kind, Planned, Purpose, due_back, purpose_of
from throughline.domain.vocabulary import OfferAnswer, Stage
from throughline.models import (
    UNMARKED,
    Answer,
    Appointment,
    ContactWay,
    Episode,
    GateMeeting,
    GoalAction,
    Plan,
    Post,
    PrisonService,
    PrisonStay,
    Restriction,
    SafetyStatement,
    Sheet,
    SheetLine,
    TeamDuty,
    Worker,
)
from throughline.policy.standing import WORKING_ROLES, Standing
from throughline.queries.clocks import running
from throughline.queries.eligibility import verdicts
from throughline.queries.holidays import holidays_of_partnership

MOST_STEPS = 6
MOST_LISTED = 200
WAITING = (Stage.IDENTIFIED, Stage.OFFERED, Stage.DECLINED)


@dataclass(frozen=True)
class ToSee:
    """Somebody in a prison who may be seen that day: what for, and whether the day calls for it."""

    episode: Episode
    hall: str
    purpose: Purpose
    suggested: bool
    visit: Appointment | None = None
    steps: tuple[UUID, ...] = ()


@dataclass(frozen=True)
class Controls:
    """What to mind about one person, as far as whoever asks may know it."""

    statements: list[SafetyStatement] = field(default_factory=list)
    restrictions: list[Restriction] = field(default_factory=list)


@dataclass(frozen=True)
class SheetContent:
    """A sheet with what its lines need to be printed, as far as whoever asks sees it. `hidden` lines are not in sight."""

    sheet: Sheet
    lines: list[SheetLine]
    hidden: int
    controls: dict[UUID, Controls]
    steps: dict[UUID, str]
    phones: dict[UUID, list[ContactWay]]

    @property
    def left(self) -> int:
        """How many of the lines in sight were not entered."""
        return sum(1 for line in self.lines if not hasattr(line, "entry"))


def prisons_of(*, by: Standing, on: date) -> list[tuple[str, str]]:
    """Return the prisons that are switched on, the worker's own first (1 query)."""
    services = PrisonService.objects.on(on).select_related("prison").order_by("prison__short_name")
    found = [(one.prison_id, one.prison.short_name) for one in services]
    return sorted(found, key=lambda one: one[0] not in by.prisons)


def to_see(prison: str, *, by: Standing, day: date, on: date) -> list[ToSee]:
    """Return everyone in sight who is held in a prison, by hall and name, with what they would be seen for (13 queries).

    Those whom nobody may ask, or who moved on, are left out. "If held": a hall that is not known comes last.
    """
    halls = dict(
        PrisonStay.objects.visible_to(by)
        .filter(prison=prison, until_on__isnull=True, period__released_on__isnull=True)
        .values_list("person_id", "hall")
    )
    latest: dict[UUID, Episode] = {}
    for one in (
        Episode.objects.visible_to(by)
        .filter(person__in=list(halls), ended_on__isnull=True)
        .select_related("person", "person__home_council")
        .order_by("identified_on", "recorded_at")
    ):
        latest[one.person_id] = one
    episodes = list(latest.values())
    may_ask = {pk for pk, because in shut_out([one for one in episodes if one.at in WAITING], by=by, on=on).items() if not because}  # fmt: skip
    said = dict(
        Answer.objects.visible_to(by)
        .filter(offer__episode__in=[one for one in episodes if one.at in WAITING])
        .order_by("on", "recorded_at")
        .values_list("offer__episode", "answer")
    )
    visits = {
        one.episode_id: one
        for one in Appointment.objects.visible_to(by).filter(
            kind="visit", result__isnull=True, prison=prison, episode__in=episodes,
            starts_at__gte=start_of(day), starts_at__lt=start_of(day + timedelta(days=1)),
        )
    }  # fmt: skip
    steps = _steps(episodes, by=by)
    found = []
    for one in episodes:
        answer = said.get(one.pk)
        visit = visits.get(one.pk)
        purpose = purpose_of(one.at, said_yes=answer == OfferAnswer.ACCEPTED, visit=visit is not None)
        if purpose is None or (purpose is Purpose.OFFER and one.pk not in may_ask):
            continue
        suggested = visit is not None or (one.at is not Stage.DECLINED and purpose in IN_PRISON[:3])
        found.append(
            ToSee(one, halls[one.person_id], purpose, suggested, visit, tuple(steps.get(one.pk, ())[:MOST_STEPS]))
        )
    return sorted(found, key=lambda one: (one.hall == "", one.hall, one.episode.person.family_name, one.episode.person.given_names))  # fmt: skip


def shut_out(episodes: Sequence[Episode], *, by: Standing, on: date) -> dict[UUID, str]:
    """Return, of each episode, why its programme lets nobody ask them to join, or "" (6 queries a programme)."""
    programmes: dict[UUID, list[Episode]] = defaultdict(list)
    for one in episodes:
        programmes[one.programme_id].append(one)
    return {
        pk: verdict.because for group in programmes.values() for pk, verdict in verdicts(group, by=by, on=on).items()
    }


def asked_on(sheet: UUID, codes: Collection[str], *, by: Standing) -> list[Episode]:
    """Return the episodes of some lines of a sheet, in sight."""
    found = SheetLine.objects.visible_to(by).filter(sheet=sheet, code__in=codes)
    return list(
        Episode.objects.visible_to(by)
        .filter(pk__in=found.values("episode"))
        .select_related("person", "person__home_council")
    )


def _steps(episodes: Sequence[Episode], *, by: Standing) -> dict[UUID, list[UUID]]:
    """Return the steps that are open in each episode's plan, as its newest agreed version has them (2 queries)."""
    newest = dict(
        Plan.objects.visible_to(by)
        .filter(episode__in=episodes, agreed_on__isnull=False, archived_on__isnull=True)
        .order_by("number")
        .values_list("episode_id", "pk")
    )
    found: dict[UUID, list[UUID]] = defaultdict(list)
    for pk, episode in (
        GoalAction.objects.visible_to(by)
        .filter(goal__plan__in=newest.values(), done_on__isnull=True)
        .order_by("goal__order", "goal", "order", "id")
        .values_list("pk", "goal__plan__episode")
    ):
        found[episode].append(pk)
    return found


def due_back_after(last: date) -> date:
    """Return by when a sheet whose last day this is must be back (1 query)."""
    return due_back(last, holidays=frozenset(holidays_of_partnership()))


def content_of(sheet: Sheet, *, by: Standing, on: date) -> SheetContent:
    """Return what stands on a sheet, through the sight of whoever asks (9 queries)."""
    lines = list(
        SheetLine.objects.visible_to(by)
        .filter(sheet=sheet)
        .select_related("person", "episode", "appointment__prison", "gate__prison", "entry__by")
        .order_by("place")
    )
    people = {line.person_id for line in lines}
    steps = [pk for line in lines for pk in line.steps]
    phones: dict[UUID, list[ContactWay]] = defaultdict(list)
    if sheet.kind == Kind.EMERGENCY:
        for way in ContactWay.objects.visible_to(by).filter(person__in=people, until_on__isnull=True, kind="phone"):
            phones[way.person_id].append(way)
    return SheetContent(
        sheet, lines, len(sheet.codes) - len(lines), controls_of(people, by=by, on=on),
        dict(GoalAction.objects.visible_to(by).filter(pk__in=steps).values_list("pk", "what")) if steps else {}, phones,
    )  # fmt: skip


def controls_of(people: Collection[UUID], *, by: Standing, on: date) -> dict[UUID, Controls]:
    """Return what to mind about each of some people, as far as it is meant for `by` (2 queries)."""
    found: dict[UUID, Controls] = defaultdict(Controls)
    for one in (
        SafetyStatement.objects.visible_to(by)
        .meant_for(by, on=on)
        .standing()
        .filter(person__in=people)
        .select_related("organisation")
        .order_by("organisation__name", "setting", "pk")
    ):
        found[one.person_id].statements.append(one)
    for limit in Restriction.objects.visible_to(by).filter(person__in=people).in_force(on=on).order_by("from_on", "pk"):
        found[limit.person_id].restrictions.append(limit)
    return found


@dataclass(frozen=True)
class Shelf:
    """The sheets open to somebody: out, late, ready to be printed, given back lately."""

    late: list[Sheet]
    out: list[Sheet]
    ready: list[Sheet]
    back: list[Sheet]


def shelf_of(*, by: Standing, on: date) -> Shelf:
    """Return the sheets open to `by` (4 queries)."""
    rows = Sheet.objects.open_to(by).select_related("prison", "holder").annotate(
        entered=Count("lines__entry")
    )  # fmt: skip
    newest: dict[UUID, Sheet] = {}
    for one in rows.filter(issued_at__isnull=True, until_on__gte=on).order_by("number"):
        newest[one.holder_id] = one
    return Shelf(
        late=list(rows.overdue(on=on).order_by("due_on", "number")[:MOST_LISTED]),
        out=list(rows.out().filter(due_on__gte=on).order_by("due_on", "number")[:MOST_LISTED]),
        ready=sorted(newest.values(), key=lambda one: (one.holder_id != by.worker, one.holder.name)),
        back=list(rows.filter(returned_at__isnull=False).order_by("-returned_at")[:20]),
    )


def late_sheets(*, by: Standing, on: date) -> list[Sheet]:
    """Return the sheets that should be back: one's own, and those of the team that one leads (1 query)."""
    return list(
        Sheet.objects.open_to(by).overdue(on=on).select_related("prison", "holder").order_by("due_on", "number")[:20]
    )


def next_two_days(*, by: Standing, first: date) -> list[Planned]:
    """Return whom a mentor meets or must get in touch with on two days, in order of time (about 12 queries)."""
    start, end = start_of(first), start_of(first + timedelta(days=2))
    gates = list(
        GateMeeting.objects.visible_to(by).filter(
            UNMARKED, worker=by.worker, cancelled_at__isnull=True, due_at__gte=start, due_at__lt=end
        )
    )
    booked = list(
        Appointment.objects.visible_to(by).filter(
            worker=by.worker, result__isnull=True, starts_at__gte=start, starts_at__lt=end
        )
    )
    found = [Planned(one.episode_id, Purpose.GATE, at=one.due_at, gate=one.pk) for one in gates]
    found += [
        Planned(
            one.episode_id, Purpose.VISIT if one.kind == "visit" else Purpose.APPOINTMENT, at=one.starts_at, appointment=one.pk
        )
        for one in booked
    ]  # fmt: skip
    found.sort(key=lambda one: (one.at, one.episode))
    met = {one.episode for one in found}
    owned = list(
        Episode.objects.visible_to(by)
        .filter(owner=by.worker, ended_on__isnull=True, signed_up_on__isnull=False)
        .exclude(pk__in=met)
        .select_related("person", "programme")
        .order_by("person__family_name", "person__given_names")
    )
    runs = running(owned, by=by, on=first) if owned else {}
    found += [
        Planned(one.pk, Purpose.CALL)
        for one in owned
        if any(_asks_for_a_call(clock, end) for clock in runs[one.pk].clocks)
    ]
    return found


def _asks_for_a_call(clock: Clock, before: datetime) -> bool:
    """Tell whether somebody must be heard from before a moment: just out, or quiet for too long."""
    waits = clock.met_at is None and clock.stopped_at is None and not clock.exempt
    return waits and clock.standard.code in ("first_contact", "quiet") and clock.due_at < before


@dataclass(frozen=True)
class Desk:
    """Somebody of the partnership to ring."""

    who: str
    number: str


def desks_of(holder: Worker, prisons: Collection[str], *, on: date) -> list[Desk]:
    """Return whom of the partnership a mentor may have to ring: their team's lead and duty worker, the gate desks (3 queries)."""
    teams = Post.objects.held(on).filter(worker=holder, team__isnull=False).values("team")
    found = []
    for duty in TeamDuty.objects.on(on).filter(team__in=teams).select_related("lead", "duty_worker", "team"):
        found += [
            Desk(f"{one.name}, {what}", one.phone)
            for one, what in ((duty.lead, "team lead"), (duty.duty_worker, "duty worker"))
            if one.phone and one.pk != holder.pk
        ]
    for service in (
        PrisonService.objects.on(on).filter(prison__in=prisons).exclude(gate_desk="").select_related("prison")
    ):
        found.append(Desk(f"{service.prison.short_name}, gate desk", service.gate_desk))
    return list(dict.fromkeys(found))


def holders_of_sheets(*, on: date) -> list[Worker]:
    """Return everyone who sees people and works here on a day: for whom an emergency sheet is made (1 query)."""
    posts = Post.objects.held(on).filter(role__in=[role.value for role in WORKING_ROLES]).values("worker")
    return [one for one in Worker.objects.filter(pk__in=posts, service=False).order_by("name") if not one.has_left(on)]
