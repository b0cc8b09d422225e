"""Small numbers are not shown, nor what they could be computed from: pure functions over tables with totals.

A table is a matrix of counts without its totals; its cells are named (row, column), the totals being the last row and the
last column. A hidden cell is known to its reader to be at least 1 (zeros stand as zeros) unless `zeros` are hidden too.
A cell is *pinned* where no other table of whole numbers shows the same: then it is as good as shown, and more is hidden.
Whether it is pinned is told exactly: what may change in a table with totals are the cycles of the graph whose nodes are the
rows and columns and whose edges are the hidden cells. Source: Dalenius & Reiss (1982), J Stat Plan Inf 6, 73-85, for the
cycles; the thresholds are the domain reference's (6.5).
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush

from throughline.domain.figures import LEAST

SMALLEST = LEAST.shown

Cell = tuple[int, int]
Counts = Sequence[Sequence[int]]


@dataclass(frozen=True)
class Shown:
    """A table as it may be shown: None where a number is hidden. `hidden` counts them, the totals' too."""

    cells: tuple[tuple[int | None, ...], ...]
    row_totals: tuple[int | None, ...]
    column_totals: tuple[int | None, ...]
    total: int | None
    hidden: int


def suppress(cells: Counts, *, smallest: int = SMALLEST, nearest: int = 1) -> Shown:
    """Return a table with its totals, without what `hidden` hides; what is left is rounded to the `nearest`, each by itself.

    It is hidden first and rounded then: whatever could stand behind the exact table can stand behind the rounded one.

    Raises ValueError for a table without cells, of uneven rows, or with a number below 0.
    """
    if not cells or not cells[0] or any(len(row) != len(cells[0]) for row in cells):
        raise ValueError("A table has rows of one length.")
    if any(one < 0 for row in cells for one in row):
        raise ValueError("A count is not below 0.")
    gone = hidden(cells, least=smallest)
    shown = [
        tuple(
            None if (row, column) in gone else (count + nearest // 2) // nearest * nearest
            for column, count in enumerate(counts)
        )
        for row, counts in enumerate(with_totals(cells))
    ]
    return Shown(
        tuple(row[:-1] for row in shown[:-1]), tuple(row[-1] for row in shown[:-1]), shown[-1][:-1], shown[-1][-1], len(gone)
    )  # fmt: skip


def with_totals(counts: Counts) -> list[list[int]]:
    """Return a table with its totals as the last column and the last row."""
    rows = [[*row, sum(row)] for row in counts]
    width = len(rows[0]) if rows else 1
    return [*rows, [sum(row[place] for row in rows) for place in range(width)]]


def hidden(
    counts: Counts,
    *,
    least: int = LEAST.shown,
    zeros: bool = False,
    totals: Collection[int] | None = None,
    shown: Collection[Cell] = (),
) -> frozenset[Cell]:
    """Return which cells of a table with totals are not to be shown.

    First every count below `least` that is not zero (with `zeros` the zeros too); then, as long as one of them could be
    computed from what is shown, the cells of fewest people behind which it is safe, totals last; and where those hidden in a row or a column
    are together fewer than `least`, one more. `totals` names the columns whose
    total is hidden, where another table has settled that: then no other total of a column is hidden. `shown` are cells
    that stay, whatever they are.
    """
    table = with_totals(counts)
    last_row, last_column = len(table) - 1, len(table[0]) - 1

    def is_fixed(cell: Cell) -> bool:
        return cell in shown or (totals is not None and cell[0] == last_row)

    gone = {
        (row, column)
        for row, cells in enumerate(table)
        for column, count in enumerate(cells)
        if (count < least and (count > 0 or zeros)) and not is_fixed((row, column))
    }
    if totals is not None:
        gone |= {(last_row, column) for column in totals}
    while True:
        floor = 0 if zeros else 1
        pinned = next((cell for cell in sorted(gone) if is_pinned(cell, table, gone, floor=floor)), None)
        if pinned is None:
            thin = None if zeros else _thin(table, gone, least=least, fixed=is_fixed)
            if thin is None:
                return frozenset(gone)
            gone.add(thin)
            continue
        may = {
            (row, column)
            for row, cells in enumerate(table)
            for column, count in enumerate(cells)
            if (row, column) in gone or (not is_fixed((row, column)) and (count > 0 or zeros))
        }
        ways = [_way_round(pinned, table, gone, may, up=up, floor=floor) for up in (True, False)]
        behind = min((way for way in ways if way is not None), default=None)
        if behind is None:  # nothing is left to hide it behind: all of the table goes, but what was settled elsewhere
            everywhere = {(row, column) for row in range(last_row + 1) for column in range(last_column + 1)}
            return frozenset(gone | {cell for cell in everywhere if not is_fixed(cell)})
        gone |= set(behind[1])


def _thin(table: Counts, gone: Collection[Cell], *, least: int, fixed: Callable[[Cell], bool]) -> Cell | None:
    """Return the next cell to hide where those hidden in a row or a column are known to be fewer than `least` together."""
    last_row, last_column = len(table) - 1, len(table[0]) - 1
    rows = [[(row, column) for column in range(last_column + 1)] for row in range(last_row + 1)]
    columns = [[(row, column) for row in range(last_row + 1)] for column in range(last_column + 1)]
    for *cells, total in rows + columns:
        behind = sum(table[row][column] for row, column in cells if (row, column) in gone)
        if total in gone or not 0 < behind < least:
            continue
        more = [
            cell for cell in (*cells, total) if cell not in gone and not fixed(cell) and table[cell[0]][cell[1]] > 0
        ]
        if more:
            return min(
                more, key=lambda cell: (cell[0] == last_row or cell[1] == last_column, table[cell[0]][cell[1]], cell)
            )
    return None


def is_pinned(cell: Cell, table: Counts, gone: Collection[Cell], *, floor: int = 1) -> bool:
    """Tell whether a hidden cell of a table with totals can be computed from those that are not hidden."""
    return all(_way_round(cell, table, gone, gone, up=up, floor=floor) is None for up in (True, False))


def _way_round(
    cell: Cell, table: Counts, gone: Collection[Cell], may: Collection[Cell], *, up: bool, floor: int
) -> tuple[int, list[Cell]] | None:
    """Return the cheapest cycle by which a cell can be one more, or one less, with other cells making up for it.

    It goes through cells that `may` be hidden: those that are cost nothing, the others what they count, a total more
    than all of them. Returns the cost and the cells, or None where there is no such cycle.
    """
    last_row, last_column = len(table) - 1, len(table[0]) - 1
    if not up and table[cell[0]][cell[1]] <= floor:
        return None
    dear = 1 + table[-1][-1]

    def sign(one: Cell) -> int:  # a total stands on the other side of its sum
        return -1 if (one[0] == last_row) != (one[1] == last_column) else 1

    # In signed cells every row and every column sums to nothing: so a change goes round, up and down in turn. Where the
    # cell rises, what leaves its column falls and what leaves a row rises.
    rises = (1 if up else -1) * sign(cell)
    start, goal = (1, cell[1]), (0, cell[0])
    waiting: list[tuple[int, tuple[int, int], list[Cell]]] = [(0, start, [])]
    done: set[tuple[int, int]] = set()
    while waiting:
        cost, node, path = heappop(waiting)
        if node == goal:
            return cost, path
        if node in done:
            continue
        done.add(node)
        of_column, number = node
        for one in may:
            if one == cell or one[of_column] != number:
                continue
            moves = (-rises if of_column else rises) * sign(one)
            if moves < 0 and table[one[0]][one[1]] <= floor:
                continue
            total = one[0] == last_row or one[1] == last_column
            price = 0 if one in gone else table[one[0]][one[1]] + (len(may) * dear if total else 0) + 1
            heappush(waiting, (cost + price, (1 - of_column, one[1 - of_column]), [*path, one]))
    return None
