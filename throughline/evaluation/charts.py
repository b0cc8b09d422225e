"""Charts as SVG, drawn here: a title and a description, labels on the lines, a pattern beside each colour. No style, no script."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

_WIDTH, _LEFT, _RIGHT, _TOP, _DEEP = 760, 56, 170, 16, 300
_COLOURS = ("#1d4f91", "#b1450e", "#2f6b2f", "#6a2c82", "#7a5c00", "#005e6a", "#9b1c46", "#3d3d3d")
_DASHES = ("", "9 4", "2 3", "12 3 2 3", "6 2 2 2 2 2", "16 4", "1 4", "4 8")
_NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True)
class Line:
    """One curve: what it is called, its steps (time, share, lower, upper, at risk), and until when it is drawn."""

    name: str
    steps: Sequence[Sequence[float]]
    until: float
    at_risk: Sequence[int]


def words(text: object) -> str:
    """Return text as XML can carry it."""
    return escape(_NOT_IN_XML.sub(" ", str(text)))


_STEPS = {
    "weeks": (13.0, 26.0, 52.0, 104.0),
    "months": (3.0, 6.0, 12.0, 24.0, 60.0),
    "days": (91.0, 182.0, 365.0, 730.0),
}


def ticks(until: float, unit: str = "") -> list[float]:
    """Return places of an axis from 0 to a time, at most eight: at quarters and years where it is that long, else round ones."""
    if not until > 0:
        return [0.0]
    usual = [one for one in _STEPS.get(unit, ()) if 2 <= until / one <= 7]
    round_ones = [10.0**power * one for power in range(-6, 12) for one in (1, 2, 5)]
    step = next((one for one in [*usual, *round_ones] if until / one <= 7), until)
    return [step * number for number in range(int(until / step + 1e-9) + 1)]


def survival(
    lines: Sequence[Line], *, at: Sequence[float], until: float, unit: str, title: str, about: str, key: str, font: str = "sans-serif"
) -> str:  # fmt: skip
    """Draw shares not yet with the event, from all to none, with their limits, and under the axis how many are still followed.

    `at` are the times of the axis; each line's `at_risk` is at those.
    """
    wide, rows = _WIDTH - _LEFT - _RIGHT, len(lines)
    height = _TOP + _DEEP + 62 + 20 * (rows + 1)

    def x(time: float) -> float:
        return _LEFT + wide * time / until

    def y(share: float) -> float:
        return _TOP + _DEEP * (1 - share)

    out = _begin(_WIDTH, height, title, about, key, font)
    for share in (0, 0.25, 0.5, 0.75, 1):
        out.append(f'<line x1="{_LEFT}" x2="{_LEFT + wide}" y1="{y(share):.1f}" y2="{y(share):.1f}" stroke="#d5d9dd"/>')
        out.append(f'<text x="{_LEFT - 8}" y="{y(share) + 5:.1f}" text-anchor="end">{round(100 * share)}%</text>')
    for time in at:
        out.append(
            f'<line x1="{x(time):.1f}" x2="{x(time):.1f}" y1="{y(0):.1f}" y2="{y(0) + 6:.1f}" stroke="#33383d"/>'
        )
        out.append(f'<text x="{x(time):.1f}" y="{y(0) + 22:.1f}" text-anchor="middle">{_short(time)}</text>')
    out.append(f'<line x1="{_LEFT}" x2="{_LEFT + wide}" y1="{y(0):.1f}" y2="{y(0):.1f}" stroke="#33383d"/>')
    out.append(
        f'<text x="{_LEFT + wide / 2:.1f}" y="{y(0) + 42:.1f}" text-anchor="middle">{words(unit.capitalize())} since the start</text>'
    )
    ends = []
    for number, line in enumerate(lines):
        colour, dash = _COLOURS[number % 8], _DASHES[number % 8]
        if len(lines) <= 2:
            out.append(f'<path d="{_band(line, x, y)}" fill="{colour}" fill-opacity="0.13"/>')
        pattern = f' stroke-dasharray="{dash}"' if dash else ""
        out.append(f'<path d="{_stair(line, x, y)}" fill="none" stroke="{colour}" stroke-width="2.5"{pattern}/>')
        ends.append([y(line.steps[-1][1] if line.steps else 1.0), x(line.until), number])
    for place, (high, _, number) in zip(_apart([end[0] for end in ends]), sorted(ends), strict=True):
        line, colour = lines[int(number)], _COLOURS[int(number) % 8]
        out.append(
            f'<text x="{x(until) + 8:.1f}" y="{place + 5:.1f}" fill="{colour}" font-weight="bold">{words(_fit(line.name))}</text>'
        )
        if abs(place - high) > 8 or line.until < until:
            out.append(
                f'<line x1="{x(line.until) + 2:.1f}" x2="{x(until) + 6:.1f}" y1="{high:.1f}" y2="{place:.1f}" stroke="{colour}" stroke-width="0.7"/>'
            )
    low = y(0) + 66
    out.append(f'<text x="{_LEFT}" y="{low:.1f}" font-weight="bold">Still followed</text>')
    for number, line in enumerate(lines):
        low += 20
        out.append(
            f'<text x="{x(until) + 34:.1f}" y="{low:.1f}" fill="{_COLOURS[number % 8]}" font-weight="bold">{words(_fit(line.name))}</text>'
        )
        for time, count in zip(at, line.at_risk, strict=True):
            out.append(f'<text x="{x(time):.1f}" y="{low:.1f}" text-anchor="middle">{count:,}</text>')
    out.append("</svg>")
    return "".join(out)


def ratios(
    terms: Sequence[tuple[str, float, float, float]], *, title: str, about: str, key: str, font: str = "sans-serif"
) -> str:
    """Draw ratios with their intervals on a scale on which twice and half are equally far from alike."""
    left, right, row = 210, 170, 30
    wide, height = _WIDTH - left - right, 58 + row * len(terms)
    reach = max([0.5, *(min(abs(math.log(max(one, 1e-3))), 4.0) for term in terms for one in term[2:])])
    reach = math.log(2) * math.ceil(reach / math.log(2) - 1e-9)

    def x(ratio: float) -> float:
        return left + wide * (min(max(math.log(max(ratio, 1e-9)), -reach), reach) + reach) / (2 * reach)

    out = _begin(_WIDTH, height, title, about, key, font)
    base = 12 + row * len(terms)
    powers = round(reach / math.log(2))
    step = max(1, math.ceil(powers / 3))
    for power in range(-powers, powers + 1):
        if power % step:
            continue
        at = x(2.0**power)
        alike = power == 0
        out.append(
            f'<line x1="{at:.1f}" x2="{at:.1f}" y1="8" y2="{base}" stroke="{"#33383d" if alike else "#d5d9dd"}"/>'
        )
        out.append(f'<text x="{at:.1f}" y="{base + 18}" text-anchor="middle">{_short(2.0**power)}</text>')
    out.append(f'<text x="{x(1):.1f}" y="{base + 36}" text-anchor="middle">less often ← alike → more often</text>')
    for number, (name, ratio, lower, upper) in enumerate(terms):
        y = 12 + row * number + row / 2
        out.append(f'<text x="{left - 14}" y="{y + 5:.1f}" text-anchor="end">{words(_fit(name, 28))}</text>')
        out.append(
            f'<line x1="{x(lower):.1f}" x2="{x(upper):.1f}" y1="{y:.1f}" y2="{y:.1f}" stroke="{_COLOURS[0]}" stroke-width="2.5"/>'
        )
        out.append(f'<rect x="{x(ratio) - 5:.1f}" y="{y - 5:.1f}" width="10" height="10" fill="{_COLOURS[0]}"/>')
        out.append(f'<text x="{left + wide + 10}" y="{y + 5:.1f}">{ratio:.3f} ({lower:.3f} to {upper:.3f})</text>')
    out.append("</svg>")
    return "".join(out)


def _begin(width: int, height: float, title: str, about: str, key: str, font: str) -> list[str]:
    return [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height:.0f}" width="{width}" height="{height:.0f}" role="img" aria-labelledby="{key}-title {key}-about" font-family="{font}" font-size="14" fill="#212529">',
        f'<title id="{key}-title">{words(title)}</title><desc id="{key}-about">{words(about)}</desc>',
        f'<rect width="{width}" height="{height:.0f}" fill="#ffffff"/>',
    ]  # fmt: skip


def _corners(line: Line, which: int) -> list[tuple[float, float]]:
    at, share, out = 0.0, 1.0, [(0.0, 1.0)]
    for step in line.steps:
        value = step[which]
        if value is None or math.isnan(value):
            value = step[1]
        out += [(step[0], share), (step[0], value)]
        share = value
        at = step[0]
    if line.until > at:
        out.append((line.until, share))
    return out


def _stair(line: Line, x: "object", y: "object") -> str:
    return "M" + "L".join(f"{x(time):.1f} {y(share):.1f}" for time, share in _corners(line, 1))  # type: ignore[operator]


def _band(line: Line, x: "object", y: "object") -> str:
    around = _corners(line, 3) + _corners(line, 2)[::-1]
    return "M" + "L".join(f"{x(time):.1f} {y(share):.1f}" for time, share in around) + "Z"  # type: ignore[operator]


def _apart(places: Sequence[float], gap: float = 18) -> list[float]:
    """Return places of labels, from the top, none nearer to the next than it takes to read both."""
    out: list[float] = []
    for place in sorted(places):
        out.append(max(place, out[-1] + gap) if out else place)
    over = out[-1] - (_TOP + _DEEP) if out else 0
    if over > 0:
        for at in range(len(out) - 1, -1, -1):
            most = out[at + 1] - gap if at + 1 < len(out) else _TOP + _DEEP
            out[at] = min(out[at], most)
    return out


def _fit(name: str, most: int = 17) -> str:
    return name if len(name) <= most else f"{name[: most - 1]}…"


def _short(number: float) -> str:
    text = f"{number:.4g}"
    return f"{number:,.0f}" if "e" in text else text
