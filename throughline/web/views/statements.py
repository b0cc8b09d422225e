"""Keeping everyone safe: the safety page of a person, written for each setting, and who reads it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from throughline.actions import statements
from throughline.actions.beats import objection_to_writing
from throughline.domain.objections import Forbidden, Refused
from throughline.domain.statements import BY_NAME, PARTS, TESTS, Place
from throughline.exchange.statement_sheet import SheetPart, StatementSheet, statement_pdf
from throughline.models import SafetyStatement
from throughline.policy.grants import Opens
from throughline.queries.records import Record, record_of
from throughline.queries.statements import (
    earlier_of,
    organisations_to_write_for,
    pages_for,
    readers_of,
    review_on_for,
    safety_of,
    versions_of,
)
from throughline.web.access import record_or_404, row_or_404
from throughline.web.forms.statements import HINTS, EndWithReason, WriteStatement, as_typed, objection_to_part, said_of
from throughline.web.looking import shows
from throughline.web.pages import statements as said
from throughline.web.pages import words
from throughline.web.views.acting import form_page, saved


@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """Show the safety pages written for the one asking: how a coach finds whom they must know about."""
    today = timezone.localdate()
    rows = pages_for(request.standing, on=today)
    shows(request, [one.person_id for one in rows], opens=int(Opens.IDENTITY | Opens.SAFETY))
    return render(
        request, "safety_pages.html", {"rows": [(one.person, said.statement_row(one, today=today)) for one in rows]}
    )


@require_safe
def safety(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show what keeps everyone safe around one person."""
    record = _safety_or_404(request, pk)
    today = timezone.localdate()
    part = said.SafetyPart(safety_of(pk, by=request.standing, on=today), today=today)
    page = {"person": record.person, "work": record.may_work, "part": part, "back": _back(record)}
    if record.may_work:
        ended = earlier_of(pk, by=request.standing, on=today)
        page |= {
            "ended": [(one, words.day(one.ended_on, today=today)) for one in ended.statements],
            "over": [(said.limit(one, today=today), words.day(one.ended_on or one.until_on, today=today)) for one in ended.restrictions],
            "readers": _readers(record, organisation=None),
        }  # fmt: skip
    return render(request, "safety.html", {"page": page})


@require_http_methods(["GET", "POST"])
def write(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Write a safety page for a setting."""
    record = _safety_or_404(request, pk)
    _only_who_works(request, record)
    today = timezone.localdate()
    readers = readers_of(pk, on=today)
    settings = organisations_to_write_for(readers, on=today)
    first = next((one.organisation for one in readers if not one.may_work and one.organisation), None)
    initial = {"organisation": str(first or ""), "written_on": today, "review_on": review_on_for(record, on=today)}

    def act(form: WriteStatement) -> SafetyStatement:
        given = form.cleaned_data
        return statements.write(
            pk, by=request.standing, organisation=given["organisation"], setting=given["setting"], place=Place(given["place"]),
            said=form.wording(), on=today,
        )  # fmt: skip

    page = {"title": "What do they need to know?", "new": True, "back": (reverse("safety", args=[pk]), "Keeping everyone safe")}  # fmt: skip
    return _edit(request, record, act, page, initial=initial, settings=settings, latest=None)


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Put a safety page in other words, or look at it again and let it stand on. Each part can be put back."""
    statement = _statement_or_404(request, pk)
    today = timezone.localdate()
    record = _safety_or_404(request, statement.person_id)
    _only_who_works(request, record)
    latest = versions_of(statement, by=request.standing, on=today)[0]
    initial = said_of(latest) | {"written_on": today, "review_on": review_on_for(record, on=today)}

    def act(form: WriteStatement) -> SafetyStatement:
        return statements.change(
            pk, by=request.standing, said=form.wording(), on=today, version=form.cleaned_data["version"] or 0
        )

    page = {
        "title": "What do they need to know?", "for_whom": f"{latest.for_whom}. {Place(latest.place).label}.",
        "back": (reverse("statement", args=[latest.pk]), "The safety page"),
    }  # fmt: skip
    return _edit(request, record, act, page, initial=initial, settings=None, latest=latest)


def _edit(
    request: HttpRequest, record: Record, act: Callable[[WriteStatement], SafetyStatement], page: dict[str, Any], *,
    initial: dict[str, Any], settings: Any, latest: SafetyStatement | None,
) -> HttpResponse:  # fmt: skip
    """Show the editor with what each reader will read beside it; put a part back, look again, or save."""
    today = timezone.localdate()
    how: dict[str, Any] = {"today": today, "called": record.person.called, "settings": settings}
    put_back, meanwhile = request.POST.get("put_back", ""), False
    if request.method == "POST" and not put_back and "look" not in request.POST:
        form = WriteStatement(request.POST, **how)
        if form.is_valid():
            try:
                made = act(form)
            except (Refused, Forbidden) as stopped:
                form.object_to(stopped.objection)
                meanwhile = stopped.objection.version is not None
            else:
                return saved(request, "The safety page is in. Each time it is read, we write it down.", "statement", made.pk)  # fmt: skip
        form.keep_failed()
    else:
        typed = initial if request.method == "GET" else as_typed(request.POST)
        if latest is not None and put_back in (*BY_NAME, *ALSO_PUT_BACK):
            typed = typed | {put_back: getattr(latest, put_back)}
        form = WriteStatement(initial=typed, **how)
    values = {part.name: form[part.name].value() for part in PARTS} | {"in_place": form["in_place"].value() or []}
    source, ticks = str(form["source"].value() or "").strip(), set(values["in_place"])
    vague = form.vague()
    chosen = str(form["organisation"].value() or "") if settings is not None else str(latest.organisation_id or "")  # type: ignore[union-attr]
    organisation = next((one for one in settings or () if str(one.pk) == chosen), None)
    home = organisation.pk if organisation else latest.organisation_id if latest else None
    page |= {
        "person": record.person, "latest": latest, "parts": _boxes(form, latest, vague), "tests": [form[one.name] for one in TESTS],
        "sections": said.sections(values, vague=vague), "readers": _readers(record, organisation=home),
        "put_back": None if latest is None else {"in_place": ticks != set(latest.in_place), "source": source != latest.source},
        "ticks": [(option, HINTS.get(option.data["value"], "")) for option in form["in_place"].subwidgets],
        "now": [(one.asks, getattr(latest, one.name)) for one in PARTS] if meanwhile else None,
        "limits": [said.limit(one, today=today) for one in safety_of(record.person.pk, by=request.standing, on=today).restrictions],
    }  # fmt: skip
    return render(request, "statement_write.html", {"page": page, "form": form}, status=422 if form.is_bound and form.errors else 200)  # fmt: skip


# What can be put back beside the parts in words: what is ticked, and how it is known.
ALSO_PUT_BACK = ("in_place", "source")


def _boxes(form: WriteStatement, latest: SafetyStatement | None, vague: dict[str, str]) -> dict[str, dict[str, Any]]:
    """Return each part's box, what is vague in it, and whether it says something else than the last version."""
    return {
        part.name: {
            "field": form[part.name], "vague": "" if form[part.name].errors else vague.get(part.name, ""),
            "put_back": latest is not None, "differs": latest is not None and (form[part.name].value() or "").strip() != getattr(latest, part.name),
        }
        for part in PARTS
    }  # fmt: skip


@require_POST
def check_words(request: HttpRequest) -> HttpResponse:
    """Say what is vague in words that are being typed. They are kept nowhere, and nobody's record is read."""
    found = {part.name: objection_to_part(request.POST.get(part.name, "")[:10_000]) or "" for part in PARTS}
    return JsonResponse(found)


@require_safe
def one(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show one version of a safety page, as those it is for read it."""
    statement = _statement_or_404(request, pk)
    record = _record(request, statement)
    today = timezone.localdate()
    restrictions = safety_of(statement.person_id, by=request.standing, on=today).restrictions
    page = {
        "row": statement, "person": statement.person, "work": record.may_work, "back": (reverse("safety", args=[statement.person_id]), "Keeping everyone safe"),
        "sheet": said.sheet_of(statement, restrictions=restrictions, today=today), "review": said.review(statement.review_on, today=today),
        "stands": statement.replaced_on is None and statement.ended_on is None,
        "replaced": words.day(statement.replaced_on, today=today) if statement.replaced_on else "",
        "ended": words.day(statement.ended_on, today=today) if statement.ended_on else "",
    }  # fmt: skip
    if record.may_work:
        page |= {
            "answers": said.answers(statement), "readers": _readers(record, organisation=statement.organisation_id),
            "versions": [
                (version, words.day(version.written_on, today=today))
                for version in versions_of(statement, by=request.standing, on=today)
            ],
        }  # fmt: skip
    return render(request, "statement.html", {"page": page})


@require_http_methods(["GET", "POST"])
def end(request: HttpRequest, pk: UUID) -> HttpResponse:
    """End a safety page with a reason."""
    statement = _statement_or_404(request, pk)
    _only_who_works(request, _record(request, statement))
    form = EndWithReason(request.POST if request.method == "POST" else None, initial={"version": statement.version})

    def act(given: dict[str, Any]) -> None:
        statements.end(
            pk, by=request.standing, because=given["because"], on=timezone.localdate(), version=given["version"]
        )

    page = {
        "title": "End this safety page", "lede": f"For {statement.for_whom}. It stays in the record, and nobody else reads it from now on.",
        "back": (reverse("statement", args=[pk]), "The safety page"), "button": "End it",
    }  # fmt: skip
    return form_page(request, form, page, act, done="The safety page has ended.", to=("safety", statement.person_id))


@require_safe
def printed(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Give a safety page on paper, as a tagged PDF."""
    statement = _statement_or_404(request, pk)
    today = timezone.localdate()
    restrictions = safety_of(statement.person_id, by=request.standing, on=today).restrictions
    sheet = said.sheet_of(statement, restrictions=restrictions, today=today)
    stands = statement.replaced_on is None and statement.ended_on is None
    parts = [
        SheetPart(one.heading, tuple(line for _, line, ticked in one.ticked if ticked) + tuple(line.strip() for line in one.said.splitlines() if line.strip()))
        for one in sheet.sections
    ]  # fmt: skip
    limits = [SheetPart(one.kind, (one.says, *one.details, one.when)) for one in sheet.limits]
    late = said.review(statement.review_on, today=today).late
    pdf = statement_pdf(
        StatementSheet(
            name=statement.person.name, for_whom=sheet.for_whom, place=sheet.place, parts=tuple(one for one in parts if one.lines), limits=tuple(limits),
            signed=sheet.signed, printed=f"{words.day(today, today=today)} by {request.standing.name}",
            warning="" if stands and not late else "This page is past its review. Ask before you use it." if stands else "This page does not stand any more. Do not use it.",
        )
    )  # fmt: skip
    response = HttpResponse(pdf, content_type="application/pdf")
    response.headers["Content-Disposition"] = 'attachment; filename="safety-page.pdf"'
    return response


def _safety_or_404(request: HttpRequest, pk: UUID) -> Record:
    """Return somebody's record if the safety page of it is open to the one asking."""
    record = record_or_404(request, pk)
    if not record.section(Opens.SAFETY):
        raise Http404
    return record


def _statement_or_404(request: HttpRequest, pk: UUID) -> SafetyStatement:
    """Return a version of a safety page if it is meant for the one asking. For another setting than theirs there is none."""
    statement = row_or_404(request, SafetyStatement, pk, "organisation", "author", "ended_by")
    meant = SafetyStatement.objects.visible_to(request.standing).meant_for(request.standing, on=timezone.localdate())
    if not meant.filter(pk=pk).exists():
        raise Http404
    return statement


def _record(request: HttpRequest, statement: SafetyStatement) -> Record:
    """Return the record that a statement is of, without saying that more of it than the statement was shown."""
    return record_of(statement.person_id, by=request.standing)


def _only_who_works(request: HttpRequest, record: Record) -> None:
    """Let only those write who may: to a reader the page that writes is not there."""
    if objection_to_writing(request.standing, record.person.pk) is not None:
        raise Http404


def _readers(record: Record, *, organisation: UUID | None) -> list[said.ReaderLine]:
    today = timezone.localdate()
    return said.reader_lines(
        readers_of(record.person.pk, on=today), organisation=organisation, called=record.person.called, today=today
    )


def _back(record: Record) -> tuple[str, str]:
    return reverse("person", args=[record.person.pk]), record.person.name


urls = [
    path("safety/", listed, name="safety_pages"),
    path("safety/words", check_words, name="check_words"),
    path("people/<uuid:pk>/safety", safety, name="safety"),
    path("people/<uuid:pk>/safety/write", write, name="write_statement"),
    path("statements/<uuid:pk>/", one, name="statement"),
    path("statements/<uuid:pk>/change", change, name="change_statement"),
    path("statements/<uuid:pk>/end", end, name="end_statement"),
    path("statements/<uuid:pk>/print.pdf", printed, name="print_statement"),
]
