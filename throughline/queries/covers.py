"""Who stands in for whom."""

from datetime import date

from throughline.models import Cover, Post, Worker
from throughline.policy.standing import Standing, objection_to_leading


def covers_for(*, by: Standing, on: date) -> list[Cover]:
    """Return the cover that holds or is to come and that `by` has to do with: theirs, or a lead's team's."""
    ids = {one.pk for one in may_be_away(by=by, on=on)}
    held = Cover.objects.to_come(on).select_related("worker", "colleague").order_by("from_on", "pk")
    return [one for one in held if one.worker_id in ids or one.colleague_id == by.worker]


def may_be_away(*, by: Standing, on: date) -> list[Worker]:
    """Return the workers for whom `by` may say who stands in: themselves first, a lead's team after."""
    me = list(Worker.objects.filter(pk=by.worker))
    if objection_to_leading(by) is not None or by.service:
        return me
    return [*me, *(one for one in _of_teams(by.teams, on=on) if one.pk != by.worker)]


def may_stand_in(*, by: Standing, on: date) -> list[Worker]:
    """Return who may be asked to stand in: those who work in the same organisations."""
    mine = Post.objects.held(on).filter(worker=by.worker).values("organisation")
    ids = Post.objects.held(on).filter(organisation__in=mine).values("worker")
    return list(Worker.objects.filter(pk__in=ids, service=False, ended_on__isnull=True).order_by("name"))


def _of_teams(teams: frozenset, *, on: date) -> list[Worker]:
    ids = Post.objects.held(on).filter(team__in=teams).values("worker")
    return list(Worker.objects.filter(pk__in=ids, service=False, ended_on__isnull=True).order_by("name"))
