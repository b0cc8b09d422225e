"""How a result is put into words: one table, by measure, sign, whether it is clear, and who reads it.

A result that is not clear is not the same as nothing; a difference is not what a service did. `FORBIDDEN` holds the words
that say more than figures of this kind can, and a test makes every sentence of the table and looks for them.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from throughline.domain.findings import Finding


class Measure(StrEnum):
    """What was measured between a group and the one it is compared with."""

    CURVES = "curves"  # log-rank: returns against those expected if all were alike
    RATE_RATIO = "rate_ratio"  # Cox: rates, people alike in the other columns compared
    REPEATED = "repeated"  # Andersen-Gill and the like: rates of all returns
    DIFFERENCE = "difference"  # two shares


class Sign(StrEnum):
    """How the first group stands to the second."""

    LOWER = "lower"
    HIGHER = "higher"
    SAME = "same"


class Audience(StrEnum):
    """Who reads it."""

    MANAGER = "manager"
    EVALUATOR = "evaluator"
    PARTICIPANT = "participant"


FORBIDDEN = re.compile(
    r"\b(caus(?:e|es|ed|ing|al)|reduc\w*|prevent\w*|prov(?:e|es|ed|en)|effect\w*|impact\w*|significan\w*|success\w*|fail\w*"
    r"|work(?:s|ed)|thanks to|led to|lead to|due to|result of|no difference|no evidence|(?:re)?offend\w*|better|worse)\b",
    re.IGNORECASE,
)

_CHANCE = "Chance alone could give a difference of this size. That does not show that the groups are alike: it takes more people, or more time, to tell."
_PER_100 = "at any time {per_100} for each 100 in “{other}” (95% interval {low_100} to {high_100})"
_RATIO = "ratio of rates {ratio} (95% interval {low} to {high}; p\u00a0{p})"
_COUNTS = "{observed} in “{group}”, where {expected} would be expected if the groups were alike (log-rank p\u00a0{p})"
_SHARES = "{first} and {second}, {difference} apart ({level}% interval {low} to {high})"

_WORDS: dict[tuple[Measure, Sign, bool], tuple[str, str, str]] = {}


def _say(measure: Measure, sign: Sign, *, clear: bool, manager: str, evaluator: str, participant: str) -> None:
    _WORDS[measure, sign, clear] = (manager, evaluator, participant)


for _sign, _how in ((Sign.LOWER, "less"), (Sign.HIGHER, "more")):
    _say(
        Measure.CURVES, _sign, clear=True,
        manager=f"Over the whole follow-up, “{{event}}” came {_how} often in “{{group}}” than in “{{other}}”: {_COUNTS}.",
        evaluator=f"Survival differs between the groups, with “{{event}}” {_how} frequent in “{{group}}”: {_COUNTS}. The test gives no size.",
        participant=f"In “{{group}}” “{{event}}” came {_how} often: {_COUNTS}. So large a difference is seldom chance alone.",
    )  # fmt: skip
    _say(
        Measure.CURVES, _sign, clear=False,
        manager=f"Over the whole follow-up, “{{event}}” came {_how} often in “{{group}}” than in “{{other}}”: {_COUNTS}. {_CHANCE}",
        evaluator=f"Not clear: “{{event}}” was {_how} frequent in “{{group}}”, {_COUNTS}. {_CHANCE}",
        participant=f"In “{{group}}” “{{event}}” came {_how} often: {_COUNTS}. {_CHANCE}",
    )  # fmt: skip
    _say(
        Measure.RATE_RATIO, _sign, clear=True,
        manager=f"{{among}}, “{{event}}” came {_how} often in “{{group}}”: {_PER_100}.",
        evaluator=f"{{adjusted}}, the rate of “{{event}}” is {_sign} in “{{group}}” than in “{{other}}”: {_RATIO}.",
        participant=f"{{among}}, “{{event}}” came {_how} often in “{{group}}”: {_PER_100}.",
    )  # fmt: skip
    _say(
        Measure.RATE_RATIO, _sign, clear=False,
        manager=f"{{among}}, “{{event}}” came {_how} often in “{{group}}”: {_PER_100}. {_CHANCE}",
        evaluator=f"{{adjusted}}, not clear: the rate of “{{event}}” is {_sign} in “{{group}}” than in “{{other}}”, {_RATIO}. {_CHANCE}",
        participant=f"{{among}}, “{{event}}” came {_how} often in “{{group}}”: {_PER_100}. {_CHANCE}",
    )  # fmt: skip
    _say(
        Measure.REPEATED, _sign, clear=True,
        manager=f"Counting every time and not only the first, “{{event}}” came {_how} often in “{{group}}”: {_PER_100}.",
        evaluator=f"Over repeated events, the rate of “{{event}}” is {_sign} in “{{group}}” than in “{{other}}” ({{model}}, errors robust by person): {_RATIO}.",
        participant=f"Counting every time and not only the first, “{{event}}” came {_how} often in “{{group}}”: {_PER_100}.",
    )  # fmt: skip
    _say(
        Measure.REPEATED, _sign, clear=False,
        manager=f"Counting every time and not only the first, “{{event}}” came {_how} often in “{{group}}”: {_PER_100}. {_CHANCE}",
        evaluator=f"Over repeated events, not clear: the rate of “{{event}}” is {_sign} in “{{group}}” than in “{{other}}” ({{model}}, errors robust by person), {_RATIO}. {_CHANCE}",
        participant=f"Counting every time and not only the first, “{{event}}” came {_how} often in “{{group}}”: {_PER_100}. {_CHANCE}",
    )  # fmt: skip
    _say(
        Measure.DIFFERENCE, _sign, clear=True,
        manager=f"The share with “{{event}}” is {_sign} in “{{group}}” than in “{{other}}”: {_SHARES}.",
        evaluator=f"The share with “{{event}}” is {_sign} in “{{group}}” than in “{{other}}”: {_SHARES}, by Newcombe’s method.",
        participant=f"The share with “{{event}}” is {_sign} in “{{group}}”: {_SHARES}.",
    )  # fmt: skip
    _say(
        Measure.DIFFERENCE, _sign, clear=False,
        manager=f"The share with “{{event}}” is {_sign} in “{{group}}” than in “{{other}}”: {_SHARES}. {_CHANCE}",
        evaluator=f"Not clear: the share with “{{event}}” is {_sign} in “{{group}}” than in “{{other}}”, {_SHARES}, by Newcombe’s method. {_CHANCE}",
        participant=f"The share with “{{event}}” is {_sign} in “{{group}}”: {_SHARES}. {_CHANCE}",
    )  # fmt: skip
for _measure, _numbers in (
    (Measure.CURVES, _COUNTS), (Measure.RATE_RATIO, _PER_100), (Measure.REPEATED, _PER_100), (Measure.DIFFERENCE, _SHARES),
):  # fmt: skip
    _same = f"In this file “{{event}}” came equally often in “{{group}}” and “{{other}}”: {_numbers}. {_CHANCE}"
    for _clear in (True, False):
        _say(_measure, Sign.SAME, clear=_clear, manager=_same, evaluator=_same, participant=_same)

WORDS: Mapping[tuple[Measure, Sign, bool], tuple[str, str, str]] = _WORDS


@dataclass(frozen=True)
class Told:
    """What every reading says besides the result: how long people were followed, who is missing, what else it could be."""

    follow_up: str
    missing: str
    other: str


@dataclass(frozen=True)
class Reading:
    """A result in words. No part of it is shown without the others."""

    measure: Measure
    sign: Sign
    clear: bool
    audience: Audience
    result: str
    follow_up: str
    missing: str
    other: str

    @property
    def sentences(self) -> tuple[str, ...]:
        """Return all that is said, in order."""
        return self.result, self.follow_up, self.missing, self.other


def sign_of(value: float, *, alike: float) -> Sign:
    """Return how a measure stands to the value that it has where groups are alike: 1 for a ratio, 0 for a difference."""
    return Sign.LOWER if value < alike else Sign.HIGHER if value > alike else Sign.SAME


def reading(measure: Measure, *, sign: Sign, clear: bool, audience: Audience, told: Told, **numbers: object) -> Reading:
    """Put a result into the words of the table. Raises KeyError where a number that the words need is not given."""
    words = WORDS[measure, sign, clear][list(Audience).index(audience)]
    filled = words.format_map({name: str(value) for name, value in numbers.items()})
    return Reading(
        measure, sign, clear, audience, filled[:1].upper() + filled[1:], told.follow_up, told.missing, told.other
    )


_BY_LOT = (
    "What else could explain it: whoever made this report says that the groups were drawn by lot. Then they differ in other "
    "things only as chance has it, which the interval allows for; how people were followed and who went out of sight can still differ."
)
_NOT_BY_LOT = (
    "What else could explain it: the groups may have differed from the start in things that are not in the file, such as "
    "housing, health, support from family, or how willing people were. What was not measured cannot be taken into account."
)
_LEARNT_LATE = "If a group was formed by something that happened after release, those who returned early could not be in it, and the comparison is not fair."


def told(
    *, longest: str, middle: str, unit: str, rows: int, used: int, why: Mapping[str, int], drawn_by_lot: bool
) -> Told:
    """Return what stands beside every result, from what is known of the file."""
    missing = f"All {rows:,} rows of the file are in it."
    if used < rows:
        reasons = "; ".join(f"{words}: {count:,}" for words, count in why.items())
        missing = (
            f"{used:,} of {rows:,} rows are in it. Left out: {reasons}. If those people differ, the figures would too."
        )
    return Told(
        follow_up=f"Nobody was followed for longer than {longest} {unit}; half could be followed for {middle} {unit} or longer. What came later is not known.",
        missing=missing,
        other=_BY_LOT if drawn_by_lot else f"{_NOT_BY_LOT} {_LEARNT_LATE}",
    )


NOT_TOLD = Told(
    follow_up="How long people were followed is not said here: two shares are comparable only over the same time.",
    missing="Who is missing from the counts is not said here: those of whom nothing is known may differ.",
    other=f"{_NOT_BY_LOT} {_LEARNT_LATE}",
)


def side_by_side(*, curves: str, ratio: str, curves_clear: bool, ratio_clear: bool) -> str:
    """Say what the two tests of one question are to each other: they stand together, and neither is the verdict."""
    both = (
        f"Two tests were made of the same question, and both stand as they are: log-rank, the groups as they came, p\u00a0{curves}; "
        f"Cox, the other columns held alike, p\u00a0{ratio}."
    )
    if curves_clear != ratio_clear:
        return (
            f"{both} They fall on the two sides of 0.05, which is a convention and no border in nature. Read the interval: "
            "its end that lies nearest to “alike” is what cannot be ruled out."
        )
    return f"{both} They agree on which side of 0.05 they fall, which is a convention. Read the interval, not the p."


def few_at_risk(least: int) -> str:
    """Say where the curves end and why."""
    return f"A curve is drawn only while at least {least} people are still followed, and no longer than anybody was."


def left_out(findings: tuple[Finding, ...]) -> dict[str, int]:
    """Return how many rows each finding took out of all figures, by its words in short."""
    return {SHORT.get(one.code, one.words.rstrip(".")): one.rows for one in findings if one.rows}


SHORT = {
    "shifted": "cells in the wrong number",
    "no_event": "no readable event",
    "no_time": "no readable time",
    "not_after": "an end on or before the release",
    "after_data": "an end after the day of the data",
    "filler": "an end that looks like a filler",
    "nobody": "no person named",
    "overlap": "rows of one person that overlap",
    "broken": "a quotation mark that is never closed",
}
