"""The lead's desk: who waits, who has whom, and giving people to other workers of the team."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from throughline.actions import reassignments
from throughline.domain.objections import Forbidden, Refused
from throughline.domain.reassignments import share_out
from throughline.policy.grants import Opens
from throughline.policy.standing import objection_to_leading
from throughline.queries.desk import carried, chosen, desk, given_lately, lines_of, moves
from throughline.web.forms.desk import GivePeople, Shown, planned
from throughline.web.looking import LISTED, shows
from throughline.web.pages import words
from throughline.web.pages.desk import DeskPage, MovesPage, UndoPage


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """Show a lead who waits for a mentor, and whom each mentor looks after."""
    _only_who_leads(request)
    return _desk(request)


@require_POST
def give(request: HttpRequest) -> HttpResponse:
    """Show what would move with those ticked; with the plan that was shown, give them."""
    _only_who_leads(request)
    now, today, by = timezone.now(), timezone.localdate(), request.standing
    if "plan" in request.POST:
        try:
            made = reassignments.give(by=by, gifts=planned(request.POST["plan"]), today=today)
        except (Refused, Forbidden) as stopped:
            return _desk(request, trouble=stopped.objection.words)
        messages.success(request, f"Saved. {words.count(made.number, 'person was', 'people were')} given.")
        return redirect(_with_query(request))
    found = desk(by=by, now=now, on=today)
    form = GivePeople(
        request.POST, rows=found.everyone, workers=found.workers, carried=carried(found, found.workers)
    )  # fmt: skip
    if not form.is_valid():
        return _desk(request, form=form)
    rows, workers = form.cleaned_data["who"], form.cleaned_data["to"]
    load = carried(found, workers, without=[one.episode.pk for one in rows])
    gifts, left = share_out(chosen(rows, workers), load)
    names = {one.episode.pk: one.episode.person.name for one in rows}
    page = MovesPage(
        moves(gifts, rows, by=by, on=today), gifts=gifts, left=[names[one.episode] for one in left],
        names=[one.name for one in workers], carried=load, workers=workers, now=now, today=today,
    )  # fmt: skip
    shows(request, page.people | {one.episode.person_id for one in rows})
    shows(request, page.planned, opens=int(LISTED | Opens.PLAN))
    return render(request, "give_people.html", {"page": page, "query": request.GET.urlencode()})


@require_http_methods(["GET", "POST"])
def undo(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Put everyone of a reassignment back."""
    _only_who_leads(request)
    lines = lines_of(pk, by=request.standing)
    if not lines:
        raise Http404
    if request.method == "POST":
        try:
            reassignments.undo(pk, by=request.standing, today=timezone.localdate())
        except (Refused, Forbidden) as stopped:
            messages.error(request, stopped.objection.words)
        else:
            messages.success(request, "Saved. Everyone is back where they were.")
        return redirect("desk")
    shows(request, [one.person_id for one in lines])
    return render(request, "undo_reassignment.html", {"page": UndoPage(lines, today=timezone.localdate())})


def _desk(request: HttpRequest, *, form: GivePeople | None = None, trouble: str = "") -> HttpResponse:
    now, today, by = timezone.now(), timezone.localdate(), request.standing
    found = desk(by=by, now=now, on=today)
    page = DeskPage(
        found, shown=Shown.asked(request.GET), now=now, today=today, lately=given_lately(by=by, on=today)
    )  # fmt: skip
    if form is None:
        form = GivePeople(None, rows=found.everyone, workers=found.workers, carried=carried(found, found.workers))
    shows(request, page.people)
    told: dict[str, Any] = {"page": page, "form": form, "trouble": trouble}
    return render(request, "desk.html", told, status=422 if trouble or form.errors else 200)


def _with_query(request: HttpRequest) -> str:
    query = Shown.asked(request.GET).query
    return reverse("desk") + (f"?{query}" if query else "")


def _only_who_leads(request: HttpRequest) -> None:
    """Go on for who leads a team; for others the page is not there."""
    if objection_to_leading(request.standing) is not None:
        raise Http404


urls = [
    path("desk/", show, name="desk"),
    path("desk/give", give, name="give_people"),
    path("desk/<uuid:pk>/undo", undo, name="undo_reassignment"),
]
