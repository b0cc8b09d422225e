"""The plan: versions, each kept; goals in the person's words; actions with who and by when."""

from django.db import models
from django.db.models import Q

from throughline.domain.vocabulary import Way, Who
from throughline.models.ids import new_id
from throughline.models.sight import Personal
from throughline.policy.grants import Opens


class Plan(Personal):
    """One version of a plan. Agreed by both, it no longer changes; the next version starts as its copy."""

    OPENS = Opens.PLAN

    episode = models.ForeignKey("Episode", models.PROTECT, related_name="plans")
    number = models.PositiveIntegerField()
    started_on = models.DateField()
    by = models.ForeignKey("Worker", models.PROTECT, related_name="+")
    agreed_on = models.DateField(null=True)
    agreed_way = models.CharField(max_length=8, choices=Way.choices(), blank=True)
    agreed_by = models.ForeignKey("Worker", models.PROTECT, null=True, related_name="+")
    archived_on = models.DateField(null=True)
    archive_reason = models.ForeignKey("Code", models.PROTECT, null=True, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("number",)
        constraints = (
            models.UniqueConstraint(fields=["episode", "number"], name="plan_number_once"),
            models.UniqueConstraint(
                fields=["episode"], condition=Q(agreed_on__isnull=True, archived_on__isnull=True), name="one_draft_plan"
            ),
        )


class Goal(Personal):
    """What someone wants, in their words. `line` is the same in every version, so that versions can be compared."""

    OPENS = Opens.PLAN

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="goals")
    line = models.UUIDField(default=new_id)
    words = models.TextField()
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("order", "id")


class GoalAction(Personal):
    """One step towards a goal."""

    OPENS = Opens.PLAN

    goal = models.ForeignKey(Goal, models.PROTECT, related_name="actions")
    line = models.UUIDField(default=new_id)
    what = models.TextField()
    who = models.CharField(max_length=12, choices=Who.choices())
    who_words = models.CharField(max_length=120, blank=True)  # which agency
    by_on = models.DateField(null=True)
    done_on = models.DateField(null=True)
    done_by = models.ForeignKey("Worker", models.PROTECT, null=True, related_name="+")
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("order", "id")
