"""What every page's frame needs: who is asking, the links they use daily, a key for the form on it."""

from typing import Any
from uuid import uuid4

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from throughline.domain.news import Piece, told_to, unread
from throughline.domain.vocabulary import Role
from throughline.exchange.news import pieces
from throughline.models import Habits
from throughline.policy.standing import WORKING_ROLES

# label, icon, route: the pages a role uses each day. At most five; a route that is not there yet is left out.
_MENTOR = [
    ("Today", "calendar", "today"),
    ("People", "people", "people"),
    ("Note", "pencil", "note"),
    ("More", "menu", "more"),
]
_COACH = [
    ("Today", "calendar", "today"),
    ("Offers", "people", "offers"),
    ("Note", "pencil", "note"),
    ("More", "menu", "more"),
]
# A single key leads to a page, where its reader has not put that off: see /keys/.
_KEYS = {"today": "t", "people": "p", "offers": "o", "note": "n", "more": "m"}
_OTHER = [("More", "menu", "more")]
_SETUP = [("Set up", "people", "setup"), ("More", "menu", "more")]


def shell(request: HttpRequest) -> dict[str, Any]:
    """Return the frame of a page for whoever is asking."""
    standing = getattr(request, "standing", None)
    page: dict[str, Any] = {
        "standing": standing,
        "once": uuid4(),
        "demo": settings.DEMO,
        "nav": [],
        "initials": "",
        "can_find": False,
        "idle": 0,
        "keys": False,
    }
    if standing is None:
        return page
    page["idle"] = getattr(request, "locks_after", 0)
    page["keys"] = habits_of(request).keys
    page["initials"] = "".join(part[0] for part in standing.name.split()[:2]).upper()
    page["can_find"] = bool(standing.roles & WORKING_ROLES)
    if standing.has(Role.PRISON_COACH):
        links = _COACH
    elif page["can_find"]:
        links = _MENTOR
    elif standing.has(Role.ADMINISTRATOR, Role.PARTNERSHIP_MANAGER):
        links = _SETUP
    else:
        links = _OTHER
    for label, icon, route in links:
        try:
            href = reverse(route)
        except NoReverseMatch:
            continue
        current = request.path == href or (href != "/" and request.path.startswith(href))
        page["nav"].append(
            {"label": label, "icon": icon, "href": href, "current": current, "key": _KEYS.get(route, "")}
        )
        if route == "more":
            page["nav"][-1]["new"] = bool(news_of(request)[1])
    return page


def habits_of(request: HttpRequest) -> Habits:
    """Return the choices of the one asking; what everybody begins with, where they have made none.

    They were read before anything else: a page of trouble asks the database for nothing.
    """
    return getattr(request, "habits", None) or Habits(worker=request.worker)  # type: ignore[attr-defined]


def news_of(request: HttpRequest) -> tuple[list[Piece], list[Piece]]:
    """Return what is told to the one asking, and what of it they have not read."""
    worker, roles = request.worker, request.standing.roles  # type: ignore[attr-defined]
    told = told_to(pieces(), roles=roles, on=timezone.localdate())
    return told, unread(told, read_on=habits_of(request).news_read_on, began_on=worker.started_on)
