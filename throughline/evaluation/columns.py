"""What a column of a cohort says: numbers, yes and no, dates, groups. Each distinct value is read once."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd

from throughline.domain import dates
from throughline.domain.figures import LEAST
from throughline.domain.findings import Finding, NoFigure
from throughline.domain.objections import Objection
from throughline.stats.arrays import Bools, Floats

_NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,3})?")
_THOUSANDS = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d*)?")
_COMMA = re.compile(r"[+-]?\d+,\d+")
_YES = frozenset(("1", "1.0", "yes", "y", "true", "t"))
_NO = frozenset(("0", "0.0", "no", "n", "false", "f"))
_CENSORING = re.compile(
    r"cens|follow.?up.?complete|event.?free|survived|still.?out|no.?(?:return|event|arrest)", re.IGNORECASE
)
_AGE = re.compile(r"(?:^|[^a-z])age(?:$|[^a-z])", re.IGNORECASE)
_OLDEST = 130
_SPAN = dates.Span(date(1800, 1, 1), date(9999, 12, 31))
_TWO_DIGITS = dates.Span(date(1950, 1, 1), date(2049, 12, 31))
_ISO = re.compile(r"\d{4}[\s./-]")


@dataclass(frozen=True)
class Read:
    """A column as numbers, (n,) float with nan where there is none, and how many cells said something that is none."""

    figures: Floats
    unread: int
    examples: tuple[str, ...]


def short(value: object) -> str:
    """Return a word of the file as a sentence can carry it: one line, forty signs."""
    text = printable(str(value)).strip()
    return text if len(text) <= 40 else f"{text[:39]}…"


def printable(text: str) -> str:
    """Return a sentence as any terminal can show it: nothing of a file can move its cursor or turn its words round."""
    return re.sub(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]+", " ", text)


def shape(value: object) -> str:
    """Return what a cell looks like, every letter an a and every figure a 9: a cell that cannot be read may be somebody's name."""
    return re.sub(r"[^\W\d_]", "a", re.sub(r"\d", "9", short(value)))


def broadcast(column: "pd.Series[str]", of_values: Floats) -> Floats:
    """Return for every row what was read of its value; nan where the cell is empty."""
    codes = column.cat.codes.to_numpy()
    return np.asarray(np.append(of_values, np.nan)[codes], dtype=np.float64)


def numbers(column: "pd.Series[str]", *, decimal_comma: bool = False) -> Read:
    """Read a column of numbers. A thousand may have its comma; a file parted by semicolons may have decimal commas."""
    return _read(column, lambda word: _number(word, decimal_comma=decimal_comma))


def _number(word: str, *, decimal_comma: bool) -> float:
    if decimal_comma and _COMMA.fullmatch(word):
        return float(word.replace(",", "."))
    if _THOUSANDS.fullmatch(word):
        word = word.replace(",", "")
    value = float(word) if _NUMBER.fullmatch(word) else float("nan")
    return value if np.isfinite(value) else float("nan")


def _read(column: "pd.Series[str]", reads: "object") -> Read:
    words = [str(one) for one in column.cat.categories]
    found = np.array([reads(word) for word in words], dtype=np.float64)  # type: ignore[operator]
    counts = np.bincount(column.cat.codes.to_numpy()[column.cat.codes.to_numpy() >= 0], minlength=len(words))
    bad = np.flatnonzero(np.isnan(found) & (counts > 0))
    return Read(broadcast(column, found), int(counts[bad].sum()), tuple(shape(words[one]) for one in bad[:3]))


def events(column: "pd.Series[str]", *, name: str, coding: str | None) -> tuple[Read, list[Finding]]:
    """Read a column of events: 1 where the row ends in one.

    Raises NoFigure where the coding cannot be told: a name like censoring without a word on it, or no yes and no in it.
    """
    if coding is None and _CENSORING.search(name):
        raise NoFigure(Finding(
            "coded_backwards", f"The column “{short(name)}” is named like one that marks people whose follow-up ran out, which is the opposite of an event.",
            "No figure was made. Say --event-coding censored if 1 means that follow-up ran out, or --event-coding event if 1 means the event.", grave=True,
        ))  # fmt: skip
    there = {str(one).casefold() for one in column.cat.categories}
    if there and not there & (_YES | _NO):
        raise NoFigure(_no_events(name, there))
    if there <= {"1", "2", "1.0", "2.0"} and there & {"2", "2.0"}:
        raise NoFigure(_no_events(name, there))
    read = _read(
        column, lambda word: 1.0 if word.casefold() in _YES else 0.0 if word.casefold() in _NO else float("nan")
    )
    if coding == "censored":
        read = Read(np.asarray(1 - read.figures), read.unread, read.examples)
    found = []
    known = read.figures[~np.isnan(read.figures)]
    if known.size and known.mean() > 0.95:
        if known.mean() == 1:
            found.append(Finding(
                "everyone", "Everyone has the event.",
                "Figures were made as the file says. Check that those who did not have it are in the file, and that the event is not coded backwards (--event-coding censored).", grave=True,
            ))  # fmt: skip
        else:
            found.append(Finding(
                "coded_backwards", f"{100 * known.mean():.1f}% of rows have the event. So many may mean that it is coded backwards.",
                "Figures were made as the file says. If 1 means that follow-up ran out, say --event-coding censored.", grave=True,
            ))  # fmt: skip
    elif known.size and not known.any():
        found.append(Finding(
            "nobody_returned", "Nobody has the event.",
            "No curve, test or model was made: there is nothing to tell apart. The interval of the share says how many it could still be.", grave=True,
        ))  # fmt: skip
    return read, found


def _no_events(name: str, there: set[str]) -> Finding:
    several = len(there) > 4  # then it is no coding, and its words may be anything
    shown = f"{len(there):,} different words" if several else ", ".join(f"“{short(one)}”" for one in sorted(there))
    return Finding(
        "event_coding", f"The column “{short(name)}” holds {shown}: which of them is the event cannot be told.",
        "No figure was made. Write 1 for an event and 0 for none.", grave=True,
    )  # fmt: skip


def days(column: "pd.Series[str]", *, name: str) -> tuple[Read, list[Finding]]:
    """Read a column of dates as days since 1970. Raises NoFigure where day and month cannot be told apart."""
    words = [str(one) for one in column.cat.categories]
    codes = column.cat.codes.to_numpy()
    counts = np.bincount(codes[codes >= 0], minlength=len(words))
    styles = {"year first": 0, "day first": 0, "month first": 0, "Excel’s number": 0, "words": 0}
    found: list[Finding] = []
    month_first = [one for one in words if dates.month_first(one)]
    day_first = [one for one in words if _surely_day_first(one)]
    turned = bool(month_first) and not day_first
    if month_first and day_first:
        raise NoFigure(Finding(
            "two_styles", f"The column “{short(name)}” has two styles of dates: “{short(month_first[0])}” has the month first and “{short(day_first[0])}” the day. What “03/04” means there cannot be told.",
            "No figure was made. Write all dates like 2026-11-26.", grave=True,
        ))  # fmt: skip
    values = np.full(len(words), np.nan)
    unread: list[int] = []
    for at, word in enumerate(words):
        style = _style(word)
        turned_word = _turn(word) if turned and style == "day first" else word
        day = dates.read(turned_word, field=name, within=_SPAN)
        if isinstance(day, Objection) and day.code == "which_century":
            day = dates.read(turned_word, field=name, within=_TWO_DIGITS)
        if isinstance(day, Objection) or day is None:
            unread.append(at)
            continue
        styles["month first" if turned and style == "day first" else style] += int(counts[at])
        values[at] = (day - date(1970, 1, 1)).days
    used = {style: count for style, count in styles.items() if count}
    if len(used) > 1:
        said = ", ".join(f"{style}: {count:,} rows" for style, count in used.items())
        found.append(Finding(
            "two_styles", f"The column “{short(name)}” has dates in {len(used)} styles ({said}).",
            "Each was read by its own style. Look at whether the file was put together from several.", grave=True,
        ))  # fmt: skip
    if turned:
        found.append(Finding(
            "month_first", f"The dates of “{short(name)}” have the month first.", "All were read so: no date in it has the day first for certain."
        ))  # fmt: skip
    missed = int(counts[unread].sum()) if unread else 0
    return Read(broadcast(column, values), missed, tuple(shape(words[one]) for one in unread[:3])), found


def _surely_day_first(word: str) -> bool:
    found = re.match(r"\s*(\d{1,2})[\s./-]+(\d{1,2})[\s./-]+\d{2,4}\b", word)
    return found is not None and int(found[1]) > 12 >= int(found[2])


def _turn(word: str) -> str:
    return re.sub(r"^\s*(\d{1,2})([\s./-]+)(\d{1,2})", r"\3\2\1", word)


def _style(word: str) -> str:
    if _ISO.match(word):
        return "year first"
    if re.fullmatch(r"\d{4,5}(?:\.\d+)?", word):
        return "Excel’s number"
    return "words" if re.search(r"[A-Za-z]{3}", word) and "T" not in word else "day first"


def as_date(day: float) -> str:
    """Return days since 1970 as a date in words."""
    moment = date(1970, 1, 1) + timedelta(days=int(day))
    return f"{moment.day} {moment:%B %Y}"


@dataclass(frozen=True, eq=False)
class Covariate:
    """Columns of a model made of one column of the file: (n, k) float with nan where the cell is empty, a name each."""

    source: str
    names: tuple[str, ...]
    figures: Floats
    missing: Bools


_MOST_LEVELS = 10
FEWEST = LEAST.compared  # rows: a group with fewer is not named


def covariate(column: "pd.Series[str]", *, name: str, decimal_comma: bool) -> tuple[Covariate | None, list[Finding]]:
    """Read a column for a model: as numbers where it holds numbers, else as one column a group beside the commonest.

    None where it cannot be used; the finding says why.
    """
    shown = short(name)
    missing = column.isna().to_numpy()
    read = numbers(column, decimal_comma=decimal_comma)
    told = len(column) - int(missing.sum())
    found: list[Finding] = []
    if told and read.unread <= told / 2:
        values = read.figures
        if read.unread:
            found.append(Finding(
                "not_numbers", f"{read.unread:,} cells of “{shown}” are no numbers (such as “{read.examples[0]}”).", "They count as missing in the model."
            ))  # fmt: skip
        if _AGE.search(name):
            values, odd, usable = _ages(values, shown)
            found += odd
            if not usable:
                return None, found
        return Covariate(name, (shown,), values[:, None], np.isnan(values)), found
    levels = [str(one) for one in column.cat.categories]
    codes = column.cat.codes.to_numpy()
    counts = np.bincount(codes[codes >= 0], minlength=len(levels))
    used = [at for at in range(len(levels)) if counts[at]]
    if len(used) > _MOST_LEVELS:
        found.append(Finding(
            "too_many_groups", f"“{shown}” holds {len(used):,} different words: that is no group and no number.", "Left out of the model."
        ))  # fmt: skip
        return None, found
    if not used:
        found.append(Finding("all_missing", f"“{shown}” is empty.", "Left out of the model."))
        return None, found
    small = [at for at in used if counts[at] < FEWEST]
    large = [at for at in used if counts[at] >= FEWEST]
    if not large:
        found.append(
            Finding("small_group", f"No group in “{shown}” has {FEWEST} rows or more.", "Left out of the model.")
        )
        return None, found
    base = max(large, key=lambda at: counts[at])
    others = sorted((at for at in large if at != base), key=lambda at: levels[at])
    parts = [(f"{shown}: {short(levels[at])} rather than {short(levels[base])}", codes == at) for at in others]
    if small:
        found.append(Finding(
            "small_group", f"{len(small)} groups in “{shown}” have fewer than {FEWEST} rows each.", "The model has them as one, without their names: a group so small may be known by name."
        ))  # fmt: skip
        parts.append((f"{shown}: any other rather than {short(levels[base])}", np.isin(codes, small)))
    values = np.column_stack([here.astype(float) for _, here in parts]) if parts else np.zeros((len(column), 1))
    values[codes < 0] = np.nan
    names = tuple(called for called, _ in parts) or (shown,)
    return Covariate(name, names, values, codes < 0), found


def _ages(values: Floats, shown: str) -> tuple[Floats, list[Finding], bool]:
    told = values[~np.isnan(values)]
    old = int(np.sum(told > _OLDEST))
    if not old:
        return values, [], True
    if old > told.size / 2:
        return values, [Finding(
            "ages_in_months", f"{old:,} of {told.size:,} ages in “{shown}” are over {_OLDEST}: they seem to be in months or days.",
            "The column was left out of the model. Write ages in years and run it again.", grave=True,
        )], False  # fmt: skip
    return np.where(values > _OLDEST, np.nan, values), [Finding(
        "ages_in_months", f"{old:,} of {told.size:,} ages in “{shown}” are over {_OLDEST}: those seem to be in months.",
        "They count as missing in the model; the others were used.", grave=True,
    )], True  # fmt: skip
