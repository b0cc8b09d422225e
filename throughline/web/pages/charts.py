"""Charts as geometry: shares as bars with their likely range, and curves of who is still out. A phone's and a laptop's.

Every mark carries its words; a second group differs by its pattern as well as by its colour. Nothing here counts.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import ceil, floor

from throughline.domain.figures import DAYS_IN_A_MONTH


@dataclass(frozen=True)
class Mark:
    """One piece of a drawing: a path, a rectangle, or words. `fill` names a pattern, where it has one."""

    kind: str
    css: str
    d: str = ""
    x: float = 0
    y: float = 0
    width: float = 0
    height: float = 0
    words: str = ""
    fill: str = ""


@dataclass(frozen=True)
class Drawing:
    """One drawing of a chart."""

    box: str
    css: str
    marks: tuple[Mark, ...]

    @property
    def kind(self) -> str:
        """Whether it is the wide one or the phone’s."""
        return self.css.rpartition("--")[2]


@dataclass(frozen=True)
class Chart:
    """A chart as a page shows it: a title and a sentence for whoever cannot see it, two drawings, what to know of it."""

    key: str
    heading: str
    title: str
    desc: str
    drawings: tuple[Drawing, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Bar:
    """A share out of everyone, from 0 to 1, its likely range, and its words. `group` is "a" or "b"."""

    label: str
    value: float | None
    words: str
    lower: float | None = None
    upper: float | None = None
    group: str = "a"


@dataclass(frozen=True)
class Line:
    """One curve: steps of (day, share still out, its likely range), as far as it is drawn; how many are still followed."""

    name: str
    steps: Sequence[tuple[float, float, float | None, float | None]]
    until: float
    followed: Sequence[tuple[int, str]]
    group: str = "a"
    end: str = field(default="")


def bars(key: str, heading: str, title: str, rows: Sequence[Bar], *, notes: tuple[str, ...] = ()) -> Chart:
    """Draw shares as bars, one under the other."""
    desc = " ".join(f"{row.label}: {row.words}." for row in rows)
    return Chart(key, heading, title, desc, (_bars(rows, key, 1040, "wide"), _bars(rows, key, 326, "phone")), notes)


def _bars(rows: Sequence[Bar], key: str, width: float, css: str) -> Drawing:
    marks: list[Mark] = []
    wide = css == "wide"
    left, step = (300.0, 44.0) if wide else (0.0, 72.0)
    right = width - (250 if wide else 0)
    for number, row in enumerate(rows):
        y = number * step + 6
        top = y if wide else y + 26
        marks.append(Mark("text", "b", x=0, y=y + 20 if wide else y + 16, words=row.label))
        marks.append(Mark("rect", "track", x=left, y=top + 4, width=right - left, height=20))
        if row.value is not None:
            bar = max(row.value * (right - left), 1.5)
            marks.append(
                Mark(
                    "rect",
                    row.group,
                    x=left,
                    y=top + 4,
                    width=bar,
                    height=20,
                    fill=f"{key}-{css}-hatch" if row.group == "b" else "",
                )
            )
        if row.lower is not None and row.upper is not None:
            a, b, middle = left + row.lower * (right - left), left + row.upper * (right - left), top + 14
            marks.append(Mark("path", "range-back", d=f"M{a:.1f} {middle:g}H{b:.1f}"))
            marks.append(
                Mark(
                    "path",
                    "range",
                    d=f"M{a:.1f} {middle:g}H{b:.1f}M{a:.1f} {middle - 6:g}v12M{b:.1f} {middle - 6:g}v12",
                )
            )
        marks.append(
            Mark(
                "text",
                "" if wide else "end",
                x=right + 14 if wide else right,
                y=y + 20 if wide else y + 16,
                words=row.words,
            )
        )
    return Drawing(f"0 0 {width:g} {len(rows) * step + 10:g}", f"tl-chart--{css}", tuple(marks))


def curves(key: str, heading: str, title: str, lines: Sequence[Line], *, notes: tuple[str, ...] = ()) -> Chart:
    """Draw who is still out, month by month. The scale begins below the lowest point, and says so."""
    lowest = min((low if low is not None else share for line in lines for _, share, low, _ in line.steps), default=1.0)
    bottom = max(0, min(80, floor(lowest * 5) * 20))
    last = max([6, *(ceil(line.until / DAYS_IN_A_MONTH) for line in lines)])
    last = next(month for month in (6, 12, 18, 24) if month >= min(last, 24))
    if bottom:
        notes = (f"The scale starts at {bottom}.", *notes)
    desc = " ".join(f"{line.name}: {line.end}." for line in lines)
    drawings = tuple(_curves(lines, key, css, bottom=bottom, last=last) for css in ("wide", "phone"))
    return Chart(key, heading, title, desc, drawings, notes)


def _curves(lines: Sequence[Line], key: str, css: str, *, bottom: int, last: int) -> Drawing:
    wide = css == "wide"
    width, high = (1040.0, 340.0) if wide else (326.0, 230.0)
    left, top, right = (52.0, 34.0, 790.0) if wide else (34.0, 48.0, 312.0)
    floor_ = top + high

    def x(day: float) -> float:
        return left + (right - left) * day / (last * DAYS_IN_A_MONTH)

    def y(share: float) -> float:
        return top + high * (100 - 100 * share) / (100 - bottom)

    marks = [
        Mark(
            "text",
            "d",
            x=0,
            y=16,
            words="Out of 100 people, how many are still out" if wide else "Out of 100, how many still out",
        )
    ]
    for level in range(bottom, 101, 20):
        marks.append(Mark("path", "axis" if level == bottom else "grid", d=f"M{left:g} {y(level / 100):.1f}H{right:g}"))
        marks.append(Mark("text", "end", x=left - 8, y=y(level / 100) + 5, words=str(level)))
    for month in range(0, last + 1, 6):
        at = x(month * DAYS_IN_A_MONTH)
        marks.append(Mark("path", "axis", d=f"M{at:.1f} {floor_:g}v6"))
        marks.append(Mark("text", "mid", x=at, y=floor_ + 24, words=str(month)))
    marks.append(Mark("text", "mid", x=(left + right) / 2, y=floor_ + 48, words="Months since they came out"))
    for line in lines:
        marks += _band(line, x, y, fill=f"{key}-{css}-band" if line.group == "b" else "")
        path = f"M{x(0):.1f} {y(1):.1f}"
        for day, share, _, _ in line.steps:
            path += f"H{x(day):.1f}V{y(share):.1f}"
        marks.append(Mark("path", f"line {line.group}", d=f"{path}H{x(line.until):.1f}"))
    names = sorted(lines, key=lambda line: -(line.steps[-1][1] if line.steps else 1.0))
    at = -100.0
    for number, line in enumerate(names):
        if wide:
            share = line.steps[-1][1] if line.steps else 1.0
            at = max(y(share) + 5, at + 48, top + 12)
            beside = (
                right + 20 if len(lines) > 1 else x(line.until) + 12
            )  # of two, the words of one would lie on the other
            marks += [
                Mark("text", f"name {line.group}", x=beside, y=at, words=line.name),
                Mark("text", f"d {line.group}", x=beside, y=at + 20, words=line.end),
            ]
        elif len(lines) > 1:
            start = number * 172.0
            marks += [
                Mark("path", f"line {line.group}", d=f"M{start:g} 35h22"),
                Mark("text", f"name {line.group}", x=start + 28, y=40, words=line.name),
            ]
    below = floor_ + 80
    marks.append(Mark("text", "b", x=0, y=below, words="People still counted"))
    for line in lines:
        if wide:
            below += 26
            marks.append(Mark("text", f"name {line.group}", x=right + 20, y=below, words=line.name))
        elif len(lines) > 1:
            below += 24
            marks.append(Mark("text", f"name {line.group}", x=0, y=below, words=line.name))
        if not wide:
            below += 21
        for month, left_ in line.followed:
            if month <= last:
                place = x(month * DAYS_IN_A_MONTH)
                marks.append(
                    Mark(
                        "text",
                        "end" if month == last and not wide else "mid" if month or wide else "",
                        x=place if month or wide else 0,
                        y=below,
                        words=left_,
                    )
                )
    return Drawing(f"0 0 {width:g} {below + 10:g}", f"tl-chart--{css}", tuple(marks))


def _band(line: Line, x, y, *, fill: str) -> list[Mark]:
    """Draw the likely range of a curve as steps, forth along its upper side and back along its lower."""
    known = [(day, low, up) for day, _, low, up in line.steps if low is not None and up is not None]
    if not known:
        return []
    ends = [day for day, _, _ in known[1:]] + [max(line.until, known[-1][0])]
    forth = "".join(f"V{y(up):.1f}H{x(end):.1f}" for (_, _, up), end in zip(known, ends, strict=True))
    back = "".join(f"V{y(low):.1f}H{x(day):.1f}" for day, low, _ in reversed(known))
    first = known[0]
    return [Mark("path", f"band {line.group}", d=f"M{x(first[0]):.1f} {y(first[2]):.1f}{forth}{back}Z", fill=fill)]
