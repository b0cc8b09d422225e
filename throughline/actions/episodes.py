"""Beginning an episode, and who owns it: somebody, always."""

from datetime import date, datetime
from uuid import UUID

from throughline.actions import grants, notes
from throughline.actions.beats import atomic, insist, objection_to_writing, record, see
from throughline.domain.calendar import start_of
from throughline.domain.objections import Objection, Refused
from throughline.domain.vocabulary import Part
from throughline.models import (
    UNMARKED,
    Absence,
    Appointment,
    Assignment,
    CustodyPeriod,
    Episode,
    GateMeeting,
    Grant,
    Person,
    PrisonService,
    PrisonStay,
    Programme,
    Team,
    TeamArea,
    TeamDuty,
    Worker,
    as_service,
    kept_out,
)
from throughline.policy.grants import OPENED_BY, Basis, Opens
from throughline.policy.standing import Standing, objection_to_setting_up

# Before anyone has signed up the team sees who is coming home, to keep them from being missed, and no more.
TEAM_OPENS_BEFORE = Opens.IDENTITY | Opens.JOURNEY | Opens.CONTACT | Opens.WORK


@atomic
def identify(
    person: UUID, *, by: Standing, programme: Programme, on: date, how: str = "list", owner: Worker | None = None
) -> Episode:
    """Begin an episode: somebody may be offered a place. It goes to the duty coach of the prison they are in.

    `how` is "list", "referred" or "asked". Without a prison the duty worker of the team that serves their home owns
    it; `owner` is who to fall back on when nobody is on duty (by default `by`). Gives the owner, the prison's deputy
    and the home team their grants.

    Raises Person.DoesNotExist if `by` cannot see them, Forbidden if they may not write, Refused if they already take
    part.
    """
    somebody = see(Person, person, by=by)
    insist(may=objection_to_writing(by, person))
    if Episode.objects.filter(person=person, programme=programme, ended_on__isnull=True).exists():
        raise Refused(Objection("already_here", f"{somebody.called} is already with us."))
    team = team_serving(somebody.home_council_id, on=on)
    service = prison_service_of(person, on=on)
    duty = on_duty(person=person, service=service, team=team, on=on)
    episode = Episode(
        person=somebody,
        programme=programme,
        owner=duty or owner or Worker.objects.get(pk=by.worker),
        team=team or (service.team if service else None),
        identified_on=on,
        identified_how=how,
    )
    episode.save(force_insert=True)
    assign(episode, worker=episode.owner, part=Part.PRISON_COACH if service else Part.MENTOR, on=on)
    open_to_duty(episode, service=service)
    open_to_team(episode)
    notes.follow_custody(episode)
    record("episode:identify", episode, by=by, how=how)
    # Whoever made the record sees it from now on through what they do for the person, not for having typed it.
    if not by.service:
        grants.end_from(somebody.pk, grantees=[by.worker])
    by.sight.clear()
    return episode


@atomic
@as_service()
def put_dates_right(pk: UUID, *, by: Standing, dates: dict[str, date | datetime | None]) -> Episode:
    """Set dates of an episode to what the facts say (see `queries.rebuild`): a rule changed, or a fact came in around it.

    Raises Forbidden but for who sets up, and Episode.DoesNotExist.
    """
    insist(may=objection_to_setting_up(by))
    episode = Episode.objects.select_for_update(of=("self",)).get(pk=pk)
    for name, day in dates.items():
        setattr(episode, name, day)
    episode.save(update_fields=list(dates))
    record("episode:put_dates_right", episode, by=by, changed=sorted(dates))
    return episode


def team_serving(council: str | None, *, on: date) -> Team | None:
    """Return the team that serves a council area on a day, or None."""
    if council is None:
        return None
    area = TeamArea.objects.on(on).filter(council=council).select_related("team").first()
    return area.team if area else None


def prison_service_of(person: UUID, *, on: date) -> PrisonService | None:
    """Return the switched-on prison that someone is in on a day, or None."""
    stay = PrisonStay.objects.filter(person=person, until_on__isnull=True, period__released_on__isnull=True).first()
    if stay is None:
        return None
    return (
        PrisonService.objects.on(on)
        .filter(prison=stay.prison_id)
        .select_related("team", "duty_coach", "deputy")
        .first()
    )


def can_act(worker: Worker | None, *, on: date) -> bool:
    """Tell whether a worker is still here and not away for long."""
    if worker is None or worker.has_left(on):
        return False
    return not Absence.objects.on(on).filter(worker=worker).exists()


def can_take(worker: Worker | None, *, person: UUID | None, on: date) -> bool:
    """Tell whether a worker can look after somebody: they are here, and neither a seal nor a conflict keeps them out.

    Whoever asks is not told which it was. Somebody new is kept from nobody.
    """
    if worker is None or not can_act(worker, on=on):
        return False
    return person is None or not kept_out(person, [worker.pk])


def on_duty(*, service: PrisonService | None, team: Team | None, on: date, person: UUID | None = None) -> Worker | None:
    """Return who takes on somebody new: the prison's duty coach, else the deputy, else the team's duty worker or lead."""
    candidates: list[Worker | None] = [service.duty_coach, service.deputy] if service else []
    for home in (team, service.team if service else None):
        if home is not None:
            duty = TeamDuty.objects.on(on).filter(team=home).select_related("duty_worker", "deputy", "lead").first()
            if duty is not None:
                candidates += [duty.lead] if service else [duty.duty_worker, duty.deputy, duty.lead]
    return next((worker for worker in candidates if can_take(worker, person=person, on=on)), None)


def lead_of(team: Team | None, *, on: date) -> Worker | None:
    """Return who leads a team on a day, or None."""
    duty = TeamDuty.objects.on(on).filter(team=team).select_related("lead").first() if team else None
    return duty.lead if duty else None


def assign(episode: Episode, *, worker: Worker, part: Part, on: date) -> Assignment:
    """Give a worker a part in an episode, and the grant that rests on it. Given twice it is the same assignment."""
    held = Assignment.objects.filter(episode=episode, worker=worker, part=part, until_on__isnull=True).first()
    if held is None:
        held = Assignment(episode=episode, person_id=episode.person_id, worker=worker, part=part, from_on=on)
        held.save(force_insert=True)
    grants.give(
        episode.person_id,
        to=worker,
        basis=Basis.ASSIGNMENT,
        because=f"is their {part.label.lower()}",
        source_kind="assignment",
        source=held.pk,
    )
    return held


def unassign(assignment: Assignment, *, on: date) -> None:
    """End a worker's part in an episode, and with it the grant."""
    assignment.until_on = on
    assignment.save(update_fields=["until_on"])
    grants.end_from(assignment.pk)


def bring_along(episode: Episode, *, by: Standing, earlier: UUID, worker: Worker, on: date) -> None:
    """Put what lies ahead in the earlier owner's diary for someone into the diary of the one who looks after them.

    What was to be done before that day stays theirs who were to do it, marked or not.
    """
    if earlier == worker.pk:
        return
    gates, booked = lies_ahead(episode, worker=earlier, on=on)
    for gate in gates:
        gate.worker, gate.version = worker, gate.version + 1
        gate.save(update_fields=["worker", "version"])
        record("gate:bring_along", gate, by=by, earlier=str(earlier))
    for one in booked:
        one.worker, one.version = worker, one.version + 1
        one.save(update_fields=["worker", "version"])
        record("appointment:bring_along", one, by=by, earlier=str(earlier))


def lies_ahead(episode: Episode, *, worker: UUID, on: date) -> tuple[list[GateMeeting], list[Appointment]]:
    """Return what a worker has to do with somebody from a day on that is not marked: at the gate, and booked."""
    gates = GateMeeting.objects.filter(
        UNMARKED, episode=episode, worker=worker, cancelled_at__isnull=True, due_at__gte=start_of(on)
    )
    booked = Appointment.objects.filter(
        episode=episode, worker=worker, result__isnull=True, starts_at__gte=start_of(on)
    )
    return list(gates), list(booked)


def follow_home(episode: Episode, *, on: date) -> None:
    """Let the team that serves someone's home work with them, where that is known now. Their grant follows."""
    team = team_serving(episode.person.home_council_id, on=on)
    if team is None or team.pk == episode.team_id:
        return
    episode.team = team
    episode.save(update_fields=["team"])
    open_to_team(episode)


def open_to_duty(episode: Episode, *, service: PrisonService | None) -> None:
    """Open a record to the coaches on duty at the prison that someone is in, and to nobody at the one they left."""
    held = {service.duty_coach, service.deputy} - {None} if service else set()
    now_open = {worker.pk for worker in held}
    for grant in Grant.objects.in_force().filter(person=episode.person_id, source=episode.pk, basis=Basis.DUTY):
        if grant.worker_id not in now_open:
            grants.end_from(episode.pk, grantees=[grant.worker_id])
    for worker in held:
        grants.give(
            episode.person_id,
            to=worker,
            basis=Basis.DUTY,
            because=f"is on duty for {service.prison.short_name}",
            source_kind="episode",
            source=episode.pk,
        )


def open_to_team(episode: Episode) -> None:
    """Open a record to the lead and the duty worker of the team that works with someone, whole once they signed up."""
    if episode.team_id is None:
        return
    opens = OPENED_BY[Basis.TEAM]
    if episode.signed_up_on is None:
        opens = TEAM_OPENS_BEFORE
    held = Grant.objects.in_force().filter(person=episode.person_id, source=episode.pk, basis=Basis.TEAM).first()
    if held is not None and (held.team_id, held.opens) == (episode.team_id, int(opens)):
        return
    if held is not None:
        grants.end_from(episode.pk, grantees=[held.team_id])
    grants.give(
        episode.person_id,
        to=episode.team,
        basis=Basis.TEAM,
        because=f"leads {episode.team.name}, which works with them",
        source_kind="episode",
        source=episode.pk,
        opens=opens,
    )


def in_prison(person: UUID) -> bool:
    """Tell whether someone is in prison as far as we know."""
    return CustodyPeriod.objects.filter(person=person, released_on__isnull=True).exists()


def last_release(person: UUID) -> date | None:
    """Return the day someone last came out of prison, or None."""
    return (
        CustodyPeriod.objects.filter(person=person, released_on__isnull=False)
        .order_by("-released_on")
        .values_list("released_on", flat=True)
        .first()
    )
