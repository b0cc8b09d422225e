"""PostgreSQL and the web killed with SIGKILL while notes are saved through the real pages and the API: what was acknowledged is there, once.

python tests/kills.py --rounds 20           PostgreSQL and web in turn
python tests/kills.py --rounds 5 --control  synchronous_commit off, PostgreSQL alone: some are lost, so the count can fail
"""

import argparse
import contextlib
import http.cookiejar
import json
import os
import random
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from throughline.outside.postgres import Cluster, PostgresTrouble, server_pid  # noqa: E402

MAKE = """
from throughline.commands import running
running.prepare(None); running.django("app")
from throughline.commands.demonstration import make
make(people_wanted=12)
import datetime, json
from django.utils import timezone
from throughline.actions import tokens
from throughline.models import Post, standing_of
today, secrets = timezone.localdate(), []
for post in Post.objects.filter(role="mentor", until_on=None, worker__ended_on=None, worker__account__isnull=False).order_by("pk"):
    by = standing_of(post.worker, on=today)
    secrets.append(tokens.make(by=by, name="A program", expires_on=today + datetime.timedelta(days=30), today=today)[1])
print(json.dumps(secrets))
"""


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@dataclass
class Tally:
    """What was sent, and what the server said it had saved."""

    acknowledged: set[str] = field(default_factory=set)
    sent: set[str] = field(default_factory=set)
    by_program: set[str] = field(default_factory=set)
    tries: int = 0
    refused: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)


class Straight(urllib.request.HTTPRedirectHandler):
    """Follow nothing: a redirect is the answer that a note was saved."""

    def redirect_request(self, *_args: object, **_more: object) -> None:
        """Return no request to follow."""
        return


class Mentor:
    """Somebody with a phone: signs in, opens the note page, writes, presses save, and again until it says saved."""

    def __init__(self, base: str, link: str, tally: Tally, stop: threading.Event) -> None:
        self.base, self.link, self.tally, self.stop = base, link, tally, stop
        jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self.web = urllib.request.build_opener(jar, Straight)
        self.people: list[str] = []

    def ask(self, path: str, said: dict[str, str] | None = None) -> tuple[int, str]:
        """Return the status and the page; 0 where nobody answered."""
        data = urllib.parse.urlencode(said).encode() if said else None
        asked = urllib.request.Request(self.base + path, data=data, headers={"Referer": self.base + path})
        try:
            with self.web.open(asked, timeout=8) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as refused:
            return refused.code, refused.read().decode(errors="replace")
        except (OSError, http.client.HTTPException):
            return 0, ""

    def until(self, path: str, *, status: int = 200) -> str:
        """Ask until it answers as it should."""
        while not self.stop.is_set():
            code, page = self.ask(path)
            if code == status:
                return page
            time.sleep(0.1)
        return ""

    def work(self, seed: int) -> None:
        """Save notes until told to stop."""
        chance = random.Random(seed)
        self.until(self.link, status=302)
        while not self.people and not self.stop.is_set():
            self.people = re.findall(r'href="/people/([0-9a-f-]{36})/', self.until("/people/"))
        while not self.stop.is_set():
            path = f"/people/{chance.choice(self.people)}/note"
            page = self.until(path)
            said = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))
            if "client_id" not in said:
                continue
            said |= {"spoke": "yes", "channel": "phone", "minutes": "15", "kind": "mentoring", "words": f"Said {uuid4()}.", "day": "yesterday", "time": "9am"}  # fmt: skip
            with self.tally.lock:
                self.tally.sent.add(said["client_id"])
            while not self.stop.is_set():
                self.tally.tries += 1
                code, _ = self.ask(path, said)
                if code == 302:
                    with self.tally.lock:
                        self.tally.acknowledged.add(said["client_id"])
                    break
                if code in (409, 422):
                    self.tally.refused += 1
                    break
                time.sleep(0.1)


class Program:
    """A program with a mentor's token: saves notes through the API, and again until it is told that one is in."""

    def __init__(self, base: str, secret: str, tally: Tally, stop: threading.Event) -> None:
        self.base, self.tally, self.stop = base, tally, stop
        self.headers = {"Authorization": f"Bearer {secret}", "Content-Type": "application/json"}

    def ask(self, path: str, said: dict[str, object] | None = None) -> tuple[int, str]:
        """Return the status and the answer; 0 where nobody answered."""
        data = json.dumps(said).encode() if said else None
        try:
            with urllib.request.urlopen(
                urllib.request.Request(self.base + path, data=data, headers=self.headers), timeout=8
            ) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as refused:
            return refused.code, refused.read().decode(errors="replace")
        except (OSError, http.client.HTTPException):
            return 0, ""

    def work(self, seed: int) -> None:
        """Save notes until told to stop."""
        chance, people = random.Random(seed), []
        while not people and not self.stop.is_set():
            code, answer = self.ask("/api/people")
            people = [one["person"] for one in json.loads(answer)["people"]] if code == 200 else []
            time.sleep(0.1)
        while not self.stop.is_set():
            key, path = str(uuid4()), f"/api/people/{chance.choice(people)}/notes"
            at = datetime.now(UTC) - timedelta(days=1)
            said = {"client_id": key, "spoke": True, "channel": "phone", "kind": "mentoring", "minutes": 15, "words": f"Said {uuid4()}.", "happened_at": at.isoformat()}  # fmt: skip
            with self.tally.lock:
                self.tally.sent.add(key)
                self.tally.by_program.add(key)
            while not self.stop.is_set():
                self.tally.tries += 1
                code, _ = self.ask(path, said)
                if code in (200, 201):
                    with self.tally.lock:
                        self.tally.acknowledged.add(key)
                    break
                if 400 <= code < 500 and code != 429:
                    self.tally.refused += 1
                    break
                time.sleep(0.1)
            time.sleep(chance.uniform(0.2, 0.5))  # pages are slower: neither should do all the work


class House:
    """A running installation that can be killed in parts."""

    def __init__(self, home: Path, *, control: bool) -> None:
        self.home, self.control, self.port = home, control, free_port()
        self.environment = os.environ | {
            "THROUGHLINE_DATA": str(home), "DJANGO_SETTINGS_MODULE": "throughline.settings.local", "THROUGHLINE_DEMO": "1",
        }  # fmt: skip
        self.cluster = Cluster(home)
        self.web: subprocess.Popen[bytes] | None = None
        self.secrets: list[str] = []  # of the token that each mentor gave to a program

    def begin(self) -> None:
        """Make a small demonstration in an empty database."""
        from throughline.outside import databases

        self.cluster.start()
        databases.bootstrap(self.cluster)
        made = subprocess.run(
            [sys.executable, "-c", MAKE], env=self.environment, check=True, cwd=ROOT, stdout=subprocess.PIPE
        )
        self.secrets = json.loads(made.stdout.splitlines()[-1])
        self.settle()

    def settle(self) -> None:
        """Let the database answer before a note is safe, where that is what is tried."""
        import psycopg

        if self.control:
            with psycopg.connect(self.cluster.url("postgres", "postgres"), autocommit=True) as one:
                # Above what the command line says only a role's own setting stands.
                one.execute("ALTER ROLE app SET synchronous_commit = off")
                one.execute("ALTER SYSTEM SET wal_writer_delay = '10s'")
                one.execute("SELECT pg_reload_conf()")

    def serve(self) -> None:
        """Start the web."""
        self.web = subprocess.Popen(
            [sys.executable, "-m", "throughline.commands.part", "web", str(self.port)], stdin=subprocess.PIPE, env=self.environment, cwd=ROOT,
            stderr=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip

    def kill_web(self) -> None:
        """Kill every process of the web, and start it again."""
        assert self.web is not None
        os.killpg(self.web.pid, signal.SIGKILL)
        self.web.wait()
        self.serve()

    def kill_database(self) -> None:
        """Kill every process of PostgreSQL, the first before the others, and start it again."""
        first = server_pid(self.home)
        assert first is not None
        others = subprocess.run(["pgrep", "-P", str(first)], capture_output=True, text=True, check=False).stdout.split()
        for one in [first, *map(int, others)]:
            with contextlib.suppress(ProcessLookupError):
                os.kill(one, signal.SIGKILL)
        self.cluster.stop()
        for _ in range(50):
            try:
                self.cluster.start()
                return
            except PostgresTrouble:
                time.sleep(0.2)
        raise SystemExit("PostgreSQL did not start again.")

    def end(self) -> None:
        """Stop all of it."""
        if self.web is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.web.pid, signal.SIGKILL)
        self.cluster.stop()


def run(*, rounds: int, control: bool, seed: int = 2006) -> dict[str, int]:
    """Save notes through `rounds` kills and count what was acknowledged and lost, doubled, or left without its record."""
    import psycopg

    home = Path(tempfile.mkdtemp(prefix="throughline-kills-"))
    home.chmod(0o711)
    house, tally, stop, chance = House(home, control=control), Tally(), threading.Event(), random.Random(seed)
    try:
        house.begin()
        house.serve()
        base = f"http://127.0.0.1:{house.port}"
        first = Mentor(base, "/", tally, stop)
        links = [
            link
            for link, what in re.findall(r'href="(/demo/[^"]+)">[^<]*</a></div><p>([^<]*)', first.until("/demo/"))
            if "entor" in what
        ]
        assert links, "nobody can be signed in"
        mentors = [
            threading.Thread(target=Mentor(base, links[n % len(links)], tally, stop).work, args=[n]) for n in range(3)
        ] + [
            threading.Thread(target=Program(base, house.secrets[n % len(house.secrets)], tally, stop).work, args=[n])
            for n in range(2)
        ]
        for one in mentors:
            one.start()
        for number in range(rounds):
            before = len(tally.acknowledged)
            deadline = time.monotonic() + 60
            while len(tally.acknowledged) < before + 6 and time.monotonic() < deadline:
                time.sleep(0.02)
            time.sleep(chance.uniform(0, 0.4))
            house.kill_database() if control or number % 2 == 0 else house.kill_web()
            print(f"round {number + 1}: {len(tally.acknowledged)} acknowledged", flush=True)
        time.sleep(4)
        stop.set()
        for one in mentors:
            one.join(30)
        with psycopg.connect(house.cluster.url("postgres")) as all_seen:
            there = [str(row[0]) for row in all_seen.execute("SELECT client_id FROM throughline_note")]
            unrecorded = all_seen.execute(
                "SELECT count(*) FROM throughline_note n WHERE n.client_id::text = ANY(%s) AND NOT EXISTS"
                " (SELECT FROM throughline_event e WHERE e.thing_id = n.id::text AND e.what = 'note:save')", [list(tally.sent)]
            ).fetchone()[0]  # fmt: skip
            # Each note was written on a page that was opened for it, or came with an answer of its own: as many looks as notes.
            unlogged = all_seen.execute(
                "SELECT coalesce(sum(greatest(0, notes - (SELECT count(*) FROM throughline_look l"
                " WHERE l.worker_id = n.worker_id AND l.people @> ARRAY[n.person_id] AND l.page = n.page))), 0) FROM ("
                " SELECT worker_id, person_id, CASE WHEN client_id::text = ANY(%(programs)s) THEN 'api_save_note' ELSE 'write_note' END AS page,"
                " count(*) AS notes FROM throughline_note WHERE client_id::text = ANY(%(sent)s) GROUP BY 1, 2, 3) n",
                {"programs": list(tally.by_program), "sent": list(tally.sent)},
            ).fetchone()[0]  # fmt: skip
        ours = [one for one in there if one in tally.sent]
        return {
            "rounds": rounds, "acknowledged": len(tally.acknowledged), "of them by the API": len(tally.acknowledged & tally.by_program), "lost": len(tally.acknowledged - set(ours)),
            "doubled": len(ours) - len(set(ours)), "without an event": unrecorded, "without a log row": unlogged, "refused": tally.refused, "tries": tally.tries,
        }  # fmt: skip
    finally:
        stop.set()
        house.end()
        shutil.rmtree(home, ignore_errors=True)


def main() -> int:
    """Run it and print the counts."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--control", action="store_true")
    chosen = parser.parse_args()
    found = run(rounds=chosen.rounds, control=chosen.control)
    print("; ".join(f"{name}: {number}" for name, number in found.items()))
    wrong = found["refused"] + found["lost"] + found["doubled"] + found["without an event"] + found["without a log row"]
    if chosen.control:
        return 0 if found["lost"] else 1
    return 1 if wrong or not 0 < found["of them by the API"] < found["acknowledged"] else 0


if __name__ == "__main__":
    sys.exit(main())
