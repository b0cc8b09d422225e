"""What the figures cost: Kaplan-Meier, log-rank and Cox through `throughline.stats`, beside lifelines called plainly, in one run.

Run by `make bench`; prints what was measured and asserts nothing about time. Each is done in a process of its own, so
that its memory is its own. Where R and its package survival are installed it makes the same figures of the same rows.
`--rows 5000000` measures the largest file that an evaluator is known to have; `make bench` has a short form.
"""

import argparse
import multiprocessing
import resource
import shutil
import subprocess
import sys
import tempfile
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


IN_R = """
suppressMessages(library(survival))
given <- commandArgs(trailingOnly = TRUE)
rows <- as.numeric(given[3])
m <- matrix(readBin(given[2], "double", n = 5 * rows), ncol = 5)
d <- data.frame(days = m[, 1], event = m[, 2], group = m[, 3], age = m[, 4], earlier = m[, 5])
rm(m)
took <- system.time(switch(given[1],
  "Kaplan-Meier" = survfit(Surv(days, event) ~ 1, data = d, conf.type = "log-log"),
  "log-rank" = survdiff(Surv(days, event) ~ group, data = d),
  "Cox" = coxph(Surv(days, event) ~ group + age + earlier, data = d)))
cat(took[["elapsed"]])
"""


def why_no_r() -> str:
    """Return why R cannot be measured here, or nothing."""
    if shutil.which("Rscript") is None:
        return "R is not installed here (no Rscript): it was not measured."
    asked = subprocess.run(["Rscript", "-e", "library(survival)"], check=False, capture_output=True)
    return "R is installed without its package survival: it was not measured." if asked.returncode else ""


def _of_r(pipe: object, what: str, rows: int) -> None:
    days, events, x = cohort(rows)
    with tempfile.NamedTemporaryFile(suffix=".bin") as held:
        for column in (days, events.astype(float), *x.T):
            np.ascontiguousarray(column).tofile(held)
        held.flush()
        made = subprocess.run(
            ["Rscript", "-e", IN_R, what, held.name, str(rows)], check=False, capture_output=True, text=True
        )
    most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    pipe.send((float(made.stdout), most) if made.returncode == 0 else made.stderr.strip()[-200:])


def by_r(what: str, rows: int) -> str:
    """Return what R took for a figure, without the making and reading of the data, and its most megabytes with it: in words."""
    here, there = multiprocessing.get_context("spawn").Pipe(duplex=False)
    process = multiprocessing.get_context("spawn").Process(target=_of_r, args=(there, what, rows))
    process.start()
    there.close()
    found = here.recv()
    process.join()
    return f"R failed: {found}" if isinstance(found, str) else f"R {found[0]:7.2f} s  {found[1]:6.0f} MB"


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
    no_r = why_no_r()
    print(f"  {no_r or 'R makes the same of the same rows; its seconds are without the making of the data.'}")
    for what in ("Kaplan-Meier", "log-rank", "Cox"):
        (seconds, memory), (plain_seconds, plain_memory) = measured(ours, what, rows), measured(plainly, what, rows)
        print(
            f"  {what:13} {seconds:7.2f} s  {plain_seconds:7.2f} s  {seconds / plain_seconds:5.2f}   "
            f"{memory:6.0f} MB  {plain_memory:6.0f} MB  {memory / plain_memory:5.2f}   {'' if no_r else by_r(what, rows)}"
        )


if __name__ == "__main__":
    main()
