"""Cox's regression: how the rate of return differs with what was known at the start."""

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from lifelines import CoxPHFitter
from lifelines.exceptions import ConvergenceError, ConvergenceWarning
from lifelines.statistics import proportional_hazard_test
from scipy.special import gammaln
from scipy.stats import chi2, norm

from throughline.stats.arrays import Floats, follow_up, table

PRECISION = 1e-10  # lifelines' own default leaves the fifth decimal wrong with late entry
STEPS = 100
CHECKED = (
    20_000  # rows: beyond these the check of proportional hazards takes minutes and flags what is too small to matter
)
FLAG = 0.05


class NoFit(ValueError):
    """The model has no answer: a covariate tells the returned from the others without a miss, or the data are too few."""


@dataclass(frozen=True)
class Term:
    """One covariate: log ratio of rates, its error, and the ratio with its interval. `std_err` is robust where so asked."""

    name: str
    coef: float
    model_std_err: float
    std_err: float
    z: float
    p: float
    ratio: float
    lower: float
    upper: float


@dataclass(frozen=True)
class CoxFit:
    """A fitted model. Log partial likelihoods are those of no covariates and of all; the test between them has `df`."""

    n: int
    events: int
    terms: tuple[Term, ...]
    null_log_likelihood: float
    log_likelihood: float
    likelihood_ratio: float
    df: int
    p: float
    level: float
    flags: tuple[str, ...] | None
    checked: int

    def term(self, name: str) -> Term:
        """Return a term by its name."""
        return next(one for one in self.terms if one.name == name)


def cox(
    days: npt.ArrayLike,
    returned: npt.ArrayLike,
    covariates: npt.ArrayLike,
    names: Sequence[str],
    *,
    level: float = 0.95,
    check: bool = True,
) -> CoxFit:
    """Fit Cox's proportional hazards with Efron's way with ties.

    Parameters
    ----------
    days, returned : as for `survival.kaplan_meier`
    covariates : (n, p) float, finite
        What was known at the start of each follow-up.
    names : p str, each once
    level : float in (0, 1)
    check : bool
        Whether to flag covariates whose ratio seems to change with time.

    Returns
    -------
    CoxFit
        Ratios of rates > 0. `flags` names covariates whose Schoenfeld residuals go with time (p < 0.05), None unchecked;
        `checked` is of how many rows: of more than 20,000, so many by a fixed draw.

    Raises
    ------
    ValueError
        If the arrays do not fit, or nobody returned.
    NoFit
        If a covariate is constant or follows from others, or the likelihood has no maximum (perfect separation).

    Notes
    -----
    A ratio holds for the whole follow-up only where it does not change with time. The flags are lifelines': its
    statistic is not R's cox.zph, so only who is flagged is told. A ratio is not a share.

    Source
    ------
    Cox (1972), JRSS B 34, 187-220; Efron (1977), JASA 72, 557-565. Checked in tests/stats against R coxph.
    """
    times, events = follow_up(days, returned)
    called = tuple(names)
    x = table(covariates, size=times.size, names=called)
    fitted, frame = fit(times, events, x)
    coef = fitted.params_.to_numpy(dtype=float)
    errors = fitted.standard_errors_.to_numpy(dtype=float)
    null, final = null_log_likelihood(times, events), float(fitted.log_likelihood_)
    ratio = max(0.0, 2 * (final - null))
    flags, checked = _flags(fitted, frame, called) if check else (None, 0)
    return CoxFit(
        n=times.size, events=int(events.sum()), terms=terms(called, coef, errors, errors, level=level),
        null_log_likelihood=null, log_likelihood=final, likelihood_ratio=ratio, df=len(called),
        p=float(chi2.sf(ratio, len(called))), level=level, flags=flags, checked=checked,
    )  # fmt: skip


def _flags(fitted: Any, frame: pd.DataFrame, names: tuple[str, ...]) -> tuple[tuple[str, ...] | None, int]:
    """Return the names of covariates whose ratio seems to change with time, and of how many rows that is told."""
    if len(frame) > CHECKED:
        drawn = np.sort(np.random.default_rng(1972).choice(len(frame), CHECKED, replace=False))
        few = frame.iloc[drawn]
        x = few[[f"x{number}" for number in range(len(names))]].to_numpy(dtype=float)
        try:
            fitted, frame = fit(few["stop"].to_numpy(), few["event"].to_numpy(), x)
        except ValueError:
            return None, 0
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        tested = proportional_hazard_test(fitted, frame, time_transform="km")
    p_values = np.atleast_1d(tested.p_value)
    return tuple(name for name, p in zip(names, p_values, strict=True) if p < FLAG), len(frame)


def fit(
    stop: Floats,
    events: npt.NDArray[np.bool_],
    x: Floats,
    *,
    start: Floats | None = None,
    strata: npt.NDArray[np.int64] | None = None,
) -> tuple[Any, pd.DataFrame]:
    """Fit through lifelines, to a precision that leaves nothing of the sixth decimal in doubt.

    Parameters
    ----------
    stop, events, x : (n,) float, (n,) bool, (n, p) float
    start : (n,) float, each below its `stop`, or None for 0
    strata : (n,) int, or None for one

    Returns
    -------
    tuple of lifelines' own fit and the frame that it was given

    Raises
    ------
    ValueError
        If nobody returned.
    NoFit
        If there is no maximum, or a covariate follows from others.
    """
    if not events.any():
        raise ValueError("Nobody returned: there is nothing to explain.")
    if np.linalg.matrix_rank(x - x.mean(axis=0)) < x.shape[1]:
        raise NoFit("A covariate is constant, or follows from the others.")
    columns: dict[str, Any] = {f"x{number}": x[:, number] for number in range(x.shape[1])}
    columns |= {"stop": stop, "event": events}
    more: dict[str, Any] = {}
    if start is not None:
        columns["start"] = start
        more["entry_col"] = "start"
    if strata is not None:
        columns["strata"] = strata
        more["strata"] = ["strata"]
    frame = pd.DataFrame(columns)
    if start is None:
        # Told, not left to it: of a million rows with a year of distinct days lifelines chooses the way that takes 50 times as long.
        more["batch_mode"] = bool(stop.size >= 4 * np.unique(stop).size)
    options = {"precision": PRECISION, "max_steps": STEPS}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        warnings.simplefilter("error", ConvergenceWarning)
        try:
            fitted = CoxPHFitter().fit(frame, "stop", "event", fit_options=options, **more)
            coef, errors = fitted.params_.to_numpy(dtype=float), fitted.standard_errors_.to_numpy(dtype=float)
        except (ConvergenceError, ConvergenceWarning, np.linalg.LinAlgError, ArithmeticError) as trouble:
            raise NoFit("The model does not come to rest on one answer.") from trouble
    # A ratio of thousands over the spread of a covariate is no ratio: it is a covariate that separates.
    if not np.all(np.isfinite(coef) & np.isfinite(errors)) or np.any(np.abs(coef) * x.std(axis=0) > 8):
        raise NoFit("A covariate tells those who returned from the others without a miss.")
    return fitted, frame


def terms(
    names: Sequence[str], coef: Floats, model_errors: Floats, errors: Floats, *, level: float = 0.95
) -> tuple[Term, ...]:
    """Return each covariate with its ratio and interval: arrays (p,), on the log scale in, on both out."""
    wide = float(norm.ppf(0.5 + level / 2))
    return tuple(
        Term(
            name, float(b), float(model), float(se), float(b / se), float(2 * norm.sf(abs(b / se))),
            float(np.exp(b)), float(np.exp(b - wide * se)), float(np.exp(b + wide * se)),
        )
        for name, b, model, se in zip(names, coef, model_errors, errors, strict=True)
    )  # fmt: skip


def null_log_likelihood(times: Floats, events: npt.NDArray[np.bool_]) -> float:
    """Return Efron's log partial likelihood of a model without covariates. Times (n,) > 0, events (n,)."""
    moments, deaths = np.unique(times[events], return_counts=True)
    ordered = np.sort(times)
    at_risk = ordered.size - np.searchsorted(ordered, moments, side="left")
    # With d at one time among n, Efron's product is n(n-1)...(n-d+1).
    return -float(np.sum(gammaln(at_risk + 1) - gammaln(at_risk - deaths + 1)))
