"""Files that were loaded: kept encrypted for 30 days, then only their hash and counts."""

from django.db import models

from throughline.models.ids import new_id
from throughline.models.sight import Personal
from throughline.policy.grants import Opens


class Upload(models.Model):
    """One file as it came. `counts` holds how many rows of each result, never a value from the file."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(
        max_length=12,
        choices=[("liberation", "Liberation list"), ("custody", "Custody file"), ("caseload", "Present caseload")],
    )
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    sealed = models.BinaryField(null=True)  # AES-256-GCM; emptied when `purge_on` has come
    purge_on = models.DateField()
    by = models.ForeignKey("Worker", models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(db_default=models.functions.Now())
    counts = models.JSONField(default=dict)
    left = models.BinaryField(null=True)  # which rows are not in and why: sealed and emptied like the file
    applied_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)  # a caseload that was taken back

    class Meta:
        ordering = ("-uploaded_at",)


class HeldRow(Personal):
    """A row of a list that may be about someone already known: held until a person has decided.

    `person` is who it may be. Seen by someone who may see them, else by the record steward.
    """

    OPENS = Opens.IDENTITY

    upload = models.ForeignKey(Upload, models.PROTECT, related_name="held_rows")
    row_number = models.PositiveIntegerField()
    sealed = models.BinaryField()  # the row's facts, encrypted like the file
    fingerprint = models.CharField(
        max_length=64
    )  # of who the row is about: the same row of another list is known again
    because = models.TextField()
    for_steward = models.BooleanField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey("Worker", models.PROTECT, null=True, related_name="+")
    same = models.BooleanField(null=True)
    became = models.ForeignKey("Person", models.PROTECT, null=True, related_name="+")  # who was made of it

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["upload", "row_number", "person"], name="row_held_once_for_each"),
        )
        indexes = (models.Index(fields=["fingerprint"], name="held_row_by_fingerprint"),)
