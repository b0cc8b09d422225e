"""Everything that is not daily."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe

from throughline.domain.vocabulary import Role
from throughline.policy.standing import (
    BRINGING_ROLES,
    LISTING_ROLES,
    SETUP_ROLES,
    WORKING_ROLES,
    objection_to_breaking_glass,
    objection_to_reading_figures,
    objection_to_settling_conflicts,
)
from throughline.queries.emergencies import to_look_into
from throughline.web.context import news_of


@require_safe
def more(request: HttpRequest) -> HttpResponse:
    """Show what else there is for the one asking."""
    standing = request.standing
    page = {
        "new": len(news_of(request)[1]),
        "roles": sorted(role.label for role in standing.roles),
        "lists": bool(standing.roles & LISTING_ROLES),
        "bring": bool(standing.roles & BRINGING_ROLES),
        "setup": bool(standing.roles & SETUP_ROLES),
        "oversight": standing.has(Role.DATA_PROTECTION_LEAD),
        "steward": standing.has(Role.RECORD_STEWARD),
        "cover": bool(standing.roles & WORKING_ROLES),
        "glass": objection_to_breaking_glass(standing) is None,
        "to_look_into": to_look_into(by=standing),
        "figures": objection_to_reading_figures(standing) is None,
        "seals": objection_to_settling_conflicts(standing) is None,
    }
    return render(request, "more.html", {"page": page})


urls = [path("more/", more, name="more")]
