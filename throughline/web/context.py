"""What every page's frame needs: who is asking, the links they use daily, a key for the form on it."""

from typing import Any
from uuid import uuid4

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from throughline.domain.vocabulary import Role
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
    }
    if standing is None:
        return page
    page["idle"] = getattr(request, "locks_after", 0)
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
        page["nav"].append({"label": label, "icon": icon, "href": href, "current": current})
    return page
