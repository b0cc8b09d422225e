"""Agreements between organisations: what each may tell the other, for what, by which law, until when.

Nothing here is about a participant. A grant that rests on an agreement names its `Sharing`; both locks ask whether a
version in force still carries it, so that a version that ends closes all of it by the change of its own one row.
"""

from datetime import date
from uuid import UUID

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.contrib.postgres.functions import TransactionNow
from django.db import connection, models
from django.db.models import F, Func, Q

from throughline.domain.agreements import Controllers
from throughline.domain.calendar import Length, end_of
from throughline.domain.vocabulary import Role
from throughline.models.ids import new_id
from throughline.models.organisations import Dated, ends_after_it_starts
from throughline.models.ranges import Span
from throughline.models.workers import Post
from throughline.policy.agreements import APPROVING_ROLES
from throughline.policy.grants import EVERYTHING, Opens
from throughline.policy.standing import Standing


def sides_of(by: Standing, *, on: date) -> dict[UUID, Role]:
    """Return the organisations for which a worker may approve that day, each with the role that lets them."""
    posts = Post.objects.held(on).filter(worker=by.worker, role__in=[role.value for role in APPROVING_ROLES])
    return {post.organisation_id: Role(post.role) for post in posts.order_by("pk")}


class AgreementQuerySet(models.QuerySet["Agreement"]):
    """Agreements, in words of the work."""

    def known_to(self, by: Standing, *, on: date) -> "AgreementQuerySet":
        """Keep the agreements that a worker may read: those kept by the organisation where they manage partnerships,
        those their side is asked to approve, and, once approved, those of any organisation where they have a post.
        """
        versions = AgreementVersion.objects.known_to(by, on=on)
        managed = _posts(by, on).filter(role=Role.PARTNERSHIP_MANAGER).values("organisation")
        return self.filter(Q(kept_by__in=managed) | Q(pk__in=versions.values("agreement")))


class Agreement(models.Model):
    """An agreement between two or more organisations. What it says is in its versions."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    title = models.CharField(max_length=120)
    kept_by = models.ForeignKey("Organisation", models.PROTECT, related_name="+")
    made_by = models.ForeignKey("Worker", models.PROTECT, related_name="+")
    made_at = models.DateTimeField(db_default=models.functions.Now())

    objects = AgreementQuerySet.as_manager()

    class Meta:
        ordering = ("title",)


class AgreementParty(models.Model):
    """One side of an agreement. Other sides are another agreement."""

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="parties")
    organisation = models.ForeignKey("Organisation", models.PROTECT, related_name="+")

    class Meta:
        ordering = ("organisation__name",)
        constraints = (models.UniqueConstraint(fields=["agreement", "organisation"], name="side_once"),)


class AgreementVersionQuerySet(models.QuerySet["AgreementVersion"]):
    """Versions, in words of the work."""

    def known_to(self, by: Standing, *, on: date) -> "AgreementVersionQuerySet":
        """Keep the versions that a worker may read. A draft is its writers' own; what waits is its sides' approvers'."""
        posts = _posts(by, on)
        managed = posts.filter(role=Role.PARTNERSHIP_MANAGER).values("organisation")
        approving = posts.filter(role__in=[role.value for role in APPROVING_ROLES]).values("organisation")

        def between(organisations: models.QuerySet) -> models.QuerySet:
            return AgreementParty.objects.filter(organisation__in=organisations).values("agreement")

        return self.filter(
            Q(agreement__kept_by__in=managed)
            | Q(agreement__in=between(approving), proposed_at__isnull=False)
            | Q(agreement__in=between(posts.values("organisation")), valid__isnull=False)
        )

    def in_force(self) -> "AgreementVersionQuerySet":
        """Keep the versions in force at this transaction's moment."""
        return self.filter(starts__lte=TransactionNow(), ends__gt=TransactionNow())


class AgreementVersion(models.Model):
    """What an agreement says, once all its sides approved it: until its last day, its end or the next version.

    A database trigger keeps the words as they were sent for approval, and lets no version be valid before every side
    has approved it.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    review_on = models.DateField(null=True)
    controllers = models.CharField(max_length=8, choices=Controllers.choices(), blank=True)
    rights_by = models.ForeignKey("Organisation", models.PROTECT, null=True, related_name="+")  # None: whoever is asked
    clock_amount = models.PositiveSmallIntegerField(null=True)
    clock_unit = models.CharField(max_length=12, blank=True)
    # The parts of the text: see domain/agreements.py.
    contacts = models.TextField(blank=True)
    rights = models.TextField(blank=True)
    told = models.TextField(blank=True)
    accuracy = models.TextField(blank=True)
    roles = models.TextField(blank=True)
    service_offer = models.TextField(blank=True)
    referral_contains = models.TextField(blank=True)
    measures = models.TextField(blank=True)
    retention = models.TextField(blank=True)
    security = models.TextField(blank=True)
    staff_change = models.TextField(blank=True)
    onward = models.TextField(blank=True)
    breach = models.TextField(blank=True)
    emergencies = models.TextField(blank=True)
    ending = models.TextField(blank=True)
    governance = models.TextField(blank=True)
    dpia_ref = models.TextField(blank=True)
    policy_ref = models.TextField(blank=True)
    made_by = models.ForeignKey("Worker", models.PROTECT, related_name="+")
    made_at = models.DateTimeField(db_default=models.functions.Now())
    version = models.PositiveIntegerField(default=1)
    # What happens to it. Only these change once it is sent for approval.
    proposed_at = models.DateTimeField(null=True)
    proposed_by = models.ForeignKey("Worker", models.PROTECT, null=True, related_name="+")
    put_away_at = models.DateTimeField(null=True)
    put_away_by = models.ForeignKey("Worker", models.PROTECT, null=True, related_name="+")
    put_away_words = models.TextField(blank=True)
    valid = DateTimeRangeField(null=True)
    ended_by = models.ForeignKey("Worker", models.PROTECT, null=True, related_name="+")
    ended_for = models.ForeignKey("Organisation", models.PROTECT, null=True, related_name="+")
    ended_words = models.TextField(blank=True)
    starts = models.GeneratedField(
        expression=Func(F("valid"), function="lower"), output_field=models.DateTimeField(null=True), db_persist=True
    )
    ends = models.GeneratedField(
        expression=Func(F("valid"), function="upper"), output_field=models.DateTimeField(null=True), db_persist=True
    )

    objects = AgreementVersionQuerySet.as_manager()

    class Meta:
        ordering = ("-number",)
        constraints = (
            models.UniqueConstraint(fields=["agreement", "number"], name="agreement_version_once"),
            models.UniqueConstraint(
                fields=["agreement"],
                condition=Q(valid__isnull=True, put_away_at__isnull=True),
                name="agreement_has_one_open_version",
            ),
            models.CheckConstraint(
                name="agreement_time_is_sound",
                condition=Q(valid__isnull=True)
                | Q(
                    valid__isempty=False,
                    valid__lower_inf=False,
                    valid__upper_inf=False,
                    valid__lower_inc=True,
                    valid__upper_inc=False,
                ),
            ),
            models.CheckConstraint(
                name="agreement_days_are_sound",
                condition=Q(ends_on__isnull=True) | Q(starts_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
            ),
            ExclusionConstraint(
                name="agreement_has_one_version_in_force",
                expressions=[(Span(F("agreement")), RangeOperators.OVERLAPS), ("valid", RangeOperators.OVERLAPS)],
            ),
        )

    @property
    def clock(self) -> Length | None:
        """How soon a referral is answered."""
        return Length(self.clock_amount, self.clock_unit) if self.clock_amount and self.clock_unit else None  # type: ignore[arg-type]


class AgreementPurpose(models.Model):
    """One purpose of a version: what it is to achieve, and the law that carries it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    version = models.ForeignKey(AgreementVersion, models.PROTECT, related_name="purposes")
    purpose = models.ForeignKey("Code", models.PROTECT, related_name="+")
    aim = models.TextField(blank=True)
    necessity = models.TextField(blank=True)
    balance = models.TextField(blank=True)
    basis = models.ForeignKey("Code", models.PROTECT, null=True, related_name="+")  # Article 6
    special = models.ForeignKey("Code", models.PROTECT, null=True, related_name="+")  # Article 9
    offence = models.ForeignKey("Code", models.PROTECT, null=True, related_name="+")  # Article 10

    class Meta:
        ordering = ("purpose__order",)
        constraints = (models.UniqueConstraint(fields=["version", "purpose"], name="agreement_purpose_once"),)


class Sharing(models.Model):
    """One organisation telling another, for one purpose, under one agreement: what a grant rests on.

    It is the same row in every version, so that a grant goes on resting on it when the words change.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="sharings")
    purpose = models.ForeignKey("Code", models.PROTECT, related_name="+")
    giver = models.ForeignKey("Organisation", models.PROTECT, related_name="+")
    receiver = models.ForeignKey("Organisation", models.PROTECT, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["agreement", "purpose", "giver", "receiver"], name="sharing_once"),
            models.CheckConstraint(name="sharing_is_with_another", condition=~Q(giver=F("receiver"))),
        )


class SharingTermQuerySet(models.QuerySet["SharingTerm"]):
    """Terms, in words of the work."""

    def in_force(self) -> "SharingTermQuerySet":
        """Keep the terms of the versions in force at this transaction's moment: at most one for each sharing."""
        return self.filter(version__starts__lte=TransactionNow(), version__ends__gt=TransactionNow())


class SharingTerm(models.Model):
    """The kinds of information that one version opens for one sharing."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    version = models.ForeignKey(AgreementVersion, models.PROTECT, related_name="terms")
    sharing = models.ForeignKey(Sharing, models.PROTECT, related_name="terms")
    opens = models.PositiveSmallIntegerField()

    objects = SharingTermQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["version", "sharing"], name="sharing_term_once"),
            models.CheckConstraint(
                name="sharing_term_opens_something", condition=Q(opens__gte=1, opens__lte=EVERYTHING)
            ),
        )


class AgreementApproval(models.Model):
    """One side's yes to one version, by somebody who may bind that side. Append only."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    version = models.ForeignKey(AgreementVersion, models.PROTECT, related_name="approvals")
    organisation = models.ForeignKey("Organisation", models.PROTECT, related_name="+")
    worker = models.ForeignKey("Worker", models.PROTECT, related_name="+")
    role = models.CharField(max_length=24, choices=Role.choices())
    at = models.DateTimeField()

    class Meta:
        ordering = ("at",)
        constraints = (
            models.UniqueConstraint(fields=["version", "organisation"], name="side_approves_once"),
            models.UniqueConstraint(fields=["version", "worker"], name="worker_approves_for_one_side"),
        )


class AgreementReview(models.Model):
    """A look at an agreement in force that left its words as they are, and the day of the next. Append only."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    version = models.ForeignKey(AgreementVersion, models.PROTECT, related_name="reviews")
    by = models.ForeignKey("Worker", models.PROTECT, related_name="+")
    on = models.DateField()
    words = models.TextField()
    next_on = models.DateField()
    recorded_at = models.DateTimeField(db_default=models.functions.Now())

    class Meta:
        ordering = ("-recorded_at", "-pk")


class DeclaredNeed(Dated):
    """What an organisation says that it needs to know for a purpose: never more is opened to it."""

    organisation = models.ForeignKey("Organisation", models.PROTECT, related_name="+")
    purpose = models.ForeignKey("Code", models.PROTECT, related_name="+")
    opens = models.PositiveSmallIntegerField()
    because = models.TextField()
    by = models.ForeignKey("Worker", models.PROTECT, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["organisation", "purpose"], condition=Q(until_on__isnull=True), name="need_declared_once"
            ),
            models.CheckConstraint(name="need_is_for_something", condition=Q(opens__gte=1, opens__lte=EVERYTHING)),
            ends_after_it_starts("declared_need_dates"),
        )


def _posts(by: Standing, on: date) -> models.QuerySet:
    return Post.objects.held(on).filter(worker=by.worker)


def term_on(giver: UUID, receiver: UUID, purpose: str, *, on: date) -> SharingTerm | None:
    """Return what the agreement in force at the end of that day opens to a receiver for a purpose, or None."""
    moment = end_of(on)
    return (
        SharingTerm.objects.filter(
            sharing__giver=giver,
            sharing__receiver=receiver,
            sharing__purpose__code=purpose,
            version__starts__lte=moment,
            version__ends__gt=moment,
        )
        .select_related("sharing", "version__agreement")
        .first()
    )


def allowed(giver: UUID, receiver: UUID, purpose: str, *, on: date) -> Opens:
    """Return the kinds of information that one organisation may open to another for a purpose on a day (2 queries).

    What the agreement in force allows, and of that no more than the receiver declared that it needs. Nothing without
    an agreement, nothing without a declared need.
    """
    term = term_on(giver, receiver, purpose, on=on)
    if term is None:
        return Opens(0)
    need = DeclaredNeed.objects.on(on).filter(organisation=receiver, purpose__code=purpose).order_by("-from_on").first()
    return Opens(term.opens & need.opens) if need is not None else Opens(0)


def rests_on_consent(term: SharingTerm) -> bool:
    """Tell whether the law chosen for a term is consent: then no more is opened than the person said yes to."""
    one = AgreementPurpose.objects.select_related("basis", "special", "offence").get(
        version=term.version_id, purpose=term.sharing.purpose_id
    )
    return any(code is not None and code.traits.get("consent") for code in (one.basis, one.special, one.offence))


def people_resting_on(agreement: UUID) -> tuple[int, list[UUID]]:
    """Return how many people's records are open because of an agreement, and the ids of those people.

    Asked of definer functions: whoever ends an agreement holds no grant on these people, and row security would show
    none. The ids are only ever read on through `visible_to`.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT agreement_counts(%s)", [agreement])
        number = cursor.fetchone()[0]
        cursor.execute("SELECT agreement_people(%s)", [agreement])
        return number, [row[0] for row in cursor.fetchall()]
