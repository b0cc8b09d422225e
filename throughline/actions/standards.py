"""The clocks that a programme keeps: saying why one does not count for somebody."""

from datetime import date, datetime
from uuid import UUID

from throughline.actions.beats import atomic, insist, objection_to_writing, record, see
from throughline.domain import clocks as rules
from throughline.models import ClockExemption, Code, Episode
from throughline.policy.standing import Standing


@atomic
def excuse(
    episode: UUID, *, by: Standing, standard: str, reason: Code, on: date, starts_at: datetime | None = None
) -> ClockExemption:
    """Record why a clock does not count for someone: the code says if the cause was the person, the service or neither.

    `starts_at` is the start of the one clock that is meant; without it every clock of that standard is.
    Raises Episode.DoesNotExist, Forbidden, Refused.
    """
    somebody = see(Episode, episode, by=by)
    again = ClockExemption.objects.filter(episode=somebody, standard=standard, starts_at=starts_at).exists()
    insist(
        may=objection_to_writing(by, somebody.person_id),
        can=rules.objection_to_excusing(standard, excused_already=again),
    )
    excused = ClockExemption(
        episode=somebody,
        person_id=somebody.person_id,
        standard=standard,
        starts_at=starts_at,
        reason=reason,
        on=on,
        by_id=by.worker,
    )
    excused.save(force_insert=True)
    record("standard:excuse", excused, by=by, standard=standard, cause=reason.traits.get("cause", ""))
    return excused
