"""What a list that was read would do: each row against what is known. Nothing is written here.

The one place beside the door's exact question that looks past sight: it runs for the service that keeps lists, and
what it tells the one who loads a list is in the list already.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from throughline.domain.eligibility import Facts, Rule, Verdict, judge
from throughline.domain.listed import ListedPerson, Places, fingerprint, plain
from throughline.domain.names import likeness
from throughline.models import (
    Council,
    CustodyPeriod,
    HeldRow,
    Identifier,
    LiberationDate,
    Person,
    Prison,
    PrisonStay,
    Programme,
)
from throughline.queries.eligibility import rules_of, served_councils

WORDS = {
    "new": "New",
    "not_eligible": "New, cannot join",
    "same": "Known, nothing new",
    "date_moved": "Known, date moved",
    "moved_prison": "Known, moved prison",
    "back_inside": "Known, back inside",
    "came_out": "Known, came out",
    "held": "May be someone we know",
    "bad": "Cannot be read",
}

MOVEMENT_WORDS = {
    "in": "Came in",
    "out": "Came out",
    "move": "Moved prison",
    "same": "Known already",
    "unknown": "Nobody we know",
    "refused": "Could not be",
    "bad": WORDS["bad"],
}


@dataclass(frozen=True)
class Fate:
    """What becomes of one row: a key of WORDS, why, and whom it is about."""

    row: ListedPerson
    what: str
    because: str = ""
    person: UUID | None = None
    verdict: Verdict | None = None

    @property
    def fingerprint(self) -> str:
        """A mark of whom the row is about."""
        return fingerprint(self.row)


@dataclass
class _Known:
    """Somebody known, as far as a list can change it."""

    person: Person
    period: CustodyPeriod | None = None
    stay: PrisonStay | None = None
    day: date | None = None


@dataclass(frozen=True)
class _Ground:
    """What every row is judged by: the rules, the councils served, the councils' names, the day."""

    rules: Sequence[Rule]
    served: Mapping[str, str]
    names: Mapping[str, str]
    on: date


def places(towns: Mapping[str, str]) -> Places:
    """Return the names that lists may use for prisons, councils and `towns` (a town to its council)."""
    prisons: dict[str, str] = {}
    for prison in Prison.objects.filter(closed_on__isnull=True):
        for name in (prison.code, prison.code.removeprefix("S-"), prison.name, prison.short_name, *prison.also_called):
            prisons.setdefault(plain(name), prison.pk)
    councils: dict[str, str] = {}
    for council in Council.objects.iterator():
        bare = council.name.removesuffix(" City").removeprefix("City of ")
        for name in (council.code, *council.old_codes, council.name, bare):
            councils.setdefault(plain(name), council.pk)
    return Places(prisons, councils, {plain(town): council for town, council in towns.items()})


def fates(rows: Sequence[ListedPerson], *, programme: Programme, on: date) -> list[Fate]:
    """Return what a list would do, row by row (9 queries, however long it is)."""
    ground = _Ground(
        rules_of(programme.pk, on=on), served_councils(on=on), dict(Council.objects.values_list("code", "name")), on
    )
    by_number = _by_number(rows)
    known = _known(rows, by_number)
    by_birth: dict[date, list[_Known]] = defaultdict(list)
    for one in known.values():
        if one.person.birth_date:
            by_birth[one.person.birth_date].append(one)
    decided = {
        row.fingerprint: row
        for row in HeldRow.objects.filter(fingerprint__in=[fingerprint(row) for row in rows]).order_by("decided_at")
    }
    numbers_of: dict[UUID, dict[str, str]] = defaultdict(dict)
    for person, kind, value in Identifier.objects.filter(person__in=known, doubted_on__isnull=True).values_list(
        "person_id", "kind", "value"
    ):
        numbers_of[person][kind] = value
    seen: dict[tuple[str, str], int] = {}
    return [_fate(row, by_number, known, by_birth, numbers_of, decided, seen, ground) for row in rows]


def known_of_held(rows: Sequence[HeldRow]) -> dict[UUID, list[str]]:
    """Return what tells people apart, for those that held rows may be about: numbers, and the prison they are in.

    Read without sight: whoever may decide about a held row may see this much of both (2 queries).
    """
    people = [row.person_id for row in rows]
    found: dict[UUID, list[str]] = defaultdict(list)
    for one in Identifier.objects.filter(person__in=people, doubted_on__isnull=True).order_by("kind"):
        found[one.person_id].append(f"{one.get_kind_display()} {one.value}")
    for stay in PrisonStay.objects.filter(person__in=people, until_on__isnull=True).select_related("prison"):
        found[stay.person_id].append(f"in {stay.prison.short_name}")
    return found


def _fate(row, by_number, known, by_birth, numbers_of, decided, seen, ground) -> Fate:
    for kind, value in row.identifiers.items():
        if (kind, value) in seen:
            return Fate(row, "bad", f"This person stands in row {seen[kind, value]} already.")
        seen[kind, value] = row.row
    people = {by_number[kind, value] for kind, value in row.identifiers.items() if (kind, value) in by_number}
    if len(people) > 1:
        return Fate(row, "bad", "Its numbers belong to different people we know.")
    if people:
        one = known[people.pop()]
        like = likeness(row.given_names, row.family_name, one.person.given_names, one.person.family_name)
        other_birth = row.birth_date and one.person.birth_date and row.birth_date != one.person.birth_date
        if like.grade == 0 and (other_birth or not one.person.birth_date):
            return _held(row, one, "the same number, but another name and date of birth", decided, ground)
        return _change(row, one)
    for one in by_birth.get(row.birth_date, ()) if row.birth_date else ():
        like = likeness(row.given_names, row.family_name, one.person.given_names, one.person.family_name)
        clash = any(numbers_of[one.person.pk].get(kind, value) != value for kind, value in row.identifiers.items())
        if (
            like.grade == 3
            and not clash
            and not (row.identifiers and not set(row.identifiers) & set(numbers_of[one.person.pk]))
        ):
            return _change(row, one)
        if like.grade >= 1:
            return _held(row, one, f"the same date of birth, and {like.why}", decided, ground)
    return _new(row, ground)


def _held(row, one: _Known, because: str, decided, ground) -> Fate:
    """Hold a row for somebody to decide, unless it has been decided, or is held already."""
    earlier = decided.get(fingerprint(row))
    if earlier is not None and earlier.decided_at is None:
        return Fate(row, "held", f"{because}. It waits for someone to decide.", person=None)
    if earlier is not None and earlier.same and earlier.person_id == one.person.pk:
        return _change(row, one)
    if earlier is not None and earlier.same is False and earlier.person_id == one.person.pk:
        return _new(row, ground)
    return Fate(row, "held", because, person=one.person.pk)


def _new(row: ListedPerson, ground: _Ground) -> Fate:
    facts = Facts(
        birth_date=row.birth_date, sex=row.sex, council=row.council, council_name=ground.names.get(row.council or "", ""), status=row.status,
        sentence_days=row.sentence_days, liberation_on=row.comes_out_on, no_date_because=row.no_date_because, released_on=row.released_on,
    )  # fmt: skip
    verdict = judge(ground.rules, facts, on=ground.on, served=ground.served)
    return Fate(row, "new" if verdict.may_be_asked else "not_eligible", verdict.because, verdict=verdict)


def _change(row: ListedPerson, one: _Known) -> Fate:
    """Say what a row changes about somebody known."""
    pk = one.person.pk
    if one.period is None or one.period.released_on is not None:
        last = one.period.released_on if one.period else None
        start = row.received_on or row.sentence_on
        if row.released_on is not None or (last is not None and start is not None and start < last):
            return Fate(row, "same", person=pk)
        return Fate(row, "back_inside", person=pk)
    if row.released_on is not None:
        return Fate(row, "came_out", f"came out {row.released_on.day} {row.released_on:%B %Y}", person=pk)
    if row.prison is not None and (one.stay is None or one.stay.prison_id != row.prison):
        return Fate(row, "moved_prison", f"was in {one.stay.prison.short_name}" if one.stay else "", person=pk)
    if row.comes_out_on is not None and row.comes_out_on != one.day:
        return Fate(row, "date_moved", f"was {one.day.day} {one.day:%B %Y}" if one.day else "had no date", person=pk)
    return Fate(row, "same", person=pk)


def _by_number(rows: Sequence[ListedPerson]) -> dict[tuple[str, str], UUID]:
    values = {value for row in rows for value in row.identifiers.values()}
    found = Identifier.objects.filter(value__in=values, doubted_on__isnull=True).values_list(
        "kind", "value", "person_id"
    )
    return {(kind, value): person for kind, value, person in found}


def _known(rows: Sequence[ListedPerson], by_number: dict[tuple[str, str], UUID]) -> dict[UUID, _Known]:
    births = {row.birth_date for row in rows if row.birth_date}
    people = {one.pk: one for one in Person.objects.filter(pk__in=set(by_number.values()))}
    people |= {one.pk: one for one in Person.objects.filter(birth_date__in=births)}
    known = {pk: _Known(one) for pk, one in people.items()}
    for period in CustodyPeriod.objects.filter(person__in=known).order_by("received_on", "recorded_at"):
        held = known[period.person_id].period
        if held is None or held.released_on is not None:
            known[period.person_id].period = period
    for stay in PrisonStay.objects.filter(person__in=known, until_on__isnull=True).select_related("prison"):
        known[stay.person_id].stay = stay
    dates = (
        LiberationDate.objects.filter(person__in=known, period__released_on__isnull=True)
        .order_by("person", "-known_on", "-recorded_at")
        .distinct("person")
    )
    for person, day in dates.values_list("person_id", "day"):
        known[person].day = day
    return known
