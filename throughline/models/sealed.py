"""A record that is shut to everyone but a few named workers, whatever any grant opens."""

from typing import Any, Self

from django.db import models
from django.db.models import Q

from throughline.domain.sealed import SealKind
from throughline.domain.vocabulary import Role
from throughline.models.ids import new_id
from throughline.policy.grants import EVERYTHING, Opens
from throughline.policy.standing import Standing


class SealQuerySet(models.QuerySet[Any]):
    """Seals, and who is named on them."""

    def visible_to(self, standing: Standing, category: int | None = None) -> Self:
        """Keep all for the data protection lead, who sets them, and none for anybody else."""
        del category
        return self if standing.service or standing.has(Role.DATA_PROTECTION_LEAD) else self.none()

    def in_force(self) -> Self:
        """Keep what has not ended."""
        return self.filter(ended_at__isnull=True)


class Seal(models.Model):
    """What a seal takes from every grant on one person, but for those named. It ends when somebody ends it."""

    OPENS = Opens.IDENTITY
    PERSON_COLUMN = "person"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey("Person", models.PROTECT, related_name="+")
    name = models.CharField(max_length=250)  # whoever sets it need not see the record
    kind = models.CharField(max_length=12, choices=SealKind.choices())
    opens = models.PositiveSmallIntegerField(default=EVERYTHING)  # the kinds of information that it shuts
    because = models.TextField()
    set_by = models.ForeignKey("Worker", models.PROTECT, related_name="+")
    from_on = models.DateField()
    review_on = models.DateField()
    set_at = models.DateTimeField(db_default=models.functions.Now(), editable=False)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey("Worker", models.PROTECT, null=True, related_name="+")
    ended_because = models.TextField(blank=True)

    objects = SealQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["person", "opens"], condition=Q(ended_at__isnull=True), name="record_sealed_once"
            ),
            models.CheckConstraint(name="seal_shuts_something", condition=Q(opens__gte=1, opens__lte=EVERYTHING)),
        )
        indexes = (
            models.Index(
                fields=["person"], include=["opens"], condition=Q(ended_at__isnull=True), name="seal_of_person"
            ),
        )


class SealHolder(models.Model):
    """A worker who is named on a seal: it takes nothing from what is open to them."""

    OPENS = Opens.IDENTITY
    PERSON_COLUMN = "person"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    seal = models.ForeignKey(Seal, models.PROTECT, related_name="holders")
    person = models.ForeignKey("Person", models.PROTECT, related_name="+")
    worker = models.ForeignKey("Worker", models.PROTECT, related_name="+")
    named_by = models.ForeignKey("Worker", models.PROTECT, related_name="+")
    from_on = models.DateField()
    ended_at = models.DateTimeField(null=True)

    objects = SealQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["seal", "worker"], condition=Q(ended_at__isnull=True), name="seal_names_once"
            ),
        )
