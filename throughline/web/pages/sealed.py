"""Seals and declarations, in words."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.urls import reverse

from throughline.domain.conflicts import Knows
from throughline.domain.sealed import SealKind
from throughline.models import Conflict, Seal, SealHolder
from throughline.policy.grants import Opens
from throughline.queries.sealed import Desk
from throughline.web.pages import words


@dataclass(frozen=True)
class Row:
    """One row of the desk."""

    href: str
    name: str
    line: str
    when: str = ""
    late: bool = False


def what_of(seal: Seal) -> str:
    """How much of the record is sealed."""
    return "The whole record" if seal.opens & Opens.IDENTITY else "The address alone"


class DeskPage:
    """What waits for those who seal records and settle who knows whom."""

    def __init__(self, desk: Desk, *, may_seal: bool, today: date) -> None:
        self.may_seal = may_seal
        self.seals = [
            Row(
                reverse("seal", args=[one.pk]), one.name,
                f"{what_of(one)}. {SealKind(one.kind).label}. Open to {words.names(sorted(h.worker.name for h in one.holders.all() if h.ended_at is None))}.",
                f"Look again by {words.day(one.review_on, today=today)}", one.review_on <= today,
            )
            for one in desk.seals
        ]  # fmt: skip
        self.waiting = [_declared(one, reverse("match_conflict", args=[one.pk]), today=today) for one in desk.waiting]
        self.conflicts = [_declared(one, reverse("end_conflict", args=[one.pk]), today=today) for one in desk.conflicts]
        self.people: set[UUID] = {one.person_id for one in (*desk.seals, *desk.conflicts)}


def _declared(one: Conflict, href: str, *, today: date) -> Row:
    said = f"{Knows(one.kind).label}. Said {words.day(one.declared_on, today=today)}"
    by = "" if one.declared_by_id == one.worker_id else f" by {one.declared_by.name}"
    more = f" “{one.words}”" if one.words else ""
    return Row(href, f"{one.worker.name} knows {one.name}", f"{said}{by}.{more}")


class SealPage:
    """One seal."""

    def __init__(self, seal: Seal, holders: list[SealHolder], *, today: date) -> None:
        self.seal, self.holders = seal, holders
        self.what, self.why = what_of(seal), SealKind(seal.kind).label
        self.set = f"{seal.set_by.name}, {words.day(seal.from_on, today=today)}"
        self.review, self.late = words.day(seal.review_on, today=today), seal.review_on <= today
        self.open = seal.ended_at is None
        self.ended = f"{seal.ended_by.name}: {seal.ended_because}" if seal.ended_by else ""
