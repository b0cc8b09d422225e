"""That somebody has died: who said so, and what their family is to know."""

from django.db import models
from django.db.models import Q

from throughline.models.sight import Personal
from throughline.policy.grants import Opens


class Death(Personal):
    """One record of a death. The day stands on the person too (`died_on`): every page must know it. Taken back, this row stays."""

    OPENS = Opens.JOURNEY

    died_on = models.DateField()
    known_from = models.CharField(max_length=200)  # "His sister phoned"
    family = models.TextField(blank=True)  # what they know, and who is telling them what
    by = models.ForeignKey("Worker", models.PROTECT, related_name="+")
    recorded_on = models.DateField()
    undone_on = models.DateField(null=True)
    undone_by = models.ForeignKey("Worker", models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("-recorded_at",)
        constraints = (
            models.UniqueConstraint(fields=["person"], condition=Q(undone_on=None), name="death_recorded_once"),
        )
