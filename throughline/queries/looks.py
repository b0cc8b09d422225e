"""Who can see somebody's record and why, who has looked, what was shared, and what somebody must look into."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection

from throughline.domain.calendar import day_of
from throughline.domain.looks import Glance, Visit, by_hour
from throughline.domain.vocabulary import ConsentPurpose, Role
from throughline.models import (
    Alert,
    Consent,
    Grant,
    Person,
    Post,
    Question,
    Seal,
    ServiceLink,
    Withholding,
    Worker,
    hidden_of,
    standing_of,
)
from throughline.models.grants import FOREVER
from throughline.policy.standing import SEEING_ROLES, Standing
from throughline.queries.records import Record


@dataclass(frozen=True)
class Grantee:
    """Who can see a record: what is open to them, and each reason why, with its end."""

    pk: UUID
    name: str
    what: str  # their role and organisation, or what kind of grantee they are
    group: bool
    opens: int
    reasons: tuple[tuple[str, str, datetime | None], ...]  # (basis, because, until)


def who_can_see(person: UUID, *, on: date) -> list[Grantee]:
    """Return everyone to whom a grant in force opens a person's record, in the order in which it was opened (3 queries).

    What a conflict or a seal takes away is left out; of a sealed team those of it who are named on the seal are shown.
    """
    grants = list(
        Grant.objects.in_force()
        .with_opened()
        .with_end()
        .filter(person=person)
        .select_related("worker", "team__organisation", "organisation")
        .order_by("starts", "pk")
    )
    taken = hidden_of(person, {one.grantee for one in grants})
    grants = [*grants, *_through(grants, taken, on=on)]
    taken |= hidden_of(person, {one.grantee for one in grants} - {*taken})
    posts = posts_of([one.worker_id for one in grants if one.worker_id], on=on)
    found: dict[UUID, Grantee] = {}
    for one in grants:
        to = one.worker or one.team or one.organisation
        opens = one.opened & ~taken.get(to.pk, 0)
        if not opens or (one.worker and one.worker.service):
            continue
        what = posts.get(one.worker_id, "") if one.worker else one.team.organisation.name if one.team else ""
        name = f"{to.name} team" if one.team else to.name
        before = found.get(to.pk)
        reason = (one.basis, one.because, None if one.until >= FOREVER else one.until)
        reasons = (*before.reasons, reason) if before else (reason,)
        found[to.pk] = Grantee(
            to.pk,
            name,
            what,
            not one.worker,
            opens | (before.opens if before else 0),
            tuple(dict.fromkeys(reasons)),
        )
    return list(found.values())


def _through(grants: list[Any], taken: dict[UUID, int], *, on: date) -> list[Any]:
    """Return, for each group that a seal is against, its grant as held by each of those in it who see what it was given."""
    sealed = [one for one in grants if not one.worker_id and one.grantee in taken]
    if not sealed:
        return []
    organisations = {one.organisation_id or one.team.organisation_id for one in sealed}
    posts = Post.objects.held(on).filter(organisation__in=organisations, role__in=SEEING_ROLES).select_related("worker")
    members = {post.worker: standing_of(post.worker, on=on).keys for post in posts}
    free = hidden_of(sealed[0].person_id, [one.pk for one in members])
    found = []
    for one in sealed:
        for member, keys in members.items():
            if one.grantee in keys:
                held = Grant(
                    person_id=one.person_id, worker=member, basis=one.basis, because=one.because, grantee=member.pk
                )
                held.opened = one.opened & taken[one.grantee] & ~free.get(member.pk, 0)  # type: ignore[attr-defined]
                held.until = one.until  # type: ignore[attr-defined]
                found.append(held)
    return found


def posts_of(workers: Iterable[UUID], *, on: date) -> dict[UUID, str]:
    """Return "Community mentor, Clyde Mentoring" for each worker: their role and organisation (1 query)."""
    found: dict[UUID, str] = {}
    posts = Post.objects.on(on).filter(worker__in=set(workers)).select_related("organisation").order_by("from_on", "pk")
    for post in posts:
        found.setdefault(post.worker_id, f"{Role(post.role).label}, {post.organisation.name}")
    return found


@dataclass(frozen=True)
class Looked:
    """One line of who has looked: the visit, who it was, what they are."""

    visit: Visit
    name: str
    what: str


def who_looked(person: UUID, *, kept_back: bool = True) -> list[Looked]:
    """Return who has looked at a person's record, by the hour, the latest first.

    Asked of the database's own function, which answers only for the one person on whom the page is focused.
    `kept_back` leaves out what is withheld today.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, at, worker_id, how, opens, bases FROM looks_at(%s)", [person])
        glances = [
            Glance(pk, at, worker, how, opens, tuple(bases)) for pk, at, worker, how, opens, bases in cursor.fetchall()
        ]
    if kept_back:
        hidden = set(
            Withholding.objects.filter(person=person, ended_at__isnull=True).values_list("worker_id", flat=True)
        )
        glances = [one for one in glances if one.worker not in hidden]
    visits = by_hour(glances)
    workers = {one.worker for one in visits}
    names = dict(Worker.objects.filter(pk__in=workers).values_list("pk", "name"))
    held = list(Post.objects.filter(worker__in=workers).select_related("organisation").order_by("from_on", "pk"))
    return [Looked(one, names.get(one.worker, "Someone"), _post_then(held, one)) for one in visits]


def _post_then(held: list[Post], visit: Visit) -> str:
    """Return the role and organisation that somebody had when they looked: they may have left, or do other work now."""
    day = day_of(visit.first)
    for post in held:
        if post.worker_id == visit.worker and post.from_on <= day and (post.until_on is None or post.until_on >= day):
            return f"{Role(post.role).label}, {post.organisation.name}"
    return ""


def shared(record: Record, *, by: Standing) -> list[tuple[date, str, str]]:
    """Return what was shared with whom: (day, with whom, what for), as far as `by` sees it.

    What was opened to a partner under an agreement is shared with them, also where it has ended since.
    """
    links = ServiceLink.objects.visible_to(by).filter(person=record.person.pk).order_by("-on")
    said = Consent.objects.visible_to(by).filter(
        person=record.person.pk, wording__purpose=ConsentPurpose.SHARING, given=True, withdrawn_on__isnull=True
    )
    rows = [(one.on, one.agency, one.what_for) for one in links]
    opened = (
        Grant.objects.filter(person=record.person.pk, sharing__isnull=False)
        .select_related("worker", "sharing__receiver", "sharing__purpose")
        .order_by("starts")
    )
    rows += [
        (day_of(one.starts), f"{one.worker.name}, {one.sharing.receiver.name}" if one.worker else one.sharing.receiver.name, one.sharing.purpose.words)
        for one in opened
    ]  # fmt: skip
    rows += [(one.on, one.shared_with, "I said that they may know") for one in said if one.shared_with]
    return sorted(rows, key=lambda row: row[0], reverse=True)


def questions_of(record: Record, *, by: Standing) -> list[Question]:
    """Return what a person has asked, the latest first."""
    return list(Question.objects.visible_to(by).filter(person=record.person.pk).order_by("-asked_on", "-recorded_at"))


@dataclass(frozen=True)
class Desk:
    """What waits for the data protection lead."""

    questions: list[Question]
    alerts: list[Alert]
    kept_back: list[Withholding]


def desk_of() -> Desk:
    """Return what waits for the data protection lead: read by the role, without sight of any record."""
    return Desk(
        list(Question.objects.filter(answered_at__isnull=True).select_related("person").order_by("due_on", "pk")[:200]),
        list(Alert.objects.filter(dealt_at__isnull=True).select_related("worker").order_by("day", "kind", "pk")[:200]),
        list(
            Withholding.objects.filter(ended_at__isnull=True)
            .select_related("worker", "by")
            .order_by("review_on", "pk")[:200]
        ),
    )


def kept_back(pk: UUID) -> Withholding | None:
    """Return what is kept back and not ended, for the data protection lead, who sees it without sight of the record."""
    return Withholding.objects.filter(pk=pk, ended_at__isnull=True).select_related("worker", "by").first()


def evidence_of(alert: UUID) -> list[dict[str, Any]]:
    """Return the log rows on which an alert rests, with the people whom they are about."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, at, how, page, people, asked FROM looks_of_alert(%s)", [alert])
        rows = cursor.fetchall()
    ids = {one for *_, people, asked in rows for one in [*people, asked] if one}
    people: dict[UUID, Any] = {one.pk: one for one in Person.objects.filter(pk__in=ids)}
    # A sealed record is not theirs to see: its seal says whose it is.
    sealed = Seal.objects.filter(person__in=ids - set(people)).order_by("set_at")
    people |= {one.person_id: Person(id=one.person_id, family_name=one.name) for one in sealed}
    return [
        {
            "id": pk,
            "at": at,
            "how": how,
            "page": page,
            "people": [people[one] for one in [*shown, asked] if one in people],
        }
        for pk, at, how, page, shown, asked in rows
    ]
