"""How long until a return: Kaplan-Meier and log-rank, late entry honoured."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd
from lifelines import KaplanMeierFitter
from lifelines.utils import survival_table_from_events
from scipy.stats import chi2, norm

from throughline.stats.arrays import Floats, entries, follow_up, kept

Limits = Literal["log-log", "log", "plain"]
LEAST_AT_RISK = 10  # beyond the time when fewer are left, a curve says more of them than of the many


@dataclass(frozen=True, eq=False)
class SurvivalCurve:
    """The share not yet returned, by time: arrays (k,), one per distinct time of a return.

    `at_risk` is how many were still followed just before each time; `followed`, (m,), holds every time at which
    somebody returned or was lost from sight, and `left`, (m,), how many were at risk just before it.
    """

    n: int
    times: Floats
    at_risk: Floats
    events: Floats
    survival: Floats
    std_err: Floats
    lower: Floats
    upper: Floats
    limits: Limits
    level: float
    followed: Floats
    left: Floats

    @property
    def returned(self) -> int:
        """Return how many returned."""
        return int(self.events.sum())

    @property
    def longest(self) -> float:
        """Return the longest follow-up of anybody."""
        return float(self.followed[-1])

    def number_at_risk(self, time: float) -> int:
        """Return how many were neither returned nor out of sight just before a time."""
        place = int(np.searchsorted(self.followed, time, side="left"))
        return int(self.left[place]) if place < self.left.size else 0

    def drawn_until(self, least: int = LEAST_AT_RISK) -> float:
        """Return the last followed time at which so many were at risk: 0 where there never were."""
        enough = self.followed[self.left >= least]
        return float(enough[-1]) if enough.size else 0.0

    def at(self, time: float) -> "Point | None":
        """Return the share at a time, or None where the follow-up has not reached it.

        Before the first return the share is 1 and its limits are not defined (nan).
        """
        if not time >= 0 or time > self.longest:
            return None
        place = int(np.searchsorted(self.times, time, side="right")) - 1
        if place < 0:
            return Point(time, self.number_at_risk(time), 0, 1.0, 0.0, float("nan"), float("nan"))
        return Point(
            time,
            self.number_at_risk(time),
            int(self.events[: place + 1].sum()),
            float(self.survival[place]),
            float(self.std_err[place]),
            float(self.lower[place]),
            float(self.upper[place]),
        )


@dataclass(frozen=True)
class Point:
    """The curve at one time. `returned` is how many had returned by then; shares in [0, 1]."""

    time: float
    at_risk: int
    returned: int
    survival: float
    std_err: float
    lower: float
    upper: float


def kaplan_meier(
    days: npt.ArrayLike,
    returned: npt.ArrayLike,
    *,
    entry: npt.ArrayLike | None = None,
    limits: Limits = "log-log",
    level: float = 0.95,
) -> SurvivalCurve:
    """Estimate the proportion not yet returned, by time since release.

    Parameters
    ----------
    days : (n,) float, any one unit, each > 0
        From release to the first return, or to the end of follow-up.
    returned : (n,) bool
        True where `days` ends in a return; False where follow-up ran out first.
    entry : (n,) float, the same unit, 0 <= entry < days; from the start where it is not given
        When somebody came into sight: they are at risk after it and no earlier. One person may be several stretches.
    limits : "log-log", "log" or "plain"
        The scale on which the limits are symmetric. R's survfit says "log" by default, lifelines "log-log".
    level : float in (0, 1)

    Returns
    -------
    SurvivalCurve
        Shares in [0, 1]. Log-log limits are not defined (nan) where the share is 0; the others are cut to [0, 1] as R does.

    Raises
    ------
    ValueError
        If the arrays differ in length or are empty, a time is not a positive number, an entry does not lie before its end,
        or the limits are of no known kind.

    Notes
    -----
    A return and a censoring at the same time: the return comes first. Time back in custody is not time at risk. Wrong
    where those who went out of sight differ from those who stayed in it. With late entry few may be at risk early, and all
    that follows hangs on them.

    Source
    ------
    Kaplan & Meier (1958), JASA 53, 457-481; variance of Greenwood (1926); late entry as in Klein & Moeschberger (2003),
    Survival Analysis, 4.6. Checked in tests/stats against R survival, late entry by hand and against rows split in two.
    """
    times, events = follow_up(days, returned)
    if not 0 < level < 1:
        raise ValueError("The level of an interval lies between 0 and 1.")
    if entry is None:
        fitted = KaplanMeierFitter().fit(times, events)
        table = fitted.event_table
    else:
        fitted, table = None, survival_table_from_events(times, events, entries(entry, times))
    table = table.iloc[1:]  # its first row is time 0 or the first entry, at which nothing happens
    here = table["observed"].to_numpy() > 0
    followed = table.index.to_numpy(dtype=float)
    left = table["at_risk"].to_numpy(dtype=float) - table["entrance"].to_numpy(dtype=float)
    d, n = table["observed"].to_numpy(dtype=float)[here], left[here]
    if fitted is not None:
        survival = fitted.survival_function_.iloc[1:, 0].to_numpy(dtype=float)[here]
    else:  # where nobody is left and others come later lifelines refuses: here the share stays 0
        survival = np.cumprod(1 - d / n)
    survival = np.where(np.maximum.accumulate(n == d), 0.0, survival)
    with np.errstate(divide="ignore", invalid="ignore"):
        # Greenwood. Where everybody at risk returned the share is 0, and so is its error.
        hazard = np.sqrt(np.cumsum(np.where(n > d, d / (n * (n - d)), 0.0)))
        std_err = np.where(survival > 0, survival * hazard, 0.0)
        lower, upper = _limits(survival, hazard, z=float(norm.ppf(0.5 + level / 2)), limits=limits)
    return SurvivalCurve(
        n=times.size, times=kept(followed[here]), at_risk=kept(n), events=kept(d), survival=kept(survival),
        std_err=kept(std_err), lower=kept(lower), upper=kept(upper), limits=limits, level=level,
        followed=kept(followed), left=kept(left),
    )  # fmt: skip


def _limits(survival: Floats, hazard: Floats, *, z: float, limits: Limits) -> tuple[Floats, Floats]:
    if limits == "log-log":
        wide = z * hazard / np.log(survival)
        gone = survival <= 0
        lower = np.where(gone, np.nan, survival ** np.exp(-wide))
        upper = np.where(gone, np.nan, survival ** np.exp(wide))
    elif limits == "log":
        gone = survival <= 0
        lower = np.where(gone, np.nan, survival * np.exp(-z * hazard))
        upper = np.where(gone, np.nan, survival * np.exp(z * hazard))
    elif limits == "plain":
        lower, upper = survival - z * survival * hazard, survival + z * survival * hazard
    else:
        raise ValueError("Limits are log-log, log or plain.")
    return np.clip(lower, 0, 1), np.clip(upper, 0, 1)


@dataclass(frozen=True)
class LogRank:
    """The log-rank test: by group, in the order of `groups`, how many returned and how many would have if all were alike."""

    chi2: float
    df: int
    p: float
    groups: tuple[str, ...]
    n: tuple[int, ...]
    observed: tuple[int, ...]
    expected: tuple[float, ...]


def log_rank(
    days: npt.ArrayLike, returned: npt.ArrayLike, group: npt.ArrayLike, *, entry: npt.ArrayLike | None = None
) -> LogRank:
    """Test whether groups return alike over the whole of the follow-up.

    Parameters
    ----------
    days, returned, entry : as for `kaplan_meier`
    group : (n,) str
        What was known of each at the start. A group that is only known later makes whoever stayed out look better.

    Returns
    -------
    LogRank
        Chi-squared with (groups - 1) degrees of freedom, every time weighing the same.

    Raises
    ------
    ValueError
        If there are fewer than two groups, or nobody returned, or the arrays do not fit.

    Notes
    -----
    It weighs no size: a small p is not a large difference. Weak where curves cross. The test of lifelines knows no late
    entry, so this is our own, of the same sums.

    Source
    ------
    Mantel (1966), Cancer Chemother Rep 50, 163-170. Checked in tests/stats against R survdiff and lifelines where
    everyone enters at 0, and by hand.
    """
    times, events = follow_up(days, returned)
    codes, names = pd.factorize(np.asarray(group, dtype=object), sort=True)
    if codes.size != times.size or codes.min() < 0:
        raise ValueError("The times and the groups differ in number.")
    if len(names) < 2:
        raise ValueError("There is only one group.")
    if not events.any():
        raise ValueError("Nobody returned: there is nothing to compare.")
    begins = np.zeros(times.size) if entry is None else entries(entry, times)
    moments, deaths = np.unique(times[events], return_counts=True)
    parts = np.array([
        _later(times[codes == one], moments) - _later(begins[codes == one], moments) for one in range(len(names))
    ])  # fmt: skip
    everyone = parts.sum(axis=0)
    expected = np.sum(deaths * parts / everyone, axis=1)
    observed = np.bincount(codes[events], minlength=len(names))
    squared = _squared(observed - expected, deaths, parts, everyone)
    return LogRank(
        chi2=squared,
        df=len(names) - 1,
        p=float(chi2.sf(squared, len(names) - 1)),
        groups=tuple(str(one) for one in names),
        n=tuple(int(np.sum(codes == one)) for one in range(len(names))),
        observed=tuple(int(one) for one in observed),
        expected=tuple(float(one) for one in expected),
    )


def _squared(apart: Floats, deaths: npt.NDArray[np.int64], parts: Floats, everyone: Floats) -> float:
    """Return the log-rank's chi-squared from what was observed less expected, by the variance of drawing without return."""
    share = parts / everyone
    weight = np.where(everyone > 1, deaths * (everyone - deaths) / np.maximum(everyone - 1, 1), 0.0)
    variance = np.diag((weight * share).sum(axis=1)) - (weight * share) @ share.T
    return float(apart[:-1] @ np.linalg.pinv(variance[:-1, :-1]) @ apart[:-1])


def _later(times: Floats, moments: Floats) -> Floats:
    """Return how many times lie at each moment or after it. Whoever comes into sight at one is at risk only after it."""
    ordered = np.sort(times)
    return np.asarray(ordered.size - np.searchsorted(ordered, moments, side="left"), dtype=np.float64)
