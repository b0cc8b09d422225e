"""At the gate: where, when, what now?"""

from datetime import timedelta
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from throughline.actions import gates
from throughline.domain.calendar import HERE, shut_after
from throughline.domain.objections import Forbidden, Refused
from throughline.models import Code, GateMeeting, Pack, PackContent
from throughline.queries.clocks import liberation_dates
from throughline.queries.gates import booked_on, due_out, gate_desk, possible_workers
from throughline.queries.holidays import holidays_by_council
from throughline.web.access import episode_or_404, record_or_404, row_or_404
from throughline.web.forms.base import moment
from throughline.web.forms.journey import MarkGate, PackGoes, PlanGate, PreparePack
from throughline.web.pages import words
from throughline.web.views.acting import form_page, saved


@require_http_methods(["GET", "POST"])
def plan(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say who meets someone and when."""
    record = episode_or_404(request, pk)
    day = due_out(record, by=request.standing)
    workers = possible_workers(record, by=request.standing, on=timezone.localdate())
    form = PlanGate(
        request.POST if request.method == "POST" else None,
        today=timezone.localdate(),
        workers=workers,
        initial={"due_on": day, "worker": request.standing.worker},
    )

    def act(said):
        gates.plan(
            pk,
            by=request.standing,
            worker=said["worker"],
            due_at=moment(said["due_on"], said["due_time"]),
            now=timezone.now(),
            asked=said["asked"],
            where=said["where"],
        )

    page = {
        "title": f"Meet {record.person.called} at the gate",
        "back": (reverse("person", args=[record.person.pk]), record.person.name),
    }
    return form_page(request, form, page, act, done="The gate is planned.", to=("person", record.person.pk))


@require_http_methods(["GET", "POST"])
def card(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show the gate card."""
    one = row_or_404(request, GateMeeting, pk, "prison", "worker", "result", "episode", writes=request.method == "POST")
    today = timezone.localdate()
    pack = (
        Pack.objects.visible_to(request.standing)
        .filter(episode=one.episode_id)
        .prefetch_related("items")
        .order_by("-prepared_on")
        .first()
    )
    day = one.due_at.astimezone(HERE).date()
    told = liberation_dates([one.person_id], by=request.standing).get(one.person_id)
    shut = holidays_by_council()
    page = {
        "told": words.day(told, today=today) if told and told != day and not one.settled else "",
        "may_work": record_or_404(request, one.person_id).may_work,
        "row": one, "time": words.time(one.due_at), "pack": pack, "desk": gate_desk(one.prison_id, on=today),
        "when": ("Today, " if day == today else "") + words.day(day, today=today),
        "shut": words.shut(shut_after(day, holidays=shut.get(one.person.home_council_id, shut[None])), today=today),
        "stops": [(words.time(a.starts_at), a.purpose, a.where, a.accompanied) for a in booked_on(one.episode_id, by=request.standing, day=day)],
    }  # fmt: skip
    return render(request, "gate.html", {"page": page, "focus_page": not one.settled})


@require_http_methods(["GET", "POST"])
def mark(request: HttpRequest, pk: UUID, met: str) -> HttpResponse:
    """Record that they met, or what is known if they did not."""
    one = row_or_404(request, GateMeeting, pk, "prison", "worker", "episode", writes=True)
    now = timezone.now().astimezone(HERE)
    pack = (
        Pack.objects.visible_to(request.standing)
        .filter(episode=one.episode_id, handed_on__isnull=True)
        .prefetch_related("items")
        .first()
    )
    form = MarkGate(
        request.POST if request.method == "POST" else None, today=now.date(), now=now, called=met == "met", person=one.person.called,
        items=list(pack.items.all()) if pack else [], initial={"version": one.version},
    )  # fmt: skip
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        try:
            if met == "met":
                result = Code.objects.get(list="gate_results", code="met_briefly" if said["briefly"] else "met")
                gates.mark(
                    pk, by=request.standing, result=result, now=timezone.now(), met_at=moment(said["met_on"], said["met_time"]),
                    handed=[UUID(item) for item in said["handed"]], words=said["words"], version=said["version"],
                )  # fmt: skip
            else:
                gates.mark(
                    pk,
                    by=request.standing,
                    now=timezone.now(),
                    **form.said(),
                )
        except (Refused, Forbidden) as stopped:
            form.object_to(stopped.objection)
        else:
            return saved(
                request,
                f"{'You met ' + one.person.called if met == 'met' else 'What you know is in'}.",
                "person",
                one.person_id,
            )
    page = {
        "row": one,
        "met": met == "met",
        "now": words.time(now),
        "desk": gate_desk(one.prison_id, on=now.date()),
        "by": words.day_and_time((now if met == "met" else one.due_at) + timedelta(hours=48), today=now.date()),
    }
    return render(
        request, "gate_mark.html", {"page": page, "form": form, "focus_page": True}, status=422 if form.errors else 200
    )


@require_http_methods(["GET", "POST"])
def correct(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Put right what was marked by mistake."""
    one = row_or_404(request, GateMeeting, pk, "prison", "result", writes=True)
    now = timezone.now()
    form = MarkGate(
        request.POST if request.method == "POST" else None, today=timezone.localdate(), now=now, called=False,
        any_result=True, person=one.person.called, items=[], initial={"version": one.version},
    )  # fmt: skip
    page = {
        "title": "What really came of it",
        "lede": f"On the record: {one.result.words}." if one.result else "",
        "back": (reverse("gate", args=[pk]), "Gate card"),
    }

    def act(said):  # noqa: ARG001
        gates.correct(pk, by=request.standing, now=now, **form.said())

    return form_page(
        request,
        form,
        page,
        act,
        done="It is put right. The first stays on the record. Check where they are now, and the day they come out.",
        to=("person", one.person_id),
    )


@require_http_methods(["GET", "POST"])
def prepare(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Make a pack ready."""
    record = episode_or_404(request, pk)
    today = timezone.localdate()
    items = list(PackContent.objects.on(today).filter(programme=record.episode.programme_id))
    form = PreparePack(request.POST if request.method == "POST" else None, today=today, items=items)

    def act(said):
        gates.prepare_pack(
            pk, by=request.standing, on=said["on"], kept_where=said["kept_where"],
            serials={int(name.removeprefix("serial_")): value for name, value in said.items() if name.startswith("serial_") and value},
        )  # fmt: skip

    held = ", ".join(item.what + (f", {words.money(item.pence)}" if item.pence else "") for item in items)
    page = {
        "title": f"Prepare {record.person.called}’s pack",
        "lede": f"It holds: {held}.",
        "back": (reverse("person", args=[record.person.pk]), record.person.name),
    }
    return form_page(request, form, page, act, done="The pack is ready.", to=("person", record.person.pk))


@require_http_methods(["GET", "POST"])
def pack_goes(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Record that a pack was left with the prison, or handed over."""
    pack = row_or_404(request, Pack, pk, writes=True)
    today = timezone.localdate()
    form = PackGoes(request.POST if request.method == "POST" else None, today=today)

    def act(said):
        if said["what"] == "left":
            gates.leave_pack(pk, by=request.standing, on=said["on"], left_with=said["who"])
        else:
            gates.hand_pack(pk, by=request.standing, on=said["on"], today=today, by_whom=said["who"])

    page = {
        "title": f"{pack.person.called}’s pack",
        "lede": f"Ready since {words.day(pack.prepared_on, today=today)}."
        + (f" It is in {pack.kept_where}." if pack.kept_where else ""),
        "back": (reverse("person", args=[pack.person_id]), pack.person.name),
    }
    return form_page(request, form, page, act, done="The pack is marked.", to=("person", pack.person_id))


urls = [
    path("episodes/<uuid:pk>/gate", plan, name="plan_gate"),
    path("episodes/<uuid:pk>/pack", prepare, name="prepare_pack"),
    path("packs/<uuid:pk>/", pack_goes, name="pack"),
    path("gates/<uuid:pk>/", card, name="gate"),
    path("gates/<uuid:pk>/met", mark, {"met": "met"}, name="gate_met"),
    path("gates/<uuid:pk>/correct", correct, name="correct_gate"),
    path("gates/<uuid:pk>/not-met", mark, {"met": "not_met"}, name="gate_not_met"),
]
