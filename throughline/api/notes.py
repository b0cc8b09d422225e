"""Saving a note."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Status

from throughline.actions import notes
from throughline.api import shapes
from throughline.api.answers import answers
from throughline.api.codes import chosen
from throughline.api.people import seen
from throughline.domain.calendar import HERE
from throughline.domain.objections import Forbidden, Objection, Refused
from throughline.models import Note
from throughline.policy.grants import Opens
from throughline.policy.standing import objection_to_noting

router = Router(tags=["notes"])

OLDEST = timedelta(days=730)  # as on the page


@router.post(
    "/people/{uuid:pk}/notes", url_name="api_save_note", operation_id="saveNote", summary="Save a note",
    response=answers(shapes.Note, 400, 403, 404, 409, 422, also=201),
)  # fmt: skip
def save(request: HttpRequest, pk: UUID, said: shapes.NoteSent) -> Any:
    """Save a note about one person, in the programme they were in last.

    201: it is in. 200: the same note was in already, under this `client_id`. 409: another note is in under it.
    """
    standing = request.standing  # type: ignore[attr-defined]
    record = seen(request, pk, Opens.NOTES)
    stopped = objection_to_noting(record.opens)
    if stopped is not None:
        raise Forbidden(stopped)
    if record.episode is None:
        raise Refused(
            Objection("no_episode", "They are not in a programme that you see. There is nothing to write on.")
        )
    now = timezone.now()
    if said.happened_at < now - OLDEST:
        raise Refused(Objection("too_long_ago", "That is more than two years ago. Check the year.", "happened_at"))
    (kind,) = chosen("contact_kinds", [said.kind], field="kind")
    about = chosen("needs", said.about, field="about")
    again = Note.objects.visible_to(standing).filter(person=pk, client_id=said.client_id).exists()
    (note,) = notes.save(
        [record.episode.pk],
        by=standing,
        client_id=said.client_id,
        spoke=said.spoke,
        channel=said.channel,
        kind=kind,
        happened_at=said.happened_at.astimezone(HERE),  # one moment is one moment, however its offset was written
        now=now,
        minutes=said.minutes,
        words=said.words,
        about=sorted({one.code for one in about}),
        present=said.present,
    )
    return Status(
        200 if again else 201,
        {
            "id": note.pk,
            "client_id": note.client_id,
            "person": note.person_id,
            "spoke": note.spoke,
            "channel": note.channel,
            "kind": kind.code,
            "happened_at": note.happened_at,
            "minutes": note.minutes,
            "words": note.words,
            "about": note.about,
            "present": note.present,
            "recorded_at": note.recorded_at,
        },
    )
