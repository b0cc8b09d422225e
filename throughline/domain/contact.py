"""Being in touch: what counts as a try, and how many are asked for before anyone is given up on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from throughline.domain.calendar import day_of
from throughline.domain.objections import Objection
from throughline.domain.time_out import Inside, inside_on
from throughline.domain.vocabulary import Channel

# Ways of being in touch that do not show someone in the community: the gate itself, and what reaches a prison.
NOT_OUT_YET = (Channel.GATE, Channel.PRISON_VISIT, Channel.EMAIL_A_PRISONER)


def counts_as_first(
    channel: Channel,
    at: datetime,
    *,
    signed_up_on: date | None,
    released_on: date | None,
    periods: Sequence[Inside],
) -> bool:
    """Tell whether a talk was contact in the community, with somebody who joined, by what is known now of where they were."""
    day = day_of(at)
    return (
        signed_up_on is not None
        and day >= max(signed_up_on, released_on or signed_up_on)
        and channel not in NOT_OUT_YET
        and not inside_on(periods, day)
    )


@dataclass(frozen=True)
class TryRule:
    """How many tries, in how many ways, within how many days, before an episode may close for lost contact."""

    tries: int = 3
    ways: int = 2
    days: int = 28


@dataclass(frozen=True)
class Try:
    """One try to reach someone that got no answer."""

    at: datetime
    channel: Channel


# In the order in which another way is suggested.
WAYS = (Channel.PHONE, Channel.TEXT, Channel.LETTER, Channel.FACE_TO_FACE, Channel.EMAIL)


def recent(tries: Sequence[Try], rule: TryRule, *, at: datetime) -> list[Try]:
    """Return the tries that still count."""
    return [one for one in tries if at - timedelta(days=rule.days) <= one.at <= at]


def objection_to_giving_up(tries: Sequence[Try], rule: TryRule, *, at: datetime) -> Objection | None:
    """Return why an episode cannot close for lost contact yet, or None."""
    counted = recent(tries, rule, at=at)
    ways = {one.channel for one in counted}
    if len(counted) >= rule.tries and len(ways) >= rule.ways:
        return None
    return Objection(
        "try_again",
        f"Try {rule.tries} times in {rule.ways} ways within {rule.days} days first. "
        f"So far: {len(counted)} {'try' if len(counted) == 1 else 'tries'}"
        + (f" ({', '.join(sorted(way.label.lower() for way in ways))})." if ways else "."),
    )


def next_way(tries: Sequence[Try], rule: TryRule, *, at: datetime) -> Channel:
    """Return a way that has not been tried lately, or the one tried longest ago."""
    counted = recent(tries, rule, at=at)
    for way in WAYS:
        if all(one.channel != way for one in counted):
            return way
    return min(counted, key=lambda one: one.at).channel
