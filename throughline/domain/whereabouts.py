"""Which dates of an episode follow from where its person was: one function for the actions and for the check of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from throughline.domain.time_out import Inside, inside_on


@dataclass(frozen=True)
class Whereabouts:
    """The release that counts for an episode, and since when they are back inside after it."""

    released_on: date | None = None
    custody_since: date | None = None


def whereabouts(
    periods: Sequence[Inside], *, identified_on: date, signed_up_on: date | None, ended_on: date | None
) -> Whereabouts:
    """Return what an episode's dates must say of custody, out of all the periods known now.

    An episode looks from its sign-up (before that: from when they were identified) until its end. The latest release
    in that time counts, or, for those who were out when it began, the one before. Whoever never signed up and is
    inside is simply inside, waiting to be asked. After a sign-up a later stay inside is a return.
    """
    known = _until(periods, ended_on)
    began = signed_up_on or identified_on
    releases = [one.end for one in known if one.end is not None]
    released = max((day for day in releases if day >= began), default=None)
    if released is None and not inside_on(known, began):
        released = max(releases, default=None)
    now_inside = next((one for one in known if one.end is None), None)
    if now_inside is None:
        return Whereabouts(released)
    if signed_up_on is None:
        return Whereabouts()
    start = now_inside.start
    if released is not None:
        return Whereabouts(released, max(start, released) if start is not None else released)
    if start is not None and start > signed_up_on:
        return Whereabouts(None, start)
    return Whereabouts()


def _until(periods: Sequence[Inside], day: date | None) -> list[Inside]:
    """Return the periods as they stood on a day: what came later is left out."""
    if day is None:
        return list(periods)
    return [
        Inside(one.start, one.end if one.end is not None and one.end <= day else None)
        for one in periods
        if one.start is None or one.start <= day
    ]
