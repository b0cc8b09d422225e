"""Time in and out of prison: what lies between two custody periods."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Inside:
    """One custody period. A None start is not known; a None end is not over."""

    start: date | None
    end: date | None


def inside_on(periods: Sequence[Inside], day: date) -> bool:
    """Tell whether someone was in prison on a day, as far as we know. On the day they come out they are out."""
    return any((one.start is None or one.start <= day) and (one.end is None or one.end > day) for one in periods)


@dataclass(frozen=True)
class Spell:
    """One stretch of time out: from a release until the next reception, or until `on` while it lasts."""

    start: date
    end: date | None
    days: int
    days_inside_after: int | None = None


def spells_out(periods: Sequence[Inside], *, on: date) -> list[Spell]:
    """Return the stretches out of prison, oldest first. A period that begins before an earlier one ended opens none."""
    known = sorted((one for one in periods if one.end is not None or one.start is not None), key=_order)
    spells: list[Spell] = []
    for number, period in enumerate(known):
        if period.end is None or period.end > on:
            continue
        later = [one for one in known[number + 1 :] if one.start is not None]
        if any(
            one.start is not None and one.start <= period.end and (one.end is None or one.end > period.end)
            for one in later
        ):
            continue
        back = next((one for one in later if one.start is not None and one.start >= period.end), None)
        end = back.start if back is not None and back.start is not None and back.start <= on else None
        inside = None
        if end is not None and back is not None:
            inside = ((back.end or on) - end).days
        spells.append(Spell(period.end, end, ((end or on) - period.end).days, inside))
    return spells


def _order(period: Inside) -> date:
    return period.start or period.end or date.min
