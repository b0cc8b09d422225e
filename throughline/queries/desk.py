"""The lead's desk: everyone whom the teams of a lead work with, who waits for a mentor, what each weighs, and what would move."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from throughline.domain.calendar import day_of, end_of, start_of
from throughline.domain.clocks import Clock, State
from throughline.domain.desk import Weight, WeightRule, weigh
from throughline.domain.reassignments import UNDONE_WITHIN, Chosen, Gift
from throughline.domain.vocabulary import Part, Role
from throughline.models import (
    UNMARKED,
    WAITS,
    Absence,
    Appointment,
    Assignment,
    Cover,
    Episode,
    GateMeeting,
    GoalAction,
    Handover,
    Post,
    PrisonStay,
    ReassignmentLine,
    Worker,
    kept_apart,
    weight_rule,
)
from throughline.policy.standing import RECEIVING_ROLES, Standing
from throughline.queries.clocks import running


@dataclass(frozen=True)
class DeskRow:
    """One person on the desk."""

    episode: Episode
    weight: Weight
    next_at: datetime | None
    overdue: tuple[Clock, ...]
    clocks: tuple[Clock, ...]  # that count now, the overdue among them
    quiet: int | None  # days, where they are quiet
    comes_out_on: date | None
    prison: PrisonStay | None
    waits_since: date | None  # where they wait for a mentor
    asked: Handover | None  # who has been asked to take over, or said yes for a later day


@dataclass(frozen=True)
class Desk:
    """Who waits, the longest first, then everyone else, by who looks after them; and who may be given people."""

    waiting: list[DeskRow]
    rows: list[DeskRow]
    workers: list[Worker]
    rules: list[WeightRule] = field(default_factory=list)

    @property
    def everyone(self) -> list[DeskRow]:
        """All of them, in the order of the page."""
        return [*self.waiting, *self.rows]


def desk(*, by: Standing, now: datetime, on: date) -> Desk:
    """Return the desk of a lead: about twenty questions however many people, and one for each programme."""
    episodes = list(
        Episode.objects.visible_to(by)
        .filter(team__in=by.teams, signed_up_on__isnull=False, ended_on__isnull=True)
        .select_related("person", "programme", "owner", "team")
        .order_by("person__family_name", "person__given_names", "pk")
    )
    ids, people = [one.pk for one in episodes], [one.person_id for one in episodes]
    runs = running(episodes, by=by, on=on)
    ahead: dict[UUID, datetime] = {}
    booked = Appointment.objects.visible_to(by).filter(episode__in=ids, result__isnull=True, starts_at__gte=now)
    gates = GateMeeting.objects.visible_to(by).filter(
        UNMARKED, episode__in=ids, cancelled_at__isnull=True, due_at__gte=now
    )
    for episode, at in [*booked.values_list("episode_id", "starts_at"), *gates.values_list("episode_id", "due_at")]:
        ahead[episode] = min(at, ahead.get(episode, at))
    stays = {
        one.person_id: one
        for one in PrisonStay.objects.visible_to(by)
        .filter(person__in=people, until_on__isnull=True, period__released_on__isnull=True)
        .select_related("prison")
    }
    asked = {
        one.episode_id: one
        for one in Handover.objects.visible_to(by).filter(WAITS, episode__in=ids).select_related("receiver")
    }
    rules = {one: weight_rule(one, on=on) for one in {episode.programme_id for episode in episodes}}
    mentors = Post.objects.holders(Role.MENTOR, on)
    without = _without_since([one for one in episodes if one.owner_id not in mentors], by=by)
    rows = []
    for one in episodes:
        run = runs[one.pk]
        counts = [clock for clock in run.clocks if clock.state(at=now) in (State.LATE, State.SOON, State.RUNNING)]
        late = [clock for clock in counts if clock.state(at=now) is State.LATE and clock.standard.code != "quiet"]
        silent = [
            (on - day_of(clock.starts_at)).days
            for clock in counts
            if clock.standard.code == "quiet" and clock.state(at=end_of(on)) is State.LATE
        ]
        inside = one.person_id in stays
        rows.append(
            DeskRow(
                episode=one,
                weight=weigh(
                    rules[one.programme_id], comes_out_on=run.comes_out_on, released_on=None if inside else one.released_on,
                    overdue=bool(late), quiet=bool(silent), on=on,
                ),
                next_at=ahead.get(one.pk), overdue=tuple(late), clocks=tuple(counts), quiet=max(silent, default=None),
                comes_out_on=run.comes_out_on, prison=stays.get(one.person_id), waits_since=without.get(one.pk),
                asked=asked.get(one.pk),
            )
        )  # fmt: skip
    return Desk(
        waiting=sorted((one for one in rows if one.waits_since is not None), key=lambda one: one.waits_since or on),
        rows=sorted(
            (one for one in rows if one.waits_since is None),
            key=lambda one: (one.episode.owner.name, one.episode.owner_id, -one.weight.total),
        ),
        workers=may_be_given(by=by, on=on),
        rules=list(rules.values()),
    )


def _without_since(episodes: Sequence[Episode], *, by: Standing) -> dict[UUID, date]:
    """Return since when people have had no mentor: the day they signed up, or the last day of the mentor they had."""
    ended: dict[UUID, list[date]] = defaultdict(list)
    owners = {one.pk: one.owner_id for one in episodes}
    rows = Assignment.objects.visible_to(by).filter(
        episode__in=[one.pk for one in episodes], part=Part.MENTOR, until_on__isnull=False
    )
    for episode, worker, day in rows.values_list("episode_id", "worker_id", "until_on"):
        if worker != owners[episode]:
            ended[episode].append(day)
    return {one.pk: max([one.signed_up_on, *ended[one.pk]]) for one in episodes if one.signed_up_on is not None}


def may_be_given(*, by: Standing, on: date) -> list[Worker]:
    """Return the workers of a lead's teams who may be given people, by name: here, and not away for long (2 queries)."""
    posts = Post.objects.held(on).filter(team__in=by.teams, role__in=RECEIVING_ROLES).values("worker")
    away = set(Absence.objects.on(on).values_list("worker", flat=True))
    workers = Worker.objects.filter(pk__in=posts, service=False).order_by("name", "pk")
    return [one for one in workers if one.pk not in away and not one.has_left(on)]


def chosen(rows: Sequence[DeskRow], workers: Sequence[Worker]) -> list[Chosen]:
    """Return people as they are shared out: to whom each cannot be given, and nobody is told why (1 query)."""
    apart = kept_apart([one.episode.person_id for one in rows], [one.pk for one in workers])
    return [
        Chosen(
            one.episode.pk,
            one.episode.owner_id,
            one.weight.total,
            frozenset(who.pk for who in workers if (one.episode.person_id, who.pk) in apart),
        )
        for one in rows
    ]


def carried(found: Desk, workers: Sequence[Worker], *, without: Iterable[UUID] = ()) -> dict[UUID, int]:
    """Return what each worker carries, in weight, without some of the people."""
    load, gone = dict.fromkeys((one.pk for one in workers), 0), set(without)
    for one in found.everyone:
        if one.episode.owner_id in load and one.episode.pk not in gone:
            load[one.episode.owner_id] += one.weight.total
    return load


@dataclass(frozen=True)
class Moves:
    """What goes with one person to another worker."""

    row: DeskRow
    receiver: Worker
    appointments: list[Appointment]
    gates: list[GateMeeting]
    steps: list[GoalAction]
    ends: bool  # whether the giver no longer sees the record through a part of theirs
    begins: bool  # whether the receiver comes to see it through one
    covered_by: tuple[Worker, ...] = ()  # colleagues who stand in for the giver, until tonight


def moves(gifts: Sequence[Gift], rows: Sequence[DeskRow], *, by: Standing, on: date) -> list[Moves]:
    """Return what moves with each, in the order of the page (7 queries)."""
    of = {one.episode: one for one in gifts}
    rows = [one for one in rows if one.episode.pk in of]
    receivers = Worker.objects.in_bulk({one.receiver for one in gifts})
    ids, first = list(of), start_of(on)
    booked: dict[UUID, list[Appointment]] = defaultdict(list)
    for one in (
        Appointment.objects.visible_to(by)
        .filter(episode__in=ids, result__isnull=True, starts_at__gte=first)
        .order_by("starts_at")
    ):
        if one.worker_id == of[one.episode_id].owner:
            booked[one.episode_id].append(one)
    gates: dict[UUID, list[GateMeeting]] = defaultdict(list)
    for gate in (
        GateMeeting.objects.visible_to(by)
        .filter(UNMARKED, episode__in=ids, cancelled_at__isnull=True, due_at__gte=first)
        .select_related("prison")
        .order_by("due_at")
    ):
        if gate.worker_id == of[gate.episode_id].owner:
            gates[gate.episode_id].append(gate)
    steps: dict[UUID, list[GoalAction]] = defaultdict(list)
    for step in (
        GoalAction.objects.visible_to(by)
        .filter(
            goal__plan__episode__in=ids, done_on__isnull=True, goal__plan__agreed_on__isnull=False, goal__plan__archived_on__isnull=True
        )
        .select_related("goal__plan")
        .order_by("by_on", "pk")
    ):  # fmt: skip
        steps[step.goal.plan.episode_id].append(step)
    held = set(
        Assignment.objects.visible_to(by)
        .filter(episode__in=ids, until_on__isnull=True)
        .values_list("episode_id", "worker_id", "part")
    )
    standing_in: dict[UUID, list[Worker]] = defaultdict(list)
    for cover in Cover.objects.on(on).filter(worker__in={one.owner for one in gifts}).select_related("colleague"):
        standing_in[cover.worker_id].append(cover.colleague)
    found = []
    for row in rows:
        gift = of[row.episode.pk]
        parts = {part for episode, worker, part in held if (episode, worker) == (gift.episode, gift.owner)}
        # The coach of the prison that someone is in stays one of those around them.
        stays = {Part.PRISON_COACH.value} if row.prison is not None else set()
        found.append(
            Moves(
                row, receivers[gift.receiver], booked[gift.episode], gates[gift.episode], steps[gift.episode],
                ends=bool(parts) and not parts & stays,
                begins=not any((episode, worker) == (gift.episode, gift.receiver) for episode, worker, _ in held),
                covered_by=tuple(standing_in[gift.owner]),
            )
        )  # fmt: skip
    return found


def given_lately(*, by: Standing, on: date) -> dict[UUID, list[ReassignmentLine]]:
    """Return what was given in a lead's teams and may still be undone, by reassignment, the newest first (1 query)."""
    found: dict[UUID, list[ReassignmentLine]] = {}
    for line in (
        ReassignmentLine.objects.visible_to(by)
        .filter(
            episode__team__in=by.teams, made_at__gte=start_of(on - UNDONE_WITHIN), reassignment__undone_at__isnull=True
        )
        .select_related("reassignment__by", "person", "giver", "receiver", "episode")
        .order_by("-made_at", "reassignment", "person__family_name", "pk")
    ):
        found.setdefault(line.reassignment_id, []).append(line)
    return found


def lines_of(reassignment: UUID, *, by: Standing) -> list[ReassignmentLine]:
    """Return the lines of one reassignment of a lead's teams, as far as they see them."""
    return list(
        ReassignmentLine.objects.visible_to(by)
        .filter(reassignment=reassignment, episode__team__in=by.teams)
        .select_related("reassignment", "person", "giver", "receiver")
        .order_by("person__family_name", "pk")
    )
