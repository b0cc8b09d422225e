"""When an outcome can be recorded, checked, ended."""

from datetime import date, timedelta

from throughline.domain.objections import Objection


def objection_to_recording(*, started_on: date, evidence: str, today: date) -> Objection | None:
    """Return why an outcome cannot be recorded, or None. It needs evidence: what shows it."""
    if started_on > today:
        return Objection("not_yet", "That day has not come yet. Record it when it has begun.", "started_on")
    if not evidence.strip():
        return Objection("no_evidence", "Say what shows it: a letter, a payslip, a phone call.", "evidence")
    return None


def objection_to_checking(
    *, week: int, started_on: date, ended_on: date | None, checked: bool, on: date, today: date
) -> Objection | None:
    """Return why a check at 13 or 26 weeks cannot be recorded, or None."""
    if checked:
        return Objection("checked_already", "This check has been done already.")
    if on > today:
        return Objection("not_yet", "That day has not come yet. Choose today or before.", "on")
    if on < started_on + timedelta(weeks=week):
        return Objection("too_soon", f"It is not {week} weeks yet. Check again later.", "on")
    if ended_on is not None and ended_on < started_on + timedelta(weeks=week):
        return Objection("ended_before", "It ended before then, so there is nothing to check.")
    return None


def objection_to_ending(*, ended_on: date | None, started_on: date, on: date, today: date) -> Objection | None:
    """Return why an outcome cannot be ended, or None."""
    if ended_on is not None:
        return Objection("ended_already", "This has ended already.")
    if on < started_on:
        return Objection("before_start", "That is before it began. Check the day.", "on")
    return Objection("not_yet", "That day has not come yet. Choose today or before.", "on") if on > today else None
