"""When something can be booked, moved, and marked with what came of it."""

from datetime import datetime, timedelta

from throughline.domain.objections import Objection
from throughline.domain.vocabulary import Stage

LONGEST_AHEAD = timedelta(days=366)


def objection_to_booking(
    stage: Stage, *, kind: str, starts_at: datetime, now: datetime, in_prison: bool, prison: str | None
) -> Objection | None:
    """Return why something cannot be booked, or None. What is past may be booked to be marked: phones forget, people write later."""
    if stage is Stage.MOVED_ON:
        return Objection("moved_on", "They have moved on. Open the record again first.")
    if starts_at > now + LONGEST_AHEAD:
        return Objection("too_far", "That is more than a year ahead. Check the year.", "starts_on")
    if starts_at < now - LONGEST_AHEAD:
        return Objection("too_long_ago", "That is more than a year ago. Check the year.", "starts_on")
    if kind == "visit" and not (in_prison and prison):
        return Objection("not_inside", "They are not in prison. Book an appointment instead.", "kind")
    return None


def objection_to_marking(
    *, marked: bool, starts_at: datetime, now: datetime, moved_or_cancelled: bool
) -> Objection | None:
    """Return why a result cannot be recorded, or None. A move or a cancellation can be told beforehand."""
    if marked:
        return Objection("marked_already", "This has been marked already.")
    if starts_at > now + timedelta(minutes=15) and not moved_or_cancelled:
        return Objection("not_yet", "It has not happened yet. Mark it after, or say that it moved.", "result")
    return None


def objection_to_correcting(*, marked: bool, replaced: bool, moved: bool) -> Objection | None:
    """Return why what was marked cannot be put right, or None."""
    if not marked:
        return Objection("not_marked", "Nothing is marked yet.")
    if replaced:
        return Objection("replaced", "This was put right already. Open the newer one.")
    if moved:
        return Objection("moved", "It was moved. Mark the new one.")
    return None
