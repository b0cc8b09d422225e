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
from throughline.evaluation.episodes import Row, followed_until, mark_of, reached, why_left_out
from throughline.evaluation.suppression import hidden, with_totals
from throughline.stats.proportions import newcombe, wilson
from throughline.stats.survival import SurvivalCurve, kaplan_meier

SIGNED = ("signed_up", "not_signed_up")
BACK = ("back", "not_back")


def make(rows: Sequence[Row], *, on: date) -> dict[str, Any]:
    """Return every figure of a cohort on a day: by code, each full and guarded. `rows` are those of `episodes.read`."""
    figures = {}
    for code, counts in _MADE.items():
        why = why_left_out(code, rows, on=on)
        counted = [row for row in rows if row.episode not in why]
        reasons = dict.fromkeys(defined.DEFINITIONS[code].left_out, 0)
        for one in why.values():
            reasons[one] += 1
        made = counts(counted, on)
        full, guarded = made if isinstance(made, tuple) else (made, made)
        left = list(reasons.items())
        figures[code] = {
            "version": defined.DEFINITIONS[code].version,
            "full": full | {"n": len(counted), "left_out": left},
            "guarded": guarded | {"n": _small(len(counted)), "left_out": _guarded_reasons(left)},
        }
    # Where the profile may not say how many are engaged, the figure that counts them may not either.
    if figures["profile"]["guarded"]["tables"][0]["cells"][-1][0] is None:
        figures["outcomes"]["guarded"] |= {
            "n": None,
            "shares": [one | _NOTHING | {"n": None} for one in figures["outcomes"]["guarded"]["shares"]],
        }
    return {"mark": mark_of(row.episode for row in rows), "figures": figures}


_NOTHING = {"count": None, "share": None, "lower": None, "upper": None}


def _small(count: int) -> int | None:
    return None if 0 < count < LEAST.shown else count


def _guarded_reasons(left: list[tuple[str, int]]) -> list[tuple[str, int | None]]:
    """Hide small numbers of those left out. How many they are together is known from other figures: so zeros hide too."""
    if not left:
        return []
    counts = [[count for _, count in left]]
    width = len(left)
    gone = hidden(counts, zeros=True, shown={(0, width), (1, width)})
    return [(why, None if (0, place) in gone else count) for place, (why, count) in enumerate(left)]


def _share(count: int, n: int, **of: Any) -> dict[str, Any]:
    """Return a share with Wilson's interval; of nobody there is none."""
    if n == 0:
        return of | {"count": 0, "n": 0, "share": None, "lower": None, "upper": None}
    one = wilson(count, n)
    return of | {"count": count, "n": n, "share": one.share, "lower": one.lower, "upper": one.upper}


def _table(name: str, rows: Sequence[str], columns: Sequence[str], cell: Callable[[str, str], int]) -> dict[str, Any]:
    """Return a table with its totals, named "all". Rows without anybody are left out."""
    counts = {row: [cell(row, column) for column in columns] for row in rows}
    kept = [row for row in rows if any(counts[row])]
    cells = with_totals([counts[row] for row in kept]) if kept else [[0] * (len(columns) + 1)]
    return {"name": name, "rows": [*kept, "all"], "columns": [*columns, "all"], "cells": cells}


def _guarded(table: dict[str, Any], *, totals: frozenset[int] | None = None) -> dict[str, Any]:
    if len(table["rows"]) == 1:
        return table
    inner = [row[:-1] for row in table["cells"][:-1]]
    gone = hidden(inner, totals=totals)
    cells = [
        [None if (row, column) in gone else count for column, count in enumerate(cells)]
        for row, cells in enumerate(table["cells"])
    ]
    return table | {"cells": cells}


def _alike_in_totals(tables: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Guard tables of the same people in the same columns: what is hidden of the totals is hidden in all of them alike."""
    sums = tables[0]["cells"][-1][:-1]
    width = len(sums)
    gone = hidden([sums])
    settled = frozenset(column for column in range(width + 1) if (0, column) in gone or (1, column) in gone)
    return [_guarded(table, totals=settled) for table in tables]


def _profile(rows: list[Row], on: date) -> tuple[dict[str, Any], dict[str, Any]]:
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
    full = {"tables": tables, "shares": [_share(engaged, len(rows), of="engaged")]}
    guarded = _alike_in_totals(tables)
    last = guarded[0]["cells"][-1]
    gone = last[0] is None or last[-1] is None
    return full, {"tables": guarded, "shares": [full["shares"][0] | (_NOTHING | {"n": last[-1]} if gone else {})]}


def _outcomes(rows: list[Row], on: date) -> tuple[dict[str, Any], dict[str, Any]]:  # noqa: ARG001 - every figure is asked alike
    kinds = sorted(
        {kind for row in rows for kind in row.hard} | {"employment", "self_employment", "training", "education"}
    )
    n = len(rows)
    shares = [_share(sum(kind in row.hard for row in rows), n, of=kind) for kind in kinds]
    shares.append(_share(sum(bool(row.hard) for row in rows), n, of="any"))
    guarded = [one if _both_shown(one["count"], n) else one | _NOTHING | {"n": _small(n)} for one in shares]
    return {"tables": [], "shares": shares}, {"tables": [], "shares": guarded}


def _both_shown(count: int, n: int) -> bool:
    """Tell whether a count and those not in it may both be known."""
    return _small(count) is not None and _small(n - count) is not None and _small(n) is not None


def _funnel(rows: list[Row], on: date) -> tuple[dict[str, Any], dict[str, Any]]:  # noqa: ARG001 - every figure is asked alike
    last = {row.episode: STEPS[reached(row) - 1] for row in rows}

    def by(name: str, key: Callable[[Row], str]) -> dict[str, Any]:
        of = [(key(row), last[row.episode]) for row in rows]
        return _table(name, sorted({one for one, _ in of}), STEPS, lambda r, c: sum(1 for one in of if one == (r, c)))

    tables = [
        by("prison", lambda row: row.prison or defined.NOT_KNOWN),
        by("team", lambda row: str(row.team or defined.NOT_KNOWN)),
        by("stopped", lambda row: "open" if row.ended_on is None else "ended"),
    ]
    guarded = _alike_in_totals(tables)
    return {"tables": tables, "steps": _steps(tables[0]["cells"][-1])}, {
        "tables": guarded,
        "steps": _steps(guarded[0]["cells"][-1]),
    }


def _steps(stopped: list[int | None]) -> list[int | None]:
    """Return how many reached each step, from how many stopped at each: None where it would give a hidden one away."""
    *each, everyone = stopped
    found: list[int | None] = []
    for place in range(len(each)):
        after, before = each[place:], each[:place]
        if all(one is not None for one in after):
            found.append(sum(one for one in after if one is not None))
        elif everyone is not None and all(one is not None for one in before):
            found.append(everyone - sum(one for one in before if one is not None))
        else:
            found.append(None)
    return found


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


def _signed(row: Row) -> str:
    assert row.released_on is not None
    return SIGNED[0] if row.signed_up_on is not None and row.signed_up_on <= row.released_on else SIGNED[1]


def _return(rows: list[Row], on: date) -> tuple[dict[str, Any], dict[str, Any]]:
    full: dict[str, Any] = {"tables": [], "shares": [], "curves": []}
    guarded: dict[str, Any] = {"tables": [], "shares": [], "curves": []}
    for months in MONTHS:
        both = [(_signed(row), BACK[not back]) for row, back in _followed(rows, months, on)]
        _split(full, guarded, both, SIGNED, months)
    for group in ("all", *SIGNED):
        chosen = [row for row in rows if group in ("all", _signed(row))]
        if not chosen:
            continue
        curve = kaplan_meier(*_times(chosen, on))
        full["curves"].append(_curve(group, curve))
        if len(chosen) >= LEAST.shown:
            guarded["curves"].append(_coarse(group, curve))
    # Where one group is too small to be shown, the other would show it: by what the two are less than all.
    if len(guarded["curves"]) == 2 and len(full["curves"]) == 3:
        guarded["curves"] = guarded["curves"][:1]
    return full, guarded


def _split(
    full: dict[str, Any], guarded: dict[str, Any], both: list[tuple[str, str]], groups: Sequence[str], months: int
) -> None:
    """Add the shares back by a month, of each group and of all, and the table that they come from."""
    table = _table(f"months_{months}", groups, BACK, lambda r, c: sum(1 for one in both if one == (r, c)))
    closed = _guarded(table)
    full["tables"].append(table)
    guarded["tables"].append(closed)
    for place, group in enumerate(table["rows"]):
        back, _, n = table["cells"][place]
        one = _share(back, n, of=group, months=months)
        full["shares"].append(one)
        said = closed["cells"][place]
        guarded["shares"].append(one if None not in said else one | _NOTHING | {"n": said[2]})


def _points(curve: SurvivalCurve) -> list[tuple[float, float, float | None, float | None]]:
    until = min(curve.drawn_until(LEAST.followed), MONTHS[-1] * DAYS_IN_A_MONTH)
    return [
        (float(time), float(share), None if lower != lower else float(lower), None if upper != upper else float(upper))  # noqa: PLR0124 - nan
        for time, share, lower, upper in zip(curve.times, curve.survival, curve.lower, curve.upper, strict=True)
        if time <= until
    ]


def _curve(group: str, curve: SurvivalCurve) -> dict[str, Any]:
    """Return a curve as its steps, no further than enough are followed, and how many still are."""
    until = min(curve.drawn_until(LEAST.followed), MONTHS[-1] * DAYS_IN_A_MONTH)
    return {
        "of": group, "n": curve.n, "until": until, "steps": _points(curve), "rounded": False,
        "followed": [(month, curve.number_at_risk(month * DAYS_IN_A_MONTH) if month else curve.n) for month in (0, 6, 12, 18, 24)],
    }  # fmt: skip


def _coarse(group: str, curve: SurvivalCurve) -> dict[str, Any]:
    """Return a curve of which no step is of fewer people than may be shown: by whole months, and not before there are enough.

    Source: the way in which OpenSAFELY releases Kaplan-Meier curves (each step delayed until enough events have happened).
    """
    full = _curve(group, curve)
    points = _points(curve)
    steps, told = [], 0
    months = int(full["until"] / DAYS_IN_A_MONTH)
    for month in range(1, months + 1):
        day = month * DAYS_IN_A_MONTH
        place = sum(1 for point in points if point[0] <= day) - 1
        if place < 0:
            continue
        so_far = int(curve.events[: place + 1].sum())
        if so_far - told >= LEAST.shown:
            told = so_far
            steps.append((day, *points[place][1:]))
    # After the last step up to four more may be back: the line ends where it is still true.
    return full | {
        "steps": steps,
        "until": steps[-1][0] if steps else 0.0,
        "rounded": True,
        "followed": [(month, left - left % LEAST.shown) for month, left in full["followed"]],
    }


def _met(rows: list[Row], on: date) -> tuple[dict[str, Any], dict[str, Any]]:
    full: dict[str, Any] = {"tables": [], "shares": [], "differences": []}
    guarded: dict[str, Any] = {"tables": [], "shares": [], "differences": []}
    groups = ("met", "not_met")
    for months in LANDMARK_MONTHS:
        both = [(_met_by_then(row), BACK[not back]) for row, back in _followed(rows, months, on)]
        _split(full, guarded, both, groups, months)
        shares = {one["of"]: one for one in full["shares"] if one["months"] == months}
        closed = {one["of"]: one for one in guarded["shares"] if one["months"] == months}
        if not all(shares.get(group, {}).get("n", 0) >= LEAST.compared for group in groups):
            continue
        one = newcombe(*((shares[group]["count"], shares[group]["n"]) for group in groups))
        said = {"months": months, "difference": one.difference, "lower": one.lower, "upper": one.upper}
        full["differences"].append(said)
        if all(closed[group]["share"] is not None for group in groups):
            guarded["differences"].append(said)
    return full, guarded


def _met_by_then(row: Row) -> str:
    assert row.released_on is not None
    return (
        "met" if row.met_on is not None and row.met_on <= row.released_on + timedelta(days=LANDMARK_DAYS) else "not_met"
    )


def _time_out(rows: list[Row], on: date) -> tuple[dict[str, Any], dict[str, Any]]:
    def passed(row: Row, gap: int | None) -> bool:
        assert row.released_on is not None
        assert gap is not None
        return row.returned_on is None or (row.returned_on - row.released_on).days > gap

    def long_enough(row: Row) -> bool:
        """Tell whether somebody came out at least as long ago as their longest time out lasted."""
        assert row.released_on is not None
        assert row.longest_gap is not None
        return row.released_on + timedelta(days=row.longest_gap) <= followed_until(row, on=on, back=False)

    of = [
        (defined.gap_band(row.last_gap or 0), "longer" if passed(row, row.last_gap) else "not_longer") for row in rows
    ]
    table = _table(
        "last_gap",
        list(defined.GAP_BANDS),
        ("longer", "not_longer"),
        lambda r, c: sum(1 for one in of if one == (r, c)),
    )
    closed = _guarded(table)
    share = _share(sum(1 for _, how in of if how == "longer"), len(of), of="last")
    said = closed["cells"][-1]
    shown = share if None not in said else share | _NOTHING | {"n": said[-1]}
    ever = [passed(row, row.longest_gap) for row in rows if long_enough(row)]
    longest = _share(sum(ever), len(ever), of="longest")
    # The second share is of some of those in the first: what the two differ by is told with them.
    apart = (share["n"] - longest["n"], share["count"] - longest["count"])
    apart += (apart[0] - apart[1],)
    told = shown["share"] is not None and _both_shown(longest["count"], longest["n"])
    told = told and all(not 0 < abs(one) < LEAST.shown for one in apart)
    second = longest if told else longest | _NOTHING | {"n": None}
    return {"tables": [table], "shares": [share, longest]}, {"tables": [closed], "shares": [shown, second]}


_MADE: dict[str, Callable[[list[Row], date], Any]] = {
    "funnel": _funnel, "profile": _profile, "outcomes": _outcomes, "return": _return, "met": _met, "time_out": _time_out,
}  # fmt: skip
