"""What someone brings and what they want help with, in their own words, on their own scale. Strengths come first."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from throughline.models.sight import Personal
from throughline.policy.grants import Opens


class Strength(Personal):
    """Something that someone brings."""

    OPENS = Opens.PLAN

    episode = models.ForeignKey("Episode", models.PROTECT, related_name="strengths")
    about = models.CharField(max_length=120)  # "Good with engines"
    words = models.TextField(blank=True)  # their own
    said_by = models.CharField(max_length=120)
    on = models.DateField()
    by = models.ForeignKey("Worker", models.PROTECT, related_name="+")
    set_aside_on = models.DateField(null=True)


class Need(Personal):
    """Something that someone wants help with, or says they need none with (`none_here`)."""

    OPENS = Opens.PLAN

    episode = models.ForeignKey("Episode", models.PROTECT, related_name="needs")
    kind = models.ForeignKey("Code", models.PROTECT, related_name="+")
    words = models.TextField(blank=True)  # their own: "A place of my own"
    none_here = models.BooleanField(default=False)
    said_by = models.CharField(max_length=120)
    on = models.DateField()
    by = models.ForeignKey("Worker", models.PROTECT, related_name="+")
    met_on = models.DateField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["episode", "kind"], condition=Q(none_here=True, met_on__isnull=True), name="no_need_said_once"
            ),
        )


class Scale(Personal):
    """Where someone puts a strength or a need, from 1 to 10, on a day. 10 is the best it could be."""

    OPENS = Opens.PLAN

    strength = models.ForeignKey(Strength, models.PROTECT, null=True, related_name="scales")
    need = models.ForeignKey(Need, models.PROTECT, null=True, related_name="scales")
    score = models.PositiveSmallIntegerField(validators=[MinValueValidator(1), MaxValueValidator(10)])
    on = models.DateField()
    by = models.ForeignKey("Worker", models.PROTECT, related_name="+")

    class Meta:
        ordering = ("on", "recorded_at")
        constraints = (
            models.CheckConstraint(name="scale_is_1_to_10", condition=Q(score__gte=1, score__lte=10)),
            models.CheckConstraint(
                name="scale_of_one_thing",
                condition=Q(strength__isnull=False, need__isnull=True) | Q(strength__isnull=True, need__isnull=False),
            ),
        )
