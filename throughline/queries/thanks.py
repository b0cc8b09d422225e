"""Thanks for notes: those said to a worker lately, and for whose notes a lead may say them."""

from datetime import date, datetime, timedelta
from uuid import UUID

from throughline.models import Post, Thanks
from throughline.policy.standing import Standing, objection_to_leading

_LATELY = timedelta(days=7)


def thanks_to(by: Standing, *, now: datetime) -> list[Thanks]:
    """Return the thanks of the last 7 days for a worker's own notes, the newest first (1 query)."""
    return list(
        Thanks.objects.visible_to(by)
        .filter(note__worker=by.worker, said_at__gte=now - _LATELY)
        .select_related("by", "note", "person")
        .order_by("-said_at", "pk")
    )


def led_by(by: Standing, *, on: date) -> frozenset[UUID]:
    """Return the other workers of a lead's teams; of nobody else's (1 query for a lead, none for others)."""
    if objection_to_leading(by) is not None:
        return frozenset()
    held = Post.objects.held(on).filter(team__in=by.teams).exclude(worker=by.worker)
    return frozenset(held.values_list("worker", flat=True))
