"""Cover: a colleague works with a worker's people while they are away. It ends by itself, and can be ended earlier."""

from datetime import date, timedelta
from uuid import UUID

from throughline.actions import episodes, grants, mail
from throughline.actions.beats import atomic, insist, moment, record
from throughline.domain import covers as rules
from throughline.domain.calendar import start_of
from throughline.domain.objections import Objection
from throughline.models import Cover, Episode, Grant, Post, Worker, as_service, kept_out
from throughline.policy.grants import Basis
from throughline.policy.standing import Standing, objection_to_covering_for, objection_to_setting_up


@atomic
def give(worker: UUID, *, by: Standing, colleague: Worker, from_on: date, until_on: date, today: date) -> Cover:
    """Let a colleague stand in for a worker, first and last day included. Whom a seal or a conflict keeps from the colleague is left out.

    Raises Forbidden but for the worker and a lead of their team, Refused.
    """
    insist(may=_objection(by, worker, on=today))
    away = Worker.objects.select_for_update(of=("self",)).get(pk=worker)
    insist(
        may=None,
        can=rules.objection_to_covering(
            themselves=colleague.pk == worker, can_act=episodes.can_act(colleague, on=max(from_on, today)), name=colleague.name,
            from_on=from_on, until_on=until_on, today=today,
        ),
    )  # fmt: skip
    cover = Cover(worker=away, colleague=colleague, from_on=from_on, until_on=until_on, given_by_id=by.worker)
    cover.save(force_insert=True)
    _open(cover, today=today)
    record("cover:give", cover, by=by, colleague=str(colleague.pk), until=until_on.isoformat())
    mail.tell_worker(
        colleague.pk,
        key=f"cover:{cover.pk}",
        subject="You stand in for a colleague",
        body="You are asked to stand in for a colleague who is away. Sign in to see when, and for whom.",
        path="/cover/",
    )
    return cover


@atomic
def end(pk: UUID, *, by: Standing, on: date) -> Cover:
    """End cover now: what rests on it ends with it. Raises Cover.DoesNotExist, Forbidden, Refused."""
    cover = Cover.objects.select_for_update(of=("self",)).get(pk=pk)
    insist(
        may=None if by.worker == cover.colleague_id else _objection(by, cover.worker_id, on=on),
        can=rules.objection_to_ending(cover.ended_at is not None or cover.until_on < on),
    )
    cover.ended_at = moment()
    cover.save(update_fields=["ended_at"])
    with as_service():
        grants.end_from(cover.pk)
    record("cover:end", cover, by=by)
    by.sight.clear()
    return cover


@atomic
def follow(*, by: Standing, on: date) -> int:
    """Let cover follow whom each worker looks after: people who came since are in, people who went on are out.

    Returns how many covers hold.
    """
    insist(may=objection_to_setting_up(by))
    held = list(Cover.objects.to_come(on).select_related("worker", "colleague"))
    for cover in held:
        _open(cover, today=on)
        record("cover:follow", cover, by=by)
    return len(held)


def _objection(by: Standing, worker: UUID, *, on: date) -> Objection | None:
    """Return why someone may not say who stands in for a worker: it is for themselves and for the leads of their team."""
    objection = objection_to_covering_for(by, worker)
    if objection is None and worker != by.worker:
        theirs = Post.objects.held(on).filter(worker=worker, team__in=by.teams)
        if not theirs.exists():
            return Objection("not_their_lead", "Ask a lead of their team to do this.")
    return objection


@as_service()
def _open(cover: Cover, *, today: date) -> None:
    """Open the worker's people to the colleague for as long as it lasts, and nobody else's."""
    mine = set(Episode.objects.filter(owner=cover.worker_id, ended_on__isnull=True).values_list("person", flat=True))
    held = set(Grant.objects.filter(source=cover.pk, ends__gt=moment()).values_list("person", flat=True))
    for grant in Grant.objects.filter(source=cover.pk, ends__gt=moment()).exclude(person__in=mine):
        grants.end_one(grant)
    for person in sorted(mine - held):
        if kept_out(person, [cover.colleague_id]):
            continue
        grants.give(
            person,
            to=cover.colleague,
            basis=Basis.COVER,
            because=f"stands in for {cover.worker.name}",
            source_kind="cover",
            source=cover.pk,
            at=start_of(cover.from_on) if cover.from_on > today else None,
            until=start_of(cover.until_on + timedelta(days=1)),
        )
