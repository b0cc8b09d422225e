"""Personal access tokens: how long one may work, and when it can be made or ended."""

import hashlib
import re
from datetime import date, timedelta

from throughline.domain.objections import Objection

LONGEST = timedelta(days=90)
MOST = 10  # that work at one time, for one worker


# 256 bits of chance: what cannot be guessed needs no slow hash, and is found by its digest alone.
SHAPE = re.compile(r"thr_[A-Za-z0-9_-]{43}")


def digest_of(secret: str) -> str:
    """Return what is kept of a token."""
    return hashlib.sha256(secret.encode()).hexdigest()


def objection_to_making(*, expires_on: date, on: date, named_alike: bool, held: int) -> Objection | None:
    """Return why a token cannot be made, or None."""
    if expires_on < on:
        return Objection("expired_already", "Choose a last day that is still to come.", "days")
    if expires_on > on + LONGEST:
        return Objection("too_long", f"A token works for {LONGEST.days} days at most.", "days")
    if named_alike:
        return Objection(
            "named_alike", "You have a token with this name. Choose another name, or end that one.", "name"
        )
    if held >= MOST:
        return Objection("too_many", f"You have {MOST} tokens. End one that you no longer use.")
    return None
