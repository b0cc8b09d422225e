"""Whose token this is, and which tokens somebody has."""

from datetime import date

from throughline.domain.tokens import SHAPE, digest_of
from throughline.models import Token
from throughline.policy.standing import Standing


def token_of(secret: str, *, on: date) -> Token | None:
    """Return the token that works on a day under this secret, with its worker and account (1 query)."""
    if not SHAPE.fullmatch(secret):
        return None
    return Token.objects.working(on).select_related("worker", "worker__account").filter(hash=digest_of(secret)).first()


def tokens_of(by: Standing, *, on: date) -> tuple[list[Token], list[Token]]:
    """Return a worker's own tokens: those that work on a day, and the last twenty that no longer do."""
    mine = Token.objects.filter(worker=by.worker)
    working = list(mine.working(on))
    return working, list(mine.exclude(pk__in=[one.pk for one in working]).order_by("-created_on", "-pk")[:20])
