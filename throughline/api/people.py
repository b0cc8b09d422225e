"""The people somebody looks after, and one of them."""

from typing import Any, Literal
from uuid import UUID

from django.http import Http404, HttpRequest
from ninja import Query, Router

from throughline.actions.beats import focus
from throughline.api import shapes
from throughline.api.answers import answers
from throughline.domain.looks import How
from throughline.models import Appointment, Episode, Person
from throughline.policy.grants import Opens
from throughline.queries.people import MOST_LISTED, caseload
from throughline.queries.persons import brief_of
from throughline.queries.records import Record, record_of
from throughline.web.looking import shows

router = Router(tags=["people"])


@router.get(
    "/people", url_name="api_people", operation_id="listPeople", summary="Your caseload", response=answers(shapes.Caseload)
)  # fmt: skip
def people(request: HttpRequest, of: Literal["own", "sight"] = Query("own")) -> dict[str, Any]:
    """List the people whom you look after, by name; with `of=sight` everyone in a programme whom you may see."""
    standing = request.standing  # type: ignore[attr-defined]
    rows = caseload(by=standing, owner=standing.worker if of == "own" else None)
    shows(request, [one.person_id for one in rows])
    return {
        "people": [{"person": one.person_id, "name": one.person.name, "episode": episode_of(one)} for one in rows],
        "more": len(rows) == MOST_LISTED,
    }


@router.get(
    "/people/{uuid:pk}", url_name="api_person", operation_id="showPerson", summary="One person", response=answers(shapes.Person, 404)
)  # fmt: skip
def person(request: HttpRequest, pk: UUID) -> dict[str, Any]:
    """Show one person, as far as they are open to you."""
    record = seen(request, pk, Opens.IDENTITY | Opens.CONTACT | Opens.JOURNEY)
    brief = brief_of(record, by=request.standing)  # type: ignore[attr-defined]
    one = record.person
    return {
        "id": one.pk,
        "opens": [kind.name.lower() for kind in Opens if record.section(kind) and kind is not Opens.WORK],  # type: ignore[union-attr]
        "may_write": record.may_work,
        "identity": {
            "name": one.name,
            "given_names": one.given_names,
            "family_name": one.family_name,
            "known_as": one.known_as,
            "birth_date": day(one.birth_date),
            "numbers": [{"kind": number.kind, "value": number.value} for number in brief.numbers],
        },
        "contact": [
            {"kind": way.kind, "whose": way.whose, "value": way.value, "safe_to_leave_message": way.safe_to_leave_message}
            for way in brief.ways
        ]
        if record.section(Opens.CONTACT)
        else None,
        "journey": {
            "episode": episode_of(record.episode) if record.episode else None,
            "appointments": [appointment_of(row) for row in brief.appointments],
        }
        if record.section(Opens.JOURNEY)
        else None,
    }  # fmt: skip


def seen(request: HttpRequest, pk: UUID, shown: Opens) -> Record:
    """Return one person's record, in focus, and say which kinds of information are about to be shown."""
    focus(pk)
    try:
        record = record_of(pk, by=request.standing)  # type: ignore[attr-defined]
    except Person.DoesNotExist:
        raise Http404 from None
    shows(request, [pk], opens=int(record.opens & shown), how=How.VIEW)
    return record


def day(value: Any) -> str | None:
    """Return a day as it is written for machines."""
    return value.isoformat() if value is not None else None


def episode_of(row: Episode) -> dict[str, Any]:
    """Return an episode as it is sent."""
    return {
        "id": row.pk,
        "stage": row.at,
        "owner": row.owner.name,
        "team": row.team.name if row.team else None,
        "signed_up_on": day(row.signed_up_on),
        "released_on": day(row.released_on),
        "custody_since": day(row.custody_since),
        "first_contact_at": row.first_contact_at,
        "last_contact_at": row.last_contact_at,
        "ended_on": day(row.ended_on),
    }


def appointment_of(row: Appointment) -> dict[str, Any]:
    """Return an appointment as it is sent."""
    return {
        "id": row.pk,
        "person": row.person_id,
        "kind": row.kind,
        "starts_at": row.starts_at,
        "minutes": row.minutes,
        "purpose": row.purpose,
        "with_whom": row.with_whom,
        "where": row.where,
        "worker": row.worker.name,
        "result": row.result.code if row.result else None,
        "result_words": row.result_words,
        "marked_at": row.marked_at,
        "version": row.version,
    }
