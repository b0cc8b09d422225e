"""Strengths, needs, links to services, outcomes."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from throughline.actions import links, needs, outcomes
from throughline.domain.objections import Objection, Refused
from throughline.models import Need, Outcome, ServiceLink, Strength
from throughline.web.access import episode_or_404, row_or_404
from throughline.web.forms.journey import (
    Achieve,
    CheckOutcome,
    NameNeed,
    NameStrength,
    PutInTouch,
    ScaleNeed,
    ScaleStrength,
    TellLink,
)
from throughline.web.views.acting import form_page


def _back(person):
    return reverse("person", args=[person.pk]), person.name


@require_http_methods(["GET", "POST"])
def strength(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Write down what someone brings."""
    record = episode_or_404(request, pk)
    form = NameStrength(
        request.POST if request.method == "POST" else None, today=timezone.localdate(), called=record.person.called
    )
    page = {
        "title": f"What {record.person.called} brings",
        "lede": "Ask: ‘What are you proud of?’ Write down the words.",
        "back": _back(record.person),
    }

    def act(said):
        needs.name_strength(pk, by=request.standing, on=timezone.localdate(), **said)

    return form_page(request, form, page, act, done="The strength is in.", to=("person", record.person.pk))


@require_http_methods(["GET", "POST"])
def need(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Write down what someone wants help with, or that they want none."""
    record = episode_or_404(request, pk)
    form = NameNeed(
        request.POST if request.method == "POST" else None, today=timezone.localdate(), called=record.person.called
    )
    page = {
        "title": f"What would help {record.person.called}?",
        "lede": "In their words. They pick the number.",
        "back": _back(record.person),
    }

    def act(said):
        if said.pop("none_here"):
            needs.no_need_here(
                pk, by=request.standing, kind=said["kind"], said_by=said["said_by"], on=timezone.localdate()
            )
        else:
            needs.name_need(pk, by=request.standing, on=timezone.localdate(), **said)

    return form_page(request, form, page, act, done="It is in.", to=("person", record.person.pk))


@require_http_methods(["GET", "POST"])
def scale(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Write down a new number, or that a need is met."""
    row = row_or_404(request, Need, pk, "kind", writes=True)
    form = ScaleNeed(request.POST if request.method == "POST" else None, today=timezone.localdate())
    page = {"title": row.words or row.kind.words, "back": _back(row.person)}

    def act(said):
        if said["score"] is None and not said["met"]:
            raise Refused(Objection("nothing", "Choose a number, or tick that it is met.", "score"))
        if said["score"] is not None:
            needs.put_at(pk, by=request.standing, of=Need, score=said["score"], on=timezone.localdate())
        if said["met"]:
            needs.meet(pk, by=request.standing, on=timezone.localdate())

    return form_page(request, form, page, act, done="It is in.", to=("person", row.person_id))


@require_http_methods(["GET", "POST"])
def scale_strength(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Write down a new number for a strength."""
    row = row_or_404(request, Strength, pk, writes=True)
    form = ScaleStrength(request.POST if request.method == "POST" else None, today=timezone.localdate())
    page = {"title": row.about, "back": _back(row.person)}

    def act(said):
        needs.put_at(pk, by=request.standing, of=Strength, score=said["score"], on=timezone.localdate())

    return form_page(request, form, page, act, done="It is in.", to=("person", row.person_id))


@require_http_methods(["GET", "POST"])
def put_in_touch(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Put someone in touch with a service."""
    record = episode_or_404(request, pk)
    form = PutInTouch(request.POST if request.method == "POST" else None, today=timezone.localdate())
    page = {"title": f"Put {record.person.called} in touch with a service", "back": _back(record.person)}

    def act(said):
        links.put_in_touch(pk, by=request.standing, **said)

    return form_page(request, form, page, act, done="The link is in.", to=("person", record.person.pk))


@require_http_methods(["GET", "POST"])
def tell_link(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Record what came of a link."""
    row = row_or_404(request, ServiceLink, pk, writes=True)
    form = TellLink(
        request.POST if request.method == "POST" else None, today=timezone.localdate(), initial={"version": row.version}
    )
    page = {"title": f"What came of {row.agency}?", "lede": row.what_for, "back": _back(row.person)}

    def act(said):
        links.tell(pk, by=request.standing, **said)

    return form_page(request, form, page, act, done="It is in.", to=("person", row.person_id))


@require_http_methods(["GET", "POST"])
def achieve(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Record an outcome."""
    record = episode_or_404(request, pk)
    form = Achieve(request.POST if request.method == "POST" else None, today=timezone.localdate())
    page = {"title": f"Something came about for {record.person.called}", "back": _back(record.person)}

    def act(said):
        outcomes.achieve(pk, by=request.standing, today=timezone.localdate(), **said)

    return form_page(request, form, page, act, done="The outcome is in.", to=("person", record.person.pk))


@require_http_methods(["GET", "POST"])
def check_outcome(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Check an outcome, or record that it ended."""
    row = row_or_404(request, Outcome, pk, "kind", writes=True)
    today = timezone.localdate()
    form = CheckOutcome(request.POST if request.method == "POST" else None, today=today)
    page = {"title": f"{row.kind.words}: does it still hold?", "back": _back(row.person)}

    def act(said):
        if said["what"] == "end":
            outcomes.end(pk, by=request.standing, on=said["on"], today=today, words=said["words"])
        elif not said["still"]:
            raise Refused(Objection("no_answer", "Choose yes or no.", "still"))
        else:
            outcomes.check(
                pk,
                by=request.standing,
                week=int(said["what"]),
                still=said["still"] == "yes",
                on=said["on"],
                today=today,
                words=said["words"],
            )

    return form_page(request, form, page, act, done="It is in.", to=("person", row.person_id))


urls = [
    path("episodes/<uuid:pk>/strength", strength, name="name_strength"),
    path("episodes/<uuid:pk>/need", need, name="name_need"),
    path("needs/<uuid:pk>/scale", scale, name="scale_need"),
    path("strengths/<uuid:pk>/scale", scale_strength, name="scale_strength"),
    path("episodes/<uuid:pk>/service", put_in_touch, name="put_in_touch"),
    path("services/<uuid:pk>/result", tell_link, name="tell_link"),
    path("episodes/<uuid:pk>/outcome", achieve, name="achieve"),
    path("outcomes/<uuid:pk>/check", check_outcome, name="check_outcome"),
]
