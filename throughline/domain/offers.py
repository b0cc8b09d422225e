"""When someone may be asked, and may answer."""

from datetime import date

from throughline.domain.objections import Objection
from throughline.domain.vocabulary import OfferAnswer, Stage


def objection_to_offering(stage: Stage, *, on: date, today: date, shut_out_because: str = "") -> Objection | None:
    """Return why an offer cannot be made, or None. Whoever declined may be asked again."""
    if stage not in (Stage.IDENTIFIED, Stage.OFFERED, Stage.DECLINED):
        return Objection("joined_already", "They have joined already.")
    if on > today:
        return Objection("not_yet", "That day has not come yet. Choose today or before.", "made_on")
    if shut_out_because:
        return Objection("cannot_join", shut_out_because)
    return None


def objection_to_answering(
    stage: Stage, answer: OfferAnswer, *, offered_on: date | None, on: date, today: date
) -> Objection | None:
    """Return why an answer cannot be recorded, or None. A later yes after a no needs nothing but the yes."""
    if stage is Stage.MOVED_ON:
        return Objection("moved_on", "They have moved on. Open the record again first.")
    if offered_on is None:
        return Objection("not_asked", "Record that they were asked first.")
    if stage not in (Stage.OFFERED, Stage.DECLINED, Stage.IDENTIFIED):
        return Objection("joined_already", "They have joined already.")
    if on > today:
        return Objection("not_yet", "That day has not come yet. Choose today or before.", "on")
    if on < offered_on:
        return Objection("before_offer", "That is before they were asked. Check the day.", "on")
    return None if answer in OfferAnswer else Objection("no_answer", "Choose what they said.", "answer")
