"""Thanks for a note. They are open to whoever may read the note, and nobody counts them."""

from django.db import models

from throughline.models.sight import Personal
from throughline.policy.grants import Opens


class Thanks(Personal):
    """A lead thanks a worker for one note, once."""

    OPENS = Opens.NOTES

    note = models.ForeignKey("Note", models.PROTECT, related_name="thanks")
    by = models.ForeignKey("Worker", models.PROTECT, related_name="+")
    words = models.CharField(max_length=200, blank=True)
    said_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["note", "by"], name="thanked_once"),)
