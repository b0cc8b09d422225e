"""What is kept for a time only."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from throughline.actions import keeping


def run() -> dict[str, int]:
    """Empty uploaded files whose time is over, drop old drafts and form keys. Returns how many of each."""
    now = timezone.now()
    return keeping.purge(
        today=timezone.localdate(),
        drafts_before=now - timedelta(days=settings.DRAFT_KEPT_DAYS),
        forms_before=now - timedelta(days=2),
    )
