"""Making, using and ending personal access tokens. Each is its owner's own: nobody makes or ends one for another."""

import secrets
from datetime import date
from uuid import UUID

from django.db.models import Q

from throughline.actions.beats import atomic, insist, moment, record
from throughline.domain import tokens as rules
from throughline.models import Token, Worker
from throughline.policy.standing import Standing


@atomic
def make(*, by: Standing, name: str, expires_on: date, today: date) -> tuple[Token, str]:
    """Make a token and return it with its secret, which is not kept and cannot be shown again. Raises Refused."""
    worker = Worker.objects.select_for_update().get(pk=by.worker)  # two at once are made one after the other
    mine = Token.objects.filter(worker=worker)
    mine.filter(ended_at=None, expires_on__lt=today).update(ended_at=moment())  # their names are free again
    insist(
        may=None,
        can=rules.objection_to_making(
            expires_on=expires_on,
            on=today,
            named_alike=mine.working(today).filter(name=name.strip()).exists(),
            held=mine.working(today).count(),
        ),
    )
    secret = f"thr_{secrets.token_urlsafe(32)}"
    token = Token(
        worker=worker,
        name=name.strip(),
        prefix=secret[:8],
        hash=rules.digest_of(secret),
        created_on=today,
        expires_on=expires_on,
    )
    token.save(force_insert=True)
    record("token:make", token, by=by, until=expires_on.isoformat())
    return token, secret


@atomic
def end(pk: UUID, *, by: Standing) -> Token:
    """End a token of one's own: it opens nothing from here on. Ended again it stays as it is. Raises Token.DoesNotExist."""
    token = Token.objects.get(pk=pk, worker=by.worker)
    # Not locked first: of a token that has ended the serving role may write nothing, and a lock counts as writing.
    if Token.objects.filter(pk=pk, ended_at=None).update(ended_at=moment()):
        record("token:end", token, by=by)
    return token


@atomic
def used(pk: UUID, *, by: Standing, on: date) -> None:
    """Keep the last day on which a worker used a token of theirs. Leaves no event: the read log says what it was used for."""
    Token.objects.filter(pk=pk, worker=by.worker).filter(Q(last_used_day=None) | Q(last_used_day__lt=on)).update(
        last_used_day=on
    )
