"""An attacker who has all that is told of six figures, and of a month later, cannot compute one count of 1 to 4.

The attacker knows how each figure is counted. So they look for other worlds: so many people of each kind, whose counts would be told
alike. A count of 1 to 4 is safe where in one of those worlds it is another. The kinds of people are many invented rows:
in truth there are more, so whatever is safe here is safe.
"""

import random
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp

from tests.evaluation.test_figures import ON, cohort_of, row_of
from throughline.domain.figures import LEAST
from throughline.evaluation import figures
from throughline.evaluation.guarding import Counts, known_of, told, untold
from throughline.evaluation.sharing import rounded_share_of
from throughline.stats.proportions import wilson

pytestmark = pytest.mark.ledger("E4")


def flat(said):
    """Return every count of all figures by where it stands: None where it is not told."""
    found = {}
    for code, one in said.items():
        found[code, "n"] = one["n"]
        found |= {(code, "left out", why): count for why, count in one["left_out"]}
        for table in one["tables"]:
            for row, cells in zip(table["rows"], table["cells"], strict=True):
                found |= {
                    (code, table["name"], row, at): cell for at, cell in zip(table["columns"], cells, strict=True)
                }
        for share in one.get("shares", ()):
            where = (code, "share", share["of"], share.get("months"))
            found |= {(*where, "count"): share["count"], (*where, "n"): share["n"]}
        found |= {(code, "step", at): count for at, count in enumerate(one.get("steps", ()))}
        for reach in one.get("reach", ()):
            found |= {(code, "reach", reach["months"], how): count for how, count in reach.items() if how != "months"}
        for curve in one.get("curves", ()):
            found |= {(code, "curve", curve["of"], month): left for month, left in curve["followed"]}
    return found


class Attack:
    """The worlds that would be told like these sets, each of them later than the one before."""

    def __init__(self, *cohorts, pool, rounded=True):
        self.pool = pool
        kinds = [_kind(row) for row in pool]
        self.blocks = len(cohorts)
        rows, low, high = [], [], []
        self.small = []
        for later, cohort in enumerate(cohorts):
            made = figures.make(cohort, on=ON)["figures"]
            told = flat({code: one["guarded"] for code, one in made.items()})
            true = flat({code: one["full"] for code, one in made.items()})
            for key in {key for kind in kinds for key in kind} | set(told):
                line = np.array([kind.get(key, 0) for kind in kinds], dtype=float)
                both = np.concatenate([line if block <= later else np.zeros(len(pool)) for block in range(self.blocks)])
                value, held = told.get(key), true.get(key, 0)
                if key[1] == "curve" and key not in told:
                    continue
                if value is not None:
                    rows = [*rows, both]
                    low.append(max(5, value - 2) if rounded else value)
                    high.append(value + 2 if rounded else value)
                elif held is not None and held < 5:  # guessed to be few, whether its row is there or not, and rightly
                    rows, low = [*rows, both], [*low, 0]
                    high.append(4 if rounded else np.inf)
                if value is None and held and 0 < held < 5:
                    self.small.append((key, later, both, held))
        self.lines = LinearConstraint(np.array(rows), low, high)
        self.truth = np.concatenate([self._new_in(cohorts, later) for later in range(self.blocks)])

    def _new_in(self, cohorts, later):
        """Return how many of each kind come with a set, in truth."""
        before = {row.episode for row in cohorts[later - 1]} if later else set()
        new = {row.episode for row in cohorts[later]} - before
        return np.array([float(row.episode in new) for row in self.pool])

    def computed(self):
        """Return each count of 1 to 4 that has one value in every world."""
        left = self.small
        for way in (1, -1, 1, -1, 1, -1):  # in one world many differ at once
            left = self._same(left, way) if left else []
        return [
            (key, later, true)
            for key, later, line, true in left
            if all(self._same([(key, later, line, true)], way) for way in (1, -1))
        ]

    def _same(self, small, way):
        """Return those that are as they are in the world where they are most, or fewest, together."""
        wide = self.blocks * len(self.pool)
        solved = milp(
            way * sum((line for _, _, line, _ in small), np.zeros(wide)),
            constraints=self.lines, bounds=Bounds(np.zeros(wide), np.full(wide, 60)), integrality=np.ones(wide), options={"time_limit": 20},
        )  # fmt: skip
        assert solved.status != 2, "The truth itself is such a world."
        if solved.x is None:
            return small  # not found in time: counted as computed
        return [one for one in small if round(float(one[2] @ np.round(solved.x))) == one[3]]


def people(seed, size):
    """Return a cohort in which each episode is of another person: so each row is a kind of person by itself."""
    return [row._replace(person=row.episode) for row in cohort_of(seed, size)]


@cache
def _kind(row):
    return flat(figures.whole([row], on=ON))


@cache
def others():
    """Return many kinds of people of whom an attacker may think: with too few of them, what is safe looks computed."""
    chance = random.Random("others")
    return [row_of(chance) for _ in range(1500)]


def pool_of(cohort):
    return [*cohort, *others()]


@pytest.mark.parametrize(("seed", "size"), [(1, 20), (2, 24), (3, 30)])
def test_no_count_of_one_to_four_can_be_computed_from_all_figures_together(seed, size):
    cohort = people(seed, size)

    assert Attack(cohort, pool=pool_of(cohort)).computed() == []


def test_nor_from_the_figures_of_two_months():
    first, later = people(3, 30), people(4, 6)
    both = [*first, *later]

    assert Attack(first, both, pool=pool_of(both)).computed() == []


@pytest.mark.parametrize(("seed", "size"), [(5, 12), (20, 20)])
def test_nor_from_two_months_of_a_very_small_service_to_which_people_only_come(seed, size):
    """The first is told nothing of in its first month; the second is just large enough."""
    first, later = people(seed, size), people(seed + 100, 3)
    both = [*first, *later]

    assert Attack(first, both, pool=pool_of(both)).computed() == []


def test_of_fewer_people_than_a_set_is_told_for_nothing_is_told():
    said = {code: one["guarded"] for code, one in figures.make(people(9, LEAST.told - 1), on=ON)["figures"].items()}

    assert [key for key, value in flat(said).items() if value is not None] == []
    assert figures.make(people(9, LEAST.told), on=ON)["figures"]["funnel"]["guarded"]["n"] == LEAST.told


def test_no_row_is_there_only_because_somebody_is_in_it():
    for one in figures.make(people(3, 30), on=ON)["figures"].values():
        for table in one["guarded"]["tables"]:
            for row, cells in zip(table["rows"], table["cells"], strict=True):
                assert row == "all" or any(cell is not None for cell in cells)


def test_a_share_is_told_though_hardly_anybody_was_out_as_long_to_the_day():
    said = figures.make(people(7, 300), on=ON)["figures"]["time_out"]["guarded"]

    longer, as_long, _, n = said["tables"][0]["cells"][-1]
    assert as_long is None
    assert (said["shares"][0]["count"], said["shares"][0]["n"]) == (longer, n)
    assert said["shares"][0]["lower"] < longer / n < said["shares"][0]["upper"]


@given(st.integers(0, 60), st.integers(0, 60))
def test_the_interval_of_a_rounded_share_covers_those_of_every_count_told_alike(back, more):
    n = back + more
    if told(n) < 5:
        return
    exact = wilson(back, n)

    one = rounded_share_of(told(back), told(n))

    assert one["lower"] <= exact.lower + 1e-12
    assert one["upper"] >= exact.upper - 1e-12


def test_the_attacker_does_find_what_is_told_too_openly(monkeypatch):
    """What was told before: each figure by itself, to the one. The attack must see it, or it says nothing."""
    monkeypatch.setattr(
        "throughline.evaluation.guarded.untold", lambda counts: {k for k, n in counts.of.items() if 0 < n < 5}
    )
    monkeypatch.setattr("throughline.evaluation.guarded.told", lambda count: count)
    cohort = people(3, 30)

    assert Attack(cohort, pool=pool_of(cohort), rounded=False).computed()


def of(total, *parts):
    counts = Counts({("all",): total} | {(str(at),): part for at, part in enumerate(parts)})
    counts.add(("all",), [(str(at),) for at in range(len(parts))])
    return counts


def test_two_counts_of_four_whose_sum_can_be_nothing_less_take_the_sum_with_them():
    """4 and 4 are told as under 5, and 8 as 10, which is 8 to 12: so each must be 4, unless 8 is not told either."""
    assert untold(of(8, 4, 4)) == {("all",), ("0",), ("1",)}


def test_what_cannot_be_computed_is_told():
    assert untold(of(13, 3, 10)) == {("0",)}


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10**6), st.integers(0, 300))
def test_what_is_known_of_the_counts_is_true(seed, size):
    counts = known_of(figures.whole(cohort_of(seed, size), on=ON))

    assert all(sum(value * counts.of[key] for key, value in line.items()) == 0 for line in counts.sums)
    assert all(counts.of[small] <= counts.of[large] for small, large in counts.under)
