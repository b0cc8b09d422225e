"""Knowing somebody whose record one might work with: how, and why it cannot be written down like this."""

from datetime import date

from throughline.domain.objections import Objection
from throughline.domain.vocabulary import Words


class Knows(Words):
    """How a worker knows somebody."""

    RELATIVE = "relative", "They are family"
    CO_ACCUSED = "co_accused", "They were accused together"
    DISPUTE = "dispute", "They had a dispute"
    VICTIM = "victim", "One of them harmed the other"
    OTHER = "other", "Some other way"


def objection_to_declaring(*, given: str, family: str, birth: date | None, number: str) -> Objection | None:
    """Return why somebody out of sight cannot be named like this, or None: a number, or name and birth date, exactly."""
    if number.strip():
        return None
    if not given.strip():
        return Objection("no_name", "Write their first name, or a number.", "given_names")
    if not family.strip():
        return Objection("no_name", "Write their last name, or a number.", "family_name")
    if birth is None:
        return Objection("no_birth_date", "Write their date of birth, or a number.", "birth_date")
    return None


def objection_to_settling(*, ended: bool, matched: bool = False) -> Objection | None:
    """Return why nothing more can be done to a declaration, or None."""
    if ended:
        return Objection("ended", "This has ended already.")
    if matched:
        return Objection("matched", "The record has been found already.")
    return None
