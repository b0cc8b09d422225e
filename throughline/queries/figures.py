"""What the pages of figures need: the newest set, the names of its prisons and teams, whom a reader sees of those in it."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from throughline.domain.figures import DEFINITIONS
from throughline.models import Episode, FigureSet, Prison, Team, WholeFigures
from throughline.policy.grants import Opens
from throughline.policy.standing import Standing

MOST_LISTED = 500
MOST_READ = 5_000  # of whom it is looked up whether a figure counts them
# Whoever sees all of these of everyone in a figure sees whatever small number it holds. The database holds to it as well:
# `sec.sees_all_of` in 0026_figures.
COUNTED_FROM = (Opens.IDENTITY, Opens.JOURNEY, Opens.NOTES, Opens.PLAN, Opens.EQUALITY)

# A set that was counted by a former definition stays as it was kept, and no page shows it.
_AS_DEFINED = {f"body__{code}__version": one.version for code, one in DEFINITIONS.items()}


def newest() -> FigureSet | None:
    """Return the set that was counted last, by the definitions in force (1 query)."""
    return FigureSet.objects.filter(**_AS_DEFINED).first()


def of_month(found: FigureSet) -> FigureSet:
    """Return the first set of the month in which one was counted, by the definitions in force (1 query).

    Whoever does not see all the people reads it for the whole month: two sets of one day apart would tell of one person.
    """
    month = timezone.localtime(found.made_at).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    first = FigureSet.objects.filter(made_at__gte=month, **_AS_DEFINED).order_by("made_at", "pk").first()
    return first or found


def whole(figures: FigureSet) -> dict[str, Any] | None:
    """Return a set with its small numbers, by code, if the reader sees everyone in it: the database tells (1 query)."""
    return WholeFigures.objects.filter(figures=figures).values_list("body", flat=True).first()


def names() -> dict[str, str]:
    """Return the names of prisons and teams by their codes (2 queries)."""
    prisons = dict(Prison.objects.values_list("code", "short_name"))
    return prisons | {str(pk): name for pk, name in Team.objects.values_list("pk", "name")}


def in_sight(figures: FigureSet, *, by: Standing) -> list[UUID]:
    """Return the episodes that were there when a set was counted and that a reader sees (1 query)."""
    return list(_open(figures, by, Opens.JOURNEY).values_list("pk", flat=True))


def first_in_sight(figures: FigureSet, *, by: Standing) -> list[UUID]:
    """Return the first of them by name, where they are more than are looked up (1 query)."""
    rows = _open(figures, by, Opens.JOURNEY).order_by("person__family_name", "person__given_names", "pk")
    return list(rows.values_list("pk", flat=True)[:MOST_READ])


def sees_as_many(figures: FigureSet, number: int, *, by: Standing) -> bool:
    """Tell whether of so many episodes of a set a reader sees every kind of information that is counted (4 queries at most)."""
    return all(_open(figures, by, opens).count() == number for opens in COUNTED_FROM if opens != Opens.JOURNEY)


def open_of(figures: FigureSet, *, by: Standing, opens: Opens) -> set[UUID]:
    """Return of which episodes of a set a reader sees one kind of information (1 query)."""
    return set(_open(figures, by, opens).values_list("pk", flat=True))


def _open(figures: FigureSet, by: Standing, opens: Opens) -> QuerySet[Episode]:
    rows = Episode.objects.visible_to(by, category=int(opens))
    return rows.filter(recorded_at__lte=figures.made_at, identified_on__lte=figures.data_on).order_by()


def listed(episodes: list[UUID], *, by: Standing) -> list[Episode]:
    """Return episodes of a figure as a list shows them, by name: as many as a list may hold."""
    rows = Episode.objects.visible_to(by).filter(pk__in=episodes).select_related("person")
    return list(rows.order_by("person__family_name", "person__given_names", "pk")[:MOST_LISTED])
