"""What someone agreed to, in which words, and when they took it back."""

from django.db import models

from throughline.domain.vocabulary import Way
from throughline.models.sight import Personal
from throughline.policy.grants import Opens


class Consent(Personal):
    """One answer to one consent wording."""

    OPENS = Opens.JOURNEY

    episode = models.ForeignKey("Episode", models.PROTECT, related_name="consents")
    wording = models.ForeignKey("ConsentWording", models.PROTECT, related_name="+")
    given = models.BooleanField()
    on = models.DateField()
    way = models.CharField(max_length=8, choices=Way.choices())
    witness = models.CharField(max_length=120, blank=True)
    shared_with = models.TextField(blank=True)
    by = models.ForeignKey("Worker", models.PROTECT, related_name="+")
    withdrawn_on = models.DateField(null=True)
    withdrawn_words = models.TextField(blank=True)
    withdrawal_by = models.ForeignKey("Worker", models.PROTECT, null=True, related_name="+")
