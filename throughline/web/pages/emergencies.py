"""What was opened in an emergency, in words."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.urls import reverse

from throughline.domain.emergencies import Finding, Reason
from throughline.models import BreakGlass, Worker
from throughline.web.pages import words


def ring(lead: Worker | None) -> str:
    """Whom to ring instead."""
    if lead is None:
        return "Or ring your lead."
    return f"Or ring the duty lead, {lead.name}{f', on {lead.phone}' if lead.phone else ''}."


class GlassPage:
    """One emergency."""

    def __init__(self, broken: BreakGlass, *, today: date) -> None:
        self.row = broken
        self.reason = Reason(broken.reason).label
        self.when = f"{words.day_and_time(broken.began_at, today=today)}, until {words.time(broken.until)}"
        self.due, self.late = words.day(broken.due_on, today=today), broken.due_on < today
        self.waits = broken.reviewed_at is None
        self.found = ""
        if broken.reviewed_by is not None and broken.reviewed_at is not None:
            at = words.day_and_time(broken.reviewed_at, today=today)
            self.found = f"{Finding(broken.finding).label}. {broken.reviewed_by.name}, {at}."


@dataclass(frozen=True)
class Rows:
    """What waits for the one asking, what they did themselves, what is settled."""

    waiting: list[tuple[str, GlassPage]]
    own: list[GlassPage]
    settled: list[GlassPage]


def glass_rows(found: list[BreakGlass], *, worker: UUID, today: date) -> Rows:
    """Return the rows of the page."""
    others = [one for one in found if one.worker_id != worker]
    return Rows(
        [
            (reverse("review_glass", args=[one.pk]), GlassPage(one, today=today))
            for one in others
            if one.reviewed_at is None
        ],
        [GlassPage(one, today=today) for one in found if one.worker_id == worker],
        [GlassPage(one, today=today) for one in others if one.reviewed_at is not None],
    )
