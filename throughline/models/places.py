"""Places and days that are facts of the country: councils, prisons, holidays. Shipped as data with their source."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from throughline.domain.vocabulary import Nation


class Council(models.Model):
    """A council area."""

    code = models.CharField(max_length=12, primary_key=True)
    name = models.CharField(max_length=80)
    nation = models.CharField(max_length=20, choices=Nation.choices())
    old_codes = ArrayField(models.CharField(max_length=12), default=list)
    added_on = models.DateField(null=True)  # empty: shipped. Else the partnership added it, under a code of its own

    class Meta:
        ordering = ("name",)


class Prison(models.Model):
    """A prison on the shipped list."""

    code = models.CharField(max_length=12, primary_key=True)
    name = models.CharField(max_length=80)  # "HMP Barlinnie"
    short_name = models.CharField(max_length=60)  # "Barlinnie"
    address = models.TextField(blank=True)
    town = models.CharField(max_length=60, blank=True)
    postcode = models.CharField(max_length=10, blank=True)
    nation = models.CharField(max_length=20, choices=Nation.choices())
    opened_on = models.DateField(null=True)
    closed_on = models.DateField(null=True)
    also_called = ArrayField(models.CharField(max_length=80), default=list)

    class Meta:
        ordering = ("short_name",)


class Holiday(models.Model):
    """A public holiday of a nation, or of one council area of it."""

    nation = models.CharField(max_length=20, choices=Nation.choices())
    day = models.DateField()
    name = models.CharField(max_length=80)
    council = models.ForeignKey(Council, models.PROTECT, null=True, blank=True, related_name="+")
    added_on = models.DateField(null=True)  # empty: shipped. Else the partnership added it

    class Meta:
        ordering = ("day",)
        constraints = (
            models.UniqueConstraint(fields=["nation", "day", "council"], nulls_distinct=False, name="holiday_once"),
        )
