"""Council areas, holidays and numbers to ring that the partnership adds to those that came with the product."""

from datetime import date

import pytest

from tests.cast import FIFE, GLASGOW, TODAY, days
from throughline.actions import places, worries
from throughline.domain.objections import Forbidden, Refused
from throughline.models import Council, Event, HelpNumber, Holiday

pytestmark = pytest.mark.django_db
FAIR = date(2027, 7, 19)


def council(cast, name, part="administrator"):
    return places.add_council(by=cast.stands(part), name=name, on=TODAY)


def holiday(cast, day=FAIR, *, name="Fair Monday", where=None, part="administrator"):
    where = where and Council.objects.get(pk=where)
    return places.add_holiday(by=cast.stands(part), day=day, name=name, council=where, on=TODAY)


def number(cast, number="0141 496 0100", *, who="Out of hours", on=TODAY, part="administrator"):
    return worries.add_number(
        by=cast.stands(part), who=who, number=number, when="Day and night", source="Their page", on=on
    )


def test_a_council_area_gets_a_code_of_the_partnerships_own_and_its_nation(cast):
    added = council(cast, " Clydesdale ")

    added.refresh_from_db()
    assert (added.name, added.nation, added.added_on) == ("Clydesdale", "scotland", TODAY)
    assert added.code.startswith("OWN-")
    assert council(cast, "Strathclyde").code != added.code
    assert Event.objects.get(what="place:add_council", thing_id=added.code).by == cast.administrator


def test_a_council_area_is_added_once_by_whoever_sets_up(cast):
    before = Council.objects.count()

    with pytest.raises(Refused, match="of that name"):
        council(cast, Council.objects.get(pk=GLASGOW).name.upper())
    for part in ("mentor", "team_lead", "coordinator"):
        with pytest.raises(Forbidden):
            council(cast, "Clydesdale", part)

    assert Council.objects.count() == before


def test_a_day_is_a_holiday_once_in_each_place(cast):
    holiday(cast, where=GLASGOW)

    with pytest.raises(Refused, match="already a holiday"):
        holiday(cast, where=GLASGOW, name="Another")
    holiday(cast, where=FIFE)
    holiday(cast, days(40), name="For everybody")
    with pytest.raises(Refused, match="already a holiday"):
        holiday(cast, days(40), where=GLASGOW)

    added = Holiday.objects.filter(added_on=TODAY)
    assert set(added.values_list("day", "council")) == {(FAIR, GLASGOW), (FAIR, FIFE), (days(40), None)}
    assert set(Event.objects.filter(what="place:add_holiday").values_list("detail__day", flat=True)) == {
        FAIR.isoformat(), days(40).isoformat(),
    }  # fmt: skip


def test_only_whoever_sets_up_adds_a_holiday(cast):
    for part in ("mentor", "team_lead", "coordinator"):
        with pytest.raises(Forbidden):
            holiday(cast, part=part)

    assert not Holiday.objects.filter(added_on=TODAY).exists()


def test_a_number_to_ring_takes_the_place_of_the_one_of_the_same_name(cast):
    first = number(cast, on=days(-9))
    other = number(cast, who="Social work", on=days(-9))

    second = number(cast, "0141 496 0199")

    first.refresh_from_db()
    assert first.until_on == days(-1)
    assert set(HelpNumber.objects.filter(until_on=None)) == {second, other}
    assert Event.objects.filter(what="help_number:add", by=cast.administrator).count() == 3


def test_a_number_is_not_put_before_the_one_in_force_and_by_nobody_else(cast):
    held = number(cast)

    with pytest.raises(Refused, match="starts later"):
        number(cast, "0141 496 0199", on=days(-1))
    for part in ("mentor", "team_lead", "safeguarding_lead"):
        with pytest.raises(Forbidden):
            number(cast, "0141 496 0199", part=part)

    assert HelpNumber.objects.get() == held
    assert HelpNumber.objects.get().until_on is None
