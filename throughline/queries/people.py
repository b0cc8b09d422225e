"""Finding people: within sight by any name or number; outside it only by the exact question that the door allows."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection
from django.db.models import Q

from throughline.domain import names
from throughline.domain.identifiers import normalise
from throughline.domain.vocabulary import IdentifierKind
from throughline.models import Episode, Identifier, NameKeys, Person, PersonName
from throughline.policy.standing import Standing

MOST_LOOKED_AT = 200
SHOWN = 25
MOST_LISTED = 500


@dataclass(frozen=True)
class Found:
    """Somebody who may be the one looked for, and why."""

    person: Person
    why: str
    grade: float


def find(words: str, *, by: Standing) -> list[Found]:
    """Return the people in sight whom some words may mean: names in any order, a slip in one, a short form, or a number."""
    parts = [part for part in words.replace(",", " ").split() if names.normalise(part)][:4]
    found: dict[UUID, Found] = {}
    for identifier in _by_number(words, by=by):
        found[identifier.person_id] = Found(
            identifier.person, f"{IdentifierKind(identifier.kind).label} {identifier.value}", 10
        )
    if parts:
        for person in _by_name(parts, by=by):
            grade, why = _rank(parts, person)
            if grade > 0 and person.pk not in found:
                found[person.pk] = Found(person, why, grade)
    return sorted(found.values(), key=lambda one: (-one.grade, one.person.family_name, one.person.given_names))[:SHOWN]


def _by_number(words: str, *, by: Standing) -> list[Identifier]:
    values = {normalise(kind, words) for kind in IdentifierKind}
    return list(
        Identifier.objects.visible_to(by).filter(value__in=values, doubted_on__isnull=True).select_related("person")
    )


def _by_name(parts: list[str], *, by: Standing) -> list[Person]:
    """Return people who share a key with each word, taken as a forename or a surname."""
    rows = NameKeys.objects.visible_to(by)
    for part in parts[:2] if len(parts) > 1 else parts:
        rows = rows.filter(keys__overlap=sorted(names.surname_keys(part) | names.forename_keys(part)))
    ids = list(rows.values_list("person_id", flat=True)[:MOST_LOOKED_AT])
    return list(Person.objects.visible_to(by).filter(pk__in=ids))


def _rank(parts: list[str], person: Person) -> tuple[float, str]:
    """Return how well a person fits the words, and why in words."""
    mine = [names.normalise(part) for part in f"{person.given_names} {person.known_as} {person.family_name}".split()]
    grade = 0.0
    for part in parts:
        word = names.normalise(part)
        best = max(
            (
                3.0 if word == one else 2.5 if one.startswith(word) else 2.0 if one in names.NICKNAMES.get(word, ()) else
                1.5 if names.distance(word, one) <= 1 else 1.0 if names.soundex(word) == names.soundex(one) else 0.0
                for one in mine
            ),
            default=0.0,
        )  # fmt: skip
        if best == 0.0:
            return 0, ""
        grade += best
    return grade / len(parts), "" if grade / len(parts) >= 2.5 else "a name like it"


def likely(
    given: str, family: str, birth: date | None, *, by: Standing, identifiers: dict[IdentifierKind, str] | None = None
) -> list[Found]:
    """Return the people in sight who may be the one about to be added.

    By number first; then those alike in name, the more so with the same birth date.
    """
    numbered = _of_numbers(identifiers or {}, by=by)
    keys = sorted(names.surname_keys(family) | names.surname_keys(given))
    ids = list(
        NameKeys.objects.visible_to(by).filter(keys__overlap=keys).values_list("person_id", flat=True)[:MOST_LOOKED_AT]
    )
    others = {}
    for other in PersonName.objects.visible_to(by).filter(person__in=ids):
        others.setdefault(other.person_id, []).append((other.given_names, other.family_name))
    found = list(numbered.values())
    for person in Person.objects.visible_to(by).filter(pk__in=ids):
        if person.pk in numbered:
            continue
        known = [
            (person.given_names, person.family_name),
            (person.known_as, person.family_name),
            *others.get(person.pk, []),
        ]
        best = max((names.likeness(given, family, *name) for name in known), key=lambda like: like.grade)
        same_birth = birth is not None and person.birth_date == birth
        if best.grade == 0 or (
            birth is not None and person.birth_date is not None and not same_birth and best.grade < 3
        ):
            continue
        why = best.why + (", the same date of birth" if same_birth else "")
        found.append(Found(person, why, best.grade + (2 if same_birth else 0)))
    return sorted(found, key=lambda one: -one.grade)[:10]


def _of_numbers(identifiers: dict[IdentifierKind, str], *, by: Standing) -> dict[UUID, Found]:
    """Return the people in sight who have one of some numbers."""
    held = Q(pk__in=[])
    for kind, value in identifiers.items():
        held |= Q(kind=kind, value=value)
    rows = Identifier.objects.visible_to(by).filter(held, doubted_on__isnull=True).select_related("person")
    return {row.person_id: Found(row.person, f"{IdentifierKind(row.kind).label} {row.value}", 10) for row in rows}


def known_elsewhere(*, identifiers: dict[IdentifierKind, str], given: str, family: str, birth: date | None) -> bool:
    """Tell whether somebody out of sight has exactly this number, or exactly this name and birth date (1 query).

    The one question that looks past sight. It answers yes or no and names nobody; a no costs as much as a yes.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT sec.known(%s::text[], %s::text[], %s, %s, %s)",
            [[str(kind) for kind in identifiers], list(identifiers.values()), given.strip(), family.strip(), birth],
        )
        return bool(cursor.fetchone()[0])


def caseload(*, by: Standing, owner: UUID | None = None) -> list[Episode]:
    """Return the open episodes in sight, those of one owner where named, by name."""
    rows = Episode.objects.visible_to(by).filter(ended_on__isnull=True).select_related("person", "owner", "team")
    if owner is not None:
        rows = rows.filter(owner=owner)
    return list(rows.order_by("person__family_name", "person__given_names")[:MOST_LISTED])
