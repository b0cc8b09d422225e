"""Moving on, and opening the record again in one step."""

from datetime import date, datetime
from uuid import UUID

from throughline.actions import episodes, grants, notes
from throughline.actions.beats import atomic, insist, objection_to_writing, record, see
from throughline.domain import endings as rules
from throughline.domain.codes import DEATH
from throughline.domain.contact import Try
from throughline.domain.vocabulary import Channel
from throughline.models import UNMARKED, WAITS, Appointment, Code, Ending, Episode, GateMeeting, Handover, Note, Worker
from throughline.models.programmes import try_rule
from throughline.policy.standing import Standing


@atomic
def move_on(
    episode: UUID, *, by: Standing, reason: Code, on: date, today: date, at: datetime, summary: str = ""
) -> Ending:
    """End an episode: the person moves on. Closing for lost contact waits until enough tries have been made.

    Raises Episode.DoesNotExist, Forbidden, Refused.
    """
    leaving = see(Episode, episode, by=by)
    insist(
        may=objection_to_writing(by, leaving.person_id),
        can=rules.objection_to_moving_on(
            leaving.at,
            needs_tries=bool(reason.traits.get("needs_tries")),
            needs_custody=bool(reason.traits.get("custody")),
            needs_death=reason.code == DEATH,
            died=leaving.person.died_on is not None,
            in_prison=episodes.in_prison(leaving.person_id),
            tries=tries_of(leaving),
            rule=try_rule(leaving.programme_id, on=today),
            on=on,
            today=today,
            started_on=leaving.identified_on,
            at=at,
        ),
    )
    ending = Ending(
        episode=leaving,
        person_id=leaving.person_id,
        reason=reason,
        ended_on=on,
        summary=summary.strip(),
        by_id=by.worker,
    )
    ending.save(force_insert=True)
    for handover in Handover.objects.filter(WAITS, episode=leaving):
        handover.withdrawn_at = at
        handover.save(update_fields=["withdrawn_at"])
        grants.end_from(handover.pk)
    _call_off(leaving, by=by, at=at)
    leaving.ended_on = on
    leaving.save(update_fields=["ended_on"])
    notes.follow_custody(leaving)  # what came after that day is no longer of this episode
    record("episode:move_on", ending, by=by, reason=reason.code)
    return ending


@atomic
def reopen(episode: UUID, *, by: Standing, on: date) -> Episode:
    """Open a record again, as it was. If its owner has left or is away, the lead of its team owns it.

    Raises Episode.DoesNotExist, Forbidden, Refused.
    """
    back = see(Episode, episode, by=by)
    another = Episode.objects.filter(person=back.person_id, programme=back.programme_id, ended_on__isnull=True).exclude(
        pk=back.pk
    )
    insist(
        may=objection_to_writing(by, back.person_id),
        can=rules.objection_to_reopening(back.at, another_open=another.exists(), died=back.person.died_on is not None),
    )
    ending = Ending.objects.filter(episode=back, reopened_on__isnull=True).order_by("-ended_on").first()
    if ending is not None:
        ending.reopened_on, ending.reopened_by_id = on, by.worker
        ending.save(update_fields=["reopened_on", "reopened_by"])
    if not episodes.can_take(back.owner, person=back.person_id, on=on):
        lead = episodes.lead_of(back.team, on=on)
        if not episodes.can_take(lead, person=back.person_id, on=on):
            lead = Worker.objects.get(pk=by.worker)
        earlier, back.owner = back.owner_id, lead
        episodes.bring_along(back, by=by, earlier=earlier, worker=back.owner, on=on)
    back.ended_on = None
    back.save(update_fields=["ended_on", "owner"])
    notes.follow_custody(back)  # what happened meanwhile
    record("episode:reopen", back, by=by)
    return back


def _call_off(episode: Episode, *, by: Standing, at: datetime) -> None:
    """Call off what is still to come, so that nobody goes there. What has passed waits to be marked."""
    cancelled = Code.objects.get(list="appointment_results", code="cancelled")
    for one in Appointment.objects.filter(episode=episode, result__isnull=True, starts_at__gt=at):
        one.result, one.marked_at, one.marked_by_id, one.version = cancelled, at, by.worker, one.version + 1
        one.save(update_fields=["result", "marked_at", "marked_by", "version"])
        record("appointment:mark", one, by=by, result=cancelled.code)
    for gate in GateMeeting.objects.filter(UNMARKED, episode=episode, cancelled_at__isnull=True, due_at__gt=at):
        gate.cancelled_at = at
        gate.save(update_fields=["cancelled_at"])
        record("gate:call_off", gate, by=by)


def tries_of(episode: Episode) -> list[Try]:
    """Return the tries to reach someone that got no answer, since the last time anyone spoke with them."""
    notes = Note.objects.filter(episode=episode, spoke=False, corrected_by__isnull=True)
    if episode.last_contact_at is not None:
        notes = notes.filter(happened_at__gt=episode.last_contact_at)
    return [Try(at, Channel(channel)) for at, channel in notes.values_list("happened_at", "channel")]
