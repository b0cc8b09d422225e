"""Declarations that wait: somebody whom a worker knows may have come in since."""

from django.utils import timezone

from throughline.actions import conflicts
from throughline.models import Worker, standing_of


def run() -> int:
    """Look for each. Returns how many were found."""
    today = timezone.localdate()
    return conflicts.look_for_waiting(by=standing_of(Worker.objects.get(service=True), on=today), on=today)
