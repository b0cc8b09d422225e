"""The gate and the pack: what can be booked, marked, handed over, and in which order."""

from datetime import date, datetime

from throughline.domain.calendar import day_of
from throughline.domain.objections import Objection
from throughline.domain.vocabulary import Stage


def objection_to_meeting(stage: Stage, *, in_prison: bool, due_at: datetime, now: datetime) -> Objection | None:
    """Return why a gate meeting cannot be planned, or None."""
    if stage is Stage.MOVED_ON:
        return Objection("moved_on", "They have moved on. Open the record again first.")
    if not in_prison:
        return Objection("not_inside", "They are not in prison, so there is no gate to meet at.")
    if day_of(due_at) < day_of(now):
        return Objection("past", "That day has passed. Choose today or a later one.", "due_on")
    return None


def objection_to_marking(
    *, marked: bool, due_at: datetime, now: datetime, met: bool, met_at: datetime | None, told_on: date | None = None
) -> Objection | None:
    """Return why what came of a gate meeting cannot be recorded, or None. Someone may come out early: so it may be told early."""
    if marked:
        return Objection("marked_already", "This gate meeting has been marked already.")
    if met and met_at is None:
        return Objection("no_time", "Say when you met.", "met_at")
    if met_at is not None and met_at > now:
        return Objection("not_yet", "That time has not come yet. Check it.", "met_at")
    days = {day_of(due_at), told_on or day_of(due_at)}  # planned, and told since
    if met_at is not None and min(abs((day_of(met_at) - day).days) for day in days) > 14:
        return Objection("far_from_due", "That is weeks away from the day planned. Check the day.", "met_at")
    return None


def objection_to_telling(
    *, came_out: bool, on: date | None, new_prison: bool, prison: str | None, new_date: bool, new_day: date | None
) -> Objection | None:
    """Return what a result still needs to be told, or None: no day is guessed."""
    if came_out and on is None:
        return Objection("no_day", "Say which day they came out.", "on")
    if new_prison and not prison:
        return Objection("no_prison", "Choose the prison they are in now.", "prison")
    if new_date and new_day is None:
        return Objection("no_new_day", "Write the new day they come out.", "new_day")
    return None


def objection_to_correcting(*, settled: bool, replaced: bool, recalled: bool) -> Objection | None:
    """Return why what was marked cannot be put right, or None."""
    if replaced:
        return Objection("replaced", "This was put right already. Open the newer one.")
    if not settled:
        return Objection("not_marked", "Nothing is marked yet.")
    if recalled:
        return Objection("back_inside", "They went back in that day. Ask the record steward.")
    return None


def objection_to_preparing(stage: Stage, *, has_open_pack: bool, signed_up: bool) -> Objection | None:
    """Return why a pack cannot be prepared, or None."""
    if stage is Stage.MOVED_ON or not signed_up:
        return Objection("not_joined", "Sign them up before you prepare a pack.")
    if has_open_pack:
        return Objection("pack_there", "There is a pack for them already.")
    return None


def objection_to_leaving(
    *, left_on: date | None, handed_on: date | None, on: date, prepared_on: date
) -> Objection | None:
    """Return why a pack cannot be left with the prison, or None."""
    if handed_on is not None:
        return Objection("handed_already", "They have the pack already.")
    if left_on is not None:
        return Objection("left_already", "The prison has the pack already.")
    if on < prepared_on:
        return Objection("before_prepared", "That is before the pack was ready. Check the day.", "on")
    return None


def objection_to_handing(*, handed_on: date | None, on: date, prepared_on: date, today: date) -> Objection | None:
    """Return why a pack cannot be handed over, or None."""
    if handed_on is not None:
        return Objection("handed_already", "They have the pack already.")
    if on < prepared_on:
        return Objection("before_prepared", "That is before the pack was ready. Check the day.", "on")
    if on > today:
        return Objection("not_yet", "That day has not come yet. Choose today or before.", "on")
    return None
