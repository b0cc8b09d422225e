"""What keeps everyone safe around one person, who reads it, and what must be looked at again."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from throughline.domain.statements import LOOK_AHEAD, review_due
from throughline.models import Episode, Grant, Organisation, Post, Restriction, SafetyStatement, SharingTerm
from throughline.models.programmes import statement_review
from throughline.policy.grants import Opens
from throughline.policy.standing import Standing
from throughline.queries.looks import posts_of
from throughline.queries.records import Record


@dataclass(frozen=True)
class Safety:
    """What stands of one person's safety page for whoever asks."""

    statements: list[SafetyStatement]
    restrictions: list[Restriction]


def safety_of(person: UUID, *, by: Standing, on: date, works: bool = False) -> Safety:
    """Return the statements that stand, as far as they are meant for `by`, and the restrictions that hold or will.

    `works` says that `by` may write on the record, where that is known already: then all are meant for them.
    """
    rows = SafetyStatement.objects.visible_to(by)
    rows = rows if works else rows.meant_for(by, on=on)
    return Safety(
        list(
            rows.filter(person=person)
            .standing()
            .select_related("organisation", "author")
            .order_by("organisation__name", "setting", "place")
        ),
        list(
            Restriction.objects.visible_to(by)
            .filter(person=person)
            .to_come_or_in_force(on=on)
            .order_by("from_on", "pk")
        ),
    )


def earlier_of(person: UUID, *, by: Standing, on: date) -> Safety:
    """Return what ended or is over, the latest first: for those who work with the person."""
    return Safety(
        list(
            SafetyStatement.objects.visible_to(by)
            .meant_for(by, on=on)
            .filter(person=person, replaced_on__isnull=True, ended_on__isnull=False)
            .select_related("organisation", "ended_by")
            .order_by("-ended_on", "-pk")
        ),
        list(
            Restriction.objects.visible_to(by)
            .filter(person=person)
            .latest()
            .filter(Q(ended_on__isnull=False) | Q(until_on__lt=on))
            .select_related("ended_by")
            .order_by("-written_on", "-pk")
        ),
    )


def versions_of(statement: SafetyStatement, *, by: Standing, on: date) -> list[SafetyStatement]:
    """Return every version of a statement, the latest first, as far as they are meant for `by`."""
    return list(
        SafetyStatement.objects.visible_to(by)
        .meant_for(by, on=on)
        .filter(person=statement.person_id, line=statement.line)
        .select_related("author", "organisation")
        .order_by("-version")
    )


def pages_for(by: Standing, *, on: date) -> list[SafetyStatement]:
    """Return the statements that stand and are meant for `by`: a coach's way to the people who come to them."""
    return list(
        SafetyStatement.objects.visible_to(by)
        .meant_for(by, on=on)
        .standing()
        .select_related("person", "organisation", "author")
        .order_by("person__family_name", "person__given_names", "setting")[:300]
    )


def to_look_at_again(by: Standing, *, on: date) -> list[SafetyStatement]:
    """Return the statements near or past their review that `by` wrote, or whose person `by` looks after, soonest first."""
    rows = SafetyStatement.objects.visible_to(by).standing()
    return list(
        rows.filter(_asked_of(by, on=on)).select_related("person", "organisation").order_by("review_on", "pk")[:100]
    )


def restrictions_to_look_at_again(by: Standing, *, on: date) -> list[Restriction]:
    """Return the restrictions near or past their review that `by` wrote, or whose person `by` looks after, soonest first."""
    rows = Restriction.objects.visible_to(by).to_come_or_in_force(on=on)
    return list(rows.filter(_asked_of(by, on=on)).select_related("person").order_by("review_on", "pk")[:100])


def _asked_of(by: Standing, *, on: date) -> Q:
    """Pick what is due for review soon and is asked of `by`: of its author, and of whoever looks after the person."""
    owned = Episode.objects.visible_to(by).filter(person=OuterRef("person"), owner=by.worker, ended_on__isnull=True)
    return (Q(author=by.worker) | Exists(owned)) & Q(review_on__lte=on + LOOK_AHEAD, person__in=_worked(by))


def _worked(by: Standing):
    """Return the people on whose record `by` may write: nobody is reminded of what they cannot change."""
    return Grant.objects.held_by(by).in_force().opening(Opens.WORK).order_by().values("person_id")


@dataclass(frozen=True)
class Reader:
    """Somebody to whom a grant in force opens the safety page: who, what they are, and what else is open to them."""

    pk: UUID
    name: str
    what: str
    organisation: UUID | None
    opens: int
    because: str
    agreement: str = ""
    agreement_until: date | None = None

    @property
    def may_work(self) -> bool:
        """Whether they may write on the record, and so read every statement."""
        return bool(self.opens & Opens.WORK)

    def reads(self, organisation: UUID | None) -> bool:
        """Tell whether they read a statement for that organisation."""
        return self.may_work or (organisation is not None and organisation == self.organisation)


def readers_of(person: UUID, *, on: date) -> list[Reader]:
    """Return everyone to whom a grant in force opens somebody's safety page, in the order in which it was opened.

    Asked only on the pages of one person, by those who work with them (4 queries).
    """
    grants = list(
        Grant.objects.in_force()
        .opening(Opens.SAFETY)
        .with_opened()
        .filter(person=person)
        .select_related("worker__employer", "team__organisation", "organisation", "sharing__agreement")
        .order_by("starts", "pk")
    )
    workers = [one.worker_id for one in grants if one.worker_id]
    posts, homes = posts_of(workers, on=on), _organisations_of(workers, on=on)
    terms = {
        term.sharing_id: term.version.ends_on
        for term in SharingTerm.objects.in_force()
        .filter(sharing__in=[one.sharing_id for one in grants if one.sharing_id])
        .select_related("version")
    }
    found: dict[UUID, Reader] = {}
    for one in grants:
        if one.worker and one.worker.service:
            continue
        if one.worker:
            home = homes.get(one.worker_id, one.worker.employer_id)
            name, what = one.worker.name, posts.get(one.worker_id, one.worker.employer.name)
        elif one.team:
            home, name, what = (
                one.team.organisation_id,
                f"Who leads the {one.team.name} team",
                one.team.organisation.name,
            )
        else:
            home, name, what = one.organisation_id, f"Who leads {one.organisation.name}", ""
        key = one.grantee
        before = found.get(key)
        found[key] = Reader(
            key, name, what, home, one.opened | (before.opens if before else 0), before.because if before else one.because,
            one.sharing.agreement.title if one.sharing_id else before.agreement if before else "",
            terms.get(one.sharing_id) if one.sharing_id else before.agreement_until if before else None,
        )  # fmt: skip
    return list(found.values())


def _organisations_of(workers: list[UUID], *, on: date) -> dict[UUID, UUID]:
    """Return at which organisation each worker has their first post that day (1 query)."""
    found: dict[UUID, UUID] = {}
    for worker, organisation in (
        Post.objects.held(on).filter(worker__in=workers).order_by("from_on", "pk").values_list("worker_id", "organisation_id")
    ):  # fmt: skip
        found.setdefault(worker, organisation)
    return found


def organisations_to_write_for(readers: list[Reader], *, on: date) -> list[Organisation]:
    """Return the organisations that a statement may be for, those with somebody who would read it first."""
    reading = {one.organisation for one in readers if not one.may_work}
    rows = list(Organisation.objects.on(on).order_by("name"))
    return sorted(rows, key=lambda one: (one.pk not in reading, one.name))


def review_on_for(record: Record, *, on: date) -> date:
    """Return the day on which a statement written on a day is looked at again by the rule of the person's programme."""
    programme = record.episode.programme_id if record.episode else None
    return review_due(on, after=statement_review(programme, on=on))
