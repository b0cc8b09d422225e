"""Giving and ending grants. Called only by actions that change the facts behind them, in the same transaction."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from throughline.actions.beats import moment
from throughline.models import Grant, Organisation, Person, Team, Worker
from throughline.policy.grants import OPENED_BY, Basis

_INSTANT = timedelta(microseconds=1)


def give(
    person: Person | UUID,
    *,
    to: Worker | Team | Organisation,
    basis: Basis,
    because: str,
    source_kind: str,
    source: UUID,
    opens: int | None = None,
    at: datetime | None = None,
    until: datetime | None = None,
    sharing: UUID | None = None,
) -> Grant:
    """Open a person's record to a grantee from this moment, because of a fact (`source`). With `until` it ends by itself.

    `sharing` is what of an agreement it rests on: it then opens no more than that does, and no longer. Given twice for one source it is the same grant: nothing is written again.
    """
    pk = person.pk if isinstance(person, Person) else person
    held = Grant.objects.in_force().filter(person=pk, source=source, grantee=to.pk).first()
    if held is not None:
        return held
    grant = Grant(
        person_id=pk,
        opens=int(OPENED_BY[basis] if opens is None else opens),
        worker_id=to.pk if isinstance(to, Worker) else None,
        team_id=to.pk if isinstance(to, Team) else None,
        organisation_id=to.pk if isinstance(to, Organisation) else None,
        basis=basis,
        because=because,
        source_kind=source_kind,
        source=source,
        sharing_id=sharing,
        valid=DateTimeTZRange(at or moment(), until, "[)"),
    )
    grant.save(force_insert=True)
    return grant


def end_from(source: UUID, *, grantees: Iterable[UUID] | None = None) -> int:
    """End every grant that rests on a fact, at this moment. Returns how many were ended."""
    now = moment()
    grants = Grant.objects.filter(source=source, ends__gt=now)
    if grantees is not None:
        grants = grants.filter(grantee__in=list(grantees))
    ended = 0
    for grant in grants.select_for_update():
        end_one(grant)
        ended += 1
    return ended


def end_one(grant: Grant) -> None:
    """End one grant at this moment. One that has not begun never will have."""
    now = moment()
    grant.valid = DateTimeTZRange(grant.starts, now, "[)")
    if grant.starts >= now:
        # Given and ended in one transaction: it shuts at once. An empty time is not allowed, nor one that overlaps
        # another of the same kind, so each takes a microsecond of its own just before.
        earlier = Grant.objects.filter(
            person=grant.person_id, source=grant.source, grantee=grant.grantee, ends__lte=now
        ).count()
        grant.valid = DateTimeTZRange(now - _INSTANT * (earlier + 1), now - _INSTANT * earlier, "[)")
    grant.save(update_fields=["valid"])
