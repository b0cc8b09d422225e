"""Worried about someone? From any page: tell it, and it goes to those who act."""

from uuid import UUID, uuid4

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from throughline.actions import worries
from throughline.domain.calendar import HERE
from throughline.domain.looks import How
from throughline.domain.worries import Danger, Told
from throughline.models import SafeguardingDuty, Team, Worry
from throughline.policy.grants import Opens
from throughline.policy.standing import objection_to_setting_up
from throughline.queries.worries import my_people, numbers_to_ring, sent_to
from throughline.web.access import fresh_second_factor
from throughline.web.forms.base import moment
from throughline.web.forms.setup import SafeguardDuty
from throughline.web.forms.worries import CloseWorry, LookAgain, TellWhoKnows, TellWorry
from throughline.web.looking import shows
from throughline.web.pages.worries import WorryPage, row
from throughline.web.views.acting import form_page


@require_http_methods(["GET", "POST"])
def worried(request: HttpRequest) -> HttpResponse:
    """Write a worry down: it goes at once."""
    people = my_people(request.standing)
    shows(request, [one.pk for one in people], opens=int(Opens.IDENTITY))
    form = TellWorry(
        request.POST if request.method == "POST" else None,
        people=people,
        initial={"client_id": uuid4()},
    )

    def act(said):
        chosen = said.pop("person")
        person = UUID(chosen) if chosen else None
        worry = worries.tell(
            by=request.standing, now=timezone.now(), person=person, **said | {"danger": Danger(said["danger"])}
        )
        if not worry.readers.visible_to(request.standing).exists():
            page["done"] = "It is written down, and nobody is named to read it. Ring your lead now."

    page = {
        "title": "Worried about someone?", "button": "Send it now", "numbers": numbers_to_ring(timezone.localdate()),
    }  # fmt: skip
    page["done"] = "It has gone to the leads. If nobody reads it in 30 minutes, it goes to the next."
    return form_page(request, form, page, act, done=lambda: page["done"], to=("worries",), template="worried.html")


@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """Show worries that were sent to the one asking, and those they wrote."""
    found = Worry.objects.visible_to(request.standing).select_related("author")[:200]
    shows(request, {one.person_id for one in found if one.person_id}, opens=int(Opens.IDENTITY))
    rows = [row(one) for one in found]
    _, again = sent_to(request.standing, on=timezone.localdate())
    late = {one.pk for one in again}
    return render(
        request, "worries.html",
        {
            "open": [r for r in rows if not r.closed], "again": [r for r in rows if r.pk in late],
            "closed": [r for r in rows if r.closed and r.pk not in late],
        },
    )  # fmt: skip


@require_safe
def one(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show a worry. For those it was sent to, looking is reading: it stops going on."""
    try:
        worries.open_it(pk, by=request.standing, now=timezone.now())
    except Worry.DoesNotExist:
        raise Http404 from None
    return render(request, "worry.html", {"page": WorryPage(_worry(request, pk), by=request.standing)})


@require_http_methods(["GET", "POST"])
def told(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Write down who was told."""
    _worry(request, pk)
    now = timezone.now().astimezone(HERE)
    form = TellWhoKnows(
        request.POST if request.method == "POST" else None, today=now.date(),
        initial={"day": now.date(), "time": now.time().replace(second=0, microsecond=0)},
    )  # fmt: skip

    def act(said):
        at = moment(said.pop("day"), said.pop("time"))
        worries.told(pk, by=request.standing, told_at=at, now=timezone.now(), **said | {"who": Told(said["who"])})

    page = {"title": "Who was told?", "back": (reverse("worry", args=[pk]), "The worry")}
    return form_page(request, form, page, act, done="It is written down.", to=("worry", pk))


@require_http_methods(["GET", "POST"])
def close(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Close a worry with a decision."""
    _worry(request, pk)
    today = timezone.localdate()
    form = CloseWorry(request.POST if request.method == "POST" else None, today=today)

    def act(said):
        worries.close(pk, by=request.standing, now=timezone.now(), on=today, **said)

    page = {"title": "Close this worry", "button": "Close it", "back": (reverse("worry", args=[pk]), "The worry")}
    return form_page(request, form, page, act, done="It is closed.", to=("worry", pk))


@require_http_methods(["GET", "POST"])
def again(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Look at a closed worry again."""
    worry = _worry(request, pk)
    today = timezone.localdate()
    form = LookAgain(
        request.POST if request.method == "POST" else None, today=today, initial={"decision": worry.decision}
    )

    def act(said):
        worries.look_again(pk, by=request.standing, on=today, **said)

    page = {
        "title": "Look at this worry again", "lede": "What was decided before is kept.", "button": "Save it",
        "back": (reverse("worry", args=[pk]), "The worry"),
    }  # fmt: skip
    return form_page(request, form, page, act, done="It is looked at again.", to=("worry", pk))


@require_http_methods(["GET", "POST"])
@fresh_second_factor
def duty(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say who reads a team's worries first."""
    if objection_to_setting_up(request.standing):
        raise Http404
    team, today = get_object_or_404(Team, pk=pk), timezone.localdate()
    held = SafeguardingDuty.objects.on(today).filter(team=team).first()
    form = SafeguardDuty(
        request.POST if request.method == "POST" else None, today=today,
        initial={"lead": held.lead_id, "deputy": held.deputy_id} if held else None,
    )  # fmt: skip

    def act(said):
        worries.put_on_safeguarding_duty(pk, by=request.standing, **said)

    page = {
        "title": f"Who reads worries: {team.name}", "back": (reverse("setup_duty", args=[pk]), team.name),
        "lede": "A worry goes to them at once, and to the team’s lead. Unread, it goes to those who stand in.",
    }  # fmt: skip
    return form_page(request, form, page, act, done="It is in.", to=("setup_duty", pk))


def _worry(request: HttpRequest, pk: UUID) -> Worry:
    found = get_object_or_404(Worry.objects.visible_to(request.standing).select_related("author", "closed_by"), pk=pk)
    if found.person_id:
        shows(request, [found.person_id], opens=int(Opens.IDENTITY), how=How.VIEW)
    return found


urls = [
    path("worried/", worried, name="worried"),
    path("worries/", listed, name="worries"),
    path("worries/<uuid:pk>/", one, name="worry"),
    path("worries/<uuid:pk>/told", told, name="worry_told"),
    path("worries/<uuid:pk>/close", close, name="close_worry"),
    path("worries/<uuid:pk>/again", again, name="review_worry"),
    path("setup/teams/<uuid:pk>/safeguarding", duty, name="setup_safeguarding"),
]
