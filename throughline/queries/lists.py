"""What a list that was read would do: each row against what is known. Nothing is written here.

The one place beside the door's exact question that looks past sight: it runs for the service that keeps lists, and
what it tells the one who loads a list is in the list already.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from throughline.domain.caseload import Brought
from throughline.domain.eligibility import Facts, Rule, Verdict, judge
from throughline.domain.listed import ListedPerson, Places, fingerprint, plain
from throughline.domain.names import Likeness, likeness
from throughline.domain.vocabulary import CustodyStatus
from throughline.models import (
    Council,
    CustodyPeriod,
    HeldRow,
    Identifier,
    LiberationDate,
    ListFact,
    Person,
    PersonName,
    Prison,
    PrisonStay,
    Programme,
    as_service,
)
from throughline.policy.standing import Standing
from throughline.queries.eligibility import rules_of, served_councils

WORDS = {
    "new": "New",
    "not_eligible": "New, cannot join",
    "same": "Known, nothing new",
    "date_moved": "Known, date moved",
    "moved_prison": "Known, moved prison",
    "sentence_changed": "Known, sentence changed",
    "more_known": "Known, more is known",
    "back_inside": "Known, back inside",
    "came_out": "Known, came out",
    "held": "May be someone we know",
    "bad": "Cannot be read",
}
CHANGES = ("date_moved", "moved_prison", "sentence_changed", "more_known", "back_inside", "came_out")


@dataclass(frozen=True)
class Fate:
    """What becomes of one row: a key of WORDS, why, and whom it is about."""

    row: ListedPerson
    what: str
    because: str = ""
    person: UUID | None = None
    verdict: Verdict | None = None
    changes: tuple[str, ...] = ()  # every change of somebody known; `what` is the first of them
    reason: str = ""  # why it is held, for whoever decides: `because` may say less

    @property
    def fingerprint(self) -> str:
        """A mark of whom the row is about."""
        return fingerprint(self.row)


@dataclass
class Known:
    """Somebody known, as far as a file can tell or change it: from the records, or from an earlier row of the same list."""

    person: UUID | None
    names: list[tuple[str, str]]
    birth_date: date | None
    numbers: dict[str, str] = field(default_factory=dict)
    council: str | None = None
    home_place: str = ""
    period: CustodyPeriod | None = None
    last_out: date | None = None
    stay: PrisonStay | None = None
    day: date | None = None
    told: set[tuple[str, str]] = field(default_factory=set)  # what lists said of sex and ethnic group
    row: str = ""  # where they stand in the list, if they came in with it
    died_on: date | None = None

    def like(self, row: ListedPerson | Brought) -> Likeness:
        """Tell how alike a row's name is to the nearest of this person's names."""
        found = [likeness(row.given_names, row.family_name, *name) for name in self.names]
        return max(found, key=lambda one: one.grade)

    def clashes(self, row: ListedPerson | Brought) -> bool:
        """Tell whether a row's numbers show that it is about somebody else."""
        return any(self.numbers.get(kind, value) != value for kind, value in row.identifiers.items())


@dataclass(frozen=True)
class _Ground:
    """What every row is judged by: the rules, the councils, the day, who is known and whom the loader sees."""

    rules: Sequence[Rule]
    served: Mapping[str, str]
    names: Mapping[str, str]
    on: date
    by_number: dict[tuple[str, str], UUID]
    known: dict[UUID, Known]
    by_birth: dict[date, list[Known]]
    decided: dict[str, list[HeldRow]]
    seen: set[UUID]
    numbers_here: dict[tuple[str, str], str] = field(default_factory=dict)
    marks_here: dict[str, str] = field(default_factory=dict)
    people_here: dict[UUID, str] = field(default_factory=dict)


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


@as_service()
def fates(
    rows: Sequence[ListedPerson], *, by: Standing, programme: Programme, on: date, said: tuple[UUID, bool] | None = None
) -> list[Fate]:
    """Return what a list would do, row by row (a fixed number of queries, however long it is).

    Of people whom `by` does not see it says no more than the list does. `said` is a person, and whether somebody has
    just said that the row is about them.
    """
    by_number = by_numbers(rows)
    decided: dict[str, list[HeldRow]] = defaultdict(list)
    for row in HeldRow.objects.filter(fingerprint__in=[fingerprint(row) for row in rows]).order_by("decided_at"):
        decided[row.fingerprint].append(row)
    named = {row.became_id for held in decided.values() for row in held if row.became_id} | {said[0] if said else None}
    known = known_people(rows, set(by_number.values()) | named - {None})
    if said is not None and not said[1]:
        known.pop(said[0], None)
        by_number = {number: person for number, person in by_number.items() if person != said[0]}
    by_birth: dict[date, list[Known]] = defaultdict(list)
    for one in known.values():
        if one.birth_date:
            by_birth[one.birth_date].append(one)
    ground = _Ground(
        rules_of(programme.pk, on=on), served_councils(on=on), dict(Council.objects.values_list("code", "name")), on,
        by_number, known, by_birth, decided,
        set(Person.objects.visible_to(by).filter(pk__in=known).values_list("pk", flat=True)),
    )  # fmt: skip
    if said is not None and said[1]:
        return [_change(row, known[said[0]], ground) for row in rows]
    return [_fate(row, ground) for row in rows]


@as_service()
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


def _fate(row: ListedPerson, ground: _Ground) -> Fate:
    mark = fingerprint(row)
    stands = ground.marks_here.get(mark) or next(
        (ground.numbers_here[number] for number in row.identifiers.items() if number in ground.numbers_here), None
    )
    if stands is not None:
        return _twice(row, stands)
    ground.marks_here[mark] = row.where
    ground.numbers_here.update(dict.fromkeys(row.identifiers.items(), row.where))
    people = {ground.by_number[number] for number in row.identifiers.items() if number in ground.by_number}
    if len(people) > 1:
        return Fate(row, "bad", "Its numbers belong to different people we know.")
    if people:
        one = ground.known[people.pop()]
        if one.like(row).grade == 0 and not (row.birth_date and row.birth_date == one.birth_date):
            return _held(row, one, "the same number, but another name", ground)
        return _change(row, one, ground)
    return _unnumbered(row, ground)


def _twice(row: ListedPerson, stands: str) -> Fate:
    return Fate(row, "bad", f"This person stands in {stands[:1].lower() + stands[1:]} already.")


def _unnumbered(row: ListedPerson, ground: _Ground) -> Fate:
    """Say what becomes of a row whose numbers, if it has any, nobody known has: by birth date and name."""
    said_no = {one.person_id for one in ground.decided[fingerprint(row)] if one.same is False}
    # Two numbers in one list are two people. On a record that is known, one of the two may be wrong: somebody looks.
    near = [
        (one.like(row), one)
        for one in (ground.by_birth.get(row.birth_date, ()) if row.birth_date else ())
        if one.person not in said_no and not (one.person is None and one.clashes(row))
    ]
    like, one = max(near, key=lambda pair: (pair[0].grade, not pair[1].clashes(row)), default=(None, None))
    if like is None or one is None or like.grade == 0:
        return _new(row, ground)
    if one.person is None:
        why = "the same name" if like.grade == 3 else like.why
        return Fate(
            row, "bad",
            f"This may be the person in {one.row[:1].lower() + one.row[1:]}: the same date of birth, and {why}. If they are two people, give both their numbers.",
        )  # fmt: skip
    numbers_agree = not one.clashes(row) and (not row.identifiers or set(row.identifiers) & set(one.numbers))
    if like.grade == 3 and numbers_agree and one.person in ground.seen:
        return _change(row, one, ground)
    return _held(row, one, f"the same date of birth, and {like.why}", ground)


def _held(row: ListedPerson, one: Known, because: str, ground: _Ground) -> Fate:
    """Hold a row for somebody to decide, unless it has been decided, or is held already."""
    for earlier in ground.decided[fingerprint(row)]:
        if earlier.person_id != one.person:
            continue
        if earlier.decided_at is None:
            return Fate(row, "held", "It waits for someone to decide.", person=None)
        if earlier.same:
            return _change(row, one, ground)
        if earlier.same is False:
            # Whoever was made of this row then is who it is about now, whatever number the list gives them.
            if earlier.became_id in ground.known:
                return _change(row, ground.known[earlier.became_id], ground)
            return _unnumbered(row, ground)
    # The loader is told what the list says, and nothing of somebody out of sight: the record steward decides.
    shown = because if one.person in ground.seen else "the record steward will look at it"
    return Fate(row, "held", shown, person=one.person, reason=because)


def _new(row: ListedPerson, ground: _Ground) -> Fate:
    facts = Facts(
        birth_date=row.birth_date, sex=row.sex, council=row.council, council_name=ground.names.get(row.council or "", ""), status=row.status,
        sentence_days=row.sentence_days, liberation_on=row.comes_out_on, no_date_because=row.no_date_because, released_on=row.released_on,
    )  # fmt: skip
    verdict = judge(ground.rules, facts, on=ground.on, served=ground.served)
    if row.birth_date:
        ground.by_birth.setdefault(row.birth_date, []).append(
            Known(None, [(row.given_names, row.family_name)], row.birth_date, dict(row.identifiers), row=row.where)
        )
    return Fate(row, "new" if verdict.may_be_asked else "not_eligible", verdict.because, verdict=verdict)


def _change(row: ListedPerson, one: Known, ground: _Ground) -> Fate:
    """Say what a row changes about somebody known, or why it cannot be so."""
    stands = ground.people_here.get(one.person)
    if stands is not None:
        return _twice(row, stands)
    ground.people_here[one.person] = row.where
    seen = one.person in ground.seen
    if one.died_on is not None:
        said = "They are recorded as having died. If that is wrong, their lead takes it back first."
        return Fate(row, "bad", said if seen else "The record steward will look at it.")
    if one.period is None or one.period.released_on is not None:
        found = _of_someone_out(row, one)
    else:
        found = _of_someone_inside(row, one)
    found += _more_known(row, one, ground)
    bad = next((words for what, words in found if what == "bad"), None)
    if bad is not None:
        # Of somebody out of sight nothing is told, also not by a reason.
        return Fate(row, "bad", bad if seen else "This does not fit what is on the record. Ask the record steward.")
    because = "; ".join(words for _, words in found if words) if seen else ""
    changes = tuple(what for what, _ in found)
    return Fate(row, changes[0] if changes else "same", because, person=one.person, changes=changes)


def _of_someone_out(row: ListedPerson, one: Known) -> list[tuple[str, str]]:
    """Say what a row changes about somebody who is out as far as we know. No return to prison is guessed."""
    last, start = one.last_out, row.received_on or row.sentence_on
    if row.released_on is not None:
        if last is None or row.released_on <= last:
            return []
        return [("bad", f"It says that they came out {_day(row.released_on)}. We know of no time inside before that.")]
    if last is None:
        return [("back_inside", "")]
    stale = row.comes_out_on is None or row.comes_out_on <= last
    if start is None:
        words = f"They came out {_day(last)}, and it does not say when they went in again. Add that day to the list."
        return [] if stale else [("bad", words)]
    if start < last:
        words = f"They came out {_day(last)}, and this sentence began before that. Check which is right."
        return [] if stale else [("bad", words)]
    return [("back_inside", f"came out {_day(last)}")]


def _of_someone_inside(row: ListedPerson, one: Known) -> list[tuple[str, str]]:
    """Say what a row changes about somebody who is inside as far as we know."""
    period = one.period
    start = row.sentence_on or period.sentence_on or row.received_on or period.received_on
    if row.released_on is not None:
        if start is not None and row.released_on < start:
            return [("bad", f"Released on: this is before they went in, {_day(start)}. Check both.")]
        return [("came_out", f"came out {_day(row.released_on)}")]
    found = []
    if row.prison is not None and (one.stay is None or one.stay.prison_id != row.prison):
        found.append(("moved_prison", f"was in {one.stay.prison.short_name}" if one.stay else ""))
    if row.comes_out_on is not None and row.comes_out_on != one.day:
        if start is not None and row.comes_out_on < start:
            return [("bad", f"Liberation date: this is before the sentence, {_day(start)}. Check both.")]
        found.append(
            (
                "date_moved",
                f"comes out {_day(row.comes_out_on)}, {f'was {_day(one.day)}' if one.day else 'had no date'}",
            )
        )
    elif row.comes_out_on is None and row.no_date_because and row.no_date_because != period.no_date_because:
        found.append(
            ("date_moved", f"no date now: {row.no_date_because}" + (f", was {_day(one.day)}" if one.day else ""))
        )
    if row.status not in (period.status, CustodyStatus.UNKNOWN) or (
        row.sentence_days is not None and row.sentence_days != period.sentence_days
    ):
        was = [CustodyStatus(period.status).label.lower(), period.sentence_words]
        found.append(("sentence_changed", f"was {', '.join(word for word in was if word)}"))
    return found


def _more_known(row: ListedPerson, one: Known, ground: _Ground) -> list[tuple[str, str]]:
    """Say what a row adds to what is known of somebody. A number that is on another record adds nothing."""
    numbers = [number for number in row.identifiers.items() if number not in ground.by_number]
    more = [
        "home" if row.council and not one.council else "",
        "hall"
        if row.hall and one.stay is not None and one.stay.prison_id == row.prison and row.hall != one.stay.hall
        else "",
        "number" if any(kind not in one.numbers for kind, _ in numbers) else "",
        "what the list says of sex" if row.sex and ("sex", row.sex) not in one.told else "",
        "what the list says of ethnic group"
        if row.ethnic_group and ("ethnic_group", row.ethnic_group) not in one.told
        else "",
    ]
    words = [word for word in more if word]
    return [("more_known", ", ".join(words))] if words else []


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def by_numbers(rows: Sequence[ListedPerson | Brought]) -> dict[tuple[str, str], UUID]:
    """Return who has which of the numbers of some rows. Asked as the service."""
    values = {value for row in rows for value in row.identifiers.values()}
    found = Identifier.objects.filter(value__in=values, doubted_on__isnull=True).values_list(
        "kind", "value", "person_id"
    )
    return {(kind, value): person for kind, value, person in found}


def known_people(rows: Sequence[ListedPerson | Brought], named: set[UUID]) -> dict[UUID, Known]:
    """Return what is known of those who were `named`, and of everyone with a birth date of some rows. Asked as the service."""
    births = {row.birth_date for row in rows if row.birth_date}
    people = {one.pk: one for one in Person.objects.filter(pk__in=named)}
    people |= {one.pk: one for one in Person.objects.filter(birth_date__in=births)}
    known = {
        pk: Known(
            pk, [(one.given_names, one.family_name)], one.birth_date, council=one.home_council_id, died_on=one.died_on
        )
        for pk, one in people.items()
    }
    for pk, one in people.items():
        if one.known_as:
            known[pk].names.append((one.known_as, one.family_name))
    for person, given, family in PersonName.objects.filter(person__in=known).values_list(
        "person_id", "given_names", "family_name"
    ):
        known[person].names.append((given, family))
    for person, kind, value in Identifier.objects.filter(person__in=known, doubted_on__isnull=True).values_list(
        "person_id", "kind", "value"
    ):
        known[person].numbers[kind] = value
    for person, what, value in ListFact.objects.filter(person__in=known).values_list("person_id", "what", "value"):
        known[person].told.add((what, value))
    for period in CustodyPeriod.objects.filter(person__in=known).order_by("received_on", "recorded_at"):
        one = known[period.person_id]
        if one.period is None or one.period.released_on is not None:
            one.period = period
        if period.released_on is not None:
            one.last_out = max(one.last_out or period.released_on, period.released_on)
    for stay in PrisonStay.objects.filter(person__in=known, until_on__isnull=True).select_related("prison"):
        known[stay.person_id].stay = stay
    dates = (
        LiberationDate.objects.filter(person__in=known, period__released_on__isnull=True, period__no_date_because="")
        .order_by("person", "-known_on", "-recorded_at")
        .distinct("person")
    )
    for person, day in dates.values_list("person_id", "day"):
        known[person].day = day
    return known
