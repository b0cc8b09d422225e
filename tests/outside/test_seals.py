"""The read log is sealed, and whoever alters it, as the superuser even, is found out by the row."""

import json
import threading
from uuid import uuid4

import psycopg
import pytest
from django.conf import settings
from django.db import connection, transaction

from tests import cast as casting
from throughline.actions import looks
from throughline.commands.doctor import log_health
from throughline.jobs import seals as job
from throughline.models import acting
from throughline.outside import seals

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def moira(request):
    """A worker who looks, in a database and a folder of seals with nothing else in them."""
    seals.file_of(settings.DATA).unlink(missing_ok=True)
    cast = casting.make()
    yield cast.stands("mentor")
    seals.file_of(settings.DATA).unlink(missing_ok=True)


@pytest.fixture
def superuser(request, db):
    """A connection that may do anything."""
    url = request.config.throughline_cluster.url("postgres", connection.settings_dict["NAME"])
    with psycopg.connect(url, autocommit=True) as one:
        yield one


def look(by, times=1):
    """Open a record, each time in a transaction of its own."""
    for _ in range(times):
        with transaction.atomic():
            looks.write_down([uuid4()], by=by, how="view", page="person", opens=1, device="d", request=uuid4())


def verdict():
    return seals.verify(job.address(), home=settings.DATA)


def test_what_is_sealed_is_whole_and_linked_and_stands_in_a_file_too(moira):
    look(moira, 5)
    first = job.run()
    look(moira, 3)
    second = job.run()

    found = verdict()

    lines = [json.loads(line) for line in seals.file_of(settings.DATA).read_text().splitlines()]
    assert (first, second, job.run()) == (5, 3, 0)
    assert (found.rows, found.seals, found.troubles) == (8, 2, ())
    assert [line["number"] for line in lines] == [1, 2]
    assert seals.file_of(settings.DATA).stat().st_mode & 0o077 == 0


def test_a_long_queue_is_sealed_in_parts(moira):
    look(moira, 7)

    with psycopg.connect(**job.address(), autocommit=True) as clock:
        sealed = seals.seal(clock, home=settings.DATA, most=3)

    assert sealed == 7
    assert (verdict().seals, verdict().troubles) == (3, ())


def test_a_row_of_a_transaction_that_still_runs_is_left_for_later_and_never_lost(moira, superuser):
    look(moira, 1)
    held, done = threading.Event(), threading.Event()

    def slow():
        with transaction.atomic(), acting(moira):
            looks.write_down([uuid4()], by=moira, how="view", page="person", opens=1, device="d", request=uuid4())
            held.set()
            done.wait(20)
        connection.close()

    thread = threading.Thread(target=slow)
    thread.start()
    held.wait(20)
    look(moira, 2)
    while_it_runs = job.run()
    done.set()
    thread.join()
    afterwards = job.run()

    assert (while_it_runs, afterwards) == (1, 3)
    assert verdict().troubles == ()


def alter(superuser, statement, *values):
    superuser.execute(statement, values)


FIRST = "(SELECT id FROM throughline_look ORDER BY xid, id OFFSET 3 LIMIT 1)"


def sealed_rows(by):
    """Seal twelve rows under four seals; return the id of the fourth row."""
    for _ in range(4):
        look(by, 3)
        job.run()


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        (f"UPDATE throughline_look SET page = 'today' WHERE id = {FIRST}", "Row {} was altered"),
        (f"UPDATE throughline_look SET people = '{{}}', how = 'refused', asked = gen_random_uuid() WHERE id = {FIRST}", "Row {} was altered"),
        (f"UPDATE throughline_look SET at = at - interval '1 second' WHERE id = {FIRST}", "Row {} was altered"),
        (f"DELETE FROM throughline_look WHERE id = {FIRST}", "Row {} is missing"),
    ],
)  # fmt: skip
def test_a_row_changed_or_taken_away_by_the_superuser_is_named(moira, superuser, statement, said):
    sealed_rows(moira)
    row = superuser.execute(FIRST).fetchone()[0]
    assert verdict().troubles == ()

    alter(superuser, statement)

    assert verdict().troubles == (f"{said.format(row)} (seal 2).",)


def test_a_row_put_in_afterwards_is_named(moira, superuser):
    sealed_rows(moira)

    row = uuid4()
    alter(
        superuser,
        "INSERT INTO throughline_look SELECT %s, at, xid, worker_id, how, page, people, opens, grants, asked, device, request"
        f" FROM throughline_look WHERE id = {FIRST}",
        row,
    )

    assert [one for one in verdict().troubles if str(row) in one and "put in afterwards" in one]


def test_a_seal_taken_away_is_missed_in_the_chain_and_by_the_file(moira, superuser):
    sealed_rows(moira)

    alter(superuser, "DELETE FROM throughline_checkpoint WHERE number = 2")

    said = " ".join(verdict().troubles)
    assert "Seal 2 is missing from the database." in said
    assert "Seal 2 stands in" in said


def test_the_last_seal_and_its_rows_taken_away_together_are_missed_by_the_file(moira, superuser):
    sealed_rows(moira)

    alter(
        superuser,
        "DELETE FROM throughline_look WHERE xid > (SELECT upto_xid FROM throughline_checkpoint WHERE number = 3)::text::xid8",
    )
    alter(superuser, "DELETE FROM throughline_checkpoint WHERE number = 4")

    (said,) = verdict().troubles
    assert said.startswith("Seal 4 stands in")


def test_a_row_changed_with_its_seal_made_to_fit_is_found_by_the_signature(moira, superuser):
    sealed_rows(moira)

    alter(superuser, f"UPDATE throughline_look SET page = 'today' WHERE id = {FIRST}")
    start = superuser.execute("SELECT upto_xid, upto_id FROM throughline_checkpoint WHERE number = 1").fetchone()
    alter(
        superuser,
        f"WITH l AS (SELECT {seals._LEDGER} AS ledger FROM throughline_look WHERE (xid, id) > (%s::text::xid8, %s) AND xid <="
        " (SELECT upto_xid FROM throughline_checkpoint WHERE number = 2)::text::xid8)"
        " UPDATE throughline_checkpoint SET ledger = l.ledger, root = sha256(l.ledger) FROM l WHERE number = 2",
        str(start[0]), start[1],
    )  # fmt: skip

    said = verdict().troubles
    assert "Seal 2 was altered: its signature does not fit." in said
    assert "Seal 3 does not follow the seal before it." in said


@pytest.mark.parametrize(("cut", "said"), [(lambda lines: lines[:3], "Seal 4 is missing from"), (lambda lines: lines[1:], "Seal 1 is missing from"), (lambda lines: [*lines[:3], lines[3][:40]], "cannot be read")])  # fmt: skip
def test_a_file_that_was_cut_is_noticed(moira, cut, said):
    sealed_rows(moira)
    path = seals.file_of(settings.DATA)

    path.write_text("\n".join(cut(path.read_text().splitlines())))

    assert said in " ".join(verdict().troubles)


def test_the_doctor_says_when_a_row_has_waited_too_long_for_its_seal(moira, superuser):
    look(moira, 1)
    job.run()
    look(moira, 1)
    with psycopg.connect(**job.address(), autocommit=True) as clock:
        fresh = [fine for fine, _ in log_health(clock)]
        alter(
            superuser,
            "UPDATE throughline_look SET at = at - interval '6 minutes' WHERE xid = (SELECT max(xid) FROM throughline_look)",
        )

        stale = list(log_health(clock))

    assert fresh == [True, True]
    assert [fine for fine, _ in stale] == [False, True]
    assert "6 minutes" in stale[0][1]


def test_the_command_ends_with_one_where_a_row_was_altered(moira, superuser, monkeypatch, capsys):
    import argparse
    from contextlib import nullcontext

    from throughline.commands import running, verify_audit

    monkeypatch.setattr(running, "database", nullcontext)
    monkeypatch.setattr(running, "django", lambda role: role)
    sealed_rows(moira)
    whole = verify_audit.run(argparse.Namespace())
    row = superuser.execute(FIRST).fetchone()[0]

    alter(superuser, f"UPDATE throughline_look SET page = 'today' WHERE id = {FIRST}")
    altered = verify_audit.run(argparse.Namespace())

    said = capsys.readouterr().out
    assert (whole, altered) == (0, 1)
    assert "12 rows under 4 seals: all whole. 0 rows wait to be sealed." in said
    assert f"Row {row} was altered (seal 2)." in said


def test_the_next_months_are_made_by_a_job_and_shut_to_the_serving_role(moira, superuser):
    superuser.execute(
        "DROP TABLE IF EXISTS "
        + superuser.execute(
            "SELECT max(relname) FROM pg_class WHERE relkind = 'r' AND relname ~ '^throughline_look_20'"
        ).fetchone()[0]
    )

    made = job.look_ahead()

    assert (made, job.look_ahead()) == (1, 0)
    open_to_app = superuser.execute("SELECT count(*) FROM pg_class WHERE relname ~ '^throughline_look_' AND relkind = 'r' AND has_table_privilege('app', oid, 'SELECT, INSERT, UPDATE, DELETE')")  # fmt: skip
    assert open_to_app.fetchone()[0] == 0
