"""Bringing the present caseload: the template, what it would do, all of it at once, and taking it back."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from throughline.actions import caseload, lists
from throughline.domain.listed import BadRow
from throughline.domain.objections import Forbidden, Objection, Refused
from throughline.exchange import caseload_file
from throughline.exchange.reference import towns
from throughline.models import Programme, Upload
from throughline.policy.grants import Opens
from throughline.policy.standing import BRINGING_ROLES
from throughline.queries.caseload import WORDS, Fate, fates, here
from throughline.queries.lists import places
from throughline.web.forms.base import Form
from throughline.web.looking import shows
from throughline.web.pages import words
from throughline.web.views.acting import saved
from throughline.web.views.lists import name_of, not_too_large

MOST_SHOWN = 500
_ORDER = ("bad", "maybe", "here", "new")
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class BringCaseload(Form):
    """The template, filled in."""

    file = forms.FileField(
        label="The filled-in template",
        help_text="Excel workbook (.xlsx), up to 10 MB",
        error_messages={"required": "Choose a file", "empty": "This file is empty."},
    )

    def clean_file(self) -> UploadedFile:
        """Refuse by its name what is not the template, and by its size what is too large."""
        file = self.cleaned_data["file"]
        file.name, ending = name_of(file.name)
        if ending == "xlsm":
            raise forms.ValidationError(
                "This file may have macros: small programs that a spreadsheet runs. Save it as an Excel workbook (.xlsx) and try again."
            )
        if ending != "xlsx":
            said = f"ends in .{ending}" if ending else "has no ending"
            raise forms.ValidationError(f"The name of this file {said}. Fill in the template and save it as .xlsx.")
        return not_too_large(file, parts="it")


@dataclass(frozen=True)
class _Line:
    """A row of the file as a page shows it."""

    where: str
    who: str
    what: str
    why: str
    kind: str


def _may(request: HttpRequest) -> None:
    if not request.standing.roles & BRINGING_ROLES:
        raise Http404


def _read(content: bytes) -> caseload_file.CaseloadReading:
    now = timezone.now()
    today = timezone.localdate()
    return caseload_file.read(content, places=places(towns()), here=here(on=today), on=today, now=now)


def _read_again(upload: Upload) -> caseload_file.CaseloadReading:
    """Read a kept file. It could be read when it was sent: where it cannot now, the set-up has changed. Raises Refused."""
    reading = _read(lists.content_of(upload))
    if reading.refused is not None:
        raise Refused(reading.refused)
    return reading


@require_http_methods(["GET", "POST"])
def bring(request: HttpRequest) -> HttpResponse:
    """Take a filled template, keep it encrypted, and go on to what it would do."""
    _may(request)
    form = BringCaseload(request.POST, request.FILES) if request.method == "POST" else BringCaseload()
    if form.is_bound and form.is_valid():
        file, today = form.cleaned_data["file"], timezone.localdate()
        content = file.read()
        reading = _read(content)
        if reading.refused is not None:
            form.object_to(reading.refused)
        elif not Programme.objects.on(today).exists():
            form.add_error(None, "There is no programme yet. Set one up first.")
        else:
            upload = lists.keep(by=request.standing, kind="caseload", file_name=file.name, content=content, today=today)
            return redirect("caseload_preview", upload.pk)
    earlier = Upload.objects.filter(by=request.standing.worker, kind="caseload")[:10]
    return render(
        request,
        "caseload.html",
        {"form": form, "earlier": earlier, "columns": caseload_file.COLUMNS},
        status=422 if form.errors else 200,
    )


def _mine(request: HttpRequest, pk: UUID) -> Upload:
    _may(request)
    return get_object_or_404(Upload, pk=pk, by=request.standing.worker, kind="caseload")


@require_http_methods(["GET", "POST"])
def preview(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show what a caseload would do, row by row; on the second press do it. Once done, show what it left out."""
    upload = _mine(request, pk)
    if upload.applied_at is not None and request.method == "GET":
        return _done(request, upload)
    today = timezone.localdate()
    try:
        reading = _read_again(upload)
        if request.method == "POST":
            lists.alone()
        found = fates(reading.rows, by=request.standing)
        if request.method == "POST":
            programme = Programme.objects.on(today).order_by("from_on").first()
            counts = caseload.bring(
                upload.pk, by=request.standing, fates=found, bad=reading.bad, programme=programme, today=today
            )
            said = words.count(counts["new"], "person", "people")
            return saved(request, f"The caseload is in: {said}.", "caseload_preview", upload.pk)
    except (Refused, Forbidden) as stopped:
        gone = stopped.objection.code == "purged"
        said = stopped.objection.words if gone else f"{stopped.objection.words} Nothing was loaded."
        return render(request, "403.html", {"words": said}, status=410 if gone else 422)
    # The names are the file's own; those of them who are here already were shown all the same.
    shows(request, [fate.person for fate in found if fate.person is not None], opens=int(Opens.IDENTITY))
    return _shown(request, upload, found, reading)


def _shown(
    request: HttpRequest, upload: Upload, found: list[Fate], reading: caseload_file.CaseloadReading
) -> HttpResponse:
    rows = [
        _Line(bad.where, _who(reading, bad), WORDS["bad"], _with_letters(bad.problems, reading), "bad")
        for bad in reading.bad
    ] + [
        _Line(
            fate.row.where, f"{fate.row.given_names} {fate.row.family_name}".strip(), WORDS[fate.what],
            _with_letters(fate.problems, reading), fate.what,
        )
        for fate in found
    ]  # fmt: skip
    rows.sort(key=lambda row: _ORDER.index(row.kind))
    counts = Counter(row.kind for row in rows)
    page = {
        "upload": upload,
        "part": Paginator(rows, MOST_SHOWN).get_page(request.GET.get("page")),
        "counts": _counts(counts),
        "unknown": reading.unknown_columns,
        "unread": reading.unread_sheets,
        "to_mend": counts["bad"],
        "left": counts["bad"] + counts["maybe"] + counts["here"],
        "new": counts["new"],
    }
    return render(request, "caseload_preview.html", {"page": page})


def _who(reading: caseload_file.CaseloadReading, bad: BadRow) -> str:
    return caseload_file.who(reading, bad.row)


def _with_letters(problems: tuple[Objection, ...], reading: caseload_file.CaseloadReading) -> str:
    """Return what is wrong with a row, each thing with the letters of its column."""
    return caseload_file.sentences(problems, reading.header)


def _counts(counts: Mapping[str, int], said: Mapping[str, str] = WORDS) -> list[tuple[str, int]]:
    return [(how, counts[what]) for what, how in said.items() if counts.get(what)]


def _done(request: HttpRequest, upload: Upload) -> HttpResponse:
    """Show what became of a caseload that is in, and the rows of it that were left out."""
    rows = [_Line(one.where, one.who, WORDS[one.what], one.why, one.what) for one in lists.left_of(upload)]
    part = Paginator(rows, MOST_SHOWN).get_page(request.GET.get("page"))
    return render(
        request,
        "caseload_done.html",
        {"upload": upload, "counts": _counts(upload.counts, WORDS | {"new": "Brought"}), "part": part},
    )


@require_http_methods(["GET", "POST"])
def take_back(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take a whole caseload back, as long as nobody has written on a record that it made."""
    upload = _mine(request, pk)
    if upload.applied_at is None:
        raise Http404
    if request.method == "POST":
        try:
            gone = caseload.take_back(upload.pk, by=request.standing)
        except (Refused, Forbidden) as stopped:
            return render(request, "403.html", {"words": stopped.objection.words}, status=422)
        return saved(
            request, f"{words.count(gone, 'record', 'records')} taken back. You can load the file again.", "caseload"
        )
    people = words.count(upload.counts.get("new", 0), "record", "records")
    page = {
        "title": "Take this caseload back",
        "back": (reverse("caseload_preview", args=[upload.pk]), "Loaded"),
        "lede": f"The {people} that it made are taken away, with all that stands in them. "
        "This can be done as long as nobody has written on one of them since.",
        "button": "Take it back",
    }
    return render(request, "confirm.html", {"page": page})


@require_safe
def marked(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Give back a copy of the file with what to mend: a column that says why, and the cells in colour."""
    upload = _mine(request, pk)
    try:
        reading = _read_again(upload)
    except Refused as stopped:
        return render(request, "403.html", {"words": stopped.objection.words}, status=410)
    if upload.applied_at is not None:
        raise Http404
    found = fates(reading.rows, by=request.standing)
    shows(request, [fate.person for fate in found if fate.person is not None], opens=int(Opens.IDENTITY))
    why = {bad.row: bad.problems for bad in reading.bad} | {fate.row.row: fate.problems for fate in found}
    return _file(caseload_file.marked(reading, why), "caseload-to-mend.xlsx")


@require_safe
def template(request: HttpRequest) -> HttpResponse:
    """Give the empty template, with the sheet that says what to write in each column."""
    _may(request)
    return _file(caseload_file.template(), "caseload.xlsx")


def _file(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=_XLSX)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


urls = [
    path("caseload/", bring, name="caseload"),
    path("caseload/template.xlsx", template, name="caseload_template"),
    path("caseload/<uuid:pk>/", preview, name="caseload_preview"),
    path("caseload/<uuid:pk>/take-back/", take_back, name="take_back_caseload"),
    path("caseload/<uuid:pk>/to-mend.xlsx", marked, name="caseload_marked"),
]
