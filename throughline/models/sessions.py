"""What was typed on a page that had locked meanwhile."""

from django.db import models

from throughline.models.ids import new_id


class KeptForm(models.Model):
    """A form that was sent from a locked page: sealed, for its writer in that session alone, for half a day.

    Nothing says whom it is about but its address and the sealed words: it was never let in, so nobody's sight was asked.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    worker = models.ForeignKey("Worker", models.PROTECT, related_name="+")
    session = models.CharField(max_length=64)  # a keyed digest: the row lets nobody take the session over
    path = models.CharField(max_length=300)
    sealed = models.BinaryField()  # AES-256-GCM, bound to this row, its writer and the session
    kept_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["session", "path"], name="one_form_kept_for_each_page"),)
