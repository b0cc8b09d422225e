"""How a view reaches somebody's record, and which pages need nobody to be signed in."""

import functools
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from throughline.actions.beats import focus, objection_to_writing
from throughline.domain.looks import How
from throughline.models import Episode, Person
from throughline.policy.grants import Opens
from throughline.queries.records import Record, record_of
from throughline.web.looking import shows
from throughline.web.second_factor import last_shown, lead_to_second_factor


def open_to_all(view: Callable[..., Any]) -> Callable[..., Any]:
    """Mark a page that may be asked for without signing in."""
    view.open_to_all = True  # type: ignore[attr-defined]
    return view


def fresh_second_factor(view: Callable[..., Any] | None = None, *, back: str = "setup") -> Callable[..., Any]:
    """Ask for the second factor again before a page that changes who sees what, if it was not shown just now.

    Saving allows for the time it takes to fill the page in: what was opened a moment ago is not lost on the way.
    Whoever pressed too late is led to the page named `back` afterwards.
    """
    if view is None:
        return functools.partial(fresh_second_factor, back=back)

    @functools.wraps(view)
    def asked_again(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        opens = request.method in ("GET", "HEAD")
        allowed = settings.FRESH_TO_OPEN if opens else settings.FRESH_TO_SAVE
        if settings.SECOND_FACTOR and time.time() - last_shown(request) > allowed:
            # Some of what sets the partnership up is a press without a page of its own.
            led_to = (
                request.path if opens or (back == "setup" and not request.path.startswith("/setup/")) else reverse(back)
            )
            return lead_to_second_factor(request, back=led_to)
        return view(request, *args, **kwargs)

    return asked_again


def record_or_404(request: HttpRequest, pk: UUID, *, writes: bool = False) -> Record:
    """Return one person's record as the one asking may see it, and focus on it. A stranger gets the 404 of no record.

    A page that `writes` is not there either for those who may only read.
    """
    focus(pk)
    try:
        record = record_of(pk, by=request.standing)  # type: ignore[attr-defined]
    except Person.DoesNotExist:
        raise Http404 from None
    if writes and not record.may_work:
        raise Http404
    shows(request, [pk], opens=record.opens, how=How.VIEW)
    return record


def episode_or_404(request: HttpRequest, pk: UUID, *, writes: bool = True) -> Record:
    """Return the record of an episode's person, its episode being this one. A page that `writes` is not there for a reader."""
    episode = (
        Episode.objects.visible_to(request.standing)
        .select_related("person", "programme", "owner", "team")
        .filter(pk=pk)
        .first()
    )  # type: ignore[attr-defined]
    if episode is None:
        raise Http404
    record = record_or_404(request, episode.person_id, writes=writes)
    return replace(record, episode=episode)


def row_or_404(request: HttpRequest, model: type[Any], pk: UUID, *related: str, writes: bool = False) -> Any:
    """Return a row of somebody's record as the one asking may see it, and focus on that person.

    A page that `writes` is not there for those who may only read.
    """
    row = model.objects.visible_to(request.standing).select_related("person", *related).filter(pk=pk).first()  # type: ignore[attr-defined]
    if row is None:
        raise Http404
    focus(row.person_id)
    if writes and objection_to_writing(request.standing, row.person_id) is not None:  # type: ignore[attr-defined]
        raise Http404
    shows(request, [row.person_id], opens=int(model.OPENS | Opens.IDENTITY), how=How.VIEW)
    return row
