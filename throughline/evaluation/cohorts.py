"""A cohort: who was followed from when to when, what is wrong with the file that says so, and what was done about it."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

import numpy as np
import pandas as pd

from throughline.domain.findings import Finding, NoFigure
from throughline.evaluation import columns
from throughline.evaluation.columns import Covariate, short
from throughline.stats.arrays import Bools, Floats
from throughline.stats.survival import Limits

Unit = Literal["days", "weeks", "months"]
DAYS_IN: dict[str, float] = {"days": 1.0, "weeks": 7.0, "months": 365.25 / 12}
USUAL_TIMES: dict[str, tuple[float, ...]] = {
    "days": (91, 182, 365, 730),
    "weeks": (13, 26, 39, 52, 104),
    "months": (6, 12, 24),
}
FEWEST_IN_A_GROUP = columns.FEWEST
MOST_GROUPS = 8
VERY_MANY = 500_000  # rows: of so many nearly any two groups differ by more than chance
_FILLER_SHARE, _FILLER_TIMES, _FILLER_LEAST = 0.2, 5, 10


@dataclass(frozen=True)
class Question:
    """What is asked of a file: which columns, and how they are to be read."""

    event: str
    time: str = ""
    begins: str = ""
    ends: str = ""
    person: str = ""
    start: str = ""
    stop: str = ""
    group: str = ""
    covariates: tuple[str, ...] = ()
    unit: Unit | None = None
    coding: str | None = None
    limits: Limits = "log-log"
    at: tuple[float, ...] = ()
    event_name: str = ""
    data_date: date | None = None
    drawn_by_lot: bool = False
    common_date_is_real: bool = False

    @property
    def columns(self) -> tuple[str, ...]:
        """Return the columns that it needs, each once."""
        asked = (
            self.time,
            self.begins,
            self.ends,
            self.person,
            self.start,
            self.stop,
            self.event,
            self.group,
            *self.covariates,
        )
        return tuple(dict.fromkeys(one for one in asked if one))

    @property
    def repeated(self) -> bool:
        """Tell whether a person may have several rows."""
        return bool(self.person)


@dataclass(frozen=True, eq=False)
class Cohort:
    """The rows that every figure is made of: arrays (n,). `labels` is "" where no group is known or it is not compared."""

    question: Question
    unit: Unit
    event: str
    rows: int
    days: Floats
    begins: Floats
    returned: Bools
    person: np.ndarray
    labels: np.ndarray
    groups: tuple[str, ...]
    covariates: tuple[Covariate, ...]
    missing: dict[str, int]
    findings: tuple[Finding, ...]


@dataclass
class _Making:
    """The rows that are still in, and what was found on the way."""

    inside: Bools
    findings: list[Finding] = field(default_factory=list)

    def leave_out(
        self, where: Bools, code: str, words: Callable[[int], str], done: str, *, grave: bool = False
    ) -> None:
        """Take rows out that are still in, and say so."""
        count = int(np.sum(self.inside & where))
        if count:
            self.inside = self.inside & ~where
            self.findings.append(Finding(code, words(count), done, count, grave))


def build(frame: pd.DataFrame, question: Question, *, rows: int, decimal_comma: bool, today: date) -> Cohort:
    """Make the cohort that a question asks for, of a frame of categories.

    Raises NoFigure where no honest figure can be made.
    """
    making = _Making(np.ones(len(frame), dtype=bool))
    read, found = columns.events(frame[question.event], name=question.event, coding=question.coding)
    making.findings += found
    event = np.nan_to_num(read.figures) > 0
    making.leave_out(
        np.isnan(read.figures), "no_event",
        lambda count: f"{_rows(count)} no readable event" + (f" (such as “{read.examples[0]}”)." if read.unread else "."),
        "Left out of every figure.",
    )  # fmt: skip
    unit = question.unit or _unit_of(question)
    if question.unit is None and (question.time or question.repeated):
        making.findings.append(
            Finding(
                "guessed_unit", f"Nobody said whether the times are days, weeks or months: they were taken as {unit}.",
                "No estimate depends on it, only its words. If it is wrong, say --unit days, weeks or months.",
            )
        )  # fmt: skip
    begins = np.zeros(len(frame))
    if question.repeated:
        begins, ends = _stretches(frame, question, making, decimal_comma)
    elif question.time:
        ends = _times(frame, question, making, decimal_comma)
    else:
        ends = _between_dates(frame, question, making, event, today) / DAYS_IN[unit]
    person = np.arange(len(frame))
    if question.repeated:
        person = frame[question.person].cat.codes.to_numpy().astype(np.int64)
        making.leave_out(
            person < 0,
            "nobody",
            lambda count: f"{_rows(count)} no person named in “{short(question.person)}”.",
            "Left out of every figure.",
        )
        _overlapping(making, person, begins, ends)
    inside = making.inside
    if not inside.any():
        raise NoFigure(Finding(
            "none_left", "No row is left of which a figure could be made: " + "; ".join(one.words.rstrip(".") for one in making.findings) + ".",
            "No figure was made. Check which columns were named.", grave=True,
        ))  # fmt: skip
    if inside.sum() < len(frame) / 2:
        making.findings.append(Finding(
            "most_left_out", f"More than half of the rows ({int((~inside).sum()):,} of {len(frame):,}) are left out.",
            "Figures were made of the rest, which may be of other people than you think. Check which columns were named.", grave=True,
        ))  # fmt: skip
    if inside.sum() >= VERY_MANY:
        making.findings.append(Finding(
            "very_many", f"{int(inside.sum()):,} rows are used. Of so many even a difference that matters to nobody is told from chance.",
            "Figures were made as of any file. Read how large a difference is, not its p.",
        ))  # fmt: skip
    labels, groups = _groups(frame, question, making, person)
    return Cohort(
        question=question, unit=unit, event=short(question.event_name or question.event), rows=rows,
        days=ends[inside], begins=begins[inside], returned=event[inside], person=person[inside],
        labels=labels[inside], groups=groups, covariates=_covariates(frame, question, making, decimal_comma),
        missing={short(name): int(frame[name].isna().sum()) for name in question.columns}, findings=tuple(making.findings),
    )  # fmt: skip


def _rows(count: int) -> str:
    return "One row has" if count == 1 else f"{count:,} rows have"


def _unit_of(question: Question) -> Unit:
    if not (question.time or question.repeated):
        return "days"
    name = (question.time or question.stop).casefold()
    for unit in ("week", "month", "day"):
        if unit in name:
            return f"{unit}s"  # type: ignore[return-value]
    return "days"


def _times(frame: pd.DataFrame, question: Question, making: _Making, decimal_comma: bool) -> Floats:
    read = columns.numbers(frame[question.time], decimal_comma=decimal_comma)
    if read.unread > len(frame) / 2:
        raise NoFigure(Finding(
            "shifted", f"“{short(question.time)}” is no number in {read.unread:,} of {len(frame):,} rows (such as “{read.examples[0]}”). The columns may be shifted, or it may hold dates.",
            "No figure was made. Name the right column, or give dates with --from and --to.", grave=True,
        ))  # fmt: skip
    making.leave_out(
        np.isnan(read.figures), "no_time",
        lambda count: f"{_rows(count)} no readable time in “{short(question.time)}”" + (f" (such as “{read.examples[0]}”)." if read.unread else "."),
        "Left out of every figure.",
    )  # fmt: skip
    making.leave_out(
        read.figures <= 0, "not_after", lambda count: f"{_rows(count)} a time of 0 or less: the end lies on or before the release.", "Left out of every figure.", grave=True
    )  # fmt: skip
    return read.figures


def _between_dates(frame: pd.DataFrame, question: Question, making: _Making, event: Bools, today: date) -> Floats:
    first, found = columns.days(frame[question.begins], name=question.begins)
    last, more = columns.days(frame[question.ends], name=question.ends)
    making.findings += found + more
    for name, read in ((question.begins, first), (question.ends, last)):
        if read.unread > len(frame) / 2:
            raise NoFigure(Finding(
                "shifted", f"“{short(name)}” is no date in {read.unread:,} of {len(frame):,} rows (such as “{read.examples[0]}”). The columns may be shifted.",
                "No figure was made. Name the right column.", grave=True,
            ))  # fmt: skip
        making.leave_out(
            np.isnan(read.figures), "no_time",
            lambda count, name=name, read=read: f"{_rows(count)} no readable date in “{short(name)}”" + (f" (such as “{read.examples[0]}”)." if read.unread else "."),  # type: ignore[misc]
            "Left out of every figure.",
        )  # fmt: skip
    data = question.data_date or today
    edge = float((data - date(1970, 1, 1)).days)
    ends = last.figures.copy()
    late = making.inside & (ends > edge)
    if late.any():
        common = _commonest(ends[late])
        cut = late & ~event if question.data_date is not None else np.zeros_like(late)
        if cut.any():
            making.findings.append(Finding(
                "after_data", f"{int(cut.sum()):,} rows without the event end after {columns.as_date(edge)}, the day of the data (most often {common}).",
                "They were followed until that day and no longer.", grave=True,
            ))  # fmt: skip
            ends[cut] = edge
        which = "the day of the data" if question.data_date is not None else "today"
        making.leave_out(
            late & ~cut, "after_data",
            lambda count: f"{_rows(count)} an end after {which}, {columns.as_date(edge)} (most often {common}): it looks like a filler, or cannot be known yet.",
            "Left out of every figure." + ("" if question.data_date is not None else " If it stands for people without the event, say --data-date with the day on which the file was made: they are then followed until that day."), grave=True,
        )  # fmt: skip
    if not question.common_date_is_real:
        _filler(making, ends, event)
    making.leave_out(
        ends <= first.figures, "not_after", lambda count: f"{_rows(count)} an end on or before the release.", "Left out of every figure.", grave=True
    )  # fmt: skip
    return np.asarray(ends - first.figures)


def _commonest(ends: Floats) -> str:
    days, counts = np.unique(ends, return_counts=True)
    return columns.as_date(float(days[np.argmax(counts)]))


def _filler(making: _Making, ends: Floats, event: Bools) -> None:
    """Find one date that is far more common among events than any other: nobody arranges to return on one day."""
    at = ends[making.inside & event]
    days, counts = np.unique(at, return_counts=True)
    if days.size < 3 or counts.max() < max(_FILLER_LEAST, _FILLER_SHARE * at.size):
        return
    order = np.argsort(counts)
    if counts[order[-1]] < _FILLER_TIMES * counts[order[-2]]:
        return
    day = float(days[order[-1]])
    next_best = int(counts[order[-2]])
    making.leave_out(
        event & (ends == day), "filler",
        lambda count: f"{count:,} of {at.size:,} events are on {columns.as_date(day)}, and no other day has more than {next_best:,}: that date looks like a filler.",
        "Those rows were left out of every figure. If the date is real, say --common-date-is-real.", grave=True,
    )  # fmt: skip


def _stretches(frame: pd.DataFrame, question: Question, making: _Making, decimal_comma: bool) -> tuple[Floats, Floats]:
    start = columns.numbers(frame[question.start], decimal_comma=decimal_comma)
    stop = columns.numbers(frame[question.stop], decimal_comma=decimal_comma)
    for name, read in ((question.start, start), (question.stop, stop)):
        making.leave_out(
            np.isnan(read.figures), "no_time", lambda count, name=name: f"{_rows(count)} no readable time in “{short(name)}”.", "Left out of every figure."  # type: ignore[misc]
        )  # fmt: skip
    making.leave_out(
        (stop.figures <= start.figures) | (start.figures < 0), "not_after",
        lambda count: f"{_rows(count)} an end that is not after the start, or a start below 0.", "Left out of every figure.", grave=True,
    )  # fmt: skip
    return start.figures, stop.figures


def _overlapping(making: _Making, person: np.ndarray, begins: Floats, ends: Floats) -> None:
    rows = np.flatnonzero(making.inside)
    order = rows[np.lexsort((begins[rows], person[rows]))]
    same = person[order][1:] == person[order][:-1]
    over = same & (begins[order][1:] < ends[order][:-1])
    people = np.unique(person[order][1:][over])
    if people.size:
        making.leave_out(
            np.isin(person, people), "overlap",
            lambda count: f"{people.size:,} people have rows that overlap in time ({count:,} rows).", "All rows of those people were left out of every figure.", grave=True,
        )  # fmt: skip


def _groups(
    frame: pd.DataFrame, question: Question, making: _Making, person: np.ndarray
) -> tuple[np.ndarray, tuple[str, ...]]:
    labels = np.full(len(frame), "", dtype=object)
    if not question.group:
        return labels, ()
    column = frame[question.group]
    codes, words = column.cat.codes.to_numpy(), [str(one) for one in column.cat.categories]
    shown = short(question.group)
    here = making.inside & (codes >= 0)
    pairs = pd.DataFrame({"group": codes[here], "person": person[here]})
    if question.repeated:
        pairs = pairs.drop_duplicates()
    counts = np.bincount(pairs["group"], minlength=len(words))
    used = [at for at in range(len(words)) if counts[at]]
    empty = int(np.sum(making.inside & (codes < 0)))
    if empty:
        making.findings.append(
            Finding(
                "no_group",
                f"{empty:,} rows say no group in “{shown}”.",
                "They are in the figures of everyone, and in no comparison.",
            )
        )
    if len(used) > MOST_GROUPS:
        making.findings.append(Finding(
            "too_many_groups", f"“{shown}” holds {len(used):,} different words, which is no grouping.", "No groups were compared.", grave=True
        ))  # fmt: skip
        return labels, ()
    small = [at for at in used if counts[at] < FEWEST_IN_A_GROUP]
    for at in small:
        size = "one person" if counts[at] == 1 else f"{counts[at]} people"
        making.findings.append(Finding(
            "small_group", f"A group in “{shown}” has {size}. Fewer than {FEWEST_IN_A_GROUP} say little, and may be known by name, so it is not named here.",
            "It is in the figures of everyone, and in no comparison.", grave=True,
        ))  # fmt: skip
    kept = sorted((at for at in used if at not in small), key=lambda at: _order(words[at]))
    if len(kept) < 2:
        said = "no group" if not kept else "one group"
        making.findings.append(
            Finding(
                "one_group",
                f"There is {said} in “{shown}” that is large enough.",
                "No groups were compared.",
                grave=True,
            )
        )
        return labels, ()
    for at in kept:
        labels[codes == at] = short(words[at])
    if len({short(words[at]) for at in kept}) < len(kept):
        making.findings.append(
            Finding(
                "same_groups",
                f"Groups in “{shown}” have names that begin alike.",
                "No groups were compared.",
                grave=True,
            )
        )
        return np.full(len(frame), "", dtype=object), ()
    return labels, tuple(short(words[at]) for at in kept)


def _order(word: str) -> tuple[int, float, str]:
    number = re.fullmatch(r"-?\d+(?:\.\d+)?", word)
    return (0, float(word), "") if number else (1, 0.0, word)


def _covariates(frame: pd.DataFrame, question: Question, making: _Making, decimal_comma: bool) -> tuple[Covariate, ...]:
    made = []
    for name in dict.fromkeys(question.covariates):
        if name == question.group:
            continue
        if name in (
            question.event,
            question.time,
            question.begins,
            question.ends,
            question.start,
            question.stop,
            question.person,
        ):
            making.findings.append(
                Finding("not_a_covariate", f"“{short(name)}” is what is to be explained.", "Left out of the model.")
            )
            continue
        found, more = columns.covariate(frame[name], name=name, decimal_comma=decimal_comma)
        making.findings += more
        if found is not None:
            made.append(
                Covariate(found.source, found.names, found.figures[making.inside], found.missing[making.inside])
            )
    return tuple(made)
