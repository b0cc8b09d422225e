"""Letters and forms: printed for one person or for many, read and printed again as they were."""

from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from throughline.actions import letters
from throughline.actions.beats import insist
from throughline.domain import letters as rules
from throughline.domain.letters import Kind, Language, Planned
from throughline.domain.looks import How
from throughline.domain.objections import Forbidden, Objection, Refused
from throughline.domain.saying import sentence
from throughline.exchange.letter_sheet import letters_pdf
from throughline.models import Address, Episode, Letter, LetterWords
from throughline.policy.grants import Opens
from throughline.policy.standing import objection_to_printing_letters
from throughline.queries.letters import (
    GROUP_OF,
    GROUPS,
    address_of,
    again,
    group,
    partnership_name,
    planned,
    runs_of,
    templates,
    words_of,
)
from throughline.web.access import episode_or_404, row_or_404
from throughline.web.forms.letters import ChooseLetter, ChoosePeople
from throughline.web.looking import LISTED, shows
from throughline.web.pages import words
from throughline.web.pages.letters import printed, sheet_of, shown
from throughline.web.views.acting import saved


@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """Show what one printed lately, and lead to printing more."""
    today = timezone.localdate()
    runs = [
        {"pk": one.pk, "title": one.kind, "line": f"{words.count(one.number, 'letter')}, {words.day_and_time(one.printed_at, today=today)}"}
        for one in runs_of(by=request.standing)
    ]  # fmt: skip
    return render(
        request, "letters.html", {"runs": runs, "prints": objection_to_printing_letters(request.standing) is None}
    )


@require_http_methods(["GET", "POST"])
def for_many(request: HttpRequest) -> HttpResponse:
    """Choose a letter and people, and print it for each of them."""
    _may_print(request)
    by, now, today = request.standing, timezone.now(), timezone.localdate()
    rows = templates()
    asked = request.POST if request.method == "POST" else request.GET
    template = asked.get("template") or (str(rows[0].template_id) if rows else "")
    first = next((one for one in rows if str(one.template_id) == template), None)
    start = asked.get("group") or (GROUP_OF[Kind(first.template.kind)] if first else "mine")
    form = ChoosePeople({"template": template, "group": start, "once": asked.get("once", "")}, rows=rows)
    chosen, people, found, stops = asked.getlist("who"), [], {}, None
    if form.is_valid() and first is not None:
        people = group(start, by=by, now=now, on=today)
        found = planned(first, people, by=by, now=now, on=today)
        stops = _stops(first)
        if request.method == "POST":
            wanted = [found[one.pk] for one in people if str(one.pk) in chosen]
            ready = [one for one in wanted if isinstance(one, Planned)]
            run = uuid4()
            try:
                with transaction.atomic():
                    letters.print_out(
                        first.pk, by=by, planned=ready, run=run, sender=partnership_name(), now=now
                    )  # fmt: skip
            except (Refused, Forbidden) as stopped:
                form.object_to(stopped.objection)
            except (Episode.DoesNotExist, Address.DoesNotExist):
                raise Http404 from None
            else:
                left = " ".join(one.words for one in wanted if isinstance(one, Objection))
                done = f"{words.count(len(ready), 'letter is', 'letters are')} kept. Print now. {left}".strip()
                return saved(request, done, "letter_run", run)  # fmt: skip
    if request.method != "POST":
        chosen = [str(one.pk) for one in people if isinstance(found[one.pk], Planned)]
    shows(request, [one.person_id for one in people])
    page = {
        "people": [_ticked(one, found[one.pk], chosen, by_post=first.by_post) for one in people if isinstance(found[one.pk], Planned)],
        "left_out": [found[one.pk].words for one in people if isinstance(found[one.pk], Objection)],
        "group": GROUPS.get(start, ""), "stops": stops.words if stops else "", "template": template, "in_group": start,
    }  # fmt: skip
    return render(
        request, "new_letters.html", {"form": form, "page": page, "focus_page": bool(page["people"]) and stops is None},
        status=422 if request.method == "POST" and form.errors else 200,
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def for_one(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Choose a letter for one person, read it, and print it."""
    _may_print(request)
    record = episode_or_404(request, pk)
    by, now, today = request.standing, timezone.now(), timezone.localdate()
    rows = templates()
    asked = request.POST if request.method == "POST" else request.GET
    default = (
        Kind.MOVING_ON if record.episode.ended_on else Kind.STILL_HERE if record.episode.released_on else Kind.OFFER
    )
    start = next((str(one.template_id) for one in rows if one.template.kind == default), "")
    form = ChooseLetter(
        {
            "template": asked.get("template") or ("" if request.method == "POST" else start),
            "once": asked.get("once", ""),
        },
        rows=rows,
    )
    letter, stops, row, handed = None, None, None, False
    if form.is_valid():
        row = words_of(UUID(form.cleaned_data["template"]))
        one = planned(row, [record.episode], by=by, now=now, on=today)[pk]
        stops = one if isinstance(one, Objection) else _stops(row)
        if isinstance(one, Planned):
            address = Address.objects.visible_to(by).filter(pk=one.address).first() if one.address else None
            handed = row.by_post and not one.by_post
            letter = shown(
                one, kind=Kind(row.template.kind), language=row.template.language, address=address_of(address)
            )
        if request.method == "POST":
            try:
                insist(may=None, can=one if isinstance(one, Objection) else None)
                with transaction.atomic():
                    (made,) = letters.print_out(
                        row.pk, by=by, planned=[one], run=uuid4(), sender=partnership_name(), now=now
                    )
            except (Refused, Forbidden) as stopped:
                form.object_to(stopped.objection)
            else:
                return saved(request, "It is kept with what has happened. Print it now.", "letter", made.pk)
    page = {"person": record.person, "letter": letter, "stops": stops.words if stops else "", "template": form["template"].value(), "sender": partnership_name(), "reads": _reads(record.person), "handed": handed}  # fmt: skip
    return render(
        request, "write_letter.html", {"form": form, "page": page},
        status=422 if request.method == "POST" and form.errors else 200,
    )  # fmt: skip


@require_safe
def one(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show a letter as it was printed."""
    letter, address = _letter(request, pk)
    stops = again([letter], by=request.standing)[pk]
    page = {
        "row": letter, "title": letter.words.template.name, "letter": printed(letter, address), "sender": letter.sender,
        "when": words.day_and_time(letter.printed_at, today=timezone.localdate()), "stops": stops.words if stops else "",
    }  # fmt: skip
    return render(request, "letter.html", {"page": page})


@require_safe
def print_one(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Give a letter on paper, the same as it was."""
    letter, address = _letter(request, pk)
    if again([letter], by=request.standing)[pk] is not None:
        return redirect("letter", pk)  # its page says why
    return _pdf([sheet_of(letter, address)], language=letter.language)


@require_safe
def run(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show the letters that were printed together, as far as they are in sight."""
    rows = _run(request, pk)
    shows(request, [one.person_id for one in rows])
    stopped = again(rows, by=request.standing)
    page = {
        "pk": pk, "title": rows[0].words.template.name, "left_out": [why.words for why in stopped.values() if why is not None],
        "rows": rows, "ready": sum(1 for why in stopped.values() if why is None),
        "when": words.day_and_time(rows[0].printed_at, today=timezone.localdate()),
    }  # fmt: skip
    return render(request, "letter_run.html", {"page": page})


@require_safe
def print_run(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Give letters that were printed together on paper, each on pages of its own."""
    rows = _run(request, pk)
    stopped = again(rows, by=request.standing)
    ready = [one for one in rows if stopped[one.pk] is None]
    if not ready:
        return redirect("letter_run", pk)  # its page says why
    addresses = _addresses(request, ready)
    for one in ready:
        shows(request, [one.person_id], opens=_opens(one), how=How.VIEW)
    return _pdf([sheet_of(one, addresses.get(one.address_id)) for one in ready], language=ready[0].language)


def _may_print(request: HttpRequest) -> None:
    if objection_to_printing_letters(request.standing) is not None:
        raise Http404


def _stops(row: LetterWords) -> Objection | None:
    return rules.objection_to_printing_template(
        retired_on=row.template.retired_on, language=Language(row.template.language), checked_at=row.checked_at
    )


def _ticked(episode: Episode, one: Planned, chosen: list[str], *, by_post: bool) -> dict[str, Any]:
    return {
        "pk": str(episode.pk), "name": episode.person.name, "ticked": str(episode.pk) in chosen, "missing": words.names(list(one.missing)),
        "handed": by_post and not one.by_post, "reads": _reads(episode.person),
    }  # fmt: skip


def _reads(person: Any) -> str:
    """Return in which language and how somebody reads, as far as it is known."""
    return " ".join(sentence(part) for part in (person.language, person.reading) if part)


def _opens(letter: Letter) -> int:
    return int(LISTED | Opens.ADDRESS) if letter.address_id else int(LISTED)


def _letter(request: HttpRequest, pk: UUID) -> tuple[Letter, Address | None]:
    letter = row_or_404(request, Letter, pk, "words__template", "by")
    address = _addresses(request, [letter]).get(letter.address_id)
    if address is not None:
        shows(request, [letter.person_id], opens=_opens(letter), how=How.VIEW)
    return letter, address


def _run(request: HttpRequest, pk: UUID) -> list[Letter]:
    """Return the letters of a run that whoever printed them still sees. Anybody else's is not there."""
    rows = list(
        Letter.objects.visible_to(request.standing)
        .filter(run=pk, by=request.standing.worker)
        .select_related("words__template", "person")
        .order_by("place")
    )
    if not rows:
        raise Http404
    return rows


def _addresses(request: HttpRequest, rows: list[Letter]) -> dict[UUID | None, Address]:
    wanted = [one.address_id for one in rows if one.address_id is not None]
    if not wanted:
        return {}
    return {one.pk: one for one in Address.objects.visible_to(request.standing).filter(pk__in=wanted)}


def _pdf(sheets: list[Any], *, language: str) -> HttpResponse:
    response = HttpResponse(letters_pdf(sheets, language=language), content_type="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="{"letters" if len(sheets) > 1 else "letter"}.pdf"'
    return response


urls = [
    path("letters/", listed, name="letters"),
    path("letters/new", for_many, name="new_letters"),
    path("episodes/<uuid:pk>/letter", for_one, name="write_letter"),
    path("letters/<uuid:pk>/", one, name="letter"),
    path("letters/<uuid:pk>/print.pdf", print_one, name="print_letter"),
    path("letters/together/<uuid:pk>/", run, name="letter_run"),
    path("letters/together/<uuid:pk>/print.pdf", print_run, name="print_letter_run"),
]
