"""Outcomes: work, a settled home, a doctor, with evidence, and whether they lasted."""

from django.db import models

from throughline.models.sight import Personal
from throughline.policy.grants import Opens


class Outcome(Personal):
    """Something that came about."""

    OPENS = Opens.PLAN

    episode = models.ForeignKey("Episode", models.PROTECT, related_name="outcomes")
    kind = models.ForeignKey("Code", models.PROTECT, related_name="+")
    words = models.CharField(max_length=200, blank=True)  # "Warehouse work, four days"
    started_on = models.DateField()
    evidence = models.CharField(max_length=200)
    by = models.ForeignKey("Worker", models.PROTECT, related_name="+")
    ended_on = models.DateField(null=True)
    ended_words = models.CharField(max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)


class OutcomeCheck(Personal):
    """Whether it still held at 13 or 26 weeks."""

    OPENS = Opens.PLAN

    outcome = models.ForeignKey(Outcome, models.PROTECT, related_name="checks")
    week = models.PositiveSmallIntegerField(choices=[(13, "13 weeks"), (26, "26 weeks")])
    on = models.DateField()
    still = models.BooleanField()
    words = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey("Worker", models.PROTECT, related_name="+")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["outcome", "week"], name="outcome_checked_once"),)
