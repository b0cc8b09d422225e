"""What is kept for a time only."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from throughline.actions import keeping
from throughline.domain.sessions import WHOLE


def run() -> dict[str, int]:
    """Empty uploaded files whose time is over, drop old drafts, form keys and forms of sessions that are over. Returns how many of each."""
    now = timezone.now()
    return keeping.purge(
        today=timezone.localdate(),
        drafts_before=now - timedelta(days=settings.DRAFT_KEPT_DAYS),
        forms_before=now - timedelta(days=2),
        kept_before=now - WHOLE,
    )
