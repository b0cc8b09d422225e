"""Links to services: which agency, what for, what came of it."""

from django.db import models

from throughline.models.sight import Personal
from throughline.policy.grants import Opens


class ServiceLink(Personal):
    """One agency someone was put in touch with."""

    OPENS = Opens.PLAN

    episode = models.ForeignKey("Episode", models.PROTECT, related_name="links")
    need = models.ForeignKey("Need", models.PROTECT, null=True, related_name="links")
    agency = models.CharField(max_length=120)
    what_for = models.CharField(max_length=200)
    on = models.DateField()
    by = models.ForeignKey("Worker", models.PROTECT, related_name="+")
    result = models.ForeignKey("Code", models.PROTECT, null=True, related_name="+")
    result_on = models.DateField(null=True)
    result_words = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)
