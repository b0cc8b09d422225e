"""Shares with Wilson's interval and what two of them differ by: from counts that are whole, or rounded for whoever sees fewer."""

from collections.abc import Mapping, Sequence
from typing import Any

from throughline.domain.figures import LANDMARK_MONTHS, LEAST, NEAREST
from throughline.stats.proportions import newcombe, wilson


def share_of(count: int, n: int, **of: Any) -> dict[str, Any]:
    """Return a share with Wilson's interval; of nobody there is none."""
    if n == 0:
        return of | {"count": 0, "n": 0, "share": None, "lower": None, "upper": None}
    one = wilson(count, n)
    return of | {"count": count, "n": n, "share": one.share, "lower": one.lower, "upper": one.upper}


def rounded_share_of(count: int, n: int, **of: Any) -> dict[str, Any]:
    """Return a share of rounded counts; its interval covers that of every count that is told alike."""
    one = share_of(min(count, n), n, **of)
    return one | {"lower": wilson(*_fewest(count, n)).lower, "upper": wilson(*_most(count, n)).upper}


def _fewest(count: int, n: int) -> tuple[int, int]:
    return max(count - NEAREST // 2, 0), n + NEAREST // 2


def _most(count: int, n: int) -> tuple[int, int]:
    fewer = max(n - NEAREST // 2, 1)
    return min(count + NEAREST // 2, fewer), fewer


def differences(shares: Sequence[Mapping[str, Any]], *, rounded: bool = False) -> list[dict[str, Any]]:
    """Return by how much those met and those not met differ, at each month at which each is as many as may be compared.

    Of `rounded` shares the interval covers that of every pair of counts that is told alike.
    """
    found = []
    for months in LANDMARK_MONTHS:
        pair = [one for group in ("met", "not_met") for one in shares if (one["of"], one["months"]) == (group, months)]
        if len(pair) == 2 and all(one["share"] is not None and one["n"] >= LEAST.compared for one in pair):
            met, other = ((each["count"], each["n"]) for each in pair)
            one = newcombe(met, other)
            low = newcombe(_fewest(*met), _most(*other)) if rounded else one
            high = newcombe(_most(*met), _fewest(*other)) if rounded else one
            found.append({"months": months, "difference": one.difference, "lower": low.lower, "upper": high.upper})
    return found
