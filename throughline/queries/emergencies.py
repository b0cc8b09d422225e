"""What was opened in an emergency, and whom to ring instead."""

from datetime import date

from throughline.domain.vocabulary import Role
from throughline.models import BreakGlass, Post, PrisonService, TeamDuty, Worker
from throughline.policy.standing import Standing


def duty_lead(*, by: Standing, on: date) -> Worker | None:
    """Return the lead whom a worker rings: of their team, of the team of their prison, else a coordinator; never themselves."""
    teams = set(by.teams) | set(
        PrisonService.objects.on(on).filter(prison__in=by.prisons, team__isnull=False).values_list("team", flat=True)
    )
    duties = TeamDuty.objects.on(on).filter(team__in=teams).select_related("lead").order_by("from_on", "pk")
    posts = Post.objects.held(on).filter(role=Role.COORDINATOR).select_related("worker").order_by("from_on", "pk")
    found = [*(duty.lead for duty in duties), *(post.worker for post in posts)]
    return next((one for one in found if one.pk != by.worker and not one.has_left(on)), None)


def emergencies_of(*, by: Standing) -> list[BreakGlass]:
    """Return what `by` opened in an emergency or may look into, the latest first."""
    return list(
        BreakGlass.objects.visible_to(by).select_related("worker", "reviewed_by").order_by("-began_at", "pk")[:200]
    )


def to_look_into(*, by: Standing) -> int:
    """Return how many `by` was asked to look into and nobody has."""
    waits = BreakGlass.objects.visible_to(by).filter(reviewed_at__isnull=True, asked__contains=[by.worker])
    return waits.exclude(worker=by.worker).count()
