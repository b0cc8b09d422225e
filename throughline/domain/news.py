"""What is new in the product, said to those whom it is for, with the day on which it came."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from throughline.domain.vocabulary import Role

KEPT = timedelta(days=180)  # older than this it is no news: the guides say it


@dataclass(frozen=True)
class Piece:
    """One thing that is new. Without `roles` it is for everybody; `where` is the name of the page on which it is."""

    day: date
    roles: frozenset[Role]
    words: str
    where: str = ""


def told_to(pieces: Iterable[Piece], *, roles: frozenset[Role], on: date) -> list[Piece]:
    """Return what is told to somebody in these roles on a day, the newest first."""
    return sorted(
        (
            piece
            for piece in pieces
            if on - KEPT <= piece.day <= on and (not piece.roles or not piece.roles.isdisjoint(roles))
        ),
        key=lambda piece: piece.day,
        reverse=True,
    )


def unread(pieces: Iterable[Piece], *, read_on: date | None, began_on: date) -> list[Piece]:
    """Return the pieces that came after somebody last read them. Whoever began since then has seen nothing else."""
    since = read_on or began_on
    return [piece for piece in pieces if piece.day > since]
