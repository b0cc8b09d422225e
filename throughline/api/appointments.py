"""Marking what came of an appointment."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router

from throughline.actions import appointments
from throughline.api import shapes
from throughline.api.answers import answers
from throughline.api.codes import chosen
from throughline.api.people import appointment_of
from throughline.domain.objections import Refused
from throughline.models import Appointment
from throughline.web.access import row_or_404

router = Router(tags=["appointments"])


@router.post(
    "/appointments/{uuid:pk}/result", url_name="api_mark_appointment", operation_id="markAppointment", summary="Mark an appointment",
    response=answers(shapes.Appointment, 400, 403, 404, 409, 422),
)  # fmt: skip
def mark(request: HttpRequest, pk: UUID, said: shapes.ResultSent) -> dict[str, Any]:
    """Record what came of an appointment or a visit. Sent again it is the same mark; another result then is a 409."""
    standing = request.standing  # type: ignore[attr-defined]
    row_or_404(request, Appointment, pk)
    try:
        (result,) = chosen("appointment_results", [said.result], field="result")
        appointments.mark(pk, by=standing, result=result, now=timezone.now(), words=said.words, version=said.version)
    except Refused as stopped:
        if stopped.objection.code != "marked_already" or not _is_so(row := _read(request, pk), said, standing.worker):
            raise
        return appointment_of(row)
    return appointment_of(_read(request, pk))


def _read(request: HttpRequest, pk: UUID) -> Appointment:
    rows = Appointment.objects.visible_to(request.standing)  # type: ignore[attr-defined]
    return rows.select_related("worker", "result").get(pk=pk)


def _is_so(row: Appointment, said: shapes.ResultSent, worker: UUID) -> bool:
    """Tell whether an appointment was marked by this worker in just this way: the answer was lost, and they ask again."""
    return (
        row.result is not None
        and (row.result.code, row.result_words) == (said.result, said.words.strip())
        and (row.marked_by_id, row.version) == (worker, said.version + 1)
    )
