"""The figures in words, tables and charts: from the counts that a set holds, full or guarded."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from throughline.domain import figures as defined
from throughline.domain.figures import DEFINITIONS, LEAST, NEAREST, Definition
from throughline.domain.readings import Audience
from throughline.web.pages import words
from throughline.web.pages.charts import Chart
from throughline.web.pages.figure_words import NOBODY, TOO_FEW, Table, few, number
from throughline.web.pages.figures_of_return import back_in_prison, met, time_out
from throughline.web.pages.figures_of_support import funnel, outcomes, profile

VERY_FEW = (
    f"No number is shown: too few people are on these records. Figures begin at {LEAST.told} people, so that nobody in them stands out. "
    "Whoever may see all these people sees each number."
)
ROUNDED = "To the nearest 5:"
GUARDED = (
    f"Counts are to the nearest {NEAREST}. Shares are made of those counts, and their likely ranges allow for it. "
    f"Not shown are counts under {LEAST.shown}, 0 among them, and what they could be computed from in any figure. A row with nothing to show is left out. "
    "These figures stand for the whole month, so that nobody stands out by what has changed. Whoever may see all these people sees each number as it is."
)
RANGES = "The likely range is the 95% interval: of shares Wilson’s, of curves the log-log one (of rounded curves Wilson’s, which is wider), of what two shares differ by Newcombe’s. It allows for chance, and not for who is missing."


@dataclass(frozen=True)
class FigurePage:
    """One figure."""

    code: str
    title: str
    sentence: str
    more: tuple[str, ...]
    limits: tuple[str, ...]
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
    limits = tuple(_followed(code, said))
    if whole is None and told["funnel"]["said"]["n"] is None:
        sentence, more, limits, drawn, tables = VERY_FEW, (), (), (), ()
    elif whole is None and sentence not in (TOO_FEW, NOBODY):
        sentence = f"{ROUNDED} {sentence}"
    tables = tuple(one for one in tables if one.rows)
    definition = DEFINITIONS[code]
    return FigurePage(
        code, definition.title, sentence, more, limits, drawn, tables, definition.counted, number(said["n"]),
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


_PAGES = {
    "funnel": funnel,
    "profile": profile,
    "outcomes": outcomes,
    "return": back_in_prison,
    "met": met,
    "time_out": time_out,
}


def sheet_of(page: FigurePage, *, data_on: date, made: str, fingerprint: str) -> list[Sequence[str]]:
    """Return a figure as the rows of a file: its words, its tables, and what it stands on."""
    rows: list[Sequence[str]] = [[page.title], [page.sentence], *([one] for one in (*page.more, *page.limits))]
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
