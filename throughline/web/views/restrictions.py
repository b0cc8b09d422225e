"""Restrictions: adding, changing and ending one."""

import json
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from throughline.actions import restrictions
from throughline.actions.beats import objection_to_writing
from throughline.domain.statements import REVIEW, review_due
from throughline.models import Restriction
from throughline.policy.grants import Opens
from throughline.queries.statements import review_on_for
from throughline.web.access import record_or_404, row_or_404
from throughline.web.forms.statements import EndWithReason, Restrict, terms_of
from throughline.web.pages.statements import limit
from throughline.web.views.acting import form_page


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Add a restriction."""
    record = record_or_404(request, pk)
    if not record.section(Opens.SAFETY) or not record.may_work:
        raise Http404
    today = timezone.localdate()
    form = Restrict(
        request.POST if request.method == "POST" else None, today=today,
        initial={"from_on": today, "review_on": review_on_for(record, on=today)},
    )  # fmt: skip

    def act(given: dict[str, Any]) -> None:
        del given
        restrictions.add(pk, by=request.standing, terms=form.terms(), on=today)

    page = {
        "title": "Add a restriction", "back": (reverse("safety", args=[pk]), "Keeping everyone safe"),
        "lede": "Whoever may read the safety page reads this.",
    }  # fmt: skip
    return form_page(
        request, form, page, act, done="The restriction is in.", to=("safety", pk), template="restriction.html"
    )


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Change a restriction: the next version of it."""
    row = _row_or_404(request, pk)
    today = timezone.localdate()
    form = Restrict(
        request.POST if request.method == "POST" else None, today=today,
        initial=terms_of(row, shape=json.dumps(row.shape) if row.shape else "") | {"review_on": max(row.review_on, review_due(today, after=REVIEW))},
    )  # fmt: skip

    def act(given: dict[str, Any]) -> None:
        restrictions.change(pk, by=request.standing, terms=form.terms(), on=today, version=given["version"] or 0)

    page = {
        "title": "Change a restriction", "back": (reverse("safety", args=[row.person_id]), "Keeping everyone safe"),
        "lede": "The words before are kept.", "now": limit(_latest(request, row), today=today),
    }  # fmt: skip
    return form_page(
        request, form, page, act, done="The restriction is changed.", to=("safety", row.person_id), template="restriction.html",
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def end(request: HttpRequest, pk: UUID) -> HttpResponse:
    """End a restriction with a reason."""
    row = _row_or_404(request, pk)
    form = EndWithReason(request.POST if request.method == "POST" else None, initial={"version": row.version})

    def act(given: dict[str, Any]) -> None:
        restrictions.end(
            pk, by=request.standing, because=given["because"], on=timezone.localdate(), version=given["version"]
        )

    page = {
        "title": "End this restriction", "lede": row.words, "back": (reverse("safety", args=[row.person_id]), "Keeping everyone safe"),
        "button": "End it",
    }  # fmt: skip
    return form_page(request, form, page, act, done="The restriction has ended.", to=("safety", row.person_id))


def _row_or_404(request: HttpRequest, pk: UUID) -> Restriction:
    """Return a restriction to those who may change it; to a reader the page that changes it is not there."""
    row = row_or_404(request, Restriction, pk)
    if objection_to_writing(request.standing, row.person_id) is not None:
        raise Http404
    return row


def _latest(request: HttpRequest, row: Restriction) -> Restriction:
    return Restriction.objects.visible_to(request.standing).latest().get(line=row.line)


urls = [
    path("people/<uuid:pk>/restrictions/add", add, name="add_restriction"),
    path("restrictions/<uuid:pk>/", change, name="change_restriction"),
    path("restrictions/<uuid:pk>/end", end, name="end_restriction"),
]
