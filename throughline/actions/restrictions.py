"""Restrictions: added, changed as a next version, ended with a reason."""

from dataclasses import dataclass, field
from datetime import date, time
from typing import Any
from uuid import UUID

from throughline.actions.beats import atomic, insist, objection_to_writing, record, see, unchanged
from throughline.domain import restrictions as rules
from throughline.domain.objections import Objection, first
from throughline.domain.restrictions import Approval, Kind, Source, Venue, Whom
from throughline.models import Person, Restriction, new_id
from throughline.policy.standing import Standing


@dataclass(frozen=True)
class Terms:
    """What a restriction says, as the page gives it. What its kind does not ask for is not kept."""

    kind: Kind
    words: str
    source: Source
    from_on: date
    review_on: date
    until_on: date | None = None
    source_words: str = ""
    latitude: float | None = None
    longitude: float | None = None
    radius_m: int | None = None
    shape: dict[str, Any] | None = None
    whom: Whom | None = None
    who: str = ""
    venues: tuple[Venue, ...] = field(default=())
    days: tuple[int, ...] = field(default=())
    from_time: time | None = None
    until_time: time | None = None
    approval: Approval | None = None

    def of_its_kind(self) -> dict[str, Any]:
        """Return the columns that its kind fills."""
        area = {"latitude": self.latitude, "longitude": self.longitude, "radius_m": self.radius_m, "shape": self.shape}
        hours = {"days": sorted(set(self.days)), "from_time": self.from_time, "until_time": self.until_time}
        return {
            Kind.KEEP_OUT: area, Kind.STAY_IN: area, Kind.HOURS: hours,
            Kind.NO_CONTACT: {"whom": self.whom.value if self.whom else "", "who": self.who.strip()},
            Kind.KEEP_APART: {"who": self.who.strip()}, Kind.VENUES: {"venues": [one.value for one in self.venues]},
            Kind.APPROVAL: {"approval": self.approval.value if self.approval else "", "who": self.who.strip()},
        }[self.kind]  # fmt: skip


@atomic
def add(person: UUID, *, by: Standing, terms: Terms, on: date) -> Restriction:
    """Add a restriction to somebody's record. Raises Person.DoesNotExist, Forbidden, Refused."""
    one = see(Person, person, by=by)
    insist(may=objection_to_writing(by, one.pk), can=_objection_to(terms, on=on))
    row = _row(terms, by=by, person=one.pk, line=new_id(), version=1, on=on)
    row.save(force_insert=True)
    record("restriction:add", row, by=by, version=1)
    return row


@atomic
def change(pk: UUID, *, by: Standing, terms: Terms, on: date, version: int | None = None) -> Restriction:
    """Change a restriction, as its next version. Raises Restriction.DoesNotExist, Forbidden, Refused."""
    latest = _latest(pk, by=by)
    insist(
        may=objection_to_writing(by, latest.person_id),
        can=first(rules.objection_to_changing(ended_on=latest.ended_on), _objection_to(terms, on=on)),
    )
    unchanged(latest, version)
    latest.replaced_on = on
    latest.save(update_fields=["replaced_on"])
    row = _row(terms, by=by, person=latest.person_id, line=latest.line, version=latest.version + 1, on=on)
    row.save(force_insert=True)
    record("restriction:change", row, by=by, version=row.version)
    return row


@atomic
def end(pk: UUID, *, by: Standing, because: str, on: date, version: int | None = None) -> Restriction:
    """End a restriction with a reason. Raises Restriction.DoesNotExist, Forbidden, Refused."""
    latest = _latest(pk, by=by)
    insist(
        may=objection_to_writing(by, latest.person_id),
        can=rules.objection_to_ending(ended_on=latest.ended_on, because=because),
    )
    unchanged(latest, version)
    latest.ended_on, latest.ended_by_id, latest.ended_because = on, by.worker, because.strip()
    latest.save(update_fields=["ended_on", "ended_by", "ended_because"])
    record("restriction:end", latest, by=by, version=latest.version)
    return latest


def _latest(pk: UUID, *, by: Standing) -> Restriction:
    """Return the latest version of the restriction of which `pk` is one, locked, if `by` sees it."""
    known = see(Restriction, pk, by=by)
    if known.replaced_on is None:
        return known
    return Restriction.objects.select_for_update(of=("self",)).get(line=known.line, replaced_on__isnull=True)


def _objection_to(terms: Terms, *, on: date) -> Objection | None:
    said = {"words": terms.words} | terms.of_its_kind()
    days = {"from_on": terms.from_on, "until_on": terms.until_on, "review_on": terms.review_on}
    return first(
        rules.objection_to_restricting(terms.kind, said),
        rules.objection_to_its_days(**days, on=on),
    )


def _row(terms: Terms, *, by: Standing, person: UUID, line: UUID, version: int, on: date) -> Restriction:
    return Restriction(
        person_id=person, line=line, version=version, kind=terms.kind, words=terms.words.strip(), from_on=terms.from_on, until_on=terms.until_on,
        source=terms.source, source_words=terms.source_words.strip(), review_on=terms.review_on, author_id=by.worker, written_on=on,
        **terms.of_its_kind(),
    )  # fmt: skip
