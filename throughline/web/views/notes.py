"""Get it written down in thirty seconds."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from throughline.actions import notes
from throughline.domain.calendar import HERE, day_of
from throughline.domain.objections import Forbidden, Refused
from throughline.domain.time_out import Inside, inside_on
from throughline.domain.vocabulary import Channel
from throughline.models import CustodyPeriod, Draft, Note
from throughline.policy.grants import Opens
from throughline.queries.people import caseload
from throughline.queries.persons import last_note, may_read_notes
from throughline.queries.records import Record
from throughline.web.access import record_or_404
from throughline.web.forms.notes import INSIDE, OUT, WriteNote
from throughline.web.looking import shows
from throughline.web.pages import words
from throughline.web.views.acting import saved

LATE_DAYS = 14  # notes are written late: what was so within these days can still be chosen


@require_safe
def who(request: HttpRequest) -> HttpResponse:
    """Ask whom a note is about: six recent names first, then everyone."""
    rows = caseload(by=request.standing)
    recent = list(
        Note.objects.visible_to(request.standing)
        .filter(worker=request.standing.worker)
        .order_by("-happened_at")
        .values_list("person_id", flat=True)[:60]
    )
    order = {person: place for place, person in reversed(list(enumerate(recent)))}
    rows.sort(
        key=lambda one: (one.owner_id != request.standing.worker, order.get(one.person_id, 999), one.person.family_name)
    )
    shows(request, [one.person_id for one in rows[:60]])
    return render(request, "note_who.html", {"recent": rows[:6], "rest": rows[6:60]})


@require_http_methods(["GET", "POST"])
def write(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Write a note about someone, and about others who were there."""
    record = record_or_404(request, pk)
    if record.episode is None or not record.may_work:
        raise Http404
    now = timezone.now().astimezone(HERE)
    inside, ways = _ways(request, pk, on=now.date())
    others = [one for one in caseload(by=request.standing, owner=request.standing.worker) if one.person_id != pk]
    form = WriteNote(
        request.POST if request.method == "POST" else None, ways=ways, now=now, others=others,
        initial=_initial(request, record, inside=inside, now=now),
    )  # fmt: skip
    if form.is_bound and form.is_valid():
        try:
            notes.save([record.episode.pk, *form.others()], by=request.standing, now=timezone.now(), **form.said())
        except (Refused, Forbidden) as stopped:
            form.object_to(stopped.objection)
        else:
            return saved(request, f"Your note about {record.person.called} is in.", "person", pk)
    draft = Draft.objects.visible_to(request.standing).filter(person=pk, worker=request.standing.worker).exists()
    page = _page(request, record, now=now) | {"draft": draft}
    shows(request, [one.person_id for one in others], opens=int(Opens.IDENTITY))
    return render(
        request, "note.html", {"page": page, "form": form, "focus_page": True}, status=422 if form.errors else 200
    )


@require_http_methods(["GET", "POST"])
def correct(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Correct a note: the first words stay and can be read."""
    note = get_object_or_404(Note.objects.visible_to(request.standing).select_related("kind"), pk=pk)
    record = record_or_404(request, note.person_id, writes=True)
    now = timezone.now().astimezone(HERE)
    local = note.happened_at.astimezone(HERE)
    form = WriteNote(
        request.POST if request.method == "POST" else None, ways=_ways(request, note.person_id, on=day_of(note.happened_at), also=Channel(note.channel))[1], now=now, others=[],
        initial={
            "client_id": uuid4(), "spoke": "yes" if note.spoke else "tried", "channel": note.channel, "kind": note.kind.code,
            "minutes": str(note.minutes or ""), "words": note.words, "about": note.about, "present": note.present,
            "day": local.date(), "time": local.time().replace(second=0, microsecond=0),
        },
    )  # fmt: skip
    if form.is_bound and form.is_valid():
        try:
            notes.correct(pk, by=request.standing, now=timezone.now(), **form.said())
        except (Refused, Forbidden) as stopped:
            form.object_to(stopped.objection)
        else:
            return saved(
                request, "The note is corrected. What it said before can be read under it.", "person", note.person_id
            )
    page = _page(request, record, now=now) | {
        "title": f"Correct a note about {record.person.called}",
        "correcting": True,
    }
    return render(
        request, "note.html", {"page": page, "form": form, "focus_page": True}, status=422 if form.errors else 200
    )


@require_POST
def keep_draft(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Keep the words of a note that is not saved yet."""
    record = record_or_404(request, pk)
    if not record.may_work:
        raise Http404
    kept = {
        name: request.POST.getlist(name)[:20] for name in ("spoke", "channel", "minutes", "kind", "about", "client_id")
    }
    said = {
        name: request.POST.get(name, "").replace("\x00", "")[:10_000] for name in ("words", "present", "day", "time")
    }
    notes.keep_draft(pk, by=request.standing, body=kept | said, at=timezone.now())
    return HttpResponse(status=204)


def _ways(request: HttpRequest, person: UUID, *, on: date, also: Channel | None = None) -> tuple[bool, list[Channel]]:
    """Return whether someone was in prison on a day, and the ways of being in touch to choose from."""
    periods = [
        Inside(one.received_on, one.released_on)
        for one in CustodyPeriod.objects.visible_to(request.standing).filter(person=person)
    ]
    inside = inside_on(periods, on)
    was = {inside_on(periods, on - timedelta(days=back)) for back in range(LATE_DAYS + 1)}
    ways = [way for state in (inside, not inside) if state in was for way in (INSIDE if state else OUT)]
    ways = list(dict.fromkeys([*ways, *([also] if also else [])]))
    return inside, sorted(ways, key=lambda way: way is Channel.OTHER)


def _initial(request: HttpRequest, record: Record, *, inside: bool, now: Any) -> dict[str, Any]:
    """Return the answers that a note starts with: those of a draft, else those of the last note."""
    start: dict[str, Any] = {
        "client_id": uuid4(),
        "spoke": "yes",
        "kind": "mentoring",
        "minutes": "15",
        "day": now.date(),
        "time": now.time().replace(second=0, microsecond=0),
    }
    last = last_note(record.person.pk, by=request.standing)
    if last is not None:
        start |= {
            "kind": last.kind.code,
            "channel": last.channel,
            "minutes": str(last.minutes) if last.minutes in (5, 15, 30, 60) else "15",
        }
    if inside and start.get("channel") not in ("prison_visit", "video", "phone", "email_a_prisoner", "letter"):
        start["channel"] = "prison_visit"
    if not inside and start.get("channel") in ("prison_visit", "email_a_prisoner", "gate", None):
        start["channel"] = "phone"
    if request.GET.get("tried"):
        start["spoke"] = "tried"
    draft = (
        Draft.objects.visible_to(request.standing)
        .filter(person=record.person.pk, worker=request.standing.worker)
        .first()
    )
    if draft is not None:
        body = dict(draft.body)
        for name in ("spoke", "channel", "minutes", "kind"):
            start[name] = (body.get(name) or [start.get(name)])[0]
        start |= {"about": body.get("about", []), "words": body.get("words", ""), "present": body.get("present", "")}
    return start


def _page(request: HttpRequest, record: Record, *, now: Any) -> dict[str, Any]:
    readers = [name for name in may_read_notes(record.person.pk) if name != request.standing.name]
    return {
        "title": f"Note about {record.person.called}",
        "person": record.person,
        "when": f"Today, {words.time(now)}.",
        "readers": f"{words.names(['You', *[name.split()[0] if not name.startswith('the ') else name for name in readers]])} can read this. So can {record.person.called}, on request.",
    }


urls = [
    path("note/", who, name="note"),
    path("people/<uuid:pk>/note", write, name="write_note"),
    path("people/<uuid:pk>/draft", keep_draft, name="keep_draft"),
    path("notes/<uuid:pk>/correct", correct, name="correct_note"),
]
