"""What the pages of figures need: the newest set, the names of its prisons and teams, whom a reader sees of those in it."""

from typing import Any
from uuid import UUID

from throughline.models import Episode, FigureSet, Prison, Team, WholeFigures
from throughline.policy.grants import Opens
from throughline.policy.standing import Standing

MOST_LISTED = 500
# Whoever sees all of these of everyone in a figure sees whatever small number it holds. The database holds to it as well:
# `sec.sees_all_of` in 0026_figures.
COUNTED_FROM = (Opens.IDENTITY, Opens.JOURNEY, Opens.NOTES, Opens.PLAN, Opens.EQUALITY)


def newest() -> FigureSet | None:
    """Return the set that was counted last (1 query)."""
    return FigureSet.objects.first()


def whole(figures: FigureSet) -> dict[str, Any] | None:
    """Return a set with its small numbers, by code, if the reader sees everyone in it: the database tells (1 query)."""
    return WholeFigures.objects.filter(figures=figures).values_list("body", flat=True).first()


def names() -> dict[str, str]:
    """Return the names of prisons and teams by their codes (2 queries)."""
    prisons = dict(Prison.objects.values_list("code", "short_name"))
    return prisons | {str(pk): name for pk, name in Team.objects.values_list("pk", "name")}


def in_sight(figures: FigureSet, *, by: Standing, opens: int = Opens.JOURNEY) -> list[UUID]:
    """Return the episodes that were there when a set was counted and that a reader sees."""
    rows = Episode.objects.visible_to(by, category=opens).filter(
        recorded_at__lte=figures.made_at, identified_on__lte=figures.data_on
    )
    return list(rows.order_by().values_list("pk", flat=True))


def listed(episodes: list[UUID], *, by: Standing) -> list[Episode]:
    """Return episodes of a figure as a list shows them, by name: as many as a list may hold."""
    rows = Episode.objects.visible_to(by).filter(pk__in=episodes).select_related("person")
    return list(rows.order_by("person__family_name", "person__given_names", "pk")[:MOST_LISTED])
