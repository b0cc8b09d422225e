"""Loading a custody file: who came in, went out or moved, as the service that keeps lists, whoever loads it."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from throughline.actions import custody, lists
from throughline.actions.beats import atomic, insist
from throughline.domain.listed import Moved
from throughline.domain.objections import Forbidden, Objection, Refused
from throughline.models import CustodyPeriod, Identifier, PrisonStay, Upload, Worker, as_service, standing_of
from throughline.policy.standing import Standing, objection_to_listing


@atomic
def load(pk: UUID, *, by: Standing, movements: Sequence[Any], bad: Sequence[Any], today: date) -> list[Moved]:
    """Do what a custody file says, in the order of its days: a row that cannot be is left out, and said.

    Returns what each row came to. Raises Forbidden, Refused.
    """
    insist(may=objection_to_listing(by))
    upload = Upload.objects.select_for_update().get(pk=pk, by=by.worker)
    if upload.applied_at is not None:
        raise Refused(Objection("applied_already", "This file has been loaded already."))
    with as_service():
        desk = _Movements(movements, by=standing_of(Worker.objects.get(service=True), on=today), today=today)
        found = [desk.move(one) for one in movements]
    left = [
        lists.Left(one.movement.where, next(iter(one.movement.identifiers.values()), ""), one.what, one.why)
        for one in found
        if one.what in ("unknown", "refused")
    ] + [lists.unread(one) for one in bad]
    counts = Counter(one.what for one in found)
    counts["bad"] += len(bad)
    lists.applied(upload, counts, left, by=by)
    return found


class _Movements:
    """Does what the rows of a custody file say, with what is known of all of them read once: most change nothing."""

    def __init__(self, movements: Sequence[Any], *, by: Standing, today: date) -> None:
        self.by, self.today = by, today
        values = {value for one in movements for value in one.identifiers.values()}
        self.owners = {
            (kind, value): person
            for kind, value, person in Identifier.objects.filter(doubted_on__isnull=True, value__in=values).values_list(
                "kind", "value", "person_id"
            )
        }
        self.known: set[tuple[str, UUID, date | None, str | None]] = set()
        self.since_unknown = set()  # who is inside, and nobody knows since when
        for person, received, released in CustodyPeriod.objects.filter(person__in=self.owners.values()).values_list(
            "person_id", "received_on", "released_on"
        ):
            self.known |= {("in", person, received, None), ("out", person, released, None)}
            if received is None and released is None:
                self.since_unknown.add(person)
        for person, prison, since in PrisonStay.objects.filter(person__in=self.owners.values()).values_list(
            "person_id", "prison_id", "from_on"
        ):
            self.known.add(("move", person, since, prison))

    def move(self, one: Any) -> Moved:
        """Record one movement. Returns what it came to, and why not where it could not be."""
        people = {self.owners[number] for number in one.identifiers.items() if number in self.owners}
        if not people:
            return Moved(one, "unknown", "Nobody we know has this number.")
        if len(people) > 1:
            return Moved(one, "refused", "Its numbers belong to different people we know.")
        person = people.pop()
        mark = (one.what, person, one.on, one.prison if one.what == "move" else None)
        if mark in self.known:
            return Moved(one, "same")
        try:
            with transaction.atomic():
                if one.what == "out":
                    custody.come_out(person, by=self.by, on=one.on, today=self.today, kind=one.kind)
                elif one.what == "in" and person in self.since_unknown:
                    custody.retell(person, by=self.by, status=one.status, received_on=one.on)
                    self.since_unknown.discard(person)
                elif one.what == "in":
                    custody.go_in(person, by=self.by, status=one.status, on=one.on, today=self.today, prison=one.prison)
                elif one.prison is None:
                    return Moved(one, "refused", "It does not say to which prison.")
                elif PrisonStay.objects.filter(person=person, prison=one.prison, until_on__isnull=True).exists():
                    return Moved(one, "same")
                else:
                    custody.move(person, by=self.by, prison=one.prison, on=one.on, today=self.today)
        except (Refused, Forbidden) as stopped:
            return Moved(one, "refused", stopped.objection.words)
        self.known.add(mark)
        return Moved(one, one.what)
