"""What waits for those who seal records and settle who knows whom."""

from dataclasses import dataclass
from datetime import date

from throughline.domain.vocabulary import Role
from throughline.models import Conflict, Post, Seal, SealHolder, Worker
from throughline.policy.standing import Standing, objection_to_declaring_for


@dataclass(frozen=True)
class Desk:
    """Seals, and declarations: those whose record is not found yet, and those in force."""

    seals: list[Seal]
    waiting: list[Conflict]
    conflicts: list[Conflict]


def desk_of(*, by: Standing) -> Desk:
    """Return what `by` may settle (4 queries)."""
    conflicts = Conflict.objects.visible_to(by).filter(ended_at__isnull=True).select_related("worker", "declared_by")
    return Desk(
        list(Seal.objects.visible_to(by).in_force().select_related("set_by").prefetch_related("holders__worker").order_by("review_on", "pk")[:200]),
        list(conflicts.filter(person__isnull=True).order_by("declared_on", "pk")[:200]),
        list(conflicts.filter(person__isnull=False).order_by("-declared_on", "pk")[:200]),
    )  # fmt: skip


def holders_of(seal: Seal, *, by: Standing) -> list[SealHolder]:
    """Return the workers who are named on a seal."""
    return list(
        SealHolder.objects.visible_to(by).in_force().filter(seal=seal).select_related("worker").order_by("worker__name")
    )


def workers_here(*, on: date) -> list[Worker]:
    """Return everyone who works here on a day, by name."""
    held = Post.objects.held(on).values("worker")
    return list(Worker.objects.filter(pk__in=held, service=False, ended_on__isnull=True).order_by("name"))


def may_know(*, by: Standing, on: date) -> list[Worker]:
    """Return the workers of whom `by` may say that they know somebody: themselves first."""
    me = list(Worker.objects.filter(pk=by.worker))
    posts = Post.objects.held(on)
    if by.has(Role.RECORD_STEWARD, Role.DATA_PROTECTION_LEAD):
        return [*me, *(one for one in workers_here(on=on) if one.pk != by.worker)]
    ids = set(posts.filter(team__in=by.teams).values_list("worker", flat=True)) - {by.worker}
    others = Worker.objects.filter(pk__in=ids, service=False, ended_on__isnull=True).order_by("name")
    return [*me, *(one for one in others if objection_to_declaring_for(by, one.pk) is None)]
