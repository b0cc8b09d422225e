"""I know somebody: said of a person in sight, or of somebody who may have a record here."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from throughline.actions import conflicts
from throughline.domain.conflicts import Knows
from throughline.models import Conflict, Worker
from throughline.policy.grants import Opens
from throughline.policy.standing import objection_to_settling_conflicts
from throughline.queries.sealed import may_know
from throughline.web.access import fresh_second_factor, record_or_404
from throughline.web.forms.base import Form
from throughline.web.forms.conflicts import KnowPerson, KnowSomebody, MatchConflict
from throughline.web.looking import shows
from throughline.web.views.acting import form_page


@require_http_methods(["GET", "POST"])
def know_person(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say that a worker knows somebody in sight."""
    record = record_or_404(request, pk)
    today = timezone.localdate()
    workers = may_know(by=request.standing, on=today)
    form = KnowPerson(request.POST if request.method == "POST" else None, workers=workers)
    page = {
        "title": f"{record.person.name} is known outside work",
        "lede": "From then on this record is shut to whoever knows them. Nobody is told why.",
        "back": (reverse("person", args=[pk]), record.person.name),
        "button": "Save",
    }

    def act(said: dict[str, Any]) -> None:
        conflicts.declare(pk, by=request.standing, on=timezone.localdate(), **_said(said, workers))

    return form_page(request, form, page, act, done="The record is shut to them.", to=("person", pk))


@require_http_methods(["GET", "POST"])
def know_somebody(request: HttpRequest) -> HttpResponse:
    """Say that a worker knows somebody, whether or not they have a record here: the page never tells which."""
    today = timezone.localdate()
    workers = may_know(by=request.standing, on=today)
    form = KnowSomebody(request.POST if request.method == "POST" else None, today=today, workers=workers)
    page = {
        "title": "Somebody you know",
        "lede": "If they have a record here, now or later, it stays shut. Nobody is told why, and you are not told if they have one.",
        "back": (reverse("more"), "More"),
        "button": "Save",
    }

    def act(said: dict[str, Any]) -> None:
        del said
        conflicts.declare_unseen(by=request.standing, on=today, **_said(form.answers(), workers))

    return form_page(request, form, page, act, done="If they have a record here, it is shut from now on.", to=("more",))


def _said(said: dict[str, Any], workers: list[Worker]) -> dict[str, Any]:
    """Return the answers as the action takes them."""
    who = {str(one.pk): one for one in workers}
    return said | {"kind": Knows(said["kind"]), "worker": who.get(said.pop("worker", ""))}


def _conflict_or_404(request: HttpRequest, pk: UUID) -> Conflict:
    """Return a declaration for who settles it. To everyone else the page is not there."""
    if objection_to_settling_conflicts(request.standing) is not None:
        raise Http404
    conflict = get_object_or_404(Conflict.objects.visible_to(request.standing).select_related("worker"), pk=pk)
    if conflict.person_id is not None:
        shows(request, [conflict.person_id], opens=int(Opens.IDENTITY))
    return conflict


@require_http_methods(["GET", "POST"])
@fresh_second_factor
def match(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say whose record a declaration is about."""
    conflict = _conflict_or_404(request, pk)
    today = timezone.localdate()
    start = {name: getattr(conflict, name) for name in ("given_names", "family_name", "birth_date")}
    form = MatchConflict(request.POST if request.method == "POST" else None, today=today, initial=start)
    page = {
        "title": f"{conflict.worker.name} knows {conflict.name}",
        "lede": "No record fits exactly. Write whose it is, and it is shut to them. Leave it where they have none: it is looked for each night.",
        "back": (reverse("seals"), "Seals and conflicts"),
        "button": "This record",
    }

    def act(said: dict[str, Any]) -> None:
        del said
        conflicts.match(pk, by=request.standing, on=today, **form.answers())

    return form_page(request, form, page, act, done="The record is shut to them.", to=("seals",))


@require_http_methods(["GET", "POST"])
@fresh_second_factor
def end(request: HttpRequest, pk: UUID) -> HttpResponse:
    """End a declaration: it was a mistake, or is no longer so."""
    conflict = _conflict_or_404(request, pk)
    page = {
        "title": f"End this for {conflict.worker.name}?",
        "lede": f"{conflict.name} is not kept from them any more. They see again what is open to them.",
        "back": (reverse("seals"), "Seals and conflicts"),
        "button": "End it",
    }
    if request.method == "POST":
        return form_page(
            request, Form(request.POST), page, lambda said: conflicts.end(pk, by=request.standing),  # noqa: ARG005
            done="It has ended.", to=("seals",),
        )  # fmt: skip
    return render(request, "confirm.html", {"page": page})


urls = [
    path("people/<uuid:pk>/know", know_person, name="know_person"),
    path("conflicts/", know_somebody, name="know_somebody"),
    path("conflicts/<uuid:pk>/match", match, name="match_conflict"),
    path("conflicts/<uuid:pk>/end", end, name="end_conflict"),
]
