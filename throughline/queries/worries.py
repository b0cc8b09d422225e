"""Worries in sight, the numbers to ring, and through whose hands a worry goes."""

from datetime import date

from throughline.domain.vocabulary import Nation
from throughline.domain.worries import Number, numbers
from throughline.models import Episode, HelpNumber, Partnership, Person, Worry
from throughline.policy.standing import Standing

MOST_NAMES = 300


def numbers_to_ring(on: date) -> list[Number]:
    """Return the numbers to show, 999 first."""
    nation = Partnership.objects.values_list("nation", flat=True).first()
    own = [Number(row.who, row.number, row.when, row.source) for row in HelpNumber.objects.on(on)]
    return numbers(own, nation=Nation(nation) if nation else None)


def my_people(by: Standing) -> list[Person]:
    """Return people in sight to choose from, those the worker looks after first; the rest can be said in words."""
    own = set(Episode.objects.visible_to(by).filter(owner=by.worker).values_list("person_id", flat=True))
    seen = Person.objects.visible_to(by).order_by("family_name", "given_names")
    mine = list(seen.filter(pk__in=own))
    return [*mine, *seen.exclude(pk__in=own)[: max(0, MOST_NAMES - len(mine))]]


def sent_to(by: Standing, *, on: date) -> tuple[list[Worry], list[Worry]]:
    """Return the worries sent to this worker that are open, and the closed ones whose day to look again has come (1 query)."""
    sent = Worry.objects.visible_to(by).waiting_or_again(on).filter(readers__worker=by.worker).select_related("author")
    return [one for one in sent if one.closed_at is None], [one for one in sent if one.closed_at is not None]
