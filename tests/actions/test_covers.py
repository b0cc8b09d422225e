"""A colleague stands in while somebody is away: for that time, for their people, and no longer."""

from datetime import datetime, timedelta

import pytest
from django.db import transaction

from tests.cast import BEGAN, TODAY, days
from tests.histories import out_and_engaged, with_mentor
from throughline.actions import conflicts, covers, ownership
from throughline.domain.calendar import HERE
from throughline.domain.conflicts import Knows
from throughline.domain.objections import Forbidden, Refused
from throughline.models import Absence, Cover, Grant, Mail, Worker, acting, opened_to
from throughline.policy.grants import OPENED_BY, Basis

pytestmark = pytest.mark.django_db


def give(cast, part="mentor", worker=None, **more):
    return covers.give(
        (worker or cast.mentor).pk,
        by=cast.stands(part),
        **{"colleague": cast.other_mentor, "from_on": TODAY, "until_on": days(7), "today": TODAY} | more,
    )


def sees(cast, part, person):
    standing = cast.stands(part)
    with transaction.atomic(), acting(standing):
        return opened_to(standing, person)


def test_a_colleague_sees_all_of_their_people_until_the_last_day_is_over(cast):
    first, second = out_and_engaged(cast).person_id, with_mentor(cast, given="Euan", family="Boyd").person_id
    assert sees(cast, "other_mentor", first) == 0

    cover = give(cast)

    for person in (first, second):
        assert sees(cast, "other_mentor", person) == OPENED_BY[Basis.COVER]
    grants = Grant.objects.filter(source=cover.pk)
    assert {(one.basis, one.because) for one in grants} == {("cover", "stands in for Moira Kerr")}
    end = datetime(days(8).year, days(8).month, days(8).day, tzinfo=HERE)
    assert {one.ends for one in grants} == {end}
    assert Mail.objects.get(key=f"cover:{cover.pk}").to == "nadia@example.org"


def test_cover_ahead_opens_nothing_until_its_first_day(cast):
    person = out_and_engaged(cast).person_id

    cover = give(cast, from_on=days(5))

    assert sees(cast, "other_mentor", person) == 0
    assert Grant.objects.get(source=cover.pk).starts == datetime(days(5).year, days(5).month, days(5).day, tzinfo=HERE)


def test_ended_early_it_shuts_at_once_one_to_come_too(cast):
    person = out_and_engaged(cast).person_id
    now, later = give(cast), give(cast, colleague=cast.duty_worker, from_on=days(5))

    covers.end(now.pk, by=cast.stands("mentor"), on=TODAY)
    covers.end(later.pk, by=cast.stands("team_lead"), on=TODAY)

    assert sees(cast, "other_mentor", person) == 0
    assert not Grant.objects.filter(basis="cover", ends__gt=datetime.now(tz=HERE)).exists()
    with pytest.raises(Refused, match="ended already"):
        covers.end(now.pk, by=cast.stands("mentor"), on=TODAY)


def test_for_oneself_or_by_a_lead_of_their_team_and_by_nobody_else(cast):
    out_and_engaged(cast)
    other_lead = Worker.objects.get(name="Lorna Lead")
    for part in ("other_mentor", "stranger", "prison_coach", "administrator", other_lead):
        with pytest.raises(Forbidden):
            give(cast, part=part)
    assert give(cast, part="team_lead")
    assert give(cast, part="coordinator", colleague=cast.duty_worker)
    with pytest.raises(Forbidden):
        covers.end(Cover.objects.first().pk, by=cast.stands("stranger"), on=TODAY)


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"until_on": days(-1)}, "until_on"), ({"from_on": days(-1)}, "from_on"), ({"until_on": days(120)}, "until_on"),
        ({"from_on": days(9)}, "until_on"),
    ],
)  # fmt: skip
def test_days_that_cannot_be_are_said(cast, more, field):
    out_and_engaged(cast)

    with pytest.raises(Refused) as refused:
        give(cast, **more)

    assert refused.value.objection.field == field
    assert not Grant.objects.filter(basis="cover").exists()


def test_nobody_covers_for_themselves_and_nobody_who_is_away(cast):
    with pytest.raises(Refused, match="someone else"):
        give(cast, colleague=cast.mentor)
    Absence(worker=cast.other_mentor, from_on=BEGAN).save()
    with pytest.raises(Refused, match="away or has left"):
        give(cast)


def test_whom_the_colleague_knows_is_left_out(cast):
    known, other = out_and_engaged(cast).person_id, with_mentor(cast, given="Euan", family="Boyd").person_id
    conflicts.declare(known, by=cast.stands("team_lead"), worker=cast.other_mentor, kind=Knows.CO_ACCUSED, on=TODAY)

    cover = give(cast)

    assert list(Grant.objects.filter(source=cover.pk).values_list("person", flat=True)) == [other]
    assert sees(cast, "other_mentor", known) == 0


def test_each_night_it_follows_whom_the_worker_looks_after(cast):
    first = out_and_engaged(cast)
    cover, service = give(cast), cast.stands(cast.service)
    new = with_mentor(cast, given="Euan", family="Boyd").person_id
    handed = ownership.hand_over(
        first.pk, by=cast.stands("mentor"), receiver=cast.duty_worker, starts_on=TODAY, today=TODAY
    )
    ownership.answer(handed.pk, by=cast.stands("duty_worker"), accepted=True, today=TODAY)

    assert covers.follow(by=service, on=TODAY) == 1
    assert covers.follow(by=service, on=TODAY) == 1

    assert sees(cast, "other_mentor", first.person_id) == 0
    assert sees(cast, "other_mentor", new) == OPENED_BY[Basis.COVER]
    assert Grant.objects.filter(source=cover.pk).count() == 2
    assert covers.follow(by=service, on=days(8)) == 0
    assert timedelta(days=7) == cover.until_on - cover.from_on
