"""Setting up: rows that follow each other, and what moves with them."""

from datetime import UTC, datetime, timedelta
from importlib import import_module

import pytest
from django.db import IntegrityError, connection, transaction

from tests.cast import TODAY, days
from tests.histories import arrive, sign_up, with_mentor
from throughline.actions import episodes, ownership, partnership, programmes, workers
from throughline.domain.objections import Forbidden, Refused
from throughline.domain.vocabulary import Nation, Role
from throughline.jobs import duty, mail
from throughline.models import (
    EligibilityRule,
    Handover,
    PackContent,
    Person,
    Prison,
    PrisonService,
    StandardRow,
    TeamDuty,
    opened_to,
)
from throughline.models.ids import new_id
from throughline.queries.gates import possible_receivers, possible_workers
from throughline.queries.records import Record

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


def test_a_night_that_was_missed_is_made_up_and_made_up_once(cast, time_machine):
    waits = arrive(cast)
    change_coach(cast, days(2))
    time_machine.move_to(days(4), tick=False)

    assert (duty.run(), duty.run()) == (1, 0)

    waits.refresh_from_db()
    assert waits.owner == cast.other_coach


def test_a_duty_that_nobody_could_take_is_taken_when_the_coach_is_back(cast, time_machine):
    waits = arrive(cast)
    ownership.away(
        cast.other_coach.pk, by=cast.stands("administrator"), from_on=TODAY, until_on=TODAY, today=days(-1)
    )  # fmt: skip
    service = change_coach(cast, TODAY)
    waits.refresh_from_db()
    assert (service.followed_on, waits.owner) == (None, cast.prison_coach)
    time_machine.move_to(days(1), tick=False)

    assert (duty.run(), duty.run()) == (1, 0)

    waits.refresh_from_db()
    service.refresh_from_db()
    assert (service.followed_on, waits.owner) == (days(1), cast.other_coach)


def test_a_post_that_was_ended_today_is_asked_of_nobody_and_keeps_no_team(cast):
    episode = with_mentor(cast)
    by, mentor = cast.stands("administrator"), cast.stands("mentor")
    seen = Record(episode.person, episode, opened_to(mentor, episode.person_id), ())
    assert cast.other_mentor in possible_workers(seen, by=mentor, on=TODAY)
    team = partnership.add_team(by=by, organisation=cast.trust, name="Fife", on=days(-9))
    posts = [
        cast.other_mentor.posts.get(),
        workers.give_post(cast.stranger.pk, by=by, organisation=cast.trust, role=Role.MENTOR, team=team, on=days(-9)),
    ]

    for post in posts:
        workers.end_post(post.pk, by=by, on=TODAY, today=TODAY)

    assert cast.other_mentor not in possible_workers(seen, by=mentor, on=TODAY)
    assert cast.other_mentor not in possible_receivers(seen, by=mentor, on=TODAY)
    assert partnership.end_team(team.pk, by=by, on=TODAY).until_on == TODAY


def test_nobody_is_reminded_on_a_holiday(cast, time_machine):
    sign_up(cast, arrive(cast))
    Handover.objects.update(offered_at=datetime(2026, 11, 1, tzinfo=UTC))

    time_machine.move_to(datetime(2026, 12, 25, 12, tzinfo=UTC), tick=False)
    assert mail.remind() == 0

    time_machine.move_to(datetime(2026, 12, 29, 12, tzinfo=UTC), tick=False)
    assert mail.remind() == 1


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


def test_a_duty_put_right_on_the_day_it_began_is_the_only_one_of_that_day(cast):
    by = cast.stands("administrator")
    for worker in (cast.mentor, cast.other_mentor):
        partnership.put_on_duty(cast.team.pk, by=by, lead=cast.team_lead, duty_worker=worker, on=TODAY)

    (held,) = TeamDuty.objects.on(TODAY).filter(team=cast.team)

    assert held.duty_worker == cast.other_mentor
    assert episodes.on_duty(service=None, team=cast.team, on=TODAY) == cast.other_mentor
    assert cast.team.duties.count() == 3, "what was put right is kept"
    assert TeamDuty.objects.on(days(-1)).filter(team=cast.team).get().duty_worker == cast.duty_worker


def test_a_coach_put_right_on_the_same_day_takes_who_arrives(cast):
    by = cast.stands("administrator")
    barlinnie = Prison.objects.get(short_name="Barlinnie")
    for coach in (cast.other_coach, cast.mentor):
        partnership.switch_on(barlinnie.pk, by=by, team=cast.team, duty_coach=coach, on=days(-40), today=TODAY)

    assert arrive(cast).owner == cast.mentor


def test_a_clock_and_a_rule_put_right_on_the_same_day_hold_once(cast):
    by, programme = cast.stands("administrator"), cast.programme.pk
    for amount in (10, 40):
        programmes.set_clock(programme, by=by, code="quiet", amount=amount, unit="days", on=TODAY)
    for months in (1, 6):
        programmes.set_rule(
            programme, by=by, kind="sentence", numbers={"at_least_months": months, "under_months": 99}, on=TODAY
        )
    for what in ("Phone", "Map"):
        programmes.fill_pack(programme, by=by, contents=[(what, None, False)], on=TODAY)

    assert StandardRow.objects.on(TODAY).get(programme=programme, code="quiet").amount == 40
    assert EligibilityRule.objects.on(TODAY).get(programme=programme, kind="sentence").numbers["at_least_months"] == 6
    assert PackContent.objects.on(TODAY).get(programme=programme).what == "Map"


def test_the_database_lets_no_two_rows_hold_on_one_day(cast):
    with pytest.raises(IntegrityError, match="teamduty_one_a_day"), transaction.atomic():
        TeamDuty(team=cast.team, lead=cast.mentor, duty_worker=cast.mentor, from_on=days(-9), until_on=days(-8)).save(
            force_insert=True
        )


def test_work_in_a_prison_may_stop_and_go_on_the_same_day(cast):
    service = PrisonService.objects.get(prison="S-BAR", until_on=None)
    partnership.switch_off(service.pk, by=cast.stands("administrator"), on=TODAY)

    again = change_coach(cast, TODAY)

    assert PrisonService.objects.on(TODAY).get(prison="S-BAR") == again
    assert PrisonService.objects.on(days(-1)).get(prison="S-BAR") == service
    with pytest.raises(Refused, match="starts later"):
        change_coach(cast, days(-3))


def test_an_area_left_today_goes_to_another_team_from_today_and_from_no_earlier_day(cast):
    by, area = cast.stands("administrator"), cast.team.areas.get()
    partnership.leave_area(area.pk, by=by, on=TODAY)
    for day in (days(-3), area.from_on - timedelta(days=300)):
        with pytest.raises(Refused, match="holds until 26 November 2026"):
            partnership.serve_area(cast.other_team.pk, by=by, council=area.council_id, on=day)

    partnership.serve_area(cast.other_team.pk, by=by, council=area.council_id, on=TODAY)

    assert episodes.team_serving(area.council_id, on=TODAY) == cast.other_team
    assert episodes.team_serving(area.council_id, on=days(-1)) == cast.team


def test_an_area_left_today_may_be_taken_up_by_the_same_team_again(cast):
    by, area = cast.stands("administrator"), cast.team.areas.get()
    partnership.leave_area(area.pk, by=by, on=TODAY)

    again = partnership.serve_area(cast.team.pk, by=by, council=area.council_id, on=TODAY)

    assert again.until_on is None
    assert episodes.team_serving(area.council_id, on=days(1)) == cast.team


def test_a_rule_that_ends_later_is_not_overlapped_by_a_new_one(cast):
    by, programme = cast.stands("administrator"), cast.programme.pk
    rule = EligibilityRule.objects.get(programme=programme, kind="sentence", until_on=None)
    programmes.set_rule(programme, by=by, kind=rule.kind, numbers=None, on=days(5))

    with pytest.raises(Refused, match="holds until 30 November 2026"):
        programmes.set_rule(programme, by=by, kind=rule.kind, numbers=rule.numbers, on=TODAY)

    assert programmes.set_rule(programme, by=by, kind=rule.kind, numbers=rule.numbers, on=days(5)).until_on is None


def test_rows_that_overlapped_before_are_cut_where_the_next_begins(cast):
    """Run what the migration runs, on rows that the database did not yet refuse."""
    change = import_module("throughline.migrations.0007_one_row_a_day")._one_a_day("prisonservice", "prison_id::text")
    first = PrisonService.objects.get(prison="S-BAR", until_on=None)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET LOCAL ROLE owner")
        cursor.execute(change.reverse_sql)
        PrisonService.objects.filter(pk=first.pk).update(until_on=TODAY)
        ids = sorted(new_id() for _ in range(3))  # made within a millisecond they may come in any order
        for pk, from_on, until_on in zip(ids, (TODAY, TODAY, days(5)), (days(2), days(5), None), strict=True):
            PrisonService(
                pk=pk, prison=first.prison, team=cast.team, duty_coach=cast.mentor, from_on=from_on, until_on=until_on
            ).save(force_insert=True)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(change.sql)
        cursor.execute("SET LOCAL ROLE app")

    rows = PrisonService.objects.filter(prison="S-BAR").order_by("from_on", "until_on")
    assert list(rows.values_list("from_on", "until_on")) == [
        (first.from_on, days(-1)), (TODAY, days(-1)), (TODAY, days(4)), (days(5), None),
    ]  # fmt: skip


@pytest.mark.ledger("P1")
def test_what_a_post_opens_closes_in_the_moment_it_is_ended(cast):
    arrive(cast)
    by, lead = cast.stands("administrator"), cast.team_lead
    assert Person.objects.visible_to(cast.stands(lead)).exists()

    workers.end_post(lead.posts.get().pk, by=by, on=TODAY, today=TODAY)

    assert cast.stands(lead).roles == frozenset()
    assert not Person.objects.visible_to(cast.stands(lead)).exists()
    assert cast.stands(lead, on=days(-1)).has(Role.TEAM_LEAD), "they held it until then"
    again = workers.give_post(
        lead.pk, by=by, organisation=cast.lead_charity, role=Role.TEAM_LEAD, team=cast.team, on=TODAY
    )
    assert cast.stands(lead).has(Role.TEAM_LEAD)
    assert again.until_on is None


def test_a_post_that_ends_on_a_later_day_is_held_until_that_day_is_over(cast):
    lead = cast.team_lead

    workers.end_post(lead.posts.get().pk, by=cast.stands("administrator"), on=days(2), today=TODAY)

    assert cast.stands(lead, on=days(2)).has(Role.TEAM_LEAD)
    assert not cast.stands(lead, on=days(3)).has(Role.TEAM_LEAD)


def test_the_last_administrator_neither_leaves_nor_gives_up_the_post(cast):
    by, ada = cast.stands("administrator"), cast.administrator
    post = ada.posts.get()
    second = workers.give_post(
        cast.evaluator.pk, by=by, organisation=cast.lead_charity, role=Role.ADMINISTRATOR, on=TODAY
    )

    workers.end_post(second.pk, by=by, on=TODAY, today=TODAY)

    with pytest.raises(Refused, match="last administrator"):
        workers.end_post(post.pk, by=by, on=TODAY, today=TODAY)
    with pytest.raises(Refused, match="last administrator"):
        workers.end(ada.pk, by=by, on=TODAY, today=TODAY)


def without_leads(day):
    """Let nobody lead after a day, so that nobody can stand in."""
    TeamDuty.objects.update(until_on=day)
    PrisonService.objects.update(until_on=day)


def test_whoever_was_to_leave_holds_no_key_after_the_last_day_though_nobody_can_stand_in_yet(cast, time_machine):
    episode = with_mentor(cast)
    ownership.leave(cast.mentor.pk, by=cast.stands("administrator"), on=days(3), today=TODAY)
    without_leads(days(1))
    time_machine.move_to(days(4), tick=False)

    assert duty.run() == 0

    cast.mentor.refresh_from_db()
    episode.refresh_from_db()
    assert episode.owner == cast.mentor, "it is said each night until somebody can stand in"
    assert not cast.mentor.has_left(days(3))
    assert cast.stands("mentor", on=days(3)).keys
    assert cast.mentor.has_left(days(4))
    assert not cast.stands("mentor", on=days(4)).keys
    assert not episodes.can_act(cast.mentor, on=days(4))


def test_nobody_is_let_go_ahead_while_nobody_could_stand_in(cast):
    with_mentor(cast)
    by = cast.stands("administrator")
    held = TeamDuty.objects.filter(team=cast.team)
    without_leads(days(3))

    with pytest.raises(Refused, match="Nobody can stand in"):
        ownership.leave(cast.mentor.pk, by=by, on=days(3), today=TODAY)

    held.update(until_on=days(4))
    assert ownership.leave(cast.mentor.pk, by=by, on=days(3), today=TODAY).leaves_on == days(3)


def test_a_last_day_said_ahead_is_taken_back(cast, time_machine):
    episode = with_mentor(cast)
    by = cast.stands("administrator")
    ownership.leave(cast.mentor.pk, by=by, on=days(3), today=TODAY)

    workers.stay(cast.mentor.pk, by=by)

    with pytest.raises(Refused, match="no last day"):
        workers.stay(cast.mentor.pk, by=by)
    with pytest.raises(Forbidden):
        workers.stay(cast.mentor.pk, by=cast.stands("mentor"))
    time_machine.move_to(days(4), tick=False)
    assert duty.run() == 0
    episode.refresh_from_db()
    assert episode.owner == cast.mentor


def test_an_administrator_who_will_leave_is_not_counted_as_one_who_stays(cast):
    by, ada = cast.stands("administrator"), cast.administrator
    workers.give_post(cast.evaluator.pk, by=by, organisation=cast.lead_charity, role=Role.ADMINISTRATOR, on=TODAY)
    workers.end(cast.evaluator.pk, by=by, on=days(3), today=TODAY)

    with pytest.raises(Refused, match="last administrator"):
        workers.end(ada.pk, by=by, on=TODAY, today=TODAY)


def test_the_nation_stays_once_a_prison_of_it_is_on(cast):
    by = cast.stands("administrator")

    with pytest.raises(Refused, match="stays as it is"):
        partnership.describe(by=by, name="Clyde Throughcare", nation=Nation.ENGLAND_AND_WALES)

    assert partnership.describe(by=by, name="Clyde and Forth", nation=Nation.SCOTLAND).name == "Clyde and Forth"
