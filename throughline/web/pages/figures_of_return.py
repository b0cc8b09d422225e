"""The figures of going back to prison: by months, by whether met, against the time out before."""

from collections.abc import Mapping, Sequence
from typing import Any

from throughline.domain import figures as defined
from throughline.domain.figures import DAYS_IN_A_MONTH, LANDMARK_DAYS, LEAST
from throughline.web.pages import charts, words
from throughline.web.pages.charts import Bar, Line
from throughline.web.pages.figure_words import (
    GROUPS,
    RANGE,
    SHARES,
    TOO_FEW,
    Table,
    bar,
    cells_of,
    in_100,
    likely,
    number,
    result,
)

_LEAST_DRAWN = 91  # days: a shorter curve says nothing that the table does not


def back_in_prison(said, *, audience, names):  # noqa: ARG001
    """Return the sentence, what else to know, charts and tables of who was back in prison, by months."""
    everyone = {one["months"]: one for one in said["shares"] if one["of"] == "all"}
    months = 12 if everyone[12]["n"] != 0 else 6
    sentence = result(
        everyone[months], f"{{count}} of {{n}} people who came out were back in prison within {months} months"
    )
    if everyone[months]["n"] == 0:
        sentence = "Nobody has been out for 6 months yet."
    more = [
        f"Counted are those who came out at least {months} months before the day of the data.",
        "Being back in prison is one thing among many. It does not say who did well.",
        "The groups are what was known on the day they came out. People who sign up may differ from those who do not, so the two are not compared here.",
    ]
    rows = _told(said["shares"])
    drawn = []
    curves = {one["of"]: one for one in said["curves"]}
    rounded = any(one["rounded"] for one in said["curves"])
    notes = [
        f"A curve ends at the last half year at which at least {LEAST.followed} people are still followed, and after 24 months."
        if rounded
        else f"A curve ends where fewer than {LEAST.followed} people are still followed, and after 24 months.",
        "The shaded band is the 95% interval: the range that the true figure is likely to be in.",
    ]
    if rounded:
        notes.append(
            "So that nobody stands out, the curve is drawn every third month, from numbers of people to the nearest 5. A step shows when it is at least 5 people. Those still followed are to the nearest 5."
        )
    if "all" in curves and curves["all"]["until"] >= _LEAST_DRAWN:
        drawn.append(
            charts.curves(
                "c-all",
                "Still out, month by month",
                "How many of 100 people who came out are still out, by months.",
                [_line(curves["all"], "a")],
                notes=tuple(notes),
            )
        )
    both = [
        _line(curves[group], css)
        for group, css in (("signed_up", "a"), ("not_signed_up", "b"))
        if group in curves and curves[group]["until"] >= _LEAST_DRAWN
    ]
    if len(both) == 2:
        drawn.append(
            charts.curves(
                "c-groups", "By what was known that day", "How many of 100 people are still out, by months: those who had signed up by the day they came out, and those who had not.",
                both, notes=(*notes, "The two groups may differ in much else. This is no comparison."),
            )
        )  # fmt: skip
    table = Table(
        "Back in prison, by months",
        "Each line counts only those who came out at least so long ago.",
        ("Who", *SHARES),
        rows,
        "Within",
    )
    found = [table, _reach_table(said["reach"])]
    if said["curves"]:
        found.insert(1, _curve_table(said["curves"]))
    return sentence, tuple(more), tuple(drawn), tuple(found)


def _told(shares: Sequence[Mapping[str, Any]]) -> tuple[tuple[str, ...], ...]:
    """Return the rows of shares by months, but those of which nothing may be shown."""
    return tuple(
        (f"{one['months']} months", GROUPS[one["of"]], *cells_of(one)) for one in shares if one["n"] is not None
    )


def _curve_table(curves: Sequence[Mapping[str, Any]]) -> Table:
    """Return the curves as a table: by every third month the share still out, its range, and how many were still followed."""
    rows = []
    for curve in curves:
        left = dict(map(tuple, curve["followed"]))
        for month in range(3, int(curve["until"] / DAYS_IN_A_MONTH + 0.01) + 1, 3):
            last = next((step for step in reversed(curve["steps"]) if step[0] <= month * DAYS_IN_A_MONTH), None)
            share = "100" if last is None else in_100(last[1])
            span = "—" if last is None or last[2] is None else f"{in_100(last[2])} to {in_100(last[3])}"
            rows.append(
                (f"{month} months", GROUPS[curve["of"]], share, span, number(left[month]) if month in left else "")
            )
    return Table(
        "The curves, by months", "Out of 100 people, how many are still out. How many were still followed is told each half year.",
        ("Who", "Still out", "Likely range", "Still followed"), tuple(rows), "After",
    )  # fmt: skip


def _reach_table(reach: Sequence[Mapping[str, Any]]) -> Table:
    rows = tuple(
        (f"{one['months']} months", number(one["followed"]), number(one["died"]), number(one["not_yet"]))
        for one in reach
    )
    return Table(
        "Who could be followed so long", "Whoever died before is in no share of that month.",
        ("Followed", "Died before", "Came out too lately"), rows, "For",
    )  # fmt: skip


def _line(curve: Mapping[str, Any], group: str) -> Line:
    last = curve["steps"][-1][1] if curve["steps"] else 1.0
    months = int(curve["until"] / DAYS_IN_A_MONTH + 0.01)
    end = f"{in_100(last)} in 100 still out" + (f" at {words.count(months, 'month')}" if months else "")
    followed = [(month, "few" if left is None else f"{left:,}") for month, left in curve["followed"]]
    return Line(GROUPS[curve["of"]], [tuple(step) for step in curve["steps"]], curve["until"], followed, group, end)


def met(said, *, audience, names):  # noqa: ARG001
    """Return the same of who was back, by whether they were met: two shares and what they differ by, never a verdict."""
    by = {(one["of"], one["months"]): one for one in said["shares"]}
    start = f"Of people still out on day {LANDMARK_DAYS}"
    more: list[str] = []
    pairs = {of: [by.get((group, of)) for group in ("met", "not_met")] for of in (12, 6)}
    shown = [of for of, both in pairs.items() if all(one is not None and one["share"] is not None for one in both)]
    months = shown[0] if shown else 12 if all(pairs[12]) else 6  # the longest of which both shares may be shown
    pair = pairs[months]
    if not all(pair):
        sentence = "There are not two groups to show yet."
    elif any(one["share"] is None for one in pair if one):
        sentence = TOO_FEW
    else:
        met, other = pair
        sentence = (
            f"{start}: of those met by then, {met['count']:,} of {met['n']:,} were back within {months} months of coming out, {likely(met)}. "
            f"Of those not met, {other['count']:,} of {other['n']:,}, {likely(other)}."
        )  # fmt: skip
        more += [
            f"Everyone in it came out at least {months} months before the end of the data.",
            "Whoever was back before that day is in neither group, and nor is whoever has not been followed so long.",
        ]
    drawn = []
    groups = [(group, css) for group, css in (("met", "a"), ("not_met", "b")) if (group, months) in by]
    if groups and any(by[group, months]["share"] is not None for group, _ in groups):
        drawn.append(
            charts.bars(
                "c-met", f"Back within {months} months", f"Of 100 people still out on day {LANDMARK_DAYS}, how many were back within {months} months, by whether they were met by that day.",
                [bar(GROUPS[group], by[group, months], css) for group, css in groups], notes=(RANGE,),
            )
        )  # fmt: skip
    rows = _told(said["shares"])
    table = Table(
        "Back in prison, by whether met",
        f"Everyone was still out on day {LANDMARK_DAYS}. Months are from the day they came out.",
        ("Who", *SHARES),
        rows,
        "Within",
    )
    apart = Table(
        "What the two shares differ by",
        "Those met less those not met, out of 100 people, with the 95% interval by Newcombe’s method. It says nothing of why.",
        ("Out of 100 (likely range)",),
        tuple((f"{one['months']} months", differ(one)) for one in said["differences"]),
        "Within",
    )
    found = [table, *([apart] if said["differences"] else []), _reach_table(said["reach"])]
    return sentence, tuple(more), tuple(drawn), tuple(found)


def differ(one: Mapping[str, Any]) -> str:
    """Return a difference of two shares in words: "3 lower (likely 12 lower to 6 higher)"."""
    low, high = side(one["lower"]), side(one["upper"])
    return f"{side(one['difference'])} (likely {low} to {high})"


def side(difference: float) -> str:
    """Return a difference out of 100 as so many lower or higher."""
    points = round(100 * difference)
    return "0, alike" if points == 0 else f"{abs(points)} {'lower' if points < 0 else 'higher'}"


def time_out(said, *, audience, names):  # noqa: ARG001
    """Return the same of times out against each person’s own past."""
    sentence = result(said["shares"][0], "{count} of {n} people stayed out for longer than their own last time out")
    (table,) = said["tables"]
    rows = tuple(
        (defined.GAP_BANDS.get(row, "Everyone"), *(number(cell) for cell in cells))
        for row, cells in zip(table["rows"], table["cells"], strict=True)
    )
    parts = []
    for row, cells in zip(table["rows"], table["cells"], strict=True):
        longer, n = cells[0], cells[-1]
        label = (
            f"Last time {defined.GAP_BANDS[row][:1].lower()}{defined.GAP_BANDS[row][1:]}"
            if row != "all"
            else "Everyone"
        )
        shown = longer is not None and n
        parts.append(
            Bar(
                label,
                min(longer / n, 1) if shown else None,
                f"{in_100(min(longer / n, 1))} in 100, {longer:,} of {n:,}" if shown else "not shown",
            )
        )
    drawn = charts.bars(
        "c-gaps",
        "Out for longer than last time",
        "Out of 100 people, how many stayed out for longer than last time, by how long that was.",
        parts,
    )
    last, longest = said["shares"]
    more = (
        *(
            [result(longest, "{count} of {n} people stayed out for longer than ever before on our records")]
            if longest["share"] is not None
            else []
        ),
        "Longer out than before is something in itself.",
        "A short last time is easier to pass than a long one. So some would pass it whatever was done.",
    )
    past = Table(
        "Against their own past", "Each line counts only those who came out at least as long ago as that time out lasted.", SHARES,
        (("Longer than last time", *cells_of(last)), ("Longer than ever before", *cells_of(longest))), "Out now",
    )  # fmt: skip
    found = Table(
        "By how long they were out last time",
        "",
        ("Longer now", "As long, to the day", "Not as long", "All"),
        rows,
        "Last time out",
    )
    return sentence, more, (drawn,) if len(table["rows"]) > 1 else (), (past, found)
