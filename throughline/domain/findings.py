"""What was found in data that somebody gave, and what was done about it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """One thing that a reader of a figure must know of the data under it.

    `words` says what was found, `done` what was done about it: each whole sentences. `rows` is how many rows it took out
    of the figures, or 0. A `grave` one stands first, since it may mean that every figure says something else.
    """

    code: str
    words: str
    done: str
    rows: int = 0
    grave: bool = False


class NoFigure(Exception):
    """No honest figure can be made of the data, for the reason that was found."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(f"{finding.words} {finding.done}")
        self.finding = finding
