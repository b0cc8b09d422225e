"""Clocks read from the records, and why one may not count."""

from datetime import timedelta

import pytest

from tests.cast import TODAY, days
from tests.histories import arrive, code, moment, out_and_engaged, sign_up, with_mentor, with_plan
from throughline.actions import ownership, programmes, standards
from throughline.domain.clocks import State
from throughline.domain.objections import Refused
from throughline.queries.clocks import running
from throughline.queries.today import today_of

pytestmark = pytest.mark.django_db


def clock(episode, name, *, by, on=TODAY):
    return [one for one in running([episode], by=by, on=on)[episode.pk].clocks if one.standard.code == name]


def test_a_clock_that_could_not_be_kept_is_not_late_and_says_whose_the_cause_was(cast):
    episode = out_and_engaged(cast)
    mentor = cast.stands("mentor")
    (review,) = clock(episode, "review", by=mentor)
    at = review.due_at + timedelta(days=1)
    assert review.state(at=at) is State.LATE

    standards.excuse(
        episode.pk, by=mentor, standard="review", reason=code("exemptions", "ill"), on=TODAY, starts_at=review.starts_at
    )

    (review,) = clock(episode, "review", by=mentor)
    assert review.state(at=at) is State.EXEMPT
    assert review.exempt == "They were ill"
    with pytest.raises(Refused):
        standards.excuse(
            episode.pk,
            by=mentor,
            standard="review",
            reason=code("exemptions", "ill"),
            on=TODAY,
            starts_at=review.starts_at,
        )


def test_a_handover_waits_two_working_days_for_its_answer(cast):
    episode = sign_up(cast, arrive(cast))
    coach = cast.stands("prison_coach")

    (waiting,) = clock(episode, "handover", by=coach)

    assert waiting.state(at=moment(days(3), 9)) is not State.MET
    ownership.answer(episode.handovers.get().pk, by=cast.stands("duty_worker"), accepted=True, today=TODAY)
    (answered,) = clock(episode, "handover", by=cast.stands("duty_worker"))
    assert answered.met_at is not None


def test_quiet_is_as_long_as_the_programme_says(cast):
    episode = out_and_engaged(cast)
    mentor = cast.stands("mentor")

    def quiet():
        return [one.episode for one in today_of(by=mentor, now=moment(TODAY, 9), on=TODAY).quiet]

    assert quiet() == []

    programmes.set_clock(
        cast.programme.pk, by=cast.stands("administrator"), code="quiet", amount=7, unit="days", on=TODAY
    )

    assert quiet() == [episode], "they last spoke eleven days ago"


def test_a_mentor_of_someone_inside_is_told_when_the_visit_is_due(cast):
    episode = with_mentor(cast, out_in=10)

    (visit,) = clock(episode, "visit", by=cast.stands("mentor"))

    assert visit.due_at.date() == days(3)


def test_a_plan_agreed_in_time_meets_its_clock(cast):
    episode = with_plan(cast, out_in=40)

    (plan,) = clock(episode, "plan", by=cast.stands("mentor"))

    assert plan.state(at=moment(TODAY, 9)) is State.MET
