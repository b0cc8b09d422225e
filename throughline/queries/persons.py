"""What a person page needs, as far as it is open: one query for each section."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from throughline.domain.calendar import day_of
from throughline.domain.eligibility import Verdict
from throughline.domain.journey import Line
from throughline.domain.vocabulary import Part
from throughline.models import (
    WAITS,
    Answer,
    Appointment,
    Assignment,
    CloseOne,
    Consent,
    ContactWay,
    CustodyPeriod,
    Death,
    GateMeeting,
    Grant,
    Handover,
    Identifier,
    LiberationDate,
    Need,
    Note,
    Outcome,
    Pack,
    PersonName,
    Plan,
    PrisonStay,
    ServiceLink,
    Strength,
    hidden_of,
)
from throughline.policy.grants import Opens
from throughline.policy.standing import Standing
from throughline.queries.clocks import Running, running
from throughline.queries.eligibility import verdict_on
from throughline.queries.records import Record
from throughline.queries.statements import Safety, safety_of
from throughline.queries.timeline import Happening, timeline_of


@dataclass(frozen=True)
class PersonFacts:
    """The facts of one person's page."""

    record: Record
    periods: list[CustodyPeriod]
    stay: PrisonStay | None
    dates: list[LiberationDate]
    running: Running | None
    line: Line
    strengths: list[Strength]
    needs: list[Need]
    plan: Plan | None
    draft: Plan | None
    contact: list[ContactWay]
    close: list[CloseOne]
    assignments: list[Assignment]
    handover: Handover | None
    appointments: list[Appointment]
    gate: GateMeeting | None
    pack: Pack | None
    outcomes: list[Outcome]
    links: list[ServiceLink]
    consents: list[Consent]
    timeline: list[Happening]
    happened: int
    verdict: Verdict | None
    numbers: list[Identifier]
    other_names: list[PersonName]
    holidays: dict[date, str]
    safety: Safety | None = None  # None: it is not open to whoever asks
    death: Death | None = None
    answer: Answer | None = None  # what they said last when they were asked, while they have not joined

    @property
    def period(self) -> CustodyPeriod | None:
        """The latest custody period."""
        return self.periods[-1] if self.periods else None

    @property
    def comes_out_on(self) -> date | None:
        """The liberation date as last told."""
        return (
            self.dates[-1].day
            if self.dates and self.period and self.period.released_on is None and not self.period.no_date_because
            else None
        )


def person_facts(record: Record, *, by: Standing, on: date, timeline: int = 3) -> PersonFacts:
    """Return what the page of a person shows to `by`. A section that is not open is empty."""
    pk, episode = record.person.pk, record.episode

    def rows(model: Any, **which: Any) -> Any:
        if not record.section(model.OPENS):
            return model.objects.none()
        return model.objects.visible_to(by).filter(person=pk, **which)

    periods = list(rows(CustodyPeriod).order_by("received_on", "recorded_at"))
    periods.sort(key=lambda one: (one.released_on is None, one.received_on or one.released_on or date.min))
    latest = periods[-1] if periods else None
    of_episode = {"episode": episode.pk if episode else None}
    plans = list(
        rows(Plan, **of_episode)
        .filter(archived_on__isnull=True)
        .select_related("agreed_by")
        .prefetch_related("goals__actions")
        .order_by("-number")[:2]
    )
    clocks = running([episode], by=by, on=on)[episode.pk] if episode else None
    happened, total = timeline_of(record, by=by, size=timeline)
    assignments = list(rows(Assignment, **of_episode).select_related("worker").order_by("from_on"))
    gates = list(
        rows(GateMeeting, **of_episode)
        .filter(cancelled_at__isnull=True)
        .select_related("prison", "worker", "result")
        .order_by("-due_at")
    )
    dates = list(rows(LiberationDate, period=latest.pk if latest else None).order_by("known_on", "recorded_at"))
    return PersonFacts(
        record=record,
        periods=periods,
        stay=rows(PrisonStay, period=latest.pk if latest else None, until_on__isnull=True)
        .select_related("prison")
        .first(),
        dates=dates,
        running=clocks.checks if clocks and episode and episode.ended_on is not None else clocks,
        line=_line(record, assignments=assignments, gates=gates, clocks=clocks),
        strengths=list(
            rows(Strength, **of_episode)
            .filter(set_aside_on__isnull=True)
            .prefetch_related("scales")
            .order_by("on", "recorded_at")
        ),
        needs=list(
            rows(Need, **of_episode)
            .filter(met_on__isnull=True)
            .select_related("kind")
            .prefetch_related("scales")
            .order_by("on", "recorded_at")
        ),
        plan=next((plan for plan in plans if plan.agreed_on), None),
        draft=next((plan for plan in plans if not plan.agreed_on), None),
        contact=list(rows(ContactWay).filter(until_on__isnull=True).order_by("from_on")),
        close=list(rows(CloseOne).filter(until_on__isnull=True).order_by("from_on")),
        assignments=[one for one in assignments if one.until_on is None],
        handover=rows(Handover, **of_episode).filter(WAITS).select_related("receiver", "giver").first(),
        appointments=list(
            rows(Appointment, **of_episode)
            .filter(result__isnull=True)
            .select_related("prison", "worker")
            .order_by("starts_at")
        ),
        gate=next((gate for gate in gates if not gate.settled), None),
        pack=rows(Pack, **of_episode).filter(handed_on__isnull=True).prefetch_related("items").first(),
        outcomes=list(
            rows(Outcome, **of_episode).select_related("kind").prefetch_related("checks").order_by("started_on")
        ),
        links=list(rows(ServiceLink, **of_episode).select_related("result").order_by("-on")),
        consents=list(rows(Consent, **of_episode).select_related("wording").order_by("on", "wording__purpose")),
        timeline=happened,
        happened=total,
        verdict=verdict_on(record, latest, dates[-1].day if dates else None, by=by, on=on),
        numbers=list(rows(Identifier).filter(doubted_on__isnull=True).order_by("kind", "value")),
        other_names=list(rows(PersonName).order_by("family_name", "given_names")),
        holidays=clocks.holidays if clocks else {},
        safety=safety_of(pk, by=by, on=on, works=record.may_work) if record.section(Opens.SAFETY) else None,
        death=rows(Death, undone_on=None).first() if record.person.died_on else None,
        answer=rows(Answer, offer__episode=episode.pk).order_by("-on", "-recorded_at").first()
        if episode and episode.offered_on and episode.signed_up_on is None
        else None,
    )


@dataclass(frozen=True)
class Brief:
    """What a program is told of one person, as far as it is open."""

    numbers: list[Identifier]
    ways: list[ContactWay]
    appointments: list[Appointment]


def brief_of(record: Record, *, by: Standing) -> Brief:
    """Return a person's numbers, the ways to reach them and what is booked (3 queries at most: one for each that is open)."""

    def rows(model: Any, **which: Any) -> Any:
        if not record.section(model.OPENS):
            return model.objects.none()
        return model.objects.visible_to(by).filter(person=record.person.pk, **which)

    return Brief(
        numbers=list(rows(Identifier, doubted_on__isnull=True).order_by("kind", "value")),
        ways=list(rows(ContactWay, until_on__isnull=True).order_by("from_on")),
        appointments=list(
            rows(Appointment, result__isnull=True)
            .filter(episode=record.episode.pk if record.episode else None)
            .select_related("worker", "result")
            .order_by("starts_at")
        ),
    )


def _line(
    record: Record,
    *,
    assignments: list[Assignment],
    gates: list[GateMeeting],
    clocks: Running | None,
) -> Line:
    """Return what the journey line is drawn from."""
    episode = record.episode
    if episode is None:
        return Line()
    mentor = next((one for one in assignments if one.part == Part.MENTOR), None)
    met = next((gate for gate in gates if gate.met_at is not None), None)
    review = (
        next((clock for clock in clocks.clocks if clock.standard.code == "review" and clock.met_at is None), None)
        if clocks
        else None
    )
    return Line(
        asked_on=episode.offered_on,
        signed_up_on=episode.signed_up_on,
        mentor_on=mentor.from_on if mentor else None,
        plan_on=episode.plan_agreed_on,
        visited_on=clocks.visited_on if clocks else None,
        met_at_gate_on=day_of(met.met_at) if met and met.met_at else None,
        released_on=episode.released_on,
        first_contact_on=day_of(episode.first_contact_at) if episode.first_contact_at else None,
        reviewed_on=clocks.reviewed_on if clocks else None,
        moved_on_on=episode.ended_on,
        back_inside_on=episode.custody_since,
        comes_out_on=clocks.comes_out_on if clocks else None,
        review_due_on=day_of(review.due_at) if review else None,
    )


def last_note(person: Any, *, by: Standing) -> Note | None:
    """Return the last note someone wrote about a person, from which the next is set."""
    return (
        Note.objects.visible_to(by)
        .filter(person=person, worker=by.worker)
        .select_related("kind")
        .order_by("-happened_at")
        .first()
    )


def may_read_notes(person: Any) -> list[str]:
    """Return who can read a note about a person: the names of workers and teams that hold a grant on notes."""
    grants = (
        Grant.objects.in_force()
        .filter(person=person)
        .opening(Opens.NOTES)
        .select_related("worker", "team", "organisation")
        .order_by("starts")
    )
    shut = {one for one, opens in hidden_of(person, {g.grantee for g in grants}).items() if opens & Opens.NOTES}
    seen = []
    for grant in grants:
        if grant.grantee in shut:
            continue
        name = (
            grant.worker.name
            if grant.worker
            else f"the {grant.team.name} team’s lead"
            if grant.team
            else str(grant.organisation.name)
        )
        if name not in seen and not (grant.worker and grant.worker.service):
            seen.append(name)
    return seen


def close_to(record: Record, *, by: Standing) -> list[CloseOne]:
    """Return who is close to somebody, those who like to be phoned first, where that is open (1 query)."""
    if not record.section(CloseOne.OPENS):
        return []
    rows = CloseOne.objects.visible_to(by).filter(person=record.person.pk, until_on__isnull=True)
    return list(rows.order_by("-happy_to_be_phoned", "from_on"))
