"""Reviews of agreements that are due, and agreements that end soon."""

from django.utils import timezone

from throughline.actions import approvals
from throughline.models import Worker, standing_of


def run() -> int:
    """Remind those who speak for a side. Returns how much news there was."""
    today = timezone.localdate()
    return approvals.remind(by=standing_of(Worker.objects.get(service=True), on=today), on=today)
