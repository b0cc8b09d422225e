"""Making and changing what is known of somebody as a person."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from throughline.actions import episodes, grants
from throughline.actions.beats import atomic, focus, insist, moment, objection_to_writing, record, see, unchanged
from throughline.domain import names
from throughline.domain.calendar import day_of
from throughline.domain.objections import Objection, Refused
from throughline.domain.vocabulary import IdentifierKind
from throughline.models import Episode, Event, Identifier, ListFact, NameKeys, Person, PersonName, Worker, unfocus
from throughline.policy.grants import OPENED_BY, Basis, Opens
from throughline.policy.standing import Standing, objection_to_listing

# What the service that keeps lists needs to bring dates, moves and what a list says; nothing that anyone told a mentor.
LISTS_OPEN = Opens.IDENTITY | Opens.JOURNEY | Opens.EQUALITY | Opens.OFFENDING | Opens.WORK

# Whether somebody is known elsewhere may be asked so often (access.md, "Looking for someone").
ASKED_ELSEWHERE = "person:ask_elsewhere"
ASKED_AN_HOUR = 30
_MANY = "You have asked about 30 people in an hour. Wait a while, or ask the record steward to look for you."


@atomic
def create(
    *,
    by: Standing,
    given_names: str,
    family_name: str,
    birth_date: date | None = None,
    identifiers: dict[IdentifierKind, str] | None = None,
    known_as: str = "",
    home_place: str = "",
    home_council: str | None = None,
    language: str = "",
    reading: str = "",
) -> Person:
    """Make a person. Whoever makes them holds the first grant, until an episode says who owns the record.

    `identifiers` are normalised numbers by kind. Raises Forbidden if `by` may not create people. The caller has looked
    for who is already there (`queries/people.py`).
    """
    insist(may=objection_to_listing(by))
    person = Person(
        given_names=given_names.strip(),
        family_name=family_name.strip(),
        known_as=known_as.strip(),
        birth_date=birth_date,
        home_place=home_place.strip(),
        home_council_id=home_council,
        language=language.strip(),
        reading=reading.strip(),
    )
    # The own grant comes before its person: row security refuses to add somebody whom nobody sees yet. The others after.
    if by.service:
        _open_to_lists(person)
    else:
        grants.give(
            person.pk,
            to=Worker(pk=by.worker),
            basis=Basis.ASSIGNMENT,
            because="made this record",
            source_kind="person",
            source=person.pk,
            opens=OPENED_BY[Basis.ASSIGNMENT],
        )
    by.sight.clear()
    unfocus()
    person.save(force_insert=True)
    focus(person.pk)
    if not by.service:
        _open_to_lists(person)
    for kind, value in (identifiers or {}).items():
        Identifier(person=person, kind=kind, value=value).save(force_insert=True)
    NameKeys(person=person, keys=_keys_of(person)).save(force_insert=True)
    record("person:create", person, by=by)
    return person


@atomic
def ask_elsewhere(*, by: Standing, numbers: int, born: bool) -> None:
    """Write down that somebody asks whether a person is known out of their sight, at most 30 times an hour. Raises Refused.

    The one question that looks past sight: without a limit, a list of names could be tried against it.
    """
    asked = Event.objects.filter(what=ASKED_ELSEWHERE, by=by.worker, at__gt=moment() - timedelta(hours=1)).count()
    insist(may=None, can=Objection("asked_often", _MANY) if asked >= ASKED_AN_HOUR else None)
    record(ASKED_ELSEWHERE, Worker(pk=by.worker), by=by, numbers=numbers, born=born)


@atomic
def describe(pk: UUID, *, by: Standing, version: int | None, **facts: Any) -> Person:
    """Change what is known of a person: names, birth date, home, language, reading. `version` is what the page showed.

    Raises Person.DoesNotExist if `by` cannot see them, Forbidden if they may not write, Refused if someone else
    changed it meanwhile.
    """
    person = see(Person, pk, by=by)
    insist(may=objection_to_writing(by, pk))
    unchanged(person, version)
    home = person.home_council_id
    for name, value in facts.items():
        setattr(person, name, value)
    person.version += 1
    person.save(update_fields=[*facts, "version"])
    NameKeys.objects.filter(person=person).update(keys=_keys_of(person))
    record("person:describe", person, by=by, fields=sorted(facts))
    if person.home_council_id != home:
        # The team of their new home takes the place of a guess, or of a team nobody has joined with yet.
        for episode in Episode.objects.select_for_update(of=("self",)).filter(person=person, ended_on__isnull=True):
            if home is None or episode.signed_up_on is None:
                episodes.follow_home(episode, on=day_of(moment()))
        by.sight.clear()
    return person


@atomic
def learn(
    pk: UUID,
    *,
    by: Standing,
    on: date,
    home_place: str = "",
    home_council: str | None = None,
    list_facts: dict[str, str] | None = None,
    identifiers: dict[IdentifierKind, str] | None = None,
) -> Person:
    """Add what a list says of somebody and nobody knew: home, numbers, sex and ethnic group as the prison has them.

    What is known already stays as it is. Raises Person.DoesNotExist, Forbidden.
    """
    person = see(Person, pk, by=by)
    insist(may=objection_to_writing(by, pk))
    added = []
    if home_council and person.home_council_id is None:
        person.home_council_id, person.home_place = home_council, person.home_place or home_place
        person.version += 1
        person.save(update_fields=["home_council", "home_place", "version"])
        added.append("home")
        for episode in Episode.objects.select_for_update(of=("self",)).filter(person=person, ended_on__isnull=True):
            episodes.follow_home(episode, on=on)
    for what, value in (list_facts or {}).items():
        if value and not ListFact.objects.filter(person=person, what=what, value=value).exists():
            ListFact(person=person, what=what, value=value, as_at=on).save(force_insert=True)
            added.append(what)
    for kind, value in (identifiers or {}).items():
        if not Identifier.objects.filter(kind=kind, value=value, doubted_on__isnull=True).exists():
            Identifier(person=person, kind=kind, value=value).save(force_insert=True)
            added.append(str(kind))
    record("person:learn", person, by=by, added=added)
    return person


@atomic
def add_name(pk: UUID, *, by: Standing, given_names: str, family_name: str) -> PersonName:
    """Add another name that someone goes or went by, so that a search finds them under it."""
    person = see(Person, pk, by=by)
    insist(may=objection_to_writing(by, pk))
    other = PersonName(person=person, given_names=given_names.strip(), family_name=family_name.strip())
    other.save(force_insert=True)
    NameKeys.objects.filter(person=person).update(keys=_keys_of(person))
    record("person:add_name", other, by=by)
    return other


@atomic
def add_identifier(pk: UUID, *, by: Standing, kind: IdentifierKind, value: str) -> Identifier:
    """Add a number by which another system knows someone. Raises Refused where it is on a record already."""
    person = see(Person, pk, by=by)
    insist(may=objection_to_writing(by, pk))
    identifier = Identifier(person=person, kind=kind, value=value)
    try:
        with transaction.atomic():
            identifier.save(force_insert=True)
    except IntegrityError:
        # Asked of the table itself: the record that has it may be out of sight, and then nothing of it is said.
        raise Refused(
            Objection("number_taken", "This number is on a record already. Ask the record steward.", "value")
        ) from None
    record("person:add_identifier", identifier, by=by, kind=kind)
    return identifier


def _open_to_lists(person: Person) -> None:
    """Let lists go on bringing dates and moves, whoever loads them: the service that reads them keeps a narrow grant."""
    grants.give(
        person.pk,
        to=Worker.objects.get(service=True),
        basis=Basis.OVERSIGHT,
        because="keeps dates and prisons up to date from lists",
        source_kind="lists",
        source=person.pk,
        opens=LISTS_OPEN,
    )


def _keys_of(person: Person) -> list[str]:
    """Return the search keys of every name of a person."""
    known = [(person.given_names, person.family_name), (person.known_as, person.family_name)]
    known += list(PersonName.objects.filter(person=person).values_list("given_names", "family_name"))
    return sorted({key for given, family in known for key in names.keys(given, family)})


def exactly(*, identifiers: dict[IdentifierKind, str], given: str, family: str, birth: date | None) -> list[UUID]:
    """Return who has exactly this number, or exactly this name and birth date. Asked as the service, told to nobody."""
    found: set[UUID] = set()
    for kind, value in identifiers.items():
        found |= set(
            Identifier.objects.filter(kind=kind, value=value, doubted_on__isnull=True).values_list("person", flat=True)
        )
    if birth is not None and given.strip() and family.strip():
        named = Person.objects.filter(
            birth_date=birth, given_names__iexact=given.strip(), family_name__iexact=family.strip()
        )
        found |= set(named.values_list("pk", flat=True))
    return sorted(found)


def the_one(*, identifiers: dict[IdentifierKind, str], given: str, family: str, birth: date | None) -> UUID:
    """Return the one record that is meant, for who may settle whose it is. Raises Refused where it is none, or several."""
    found = exactly(identifiers=identifiers, given=given, family=family, birth=birth)
    if len(found) == 1:
        return found[0]
    if found:
        raise Refused(Objection("several", "More than one record fits. Write a number that only they have."))
    raise Refused(
        Objection("nobody", "No record has exactly that. Check the number, or the name and the date of birth.")
    )
