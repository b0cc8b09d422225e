"""Small numbers are not shown, nor what they could be computed from: pure functions over tables with totals.

A table is a matrix of counts without its totals; its cells are named (row, column), the totals being the last row and the
last column. A hidden cell is known to its reader to be at least 1 (zeros stand as zeros) unless `zeros` are hidden too.
A cell is *pinned* where no other table of whole numbers shows the same: then it is as good as shown, and more is hidden.
Whether it is pinned is told exactly: what may change in a table with totals are the cycles of the graph whose nodes are the
rows and columns and whose edges are the hidden cells. Source: Dalenius & Reiss (1982), J Stat Plan Inf 6, 73-85, for the
cycles; the thresholds are the domain reference's (6.5).
"""

from collections.abc import Collection, Sequence

from throughline.domain.figures import LEAST_SHOWN

Cell = tuple[int, int]
Counts = Sequence[Sequence[int]]


def with_totals(counts: Counts) -> list[list[int]]:
    """Return a table with its totals as the last column and the last row."""
    rows = [[*row, sum(row)] for row in counts]
    width = len(rows[0]) if rows else 1
    return [*rows, [sum(row[place] for row in rows) for place in range(width)]]


def hidden(
    counts: Counts,
    *,
    least: int = LEAST_SHOWN,
    zeros: bool = False,
    totals: Collection[int] | None = None,
    shown: Collection[Cell] = (),
) -> frozenset[Cell]:
    """Return which cells of a table with totals are not to be shown.

    First every count below `least` that is not zero (with `zeros` the zeros too); then, as long as one of them could be
    computed from what is shown, the smallest cell in its row or column, totals last. `totals` names the columns whose
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
        pinned = next((cell for cell in sorted(gone) if is_pinned(cell, table, gone, floor=0 if zeros else 1)), None)
        if pinned is None:
            return frozenset(gone)
        beside = [
            (row, column)
            for row, cells in enumerate(table)
            for column, count in enumerate(cells)
            if (row == pinned[0] or column == pinned[1])
            and (row, column) not in gone
            and not is_fixed((row, column))
            and (count > 0 or zeros)
        ]
        if not beside:  # nothing is left to hide it behind: all of the table goes, but what was settled elsewhere
            return frozenset(
                gone
                | {
                    (row, column)
                    for row in range(last_row + 1)
                    for column in range(last_column + 1)
                    if not is_fixed((row, column))
                }
            )
        gone.add(
            min(beside, key=lambda cell: (cell[0] == last_row or cell[1] == last_column, table[cell[0]][cell[1]], cell))
        )


def is_pinned(cell: Cell, table: Counts, gone: Collection[Cell], *, floor: int = 1) -> bool:
    """Tell whether a hidden cell of a table with totals can be computed from those that are not hidden."""
    return not (
        _can_move(cell, table, gone, up=True, floor=floor) or _can_move(cell, table, gone, up=False, floor=floor)
    )


def _can_move(cell: Cell, table: Counts, gone: Collection[Cell], *, up: bool, floor: int) -> bool:
    """Tell whether a cell can be one more, or one less, with other hidden cells making up for it."""
    last_row, last_column = len(table) - 1, len(table[0]) - 1
    if not up and table[cell[0]][cell[1]] <= floor:
        return False

    def sign(one: Cell) -> int:  # a total stands on the other side of its sum
        return -1 if (one[0] == last_row) != (one[1] == last_column) else 1

    # In signed cells every row and every column sums to nothing: so a change goes round, up and down in turn.
    rises = (1 if up else -1) * sign(cell)
    # From the column back to the row of the cell: each edge from a column falls, each from a row rises (or the other way about).
    start, goal = ("column", cell[1]), ("row", cell[0])
    reached, waiting = {start}, [start]
    while waiting:
        kind, number = waiting.pop()
        for one in gone:
            if one == cell or one[1 if kind == "column" else 0] != number:
                continue
            signed = -rises if kind == "column" else rises
            falls = signed * sign(one) < 0
            if falls and table[one[0]][one[1]] <= floor:
                continue
            there = ("row", one[0]) if kind == "column" else ("column", one[1])
            if there == goal:
                return True
            if there not in reached:
                reached.add(there)
                waiting.append(there)
    return False
