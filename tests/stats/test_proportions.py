"""Wilson, Newcombe and power, against R, published tables and what must hold of any numbers."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughline.stats import power, proportions

shares = st.integers(1, 3000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@pytest.mark.ledger("E2")
@pytest.mark.parametrize(
    ("count", "n", "lower", "upper"),
    [(0, 10, 0.0, 0.2775), (48, 216, 0.1719, 0.2822), (66, 216, 0.2480, 0.3699)],
)
def test_wilson_equals_its_worked_vectors(count, n, lower, upper):
    """Vectors worked from the formula; in R: prop.test(count, n, correct = FALSE)$conf.int."""
    found = proportions.wilson(count, n)

    assert found.lower == pytest.approx(lower, abs=5e-5)
    assert found.upper == pytest.approx(upper, abs=5e-5)


@pytest.mark.ledger("E4")
@pytest.mark.parametrize(
    ("first", "second", "lower", "upper"),
    [
        ((56, 70), (48, 80), 0.0524, 0.3339),  # Newcombe (1998), table II (a), method 10
        ((9, 10), (3, 10), 0.1705, 0.8090),  # (b)
        ((10, 10), (0, 20), 0.6791, 1.0),  # (g)
        ((48, 216), (66, 216), -0.1650, -0.0002),
    ],
)
def test_newcombe_equals_the_published_table(first, second, lower, upper):
    found = proportions.newcombe(first, second)

    assert found.lower == pytest.approx(lower, abs=5e-5)
    assert found.upper == pytest.approx(upper, abs=5e-5)


@given(shares, shares)
def test_newcombe_stays_within_and_swaps_its_sign_with_its_arms(first, second):
    """Invariant 2 of domain.md 11.2."""
    found, swapped = proportions.newcombe(first, second), proportions.newcombe(second, first)

    assert -1 <= found.lower <= found.difference + 1e-12
    assert found.difference - 1e-12 <= found.upper <= 1
    assert (swapped.lower, swapped.upper) == pytest.approx((-found.upper, -found.lower), abs=1e-12)


@given(shares)
def test_wilson_holds_the_share_and_at_nobody_begins_at_exactly_nothing(share):
    """Invariant 2, its second half."""
    found = proportions.wilson(*share)

    assert 0 <= found.lower <= found.share <= found.upper <= 1
    assert proportions.wilson(0, share[1]).lower == 0.0
    assert proportions.wilson(share[1], share[1]).upper == 1.0


@pytest.mark.parametrize("share", [(1, 0), (-1, 5), (6, 5), (0, -1)])
def test_what_is_no_share_is_refused(share):
    with pytest.raises(ValueError, match=r"\.$"):
        proportions.wilson(*share)


def test_events_needed_equal_schoenfelds_formula():
    """631 events for a ratio of 0.8; in R: ceiling((qnorm(.975) + qnorm(.8))^2 / (.25 * log(.8)^2))."""
    found = power.events_needed(0.8, returning=0.4)

    assert (found.events, found.people) == (631, 1577)
    assert power.events_needed(1 / 0.8).events == 631


def test_people_needed_equal_cohens_formula():
    """n = 2 (z(0.975) + z(0.8))^2 / h^2 with h = 2 asin sqrt p1 - 2 asin sqrt p2; in R: pwr::pwr.2p.test(h, power = 0.8)."""
    found = power.people_needed(0.4, 0.3)

    h = 2 * math.asin(math.sqrt(0.4)) - 2 * math.asin(math.sqrt(0.3))
    assert abs(2 * (1.959963984540054 + 0.8416212335729143) ** 2 / h**2 - found.first) < 1
    assert found.first == found.second
    assert power.power_of((0.4, found.first), (0.3, found.second)) == pytest.approx(0.8, abs=0.002)


@given(st.floats(0.2, 0.95), st.floats(0.1, 0.9))
def test_so_many_events_show_the_ratio_they_were_asked_for(ratio, first_group):
    events = power.events_needed(ratio, first_group=first_group).events

    assert power.ratio_seen(events, first_group=first_group) >= ratio - 1e-12
    if events > 1:
        assert power.ratio_seen(events - 1, first_group=first_group) <= ratio + 1e-12


@pytest.mark.parametrize("ratio", [0, 1, -2, float("nan"), float("inf")])
def test_what_is_no_ratio_is_refused(ratio):
    with pytest.raises(ValueError, match="ratio"):
        power.events_needed(ratio)
