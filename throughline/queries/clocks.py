"""The facts of some episodes, and the clocks that follow from them: ten queries, however many episodes."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from throughline.domain import clocks as engine
from throughline.domain.calendar import day_of, start_of
from throughline.domain.clocks import Clock, Exemption, Standard, State
from throughline.domain.vocabulary import Part
from throughline.models import (
    Appointment,
    Assignment,
    ClockExemption,
    CustodyPeriod,
    Episode,
    GateMeeting,
    Handover,
    LiberationDate,
    Outcome,
    Person,
    Plan,
    StandardRow,
)
from throughline.policy.standing import Standing
from throughline.queries.holidays import holidays_by_council


@dataclass(frozen=True)
class Running:
    """The clocks of one episode, and the liberation date they hang on."""

    clocks: tuple[Clock, ...]
    comes_out_on: date | None
    visited_on: date | None = None  # the first visit inside, or the last while they are back inside
    reviewed_on: date | None = None  # the last plan agreed after the first
    holidays: dict[date, str] = field(default_factory=dict, repr=False)

    @property
    def checks(self) -> "Running":
        """Only the clocks of outcomes: what counts on after someone moved on."""
        kept = tuple(clock for clock in self.clocks if clock.standard.code.startswith("check_"))
        return Running(kept, None, holidays=self.holidays)

    def due(self, *, at: datetime) -> list[Clock]:
        """Return the clocks that are late or about to be, the latest first."""
        found = [clock for clock in self.clocks if clock.state(at=at) in (State.LATE, State.SOON)]
        return sorted(found, key=lambda clock: clock.due_at)


def running(episodes: Sequence[Episode], *, by: Standing, on: date) -> dict[UUID, Running]:
    """Return the clocks of episodes that `by` sees, by episode."""
    ids = [episode.pk for episode in episodes]
    people = [episode.person_id for episode in episodes]
    standards = _standards([episode.programme_id for episode in episodes], on=on)
    shut = holidays_by_council()
    # Where each lives matters only where a council area has holidays of its own.
    lives = (
        dict(Person.objects.visible_to(by).filter(pk__in=people).values_list("pk", "home_council"))
        if len(shut) > 1
        else {}
    )
    dates = liberation_dates(people, by=by)
    inside = set(
        CustodyPeriod.objects.visible_to(by)
        .filter(person__in=people, released_on__isnull=True)
        .values_list("person_id", flat=True)
    )
    plans = _grouped(
        Plan.objects.visible_to(by)
        .filter(episode__in=ids, agreed_on__isnull=False)
        .order_by("number")
        .values_list("episode_id", "agreed_on")
    )
    visits = _grouped(
        Appointment.objects.visible_to(by)
        .filter(episode__in=ids, kind="visit", result__traits__happened=True, corrected_by__isnull=True)
        .values_list("episode_id", "starts_at")
    )
    mentors = _grouped(
        Assignment.objects.visible_to(by).filter(episode__in=ids, part=Part.MENTOR).values_list("episode_id", "from_on")
    )
    gates = _grouped(
        GateMeeting.objects.visible_to(by)
        .filter(episode__in=ids, met_at__isnull=False, cancelled_at__isnull=True)
        .values_list("episode_id", "met_at")
    )
    handovers = defaultdict(list)
    for row in Handover.objects.visible_to(by).filter(episode__in=ids, stands_in=False).select_related("receiver"):
        handovers[row.episode_id].append(row)
    exempt = defaultdict(list)
    for row in ClockExemption.objects.visible_to(by).filter(episode__in=ids).select_related("reason"):
        exempt[row.episode_id].append(Exemption(row.standard, row.reason.words, row.starts_at))
    outcomes = defaultdict(list)
    for outcome in (
        Outcome.objects.visible_to(by).filter(episode__in=ids).select_related("kind").prefetch_related("checks")
    ):
        outcomes[outcome.episode_id].append(outcome)

    found = {}
    for episode in episodes:
        comes_out = dates.get(episode.person_id) if episode.custody_since or episode.released_on is None else None
        facts = _facts(
            episode,
            comes_out=comes_out,
            inside=episode.person_id in inside,
            plans=plans[episode.pk],
            visits=visits[episode.pk],
            mentor=max(mentors[episode.pk], default=None),
            gates=gates[episode.pk],
        )
        for row in handovers[episode.pk]:
            facts.setdefault("handover_offered", []).append(row.offered_at)
            answered = row.answered_at or row.withdrawn_at
            if answered is not None:
                facts.setdefault("handover_answered", []).append(answered)
        named = shut.get(lives.get(episode.person_id), shut[None])
        holidays = frozenset(named)
        mine = standards[episode.programme_id]
        made = engine.clocks(mine, facts, exemptions=exempt[episode.pk], holidays=holidays)
        for outcome in outcomes[episode.pk]:
            made += _checks(outcome, mine, holidays=holidays, exemptions=exempt[episode.pk])
        found[episode.pk] = Running(
            tuple(sorted(made, key=lambda clock: clock.due_at)),
            comes_out,
            day_of((max if episode.custody_since else min)(visits[episode.pk])) if visits[episode.pk] else None,
            plans[episode.pk][-1] if len(plans[episode.pk]) > 1 else None,
            named,
        )
    return found


def liberation_dates(people: Sequence[UUID], *, by: Standing) -> dict[UUID, date]:
    """Return the liberation date as last told of those of `people` who are in prison (1 query)."""
    rows = (
        LiberationDate.objects.visible_to(by)
        .filter(person__in=people, period__released_on__isnull=True, period__no_date_because="")
        .order_by("person", "-known_on", "-recorded_at")
        .distinct("person")
    )
    return dict(rows.values_list("person_id", "day"))


def _standards(programmes: Sequence[UUID], *, on: date) -> dict[UUID, list[Standard]]:
    found: dict[UUID, list[Standard]] = defaultdict(list)
    for row in StandardRow.objects.on(on).filter(programme__in=set(programmes)):
        shipped = engine.BY_CODE.get(row.code)
        if shipped is not None:
            found[row.programme_id].append(engine.as_row(shipped, row.amount, row.unit, row.words))
    return found


def _grouped(rows) -> dict[UUID, list]:
    found = defaultdict(list)
    for key, value in rows:
        found[key].append(value)
    return found


def _facts(
    episode: Episode,
    *,
    comes_out: date | None,
    inside: bool,
    plans: list[date],
    visits: list[datetime],
    mentor: date | None,
    gates: list[datetime],
) -> dict[str, list[datetime]]:
    """Return the facts of one episode under the names that the standards use."""
    facts: dict[str, list[datetime]] = {}

    def add(name: str, *days: date | datetime | None) -> None:
        moments = [one if isinstance(one, datetime) else start_of(one) for one in days if one is not None]
        if moments:
            facts[name] = moments

    add("offered", episode.offered_on)
    add("declined", episode.declined_on)
    add("signed_up", episode.signed_up_on)
    add("ended", episode.ended_on)
    add("back_inside", episode.custody_since)
    add("plan_agreed", *plans)
    out_from = _out_from(episode, inside=inside)
    if plans and out_from is not None:
        # A plan made inside is reviewed in the community: its first four weeks begin with the release.
        add("plan_to_review", max(plans[0], out_from))
        add("plan_reviewed", *(day for day in plans[1:] if day >= out_from))
    add("visited", *visits)
    if comes_out is not None:
        add("listed_with_date", comes_out)
        add("listed_with_date_known", episode.identified_on)
        add(
            "told_date", comes_out
        )  # only while nobody has recorded the release; a new date takes the place of this one
        if episode.signed_up_on is not None:
            add("signed_up_with_date", comes_out)
            add("signed_up_with_date_known", episode.signed_up_on)
            if mentor is not None:
                add("mentor_with_date", comes_out)
                add("mentor_with_date_known", mentor)
    if out_from is not None:
        at_gate = [met for met in gates if day_of(met) == out_from]
        add("released", *(at_gate[:1] or [out_from]))
        add("first_contact", episode.first_contact_at)
        # With no contact at all the quiet counts from the day they came out: nobody is forgotten for want of a first note.
        add("last_contact", max(filter(None, (episode.last_contact_at, start_of(out_from)))))
    return facts


def _out_from(episode: Episode, *, inside: bool) -> date | None:
    """Return since when somebody who joined has been out with us: from the release, or from a sign-up that came later.

    Whoever joined in the community, and was in no prison that we know of, is out from the day they joined.
    """
    if episode.signed_up_on is None or (episode.released_on is None and inside):
        return None
    return max(episode.signed_up_on, episode.released_on or episode.signed_up_on)


def _checks(outcome: Outcome, standards: Sequence[Standard], *, holidays, exemptions) -> list[Clock]:
    """Return the 13 and 26 week clocks of one outcome, until it ends."""
    done = {check.week: check.on for check in outcome.checks.all()}
    made = []
    for week in (13, 26):
        facts = {f"outcome_{week}": [start_of(outcome.started_on)]}
        if week in done:
            facts[f"outcome_{week}_checked"] = [start_of(done[week])]
        elif outcome.ended_on is not None:
            continue
        wanted = [standard for standard in standards if standard.code == f"check_{week}"]
        made += [
            Clock(**{**clock.__dict__, "detail": outcome.kind.words})
            for clock in engine.clocks(wanted, facts, holidays=holidays, exemptions=exemptions)
        ]
    return made
