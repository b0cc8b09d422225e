"""Opening one record in an emergency, and looking into it afterwards."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from throughline.actions import emergencies
from throughline.domain.calendar import add_working_days
from throughline.domain.emergencies import REVIEW_DAYS, Finding, Reason
from throughline.domain.objections import Forbidden, Refused
from throughline.models import BreakGlass
from throughline.policy.grants import Opens
from throughline.policy.standing import objection_to_breaking_glass, objection_to_overseeing
from throughline.queries.emergencies import duty_lead, emergencies_of
from throughline.queries.holidays import holidays_of_partnership
from throughline.queries.worries import numbers_to_ring
from throughline.web.access import fresh_second_factor
from throughline.web.forms.emergencies import OpenInEmergency, ReviewGlass
from throughline.web.looking import shows
from throughline.web.pages.emergencies import GlassPage, glass_rows, ring
from throughline.web.views.acting import form_page, saved


@require_http_methods(["GET", "POST"])
@fresh_second_factor
def open_record(request: HttpRequest) -> HttpResponse:
    """Open one record in an emergency. It is written down and in before anything of it is shown, by another request."""
    if objection_to_breaking_glass(request.standing) is not None:
        raise Http404
    today = timezone.localdate()
    lead = ring(duty_lead(by=request.standing, on=today))
    form = OpenInEmergency(request.POST if request.method == "POST" else None, today=today)
    if form.is_valid():
        said = form.answers()
        due_on = add_working_days(today, REVIEW_DAYS, holidays=holidays_of_partnership().keys())
        try:
            with transaction.atomic():
                broken = emergencies.open_record(
                    by=request.standing, on=today, due_on=due_on, **said | {"reason": Reason(said["reason"])}
                )
        except (Refused, Forbidden) as stopped:
            form.object_to(stopped.objection)
        else:
            if broken is not None:
                return saved(request, "The record is open to you. It shuts by itself.", "person", broken.person_id)
            # The same words for nobody there, a conflict and a seal. The try itself is kept.
            form.add_error(None, f"No record opens to you by that. Check each letter. {lead}")
    page = {
        "title": "Open a record in an emergency",
        "lede": "One person, for two hours at most. Someone else looks into it. The person can see that you did it.",
        "back": (reverse("more"), "More"),
        "button": "Open the record",
        "numbers": numbers_to_ring(today)[:1],
        "lead": lead,
    }
    return render(request, "break_glass.html", {"page": page, "form": form}, status=422 if form.errors else 200)


@require_safe
def reviews(request: HttpRequest) -> HttpResponse:
    """Show what the one asking opened in an emergency, and what they may look into."""
    found = emergencies_of(by=request.standing)
    shows(request, {one.person_id for one in found}, opens=int(Opens.IDENTITY))
    return render(
        request,
        "glass_reviews.html",
        {"page": glass_rows(found, worker=request.standing.worker, today=timezone.localdate())},
    )


@require_http_methods(["GET", "POST"])
def review(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Look into what somebody else opened in an emergency."""
    broken = get_object_or_404(
        BreakGlass.objects.visible_to(request.standing).select_related("worker", "reviewed_by"), pk=pk
    )
    may = request.standing.worker in broken.asked or objection_to_overseeing(request.standing) is None
    if broken.worker_id == request.standing.worker or not may:
        raise Http404
    form = ReviewGlass(request.POST if request.method == "POST" else None)
    shows(request, [broken.person_id], opens=int(Opens.IDENTITY))
    page = {
        "title": f"{broken.worker.name} opened a record in an emergency",
        "back": (reverse("glass_reviews"), "Opened in an emergency"),
        "button": "Save what I found",
        "glass": GlassPage(broken, today=timezone.localdate()),
    }

    def act(said: dict[str, Any]) -> None:
        emergencies.review(pk, by=request.standing, now=timezone.now(), **said | {"finding": Finding(said["finding"])})

    return form_page(
        request, form, page, act, done="It has been looked into.", to=("glass_reviews",), template="review_glass.html"
    )


urls = [
    path("emergency/", open_record, name="break_glass"),
    path("emergency/reviews/", reviews, name="glass_reviews"),
    path("emergency/reviews/<uuid:pk>/", review, name="review_glass"),
]
