"""Restrictions: structured rows that a safe place check can read, in versions, each kept."""

from datetime import date
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from throughline.domain.restrictions import Approval, Kind, Source, Whom
from throughline.models.ids import new_id
from throughline.models.sight import Personal, PersonalQuerySet
from throughline.policy.grants import Opens


class RestrictionQuerySet(PersonalQuerySet):
    """Restrictions, in words of the work."""

    def latest(self) -> Self:
        """Keep the latest version of each."""
        return self.filter(replaced_on__isnull=True)

    def to_come_or_in_force(self, *, on: date) -> Self:
        """Keep those that hold on a day or will: neither replaced nor ended, and not over."""
        return self.latest().filter(ended_on__isnull=True).filter(Q(until_on__isnull=True) | Q(until_on__gte=on))

    def in_force(self, *, on: date) -> Self:
        """Keep those that hold on a day."""
        return self.to_come_or_in_force(on=on).filter(from_on__lte=on)


class Restriction(Personal):
    """One version of one restriction. Which columns are filled depends on its kind: see domain/restrictions.py.

    Whoever it protects, or somebody to be kept apart from, stands in it in words: never as a link to another record.
    """

    OPENS = Opens.SAFETY

    line = models.UUIDField(default=new_id)
    version = models.PositiveIntegerField()
    kind = models.CharField(max_length=12, choices=Kind.choices())
    words = models.TextField()  # as someone at the door would need it
    # An area: a middle and how far, or a shape (GeoJSON: Polygon or MultiPolygon).
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    radius_m = models.PositiveIntegerField(null=True)
    shape = models.JSONField(null=True)
    whom = models.CharField(max_length=12, choices=Whom.choices(), blank=True)
    who = models.CharField(max_length=200, blank=True)  # somebody in words; of an approval, who gives it
    venues = ArrayField(models.CharField(max_length=12), default=list)
    days = ArrayField(models.PositiveSmallIntegerField(), default=list)  # 0 is Monday
    from_time = models.TimeField(null=True)
    until_time = models.TimeField(null=True)
    approval = models.CharField(max_length=12, choices=Approval.choices(), blank=True)
    from_on = models.DateField()
    until_on = models.DateField(null=True)
    source = models.CharField(max_length=12, choices=Source.choices())
    source_words = models.CharField(max_length=200, blank=True)
    review_on = models.DateField()
    author = models.ForeignKey("Worker", models.PROTECT, related_name="+")
    written_on = models.DateField()
    replaced_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    ended_by = models.ForeignKey("Worker", models.PROTECT, null=True, related_name="+")
    ended_because = models.TextField(blank=True)

    objects = RestrictionQuerySet.as_manager()

    class Meta:
        ordering = ("from_on", "recorded_at")
        indexes = (models.Index(fields=["person"], name="restriction_by_person"),)
        constraints = (
            models.UniqueConstraint(fields=["line", "version"], name="restriction_version_once"),
            models.UniqueConstraint(
                fields=["line"], condition=Q(replaced_on__isnull=True), name="restriction_has_one_latest_version"
            ),
            models.CheckConstraint(
                name="restriction_dates", condition=Q(until_on__isnull=True) | Q(until_on__gte=F("from_on"))
            ),
            models.CheckConstraint(
                name="restriction_area_is_whole",
                condition=Q(latitude__isnull=False, longitude__isnull=False, radius_m__gte=1, shape__isnull=True)
                | Q(latitude__isnull=True, longitude__isnull=True, radius_m__isnull=True),
            ),
            models.CheckConstraint(
                name="restriction_hours_are_whole",
                condition=~Q(kind=Kind.HOURS.value) | Q(from_time__isnull=False, until_time__isnull=False, days__len__gte=1),
            ),
            models.CheckConstraint(
                name="restriction_ended_by_somebody_for_a_reason",
                condition=Q(ended_on__isnull=True, ended_by__isnull=True, ended_because="")
                | (Q(ended_on__isnull=False, ended_by__isnull=False) & ~Q(ended_because="")),
            ),
        )  # fmt: skip
