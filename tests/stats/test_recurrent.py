"""Several returns by one person, against R: coefficients, and errors robust by person from our own score residuals."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from throughline.stats import recurrent

R = json.loads(Path("tests/data/bladder2_r.json").read_text())["results"]
BLADDER = pd.read_csv("tests/data/bladder2.csv")
NAMES = ("rx", "number", "size")


def fitted(model, rows=BLADDER):
    return recurrent.recurrent(model, rows["id"], rows["start"], rows["stop"], rows["event"], rows[list(NAMES)], NAMES)


@pytest.mark.ledger("E4")
@pytest.mark.parametrize("model", recurrent.MODELS)
def test_every_estimate_and_every_robust_error_equals_r(model):
    """
    > coxph(Surv(start, stop, event) ~ rx + number + size + cluster(id), bladder2)                  # AG
               coef exp(coef) se(coef) robust se
    rx     -0.46469   0.62833  0.19973   0.26556
    > coxph(Surv(start, stop, event) ~ rx + number + size + strata(enum) + cluster(id), bladder2)   # PWP, total time
    > coxph(Surv(stop - start, event) ~ rx + number + size + strata(enum) + cluster(id), bladder2)  # PWP, gap time
    """
    found = fitted(model)

    for term, row in zip(found.terms, R[model], strict=True):
        assert term.name == row["term"]
        for ours, theirs in (
            (term.coef, row["coef"]), (term.ratio, row["hr"]), (term.model_std_err, row["se"]), (term.std_err, row["robust_se"]), (term.p, row["p"]),
            (term.lower, row["lo"]), (term.upper, row["hi"]),
        ):  # fmt: skip
            assert abs(ours - theirs) < 1e-6
    assert (found.rows, found.people, found.events) == (R["rows"], R["people"], R["events"])


def test_the_number_of_a_return_is_that_of_r():
    number = recurrent.returns_before(
        *(BLADDER[name].to_numpy() for name in ("id", "start", "stop")), BLADDER["event"].to_numpy().astype(bool)
    )

    assert list(number + 1) == list(BLADDER["enum"])


@pytest.mark.parametrize("model", recurrent.MODELS)
def test_the_order_of_rows_says_nothing(model):
    shuffled = BLADDER.sample(frac=1, random_state=4)

    for ours, theirs in zip(fitted(model, shuffled).terms, fitted(model).terms, strict=True):
        assert ours.coef == pytest.approx(theirs.coef, abs=1e-9)
        assert ours.std_err == pytest.approx(theirs.std_err, abs=1e-9)


def test_a_row_cut_in_two_says_the_same_as_the_whole():
    """What is at risk until 5 and then from 5 on is at risk throughout: the residuals of the parts add up."""
    long = BLADDER[(BLADDER["stop"] - BLADDER["start"] > 6)]
    first, second = long.assign(stop=long["start"] + 5, event=0), long.assign(start=long["start"] + 5)
    cut = pd.concat([BLADDER.drop(long.index), first, second])

    for ours, theirs in zip(fitted("AG", cut).terms, fitted("AG").terms, strict=True):
        assert ours.coef == pytest.approx(theirs.coef, abs=1e-9)
        assert ours.std_err == pytest.approx(theirs.std_err, abs=1e-9)


def test_score_residuals_sum_to_nothing_at_the_maximum():
    x = BLADDER[list(NAMES)].to_numpy(dtype=float)
    coef = np.array([term.coef for term in fitted("AG").terms])

    _, residuals = recurrent.scores(
        BLADDER["start"].to_numpy(dtype=float), BLADDER["stop"].to_numpy(dtype=float), BLADDER["event"].to_numpy().astype(bool), x,
        np.ones(len(BLADDER), dtype=np.int64), coef,
    )  # fmt: skip

    assert np.abs(residuals.sum(axis=0)).max() < 1e-9


@pytest.mark.parametrize(
    ("start", "stop", "sentence"),
    [
        ([0, 4], [5, 9], "overlap"),
        ([0, 5], [5, 5], "before it begins"),
        ([-1, 5], [5, 6], "before it begins"),
        ([0], [5, 6], "differ"),
    ],
)
def test_rows_that_are_no_stretches_of_time_are_refused(start, stop, sentence):
    with pytest.raises(ValueError, match=sentence):
        recurrent.recurrent("AG", [1, 1], start, stop, [True, False], [[1.0], [2.0]], ("a",))
