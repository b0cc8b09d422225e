"""Cox's regression with Efron's ties, against R."""

import json
from pathlib import Path

import numpy as np
import pytest
from lifelines.datasets import load_rossi

from throughline.stats import cox

R = json.loads(Path("tests/data/rossi_r.json").read_text())
ROSSI = load_rossi()
NAMES = ("fin", "age", "race", "wexp", "mar", "paro", "prio")


@pytest.mark.ledger("E4")
@pytest.mark.parametrize(("names", "of_r"), [(NAMES, "cox_efron"), (("fin",), "cox_fin_only")])
def test_every_estimate_equals_r(names, of_r):
    """
    > coxph(Surv(week, arrest) ~ fin + age + race + wexp + mar + paro + prio, data = Rossi)
             coef exp(coef) se(coef)      z       p
    fin  -0.37942   0.68426  0.19138 -1.983 0.04742
    age  -0.05744   0.94418  0.02200 -2.611 0.00903
    ...
    Likelihood ratio test=33.27  on 7 df, p=2.362e-05
    > coxph(Surv(week, arrest) ~ fin, data = Rossi)    # coef -0.36907, se 0.18972
    """
    expected = R[of_r]

    found = cox.cox(ROSSI["week"], ROSSI["arrest"], ROSSI[list(names)], names)

    for term, row in zip(found.terms, expected["coef"], strict=True):
        assert term.name == row["term"]
        for ours, theirs in (
            (term.coef, row["coef"]), (term.ratio, row["hr"]), (term.std_err, row["se"]), (term.z, row["z"]), (term.p, row["p"]),
            (term.lower, row["hr_lower"]), (term.upper, row["hr_upper"]),
        ):  # fmt: skip
            assert abs(ours - theirs) < 1e-6
    assert abs(found.null_log_likelihood - expected["loglik"][0]) < 1e-6
    assert abs(found.log_likelihood - expected["loglik"][1]) < 1e-6
    assert abs(found.likelihood_ratio - expected["lr"][0]) < 1e-6
    assert abs(found.p - expected["lr"][2]) < 1e-6
    assert (found.n, found.events, found.df) == (432, 114, len(names))


@pytest.mark.ledger("E4")
def test_the_same_covariates_are_flagged_as_by_r():
    """
    > cox.zph(coxph(Surv(week, arrest) ~ fin + age + race + wexp + mar + paro + prio, data = Rossi))
            chisq df      p
    age    5.9740  1 0.0145
    wexp   4.2246  1 0.0398      # the others are above 0.05
    """
    of_r = [row["term"] for row in R["cox_efron"]["cox_zph_default_km"] if row["p"] < 0.05 and row["term"] in NAMES]

    found = cox.cox(ROSSI["week"], ROSSI["arrest"], ROSSI[list(NAMES)], NAMES)

    assert list(found.flags) == of_r == ["age", "wexp"]
    assert found.checked == 432


def test_very_many_rows_are_checked_on_a_fixed_draw():
    chance = np.random.default_rng(3)
    x = chance.integers(0, 2, (30_000, 1)).astype(float)
    days = np.minimum(np.ceil(chance.exponential(60 / (1 + x[:, 0]))), 52)

    found = [cox.cox(days, days < 52, x, ("a",)) for _ in range(2)]

    assert found[0] == found[1]
    assert found[0].checked == cox.CHECKED
    assert found[0].flags is not None


def test_a_covariate_that_separates_has_no_ratio():
    returned = np.tile([True, False], 50)
    days = np.where(returned, np.arange(1, 101) / 2, 60)

    with pytest.raises(cox.NoFit):
        cox.cox(days, returned, returned[:, None].astype(float), ("told",))


@pytest.mark.parametrize("extra", [np.ones(432), ROSSI["fin"], 3 - 2 * ROSSI["fin"]])
def test_a_constant_or_repeated_covariate_has_no_ratio(extra):
    with pytest.raises(cox.NoFit, match="constant, or follows"):
        cox.cox(ROSSI["week"], ROSSI["arrest"], np.column_stack([ROSSI["fin"], extra]), ("fin", "extra"))


def test_what_is_no_table_of_covariates_is_refused():
    with pytest.raises(ValueError, match="not a number"):
        cox.cox([1, 2], [True, False], [[float("nan")], [1]], ("a",))
    with pytest.raises(ValueError, match="differ in number"):
        cox.cox([1, 2], [True, False], [[1.0]], ("a",))
    with pytest.raises(ValueError, match="Nobody returned"):
        cox.cox([1, 2], [False, False], [[1.0], [2.0]], ("a",))
