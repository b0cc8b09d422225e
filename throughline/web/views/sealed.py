"""Seals on records, and who knows whom: for those who settle it."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from throughline.actions import sealed
from throughline.domain.sealed import Sealed, SealKind
from throughline.models import Seal, SealHolder
from throughline.policy.grants import Opens
from throughline.policy.standing import objection_to_sealing, objection_to_settling_conflicts
from throughline.queries.sealed import desk_of, holders_of, workers_here
from throughline.web.access import fresh_second_factor
from throughline.web.forms.base import Form
from throughline.web.forms.sealed import EndSeal, NameHolder, ReviewSeal, SetSeal
from throughline.web.looking import shows
from throughline.web.pages.sealed import DeskPage, SealPage
from throughline.web.views.acting import form_page


def for_sealing(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let the data protection lead in, once they showed their second factor anew; to everyone else the page is not there."""
    fresh = fresh_second_factor(view)

    @wraps(view)
    def handle(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if objection_to_sealing(request.standing) is not None:
            raise Http404
        return fresh(request, **kwargs)

    return handle


@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """Show the seals, and the declarations that wait or hold."""
    if objection_to_settling_conflicts(request.standing) is not None:
        raise Http404
    page = DeskPage(
        desk_of(by=request.standing),
        may_seal=objection_to_sealing(request.standing) is None,
        today=timezone.localdate(),
    )
    shows(request, page.people, opens=int(Opens.IDENTITY))
    return render(request, "seals.html", {"page": page})


@require_http_methods(["GET", "POST"])
@for_sealing
def new(request: HttpRequest) -> HttpResponse:
    """Seal a record."""
    today = timezone.localdate()
    workers = workers_here(on=today)
    form = SetSeal(request.POST if request.method == "POST" else None, today=today, workers=workers)
    page = {
        "title": "Seal a record",
        "lede": "Only those you name can open it from then on, whoever looks after them included.",
        "back": (reverse("seals"), "Seals and conflicts"),
        "button": "Seal it",
    }

    def act(said: dict[str, Any]) -> None:
        said = form.answers()
        who = {str(one.pk): one for one in workers}
        said |= {
            "holders": [who[one] for one in said["holders"]], "part": Sealed(said["part"]), "kind": SealKind(said["kind"]),
        }  # fmt: skip
        sealed.seal(by=request.standing, on=today, **said)

    return form_page(request, form, page, act, done="The record is sealed.", to=("seals",))


def _seal_or_404(request: HttpRequest, pk: UUID) -> Seal:
    seal = get_object_or_404(Seal.objects.visible_to(request.standing).select_related("set_by", "ended_by"), pk=pk)
    shows(request, [seal.person_id], opens=int(Opens.IDENTITY))
    return seal


@require_safe
@for_sealing
def one(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show a seal: who can open the record, why, until when."""
    seal = _seal_or_404(request, pk)
    page = SealPage(seal, holders_of(seal, by=request.standing), today=timezone.localdate())
    return render(request, "seal.html", {"page": page})


@require_http_methods(["GET", "POST"])
@for_sealing
def name_holder(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Name one more worker who can open it."""
    seal, today = _seal_or_404(request, pk), timezone.localdate()
    named = {holder.worker_id for holder in holders_of(seal, by=request.standing)}
    workers = {str(worker.pk): worker for worker in workers_here(on=today) if worker.pk not in named}
    form = NameHolder(request.POST if request.method == "POST" else None, workers=list(workers.values()))
    page = {
        "title": f"Who else can open {seal.name}’s record?",
        "back": (reverse("seal", args=[pk]), "The seal"),
        "button": "Name them",
    }

    def act(said: dict[str, Any]) -> None:
        sealed.name_holder(pk, by=request.standing, worker=workers[said["worker"]], on=today)

    return form_page(request, form, page, act, done="They can open it.", to=("seal", pk))


@require_http_methods(["GET", "POST"])
@for_sealing
def drop_holder(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take a worker off a seal."""
    holder = get_object_or_404(SealHolder.objects.visible_to(request.standing).select_related("worker", "seal"), pk=pk)
    seal = _seal_or_404(request, holder.seal_id)
    page = {
        "title": f"Take {holder.worker.name} off?",
        "lede": f"They cannot open {seal.name}’s record from then on.",
        "back": (reverse("seal", args=[seal.pk]), "The seal"),
        "button": "Take them off",
    }
    if request.method == "POST":
        return form_page(
            request, Form(request.POST), page, lambda said: sealed.drop_holder(pk, by=request.standing),  # noqa: ARG005
            done="They cannot open it any more.", to=("seal", seal.pk),
        )  # fmt: skip
    return render(request, "confirm.html", {"page": page})


@require_http_methods(["GET", "POST"])
@for_sealing
def review(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Look at a seal again and keep it."""
    seal, today = _seal_or_404(request, pk), timezone.localdate()
    form = ReviewSeal(request.POST if request.method == "POST" else None, today=today)
    page = {
        "title": "Keep this seal",
        "lede": f"The record of {seal.name}.",
        "back": (reverse("seal", args=[pk]), "The seal"),
        "button": "Keep it",
    }

    def act(said: dict[str, Any]) -> None:
        sealed.review(pk, by=request.standing, on=today, **said)

    return form_page(request, form, page, act, done="The seal stays.", to=("seal", pk))


@require_http_methods(["GET", "POST"])
@for_sealing
def end(request: HttpRequest, pk: UUID) -> HttpResponse:
    """End a seal."""
    seal = _seal_or_404(request, pk)
    form = EndSeal(request.POST if request.method == "POST" else None)
    page = {
        "title": "End this seal",
        "lede": f"The record of {seal.name} is open again to all who work with it.",
        "back": (reverse("seal", args=[pk]), "The seal"),
        "button": "End it",
    }

    def act(said: dict[str, Any]) -> None:
        sealed.end(pk, by=request.standing, **said)

    return form_page(request, form, page, act, done="The seal has ended.", to=("seals",))


urls = [
    path("seals/", desk, name="seals"),
    path("seals/new", new, name="set_seal"),
    path("seals/<uuid:pk>/", one, name="seal"),
    path("seals/<uuid:pk>/name", name_holder, name="name_holder"),
    path("seals/<uuid:pk>/review", review, name="review_seal"),
    path("seals/<uuid:pk>/end", end, name="end_seal"),
    path("seals/named/<uuid:pk>/off", drop_holder, name="drop_holder"),
]
