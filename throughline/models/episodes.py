"""An episode: one person in one programme, once. Its dates are set by the actions that add the facts."""

from django.db import models
from django.db.models import Case, Q, Value, When

from throughline.domain.vocabulary import Part, Stage
from throughline.models.sight import Personal
from throughline.policy.grants import Opens

STAGE = Case(
    When(ended_on__isnull=False, then=Value(Stage.MOVED_ON.value)),
    When(custody_since__isnull=False, then=Value(Stage.IN_CUSTODY.value)),
    When(signed_up_on__isnull=False, first_contact_at__isnull=False, then=Value(Stage.ENGAGED.value)),
    When(released_on__isnull=False, signed_up_on__isnull=False, then=Value(Stage.RELEASED.value)),
    When(plan_agreed_on__isnull=False, then=Value(Stage.PLANNING.value)),
    When(signed_up_on__isnull=False, then=Value(Stage.SIGNED_UP.value)),
    When(declined_on__isnull=False, then=Value(Stage.DECLINED.value)),
    When(offered_on__isnull=False, then=Value(Stage.OFFERED.value)),
    default=Value(Stage.IDENTIFIED.value),
)


class Episode(Personal):
    """One engagement. Somebody owns it, always.

    `stage` is generated from the dates of this row alone; `throughline rebuild --check` recomputes the dates from the
    facts. `released_on` and `custody_since` follow from custody as `domain/whereabouts.py` says; `first_contact_at` is
    the first contact in the community since the release or the sign-up, whichever came later.
    """

    OPENS = Opens.JOURNEY

    programme = models.ForeignKey("Programme", models.PROTECT, related_name="+")
    owner = models.ForeignKey("Worker", models.PROTECT, related_name="+")
    team = models.ForeignKey("Team", models.PROTECT, null=True, related_name="+")
    identified_on = models.DateField()
    identified_how = models.CharField(
        max_length=10,
        choices=[
            ("list", "on a list"),
            ("referred", "sent by someone"),
            ("asked", "asked for it"),
            ("brought", "with us before"),
        ],
    )
    offered_on = models.DateField(null=True)
    declined_on = models.DateField(null=True)
    signed_up_on = models.DateField(null=True)
    plan_agreed_on = models.DateField(null=True)
    released_on = models.DateField(null=True)
    first_contact_at = models.DateTimeField(null=True)
    last_contact_at = models.DateTimeField(null=True)
    custody_since = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    stage = models.GeneratedField(expression=STAGE, output_field=models.CharField(max_length=12), db_persist=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["person", "programme"], condition=Q(ended_on__isnull=True), name="one_open_episode"
            ),
        )
        indexes = (
            models.Index(fields=["owner", "stage"], name="episode_by_owner"),
            models.Index(fields=["person"], name="episode_by_person"),
            models.Index(fields=["stage", "last_contact_at"], name="episode_by_last_contact"),
        )

    @property
    def at(self) -> Stage:
        """The stage as a member of its list."""
        return Stage(self.stage)


class Assignment(Personal):
    """Who plays which part for a person, from when until when. Ending it ends the grant that rests on it."""

    OPENS = Opens.JOURNEY

    episode = models.ForeignKey(Episode, models.PROTECT, related_name="assignments")
    worker = models.ForeignKey("Worker", models.PROTECT, related_name="assignments")
    part = models.CharField(max_length=12, choices=Part.choices())
    from_on = models.DateField()
    until_on = models.DateField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["episode", "worker", "part"], condition=Q(until_on__isnull=True), name="assigned_once"
            ),
        )
        indexes = (models.Index(fields=["worker", "until_on"], name="assignment_by_worker"),)


# Offered and not answered, or accepted for a day that has not come: until then the giver owns the record.
WAITS = models.Q(withdrawn_at__isnull=True) & (
    models.Q(answered_at__isnull=True) | models.Q(accepted=True, in_force_on__isnull=True)
)


class Handover(Personal):
    """Looking after a record, offered by one worker to another. Until it is accepted the giver owns it."""

    OPENS = Opens.JOURNEY

    episode = models.ForeignKey(Episode, models.PROTECT, related_name="handovers")
    giver = models.ForeignKey("Worker", models.PROTECT, related_name="+")
    receiver = models.ForeignKey("Worker", models.PROTECT, related_name="+")
    part = models.CharField(max_length=12, choices=Part.choices(), default=Part.MENTOR)
    offered_at = models.DateTimeField()
    starts_on = models.DateField()
    words = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)
    accepted = models.BooleanField(null=True)
    answer_words = models.TextField(blank=True)
    withdrawn_at = models.DateTimeField(null=True)
    in_force_on = models.DateField(null=True)  # the day the receiver became the owner
    # Set where the giver could not act and the lead took over without being asked: reminded each working day.
    stands_in = models.BooleanField(default=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["episode"],
                condition=Q(answered_at__isnull=True, withdrawn_at__isnull=True),
                name="one_handover_open",
            ),
        )
        indexes = (models.Index(fields=["receiver", "answered_at"], name="handover_by_receiver"),)


class Ending(Personal):
    """How an episode ended, and when it was picked up again if it was."""

    OPENS = Opens.JOURNEY

    episode = models.ForeignKey(Episode, models.PROTECT, related_name="endings")
    reason = models.ForeignKey("Code", models.PROTECT, related_name="+")
    ended_on = models.DateField()
    summary = models.TextField(blank=True)
    by = models.ForeignKey("Worker", models.PROTECT, related_name="+")
    reopened_on = models.DateField(null=True)
    reopened_by = models.ForeignKey("Worker", models.PROTECT, null=True, related_name="+")


class ClockExemption(Personal):
    """Why a clock does not count for someone, and whether the cause lay with the person or the service."""

    OPENS = Opens.JOURNEY

    episode = models.ForeignKey(Episode, models.PROTECT, related_name="exemptions")
    standard = models.CharField(max_length=40)
    starts_at = models.DateTimeField(null=True)  # of the clock that is exempt; null: all of this standard
    reason = models.ForeignKey("Code", models.PROTECT, related_name="+")
    on = models.DateField()
    by = models.ForeignKey("Worker", models.PROTECT, related_name="+")
