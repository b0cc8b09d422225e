"""Workers, their posts, and the accounts with which they sign in."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from throughline.domain.vocabulary import Role
from throughline.models.ids import new_id
from throughline.models.organisations import Dated, DatedQuerySet, ends_after_it_starts


class AccountManager(BaseUserManager["Account"]):
    """Accounts are found by e-mail address, in any case."""

    def get_by_natural_key(self, email: str) -> "Account":
        """Return the account of that address."""
        return self.get(email__iexact=email)


class Account(AbstractBaseUser):
    """A way to sign in. It opens nothing by itself: what it may do is in posts, whom it may see in grants."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    email = models.EmailField(max_length=254)
    is_active = models.BooleanField(default=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: list[str] = []

    objects = AccountManager()

    class Meta:
        constraints = (models.UniqueConstraint(Lower("email"), name="account_email_once"),)

    # allauth and Django's own pages ask for these; an account has no other rights.
    is_staff = False
    is_superuser = False

    def has_perm(self, perm, obj=None):  # noqa: ARG002
        """Say no: nothing here is opened by a permission."""
        return False

    def has_module_perms(self, app_label):  # noqa: ARG002
        """Say no: nothing here is opened by a permission."""
        return False


class PostQuerySet(DatedQuerySet):
    """Posts that hold from one day until another."""

    def held(self, day):
        """Keep the posts held on that day. One that was ended on its last day is held no longer from that moment."""
        return self.on(day).exclude(ended_at__isnull=False, until_on__lte=day)

    def holders(self, role, day):
        """Return the workers who hold a role on that day."""
        return set(self.held(day).filter(role=role).values_list("worker", flat=True))


class Worker(models.Model):
    """Somebody who works in the partnership, or a named service that acts in their place."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.OneToOneField(Account, models.PROTECT, null=True, blank=True, related_name="worker")
    name = models.CharField(max_length=120)
    phone = models.CharField(max_length=60, blank=True)
    employer = models.ForeignKey("Organisation", models.PROTECT, null=True, related_name="+")
    service = models.BooleanField(default=False)
    started_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)  # a database trigger refuses it while they still own anyone
    leaves_on = models.DateField(null=True, blank=True)  # a last day said ahead; on the day after, the lead stands in
    ended_at = models.DateTimeField(null=True, editable=False)  # they left on that day, at this moment
    version = models.PositiveIntegerField(default=1)

    def has_left(self, on):
        """Tell whether they have left: the day is over, or they were said to leave on it and that is done.

        A last day said ahead is the last, also where nobody could stand in for them yet. `sec.keys` has the same rule.
        """
        if self.leaves_on is not None and self.leaves_on < on:
            return True
        return self.ended_on is not None and (self.ended_on < on or (self.ended_at is not None and self.ended_on <= on))

    class Meta:
        ordering = ("name",)
        constraints = (
            models.UniqueConstraint(fields=["name"], condition=Q(service=True), name="service_worker_name_once"),
            models.CheckConstraint(
                name="worker_dates", condition=Q(ended_on__isnull=True) | Q(ended_on__gte=models.F("started_on"))
            ),
        )


class Post(Dated):
    """A role that a worker holds at an organisation, in a team or a prison, for a time.

    A secondment is a post at another organisation than the worker's employer: sight follows the post.
    """

    worker = models.ForeignKey(Worker, models.PROTECT, related_name="posts")
    organisation = models.ForeignKey("Organisation", models.PROTECT, related_name="posts")
    team = models.ForeignKey("Team", models.PROTECT, null=True, blank=True, related_name="posts")
    prison = models.ForeignKey("Prison", models.PROTECT, null=True, blank=True, related_name="+")
    role = models.CharField(max_length=24, choices=Role.choices())
    ended_at = models.DateTimeField(null=True, editable=False)  # it was ended on its last day, at this moment

    objects = PostQuerySet.as_manager()

    class Meta:
        constraints = (
            ends_after_it_starts("post_dates"),
            models.UniqueConstraint(
                fields=["worker", "organisation", "team", "prison", "role"],
                condition=Q(until_on__isnull=True),
                nulls_distinct=False,
                name="post_once",
            ),
        )


class Absence(Dated):
    """A long absence: while it lasts the team lead stands in."""

    worker = models.ForeignKey(Worker, models.PROTECT, related_name="absences")
    why = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = (ends_after_it_starts("absence_dates"),)
