"""A programme: who it is for, its words, its clocks, what it asks consent to. Rows, each dated, each editable."""

from datetime import date
from uuid import UUID

from django.db import models
from django.db.models import Q

from throughline.domain.calendar import Length
from throughline.domain.contact import TryRule
from throughline.domain.desk import WeightRule
from throughline.domain.statements import REVIEW
from throughline.domain.vocabulary import ConsentPurpose
from throughline.models.organisations import Dated, ends_after_it_starts


class Programme(Dated):
    """What a person joins."""

    name = models.CharField(max_length=120)
    mentor_word = models.CharField(max_length=40, default="mentor")  # or "life coach"
    participant_word = models.CharField(max_length=40, default="participant")  # or "customer"

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["name"], condition=Q(until_on__isnull=True), name="programme_name_once"),
            ends_after_it_starts("programme_dates"),
        )


class EligibilityRule(Dated):
    """One rule of who can join: a kind that `domain/eligibility.py` knows, with its numbers as data."""

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="eligibility_rules")
    kind = models.CharField(max_length=40)
    numbers = models.JSONField(default=dict)
    source = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["programme", "kind"], condition=Q(until_on__isnull=True), name="eligibility_rule_once"
            ),
            ends_after_it_starts("eligibility_rule_dates"),
        )


class StandardRow(Dated):
    """One clock of a programme, as `domain/clocks.py` reads it."""

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="standards")
    code = models.CharField(max_length=40)
    words = models.CharField(max_length=200)
    amount = models.PositiveIntegerField()
    unit = models.CharField(
        max_length=14,
        choices=[("hours", "hours"), ("days", "days"), ("working_days", "working days"), ("weeks", "weeks")],
    )
    numbers = models.JSONField(default=dict)  # further parameters of this standard
    source = models.CharField(max_length=200, blank=True)

    @property
    def length(self) -> Length:
        """How long it is."""
        return Length(self.amount, self.unit)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["programme", "code"], condition=Q(until_on__isnull=True), name="standard_once"
            ),
            ends_after_it_starts("standard_dates"),
        )


def try_rule(programme: UUID, *, on: date) -> TryRule:
    """Return how many tries a programme asks for before anyone is given up on (1 query)."""
    row = StandardRow.objects.on(on).filter(programme=programme, code="tries").first()
    if row is None:
        return TryRule()
    return TryRule(tries=row.numbers.get("tries", 3), ways=row.numbers.get("ways", 2), days=row.length.whole_days)


def statement_review(programme: UUID | None, *, on: date) -> Length:
    """Return after how long a programme looks at a safety statement again (1 query). Without a row: as shipped."""
    row = StandardRow.objects.on(on).filter(programme=programme, code="statement").first() if programme else None
    return row.length if row is not None else REVIEW


def weight_rule(programme: UUID, *, on: date) -> WeightRule:
    """Return how a programme weighs people on the lead's desk (1 query). Without a row: as shipped."""
    row = StandardRow.objects.on(on).filter(programme=programme, code="weight").first()
    return WeightRule(near=row.length, **row.numbers) if row is not None else WeightRule()


class ConsentWording(Dated):
    """The words someone agrees to. A new wording is a new version; the old one stays with those who agreed to it."""

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="consent_wordings")
    purpose = models.CharField(max_length=12, choices=ConsentPurpose.choices())
    number = models.PositiveIntegerField()
    words = models.TextField()
    needed_to_sign_up = models.BooleanField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["programme", "purpose", "number"], name="consent_wording_once"),
            ends_after_it_starts("consent_wording_dates"),
        )


class PackContent(Dated):
    """What a liberation pack of this programme holds."""

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="pack_contents")
    what = models.CharField(max_length=120)
    pence = models.PositiveIntegerField(null=True, blank=True)
    has_serial = models.BooleanField(default=False)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("order",)
        constraints = (ends_after_it_starts("pack_content_dates"),)
