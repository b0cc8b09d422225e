"""Records that are shut to all but a few named workers: why, how much of them, until when."""

from datetime import date, timedelta

from throughline.domain.objections import Objection
from throughline.domain.vocabulary import Words

LONGEST = timedelta(days=366)  # a seal is looked at again within a year


class SealKind(Words):
    """Why a record is sealed."""

    COLLEAGUE = "colleague", "It is a colleague’s own"
    RELATIVE = "relative", "They are family of a colleague"
    PROTECTED = "protected", "Their address must stay secret"
    OTHER = "other", "Another reason"


class Sealed(Words):
    """How much of a record is sealed."""

    WHOLE = "whole", "The whole record"
    ADDRESS = "address", "The address alone"


def objection_to_sealing(*, because: str, review_on: date, on: date, holders: int, doubled: bool) -> Objection | None:
    """Return why a record cannot be sealed like this, or None."""
    if doubled:
        return Objection("sealed", "This is sealed already. Change that seal instead.")
    if not because.strip():
        return Objection("no_reason", "Write why it must be sealed.", "because")
    if not holders:
        return Objection("no_holder", "Name at least one worker who can still open it.", "holders")
    return objection_to_reviewing(review_on=review_on, on=on)


def objection_to_reviewing(*, review_on: date, on: date, ended: bool = False) -> Objection | None:
    """Return why a seal cannot be kept until that day, or None."""
    if ended:
        return Objection("ended", "This seal has ended.")
    if review_on <= on:
        return Objection("review_past", "Choose a day after today to look at this again.", "review_on")
    if review_on > on + LONGEST:
        return Objection("review_late", "Look at this again within a year.", "review_on")
    return None


def objection_to_leaving_out(owner: str | None) -> Objection | None:
    """Return why a seal may not shut somebody out: whoever looks after the record must be able to open it."""
    if owner is None:
        return None
    return Objection(
        "owner_left_out", f"{owner} looks after them. Name {owner} too, or hand the record on first.", "holders"
    )


def objection_to_dropping(*, left: int, owner: str | None, ended: bool) -> Objection | None:
    """Return why a worker cannot be taken off a seal, or None."""
    if ended:
        return Objection("ended", "This seal has ended.")
    if left < 1:
        return Objection("last_holder", "Somebody must be able to open it. Name another worker first.")
    if owner is not None:
        return Objection("owner_left_out", f"{owner} looks after them. Hand the record on first.")
    return None


def objection_to_ending(*, because: str, ended: bool) -> Objection | None:
    """Return why a seal cannot be ended, or None."""
    if ended:
        return Objection("ended", "This seal has ended.")
    if not because.strip():
        return Objection("no_reason", "Write why it can end.", "because")
    return None
