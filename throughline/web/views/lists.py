"""Loading a list: what it would do first, then all of it at once."""

from collections import Counter
from collections.abc import Mapping, Sequence
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from throughline.actions import lists
from throughline.domain.listed import BadRow, ListedPerson
from throughline.domain.objections import Forbidden, Refused
from throughline.domain.vocabulary import Role
from throughline.exchange import custody_file, liberations
from throughline.exchange.columns import ALIASES
from throughline.exchange.reference import towns
from throughline.exchange.workbooks import LIBERATION_COLUMNS, workbook
from throughline.models import HeldRow, Programme, Upload
from throughline.policy.grants import Opens
from throughline.policy.standing import LISTING_ROLES
from throughline.queries.lists import MOVEMENT_WORDS, WORDS, fates, known_of_held, places
from throughline.web.forms.base import Form
from throughline.web.looking import shows
from throughline.web.pages import words
from throughline.web.views.acting import saved

MOST_SHOWN = 1000
LEFT_OUT = frozenset({"bad", "held", "refused", "unknown"})  # what somebody must still look at once a file is in


class LoadList(Form):
    """A file, and what it is."""

    kind = forms.ChoiceField(
        label="What is it?", choices=[("liberation", "Liberation list"), ("custody", "Custody file: who came in, went out or moved")], initial="liberation",
        widget=forms.RadioSelect, error_messages={"required": "Choose what the file is"},
    )  # fmt: skip
    file = forms.FileField(
        label="The file",
        help_text="CSV or Excel, up to 10 MB",
        error_messages={"required": "Choose a file", "empty": "This file is empty."},
    )


def _may(request: HttpRequest) -> None:
    if not request.standing.roles & LISTING_ROLES:
        raise Http404


@require_http_methods(["GET", "POST"])
def load(request: HttpRequest) -> HttpResponse:
    """Take a file, keep it encrypted, and go on to what it would do."""
    _may(request)
    form = LoadList(request.POST or None, request.FILES or None) if request.method == "POST" else LoadList()
    if form.is_bound and form.is_valid():
        file, kind, today = form.cleaned_data["file"], form.cleaned_data["kind"], timezone.localdate()
        content = file.read()
        reader = liberations if kind == "liberation" else custody_file
        reading = reader.read(content, places=places(towns()), on=today)
        if reading.refused is not None:
            form.object_to(reading.refused)
        elif not Programme.objects.on(today).exists():
            form.add_error(None, "There is no programme yet. Ask an administrator to set one up.")
        else:
            upload = lists.keep(by=request.standing, kind=kind, file_name=file.name, content=content, today=today)
            return redirect("list_preview", upload.pk)
    earlier = Upload.objects.filter(by=request.standing.worker)[:10]
    return render(
        request,
        "lists.html",
        {"form": form, "earlier": earlier, "aliases": sorted(ALIASES.items())},
        status=422 if form.errors else 200,
    )


@require_http_methods(["GET", "POST"])
def preview(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show what a file would do, row by row; on the second press do it. Once done, show what it left undone."""
    _may(request)
    upload = get_object_or_404(Upload, pk=pk, by=request.standing.worker)
    custody = upload.kind == "custody"
    try:
        content = lists.content_of(upload)
    except Refused as refused:
        if upload.applied_at is not None:
            return render(request, "list_done.html", {"upload": upload, "counts": _counts(upload.counts, custody)})
        return render(request, "403.html", {"words": refused.objection.words}, status=410)
    try:
        if custody:
            return _custody(request, upload, content)
        return _liberations(request, upload, content)
    except (Refused, Forbidden) as stopped:
        return render(request, "403.html", {"words": f"{stopped.objection.words} Nothing was loaded."}, status=422)


def _liberations(request: HttpRequest, upload: Upload, content: bytes) -> HttpResponse:
    today = timezone.localdate()
    reading = liberations.read(content, places=places(towns()), on=today)
    programme = Programme.objects.on(today).order_by("from_on").first()
    found = fates(reading.rows, programme=programme, on=today)
    if request.method == "POST":
        counts = lists.apply_liberations(
            upload.pk, by=request.standing, fates=found, bad=len(reading.bad), programme=programme, today=today
        )
        new = counts["new"] + counts["not_eligible"]
        return saved(
            request, f"The list is in: {new} new, {counts['date_moved']} with a new date.", "list_preview", upload.pk
        )
    rows = [
        (fate.row.row, f"{fate.row.given_names} {fate.row.family_name}", WORDS[fate.what], fate.because, fate.what)
        for fate in found
    ]
    # The names are the file's own; those of them whom the record knows were shown all the same.
    shows(request, [fate.person for fate in found if fate.person is not None], opens=int(Opens.IDENTITY))
    return _shown(request, upload, rows, reading.bad, unknown=reading.unknown_columns)


def _custody(request: HttpRequest, upload: Upload, content: bytes) -> HttpResponse:
    today = timezone.localdate()
    reading = custody_file.read(content, places=places(towns()), on=today)
    if request.method == "POST":
        lists.apply_custody(upload.pk, by=request.standing, movements=reading.rows, bad=len(reading.bad), today=today)
        return saved(request, "The file is in.", "list_preview", upload.pk)
    rows = [
        (
            one.movement.row,
            next(iter(one.movement.identifiers.values()), ""),
            MOVEMENT_WORDS[one.what],
            one.why or words.day(one.movement.on, today=today),
            one.what,
        )
        for one in lists.rehearse_custody(by=request.standing, movements=reading.rows, today=today)
    ]
    return _shown(request, upload, rows, reading.bad, unknown=reading.unknown_columns)


def _shown(
    request: HttpRequest, upload: Upload, rows: list[tuple], bad: Sequence[BadRow], *, unknown: Sequence[str]
) -> HttpResponse:
    """Show every row with what becomes of it; of a file that is in, those that somebody must still look at."""
    custody = upload.kind == "custody"
    rows = sorted(
        rows + [(one.row, "", WORDS["bad"], " ".join(problem.words for problem in one.problems), "bad") for one in bad]
    )
    if upload.applied_at is not None:
        left = [row for row in rows if row[4] in LEFT_OUT]
        page = {"upload": upload, "counts": _counts(upload.counts, custody), "left": left[:MOST_SHOWN]}
        return render(request, "list_done.html", page | {"more": max(0, len(left) - MOST_SHOWN)})
    page = {
        "upload": upload,
        "rows": rows[:MOST_SHOWN],
        "more": max(0, len(rows) - MOST_SHOWN),
        "counts": _counts(Counter(row[4] for row in rows), custody),
        "unknown": unknown,
    }
    return render(request, "list_preview.html", {"page": page})


def _counts(counts: Mapping[str, int], custody: bool) -> list[tuple[str, int]]:
    known = MOVEMENT_WORDS if custody else WORDS
    return [(said, counts[what]) for what, said in known.items() if counts.get(what)]


@require_safe
def template(request: HttpRequest) -> HttpResponse:
    """Give an empty list with the columns that are read."""
    _may(request)
    response = HttpResponse(
        workbook(LIBERATION_COLUMNS, [], title="Liberation list"),
        content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    )
    response.headers["Content-Disposition"] = 'attachment; filename="liberation-list.xlsx"'
    return response


@require_safe
def held(request: HttpRequest) -> HttpResponse:
    """Show the rows that may be about someone known, to those who may decide."""
    waiting = [one for one in _held(request) if one.sealed]
    known = known_of_held(waiting)
    shows(request, [one.person_id for one in waiting], opens=int(Opens.IDENTITY))
    rows = [(one, lists.held_facts(one, ListedPerson), known[one.person_id]) for one in waiting]
    return render(request, "held_rows.html", {"rows": rows})


@require_POST
def decide(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Decide whether a row is about the person it may be."""
    one = next((row for row in _held(request) if row.pk == pk), None)
    if one is None or request.POST.get("same") not in ("yes", "no"):
        raise Http404
    same = request.POST["same"] == "yes"
    try:
        lists.decide(
            pk, by=request.standing, same=same, row=lists.held_facts(one, ListedPerson), today=timezone.localdate()
        )
    except (Refused, Forbidden) as stopped:
        return render(request, "403.html", {"words": stopped.objection.words}, status=422)
    return saved(request, "They are one person." if same else "They are two people. The new one is in.", "held_rows")


def _held(request: HttpRequest) -> list[HeldRow]:
    """Return the undecided rows that the one asking may decide."""
    waiting = HeldRow.objects.filter(decided_at__isnull=True).select_related("person", "upload").order_by("recorded_at")
    if request.standing.has(Role.RECORD_STEWARD):
        return list(waiting.filter(for_steward=True)[:100])
    if not request.standing.roles & LISTING_ROLES:
        raise Http404
    return list(
        HeldRow.objects.visible_to(request.standing)
        .filter(decided_at__isnull=True, for_steward=False)
        .select_related("person", "upload")
        .order_by("recorded_at")[:100]
    )


urls = [
    path("lists/", load, name="lists"),
    path("lists/template.xlsx", template, name="list_template"),
    path("lists/held/", held, name="held_rows"),
    path("lists/held/<uuid:pk>", decide, name="decide_held"),
    path("lists/<uuid:pk>/", preview, name="list_preview"),
]
