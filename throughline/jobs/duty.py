"""Duty that begins on a day said ahead."""

from django.utils import timezone

from throughline.actions import ownership
from throughline.models import PrisonService, Worker, standing_of


def run() -> int:
    """Move those who wait to be asked to the coaches whose duty has begun. A night that was missed is made up. Returns how many moved."""
    today = timezone.localdate()
    by = standing_of(Worker.objects.get(service=True), on=today)
    rows = (
        PrisonService.objects.on(today)
        .filter(followed_on__isnull=True)
        .select_related("prison", "duty_coach", "deputy")
    )
    return sum(ownership.follow_duty(service, by=by, on=today) for service in rows)
