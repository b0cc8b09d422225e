"""The offer: made to everyone who can join; the person decides."""

from django.db import models

from throughline.domain.vocabulary import Channel, ConsentPurpose, OfferAnswer, Way  # noqa: F401
from throughline.models.sight import Personal
from throughline.policy.grants import Opens


class Offer(Personal):
    """One time of asking."""

    OPENS = Opens.JOURNEY

    episode = models.ForeignKey("Episode", models.PROTECT, related_name="offers")
    channel = models.CharField(max_length=16, choices=Channel.choices())
    made_on = models.DateField()
    by = models.ForeignKey("Worker", models.PROTECT, related_name="+")
    words = models.TextField(blank=True)

    class Meta:
        indexes = (models.Index(fields=["episode", "made_on"], name="offer_by_episode"),)


class Answer(Personal):
    """What someone said to an offer. They may say another thing later: that is another row."""

    OPENS = Opens.JOURNEY

    offer = models.ForeignKey(Offer, models.PROTECT, related_name="answers")
    answer = models.CharField(max_length=10, choices=OfferAnswer.choices())
    on = models.DateField()
    reason = models.ForeignKey("Code", models.PROTECT, null=True, related_name="+")
    words = models.TextField(blank=True)
    by = models.ForeignKey("Worker", models.PROTECT, related_name="+")
