"""How a view reaches somebody's record, and which pages need nobody to be signed in."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest

from throughline.actions.beats import focus
from throughline.models import Person
from throughline.queries.records import Record, record_of


def open_to_all(view: Callable[..., Any]) -> Callable[..., Any]:
    """Mark a page that may be asked for without signing in."""
    view.open_to_all = True  # type: ignore[attr-defined]
    return view


def record_or_404(request: HttpRequest, pk: UUID) -> Record:
    """Return one person's record as the one asking may see it, and focus on it. A stranger gets the 404 of no record."""
    try:
        record = record_of(pk, by=request.standing)  # type: ignore[attr-defined]
    except Person.DoesNotExist:
        raise Http404 from None
    focus(pk)
    return record
