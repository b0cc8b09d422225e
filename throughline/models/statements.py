"""Safety statements: for one person and one setting, in versions, each kept as it was written."""

from datetime import date
from typing import Any, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import ExpressionWrapper, Q

from throughline.domain.statements import PARTS, Place
from throughline.models.grants import Grant, IsTrue, people_in_sight
from throughline.models.ids import new_id
from throughline.models.sight import Personal, PersonalQuerySet
from throughline.models.workers import Post
from throughline.policy.grants import Basis, Opens
from throughline.policy.standing import Standing


class StatementQuerySet(PersonalQuerySet):
    """Safety statements, in words of the work."""

    def standing(self) -> Self:
        """Keep the latest version of each that was not ended."""
        return self.filter(replaced_on__isnull=True, ended_on__isnull=True)

    def meant_for(self, standing: Standing, *, on: date) -> Self:
        """Keep those written for a worker: all about people on whose record they may write; else those that stand, for
        the organisation where they have a post. What one setting must know is not told to another, but in an emergency.

        It narrows `visible_to`, which both locks ask; by itself it opens nothing.
        """
        own = Post.objects.held(on).filter(worker=standing.worker).values("organisation")
        broken = Grant.objects.held_by(standing).in_force().filter(basis=Basis.BREAK_GLASS).values("person_id")
        theirs = Q(replaced_on__isnull=True, ended_on__isnull=True) & (Q(organisation__in=own) | Q(person__in=broken))
        ids = people_in_sight(standing, Opens.WORK)
        if ids is not None:
            return self.filter(theirs | Q(person__in=ids))
        people = Grant.objects.held_by(standing).in_force().opening(Opens.WORK).order_by().values("person_id")
        worked = IsTrue(ExpressionWrapper(Q(person__in=people), output_field=models.BooleanField()))
        return self.filter(theirs | Q(worked))


class SafetyStatement(Personal):
    """One version of what a setting must know to keep everyone safe. `line` is the same in every version.

    Its words never change: a change is the next version. Only what became of it is filled in later.
    """

    OPENS = Opens.SAFETY

    line = models.UUIDField(default=new_id)
    version = models.PositiveIntegerField()
    organisation = models.ForeignKey("Organisation", models.PROTECT, null=True, related_name="+")
    setting = models.CharField(max_length=120, blank=True)  # in words: which session, or somewhere that is no partner
    place = models.CharField(max_length=12, choices=Place.choices())
    # The parts: see domain/statements.py.
    pattern = models.TextField()
    at_risk = models.TextField()
    more_likely = models.TextField()
    less_likely = models.TextField()
    in_place = ArrayField(models.CharField(max_length=16), default=list)
    controls = models.TextField(blank=True)
    if_worried = models.TextField()
    source = models.CharField(max_length=200)
    written_on = models.DateField()
    review_on = models.DateField()
    author = models.ForeignKey("Worker", models.PROTECT, related_name="+")
    read_together = models.BooleanField(default=False)
    # The four tests, as they were answered when it was saved.
    relevant = models.CharField(max_length=3)
    necessary = models.CharField(max_length=3)
    harmful = models.CharField(max_length=3)
    sayable = models.CharField(max_length=3)
    reworded = ArrayField(
        models.CharField(max_length=12), default=list
    )  # the tests that failed until the words changed
    # What became of it.
    replaced_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    ended_by = models.ForeignKey("Worker", models.PROTECT, null=True, related_name="+")
    ended_because = models.TextField(blank=True)

    objects = StatementQuerySet.as_manager()

    class Meta:
        ordering = ("-version",)
        indexes = (models.Index(fields=["person"], name="statement_by_person"),)
        constraints = (
            models.UniqueConstraint(fields=["line", "version"], name="statement_version_once"),
            models.UniqueConstraint(
                fields=["line"], condition=Q(replaced_on__isnull=True), name="statement_has_one_latest_version"
            ),
            models.CheckConstraint(
                name="statement_is_for_somewhere", condition=Q(organisation__isnull=False) | ~Q(setting="")
            ),
            models.CheckConstraint(
                name="statement_passed_its_tests",
                condition=Q(relevant="yes", necessary="yes", harmful="no", sayable="yes"),
            ),
            models.CheckConstraint(
                name="statement_ended_by_somebody_for_a_reason",
                condition=Q(ended_on__isnull=True, ended_by__isnull=True, ended_because="")
                | (Q(ended_on__isnull=False, ended_by__isnull=False) & ~Q(ended_because="")),
            ),
        )

    @property
    def for_whom(self) -> str:
        """Whom it is for: the organisation and what was written of the setting."""
        return ", ".join(part for part in (self.organisation.name if self.organisation else "", self.setting) if part)

    def parts(self) -> dict[str, Any]:
        """Return its words by part."""
        return {part.name: getattr(self, part.name) for part in PARTS}
