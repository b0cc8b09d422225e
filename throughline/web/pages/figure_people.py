"""The list behind a figure: how many of its people a reader sees, and what is said of each."""

from datetime import date
from typing import Any

from throughline.domain.figures import LEAST, STEP_WORDS, STEPS
from throughline.evaluation.episodes import reached
from throughline.web.pages import words
from throughline.web.pages.figure_words import KINDS


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
