"""Cover: a colleague sees and works with a worker's people while they are away, and no longer."""

from django.db import models
from django.db.models import F, Q

from throughline.models.ids import new_id


class CoverQuerySet(models.QuerySet):
    """Cover, by day."""

    def on(self, day):
        """Keep what holds on a day."""
        return self.filter(from_on__lte=day, until_on__gte=day, ended_at__isnull=True)

    def to_come(self, day):
        """Keep what holds on a day or later."""
        return self.filter(until_on__gte=day, ended_at__isnull=True)


class Cover(models.Model):
    """One colleague stands in for one worker. The grants that rest on it end by themselves with its last day."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    worker = models.ForeignKey("Worker", models.PROTECT, related_name="+")
    colleague = models.ForeignKey("Worker", models.PROTECT, related_name="+")
    from_on = models.DateField()
    until_on = models.DateField()
    given_by = models.ForeignKey("Worker", models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)

    objects = CoverQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(name="cover_dates", condition=Q(until_on__gte=F("from_on"))),
            models.CheckConstraint(name="cover_is_by_another", condition=~Q(worker=F("colleague"))),
        )
