"""What a caseload that was read would do: each row against who is here. Nothing is written here.

Like a list it looks past sight for who is here already, and of somebody whom the one who brings it does not see it says no
more than that.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from throughline.domain.caseload import Brought, Here
from throughline.domain.listed import plain
from throughline.domain.objections import Objection
from throughline.models import Absence, Code, Person, Post, Team, Worker, as_service
from throughline.policy.standing import SETUP_ROLES, WORKING_ROLES, Standing
from throughline.queries.lists import Known, by_numbers, known_people

WORDS = {
    "new": "To be brought",
    "here": "Here already, left out",
    "maybe": "May be somebody who is here, left out",
    "bad": "To be mended",
}


@dataclass(frozen=True)
class Fate:
    """What becomes of one row: a key of WORDS, why, and whom it is about if they are here."""

    row: Brought
    what: str
    problems: tuple[Objection, ...] = ()
    person: UUID | None = None

    @property
    def because(self) -> str:
        """Why, in words."""
        return " ".join(problem.words for problem in self.problems)


def here(*, on: date) -> Here:
    """Return whom and what a row may name: teams and workers of today, and the reasons why somebody moves on (5 queries)."""
    away = set(Absence.objects.on(on).values_list("worker_id", flat=True))
    working = set(Post.objects.held(on).filter(role__in=[*WORKING_ROLES]).values_list("worker_id", flat=True))
    workers: dict[str, UUID] = {}
    named: Counter[str] = Counter()
    for worker in Worker.objects.filter(pk__in=working - away, service=False).select_related("account"):
        if worker.has_left(on):
            continue
        named[plain(worker.name)] += 1
        workers[plain(worker.name)] = worker.pk
        if worker.account is not None:
            workers[plain(worker.account.email)] = worker.pk
    reasons: dict[str, int] = {}
    for code in Code.objects.offered("ending_reasons"):
        reasons |= {plain(code.words): code.pk, plain(code.code): code.pk}
    return Here(
        teams={plain(team.name): team.pk for team in Team.objects.on(on)},
        workers=workers,
        twice=frozenset(name for name, number in named.items() if number > 1),
        reasons=reasons,
    )


@dataclass
class _Ground:
    """What every row is judged by: who is here, whom the one who brings it sees, and what the rows above it said."""

    by_number: dict[tuple[str, str], UUID]
    known: dict[UUID, Known]
    by_birth: dict[date, list[Known]]
    seen: set[UUID]
    own: frozenset[UUID] | None  # the teams whose people they may bring; None: of all
    numbers_above: dict[tuple[str, str], int] = field(default_factory=dict)


@as_service()
def fates(rows: Sequence[Brought], *, by: Standing) -> list[Fate]:
    """Return what a caseload would do, row by row (a fixed number of queries, however long it is)."""
    by_number = by_numbers(rows)
    known = known_people(rows, set(by_number.values()))
    by_birth: dict[date, list[Known]] = defaultdict(list)
    for one in known.values():
        if one.birth_date:
            by_birth[one.birth_date].append(one)
    whole = by.service or by.has(*SETUP_ROLES)
    ground = _Ground(
        by_number, known, by_birth,
        set(Person.objects.visible_to(by).filter(pk__in=known).values_list("pk", flat=True)),
        None if whole else by.teams,
    )  # fmt: skip
    return [_fate(row, ground) for row in rows]


def _fate(row: Brought, ground: _Ground) -> Fate:
    if ground.own is not None and row.team not in ground.own:
        return _bad(row, "other_team", "Team: this is not a team of yours. Ask its lead, or an administrator.", "Team")
    for number in row.identifiers.items():
        if number in ground.numbers_above:
            label = number[0].label
            words = f"{label}: row {ground.numbers_above[number]} has this number too. One number is one person’s."
            return _bad(row, "number_twice", words, label)
    ground.numbers_above.update(dict.fromkeys(row.identifiers.items(), row.row))
    people = {ground.by_number[number] for number in row.identifiers.items() if number in ground.by_number}
    if len(people) > 1:
        return _bad(row, "two_people", "Its numbers belong to different people who are here already.", "Row")
    if people:
        return _here(row, people.pop(), "the same number", ground)
    return _unnumbered(row, ground)


def _bad(row: Brought, code: str, words: str, label: str) -> Fate:
    return Fate(row, "bad", (Objection(code, words, label),))


def _here(row: Brought, person: UUID, why: str, ground: _Ground) -> Fate:
    words = "They are here already. Their record stays as it is."
    if person in ground.seen:
        words = f"They are here already: {why}. Their record stays as it is; change it on their page."
    return Fate(row, "here", (Objection("here", words, "Row"),), person)


def _unnumbered(row: Brought, ground: _Ground) -> Fate:
    """Say what becomes of a row whose numbers, if it has any, nobody here has: by birth date and name."""
    near = ground.by_birth.get(row.birth_date, []) if row.birth_date else []
    alike = [(one.like(row), one) for one in near if not (one.person is None and one.clashes(row))]
    like, one = max(alike, key=lambda pair: (pair[0].grade, not pair[1].clashes(row)), default=(None, None))
    if like is not None and one is not None and like.grade and not row.another:
        if one.person is None:
            why = "the same name" if like.grade == 3 else like.why
            words = (
                f"This may be the person in row {one.row}: the same date of birth, and {why}. If they are two people, "
                "give both a number of the same kind, or write yes under “Another person”."
            )
            return _bad(row, "twin", words, "Surname")
        if like.grade == 3 and not one.clashes(row) and one.person in ground.seen:
            return _here(row, one.person, "the same name and date of birth", ground)
        words = "This may be somebody who is here already."
        if one.person in ground.seen:
            words = f"This may be somebody who is here already: the same date of birth, and {like.why}."
        words += " If it is not, write yes under “Another person”."
        return Fate(row, "maybe", (Objection("maybe", words, "Another person"),), one.person)
    if row.birth_date:
        ground.by_birth.setdefault(row.birth_date, []).append(
            Known(None, [(row.given_names, row.family_name)], row.birth_date, dict(row.identifiers), row=str(row.row))
        )
    return Fate(row, "new")
