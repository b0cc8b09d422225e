"""How figures are said: counts, shares with their likely range, what is not shown; and a table of words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from throughline.domain.codes import OUTCOME_KINDS
from throughline.domain.figures import LANDMARK_DAYS
from throughline.web.pages import words
from throughline.web.pages.charts import Bar

HIDDEN = "Not shown"
TOO_FEW = "Too few to show, to protect people."
NOBODY = "Nobody can be counted yet."
GROUPS = {
    "all": "Everyone", "signed_up": "Signed up by then", "not_signed_up": "Not signed up", "met": f"Met by day {LANDMARK_DAYS}", "not_met": "Not met by then",
}  # fmt: skip
KINDS = {one.code: one.words for one in OUTCOME_KINDS.codes} | {"any": "Any of these"}
SHARES = ("People", "Out of", "In 100 (likely range)")
RANGE = "The thin line is the 95% interval: the range that the true figure is likely to be in."


@dataclass(frozen=True)
class Table:
    """A table as a page and a file show it: words in every cell. `rows` begin with their heading."""

    caption: str
    note: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    first: str = ""


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


def result(one: Mapping[str, Any], told: str) -> str:
    """Return one sentence for a share, told as "{count} of {n} people did so"."""
    if one["n"] == 0:
        return NOBODY
    if one["share"] is None:
        return TOO_FEW
    return f"{told.format(count=number(one['count']), n=number(one['n']))}: {likely(one)}."


def bar(label: str, one: Mapping[str, Any], group: str = "a") -> Bar:
    """Return a share as a bar with its words and its likely range."""
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


def cells_of(one: Mapping[str, Any]) -> tuple[str, str, str]:
    """Return the cells of a share: how many, of how many, in 100 with the likely range."""
    if one["n"] == 0:
        return "0", "0", "Nobody yet"
    return number(one["count"]), number(one["n"]), HIDDEN if one["share"] is None else likely(one)
