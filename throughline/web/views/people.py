"""Who is this, where are they, what is next?"""

from uuid import UUID

from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from throughline.actions import contact, custody, episodes, people
from throughline.domain.looks import How
from throughline.domain.objections import Forbidden, Refused
from throughline.domain.vocabulary import Role
from throughline.models import Programme
from throughline.policy.standing import objection_to_leading
from throughline.queries.people import caseload, find, known_elsewhere, likely
from throughline.queries.persons import person_facts
from throughline.queries.thanks import led_by
from throughline.queries.timeline import PAGE, timeline_of
from throughline.web.access import record_or_404
from throughline.web.forms.people import AddClose, AddName, AddNumber, AddWay, DescribePerson, Find, NewPerson
from throughline.web.looking import shows
from throughline.web.pages.person import PersonPage
from throughline.web.views.acting import form_page, saved


@require_safe
def caseload_page(request: HttpRequest) -> HttpResponse:
    """Show the people one looks after, or whom one's team does."""
    everyone = caseload(by=request.standing)
    mine = [one for one in everyone if one.owner_id == request.standing.worker]
    wide = request.GET.get("of") == "team" and len(everyone) > len(mine)
    rows = everyone if wide or not mine else mine
    page = {
        "rows": rows,
        "wide": wide or not mine,
        "mine": len(mine),
        "all": len(everyone),
        "may_add": _may_add(request),
        "leads": objection_to_leading(request.standing) is None,
    }
    shows(request, [one.person_id for one in rows])
    return render(request, "people.html", {"page": page})


@require_safe
def person(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show one person."""
    record = record_or_404(request, pk)
    now = timezone.now()
    facts = person_facts(record, by=request.standing, on=timezone.localdate())
    leads = led_by(request.standing, on=timezone.localdate())
    page = PersonPage(facts, now=now, today=timezone.localdate(), by=request.standing, leads=leads)
    return render(request, "person.html", {"page": page})


@require_safe
def happened(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show everything that has happened with someone, twenty things a page."""
    record = record_or_404(request, pk)
    number = (
        int(request.GET["page"])
        if request.GET.get("page", "").isascii() and request.GET.get("page", "").isdigit()
        else 1
    )
    number = max(1, min(number, 10_000))
    facts = person_facts(record, by=request.standing, on=timezone.localdate(), timeline=1)
    leads = led_by(request.standing, on=timezone.localdate())
    page = PersonPage(facts, now=timezone.now(), today=timezone.localdate(), by=request.standing, leads=leads)
    entries, total = timeline_of(record, by=request.standing, page=number)
    last = max(1, -(-total // PAGE))
    shown = {
        "number": number,
        "last": last,
        "next": number + 1 if number < last else None,
        "before": number - 1 if number > 1 else None,
    }
    return render(
        request,
        "happened.html",
        {"page": page, "entries": [page.entry(one) for one in entries], "total": total, "at": shown},
    )


@require_http_methods(["GET", "POST"])
def find_page(request: HttpRequest) -> HttpResponse:
    """Find a person within sight. Asked by POST: no name stands in an address."""
    form = Find(request.POST if request.method == "POST" else None)
    hits = (
        find(form.cleaned_data["words"], by=request.standing, today=timezone.localdate()) if form.is_valid() else None
    )
    shows(request, [one.person.pk for one in hits.rows] if hits else [], how=How.SEARCH)
    return render(
        request,
        "find.html",
        {"form": form, "hits": hits, "may_add": _may_add(request)},
        status=422 if form.errors else 200,
    )


@require_http_methods(["GET", "POST"])
def new_person(request: HttpRequest) -> HttpResponse:
    """Add someone, once it is plain that they are not here yet."""
    if not _may_add(request):
        return render(
            request, "403.html", {"words": "A prison coach, duty worker or team lead can add someone."}, status=403
        )
    form = NewPerson(request.POST if request.method == "POST" else None, today=timezone.localdate())
    rows, elsewhere = [], False
    if form.is_valid() and _may_ask_elsewhere(request, form):
        said = form.cleaned_data
        numbers = form.identifiers()
        rows = likely(
            said["given_names"], said["family_name"], said["birth_date"], by=request.standing, identifiers=numbers
        )
        # Asked whether or not somebody in sight is like them: a namesake in sight hides nobody out of it.
        elsewhere = known_elsewhere(
            identifiers=numbers,
            given=said["given_names"], family=said["family_name"], birth=said["birth_date"],
        )  # fmt: skip
        if (not rows or said["new_all_the_same"]) and not elsewhere:
            try:
                with transaction.atomic():
                    added = _add(request, said, numbers)
            except (Refused, Forbidden) as stopped:
                form.object_to(stopped.objection)
            except IntegrityError:
                form.add_error("number", "Somebody has this number already. Find them by it first.")
            else:
                return saved(request, f"{added.name} is in.", "person", added.pk)
    page = {
        "title": "Add someone",
        "lede": "Look first: they may be here already.",
        "back": None,
        "button": "Look, then add",
    }
    shows(request, [one.person.pk for one in rows], how=How.SEARCH)
    return render(
        request, "new_person.html", {"form": form, "rows": rows, "elsewhere": elsewhere, "page": page},
        status=422 if form.errors or rows or elsewhere else 200,
    )  # fmt: skip


def _may_ask_elsewhere(request, form):
    """Tell whether it may be asked once more whether somebody is known out of sight, and write down that it is."""
    try:
        people.ask_elsewhere(
            by=request.standing, numbers=len(form.identifiers()), born=form.cleaned_data["birth_date"] is not None
        )
    except Refused as stopped:
        form.object_to(stopped.objection)
        return False
    return True


def _add(request, said, numbers):
    """Make the person, put them in their prison where one was named, begin their episode."""
    today = timezone.localdate()
    programme = Programme.objects.on(today).order_by("from_on").first()
    added = people.create(
        by=request.standing, given_names=said["given_names"], family_name=said["family_name"], birth_date=said["birth_date"],
        identifiers=numbers, known_as=said["known_as"], home_place=said["home_place"], home_council=said["home_council"] or None,
    )  # fmt: skip
    if said["prison"]:
        custody.go_in(
            added.pk, by=request.standing, status=said["status"] or "unknown", on=None, today=today, prison=said["prison"],
            sentence_days=said["sentence_days"], no_date_because=said["no_date_because"],
        )  # fmt: skip
        if said["comes_out_on"]:
            custody.date_liberation(added.pk, by=request.standing, day=said["comes_out_on"], known_on=today)
    episodes.identify(added.pk, by=request.standing, programme=programme, on=today, how="asked")
    return added


@require_http_methods(["GET", "POST"])
def describe(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Change what is known of someone. Another's change meanwhile is shown, and the words typed stay."""
    record = record_or_404(request, pk, writes=True)
    one = record.person
    form = DescribePerson(
        request.POST if request.method == "POST" else None, today=timezone.localdate(),
        initial={name: getattr(one, name) for name in ("given_names", "family_name", "known_as", "birth_date", "home_place", "language", "reading", "version")} | {"home_council": one.home_council_id or ""},
    )  # fmt: skip

    def act(said):
        said["home_council_id"] = said.pop("home_council") or None
        people.describe(pk, by=request.standing, version=said.pop("version"), **said)

    page = {"title": f"What we know of {one.called}", "back": _back(one), "now": one if form.is_bound else None}
    return form_page(request, form, page, act, done="Saved.", to=("person", pk), template="describe_person.html")


@require_http_methods(["GET", "POST"])
def add_name(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Add another name, so that a search finds them under it."""
    record = record_or_404(request, pk, writes=True)
    form = AddName(request.POST if request.method == "POST" else None)
    page = {"title": f"Another name of {record.person.called}", "back": _back(record.person)}

    def act(said):
        people.add_name(pk, by=request.standing, **said)

    return form_page(request, form, page, act, done="The name is in.", to=("person", pk))


@require_http_methods(["GET", "POST"])
def add_number(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Add a number by which another system knows them."""
    record = record_or_404(request, pk, writes=True)
    form = AddNumber(request.POST if request.method == "POST" else None)
    page = {"title": f"A number for {record.person.called}", "back": _back(record.person)}

    def act(said):
        people.add_identifier(pk, by=request.standing, **said)

    return form_page(request, form, page, act, done="The number is in.", to=("person", pk))


@require_http_methods(["GET", "POST"])
def add_way(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Add a way to reach someone."""
    record = record_or_404(request, pk, writes=True)
    form = AddWay(request.POST if request.method == "POST" else None)
    page = {"title": f"A way to reach {record.person.called}", "back": _back(record.person)}

    def act(said):
        contact.add_way(pk, by=request.standing, on=timezone.localdate(), **said)

    return form_page(request, form, page, act, done="The number is in.", to=("person", pk))


@require_http_methods(["GET", "POST"])
def add_close(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Add someone close to a participant, who may help to reach them."""
    record = record_or_404(request, pk, writes=True)
    form = AddClose(request.POST if request.method == "POST" else None)
    page = {"title": f"Someone close to {record.person.called}", "back": _back(record.person)}

    def act(said):
        contact.add_close(pk, by=request.standing, on=timezone.localdate(), **said)

    return form_page(request, form, page, act, done="Saved.", to=("person", pk))


def _back(one):
    return reverse("person", args=[one.pk]), one.name


def _may_add(request: HttpRequest) -> bool:
    return request.standing.has(Role.PRISON_COACH, Role.TEAM_LEAD, Role.COORDINATOR, Role.DUTY_WORKER)


urls = [
    path("people/", caseload_page, name="people"),
    path("people/find", find_page, name="find"),
    path("people/new", new_person, name="new_person"),
    path("people/<uuid:pk>/", person, name="person"),
    path("people/<uuid:pk>/happened", happened, name="happened"),
    path("people/<uuid:pk>/known", describe, name="describe_person"),
    path("people/<uuid:pk>/name", add_name, name="add_name"),
    path("people/<uuid:pk>/number", add_number, name="add_number"),
    path("people/<uuid:pk>/way", add_way, name="add_way"),
    path("people/<uuid:pk>/close", add_close, name="add_close"),
]
