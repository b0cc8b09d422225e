"""What is new in the product, read from the file that is shipped with it."""

import csv
from datetime import date
from functools import cache
from importlib import resources

from throughline.domain.news import Piece
from throughline.domain.vocabulary import Role


@cache
def pieces() -> tuple[Piece, ...]:
    """Return everything that was ever told, in the order of the file."""
    with resources.files("throughline").joinpath("data", "news.csv").open(encoding="utf-8") as file:
        return tuple(
            Piece(
                day=date.fromisoformat(row["day"]),
                roles=frozenset(Role(one) for one in row["roles"].split()),
                words=row["words"],
                where=row["where"],
            )
            for row in csv.DictReader(file)
        )
