"""Shares with Wilson's interval and what two of them differ by: from counts that are whole, or rounded for whoever sees fewer."""

from collections.abc import Mapping, Sequence
from typing import Any

from throughline.domain.figures import LANDMARK_MONTHS, LEAST
from throughline.stats.proportions import newcombe, wilson


def share_of(count: int, n: int, **of: Any) -> dict[str, Any]:
    """Return a share with Wilson's interval; of nobody there is none."""
    if n == 0:
        return of | {"count": 0, "n": 0, "share": None, "lower": None, "upper": None}
    one = wilson(count, n)
    return of | {"count": count, "n": n, "share": one.share, "lower": one.lower, "upper": one.upper}


def differences(shares: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return by how much those met and those not met differ, at each month at which each is as many as may be compared."""
    found = []
    for months in LANDMARK_MONTHS:
        pair = [one for group in ("met", "not_met") for one in shares if (one["of"], one["months"]) == (group, months)]
        if len(pair) == 2 and all(one["share"] is not None and one["n"] >= LEAST.compared for one in pair):
            one = newcombe(*((each["count"], each["n"]) for each in pair))
            found.append({"months": months, "difference": one.difference, "lower": one.lower, "upper": one.upper})
    return found
