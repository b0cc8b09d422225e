"""Sealing a record: from that moment it is there for the workers named, and for nobody else whatever any grant opens."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from throughline.actions import mail, people
from throughline.actions.beats import atomic, insist, moment, record, without_a_person
from throughline.domain import sealed as rules
from throughline.domain.objections import Objection, Refused
from throughline.domain.sealed import Sealed, SealKind
from throughline.domain.vocabulary import IdentifierKind, Role
from throughline.models import Episode, Person, Post, Seal, SealHolder, Worker, as_service
from throughline.policy.grants import EVERYTHING, Opens
from throughline.policy.standing import Standing, objection_to_sealing, objection_to_setting_up

# What each part of a record is, in the kinds of information that grants open.
SHUTS = {Sealed.WHOLE: EVERYTHING, Sealed.ADDRESS: int(Opens.ADDRESS)}


@atomic
def seal(
    *, by: Standing, kind: SealKind, part: Sealed, because: str, holders: Iterable[Worker], review_on: date, on: date,
    given_names: str = "", family_name: str = "", birth_date: date | None = None,
    identifiers: dict[IdentifierKind, str] | None = None,
) -> Seal:  # fmt: skip
    """Seal the one record with that number, or that name and birth date. It shuts everyone else out at once, those who come later too.

    Raises Forbidden but for the data protection lead, Refused.
    """
    insist(may=objection_to_sealing(by))
    named = list(dict.fromkeys(holders))
    with as_service():
        person = Person.objects.get(
            pk=people.the_one(identifiers=identifiers or {}, given=given_names, family=family_name, birth=birth_date)
        )
        doubled = Seal.objects.in_force().filter(person=person, opens=SHUTS[part]).exists()
        owner = _owner_outside(person.pk, {one.pk for one in named}) if part == Sealed.WHOLE else None
    insist(
        may=None,
        can=rules.objection_to_sealing(because=because, review_on=review_on, on=on, holders=len(named), doubled=doubled)
        or rules.objection_to_leaving_out(owner),
    )
    made = Seal(
        person=person, name=person.name[:250], kind=kind, opens=SHUTS[part], because=because.strip(), set_by_id=by.worker,
        from_on=on, review_on=review_on,
    )  # fmt: skip
    made.save(force_insert=True)
    for worker in named:
        _name(made, worker, by=by, on=on)
    record("seal:set", without_a_person(made), by=by, kind=kind, review=review_on.isoformat())
    by.sight.clear()
    return made


@atomic
def name_holder(pk: UUID, *, by: Standing, worker: Worker, on: date) -> Seal:
    """Name one more worker who can open what is sealed. Named twice they are named once."""
    found = _see(pk, by=by)
    insist(may=None, can=rules.objection_to_ending(because="x", ended=found.ended_at is not None))
    if not SealHolder.objects.in_force().filter(seal=found, worker=worker).exists():
        _name(found, worker, by=by, on=on)
        record("seal:name", without_a_person(found), by=by, worker=str(worker.pk))
    by.sight.clear()
    return found


@atomic
def drop_holder(pk: UUID, *, by: Standing) -> SealHolder:
    """Take a worker off a seal. Raises SealHolder.DoesNotExist, Forbidden, Refused where they look after the record or are the last."""
    insist(may=objection_to_sealing(by))
    holder = SealHolder.objects.visible_to(by).select_for_update(of=("self",)).select_related("seal").get(pk=pk)
    others = set(SealHolder.objects.in_force().filter(seal=holder.seal).exclude(pk=pk).values_list("worker", flat=True))
    owner = None
    if holder.seal.opens & Opens.IDENTITY:
        with as_service():
            owner = _owner_outside(holder.person_id, others)
    ended = holder.ended_at is not None or holder.seal.ended_at is not None
    insist(may=None, can=rules.objection_to_dropping(left=len(others), owner=owner, ended=ended))
    holder.ended_at = moment()
    holder.save(update_fields=["ended_at"])
    record("seal:drop", without_a_person(holder.seal), by=by, worker=str(holder.worker_id))
    by.sight.clear()
    return holder


@atomic
def review(pk: UUID, *, by: Standing, review_on: date, on: date) -> Seal:
    """Look at a seal again and keep it, until another day."""
    found = _see(pk, by=by)
    insist(
        may=None,
        can=rules.objection_to_reviewing(review_on=review_on, on=on, ended=found.ended_at is not None),
    )
    found.review_on = review_on
    found.save(update_fields=["review_on"])
    record("seal:review", without_a_person(found), by=by, review=review_on.isoformat())
    return found


@atomic
def end(pk: UUID, *, by: Standing, because: str) -> Seal:
    """End a seal: what grants open is open again."""
    found = _see(pk, by=by)
    insist(may=None, can=rules.objection_to_ending(because=because, ended=found.ended_at is not None))
    found.ended_at, found.ended_by_id, found.ended_because = moment(), by.worker, because.strip()
    found.save(update_fields=["ended_at", "ended_by", "ended_because"])
    record("seal:end", without_a_person(found), by=by)
    by.sight.clear()
    return found


@atomic
@as_service()
def remind(*, by: Standing, on: date) -> int:
    """Remind the data protection lead, each day, of seals that are to be looked at again. Returns how many are due."""
    insist(may=objection_to_setting_up(by))
    due = list(Seal.objects.in_force().filter(review_on__lte=on))
    if due:
        mail.remind_today(
            Post.objects.holders(Role.DATA_PROTECTION_LEAD, on),
            on=on,
            key="seals-due",
            body="Something that you set is to be looked at again.",
            path="/seals/",
        )
    for one in due:
        record("seal:remind", without_a_person(one), by=by)
    return len(due)


def _see(pk: UUID, *, by: Standing) -> Seal:
    """Return a seal, locked, for who may change it. Raises Forbidden, Seal.DoesNotExist."""
    insist(may=objection_to_sealing(by))
    return Seal.objects.visible_to(by).select_for_update(of=("self",)).get(pk=pk)


def _name(seal: Seal, worker: Worker, *, by: Standing, on: date) -> None:
    if worker.service or worker.has_left(on):
        raise Refused(Objection("has_left", f"{worker.name} has left. Choose someone else.", "holders"))
    SealHolder(seal=seal, person_id=seal.person_id, worker=worker, named_by_id=by.worker, from_on=on).save(
        force_insert=True
    )


def _owner_outside(person: UUID, named: set[UUID]) -> str | None:
    """Return who looks after a record and would be shut out of it, or None. Asked as the service."""
    episode = Episode.objects.filter(person=person, ended_on__isnull=True).exclude(owner__in=named).first()
    return episode.owner.name if episode is not None else None
