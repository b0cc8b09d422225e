"""Coming out and going back: facts with dates that must follow each other."""

from datetime import date

from throughline.domain.objections import Objection


def objection_to_releasing(
    *, in_prison: bool, received_on: date | None, sentence_on: date | None, on: date, today: date
) -> Objection | None:
    """Return why a release cannot be recorded, or None."""
    if not in_prison:
        return Objection("not_inside", "They are not in prison as far as we know.")
    if on > today:
        return Objection("not_yet", "That day has not come yet. Choose today or before.", "on")
    start = received_on or sentence_on
    if start is not None and on < start:
        return Objection("before_reception", "That is before they went in. Check the day.", "on")
    return None


def objection_to_correcting_release(
    *,
    released_on: date | None,
    received_on: date | None,
    last_move_on: date | None,
    in_prison: bool,
    on: date | None,
    today: date,
) -> Objection | None:
    """Return why the day of a release cannot be put right, or None."""
    if released_on is None:
        return Objection("not_out", "No day on which they came out is on the record.")
    if in_prison:
        return Objection("back_inside", "They are back in prison since. Ask the record steward.")
    if on is not None and on > today:
        return Objection("not_yet", "That day has not come yet. Choose today or before.", "on")
    if on is not None and received_on is not None and on < received_on:
        return Objection("before_reception", "That is before they went in. Check the day.", "on")
    if on is not None and last_move_on is not None and on < last_move_on:
        return Objection("before_last_move", "That is before their last move. Check the day.", "on")
    if on == released_on:
        return Objection("same_day", "That is the day on the record.", "on")
    return None


def objection_to_receiving(*, in_prison: bool, last_release: date | None, on: date, today: date) -> Objection | None:
    """Return why going into prison cannot be recorded, or None."""
    if in_prison:
        return Objection(
            "inside_already", "They are in prison already as far as we know. Record that they came out first."
        )
    if on > today:
        return Objection("not_yet", "That day has not come yet. Choose today or before.", "on")
    if last_release is not None and on < last_release:
        return Objection("before_release", "That is before they last came out. Check the day.", "on")
    return None


def objection_to_dating(
    *, day: date, sentence_on: date | None, received_on: date | None, released_on: date | None
) -> Objection | None:
    """Return why a liberation date cannot be right, or None."""
    if released_on is not None:
        return Objection("out_already", "They are out already.")
    start = sentence_on or received_on
    if start is not None and day < start:
        return Objection("before_sentence", "The day they come out is before the sentence. Check both.", "day")
    return None


def objection_to_transferring(
    *, in_prison: bool, same_prison: bool, from_on: date | None, on: date
) -> Objection | None:
    """Return why a move to another prison cannot be recorded, or None."""
    if not in_prison:
        return Objection("not_inside", "They are not in prison as far as we know.")
    if same_prison:
        return Objection("same_prison", "They are in that prison already.")
    if from_on is not None and on < from_on:
        return Objection("before_last_move", "That is before their last move. Check the day.", "on")
    return None
