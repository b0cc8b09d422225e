"""Sheets to print: for a day in a prison, and for when the system is down. Entered afterwards in one grid, and given back."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from throughline.actions import sheets
from throughline.domain.objections import Forbidden, Refused
from throughline.domain.sheets import Done, Fate, Kind, NotEntered, Planned, Purpose, read_code
from throughline.exchange.day_paper import days, opens_of, paper, title
from throughline.exchange.day_sheet import day_sheet_pdf
from throughline.models import Episode, Sheet
from throughline.policy.standing import objection_to_printing
from throughline.queries.sheets import (
    SheetContent,
    asked_on,
    content_of,
    desks_of,
    due_back_after,
    next_two_days,
    prisons_of,
    shelf_of,
    shut_out,
    to_see,
)
from throughline.queries.worries import numbers_to_ring
from throughline.web.forms.base import Form
from throughline.web.forms.sheets import ChooseDay, EnterLines, GiveBack
from throughline.web.looking import LISTED, shows
from throughline.web.pages import words
from throughline.web.pages.sheets import SheetPage, shelf_row
from throughline.web.views.acting import form_page, saved

ANSWERS = (Done.YES, Done.LATER, Done.NO)


@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """Show the sheets that are out, late, ready and back: one's own, and those of the team that one leads."""
    today, by = timezone.localdate(), request.standing
    shelf = shelf_of(by=by, on=today)
    parts = [
        (name, [shelf_row(one, mine=one.holder_id == by.worker, today=today) for one in rows])
        for name, rows in (("Should be back", shelf.late), ("Out now", shelf.out), ("Ready to print", shelf.ready), ("Given back", shelf.back))
    ]  # fmt: skip
    return render(
        request, "sheets.html", {"parts": [one for one in parts if one[1]], "prints": objection_to_printing(by) is None}
    )


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Choose a prison, a day and who is to be seen, and make the sheet."""
    _may_print(request)
    today, by = timezone.localdate(), request.standing
    prisons = prisons_of(by=by, on=today)
    asked = request.POST if request.method == "POST" else request.GET
    start = {"prison": prisons[0][0] if prisons else "", "day": today.isoformat()}
    form = ChooseDay(
        {name: asked.get(name) or start[name] for name in start} if prisons else None, prisons=prisons, today=today
    )
    rows, chosen = [], asked.getlist("who")
    if form.is_valid():
        day, prison = form.cleaned_data["day"], form.cleaned_data["prison"]
        rows = to_see(prison, by=by, day=day, on=today)
        if request.method == "POST":
            lines = [
                Planned(
                    one.episode.pk, one.purpose, one.hall, at=one.visit.starts_at if one.visit else None,
                    appointment=one.visit.pk if one.visit else None, steps=one.steps if one.purpose in (Purpose.PLAN, Purpose.VISIT) else (),
                )
                for one in rows if str(one.episode.pk) in chosen
            ]  # fmt: skip
            try:
                with transaction.atomic():
                    made = sheets.issue(
                        prison, by=by, day=day, lines=lines, due_on=due_back_after(day), now=timezone.now(), today=today
                    )
            except (Refused, Forbidden) as stopped:
                form.object_to(stopped.objection)
            except Episode.DoesNotExist:
                raise Http404 from None
            else:
                return saved(request, f"Sheet {made.number} is made. Print it now.", "sheet", made.pk)
    if request.method != "POST":
        chosen = [str(one.episode.pk) for one in rows if one.suggested]
    shows(request, [one.episode.person_id for one in rows])
    return render(
        request, "new_sheet.html",
        {"form": form, "prisons": prisons, "rows": _people(rows, chosen, today=today), "chosen": bool(chosen), "focus_page": bool(rows)},
        status=422 if request.method == "POST" and form.errors else 200,
    )  # fmt: skip


@require_safe
def one(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show a sheet: who stands on it, and what was entered."""
    content = _content(request, pk)
    mine = content.sheet.holder_id == request.standing.worker
    shows(request, [line.person_id for line in content.lines])
    page = SheetPage(content, mine=mine, today=timezone.localdate())
    return render(request, "sheet.html", {"page": page})


@require_safe
def printed(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Give a sheet on paper. One that was made ahead is first said to be printed: then it is out."""
    content, today = _content(request, pk), timezone.localdate()
    sheet = content.sheet
    if sheet.issued_at is None:
        return redirect("sheet", pk)
    for opens, people in opens_of(content).items():
        shows(request, people, opens=opens)
    emergency = sheet.kind == Kind.EMERGENCY
    prisons = {
        row.prison_id for line in content.lines for row in (line.appointment, line.gate) if row and row.prison_id
    }
    pdf = day_sheet_pdf(
        paper(
            content, today=today, printed_by=request.standing.name, numbers=numbers_to_ring(today) if emergency else None,
            desks=desks_of(sheet.holder, prisons, on=today) if emergency else None,
        )
    )  # fmt: skip
    response = HttpResponse(pdf, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="sheet-{sheet.number}.pdf"'
    return response


@require_POST
def take(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Print a sheet that was made ahead: from here on it is out."""
    try:
        sheets.take(pk, by=request.standing, now=timezone.now())
    except Sheet.DoesNotExist:
        raise Http404 from None
    return redirect("print_sheet", pk)


@require_http_methods(["GET", "POST"])
def mine(request: HttpRequest) -> HttpResponse:
    """Make one's own emergency sheet now, for today and tomorrow."""
    _may_print(request)
    today = timezone.localdate()
    form = Form(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        last = today + timedelta(days=1)
        made = sheets.prepare(
            by=request.standing, days=(today, last), lines=next_two_days(by=request.standing, first=today),
            due_on=due_back_after(last), now=timezone.now(),
        )  # fmt: skip
        return saved(request, f"Sheet {made.number} is made. Print it now.", "sheet", made.pk)
    page = {
        "title": "Your emergency sheet", "button": "Make it now", "back": (reverse("sheets"), "Sheets"),
        "lede": "Whom you meet and must ring today and tomorrow, where, what to mind, and the numbers to ring. One is made each evening by itself.",
    }  # fmt: skip
    return render(request, "form_page.html", {"page": page, "form": form})


@require_http_methods(["GET", "POST"])
def enter(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Enter what was written on a sheet: a row for each line. All of it is saved, or none."""
    content, today, by = _content(request, pk), timezone.localdate(), request.standing
    sheet = content.sheet
    form = EnterLines(request.POST if request.method == "POST" else None, rows=content.left, days=sheet.days)
    if form.bound and form.is_valid():
        said = form.said()
        asked = asked_on(pk, [one.code for one in said if one.what in ANSWERS], by=by)
        try:
            number = sheets.enter(
                pk, by=by, said=said, shut_out=shut_out(asked, by=by, on=today), now=timezone.now(), today=today
            )
        except NotEntered as stopped:
            form.object_to(stopped.troubles)
        except (Refused, Forbidden) as stopped:
            form.refuse(stopped.objection)
        else:
            messages.success(request, f"Saved. {words.count(number, 'line is', 'lines are')} in.")
            return redirect("sheet", pk)
    known = {line.code: line for line in content.lines}
    named = [(row, known[code]) for _, row in form.filled if (code := read_code(row["code"].value() or "")) in known]
    for row, line in named:
        row.name = line.person.name
    shows(request, [line.person_id for _, line in named], opens=int(LISTED))
    page = {"title": f"Enter sheet {sheet.number}", "lede": f"{title(sheet)}, {days(sheet, today=today)}.", "back": (reverse("sheet", args=[pk]), f"Sheet {sheet.number}")}  # fmt: skip
    return render(
        request, "enter_sheet.html", {"page": page, "form": form, "sheet": sheet, "focus_page": True},
        status=422 if form.problems else 200,
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def give_back(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say what became of the paper."""
    content, today = _content(request, pk), timezone.localdate()
    form = GiveBack(request.POST if request.method == "POST" else None, left=content.left)

    def act(said: dict[str, Any]) -> None:
        sheets.give_back(
            pk, by=request.standing, fate=Fate(said["fate"]), rest_empty=said.get("rest_empty", False), kept_where=said["kept_where"],
            now=timezone.now(),
        )  # fmt: skip

    page = {
        "title": f"Give back sheet {content.sheet.number}", "button": "Give it back", "back": (reverse("sheet", args=[pk]), f"Sheet {content.sheet.number}"),
        "lede": f"{SheetPage(content, mine=True, today=today).entered}.",
    }  # fmt: skip
    return form_page(request, form, page, act, done=f"Sheet {content.sheet.number} is back.", to=("sheet", pk))


def _may_print(request: HttpRequest) -> None:
    if objection_to_printing(request.standing) is not None:
        raise Http404


def _content(request: HttpRequest, pk: UUID) -> SheetContent:
    today = timezone.localdate()
    rows = Sheet.objects.open_to(request.standing).select_related("prison", "holder", "returned_by")
    return content_of(get_object_or_404(rows, pk=pk), by=request.standing, on=today)


def _people(rows: list[Any], chosen: list[str], *, today: date) -> list[dict[str, Any]]:
    """Return those who may be on a sheet, by hall."""
    halls: dict[str, list[dict[str, Any]]] = {}
    for one in rows:
        halls.setdefault(one.hall or "Hall not known", []).append(
            {
                "pk": str(one.episode.pk), "name": one.episode.person.name, "for": one.purpose.label, "ticked": str(one.episode.pk) in chosen,
                "when": f"{words.day_and_time(one.visit.starts_at, today=today)}" if one.visit else "", "asked": one.episode.declined_on is not None,
            }
        )  # fmt: skip
    return [{"hall": hall, "people": people} for hall, people in halls.items()]


urls = [
    path("sheets/", listed, name="sheets"),
    path("sheets/new", new, name="new_sheet"),
    path("sheets/mine", mine, name="my_sheet"),
    path("sheets/<uuid:pk>/", one, name="sheet"),
    path("sheets/<uuid:pk>/print.pdf", printed, name="print_sheet"),
    path("sheets/<uuid:pk>/take", take, name="take_sheet"),
    path("sheets/<uuid:pk>/enter", enter, name="enter_sheet"),
    path("sheets/<uuid:pk>/give-back", give_back, name="give_back_sheet"),
]
