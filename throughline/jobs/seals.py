"""Sealing the read log, each minute, as the role that may read it and not serve."""

from typing import Any

import psycopg
from django.conf import settings
from django.db import connection

from throughline.outside import databases, seals


def address() -> dict[str, Any]:
    """Return how psycopg reaches this database as `clock`: the server that Django uses, another role."""
    here = connection.settings_dict
    as_clock = databases.settings_for("clock", data=settings.DATA)
    return {
        "dbname": here["NAME"], "host": here["HOST"], "port": here["PORT"] or None, "user": "clock",
        "password": as_clock.get("PASSWORD") or None, "connect_timeout": 10,
    }  # fmt: skip


def run() -> int:
    """Seal what is finished. Returns how many rows."""
    with psycopg.connect(**address(), autocommit=True) as clock:
        return seals.seal(clock, home=settings.DATA)


def look_ahead() -> int:
    """Make the log's next three months. Returns how many were made."""
    with psycopg.connect(**address(), autocommit=True) as clock:
        row = clock.execute("SELECT look_months_ahead(3)").fetchone()
        return int(row[0]) if row else 0
