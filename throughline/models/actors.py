"""Who asks, told to the database in a way that no SQL can forge (see docs/decisions/0010)."""

import hashlib
import hmac
import time
from uuid import UUID

from django.conf import settings
from django.db import connection

from throughline.policy.standing import Standing

LASTS = 3600  # seconds: longer than any request or job may take


def signed(worker: UUID, *, pid: int, until: int, key: tuple[int, str]) -> str:
    """Return `keyid.worker.expiry.pid.mac`: one worker, on one connection, for a time."""
    number, secret = key
    said = f"{number}.{worker}.{until}.{pid}"
    return f"{said}.{hmac.new(bytes.fromhex(secret), said.encode(), hashlib.sha256).hexdigest()}"


def become(standing: Standing) -> None:
    """Let the rest of this transaction be asked by this worker."""
    connection.ensure_connection()
    name = signed(
        standing.worker,
        pid=connection.connection.info.backend_pid,
        until=int(time.time()) + LASTS,
        key=settings.ACTOR_KEY(),
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('app.actor', %s, true)", [name])


def nobody() -> None:
    """Let the rest of this transaction be asked by nobody, about nobody."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('app.actor', '', true), set_config('app.focus', '', true)")


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
