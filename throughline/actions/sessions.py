"""A session that is in use, one that has locked, and what was typed meanwhile."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from allauth.usersessions.models import UserSession
from django.conf import settings

from throughline.actions.beats import atomic
from throughline.models import KeptForm
from throughline.outside import keys
from throughline.policy.standing import Standing

MOST_KEPT = 20  # pages of one session, the newest


@dataclass(frozen=True)
class Kept:
    """What a form said, and whether files went with it, which are not kept."""

    fields: Mapping[str, Sequence[str]]
    files: bool


def used(session_key: str, *, at: datetime) -> None:
    """Note that a session is in use. Never backwards: two requests may come in either order."""
    UserSession.objects.filter(session_key=session_key, last_seen_at__lt=at).update(last_seen_at=at)


@atomic
def keep(*, by: Standing, session: str, path: str, said: Kept, at: datetime) -> KeptForm:
    """Keep a form that was sent from a locked page, instead of an earlier one of that page. Nothing is said by it yet."""
    KeptForm.objects.filter(session=session, path=path).delete()
    mine = KeptForm.objects.filter(session=session).order_by("-kept_at").values_list("pk", flat=True)
    KeptForm.objects.filter(pk__in=list(mine[MOST_KEPT - 1 :])).delete()
    kept = KeptForm(worker_id=by.worker, session=session, path=path, kept_at=at)
    words = json.dumps({"fields": dict(said.fields), "files": said.files}).encode()
    kept.sealed = keys.seal(words, key=_key(), about=_about(kept))
    kept.save(force_insert=True)
    return kept


@atomic
def drop(pk: UUID, *, by: Standing, session: str) -> None:
    """Let go of a kept form: it is saved, on the page again, or thrown away. Somebody else's stays."""
    KeptForm.objects.filter(pk=pk, worker=by.worker, session=session).delete()


def said_in(kept: KeptForm) -> Kept:
    """Return what a kept form said."""
    said = json.loads(keys.unseal(bytes(kept.sealed), key=_key(), about=_about(kept)))
    return Kept(said["fields"], said["files"])


def _key() -> str:
    return keys.secret("forms", home=settings.DATA)


def _about(kept: KeptForm) -> str:
    return f"{kept.pk}:{kept.worker_id}:{kept.session}:{kept.path}"
