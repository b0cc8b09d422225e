"""The figures, from the rows of a cohort: plain results that JSON holds and a page reads.

Each figure is made twice: `full`, for whoever sees everyone in it, and `guarded`, for everybody else, in which small
numbers and what would give them away are None. This is the room where figures are made: the libraries come with it, so
nothing that serves the web may import it.
"""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any

from throughline.domain import figures as defined
from throughline.domain.figures import (
    DAYS_IN_A_MONTH,
    LANDMARK_DAYS,
    LANDMARK_MONTHS,
    LEAST,
    MONTHS,
    STEPS,
)
from throughline.evaluation.episodes import (
    AGAIN,
    FOLLOWED,
    Row,
    followed_until,
    mark_of,
    reached,
    why_left_out,
)
from throughline.evaluation.guarded import guarded
from throughline.evaluation.sharing import differences, share_of
from throughline.stats.survival import SurvivalCurve, kaplan_meier

SIGNED = ("signed_up", "not_signed_up")
BACK = ("back", "not_back")
MARKS = (0, 6, 12, 18, 24)  # months at which it is told how many are still followed


def make(rows: Sequence[Row], *, on: date, known: date | None = None) -> dict[str, Any]:
    """Return every figure of a cohort on a day: by code, each full and guarded. `rows` are those of `episodes.read`.

    `known` is the day to which the data of the prisons reaches (`episodes.known_until`): nobody is followed beyond it.
    """
    full = whole(rows, on=on, known=known)
    told = guarded(full)
    figures = {
        code: {"version": defined.DEFINITIONS[code].version, "full": one, "guarded": told[code]}
        for code, one in full.items()
    }
    return {"mark": mark_of(row.episode for row in rows), "figures": figures}


def whole(rows: Sequence[Row], *, on: date, known: date | None = None) -> dict[str, dict[str, Any]]:
    """Return every figure with all its numbers, by code."""
    made: dict[str, dict[str, Any]] = {}
    for code, counts in _MADE.items():
        until = min(on, known or on) if code in FOLLOWED else on
        why = why_left_out(code, rows, on=until)
        counted = [row for row in rows if row.episode not in why]
        reasons = dict.fromkeys(defined.DEFINITIONS[code].left_out, 0)
        for one in why.values():
            if one != AGAIN:
                reasons[one] += 1
        about = {
            "n": len(counted),
            "left_out": list(reasons.items()),
            "until": until.isoformat(),
            "by_file": known is not None,
        }
        made[code] = counts(counted, until) | about
    return made


def _table(name: str, rows: Sequence[str], columns: Sequence[str], cell: Callable[[str, str], int]) -> dict[str, Any]:
    """Return a table with its totals, named "all". Rows without anybody are left out."""
    counts = {row: [cell(row, column) for column in columns] for row in rows}
    kept = [row for row in rows if any(counts[row])]
    cells = [[*counts[row], sum(counts[row])] for row in kept]
    cells.append([sum(row[place] for row in cells) for place in range(len(columns) + 1)])
    return {"name": name, "rows": [*kept, "all"], "columns": [*columns, "all"], "cells": cells}


def _profile(rows: list[Row], on: date) -> dict[str, Any]:
    def day(row: Row) -> date:
        return row.signed_up_on or on

    kinds: list[tuple[str, dict[str, str], Callable[[Row], str]]] = [
        ("sex", defined.SEXES, lambda row: defined.sex_of(row.sex)),
        ("age", defined.AGE_BANDS, lambda row: defined.age_band(row.birth_date, day(row))),
        ("sentence", defined.SENTENCE_BANDS, lambda row: defined.sentence_band(row.sentence_days, sentenced=row.sentenced)),
        ("earlier", defined.EARLIER_BANDS, lambda row: defined.earlier_band(row.earlier)),
    ]  # fmt: skip
    tables = []
    for name, bands, band in kinds:
        of = [(band(row), "engaged" if row.engaged else "not_met") for row in rows]
        tables.append(
            _table(name, list(bands), ("engaged", "not_met"), lambda r, c, of=of: sum(1 for one in of if one == (r, c)))
        )  # type: ignore[misc]
    engaged = sum(row.engaged for row in rows)
    return {"tables": tables, "shares": [share_of(engaged, len(rows), of="engaged")]}


def _outcomes(rows: list[Row], on: date) -> dict[str, Any]:  # noqa: ARG001 - every figure is asked alike
    kinds = sorted(
        {kind for row in rows for kind in row.hard} | {"employment", "self_employment", "training", "education"}
    )
    n = len(rows)
    shares = [share_of(sum(kind in row.hard for row in rows), n, of=kind) for kind in kinds]
    shares.append(share_of(sum(bool(row.hard) for row in rows), n, of="any"))
    return {"tables": [], "shares": shares}


def _funnel(rows: list[Row], on: date) -> dict[str, Any]:  # noqa: ARG001 - every figure is asked alike
    last = {row.episode: STEPS[reached(row) - 1] for row in rows}

    def by(name: str, key: Callable[[Row], str]) -> dict[str, Any]:
        of = [(key(row), last[row.episode]) for row in rows]
        return _table(name, sorted({one for one, _ in of}), STEPS, lambda r, c: sum(1 for one in of if one == (r, c)))

    tables = [
        by("prison", lambda row: row.prison or defined.NOT_KNOWN),
        by("team", lambda row: str(row.team or defined.NOT_KNOWN)),
        by("stopped", lambda row: "open" if row.ended_on is None else "ended"),
    ]
    stopped = tables[0]["cells"][-1][:-1]
    return {"tables": tables, "steps": [sum(stopped[place:]) for place in range(len(stopped))]}


def _times(rows: Sequence[Row], on: date) -> tuple[list[float], list[bool]]:
    days, back = [], []
    for row in rows:
        until = followed_until(row, on=on)
        assert row.released_on is not None
        days.append(
            max((until - row.released_on).days, 0.5)
        )  # out on the day of the data: followed for less than a day
        back.append(row.returned_on is not None and row.returned_on <= until)
    return days, back


def _followed(rows: Sequence[Row], months: int, on: date) -> list[tuple[Row, bool]]:
    """Return who came out so many months before the day of the data, each with whether they were back by then."""
    found = []
    for row in rows:
        assert row.released_on is not None
        day = defined.months_after(row.released_on, months)
        # Whoever died before was not followed that long. A return before that would have counted: they left it open.
        if day <= on and followed_until(row, on=on, back=False) >= day:
            found.append((row, row.returned_on is not None and row.returned_on <= day))
    return found


def _reach(rows: Sequence[Row], months: int, on: date) -> dict[str, int]:
    """Return how many were followed for so many months, died before, or came out too lately."""
    followed = len(_followed(rows, months, on))
    died = sum(
        1 for row in rows if (day := row.died_on) is not None and day < min(_month(row, months), on + timedelta(days=1))
    )
    return {"months": months, "followed": followed, "died": died, "not_yet": len(rows) - followed - died}


def _month(row: Row, months: int) -> date:
    assert row.released_on is not None
    return defined.months_after(row.released_on, months)


def _signed(row: Row) -> str:
    assert row.released_on is not None
    return SIGNED[0] if row.signed_up_on is not None and row.signed_up_on < row.released_on else SIGNED[1]


def _return(rows: list[Row], on: date) -> dict[str, Any]:
    full: dict[str, Any] = {"tables": [], "shares": [], "curves": []}
    for months in MONTHS:
        both = [(_signed(row), BACK[not back]) for row, back in _followed(rows, months, on)]
        _split(full, both, SIGNED, months)
    for group in ("all", *SIGNED):
        chosen = [row for row in rows if group in ("all", _signed(row))]
        if chosen:
            full["curves"].append(_curve(group, kaplan_meier(*_times(chosen, on))))
    return full | {"reach": [_reach(rows, months, on) for months in MONTHS]}


def _split(full: dict[str, Any], both: list[tuple[str, str]], groups: Sequence[str], months: int) -> None:
    """Add the shares back by a month, of each group and of all, and the table that they come from."""
    table = _table(f"months_{months}", groups, BACK, lambda r, c: sum(1 for one in both if one == (r, c)))
    full["tables"].append(table)
    for group, (back, _, n) in zip(table["rows"], table["cells"], strict=True):
        full["shares"].append(share_of(back, n, of=group, months=months))


def _points(curve: SurvivalCurve) -> list[tuple[float, float, float | None, float | None]]:
    until = min(curve.drawn_until(LEAST.followed), MONTHS[-1] * DAYS_IN_A_MONTH)
    return [
        (float(time), float(share), None if lower != lower else float(lower), None if upper != upper else float(upper))  # noqa: PLR0124 - nan
        for time, share, lower, upper in zip(curve.times, curve.survival, curve.lower, curve.upper, strict=True)
        if time <= until
    ]


def _curve(group: str, curve: SurvivalCurve) -> dict[str, Any]:
    """Return a curve as its steps, no further than enough are followed, and how many still are.

    `quarters` say the same by every third month as people: of all, how many would be back if each had been followed.
    """
    until = min(curve.drawn_until(LEAST.followed), MONTHS[-1] * DAYS_IN_A_MONTH)
    steps = _points(curve)
    quarters = []
    for month in range(3, int(until / DAYS_IN_A_MONTH + 0.01) + 1, 3):
        out = next((share for day, share, *_ in reversed(steps) if day <= month * DAYS_IN_A_MONTH), 1.0)
        quarters.append((month, round(curve.n * (1 - out))))
    return {
        "of": group, "n": curve.n, "until": until, "steps": steps, "rounded": False, "quarters": quarters,
        "followed": [(month, curve.number_at_risk(month * DAYS_IN_A_MONTH) if month else curve.n) for month in MARKS],
    }  # fmt: skip


def _met(rows: list[Row], on: date) -> dict[str, Any]:
    full: dict[str, Any] = {"tables": [], "shares": []}
    for months in LANDMARK_MONTHS:
        both = [(_met_by_then(row), BACK[not back]) for row, back in _followed(rows, months, on)]
        _split(full, both, ("met", "not_met"), months)
    reach = [_reach(rows, months, on) for months in LANDMARK_MONTHS]
    return full | {"differences": differences(full["shares"]), "reach": reach}


def _met_by_then(row: Row) -> str:
    assert row.released_on is not None
    return (
        "met" if row.met_on is not None and row.met_on <= row.released_on + timedelta(days=LANDMARK_DAYS) else "not_met"
    )


def _time_out(rows: list[Row], on: date) -> dict[str, Any]:
    def passed(row: Row, gap: int | None) -> str:
        assert row.released_on is not None
        assert gap is not None
        apart = (followed_until(row, on=on) - row.released_on).days - gap
        return "longer" if apart > 0 else "as_long" if apart == 0 else "not_longer"

    def long_enough(row: Row) -> bool:
        """Tell whether somebody came out at least as long ago as their longest time out lasted."""
        assert row.released_on is not None
        assert row.longest_gap is not None
        return row.released_on + timedelta(days=row.longest_gap) <= followed_until(row, on=on, back=False)

    of = [(defined.gap_band(row.last_gap or 0), passed(row, row.last_gap)) for row in rows]
    table = _table(
        "last_gap",
        list(defined.GAP_BANDS),
        ("longer", "as_long", "not_longer"),
        lambda r, c: sum(1 for one in of if one == (r, c)),
    )
    share = share_of(sum(1 for _, how in of if how == "longer"), len(of), of="last")
    ever = [passed(row, row.longest_gap) == "longer" for row in rows if long_enough(row)]
    return {"tables": [table], "shares": [share, share_of(sum(ever), len(ever), of="longest")]}


_MADE: dict[str, Callable[[list[Row], date], Any]] = {
    "funnel": _funnel, "profile": _profile, "outcomes": _outcomes, "return": _return, "met": _met, "time_out": _time_out,
}  # fmt: skip
