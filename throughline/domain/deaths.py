"""Somebody has died: when that may be recorded, and when it may be taken back."""

from datetime import date

from throughline.domain.objections import Objection


def objection_to_recording(
    *, died_on: date | None, on: date, today: date, born_on: date | None, seen_on: date | None
) -> Objection | None:
    """Return why a death cannot be recorded, or None. `seen_on` is the last day on which anybody spoke with them."""
    if died_on is not None:
        return Objection("died", "That they have died is recorded already.")
    if on > today:
        return Objection("not_yet", "That day has not come yet. Choose today or before.", "died_on")
    if born_on is not None and on < born_on:
        return Objection("before_birth", "That is before they were born. Check the day.", "died_on")
    if seen_on is not None and on < seen_on:
        return Objection(
            "seen_since",
            f"Someone spoke with them on {seen_on.day}/{seen_on.month}/{seen_on.year}. Check the day.",
            "died_on",
        )
    return None


def objection_to_taking_back(*, died_on: date | None) -> Objection | None:
    """Return why the record of a death cannot be taken back, or None."""
    if died_on is None:
        return Objection("alive", "No death is recorded here.")
    return None
