"""The command line as people use it: in a process of its own, with a database of its own."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from django.utils import timezone

from tests import rossi
from tests.files import caseload_book, liberation_list
from throughline.outside.postgres import Cluster, server_pid

PARTNERSHIP = ["--partnership", "Forth Throughcare", "--organisation", "Forth Mentoring", "--nation", "scotland", "--admin", "Ann Admin", "--email", "ann@example.org"]  # fmt: skip


def run(home, *words, **more):
    """Run `throughline` to its end."""
    return subprocess.run(
        [sys.executable, "-m", "throughline", *words],
        env=environment(home),
        capture_output=True,
        text=True,
        check=False,
        **more,
    )


def environment(home):
    return {name: value for name, value in os.environ.items() if not name.startswith(("DATABASE_", "THROUGHLINE_"))} | {
        "DJANGO_SETTINGS_MODULE": "throughline.settings.local", "THROUGHLINE_DATA": str(home), "PYTHONUNBUFFERED": "1"
    }  # fmt: skip


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


FEW = ("--people", "24")  # a test of how it starts and stops needs no more


def start_demo(home, port):
    """Start the demonstration; return the process and what it said until it was ready."""
    process = subprocess.Popen(
        [sys.executable, "-m", "throughline", "demo", "--port", str(port), *FEW],
        env=environment(home), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True,
    )  # fmt: skip
    said = []
    for line in process.stdout:
        said.append(line)
        if line.startswith("Ready in"):
            return process, "".join(said)
    raise AssertionError("".join(said))


def of_session(leader):
    """Return the processes that a start left behind: those of its session."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _, _, session = stat.read_text().rsplit(")", 1)[1].split()[:4]
        except OSError:
            continue
        if state != "Z" and int(session) == leader:
            found.append(stat.parent.name)
    return found


def wait_for(condition, seconds=20):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.1)
    return False


def test_the_demonstration_starts_stops_without_a_trace_and_keeps_what_was_there(tmp_path):
    home, port = tmp_path / "data", free_port()
    process, said = start_demo(home, port)
    try:
        assert f"http://127.0.0.1:{port}" in said
        assert "3 of 4: inventing 24 people" in said
        link = re.search(r"/demo/[a-z-]+-[0-9a-f]{12}", said)[0]
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{link}", timeout=20) as page:
            assert page.status == 200
        again = run(home, "demo", "--port", str(port))
        assert again.returncode == 1
        assert f"Port {port} is in use." in again.stderr
        check = run(home, "rebuild", "--check")
        assert check.stdout == "No difference: every date follows from its facts.\n", check.stderr
        mended = run(home, "rebuild")
        assert mended.stdout == check.stdout, mended.stderr
        with psycopg.connect(Cluster(home).url("postgres", "throughline")) as connection:
            connection.execute("UPDATE throughline_episode SET released_on = released_on - 1 WHERE ended_on IS NULL")
        assert "`throughline rebuild` puts them right." in run(home, "rebuild", "--check").stdout
        assert "Run `throughline rebuild` now." in run(home, "migrate").stdout
        assert "episodes put right" in run(home, "rebuild").stdout
        assert run(home, "rebuild", "--check").stdout == check.stdout
        assert run(home, "doctor").returncode == 0

        process.send_signal(signal.SIGINT)

        assert process.wait(30) == 0
    finally:
        process.kill()
    assert wait_for(lambda: server_pid(home) is None), "the database goes on"
    assert wait_for(lambda: not of_session(process.pid)), "a part goes on"

    process, said = start_demo(home, port)
    process.kill()
    process.wait()
    assert "the demonstration is there already" in said
    assert wait_for(lambda: server_pid(home) is None), "the database goes on after its starter was killed"
    assert wait_for(lambda: not of_session(process.pid)), "a part goes on after its starter was killed"


def test_a_partnership_is_set_up_from_a_terminal_and_a_list_is_loaded(tmp_path):
    home = tmp_path / "data"
    first = run(home, "setup", *PARTNERSHIP)
    assert "An invitation goes to ann@example.org" in first.stdout, first.stderr
    assert "set up already" in run(home, "setup", *PARTNERSHIP).stderr
    (tmp_path / "list.csv").write_bytes(liberation_list())

    loaded = run(home, "import-liberations", str(tmp_path / "list.csv"), "--dry-run")

    assert loaded.returncode == 1
    assert "There is no programme yet" in loaded.stderr


def test_the_demonstration_neither_opens_nor_removes_a_real_partnership(tmp_path):
    home = tmp_path / "data"
    run(home, "setup", *PARTNERSHIP)

    opened = run(home, "demo", "--prepare")
    forgotten = run(home, "demo", "--forget")

    for said in (opened, forgotten):
        assert said.returncode == 1
        assert "a partnership that is no demonstration. Nothing was changed." in said.stderr
        assert "/demo/" not in said.stdout
    assert "set up already" in run(home, "setup", *PARTNERSHIP).stderr, "it is still there"


def test_a_demonstration_that_was_broken_off_is_begun_anew_and_can_be_forgotten(tmp_path, long_form):
    if not long_form:
        pytest.skip("the long form")
    home = tmp_path / "data"
    process = subprocess.Popen(
        [sys.executable, "-m", "throughline", "demo", "--prepare", *FEW],
        env=environment(home), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True,
    )  # fmt: skip
    for line in process.stdout:
        if "the partnership, its teams and prisons" in line:
            process.send_signal(signal.SIGINT)
            break
    assert process.wait(30) != 0

    again = run(home, "demo", "--prepare", *FEW)

    assert again.returncode == 0, again.stderr
    assert "the last start was broken off: beginning anew" in again.stdout
    assert "inventing 24 people" in again.stdout
    assert "is there already" in run(home, "demo", "--prepare").stdout
    assert run(home, "demo", "--forget").returncode == 0
    assert not (home / "postgres").exists()


def test_forgetting_drops_no_database_that_bears_no_mark(tmp_path):
    home = tmp_path / "data"
    with Cluster(home) as cluster:
        with psycopg.connect(cluster.url("postgres", "postgres"), autocommit=True) as connection:
            connection.execute("CREATE DATABASE payroll")
        url = f"postgresql://postgres@/payroll?host={cluster.sockets}"
        said = subprocess.run(
            [sys.executable, "-m", "throughline", "demo", "--forget"],
            env=environment(home) | {"DATABASE_URL": url}, capture_output=True, text=True, check=False,
        )  # fmt: skip
        with psycopg.connect(cluster.url("postgres", "postgres")) as connection:
            there = connection.execute("SELECT 1 FROM pg_database WHERE datname = 'payroll'").fetchone()
    assert said.returncode == 1
    assert said.stderr == "There is no demonstration in this database. Nothing was changed.\n"
    assert there is not None

    embedded = run(home, "demo", "--forget")
    assert embedded.returncode == 1
    assert "Nothing was changed." in embedded.stderr
    assert (home / "postgres").is_dir()


LIVE = {"THROUGHLINE_SECRET_KEY": "x" * 50, "THROUGHLINE_HOSTS": "record.example", "THROUGHLINE_BASE_URL": "https://record.example", "THROUGHLINE_MAIL_HOST": "127.0.0.1", "THROUGHLINE_MAIL_PORT": "1"}  # fmt: skip


def live(home, verb, without="", **more):
    env = environment(home) | LIVE | {"DJANGO_SETTINGS_MODULE": "throughline.settings.live"} | more
    env.pop(without, None)
    return subprocess.run(
        [sys.executable, "-m", "throughline", verb], env=env, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("missing", ["THROUGHLINE_SECRET_KEY", "THROUGHLINE_HOSTS", "THROUGHLINE_BASE_URL", "THROUGHLINE_MAIL_HOST"])  # fmt: skip
def test_a_server_without_what_it_needs_says_which_and_no_traceback(tmp_path, missing):
    for verb in ("doctor", "migrate"):
        said = live(tmp_path / "data", verb, without=missing)

        assert said.returncode == 1, verb
        assert f"{missing} is not set. Set it to" in said.stdout + said.stderr
        assert "Traceback" not in said.stderr
        assert "All is well" not in said.stdout


def test_the_doctor_tries_the_mail_server_and_explains_an_address_it_cannot_read(tmp_path):
    assert "the mail server 127.0.0.1 does not answer at port 1" in live(tmp_path, "doctor").stdout
    bad = live(tmp_path, "doctor", DATABASE_URL="postgresql://me:pass:word@host:no/db")
    assert "The port in DATABASE_URL is not a number" in bad.stdout, bad.stderr
    assert "Traceback" not in bad.stderr
    assert "must begin with postgresql://" in live(tmp_path, "doctor", DATABASE_URL="mysql://host/db").stdout


SET_UP = """
from throughline.commands import running
with running.database() as cluster:
    running.prepare(cluster)
    from tests import cast
    cast.make()
"""
BACK_INSIDE = """
from throughline.commands import running
with running.database():
    running.django("app")
    from throughline.models import CustodyPeriod, Person, as_service
    from django.db import transaction
    inside = {}
    with transaction.atomic(), as_service():
        for period in CustodyPeriod.objects.order_by("received_on"):
            inside.setdefault(period.person_id, []).append(period)
        people = Person.objects.count()
    back = sum(len(two) == 2 and (two[1].received_on - two[0].released_on).days <= 364 for two in inside.values())
    print(back, "of", people)
"""


@pytest.mark.ledger("J17")
def test_of_the_432_of_rossi_loaded_by_the_commands_114_are_back_inside_by_week_52(tmp_path):
    """Rossi, Berk & Lenihan (1980): 114 of 432 were arrested within 52 weeks of release (the data's own column)."""
    home = tmp_path / "data"

    def script(words):
        done = subprocess.run(
            [sys.executable, "-c", words], env=environment(home), capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    script(SET_UP)
    # The year after their release ends today, so that the list's dates are no longer past than a list's may be.
    first = timezone.localdate() - timedelta(days=365)
    (tmp_path / "list.csv").write_bytes(rossi.liberation_list(first=first, within=1))
    (tmp_path / "custody.csv").write_bytes(rossi.custody_file(first=first, within=1))

    loaded = run(home, "import-liberations", str(tmp_path / "list.csv"))
    moved = run(home, "import-custody", str(tmp_path / "custody.csv"))

    assert "new: 432" in loaded.stdout, loaded.stdout + loaded.stderr
    assert "Columns we do not know, left out: Earlier sentences." in loaded.stdout
    assert "came in: 114; came out: 432" in moved.stdout, moved.stdout + moved.stderr
    assert script(BACK_INSIDE).strip() == "114 of 432"


@pytest.mark.ledger("E8")
def test_a_caseload_is_brought_from_a_terminal_and_every_date_follows_from_the_facts(tmp_path, long_form):
    """A thousand people in the long form, a hundred in the short one."""
    home, many = tmp_path / "data", 1000 if long_form else 100
    subprocess.run([sys.executable, "-c", SET_UP], env=environment(home), capture_output=True, text=True, check=True)
    today = timezone.localdate()
    joined = {
        "Consent on": today - timedelta(days=90),
        "Consent how": "on paper",
        "Released on": today - timedelta(days=40),
    }
    talked = {"Last contact on": today - timedelta(days=1), "Last contact how": "phone"}
    rows = [
        {"Surname": f"R{''.join(chr(97 + int(one)) for one in f'{number:04}')}", "Scottish prison number": str(10_000 + number), "Team": "Glasgow"}
        | ({"Stage": "in touch since release", **joined, **talked} if number % 2 else {"Stage": "asked", "Asked on": today, "Prison": "Barlinnie"})
        for number in range(many)
    ]  # fmt: skip
    (tmp_path / "right.xlsx").write_bytes(caseload_book(*rows))
    (tmp_path / "wrong.xlsx").write_bytes(caseload_book({**rows[0], "Team": "Glasgo"}))

    wrong = run(home, "import-caseload", str(tmp_path / "wrong.xlsx"), "--copy", str(tmp_path / "copy.xlsx"))
    dry = run(home, "import-caseload", str(tmp_path / "right.xlsx"), "--dry-run")
    loaded = run(home, "import-caseload", str(tmp_path / "right.xlsx"))

    assert wrong.returncode == 1
    assert "Row 2: to be mended. Column L, Team: there is no team “Glasgo” here. Did you mean Glasgow?" in wrong.stdout
    assert "1 row is to be mended first. Nothing was loaded." in wrong.stderr
    assert (tmp_path / "copy.xlsx").read_bytes().startswith(b"PK")
    assert f"to be brought: {many}" in dry.stdout, dry.stdout + dry.stderr
    assert "this was a dry run" in dry.stdout
    assert "Loaded." in loaded.stdout, loaded.stdout + loaded.stderr
    assert "No difference" in run(home, "rebuild", "--check").stdout
    again = run(home, "import-caseload", str(tmp_path / "right.xlsx"))
    assert f"here already, left out: {many}" in again.stdout
    assert "There is nobody new in this file. Nothing was loaded." in again.stderr


@pytest.mark.parametrize("wanted", ["23", "0", "-1", "many", "1e3", ""])
def test_a_demonstration_of_too_few_people_is_refused_in_a_sentence(tmp_path, wanted):
    said = run(tmp_path / "data", "demo", "--prepare", f"--people={wanted}")

    assert said.returncode == 2
    assert "give a number, 24 or more: with fewer not every story has somebody" in said.stderr
    assert not (tmp_path / "data").exists()


def test_an_email_address_that_is_none_sets_nothing_up(tmp_path):
    said = run(tmp_path / "data", "setup", *PARTNERSHIP[:-1], "not an address")

    assert said.returncode == 1
    assert "Nothing was set up" in said.stderr


@pytest.mark.parametrize("verb", ["setup", "demo", "serve", "worker", "migrate", "import-liberations", "import-custody", "import-caseload", "rebuild", "doctor", "document"])  # fmt: skip
def test_every_verb_has_help_that_a_person_can_follow(tmp_path, verb):
    said = run(tmp_path, verb, "--help")

    assert said.returncode == 0
    assert f"usage: throughline {verb}" in said.stdout
