"""What do the figures say? For the evaluator and the partnership manager; and the list behind each, for those who see the people."""

import csv
import io
from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Any

from django.contrib import messages
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from throughline.actions import figures as actions
from throughline.domain.figures import DEFINITIONS
from throughline.domain.objections import Forbidden
from throughline.domain.readings import Audience
from throughline.domain.vocabulary import Role
from throughline.evaluation import episodes
from throughline.exchange.workbooks import guarded, workbook
from throughline.models import FigureSet
from throughline.policy.grants import Opens
from throughline.policy.standing import objection_to_asking_for_figures, objection_to_reading_figures
from throughline.queries.figures import (
    MOST_LISTED,
    MOST_READ,
    first_in_sight,
    in_sight,
    listed,
    names,
    newest,
    of_month,
    open_of,
    sees_as_many,
    whole,
)
from throughline.web.looking import LISTED, shows
from throughline.web.pages import words
from throughline.web.pages.figure_people import list_line, of_how_many, of_very_many
from throughline.web.pages.figures import VERY_FEW, FigurePage, page_of, sheet_of

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def for_readers(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let the evaluator and the partnership manager in; tell anybody else, in the rule's own words, who reads figures."""

    @wraps(view)
    def asked(request: HttpRequest, code: str = "", **more: Any) -> HttpResponse:
        if code and code not in DEFINITIONS:
            raise Http404
        stopped = objection_to_reading_figures(request.standing)
        if stopped is not None:
            return render(request, "403.html", {"words": stopped.words}, status=403)
        return view(request, code, **more) if code else view(request)

    return asked


@require_safe
@for_readers
def figures(request: HttpRequest) -> HttpResponse:
    """Show every figure with its result in one sentence."""
    found = _found(request)
    page: dict[str, Any] = {
        "set": found,
        "may_ask": objection_to_asking_for_figures(request.standing) is None,
        "defined": list(DEFINITIONS.values()),
    }
    if found is not None:
        pages = [_page(request, found, code) for code in DEFINITIONS]
        none = VERY_FEW if all(one.sentence == VERY_FEW for one in pages) else ""
        page |= _stands_on(found) | {"figures": pages, "none": none}
    return render(request, "figures.html", {"page": page})


@require_safe
@for_readers
def figure(request: HttpRequest, code: str) -> HttpResponse:
    """Show one figure: in words, as a chart, as a table; how it is counted and who is left out."""
    found = _found(request)
    page: dict[str, Any] = {"title": DEFINITIONS[code].title, "code": code, "figure": None}
    if found is not None:
        page |= _stands_on(found) | {"figure": _page(request, found, code)}
    return render(request, "figure.html", {"page": page})


@require_safe
@for_readers
def figure_file(request: HttpRequest, code: str, kind: str) -> HttpResponse:
    """Give one figure as a file: what its page shows, and no more."""
    found = _found(request)
    if found is None:
        raise Http404
    stands_on = _stands_on(found)
    rows = sheet_of(
        _page(request, found, code), data_on=found.data_on, made=stands_on["made"], fingerprint=found.fingerprint
    )
    if kind == "xlsx":
        response = HttpResponse(workbook(rows[0], rows[1:], title=DEFINITIONS[code].title), content_type=_XLSX)
    else:
        out = io.StringIO()
        csv.writer(out).writerows([guarded(cell) for cell in row] for row in rows)
        response = HttpResponse(f"\ufeff{out.getvalue()}", content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{code.replace("_", "-")}-{found.data_on}.{kind}"'
    return response


@require_safe
@for_readers
def figure_people(request: HttpRequest, code: str) -> HttpResponse:
    """Show the people of a figure whom the reader sees, and say how many of how many they are."""
    found = _found(request)
    title = DEFINITIONS[code].title
    page: dict[str, Any] = {"title": title, "back": (reverse("figure", args=[code]), title)}
    if found is None:
        return render(request, "figure_people.html", {"page": page})
    seen = in_sight(found, by=request.standing)
    many = len(seen) > MOST_READ
    if many:
        seen = first_in_sight(found, by=request.standing)
    rows: list[episodes.Row] = []
    if seen:
        with (
            connection.cursor() as cursor
        ):  # as the serving role, in the reader's own sight: the same query, their rows
            rows = episodes.read(cursor, on=found.data_on, episodes=seen)
    until = date.fromisoformat(found.body[code]["said"]["until"])
    left_out = episodes.why_left_out(code, rows, on=until)
    facts = {row.episode: row for row in rows if row.episode not in left_out}
    people = listed(list(facts), by=request.standing)
    # A line may say whether they were met, which notes tell, and what they have begun, which plans tell.
    shows(request, [one.person_id for one in people], opens=int(LISTED | Opens.NOTES | Opens.PLAN))
    today = timezone.localdate()
    notes, plan = (open_of(found, by=request.standing, opens=opens) for opens in (Opens.NOTES, Opens.PLAN))
    page |= _stands_on(found) | {
        "how_many": of_very_many(MOST_READ) if many else _people_in(request, found, code, len(facts)),
        "rows": [
            (one, list_line(code, facts[one.pk], today=today, notes=one.pk in notes, plan=one.pk in plan))
            for one in people
        ],
        "most": MOST_LISTED if len(facts) > len(people) else 0,
    }
    return render(request, "figure_people.html", {"page": page})


@require_POST
def count_figures(request: HttpRequest) -> HttpResponse:
    """Let the figures be counted again, at once."""
    try:
        actions.ask(by=request.standing)
    except Forbidden as stopped:
        return render(request, "403.html", {"words": stopped.objection.words}, status=403)
    messages.success(request, "The figures are being counted. Look again in a minute.")
    return redirect("figures")


def _found(request: HttpRequest) -> FigureSet | None:
    """Return the set that a reader reads: the newest where they see everyone in it, else that of its month."""
    found = newest()
    if found is None:
        return None
    audience = Audience.EVALUATOR if request.standing.has(Role.EVALUATOR) else Audience.MANAGER
    every = _whole(request, found)
    request.figures_for = {"whole": every, "audience": audience, "names": names()}
    return found if every is not None else of_month(found)


def _page(request: HttpRequest, found: FigureSet, code: str) -> FigurePage:
    return page_of(code, found.body, **request.figures_for)


def _whole(request: HttpRequest, found: FigureSet) -> dict[str, Any] | None:
    """Return a set's small numbers for a reader who sees everyone in it, in each kind of information that is counted."""
    seen = in_sight(found, by=request.standing)
    if episodes.mark_of(seen) != found.mark or not sees_as_many(found, len(seen), by=request.standing):
        return None
    return whole(found)


def _people_in(request: HttpRequest, found: FigureSet, code: str, seen: int) -> str:
    """Say how many of a figure's people a reader sees, as far as they may know how many there are."""
    every = request.figures_for["whole"]
    n = found.body[code]["said"]["n"] if every is None else every[code]["n"]
    return of_how_many(seen, n, rounded=every is None)


def _stands_on(found: FigureSet) -> dict[str, Any]:
    today = timezone.localdate()
    return {
        "data_on": words.day(found.data_on, today=today),
        "made": words.day_and_time(found.made_at, today=today),
        "fingerprint": found.fingerprint,
    }


urls = [
    path("figures/", figures, name="figures"),
    path("figures/count", count_figures, name="count_figures"),
    path("figures/<slug:code>/", figure, name="figure"),
    path("figures/<slug:code>/people", figure_people, name="figure_people"),
    path("figures/<slug:code>.csv", figure_file, {"kind": "csv"}, name="figure_csv"),
    path("figures/<slug:code>.xlsx", figure_file, {"kind": "xlsx"}, name="figure_xlsx"),
]
