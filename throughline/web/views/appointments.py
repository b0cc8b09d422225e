"""Booking, marking and moving what is in the diary."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from throughline.actions import appointments
from throughline.domain.objections import Forbidden, Refused
from throughline.exchange.calendars import invitation
from throughline.models import Appointment, PrisonStay
from throughline.web.access import episode_or_404, record_or_404, row_or_404
from throughline.web.forms.base import moment
from throughline.web.forms.journey import Book, CorrectAppointment, MarkAppointment
from throughline.web.pages import words
from throughline.web.views.acting import form_page, saved


@require_http_methods(["GET", "POST"])
def book(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Book something with someone."""
    record = episode_or_404(request, pk)
    inside = (
        PrisonStay.objects.visible_to(request.standing)
        .filter(person=record.person.pk, until_on__isnull=True, period__released_on__isnull=True)
        .exists()
    )
    form = Book(request.POST if request.method == "POST" else None, today=timezone.localdate(), prison=inside)

    def act(said):  # noqa: ARG001
        appointments.book(pk, by=request.standing, now=timezone.now(), **form.said())

    page = {
        "title": f"Book something with {record.person.called}",
        "back": (reverse("person", args=[record.person.pk]), record.person.name),
        "button": "Book it",
    }
    return form_page(request, form, page, act, done="It is booked.", to=("person", record.person.pk))


@require_http_methods(["GET", "POST"])
def show(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show an appointment, and record what came of it."""
    one = row_or_404(request, Appointment, pk, "worker", "prison", "result", writes=request.method == "POST")
    today = timezone.localdate()
    form = MarkAppointment(
        request.POST if request.method == "POST" else None, today=today, initial={"version": one.version}
    )
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        try:
            if said["new_on"]:
                appointments.move(
                    pk, by=request.standing, result=said["result"], starts_at=moment(said["new_on"], said["new_time"]),
                    now=timezone.now(), client_id=said["client_id"], version=said["version"],
                )  # fmt: skip
            else:
                appointments.mark(
                    pk,
                    by=request.standing,
                    result=said["result"],
                    now=timezone.now(),
                    words=said["words"],
                    version=said["version"],
                )
        except (Refused, Forbidden) as stopped:
            form.object_to(stopped.objection)
        else:
            return saved(request, "It is marked.", "person", one.person_id)
    page = {
        "may_work": record_or_404(request, one.person_id).may_work,
        "row": one, "when": words.day_and_time(one.starts_at, today=today),
        "title": f"Visit inside, {one.prison.short_name}" if one.kind == "visit" and one.prison else one.purpose,
    }  # fmt: skip
    return render(request, "appointment.html", {"page": page, "form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def correct(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Put right what was marked by mistake."""
    one = row_or_404(request, Appointment, pk, "result", writes=True)
    form = CorrectAppointment(
        request.POST if request.method == "POST" else None,
        today=timezone.localdate(),
        initial={"version": one.version},
    )
    page = {
        "title": "What really came of it",
        "lede": f"On the record: {one.result.words}." if one.result else "",
        "back": (reverse("appointment", args=[pk]), one.purpose),
    }

    def act(said):
        appointments.correct(pk, by=request.standing, now=timezone.now(), **said)

    done = "It is put right. The first stays on the record."
    return form_page(request, form, page, act, done=done, to=("person", one.person_id))


@require_safe
def calendar(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Give an appointment as a calendar file. It names nobody: a phone's calendar is seen by others."""
    one = row_or_404(request, Appointment, pk)
    response = HttpResponse(
        invitation(uid=str(one.pk), starts_at=one.starts_at, minutes=one.minutes or 60, sequence=one.version),
        content_type="text/calendar; charset=utf-8",
    )
    response.headers["Content-Disposition"] = 'attachment; filename="appointment.ics"'
    return response


urls = [
    path("episodes/<uuid:pk>/book", book, name="book"),
    path("appointments/<uuid:pk>/", show, name="appointment"),
    path("appointments/<uuid:pk>/correct", correct, name="correct_appointment"),
    path("appointments/<uuid:pk>/calendar.ics", calendar, name="appointment_ics"),
]
