"""What a custody file would do: each row against what is known, by the rules that its loading asks. Nothing is written."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from throughline.domain import custody
from throughline.domain.listed import Moved
from throughline.domain.objections import Objection
from throughline.models import CustodyPeriod, Identifier, PrisonStay, as_service

WORDS = {
    "in": "Came in",
    "out": "Came out",
    "move": "Moved prison",
    "same": "Known already",
    "unknown": "Nobody we know",
    "refused": "Could not be",
    "bad": "Cannot be read",
}


@dataclass
class _Place:
    """Where somebody is while the rows of a custody file are gone through."""

    inside: bool = False
    received_on: date | None = None
    sentence_on: date | None = None
    last_out: date | None = None
    prison: str | None = None
    since: date | None = None
    known: set[tuple[str, date | None, str | None]] = field(default_factory=set)


@as_service()
def moves(movements: Sequence[Any], *, on: date) -> list[Moved]:
    """Return what a custody file would do, in the order of its days, by the rules that its loading asks (3 queries)."""
    values = {value for one in movements for value in one.identifiers.values()}
    owners = {
        (kind, value): person
        for kind, value, person in Identifier.objects.filter(doubted_on__isnull=True, value__in=values).values_list(
            "kind", "value", "person_id"
        )
    }
    where: dict[UUID, _Place] = defaultdict(_Place)
    for period in CustodyPeriod.objects.filter(person__in=set(owners.values())):
        place = where[period.person_id]
        place.known |= {("in", period.received_on, None), ("out", period.released_on, None)}
        if period.released_on is None:
            place.inside, place.received_on, place.sentence_on = True, period.received_on, period.sentence_on
        else:
            place.last_out = max(place.last_out or period.released_on, period.released_on)
    for stay in PrisonStay.objects.filter(person__in=set(owners.values())).order_by("from_on", "recorded_at"):
        place = where[stay.person_id]
        place.known.add(("move", stay.from_on, stay.prison_id))
        if stay.until_on is None:
            place.prison, place.since = stay.prison_id, stay.from_on
    return [_moved(one, owners, where, on=on) for one in movements]


def _moved(one: Any, owners: Mapping[tuple[str, str], UUID], where: dict[UUID, _Place], *, on: date) -> Moved:
    people = {owners[number] for number in one.identifiers.items() if number in owners}
    if not people:
        return Moved(one, "unknown", "Nobody we know has this number.")
    if len(people) > 1:
        return Moved(one, "refused", "Its numbers belong to different people we know.")
    place = where[people.pop()]
    mark = (one.what, one.on, one.prison if one.what == "move" else None)
    if mark in place.known or (one.what == "move" and one.prison and one.prison == place.prison):
        return Moved(one, "same")
    objection = _objection(one, place, on=on)
    if objection is not None:
        return Moved(one, "refused", objection.words)
    place.known.add(mark)
    if one.what == "out":
        place.inside, place.last_out, place.prison, place.since = False, one.on, None, None
    elif one.what == "in":
        if not place.inside:
            place.sentence_on, place.prison, place.since = None, one.prison, one.on
        place.inside, place.received_on = True, one.on
    else:
        place.prison, place.since = one.prison, one.on
    return Moved(one, one.what)


def _objection(one: Any, place: _Place, *, on: date) -> Objection | None:
    """Return why a movement cannot be, by the rules of custody, or None."""
    if one.what == "out":
        return custody.objection_to_releasing(
            in_prison=place.inside, received_on=place.received_on, sentence_on=place.sentence_on, on=one.on, today=on
        )
    if one.what == "in":
        if place.inside and place.received_on is None:
            return None  # the day on which they went in is told now
        return custody.objection_to_receiving(in_prison=place.inside, last_release=place.last_out, on=one.on, today=on)
    if one.prison is None:
        return Objection("no_prison", "It does not say to which prison.")
    return custody.objection_to_transferring(in_prison=place.inside, same_prison=False, from_on=place.since, on=one.on)
