"""A worry, in words."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils import timezone

from throughline.domain.calendar import HERE
from throughline.domain.worries import Danger, Part, Told
from throughline.models import Worry
from throughline.policy.standing import Standing
from throughline.web.pages import words


@dataclass(frozen=True)
class Again:
    """When a closed worry is looked at again, and whether that day has come."""

    words: str
    late: bool


@dataclass(frozen=True)
class Row:
    """One worry in a list: it says when and who wrote it, and the rest on its page."""

    pk: UUID
    href: str
    title: str
    line: str
    closed: bool
    review: Again | None = None  # when it is looked at again


def row(worry: Worry) -> Row:
    """Return a worry's row."""
    state = "Closed" if worry.closed_at else "Read" if worry.opened_at else "Nobody has read it yet"
    return Row(
        worry.pk, reverse("worry", args=[worry.pk]), about(worry), f"{worry.author.name}, {when(worry.written_at)}. {state}.",
        worry.closed_at is not None, _again(worry),
    )  # fmt: skip


def _again(worry: Worry) -> Again | None:
    if worry.closed_at is None or worry.review_on is None:
        return None
    today = timezone.localdate()
    said = words.day(worry.review_on, today=today)
    if worry.review_on <= today:
        return Again(f"It was to be looked at again by {said}", late=True)
    return Again(f"Look at it again by {said}", late=False)


def about(worry: Worry) -> str:
    """Whom it is about."""
    return worry.name or worry.somebody or ("A child" if worry.child else "Somebody")


def when(moment: datetime) -> str:
    """A day and a time, in words."""
    here = moment.astimezone(HERE)
    return f"{words.day(here.date(), today=timezone.localdate())}, {words.time(here)}"


class WorryPage:
    """One worry: what was said, who has it, who was told."""

    def __init__(self, worry: Worry, *, by: Standing) -> None:
        self.worry = worry
        readers = list(worry.readers.visible_to(by).select_related("worker"))
        self.about = about(worry)
        self.danger = Danger(worry.danger).label
        self.written = f"{worry.author.name}, {when(worry.written_at)}"
        self.readers = [
            (one.worker.name, Part(one.part).label, f"read it {when(one.opened_at)}" if one.opened_at else "has not read it yet")
            for one in readers
        ]  # fmt: skip
        self.told = [
            (f"{Told(one.who).label}{f', {one.name}' if one.name else ''}", when(one.told_at), one.basis)
            for one in worry.told.visible_to(by)
        ]
        sent = any(one.worker_id == by.worker for one in readers)
        self.may_decide, self.may_look_again = worry.closed_at is None and sent, worry.closed_at is not None and sent
        self.closed = f"{worry.closed_by.name}, {when(worry.closed_at)}" if worry.closed_at else ""
        self.review = _again(worry)
