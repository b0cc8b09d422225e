"""Seals over the read log: batches of rows, hashed, signed with Ed25519, each linked to the one before.

The database hashes; Python compares, signs and keeps. A second copy of every seal stands in a file outside the
database, a line each, so that whoever can change the database cannot change the log and its seals unseen.
"""

import fcntl
import hashlib
import json
import os
import struct
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from throughline.outside.keys import secret

MOST_ROWS = 50_000  # in one seal: 1.6 MB of digests
NOTHING = b"\x00" * 32
_FIRST = (0, UUID(int=0))
# The columns are named: one added later changes no digest of a row that is sealed already.
_DIGEST = """substring(sha256(record_send(ROW(id, at, xid, worker_id, how, page, people, opens, grants, asked, device, request))) for 16)"""
_LEDGER = f"string_agg(uuid_send(id) || {_DIGEST}, ''::bytea ORDER BY xid, id)"
_BETWEEN = "(xid, id) > (%s::text::xid8, %s) AND (xid, id) <= (%s::text::xid8, %s)"


@dataclass(frozen=True)
class Seal:
    """One checkpoint: what it covers, the digest of that, the seal before, its signature."""

    number: int
    at: datetime
    upto: tuple[int, UUID]
    rows: int
    root: bytes
    previous: bytes
    signature: bytes

    @property
    def link(self) -> bytes:
        """What the next seal holds of this one."""
        return hashlib.sha256(
            _words(self.number, self.at, self.upto, self.rows, self.root, self.previous) + self.signature
        ).digest()

    @property
    def line(self) -> str:
        """The seal as it stands in the file."""
        return json.dumps({
            "number": self.number, "at": self.at.isoformat(), "xid": self.upto[0], "id": str(self.upto[1]), "rows": self.rows,
            "root": self.root.hex(), "previous": self.previous.hex(), "signature": self.signature.hex(),
        })  # fmt: skip

    @classmethod
    def of_line(cls, line: str) -> "Seal":
        """Read a seal from a line of the file. Raises ValueError where it is none."""
        try:
            said = json.loads(line)
            return cls(
                int(said["number"]), datetime.fromisoformat(said["at"]), (int(said["xid"]), UUID(said["id"])), int(said["rows"]),
                bytes.fromhex(said["root"]), bytes.fromhex(said["previous"]), bytes.fromhex(said["signature"]),
            )  # fmt: skip
        except (KeyError, TypeError) as trouble:
            raise ValueError(line[:80]) from trouble


def _words(number: int, at: datetime, upto: tuple[int, UUID], rows: int, root: bytes, previous: bytes) -> bytes:
    """Return what is signed."""
    moment = round(at.timestamp() * 1_000_000)
    return (
        b"throughline look seal 1"
        + struct.pack(">qqqq", number, moment, upto[0], rows)
        + upto[1].bytes
        + root
        + previous
    )


def _key(home: Path) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(secret("seals", home=home)))


def file_of(home: Path) -> Path:
    """Return where the seals stand outside the database. Copy it off this machine as often as you can."""
    return home / "seals" / "looks.jsonl"


@contextmanager
def _held(path: Path) -> Iterator[Any]:
    """Hold the file of seals, so that two workers never seal at once."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600), "r+") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield file


def seal(connection: psycopg.Connection[Any], *, home: Path, most: int = MOST_ROWS) -> int:
    """Seal every finished row that is not sealed yet. Returns how many rows.

    Finished is what no running transaction can still add to: `xid` below the snapshot's. `connection` is autocommit.
    """
    key, sealed = _key(home), 0
    with _held(file_of(home)) as file:
        while True:
            with connection.transaction():
                last = _last(connection)
                upto = last.upto if last else _FIRST
                row = connection.execute(
                    f"SELECT count(*), max(xid)::text, (array_agg(id ORDER BY xid, id))[count(*)], {_LEDGER}, clock_timestamp() FROM ("
                    " SELECT * FROM throughline_look WHERE (xid, id) > (%s::text::xid8, %s) AND xid < pg_snapshot_xmin(pg_current_snapshot())"
                    " ORDER BY xid, id LIMIT %s) AS l",
                    [str(upto[0]), upto[1], most],
                ).fetchone()
                count, xid, last_id, ledger, at = row  # type: ignore[misc]
                if not count:
                    return sealed
                root, previous = hashlib.sha256(ledger).digest(), last.link if last else NOTHING
                number, end = (last.number + 1 if last else 1), (int(xid), last_id)
                one = Seal(
                    number, at, end, count, root, previous, key.sign(_words(number, at, end, count, root, previous))
                )
                connection.execute(
                    "INSERT INTO throughline_checkpoint (number, at, upto_xid, upto_id, rows, root, ledger, previous, signature)"
                    " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)",
                    [
                        one.number,
                        one.at,
                        one.upto[0],
                        one.upto[1],
                        one.rows,
                        one.root,
                        ledger,
                        one.previous,
                        one.signature,
                    ],
                )
                # Before the commit: a seal may stand in the file alone, never in the database alone.
                file.write(one.line + "\n")
                file.flush()
                os.fsync(file.fileno())
            sealed += count
            if count < most:
                return sealed


def _seals(connection: psycopg.Connection[Any], more: str = "") -> list[Seal]:
    rows = connection.execute(
        f"SELECT number, at, upto_xid, upto_id, rows, root, previous, signature FROM throughline_checkpoint ORDER BY number {more}"
    )
    return [
        Seal(number, at, (xid, pk), count, bytes(root), bytes(previous), bytes(signature))
        for number, at, xid, pk, count, root, previous, signature in rows
    ]


def _last(connection: psycopg.Connection[Any]) -> Seal | None:
    return next(iter(_seals(connection, "DESC LIMIT 1")), None)


@dataclass(frozen=True)
class Verdict:
    """What was looked through, and every trouble found, a sentence each."""

    rows: int
    seals: int
    troubles: tuple[str, ...]
    waiting: int = 0  # rows that no seal covers yet: more each time it is asked where sealing has stopped


def verify(address: dict[str, Any], *, home: Path, workers: int = 2) -> Verdict:
    """Compare every sealed row with its seal, every seal with the one before and with the file.

    `address` is how psycopg reaches the database. Each of `workers` connections looks through a part of the log:
    the hashing is the database's, a process for each connection.
    """
    with psycopg.connect(**address, autocommit=True) as connection:
        seals = _seals(connection)
        troubles = _broken(seals, home=home) + _differing(seals, home=home)
        after = seals[-1].upto if seals else _FIRST
        (waiting,) = connection.execute(
            "SELECT count(*) FROM throughline_look WHERE (xid, id) > (%s::text::xid8, %s)", [str(after[0]), after[1]]
        ).fetchone()  # type: ignore[misc]
    with ThreadPoolExecutor(workers) as pool:
        bounds = list(zip([_FIRST, *(one.upto for one in seals)], seals, strict=False))
        parts = [bounds[start::workers] for start in range(workers)]
        for found in pool.map(lambda part: _looked_through(address, part), parts):
            troubles += found
    return Verdict(sum(one.rows for one in seals), len(seals), tuple(troubles), waiting)


def _broken(seals: list[Seal], *, home: Path) -> list[str]:
    """Return where the chain of seals in the database does not hold."""
    public, troubles, before = _key(home).public_key(), [], None
    for one in seals:
        number = before.number + 1 if before else 1
        if one.number != number:
            gone = f"Seal {number} is" if one.number == number + 1 else f"Seals {number} to {one.number - 1} are"
            troubles.append(f"{gone} missing from the database.")
        elif one.previous != (before.link if before else NOTHING):
            troubles.append(f"Seal {one.number} does not follow the seal before it.")
        try:
            public.verify(one.signature, _words(one.number, one.at, one.upto, one.rows, one.root, one.previous))
        except InvalidSignature:
            troubles.append(f"Seal {one.number} was altered: its signature does not fit.")
        before = one
    return troubles


def _differing(seals: list[Seal], *, home: Path) -> list[str]:
    """Return where the file and the database tell of different seals. A seal in the file alone was not committed, if the next has its number."""
    path, filed, troubles = file_of(home), {}, []
    for place, line in enumerate(path.read_text().splitlines() if path.exists() else [], 1):
        try:
            one = Seal.of_line(line)
        except ValueError:
            troubles.append(f"Line {place} of {path} cannot be read.")
            continue
        filed.setdefault(one.number, set()).add(one.signature)
    kept = {one.number: one.signature for one in seals}
    troubles += [f"Seal {number} is missing from {path}." for number in kept if number not in filed]
    troubles += [f"Seal {number} stands in {path} and not in the database." for number in filed if number not in kept]
    return troubles + [
        f"Seal {number} differs between {path} and the database."
        for number in kept
        if number in filed and kept[number] not in filed[number]
    ]


def _looked_through(address: dict[str, Any], part: list[tuple[tuple[int, UUID], Seal]]) -> list[str]:
    """Return which rows of some seals were altered, taken away or put in."""
    troubles = []
    with psycopg.connect(**address, autocommit=True) as connection:
        connection.execute("SET enable_seqscan = off")
        query = f"SELECT sha256({_LEDGER}) FROM throughline_look WHERE {_BETWEEN}"
        for (xid, pk), one in part:
            row = connection.execute(query, [str(xid), pk, str(one.upto[0]), one.upto[1]], prepare=True).fetchone()
            if row is None or row[0] is None or bytes(row[0]) != one.root:
                troubles += _named(connection, (xid, pk), one)
    return troubles


def _named(connection: psycopg.Connection[Any], start: tuple[int, UUID], one: Seal) -> list[str]:
    """Return which rows of one seal are not as they were, by the digests kept with it."""
    row = connection.execute("SELECT ledger FROM throughline_checkpoint WHERE number = %s", [one.number]).fetchone()
    ledger = bytes(row[0]) if row else b""
    if hashlib.sha256(ledger).digest() != one.root:
        return [f"The digests kept with seal {one.number} were altered, so its altered rows cannot be named."]
    was = {UUID(bytes=ledger[at : at + 16]): ledger[at + 16 : at + 32] for at in range(0, len(ledger), 32)}
    rows = connection.execute(
        f"SELECT id, {_DIGEST} FROM throughline_look WHERE {_BETWEEN}",
        [str(start[0]), start[1], str(one.upto[0]), one.upto[1]],
    )
    found = {pk: bytes(digest) for pk, digest in rows}
    return (
        [f"Row {pk} was altered (seal {one.number})." for pk in was if pk in found and found[pk] != was[pk]]
        + [f"Row {pk} is missing (seal {one.number})." for pk in was if pk not in found]
        + [f"Row {pk} was put in afterwards (seal {one.number})." for pk in found if pk not in was]
    )


def unsealed_for(connection: psycopg.Connection[Any]) -> float:
    """Return how many seconds the oldest unsealed row has waited; 0 where every row is sealed."""
    row = connection.execute(
        "SELECT coalesce(extract(epoch FROM clock_timestamp() - min(l.at)), 0)::float8 FROM throughline_look l"
        " WHERE (l.xid, l.id) > (SELECT coalesce((SELECT upto_xid FROM throughline_checkpoint ORDER BY number DESC LIMIT 1), 0)::text::xid8,"
        " coalesce((SELECT upto_id FROM throughline_checkpoint ORDER BY number DESC LIMIT 1), '00000000-0000-0000-0000-000000000000'))"
    ).fetchone()
    return float(row[0]) if row else 0.0
