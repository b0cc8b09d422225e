"""The one way a form acts: shape, then the action, then the words that say what was done."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern

from throughline.domain.objections import Forbidden, Refused
from throughline.web.forms.base import Form

urls: list[URLPattern] = []


def form_page(
    request: HttpRequest,
    form: Form,
    page: dict[str, Any],
    act: Callable[[dict[str, Any]], Any],
    *,
    done: str,
    to: tuple[Any, ...],
    template: str = "form_page.html",
) -> HttpResponse:
    """Show a form, or do what it asks and go on. A rule's objection stands beside the answer it is about."""
    if form.is_bound and form.is_valid():
        try:
            # An objection to a later step is answered with a page: the steps before it must not be kept.
            with transaction.atomic():
                act(dict(form.cleaned_data))
        except (Refused, Forbidden) as stopped:
            form.object_to(stopped.objection)
        else:
            return saved(request, done, *to)
    return render(request, template, {"page": page, "form": form}, status=422 if form.errors else 200)


def saved(request: HttpRequest, words: str, route: str, *args: Any) -> HttpResponse:
    """Go on to a page, which says that it was saved."""
    messages.success(request, f"Saved. {words}" if not words.startswith("Saved") else words)
    return redirect(route, *args)


def or_404(found: Any) -> Any:
    """Return what was found, or the 404 that a stranger gets."""
    if found is None:
        raise Http404
    return found
