"""Who looks after a record: handed over, accepted; and what happens when the giver cannot act."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Q

from throughline.actions import episodes, grants, mail, workers
from throughline.actions.beats import atomic, insist, moment, objection_to_writing, record, see
from throughline.domain import dated
from throughline.domain import handovers as rules
from throughline.domain.errands import doing
from throughline.domain.objections import Objection, Refused
from throughline.domain.vocabulary import Part, Role
from throughline.models import (
    UNMARKED,
    WAITS,
    Absence,
    Appointment,
    Assignment,
    Episode,
    GateMeeting,
    Handover,
    Post,
    PrisonService,
    PrisonStay,
    TeamDuty,
    Worker,
    as_service,
    kept_out,
)
from throughline.policy.grants import Basis
from throughline.policy.standing import Standing, objection_to_leading, objection_to_setting_up

# Whoever cannot act, for whatever reason: history tells of a conflict no more than of a leaver or of somebody who is away.
_ALIKE = doing(deed="ownership._to_the_lead", page="", job="", command="")


@atomic
def hand_over(
    episode: UUID,
    *,
    by: Standing,
    receiver: Worker,
    starts_on: date,
    today: date,
    words: str = "",
    part: Part = Part.MENTOR,
    at: datetime | None = None,
) -> Handover:
    """Offer somebody to another worker. Until it is accepted the owner stays the owner.

    The receiver sees the record from now on, to be able to say yes or no; a no ends that sight.
    Raises Episode.DoesNotExist, Forbidden, Refused.
    """
    handed = see(Episode, episode, by=by)
    insist(
        may=objection_to_writing(by, handed.person_id),
        can=rules.objection_to_handing_over(
            handed.at,
            to_themselves=receiver.pk == handed.owner_id,
            one_open=Handover.objects.filter(WAITS, episode=handed).exists(),
            receiver_can_act=episodes.can_take(receiver, person=handed.person_id, on=today),
            receiver_name=receiver.name,
            starts_on=starts_on,
            today=today,
        ),
    )
    return _offer(handed, receiver=receiver, part=part, starts_on=starts_on, words=words, by=by, at=at)


@atomic
def answer(
    pk: UUID, *, by: Standing, accepted: bool, today: date, words: str = "", at: datetime | None = None
) -> Handover:
    """Say yes or no to a handover. Yes: the receiver looks after the record from its first day on.

    Where that day has not come the giver owns it until then, and `begin` makes the receiver the owner. Raises Handover.DoesNotExist, Refused.
    """
    handover = see(Handover, pk, by=by)
    episode = Episode.objects.select_for_update(of=("self",)).get(pk=handover.episode_id)
    insist(
        may=None,
        can=rules.objection_to_answering(
            answered=handover.answered_at is not None,
            withdrawn=handover.withdrawn_at is not None,
            is_receiver=handover.receiver_id == by.worker,
        ),
    )
    handover.answered_at, handover.accepted, handover.answer_words = at or moment(), accepted, words.strip()
    handover.save(update_fields=["answered_at", "accepted", "answer_words"])
    record("handover:answer", handover, by=by, accepted=accepted)
    if not accepted:
        grants.end_from(handover.pk)
    elif handover.starts_on <= today:
        _come_into_force(handover, episode, by=by, on=today)
    mail.tell_worker(
        handover.giver_id,
        key=f"handover-answered:{handover.pk}",
        subject="A handover was answered",
        body="Someone answered a handover that you offered. Sign in to see it.",
        path="/",
    )
    by.sight.clear()
    return handover


@atomic
@as_service()
def begin(pk: UUID, *, by: Standing, today: date) -> Handover:
    """Make the receiver of an accepted handover the owner, on the day it was accepted for. Once begun it is the same one."""
    insist(may=objection_to_setting_up(by))
    handover = Handover.objects.select_for_update(of=("self",)).select_related("receiver").get(pk=pk)
    if handover.in_force_on is None and handover.accepted and handover.withdrawn_at is None:
        episode = Episode.objects.select_for_update(of=("self",)).get(pk=handover.episode_id)
        if kept_out(handover.person_id, [handover.receiver_id]):  # sealed since they said yes
            _take_back(handover)
            record("handover:take_back", handover, by=by)
            return handover
        _come_into_force(handover, episode, by=by, on=today)
        record("handover:begin", handover, by=by)
    return handover


def _come_into_force(handover: Handover, episode: Episode, *, by: Standing, on: date) -> None:
    """Let the receiver own the record: what rested on the offer rests on their part from now on."""
    take_over(episode, worker=handover.receiver, part=Part(handover.part), by=by, on=on)
    grants.end_from(handover.pk)
    handover.in_force_on = on
    handover.save(update_fields=["in_force_on"])


@atomic
def withdraw(pk: UUID, *, by: Standing) -> Handover:
    """Take an offered handover back. Raises Handover.DoesNotExist, Forbidden, Refused."""
    handover = see(Handover, pk, by=by)
    insist(
        may=objection_to_writing(by, handover.person_id),
        can=rules.objection_to_answering(
            answered=handover.accepted is False or handover.in_force_on is not None,
            withdrawn=handover.withdrawn_at is not None,
            is_receiver=True,
        ),
    )
    _take_back(handover)
    record("handover:withdraw", handover, by=by)
    return handover


@atomic
def away(pk: UUID, *, by: Standing, from_on: date, until_on: date | None, today: date, why: str = "") -> Absence:
    """Record a long absence. On its first day whoever the worker looks after goes to their team's lead.

    One that has begun takes effect in the same moment, one said ahead by `follow_absence` on its day.
    """
    insist(may=objection_to_leading(by) if objection_to_setting_up(by) is not None else None)
    worker = Worker.objects.select_for_update().get(pk=pk)
    if until_on is not None and until_on < from_on:
        raise Refused(
            Objection("ends_before_it_starts", "The last day is before the first. Choose a later day.", "until_on")
        )
    absence = Absence(worker=worker, from_on=from_on, until_on=until_on, why=why.strip())
    absence.save(force_insert=True)
    record("worker:away", absence, by=by)
    if from_on <= today:
        _stand_in(worker, by=by, on=today)
    return absence


@atomic
def follow_absence(pk: UUID, *, by: Standing, on: date) -> int:
    """Let the leads stand in for a worker whose absence has begun. Returns how many moved."""
    insist(may=objection_to_setting_up(by))
    return _stand_in(Worker.objects.select_for_update().get(pk=pk), by=by, on=on)


@atomic
def leave(pk: UUID, *, by: Standing, on: date, today: date) -> Worker:
    """Record a worker's last day. One that has come takes effect now, a later one by `leave` again the day after it.

    Raises Refused, changing nothing, if somebody they look after has no lead who can act: today, or on the day after.
    """
    insist(may=objection_to_setting_up(by))
    worker = Worker.objects.select_for_update().get(pk=pk)
    insist(may=None, can=dated.objection_to_ending(worker.started_on, worker.ended_on, on=on))
    workers.leave_an_administrator(on=on, without=worker)
    if on > today:
        _each_has_a_lead(worker, on=on + timedelta(days=1))
        worker.leaves_on, worker.version = on, worker.version + 1
        worker.save(update_fields=["leaves_on", "version"])
        record("worker:leave", worker, by=by)
        return worker
    _stand_in(worker, by=by, on=today)
    return workers.end(pk, by=by, on=on, today=today)


@as_service()
def _each_has_a_lead(worker: Worker, *, on: date) -> None:
    """Go on only if somebody can look after each of a worker's people on a day. Raises Refused."""
    for episode in Episode.objects.filter(owner=worker, ended_on__isnull=True).select_related("team"):
        if _accepted(episode, on=on) is None:
            _lead_for(episode, instead_of=worker, on=on)


@_ALIKE
@as_service()
def _stand_in(worker: Worker, *, by: Standing, on: date) -> int:
    """Move each open episode of a worker to the lead of its team, and say that the lead stands in.

    One that somebody has accepted for a later day goes to them now.
    """
    moved = 0
    for episode in (
        Episode.objects.filter(owner=worker, ended_on__isnull=True)
        .select_related("team")
        .select_for_update(of=("self",))
    ):
        _to_the_lead(episode, worker, by=by, on=on)
        moved += 1
    _play_no_part(worker, by=by, on=on)
    return moved


@_ALIKE
@as_service()
def come_away(person: UUID, worker: Worker, *, by: Standing, on: date) -> None:
    """Let a worker play no part with one person any more: another owns what they owned. Raises Refused where nobody can.

    For a conflict of interest: whoever is told of it is told no more than of any other worker who cannot act.
    """
    for episode in (
        Episode.objects.filter(owner=worker, person=person, ended_on__isnull=True)
        .select_related("team")
        .select_for_update(of=("self",))
    ):
        _to_the_lead(episode, worker, by=by, on=on, wide=True)
    _play_no_part(worker, by=by, on=on, person=person)


def _to_the_lead(episode: Episode, worker: Worker, *, by: Standing, on: date, wide: bool = False) -> None:
    """Move an episode to whoever accepted it for a later day, or to the lead, who stands in."""
    accepted = _accepted(episode, on=on)
    if accepted is not None:
        _come_into_force(accepted, episode, by=by, on=on)
        record("handover:begin", accepted, by=by)
        mail.tell_worker(
            accepted.receiver_id,
            key=f"handover-sooner:{accepted.pk}",
            subject="A handover begins sooner",
            body="The worker who asked you cannot act any more. You look after the record from now on. Sign in to see it.",
            path="/",
        )
        return
    lead = _lead_for(episode, instead_of=worker, on=on, wide=wide)
    close_open(episode, by=by)
    handover = Handover(
        episode=episode,
        person_id=episode.person_id,
        giver=worker,
        receiver=lead,
        part=Part.LEAD,
        offered_at=moment(),
        starts_on=on,
        answered_at=moment(),
        accepted=True,
        in_force_on=on,
        stands_in=True,
    )
    handover.save(force_insert=True)
    take_over(episode, worker=lead, part=Part.LEAD, by=by, on=on)
    record("handover:stand_in", handover, by=by)
    mail.tell_worker(
        lead.pk,
        key=f"stand-in:{handover.pk}",
        subject="You now look after someone",
        body="A worker in your team cannot act. You look after someone of theirs until you hand them on. Sign in to see it.",
        path="/",
    )


def _play_no_part(worker: Worker, *, by: Standing, on: date, person: UUID | None = None) -> None:
    """End what a worker was asked, had in their diary and was part of, with one person or with all."""
    of_them = {} if person is None else {"person": person}
    # What was offered to them goes back to the giver, and what they would have done for others' people to the owner.
    for offered in Handover.objects.filter(WAITS, receiver=worker, **of_them):
        _take_back(offered)
        record("handover:take_back", offered, by=by)
        mail.tell_worker(
            offered.giver_id,
            key=f"handover-back:{offered.pk}",
            subject="A handover came back to you",
            body="The worker you asked cannot act. You look after the record until you ask someone else. Sign in to see it.",
            path="/",
        )
    for booked in _in_diary(worker):
        if person is None or booked.person_id == person:
            episodes.bring_along(booked, by=by, earlier=worker.pk, worker=booked.owner, on=on)
    # Parts that are not ownership end too: a leaver's sight ends with them.
    for assignment in Assignment.objects.filter(worker=worker, until_on__isnull=True, **of_them):
        episodes.unassign(assignment, on=on)


@atomic
@as_service()
def follow_duty(service: PrisonService, *, by: Standing, on: date) -> int:
    """Let the coaches on duty at a prison see everyone there, and own those who wait to be asked. Returns how many moved.

    Those who signed up stay with their owner. Leaves one event for each record whose owner changed.
    """
    insist(may=objection_to_setting_up(by))
    inside = PrisonStay.objects.filter(
        prison=service.prison_id, until_on__isnull=True, period__released_on__isnull=True
    ).values("person")
    coaches = [one for one in (service.duty_coach, service.deputy) if episodes.can_act(one, on=on)]
    moved = 0
    for episode in (
        Episode.objects.filter(person__in=inside, ended_on__isnull=True)
        .select_related("person", "team")
        .select_for_update(of=("self",))
    ):
        episodes.open_to_duty(episode, service=service)
        duty = next((one for one in coaches if episodes.can_take(one, person=episode.person_id, on=on)), None)
        if duty is None or episode.signed_up_on is not None or episode.owner_id in (duty.pk, service.deputy_id):
            continue
        earlier = episode.owner_id
        take_over(episode, worker=duty, part=Part.PRISON_COACH, by=by, on=on)
        # The coach who was on duty before has no part here any more, though the person is still inside.
        for held in Assignment.objects.filter(episode=episode, worker=earlier, until_on__isnull=True):
            episodes.unassign(held, on=on)
        record("episode:follow_duty", episode, by=by)
        moved += 1
    if coaches:  # a duty that nobody could take is tried each night until somebody can
        service.followed_on = on
        service.save(update_fields=["followed_on"])
    return moved


def _in_diary(worker: Worker) -> list[Episode]:
    """Return the open episodes for which a worker has something to do that is not marked."""
    gates = GateMeeting.objects.filter(UNMARKED, worker=worker, cancelled_at__isnull=True).values("episode")
    booked = Appointment.objects.filter(worker=worker, result__isnull=True).values("episode")
    return list(
        Episode.objects.filter(Q(pk__in=gates) | Q(pk__in=booked), ended_on__isnull=True).select_related("owner")
    )


def _lead_for(episode: Episode, *, instead_of: Worker, on: date, wide: bool = False) -> Worker:
    """Return the lead who can stand in for an episode's owner on a day. Raises Refused where there is none.

    `wide`: where no lead can, the deputy and the duty worker of their team, then the coordinators of its organisation.
    """
    lead = next(
        (
            one
            for one in [*_leads(episode, on=on), *(_others(episode, on=on) if wide else [])]
            if one.pk != instead_of.pk and episodes.can_take(one, person=episode.person_id, on=on)
        ),
        None,
    )
    if lead is None:
        raise Refused(Objection("no_lead", f"Nobody can stand in for {instead_of.name}. Give their team a lead first."))
    return lead


def _leads(episode: Episode, *, on: date) -> list[Worker]:
    """Return who could stand in for an episode's owner, nearest first."""
    nearest = [episodes.lead_of(episode.team, on=on)]
    service = episodes.prison_service_of(episode.person_id, on=on)
    if service is not None:
        nearest.append(episodes.lead_of(service.team, on=on))
    return [lead for lead in nearest if lead is not None]


def _others(episode: Episode, *, on: date) -> list[Worker]:
    """Return who could stand in where no lead can."""
    if episode.team is None:
        return []
    duty = TeamDuty.objects.on(on).filter(team=episode.team).select_related("deputy", "duty_worker").first()
    near = [duty.deputy, duty.duty_worker] if duty else []
    posts = Post.objects.held(on).filter(organisation=episode.team.organisation_id, role=Role.COORDINATOR)
    far = [post.worker for post in posts.select_related("worker").order_by("from_on", "pk")]
    return [one for one in [*near, *far] if one is not None]


def offer_to_duty(episode: Episode, *, by: Standing, on: date, at: datetime | None = None) -> Handover | None:
    """Offer a new sign-up to the duty worker of the team that serves their home. None where there is no such team."""
    if episode.team_id is None or Handover.objects.filter(WAITS, episode=episode).exists():
        return None
    duty = TeamDuty.objects.on(on).filter(team=episode.team_id).select_related("duty_worker", "deputy", "lead").first()
    candidates = [duty.duty_worker, duty.deputy, duty.lead] if duty else []
    receiver = next((one for one in candidates if episodes.can_take(one, person=episode.person_id, on=on)), None)
    if receiver is None or receiver.pk == episode.owner_id:
        return None
    return _offer(episode, receiver=receiver, part=Part.MENTOR, starts_on=on, words="", by=by, at=at)


def _offer(
    episode: Episode,
    *,
    receiver: Worker,
    part: Part,
    starts_on: date,
    words: str,
    by: Standing,
    at: datetime | None = None,
) -> Handover:
    handover = Handover(
        episode=episode,
        person_id=episode.person_id,
        giver_id=episode.owner_id,
        receiver=receiver,
        part=part,
        offered_at=at or moment(),
        starts_on=starts_on,
        words=words.strip(),
    )
    handover.save(force_insert=True)
    # They see the record to be able to answer. They play a part only once they said yes.
    grants.give(
        episode.person_id,
        to=receiver,
        basis=Basis.ASSIGNMENT,
        because="has been asked to take over",
        source_kind="handover",
        source=handover.pk,
    )
    record("handover:offer", handover, by=by)
    mail.tell_worker(
        receiver.pk,
        key=f"handover-offered:{handover.pk}",
        subject="Someone is waiting for your answer",
        body="A handover has been offered to you. Sign in to read it and answer.",
        path="/",
    )
    return handover


def take_over(episode: Episode, *, worker: Worker, part: Part, by: Standing, on: date) -> None:
    """Make a worker the owner. The earlier owner's part ends, unless they are the coach of the prison someone is in."""
    earlier = episode.owner_id
    episodes.assign(episode, worker=worker, part=part, on=on)
    episode.owner = worker
    episode.save(update_fields=["owner"])
    episodes.bring_along(episode, by=by, earlier=earlier, worker=worker, on=on)
    inside = episodes.in_prison(episode.person_id)
    for assignment in Assignment.objects.filter(episode=episode, worker=earlier, until_on__isnull=True).exclude(
        worker=worker
    ):
        if assignment.part == Part.PRISON_COACH and inside:
            continue
        episodes.unassign(assignment, on=on)


def _accepted(episode: Episode, *, on: date) -> Handover | None:
    """Return a handover that was accepted for a day to come, if its receiver can act now. None else."""
    held = Handover.objects.filter(WAITS, episode=episode, accepted=True).select_related("receiver").first()
    able = held is not None and episodes.can_take(held.receiver, person=episode.person_id, on=on)
    return held if able else None


def close_open(
    episode: Episode,
    *,
    by: Standing,
    body: str = "The worker who asked you cannot act any more. Their team’s lead looks after the record. You need do nothing.",
) -> None:
    """Take back a handover that its giver can no longer stand by, and tell whoever was asked."""
    for handover in Handover.objects.filter(WAITS, episode=episode):
        _take_back(handover)
        record("handover:take_back", handover, by=by)
        mail.tell_worker(
            handover.receiver_id,
            key=f"handover-off:{handover.pk}",
            subject="A handover was taken back",
            body=body,
            path="/",
        )


def _take_back(handover: Handover) -> None:
    """Withdraw an offer, and with it the receiver's sight."""
    handover.withdrawn_at = moment()
    handover.save(update_fields=["withdrawn_at"])
    grants.end_from(handover.pk)
