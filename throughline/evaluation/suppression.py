"""Small numbers in a table that leaves the house: hidden, and not to be worked out from what is left.

Standard library only, so that what shows a table can import it without loading what makes figures.
"""

from collections.abc import Sequence
from dataclasses import dataclass

SMALLEST = 5

Cell = int | None


@dataclass(frozen=True)
class Shown:
    """A table as it may be shown: None where a number is hidden. `hidden` counts them, the totals' too."""

    cells: tuple[tuple[Cell, ...], ...]
    row_totals: tuple[Cell, ...]
    column_totals: tuple[Cell, ...]
    total: Cell
    hidden: int


def suppress(cells: Sequence[Sequence[int]], *, smallest: int = SMALLEST) -> Shown:
    """Hide every number from 1 to below `smallest`, and as many others as it takes that none of them can be worked out.

    Rows and columns add up to their totals, and those to the whole. Each total that holds is an equation; a hidden number
    can be worked out only where it alone joins two parts of the table (a bridge of the graph whose nodes are rows and
    columns and whose edges are hidden numbers). So numbers are hidden, the smallest first, until no bridge is left. Only
    numbers above 0 are taken for that: a 0 could be told by nothing being below it. Where they do not suffice, the whole
    table is hidden.

    Raises ValueError for a table without cells, of uneven rows, or with a number below 0.
    """
    if not cells or not cells[0] or any(len(row) != len(cells[0]) for row in cells):
        raise ValueError("A table has rows of one length.")
    if any(one < 0 for row in cells for one in row):
        raise ValueError("A count is not below 0.")
    whole = [[*row, sum(row)] for row in cells]
    whole.append([sum(column) for column in zip(*whole, strict=True)])
    hidden = {(at, place) for at, row in enumerate(whole) for place, one in enumerate(row) if 0 < one < smallest}
    while lonely := _bridges(hidden, len(whole)):
        more = _closing(min(lonely), hidden, whole)
        if more is None:
            hidden = {(at, place) for at, row in enumerate(whole) for place in range(len(row))}
            break
        hidden |= more
    shown = [
        tuple(None if (at, place) in hidden else one for place, one in enumerate(row)) for at, row in enumerate(whole)
    ]
    return Shown(
        tuple(row[:-1] for row in shown[:-1]), tuple(row[-1] for row in shown[:-1]), shown[-1][:-1], shown[-1][-1], len(hidden)
    )  # fmt: skip


def _bridges(hidden: set[tuple[int, int]], rows: int) -> set[tuple[int, int]]:
    """Return the hidden cells without which their row and their column would not hang together."""
    return {edge for edge in hidden if edge[1] + rows not in _reached(edge[0], hidden - {edge}, rows)}


def _reached(start: int, edges: set[tuple[int, int]], rows: int) -> set[int]:
    near: dict[int, list[int]] = {}
    for row, column in edges:
        near.setdefault(row, []).append(column + rows)
        near.setdefault(column + rows, []).append(row)
    seen, ahead = {start}, [start]
    while ahead:
        for one in near.get(ahead.pop(), ()):
            if one not in seen:
                seen.add(one)
                ahead.append(one)
    return seen


def _closing(
    bridge: tuple[int, int], hidden: set[tuple[int, int]], whole: Sequence[Sequence[int]]
) -> set[tuple[int, int]] | None:
    """Return the cells whose hiding puts a bridge on a circle, small ones by preference, or None where there is no circle.

    The way round from the bridge's row to its column: hidden cells cost nothing, others what they hold; a 0 is no way.
    """
    rows, columns = len(whole), len(whole[0])
    best: dict[int, tuple[int, tuple[tuple[int, int], ...]]] = {bridge[0]: (0, ())}
    done: set[int] = set()
    while True:
        open_ones = [(cost, node) for node, (cost, _) in best.items() if node not in done]
        if not open_ones:
            return None
        _, node = min(open_ones)
        done.add(node)
        if node == bridge[1] + rows:
            return set(best[node][1]) or None
        around = range(columns) if node < rows else range(rows)
        for other in around:
            edge = (node, other) if node < rows else (other, node - rows)
            if edge == bridge or (edge not in hidden and whole[edge[0]][edge[1]] == 0):
                continue
            new = edge not in hidden
            cost = best[node][0] + (whole[edge[0]][edge[1]] if new else 0)
            goal = other + rows if node < rows else other
            if goal not in best or cost < best[goal][0]:
                best[goal] = (cost, (*best[node][1], edge) if new else best[node][1])
