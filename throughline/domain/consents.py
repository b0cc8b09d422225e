"""What must be agreed to before someone joins, and taking it back."""

from collections.abc import Collection
from datetime import date

from throughline.domain.objections import Objection
from throughline.domain.vocabulary import ConsentPurpose, Stage, Way


def objection_to_signing_up(
    stage: Stage,
    *,
    given: Collection[ConsentPurpose],
    needed: Collection[ConsentPurpose],
    worded: Collection[ConsentPurpose],
    way: Way,
    witness: str,
    on: date,
    today: date,
) -> Objection | None:
    """Return why someone cannot be signed up, or None. Nobody has to have been asked by us: they may ask for it."""
    if stage not in (Stage.IDENTIFIED, Stage.OFFERED, Stage.DECLINED):
        return Objection("joined_already", "They have joined already.")
    if not worded or any(purpose not in worded for purpose in given):
        return Objection(
            "no_wording", "These words were not in use yet on that day. Ask again, and put the day you ask.", "on"
        )
    missing = [purpose for purpose in needed if purpose not in given]
    if missing:
        return Objection(
            "needs_consent", f"They must say yes to this to join: {missing[0].label.lower()}.", missing[0].value
        )
    if way is Way.SPOKEN and not witness.strip():
        return Objection("needs_witness", "Say who heard it: a spoken yes needs a witness.", "witness")
    if on > today:
        return Objection("not_yet", "That day has not come yet. Choose today or before.", "on")
    return None


def objection_to_asking_again(
    stage: Stage,
    *,
    joined_on: date | None,
    given: bool,
    stands: bool,
    way: Way,
    witness: str,
    on: date,
    today: date,
) -> Objection | None:
    """Return why an answer to one purpose cannot be recorded after the sign-up, or None."""
    if joined_on is None:
        return Objection("not_joined", "Sign them up first: each purpose is asked about then.")
    if stage is Stage.MOVED_ON:
        return Objection("moved_on", "They have moved on. Open the record again first.")
    if given and stands:
        return Objection("stands_already", "They said yes to these words already.", "wording")
    if way is Way.SPOKEN and not witness.strip():
        return Objection("needs_witness", "Say who heard it: a spoken yes needs a witness.", "witness")
    if on > today:
        return Objection("not_yet", "That day has not come yet. Choose today or before.", "on")
    if on < joined_on:
        return Objection("before_joining", "That is before they signed up. Check the day.", "on")
    return None


def objection_to_withdrawing(
    *, given: bool, withdrawn_on: date | None, given_on: date, on: date, today: date
) -> Objection | None:
    """Return why a consent cannot be taken back, or None. It may be at any time."""
    if not given:
        return Objection("never_given", "They did not say yes to this.")
    if withdrawn_on is not None:
        return Objection("withdrawn_already", "They have taken this back already.")
    if on < given_on:
        return Objection("before_given", "That is before they said yes. Check the day.", "on")
    if on > today:
        return Objection("not_yet", "That day has not come yet. Choose today or before.", "on")
    return None
