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


def waiting(by: Standing) -> list[Worry]:
    """Return open worries that were sent to this worker."""
    return list(
        Worry.objects.visible_to(by).filter(closed_at__isnull=True, readers__worker=by.worker).select_related("author")
    )  # fmt: skip


def to_look_at_again(by: Standing, *, on: date) -> list[Worry]:
    """Return closed worries that were sent to this worker and whose day to look again has come."""
    return list(Worry.objects.visible_to(by).to_look_at_again(on).filter(readers__worker=by.worker))
