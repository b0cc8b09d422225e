"""What every figure asks of the arrays that it is given."""

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]


def kept(values: npt.ArrayLike) -> Floats:
    """Return a copy that nobody can change: results are frozen, and so are their arrays."""
    array = np.array(values, dtype=np.float64)
    array.flags.writeable = False
    return array


def follow_up(days: npt.ArrayLike, returned: npt.ArrayLike) -> tuple[Floats, Bools]:
    """Check times to an event and whether they end in one.

    Parameters
    ----------
    days : (n,) float, any one unit, each > 0
    returned : (n,) bool, or 0 and 1

    Returns
    -------
    tuple of (n,) float and (n,) bool

    Raises
    ------
    ValueError
        If the arrays differ in length or are empty, a time is not a positive number, or an event neither yes nor no.
    """
    times = np.asarray(days, dtype=np.float64)
    if times.ndim != 1 or not times.size:
        raise ValueError("There is nobody to follow.")
    if not np.all(np.isfinite(times)) or times.min() <= 0:
        raise ValueError("A time of follow-up is not a positive number.")
    return times, yes_or_no(returned, size=times.size)


def entries(begins: npt.ArrayLike, times: Floats) -> Floats:
    """Check when each came into sight: (n,) float, 0 <= begins < times. Raises ValueError where it is not so."""
    array = np.asarray(begins, dtype=np.float64)
    if array.shape != times.shape:
        raise ValueError("The entries differ in number from the times.")
    if not np.all((array >= 0) & (array < times)):
        raise ValueError("An entry does not lie between the start and its end.")
    return array


def yes_or_no(values: npt.ArrayLike, *, size: int) -> Bools:
    """Check an array of yes and no: (n,) bool, or 0 and 1. Raises ValueError where it is neither or of another length."""
    array = np.asarray(values)
    if array.shape != (size,):
        raise ValueError("The times and the events differ in number.")
    if array.dtype != np.bool_ and not bool(np.all((array == 0) | (array == 1))):
        raise ValueError("An event is neither yes nor no.")
    return array.astype(np.bool_)


def table(covariates: npt.ArrayLike, *, size: int, names: tuple[str, ...]) -> Floats:
    """Check covariates: (n, p) float, finite, one name a column. Raises ValueError where they do not fit."""
    array = np.asarray(covariates, dtype=np.float64)
    if array.ndim != 2 or array.shape != (size, len(names)) or not names:
        raise ValueError("The covariates differ in number from the times or from their names.")
    if not np.all(np.isfinite(array)):
        raise ValueError("A covariate is not a number.")
    return array
