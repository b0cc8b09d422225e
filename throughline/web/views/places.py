"""Council areas and holidays that are not shipped: a partnership adds its own."""

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from throughline.actions import places
from throughline.models import Council, Holiday, Partnership
from throughline.web.forms.places import AddCouncil, AddHoliday
from throughline.web.views.setup import only_who_sets_up, rows_page


@require_http_methods(["GET", "POST"])
def councils(request: HttpRequest) -> HttpResponse:
    """Show the council areas of the nation, and add one."""
    only_who_sets_up(request)
    form = AddCouncil(request.POST if request.method == "POST" else None)

    def act(said):
        places.add_council(by=request.standing, on=timezone.localdate(), **said)

    rows = [
        (
            one.name,
            "",
            f"added on {one.added_on.day} {one.added_on:%B %Y}" if one.added_on else "came with Throughline",
            "",
        )
        for one in Council.objects.filter(nation=Partnership.objects.get().nation)
    ]
    page = {"title": "Council areas", "rows": rows, "add": "Add a council area"}
    return rows_page(request, form, page, act, done="The council area is in.", to=("setup_councils",))


@require_http_methods(["GET", "POST"])
def holidays(request: HttpRequest) -> HttpResponse:
    """Show the holidays from today on, and add one."""
    only_who_sets_up(request)
    today = timezone.localdate()
    form = AddHoliday(request.POST if request.method == "POST" else None, today=today)

    def act(said):
        places.add_holiday(by=request.standing, on=today, **said)

    rows = [
        (f"{one.day.day} {one.day:%B %Y}", f"{one.name}, {one.council.name if one.council else 'everywhere'}",
         f"added on {one.added_on.day} {one.added_on:%B %Y}" if one.added_on else "came with Throughline", "")
        for one in Holiday.objects.filter(nation=Partnership.objects.get().nation, day__gte=today).select_related("council")
    ]  # fmt: skip
    page = {"title": "Holidays", "rows": rows, "add": "Add a local holiday"}
    return rows_page(request, form, page, act, done="The holiday is in.", to=("setup_holidays",))


urls = [
    path("setup/councils/", councils, name="setup_councils"),
    path("setup/holidays/", holidays, name="setup_holidays"),
]
