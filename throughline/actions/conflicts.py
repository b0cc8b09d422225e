"""A worker knows somebody: from that moment the record is not there for them. Neither side is told why."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from throughline.actions import ownership, people
from throughline.actions.beats import atomic, insist, moment, objection_to_writing, record, see, without_a_person
from throughline.domain import conflicts as rules
from throughline.domain.conflicts import Knows
from throughline.domain.objections import Refused
from throughline.domain.vocabulary import IdentifierKind
from throughline.models import Conflict, Person, Worker, as_service
from throughline.policy.standing import Standing, objection_to_declaring_for, objection_to_settling_conflicts


@atomic
def declare(
    person: UUID, *, by: Standing, kind: Knows, on: date, worker: Worker | None = None, words: str = ""
) -> None:
    """Write down that a worker (by default `by`) knows somebody in sight. The record is shut to them at once.

    Where they look after it, it goes to a lead first. Said twice it is said once.
    Raises Person.DoesNotExist if `by` does not see them, Forbidden, Refused where nobody can look after them.
    """
    one = see(Person, person, by=by)
    knows = worker or Worker.objects.get(pk=by.worker)
    insist(may=objection_to_declaring_for(by, knows.pk))
    if knows.pk != by.worker and objection_to_settling_conflicts(by) is not None:
        insist(may=objection_to_writing(by, one.pk))
    if not _known(one.pk, knows):
        conflict = Conflict(
            worker=knows, person=one, given_names=one.given_names, family_name=one.family_name, birth_date=one.birth_date, kind=kind, words=words.strip(),
            declared_by_id=by.worker, declared_on=on,
        )  # fmt: skip
        conflict.save(force_insert=True)
        record("conflict:declare", without_a_person(conflict), by=by)
        ownership.come_away(one.pk, knows, by=by, on=on)
    by.sight.clear()


@atomic
def declare_unseen(
    *, by: Standing, kind: Knows, on: date, given_names: str = "", family_name: str = "", birth_date: date | None = None,
    identifiers: dict[IdentifierKind, str] | None = None, worker: Worker | None = None, words: str = "",
) -> None:  # fmt: skip
    """Write down that a worker knows somebody, who may have a record or not: it is never said which.

    Exactly one record with that number, or that name and birth date, is shut to them at once. Else it waits for whoever
    settles it, and is looked for each night. Raises Forbidden, Refused.
    """
    numbers = identifiers or {}
    number_kind, number = next(iter(numbers.items()), ("", ""))
    knows = worker or Worker.objects.get(pk=by.worker)
    insist(
        may=objection_to_declaring_for(by, knows.pk),
        can=rules.objection_to_declaring(given=given_names, family=family_name, birth=birth_date, number=number),
    )
    conflict = Conflict(
        worker=knows, given_names=given_names.strip(), family_name=family_name.strip(), birth_date=birth_date, number_kind=number_kind,
        number=number, kind=kind, words=words.strip(), declared_by_id=by.worker, declared_on=on,
    )  # fmt: skip
    with as_service():
        found = people.exactly(identifiers=numbers, given=given_names, family=family_name, birth=birth_date)
        if len(found) != 1 or not _known(found[0], knows):
            conflict.save(force_insert=True)
            if len(found) == 1:
                _belongs(conflict, found[0], by=by, on=on)
    record("conflict:declare", without_a_person(conflict), by=by)
    by.sight.clear()


@atomic
def match(
    pk: UUID, *, by: Standing, on: date, given_names: str = "", family_name: str = "", birth_date: date | None = None,
    identifiers: dict[IdentifierKind, str] | None = None,
) -> Conflict:  # fmt: skip
    """Say whose record a declaration is about. Raises Conflict.DoesNotExist, Forbidden, Refused where it is not one record."""
    insist(may=objection_to_settling_conflicts(by))
    conflict = Conflict.objects.visible_to(by).select_for_update(of=("self",)).get(pk=pk)
    insist(
        may=None,
        can=rules.objection_to_settling(ended=conflict.ended_at is not None, matched=conflict.person_id is not None),
    )
    with as_service():
        person = people.the_one(identifiers=identifiers or {}, given=given_names, family=family_name, birth=birth_date)
        if _known(person, conflict.worker):
            _end(conflict, by=by, at=moment())
        else:
            _belongs(conflict, person, by=by, on=on)
    record("conflict:match", without_a_person(conflict), by=by)
    return conflict


@atomic
def look_for_waiting(*, by: Standing, on: date) -> int:
    """Look for the records of declarations that wait: somebody may have come in since. Returns how many were found."""
    insist(may=objection_to_settling_conflicts(by))
    found = 0
    with as_service():
        for conflict in Conflict.objects.select_for_update(of=("self",)).filter(
            person__isnull=True, ended_at__isnull=True
        ):
            there = people.exactly(
                identifiers={IdentifierKind(conflict.number_kind): conflict.number} if conflict.number else {},
                given=conflict.given_names, family=conflict.family_name, birth=conflict.birth_date,
            )  # fmt: skip
            if len(there) != 1 or _known(there[0], conflict.worker):
                continue
            try:
                with transaction.atomic():
                    _belongs(conflict, there[0], by=by, on=on)
            except Refused:  # nobody could look after them: tried again each night, and the others go on
                continue
            record("conflict:match", without_a_person(conflict), by=by)
            found += 1
    return found


@atomic
def end(pk: UUID, *, by: Standing) -> Conflict:
    """End a declaration: what grants open to the worker is open again. Raises Conflict.DoesNotExist, Forbidden, Refused."""
    insist(may=objection_to_settling_conflicts(by))
    conflict = Conflict.objects.visible_to(by).select_for_update(of=("self",)).get(pk=pk)
    insist(may=None, can=rules.objection_to_settling(ended=conflict.ended_at is not None))
    _end(conflict, by=by, at=moment())
    record("conflict:end", without_a_person(conflict), by=by)
    return conflict


def _known(person: UUID, worker: Worker) -> bool:
    """Tell whether it is written down already, by whomever: asked as the service, and told to nobody."""
    with as_service(person):
        return Conflict.objects.filter(person=person, worker=worker, ended_at__isnull=True).exists()


def _belongs(conflict: Conflict, person: UUID, *, by: Standing, on: date) -> None:
    conflict.person_id = person
    conflict.save(update_fields=["person"])
    ownership.come_away(person, conflict.worker, by=by, on=on)


def _end(conflict: Conflict, *, by: Standing, at: datetime) -> None:
    conflict.ended_at, conflict.ended_by_id = at, by.worker
    conflict.save(update_fields=["ended_at", "ended_by"])
