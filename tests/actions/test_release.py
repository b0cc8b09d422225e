"""The day of release and who answers for it: nobody falls off every screen, and what was marked wrongly is put right."""

from datetime import date, timedelta
from importlib import import_module
from uuid import uuid4

import pytest
from django.apps import apps

from tests.cast import GLASGOW, NORTH_LANARKSHIRE, TODAY, days
from tests.histories import arrive, code, moment, out_and_engaged, sign_up, with_mentor, with_plan
from throughline.actions import appointments, custody, endings, episodes, gates, notes, outcomes, ownership, people
from throughline.domain.objections import Refused
from throughline.domain.vocabulary import Channel, Stage
from throughline.jobs import duty
from throughline.jobs import mail as reminding
from throughline.models import (
    Appointment,
    Assignment,
    Code,
    CodeList,
    CodeVersion,
    Event,
    GateMeeting,
    Handover,
    Holiday,
    Mail,
    Note,
    Person,
    StandardRow,
)
from throughline.queries.rebuild import differences
from throughline.queries.today import today_of

pytestmark = pytest.mark.django_db
MIGRATION = import_module("throughline.migrations.0004_told_and_taken_over")


def todays(cast, who="mentor", on=TODAY):
    return today_of(by=cast.stands(who, on), now=moment(on, 12), on=on)


def codes_due(found):
    return [clock.standard.code for _, clock in found.due]


def planned(cast, episode, due_at):
    return gates.plan(episode.pk, by=cast.stands("mentor"), worker=cast.mentor, due_at=due_at, now=moment(days(-1), 7))


def booked(cast, episode, starts_at, kind="appointment", **more):
    return appointments.book(
        episode.pk, by=cast.stands("mentor"), client_id=uuid4(), kind=kind, starts_at=starts_at, purpose="Bank",
        now=moment(days(-1), 7), **more,
    )  # fmt: skip


@pytest.mark.parametrize("later", [0, 1, 30, 200])
def test_someone_whose_release_nobody_recorded_stays_on_today_until_it_is_told(cast, later):
    episode = with_plan(cast, out_in=0)
    (visit,) = booked(cast, episode, moment(days(-2), 14), kind="visit")
    appointments.mark(
        visit.pk, by=cast.stands("mentor"), result=code("appointment_results", "on_time"), now=moment(days(-2), 16)
    )
    on = days(later)

    assert codes_due(todays(cast, on=on)) == ["date_passed"]
    assert [clock.standard.code for _, clock in todays(cast, "team_lead", on).team_due] == (
        ["date_passed"] if later else []
    )

    custody.come_out(episode.person_id, by=cast.stands("mentor"), on=TODAY, today=max(on, TODAY))
    assert "date_passed" not in codes_due(todays(cast, on=on))


def test_a_new_date_answers_for_the_one_that_passed(cast):
    episode = with_plan(cast, out_in=-3)
    assert "date_passed" in codes_due(todays(cast))

    custody.date_liberation(episode.person_id, by=cast.stands("mentor"), day=days(20), known_on=TODAY)

    assert "date_passed" not in codes_due(todays(cast))


def test_a_coach_is_asked_about_those_who_never_joined_too(cast):
    arrive(cast, out_in=-3)

    assert "date_passed" in codes_due(todays(cast, "prison_coach"))


def test_a_programme_that_was_there_before_gets_the_clock_and_the_results(cast):
    StandardRow.objects.filter(code="date_passed").update(code="another")
    for held in Code.objects.filter(code__in=[one[0] for one in MIGRATION.RESULTS]):
        held.code = f"another_{held.code}"
        held.save(update_fields=["code"])
    Code.objects.filter(list="gate_results", code="pack_left").update(traits={"released": True})

    MIGRATION.add_clock(apps, None)
    MIGRATION.add_results(apps, None)
    MIGRATION.add_results(apps, None)

    assert StandardRow.objects.get(code="date_passed").amount == 0
    assert CodeList.objects.get(name="appointment_results").number == 2
    assert CodeVersion.objects.filter(list="appointment_results").count() == 2
    assert code("appointment_results", "we_did_not_come").since_version == 2
    assert code("gate_results", "pack_left").traits == {"released": True, "pack": True}


def test_an_unmarked_gate_meeting_and_an_old_appointment_are_asked_about_until_marked(cast):
    episode = with_plan(cast, out_in=0)
    meeting = planned(cast, episode, moment(TODAY, 9, 30))
    (old,) = booked(cast, episode, moment(TODAY, 15))

    found = todays(cast, on=days(30))

    assert (found.unmarked_gates, found.unmarked) == ([meeting], [old])


def test_not_known_yet_is_followed_by_the_truth_and_never_takes_its_place(cast):
    episode = with_plan(cast, out_in=0)
    mentor = cast.stands("mentor")
    meeting = planned(cast, episode, moment(TODAY, 9, 30))
    gates.mark(meeting.pk, by=mentor, result=code("gate_results", "not_known"), now=moment(TODAY, 10))
    assert todays(cast).gates == [meeting]

    gates.mark(
        meeting.pk, by=mentor, result=code("gate_results", "met"), met_at=moment(TODAY, 9, 42), now=moment(TODAY, 11)
    )

    with pytest.raises(Refused, match="marked already"):
        gates.mark(meeting.pk, by=mentor, result=code("gate_results", "not_known"), now=moment(TODAY, 12))
    episode.refresh_from_db()
    assert episode.released_on == TODAY
    assert todays(cast).gates == []


def test_whoever_stands_in_has_the_gate_and_the_diary_too(cast):
    episode = with_plan(cast, out_in=0)
    meeting = planned(cast, episode, moment(TODAY, 15))
    (call,) = booked(cast, episode, moment(TODAY, 16))

    ownership.leave(cast.mentor.pk, by=cast.stands("administrator"), on=TODAY, today=TODAY)

    lead = todays(cast, "team_lead")
    assert (lead.gates, lead.appointments) == ([meeting], [call])


def test_what_a_leaver_would_have_done_for_anothers_person_goes_to_the_owner(cast):
    episode = with_plan(cast, out_in=0)
    booked(cast, episode, moment(TODAY, 16), worker=cast.other_mentor)

    ownership.leave(cast.other_mentor.pk, by=cast.stands("administrator"), on=TODAY, today=TODAY)

    assert Appointment.objects.get(episode=episode).worker == cast.mentor


def test_only_what_lies_ahead_goes_along_and_it_is_written_down(cast):
    episode = with_plan(cast, out_in=0)
    (past,) = booked(cast, episode, moment(days(-2), 9))
    (ahead,) = booked(cast, episode, moment(days(2), 9))
    meeting = planned(cast, episode, moment(TODAY, 9, 30))

    ownership.away(
        cast.mentor.pk, by=cast.stands("administrator"), from_on=TODAY, until_on=days(10), today=TODAY
    )  # fmt: skip

    for one in (past, ahead, meeting):
        one.refresh_from_db()
    assert (past.worker, ahead.worker, meeting.worker) == (cast.mentor, cast.team_lead, cast.team_lead)
    written = Event.objects.filter(what__endswith=":bring_along").order_by("what")
    assert [(one.what, one.detail["earlier"]) for one in written] == [
        ("appointment:bring_along", str(cast.mentor.pk)),
        ("gate:bring_along", str(cast.mentor.pk)),
    ]


def test_what_has_passed_unmarked_is_asked_of_the_owner_once_whoever_was_to_do_it_plays_no_part(cast):
    episode = with_plan(cast, out_in=0)
    (past,) = booked(cast, episode, moment(days(-2), 9))
    (others,) = booked(cast, episode, moment(days(-3), 9), worker=cast.other_mentor)
    meeting = planned(cast, episode, moment(days(-1), 9, 30))

    ownership.leave(cast.mentor.pk, by=cast.stands("administrator"), on=TODAY, today=TODAY)

    found = todays(cast, "team_lead")
    assert (found.unmarked_gates, found.unmarked) == ([meeting], [past])
    assert others.worker == cast.other_mentor, "who still works here answers for it"


def accepted_for_later(cast):
    episode = with_mentor(cast)
    handover = ownership.hand_over(
        episode.pk, by=cast.stands("mentor"), receiver=cast.other_mentor, starts_on=days(4), today=TODAY
    )
    ownership.answer(handover.pk, by=cast.stands("other_mentor"), accepted=True, today=TODAY)
    return episode, handover


def test_a_handover_accepted_for_a_later_day_begins_now_if_the_giver_leaves(cast):
    episode, handover = accepted_for_later(cast)
    before = set(Mail.objects.values_list("pk", flat=True))

    ownership.leave(cast.mentor.pk, by=cast.stands("administrator"), on=TODAY, today=TODAY)

    episode.refresh_from_db()
    handover.refresh_from_db()
    assert (episode.owner, handover.in_force_on, handover.withdrawn_at) == (cast.other_mentor, TODAY, None)
    (told,) = Mail.objects.exclude(pk__in=before)
    assert (told.to, told.subject) == ("nadia@example.org", "A handover begins sooner")


def test_whoever_accepted_and_cannot_act_is_told_that_it_was_taken_back(cast):
    episode, handover = accepted_for_later(cast)
    by = cast.stands("administrator")
    ownership.away(cast.other_mentor.pk, by=by, from_on=days(1), until_on=days(9), today=TODAY)

    ownership.leave(cast.mentor.pk, by=by, on=days(1), today=days(1))

    episode.refresh_from_db()
    handover.refresh_from_db()
    assert episode.owner == cast.team_lead
    assert handover.withdrawn_at is not None
    assert Mail.objects.filter(to="nadia@example.org", subject="A handover was taken back").count() == 1


def test_whether_a_job_still_holds_is_asked_after_moving_on(cast):
    episode = out_and_engaged(cast)
    mentor = cast.stands("mentor")
    outcomes.achieve(
        episode.pk, by=mentor, kind=code("outcome_kinds", "employment"), started_on=days(-10), evidence="p", today=TODAY
    )
    endings.move_on(
        episode.pk, by=mentor, reason=code("ending_reasons", "goals_met"), on=TODAY, today=TODAY, at=moment(TODAY, 9)
    )

    assert codes_due(todays(cast, on=days(13 * 7 - 9))) == ["check_13"]


def test_a_home_learnt_later_leads_to_the_team_that_serves_it(cast):
    coach = cast.stands("prison_coach")
    person = people.create(by=coach, given_names="Ann", family_name="Orr", birth_date=date(1990, 1, 1))
    custody.go_in(person.pk, by=coach, status="sentenced", on=days(-100), today=TODAY, prison="S-BAR")
    episode = episodes.identify(person.pk, by=coach, programme=cast.programme, on=days(-50))

    people.describe(
        person.pk, by=cast.stands("prison_coach"), version=person.version, home_council_id=NORTH_LANARKSHIRE
    )
    sign_up(cast, episode, on=days(-10))

    assert episode.team == cast.other_team
    assert episode.handovers.get().receiver.name == "Lorna Lead"
    assert not Person.objects.visible_to(cast.stands("team_lead")).exists()
    people.describe(person.pk, by=cast.stands("prison_coach"), version=None, home_council_id=GLASGOW)
    episode.refresh_from_db()
    assert episode.team == cast.other_team  # they joined there: a move is a handover


def test_the_day_they_came_out_is_asked_for_and_never_guessed(cast):
    episode = with_plan(cast, out_in=1)
    mentor = cast.stands("mentor")
    meeting = planned(cast, episode, moment(days(1), 9, 30))
    early = code("gate_results", "early")
    with pytest.raises(Refused, match="which day they came out"):
        gates.mark(meeting.pk, by=mentor, result=early, now=moment(TODAY, 10))

    gates.mark(meeting.pk, by=mentor, result=early, now=moment(TODAY, 10), on=days(-3))

    episode.refresh_from_db()
    assert episode.released_on == days(-3)


def test_another_prison_and_a_new_date_told_at_the_gate_are_recorded(cast):
    episode = with_plan(cast, out_in=0)
    mentor = cast.stands("mentor")
    meeting = planned(cast, episode, moment(TODAY, 9, 30))
    for result, words in [("transferred", "prison they are in"), ("date_moved", "new day")]:
        with pytest.raises(Refused, match=words):
            gates.mark(meeting.pk, by=mentor, result=code("gate_results", result), now=moment(TODAY, 10))

    gates.mark(meeting.pk, by=mentor, result=code("gate_results", "transferred"), now=moment(TODAY, 10), prison="S-LOW")
    again = planned(cast, episode, moment(TODAY, 15))
    gates.mark(again.pk, by=mentor, result=code("gate_results", "date_moved"), now=moment(TODAY, 16), new_day=days(9))

    assert again.prison_id == "S-LOW"
    assert todays(cast, on=days(9)).due[-1][1].standard.code == "date_passed"


def test_a_gate_result_marked_by_mistake_is_put_right_and_the_release_with_it(cast):
    episode = with_plan(cast, out_in=0)
    mentor = cast.stands("mentor")
    meeting = planned(cast, episode, moment(TODAY, 9, 30))
    gates.mark(
        meeting.pk, by=mentor, result=code("gate_results", "met"), met_at=moment(TODAY, 9, 42), now=moment(TODAY, 10)
    )

    right = gates.correct(meeting.pk, by=mentor, result=code("gate_results", "not_released"), now=moment(TODAY, 11))

    episode.refresh_from_db()
    assert (right.corrects, episode.released_on, episode.at) == (meeting, None, Stage.PLANNING)
    assert Event.objects.filter(what="custody:correct_release").count() == 1
    assert differences() == []
    with pytest.raises(Refused, match="put right already"):
        gates.correct(meeting.pk, by=mentor, result=code("gate_results", "met"), now=moment(TODAY, 12))


def test_an_appointment_marked_by_mistake_is_put_right_by_a_new_row(cast):
    episode = with_plan(cast)
    mentor = cast.stands("mentor")
    (visit,) = booked(cast, episode, moment(days(-1), 14), kind="visit")
    appointments.mark(visit.pk, by=mentor, result=code("appointment_results", "on_time"), now=moment(TODAY, 9))
    once = uuid4()

    def put_right():
        return appointments.correct(
            visit.pk, by=mentor, result=code("appointment_results", "denied_entry"), now=moment(TODAY, 10),
            client_id=once,
        )  # fmt: skip

    first, second = put_right(), put_right()

    assert first == second
    assert first.corrects == visit
    visit.refresh_from_db()
    assert visit.result.code == "on_time"
    assert "visit" in codes_due(todays(cast, on=days(20)))  # they were not let in, so it is still due


def test_a_release_on_a_wrong_day_is_put_right_and_both_days_are_on_the_event(cast):
    episode = out_and_engaged(cast)
    mentor = cast.stands("mentor")

    custody.correct_release(episode.person_id, by=mentor, on=days(-10), today=TODAY)

    episode.refresh_from_db()
    assert (episode.released_on, episode.first_contact_at) == (days(-10), None)
    event = Event.objects.get(what="custody:correct_release")
    assert (event.detail["was"], event.detail["now"]) == (str(days(-12)), str(days(-10)))
    assert differences() == []
    custody.correct_release(episode.person_id, by=mentor, on=None, today=TODAY)
    assert episodes.in_prison(episode.person_id)
    assert differences() == []


def test_a_gate_planned_for_another_day_than_the_one_told_is_late_on_today(cast):
    episode = with_plan(cast, out_in=5)
    meeting = planned(cast, episode, moment(days(5), 9, 30))
    assert todays(cast).moved_gates == []

    custody.date_liberation(episode.person_id, by=cast.stands("mentor"), day=days(2), known_on=TODAY)

    assert todays(cast).moved_gates == [(meeting, days(2))]


def test_an_absence_said_ahead_begins_on_its_day(cast, time_machine):
    episode = with_mentor(cast)
    ownership.away(cast.mentor.pk, by=cast.stands("administrator"), from_on=days(60), until_on=days(90), today=TODAY)
    episode.refresh_from_db()
    assert episode.owner == cast.mentor

    time_machine.move_to(moment(days(59), 1))
    assert duty.run() == 0
    time_machine.move_to(moment(days(60), 1))
    assert duty.run() == 1
    assert duty.run() == 0

    episode.refresh_from_db()
    assert episode.owner == cast.team_lead


def test_a_leaver_looks_after_people_until_their_last_day(cast, time_machine):
    episode = with_mentor(cast)
    ownership.leave(cast.mentor.pk, by=cast.stands("administrator"), on=days(10), today=TODAY)
    time_machine.move_to(moment(days(10), 1))
    assert duty.run() == 0
    episode.refresh_from_db()
    assert episode.owner == cast.mentor

    time_machine.move_to(moment(days(11), 1))
    duty.run()

    episode.refresh_from_db()
    cast.mentor.refresh_from_db()
    assert (episode.owner, cast.mentor.ended_on) == (cast.team_lead, days(10))


def test_a_handover_for_monday_begins_on_monday(cast, time_machine):
    episode = with_mentor(cast)
    handover = ownership.hand_over(
        episode.pk, by=cast.stands("mentor"), receiver=cast.other_mentor, starts_on=days(4), today=TODAY
    )
    ownership.answer(handover.pk, by=cast.stands("other_mentor"), accepted=True, today=TODAY)
    episode.refresh_from_db()
    assert episode.owner == cast.mentor
    with pytest.raises(Refused, match="offered already"):
        ownership.hand_over(
            episode.pk, by=cast.stands("mentor"), receiver=cast.duty_worker, starts_on=TODAY, today=TODAY
        )

    time_machine.move_to(moment(days(4), 1))
    assert duty.run() == 1

    episode.refresh_from_db()
    assert episode.owner == cast.other_mentor
    assert not Person.objects.visible_to(cast.stands("mentor")).exists()


def test_what_was_offered_to_a_leaver_comes_back(cast):
    episode = with_mentor(cast)
    handover = ownership.hand_over(
        episode.pk, by=cast.stands("mentor"), receiver=cast.other_mentor, starts_on=TODAY, today=TODAY
    )

    ownership.leave(cast.other_mentor.pk, by=cast.stands("administrator"), on=TODAY, today=TODAY)

    handover.refresh_from_db()
    assert handover.withdrawn_at is not None
    assert not Person.objects.visible_to(cast.stands("other_mentor")).exists()


def test_whoever_is_asked_sees_the_record_and_plays_no_part_until_they_say_yes(cast):
    episode = sign_up(cast, arrive(cast))
    asked = cast.stands("duty_worker")
    handover = Handover.objects.get(episode=episode)

    assert Note.objects.visible_to(asked).count() == 0
    assert Person.objects.visible_to(asked).exists()
    assert not Assignment.objects.filter(episode=episode, worker=cast.duty_worker).exists()
    ownership.answer(handover.pk, by=asked, accepted=True, today=TODAY)
    assert Assignment.objects.filter(episode=episode, worker=cast.duty_worker, part="mentor").exists()


def test_the_coach_of_the_prison_sees_nothing_that_is_said_outside(cast):
    episode = with_plan(cast, out_in=0)
    assert Person.objects.visible_to(cast.stands("prison_coach")).exists()

    custody.come_out(episode.person_id, by=cast.stands("mentor"), on=days(-5), today=TODAY)
    notes.save(
        [episode.pk], by=cast.stands("mentor"), client_id=uuid4(), spoke=True, channel=Channel.PHONE,
        kind=code("contact_kinds", "mentoring"), words="w", minutes=5, happened_at=moment(days(-1), 14),
        now=moment(TODAY, 9),
    )  # fmt: skip

    assert not Note.objects.visible_to(cast.stands("prison_coach")).exists()


def test_what_was_still_to_come_is_called_off_when_someone_moves_on(cast):
    episode = out_and_engaged(cast)
    (past, *_) = booked(cast, episode, moment(TODAY, 8), repeat_weeks=1, times=3)

    endings.move_on(
        episode.pk, by=cast.stands("mentor"), reason=code("ending_reasons", "moved_away"), on=TODAY, today=TODAY,
        at=moment(TODAY, 9),
    )  # fmt: skip

    assert Appointment.objects.filter(episode=episode, result__code="cancelled").count() == 2
    assert list(Appointment.objects.filter(episode=episode, result=None)) == [past]
    assert todays(cast, on=days(7)).appointments == []


def test_a_gate_to_come_is_called_off_too(cast):
    episode = with_plan(cast, out_in=5)
    meeting = planned(cast, episode, moment(days(5), 9, 30))

    endings.move_on(
        episode.pk, by=cast.stands("mentor"), reason=code("ending_reasons", "chose"), on=TODAY, today=TODAY,
        at=moment(TODAY, 9),
    )  # fmt: skip

    assert GateMeeting.objects.get(pk=meeting.pk).cancelled_at is not None


def test_a_pack_that_the_prison_gave_is_handed_over(cast):
    episode = with_plan(cast, out_in=0)
    mentor = cast.stands("mentor")
    pack = gates.prepare_pack(episode.pk, by=mentor, on=days(-3))
    meeting = planned(cast, episode, moment(TODAY, 9, 30))

    gates.mark(meeting.pk, by=mentor, result=code("gate_results", "pack_left"), now=moment(TODAY, 10), on=TODAY)

    pack.refresh_from_db()
    assert (pack.handed_on, pack.handed_by) == (TODAY, "the prison")
    assert all(item.handed for item in pack.items.all())


def test_nobody_is_reminded_on_a_bank_holiday(cast, time_machine):
    episode = with_mentor(cast)
    ownership.leave(cast.mentor.pk, by=cast.stands("administrator"), on=TODAY, today=TODAY)
    assert episode.pk
    holiday = next(
        day for day in Holiday.objects.filter(nation="scotland", day__gt=TODAY).order_by("day").values_list("day", flat=True)
        if day.weekday() < 5
    )  # fmt: skip

    time_machine.move_to(moment(holiday, 7))
    assert reminding.remind() == 0
    working = holiday + timedelta(days=7)
    time_machine.move_to(moment(working, 7))
    assert reminding.remind() == 1
