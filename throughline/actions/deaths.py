"""Somebody has died. Recorded by a lead, it stops everything that was still to come, at once."""

from datetime import date, datetime
from uuid import UUID

from throughline.actions import endings, restrictions, statements
from throughline.actions.beats import atomic, insist, objection_to_writing, record, see
from throughline.domain import deaths as rules
from throughline.domain.calendar import HERE
from throughline.domain.codes import DEATH
from throughline.models import Code, Death, Ending, Episode, Person, Restriction, SafetyStatement
from throughline.policy.standing import Standing, objection_to_leading

BECAUSE = "They have died."


@atomic
def record_death(
    person: UUID, *, by: Standing, died_on: date, known_from: str, family: str, today: date, at: datetime
) -> Death:
    """Keep that somebody has died: each open episode ends, what was booked is called off, safety pages and restrictions end.

    Raises Person.DoesNotExist, Forbidden, Refused.
    """
    theirs = see(Person, person, by=by)
    open_ones = list(Episode.objects.filter(person=person, ended_on=None).select_for_update(of=("self",)))
    spoke = max((one.last_contact_at for one in open_ones if one.last_contact_at), default=None)
    insist(
        may=objection_to_leading(by) or objection_to_writing(by, person),
        can=rules.objection_to_recording(
            died_on=theirs.died_on,
            on=died_on,
            today=today,
            born_on=theirs.birth_date,
            seen_on=spoke.astimezone(HERE).date() if spoke else None,
        ),
    )
    death = Death(
        person_id=person, died_on=died_on, known_from=known_from.strip(), family=family.strip(), by_id=by.worker, recorded_on=today
    )  # fmt: skip
    death.save(force_insert=True)
    theirs.died_on = died_on
    theirs.version += 1
    theirs.save(update_fields=["died_on", "version"])
    reason = Code.objects.get(list="ending_reasons", code=DEATH)
    for episode in open_ones:
        endings.move_on(episode.pk, by=by, reason=reason, on=max(died_on, episode.identified_on), today=today, at=at)
    for page in SafetyStatement.objects.standing().filter(person=person):
        statements.end(page.pk, by=by, because=BECAUSE, on=today)
    for limit in Restriction.objects.to_come_or_in_force(on=today).filter(person=person):
        restrictions.end(limit.pk, by=by, because=BECAUSE, on=today)
    record("person:die", death, by=by)
    return death


@atomic
def take_back(person: UUID, *, by: Standing, today: date) -> Person:
    """Take back that somebody has died: it was a mistake. The episodes that it ended are open again.

    What was called off stays called off, and safety pages stay ended: whoever takes it back sees to them.
    Raises Person.DoesNotExist, Forbidden, Refused.
    """
    theirs = see(Person, person, by=by)
    insist(
        may=objection_to_leading(by) or objection_to_writing(by, person),
        can=rules.objection_to_taking_back(died_on=theirs.died_on),
    )
    death = Death.objects.select_for_update(of=("self",)).get(person=person, undone_on=None)
    death.undone_on, death.undone_by_id = today, by.worker
    death.save(update_fields=["undone_on", "undone_by"])
    theirs.died_on = None
    theirs.version += 1
    theirs.save(update_fields=["died_on", "version"])
    ended = Ending.objects.filter(person=person, reason__code=DEATH, reopened_on=None)
    for episode in ended.filter(episode__ended_on__isnull=False).values_list("episode", flat=True):
        endings.reopen(episode, by=by, on=today)
    record("person:live", death, by=by)
    return theirs
