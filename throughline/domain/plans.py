"""When a plan can be changed, agreed, put away."""

from datetime import date

from throughline.domain.objections import Objection
from throughline.domain.vocabulary import Stage


def objection_to_planning(stage: Stage, *, signed_up: bool) -> Objection | None:
    """Return why a plan cannot be started or changed, or None."""
    if stage is Stage.MOVED_ON:
        return Objection("moved_on", "They have moved on. Open the record again first.")
    if not signed_up:
        return Objection("not_joined", "Sign them up before you make a plan.")
    return None


def objection_to_changing(*, agreed_on: date | None, archived_on: date | None) -> Objection | None:
    """Return why this version can no longer be changed, or None."""
    if archived_on is not None:
        return Objection("put_away", "This plan has been put away. Start a new one.")
    if agreed_on is not None:
        return Objection("agreed_already", "This plan has been agreed. Start a review to change it.")
    return None


def objection_to_agreeing(
    *,
    agreed_on: date | None,
    archived_on: date | None,
    goals: int,
    goals_without_action: int,
    on: date,
    started_on: date,
    today: date,
) -> Objection | None:
    """Return why a plan cannot be agreed, or None."""
    stuck = objection_to_changing(agreed_on=agreed_on, archived_on=archived_on)
    if stuck is not None:
        return stuck
    if goals == 0:
        return Objection("no_goal", "Add at least one goal first.")
    if goals_without_action:
        return Objection("no_action", "Each goal needs a step: who does what, by when.")
    if on > today:
        return Objection("not_yet", "That day has not come yet. Choose today or before.", "on")
    if on < started_on:
        return Objection("before_start", "That is before this plan was started. Check the day.", "on")
    return None


def objection_to_archiving(*, archived_on: date | None, on: date, started_on: date) -> Objection | None:
    """Return why a plan cannot be put away, or None. It is never failed: life changed, or it is done."""
    if archived_on is not None:
        return Objection("put_away", "This plan has been put away already.")
    if on < started_on:
        return Objection("before_start", "That is before this plan was started. Check the day.", "on")
    return None
