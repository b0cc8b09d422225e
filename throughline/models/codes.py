"""Code lists: versioned, retired, never deleted, so that old years stay comparable."""

from django.db import models
from django.db.models import Q


class CodeList(models.Model):
    """A list of answers that the partnership may change."""

    name = models.CharField(max_length=30, primary_key=True)
    words = models.CharField(max_length=120)
    number = models.PositiveIntegerField(default=1)  # the version in force

    class Meta:
        ordering = ("words",)


class CodeVersion(models.Model):
    """One version of a list: what changed, when, by whom."""

    list = models.ForeignKey(CodeList, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    from_on = models.DateField()
    what_changed = models.TextField()
    by = models.ForeignKey("Worker", models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("-number",)
        constraints = (models.UniqueConstraint(fields=["list", "number"], name="code_version_once"),)


class CodeQuerySet(models.QuerySet["Code"]):
    """Codes, in words of the work."""

    def offered(self, name: str) -> "CodeQuerySet":
        """Keep the codes of a list that may be chosen now, in their order."""
        return self.filter(list=name, retired_version__isnull=True).order_by("order", "words")


class Code(models.Model):
    """One answer on a list. `traits` are what rules read: a result that `happened`, an ending that was `planned`."""

    list = models.ForeignKey(CodeList, models.PROTECT, related_name="codes")
    code = models.CharField(max_length=40)
    words = models.CharField(max_length=160)
    traits = models.JSONField(default=dict)
    order = models.PositiveSmallIntegerField(default=0)
    since_version = models.PositiveIntegerField(default=1)
    retired_version = models.PositiveIntegerField(null=True)
    becomes = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")  # the crosswalk to a later list

    objects = CodeQuerySet.as_manager()

    class Meta:
        ordering = ("order", "words")
        constraints = (
            models.UniqueConstraint(fields=["list", "code"], name="code_once"),
            models.CheckConstraint(
                name="code_retired_after_it_came",
                condition=Q(retired_version__isnull=True) | Q(retired_version__gt=models.F("since_version")),
            ),
        )
