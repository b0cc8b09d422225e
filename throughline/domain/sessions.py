"""How long somebody stays signed in, and when a page locks."""

from datetime import datetime, timedelta
from enum import StrEnum

IDLE = timedelta(minutes=15)
WHOLE = timedelta(hours=12)


class State(StrEnum):
    """How a session stands at a moment."""

    OPEN = "open"
    LOCKED = "locked"  # it shows nothing until whoever signed in shows that it is they
    OVER = "over"  # they sign in anew


def state_of(*, began: datetime, seen: datetime, now: datetime) -> State:
    """Return how a session stands that began then and was last used then."""
    if now >= began + WHOLE:
        return State.OVER
    return State.LOCKED if now >= seen + IDLE else State.OPEN


def left(*, seen: datetime, now: datetime) -> int:
    """Return in how many seconds it locks if nobody asks for anything. Nought: it has."""
    return max(0, round((seen + IDLE - now).total_seconds()))
