"""The partnership, its organisations and teams, the prisons it works in. Dated: an ended row is never deleted."""

from django.db import models
from django.db.models import ExpressionWrapper, F, Q, Value

from throughline.domain.vocabulary import Nation, OrganisationKind
from throughline.models.ids import new_id


class DatedQuerySet(models.QuerySet):
    """Rows that hold from one day until another."""

    def on(self, day):
        """Keep the rows in force on that day. `until_on` is the last day; one before its first, and it holds on none."""
        return self.filter(from_on__lte=day).filter(Q(until_on__isnull=True) | Q(until_on__gte=day))


class Dated(models.Model):
    """A row in force from a day until a last day, or until further notice."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = DatedQuerySet.as_manager()

    class Meta:
        abstract = True


def ends_after_it_starts(name: str) -> models.CheckConstraint:
    """Make the constraint that a dated row's last day is not before its first.

    But for one that was put right on the day it began: its last day is the day before, so that it holds on no day.
    """
    day_before = ExpressionWrapper(F("from_on") - Value(1), output_field=models.DateField())
    return models.CheckConstraint(name=name, condition=Q(until_on__isnull=True) | Q(until_on__gte=day_before))


class Partnership(models.Model):
    """The partnership that runs this installation: one row."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    name = models.CharField(max_length=120)
    nation = models.CharField(max_length=20, choices=Nation.choices())
    set_up_on = models.DateField()
    # Everyone in a demonstration can be signed in as by a link: the mark is in the data, so that no setting opens a real one.
    demonstration = models.BooleanField(default=False)
    demonstration_ready_at = models.DateTimeField(null=True)  # empty: it was broken off while it was being made
    finished_setup_on = models.DateField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = (models.CheckConstraint(name="one_partnership", condition=Q(id=1)),)


class Organisation(Dated):
    """A partner."""

    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=20, choices=OrganisationKind.choices())

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["name"], condition=Q(until_on__isnull=True), name="organisation_name_once"),
            ends_after_it_starts("organisation_dates"),
        )
        ordering = ("name",)


class Team(Dated):
    """An area team of an organisation."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="teams")
    name = models.CharField(max_length=120)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["organisation", "name"], condition=Q(until_on__isnull=True), name="team_name_once"
            ),
            ends_after_it_starts("team_dates"),
        )
        ordering = ("name",)


class TeamArea(Dated):
    """A council area that a team serves."""

    team = models.ForeignKey(Team, models.PROTECT, related_name="areas")
    council = models.ForeignKey("Council", models.PROTECT, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["council"], condition=Q(until_on__isnull=True), name="council_has_one_team"
            ),
            ends_after_it_starts("team_area_dates"),
        )


class TeamDuty(Dated):
    """Who leads a team, and to whom a sign-up from its area is offered."""

    team = models.ForeignKey(Team, models.PROTECT, related_name="duties")
    lead = models.ForeignKey("Worker", models.PROTECT, related_name="+")
    duty_worker = models.ForeignKey("Worker", models.PROTECT, related_name="+")
    deputy = models.ForeignKey("Worker", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["team"], condition=Q(until_on__isnull=True), name="team_has_one_duty"),
            ends_after_it_starts("team_duty_dates"),
        )


class PrisonService(Dated):
    """A prison switched on: the partnership works there, and people on its lists go to its duty coach."""

    prison = models.ForeignKey("Prison", models.PROTECT, related_name="services")
    team = models.ForeignKey(Team, models.PROTECT, related_name="+")  # whose lead stands in when nobody else can
    duty_coach = models.ForeignKey("Worker", models.PROTECT, related_name="+")
    deputy = models.ForeignKey("Worker", models.PROTECT, null=True, blank=True, related_name="+")
    gate_desk = models.CharField(max_length=60, blank=True)  # phone
    followed_on = models.DateField(null=True, editable=False)  # when those who waited went to its coach
    gate_words = models.CharField(max_length=200, blank=True)  # "main gate, Lee Avenue"

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["prison"], condition=Q(until_on__isnull=True), name="prison_on_once"),
            ends_after_it_starts("prison_service_dates"),
        )
