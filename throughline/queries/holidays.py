"""The holidays of the partnership's nation, and of its council areas."""

from collections import defaultdict
from datetime import date

from throughline.models import Holiday, Partnership


def holidays_of_partnership() -> dict[date, str]:
    """Return the public holidays, by day, of the whole nation the partnership works in (1 query)."""
    return holidays_by_council()[None]


def holidays_by_council() -> dict[str | None, dict[date, str]]:
    """Return the holidays by day for each council area that has its own, the nation's among them (1 query).

    None is the nation alone, and whatever area has none of its own.
    """
    nation = Partnership.objects.values("nation")[:1]
    found: dict[str | None, dict[date, str]] = defaultdict(dict)
    for day, name, council in Holiday.objects.filter(nation__in=nation).values_list("day", "name", "council"):
        found[council][day] = name
    whole = found[None]
    return {None: whole} | {council: whole | own for council, own in found.items() if council is not None}
