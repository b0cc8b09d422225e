"""What the pages of agreements need, as far as the one asking may read it."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Prefetch

from throughline.domain.agreements import REVIEW_SOON, AgreementState, state_of
from throughline.domain.vocabulary import Role
from throughline.models import (
    Agreement,
    AgreementParty,
    AgreementVersion,
    DeclaredNeed,
    Organisation,
    Person,
    Post,
    people_resting_on,
    sides_of,
)
from throughline.policy.grants import Opens
from throughline.policy.standing import Standing

MOST_NAMED = 200


@dataclass(frozen=True)
class Kept:
    """An agreement, as far as one worker may read it: its versions newest first, each with where it is."""

    agreement: Agreement
    sides: list[Organisation]
    versions: list[tuple[AgreementVersion, AgreementState]]
    my_sides: dict[UUID, Role]  # for which of its sides the one asking may speak
    keeps: bool  # whether the one asking may write it

    @property
    def current(self) -> tuple[AgreementVersion, AgreementState] | None:
        """The version that counts now: in force, else agreed for later, else the newest that may be read."""
        for wanted in (AgreementState.IN_FORCE, AgreementState.AGREED, AgreementState.WAITING, AgreementState.DRAFT):
            found = next((one for one in self.versions if one[1] is wanted), None)
            if found:
                return found
        return self.versions[0] if self.versions else None

    @property
    def open_one(self) -> tuple[AgreementVersion, AgreementState] | None:
        """The version that is being written or waits for approval."""
        return next((one for one in self.versions if one[1] in (AgreementState.DRAFT, AgreementState.WAITING)), None)

    @property
    def waits_for(self) -> list[Organisation]:
        """The sides that have not approved the version that waits."""
        found = self.open_one
        if found is None or found[1] is not AgreementState.WAITING:
            return []
        said = {approval.organisation_id for approval in found[0].approvals.all()}
        return [side for side in self.sides if side.pk not in said]

    @property
    def waits_for_me(self) -> list[Organisation]:
        """The sides that wait and for which the one asking may speak."""
        return [side for side in self.waits_for if side.pk in self.my_sides]

    @property
    def review_due_on(self) -> date | None:
        """The day on which the version in force is to be looked at next."""
        found = self.current
        if found is None or found[1] is not AgreementState.IN_FORCE:
            return None
        reviews = list(found[0].reviews.all())
        return reviews[0].next_on if reviews else found[0].review_on

    def review_is_due(self, *, on: date) -> bool:
        """Tell whether a review is due within the time in which people are reminded."""
        due = self.review_due_on
        return due is not None and due - REVIEW_SOON <= on


def kept(by: Standing, *, on: date, at: datetime, only: UUID | None = None) -> list[Kept]:
    """Return the agreements that a worker may read, by their titles (8 queries, however many there are)."""
    versions = (
        AgreementVersion.objects.known_to(by, on=on)
        .select_related("made_by", "proposed_by", "put_away_by", "ended_by", "ended_for", "rights_by")
        .prefetch_related("approvals__worker", "approvals__organisation", "reviews__by")
        .order_by("-number")
    )
    agreements = Agreement.objects.known_to(by, on=on).select_related("kept_by")
    if only is not None:
        agreements = agreements.filter(pk=only)
    speaks = sides_of(by, on=on)
    manages = set(
        Post.objects.on(on)
        .filter(worker=by.worker, role=Role.PARTNERSHIP_MANAGER)
        .values_list("organisation", flat=True)
    )
    parties = AgreementParty.objects.select_related("organisation")
    return [
        Kept(
            agreement=one,
            sides=[party.organisation for party in one.parties.all()],
            versions=_with_state(list(one.readable), at=at),
            my_sides={
                party.organisation_id: speaks[party.organisation_id]
                for party in one.parties.all()
                if party.organisation_id in speaks
            },
            keeps=one.kept_by_id in manages,
        )
        for one in agreements.prefetch_related(
            Prefetch("parties", queryset=parties), Prefetch("versions", queryset=versions, to_attr="readable")
        )
    ]


def _with_state(versions: list[AgreementVersion], *, at: datetime) -> list[tuple[AgreementVersion, AgreementState]]:
    """Return versions with where each is, newest first."""
    starts = {(one.number, one.starts) for one in versions if one.starts is not None}
    return [
        (
            one,
            state_of(
                proposed=one.proposed_at is not None,
                put_away=one.put_away_at is not None,
                starts=one.starts,
                ends=one.ends,
                at=at,
                followed=any(number > one.number and start == one.ends for number, start in starts),
            ),
        )
        for one in versions
    ]


def whole(version: AgreementVersion) -> AgreementVersion:
    """Return a version with its purposes, its terms and its approvals read (4 queries)."""
    return (
        AgreementVersion.objects.select_related("agreement", "rights_by")
        .prefetch_related(
            "purposes__purpose", "purposes__basis", "purposes__special", "purposes__offence",
            "terms__sharing", "approvals__worker", "approvals__organisation", "agreement__parties__organisation",
        )
        .get(pk=version.pk)
    )  # fmt: skip


@dataclass(frozen=True)
class Touched:
    """Whom the end of an agreement touches: how many, how many of them the one asking may see, and (at most 200) who."""

    number: int
    seen: int
    named: list[Person]

    @property
    def unseen(self) -> int:
        """How many the one asking may not see."""
        return self.number - self.seen

    @property
    def more(self) -> int:
        """How many more they may see than are named here."""
        return self.seen - len(self.named)


def touched_by(agreement: UUID, *, by: Standing) -> Touched:
    """Return whom the end of an agreement would touch. Names only of people in the asking worker's own sight."""
    number, ids = people_resting_on(agreement)
    named = Person.objects.visible_to(by, Opens.IDENTITY).filter(pk__in=ids).order_by("family_name", "given_names")
    return Touched(number, named.count(), list(named[:MOST_NAMED]))


def declared(by: Standing, *, on: date) -> list[DeclaredNeed]:
    """Return what the organisations for which a worker speaks have declared that they need."""
    return list(
        DeclaredNeed.objects.on(on)
        .filter(organisation__in=sides_of(by, on=on), until_on__isnull=True)
        .select_related("organisation", "purpose", "by")
        .order_by("organisation__name", "purpose__order")
    )
