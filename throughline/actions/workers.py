"""Workers and their posts."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from allauth.account.models import EmailAddress
from django.db.models.functions import Lower

from throughline.actions.beats import atomic, insist, moment, record, unchanged
from throughline.domain import dated
from throughline.domain.objections import Objection, Refused
from throughline.domain.vocabulary import Role
from throughline.models import Account, Episode, Organisation, Post, Token, Worker, as_service
from throughline.policy.standing import Standing, objection_to_setting_up


@atomic
def add(
    *,
    by: Standing,
    name: str,
    email: str,
    employer: Organisation,
    on: date,
    phone: str = "",
    posts: list[dict[str, Any]] | None = None,
) -> Worker:
    """Add a worker with an account that has no password yet (see `accounts.invite`).

    `posts` are dicts with role, organisation and, where they apply, team and prison. Raises Refused if the address is
    in use.
    """
    insist(may=objection_to_setting_up(by))
    address = email.strip()
    if Account.objects.annotate(low=Lower("email")).filter(low=address.lower()).exists():
        raise Refused(Objection("email_taken", "Someone else already uses that email address.", "email"))
    account = Account(email=address)
    account.set_unusable_password()
    account.save(force_insert=True)
    # Nobody gets in but by the link that is mailed there, so whoever does has shown whose address it is. Without this
    # row a second step could not be set up.
    EmailAddress(user=account, email=address.lower(), verified=True, primary=True).save(force_insert=True)
    worker = Worker(account=account, name=name.strip(), phone=phone.strip(), employer=employer, started_on=on)
    worker.save(force_insert=True)
    record("worker:add", worker, by=by)
    for post in posts or []:
        give_post(worker.pk, by=by, on=on, **post)
    return worker


@atomic
def describe(pk: UUID, *, by: Standing, version: int | None, name: str, phone: str) -> Worker:
    """Change a worker's name or phone number."""
    insist(may=objection_to_setting_up(by))
    worker = Worker.objects.select_for_update().get(pk=pk)
    unchanged(worker, version)
    worker.name, worker.phone, worker.version = name.strip(), phone.strip(), worker.version + 1
    worker.save(update_fields=["name", "phone", "version"])
    record("worker:describe", worker, by=by)
    return worker


@atomic
def give_post(
    worker: UUID,
    *,
    by: Standing,
    organisation: Organisation,
    role: Role,
    on: date,
    team: Any | None = None,
    prison: Any | None = None,
) -> Post:
    """Give a worker a post. At another organisation than their employer's it is a secondment, and sight follows it."""
    insist(may=objection_to_setting_up(by))
    somebody = Worker.objects.get(pk=worker)
    if somebody.ended_on is not None and somebody.ended_on < on:
        raise Refused(Objection("has_left", f"{somebody.name} has left."))
    if team is not None and team.organisation_id != organisation.pk:
        raise Refused(Objection("other_team", f"{team.name} is not a team of {organisation.name}.", "team"))
    same = (
        Post.objects.held(on)
        .filter(worker=somebody, organisation=organisation, role=role, team=team, prison=prison)
        .first()
    )
    if same is not None:
        return same
    post = Post(worker=somebody, organisation=organisation, team=team, prison=prison, role=role, from_on=on)
    post.save(force_insert=True)
    record("post:give", post, by=by, role=role)
    return post


@atomic
def end_post(pk: UUID, *, by: Standing, on: date, today: date) -> Post:
    """End a post after a day. Ended today, it opens nothing from this moment on.

    Raises Refused if it was the last administrator's.
    """
    insist(may=objection_to_setting_up(by))
    post = Post.objects.select_for_update().get(pk=pk)
    insist(may=None, can=dated.objection_to_ending(post.from_on, post.until_on, on=on))
    if post.role == Role.ADMINISTRATOR:
        leave_an_administrator(on=on, without=post)
    post.until_on, post.version = on, post.version + 1
    post.ended_at = moment() if on <= today else None
    post.save(update_fields=["until_on", "ended_at", "version"])
    record("post:end", post, by=by, role=post.role)
    return post


@atomic
def end(pk: UUID, *, by: Standing, on: date, today: date) -> Worker:
    """Record that a worker leaves after a day: their posts end and they can no longer sign in. Today is at once.

    Raises Refused if they are the last administrator, and while they look after anyone (`ownership.leave` hands everyone to the lead first).
    """
    insist(may=objection_to_setting_up(by))
    worker = Worker.objects.select_for_update().get(pk=pk)
    insist(may=None, can=dated.objection_to_ending(worker.started_on, worker.ended_on, on=on))
    with as_service():  # whoever sets up sees nobody's record: only whether there are any
        owned = Episode.objects.filter(owner=worker, ended_on__isnull=True).count()
    if owned:
        raise Refused(Objection("still_owns", f"{worker.name} still looks after {owned} people. Hand them on first."))
    left_at = moment() if on <= today else None
    leave_an_administrator(on=on, without=worker)
    for post in worker.posts.select_for_update().exclude(until_on__lte=on):
        # A post that would have begun later holds on no day.
        post.until_on, post.version = max(on, dated.day_before(post.from_on)), post.version + 1
        post.ended_at = left_at
        post.save(update_fields=["until_on", "ended_at", "version"])
    if left_at is not None:  # said ahead, their last day ends them
        Token.objects.filter(worker=worker, ended_at=None).update(ended_at=left_at)
    worker.ended_on, worker.ended_at, worker.version = on, left_at, worker.version + 1
    worker.save(update_fields=["ended_on", "ended_at", "version"])
    record("worker:end", worker, by=by)
    return worker


@atomic
def stay(pk: UUID, *, by: Standing) -> Worker:
    """Take back a last day that was said ahead. Raises Refused where there is none, and once they have left."""
    insist(may=objection_to_setting_up(by))
    worker = Worker.objects.select_for_update().get(pk=pk)
    if worker.ended_on is not None or worker.leaves_on is None:
        raise Refused(Objection("no_last_day", f"There is no last day of {worker.name} to take back."))
    worker.leaves_on, worker.version = None, worker.version + 1
    worker.save(update_fields=["leaves_on", "version"])
    record("worker:stay", worker, by=by)
    return worker


def leave_an_administrator(*, on: date, without: Worker | Post) -> None:
    """Go on only if somebody can still set things up on the day after, and for as long as is known.

    Every administrator's post is locked: of two that end in one moment, the second sees that the first has.
    """
    locked = list(Post.objects.select_for_update(of=("self",)).filter(role=Role.ADMINISTRATOR).order_by("pk"))
    theirs = [post for post in locked if without.pk in (post.pk, post.worker_id)]
    if all(post.until_on is not None and post.until_on <= on for post in theirs):
        return
    standing = [
        post.pk
        for post in locked
        if post.until_on is None and post.from_on <= on + timedelta(days=1) and post not in theirs
    ]
    if not Post.objects.filter(pk__in=standing, worker__ended_on=None, worker__leaves_on=None).exists():
        raise Refused(Objection("last_administrator", "This is the last administrator. Name another one first."))
