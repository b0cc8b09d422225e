"""Small numbers are hidden, and nobody can work them out from what is left (invariant 7 of domain.md 11.2)."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp

from throughline.evaluation.suppression import SMALLEST, suppress

pytestmark = pytest.mark.ledger("E4")

tables = st.integers(1, 4).flatmap(
    lambda width: st.lists(
        st.lists(st.one_of(st.integers(0, 6), st.integers(0, 40)), min_size=width, max_size=width),
        min_size=1,
        max_size=4,
    )
)


def whole(shown):
    return [[*row, total] for row, total in zip(shown.cells, shown.row_totals, strict=True)] + [
        [*shown.column_totals, shown.total]
    ]


def extremes(table, place, *, nearest=1):
    """Return the least and the most that a hidden number can be, for somebody who knows that rows and columns add up.

    They know of a hidden number that it is above 0, and of a shown one that it was rounded to the `nearest`.
    """
    rows, columns = len(table), len(table[0])
    equations = []
    for row in range(rows):
        one = np.zeros((rows, columns))
        one[row, :-1], one[row, -1] = 1, -1
        equations.append(one.ravel())
    for column in range(columns):
        one = np.zeros((rows, columns))
        one[:-1, column], one[-1, column] = 1, -1
        equations.append(one.ravel())
    low, high = np.ones((rows, columns)), np.full((rows, columns), np.inf)
    for at, row in enumerate(table):
        for column, value in enumerate(row):
            if value is not None:
                low[at, column], high[at, column] = max(0, value - nearest // 2), value + (nearest - 1) // 2
    found = []
    for way in (1, -1):
        goal = np.zeros((rows, columns))
        goal[place] = way
        solved = milp(
            goal.ravel(),
            constraints=LinearConstraint(np.array(equations), 0, 0),
            bounds=Bounds(low.ravel(), high.ravel()),
            integrality=np.ones(rows * columns),
        )
        found.append(way * solved.fun if solved.status == 0 else way * -np.inf)
    return found


@settings(max_examples=60, deadline=None)
@given(tables, st.sampled_from([1, 5]))
def test_no_hidden_number_can_be_worked_out_rounded_or_not(cells, nearest):
    table = whole(suppress(cells, nearest=nearest))

    for row, values in enumerate(table):
        for column, value in enumerate(values):
            if value is None:
                least, most = extremes(table, (row, column), nearest=nearest)
                assert least < most


@given(tables)
def test_rounded_each_number_is_a_whole_five_and_not_three_away_from_the_truth(cells):
    exact, rounded = whole(suppress(cells)), whole(suppress(cells, nearest=5))

    for row, near in zip(exact, rounded, strict=True):
        for value, about in zip(row, near, strict=True):
            assert (value is None) == (about is None)
            assert value is None or (about % 5 == 0 and abs(value - about) <= 2)


@given(tables)
def test_no_small_number_is_shown_and_every_shown_number_is_true(cells):
    shown = suppress(cells)

    truth = [[*row, sum(row)] for row in cells]
    truth.append([sum(column) for column in zip(*truth, strict=True)])
    for row, true in zip(whole(shown), truth, strict=True):
        for value, number in zip(row, true, strict=True):
            assert value is None or value == number
            assert value is None or not 0 < value < SMALLEST


def test_a_table_without_small_numbers_is_shown_whole():
    shown = suppress([[10, 20], [30, 0]])

    assert shown.hidden == 0
    assert shown.cells == ((10, 20), (30, 0))


def test_one_small_number_takes_the_smallest_others_with_it():
    shown = suppress([[3, 20, 50], [10, 30, 60], [90, 91, 92]])

    assert shown.cells[0][0] is shown.cells[0][1] is shown.cells[1][0] is shown.cells[1][1] is None
    assert shown.hidden == 4
    assert shown.total == 446


@pytest.mark.parametrize("cells", [[], [[]], [[1], [1, 2]], [[-1]]])
def test_what_is_no_table_is_refused(cells):
    with pytest.raises(ValueError, match=r"\.$"):
        suppress(cells)
