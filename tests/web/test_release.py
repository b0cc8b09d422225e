"""The pages of the day of release: what they show, and where a mistake is put right."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from tests.cast import TODAY, days
from tests.clients import client_of
from tests.histories import arrive, code, moment, out_and_engaged, with_plan
from throughline.actions import appointments, custody, gates, plans
from throughline.domain.vocabulary import Who
from throughline.exchange.plan_sheet import MOST_PAGES, PlanSheet, SheetGoal, SheetStep, pages_of, plan_pdf
from throughline.models import Appointment, Episode, GateMeeting

pytestmark = pytest.mark.django_db


def planned(cast, episode, due_at):
    return gates.plan(episode.pk, by=cast.stands("mentor"), worker=cast.mentor, due_at=due_at, now=moment(days(-1), 7))


def test_a_gate_marked_not_known_yet_still_asks_and_a_marked_one_can_be_put_right(cast, at):
    episode = with_plan(cast, out_in=0)
    mentor, client = cast.stands("mentor"), client_of(cast.mentor)
    meeting = planned(cast, episode, moment(TODAY, 9, 30))
    card, asks, correct = (reverse(name, args=[meeting.pk]) for name in ("gate", "gate_not_met", "correct_gate"))
    gates.mark(meeting.pk, by=mentor, result=code("gate_results", "not_known"), now=moment(TODAY, 10))
    page = client.get(card).content.decode()
    assert (asks in page, correct in page) == (True, False)

    blank = client.post(asks, {"result": "early", "version": "2", "once": str(uuid4())})
    told = client.post(asks, {"result": "early", "on": "yesterday", "version": "2", "once": str(uuid4())})

    assert (blank.status_code, told.status_code) == (422, 302)
    assert "Say which day they came out." in blank.content.decode()
    assert Episode.objects.get().released_on == days(-1)
    page = client.get(card).content.decode()
    assert (asks in page, correct in page) == (False, True)
    assert correct in client.get(reverse("person", args=[episode.person_id])).content.decode()
    put_right = client.post(correct, {"result": "not_released", "version": "3", "once": str(uuid4())})
    assert put_right.status_code == 302
    assert Episode.objects.get().released_on is None
    assert GateMeeting.objects.get(corrects=meeting).result.code == "not_released"


def test_an_appointment_and_a_release_are_put_right_on_pages_of_their_own(cast, at):
    episode = out_and_engaged(cast)
    mentor, client = cast.stands("mentor"), client_of(cast.mentor)
    (one,) = appointments.book(
        episode.pk, by=mentor, client_id=uuid4(), kind="appointment", starts_at=moment(days(-1), 9), purpose="Bank",
        now=moment(days(-2), 9),
    )  # fmt: skip
    appointments.mark(one.pk, by=mentor, result=code("appointment_results", "on_time"), now=moment(TODAY, 9))
    correct, out = reverse("correct_appointment", args=[one.pk]), reverse("correct_release", args=[episode.person_id])
    assert correct in client.get(reverse("appointment", args=[one.pk])).content.decode()
    assert out in client.get(reverse("person", args=[episode.person_id])).content.decode()

    first = client.post(correct, {"result": "no_word", "version": "2", "client_id": str(uuid4()), "once": str(uuid4())})
    second = client.post(out, {"what": "day", "version": "2", "once": str(uuid4())})
    third = client.post(out, {"what": "day", "on": "yesterday", "version": "2", "once": str(uuid4())})

    assert (first.status_code, second.status_code, third.status_code) == (302, 422, 302)
    assert Appointment.objects.get(corrects=one).result.code == "no_word"
    assert Episode.objects.get().released_on == days(-1)


def test_a_moved_date_is_said_wherever_the_gate_is_shown_and_the_gate_can_be_changed(cast, at):
    episode = with_plan(cast, out_in=5)
    meeting = planned(cast, episode, moment(days(5), 9, 30))
    client, change = client_of(cast.mentor), reverse("plan_gate", args=[episode.pk])
    custody.date_liberation(episode.person_id, by=cast.stands("mentor"), day=days(2), known_on=TODAY)

    for path in ("/", reverse("person", args=[episode.person_id]), reverse("gate", args=[meeting.pk])):
        page = client.get(path).content.decode()
        assert "The date has moved" in page, path
        assert change in page, path


def test_someone_who_never_joined_can_move_on_and_a_pack_is_shown_until_handed_over(cast, at):
    waiting = arrive(cast, given="Ann")
    page = client_of(cast.prison_coach).get(reverse("person", args=[waiting.person_id])).content.decode()
    assert reverse("move_on", args=[waiting.pk]) in page
    episode = with_plan(cast)
    pack = gates.prepare_pack(episode.pk, by=cast.stands("mentor"), on=days(-3))

    custody.come_out(episode.person_id, by=cast.stands("mentor"), on=TODAY, today=TODAY)

    page = client_of(cast.mentor).get(reverse("person", args=[episode.person_id])).content.decode()
    assert reverse("pack", args=[pack.pk]) in page


def test_the_handover_form_offers_the_duty_workers_of_other_teams(cast, at):
    episode = with_plan(cast)

    page = client_of(cast.mentor).get(reverse("hand_over", args=[episode.pk])).content.decode()

    assert "Lorna Lead" in page
    assert "Sandy Stranger" not in page


def test_whoever_loses_sight_by_what_they_record_goes_on_to_today(cast, at):
    episode = with_plan(cast, out_in=0)

    saved = client_of(cast.prison_coach).post(
        reverse("came_out", args=[episode.person_id]), {"on": "today", "once": str(uuid4())}
    )

    assert saved.headers["Location"] == reverse("today")


@pytest.mark.parametrize(("goals", "steps", "fits"), [(3, 3, True), (6, 3, True), (6, 5, False)])
def test_a_plan_of_usual_length_fits_on_two_pages(goals, steps, fits):
    step = SheetStep(
        "Fill in the form with my mentor and take it to the office in town", "My mentor", "By Thursday 26 November"
    )
    goal = SheetGoal("I want to get my own keys and a quiet place to stay", (step,) * steps)

    pdf = plan_pdf(PlanSheet("Daniel Reid", 1, (goal,) * goals, "Agreed on Thursday", "x"))

    assert (pages_of(pdf) <= MOST_PAGES) is fits


def test_a_plan_that_takes_more_than_two_pages_says_so_before_printing(cast, at):
    episode = with_plan(cast)
    mentor, client = cast.stands("mentor"), client_of(cast.mentor)
    draft = plans.draft(episode.pk, by=mentor, on=TODAY)
    step = plans.Step(
        "Fill in the form with my mentor and take it to the office " * 3, Who.MENTOR, by_on=TODAY + timedelta(days=9)
    )
    plans.write(
        draft.pk, by=mentor, version=draft.version, aims=[plans.Aim(f"Goal {n}", (step,) * 5) for n in range(6)]
    )
    path = reverse("print_plan", args=[draft.pk])

    said, printed = client.get(path), client.get(path + "?all=1")

    assert "pages</h1>" in said.content.decode()
    assert printed.headers["Content-Type"] == "application/pdf"


def test_somebody_met_early_on_a_day_told_late_is_recorded_as_met(cast, at):
    from throughline.actions import custody, gates

    mentor = cast.stands("mentor")
    episode = with_plan(cast, out_in=20)
    gate = gates.plan(episode.pk, by=mentor, worker=cast.mentor, due_at=moment(days(20), 9), now=moment(days(-1), 9))
    custody.date_liberation(episode.person_id, by=mentor, day=TODAY, known_on=TODAY)
    client = client_of(cast.mentor)

    again = gates.plan(episode.pk, by=mentor, worker=cast.mentor, due_at=moment(TODAY, 9), now=moment(TODAY, 11))
    answer = client.post(
        f"/gates/{again.pk}/met", {"met_on": "today", "met_time": "9:15am", "version": "1", "once": str(uuid4())}
    )

    assert answer.status_code == 302, answer.content.decode()
    episode.refresh_from_db()
    assert episode.released_on == TODAY
    assert "Thursday 26 November, 9:15am" in client.get(f"/people/{episode.person_id}/").content.decode()
    assert gate.pk != again.pk


def test_a_gate_put_right_takes_no_later_release_away(cast):
    from throughline.actions import custody, gates
    from throughline.domain.objections import Refused
    from throughline.models import CustodyPeriod

    mentor = cast.stands("mentor")
    episode = with_plan(cast, out_in=0)
    gate = gates.plan(episode.pk, by=mentor, worker=cast.mentor, due_at=moment(days(-20), 9), now=moment(days(-21), 9))
    gates.mark(gate.pk, by=mentor, result=code("gate_results", "early"), now=moment(days(-20), 12), on=days(-20))
    custody.go_in(episode.person_id, by=mentor, status="remand", on=days(-15), today=TODAY, prison="S-BAR")
    custody.come_out(episode.person_id, by=mentor, on=days(-5), today=TODAY)

    with pytest.raises(Refused, match="came out again since"):
        gates.correct(gate.pk, by=mentor, result=code("gate_results", "not_released"), now=moment(TODAY, 12))

    assert CustodyPeriod.objects.filter(person=episode.person_id, released_on=days(-5)).exists()
