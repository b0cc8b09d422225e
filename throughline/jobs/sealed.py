"""Seals that are to be looked at again."""

from django.utils import timezone

from throughline.actions import sealed
from throughline.models import Worker, standing_of


def run() -> int:
    """Remind the data protection lead. Returns how many are due."""
    today = timezone.localdate()
    return sealed.remind(by=standing_of(Worker.objects.get(service=True), on=today), on=today)
