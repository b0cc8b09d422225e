"""The embedded PostgreSQL: as root and as an ordinary user, two at once, a path with blanks, and nothing left behind."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import warnings
from pathlib import Path

import psycopg
import pytest

from throughline.outside import databases
from throughline.outside.postgres import (
    SOCKET_PATH_LIMIT,
    Cluster,
    PostgresTrouble,
    Programs,
    installed,
    programs,
    server_pid,
    socket_folder,
)

HOLD = """
import sys, time
from pathlib import Path
from throughline.outside.postgres import Cluster
cluster = Cluster(Path(sys.argv[1]), durable=False)
cluster.start()
print("ready", flush=True)
time.sleep(600)
"""


@pytest.fixture
def home():
    folder = Path(tempfile.mkdtemp(prefix="tl pg "))  # a path with blanks, always
    folder.chmod(0o711)
    yield folder
    pid = server_pid(folder)
    if pid:
        os.kill(pid, signal.SIGQUIT)
    shutil.rmtree(folder, ignore_errors=True)


def gone(home, seconds=15):
    """Wait until no server of a folder runs."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if server_pid(home) is None:
            return True
        time.sleep(0.1)
    return False


def hold(home):
    """Start a process that holds a server."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(home)],
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": str(Path.cwd())},
    )
    assert process.stdout.readline() == "ready\n"
    return process


def test_a_restart_keeps_the_data_and_nothing_listens_on_a_port(home):
    with Cluster(home) as cluster:
        databases.bootstrap(cluster)
        with psycopg.connect(cluster.url("owner")) as connection:
            connection.execute("CREATE TABLE kept (n int)")
            connection.execute("INSERT INTO kept VALUES (7)")
            assert connection.execute("SHOW listen_addresses").fetchone() == ("",)
        assert (cluster.sockets.stat().st_mode & 0o777) == 0o700

    assert server_pid(home) is None
    with Cluster(home) as cluster, psycopg.connect(cluster.url("owner")) as connection:
        assert connection.execute("SELECT n FROM kept").fetchone() == (7,)


def test_the_roles_are_what_the_door_needs(home):
    with Cluster(home, durable=False) as cluster:
        databases.bootstrap(cluster)
        databases.bootstrap(cluster)  # again: nothing changes, nothing fails

        with psycopg.connect(cluster.url("app"), autocommit=True) as connection:
            rows = dict(
                connection.execute(
                    "SELECT rolname, rolbypassrls FROM pg_roles WHERE rolname = ANY(%s)", [list(databases.ROLES)]
                ).fetchall()
            )
            assert rows == {"door": False, "app": False, "clock": False, "owner": False, "backup": True}
            for forbidden in (
                "CREATE TABLE mine (n int)",
                "CREATE TEMP TABLE mine (n int)",
                "SET ROLE owner",
                "SET session_replication_role = replica",
            ):
                with pytest.raises(psycopg.errors.InsufficientPrivilege):
                    connection.execute(forbidden)


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
def test_the_server_ends_with_whoever_started_it(home, how):
    process = hold(home)
    assert server_pid(home) is not None

    process.send_signal(how)
    process.wait()

    assert gone(home)


def test_a_second_start_on_the_same_folder_says_who_has_it(home):
    process = hold(home)
    try:
        with pytest.raises(PostgresTrouble, match=f"already in use by process {process.pid}"):
            Cluster(home).start()
    finally:
        process.kill()
        process.wait()
    assert gone(home)


def test_two_folders_work_side_by_side(home):
    other = home / "other"
    with Cluster(home, durable=False) as one, Cluster(other, durable=False) as two:
        for cluster in (one, two):
            with psycopg.connect(cluster.url("postgres", "postgres")) as connection:
                assert connection.execute("SELECT 1").fetchone() == (1,)


def test_it_starts_again_after_the_server_itself_was_killed(home):
    with Cluster(home) as cluster:
        databases.bootstrap(cluster)
        with psycopg.connect(cluster.url("owner")) as connection:
            connection.execute("CREATE TABLE kept (n int)")
        os.kill(server_pid(home), signal.SIGKILL)
        assert gone(home)

    with Cluster(home) as cluster, psycopg.connect(cluster.url("owner")) as connection:
        assert connection.execute("SELECT count(*) FROM kept").fetchone() == (0,)


def test_a_long_path_has_its_socket_elsewhere(home):
    deep = home / ("a" * 60) / ("b" * 60)

    assert len(str(socket_folder(deep))) < SOCKET_PATH_LIMIT
    with Cluster(deep, durable=False) as cluster, psycopg.connect(cluster.url("postgres", "postgres")) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has a home to keep shut, and another way to run")
def test_root_runs_it_with_or_without_user_namespaces_and_opens_up_nothing(home, monkeypatch):
    root = Path.home().stat().st_mode
    for without in ("", "1"):
        monkeypatch.setenv("THROUGHLINE_NO_UNSHARE", without)
        folder = home / f"as{without}"
        with (
            Cluster(folder, durable=False) as cluster,
            psycopg.connect(cluster.url("postgres", "postgres")) as connection,
        ):
            assert connection.execute("SELECT 1").fetchone() == (1,)
    assert Path.home().stat().st_mode == root


@pytest.mark.skipif(os.geteuid() != 0, reason="this is an ordinary user already: every other test shows it")
def test_an_ordinary_user_runs_it(home):
    shutil.chown(home, "nobody")
    found = programs()
    wheel = Path(found.folder).parent.parent
    target = home / "wheel"
    shutil.copytree(wheel, target / wheel.name)
    if (wheel.parent / f"{wheel.name}.libs").is_dir():
        shutil.copytree(wheel.parent / f"{wheel.name}.libs", target / f"{wheel.name}.libs")
    source = home / "src" / "throughline"
    shutil.copytree("throughline/outside", source / "outside")
    (source / "__init__.py").touch()
    code = (
        "from pathlib import Path; from throughline.outside.postgres import Cluster; import os\n"
        f"c = Cluster(Path({str(home / 'data')!r}), durable=False); c.start(); print(os.geteuid() != 0 and c.status()); c.stop()"
    )
    python = shutil.which("python3", path="/usr/bin:/usr/local/bin") or sys.executable
    env = {
        "PYTHONPATH": str(home / "src"),
        "PG_BIN": str(target / wheel.name / Path(found.folder).parent.name / "bin"),
        "PATH": os.environ["PATH"],
    }

    ran = subprocess.run(
        [python, "-c", code],
        user="nobody",
        group=home.stat().st_gid,
        extra_groups=[],
        env=env,
        capture_output=True,
        text=True,
        check=False,
        cwd="/",
    )

    assert ran.stdout == "True\n", ran.stderr


def test_a_server_that_is_installed_serves_by_database_url(home, monkeypatch):
    """The DATABASE_URL path, against a server found by pg_config or PATH (version 15 included)."""
    found = installed()
    if found is None:
        warnings.warn("NO INSTALLED POSTGRESQL WAS FOUND: the DATABASE_URL path was not tested", stacklevel=1)
        pytest.skip("no installed PostgreSQL: the DATABASE_URL path was NOT tested")
    with Cluster(home, found=Programs(found.folder, found.found_by), durable=False) as cluster:
        monkeypatch.setenv("DATABASE_URL", cluster.url("postgres", "partnership"))

        databases.bootstrap(None)
        migrated = subprocess.run(
            [sys.executable, "-m", "throughline", "migrate"], env=os.environ | {"DJANGO_SETTINGS_MODULE": "throughline.settings.local", "THROUGHLINE_DATA": str(home / "own")},
            capture_output=True, text=True, check=False,
        )  # fmt: skip

        assert migrated.stdout == "The database is up to date.\n", migrated.stderr
        with psycopg.connect(cluster.url("app", "partnership")) as connection:
            assert connection.execute("SELECT count(*) FROM throughline_prison").fetchone()[0] > 100
            assert connection.execute("SELECT count(*) FROM pg_tables WHERE tableowner = 'app'").fetchone() == (0,)


def test_what_cannot_be_started_is_said_in_a_sentence(home, monkeypatch):
    monkeypatch.setenv("PG_BIN", str(home))

    with pytest.raises(PostgresTrouble, match="there is no program named postgres in it"):
        programs()


def test_a_process_number_that_another_program_has_by_now_is_not_our_server(home):
    with Cluster(home, durable=False):
        file = (home / "postgres" / "postmaster.pid").read_text()
    innocent = subprocess.Popen(["sleep", "60"])
    try:
        (home / "postgres" / "postmaster.pid").write_text("\n".join([str(innocent.pid), *file.splitlines()[1:]]) + "\n")

        assert server_pid(home) is None
        with Cluster(home, durable=False) as cluster:
            ours = server_pid(home)
            with psycopg.connect(cluster.url("postgres", "postgres")) as connection:
                assert connection.execute("SELECT 1").fetchone() == (1,)

        assert ours not in (None, innocent.pid)
        assert innocent.poll() is None, "a process of somebody else was stopped"
    finally:
        innocent.kill()
        innocent.wait()


def test_the_server_of_another_folder_is_not_ours(home):
    other = home / "other"
    with Cluster(other, durable=False) as cluster:
        (home / "postgres").mkdir()
        (home / "postgres" / "postmaster.pid").write_text(f"{server_pid(other)}\n")

        assert server_pid(home) is None
        assert cluster.status()
