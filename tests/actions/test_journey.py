"""One person's whole journey, through the actions that pages call."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from tests.cast import TODAY, days
from tests.histories import arrive, code, moment, out_and_engaged, sign_up, with_plan
from throughline.actions import custody, endings, gates, notes, offers, ownership
from throughline.domain.objections import Refused
from throughline.domain.vocabulary import Channel, OfferAnswer, Stage
from throughline.models import Episode, Note, Person

pytestmark = pytest.mark.django_db


@pytest.mark.ledger("J2")
def test_a_no_for_now_is_followed_by_a_yes_in_one_step(cast):
    episode = arrive(cast)
    coach = cast.stands("prison_coach")
    offers.make(episode.pk, by=coach, channel=Channel.FACE_TO_FACE, made_on=TODAY, today=TODAY)
    offers.answer(episode.pk, by=coach, answer=OfferAnswer.DECLINED, on=TODAY, today=TODAY)
    episode.refresh_from_db()
    assert episode.at is Stage.DECLINED

    offers.answer(episode.pk, by=coach, answer=OfferAnswer.ACCEPTED, on=TODAY, today=TODAY)

    episode.refresh_from_db()
    assert episode.at is Stage.OFFERED
    sign_up(cast, episode)
    assert Episode.objects.get(pk=episode.pk).at is Stage.SIGNED_UP


def test_a_person_on_a_list_belongs_to_the_duty_coach_and_a_sign_up_is_offered_to_the_duty_worker(cast):
    episode = arrive(cast)
    assert episode.owner == cast.prison_coach

    sign_up(cast, episode)

    episode.refresh_from_db()
    handover = episode.handovers.get()
    assert episode.owner == cast.prison_coach, "until it is accepted the giver owns it"
    assert handover.receiver == cast.duty_worker
    ownership.answer(handover.pk, by=cast.stands("duty_worker"), accepted=True, today=TODAY)
    episode.refresh_from_db()
    assert episode.owner == cast.duty_worker


def test_a_stranger_sees_nobody_and_the_door_is_the_same_for_no_such_person(cast):
    episode = arrive(cast)

    seen = Person.objects.visible_to(cast.stands("stranger"))

    assert list(seen) == []
    assert list(Person.objects.visible_to(cast.stands("prison_coach"))) == [episode.person]
    with pytest.raises(Episode.DoesNotExist):
        offers.make(episode.pk, by=cast.stands("stranger"), channel=Channel.LETTER, made_on=TODAY, today=TODAY)


@pytest.mark.ledger("J8")
def test_a_gate_meeting_records_the_release_and_a_call_is_the_first_contact(cast):
    episode = with_plan(cast)
    mentor = cast.stands("mentor")
    meeting = gates.plan(episode.pk, by=mentor, worker=cast.mentor, due_at=moment(TODAY, 9, 30), now=moment(TODAY, 7))
    gates.mark(
        meeting.pk, by=mentor, result=code("gate_results", "met"), met_at=moment(TODAY, 9, 42), now=moment(TODAY, 9, 45)
    )
    episode.refresh_from_db()
    assert (episode.at, episode.released_on) == (Stage.RELEASED, TODAY)

    notes.save(
        [episode.pk],
        by=mentor,
        client_id=uuid4(),
        spoke=True,
        channel=Channel.PHONE,
        kind=code("contact_kinds", "mentoring"),
        words="He is at his mum’s.",
        minutes=5,
        happened_at=moment(TODAY, 17),
        now=moment(TODAY, 17, 5),
    )

    episode.refresh_from_db()
    assert episode.at is Stage.ENGAGED
    assert episode.first_contact_at == moment(TODAY, 17)


@pytest.mark.ledger("J10")
def test_a_note_saved_twice_is_saved_once_and_other_words_under_its_id_are_said(cast):
    episode = out_and_engaged(cast)
    before = Note.objects.count()
    once = uuid4()

    def save(words):
        return notes.save(
            [episode.pk],
            by=cast.stands("mentor"),
            client_id=once,
            spoke=True,
            channel=Channel.PHONE,
            kind=code("contact_kinds", "mentoring"),
            words=words,
            minutes=5,
            happened_at=moment(TODAY, 9),
            now=moment(TODAY, 10),
        )

    first, second = save("Hello"), save("Hello")

    assert first == second
    assert Note.objects.count() == before + 1
    with pytest.raises(Refused, match="saved already"):
        save("Something else")


@pytest.mark.ledger("J12")
def test_nobody_is_given_up_on_before_three_tries_in_two_ways(cast):
    episode = out_and_engaged(cast)
    mentor = cast.stands("mentor")

    def give_up():
        return endings.move_on(
            episode.pk,
            by=mentor,
            reason=code("ending_reasons", "lost_contact"),
            on=TODAY,
            today=TODAY,
            at=moment(TODAY, 12),
        )

    def tried(channel, ago):
        notes.save(
            [episode.pk],
            by=mentor,
            client_id=uuid4(),
            spoke=False,
            channel=channel,
            kind=code("contact_kinds", "mentoring"),
            happened_at=moment(days(-ago), 9),
            now=moment(TODAY, 9, 1),
        )

    for channel, ago in [(Channel.PHONE, 9), (Channel.PHONE, 6), (Channel.PHONE, 3)]:
        tried(channel, ago)
    with pytest.raises(Refused, match="3 times in 2 ways"):
        give_up()
    tried(Channel.TEXT, 1)

    give_up()

    episode.refresh_from_db()
    assert episode.at is Stage.MOVED_ON
    endings.reopen(episode.pk, by=mentor, on=TODAY)
    episode.refresh_from_db()
    assert episode.at is Stage.ENGAGED


@pytest.mark.ledger("J17")
def test_a_return_pauses_the_episode_and_a_second_release_waits_for_contact_anew(cast):
    episode = out_and_engaged(cast)
    mentor = cast.stands("mentor")
    custody.go_in(episode.person_id, by=mentor, status="remand", on=days(-2), today=TODAY, prison="S-BAR")
    episode.refresh_from_db()
    assert episode.at is Stage.IN_CUSTODY

    custody.come_out(episode.person_id, by=mentor, on=TODAY, today=TODAY)

    episode.refresh_from_db()
    assert (episode.at, episode.released_on, episode.first_contact_at) == (Stage.RELEASED, TODAY, None)


@pytest.mark.ledger("N6")
def test_a_leaver_is_refused_by_the_database_while_anyone_is_theirs(cast):
    from django.db import IntegrityError, transaction

    episode = out_and_engaged(cast)
    admin = cast.stands("administrator")
    with pytest.raises(IntegrityError, match="still looks after"), transaction.atomic():
        type(cast.mentor).objects.filter(pk=cast.mentor.pk).update(ended_on=TODAY)

    ownership.leave(cast.mentor.pk, by=admin, on=TODAY, today=TODAY)

    episode.refresh_from_db()
    assert episode.owner == cast.team_lead
    assert list(Person.objects.visible_to(cast.stands("mentor"))) == []


def test_a_prison_move_changes_whose_sight_it_is_and_keeps_everything(cast):
    episode = arrive(cast)
    assert not Person.objects.visible_to(cast.stands("other_coach")).exists()

    custody.move(episode.person_id, by=cast.stands("prison_coach"), prison="S-LOW", on=TODAY, today=TODAY)

    episode.refresh_from_db()
    assert episode.owner == cast.other_coach
    assert Person.objects.visible_to(cast.stands("other_coach")).exists()
    assert not Person.objects.visible_to(cast.stands("prison_coach")).exists()


def test_a_date_that_moves_keeps_the_old_one_with_the_day_it_became_known(cast):
    episode = arrive(cast)
    coach = cast.stands("prison_coach")

    moved = custody.date_liberation(episode.person_id, by=coach, day=days(20), known_on=TODAY)
    again = custody.date_liberation(episode.person_id, by=coach, day=days(20), known_on=TODAY)

    assert again is None
    dates = list(moved.period.liberation_dates.values_list("day", "known_on"))
    assert dates == [(days(30), days(-40)), (days(20), TODAY)]


def test_a_day_has_48_real_hours_across_the_change_of_the_clocks():
    from throughline.domain.calendar import HERE, Length

    released = datetime(2026, 10, 24, 9, 0, tzinfo=HERE)

    # In UTC: two times of one zone are taken apart by the clock on the wall.
    assert Length(48, "hours").after(released).astimezone(UTC) - released.astimezone(UTC) == timedelta(hours=48)
