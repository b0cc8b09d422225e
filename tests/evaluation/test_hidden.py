"""No cell that is hidden can be computed back from what is shown."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from throughline.evaluation.suppression import hidden, is_pinned, with_totals

small_tables = st.integers(1, 3).flatmap(
    lambda width: st.lists(st.lists(st.integers(0, 6), min_size=width, max_size=width), min_size=1, max_size=3)
)
tables = st.integers(1, 6).flatmap(
    lambda width: st.lists(st.lists(st.integers(0, 60), min_size=width, max_size=width), min_size=1, max_size=6)
)


def solutions(table, gone, *, floor, most=16):
    """Return every table of whole numbers that shows the same as this one: by trying them all."""
    rows, columns = len(table) - 1, len(table[0]) - 1
    inner = [(row, column) for row in range(rows) for column in range(columns)]
    free = [cell for cell in inner if cell in gone]
    found = []
    for values in itertools.product(range(floor, most), repeat=len(free)):
        tried = [row[:-1] for row in table[:-1]]
        tried = [list(row) for row in tried]
        for (row, column), value in zip(free, values, strict=True):
            tried[row][column] = value
        whole = with_totals(tried)
        if all(
            whole[row][column] == table[row][column] if (row, column) not in gone else whole[row][column] >= floor
            for row in range(rows + 1)
            for column in range(columns + 1)
        ):
            found.append(whole)
    return found


@given(small_tables)
@settings(max_examples=60, deadline=None)
def test_each_hidden_cell_could_be_another_number(counts):
    table, gone = with_totals(counts), hidden(counts)
    free = [cell for cell in gone if cell[0] < len(table) - 1 and cell[1] < len(table[0]) - 1]
    if len(free) > 3:
        return  # too many to try: the next test holds for those
    found = solutions(table, gone, floor=1)

    for row, column in gone:
        assert len({one[row][column] for one in found}) > 1, (table, gone, (row, column))


@given(small_tables)
@settings(max_examples=60, deadline=None)
def test_a_cell_is_called_pinned_exactly_where_trying_every_table_says_so(counts):
    table = with_totals(counts)
    gone = {(row, column) for row, cells in enumerate(table) for column, count in enumerate(cells) if 0 < count < 5}
    if sum(row < len(table) - 1 and column < len(table[0]) - 1 for row, column in gone) > 3:
        return
    found = solutions(table, gone, floor=1)

    for row, column in gone:
        assert is_pinned((row, column), table, gone) == (len({one[row][column] for one in found}) == 1)


@given(tables, st.booleans())
@settings(max_examples=80, deadline=None)
def test_every_small_count_is_hidden_and_no_zero_unless_asked(counts, zeros):
    table, gone = with_totals(counts), hidden(counts, zeros=zeros)

    for row, cells in enumerate(table):
        for column, count in enumerate(cells):
            if 0 < count < 5:
                assert (row, column) in gone
            if count == 0 and not zeros and not _everything(table, gone):
                assert (row, column) not in gone
            if (row, column) in gone and not _everything(table, gone):
                assert not is_pinned((row, column), table, gone, floor=0 if zeros else 1)


def _everything(table, gone):
    return len(gone) == len(table) * len(table[0])


@pytest.mark.parametrize(
    ("counts", "gone"),
    [
        ([[10, 20], [30, 40]], set()),
        # 3 is small; 12 in its row and 30 in its column go with it, and 40, which would give them away.
        ([[3, 12], [30, 40]], {(0, 0), (0, 1), (1, 0), (1, 1)}),
        ([[3, 12, 9], [30, 40, 8]], {(0, 0), (0, 2), (1, 0), (1, 2)}),
    ],
)
def test_what_is_hidden_of_tables_known_by_hand(counts, gone):
    assert set(hidden(counts)) == gone


def test_totals_settled_by_another_table_are_hidden_here_and_no_other_is():
    gone = hidden([[20, 2], [30, 1]], totals={1})

    assert {cell for cell in gone if cell[0] == 2} == {(2, 1)}
    assert {(0, 1), (1, 1)} <= gone
