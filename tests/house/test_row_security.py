"""The second lock, by itself: what SQL alone gets as the serving role, whatever Python asks or forgets to ask."""

import queue
import random
import re
import threading
from datetime import timedelta
from uuid import uuid4

import psycopg
import pytest
from django.apps import apps
from django.conf import settings
from django.db import ProgrammingError, connection, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils import timezone

from tests import cast as casting
from tests.cast import TODAY
from tests.histories import out_and_engaged, with_mentor
from tests.web.test_doors import record_of
from throughline.models import HISTORY, Grant, Note, Person, acting, focus, standing_of
from throughline.models.actors import signed
from throughline.models.history import OF_SIGHT, SEALED
from throughline.outside import keys
from throughline.policy.grants import Opens

# Tables about people whose policy has another shape, and which (docs/decisions/0014).
OTHERWISE = {
    "grant", "event", "worry", "worryreader", "worrytold", "look", "conflict", "seal", "sealholder", "breakglass", "token", "wholefigures",
    "grantchange", "worrychange", "worryreaderchange", "conflictchange", "sealchange", "sealholderchange", "breakglasschange",
}  # fmt: skip
TAKEN_BACK = (
    "note", "ending", "goalaction", "goal", "plan", "consent", "offer", "assignment", "episode", "liberationdate", "prisonstay", "custodyperiod",
    "identifier", "namekeys", "grant", "person",
)  # fmt: skip
# What another role than the serving one may write: a function of the door alone does, or drops what is too old.
WRITTEN_BY_THE_DOOR = {
    ("throughline_draft", "d"),
    ("throughline_breakglass", "a"),
    ("throughline_grant", "a"),
    ("throughline_look", "a"),
    # A caseload is taken back whole (decision 0021), and what it made is of nobody any more.
    *((f"throughline_{table}", "d") for table in TAKEN_BACK),
    ("throughline_plan", "w"),
    ("throughline_event", "w"),
}
# The history of the set-up: everyone may read it, as they may its tables, and triggers alone add to it.
OF_SET_UP = {f"{model._meta.model_name}change" for model in OF_SIGHT}


def personal():
    """Return every table that names a person, by its short name, with its model."""
    return {
        model._meta.db_table.removeprefix("throughline_"): model
        for model in apps.get_app_config("throughline").get_models()
        if model is Person
        or any(
            getattr(field, "related_model", None) is Person and not field.auto_created
            for field in model._meta.get_fields()
        )
        or model._meta.model_name == "look"
    }


def ask(question, *given):
    with connection.cursor() as cursor:
        cursor.execute(question, given)
        return cursor.fetchall()


def served(question, *given, by=None, about=None):
    """Ask as the serving role, as a worker or as nobody."""
    with transaction.atomic():
        ask("SELECT set_config('role', 'app', true)")
        with acting(by):
            if about is not None:
                focus(about)
            found = ask(question, *given)
        ask("SELECT set_config('role', 'witness', true)")  # where it failed, the rollback does this
    return found


def close(person, worker=None):
    """Let whatever opened somebody's record, to one worker or to all, have ended at once."""
    grants = Grant.objects.filter(person=person, ends__gt=timezone.now())
    for grant in grants if worker is None else grants.filter(worker=worker):
        before = grant.starts - timedelta(days=1)
        grant.valid = DateTimeTZRange(before, before + timedelta(seconds=1), "[)")
        grant.save(update_fields=["valid"])


def test_every_table_that_names_a_person_is_shut_for_its_owner_too(db):
    state = {
        name.removeprefix("throughline_"): (enabled, forced)
        for name, enabled, forced in ask(
            "SELECT relname, relrowsecurity, relforcerowsecurity FROM pg_class WHERE relkind IN ('r', 'p') AND relname LIKE 'throughline%%'"
        )
    }

    assert {name for name in personal() if state[name] != (True, True)} == set()
    assert {name for name, (enabled, _) in state.items() if enabled} == set(personal()) | OF_SET_UP | {
        "token",  # names nobody, but is as good as a sign-in: tests/api/test_tokens.py
        "wholefigures",  # names nobody, but small numbers can: tests/web/test_figures.py
    }


def test_every_policy_has_the_one_shape_and_the_mask_of_its_model(db):
    rows = ask(
        "SELECT c.relname, p.polname, p.polcmd::text, pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid),"
        " ARRAY(SELECT rolname::text FROM pg_roles WHERE oid = ANY(p.polroles)) FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid"
    )
    seen, added = {}, {}
    for table, name, verb, using, check, roles in rows:
        assert len(roles) == 1, f"{table}.{name} is for everyone"
        short = table.removeprefix("throughline_")
        if short.endswith("change"):
            if verb == "a":  # added to by triggers alone, whoever it is
                assert (name, roles) in (("kept", ["app"]), ("owner_kept", ["owner"]), ("door_kept", ["door"])), table
                assert check == "(pg_trigger_depth() > 0)", table
                added.setdefault(short, set()).add(roles[0])
            else:
                assert (name, verb, roles, check) == ("seen", "r", ["app"], None), table
                if short not in OTHERWISE | OF_SET_UP:
                    seen[short] = using
                elif short in OF_SET_UP:
                    assert using == "true", table
            continue
        if roles == ["app"] and table.removeprefix("throughline_") not in OTHERWISE:
            assert (name, verb) == ("seen", "*"), table
            assert using == check, table
            seen[table.removeprefix("throughline_")] = using
        elif roles != ["app"]:
            assert (using or check) == "true", table
            assert verb == "r" or (roles == ["door"] and (table, verb) in WRITTEN_BY_THE_DOOR), (
                f"{table}: {roles} may not write"
            )

    assert set(seen) == set(personal()) - OTHERWISE
    # What a row said is kept, whoever changes it: the door too, where it takes a caseload back.
    assert added == {
        f"{name}change": {"app", "owner"} | ({"door"} if name in TAKEN_BACK else set()) for name in HISTORY
    }
    for name, using in seen.items():
        model = personal()[name]
        column = "id" if model is Person else f"{model.PERSON_COLUMN}_id"
        shape = (
            rf"\(?\({column} IN \( SELECT unnest\(\( SELECT sec\.sight\({int(model.OPENS)}\) AS sight\)\) AS unnest\)\)"
        )
        assert re.match(shape, using), f"{name}: {using}"
        if name in ("withholding", "withholdingchange"):  # no grant opens it to whoever decides it: decision 0012
            assert using.endswith("OR ( SELECT sec.holds('data_protection_lead'::text) AS holds))")
            continue
        assert name in ("heldrow", "heldrowchange") or re.fullmatch(shape, using), f"{name}: {using}"


def test_the_history_of_what_no_grant_opens_is_read_by_whoever_may_read_the_row(db):
    reads = dict(
        ask(
            "SELECT c.relname, pg_get_expr(p.polqual, p.polrelid) FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid"
            " WHERE p.polcmd IN ('r', '*') AND 'app'::regrole = ANY(p.polroles)"
        )
    )
    for model in SEALED:
        table = model._meta.db_table
        of_rows = reads[table]
        if model is Grant:  # no column of history is generated
            of_rows = of_rows.replace("grantee = ", "COALESCE(worker_id, team_id, organisation_id) = ")
        assert reads[f"{table}change"] == of_rows.replace("(id IN", "(pgh_obj_id IN"), table


def test_nobody_and_a_stranger_see_no_row_of_any_table_and_a_mentor_their_own(cast, at):
    things = record_of(cast)
    for name, model in personal().items():
        table = model._meta.db_table
        if name in ("look", "event"):
            continue  # the log is read by nobody; events of no person are open to all
        assert served(f"SELECT count(*) FROM {table}") == [(0,)], name
        assert served(f"SELECT count(*) FROM {table}", by=cast.stands("stranger")) == [(0,)], name
    for name in ("person", "note", "plan", "goal", "appointment", "gatemeeting", "outcome", "grant"):
        found = served(f"SELECT count(*) FROM throughline_{name}", by=cast.stands("mentor"), about=things["person"])
        assert found[0][0] > 0, name
    assert served("SELECT count(*) FROM throughline_event WHERE person_id IS NOT NULL") == [(0,)]


def test_a_forgotten_filter_in_python_shows_nobody_elses_rows(cast, at):
    mine, other = with_mentor(cast), with_mentor(cast, given="Euan", family="Boyd", spin="77")
    close(other.person_id, cast.mentor)

    assert served("SELECT id FROM throughline_person", by=cast.stands("mentor")) == [(mine.person_id,)]
    with transaction.atomic():
        ask("SELECT set_config('role', 'app', true)")
        with acting(cast.stands("mentor")):
            assert set(Person.objects.values_list("pk", flat=True)) == {mine.person_id}
        ask("SELECT set_config('role', 'witness', true)")


GIVE = (
    "INSERT INTO throughline_grant (id, person_id, opens, worker_id, basis, because, source_kind, source, valid)"
    " VALUES (%s, %s, 8191, %s, 'assignment', 'x', 'x', %s, tstzrange(now(), NULL))"
)


@pytest.mark.parametrize("focused", [False, True])
@pytest.mark.parametrize("part", ["stranger", "administrator", "evaluator", "partner_coach", None])
def test_nobody_gives_themselves_sight_by_sql(cast, at, part, focused):
    person = out_and_engaged(cast).person_id
    by = cast.stands(part) if part else None
    worker = getattr(cast, part).pk if part else cast.stranger.pk

    with pytest.raises(ProgrammingError, match="row-level security"):
        served(GIVE + " RETURNING id", uuid4(), person, worker, uuid4(), by=by, about=person if focused else None)
    with pytest.raises(ProgrammingError, match="row-level security"):
        served(GIVE.replace("%s, %s, 8191", "%s, %s, 8190"), uuid4(), person, cast.mentor.pk, uuid4(), by=by)
    assert served("UPDATE throughline_grant SET valid = tstzrange(lower(valid), NULL) RETURNING id", by=by) == []


def test_who_works_on_one_record_gives_sight_of_that_one_alone(cast, at):
    mine = out_and_engaged(cast).person_id
    other = with_mentor(cast, given="Euan", family="Boyd", spin="77").person_id
    close(other)
    mentor = cast.stands("mentor")

    given = served(GIVE + " RETURNING id", uuid4(), mine, cast.other_mentor.pk, uuid4(), by=mentor, about=mine)

    assert len(given) == 1
    for about in (None, mine, other):
        with pytest.raises(ProgrammingError, match="row-level security"):
            served(GIVE + " RETURNING id", uuid4(), other, cast.mentor.pk, uuid4(), by=mentor, about=about)
    with pytest.raises(ProgrammingError, match="row-level security"):
        served(GIVE + " RETURNING id", uuid4(), mine, cast.other_mentor.pk, uuid4(), by=mentor)


@pytest.mark.parametrize(
    "statement",
    [
        "SET ROLE owner", "SET ROLE door", "SET session_replication_role = replica", "ALTER TABLE throughline_note DISABLE TRIGGER ALL",
        "ALTER TABLE throughline_note DISABLE ROW LEVEL SECURITY", "DROP POLICY seen ON throughline_note", "CREATE TEMPORARY TABLE leak (id int)",
        "CREATE FUNCTION pg_temp.leak() RETURNS int LANGUAGE sql AS 'SELECT 1'", "CREATE TABLE leak (id int)", "TRUNCATE throughline_note",
        "DELETE FROM throughline_person", "DELETE FROM throughline_grant", "UPDATE throughline_grant SET opens = 8191", "UPDATE throughline_event SET what = ''",
        "SELECT pg_read_file('/etc/passwd')", "COPY throughline_person TO PROGRAM 'cat'",
    ],
)  # fmt: skip
def test_the_serving_role_cannot_take_the_lock_off(request, transactional_db, statement):
    casting.make()
    with psycopg.connect(
        request.config.throughline_cluster.url("app", connection.settings_dict["NAME"]), autocommit=True
    ) as app:
        with pytest.raises((psycopg.errors.InsufficientPrivilege, psycopg.errors.InvalidSchemaName)):
            app.execute(statement)
        assert app.execute("SHOW row_security").fetchone() == ("on",)


def test_row_security_switched_off_in_a_session_is_an_error_and_no_leak(request, transactional_db):
    with_mentor(casting.make())
    with psycopg.connect(
        request.config.throughline_cluster.url("app", connection.settings_dict["NAME"]), autocommit=True
    ) as app:
        app.execute("SET row_security = off")
        with pytest.raises(psycopg.errors.InsufficientPrivilege, match="row-level security"):
            app.execute("SELECT * FROM throughline_person")


def test_two_pooled_connections_and_eight_threads_never_cross(request, transactional_db, long_form):
    """Requests of two workers and of nobody, with failures thrown in: each sees its own people and no other."""
    cast = casting.make()
    one = with_mentor(cast).person_id
    two = with_mentor(cast, given="Euan", family="Boyd", spin="77").person_id
    close(two, cast.mentor)
    Grant(
        person_id=two, opens=1, worker=cast.stranger, basis="cover", because="x", source_kind="x", source=uuid4(),
        valid=DateTimeTZRange(timezone.now().replace(year=2020), None, "[)"),
    ).save(force_insert=True)  # fmt: skip
    sees = {cast.mentor.pk: {one}, cast.stranger.pk: {two}, None: set()}
    key, url = (
        keys.numbered("actor", home=settings.DATA),
        request.config.throughline_cluster.url("app", connection.settings_dict["NAME"]),
    )
    pool, wrong, done = queue.Queue(), [], []
    for _ in range(2):
        pool.put(psycopg.connect(url, options=f"-c tests.today={TODAY}"))

    def run(seed):
        chance = random.Random(seed)
        for _ in range(600 if long_form else 60):
            held, worker, trouble = pool.get(), chance.choice(list(sees)), chance.random()
            try:
                with held.transaction():
                    if worker is not None:
                        name = signed(worker, pid=held.info.backend_pid, until=2_000_000_000, key=key)
                        held.execute("SELECT set_config('app.actor', %s, true)", [name])
                    found = {row[0] for row in held.execute("SELECT id FROM throughline_person")}
                    if found != sees[worker]:
                        wrong.append((worker, found))
                    done.append(worker)
                    if trouble < 0.2:
                        raise RuntimeError  # noqa: TRY301 - it stands for whatever may go wrong
                    if trouble < 0.4:
                        held.execute("SELECT 1 / 0")
                    if trouble < 0.5:
                        held.execute("SET LOCAL statement_timeout = 1; SELECT pg_sleep(1)")
            except (RuntimeError, psycopg.Error):
                pass
            finally:
                pool.put(held)

    threads = [threading.Thread(target=run, args=[seed]) for seed in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    while not pool.empty():
        pool.get().close()

    assert wrong == []
    assert {worker: done.count(worker) > 20 for worker in sees} == dict.fromkeys(sees, True)


def test_a_worker_of_yesterday_holds_no_key_in_the_database(cast, at):
    episode = out_and_engaged(cast)
    mentor = standing_of(cast.mentor, on=TODAY)
    assert served("SELECT count(*) FROM throughline_note", by=mentor)[0][0] > 0
    type(cast.mentor).objects.filter(pk=cast.mentor.pk).update(leaves_on="2026-11-25")

    assert served("SELECT count(*) FROM throughline_note", by=mentor) == [(0,)]
    assert Note.objects.filter(person=episode.person_id).exists()


def test_a_grant_of_one_category_shows_the_tables_of_that_category_alone(cast, at):
    person = with_mentor(cast).person_id
    things = {int(one): set() for one in Opens}
    for name, model in personal().items():
        if name not in OTHERWISE:
            things[int(model.OPENS)].add(model._meta.db_table)
    for one in Opens:
        with transaction.atomic():
            save = transaction.savepoint()
            Grant(
                person_id=person, opens=int(one), worker=cast.stranger, basis="cover", because="x", source_kind="x", source=uuid4(),
                valid=DateTimeTZRange(timezone.now().replace(year=2020), None, "[)"),
            ).save(force_insert=True)  # fmt: skip
            for category, tables in things.items():
                for table in tables:
                    (there,) = ask(f"SELECT count(*) FROM {table}")[0]
                    (seen,) = served(f"SELECT count(*) FROM {table}", by=cast.stands("stranger"))[0]
                    assert seen == (there if category == one else 0), (one, table)
            transaction.savepoint_rollback(save)
