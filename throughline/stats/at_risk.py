"""Time at risk: what is left of a follow-up when time back in custody is taken out."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from throughline.stats.arrays import Floats, kept


def intervals(start: float, stop: float, inside: Sequence[tuple[float, float]]) -> Floats:
    """Return the stretches of a follow-up that were not in custody.

    Parameters
    ----------
    start, stop : float, any one unit, start <= stop
    inside : pairs of float
        From reception to release; may overlap each other and reach beyond the follow-up.

    Returns
    -------
    (k, 2) float
        In order, none empty, none overlapping.

    Raises
    ------
    ValueError
        If the follow-up or a period in custody ends before it begins, or is not a number.

    Source
    ------
    Our own rule: nobody can return from inside. Checked in tests/stats by its properties.
    """
    both = np.asarray([(start, stop), *inside], dtype=np.float64)
    if np.isnan(both).any() or np.any(both[:, 0] > both[:, 1]):
        raise ValueError("A stretch of time ends before it begins.")
    out, at = [], float(start)
    for received, released in sorted(inside):
        if min(received, stop) > at:
            out.append((at, min(float(received), float(stop))))
        at = max(at, float(released))
    if stop > at:
        out.append((at, float(stop)))
    return kept(np.array(out, dtype=np.float64).reshape(-1, 2))


def time_at_risk(start: float, stop: float, inside: Sequence[tuple[float, float]]) -> float:
    """Return how much of a follow-up was not in custody: never below 0, never above the follow-up. See `intervals`."""
    found: npt.NDArray[np.float64] = intervals(start, stop, inside)
    return float(np.sum(found[:, 1] - found[:, 0]))
