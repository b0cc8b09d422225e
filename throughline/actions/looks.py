"""Writing down who was shown whom, before it is shown."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import connection

from throughline.models import Grant, new_id
from throughline.policy.standing import Standing

# The grants by which they were shown are looked up where the row is written: one question less on every page.
_INSERT = """
INSERT INTO throughline_look (id, worker_id, how, page, people, opens, grants, asked, device, request)
VALUES (%s, %s, %s, %s, %s::uuid[], %s, ARRAY({grants}), %s, %s, %s)
"""


def write_down(
    people: Iterable[UUID], *, by: Standing, how: str, page: str, opens: int, device: str, request: UUID
) -> UUID:
    """Add one row to the read log: these people were shown to `by`, and through which grants. Returns its id.

    Plain SQL, for the serving role may add a row and not read it back, as Django's own insert would.
    """
    shown = sorted(set(people))
    grants = Grant.objects.held_by(by).in_force().filter(person__in=shown).order_by("pk").values("pk")
    return _add(by.worker, how, page, shown, opens, *grants.query.sql_with_params(), None, device, request)


def write_down_refusal(asked: UUID, *, by: Standing, page: str, device: str, request: UUID) -> UUID:
    """Add the row of a page that was asked for and not shown. Returns its id."""
    return _add(by.worker, "refused", page, [], 0, "SELECT NULL::uuid WHERE false", (), asked, device, request)


def _add(
    worker: UUID, how: str, page: str, shown: list[UUID], opens: int, grants: str, given: tuple[Any, ...], *rest: Any
) -> UUID:
    pk = new_id()
    with connection.cursor() as cursor:
        cursor.execute(_INSERT.format(grants=grants), [pk, worker, how, page, shown, opens, *given, *rest])
    return pk
