"""Mail to workers, kept until it has gone. Neutral: it names nobody and nothing of what it is about."""

from django.db import models
from django.db.models import Q

from throughline.models.ids import new_id


class Mail(models.Model):
    """One message. `key` says what it is about, so that the same news is never sent twice."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    key = models.CharField(max_length=160, unique=True)
    to = models.EmailField(max_length=254)
    subject = models.CharField(max_length=160)
    body = models.TextField()
    made_at = models.DateTimeField(db_default=models.functions.Now())
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(db_default=models.functions.Now())
    sent_at = models.DateTimeField(null=True)
    given_up_at = models.DateTimeField(null=True)
    trouble = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = (
            models.Index(
                fields=["next_try_at"], condition=Q(sent_at__isnull=True, given_up_at__isnull=True), name="mail_waiting"
            ),
        )


class SavedForm(models.Model):
    """A form that was saved: the same press again leads to the same place and changes nothing."""

    key = models.UUIDField(primary_key=True)
    worker = models.ForeignKey("Worker", models.PROTECT, null=True, related_name="+")
    path = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    led_to = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField(db_default=models.functions.Now())
