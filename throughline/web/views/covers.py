"""Who stands in while somebody is away."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from throughline.actions import covers
from throughline.domain.objections import Forbidden, Refused
from throughline.queries.covers import covers_for, may_be_away, may_stand_in
from throughline.web.forms.covers import GiveCover
from throughline.web.pages import words
from throughline.web.views.acting import form_page, or_404, saved


@require_http_methods(["GET", "POST"])
def cover(request: HttpRequest) -> HttpResponse:
    """Say who stands in for somebody, and show who does."""
    today, by = timezone.localdate(), request.standing
    away = may_be_away(by=by, on=today)
    colleagues = may_stand_in(by=by, on=today)
    form = GiveCover(request.POST if request.method == "POST" else None, today=today, away=away, colleagues=colleagues)
    rows = [
        (one, f"{words.day(one.from_on, today=today)} until {words.day(one.until_on, today=today)}")
        for one in covers_for(by=by, on=today)
    ]
    page = {
        "title": "Who stands in?",
        "lede": "They see and work with the same people until the last day is over. It ends by itself.",
        "back": (reverse("more"), "More"),
        "button": "Let them stand in",
        "rows": rows,
    }

    def act(said: dict[str, Any]) -> None:
        who = {str(one.pk): one for one in colleagues}
        worker = UUID(said.pop("worker", "") or str(by.worker))
        covers.give(worker, by=by, today=today, **said | {"colleague": who[said["colleague"]]})

    return form_page(request, form, page, act, done="They stand in.", to=("cover",), template="cover.html")


@require_http_methods(["GET", "POST"])
def end(request: HttpRequest, pk: UUID) -> HttpResponse:
    """End cover before its last day."""
    today = timezone.localdate()
    one = or_404(next((one for one in covers_for(by=request.standing, on=today) if one.pk == pk), None))
    if request.method == "POST":
        try:
            covers.end(pk, by=request.standing, on=today)
        except (Refused, Forbidden) as stopped:
            messages.error(request, stopped.objection.words)
            return redirect("cover")
        return saved(request, "It has ended.", "cover")
    page = {
        "title": "End this now?",
        "lede": f"{one.colleague.name} does not stand in for {one.worker.name} any more.",
        "back": (reverse("cover"), "Who stands in?"),
        "button": "End it",
    }
    return render(request, "confirm.html", {"page": page})


urls = [
    path("cover/", cover, name="cover"),
    path("cover/<uuid:pk>/end", end, name="end_cover"),
]
