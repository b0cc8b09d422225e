"""Kaplan-Meier and log-rank, late entry with them, against R and by what must hold of any data."""

import json
import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lifelines import KaplanMeierFitter
from lifelines.datasets import load_rossi
from lifelines.statistics import multivariate_logrank_test

from throughline.stats import survival

R = json.loads(Path("tests/data/rossi_r.json").read_text())
ROSSI = load_rossi()
follow_ups = st.lists(st.tuples(st.integers(1, 60), st.booleans()), min_size=1, max_size=80)


def apart(found, expected):
    return max(abs(a - b) for a, b in zip(found, expected, strict=True))


@pytest.mark.ledger("E4")
@pytest.mark.parametrize(("limits", "of_r"), [("plain", "plain"), ("log", "log"), ("log-log", "log_log")])
@pytest.mark.parametrize("who", ["overall", "fin0", "fin1"])
def test_kaplan_meier_equals_r_in_every_kind_of_limits(who, limits, of_r):
    """
    > fit <- survfit(Surv(week, arrest) ~ 1, data = Rossi, conf.type = "log-log")   # or "plain", "log"; and ~ fin
    > summary(fit, times = c(13, 26, 39, 52))
     time n.risk n.event survival std.err lower 95% CI upper 95% CI
       13    413      20    0.954  0.0101        0.929        0.970
       52    322      33    0.736  0.0212        0.692        0.775
    """
    rows = ROSSI if who == "overall" else ROSSI[ROSSI["fin"] == int(who[-1])]

    curve = survival.kaplan_meier(rows["week"], rows["arrest"], limits=limits)

    for expected in R[f"km_{who}"][of_r]:
        point = curve.at(expected["time"])
        assert point.at_risk == expected["n_risk"]
        assert apart(
            (point.survival, point.std_err, point.lower, point.upper),
            (expected["surv"], expected["std_err"], expected["lower"], expected["upper"]),
        ) < 1e-6  # fmt: skip


@pytest.mark.ledger("E4")
def test_log_rank_equals_r():
    """
    > survdiff(Surv(week, arrest) ~ fin, data = Rossi)
            N Observed Expected (O-E)^2/E (O-E)^2/V
    fin=0 216       66     55.6      1.96      3.84
    fin=1 216       48     58.4      1.86      3.84
     Chisq= 3.8  on 1 degrees of freedom, p= 0.05
    """
    found = survival.log_rank(ROSSI["week"], ROSSI["arrest"], ROSSI["fin"].astype(str))

    assert apart((found.chi2, found.p), (R["logrank"]["chisq"], R["logrank"]["p"])) < 1e-6
    assert found.observed == (66, 48)
    assert apart(found.expected, R["logrank"]["exp"]) < 1e-6
    assert (found.df, found.n) == (1, (216, 216))


def test_three_groups_have_two_degrees_of_freedom_and_expect_as_many_as_returned():
    found = survival.log_rank(ROSSI["week"], ROSSI["arrest"], np.minimum(ROSSI["prio"], 2).astype(str))

    assert found.df == 2
    assert math.isclose(sum(found.expected), sum(found.observed))


@given(st.lists(st.integers(1, 60), min_size=1, max_size=80))
def test_without_censoring_the_curve_is_one_less_the_share_returned(days):
    """Invariant 1 of domain.md 11.2."""
    curve = survival.kaplan_meier(days, np.ones(len(days), dtype=bool))

    for day in {1, 30, *days}:
        if day <= max(days):
            assert curve.at(day).survival == pytest.approx(1 - np.mean(np.array(days) <= day), abs=1e-12)


@given(st.lists(st.one_of(st.integers(1, 51), st.just(99)), min_size=1, max_size=80))
def test_with_a_whole_year_followed_the_curve_ends_at_one_less_the_binary_rate(days):
    """Invariant 1, its second half: everybody is followed for 52 weeks."""
    returned = np.array(days) <= 52

    curve = survival.kaplan_meier(np.minimum(days, 52), returned)

    if curve.longest == 52:
        assert curve.at(52).survival == pytest.approx(1 - returned.mean(), abs=1e-12)


@given(follow_ups, st.sampled_from(["log-log", "log", "plain"]))
def test_a_curve_never_rises_and_its_limits_hold_it(rows, limits):
    days, returned = zip(*rows, strict=True)

    curve = survival.kaplan_meier(days, returned, limits=limits)

    assert np.all(np.diff(curve.survival) <= 1e-12)
    defined = ~np.isnan(curve.lower)
    assert np.all(curve.lower[defined] <= curve.survival[defined] + 1e-9)
    assert np.all(curve.upper[defined] >= curve.survival[defined] - 1e-9)
    assert np.all((curve.lower[defined] >= 0) & (curve.upper[defined] <= 1))
    assert curve.returned == sum(returned)


@given(follow_ups)
def test_a_curve_agrees_with_the_product_worked_by_hand(rows):
    days, returned = (np.array(one) for one in zip(*rows, strict=True))
    by_hand, share = {}, 1.0
    for day in sorted(set(days)):
        share *= 1 - np.sum(returned & (days == day)) / np.sum(days >= day)
        by_hand[day] = share

    curve = survival.kaplan_meier(days, returned)

    assert all(curve.at(day).survival == pytest.approx(share, abs=1e-12) for day, share in by_hand.items())
    assert all(curve.number_at_risk(day) == np.sum(days >= day) for day in range(1, 62))


def test_a_day_that_the_follow_up_has_not_reached_has_no_share():
    curve = survival.kaplan_meier([5, 10], [True, False])

    assert curve.at(10).survival == 0.5
    assert curve.at(10.5) is None
    assert curve.at(-1) is None


def test_no_curve_is_drawn_beyond_the_last_time_with_ten_at_risk():
    curve = survival.kaplan_meier(np.arange(1, 31), np.ones(30, dtype=bool))

    assert curve.drawn_until() == 21
    assert survival.kaplan_meier([1, 2], [True, True]).drawn_until() == 0


def test_before_the_first_return_limits_are_not_defined():
    point = survival.kaplan_meier([5, 10], [True, False]).at(2)

    assert (point.survival, point.returned) == (1.0, 0)
    assert math.isnan(point.lower)
    assert math.isnan(point.upper)


@pytest.mark.parametrize(
    ("days", "returned"),
    [([], []), ([1, 2], [True]), ([0, 1], [True, True]), ([-1], [True]), ([float("nan")], [True]), ([float("inf")], [True]), ([1], [2])],
)  # fmt: skip
def test_what_is_no_follow_up_is_refused(days, returned):
    with pytest.raises(ValueError, match=r"\.$"):
        survival.kaplan_meier(days, returned)


def test_a_test_of_one_group_or_without_a_return_is_refused():
    with pytest.raises(ValueError, match="only one group"):
        survival.log_rank([1, 2], [True, True], ["a", "a"])
    with pytest.raises(ValueError, match="Nobody returned"):
        survival.log_rank([1, 2], [False, False], ["a", "b"])


LATE = {"entry": [0, 0, 2, 3], "days": [2, 5, 4, 6], "returned": [True, True, True, False]}


def test_whoever_comes_late_is_at_risk_after_that_day_and_no_earlier():
    """At 2 two are in sight: who comes at 2 is not yet. At 4 three, at 5 two. So 1/2, then 2/3 of it, then half."""
    curve = survival.kaplan_meier(LATE["days"], LATE["returned"], entry=LATE["entry"])

    assert list(curve.at_risk) == [2, 3, 2]
    assert curve.survival == pytest.approx([1 / 2, 1 / 3, 1 / 6])
    assert [curve.number_at_risk(day) for day in (1, 2, 3, 3.5, 6)] == [2, 2, 2, 3, 1]


def test_the_log_rank_test_with_late_entry_by_hand():
    """Of group a 1 + 1/3 + 1/2 are expected, the variance is 2/9 + 1/4, and 2 were back: (1/6)² / (17/36)."""
    found = survival.log_rank(LATE["days"], LATE["returned"], ["a", "a", "b", "b"], entry=LATE["entry"])

    assert found.expected == pytest.approx((11 / 6, 7 / 6))
    assert (found.observed, found.chi2) == ((2, 1), pytest.approx(1 / 17))


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(2, 60), st.booleans(), st.sampled_from("abc"), st.floats(0.1, 0.9)),
        min_size=2,
        max_size=60,
    )
)
def test_a_follow_up_cut_in_two_is_the_same_follow_up(rows):
    days, returned, groups, part = (np.array(one) for one in zip(*rows, strict=True))
    cut = np.floor(days * part)
    cut[cut == 0] = 1
    again = {
        "days": np.r_[cut, days], "returned": np.r_[np.zeros(days.size, bool), returned], "entry": np.r_[np.zeros(days.size), cut]
    }  # fmt: skip
    whole, halves = survival.kaplan_meier(days, returned), survival.kaplan_meier(**again)

    assert list(whole.at_risk) == list(halves.at_risk)
    assert halves.survival == pytest.approx(whole.survival)
    assert halves.lower == pytest.approx(whole.lower, nan_ok=True)
    if returned.any() and len(set(groups)) > 1:
        one = survival.log_rank(days, returned, groups)
        two = survival.log_rank(group=np.r_[groups, groups], **again)
        assert (two.expected, two.chi2) == (pytest.approx(one.expected), pytest.approx(one.chi2))


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(1, 60), st.booleans(), st.sampled_from("abc")), min_size=2, max_size=60))
def test_the_log_rank_test_is_as_lifelines_has_it(rows):
    days, returned, groups = (np.array(one) for one in zip(*rows, strict=True))
    if not returned.any() or len(set(groups)) < 2:
        return
    theirs = multivariate_logrank_test(days, groups, returned).test_statistic

    ours = survival.log_rank(days, returned, groups)

    if np.isfinite(theirs):  # theirs has none where all who are left are of one group
        assert ours.chi2 == pytest.approx(theirs, abs=1e-6)


def test_late_entry_is_as_lifelines_has_it():
    chance = np.random.default_rng(4)
    entry = np.where(np.arange(300) < 150, 0.0, chance.uniform(0, 200, 300))
    days = entry + chance.exponential(150, 300)
    returned = chance.random(300) < 0.7

    curve = survival.kaplan_meier(days, returned, entry=entry)

    theirs = KaplanMeierFitter().fit(days, returned, entry=entry).survival_function_at_times(curve.times)
    assert curve.survival == pytest.approx(theirs.to_numpy())


@pytest.mark.parametrize(("entry", "sentence"), [([1, 5], "between"), ([-1, 0], "between"), ([0], "differ")])
def test_an_entry_that_is_none_is_refused(entry, sentence):
    with pytest.raises(ValueError, match=sentence):
        survival.kaplan_meier([5, 5], [True, False], entry=entry)
