"""Council areas and holidays that are not shipped: a partnership adds its own."""

from datetime import date

from throughline.actions.beats import atomic, insist, record
from throughline.domain.objections import Objection, Refused
from throughline.models import Council, Holiday, Partnership
from throughline.models.ids import new_id
from throughline.policy.standing import Standing, objection_to_setting_up


@atomic
def add_council(*, by: Standing, name: str, on: date) -> Council:
    """Add a council area of the partnership's nation. Raises Refused if one of that name is there."""
    insist(may=objection_to_setting_up(by))
    # The partnership's one row is the lock: two who add the same name do so one after the other.
    nation = Partnership.objects.select_for_update().get().nation
    if Council.objects.filter(nation=nation, name__iexact=name.strip()).exists():
        raise Refused(Objection("name_taken", "There is already a council area of that name.", "name"))
    council = Council(code=f"OWN-{new_id().hex[-8:].upper()}", name=name.strip(), nation=nation, added_on=on)
    council.save(force_insert=True)
    record("place:add_council", council, by=by)
    return council


@atomic
def add_holiday(*, by: Standing, day: date, name: str, on: date, council: Council | None = None) -> Holiday:
    """Add a holiday of the whole nation, or of one council area. Raises Refused if that day is one there already."""
    insist(may=objection_to_setting_up(by))
    nation = Partnership.objects.select_for_update().get().nation
    there = Holiday.objects.filter(nation=nation, day=day)
    if there.filter(council=None).exists() or there.filter(council=council).exists():
        raise Refused(Objection("holiday_there", "That day is already a holiday there.", "day"))
    holiday = Holiday(nation=nation, day=day, name=name.strip(), council=council, added_on=on)
    holiday.save(force_insert=True)
    record("place:add_holiday", holiday, by=by, day=day.isoformat())
    return holiday
