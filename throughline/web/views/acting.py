"""The one way a form acts: shape, then the action, then the words that say what was done."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern

from throughline.domain.objections import Forbidden, Refused
from throughline.models import Person
from throughline.web.forms.base import Form

urls: list[URLPattern] = []


def form_page(
    request: HttpRequest,
    form: Form,
    page: dict[str, Any],
    act: Callable[[dict[str, Any]], Any],
    *,
    done: str | Callable[[], str],
    to: tuple[Any, ...],
    template: str = "form_page.html",
) -> HttpResponse:
    """Show a form, or do what it asks and go on. A rule's objection stands beside the answer it is about.

    `done` is said afterwards; a function where it depends on what was done.
    """
    if form.is_bound and form.is_valid():
        try:
            with transaction.atomic():  # two actions of one form are one: refused the second, the first is undone
                act(dict(form.cleaned_data))
        except (Refused, Forbidden) as stopped:
            form.object_to(stopped.objection)
        else:
            return saved(request, done if isinstance(done, str) else done(), *to)
    return render(request, template, {"page": page, "form": form}, status=422 if form.errors else 200)


def saved(request: HttpRequest, words: str, route: str, *args: Any) -> HttpResponse:
    """Go on to a page, which says that it was saved."""
    if route == "person" and not Person.objects.visible_to(request.standing).filter(pk=args[0]).exists():
        route, args = "today", ()  # what was done ended one's own sight of them
    messages.success(request, f"Saved. {words}" if not words.startswith("Saved") else words)
    return redirect(route, *args)


def or_404(found: Any) -> Any:
    """Return what was found, or the 404 that a stranger gets."""
    if found is None:
        raise Http404
    return found
