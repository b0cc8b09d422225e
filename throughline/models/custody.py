"""Time in prison: facts on the person. Time out is what lies between two periods; nobody types 'reoffended'."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q

from throughline.domain.vocabulary import CustodyStatus
from throughline.models.ranges import Days, Span
from throughline.models.sight import Personal
from throughline.policy.grants import Opens


class CustodyPeriod(Personal):
    """One stay in prison, from reception to release."""

    OPENS = Opens.JOURNEY

    status = models.CharField(max_length=10, choices=CustodyStatus.choices())
    received_on = models.DateField(null=True)
    sentence_on = models.DateField(null=True)
    sentence_days = models.PositiveIntegerField(null=True)
    sentence_words = models.CharField(max_length=80, blank=True)  # as the list wrote it
    no_date_because = models.CharField(max_length=200, blank=True)  # while it is said, an earlier date counts no more
    cohort = models.CharField(max_length=80, blank=True)  # an early-release tranche
    released_on = models.DateField(null=True)
    release_kind = models.CharField(max_length=40, blank=True)  # "from court", "home detention curfew"
    never_seen = models.BooleanField(default=False)  # released before anyone met them
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="released_after_received",
                condition=Q(released_on__isnull=True)
                | Q(received_on__isnull=True)
                | Q(released_on__gte=F("received_on")),
            ),
            models.UniqueConstraint(fields=["person"], condition=Q(released_on__isnull=True), name="in_prison_once"),
            ExclusionConstraint(
                name="custody_periods_apart",
                expressions=[
                    (Span(F("person")), RangeOperators.OVERLAPS),
                    (Days(F("received_on"), F("released_on")), RangeOperators.OVERLAPS),
                ],
                condition=Q(received_on__isnull=False),
            ),
        )
        indexes = (models.Index(fields=["person", "received_on"], name="custody_by_person"),)


class PrisonStay(Personal):
    """Where within one period someone was held, and since when we know."""

    OPENS = Opens.JOURNEY

    period = models.ForeignKey(CustodyPeriod, models.PROTECT, related_name="stays")
    prison = models.ForeignKey("Prison", models.PROTECT, related_name="+")
    hall = models.CharField(max_length=40, blank=True)
    from_on = models.DateField(null=True)
    until_on = models.DateField(null=True)
    learnt_on = models.DateField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["period"], condition=Q(until_on__isnull=True), name="in_one_prison"),
        )
        indexes = (models.Index(fields=["prison", "until_on"], name="stay_by_prison"),)


class LiberationDate(Personal):
    """A liberation date as it was told, with the day it became known. A moved date is one more row."""

    OPENS = Opens.JOURNEY

    period = models.ForeignKey(CustodyPeriod, models.PROTECT, related_name="liberation_dates")
    kind = models.CharField(max_length=40, default="EDL")
    day = models.DateField()
    known_on = models.DateField()
    source = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ("known_on", "recorded_at")
        indexes = (models.Index(fields=["period", "known_on"], name="liberation_by_period"),)


class OffenceGroup(Personal):
    """The index offence group of a period. A category of its own: a mentor does not see it."""

    OPENS = Opens.OFFENDING

    period = models.OneToOneField(CustodyPeriod, models.PROTECT, related_name="offence_group")
    words = models.CharField(max_length=120)
