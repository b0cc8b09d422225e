"""Handing somebody on: offered, accepted or declined, and until then the giver looks after them."""

from datetime import date

from throughline.domain.objections import Objection
from throughline.domain.vocabulary import Stage


def objection_to_handing_over(
    stage: Stage,
    *,
    to_themselves: bool,
    one_open: bool,
    receiver_can_act: bool,
    receiver_name: str,
    starts_on: date,
    today: date,
) -> Objection | None:
    """Return why a handover cannot be offered, or None."""
    if stage is Stage.MOVED_ON:
        return Objection("moved_on", "They have moved on. Open the record again first.")
    if one_open:
        return Objection(
            "offered_already", "A handover has been offered already. Wait for the answer, or take it back."
        )
    if to_themselves:
        return Objection("owner_already", "They look after this record already. Choose someone else.", "receiver")
    if not receiver_can_act:
        return Objection("away", f"{receiver_name} has left or is away for long. Choose someone else.", "receiver")
    if starts_on < today:
        return Objection("past", "That day has passed. Choose today or later.", "starts_on")
    return None


def objection_to_answering(*, answered: bool, withdrawn: bool, is_receiver: bool) -> Objection | None:
    """Return why a handover cannot be answered, or None."""
    if withdrawn:
        return Objection("withdrawn", "This handover was taken back.")
    if answered:
        return Objection("answered_already", "This handover has been answered already.")
    if not is_receiver:
        return Objection("not_yours", "Only the one it was offered to can answer.")
    return None
