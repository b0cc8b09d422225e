"""The figures in words, tables and charts: from the counts that a set holds, full or guarded."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from throughline.domain import figures as defined
from throughline.domain.codes import OUTCOME_KINDS
from throughline.domain.figures import (
    DAYS_IN_A_MONTH,
    DEFINITIONS,
    LANDMARK_DAYS,
    LEAST,
    STEP_WORDS,
    STEPS,
    Definition,
)
from throughline.domain.readings import Audience
from throughline.evaluation.episodes import reached
from throughline.web.pages import charts, words
from throughline.web.pages.charts import Bar, Chart, Line

HIDDEN = "Not shown"
TOO_FEW = "Too few to show, to protect people."
ROUNDED = "To the nearest 5:"
GUARDED = (
    f"Counts are to the nearest 5, and so are the shares made of them. Counts under {LEAST.shown}, nobody included, and what they could be computed from in any figure, are not shown. "
    "These figures stand for the whole month, so that nobody stands out by what has changed. Whoever may see all these people sees each number as it is."
)
RANGES = "The likely range is the 95% interval: of shares Wilson’s, of curves the log-log one (of rounded curves Wilson’s, which is wider), of what two shares differ by Newcombe’s. It allows for chance, and not for who is missing."
NOBODY = "Nobody can be counted yet."
GROUPS = {
    "all": "Everyone", "signed_up": "Signed up by then", "not_signed_up": "Not signed up", "met": f"Met by day {LANDMARK_DAYS}", "not_met": "Not met by then",
}  # fmt: skip
KINDS = {one.code: one.words for one in OUTCOME_KINDS.codes} | {"any": "Any of these"}
_BANDS = {
    "sex": ("Sex", "As a list gave it.", defined.SEXES), "age": ("Age", "On the day of sign-up.", defined.AGE_BANDS),
    "sentence": ("Length of sentence", "Of the time in prison that they came out of.", defined.SENTENCE_BANDS),
    "earlier": ("Earlier times in prison", "Only those on our records: there may be more.", defined.EARLIER_BANDS),
}  # fmt: skip


@dataclass(frozen=True)
class Table:
    """A table as a page and a file show it: words in every cell. `rows` begin with their heading."""

    caption: str
    note: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    first: str = ""


@dataclass(frozen=True)
class FigurePage:
    """One figure."""

    code: str
    title: str
    sentence: str
    more: tuple[str, ...]
    charts: tuple[Chart, ...]
    tables: tuple[Table, ...]
    counted: str
    n: str
    left_out: tuple[tuple[str, str], ...]
    version: int
    guarded: bool
    warning: str = ""
    about_small: str = GUARDED


def page_of(
    code: str, told: Mapping[str, Any], *, whole: Mapping[str, Any] | None, audience: Audience, names: Mapping[str, str]
) -> FigurePage:
    """Return a figure's page from a set: as it is told to anybody, or `whole`. `names` are of prisons and teams, by their codes."""
    said = told[code]["said"] if whole is None else whole[code]
    sentence, more, drawn, tables = _PAGES[code](said, audience=audience, names=names)
    more = (*more, *_followed(code, said))
    if whole is None and sentence not in (TOO_FEW, NOBODY):
        sentence = f"{ROUNDED} {sentence}"
    definition = DEFINITIONS[code]
    return FigurePage(
        code, definition.title, sentence, more, drawn, tables, definition.counted, number(said["n"]),
        _left_out(definition, said["left_out"]),
        told[code]["version"], whole is None, defined.NOT_WHAT_WE_DID if code == "met" else "",
    )  # fmt: skip


def _left_out(definition: Definition, left: Sequence[tuple[str, int | None]]) -> tuple[tuple[str, str], ...]:
    """Return why and how many are left out. Those whose number is not shown stand in one line: some may be nobody."""
    said = [(f"Left out: {definition.left_out[why]}", few(count)) for why, count in left if count]
    closed = [definition.left_out[why] for why, count in left if count is None]
    if closed:
        said.append(("Left out, number not shown", "; ".join(closed)))
    return tuple(said)


def _followed(code: str, said: Mapping[str, Any]) -> list[str]:
    """Return how long people could be followed, whose return is missing, and how returns become known."""
    end_of = date.fromisoformat(said["until"])
    until = f"{end_of.day} {end_of:%B %Y}"
    if code == "funnel":
        return []
    if code in ("profile", "outcomes"):
        what = "met" if code == "profile" else "begin anything"
        return [
            f"Everyone is followed from the day they came out to {until}, some for years and some for days. Whoever came out lately had less time to {what}.",
            RANGES,
        ]
    end = (
        f"Followed to {until}, the day of the newest file from the prisons. What came later is not counted."
        if said["by_file"]
        else f"No file from the prisons has come. Returns are those that workers wrote down, up to {until}."
    )
    unknown = dict(said["left_out"])["unknown_day"]
    who = "Some may be" if unknown is None else f"{words.count(unknown, 'person', 'people').capitalize()}"
    lost = [
        f"{who} back in prison on a day that is not known: left out, though they did go back. So the shares back are rather too low."
    ]
    if unknown == 0:
        lost = []
    seen = "Returns are not learnt alike. Workers hear sooner of those whom they see. Of the others we know what the prisons’ files say. So more returns may be missing among those not signed up or not met."
    return [end, *lost, seen, RANGES]


def number(count: int | None) -> str:
    """Return a count, or that it is not shown."""
    return "Not shown" if count is None else f"{count:,}"


def few(count: int | None) -> str:
    """Return how many people, or that they are few."""
    return (
        "not shown"
        if count is None
        else words.count(count, "person", "people")
        if count < 1000
        else f"{count:,} people"
    )


def in_100(share: float) -> str:
    """Return a share as a number out of 100."""
    return f"{100 * share:.0f}"


def likely(one: Mapping[str, Any]) -> str:
    """Return a share with its likely range: "26 in 100 (likely 22 to 31)"."""
    return f"{in_100(one['share'])} in 100 (likely {in_100(one['lower'])} to {in_100(one['upper'])})"


def _result(one: Mapping[str, Any], told: str) -> str:
    """Return one sentence for a share, told as "{count} of {n} people did so"."""
    if one["n"] == 0:
        return NOBODY
    if one["share"] is None:
        return TOO_FEW
    return f"{told.format(count=number(one['count']), n=number(one['n']))}: {likely(one)}."


def _bar(label: str, one: Mapping[str, Any], group: str = "a") -> Bar:
    if one["share"] is None:
        return Bar(label, None, "nobody yet" if one["n"] == 0 else "not shown", group=group)
    return Bar(
        label,
        one["share"],
        f"{in_100(one['share'])} in 100, {one['count']:,} of {one['n']:,}",
        one["lower"],
        one["upper"],
        group,
    )


def _cells(one: Mapping[str, Any]) -> tuple[str, str, str]:
    """Return the cells of a share: how many, of how many, in 100 with the likely range."""
    if one["n"] == 0:
        return "0", "0", "Nobody yet"
    return number(one["count"]), number(one["n"]), HIDDEN if one["share"] is None else likely(one)


_LEAST_DRAWN = 91  # days: a shorter curve says nothing that the table does not
_SHARES = ("People", "Out of", "In 100 (likely range)")
_RANGE = "The thin line is the 95% interval: the range that the true figure is likely to be in."


def _profile(said, *, audience, names):  # noqa: ARG001
    share = said["shares"][0]
    sentence = _result(
        share, "{count} of {n} people who signed up and came out were met in the community at least once"
    )
    tables, drawn = [], []
    for table in said["tables"]:
        caption, note, bands = _BANDS[table["name"]]
        rows = tuple(
            (bands.get(row, "Everyone"), *(number(cell) for cell in cells))
            for row, cells in zip(table["rows"], table["cells"], strict=True)
        )
        tables.append(Table(caption, note, ("Engaged", "Not met outside", "All"), rows, caption))
        everyone = table["cells"][-1][0]
        if everyone and sum(cells[0] is not None for cells in table["cells"][:-1]) > 1:
            parts = [
                Bar(bands[row], None if cells[0] is None else cells[0] / everyone, "not shown" if cells[0] is None else f"{in_100(cells[0] / everyone)} in 100, {cells[0]:,}")
                for row, cells in zip(table["rows"][:-1], table["cells"][:-1], strict=True)
            ]  # fmt: skip
            drawn.append(
                charts.bars(
                    f"c-{table['name']}",
                    f"{caption} of those engaged",
                    f"{caption} of the people who are engaged, out of 100.",
                    parts,
                )
            )
    return sentence, (defined.ENGAGED.words,), tuple(drawn), tuple(tables)


def _outcomes(said, *, audience, names):  # noqa: ARG001
    by_kind = {one["of"]: one for one in said["shares"]}
    sentence = _result(by_kind["any"], "{count} of {n} engaged people began work, training or education")
    rows = tuple((KINDS.get(one["of"], one["of"]), *_cells(one)) for one in said["shares"])
    chart = charts.bars(
        "c-kinds", "By kind", "Out of 100 engaged people, how many began each.", [_bar(KINDS.get(one["of"], one["of"]), one) for one in said["shares"]], notes=(_RANGE,)
    )  # fmt: skip
    more = ("It is not known how many of them would have begun it without us.", "It does not say whether it lasted.")
    return (
        sentence,
        more,
        (chart,) if any(one["share"] is not None for one in said["shares"]) else (),
        (Table("What people began", "", _SHARES, rows, "Kind"),),
    )


def _funnel(said, *, audience, names):  # noqa: ARG001
    steps = dict(zip(STEPS, said["steps"], strict=True))
    first = steps["listed"]
    if not first:
        return (NOBODY if first == 0 else TOO_FEW), (), (), ()
    went = [
        f"{number(steps[step])} {words_}"
        for step, words_ in (
            ("asked", "were asked"),
            ("signed_up", "signed up"),
            ("out", "came out"),
            ("contact", "were in touch outside"),
            ("moved_on", "moved on as planned"),
        )
    ]
    sentence = (
        f"Of {few(first)} on a list, {words.names(went)}."
        if None not in said["steps"]
        else f"{few(first).capitalize()} were on a list."
    )
    parts = [
        Bar(
            STEP_WORDS[step],
            None if count is None else count / first,
            number(count).lower() if count is None else f"{count:,} of {first:,}",
        )
        for step, count in steps.items()
    ]
    chart = charts.bars("c-steps", "How far people came", "Of everyone on a list, how many reached each step.", parts)
    tables = []
    called = names | {"all": "Everyone", "open": "Still with us", "ended": "No longer with us"}
    for table in said["tables"]:
        of = {
            "prison": ("By prison", "Prison"),
            "team": ("By team", "Team"),
            "stopped": ("Where people are lost", "Now"),
        }[table["name"]]
        rows = tuple(
            (called.get(row, "Not known"), *(number(cell) for cell in cells))
            for row, cells in zip(table["rows"], table["cells"], strict=True)
        )
        tables.insert(
            0,
            Table(
                of[0],
                "Each person stands once, under the last step that they reached.",
                (*(STEP_WORDS[step] for step in STEPS), "All"),
                rows,
                of[1],
            ),
        )
    more = (
        "Whoever is still with us may yet take the next step. Whoever is no longer with us before the last step was lost there.",
    )
    return sentence, more, (chart,), tuple(tables)


def _return(said, *, audience, names):  # noqa: ARG001
    everyone = {one["months"]: one for one in said["shares"] if one["of"] == "all"}
    months = 12 if everyone[12]["n"] != 0 else 6
    sentence = _result(
        everyone[months], f"{{count}} of {{n}} people who came out were back in prison within {months} months"
    )
    if everyone[months]["n"] == 0:
        sentence = "Nobody has been out for 6 months yet."
    more = [
        f"Counted are those who came out at least {months} months before the day of the data.",
        "Being back in prison is one thing among many. It does not say who did well.",
        "The groups are what was known on the day they came out. People who sign up may differ from those who do not, so the two are not compared here.",
    ]
    rows = tuple((f"{one['months']} months", GROUPS[one["of"]], *_cells(one)) for one in said["shares"])
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
        ("Who", *_SHARES),
        rows,
        "Within",
    )
    found = [table, _reach_table(said["reach"])]
    if said["curves"]:
        found.insert(1, _curve_table(said["curves"]))
    return sentence, tuple(more), tuple(drawn), tuple(found)


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


def _met(said, *, audience, names):  # noqa: ARG001
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
                [_bar(GROUPS[group], by[group, months], css) for group, css in groups], notes=(_RANGE,),
            )
        )  # fmt: skip
    rows = tuple((f"{one['months']} months", GROUPS[one["of"]], *_cells(one)) for one in said["shares"])
    table = Table(
        "Back in prison, by whether met",
        f"Everyone was still out on day {LANDMARK_DAYS}. Months are from the day they came out.",
        ("Who", *_SHARES),
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


def _time_out(said, *, audience, names):  # noqa: ARG001
    sentence = _result(said["shares"][0], "{count} of {n} people stayed out for longer than their own last time out")
    (table,) = said["tables"]
    rows = tuple(
        (defined.GAP_BANDS.get(row, "Everyone"), *(number(cell) for cell in cells))
        for row, cells in zip(table["rows"], table["cells"], strict=True)
    )
    parts = []
    for row, cells in zip(table["rows"], table["cells"], strict=True):
        longer, *_, n = cells
        label = (
            f"Last time {defined.GAP_BANDS[row][:1].lower()}{defined.GAP_BANDS[row][1:]}"
            if row != "all"
            else "Everyone"
        )
        shown = None not in cells and n
        parts.append(
            Bar(
                label,
                longer / n if shown else None,
                f"{in_100(longer / n)} in 100, {longer:,} of {n:,}" if shown else "not shown",
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
            [_result(longest, "{count} of {n} people stayed out for longer than ever before on our records")]
            if longest["share"] is not None
            else []
        ),
        "Longer out than before is something in itself.",
        "A short last time is easier to pass than a long one. So some would pass it whatever was done.",
    )
    past = Table(
        "Against their own past", "Each line counts only those who came out at least as long ago as that time out lasted.", _SHARES,
        (("Longer than last time", *_cells(last)), ("Longer than ever before", *_cells(longest))), "Out now",
    )  # fmt: skip
    found = Table(
        "By how long they were out last time",
        "",
        ("Longer now", "As long, to the day", "Not as long", "All"),
        rows,
        "Last time out",
    )
    return sentence, more, (drawn,) if len(table["rows"]) > 1 else (), (past, found)


_PAGES = {
    "funnel": _funnel,
    "profile": _profile,
    "outcomes": _outcomes,
    "return": _return,
    "met": _met,
    "time_out": _time_out,
}


def sheet_of(page: FigurePage, *, data_on: date, made: str, fingerprint: str) -> list[Sequence[str]]:
    """Return a figure as the rows of a file: its words, its tables, and what it stands on."""
    rows: list[Sequence[str]] = [[page.title], [page.sentence], *([one] for one in page.more)]
    if page.warning:
        rows.append([page.warning])
    for table in page.tables:
        rows += [[], [table.caption], *([[table.note]] if table.note else []), [table.first, *table.head], *table.rows]
    rows += [
        [], ["How it is counted", page.counted], ["Version of the definition", str(page.version)], ["Day of the data", data_on.isoformat()], ["Counted", made],
        ["Fingerprint of the rows", fingerprint], ["People in it", page.n], *([why, count] for why, count in page.left_out),
    ]  # fmt: skip
    if page.guarded:
        rows.append([GUARDED])
    return rows


def of_how_many(seen: int, n: int | None, *, rounded: bool) -> str:
    """Say how many of a figure's people a reader sees. A few who are shut from them are not told by subtraction."""
    if rounded:
        about = "" if n is None else f" The figure is of {n:,} people, to the nearest 5."
        return f"You may see {seen:,} of the people in this figure.{about}"
    if n is None:
        return f"You may see {seen:,} of them. How many they are is not shown."
    if n == 0:
        return "Nobody is counted in this figure."
    if seen >= n:
        return f"You may see all {n:,} of them." if n > 1 else "You may see the one person in it."
    if n - seen < LEAST.shown:
        return f"You may see {seen:,} of them. Fewer than {LEAST.shown} are not open to you."
    return f"You may see {seen:,} of the {n:,} people in this figure."


def of_very_many(read: int) -> str:
    """Say that a reader sees more people than are looked up."""
    return f"You may see more than {read:,} people who were counted. Looked up are the first {read:,} of them by name."


NOT_OPEN = "not open to you"


def list_line(code: str, row: Any, *, today: date, notes: bool, plan: bool) -> str:
    """Return what the list behind a figure says of somebody: the dates that it counts them by, as far as `notes` and `plan` are open."""
    if code == "funnel":
        step = STEPS[reached(row) - 1]
        more = "" if notes or step != "out" else f" What came after: {NOT_OPEN}."
        return f"Last step: {STEP_WORDS[step].lower()}.{more}"
    said = [f"Signed up {words.day(row.signed_up_on, today=today)}."] if row.signed_up_on else ["Not signed up."]
    if row.out_on:
        said.append(f"Came out {words.day(row.out_on, today=today)}." if row.released_on else "Was out already.")
    if code in ("return", "met", "time_out") and row.returned_on:
        said.append(f"Back in prison {words.day(row.returned_on, today=today)}.")
    if code in ("profile", "outcomes", "met"):
        met = f"First met outside {words.day(row.met_on, today=today)}." if row.met_on else "Not met outside."
        said.append(met if notes else f"Whether met outside: {NOT_OPEN}.")
    if code == "outcomes":
        begun = f"Began: {words.names([KINDS.get(kind, kind).lower() for kind in row.hard])}."
        said.append((begun if row.hard else "Nothing begun yet.") if plan else f"What they began: {NOT_OPEN}.")
    return " ".join(said)
