"""Who can join: rules as rows of a programme, a verdict with a reason for each.

A missing fact gives "not known yet", never a guess. Someone on remand, recalled or without a date can still be asked:
a rule about sentence or date says what is not known, and what is not known does not shut anyone out.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from throughline.domain.dates import age_on
from throughline.domain.vocabulary import CustodyStatus

# A month of sentence is counted as this many days where a list gives only days: the mean month of the calendar.
DAYS_IN_MONTH = 30.4375


@dataclass(frozen=True)
class Facts:
    """What is known of someone, as far as the rules ask."""

    birth_date: date | None = None
    sex: str = ""
    council: str | None = None
    council_name: str = ""
    status: CustodyStatus = CustodyStatus.UNKNOWN
    sentence_days: int | None = None
    liberation_on: date | None = None
    no_date_because: str = ""
    released_on: date | None = None


@dataclass(frozen=True)
class Rule:
    """One rule in force: a kind, and its numbers."""

    kind: str
    numbers: Mapping[str, Any]


@dataclass(frozen=True)
class Reason:
    """What one rule says of someone: met True, not met False, not known yet None."""

    kind: str
    met: bool | None
    words: str


@dataclass(frozen=True)
class Verdict:
    """Whether someone can join, and why. `eligible` is None where nothing speaks against it but something is not known."""

    eligible: bool | None
    reasons: tuple[Reason, ...]

    @property
    def may_be_asked(self) -> bool:
        """Whether an offer may be made: everyone whom no rule shuts out."""
        return self.eligible is not False

    @property
    def because(self) -> str:
        """Why not, in words, or ""."""
        return " ".join(reason.words for reason in self.reasons if reason.met is False)


def judge(rules: Sequence[Rule], facts: Facts, *, on: date, served: Mapping[str, str]) -> Verdict:
    """Say whether someone can join on a day. `served` maps the served councils' codes to their names."""
    reasons = tuple(_KINDS[rule.kind](rule.numbers, facts, on, served) for rule in rules if rule.kind in _KINDS)
    if any(reason.met is False for reason in reasons):
        return Verdict(False, reasons)
    return Verdict(None if any(reason.met is None for reason in reasons) else True, reasons)


def _sentence(numbers: Mapping[str, Any], facts: Facts, on: date, served: Mapping[str, str]) -> Reason:  # noqa: ARG001
    low, under = int(numbers["at_least_months"]), int(numbers["under_months"])
    if facts.status in (CustodyStatus.REMAND, CustodyStatus.RECALL):
        words = {CustodyStatus.REMAND: "On remand", CustodyStatus.RECALL: "Recalled"}[facts.status]
        return Reason("sentence", None, f"{words}: no sentence to measure yet.")
    if facts.sentence_days is None:
        return Reason("sentence", None, "The length of the sentence is not known yet.")
    months = facts.sentence_days / DAYS_IN_MONTH
    # A list in days rounds: a sentence of exactly 3 months may stand as 89 to 92 days. Half a week is given either way.
    if months < low - 0.115:
        return Reason("sentence", False, f"The sentence is shorter than {low} months.")
    if months >= under - 0.02:
        return Reason("sentence", False, f"The sentence is {_long(under)} or longer.")
    return Reason("sentence", True, "The sentence is the right length.")


def _long(months: int) -> str:
    return f"{months // 12} years" if months % 12 == 0 else f"{months} months"


def _home(numbers: Mapping[str, Any], facts: Facts, on: date, served: Mapping[str, str]) -> Reason:  # noqa: ARG001
    if facts.council is None:
        return Reason("home", None, "Where home is, is not known yet.")
    if facts.council in served:
        return Reason("home", True, f"Home is in {facts.council_name or served[facts.council]}, where we work.")
    return Reason("home", False, f"Home is in {facts.council_name or 'a place'}, where we do not work.")


def _age(numbers: Mapping[str, Any], facts: Facts, on: date, served: Mapping[str, str]) -> Reason:  # noqa: ARG001
    least = int(numbers["at_least_years"])
    if facts.birth_date is None:
        return Reason("age", None, "The date of birth is not known yet.")
    age = age_on(facts.birth_date, facts.liberation_on or on)
    if age < least:
        return Reason("age", False, f"They will be {age} when they come out. They must be {least}.")
    return Reason("age", True, f"They are old enough: {least} or over.")


def _date(numbers: Mapping[str, Any], facts: Facts, on: date, served: Mapping[str, str]) -> Reason:  # noqa: ARG001
    if facts.released_on is not None:
        return Reason("date", True, "Out already: they can be asked in the community.")
    if facts.liberation_on is None:
        why = f" because {facts.no_date_because}" if facts.no_date_because else ""
        return Reason("date", None, f"The day they come out is not known yet{why}.")
    if facts.liberation_on < on:
        return Reason("date", None, "The day they were to come out has passed. Check if they are out.")
    return Reason("date", True, "The day they come out is ahead.")


def _sex(numbers: Mapping[str, Any], facts: Facts, on: date, served: Mapping[str, str]) -> Reason:  # noqa: ARG001
    wanted = str(numbers["only"])
    if not facts.sex:
        return Reason("sex", None, "The list does not say whether they are a man or a woman.")
    same = facts.sex.strip().lower()[:1] == wanted[:1].lower()
    return Reason("sex", same, f"This programme is for {wanted}.")


_KINDS: dict[str, Callable[[Mapping[str, Any], Facts, date, Mapping[str, str]], Reason]] = {
    "sentence": _sentence,
    "home": _home,
    "age": _age,
    "date": _date,
    "sex": _sex,
}

SHIPPED: tuple[tuple[str, dict[str, Any], str], ...] = (
    ("sentence", {"at_least_months": 3, "under_months": 48}, "Routes out of Prison: 3 months to under 4 years"),
    ("home", {}, "Home in an area that a team serves"),
    ("age", {"at_least_years": 16}, "Adults and young people"),
    ("date", {}, "A day to come out, ahead"),
)
