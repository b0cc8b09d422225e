"""Cover follows whom each worker looks after."""

from django.utils import timezone

from throughline.actions import covers
from throughline.models import Worker, standing_of


def run() -> int:
    """Open and shut what has changed. Returns how many covers hold."""
    today = timezone.localdate()
    return covers.follow(by=standing_of(Worker.objects.get(service=True), on=today), on=today)
