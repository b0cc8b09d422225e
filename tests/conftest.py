"""A throwaway PostgreSQL for the whole run, served through the role that serves in life."""

import contextlib
import copy
import os
import shutil
import tempfile
import threading
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import psycopg
import pytest
from django.db import connections
from django.test import TransactionTestCase
from psycopg.pq import TransactionStatus
from time_machine import escape_hatch

from tests.breaking import Breaker, deeds
from throughline.outside import databases
from throughline.outside.postgres import Cluster, programs

TODAY = date(2026, 11, 26)  # a Thursday; the day in the pictures
NOON = datetime(TODAY.year, TODAY.month, TODAY.day, 12, tzinfo=ZoneInfo("Europe/London"))
AHEAD = NOON - timedelta(days=1) - datetime.now(tz=UTC)  # of the real clock, all through the run


def _set_the_clock(cluster):
    """Let the clock of every database made from here on begin at noon of the day before, in functions, policies and columns alike: no test fails when its day is past.

    A test with `at` says that its day is the day after; any other goes by this clock.
    """
    from django.contrib.postgres.functions import TransactionNow

    TransactionNow.template = "now()"  # the same, in a word that can be told
    with psycopg.connect(cluster.url("postgres", "template1"), autocommit=True) as server:
        server.execute("SET allow_system_table_mods = on")
        # As constant as what each asks: PostgreSQL reads these functions only where it may write them out in place.
        for moved, how, told in (
            ("now", "STABLE", "transaction_timestamp()"),
            ("statement_timestamp", "VOLATILE", "timeofday()::timestamptz"),
            ("clock_timestamp", "VOLATILE", "timeofday()::timestamptz"),
        ):
            server.execute(
                f"CREATE OR REPLACE FUNCTION pg_catalog.{moved}() RETURNS timestamptz LANGUAGE sql {how} PARALLEL SAFE "
                f"AS $$ SELECT pg_catalog.{told} + interval '{AHEAD.total_seconds()} seconds' $$"
            )


def pytest_configure(config):
    """Start the server before Django looks for it: one for each hand that runs tests, none for the one that hands them out."""
    if config.getoption("numprocesses", None) and not hasattr(config, "workerinput"):
        return
    home = Path(tempfile.mkdtemp(prefix="throughline-tests-"))
    home.chmod(0o711)
    cluster = Cluster(home, durable=False)
    cluster.start()
    databases.bootstrap(cluster, for_tests=True)
    _set_the_clock(cluster)
    with psycopg.connect(cluster.url("postgres", "postgres"), autocommit=True) as connection:
        connection.execute("ALTER ROLE owner CREATEDB")  # it makes the test database
        # Tables counted at a chance moment, when a test had emptied them, give plans for empty tables to the next test.
        connection.execute("ALTER SYSTEM SET autovacuum = off")
        connection.execute("SELECT pg_reload_conf()")
    config.throughline_cluster = cluster
    from django.conf import settings

    settings.DATABASES["default"]["HOST"] = str(cluster.sockets)
    settings.DATABASES["default"]["PORT"] = ""
    settings.DATABASES["default"]["OPTIONS"]["options"] = f"-c tests.today={TODAY}"  # see _set_the_day
    settings.DATA = home
    # The browser's driver runs a loop in this thread; the tests' own queries do not.
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


def pytest_unconfigure(config):
    """Stop it and leave nothing behind."""
    if not hasattr(config, "throughline_cluster"):
        return
    config.throughline_cluster.stop()
    shutil.rmtree(config.throughline_cluster.home, ignore_errors=True)


def pytest_report_header(config):
    """Say which database the tests ran on."""
    found = programs()
    return f"PostgreSQL {found.version()} found by {found.found_by}, as the serving role"


@pytest.fixture(scope="session")
def django_db_modify_db_settings():
    """Make the test database as its owner, so that migrations run as they do in life."""
    connections["default"].settings_dict["OPTIONS"]["assume_role"] = "owner"


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """From here on every connection, those of a live server too, is the serving role's."""
    with django_db_blocker.unblock():
        from throughline.commands.reference import load
        from throughline.models.actors import install_key

        install_key()
        load()
        _set_the_day()
        connections["default"].close()
    # A test looks at what it did as the witness; every connection of a live server's threads is the serving role's.
    connections["default"].settings_dict["OPTIONS"]["assume_role"] = "app"
    yield
    connections["default"].close()
    connections["default"].settings_dict["NAME"] = _empty.get("name", connections["default"].settings_dict["NAME"])
    connections["default"].settings_dict["OPTIONS"]["assume_role"] = "owner"


def _set_the_day():
    """Let the database believe a test that says which day it is: in life `sec.today` knows no such setting."""
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT current_database()")
        cursor.execute(f'REVOKE TEMPORARY ON DATABASE "{cursor.fetchone()[0]}" FROM PUBLIC')  # as in life
        cursor.execute("GRANT CREATE ON SCHEMA sec TO door")
        cursor.execute("SET ROLE door")
        cursor.execute(
            "CREATE OR REPLACE FUNCTION sec.today() RETURNS date LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS "
            "$$ SELECT coalesce(nullif(current_setting('tests.today', true), '')::date, (now() AT TIME ZONE 'Europe/London')::date) $$"
        )
        cursor.execute("SET ROLE owner")
        cursor.execute("REVOKE CREATE ON SCHEMA sec FROM door")


# The names of the database in which nobody is, and of its copy in which the cast is; and the cast, as it was made there.
_empty: dict = {}


@pytest.fixture(scope="session")
def _played(request, django_db_setup, django_db_blocker):
    """Make the cast once, in a copy of the empty database: making it anew for each of a thousand tests took a third of their time."""
    from tests.cast import make

    connection = connections["default"]
    name = connection.settings_dict["NAME"] if "name" not in _empty else _empty["name"]
    played = f"{name}_cast"
    cluster = request.config.throughline_cluster
    with django_db_blocker.unblock():
        connection.close()
        with psycopg.connect(cluster.url("postgres", "postgres"), autocommit=True) as server:
            server.execute(f'CREATE DATABASE "{played}" TEMPLATE "{name}" OWNER owner')
            server.execute(f'REVOKE TEMPORARY ON DATABASE "{played}" FROM PUBLIC')
        _empty.update(name=name, played=played)
        connection.settings_dict["NAME"] = played
        _empty["cast"] = make()
        connection.close()
        connection.settings_dict["NAME"] = name


@pytest.fixture
def _where_it_is_played(request, django_db_setup, django_db_blocker):
    """Let a test with the cast take place where they are, and any other in the empty database."""
    marker = request.node.get_closest_marker("django_db")
    kept = {"live_server", "transactional_db"} & set(request.fixturenames) or (
        marker and marker.kwargs.get("transaction")
    )
    if "cast" in request.fixturenames and not kept:
        request.getfixturevalue("_played")
        name = _empty["played"]
    else:
        name = _empty.get("name", connections["default"].settings_dict["NAME"])
    if connections["default"].settings_dict["NAME"] != name:
        with django_db_blocker.unblock():
            connections["default"].close()
        connections["default"].settings_dict["NAME"] = name


@pytest.fixture
def _django_db_helper(_where_it_is_played, _django_db_helper):
    """Begin the transaction of a test in its database."""
    return _django_db_helper


@pytest.fixture(autouse=True)
def _a_test_is_a_witness(request, monkeypatch):
    """Let a test itself look past row security, and nothing that it calls: actions and pages run as the serving role."""
    from throughline.actions import beats
    from throughline.web import middleware

    asked = {"db", "transactional_db", "live_server", "_django_db_helper"} & set(request.fixturenames)
    if not asked and request.node.get_closest_marker("django_db") is None:
        yield
        return
    if "at" not in request.fixturenames:
        clock = request.getfixturevalue("time_machine")
        clock.move_to(datetime.now(tz=UTC) + AHEAD, tick=True)
        # That took a moment, and the two clocks tell the same time.
        clock.shift(escape_hatch.datetime.datetime.now(tz=UTC) + AHEAD - datetime.now(tz=UTC))
    request.getfixturevalue("_django_db_helper")
    connection, depth = connections["default"], [0]
    thread = threading.get_ident()

    def role(name):
        if (
            connection.connection is not None
            and not connection.needs_rollback
            and connection.connection.info.transaction_status != TransactionStatus.INERROR
        ):
            with connection.cursor() as cursor:
                cursor.execute(f"SET LOCAL ROLE {name}" if connection.in_atomic_block else f"SET ROLE {name}")

    @contextlib.contextmanager
    def served():
        """Be the serving role meanwhile."""
        if threading.get_ident() != thread:  # a live server's: the serving role already
            yield
            return
        depth[0] += 1
        if depth[0] == 1:
            role("app")
        try:
            yield
        finally:
            depth[0] -= 1
            if depth[0] == 0:
                role("witness")

    acting, answer = beats.acting, middleware.one_transaction.__call__

    @contextlib.contextmanager
    def acting_served(standing):
        with served(), acting(standing):
            yield

    def answer_served(self, asked):
        with served():
            return answer(self, asked)

    monkeypatch.setattr(beats, "acting", acting_served)
    monkeypatch.setattr(middleware.one_transaction, "__call__", answer_served)
    connection.ensure_connection()
    role("witness")
    yield
    if not connection.in_atomic_block and connection.connection is not None:
        role("app")


_teardown = TransactionTestCase._fixture_teardown


def _teardown_as_owner(self):
    """Flush as the owner: the serving role may not truncate. Reference data is put back."""
    connection = connections["default"]
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE owner")
    try:
        _teardown(self)
        from throughline.commands.reference import load

        load()
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SET ROLE app")


# At import: a fixture would be undone before the last teardown runs.
TransactionTestCase._fixture_teardown = _teardown_as_owner


@pytest.fixture
def today():
    """The day on which every test takes place unless it says otherwise."""
    return TODAY


@pytest.fixture
def at(time_machine):
    """Let the web's clock stand at the tests' today."""
    time_machine.move_to(NOON, tick=True)


@pytest.fixture
def cast(db):
    """The people in every test. Whatever a test does to them, the dates of their episodes follow from the facts."""
    from tests.cast import make
    from throughline.queries.rebuild import differences

    there = connections["default"].settings_dict["NAME"] == _empty.get("played")
    yield copy.deepcopy(_empty["cast"]) if there else make()
    assert differences() == []


@pytest.fixture
def nobody_yet(db):
    """The database before anybody has set it up: there is no cast then. The shipped places are in it."""


def pytest_addoption(parser):
    """Let the long forms of tests be asked for, and pictures of the pages."""
    parser.addoption("--run-slow", action="store_true", help="run the long forms too: make test-long")
    parser.addoption("--shots", action="store_true", help="keep pictures of the pages in build/shots: make pictures")


@pytest.fixture(autouse=True)
def _actions_are_broken_once(request, monkeypatch):
    """In the long form, break each action at each statement the first time that any test of actions calls it."""
    whole = {"cast", "nobody_yet"} & set(request.fixturenames)
    if not request.config.getoption("--run-slow") or "/actions/" not in str(request.node.path) or not whole:
        yield
        return
    if not hasattr(request.config, "throughline_breaker"):
        request.config.throughline_breaker = Breaker()
    breaker = request.config.throughline_breaker
    before = len(breaker.halves)
    request.getfixturevalue(*whole)
    breaker.install(monkeypatch)
    yield
    assert breaker.halves[before:] == []


def _never_broken(config):
    """Return the actions that were broken nowhere. None where not every test of actions ran, so that it is not known."""
    breaker = getattr(config, "throughline_breaker", None)
    if (
        breaker is None
        or config.option.keyword
        or not any(Path(one).name in ("tests", "actions") for one in config.args)
    ):
        return None
    return sorted(set(deeds()) - breaker.tried)


def pytest_sessionfinish(session, exitstatus):
    """Fail a long run that left out an action."""
    if exitstatus == 0 and _never_broken(session.config):
        session.exitstatus = 1


def pytest_terminal_summary(terminalreporter, config):
    """Say how many actions were broken, and which were not."""
    breaker = getattr(config, "throughline_breaker", None)
    if breaker is not None:
        left_out = _never_broken(config)
        terminalreporter.write_line(
            f"{len(breaker.tried)} actions broken at {breaker.faults} statements, {len(breaker.halves)} halves. "
            + ("" if left_out is None else f"Left out: {', '.join(left_out) or 'none'}.")
        )


@pytest.fixture
def long_form(request):
    """Whether the long form of a test was asked for."""
    return request.config.getoption("--run-slow")
