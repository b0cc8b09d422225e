"""`throughline doctor`: what is wrong, and what to do about it, in plain sentences."""

import argparse
import os
import shutil
import socket
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from throughline.commands import running
from throughline.outside import databases
from throughline.outside.folders import SHORTEST
from throughline.outside.postgres import PostgresTrouble, programs, server_pid, socket_folder
from throughline.outside.seals import unsealed_for

LONGEST_UNSEALED = 5 * 60


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add nothing: it looks at everything."""
    del parser


def run(chosen: argparse.Namespace) -> int:
    """Look at each thing, say how it is, and end with 1 where anything is wrong."""
    del chosen
    wrong = 0
    settings = list(_settings())
    # Without its settings nothing more can be asked.
    database = _database() if all(fine for fine, _ in settings) else []
    for fine, words in [*_machine(), *settings, *database]:
        print(f"{'ok   ' if fine else 'WRONG'} {words}")
        wrong += not fine
    print("All is well." if not wrong else f"{wrong} to put right.")
    return 1 if wrong else 0


def _sheets() -> tuple[bool, str]:
    """Look at where emergency sheets go."""
    folder = os.environ.get("THROUGHLINE_SHEETS", "")
    if not folder:
        return True, "no folder is chosen for emergency sheets. To have them, set THROUGHLINE_SHEETS"
    if len(os.environ.get("THROUGHLINE_SHEETS_PASSPHRASE", "")) < SHORTEST:
        return (
            False,
            f"THROUGHLINE_SHEETS_PASSPHRASE needs {SHORTEST} letters or more: no emergency sheet is made without",
        )
    there = Path(folder)
    while not there.exists() and there != there.parent:
        there = there.parent
    if not os.access(there, os.W_OK):
        return False, f"emergency sheets cannot be written to {folder}. Change its rights, or THROUGHLINE_SHEETS"
    return True, f"emergency sheets go to {folder}"


def _machine() -> Iterator[tuple[bool, str]]:
    """Look at what is installed and built."""
    yield (
        sys.version_info >= (3, 11),
        f"Python {sys.version.split()[0]}" + ("" if sys.version_info >= (3, 11) else ": 3.11 or later is needed"),
    )
    root = Path(__file__).resolve().parent.parent.parent
    build = Path(os.environ.get("THROUGHLINE_BUILD", root / "build"))
    built = (build / "static" / "throughline.css").is_file()
    yield built, "styles and scripts are built" if built else "styles and scripts are not built. Run: make setup"
    yield (
        bool(shutil.which("node")),
        "Node is there"
        if shutil.which("node")
        else "Node is not there. It builds the styles: install Node 20 or later",
    )
    data = running.data_folder()
    data.mkdir(parents=True, exist_ok=True, mode=0o700)
    writable = os.access(data, os.W_OK)
    yield (
        writable,
        f"{data} can be written to"
        if writable
        else f"{data} cannot be written to. Change its rights, or set THROUGHLINE_DATA",
    )
    if not os.environ.get("DATABASE_URL"):
        try:
            found = programs()
            yield True, f"PostgreSQL {found.version()} found by {found.found_by}"
        except PostgresTrouble as trouble:
            yield False, str(trouble)
        length = len(str(socket_folder(data)))
        yield length < 100, f"the socket's path has {length} letters, of 100 at most"
    yield _sheets()
    port = int(os.environ.get("PORT", "8000"))
    with socket.socket() as one:
        busy = one.connect_ex(("127.0.0.1", port)) == 0
    yield (
        True,
        f"port {port} is {'in use: if that is not Throughline, choose another with PORT=' + str(port + 1) if busy else 'free'}",
    )


def _settings() -> Iterator[tuple[bool, str]]:
    """Load the settings, and try the mail server that they name."""
    from django.conf import settings
    from django.core.exceptions import ImproperlyConfigured

    try:
        host, port = settings.MAIL_HOST, settings.MAIL_PORT
    except (ImproperlyConfigured, PostgresTrouble) as trouble:
        yield False, str(trouble)
        return
    except ValueError as trouble:
        yield False, f"a setting cannot be read: {trouble}"
        return
    yield True, f"the settings are {os.environ.get('DJANGO_SETTINGS_MODULE')}"
    if not os.environ.get("THROUGHLINE_MAIL_HOST"):
        yield (
            True,
            "no mail server is named: mail is printed where Throughline runs. Set THROUGHLINE_MAIL_HOST to send it",
        )
        return
    try:
        socket.create_connection((host, port), timeout=5).close()
        yield True, f"the mail server {host} answers at port {port}"
    except OSError as trouble:
        yield (
            False,
            f"the mail server {host} does not answer at port {port} ({trouble}). Check THROUGHLINE_MAIL_HOST and _PORT",
        )


def log_health(clock: Any) -> Iterator[tuple[bool, str]]:
    """Look at the read log: is it sealed, and has each month its own part?"""
    waited = unsealed_for(clock)
    yield (
        waited <= LONGEST_UNSEALED,
        "the read log is sealed"
        if waited <= LONGEST_UNSEALED
        else f"a row of the read log has waited {round(waited / 60)} minutes for its seal. Check that the worker runs",
    )
    stray = clock.execute("SELECT EXISTS (SELECT FROM throughline_look_rest)").fetchone()[0]
    yield (
        not stray,
        "each month of the read log has its own part"
        if not stray
        else "rows of the read log stand outside its months. Check that the worker runs each night",
    )


def _database() -> Iterator[tuple[bool, str]]:
    """Look at the database, if one runs or can be reached."""
    if not os.environ.get("DATABASE_URL") and server_pid(running.data_folder()) is None:
        yield True, "the embedded database is not running. make demo or throughline serve starts it"
        return
    import psycopg

    address = databases.settings_for("app", data=running.data_folder())
    try:
        with psycopg.connect(
            dbname=address["NAME"], user="app", host=address["HOST"], port=address.get("PORT") or None, password=address.get("PASSWORD") or None, connect_timeout=5
        ) as connection:  # fmt: skip
            yield True, "the database answers"
            row = connection.execute("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = 'app'").fetchone()
            free = bool(row and row[0])
            yield (
                not free,
                "the serving role cannot pass row security"
                if not free
                else "the serving role passes row security. ALTER ROLE app NOSUPERUSER NOBYPASSRLS",
            )
            owned = connection.execute("SELECT count(*) FROM pg_tables WHERE tableowner = 'app'").fetchone()
            yield (
                not owned[0],
                "the serving role owns nothing"
                if not owned[0]
                else f"the serving role owns {owned[0]} tables. They must belong to owner",
            )
            waiting = connection.execute(
                "SELECT count(*) FROM throughline_mail WHERE sent_at IS NULL AND given_up_at IS NULL"
                " AND made_at < now() - interval '10 minutes'"
            ).fetchone()
            yield (
                not waiting[0],
                "no mail is stuck"
                if not waiting[0]
                else f"{waiting[0]} messages have waited for 10 minutes. Check THROUGHLINE_MAIL_HOST and that the worker runs",
            )
            lost = connection.execute(
                "SELECT count(*) FROM throughline_mail WHERE given_up_at > now() - interval '7 days'"
            ).fetchone()
            yield (
                not lost[0],
                "no mail was given up this week"
                if not lost[0]
                else f"{lost[0]} messages could not be sent this week, for good. Look at the addresses of those workers",
            )
            oldest = connection.execute(
                "SELECT extract(epoch FROM now() - min(e.at))::int / 60 FROM procrastinate_jobs j JOIN procrastinate_events e"
                " ON e.job_id = j.id AND e.type = 'deferred' WHERE j.status = 'todo' AND coalesce(j.scheduled_at, e.at) <= now()"
            ).fetchone()
            late = oldest[0] is not None and oldest[0] >= 10
            yield (
                not late,
                f"a job has waited for {oldest[0]} minutes. Run the worker: throughline worker"
                if late
                else "no job waits",
            )
        with psycopg.connect(
            dbname=address["NAME"], user="clock", host=address["HOST"], port=address.get("PORT") or None, connect_timeout=5,
            password=databases.settings_for("clock", data=running.data_folder()).get("PASSWORD") or None,
        ) as clock:  # fmt: skip
            yield from log_health(clock)
    except psycopg.OperationalError as trouble:
        yield False, f"the database does not answer: {str(trouble).strip().splitlines()[-1]}"
    except psycopg.errors.UndefinedTable:
        yield False, "the tables are not there yet. Run: throughline migrate"
