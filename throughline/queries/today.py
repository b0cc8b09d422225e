"""What a worker must do now: one page, a fixed number of queries."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from throughline.domain.calendar import day_of, end_of, start_of
from throughline.domain.clocks import Clock, State
from throughline.domain.contact import Try, next_way, recent
from throughline.domain.vocabulary import Channel, Role, Stage
from throughline.models import (
    UNMARKED,
    Appointment,
    Assignment,
    CloseOne,
    Episode,
    GateMeeting,
    Handover,
    Note,
    Pack,
    Restriction,
    SafetyStatement,
)
from throughline.models.programmes import try_rule
from throughline.policy.grants import Opens
from throughline.policy.standing import Standing
from throughline.queries.clocks import Running, liberation_dates, running
from throughline.queries.statements import restrictions_to_look_at_again, to_look_at_again


@dataclass(frozen=True)
class Quiet:
    """Somebody not heard from: for how long, what was tried, which way has not been."""

    episode: Episode
    days: int
    tried: tuple[Channel, ...]
    next_way: Channel
    close_one: CloseOne | None


@dataclass(frozen=True)
class TodayList:
    """What stands on a worker's Today."""

    gates: list[GateMeeting]
    packs: dict[UUID, Pack]
    appointments: list[Appointment]
    tomorrow_gates: list[GateMeeting]
    tomorrow_appointments: list[Appointment]
    unmarked: list[Appointment]
    unmarked_gates: list[GateMeeting]
    moved_gates: list[tuple[GateMeeting, date]]  # planned for another day than the one told last
    due: list[tuple[Episode, Clock]]
    quiet: list[Quiet]
    handed: list[Handover]
    stands_in: list[Handover]
    not_asked: int
    not_asked_soon: int
    people: int
    team_due: list[tuple[Episode, Clock]]
    team_quiet: list[Quiet]
    team_people: int
    runs: dict[UUID, Running] = field(default_factory=dict)
    safety: list[SafetyStatement] = field(default_factory=list)  # near or past their review
    limits: list[Restriction] = field(default_factory=list)  # likewise


def today_of(*, by: Standing, now: datetime, on: date) -> TodayList:
    """Return a worker's Today, read through their sight."""
    owned = list(
        Episode.objects.visible_to(by)
        .filter(owner=by.worker, ended_on__isnull=True)
        .select_related("person", "programme")
    )
    waiting = [one for one in owned if one.at in (Stage.IDENTIFIED, Stage.OFFERED, Stage.DECLINED)]
    signed = [one for one in owned if one not in waiting]
    # Whether an outcome still holds is asked for after someone moved on, too.
    gone = list(
        Episode.objects.visible_to(by)
        .filter(owner=by.worker, ended_on__isnull=False, outcomes__isnull=False, outcomes__ended_on__isnull=True)
        .select_related("person", "programme")
        .distinct()
    )
    runs = running([*signed, *gone], by=by, on=on)
    due = [(one, clock) for one in signed for clock in runs[one.pk].due(at=now) if clock.standard.code != "quiet"]
    due += [(one, clock) for one in gone for clock in runs[one.pk].checks.due(at=now)]
    soon = running(waiting, by=by, on=on) if waiting else {}
    due += [
        (one, clock) for one in waiting for clock in soon[one.pk].due(at=now) if clock.standard.code == "date_passed"
    ]
    not_asked = [one for one in waiting if one.at is Stage.IDENTIFIED]
    start, end = start_of(on), start_of(on + timedelta(days=2))
    waiting_gates = list(
        GateMeeting.objects.visible_to(by)
        .filter(UNMARKED, _answers_for(by, Q(due_at__lt=start)), cancelled_at__isnull=True)
        .select_related("person", "prison", "episode")
        .order_by("due_at")
    )
    gates = [gate for gate in waiting_gates if start <= gate.due_at < end]
    told = liberation_dates([gate.person_id for gate in waiting_gates], by=by) if waiting_gates else {}
    booked = list(
        Appointment.objects.visible_to(by)
        .filter(_answers_for(by, Q(starts_at__lt=start)), starts_at__lt=end, result__isnull=True)
        .select_related("person", "prison", "episode")
        .order_by("starts_at")
    )
    team, team_runs = _team(by=by, on=on) if by.has(Role.TEAM_LEAD, Role.COORDINATOR) else ([], {})
    tomorrow = start_of(on + timedelta(days=1))
    handed = list(
        Handover.objects.visible_to(by)
        .filter(receiver=by.worker, withdrawn_at__isnull=True, answered_at__isnull=True)
        .select_related("person", "giver", "episode__programme")
        .order_by("offered_at")
    )
    return TodayList(
        gates=[gate for gate in gates if gate.due_at < tomorrow],
        packs={
            pack.episode_id: pack
            for pack in Pack.objects.visible_to(by).filter(
                episode__in=[g.episode_id for g in gates], handed_on__isnull=True
            )
        },
        appointments=[one for one in booked if start <= one.starts_at < tomorrow],
        tomorrow_gates=[gate for gate in gates if gate.due_at >= tomorrow],
        tomorrow_appointments=[one for one in booked if one.starts_at >= tomorrow],
        unmarked=[one for one in booked if one.starts_at < start],
        unmarked_gates=[gate for gate in waiting_gates if gate.due_at < start],
        moved_gates=[
            (gate, told[gate.person_id])
            for gate in waiting_gates
            if gate.person_id in told and told[gate.person_id] != day_of(gate.due_at)
        ],
        due=sorted(due, key=lambda pair: pair[1].due_at),
        quiet=quiet_among(signed, runs, by=by, now=now, on=on),
        handed=handed,
        stands_in=list(
            Handover.objects.visible_to(by)
            .filter(receiver=by.worker, stands_in=True, episode__owner=by.worker, episode__ended_on__isnull=True)
            .select_related("person", "giver")
        ),
        not_asked=len(not_asked),
        not_asked_soon=sum(
            1 for one in not_asked if (out := soon[one.pk].comes_out_on) is not None and out < on + timedelta(weeks=4)
        ),
        people=len(signed),
        team_due=sorted(
            (
                (one, clock)
                for one in team
                for clock in team_runs[one.pk].due(at=now)
                if clock.state(at=now) is State.LATE and clock.standard.code != "quiet"
            ),
            key=lambda pair: pair[1].due_at,
        ),
        team_quiet=quiet_among(team, team_runs, by=by, now=now, on=on),
        team_people=len(team),
        runs=runs,
        safety=to_look_at_again(by, on=on),
        limits=restrictions_to_look_at_again(by, on=on),
    )


def _answers_for(by: Standing, passed: Q) -> Q:
    """Pick what `by` was to do, and what has passed for their people where whoever was to do it plays no part any more."""
    theirs = Assignment.objects.filter(episode=OuterRef("episode"), worker=OuterRef("worker"))
    no_part = Q(worker__ended_on__isnull=False) | (Exists(theirs) & ~Exists(theirs.filter(until_on__isnull=True)))
    return Q(worker=by.worker) | (passed & Q(episode__owner=by.worker) & no_part)


def _team(*, by: Standing, on: date) -> tuple[list[Episode], dict[UUID, Running]]:
    """Return the people of a lead's teams whom others look after, and their clocks."""
    others = list(
        Episode.objects.visible_to(by)
        .filter(team__in=by.teams, signed_up_on__isnull=False, ended_on__isnull=True)
        .exclude(owner=by.worker)
        .select_related("person", "programme", "owner")
    )
    return others, running(others, by=by, on=on) if others else {}


def quiet_among(
    episodes: list[Episode], runs: dict[UUID, Running], *, by: Standing, now: datetime, on: date
) -> list[Quiet]:
    """Return those out of prison whom nobody has spoken with for as long as their programme allows, the longest first.

    `runs` holds the clocks of those episodes. At most 3 queries, and one for each programme among the quiet.
    """
    silent: dict[UUID, int] = {}
    for one in episodes:
        for clock in runs[one.pk].clocks:
            if clock.standard.code == "quiet" and clock.state(at=end_of(on)) is State.LATE:
                silent[one.pk] = (on - day_of(clock.starts_at)).days
    if not silent:
        return []
    tries: dict[UUID, list[Try]] = {}
    by_id = {one.pk: one for one in episodes}
    for episode, at, channel in (
        Note.objects.visible_to(by)
        .filter(episode__in=silent, spoke=False, corrected_by__isnull=True)
        .values_list("episode_id", "happened_at", "channel")
    ):
        last = by_id[episode].last_contact_at
        if last is None or at > last:
            tries.setdefault(episode, []).append(Try(at, Channel(channel)))
    close = {}
    for one in CloseOne.objects.visible_to(by, Opens.CONTACT).filter(
        person__in=[by_id[pk].person_id for pk in silent], happy_to_be_phoned=True, until_on__isnull=True
    ):
        close.setdefault(one.person_id, one)
    rules = {one: try_rule(one, on=on) for one in {by_id[pk].programme_id for pk in silent}}
    return sorted(
        (
            Quiet(
                by_id[pk],
                days,
                tuple(
                    dict.fromkeys(t.channel for t in recent(tries.get(pk, []), rules[by_id[pk].programme_id], at=now))
                ),
                next_way(tries.get(pk, []), rules[by_id[pk].programme_id], at=now),
                close.get(by_id[pk].person_id),
            )
            for pk, days in silent.items()
        ),
        key=lambda quiet: -quiet.days,
    )
