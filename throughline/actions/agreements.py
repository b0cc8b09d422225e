"""Making an agreement between organisations, step by step; and what a referral asks of it.

`allowed` says what may be told to whom for which purpose; `open_under` gives a grant that rests on it, and that closes
when it does. Approving, reviewing and ending are in `approvals.py`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from throughline.actions import grants
from throughline.actions.beats import atomic, focus, insist, moment, objection_to_writing, record, unchanged
from throughline.domain import agreements as rules
from throughline.domain import dated
from throughline.domain.objections import Objection, Refused, first
from throughline.domain.vocabulary import Role
from throughline.models import (
    Agreement,
    AgreementParty,
    AgreementPurpose,
    AgreementVersion,
    Code,
    DeclaredNeed,
    Grant,
    Organisation,
    Person,
    Post,
    Sharing,
    SharingTerm,
    Team,
    Worker,
    allowed,
    rests_on_consent,
    sides_of,
    term_on,
)
from throughline.policy.agreements import SHAREABLE, objection_to_carrying, objection_to_making
from throughline.policy.grants import Basis, Opens
from throughline.policy.standing import Standing

__all__ = [
    "Flow", "allowed", "begin_version", "choose_purposes", "declare_need", "draft_of", "make", "open_under", "rename", "rests_on_consent", "state", "write", "write_purpose",
]  # fmt: skip

_COLUMNS = (
    "starts_on", "ends_on", "review_on", "controllers", "rights_by_id", "clock_amount", "clock_unit", *(part.name for part in rules.PARTS),
)  # fmt: skip


@dataclass(frozen=True)
class Flow:
    """What one organisation may tell another, in bits of `Opens`."""

    giver: UUID
    receiver: UUID
    opens: int


def state(version: AgreementVersion, *, at: Any) -> rules.AgreementState:
    """Return where a version is at a moment."""
    followed = (
        version.ends is not None
        and AgreementVersion.objects.filter(
            agreement=version.agreement_id, number__gt=version.number, starts=version.ends
        ).exists()
    )
    return rules.state_of(
        proposed=version.proposed_at is not None,
        put_away=version.put_away_at is not None,
        starts=version.starts,
        ends=version.ends,
        at=at,
        followed=followed,
    )


@atomic
def make(*, by: Standing, title: str, organisations: Sequence[Organisation], on: date) -> AgreementVersion:
    """Begin an agreement between organisations: its first version, a draft. Raises Forbidden, Refused."""
    insist(may=objection_to_making(by), can=rules.objection_to_sides([one.pk for one in organisations]))
    home = Post.objects.on(on).filter(worker=by.worker, role=Role.PARTNERSHIP_MANAGER).order_by("from_on", "pk").first()
    if home is None:
        raise Refused(Objection("no_post", "You have no post as a partnership manager on that day."))
    agreement = Agreement(title=title.strip(), kept_by_id=home.organisation_id, made_by_id=by.worker)
    agreement.save(force_insert=True)
    for organisation in organisations:
        AgreementParty(agreement=agreement, organisation=organisation).save(force_insert=True)
    version = AgreementVersion(agreement=agreement, number=1, made_by_id=by.worker)
    version.save(force_insert=True)
    record("agreement:make", version, by=by, sides=[str(one.pk) for one in organisations])
    return version


@atomic
def rename(pk: UUID, *, by: Standing, title: str, on: date) -> Agreement:
    """Call an agreement something else, while nobody has been asked to approve it. Raises DoesNotExist, Forbidden, Refused."""
    agreement = Agreement.objects.known_to(by, on=on).select_for_update(of=("self",)).get(pk=pk)
    sent = agreement.versions.filter(proposed_at__isnull=False).exists()
    insist(
        may=_objection_to_keeping(by, agreement, on=on),
        can=Objection("sent_already", "Others have read it under this name. It keeps it.", "title") if sent else None,
    )
    agreement.title = title.strip()
    agreement.save(update_fields=["title"])
    record("agreement:rename", agreement, by=by)
    return agreement


@atomic
def begin_version(agreement: UUID, *, by: Standing, on: date) -> AgreementVersion:
    """Begin the next version as a copy of the last. What is in force stays so until all sides approve this one.

    Begun already, it is the same draft. Raises Agreement.DoesNotExist, Forbidden, Refused.
    """
    kept = Agreement.objects.known_to(by, on=on).select_for_update(of=("self",)).get(pk=agreement)
    last = kept.versions.order_by("-number").first()
    open_one = kept.versions.filter(valid__isnull=True, put_away_at__isnull=True).first()
    insist(may=_objection_to_keeping(by, kept, on=on))
    if open_one is not None and open_one.proposed_at is None:
        return open_one
    if open_one is not None:
        raise Refused(Objection("waits_already", "A version waits for approval. Put it away first, and say why."))
    version = AgreementVersion(agreement=kept, number=last.number + 1, made_by_id=by.worker)
    for name in _COLUMNS:
        setattr(version, name, getattr(last, name))
    version.starts_on = None  # it starts when it is approved, or on a day to be said: never in the past
    version.ends_on = last.ends_on if last.ends_on is not None and last.ends_on > on else None
    version.review_on = last.review_on if last.review_on is not None and last.review_on > on else None
    version.save(force_insert=True)
    for purpose in last.purposes.all():
        purpose.pk, purpose._state.adding, purpose.version = AgreementPurpose().pk, True, version
        purpose.save(force_insert=True)
    for term in last.terms.all():
        SharingTerm(version=version, sharing_id=term.sharing_id, opens=term.opens).save(force_insert=True)
    record("agreement:begin_version", version, by=by, number=version.number)
    return version


@atomic
def write(pk: UUID, *, by: Standing, version: int | None, on: date, **said: Any) -> AgreementVersion:
    """Write parts of a draft: any of its columns, each kept as it is said. Raises DoesNotExist, Forbidden, Refused."""
    draft = draft_of(pk, by=by, on=on)
    if "rights_by" in said:
        said["rights_by_id"] = said.pop("rights_by")
    days = {name: said.get(name, getattr(draft, name)) for name in ("starts_on", "ends_on", "review_on")}
    sides = {party.organisation_id for party in draft.agreement.parties.all()}
    no_side = said.get("rights_by_id") is not None and said["rights_by_id"] not in sides
    insist(
        may=None,
        can=first(
            rules.objection_to_dates(**days, today=on) if not days.keys().isdisjoint(said) else None,
            Objection("not_a_side", "That organisation is not part of this agreement.", "rights_by")
            if no_side
            else None,
        ),
    )
    unchanged(draft, version)
    for name, value in said.items():
        if name not in _COLUMNS:
            msg = f"no part of an agreement: {name}"
            raise TypeError(msg)
        setattr(draft, name, value.strip() if isinstance(value, str) else value)
    draft.version += 1
    draft.save(update_fields=[*said, "version"])
    record("agreement:write", draft, by=by, parts=sorted(said))
    return draft


@atomic
def choose_purposes(
    pk: UUID, *, by: Standing, version: int | None, purposes: Sequence[Code], on: date
) -> AgreementVersion:
    """Say what a draft is for. A purpose left out loses what was written of it; one that stays keeps it."""
    draft = draft_of(pk, by=by, on=on)
    unchanged(draft, version)
    chosen = {code.pk for code in purposes}
    draft.terms.exclude(sharing__purpose__in=chosen).delete()
    draft.purposes.exclude(purpose__in=chosen).delete()
    held = set(draft.purposes.values_list("purpose", flat=True))
    for code in purposes:
        if code.pk not in held:
            AgreementPurpose(version=draft, purpose=code).save(force_insert=True)
    draft.version += 1
    draft.save(update_fields=["version"])
    record("agreement:choose_purposes", draft, by=by, purposes=sorted(code.code for code in purposes))
    return draft


@atomic
def write_purpose(
    pk: UUID,
    *,
    by: Standing,
    version: int | None,
    on: date,
    texts: Mapping[str, str],
    basis: Code | None,
    special: Code | None,
    offence: Code | None,
    flows: Sequence[Flow],
) -> AgreementPurpose:
    """Write one purpose of a draft: why, by which law, and what each side may tell which.

    Raises AgreementPurpose.DoesNotExist, Forbidden, and Refused where the law that was chosen cannot carry the kinds.
    """
    held = AgreementPurpose.objects.select_related("purpose").get(pk=pk)
    try:
        draft = draft_of(held.version_id, by=by, on=on)
    except AgreementVersion.DoesNotExist:
        raise AgreementPurpose.DoesNotExist from None
    unchanged(draft, version)
    sides = {party.organisation_id for party in draft.agreement.parties.all()}
    opens = 0
    for flow in flows:
        if flow.giver == flow.receiver or not {flow.giver, flow.receiver} <= sides:
            raise Refused(Objection("not_a_side", "Choose organisations that this agreement is between."))
        opens |= flow.opens
    carries = None if special is None else str(special.traits.get("carries", ""))
    insist(
        may=None,
        can=objection_to_carrying(
            opens,
            purpose=held.purpose.words,
            basis=basis is not None,
            special_carries=carries,
            offence=offence is not None,
        ),
    )
    for part in rules.PURPOSE_PARTS:
        setattr(held, part.name, texts.get(part.name, getattr(held, part.name)).strip())
    held.basis, held.special, held.offence = basis, special, offence
    held.save(update_fields=[*(part.name for part in rules.PURPOSE_PARTS), "basis", "special", "offence"])
    draft.terms.filter(sharing__purpose=held.purpose_id).delete()
    for flow in flows:
        if flow.opens:
            SharingTerm(version=draft, sharing=_sharing(draft, held, flow), opens=int(flow.opens)).save(
                force_insert=True
            )
    draft.version += 1
    draft.save(update_fields=["version"])
    record("agreement:write_purpose", draft, by=by, purpose=held.purpose.code, opens=int(opens))
    return held


@atomic
def declare_need(
    *, by: Standing, organisation: Organisation, purpose: Code, opens: int, because: str, on: date
) -> DeclaredNeed:
    """Say, in the name of an organisation, what it needs to know for a purpose. The row before it ends the day before.

    Raises Forbidden, Refused.
    """
    nothing = not opens or opens & ~SHAREABLE
    insist(
        may=_objection_to_speaking_for(by, organisation.pk, on=on),
        can=first(
            Objection("nothing_needed", "Choose what you need to know.", "kinds") if nothing else None,
            Objection("no_reason", "Write why you need it.", "because") if not because.strip() else None,
        ),
    )
    earlier = (
        DeclaredNeed.objects.select_for_update()
        .filter(organisation=organisation, purpose=purpose, until_on__isnull=True)
        .first()
    )
    if earlier is not None:
        insist(may=None, can=dated.objection_to_following(earlier.from_on, on=on))
        earlier.until_on, earlier.version = max(earlier.from_on, dated.day_before(on)), earlier.version + 1
        earlier.save(update_fields=["until_on", "version"])
    need = DeclaredNeed(
        organisation=organisation,
        purpose=purpose,
        opens=int(opens),
        because=because.strip(),
        from_on=on,
        by_id=by.worker,
    )
    need.save(force_insert=True)
    record("agreement:declare_need", need, by=by, purpose=purpose.code, opens=int(opens))
    return need


@atomic
def open_under(
    person: Person | UUID,
    *,
    by: Standing,
    to: Worker | Team | Organisation,
    giver: UUID,
    receiver: UUID,
    purpose: str,
    because: str,
    source_kind: str,
    source: UUID,
    on: date,
    opens: int | None = None,
    basis: Basis = Basis.REFERRAL,
) -> Grant:
    """Open somebody's record to a partner as far as the agreement in force allows: a grant that rests on it.

    `opens` narrows it further (what the participant said yes to); `Opens.WORK` in it lets the receiver write. Called by
    the action whose fact is the `source` (a referral). Raises Refused without an agreement, or where nothing is left.
    """
    pk = person.pk if isinstance(person, Person) else person
    focus(pk)
    may = allowed(giver, receiver, purpose, on=on)
    term = term_on(giver, receiver, purpose, on=on)
    kinds = may if opens is None else Opens(opens & may)
    insist(
        may=objection_to_writing(by, pk),
        can=first(
            Objection(
                "no_agreement",
                "There is no agreement in force for this with that organisation. You may ask them without a name.",
            )
            if term is None
            else None,
            Objection("nothing_allowed", "The agreement does not let you tell them any of this.")
            if not kinds
            else None,
        ),
    )
    work = Opens.WORK if opens is not None and opens & Opens.WORK else Opens(0)
    given = grants.give(
        pk, to=to, basis=basis, because=because, source_kind=source_kind, source=source, opens=kinds | work, sharing=term.sharing_id,
    )  # fmt: skip
    record("agreement:open", given, by=by, sharing=str(term.sharing_id), opens=int(given.opens))
    return given


def draft_of(pk: UUID, *, by: Standing, on: date) -> AgreementVersion:
    """Return a version to be written on, locked. Raises AgreementVersion.DoesNotExist, Forbidden, Refused."""
    known = AgreementVersion.objects.known_to(by, on=on).select_for_update(of=("self",)).select_related("agreement")
    draft = known.get(pk=pk)
    insist(
        may=_objection_to_keeping(by, draft.agreement, on=on),
        can=rules.objection_to_writing(state(draft, at=moment())),
    )
    return draft


def _sharing(draft: AgreementVersion, held: AgreementPurpose, flow: Flow) -> Sharing:
    """Return the row on which grants of one direction and purpose rest, the same in every version."""
    which = {
        "agreement_id": draft.agreement_id,
        "purpose_id": held.purpose_id,
        "giver_id": flow.giver,
        "receiver_id": flow.receiver,
    }
    sharing = Sharing.objects.filter(**which).first()
    if sharing is None:
        sharing = Sharing(**which)
        sharing.save(force_insert=True)
    return sharing


def _objection_to_keeping(by: Standing, agreement: Agreement, *, on: date) -> Objection | None:
    """Return why `by` may not write this agreement, or None: its keepers do, with a post where it is kept."""
    kept = Post.objects.on(on).filter(
        worker=by.worker, organisation=agreement.kept_by_id, role=Role.PARTNERSHIP_MANAGER
    )
    return objection_to_making(by) or (
        None if kept.exists() else Objection("not_kept_here", "Only the organisation that keeps it can change it.")
    )


def _objection_to_speaking_for(by: Standing, organisation: UUID, *, on: date) -> Objection | None:
    """Return why `by` may not speak for an organisation, or None."""
    if organisation in sides_of(by, on=on):
        return None
    return Objection(
        "not_for_them",
        "Only a partnership manager, data protection lead or team lead of that organisation can do this.",
        "organisation",
    )
