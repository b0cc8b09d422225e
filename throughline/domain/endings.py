"""Moving on and coming back: when an episode can close, and open again."""

from collections.abc import Sequence
from datetime import date, datetime

from throughline.domain.contact import Try, TryRule, objection_to_giving_up
from throughline.domain.objections import Objection
from throughline.domain.vocabulary import Stage


def objection_to_moving_on(
    stage: Stage,
    *,
    needs_tries: bool,
    needs_custody: bool,
    needs_death: bool,
    died: bool,
    in_prison: bool,
    tries: Sequence[Try],
    rule: TryRule,
    on: date,
    today: date,
    started_on: date,
    at: datetime,
) -> Objection | None:
    """Return why an episode cannot end, or None. Lost contact is the one reason that has to be earned."""
    if stage is Stage.MOVED_ON:
        return Objection("moved_on", "They have moved on already.")
    if on > today:
        return Objection("not_yet", "That day has not come yet. Choose today or before.", "on")
    if on < started_on:
        return Objection("before_start", "That is before we first knew them. Check the day.", "on")
    if needs_death and not died:
        return Objection(
            "not_recorded", "A lead records that somebody has died: it stops everything at once.", "reason"
        )
    if needs_custody and not in_prison:
        return Objection("not_inside", "They are not in prison as far as we know. Record that first.", "reason")
    if needs_tries:
        return objection_to_giving_up(tries, rule, at=at)
    return None


def objection_to_reopening(stage: Stage, *, another_open: bool, died: bool) -> Objection | None:
    """Return why an episode cannot be opened again, or None."""
    if died:
        return Objection("died", "They have died. A lead takes that back first, if it is wrong.")
    if stage is not Stage.MOVED_ON:
        return Objection("open_already", "This record is open.")
    if another_open:
        return Objection("another_open", "They are with us again already.")
    return None
