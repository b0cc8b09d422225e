"""Sets of figures: counted at a moment, about nobody, kept for good. What small numbers they hold lies in a table that is shut."""

from django.db import models

from throughline.models.ids import new_id


class FigureSet(models.Model):
    """Every figure as it was counted once: from which day's records, with the fingerprint of the rows it was made of.

    `body` holds counts, shares and intervals by the codes of `domain/figures.py`, without small numbers and what would give
    them away. `mark` is that of whose episodes they are. It names nobody. Old sets stay: a number that was shown can be
    found again.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    made_at = models.DateTimeField(db_default=models.functions.Now())
    data_on = models.DateField()
    fingerprint = models.CharField(max_length=64)
    mark = models.CharField(max_length=64)
    body = models.JSONField()

    class Meta:
        ordering = ("-made_at", "-id")
        indexes = (models.Index(fields=["-made_at"], name="figures_newest"),)


class WholeFigures(models.Model):
    """The same figures with every number, however small: a row that the database shows to whoever sees everyone in them."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    figures = models.OneToOneField(FigureSet, models.PROTECT, related_name="whole")
    body = models.JSONField()
