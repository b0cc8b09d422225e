"""Shares and the difference of two, with intervals that hold for small numbers."""

from dataclasses import dataclass

from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint


@dataclass(frozen=True)
class Share:
    """`count` of `n`: the share in [0, 1] and its interval."""

    count: int
    n: int
    share: float
    lower: float
    upper: float
    level: float


@dataclass(frozen=True)
class Difference:
    """The first share less the second, in [-1, 1], and its interval."""

    first: Share
    second: Share
    difference: float
    lower: float
    upper: float
    level: float


def wilson(count: int, n: int, *, level: float = 0.95) -> Share:
    """Estimate a share, with Wilson's interval.

    Parameters
    ----------
    count, n : int, people, 0 <= count <= n, n > 0
    level : float in (0, 1)

    Returns
    -------
    Share
        Of nobody (0 of n) the lower limit is exactly 0, of everybody the upper exactly 1.

    Raises
    ------
    ValueError
        If there is nobody, the count is below 0 or above n, or the level is not between 0 and 1.

    Notes
    -----
    Takes the people to be a chance sample of those like them, each for themselves.

    Source
    ------
    Wilson (1927), JASA 22, 209-212. Checked in tests/stats against vectors worked from the formula.
    """
    if not 0 < level < 1:
        raise ValueError("The level of an interval lies between 0 and 1.")
    if n <= 0:
        raise ValueError("There is nobody to take a share of.")
    if not 0 <= count <= n:
        raise ValueError("A share is of nobody to everybody: the count is below 0 or above the number of people.")
    lower, upper = proportion_confint(count, n, alpha=1 - level, method="wilson")
    lower = 0.0 if count == 0 else min(max(float(lower), 0.0), count / n)
    upper = 1.0 if count == n else max(min(float(upper), 1.0), count / n)
    return Share(int(count), int(n), count / n, lower, upper, level)


def newcombe(first: tuple[int, int], second: tuple[int, int], *, level: float = 0.95) -> Difference:
    """Estimate the difference of two shares of different people, with Newcombe's hybrid score interval.

    Parameters
    ----------
    first, second : (count, n), people
    level : float in (0, 1)

    Returns
    -------
    Difference
        The first less the second. Both limits in [-1, 1]; swapped shares give the swapped interval.

    Raises
    ------
    ValueError
        As for `wilson`.

    Notes
    -----
    Two groups of the same people, before and after, are not two shares.

    Source
    ------
    Newcombe (1998), Stat Med 17, 873-890, method 10; rows of its table II are in tests/stats.
    """
    one, two = wilson(*first, level=level), wilson(*second, level=level)
    lower, upper = confint_proportions_2indep(
        one.count, one.n, two.count, two.n, method="newcomb", compare="diff", alpha=1 - level
    )
    return Difference(one, two, one.share - two.share, max(float(lower), -1.0), min(float(upper), 1.0), level)
