"""The read log: who was shown whose record. Its checkpoints, what it made somebody notice, what a person asked about it."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from throughline.domain.looks import Exemption, How, Noticed
from throughline.models.ids import new_id
from throughline.models.sight import Personal
from throughline.policy.grants import Opens


class Look(models.Model):
    """One opening of records. Ids alone, never a value, so that erasing a person leaves every seal whole.

    The table is parted by month and has one more column, `xid`, which the database fills: see migration 0016. The
    serving role may add a row and cannot read, change or take one away.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    at = models.DateTimeField(db_default=models.functions.Now())
    worker = models.ForeignKey("Worker", models.PROTECT, related_name="+")
    how = models.CharField(max_length=12, choices=How.choices())
    page = models.CharField(max_length=60)
    people = ArrayField(models.UUIDField(), default=list)
    opens = models.PositiveSmallIntegerField(default=0)
    grants = ArrayField(models.UUIDField(), default=list)
    asked = models.UUIDField(null=True)  # of a refusal: what was asked for
    device = models.CharField(max_length=64)
    request = models.UUIDField()

    class Meta:
        indexes = (models.Index(fields=["worker", "at"], name="look_by_worker"),)

    def __str__(self) -> str:
        """Return in which way, on which page."""
        return f"{self.how} {self.page}"


class Checkpoint(models.Model):
    """A seal over every row of the read log up to one, linked to the seal before. Digests, never values."""

    number = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    upto_xid = models.BigIntegerField()
    upto_id = models.UUIDField()
    rows = models.IntegerField()
    root = models.BinaryField()
    ledger = models.BinaryField()  # each row's id and 16 bytes of its digest: names the row that was altered
    previous = models.BinaryField()
    signature = models.BinaryField()


class Alert(models.Model):
    """What the nightly look through the log noticed about a worker. The evidence is ids of log rows."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=16, choices=Noticed.choices())
    worker = models.ForeignKey("Worker", models.PROTECT, related_name="+")
    day = models.DateField()
    evidence = ArrayField(models.UUIDField())
    noticed_at = models.DateTimeField(db_default=models.functions.Now())
    dealt_at = models.DateTimeField(null=True)
    dealt_by = models.ForeignKey("Worker", models.PROTECT, null=True, related_name="+")
    reason = models.TextField(blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["kind", "worker", "day"], name="alert_once_a_day"),
            models.CheckConstraint(
                name="alert_dealt_with_by_somebody",
                condition=Q(dealt_at__isnull=True, dealt_by__isnull=True)
                | Q(dealt_at__isnull=False, dealt_by__isnull=False) & ~Q(reason=""),
            ),
        )


class Question(Personal):
    """What a person asks about who can see their record or who has looked, and the answer."""

    OPENS = Opens.IDENTITY

    words = models.TextField()
    asked_by = models.ForeignKey("Worker", models.PROTECT, related_name="+")
    asked_on = models.DateField()
    due_on = models.DateField()
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey("Worker", models.PROTECT, null=True, related_name="+")
    answer = models.TextField(blank=True)


class Withholding(Personal):
    """One worker's entries kept back from one person, under a listed exemption, until the lead who decides ends it.

    Past its review it stays kept back, and stands as late before the lead: what may do serious harm is not shown by neglect.
    """

    OPENS = Opens.IDENTITY

    name = models.CharField(max_length=250, blank=True)  # the person's: whoever decides holds no grant on the record
    worker = models.ForeignKey("Worker", models.PROTECT, related_name="+")
    exemption = models.CharField(max_length=16, choices=Exemption.choices())
    because = models.TextField()
    by = models.ForeignKey("Worker", models.PROTECT, related_name="+")
    from_on = models.DateField()
    review_on = models.DateField()
    ended_at = models.DateTimeField(null=True)
