"""The grant: the one fact that opens a record, and who is in whose sight."""

from collections.abc import Iterable
from datetime import UTC, datetime
from uuid import UUID

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.contrib.postgres.functions import TransactionNow
from django.db import connection, models
from django.db.models import Case, F, Func, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce, Least

from throughline.models.agreements import SharingTerm
from throughline.models.ids import new_id
from throughline.models.ranges import Span
from throughline.policy.grants import EVERYTHING, Basis, Opens
from throughline.policy.standing import Standing

# Above this many people a list of ids costs more than a hashed subplan (measured: see docs/decisions).
FEW = 500
FOREVER = datetime(9999, 1, 1, tzinfo=UTC)


class GrantQuerySet(models.QuerySet["Grant"]):
    """Grants, in words of the work."""

    def in_force(self) -> "GrantQuerySet":
        """Keep the grants that open something at this transaction's moment."""
        terms = SharingTerm.objects.in_force().values("sharing")
        # A grant that rests on an agreement lives as long as a version in force carries it (decision 0013).
        return self.filter(starts__lte=TransactionNow(), ends__gt=TransactionNow()).filter(
            Q(sharing__isnull=True) | Q(sharing__in=terms)
        )

    def held_by(self, standing: Standing) -> "GrantQuerySet":
        """Keep the grants whose grantee is one of the worker's keys."""
        return self.filter(grantee__in=standing.keys)

    def showing(self, standing: Standing, category: int) -> "GrantQuerySet":
        """Keep the grants through which the standing sees this category: what a seal or a conflict takes away is gone."""
        shut = [person for person, opens in hidden_from(standing).items() if opens & int(category)]
        grants = self.held_by(standing).in_force().opening(category)
        return grants.exclude(person__in=shut) if shut else grants

    def opening(self, category: int) -> "GrantQuerySet":
        """Keep the grants that open this category, those that rest on an agreement as far as it does."""
        open_now = self.annotate(_opened=F("opens").bitand(int(category))).exclude(_opened=0)
        if category == Opens.WORK:
            return open_now  # no kind of information: an agreement neither gives nor takes it
        terms = SharingTerm.objects.in_force().annotate(_carried=F("opens").bitand(int(category))).exclude(_carried=0)
        return open_now.filter(Q(sharing__isnull=True) | Q(sharing__in=terms.values("sharing")))

    def with_opened(self) -> "GrantQuerySet":
        """Say beside each grant what it opens now (`opened`): with an agreement never more than the version in force."""
        terms = SharingTerm.objects.in_force().filter(sharing=OuterRef("sharing"))
        ceiling = Coalesce(Subquery(terms.values("opens")[:1]), Value(0)).bitor(int(Opens.WORK))
        return self.annotate(
            opened=Case(When(sharing__isnull=True, then=F("opens")), default=F("opens").bitand(ceiling))
        )

    def with_end(self) -> "GrantQuerySet":
        """Say beside each grant when it ends (`until`): with an agreement, no later than the version in force does."""
        terms = SharingTerm.objects.in_force().filter(sharing=OuterRef("sharing"))
        until = Coalesce(
            Subquery(terms.values("version__ends")[:1]), Value(FOREVER), output_field=models.DateTimeField()
        )
        return self.annotate(until=Least(F("ends"), until, output_field=models.DateTimeField()))


class Grant(models.Model):
    """Some kinds of information about one person, open to one grantee, for a reason, for a time."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey("Person", models.PROTECT, related_name="grants")
    opens = models.PositiveSmallIntegerField()
    worker = models.ForeignKey("Worker", models.PROTECT, null=True, related_name="+")
    team = models.ForeignKey("Team", models.PROTECT, null=True, related_name="+")
    organisation = models.ForeignKey("Organisation", models.PROTECT, null=True, related_name="+")
    basis = models.CharField(max_length=12, choices=Basis.choices())
    because = models.TextField()
    source_kind = models.CharField(max_length=20)
    source = models.UUIDField()
    sharing = models.ForeignKey("Sharing", models.PROTECT, null=True, related_name="grants")
    valid = DateTimeRangeField()
    grantee = models.GeneratedField(
        expression=Coalesce("worker_id", "team_id", "organisation_id"), output_field=models.UUIDField(), db_persist=True
    )
    starts = models.GeneratedField(
        expression=Func(F("valid"), function="lower"), output_field=models.DateTimeField(), db_persist=True
    )
    # Not 'infinity': the driver cannot read it back. Year 9999 is as good.
    ends = models.GeneratedField(
        expression=Coalesce(Func(F("valid"), function="upper", output_field=models.DateTimeField()), Value(FOREVER)),
        output_field=models.DateTimeField(),
        db_persist=True,
    )

    objects = GrantQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="grant_has_one_grantee",
                condition=Q(worker__isnull=False, team__isnull=True, organisation__isnull=True)
                | Q(worker__isnull=True, team__isnull=False, organisation__isnull=True)
                | Q(worker__isnull=True, team__isnull=True, organisation__isnull=False),
            ),
            models.CheckConstraint(name="grant_opens_something", condition=Q(opens__gte=1, opens__lte=EVERYTHING)),
            models.CheckConstraint(
                name="grant_time_is_sound",
                condition=Q(
                    valid__isempty=False, valid__lower_inf=False, valid__lower_inc=True, valid__upper_inc=False
                ),
            ),
            # Coalesce is written out: a constraint may not name a generated column.
            ExclusionConstraint(
                name="grant_given_once",
                expressions=[
                    (Span(F("person")), RangeOperators.OVERLAPS),
                    (Span(F("source")), RangeOperators.OVERLAPS),
                    (Span(Coalesce("worker_id", "team_id", "organisation_id")), RangeOperators.OVERLAPS),
                    ("valid", RangeOperators.OVERLAPS),
                ],
            ),
        )
        indexes = (
            models.Index(
                fields=["grantee", "ends"], include=["person", "opens", "starts", "sharing"], name="grant_whom_do_i_see"
            ),
            models.Index(
                fields=["person", "grantee"], include=["opens", "starts", "ends", "sharing"], name="grant_why_may_i_see"
            ),
            models.Index(fields=["source"], name="grant_by_source"),
        )


# The key under which a standing keeps what is taken from it: no category is 0.
_TAKEN = 0
_HIDDEN = "SELECT h.worker_id, h.person_id, h.opens FROM sec.hidden(%s::uuid[], %s) h"


def hidden_from(standing: Standing) -> dict[UUID, int]:
    """Return what conflicts and seals take from a standing: person and kinds of information, as bits.

    Asked of the database, which tells whom and how much and never why. Cached on the standing, as sight is.
    """
    if _TAKEN not in standing.sight:
        with connection.cursor() as cursor:
            cursor.execute(_HIDDEN, [[standing.worker], None])
            standing.sight[_TAKEN] = {person: opens for _, person, opens in cursor.fetchall()}
    return standing.sight[_TAKEN]


def hidden_of(person: UUID, grantees: Iterable[UUID]) -> dict[UUID, int]:
    """Return what conflicts and seals take, of one person, from each of some workers, teams or organisations, as bits."""
    with connection.cursor() as cursor:
        cursor.execute(_HIDDEN, [list(grantees), person])
        return {grantee: opens for grantee, _, opens in cursor.fetchall()}


def kept_out(person: UUID, workers: Iterable[UUID]) -> set[UUID]:
    """Return which of some workers may not see that a person is here at all. Nobody is told why."""
    return {worker for worker, opens in hidden_of(person, workers).items() if opens & Opens.IDENTITY}


def kept_apart(people: Iterable[UUID], workers: Iterable[UUID]) -> set[tuple[UUID, UUID]]:
    """Return which of some people are kept from which of some workers, as pairs, in one question. Nobody is told why."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT h.person_id, h.worker_id FROM unnest(%s::uuid[]) AS one (id), sec.hidden(%s::uuid[], one.id) h WHERE h.opens & %s <> 0",
            [list(people), list(workers), int(Opens.IDENTITY)],
        )
        return set(cursor.fetchall())


class IsTrue(Func):
    """`(…) IS TRUE`: keeps a subquery a hashed subplan, where a plain IN would become a join whose plan swings."""

    template = "(%(expressions)s) IS TRUE"
    output_field = models.BooleanField()
    conditional = True


def people_in_sight(standing: Standing, category: int) -> list[UUID] | None:
    """Return the people whom this category shows to the standing, or None when they are more than a few.

    Cached on the standing, which lives for one request: a grant that ends is felt at the next.
    """
    category = int(category)
    if category not in standing.sight:
        ids = list(
            Grant.objects.showing(standing, category)
            .order_by()
            .values_list("person_id", flat=True)
            .distinct()[: FEW + 1]
        )
        standing.sight[category] = ids if len(ids) <= FEW else None
    return standing.sight[category]


# As `in_force` and `with_opened` have it, written out: every action asks it, and building the query cost more than the answer.
_OPENED = """
SELECT coalesce(bit_or(CASE WHEN g.sharing_id IS NULL THEN g.opens ELSE g.opens & (t.opens | 1024) END), 0)
  & ~coalesce((SELECT h.opens FROM sec.hidden(ARRAY[%s]::uuid[], %s) h), 0)
FROM throughline_grant g
LEFT JOIN (
  throughline_sharingterm t JOIN throughline_agreementversion v ON v.id = t.version_id AND v.starts <= now() AND v.ends > now()
) ON t.sharing_id = g.sharing_id
WHERE g.person_id = %s AND g.grantee = ANY(%s::uuid[]) AND g.starts <= now() AND g.ends > now()
  AND (g.sharing_id IS NULL OR t.id IS NOT NULL)
"""


def opened_to(standing: Standing, person: UUID) -> int:
    """Return the categories of one person's record that are open to the standing, as bits (0: nothing).

    What a seal or a conflict takes away is taken.
    """
    with connection.cursor() as cursor:
        cursor.execute(_OPENED, [standing.worker, person, person, list(standing.keys)])
        return int(cursor.fetchone()[0])
