"""How many people a question needs, and what so many can show."""

import math
from dataclasses import dataclass

from scipy.stats import norm
from statsmodels.stats.power import NormalIndPower
from statsmodels.stats.proportion import proportion_effectsize


@dataclass(frozen=True)
class Events:
    """How many returns it takes to see a ratio of rates, and how many people for so many returns."""

    ratio: float
    events: int
    people: int | None
    power: float
    level: float


@dataclass(frozen=True)
class People:
    """How many people in each of two groups it takes to see two shares apart."""

    first_share: float
    second_share: float
    first: int
    second: int
    power: float
    level: float


def events_needed(
    ratio: float, *, first_group: float = 0.5, returning: float | None = None, power: float = 0.8, level: float = 0.95
) -> Events:
    """Return how many returns it takes to see a ratio of rates between two groups.

    Parameters
    ----------
    ratio : float > 0, not 1
    first_group : float in (0, 1)
        The share of all people that is in the first group.
    returning : float in (0, 1] or None
        The share of all who return within the follow-up: gives the number of people.
    power, level : float in (0, 1)
        How often a true ratio shall be seen, and the level of the interval (two-sided).

    Raises
    ------
    ValueError
        If a number lies outside what it can be.

    Notes
    -----
    For a log-rank test or a Cox model with one covariate. Rounded up.

    Source
    ------
    Schoenfeld (1983), Biometrics 39, 499-503. Checked in tests/stats against its formula worked by hand.
    """
    if not (math.isfinite(ratio) and ratio > 0) or ratio == 1:
        raise ValueError("A ratio of rates is above 0 and not 1.")
    _within(first_group=first_group, power=power, level=level)
    if returning is not None and not 0 < returning <= 1:
        raise ValueError("The share who return is above 0 and at most 1.")
    z = norm.ppf(0.5 + level / 2) + norm.ppf(power)
    exact = z**2 / (first_group * (1 - first_group) * math.log(ratio) ** 2)
    events = math.ceil(exact)
    people = None if returning is None else math.ceil(exact / returning)
    return Events(ratio, events, people, power, level)


def ratio_seen(events: int, *, first_group: float = 0.5, power: float = 0.8, level: float = 0.95) -> float:
    """Return the ratio of rates below 1, nearest to 1, that so many returns can show. Raises and source as `events_needed`."""
    if events < 1:
        raise ValueError("Nobody returned: no ratio can be seen.")
    _within(first_group=first_group, power=power, level=level)
    z = norm.ppf(0.5 + level / 2) + norm.ppf(power)
    return float(math.exp(-z / math.sqrt(events * first_group * (1 - first_group))))


def people_needed(
    first_share: float, second_share: float, *, first_group: float = 0.5, power: float = 0.8, level: float = 0.95
) -> People:
    """Return how many people in each group it takes to see two shares apart.

    Parameters
    ----------
    first_share, second_share : float in (0, 1), not the same
    first_group : float in (0, 1)
        The share of all people that is in the first group.
    power, level : as for `events_needed`

    Raises
    ------
    ValueError
        If a number lies outside what it can be.

    Notes
    -----
    On the arcsine scale, so a little below what other formulas give for small shares. Rounded up.

    Source
    ------
    Cohen (1988), Statistical Power Analysis, 6. Checked in tests/stats against its formula worked by hand.
    """
    _within(first_share=first_share, second_share=second_share, first_group=first_group, power=power, level=level)
    if first_share == second_share:
        raise ValueError("Two shares that are the same cannot be seen apart.")
    ratio = (1 - first_group) / first_group
    size = abs(float(proportion_effectsize(first_share, second_share)))
    n = float(NormalIndPower().solve_power(size, alpha=1 - level, power=power, ratio=ratio))
    return People(first_share, second_share, math.ceil(n), math.ceil(n * ratio), power, level)


def power_of(first: tuple[float, int], second: tuple[float, int], *, level: float = 0.95) -> float:
    """Return how often two groups would show their shares apart: (share, people) of each. Source as `people_needed`.

    Raises
    ------
    ValueError
        If a share is not between 0 and 1, or a group is empty.
    """
    _within(first_share=first[0], second_share=second[0], level=level)
    if first[1] < 1 or second[1] < 1:
        raise ValueError("There is nobody in a group.")
    size = abs(float(proportion_effectsize(first[0], second[0])))
    return float(NormalIndPower().power(size, first[1], 1 - level, ratio=second[1] / first[1]))


def _within(**shares: float) -> None:
    for name, value in shares.items():
        if not 0 < value < 1:
            raise ValueError(f"The {name.replace('_', ' ')} lies between 0 and 1.")
