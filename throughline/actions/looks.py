"""Writing down who was shown whom, before it is shown."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import connection

from throughline.models import Grant, new_id
from throughline.policy.standing import Standing

_INSERT = """
INSERT INTO throughline_look (id, worker_id, how, page, people, opens, grants, asked, device, request)
VALUES (%s, %s, %s, %s, %s::uuid[], %s, %s::uuid[], %s, %s, %s)
"""


def write_down(
    people: Iterable[UUID], *, by: Standing, how: str, page: str, opens: int, device: str, request: UUID
) -> UUID:
    """Add one row to the read log: these people were shown to `by`, and through which grants. Returns its id.

    Plain SQL, for the serving role may add a row and not read it back, as Django's own insert would.
    """
    shown = sorted(set(people))
    grants = sorted(Grant.objects.held_by(by).in_force().filter(person__in=shown).values_list("pk", flat=True))
    return _add(by.worker, how, page, shown, opens, grants, None, device, request)


def write_down_refusal(asked: UUID, *, by: Standing, page: str, device: str, request: UUID) -> UUID:
    """Add the row of a page that was asked for and not shown. Returns its id."""
    return _add(by.worker, "refused", page, [], 0, [], asked, device, request)


def _add(*values: Any) -> UUID:
    pk = new_id()
    with connection.cursor() as cursor:
        cursor.execute(_INSERT, [pk, *values])
    return pk
