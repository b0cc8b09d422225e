"""Seals, and entries kept back, that are to be looked at again."""

from django.utils import timezone

from throughline.actions import oversight, sealed
from throughline.models import Worker, standing_of


def run() -> int:
    """Remind the data protection lead. Returns how many are due."""
    today = timezone.localdate()
    by = standing_of(Worker.objects.get(service=True), on=today)
    return sealed.remind(by=by, on=today) + oversight.remind(by=by, on=today)
