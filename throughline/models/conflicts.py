"""A worker knows somebody: the one fact that shuts a record to one worker, whatever any grant opens."""

from typing import Any, Self

from django.db import models
from django.db.models import Q

from throughline.domain.conflicts import Knows
from throughline.domain.vocabulary import IdentifierKind, Role
from throughline.models.ids import new_id
from throughline.policy.grants import Opens
from throughline.policy.standing import Standing


class ConflictQuerySet(models.QuerySet[Any]):
    """Declarations. No grant opens one: neither side is to learn of it."""

    def visible_to(self, standing: Standing, category: int | None = None) -> Self:
        """Keep those that the worker wrote down; all of them for whoever settles them."""
        del category
        if standing.service or standing.has(Role.RECORD_STEWARD, Role.DATA_PROTECTION_LEAD):
            return self
        return self.filter(declared_by=standing.worker)


class Conflict(models.Model):
    """One worker knows one person. While it lasts the record is not there for that worker.

    Somebody out of sight is named as the worker wrote them: `person` is empty until a record is found that is theirs.
    """

    OPENS = Opens.IDENTITY
    PERSON_COLUMN = "person"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    worker = models.ForeignKey("Worker", models.PROTECT, related_name="+")
    person = models.ForeignKey("Person", models.PROTECT, null=True, related_name="+")
    given_names = models.CharField(max_length=120, blank=True)  # whoever settles it need not see the record
    family_name = models.CharField(max_length=120, blank=True)
    birth_date = models.DateField(null=True)
    number_kind = models.CharField(max_length=8, choices=IdentifierKind.choices(), blank=True)
    number = models.CharField(max_length=40, blank=True)
    kind = models.CharField(max_length=12, choices=Knows.choices())
    words = models.TextField(blank=True)
    declared_by = models.ForeignKey("Worker", models.PROTECT, related_name="+")
    declared_on = models.DateField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey("Worker", models.PROTECT, null=True, related_name="+")

    objects = ConflictQuerySet.as_manager()

    @property
    def name(self) -> str:
        """The name as it was written, or the number."""
        return f"{self.given_names} {self.family_name}".strip() or f"{self.get_number_kind_display()} {self.number}"

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["worker", "person"],
                condition=Q(ended_at__isnull=True, person__isnull=False),
                name="conflict_once",
            ),
        )
        indexes = (
            models.Index(
                fields=["worker"], include=["person"], condition=Q(ended_at__isnull=True), name="conflict_of_worker"
            ),
            models.Index(fields=["person"], condition=Q(ended_at__isnull=True), name="conflict_about_person"),
        )
