"""The journey line as geometry: where each stop, dot and word stands, for a laptop and for a phone."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from throughline.domain.journey import Stop, title
from throughline.web.pages import words

_WORDS_ON_PHONE = {"Gate": "Gate"}


@dataclass(frozen=True)
class Shape:
    """One piece of the drawing: a path with its class, a circle, or a word."""

    kind: str
    css: str
    d: str = ""
    x: float = 0
    y: float = 0
    r: float = 0
    words: str = ""


@dataclass(frozen=True)
class Drawing:
    """One drawing of the line."""

    box: str
    css: str
    shapes: tuple[Shape, ...]


@dataclass(frozen=True)
class LinePage:
    """The line as a page shows it: two drawings, one sentence, and the stops as a list."""

    title: str
    drawings: tuple[Drawing, ...]
    last: str
    last_label: str
    next: str
    rows: tuple[tuple[str, str, str], ...]  # name, state in words, date


def line_page(name: str, stops: Sequence[Stop], *, today: date, mentor: str = "mentor") -> LinePage:
    """Draw a journey line from its stops. `mentor` is what the programme calls one."""
    sentence = title(name, stops, day=lambda when: words.day(when, today=today), mentor=mentor)
    stops = [replace(stop, name=mentor.capitalize()) if stop.name == "Mentor" else stop for stop in stops]
    late = [stop for stop in stops if stop.state == "missed"]
    done = [stop for stop in stops if stop.state == "done"]
    now = next((stop for stop in stops if stop.state == "now"), None)
    last = done[-1] if done else None
    return LinePage(
        title=sentence,
        drawings=(_wide(stops), _phone(stops)),
        last_label="Last stop" if last else "Late" if late else "",
        last=f"{last.name.lower()}, {words.day(last.on, today=today)}" if last and last.on else "",
        next=(now.name.lower() + (f", by {words.day(now.by, today=today)}" if now.by else "")) if now else "",
        rows=tuple((stop.name, _STATE[stop.state], _date(stop, today)) for stop in stops),
    )


_STATE = {"done": "done", "now": "next", "todo": "to come", "missed": "not done"}


def _date(stop: Stop, today: date) -> str:
    if stop.on:
        return words.day(stop.on, today=today)
    return f"by {words.day(stop.by, today=today)}" if stop.by and stop.state != "missed" else ""


def _wide(stops: Sequence[Stop]) -> Drawing:
    shapes = _dots(stops, first=50, step=110, y=30, r=12, post=26)
    for number, stop in enumerate(stops):
        x = 50 + 110 * number
        shapes.append(Shape("text", "b", x=x, y=74, words=stop.name))
        below = words.short_day(stop.on) if stop.on else f"by {words.short_day(stop.by)}" if stop.by else ""
        if stop.state == "missed":
            shapes.append(
                Shape(
                    "text", "miss", x=x, y=95, words="not done" if not stop.on else f"late, {words.short_day(stop.on)}"
                )
            )
        elif stop.name == "Moved on" and stop.state != "done":
            shapes.append(Shape("text", "d", x=x, y=95, words="they decide"))
        elif below:
            shapes.append(Shape("text", "d", x=x, y=95, words=below))
    return Drawing("0 0 1090 108", "tl-line--wide", tuple(shapes))


def _phone(stops: Sequence[Stop]) -> Drawing:
    shapes = _dots(stops, first=16, step=32.67, y=26, r=10, post=16)
    shapes += [
        Shape("text", "", x=62, y=64, words="Inside"),
        Shape("text", "b", x=179.3, y=64, words="Gate"),
        Shape("text", "", x=286, y=64, words="Moved on"),
    ]
    return Drawing("0 0 326 70", "tl-line--phone", tuple(shapes))


def _dots(stops: Sequence[Stop], *, first: float, step: float, y: float, r: float, post: float) -> list[Shape]:
    shapes: list[Shape] = []
    for number in range(len(stops) - 1):
        a, b = first + step * number + r, first + step * (number + 1) - r
        following = stops[number + 1]
        reached = following.state in ("done", "missed", "now") and any(s.state == "done" for s in stops[: number + 1])
        css = ("in" if following.inside or following.name == "Gate" else "out") if reached else "dots"
        shapes.append(Shape("path", css, d=f"M{a:.1f} {y:g}H{b:.1f}"))
    for number, stop in enumerate(stops):
        x, side = first + step * number, "in" if stop.inside else "out"
        if stop.name == "Gate":
            shapes.append(Shape("path", "gate", d=f"M{x - post:.1f} {y - 22:g}v44M{x + post:.1f} {y - 22:g}v44"))
        if stop.state == "done":
            shapes.append(Shape("circle", f"d{side}", x=x, y=y, r=r))
            shapes.append(Shape("path", "ok", d=f"M{x - 4.2:.1f} {y + 0.3:g}l3 3.3l5.6 -6.6"))
        elif stop.state == "now":
            shapes.append(Shape("circle", f"dnow s-{side}", x=x, y=y, r=r - 1))
        elif stop.state == "missed":
            shapes.append(Shape("circle", "dmiss", x=x, y=y, r=r))
            shapes.append(Shape("path", "x", d=f"M{x - 4:.1f} {y - 4:g}l8 8M{x + 4:.1f} {y - 4:g}l-8 8"))
        else:
            shapes.append(Shape("circle", "dtodo", x=x, y=y, r=r - 2))
    return shapes
