"""Ways to reach someone, and people close to them. A changed number is a new row; the old one ends."""

from datetime import date
from uuid import UUID

from throughline.actions.beats import atomic, insist, objection_to_writing, record, see
from throughline.models import CloseOne, ContactWay, Person
from throughline.policy.standing import Standing


@atomic
def add_way(
    person: UUID, *, by: Standing, kind: str, value: str, safe_to_leave_message: bool, on: date, whose: str = "Mobile"
) -> ContactWay:
    """Add a way to reach someone. One of the same name ends."""
    somebody = see(Person, person, by=by)
    insist(may=objection_to_writing(by, person))
    for earlier in ContactWay.objects.filter(
        person=somebody, kind=kind, whose__iexact=whose.strip(), until_on__isnull=True
    ):
        earlier.until_on = on
        earlier.save(update_fields=["until_on"])
    way = ContactWay(
        person=somebody,
        kind=kind,
        whose=whose.strip() or "Mobile",
        value=value.strip(),
        safe_to_leave_message=safe_to_leave_message,
        from_on=on,
    )
    way.save(force_insert=True)
    record("contact:add_way", way, by=by)
    return way


@atomic
def add_close(
    person: UUID, *, by: Standing, name: str, relation: str, happy_to_be_phoned: bool, on: date, phone: str = ""
) -> CloseOne:
    """Add someone close to a participant."""
    somebody = see(Person, person, by=by)
    insist(may=objection_to_writing(by, person))
    close = CloseOne(
        person=somebody,
        name=name.strip(),
        relation=relation.strip(),
        phone=phone.strip(),
        happy_to_be_phoned=happy_to_be_phoned,
        from_on=on,
    )
    close.save(force_insert=True)
    record("contact:add_close", close, by=by)
    return close
