"""Printed sheets: a number, whose, for which day; who stands on each line under which code; what was entered afterwards."""

from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import connection, models
from django.db.models import Exists, F, Max, OuterRef, Q

from throughline.domain.sheets import Done, Fate, Kind, NotSeen, Purpose
from throughline.models.ids import new_id
from throughline.models.organisations import PrisonService
from throughline.models.sight import Personal
from throughline.models.workers import Post
from throughline.policy.grants import Opens
from throughline.policy.standing import Standing


class SheetQuerySet(models.QuerySet["Sheet"]):
    """Sheets, in words of the work."""

    def open_to(self, standing: Standing) -> "SheetQuerySet":
        """Keep a worker's own sheets, and those of workers whose team or organisation they see, as posts were on its day.

        So a sheet of somebody who has left does not get lost: whoever led them then, or follows in that, still sees it.
        """
        led = Post.objects.filter(Q(team__in=standing.keys) | Q(organisation__in=standing.keys, team=None)).filter(
            Q(until_on=None) | Q(until_on__gte=OuterRef("day")), worker=OuterRef("holder"), from_on__lte=OuterRef("day")
        )
        # A prison's coach is in no team: whoever leads the team that works there stands in for them.
        here = PrisonService.objects.filter(Q(until_on=None) | Q(until_on__gte=OuterRef("day"))).filter(
            team__in=standing.keys, prison=OuterRef("prison"), from_on__lte=OuterRef("day")
        )
        return self.filter(Q(holder=standing.worker) | Q(made_by=standing.worker) | Exists(led) | Exists(here))

    def out(self) -> "SheetQuerySet":
        """Keep those that were printed and are not back."""
        return self.filter(issued_at__isnull=False, returned_at__isnull=True)

    def overdue(self, *, on: date) -> "SheetQuerySet":
        """Keep those that should have been back before a day."""
        return self.out().filter(due_on__lt=on)


class Sheet(models.Model):
    """A sheet of paper. It names nobody: who stands on it is in its lines, which sight guards.

    Its codes stand here too, so that one can be told from a mistyped one where its line is not in sight.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.PositiveIntegerField(unique=True)
    kind = models.CharField(max_length=10, choices=Kind.choices())
    prison = models.ForeignKey("Prison", models.PROTECT, null=True, related_name="+")
    day = models.DateField()
    until_on = models.DateField()
    holder = models.ForeignKey("Worker", models.PROTECT, related_name="+")
    codes = ArrayField(models.CharField(max_length=6))
    made_by = models.ForeignKey("Worker", models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    issued_at = models.DateTimeField(null=True)  # empty: made ahead, and never printed that we know of
    due_on = models.DateField()
    returned_at = models.DateTimeField(null=True)
    returned_by = models.ForeignKey("Worker", models.PROTECT, null=True, related_name="+")
    fate = models.CharField(max_length=10, choices=Fate.choices(), blank=True)
    kept_where = models.CharField(max_length=120, blank=True)

    objects = SheetQuerySet.as_manager()

    class Meta:
        ordering = ("-number",)
        indexes = (
            GinIndex(fields=["codes"], name="sheet_codes"),
            models.Index(fields=["holder"], name="sheet_by_holder"),
        )
        constraints = (
            models.CheckConstraint(name="sheet_days", condition=Q(until_on__gte=F("day")) & Q(due_on__gte=F("until_on"))),
            models.CheckConstraint(
                name="sheet_of_a_prison", condition=Q(kind=Kind.PRISON.value, prison__isnull=False) | Q(kind=Kind.EMERGENCY.value, prison__isnull=True),
            ),
            models.CheckConstraint(
                name="sheet_returned_by_somebody",
                condition=Q(returned_at__isnull=True, returned_by__isnull=True, fate="")
                | (Q(returned_at__isnull=False, returned_by__isnull=False) & ~Q(fate="")),
            ),
        )  # fmt: skip

    @property
    def days(self) -> list[date]:
        """The days that it is for."""
        return [date.fromordinal(one) for one in range(self.day.toordinal(), self.until_on.toordinal() + 1)]


class SheetLine(Personal):
    """One person's line on a sheet, as it was printed."""

    OPENS = Opens.JOURNEY

    sheet = models.ForeignKey(Sheet, models.PROTECT, related_name="lines")
    episode = models.ForeignKey("Episode", models.PROTECT, related_name="+")
    place = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=6, unique=True)
    purpose = models.CharField(max_length=12, choices=Purpose.choices())
    hall = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField(null=True)
    appointment = models.ForeignKey("Appointment", models.PROTECT, null=True, related_name="+")
    gate = models.ForeignKey("GateMeeting", models.PROTECT, null=True, related_name="+")
    steps = ArrayField(models.UUIDField(), default=list)  # of the plan, in the order in which they were printed

    class Meta:
        ordering = ("place",)
        constraints = (models.UniqueConstraint(fields=["sheet", "place"], name="sheet_place_once"),)


class SheetEntry(Personal):
    """What was entered of a line: once, by one worker. What came of it is in the notes, answers and plans themselves."""

    OPENS = Opens.JOURNEY

    line = models.OneToOneField(SheetLine, models.PROTECT, related_name="entry")
    what = models.CharField(max_length=10, choices=Done.choices())
    why = models.CharField(max_length=12, choices=NotSeen.choices(), blank=True)
    by = models.ForeignKey("Worker", models.PROTECT, related_name="+")
    note = models.ForeignKey("Note", models.PROTECT, null=True, related_name="+")
    entered_at = models.DateTimeField()


def next_number() -> int:
    """Return the number of the next sheet: each waits here for the one before, so that no number is left out."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('throughline.sheet'))")
    return int(Sheet.objects.aggregate(last=Max("number"))["last"] or 0) + 1
