"""Standing in for somebody who is away: from which day, until which, for whom."""

from datetime import date, timedelta

from throughline.domain.objections import Objection, first

LONGEST = timedelta(days=92)


def objection_to_covering(
    *, themselves: bool, can_act: bool, name: str, from_on: date, until_on: date, today: date
) -> Objection | None:
    """Return why a colleague cannot stand in like this, or None."""
    return first(
        Objection("themselves", "Choose someone else to stand in.", "colleague") if themselves else None,
        Objection("cannot_act", f"{name} is away or has left. Choose someone else.", "colleague") if not can_act else None,
        Objection("past", "That day is past. Choose today or later.", "from_on") if from_on < today else None,
        Objection("ends_before_it_starts", "The last day is before the first. Choose a later day.", "until_on") if until_on < from_on else None,
        Objection("too_long", "Three months at most. For longer, hand the people over.", "until_on") if until_on > from_on + LONGEST else None,
    )  # fmt: skip


def objection_to_ending(ended: bool) -> Objection | None:
    """Return why cover cannot be ended, or None."""
    return Objection("ended", "This has ended already.") if ended else None
