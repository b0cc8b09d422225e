"""A record opened in an emergency, and what was found when somebody else looked into it."""

from typing import Any, Self
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import connection, models
from django.db.models import Q

from throughline.domain.emergencies import LONGEST, Finding, Reason
from throughline.domain.vocabulary import Role
from throughline.models.ids import new_id
from throughline.policy.grants import Opens
from throughline.policy.standing import Standing


class BreakGlassQuerySet(models.QuerySet[Any]):
    """Emergencies."""

    def visible_to(self, standing: Standing, category: int | None = None) -> Self:
        """Keep the worker's own and those they were asked to look into; all for the data protection lead."""
        del category
        if standing.service or standing.has(Role.DATA_PROTECTION_LEAD):
            return self
        return self.filter(Q(worker=standing.worker) | Q(asked__contains=[standing.worker]))


class BreakGlass(models.Model):
    """One worker opened one record for two hours at most. Written by `sec.break_glass` alone, before anything is shown."""

    OPENS = Opens.IDENTITY
    PERSON_COLUMN = "person"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey("Person", models.PROTECT, related_name="+")
    name = models.CharField(max_length=250)  # whoever looks into it need not see the record
    worker = models.ForeignKey("Worker", models.PROTECT, related_name="+")
    reason = models.CharField(max_length=12, choices=Reason.choices())
    words = models.TextField()
    began_at = models.DateTimeField()
    until = models.DateTimeField()
    due_on = models.DateField()
    asked = ArrayField(models.UUIDField(), default=list)  # the workers who were asked to look into it, in turn
    asked_on = models.DateField()
    reviewed_at = models.DateTimeField(null=True)
    reviewed_by = models.ForeignKey("Worker", models.PROTECT, null=True, related_name="+")
    finding = models.CharField(max_length=8, choices=Finding.choices(), blank=True)
    review_words = models.TextField(blank=True)

    objects = BreakGlassQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="glass_for_two_hours_at_most",
                condition=Q(until__gt=models.F("began_at"))
                & Q(until__lte=models.F("began_at") + models.Value(LONGEST)),
            ),
            models.CheckConstraint(
                name="glass_reviewed_by_somebody_else",
                condition=Q(reviewed_at__isnull=True, reviewed_by__isnull=True, finding="")
                | Q(reviewed_at__isnull=False, reviewed_by__isnull=False)
                & ~Q(finding="")
                & ~Q(review_words="")
                & ~Q(reviewed_by=models.F("worker")),
            ),
        )
        indexes = (
            models.Index(fields=["due_on"], condition=Q(reviewed_at__isnull=True), name="glass_waits"),
            models.Index(fields=["worker"], name="glass_of_worker"),
        )


_BREAK = "SELECT came, who FROM sec.break_glass(%s, %s, %s::text[], %s::text[], %s, %s, %s, %s, %s, %s, %s)"


def break_glass(
    *, row: UUID, grant: UUID, kinds: list[str], numbers: list[str], given: str, family: str, birth: Any, reason: str,
    words: str, minutes: int, due_on: Any,
) -> tuple[str, UUID | None]:  # fmt: skip
    """Ask the database to open one record to whoever asks. Returns what came of it, and the person where it opened.

    The database finds the person, checks everything and writes both rows by itself: nothing else may.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            _BREAK,
            [row, grant, kinds, numbers, given.strip(), family.strip(), birth, reason, words, minutes, due_on],
        )
        came, who = cursor.fetchone()
    return came, who
