"""What things and people of a partnership are called, put right."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods

from throughline.actions import partnership, workers
from throughline.domain.vocabulary import Nation, OrganisationKind
from throughline.models import Organisation, Partnership, Team, Worker
from throughline.web.forms import setup as f
from throughline.web.views.acting import form_page
from throughline.web.views.setup import only_who_sets_up


@require_http_methods(["GET", "POST"])
def the_partnership(request: HttpRequest) -> HttpResponse:
    """Change the partnership's name or nation."""
    only_who_sets_up(request)
    one = Partnership.objects.get()
    form = f.DescribePartnership(
        request.POST if request.method == "POST" else None,
        initial={"name": one.name, "nation": one.nation, "version": one.version},
    )

    def act(said):
        partnership.describe(by=request.standing, **said | {"nation": Nation(said["nation"])})

    page = {
        "title": "Name and nation",
        "lede": "The nation says which prisons, council areas and holidays there are.",
        "back": (reverse("setup"), "Set up"),
    }
    return form_page(request, form, page, act, done="It is in.", to=("setup",))


@require_http_methods(["GET", "POST"])
def organisation(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Put an organisation's name or kind right."""
    only_who_sets_up(request)
    one = get_object_or_404(Organisation, pk=pk)
    form = f.RenameOrganisation(
        request.POST if request.method == "POST" else None,
        initial={"name": one.name, "kind": one.kind, "version": one.version},
    )

    def act(said):
        partnership.rename_organisation(pk, by=request.standing, **said | {"kind": OrganisationKind(said["kind"])})

    page = {
        "title": one.name,
        "back": (reverse("setup_organisations"), "Organisations"),
        "ends": (reverse("end_organisation", args=[pk]), "End this organisation") if one.until_on is None else None,
    }
    return form_page(
        request, form, page, act, done="The name is in.", to=("setup_organisations",), template="setup/name.html"
    )


@require_http_methods(["GET", "POST"])
def team(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Put a team's name right."""
    only_who_sets_up(request)
    one = get_object_or_404(Team, pk=pk)
    form = f.RenameTeam(
        request.POST if request.method == "POST" else None, initial={"name": one.name, "version": one.version}
    )

    def act(said):
        partnership.rename_team(pk, by=request.standing, **said)

    page = {"title": f"{one.name}: another name", "back": (reverse("setup_duty", args=[pk]), one.name)}
    return form_page(request, form, page, act, done="The name is in.", to=("setup_duty", pk))


@require_http_methods(["GET", "POST"])
def worker(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Put a worker's name or phone number right."""
    only_who_sets_up(request)
    one = get_object_or_404(Worker, pk=pk, service=False)
    form = f.DescribeWorker(
        request.POST if request.method == "POST" else None,
        initial={"name": one.name, "phone": one.phone, "version": one.version},
    )

    def act(said):
        workers.describe(pk, by=request.standing, **said)

    page = {"title": f"{one.name}: name and phone", "back": (reverse("setup_worker", args=[pk]), one.name)}
    return form_page(request, form, page, act, done="It is in.", to=("setup_worker", pk))


urls = [
    path("setup/partnership/", the_partnership, name="setup_partnership"),
    path("setup/organisations/<uuid:pk>/name", organisation, name="rename_organisation"),
    path("setup/teams/<uuid:pk>/name", team, name="rename_team"),
    path("setup/workers/<uuid:pk>/name", worker, name="describe_worker"),
]
