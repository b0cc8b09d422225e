"""What stands around every request so that nobody's record is shown without a row in the read log."""

from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, ResolverMatch, resolve
from django.utils.crypto import salted_hmac

from throughline.actions import beats, looks
from throughline.domain.looks import How
from throughline.policy.grants import Opens

Handler = Callable[[HttpRequest], HttpResponse]

LISTED = Opens.IDENTITY | Opens.JOURNEY
_BY_FILE = {"application/pdf": How.PRINT, "text/calendar": How.EXPORT}


def shows(request: HttpRequest, people: Iterable[UUID], *, opens: int = int(LISTED), how: How = How.LIST) -> None:
    """Say whom the page being made shows, and which kinds of information. It is written down before it is sent."""
    for one in people:
        before = request.looked.get(one, (0, how))  # type: ignore[attr-defined]
        # Somebody both in a list and opened was opened.
        request.looked[one] = (before[0] | int(opens), How.VIEW if How.VIEW in (before[1], how) else how)  # type: ignore[attr-defined]


def looked(get_response: Handler) -> Handler:
    """Write down whom a page shows, in its own transaction, before anybody sees it. If it cannot be, nothing is shown."""

    def handle(request: HttpRequest) -> HttpResponse:
        request.looked = {}  # type: ignore[attr-defined]
        response = get_response(request)
        if request.looked and _has_words(response):  # type: ignore[attr-defined]
            groups: dict[tuple[int, str], list[UUID]] = {}
            file = _BY_FILE.get(response.headers.get("Content-Type", "").split(";")[0])
            for person, (opens, how) in request.looked.items():  # type: ignore[attr-defined]
                groups.setdefault((opens, file or how), []).append(person)
            for (opens, how), people in groups.items():
                looks.write_down(people, how=how, opens=opens, **_facts(request))
        return response

    return handle


def refused(get_response: Handler) -> Handler:
    """Write down that something was asked for and not shown, in a transaction of its own: the page's is undone.

    Of somebody who has left every try is written down, whatever it was for: they have nothing to ask for any more.
    """

    def handle(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        match = _match(request)
        asked = _named(match.kwargs.get("pk")) if match else None
        by, left = getattr(request, "standing", None), getattr(request, "left", None)
        if by is None and left is not None and response.status_code in (401, 403):
            by = left
        elif response.status_code != 404 or asked is None:
            by = None
        if by is not None:
            with transaction.atomic(), beats.acting(by):
                looks.write_down_refusal(asked, **_facts(request) | {"by": by})
        return response

    return handle


def number_of(request: HttpRequest) -> UUID:
    """Return the number of a request: what it showed and what it changed are kept under the same one."""
    if not hasattr(request, "number"):
        request.number = uuid4()  # type: ignore[attr-defined]
    return request.number  # type: ignore[attr-defined]


def _named(asked: Any) -> UUID | None:
    """Return the id that an address names, if it names one: an address for machines holds it as words."""
    try:
        return UUID(str(asked))
    except ValueError:
        return None


def _match(request: HttpRequest) -> ResolverMatch | None:
    """Return what an address names, also where the request was turned away before it got there."""
    if request.resolver_match is not None:
        return request.resolver_match
    try:
        return resolve(request.path_info)
    except Resolver404:
        return None


def _has_words(response: HttpResponse) -> bool:
    return response.status_code not in (204, 404) and not 300 <= response.status_code < 400


def _facts(request: HttpRequest) -> dict[str, Any]:
    match = _match(request)
    return {
        "by": getattr(request, "standing", None),
        "page": (match.url_name if match else None) or "",
        # Tells one device's sessions, and one's tokens, apart without saying where anybody was.
        "device": salted_hmac(
            "throughline.device",
            getattr(request, "device", None) or request.session.session_key or "",
            algorithm="sha256",
        ).hexdigest(),
        "request": number_of(request),
    }
