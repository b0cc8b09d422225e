"""Everything that has happened with one person, newest first, a page at a time."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import CharField, DateTimeField, F, QuerySet, Value
from django.db.models.functions import Cast, Coalesce

from throughline.models import (
    Answer,
    Appointment,
    Consent,
    CustodyPeriod,
    Ending,
    GateMeeting,
    Handover,
    Letter,
    LiberationDate,
    Need,
    Note,
    Offer,
    Outcome,
    OutcomeCheck,
    Pack,
    Personal,
    Plan,
    PrisonStay,
    ReassignmentLine,
    Scale,
    ServiceLink,
    Strength,
    Thanks,
)
from throughline.policy.standing import Standing
from throughline.queries.records import Record

PAGE = 20

# kind: model, the column that says when, what the page reads with it, and which rows count
_SOURCES: dict[str, tuple[type[Personal], Any, tuple[str, ...], dict[str, Any]]] = {
    "note": (Note, "happened_at", ("worker", "kind", "corrects", "corrects__kind"), {"corrected_by__isnull": True}),
    "offer": (Offer, "made_on", ("by",), {}),
    "answer": (Answer, "on", ("by", "reason"), {}),
    "consent": (Consent, "on", ("by", "wording"), {}),
    "plan": (Plan, "agreed_on", ("agreed_by",), {"agreed_on__isnull": False}),
    "appointment": (
        Appointment,
        "starts_at",
        ("worker", "result", "prison", "corrects__result"),
        {"result__isnull": False, "corrected_by__isnull": True},
    ),
    "gate": (
        GateMeeting,
        Coalesce("met_at", "due_at"),  # when it was, where that is known
        ("worker", "result", "prison", "corrects__result"),
        {"result__isnull": False, "cancelled_at__isnull": True},
    ),
    "pack": (Pack, "handed_on", (), {"handed_on__isnull": False}),
    "in": (CustodyPeriod, "received_on", (), {"received_on__isnull": False}),
    "out": (CustodyPeriod, "released_on", (), {"released_on__isnull": False}),
    "stay": (PrisonStay, "learnt_on", ("prison",), {}),
    "date": (LiberationDate, "known_on", (), {}),
    "handover": (Handover, "answered_at", ("giver", "receiver"), {"in_force_on__isnull": False}),
    "given": (ReassignmentLine, "made_at", ("giver", "receiver", "reassignment__by"), {}),
    "given_back": (
        ReassignmentLine,
        "reassignment__undone_at",
        ("giver", "reassignment__undone_by"),
        {"reassignment__undone_at__isnull": False},
    ),
    "link": (ServiceLink, "on", ("by", "result"), {}),
    "outcome": (Outcome, "started_on", ("by", "kind"), {}),
    "taken_back": (Consent, "withdrawn_on", ("withdrawal_by", "wording"), {"withdrawn_on__isnull": False}),
    "strength": (Strength, "on", ("by",), {}),
    "need": (Need, "on", ("by", "kind"), {}),
    "need_met": (Need, "met_on", ("kind",), {"met_on__isnull": False, "none_here": False}),
    # The number given when something was named stands with it; those that came later are news.
    "need_scale": (Scale, "on", ("by", "need", "need__kind"), {"on__gt": F("need__on")}),
    "strength_scale": (Scale, "on", ("by", "strength"), {"on__gt": F("strength__on")}),
    "plan_away": (Plan, "archived_on", ("archive_reason",), {"archived_on__isnull": False}),
    "pack_ready": (Pack, "prepared_on", ("prepared_by",), {}),
    "pack_left": (Pack, "left_on", (), {"left_on__isnull": False}),
    "handover_no": (Handover, "answered_at", ("giver", "receiver"), {"accepted": False}),
    "link_result": (ServiceLink, "result_on", ("result",), {"result__isnull": False}),
    "outcome_check": (OutcomeCheck, "on", ("by", "outcome", "outcome__kind"), {}),
    "outcome_end": (Outcome, "ended_on", ("kind",), {"ended_on__isnull": False}),
    "reopened": (Ending, "reopened_on", ("reopened_by",), {"reopened_on__isnull": False}),
    "ending": (Ending, "ended_on", ("by", "reason"), {}),
    "letter": (Letter, "printed_at", ("by", "words__template"), {}),
}


@dataclass(frozen=True)
class Happening:
    """One thing on the timeline: its kind, when, and the row."""

    kind: str
    at: datetime
    row: Any
    thanks: tuple[Thanks, ...] = ()  # for a note


def timeline_of(record: Record, *, by: Standing, page: int = 1, size: int = PAGE) -> tuple[list[Happening], int]:
    """Return one page of what has happened with a person, as far as it is open to `by`, and how many things there are.

    One query for the order, one for each kind that stands on the page, one for the thanks for its notes.
    """
    parts = [
        _rows(kind, record.person.pk, by=by) for kind, (model, *_) in _SOURCES.items() if record.section(model.OPENS)
    ]
    if not parts:
        return [], 0
    everything = parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]
    total = everything.count()
    order = list(everything.order_by("-at", "-learnt", "pk")[(page - 1) * size : page * size])
    found: dict[tuple[str, UUID], Any] = {}
    for kind in {row["sort"] for row in order}:
        model, _, related, _ = _SOURCES[kind]
        ids = [row["pk"] for row in order if row["sort"] == kind]
        for thing in model.objects.visible_to(by).filter(pk__in=ids).select_related(*related):
            found[kind, thing.pk] = thing
    thanks = defaultdict(list)
    notes = [pk for kind, pk in found if kind == "note"]
    if notes:
        for one in Thanks.objects.visible_to(by).filter(note__in=notes).select_related("by").order_by("said_at"):
            thanks[one.note_id].append(one)
    return [
        Happening(row["sort"], row["at"], found[row["sort"], row["pk"]], tuple(thanks[row["pk"]])) for row in order
    ], total


def _rows(kind: str, person: UUID, *, by: Standing) -> QuerySet[Any, Any]:
    model, when, _, counted = _SOURCES[kind]
    return (
        model.objects.visible_to(by)
        .filter(person=person, **counted)
        .order_by()
        .annotate(
            sort=Value(kind, CharField()),
            at=Cast(F(when) if isinstance(when, str) else when, DateTimeField()),
            learnt=F("recorded_at"),
        )
        .values("sort", "at", "learnt", "pk")
    )
