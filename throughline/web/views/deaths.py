"""That somebody has died, recorded by a lead; and taken back, where it was a mistake."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from throughline.actions import deaths
from throughline.domain.objections import Forbidden, Refused
from throughline.queries.persons import close_to
from throughline.web.access import record_or_404
from throughline.web.forms.journey import Died
from throughline.web.views.acting import form_page, saved


@require_http_methods(["GET", "POST"])
def died(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Record that somebody has died, beside whom it names as close to them."""
    record = record_or_404(request, pk, writes=True)
    today, now = timezone.localdate(), timezone.now()
    form = Died(request.POST if request.method == "POST" else None, today=today)
    page = {
        "title": f"{record.person.called} has died",
        "lede": "Everything still to come is called off at once. Letters and messages stop. Whoever looks after them sees it on the record.",
        "back": (reverse("person", args=[pk]), record.person.name), "button": "Record it", "close": close_to(record, by=request.standing),
        "called": record.person.called,
    }  # fmt: skip

    def act(said):
        deaths.record_death(pk, by=request.standing, today=today, at=now, **said)

    return form_page(
        request, form, page, act, done="It is recorded. Take a moment.", to=("person", pk), template="died.html"
    )


@require_http_methods(["GET", "POST"])
def not_dead(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take back that somebody has died."""
    record = record_or_404(request, pk, writes=True)
    if request.method == "POST":
        try:
            deaths.take_back(pk, by=request.standing, today=timezone.localdate())
        except (Refused, Forbidden) as stopped:
            messages.error(request, stopped.objection.words)
            return redirect("person", pk)
        return saved(request, "It is taken back. Book again what was called off.", "person", pk)
    page = {
        "title": f"Take back that {record.person.called} has died?",
        "lede": "The record opens again. What was called off stays called off, and safety pages stay ended: look at them.",
        "back": (reverse("person", args=[pk]), record.person.name),
        "button": "Take it back",
    }
    return render(request, "confirm.html", {"page": page})


urls = [
    path("people/<uuid:pk>/died", died, name="died"),
    path("people/<uuid:pk>/not-dead", not_dead, name="not_dead"),
]
