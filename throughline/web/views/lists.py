"""Loading a list: what it would do first, then all of it at once."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from throughline.actions import lists, movements
from throughline.domain.listed import ListedPerson
from throughline.domain.objections import Forbidden, Refused
from throughline.domain.vocabulary import Role
from throughline.exchange import custody_file, liberations
from throughline.exchange.columns import ALIASES
from throughline.exchange.reference import towns
from throughline.exchange.workbooks import LIBERATION_COLUMNS, workbook
from throughline.models import HeldRow, Programme, Upload
from throughline.policy.grants import Opens
from throughline.policy.standing import LISTING_ROLES
from throughline.queries.lists import WORDS, fates, known_of_held, places
from throughline.queries.movements import WORDS as MOVEMENT_WORDS
from throughline.queries.movements import moves
from throughline.web.forms.base import Form
from throughline.web.looking import shows
from throughline.web.pages import words
from throughline.web.views.acting import saved

MOST_SHOWN = 1000
LEFT_OUT = frozenset({"bad", "held", "refused", "unknown"})  # what somebody must still look at once a file is in


ENDINGS = frozenset({"csv", "tsv", "txt", "xls", "xlsx", "xlsm", "xlsb", "ods"})


def name_of(name: str) -> tuple[str, str]:
    """Return a file's name as it may be shown, no longer than is kept, and its ending in small letters."""
    plain = "".join(sign for sign in name if sign.isprintable()).strip()
    stem, mark, ending = plain.rpartition(".")
    if not mark or not ending.isalnum() or len(ending) > 10:
        return plain[:200], ""
    return f"{stem[: 199 - len(ending)]}.{ending}", ending.lower()


def not_too_large(file: UploadedFile, *, parts: str) -> UploadedFile:
    """Return a file that is small enough to be kept. Raises ValidationError, with how to send it in parts."""
    if file.size is not None and file.size > settings.UPLOAD_MAX_BYTES:
        most = settings.UPLOAD_MAX_BYTES // 1024 // 1024
        raise forms.ValidationError(f"This file is larger than {most} MB. Send {parts} in parts.")
    return file


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

    def clean_file(self) -> UploadedFile:
        """Refuse by its name what is no list, and by its size what is too large: of such a file nothing was kept."""
        file = self.cleaned_data["file"]
        file.name, ending = name_of(file.name)
        if not ending:
            raise forms.ValidationError("Give the file a name that ends in .csv or .xlsx.")
        if ending not in ENDINGS:
            raise forms.ValidationError(f"The name of this file ends in .{ending}. Save the list as CSV or Excel.")
        return not_too_large(file, parts="the list")


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
    earlier = Upload.objects.filter(by=request.standing.worker).exclude(kind="caseload")[:10]
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
    upload = get_object_or_404(Upload.objects.exclude(kind="caseload"), pk=pk, by=request.standing.worker)
    custody = upload.kind == "custody"
    if upload.applied_at is not None and request.method == "GET":
        return _done(request, upload)
    try:
        content = lists.content_of(upload)
        if custody:
            return _custody(request, upload, content)
        return _liberations(request, upload, content)
    except (Refused, Forbidden) as stopped:
        gone = stopped.objection.code == "purged"
        words = stopped.objection.words if gone else f"{stopped.objection.words} Nothing was loaded."
        return render(request, "403.html", {"words": words}, status=410 if gone else 422)


def _done(request: HttpRequest, upload: Upload) -> HttpResponse:
    """Show what became of a file that is in, and the rows of it that are not."""
    custody = upload.kind == "custody"
    said = MOVEMENT_WORDS if custody else WORDS
    rows = [_Line(one.where, one.who, said[one.what], one.why, one.what) for one in lists.left_of(upload)]
    part = Paginator(rows, MOST_SHOWN).get_page(request.GET.get("page"))
    return render(
        request, "list_done.html", {"upload": upload, "counts": _counts(upload.counts, custody), "part": part}
    )


def _liberations(request: HttpRequest, upload: Upload, content: bytes) -> HttpResponse:
    today = timezone.localdate()
    reading = liberations.read(content, places=places(towns()), on=today)
    programme = Programme.objects.on(today).order_by("from_on").first()
    if request.method == "POST":
        lists.alone()
    found = fates(reading.rows, by=request.standing, programme=programme, on=today)
    if request.method == "POST":
        counts, _ = lists.apply_liberations(
            upload.pk, by=request.standing, fates=found, bad=reading.bad, programme=programme, today=today
        )
        new = counts["new"] + counts["not_eligible"]
        return saved(
            request, f"The list is in: {new} new, {counts['date_moved']} with a new date.", "list_preview", upload.pk
        )
    rows = [
        _Line(
            fate.row.where, f"{fate.row.given_names} {fate.row.family_name}", WORDS[fate.what], fate.because, fate.what
        )
        for fate in found
    ]
    # The names are the file's own; those of them whom the record knows were shown all the same.
    shows(request, [fate.person for fate in found if fate.person is not None], opens=int(Opens.IDENTITY))
    return _shown(request, upload, rows, reading)


def _custody(request: HttpRequest, upload: Upload, content: bytes) -> HttpResponse:
    today = timezone.localdate()
    reading = custody_file.read(content, places=places(towns()), on=today)
    if request.method == "POST":
        movements.load(upload.pk, by=request.standing, movements=reading.rows, bad=reading.bad, today=today)
        return saved(request, "The file is in.", "list_preview", upload.pk)
    rows = [
        _Line(
            one.movement.where,
            next(iter(one.movement.identifiers.values()), ""),
            MOVEMENT_WORDS[one.what],
            one.why or words.day(one.movement.on, today=today),
            one.what,
        )
        for one in moves(reading.rows, on=today)
    ]
    return _shown(request, upload, rows, reading)


@dataclass(frozen=True)
class _Line:
    """A row of a file as a page shows it."""

    where: str
    who: str
    what: str
    why: str
    kind: str


def _shown(
    request: HttpRequest,
    upload: Upload,
    rows: list[_Line],
    reading: liberations.ListReading | custody_file.CustodyReading,
) -> HttpResponse:
    """Show every row with what becomes of it, those that somebody must look at first."""
    custody = upload.kind == "custody"
    rows = [
        _Line(one.where, "", WORDS["bad"], " ".join(problem.words for problem in one.problems), "bad")
        for one in reading.bad
    ] + rows
    rows.sort(key=lambda row: row.kind not in LEFT_OUT)
    part = Paginator(rows, MOST_SHOWN).get_page(request.GET.get("page"))
    page = {
        "upload": upload,
        "part": part,
        "counts": _counts(Counter(row.kind for row in rows), custody),
        "unknown": reading.unknown_columns,
        "unread": reading.unread_sheets,
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
    same, today = request.POST["same"] == "yes", timezone.localdate()
    try:
        lists.alone()
        programme = Programme.objects.on(today).order_by("from_on").first()
        row = lists.held_facts(one, ListedPerson)
        (again,) = fates([row], by=request.standing, programme=programme, on=today, said=(one.person_id, same))
        lists.decide(pk, by=request.standing, same=same, again=again, programme=programme, today=today)
    except (Refused, Forbidden) as stopped:
        return render(request, "403.html", {"words": stopped.objection.words}, status=422)
    done = {
        "new": "They are two people. The new one is in.",
        "not_eligible": "They are two people. The new one is in.",
        "held": "It is not them. It may be someone else we know: look again.",
    }.get(again.what, "They are one person.")
    return saved(request, done, "held_rows")


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
