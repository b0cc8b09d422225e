"""Finding people: within sight by any name or number; outside it only by the exact question that the door allows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection
from django.db.models import Q

from throughline.domain import names
from throughline.domain.asked import Asked, understand
from throughline.domain.identifiers import normalise
from throughline.domain.vocabulary import IdentifierKind
from throughline.models import Episode, Identifier, Person, PersonName
from throughline.policy.standing import Standing

MOST_LOOKED_AT = 200  # `sec.find` gives no more
SURE = 10.0
SHOWN = 25
MOST_LISTED = 500


@dataclass(frozen=True)
class Found:
    """Somebody who may be the one looked for, and why."""

    person: Person
    why: str
    grade: float


@dataclass(frozen=True)
class Hits:
    """Who may be meant, the likeliest first. `more`: others fit too, who are not among them."""

    rows: list[Found]
    more: bool = False


def find(typed: str, *, by: Standing, today: date) -> Hits:
    """Return the people in sight whom some words may mean (at most 9 queries, however many fit).

    Names in any order, a slip in one, a short form or the beginning of a name; a birth date in any style; a number; a
    phone; a postcode.
    """
    asked = understand(typed, today=today)
    sure = _by_number(asked.numbers, by=by) | _reached(asked, by=by)
    named, more = _by_name(asked, by=by) if asked.words else ({}, False)
    if asked.born is not None and not asked.words:
        for person in Person.objects.visible_to(by).filter(birth_date=asked.born)[:MOST_LOOKED_AT]:
            named[person.pk] = Found(person, "born on that day", 2)
    found = sorted(
        (named | sure).values(), key=lambda one: (-one.grade, one.person.family_name, one.person.given_names)
    )
    return Hits(found[:SHOWN], more or len(found) > SHOWN)


def _by_number(typed: Sequence[str], *, by: Standing) -> dict[UUID, Found]:
    """Return the people in sight who have one of some numbers, as whichever kind it may be."""
    values = {normalise(kind, one) for kind in IdentifierKind for one in typed} - {""}
    rows = Identifier.objects.visible_to(by).filter(value__in=values, doubted_on__isnull=True).select_related("person")
    return {row.person_id: Found(row.person, f"{IdentifierKind(row.kind).label} {row.value}", SURE) for row in rows}


def _reached(asked: Asked, *, by: Standing) -> dict[UUID, Found]:
    """Return the people in sight who are reached at a phone or live at a postcode, as far as that is open."""
    if not asked.phone and not asked.postcode:
        return {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT who, way FROM sec.reached(%s, %s)", [asked.phone, asked.postcode])
        ways = dict(cursor.fetchall())
    why = {"phone": "this phone number", "postcode": "this postcode"}
    people = Person.objects.visible_to(by).filter(pk__in=ways)
    return {one.pk: Found(one, why[ways[one.pk]], SURE if ways[one.pk] == "phone" else 3.5) for one in people}


def _ids(asked: list[set[str]]) -> tuple[list[UUID], bool]:
    """Return the ids in sight that share a key with the first word and one with the last, and whether they were cut off."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT sec.find(%s, %s)", [sorted(asked[0]), sorted(asked[-1])])
        ids = [row[0] for row in cursor.fetchall()]
    return ids, len(ids) >= MOST_LOOKED_AT


def _by_name(asked: Asked, *, by: Standing) -> tuple[dict[UUID, Found], bool]:
    """Return the people in sight whose names fit every word, and whether more may than were looked at.

    Those of the very name are asked for first: among many who sound like them they would be cut off.
    """
    ids, more = _ids([names.exact_keys(word) for word in asked.words])
    if not more:
        loose, more = _ids([names.loose_keys(word) for word in asked.words])
        ids = list(dict.fromkeys(ids + loose))
    others: dict[UUID, list[str]] = {}
    for other in PersonName.objects.visible_to(by).filter(person__in=ids):
        others.setdefault(other.person_id, []).append(f"{other.given_names} {other.family_name}")
    found = {}
    for person in Person.objects.visible_to(by).filter(pk__in=ids):
        grade, why = _rank(asked, person, others.get(person.pk, []))
        if grade > 0:
            found[person.pk] = Found(person, why, grade)
    return found, more


def _rank(asked: Asked, person: Person, others: list[str]) -> tuple[float, str]:
    """Return how well a person fits the words, 0 (not at all) to 4.5, and why in words.

    Each word by itself: 3 the name, 2.5 its beginning, 2 a short form, 1.5 a slip, 1 a sound. A birth date that is theirs
    adds 1.5, and one that is not takes 1.
    """
    own = names.words_of(f"{person.given_names} {person.known_as} {person.family_name}")
    other = [word for name in others for word in names.words_of(name)]
    grade, also, loose = 0.0, False, False
    for word in asked.words:
        mine, theirs = _fits(word, own), _fits(word, other)
        best = max(mine, theirs)
        if best == 0.0:
            return 0, ""
        also |= theirs > mine
        loose |= best < 2.5
        grade += best
    grade /= len(asked.words)
    why = ["a name like it"] if loose else []
    if also:
        why.append("goes or went by this name")
    if asked.born is not None and person.birth_date is not None:
        same = asked.born == person.birth_date
        grade = max(grade + (1.5 if same else -1), 0.5)
        why.append("the same date of birth" if same else "another date of birth")
    return grade, ", ".join(why)


def _fits(word: str, known: list[str]) -> float:
    """Return how well one word fits the best of some names."""
    letters = names.normalise(word)
    # Of a short word one slip is a name like any other.
    slips = 1 if len(letters) < 6 else 2
    return max(
        (
            3.0 if letters == one else 2.5 if one.startswith(letters) and len(letters) > 1 else 2.0 if one in names.NICKNAMES.get(letters, ()) else
            1.5 if names.distance(letters, one) <= slips else 1.0 if names.soundex(letters) == names.soundex(one) else 0.0
            for one in known
        ),
        default=0.0,
    )  # fmt: skip


def likely(
    given: str, family: str, birth: date | None, *, by: Standing, identifiers: dict[IdentifierKind, str] | None = None
) -> list[Found]:
    """Return the people in sight who may be the one about to be added.

    By number first; then those alike in name, the more so with the same birth date.
    """
    numbered = _of_numbers(identifiers or {}, by=by)
    either = names.surname_keys(family) | names.surname_keys(given)
    # Those who share both names first: of a common surname there may be more than are looked at.
    both, _ = _ids([names.loose_keys(family), names.loose_keys(given)])
    ids = list(dict.fromkeys(both + _ids([either])[0]))
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
