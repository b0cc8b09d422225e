"""`throughline demo`: database, web, worker and mail sink in one, with an invented partnership."""

import argparse
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request

import psycopg

from throughline.commands import running
from throughline.outside import databases
from throughline.outside.postgres import Cluster, PostgresTrouble, server_pid

PEOPLE, FEWEST = 150, 24
_OWN_FOLDER = running.ROOT / "var-demo"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the port, and a way to only prepare."""
    parser.add_argument(
        "--port", type=int, default=int(os.environ.get("PORT", "8000")), help="the port of the web (8000)"
    )
    parser.add_argument("--prepare", action="store_true", help="make everything ready and stop")
    parser.add_argument(
        "--people", type=_some, default=PEOPLE, help=f"how many people to invent ({PEOPLE}; {FEWEST} or more)"
    )
    parser.add_argument("--forget", action="store_true", help="remove the demonstration and what was done in it")


def _some(words: str) -> int:
    """Read how many people are wanted: with fewer not every story has somebody."""
    if not words.isdecimal() or int(words) < FEWEST:
        raise argparse.ArgumentTypeError(f"give a number, {FEWEST} or more: with fewer not every story has somebody")
    return int(words)


def run(chosen: argparse.Namespace) -> int:
    """Make the demonstration ready, run it, and stop all of it together."""
    # A folder of its own: a partnership's real database is never in it.
    os.environ.setdefault("THROUGHLINE_DATA", str(_OWN_FOLDER))
    if chosen.forget:
        return _forget()
    if not chosen.prepare and _busy(chosen.port):
        print(
            f"Port {chosen.port} is in use. Stop what uses it, or choose another: PORT={chosen.port + 1} make demo",
            file=sys.stderr,
        )
        return 1
    os.environ["THROUGHLINE_DEMO"] = "1"
    os.environ["THROUGHLINE_BASE_URL"] = f"http://127.0.0.1:{chosen.port}"
    mail_port = _free_port()
    os.environ["THROUGHLINE_MAIL_PORT"] = str(mail_port)
    started = time.monotonic()
    signal.signal(signal.SIGTERM, _stop)
    # Started in the background by a shell, it would have been told to hear no Ctrl-C.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    print("1 of 4: starting PostgreSQL", flush=True)
    with running.database() as cluster:
        found = _what_is_there(cluster)
        if found == _REAL:
            print(_NOT_OURS, file=sys.stderr)
            return 1
        if found == _HALF:
            if cluster is None and not os.environ.get("DATABASE_URL"):
                print("The demonstration is being made by another process. Wait for that one.", file=sys.stderr)
                return 1
            print("        the last start was broken off: beginning anew", flush=True)
            databases.drop(cluster)
        print("2 of 4: bringing the tables up to date", flush=True)
        running.prepare(cluster)
        from throughline.commands.demonstration import make

        if found == _WHOLE:
            print("3 of 4: the demonstration is there already", flush=True)
        else:
            print(f"3 of 4: inventing {chosen.people} people and 18 months of work", flush=True)
            make(
                people_wanted=chosen.people,
                say=lambda words: print(f"        {words}", flush=True),
                hands=min(4, os.cpu_count() or 1),
            )
        _collect()
        if chosen.prepare:
            return 0
        print("4 of 4: starting the web, the worker and the mail sink", flush=True)
        return _serve(chosen.port, mail_port, started)


_NOTHING, _REAL, _HALF, _WHOLE = "nothing", "real", "half", "whole"
_MARKED = (_HALF, _WHOLE)
_NO_MARK = "There is no demonstration in this database. Nothing was changed."
_NOT_OURS = (
    "This database holds a partnership that is no demonstration. Nothing was changed. "
    "Set THROUGHLINE_DATA to another folder, or unset THROUGHLINE_DATA and DATABASE_URL."
)


def _what_is_there(cluster: Cluster | None) -> str:
    """Look at whose data the database holds, before anything in it is touched."""
    held = cluster or Cluster(running.data_folder())
    url = databases.administrator_url(held, databases.target_name())
    try:
        with psycopg.connect(url, connect_timeout=10) as connection:
            row = connection.execute("SELECT to_jsonb(p) FROM public.throughline_partnership p").fetchone()
    except psycopg.errors.UndefinedTable:
        return _NOTHING
    except psycopg.OperationalError as trouble:
        if "does not exist" in str(trouble):
            return _NOTHING
        raise PostgresTrouble(f"The database does not answer: {str(trouble).strip().splitlines()[-1]}") from trouble
    if row is None:
        return _NOTHING
    if not row[0].get("demonstration"):
        return _REAL
    return _WHOLE if row[0].get("demonstration_ready_at") else _HALF


def _forget() -> int:
    """Remove a demonstration's data. Anything that does not bear its mark is left as it is.

    But for the folder that only a demonstration uses: a start that was broken off early left no mark in it yet.
    """
    home = running.data_folder()
    if os.environ.get("DATABASE_URL"):
        found = _what_is_there(None)
        if found not in _MARKED:
            print(_NOT_OURS if found == _REAL else _NO_MARK, file=sys.stderr)
            return 1
        databases.drop(None)
    elif server_pid(home) is not None:
        print("It is running. Stop it first.", file=sys.stderr)
        return 1
    elif (home / "postgres").is_dir():
        with running.database() as cluster:
            found = _what_is_there(cluster)
        if found not in _MARKED and not (found == _NOTHING and home == _OWN_FOLDER):
            print(_NOT_OURS if found == _REAL else _NO_MARK, file=sys.stderr)
            return 1
        # Only what a start of ours makes: a folder that somebody named may hold their own things.
        for name in ("postgres", "sock", "keys"):
            shutil.rmtree(home / name, ignore_errors=True)
        for name in ("postgres.log", "postgres.lock"):
            (home / name).unlink(missing_ok=True)
    print("The demonstration's data is gone. make demo makes it anew.")
    return 0


def _serve(port: int, mail_port: int, started: float) -> int:
    """Run the parts until one ends or someone stops it. Each part ends when this process does."""
    from django.db import connection

    connection.close()
    part = [sys.executable, "-m", "throughline.commands.part"]
    theirs = databases.serving_environment()
    parts = [
        subprocess.Popen([*part, "mail", str(mail_port)], stdin=subprocess.PIPE),
        subprocess.Popen([*part, "web", str(port)], stdin=subprocess.PIPE, env=theirs),
        subprocess.Popen([*part, "worker"], stdin=subprocess.PIPE, env=theirs),
    ]
    try:
        if not _answers(port, parts):
            print("The web did not start. What it said stands above.", file=sys.stderr)
            return 1
        _show(port, started)
        while all(one.poll() is None for one in parts):
            time.sleep(0.3)
        print("A part of the demonstration stopped. What it said stands above.", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopping. What you did is kept: make demo goes on from here.", flush=True)
        return 0
    finally:
        for one in parts:
            one.stdin.close()
        for one in parts:
            try:
                one.wait(8)
            except subprocess.TimeoutExpired:
                one.kill()
                one.wait()


def _show(port: int, started: float) -> None:
    """Print the address and who can be tried."""
    from rich.console import Console
    from rich.table import Table

    from throughline.queries.demo import people_to_try

    table = Table(
        title=f"Throughline is at http://127.0.0.1:{port}",
        caption="Each link signs you in as that invented person. Ctrl-C stops everything.",
        title_justify="left",
        caption_justify="left",
    )
    table.add_column("Who")
    table.add_column("What they do")
    table.add_column("Link", overflow="fold", no_wrap=False)
    for name, role, link in people_to_try():
        table.add_row(name, role, f"http://127.0.0.1:{port}{link}")
    Console(width=120 if not sys.stdout.isatty() else None).print(table)
    print(
        f"Ready in {time.monotonic() - started:.0f} seconds. Mail that the product sends: http://127.0.0.1:{port}/demo/mail",
        flush=True,
    )


def _answers(port: int, parts: list) -> bool:
    """Wait until the web answers."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and all(one.poll() is None for one in parts):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2) as answer:
                return answer.status == 200
        except OSError:
            time.sleep(0.2)
    return False


def _collect() -> None:
    from django.core.management import call_command

    call_command("collectstatic", verbosity=0, interactive=False)


def _busy(port: int) -> bool:
    with socket.socket() as one:
        one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            one.bind(("127.0.0.1", port))
        except OSError:
            return True
    return False


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def _stop(*_: object) -> None:
    raise KeyboardInterrupt
