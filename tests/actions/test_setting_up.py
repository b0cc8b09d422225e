"""Setting up: rows that follow each other, and what moves with them."""

import pytest

from tests.cast import TODAY, days
from tests.histories import arrive, sign_up
from throughline.actions import ownership, partnership, programmes, workers
from throughline.domain.objections import Forbidden, Refused
from throughline.domain.vocabulary import Role
from throughline.jobs import duty
from throughline.models import Person, Prison, PrisonService

pytestmark = pytest.mark.django_db


def change_coach(cast, on):
    barlinnie = Prison.objects.get(short_name="Barlinnie")
    return partnership.switch_on(
        barlinnie.pk, by=cast.stands("administrator"), team=cast.team, duty_coach=cast.other_coach, on=on, today=TODAY
    )


@pytest.mark.ledger("P1")
def test_a_new_duty_coach_takes_those_who_wait_and_not_those_who_joined(cast):
    waits = arrive(cast)
    joined = sign_up(cast, arrive(cast, given="Sam", family="Weir", spin="91234"))

    change_coach(cast, TODAY)

    waits.refresh_from_db()
    joined.refresh_from_db()
    assert waits.owner == cast.other_coach
    assert joined.owner == cast.prison_coach
    assert Person.objects.visible_to(cast.stands("other_coach")).count() == 2
    assert not Person.objects.visible_to(cast.stands("prison_coach")).filter(pk=waits.person_id).exists()


def test_a_duty_that_begins_later_changes_nothing_until_that_day(cast, time_machine):
    waits = arrive(cast)
    change_coach(cast, days(2))
    waits.refresh_from_db()
    assert waits.owner == cast.prison_coach
    time_machine.move_to(days(2), tick=False)

    assert duty.run() == 1

    waits.refresh_from_db()
    assert waits.owner == cast.other_coach


def test_a_mentor_may_not_change_who_is_on_duty(cast):
    service = PrisonService.objects.first()

    with pytest.raises(Forbidden):
        ownership.follow_duty(service, by=cast.stands("mentor"), on=TODAY)


def test_what_a_pack_holds_is_a_dated_row_and_the_old_ones_stay(cast):
    by = cast.stands("administrator")

    programmes.fill_pack(cast.programme.pk, by=by, contents=[("Phone", 2500, True), ("Map", None, False)], on=TODAY)

    now = cast.programme.pack_contents.filter(until_on=None)
    assert list(now.values_list("what", "pence")) == [("Phone", 2500), ("Map", None)]
    assert cast.programme.pack_contents.filter(until_on=days(-1)).count() == 4


def test_a_team_that_works_with_someone_cannot_end_and_an_area_it_leaves_may_go_to_another(cast):
    arrive(cast)
    by = cast.stands("administrator")
    with pytest.raises(Refused):
        partnership.end_team(cast.team.pk, by=by, on=TODAY)
    area = cast.team.areas.get()

    partnership.leave_area(area.pk, by=by, on=TODAY)

    assert partnership.serve_area(cast.other_team.pk, by=by, council=area.council_id, on=days(1)).until_on is None


def test_a_coordinator_sees_the_people_of_every_team_of_their_service_and_of_no_other(cast):
    here = arrive(cast)
    by = cast.stands("administrator")
    elsewhere = workers.add(
        by=by, name="Olga Other", email="olga@example.org", employer=cast.trust, on=TODAY,
        posts=[{"organisation": cast.trust, "role": Role.COORDINATOR}],
    )  # fmt: skip

    assert list(Person.objects.visible_to(cast.stands("coordinator"))) == [here.person]
    assert not Person.objects.visible_to(cast.stands(elsewhere)).exists()
