"""The holidays of the partnership's nation."""

from datetime import date

from throughline.models import Holiday, Partnership


def holidays_of_partnership() -> dict[date, str]:
    """Return the public holidays, by day, of the nation the partnership works in (1 query)."""
    nation = Partnership.objects.values("nation")[:1]
    return dict(Holiday.objects.filter(nation__in=nation).values_list("day", "name"))
