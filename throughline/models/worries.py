"""A worry or a crisis: seen by the one who wrote it and those it was sent to, and by nobody else."""

from datetime import date, datetime
from typing import Any, Self
from uuid import UUID

from django.db import models
from django.db.models import Exists, OuterRef, Q

from throughline.domain.vocabulary import Role
from throughline.domain.worries import Danger, Part, Told
from throughline.models.ids import new_id
from throughline.models.organisations import Dated, TeamDuty, ends_after_it_starts
from throughline.models.workers import Post, Worker
from throughline.policy.grants import Opens
from throughline.policy.standing import Standing


class SafeguardingDuty(Dated):
    """Who reads a team's worries first, and who stands in."""

    team = models.ForeignKey("Team", models.PROTECT, related_name="+")
    lead = models.ForeignKey("Worker", models.PROTECT, related_name="+")
    deputy = models.ForeignKey("Worker", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["team"], condition=Q(until_on__isnull=True), name="team_has_one_safeguarding_duty"
            ),
            ends_after_it_starts("safeguarding_duty_dates"),
        )


class HelpNumber(Dated):
    """A number to ring that this partnership added, or put in the place of one that came with the product."""

    who = models.CharField(max_length=80)
    number = models.CharField(max_length=30)
    when = models.CharField(max_length=120)
    source = models.CharField(max_length=200)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["who"], condition=Q(until_on__isnull=True), name="help_number_once"),
            ends_after_it_starts("help_number_dates"),
        )
        ordering = ("who",)


class WorryQuerySet(models.QuerySet[Any]):
    """Worries, of which a worker sees their own and those sent to them. No grant opens one."""

    def visible_to(self, standing: Standing, category: int | None = None) -> Self:
        """Keep those that the worker wrote or was sent."""
        del category
        sent = WorryReader.objects.filter(worry=OuterRef("pk"), worker=standing.worker)
        return self.filter(Q(author=standing.worker) | Exists(sent))

    def lying_unread_since(self, moment: datetime) -> Self:
        """Keep those that nobody opened since a moment: for the clock that passes them on."""
        return self.filter(opened_at__isnull=True, closed_at__isnull=True, passed_at__lte=moment)

    def waiting_or_again(self, on: date) -> Self:
        """Keep those that are open, and those closed ones whose day to look again has come."""
        return self.filter(Q(closed_at__isnull=True) | Q(review_on__lte=on))

    def to_look_at_again(self, on: date) -> Self:
        """Keep those closed ones whose day to look again has come."""
        return self.filter(closed_at__isnull=False, review_on__lte=on)


class OfWorryQuerySet(models.QuerySet[Any]):
    """Rows of a worry, seen by whoever sees the worry."""

    def visible_to(self, standing: Standing, category: int | None = None) -> Self:
        """Keep the rows of worries in sight."""
        del category
        return self.filter(worry__in=Worry.objects.visible_to(standing).values("pk"))


class Worry(models.Model):
    """What somebody saw or heard that worries them."""

    OPENS = Opens.SAFETY
    PERSON_COLUMN = "person"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    client_id = models.UUIDField(unique=True)
    person = models.ForeignKey("Person", models.PROTECT, null=True, related_name="+")
    # As its writer knew them: whoever reads a worry need not see that record, and must know whom it is about.
    name = models.CharField(max_length=200, blank=True)
    somebody = models.CharField(max_length=200, blank=True)  # in words, where it is nobody of the record
    child = models.BooleanField(default=False)
    words = models.TextField()
    danger = models.CharField(max_length=10, choices=Danger.choices())
    done = models.TextField(blank=True)
    team = models.ForeignKey("Team", models.PROTECT, null=True, related_name="+")
    author = models.ForeignKey("Worker", models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    passed_at = models.DateTimeField()  # when it last went to somebody
    opened_at = models.DateTimeField(null=True)  # when the first of them read it
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey("Worker", models.PROTECT, null=True, related_name="+")
    decision = models.TextField(blank=True)
    review_on = models.DateField(null=True)

    objects = WorryQuerySet.as_manager()

    class Meta:
        ordering = ("-written_at",)
        constraints = (
            models.CheckConstraint(
                name="worry_closed_by_somebody_with_a_decision",
                condition=Q(closed_at__isnull=True, closed_by__isnull=True)
                | (Q(closed_at__isnull=False, closed_by__isnull=False) & ~Q(decision="")),
            ),
        )


class WorryReader(models.Model):
    """Somebody to whom a worry was sent, and when they opened it."""

    OPENS = Opens.SAFETY
    PERSON_COLUMN = "person"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    worry = models.ForeignKey(Worry, models.PROTECT, related_name="readers")
    person = models.ForeignKey("Person", models.PROTECT, null=True, related_name="+")
    worker = models.ForeignKey("Worker", models.PROTECT, related_name="+")
    part = models.CharField(max_length=20, choices=Part.choices())
    sent_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)

    objects = OfWorryQuerySet.as_manager()

    class Meta:
        ordering = ("sent_at", "part")
        constraints = (models.UniqueConstraint(fields=["worry", "worker"], name="worry_sent_once"),)


class WorryTold(models.Model):
    """Somebody outside who was told of a worry. Append only."""

    OPENS = Opens.SAFETY
    PERSON_COLUMN = "person"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    worry = models.ForeignKey(Worry, models.PROTECT, related_name="told")
    person = models.ForeignKey("Person", models.PROTECT, null=True, related_name="+")
    who = models.CharField(max_length=20, choices=Told.choices())
    name = models.CharField(max_length=120, blank=True)
    told_at = models.DateTimeField()
    basis = models.CharField(max_length=200)
    by = models.ForeignKey("Worker", models.PROTECT, related_name="+")

    objects = OfWorryQuerySet.as_manager()

    class Meta:
        ordering = ("told_at",)


def chain_of(team: UUID | None, *, on: date) -> list[tuple[Part, list[UUID]]]:
    """Return through whose hands a team's worry goes, in order."""
    safe = SafeguardingDuty.objects.on(on).filter(team=team).first() if team else None
    duty = TeamDuty.objects.on(on).filter(team=team).first() if team else None
    named = [one for row in (safe, duty) if row for one in (row.lead_id, row.deputy_id) if one]
    gone = {one.pk for one in Worker.objects.filter(pk__in=named) if one.has_left(on)}

    def holding(role: Role) -> list[UUID]:
        return list(
            Post.objects.on(on).filter(role=role, worker__ended_on__isnull=True).order_by("worker__name").values_list("worker", flat=True)
        )  # fmt: skip

    leads = holding(Role.SAFEGUARDING_LEAD)
    return [
        # Where a team has named nobody who is still here, whoever holds the role reads first: a worry never waits for set-up.
        (Part.SAFEGUARDING, [safe.lead_id] if safe and safe.lead_id not in gone else leads),
        (Part.DUTY, [duty.lead_id] if duty and duty.lead_id not in gone else []),
        (Part.DEPUTY, [row.deputy_id for row in (safe, duty) if row and row.deputy_id and row.deputy_id not in gone]),
        (Part.ANY_LEAD, leads),
        (Part.COORDINATOR, holding(Role.COORDINATOR)),
    ]
