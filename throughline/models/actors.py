"""Who asks, told to the database in a way that no SQL can forge (see docs/decisions/0010)."""

import contextlib
import hashlib
import hmac
import time
from collections.abc import Iterator
from uuid import UUID

from django.conf import settings
from django.db import connection
from psycopg.pq import TransactionStatus

from throughline.domain.errands import errand
from throughline.models.workers import Worker
from throughline.policy.standing import Standing

LASTS = 3600  # seconds: longer than any request or job may take


def signed(worker: UUID, *, pid: int, until: int, key: tuple[int, str]) -> str:
    """Return `keyid.worker.expiry.pid.mac`: one worker, on one connection, for a time."""
    number, secret = key
    said = f"{number}.{worker}.{until}.{pid}"
    return f"{said}.{hmac.new(bytes.fromhex(secret), said.encode(), hashlib.sha256).hexdigest()}"


def become(standing: Standing | UUID) -> None:
    """Let the rest of this transaction be asked by this worker."""
    name = _name(standing if isinstance(standing, UUID) else standing.worker)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('app.actor', %s, true), set_config('pghistory.context_metadata', %s, true)",
            [name, errand()],
        )


def _name(worker: UUID) -> str:
    """Sign a worker for this connection."""
    connection.ensure_connection()
    return signed(
        worker, pid=connection.connection.info.backend_pid, until=int(time.time()) + LASTS, key=settings.ACTOR_KEY()
    )


# Who asked, about whom and doing what, and from here on the worker about anybody, unless it is they who ask already.
_ACT = """
SELECT coalesce(current_setting('app.actor', true), ''), coalesce(current_setting('app.focus', true), ''),
  coalesce(current_setting('pghistory.context_metadata', true), ''), set_config('pghistory.context_metadata', %(errand)s, true),
  CASE WHEN split_part(coalesce(current_setting('app.actor', true), ''), '.', 2) = %(worker)s THEN ''
  ELSE set_config('app.actor', %(name)s, true) || set_config('app.focus', '', true) END
"""


def nobody() -> None:
    """Let the rest of this transaction be asked by nobody, about nobody."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('app.actor', '', true), set_config('app.focus', '', true),"
            " set_config('pghistory.context_metadata', '', true)"
        )


@contextlib.contextmanager
def acting(standing: Standing | UUID | None) -> Iterator[None]:
    """Let the database be asked by this worker meanwhile, within a transaction, and afterwards by whoever asked before.

    Every change meanwhile is kept with what is being done (`domain/errands.py`). What was in focus before is in focus again. Asked by the worker who asks already, the focus stays as it is.
    """
    if standing is None:
        yield
        return
    if not connection.in_atomic_block:
        msg = "Who asks is known for one transaction: begin it first."
        raise RuntimeError(msg)
    worker = standing if isinstance(standing, UUID) else standing.worker
    name = _name(worker)
    with connection.cursor() as cursor:
        cursor.execute(_ACT, {"worker": str(worker), "name": name, "errand": errand()})
        before, focused, was_doing, *_ = cursor.fetchone()
    try:
        yield
    finally:
        # A transaction that failed is rolled back to before this, and what was set in it with it.
        if (
            connection.connection is not None
            and not connection.needs_rollback
            and connection.connection.info.transaction_status == TransactionStatus.INTRANS
        ):
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT set_config('app.actor', %s, true), set_config('app.focus', %s, true),"
                    " set_config('pghistory.context_metadata', %s, true)",
                    [before, focused, was_doing],
                )


@contextlib.contextmanager
def as_service(about: UUID | None = None) -> Iterator[None]:
    """Let the database be asked by the service that keeps lists, clocks and duties, about one person or everyone.

    For what must be known of people whom the one who asks does not see: it holds a narrow grant on each
    (`actions.people.LISTS_OPEN`), and what comes of it is told to nobody who may not know it.
    """
    with acting(Worker.objects.values_list("pk", flat=True).get(service=True)):
        if about is None:
            unfocus()
        else:
            focus(about)
        yield


def focus(person: UUID) -> None:
    """Narrow this transaction's sight to one person: row security can then show nobody else's rows."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('app.focus', %s, true)", [str(person)])


def unfocus() -> None:
    """Let this transaction's sight be all of whom the actor sees."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('app.focus', '', true)")


def install_key() -> None:
    """Give the database the newest signing key, as its owner. Earlier ones hold for a day more, then are nothing."""
    number, secret = settings.ACTOR_KEY()
    padded = bytes.fromhex(secret).ljust(64, b"\0")
    inner, outer = bytes(byte ^ 0x36 for byte in padded), bytes(byte ^ 0x5C for byte in padded)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO sec.key (id, inner_pad, outer_pad) VALUES (%s, %s, %s) ON CONFLICT (id) DO UPDATE "
            "SET inner_pad = EXCLUDED.inner_pad, outer_pad = EXCLUDED.outer_pad, retires = NULL",
            [number, inner, outer],
        )
        cursor.execute(
            "UPDATE sec.key SET retires = now() + interval '1 day' WHERE id <> %s AND retires IS NULL", [number]
        )
