"""Restrictions: added, changed as a next version, ended; in force from their first day to their last."""

from datetime import time

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from tests import safe
from tests.cast import TODAY, days
from tests.histories import out_and_engaged
from throughline.actions import restrictions
from throughline.domain.objections import Forbidden, Refused
from throughline.domain.restrictions import Approval, Kind, Venue, Whom
from throughline.models import Event, Person, Restriction

pytestmark = pytest.mark.django_db
SHAPE = {"type": "Polygon", "coordinates": [[[-4.26, 55.86], [-4.25, 55.86], [-4.25, 55.87], [-4.26, 55.86]]]}
NO_AREA = {"latitude": None, "longitude": None, "radius_m": None}


@pytest.mark.ledger("P6")
@pytest.mark.parametrize(
    ("more", "columns"),
    [
        ({}, {"latitude": 55.8617, "longitude": -4.2583, "radius_m": 500, "shape": None}),
        ({"kind": Kind.STAY_IN, "shape": SHAPE} | NO_AREA, {"shape": SHAPE, "latitude": None}),
        ({"kind": Kind.NO_CONTACT, "whom": Whom.NAMED, "who": " Tam "}, {"whom": "named", "who": "Tam", "latitude": None}),
        ({"kind": Kind.KEEP_APART, "who": "Tam"}, {"who": "Tam", "whom": ""}),
        ({"kind": Kind.VENUES, "venues": (Venue.PLAY, Venue.SCHOOLS)}, {"venues": ["play", "schools"]}),
        ({"kind": Kind.HOURS, "days": (6, 5, 5), "from_time": time(19), "until_time": time(7)}, {"days": [5, 6], "from_time": time(19), "radius_m": None}),
        ({"kind": Kind.APPROVAL, "approval": Approval.WORK, "who": "His officer"}, {"approval": "work", "who": "His officer"}),
    ],
)  # fmt: skip
def test_each_kind_is_kept_in_its_own_columns_and_no_others(cast, more, columns):
    episode = out_and_engaged(cast)

    made = safe.restricted(cast, episode, **more)

    row = Restriction.objects.get()
    assert row == made
    assert {name: getattr(row, name) for name in columns} == columns
    assert (row.version, row.author, row.person_id) == (1, cast.mentor, episode.person_id)
    event = Event.objects.get(what="restriction:add")
    assert event.detail == {"version": 1}, "what kind it is, is for those who may read the safety page"


def test_a_change_is_a_new_version_and_one_made_from_an_earlier_is_refused(cast):
    first = safe.restricted(cast, out_and_engaged(cast))

    second = restrictions.change(
        first.pk, by=cast.stands("mentor"), terms=safe.terms(radius_m=800), on=TODAY, version=1
    )

    first.refresh_from_db()
    assert (first.radius_m, first.replaced_on) == (500, TODAY)
    assert (second.radius_m, second.version, second.line) == (800, 2, first.line)
    with pytest.raises(Refused) as refused:
        restrictions.change(first.pk, by=cast.stands("team_lead"), terms=safe.terms(), on=TODAY, version=1)
    assert refused.value.objection.version == 2
    assert list(Restriction.objects.latest()) == [second]


def test_it_holds_from_its_first_day_to_its_last_and_not_once_ended(cast):
    episode = out_and_engaged(cast)
    row = safe.restricted(cast, episode, from_on=days(2), until_on=days(5))

    def holds(on):
        return Restriction.objects.in_force(on=days(on)).exists()

    assert [holds(n) for n in (1, 2, 5, 6)] == [False, True, True, False]
    assert Restriction.objects.to_come_or_in_force(on=TODAY).exists()
    restrictions.end(row.pk, by=cast.stands("mentor"), because="The order was lifted today.", on=TODAY)
    assert not holds(3)
    row.refresh_from_db()
    assert (row.ended_by, row.ended_because) == (cast.mentor, "The order was lifted today.")
    for act in (
        lambda: restrictions.end(row.pk, by=cast.stands("mentor"), because="Again", on=TODAY),
        lambda: restrictions.change(row.pk, by=cast.stands("mentor"), terms=safe.terms(), on=TODAY),
    ):
        with pytest.raises(Refused):
            act()


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"words": " "}, "no_words"), ({"words": "Medium risk."}, "bare_level"), (NO_AREA, "no_area"), ({"shape": SHAPE}, "two_areas"), ({"kind": Kind.VENUES}, "no_venues"),
        ({"kind": Kind.HOURS}, "no_days"), ({"kind": Kind.APPROVAL}, "no_approval"), ({"kind": Kind.NO_CONTACT}, "no_whom"), ({"kind": Kind.KEEP_APART}, "no_who"),
        ({"until_on": days(-1), "from_on": days(-9)}, "over_already"), ({"review_on": TODAY}, "review_past"), ({"from_on": days(3), "until_on": days(2)}, "until_before_from"),
    ],
)  # fmt: skip
def test_what_is_not_whole_is_refused_and_leaves_nothing(cast, more, code):
    episode = out_and_engaged(cast)

    with pytest.raises(Refused) as refused:
        safe.restricted(cast, episode, **more)

    assert refused.value.objection.code == code
    assert not Restriction.objects.exists()


def test_a_reader_may_not_write_and_a_stranger_finds_nothing(cast):
    episode = out_and_engaged(cast)
    today = timezone.localdate()
    row = safe.restricted(cast, episode, on=today)
    safe.open_to_partner(cast, episode)
    reader, stranger, said = cast.stands("partner_coach", today), cast.stands("stranger", today), safe.terms(today)

    assert list(Restriction.objects.visible_to(reader)) == [row]
    assert list(Restriction.objects.visible_to(stranger)) == []
    for act in (
        lambda by: restrictions.add(episode.person_id, by=by, terms=said, on=today),
        lambda by: restrictions.change(row.pk, by=by, terms=said, on=today),
        lambda by: restrictions.end(row.pk, by=by, because="x", on=today),
    ):
        with pytest.raises(Forbidden):
            act(reader)
        with pytest.raises((Person.DoesNotExist, Restriction.DoesNotExist)):
            act(stranger)
    assert Restriction.objects.get().ended_on is None


def test_the_database_keeps_the_words(cast):
    safe.restricted(cast, out_and_engaged(cast))

    for change in ({"words": "Other"}, {"until_on": TODAY}, {"radius_m": 1}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Restriction.objects.update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        Restriction.objects.all().delete()
