"""People given to other workers of a team at once: one row for the whole, one line for each person."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from throughline.domain.vocabulary import Part
from throughline.models.ids import new_id
from throughline.models.sight import Personal
from throughline.policy.grants import Opens


class Reassignment(models.Model):
    """What a lead gave in one go. It names nobody: who was given is in its lines, which sight guards."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    by = models.ForeignKey("Worker", models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    number = models.PositiveSmallIntegerField()  # of lines: whoever does not see all of them undoes nothing
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey("Worker", models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="reassignment_undone_by_somebody",
                condition=Q(undone_at__isnull=True, undone_by__isnull=True)
                | Q(undone_at__isnull=False, undone_by__isnull=False),
            ),
        )
        indexes = (models.Index(fields=["-made_at"], name="reassignment_by_day"),)


class ReassignmentLine(Personal):
    """One person who was given, and what moved with them: enough to put everything back."""

    OPENS = Opens.JOURNEY

    reassignment = models.ForeignKey(Reassignment, models.PROTECT, related_name="lines")
    episode = models.ForeignKey("Episode", models.PROTECT, related_name="+")
    giver = models.ForeignKey("Worker", models.PROTECT, related_name="+")
    receiver = models.ForeignKey("Worker", models.PROTECT, related_name="+")
    part = models.CharField(max_length=12, choices=Part.choices())
    made_at = models.DateTimeField()
    ended = ArrayField(models.UUIDField(), default=list)  # assignments that ended with it
    begun = ArrayField(models.UUIDField(), default=list)  # and those that began
    appointments = ArrayField(models.UUIDField(), default=list)  # that went into the receiver's diary
    gates = ArrayField(models.UUIDField(), default=list)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["reassignment", "episode"], name="given_once_at_a_time"),
            models.CheckConstraint(name="given_to_another", condition=~Q(giver=models.F("receiver"))),
        )
