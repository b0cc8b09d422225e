"""The day of release: the meeting at the gate and the pack."""

from django.db import models
from django.db.models import Q

from throughline.models.sight import Personal
from throughline.policy.grants import Opens

# What came of it is still to be told: nothing was marked yet, or only that it is not known yet.
UNMARKED = Q(result__isnull=True) | Q(result__traits__open=True)


class GateMeeting(Personal):
    """Who meets someone at which gate, when, and what came of it."""

    OPENS = Opens.JOURNEY

    episode = models.ForeignKey("Episode", models.PROTECT, related_name="gate_meetings")
    prison = models.ForeignKey("Prison", models.PROTECT, related_name="+")
    worker = models.ForeignKey("Worker", models.PROTECT, related_name="+")
    due_at = models.DateTimeField()
    where = models.CharField(max_length=200, blank=True)
    asked = models.TextField(blank=True)  # what the person asked for, in their words
    by = models.ForeignKey("Worker", models.PROTECT, related_name="+")
    result = models.ForeignKey("Code", models.PROTECT, null=True, related_name="+")
    met_at = models.DateTimeField(null=True)  # the actual time, where they met
    result_words = models.TextField(blank=True)
    marked_at = models.DateTimeField(null=True)
    marked_by = models.ForeignKey("Worker", models.PROTECT, null=True, related_name="+")
    cancelled_at = models.DateTimeField(null=True)  # replaced: the date or the mentor changed, or it was marked wrongly
    corrects = models.OneToOneField("self", models.PROTECT, null=True, related_name="corrected_by")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["episode"],
                condition=Q(result__isnull=True, cancelled_at__isnull=True),
                name="one_gate_meeting_open",
            ),
        )
        indexes = (models.Index(fields=["worker", "due_at"], name="gate_by_worker"),)

    @property
    def settled(self) -> bool:
        """Whether what came of it has been told."""
        return self.result is not None and not self.result.traits.get("open")


class Pack(Personal):
    """A liberation pack: prepared, left with the prison, handed over."""

    OPENS = Opens.JOURNEY

    episode = models.ForeignKey("Episode", models.PROTECT, related_name="packs")
    prepared_on = models.DateField()
    prepared_by = models.ForeignKey("Worker", models.PROTECT, related_name="+")
    kept_where = models.CharField(max_length=120, blank=True)  # "the Shettleston office"
    left_on = models.DateField(null=True)
    left_with = models.CharField(max_length=120, blank=True)
    handed_on = models.DateField(null=True)
    handed_by = models.CharField(max_length=120, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["episode"], condition=Q(handed_on__isnull=True), name="one_pack_open"),
        )


class PackItem(Personal):
    """One thing in a pack."""

    OPENS = Opens.JOURNEY

    pack = models.ForeignKey(Pack, models.PROTECT, related_name="items")
    what = models.CharField(max_length=120)
    pence = models.PositiveIntegerField(null=True)
    serial = models.CharField(max_length=40, blank=True)
    handed = models.BooleanField(null=True)  # null until the day
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("order", "id")
