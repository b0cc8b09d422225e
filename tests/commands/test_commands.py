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

import pytest
from django.utils import timezone

from tests import rossi
from tests.files import liberation_list
from throughline.outside.postgres import server_pid

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


def start_demo(home, port):
    """Start the demonstration; return the process and what it said until it was ready."""
    process = subprocess.Popen(
        [sys.executable, "-m", "throughline", "demo", "--port", str(port)],
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
        assert "3 of 4: inventing 150 people" in said
        link = re.search(r"/demo/[a-z-]+-[0-9a-f]{12}", said)[0]
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{link}", timeout=20) as page:
            assert page.status == 200
        again = run(home, "demo", "--port", str(port))
        assert again.returncode == 1
        assert f"Port {port} is in use." in again.stderr
        check = run(home, "rebuild", "--check")
        assert check.stdout == "No difference: every date follows from its facts.\n", check.stderr
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
    from throughline.models import CustodyPeriod, Person, Worker, standing_of
    from django.utils import timezone
    by = standing_of(Worker.objects.get(service=True), on=timezone.localdate())
    inside = {}
    for period in CustodyPeriod.objects.visible_to(by).order_by("received_on"):
        inside.setdefault(period.person_id, []).append(period)
    back = sum(len(two) == 2 and (two[1].received_on - two[0].released_on).days <= 364 for two in inside.values())
    print(back, "of", Person.objects.visible_to(by).count())
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


def test_an_email_address_that_is_none_sets_nothing_up(tmp_path):
    said = run(tmp_path / "data", "setup", *PARTNERSHIP[:-1], "not an address")

    assert said.returncode == 1
    assert "Nothing was set up" in said.stderr


@pytest.mark.parametrize("verb", ["setup", "demo", "serve", "worker", "migrate", "import-liberations", "import-custody", "rebuild", "doctor", "document"])  # fmt: skip
def test_every_verb_has_help_that_a_person_can_follow(tmp_path, verb):
    said = run(tmp_path, verb, "--help")

    assert said.returncode == 0
    assert f"usage: throughline {verb}" in said.stdout
