"""Saying why a clock does not count for somebody."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from throughline.actions import standards
from throughline.queries.clocks import running
from throughline.web.access import episode_or_404
from throughline.web.forms.journey import Excuse
from throughline.web.pages import words
from throughline.web.views.acting import form_page


@require_http_methods(["GET", "POST"])
def excuse(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say why something that is due could not be done."""
    record = episode_or_404(request, pk)
    today, now = timezone.localdate(), timezone.now()
    due = running([record.episode], by=request.standing, on=today)[pk].due(at=now)
    form = Excuse(
        request.POST if request.method == "POST" else None, today=today,
        due=[(str(n), f"{clock.standard.words}. {words.due(clock.due_at, now=now)}.") for n, clock in enumerate(due)],
    )  # fmt: skip

    def act(said):
        clock = due[int(said["which"])]
        standards.excuse(
            pk, by=request.standing, standard=clock.standard.code, reason=said["reason"], on=today, starts_at=clock.starts_at
        )  # fmt: skip

    page = {
        "title": f"Why it could not be done for {record.person.called}",
        "lede": "It will not count as late. The reason stays on the record.",
        "back": (reverse("person", args=[record.person.pk]), record.person.name),
    }
    return form_page(request, form, page, act, done="The reason is in.", to=("person", record.person.pk))


urls = [path("episodes/<uuid:pk>/excuse", excuse, name="excuse_clock")]
