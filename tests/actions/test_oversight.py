"""Questions about who looked, what is kept back, and alerts: the data protection lead's alone."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import transaction

from tests import safe
from tests.cast import BEGAN, TODAY, days
from tests.histories import moment, out_and_engaged
from throughline.actions import oversight, workers
from throughline.domain.looks import LONGEST_WITHHELD, Exemption, Noticed
from throughline.domain.objections import Forbidden, Refused
from throughline.domain.vocabulary import Role
from throughline.models import Alert, Event, Mail, Person, Question, Withholding, acting, opened_to
from throughline.policy.grants import Opens
from throughline.queries.looks import looked_through

pytestmark = pytest.mark.django_db
NOW = moment(TODAY, 12)
NOT_THE_LEAD = ("administrator", "mentor", "team_lead", "coordinator", "record_steward", "service")


@pytest.fixture
def lead(cast):
    """The data protection lead, who has no grant on anybody."""
    return workers.add(
        by=cast.stands("administrator"), name="Isla Boyd", email="isla@example.org", employer=cast.lead_charity, on=BEGAN,
        posts=[{"organisation": cast.lead_charity, "role": Role.DATA_PROTECTION_LEAD}],
    )  # fmt: skip


def sees(cast, worker, person):
    standing = cast.stands(worker)
    with transaction.atomic(), acting(standing):
        return opened_to(standing, person)


def asked(cast, *, part="mentor"):
    person = out_and_engaged(cast).person_id
    return oversight.ask(person, by=cast.stands(part), words="Who is Shona?", on=TODAY, due_on=days(7))


def keep_back(cast, lead, question, **more):
    given = {
        "worker": cast.team_lead, "exemption": Exemption.SERIOUS_HARM, "because": "A threat.", "review_on": days(30), "on": TODAY,
    }  # fmt: skip
    return oversight.withhold(question.pk, by=cast.stands(lead), **given | more)


def noticed(cast, *people, kind=Noticed.NO_LINK, by="service"):
    return oversight.notice(
        kind, by=cast.stands(by), worker=cast.stranger.pk, day=TODAY, evidence=[uuid4()], people=people
    )


# Questions


def test_the_lead_knows_who_asked_from_the_question_until_the_answer(cast, lead):
    question = asked(cast)
    assert sees(cast, lead, question.person_id) == Opens.IDENTITY

    oversight.answer(question.pk, by=cast.stands(lead), words="She leads the team.", now=NOW)

    question.refresh_from_db()
    assert (question.answer, question.answered_by, question.answered_at) == ("She leads the team.", lead, NOW)
    assert sees(cast, lead, question.person_id) == 0
    events = Event.objects.filter(what__startswith="question:").order_by("at", "id")
    assert [(one.what, one.by, one.person_id) for one in events] == [
        ("question:ask", cast.mentor, question.person_id),
        ("question:answer", lead, question.person_id),
    ]
    assert events[0].detail == {"due": days(7).isoformat()}


def test_a_question_is_asked_by_who_works_with_them_and_not_by_a_reader_nor_a_stranger(cast, lead):
    episode = out_and_engaged(cast)
    today = safe.open_to_partner(cast, episode).today

    with pytest.raises(Forbidden):
        oversight.ask(episode.person_id, by=cast.stands("partner_coach", today), words="Who?", on=TODAY, due_on=days(7))
    with pytest.raises(Person.DoesNotExist):
        oversight.ask(episode.person_id, by=cast.stands("stranger"), words="Who?", on=TODAY, due_on=days(7))

    assert not Question.objects.exists()
    assert sees(cast, lead, episode.person_id) == 0


def test_only_the_lead_answers_and_with_words(cast, lead):
    question = asked(cast)
    for part in NOT_THE_LEAD:
        with pytest.raises(Forbidden):
            oversight.answer(question.pk, by=cast.stands(part), words="Nobody.", now=NOW)
    with pytest.raises(Refused, match="Write the answer"):
        oversight.answer(question.pk, by=cast.stands(lead), words=" ", now=NOW)

    question.refresh_from_db()
    assert question.answered_at is None
    assert sees(cast, lead, question.person_id) == Opens.IDENTITY


# What is kept back


def test_what_is_kept_back_is_on_the_log_without_whom_it_is_about(cast, lead):
    question = asked(cast)

    kept = keep_back(cast, lead, question)

    kept.refresh_from_db()
    assert (kept.person_id, kept.worker, kept.by, kept.from_on) == (question.person_id, cast.team_lead, lead, TODAY)
    event = Event.objects.get(what="withholding:begin")
    assert (event.person_id, event.thing_id) == (None, str(kept.pk))
    assert event.detail == {"exemption": "serious_harm", "review": days(30).isoformat()}


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"because": " "}, "no_reason"),
        ({"review_on": TODAY}, "review_past"),
        ({"review_on": TODAY + LONGEST_WITHHELD + timedelta(days=1)}, "review_late"),
    ],
)
def test_it_is_kept_back_and_kept_on_with_a_reason_and_a_near_review_alone(cast, lead, more, why):
    question = asked(cast)
    with pytest.raises(Refused) as refused:
        keep_back(cast, lead, question, **more)
    assert refused.value.objection.code == why
    assert not Withholding.objects.exists()
    kept = keep_back(cast, lead, question)

    with pytest.raises(Refused) as refused:
        oversight.keep_on(
            kept.pk, by=cast.stands(lead), on=TODAY, **{"because": "It goes on.", "review_on": days(9)} | more
        )

    kept.refresh_from_db()
    assert refused.value.objection.code == why
    assert (kept.because, kept.review_on) == ("A threat.", days(30))


def test_only_the_lead_keeps_back_keeps_on_and_shows_again(cast, lead):
    question = asked(cast)
    kept = keep_back(cast, lead, question)

    for part in NOT_THE_LEAD:
        by = cast.stands(part)
        with pytest.raises(Forbidden):
            keep_back(cast, part, question, worker=cast.coordinator)
        with pytest.raises(Forbidden):
            oversight.keep_on(kept.pk, by=by, because="x", review_on=days(60), on=TODAY)
        with pytest.raises(Forbidden):
            oversight.show_again(kept.pk, by=by, now=NOW)

    one = Withholding.objects.get()
    assert (one.review_on, one.ended_at) == (days(30), None)


def test_what_is_kept_on_has_another_day_and_what_is_shown_again_is_kept_back_no_more(cast, lead):
    kept, by = keep_back(cast, lead, asked(cast)), cast.stands(lead)

    oversight.keep_on(kept.pk, by=by, because="It goes on.", review_on=days(60), on=days(30))
    kept.refresh_from_db()
    assert (kept.because, kept.review_on) == ("It goes on.", days(60))
    oversight.show_again(kept.pk, by=by, now=NOW)

    kept.refresh_from_db()
    assert kept.ended_at == NOW
    with pytest.raises(Withholding.DoesNotExist):
        oversight.show_again(kept.pk, by=by, now=NOW)
    with pytest.raises(Withholding.DoesNotExist):
        oversight.keep_on(kept.pk, by=by, because="x", review_on=days(90), on=days(30))
    told = Event.objects.filter(what__startswith="withholding:").order_by("at", "id")
    assert [(one.what, one.person_id) for one in told] == [
        ("withholding:begin", None), ("withholding:keep_on", None), ("withholding:end", None),
    ]  # fmt: skip


def test_the_lead_is_reminded_once_a_day_from_the_day_of_review_until_it_is_shown_again(cast, lead):
    kept = keep_back(cast, lead, asked(cast))

    def remind(on):
        return oversight.remind(by=cast.stands("service", on), on=on)

    assert [remind(on) for on in (days(29), days(30), days(30), days(31))] == [0, 1, 1, 1]

    reminders = Mail.objects.filter(key__startswith="kept-back-due")
    assert [one.to for one in reminders] == ["isla@example.org"] * 2
    assert not any("Reid" in one.subject + one.body for one in reminders)
    assert not Event.objects.filter(what="withholding:remind", person__isnull=False).exists()
    oversight.show_again(kept.pk, by=cast.stands(lead), now=NOW)
    assert remind(days(32)) == 0


def test_a_mentor_reminds_nobody_of_what_is_kept_back(cast, lead):
    keep_back(cast, lead, asked(cast))

    with pytest.raises(Forbidden):
        oversight.remind(by=cast.stands("mentor"), on=days(40))

    assert not Mail.objects.filter(key__startswith="kept-back-due").exists()


# Alerts


def test_what_was_noticed_is_kept_once_a_day_and_tells_the_lead_who_it_is_about(cast, lead):
    person = out_and_engaged(cast).person_id

    alert = noticed(cast, person)

    assert noticed(cast, person) is None
    assert noticed(cast, person, kind=Noticed.SEALED) != alert
    assert Alert.objects.count() == 2
    assert Event.objects.filter(what="alert:notice", by=cast.service).count() == 2
    assert sees(cast, lead, person) == Opens.IDENTITY


def test_an_alert_is_dealt_with_once_with_a_reason_and_ends_what_the_lead_knows(cast, lead):
    person = out_and_engaged(cast).person_id
    alert, by = noticed(cast, person), cast.stands(lead)
    with pytest.raises(Refused, match="Write why"):
        oversight.deal(alert.pk, by=by, reason=" ", now=NOW)

    oversight.deal(alert.pk, by=by, reason="A wrong link in a message.", now=NOW)

    alert.refresh_from_db()
    assert (alert.dealt_at, alert.dealt_by, alert.reason) == (NOW, lead, "A wrong link in a message.")
    assert sees(cast, lead, person) == 0
    assert Event.objects.get(what="alert:deal").detail == {"kind": "no_link"}
    with pytest.raises(Refused, match="has dealt with this"):
        oversight.deal(alert.pk, by=by, reason="Again.", now=NOW)


def test_only_the_lead_deals_with_an_alert(cast, lead):
    alert = noticed(cast)

    for part in NOT_THE_LEAD:
        with pytest.raises(Forbidden):
            oversight.deal(alert.pk, by=cast.stands(part), reason="It was me.", now=NOW)

    alert.refresh_from_db()
    assert alert.dealt_at is None


def test_the_last_day_that_was_looked_through_is_known(cast):
    for day in (days(-2), days(-1)):
        oversight.note_looked_through(by=cast.stands("service"), day=day)

    assert looked_through() == days(-1)
    assert {one.by for one in Event.objects.filter(what="log:look_through")} == {cast.service}


@pytest.mark.parametrize("part", ["mentor", "stranger", "team_lead", "administrator"])
def test_nobody_but_the_service_says_what_was_noticed_or_looked_through(cast, lead, part):
    person = out_and_engaged(cast).person_id

    for who in (part, lead):
        with pytest.raises(Forbidden):
            noticed(cast, person, by=who)
        with pytest.raises(Forbidden):
            oversight.note_looked_through(by=cast.stands(who), day=TODAY)

    assert not Alert.objects.exists()
    assert looked_through() is None
    assert sees(cast, lead, person) == 0
