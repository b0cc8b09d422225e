"""Letting go of what is kept for a time only."""

from datetime import date, datetime

from django.db import connection, transaction
from django.db.models import Value
from django.db.models.functions import Concat, Now

from throughline.models import HeldRow, KeptForm, SavedForm, Upload, as_service


@transaction.atomic
@as_service()
def purge(
    *, today: date, drafts_before: datetime, forms_before: datetime, kept_before: datetime | None = None
) -> dict[str, int]:
    """Empty the bytes of uploads whose time is over (hash and counts stay), drop old drafts, form keys and kept forms.

    A row of such a file that nobody has decided about goes with it: it says so, and is asked about again when it comes again.
    """
    HeldRow.objects.filter(upload__purge_on__lte=today, decided_at__isnull=True).update(
        decided_at=Now(),
        because=Concat("because", Value(". Nobody decided within 30 days, so the row is no longer kept.")),
    )
    return {
        "uploads": Upload.objects.filter(purge_on__lte=today, sealed__isnull=False).update(sealed=None, left=None),
        "held_rows": HeldRow.objects.filter(upload__purge_on__lte=today).exclude(sealed=b"").update(sealed=b""),
        "drafts": _old_drafts(drafts_before),
        "forms": SavedForm.objects.filter(at__lt=forms_before).delete()[0],
        "kept": KeptForm.objects.filter(kept_at__lt=kept_before or forms_before).delete()[0],
    }


def _old_drafts(before: datetime) -> int:
    """Drop the drafts saved before a moment, and return how many: nobody but their writers may read them, nor need this."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT sec.drop_drafts(%s)", [before])
        return int(cursor.fetchone()[0])
