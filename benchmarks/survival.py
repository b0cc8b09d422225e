"""What the figures cost: Kaplan-Meier, log-rank and Cox through `throughline.stats`, beside lifelines called plainly, in one run.

Run by `make bench`; prints what was measured and asserts nothing about time. Each is done in a process of its own, so
that its memory is its own.
"""

import argparse
import multiprocessing
import resource
import sys
import time
import warnings
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import numpy as np
import pandas as pd

NAMES = ("group", "age", "earlier")


def cohort(rows: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return times in days, events and covariates of invented people, a year of follow-up."""
    chance = np.random.default_rng(1980)
    x = np.column_stack([chance.integers(0, 2, rows), chance.integers(18, 60, rows), chance.poisson(3, rows)]).astype(
        float
    )
    days = np.ceil(chance.exponential(500 / np.exp(-0.2 * x[:, 0] - 0.02 * (x[:, 1] - 35) + 0.05 * x[:, 2])))
    return np.minimum(days, 365.0), days <= 365, x


def ours(what: str, rows: int) -> None:
    """Make one figure through our own rooms."""
    from throughline.stats import cox, survival

    days, events, x = cohort(rows)
    {
        "Kaplan-Meier": lambda: survival.kaplan_meier(days, events),
        "log-rank": lambda: survival.log_rank(days, events, x[:, 0].astype(int).astype(str)),
        "Cox": lambda: cox.cox(days, events, x, NAMES, check=False),
    }[what]()


def plainly(what: str, rows: int) -> None:
    """Make the same figure by lifelines as its own pages say."""
    from lifelines import CoxPHFitter, KaplanMeierFitter
    from lifelines.statistics import logrank_test

    days, events, x = cohort(rows)
    first = x[:, 0] == 1
    frame = pd.DataFrame(x, columns=list(NAMES)).assign(days=days, event=events)
    {
        "Kaplan-Meier": lambda: KaplanMeierFitter().fit(days, events),
        "log-rank": lambda: logrank_test(days[first], days[~first], events[first], events[~first]),
        "Cox": lambda: CoxPHFitter().fit(frame, "days", "event"),
    }[what]()


def _alone(pipe: object, does: Callable[[str, int], None], what: str, rows: int) -> None:
    warnings.simplefilter("ignore")
    does(what, 2000)  # what is loaded is loaded for both
    begun = time.perf_counter()
    does(what, rows)
    pipe.send((time.perf_counter() - begun, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024))


def measured(does: Callable[[str, int], None], what: str, rows: int) -> tuple[float, float]:
    """Return the seconds, with the making of the data, and the most megabytes of one figure in a new process."""
    here, there = multiprocessing.get_context("spawn").Pipe(duplex=False)
    process = multiprocessing.get_context("spawn").Process(target=_alone, args=(there, does, what, rows))
    process.start()
    there.close()
    found = here.recv()
    process.join()
    return found


def main() -> None:
    """Measure each figure both ways, in turn."""
    chosen = argparse.ArgumentParser(description=__doc__)
    chosen.add_argument("--rows", type=int, default=1_000_000)
    rows = chosen.parse_args().rows
    print(
        f"{rows:,} rows, 365 days, 3 covariates. Seconds and megabytes: ours, lifelines called plainly, ours as a part of it."
    )
    for what in ("Kaplan-Meier", "log-rank", "Cox"):
        (seconds, memory), (plain_seconds, plain_memory) = measured(ours, what, rows), measured(plainly, what, rows)
        print(
            f"  {what:13} {seconds:7.2f} s  {plain_seconds:7.2f} s  {seconds / plain_seconds:5.2f}   "
            f"{memory:6.0f} MB  {plain_memory:6.0f} MB  {memory / plain_memory:5.2f}"
        )


if __name__ == "__main__":
    main()
