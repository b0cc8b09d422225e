"""Coming out, going back, a date that moved, another prison."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from throughline.actions import custody
from throughline.models import CustodyPeriod
from throughline.web.access import record_or_404
from throughline.web.forms.journey import CameOut, CorrectRelease, MovedPrison, NewDate, WentIn
from throughline.web.pages import words
from throughline.web.views.acting import form_page


def _page(request: HttpRequest, pk: UUID, form_class, title: str, act, done: str) -> HttpResponse:
    record = record_or_404(request, pk)
    if not record.may_work:
        raise Http404
    form = form_class(request.POST if request.method == "POST" else None, today=timezone.localdate())
    page = {"title": title.format(record.person.called), "back": (reverse("person", args=[pk]), record.person.name)}
    return form_page(request, form, page, act, done=done, to=("person", pk))


@require_http_methods(["GET", "POST"])
def came_out(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Record a release."""
    return _page(
        request, pk, CameOut, "{} came out",
        lambda said: custody.come_out(pk, by=request.standing, today=timezone.localdate(), **said), "The 48 hours have begun.",
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def correct_release(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Put right a release that was recorded by mistake, or on a wrong day."""
    record = record_or_404(request, pk)
    if not record.may_work:
        raise Http404
    last = (
        CustodyPeriod.objects.visible_to(request.standing)
        .filter(person=pk, released_on__isnull=False)
        .order_by("-released_on", "-recorded_at")
        .first()
    )
    today = timezone.localdate()
    form = CorrectRelease(
        request.POST if request.method == "POST" else None,
        today=today,
        initial={"version": last.version if last else 1},
    )
    page = {
        "title": f"When did {record.person.called} come out?",
        "lede": f"On the record: {words.day(last.released_on, today=today)}." if last else "",
        "back": (reverse("person", args=[pk]), record.person.name),
    }

    def act(said):
        custody.correct_release(
            pk,
            by=request.standing,
            on=said["on"] if said["what"] == "day" else None,
            today=today,
            version=said["version"],
        )

    return form_page(request, form, page, act, done="It is put right.", to=("person", pk))


@require_http_methods(["GET", "POST"])
def went_in(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Record a return to prison."""
    return _page(
        request, pk, WentIn, "{} is back in prison",
        lambda said: custody.go_in(pk, by=request.standing, today=timezone.localdate(), status=said["status"], on=said["on"], prison=said["prison"] or None),
        "The record waits and is picked up inside.",
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def new_date(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Record a liberation date that was told."""
    return _page(
        request,
        pk,
        NewDate,
        "The day {} comes out",
        lambda said: custody.date_liberation(pk, by=request.standing, **said),
        "The date is in. The old one is kept.",
    )


@require_http_methods(["GET", "POST"])
def moved(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Record a move to another prison."""
    return _page(
        request, pk, MovedPrison, "{} moved to another prison",
        lambda said: custody.move(pk, by=request.standing, today=timezone.localdate(), **said), "The move is in.",
    )  # fmt: skip


urls = [
    path("people/<uuid:pk>/out", came_out, name="came_out"),
    path("people/<uuid:pk>/out/correct", correct_release, name="correct_release"),
    path("people/<uuid:pk>/in", went_in, name="went_in"),
    path("people/<uuid:pk>/date", new_date, name="new_date"),
    path("people/<uuid:pk>/prison", moved, name="moved_prison"),
]
