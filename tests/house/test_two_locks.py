"""The database tells by itself who asks and whom they see, as Python does; what is forged, old or borrowed is nobody."""

import random
import time
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import ProgrammingError, connection, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils import timezone

from tests import histories
from tests.cast import TODAY
from throughline.actions.beats import focus
from throughline.domain.vocabulary import Role
from throughline.models import (
    Conflict,
    Grant,
    NameKeys,
    Person,
    Post,
    Seal,
    SealHolder,
    Team,
    Worker,
    become,
    nobody,
    opened_to,
    people_in_sight,
    standing_of,
)
from throughline.models.actors import install_key, signed
from throughline.outside import keys
from throughline.policy.grants import EVERYTHING, Opens

SEEING = (Role.TEAM_LEAD, Role.COORDINATOR, Role.DUTY_WORKER)


def ask(question, *given):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {question}", given)
        return cursor.fetchone()[0]


def name_of(cast, settings, **other):
    """Sign the mentor's name as it should be, but for what is said otherwise."""
    whole = {
        "worker": cast.mentor.pk,
        "pid": connection.connection.info.backend_pid,
        "until": int(time.time()) + 60,
        "key": keys.numbered("actor", home=settings.DATA),
    } | other
    return signed(whole.pop("worker"), **whole)


def claim(name):
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('app.actor', %s, true)", [name])


def test_a_worker_who_became_themselves_sees_their_people_and_a_stranger_none(cast):
    person = histories.with_mentor(cast).person_id
    become(cast.stands("mentor"))
    assert ask("sec.actor()") == cast.mentor.pk
    assert ask("sec.sight(16)") == [person]
    become(cast.stands("stranger"))
    assert ask("sec.sight(16)") == []


def test_a_forged_old_borrowed_or_senseless_name_is_nobody(cast, settings):
    histories.with_mentor(cast)
    number, secret = keys.numbered("actor", home=settings.DATA)
    right = name_of(cast, settings)
    claim(right)
    assert len(ask("sec.sight(1)")) == 1  # the same set-up, signed as it should be
    digit = "0" if right[-1] != "0" else "1"
    for wrong in (
        right[:-1] + digit,  # another mark
        right.replace(str(cast.mentor.pk), str(cast.coordinator.pk)),  # another worker under the same mark
        name_of(cast, settings, until=int(time.time()) - 1),
        name_of(cast, settings, pid=connection.connection.info.backend_pid + 1),  # replayed on another connection
        name_of(cast, settings, key=(number + 1, secret)),  # a key that is not there
        name_of(cast, settings, key=(number, "00" * 32)),
        name_of(cast, settings, worker=uuid4()),  # rightly signed, but nobody works here by that id
        right + "0",
        right[:-1],
        str(cast.mentor.pk),
        "",
        "'; DROP TABLE throughline_note; --",
        "1.2.3.4.5",
        "9" * 400,
    ):
        claim(wrong)
        assert ask("sec.sight(1)") == [], wrong
        assert ask("sec.keys()") is None, wrong


def test_no_change_to_a_signed_name_is_taken(cast, settings, long_form):
    chance = random.Random(20261126)
    right = name_of(cast, settings)
    with connection.cursor() as cursor:
        for _ in range(20_000 if long_form else 500):
            at = chance.randrange(len(right))
            wrong = right[:at] + chance.choice("0123456789abcdef.-") + right[at + 1 :]
            if wrong == right:
                continue
            cursor.execute("SELECT set_config('app.actor', %s, true)", [wrong])
            cursor.execute("SELECT sec.actor()")
            assert cursor.fetchone()[0] is None, wrong


def test_nobody_sees_nobody_and_the_name_ends_with_its_transaction(cast):
    histories.with_mentor(cast)
    become(cast.stands("mentor"))
    assert len(ask("sec.sight(1)")) == 1
    nobody()
    assert ask("sec.sight(1)") == []
    with pytest.raises(RuntimeError), transaction.atomic():
        become(cast.stands("mentor"))
        raise RuntimeError
    assert ask("sec.actor()") is None


def test_a_leaver_has_no_keys_in_either_lock(cast):
    person = histories.with_mentor(cast).person_id
    today = TODAY
    Grant(
        person_id=person, opens=1, worker=cast.stranger, basis="cover", because="Test", source_kind="worker",
        source=uuid4(), valid=DateTimeTZRange(timezone.now() - timedelta(days=1), None, "[)"),
    ).save(force_insert=True)  # fmt: skip
    standing = standing_of(cast.stranger, on=today)
    become(standing)
    assert ask("sec.sight(1)") == [person] == people_in_sight(standing, 1)
    cast.stranger.ended_on = today - timedelta(days=1)
    cast.stranger.save(update_fields=["ended_on"])
    left = standing_of(cast.stranger, on=today)
    assert ask("sec.sight(1)") == [] == people_in_sight(left, 1)
    assert ask("sec.keys()") is None
    assert left.keys == frozenset()


def test_focus_narrows_and_never_widens(cast):
    first = histories.with_mentor(cast).person_id
    second = histories.with_mentor(cast, given="Euan", family="Boyd", birth=date(1990, 1, 1)).person_id
    standing = cast.stands("mentor")
    nobody()  # the history left its focus behind
    become(standing)
    assert set(ask("sec.sight(1)")) == {first, second}
    focus(first)
    assert ask("sec.sight(1)") == [first]
    assert ask("sec.may_list()") == first
    become(cast.stands("stranger"))
    assert ask("sec.sight(1)") == []
    assert ask("sec.may_list()") is None
    become(standing)
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('app.focus', 'anything', true)")
    assert ask("sec.sight(1)") == []
    focus(uuid4())
    assert ask("sec.sight(1)") == []


def test_only_somebody_never_granted_to_anyone_is_unknown(cast):
    person = histories.with_mentor(cast).person_id
    assert ask("sec.unknown(%s)", person) is False
    assert ask("sec.unknown(%s)", uuid4()) is True


def test_names_are_found_only_among_those_in_sight(cast):
    person = histories.with_mentor(cast).person_id
    held = NameKeys.objects.get(person=person).keys
    become(cast.stands("mentor"))
    found = "ARRAY(SELECT sec.find(%s::text[], %s::text[]))"
    assert ask(found, held, held) == [person]
    assert ask(found, held, ["nobody"]) == []
    become(cast.stands("stranger"))
    assert ask(found, held, held) == []


def test_a_changed_key_signs_and_the_earlier_one_holds_for_a_day(cast, settings, tmp_path):
    earlier = keys.numbered("actor", home=settings.DATA)
    old = name_of(cast, settings)
    settings.DATA = tmp_path
    while keys.numbered("actor", home=tmp_path)[0] <= earlier[0]:
        keys.renew("actor", home=tmp_path)
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE owner")
        install_key()
        cursor.execute("SET ROLE app")
    become(cast.stands("mentor"))
    assert ask("sec.actor()") == cast.mentor.pk
    claim(old)
    assert ask("sec.actor()") == cast.mentor.pk
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE owner")
        cursor.execute("UPDATE sec.key SET retires = now() WHERE id = %s", [earlier[0]])
        cursor.execute("SET ROLE app")
    assert ask("sec.actor()") is None


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM sec.key",
        "INSERT INTO sec.key VALUES (9, '', '', NULL)",
        "CREATE FUNCTION sec.leak() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "CREATE OR REPLACE FUNCTION sec.actor() RETURNS uuid LANGUAGE sql AS 'SELECT NULL::uuid'",
        "ALTER FUNCTION sec.actor() RESET search_path",
    ],
)
def test_the_serving_role_cannot_reach_the_key_nor_change_a_function(cast, statement):
    with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_every_function_of_the_lock_is_the_doors_and_has_a_fixed_search_path(db):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT p.proname, r.rolname, p.prosecdef, p.provolatile::text, p.proconfig, "
            "has_function_privilege('backup', p.oid, 'EXECUTE') FROM pg_proc p JOIN pg_roles r ON r.oid = p.proowner "
            "WHERE p.pronamespace = 'sec'::regnamespace"
        )
        rows = cursor.fetchall()
    assert {row[0] for row in rows} == {
        "actor", "keys", "sight", "may_list", "unknown", "find", "reached", "whose", "today", "is_service", "holds", "lists", "listed", "worries", "contacts", "known", "drop_drafts", "hidden", "sees_all_of", "break_glass", "speaks",
    }  # fmt: skip
    for name, *rest in rows:
        assert rest == [
            "door",
            name != "today",
            "v" if name in ("drop_drafts", "break_glass") else "s",
            ["search_path=pg_catalog, pg_temp"],
            False,
        ], name


def test_the_two_locks_agree_on_random_worlds(cast, long_form, capsys):
    worlds = 48 if long_form else 3
    decisions = 0
    for seed in range(worlds):
        decisions += _one_world(cast, random.Random(seed))
    with capsys.disabled():
        print(f"\n{decisions} decisions in {worlds} worlds, 0 differences")
    assert decisions >= (100_000 if long_form else 3_000)


def _one_world(cast, chance):
    """Make a world, ask all three (a plain set, Python's lock, the database), undo it. Returns how many were compared."""
    today, now = TODAY, timezone.now()
    compared = 0
    with transaction.atomic():
        save = transaction.savepoint()
        teams = list(Team.objects.all())
        people = [Person(family_name=f"Person {n}") for n in range(12)]
        workers = [
            Worker(name=f"Worker {n}", employer=cast.lead_charity, started_on=date(2020, 1, 1),
                   ended_on=chance.choice([None, None, None, today, today - timedelta(days=1)]), ended_at=chance.choice([None, now]),
                   leaves_on=chance.choice([None, None, None, today + timedelta(days=1), today, today - timedelta(days=1)]))
            for n in range(14)
        ]  # fmt: skip
        Worker.objects.bulk_create(workers)
        Person.objects.bulk_create(people)
        posts = []
        for worker in workers:
            for _ in range(chance.randrange(3)):
                team = chance.choice([*teams, None])
                posts.append(
                    Post(
                        worker=worker,
                        team=team,
                        role=chance.choice([*SEEING, Role.MENTOR, Role.EVALUATOR]),
                        organisation=team.organisation if team else chance.choice([cast.lead_charity, cast.trust]),
                        from_on=today + timedelta(days=chance.choice([-9, -9, -9, 0, 1])),
                        until_on=today + timedelta(days=chance.choice([1, 9])) if chance.random() < 0.3 else None,
                    )
                )
        for post in posts:
            if chance.random() < 0.3 and post.from_on < today:
                post.until_on = today - timedelta(days=chance.randrange(2))
                post.ended_at = chance.choice([None, now])
        Post.objects.bulk_create(posts, ignore_conflicts=True)
        posts = list(Post.objects.filter(worker__in=workers))
        grants = []
        for person in people:
            for _ in range(chance.randrange(6)):
                start = now + timedelta(hours=chance.choice([-50, -20, -2, 3]))
                end = chance.choice([None, None, start + timedelta(hours=1), start + timedelta(hours=30)])
                to = chance.choice([{"worker": chance.choice(workers)}, {"team": chance.choice(teams)},
                                    {"organisation": chance.choice([cast.lead_charity, cast.trust])}])  # fmt: skip
                grants.append(
                    Grant(person=person, opens=chance.randint(1, EVERYTHING), basis="cover", because="Test", source_kind="test",
                          source=uuid4(), valid=DateTimeTZRange(start, end, "[)"), **to)
                )  # fmt: skip
        for grant in grants:
            grant.save(force_insert=True)
        conflicts, seals, named = _taken_away(chance, people, workers, now)
        for worker in workers:
            standing = standing_of(worker, on=today)
            become(standing)
            mine = _keys_by_hand(worker, posts, teams, today)
            for category in Opens:
                plain = {
                    g.person_id
                    for g in grants
                    if {g.worker_id, g.team_id, g.organisation_id} & mine and g.opens & category
                    and g.valid.lower <= now and (g.valid.upper is None or g.valid.upper > now)
                    and not _taken(worker, g.person_id, conflicts, seals, named) & category
                }  # fmt: skip
                python = set(people_in_sight(standing, category))
                database = set(ask("sec.sight(%s)", int(category)))
                assert plain == python == database, (worker.name, category)
                compared += len(people)
            for person in chance.sample(people, 2):
                focus(person.pk)
                category = chance.choice(list(Opens))
                assert bool(ask("sec.sight(%s)", int(category))) == bool(opened_to(standing, person.pk) & category)
                assert not opened_to(standing, person.pk) & _taken(worker, person.pk, conflicts, seals, named)
                compared += 1
            nobody()
        transaction.savepoint_rollback(save)
    return compared


def _taken_away(chance, people, workers, now):
    """Let some workers know some people, and seal some records, whole or in part; some of it ended."""
    service = Worker.objects.get(service=True)
    ended = [None, None, None, now]
    conflicts = [
        Conflict(worker=worker, person=person, family_name="x", kind="other", declared_by=service, declared_on=TODAY, ended_at=chance.choice(ended))
        for worker in workers for person in chance.sample(people, 2) if chance.random() < 0.5
    ]  # fmt: skip
    conflicts.append(
        Conflict(worker=workers[0], family_name="Out of sight", kind="other", declared_by=service, declared_on=TODAY)
    )
    Conflict.objects.bulk_create(conflicts)
    seals = [
        Seal(person=person, name="x", kind="other", opens=chance.choice([EVERYTHING, Opens.ADDRESS, chance.randint(1, EVERYTHING)]),
             because="x", set_by=service, from_on=TODAY, review_on=TODAY + timedelta(days=9), ended_at=chance.choice(ended))
        for person in people if chance.random() < 0.6
    ]  # fmt: skip
    Seal.objects.bulk_create(seals)
    named = [
        SealHolder(seal=seal, person=seal.person, worker=worker, named_by=service, from_on=TODAY, ended_at=chance.choice(ended))
        for seal in seals for worker in chance.sample(workers, chance.randrange(6))
    ]  # fmt: skip
    SealHolder.objects.bulk_create(named)
    return conflicts, seals, named


def _taken(worker, person, conflicts, seals, named):
    """Return what is taken from a worker of one person, as bits: told from the rows alone."""
    bits = 0
    if any(c.worker_id == worker.pk and c.person_id == person and c.ended_at is None for c in conflicts):
        bits = EVERYTHING
    for seal in seals:
        if seal.person_id == person and seal.ended_at is None:
            held = any(n.seal_id == seal.pk and n.worker_id == worker.pk and n.ended_at is None for n in named)
            bits |= 0 if held else int(seal.opens)
    return bits


def _keys_by_hand(worker, posts, teams, today):
    if worker.ended_on is not None and (worker.ended_on < today or worker.ended_at is not None):
        return set()
    if worker.leaves_on is not None and worker.leaves_on < today:
        return set()
    mine = {worker.pk}
    for post in posts:
        held = post.from_on <= today and (
            post.until_on is None or post.until_on > today or (post.until_on == today and post.ended_at is None)
        )
        if post.worker_id != worker.pk or not held or post.role not in SEEING:
            continue
        mine.add(post.team_id or post.organisation_id)
        if post.role == Role.COORDINATOR and post.team_id is None:
            mine |= {team.pk for team in teams if team.organisation_id == post.organisation_id}
    return mine
