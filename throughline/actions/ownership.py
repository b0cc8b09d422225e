"""Who looks after a record: handed over, accepted; and what happens when the giver cannot act."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from throughline.actions import episodes, mail
from throughline.actions.beats import insist, moment, objection_to_writing, record, see
from throughline.domain import handovers as rules
from throughline.domain.objections import Objection, Refused
from throughline.domain.vocabulary import Part
from throughline.models import Absence, Assignment, Episode, Handover, PrisonService, PrisonStay, TeamDuty, Worker
from throughline.policy.standing import Standing, objection_to_leading, objection_to_setting_up


@transaction.atomic
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
            one_open=Handover.objects.filter(
                episode=handed, answered_at__isnull=True, withdrawn_at__isnull=True
            ).exists(),
            receiver_can_act=episodes.can_act(receiver, on=today),
            receiver_name=receiver.name,
            starts_on=starts_on,
            today=today,
        ),
    )
    return _offer(handed, receiver=receiver, part=part, starts_on=starts_on, words=words, by=by, at=at)


@transaction.atomic
def answer(
    pk: UUID, *, by: Standing, accepted: bool, today: date, words: str = "", at: datetime | None = None
) -> Handover:
    """Say yes or no to a handover. Yes: the receiver looks after the record from now on, and the giver's part ends.

    Raises Handover.DoesNotExist, Refused.
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
    held = Assignment.objects.filter(
        episode=episode, worker=handover.receiver_id, part=handover.part, until_on__isnull=True
    )
    if accepted:
        take_over(episode, worker=Worker.objects.get(pk=by.worker), part=Part(handover.part), on=today)
    else:
        for assignment in held:
            episodes.unassign(assignment, on=today)
    mail.tell_worker(
        handover.giver_id,
        key=f"handover-answered:{handover.pk}",
        subject="A handover was answered",
        body="Someone answered a handover that you offered. Sign in to see it.",
        path="/",
    )
    by.sight.clear()
    return handover


@transaction.atomic
def withdraw(pk: UUID, *, by: Standing, today: date) -> Handover:
    """Take an offered handover back. Raises Handover.DoesNotExist, Forbidden, Refused."""
    handover = see(Handover, pk, by=by)
    insist(
        may=objection_to_writing(by, handover.person_id),
        can=rules.objection_to_answering(
            answered=handover.answered_at is not None, withdrawn=handover.withdrawn_at is not None, is_receiver=True
        ),
    )
    handover.withdrawn_at = moment()
    handover.save(update_fields=["withdrawn_at"])
    for held in Assignment.objects.filter(
        episode=handover.episode_id, worker=handover.receiver_id, part=handover.part, until_on__isnull=True
    ):
        episodes.unassign(held, on=today)
    record("handover:withdraw", handover, by=by)
    return handover


@transaction.atomic
def away(pk: UUID, *, by: Standing, from_on: date, until_on: date | None, why: str = "") -> Absence:
    """Record a long absence. Whoever the worker looks after goes to their team's lead in the same moment."""
    insist(may=objection_to_leading(by) if objection_to_setting_up(by) is not None else None)
    worker = Worker.objects.select_for_update().get(pk=pk)
    if until_on is not None and until_on < from_on:
        raise Refused(
            Objection("ends_before_it_starts", "The last day is before the first. Choose a later day.", "until_on")
        )
    absence = Absence(worker=worker, from_on=from_on, until_on=until_on, why=why.strip())
    absence.save(force_insert=True)
    record("worker:away", absence, by=by)
    _stand_in(worker, by=by, on=from_on)
    return absence


@transaction.atomic
def stand_in(pk: UUID, *, by: Standing, on: date) -> int:
    """Give everyone a leaving worker looks after to their team's lead. Returns how many.

    Raises Refused, changing nothing, if somebody has no lead who can act.
    """
    insist(may=objection_to_setting_up(by))
    return _stand_in(Worker.objects.select_for_update().get(pk=pk), by=by, on=on)


def _stand_in(worker: Worker, *, by: Standing, on: date) -> int:
    """Move each open episode of a worker to the lead of its team, and say that the lead stands in."""
    moved = 0
    for episode in (
        Episode.objects.filter(owner=worker, ended_on__isnull=True)
        .select_related("team")
        .select_for_update(of=("self",))
    ):
        lead = next(
            (one for one in _leads(episode, on=on) if one.pk != worker.pk and episodes.can_act(one, on=on)), None
        )
        if lead is None:
            raise Refused(Objection("no_lead", f"Nobody can stand in for {worker.name}. Give their team a lead first."))
        _close_open(episode)
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
            stands_in=True,
        )
        handover.save(force_insert=True)
        take_over(episode, worker=lead, part=Part.LEAD, on=on)
        record("handover:stand_in", handover, by=by)
        mail.tell_worker(
            lead.pk,
            key=f"stand-in:{handover.pk}",
            subject="You now look after someone",
            body="A worker in your team cannot act. You look after someone of theirs until you hand them on. Sign in to see it.",
            path="/",
        )
        moved += 1
    # Parts that are not ownership end too: a leaver's sight ends with them.
    for assignment in Assignment.objects.filter(worker=worker, until_on__isnull=True):
        episodes.unassign(assignment, on=on)
    return moved


@transaction.atomic
def follow_duty(service: PrisonService, *, by: Standing, on: date) -> int:
    """Let the coaches on duty at a prison see everyone there, and own those who wait to be asked. Returns how many moved.

    Those who signed up stay with their owner. Leaves one event for each record whose owner changed.
    """
    insist(may=objection_to_setting_up(by))
    inside = PrisonStay.objects.filter(
        prison=service.prison_id, until_on__isnull=True, period__released_on__isnull=True
    ).values("person")
    duty = next((one for one in (service.duty_coach, service.deputy) if episodes.can_act(one, on=on)), None)
    moved = 0
    for episode in (
        Episode.objects.filter(person__in=inside, ended_on__isnull=True)
        .select_related("person", "team")
        .select_for_update(of=("self",))
    ):
        episodes.open_to_duty(episode, service=service)
        if duty is None or episode.signed_up_on is not None or episode.owner_id in (duty.pk, service.deputy_id):
            continue
        earlier = episode.owner_id
        take_over(episode, worker=duty, part=Part.PRISON_COACH, on=on)
        # The coach who was on duty before has no part here any more, though the person is still inside.
        for held in Assignment.objects.filter(episode=episode, worker=earlier, until_on__isnull=True):
            episodes.unassign(held, on=on)
        record("episode:follow_duty", episode, by=by)
        moved += 1
    service.followed_on = on
    service.save(update_fields=["followed_on"])
    return moved


def _leads(episode: Episode, *, on: date) -> list[Worker]:
    """Return who could stand in for an episode's owner, nearest first."""
    nearest = [episodes.lead_of(episode.team, on=on)]
    service = episodes.prison_service_of(episode.person_id, on=on)
    if service is not None:
        nearest.append(episodes.lead_of(service.team, on=on))
    return [lead for lead in nearest if lead is not None]


def offer_to_duty(episode: Episode, *, by: Standing, on: date, at: datetime | None = None) -> Handover | None:
    """Offer a new sign-up to the duty worker of the team that serves their home. None where there is no such team."""
    if (
        episode.team_id is None
        or Handover.objects.filter(episode=episode, answered_at__isnull=True, withdrawn_at__isnull=True).exists()
    ):
        return None
    duty = TeamDuty.objects.on(on).filter(team=episode.team_id).select_related("duty_worker", "deputy", "lead").first()
    candidates = [duty.duty_worker, duty.deputy, duty.lead] if duty else []
    receiver = next((one for one in candidates if episodes.can_act(one, on=on)), None)
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
    episodes.assign(episode, worker=receiver, part=part, on=starts_on)
    record("handover:offer", handover, by=by)
    mail.tell_worker(
        receiver.pk,
        key=f"handover-offered:{handover.pk}",
        subject="Someone is waiting for your answer",
        body="A handover has been offered to you. Sign in to read it and answer.",
        path="/",
    )
    return handover


def take_over(episode: Episode, *, worker: Worker, part: Part, on: date) -> None:
    """Make a worker the owner. The earlier owner's part ends, unless they are the coach of the prison someone is in."""
    earlier = episode.owner_id
    episodes.assign(episode, worker=worker, part=part, on=on)
    episode.owner = worker
    episode.save(update_fields=["owner"])
    inside = episodes.in_prison(episode.person_id)
    for assignment in Assignment.objects.filter(episode=episode, worker=earlier, until_on__isnull=True).exclude(
        worker=worker
    ):
        if assignment.part == Part.PRISON_COACH and inside:
            continue
        episodes.unassign(assignment, on=on)


def _close_open(episode: Episode) -> None:
    """Take back a handover that its giver can no longer stand by."""
    for handover in Handover.objects.filter(episode=episode, answered_at__isnull=True, withdrawn_at__isnull=True):
        handover.withdrawn_at = moment()
        handover.save(update_fields=["withdrawn_at"])
