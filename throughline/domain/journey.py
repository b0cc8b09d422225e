"""The journey as a line of ten stops, with today on it, and the same in sentences."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

StopState = Literal["done", "now", "todo", "missed"]


@dataclass(frozen=True)
class Stop:
    """One stop: done on a day, or due by one, or neither known."""

    name: str
    state: StopState
    on: date | None = None
    by: date | None = None
    inside: bool = True  # before the gate


@dataclass(frozen=True)
class Line:
    """What the line is drawn from."""

    asked_on: date | None = None
    signed_up_on: date | None = None
    mentor_on: date | None = None
    plan_on: date | None = None
    visited_on: date | None = None
    met_at_gate_on: date | None = None
    released_on: date | None = None
    first_contact_on: date | None = None
    reviewed_on: date | None = None
    moved_on_on: date | None = None
    comes_out_on: date | None = None
    review_due_on: date | None = None
    back_inside_on: date | None = None


def stops(line: Line, *, on: date) -> list[Stop]:
    """Return the ten stops. A stop before the gate that was not made before the release is missed: it stays so.

    For somebody back inside the stops from the visit on lie ahead again.
    """
    if line.back_inside_on is not None:
        visited = line.visited_on if line.visited_on and line.visited_on >= line.back_inside_on else None
        line = replace(
            line, visited_on=visited, met_at_gate_on=None, released_on=None, first_contact_on=None, reviewed_on=None,
            review_due_on=None,
        )  # fmt: skip
    out = line.released_on is not None
    week13 = line.released_on + timedelta(weeks=13) if line.released_on else None
    inside = [
        _stop(
            "Asked", line.asked_on or line.signed_up_on, missed=out
        ),  # who joined unasked has been asked all the same
        _stop("Signed up", line.signed_up_on),
        _stop("Mentor", line.mentor_on),
        _stop("Plan", line.plan_on, missed=out, by=_ahead(line.comes_out_on, 4, not_before=line.signed_up_on)),
        _stop("Visit inside", line.visited_on, missed=out, by=_ahead(line.comes_out_on, 1, not_before=line.mentor_on)),
    ]
    outside = [
        _stop("Gate", line.met_at_gate_on, missed=out, by=line.comes_out_on, inside=False),
        _stop(
            "First 48 hours",
            line.first_contact_on,
            missed=_late(line.first_contact_on, line.released_on, days=2, on=on),
            by=line.released_on + timedelta(days=2) if line.released_on else None,
            inside=False,
        ),
        _stop("Plan review", line.reviewed_on, by=line.review_due_on, inside=False),
        _stop("13 weeks", week13 if week13 and week13 <= (line.moved_on_on or on) else None, by=week13, inside=False),
        _stop("Moved on", line.moved_on_on, inside=False),
    ]
    every = inside + outside
    first_open = next((number for number, stop in enumerate(every) if stop.state == "todo"), None)
    if first_open is not None and line.moved_on_on is None:
        every[first_open] = Stop(**{**every[first_open].__dict__, "state": "now"})
    return every


def _stop(
    name: str, done_on: date | None, *, missed: bool = False, by: date | None = None, inside: bool = True
) -> Stop:
    if missed and (done_on is None or name == "First 48 hours"):
        return Stop(name, "missed", done_on, by, inside)
    return Stop(name, "done" if done_on else "todo", done_on, None if done_on else by, inside)


def _ahead(day: date | None, weeks: int, *, not_before: date | None) -> date | None:
    """Return the day some weeks ahead of another, and not before the day on which it could begin."""
    if day is None:
        return None
    due = day - timedelta(weeks=weeks)
    return max(due, not_before) if not_before else due


def _late(first: date | None, released: date | None, *, days: int, on: date) -> bool:
    if released is None:
        return False
    return (first or on) > released + timedelta(days=days)


def title(name: str, line: Sequence[Stop], *, day: Callable[[date], str], mentor: str = "mentor") -> str:
    """Return the line as one sentence or two: how many stops are done, how many missed, which is next and by when.

    `mentor` is what the programme calls one.
    """
    done, missed = sum(stop.state == "done" for stop in line), sum(stop.state == "missed" for stop in line)
    words = f"{name}’s line: {done} of {len(line)} stops done" + (f", {missed} missed." if missed else ".")
    now = next((stop for stop in line if stop.state == "now"), None)
    if now is not None:
        words += f" Next stop is {next_words(now.name, mentor=mentor)}" + (f" by {day(now.by)}." if now.by else ".")
    return words


def next_words(stop: str, *, mentor: str = "mentor") -> str:
    """Return a stop as what is to be done there, in the programme's own word for a mentor."""
    return f"a {mentor}" if stop == "Mentor" else _NEXT[stop]


_NEXT = {
    "Asked": "to ask them",
    "Signed up": "to sign up",
    "Plan": "a plan",
    "Visit inside": "a visit inside",
    "Gate": "the gate",
    "First 48 hours": "a call",
    "Plan review": "a plan review",
    "13 weeks": "13 weeks out",
    "Moved on": "to move on, when they decide",
}
