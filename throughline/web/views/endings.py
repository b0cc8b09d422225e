"""Moving on, opening again, handing over."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from throughline.actions import endings, ownership
from throughline.domain.contact import next_way
from throughline.domain.objections import Forbidden, Refused
from throughline.models import Handover
from throughline.models.programmes import try_rule
from throughline.policy.standing import objection_to_leading
from throughline.queries.gates import possible_receivers
from throughline.web.access import episode_or_404, row_or_404
from throughline.web.forms.journey import HandOver, MoveOn, SayNo
from throughline.web.views.acting import form_page, saved


@require_http_methods(["GET", "POST"])
def move_on(request: HttpRequest, pk: UUID) -> HttpResponse:
    """End an episode. Where contact was lost it names the next way to try."""
    record = episode_or_404(request, pk)
    today, now = timezone.localdate(), timezone.now()
    form = MoveOn(request.POST if request.method == "POST" else None, today=today)
    page = {
        "title": f"{record.person.called} moves on", "lede": "They decide. The record can be opened again in one step.",
        "back": (reverse("person", args=[record.person.pk]), record.person.name), "button": "Save", "next_way": None, "person": record.person,
        "leads": objection_to_leading(request.standing) is None,
    }  # fmt: skip

    def act(said):
        try:
            endings.move_on(pk, by=request.standing, today=today, at=now, **said)
        except Refused as stopped:
            if stopped.objection.code == "try_again":
                page["next_way"] = next_way(
                    endings.tries_of(record.episode), try_rule(record.episode.programme_id, on=today), at=now
                )
            raise

    return form_page(
        request,
        form,
        page,
        act,
        done=f"{record.person.called} has moved on.",
        to=("person", record.person.pk),
        template="move_on.html",
    )


@require_http_methods(["GET", "POST"])
def reopen(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Open a record again."""
    record = episode_or_404(request, pk)
    if request.method == "POST":
        try:
            endings.reopen(pk, by=request.standing, on=timezone.localdate())
        except (Refused, Forbidden) as stopped:
            messages.error(request, stopped.objection.words)
            return redirect("person", record.person.pk)
        return saved(request, "The record is open again.", "person", record.person.pk)
    page = {
        "title": f"Open {record.person.called}’s record again?",
        "lede": "It goes on where it stopped.",
        "back": (reverse("person", args=[record.person.pk]), record.person.name),
        "button": "Open it",
    }
    return render(request, "confirm.html", {"page": page})


@require_http_methods(["GET", "POST"])
def hand_over(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Offer somebody to another worker."""
    record = episode_or_404(request, pk)
    today = timezone.localdate()
    workers = possible_receivers(record, by=request.standing, on=today)
    form = HandOver(request.POST if request.method == "POST" else None, today=today, workers=workers)
    page = {
        "title": f"Hand {record.person.called} over",
        "lede": "Until they say yes, nothing changes.",
        "back": (reverse("person", args=[record.person.pk]), record.person.name),
        "button": "Ask them",
    }

    def act(said):
        ownership.hand_over(pk, by=request.standing, today=today, **said)

    return form_page(request, form, page, act, done="They have been asked.", to=("person", record.person.pk))


@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say yes or no to a handover."""
    handover = row_or_404(request, Handover, pk, "giver", writes=True)
    today = timezone.localdate()
    if request.method == "POST" and request.POST.get("accepted") == "yes":
        try:
            ownership.answer(pk, by=request.standing, accepted=True, today=today)
        except (Refused, Forbidden) as stopped:
            messages.error(request, stopped.objection.words)
            return redirect("today")
        return saved(request, f"You look after {handover.person.called} now.", "person", handover.person_id)
    form = SayNo(request.POST if request.method == "POST" else None, today=today)
    page = {
        "title": f"Say no to {handover.person.called}",
        "lede": f"{handover.giver.name} goes on looking after {handover.person.called}.",
        "back": ("/", "Today"),
        "button": "Say no",
    }

    def act(said):
        ownership.answer(pk, by=request.standing, accepted=False, today=today, words=said["words"])

    return form_page(request, form, page, act, done="Your answer is in.", to=("today",))


@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take a handover back."""
    handover = row_or_404(request, Handover, pk, "receiver", writes=True)
    if request.method == "POST":
        try:
            ownership.withdraw(pk, by=request.standing)
        except (Refused, Forbidden) as stopped:
            messages.error(request, stopped.objection.words)
            return redirect("person", handover.person_id)
        return saved(request, "The handover is taken back.", "person", handover.person_id)
    page = {
        "title": "Take this handover back?",
        "lede": f"{handover.receiver.name} has not answered yet.",
        "back": (reverse("person", args=[handover.person_id]), handover.person.name),
        "button": "Take it back",
    }
    return render(request, "confirm.html", {"page": page})


urls = [
    path("episodes/<uuid:pk>/move-on", move_on, name="move_on"),
    path("episodes/<uuid:pk>/reopen", reopen, name="reopen"),
    path("episodes/<uuid:pk>/hand-over", hand_over, name="hand_over"),
    path("handovers/<uuid:pk>/answer", answer, name="answer_handover"),
    path("handovers/<uuid:pk>/withdraw", withdraw, name="withdraw_handover"),
]
