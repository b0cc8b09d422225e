"""Thanking a worker for a note."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from throughline.actions import thanks
from throughline.models import Note
from throughline.queries.thanks import led_by
from throughline.web.access import row_or_404
from throughline.web.forms.thanks import SayThanks
from throughline.web.pages import words
from throughline.web.views.acting import form_page


@require_http_methods(["GET", "POST"])
def thank(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Thank whoever wrote a note: for a lead of theirs. For others the page is not there."""
    note = row_or_404(request, Note, pk, "worker")
    today = timezone.localdate()
    if note.worker_id not in led_by(request.standing, on=today):
        raise Http404
    form = SayThanks(request.POST if request.method == "POST" else None)
    page = {
        "title": f"Thank {note.worker.name}",
        "lede": f"For the note of {words.day_and_time(note.happened_at, today=today)}. They see it on Today. Whoever reads the note sees it too.",
        "back": (reverse("person", args=[note.person_id]), note.person.name),
        "button": "Say thank you",
    }

    def act(said):
        thanks.say(pk, by=request.standing, on=today, **said)

    return form_page(request, form, page, act, done=f"{note.worker.name} sees it.", to=("person", note.person_id))


urls = [path("notes/<uuid:pk>/thank", thank, name="thank")]
