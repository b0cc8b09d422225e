"""Where someone was, learnt late or in another order: the record and its clocks follow what is known now."""

from datetime import timedelta
from uuid import uuid4

import pytest

from tests.cast import TODAY, days
from tests.histories import arrive, code, moment, out_and_engaged, sign_up, with_plan
from throughline.actions import consents, custody, endings, episodes, notes, offers, people, plans
from throughline.domain.clocks import State
from throughline.domain.objections import Refused
from throughline.domain.vocabulary import Channel, ConsentPurpose, Stage, Way
from throughline.models import ConsentWording, Episode
from throughline.queries.clocks import running
from throughline.queries.today import today_of

pytestmark = pytest.mark.django_db


def call(cast, episode, *, on, by="mentor", hour=14):
    return notes.save(
        [episode.pk],
        by=cast.stands(by),
        client_id=uuid4(),
        spoke=True,
        channel=Channel.PHONE,
        kind=code("contact_kinds", "mentoring"),
        words="Spoke.",
        happened_at=moment(on, hour),
        now=moment(TODAY, 20),
    )


def clock(cast, episode, name, by="mentor"):
    episode.refresh_from_db()
    found = running([episode], by=cast.stands(by), on=TODAY)[episode.pk].clocks
    return [one for one in found if one.standard.code == name]


def test_a_call_made_before_the_release_was_told_is_the_first_contact(cast):
    episode = with_plan(cast)
    call(cast, episode, on=days(-1))
    assert Episode.objects.get(pk=episode.pk).first_contact_at is None

    custody.come_out(episode.person_id, by=cast.stands("mentor"), on=days(-2), today=TODAY)

    episode.refresh_from_db()
    assert episode.first_contact_at == moment(days(-1), 14)
    assert episode.at is Stage.ENGAGED
    assert [one.state(at=moment(TODAY, 9)) for one in clock(cast, episode, "first_contact")] == [State.MET]


def test_a_return_that_is_told_late_takes_back_the_contact_that_was_made_inside(cast):
    episode = with_plan(cast)
    mentor = cast.stands("mentor")
    custody.come_out(episode.person_id, by=mentor, on=days(-10), today=TODAY)
    call(cast, episode, on=days(-3))

    custody.go_in(episode.person_id, by=mentor, status="remand", on=days(-5), today=TODAY)

    episode.refresh_from_db()
    assert (episode.at, episode.first_contact_at) == (Stage.IN_CUSTODY, None)


def test_whoever_never_joined_came_out_and_went_back_can_be_asked_and_sign_up(cast):
    episode = arrive(cast)
    coach = cast.stands("prison_coach")
    custody.come_out(episode.person_id, by=coach, on=days(-20), today=TODAY)
    custody.go_in(
        episode.person_id, by=cast.stands("duty_worker"), status="remand", on=days(-10), today=TODAY, prison="S-BAR"
    )
    episode.refresh_from_db()
    assert episode.at is Stage.IDENTIFIED

    offers.make(episode.pk, by=coach, channel=Channel.FACE_TO_FACE, made_on=TODAY, today=TODAY)
    sign_up(cast, episode, on=TODAY)

    episode.refresh_from_db()
    assert episode.at is Stage.SIGNED_UP


def test_a_record_opened_again_has_caught_up_with_what_happened_meanwhile(cast):
    episode = out_and_engaged(cast)
    mentor = cast.stands("mentor")
    endings.move_on(
        episode.pk, by=mentor, reason=code("ending_reasons", "goals_met"), on=days(-5), today=TODAY, at=moment(TODAY, 9)
    )
    custody.go_in(episode.person_id, by=mentor, status="remand", on=days(-2), today=TODAY, prison="S-BAR")
    assert Episode.objects.get(pk=episode.pk).custody_since is None

    endings.reopen(episode.pk, by=mentor, on=TODAY)

    assert Episode.objects.get(pk=episode.pk).at is Stage.IN_CUSTODY


def test_a_second_time_with_us_leaves_the_first_as_it_was(cast):
    first = out_and_engaged(cast)
    mentor, coach = cast.stands("mentor"), cast.stands("prison_coach")
    endings.move_on(
        first.pk, by=mentor, reason=code("ending_reasons", "goals_met"), on=days(-5), today=TODAY, at=moment(TODAY, 9)
    )
    first.refresh_from_db()
    earlier = first.released_on, first.first_contact_at
    custody.go_in(first.person_id, by=mentor, status="sentenced", on=days(-3), today=TODAY, prison="S-BAR")
    again = episodes.identify(first.person_id, by=mentor, programme=cast.programme, on=days(-2))
    custody.come_out(first.person_id, by=coach, on=TODAY, today=TODAY)

    first.refresh_from_db()
    again.refresh_from_db()
    assert (first.released_on, first.first_contact_at) == earlier
    assert again.released_on == TODAY


def joined_outside(cast, *, signed_on):
    """Sign somebody up who asked for it in the community, in no prison that we know of."""
    duty = cast.stands("duty_worker")
    person = people.create(by=duty, given_names="Rab", family_name="Tennant", home_council="S12000049")
    episode = episodes.identify(person.pk, by=duty, programme=cast.programme, on=signed_on, how="asked")
    consents.sign_up(
        episode.pk,
        by=duty,
        answers=dict.fromkeys(ConsentPurpose, True),
        way=Way.PAPER,
        on=signed_on,
        today=TODAY,
    )
    episode.refresh_from_db()
    return episode


def test_whoever_joined_in_the_community_is_not_forgotten_and_becomes_engaged(cast):
    episode = joined_outside(cast, signed_on=days(-40))
    now = moment(TODAY, 9)

    quiet = today_of(by=cast.stands("duty_worker"), now=now, on=TODAY).quiet
    assert [(one.episode.pk, one.days) for one in quiet] == [(episode.pk, 40)]
    assert clock(cast, episode, "first_contact", by="duty_worker")[0].state(at=now) is State.LATE

    call(cast, episode, on=TODAY, by="duty_worker", hour=8)

    episode.refresh_from_db()
    assert episode.at is Stage.ENGAGED
    assert today_of(by=cast.stands("duty_worker"), now=now, on=TODAY).quiet == []


def test_nobody_is_late_for_someone_who_came_out_long_before_they_joined(cast):
    episode = arrive(cast)
    custody.come_out(episode.person_id, by=cast.stands("prison_coach"), on=days(-30), today=TODAY)

    consents.sign_up(
        episode.pk,
        by=cast.stands("duty_worker"),
        answers=dict.fromkeys(ConsentPurpose, True),
        way=Way.PAPER,
        on=TODAY,
        today=TODAY,
    )

    (first,) = clock(cast, episode, "first_contact", by="duty_worker")
    assert first.state(at=moment(TODAY, 20)) is not State.LATE
    assert today_of(by=cast.stands("duty_worker"), now=moment(TODAY, 20), on=TODAY).quiet == []


def test_after_a_return_the_visit_and_the_plan_are_due_again_before_the_new_date(cast):
    episode = out_and_engaged(cast)
    mentor = cast.stands("mentor")
    custody.go_in(episode.person_id, by=mentor, status="sentenced", on=days(-4), today=TODAY, prison="S-BAR")
    custody.date_liberation(episode.person_id, by=mentor, day=days(8), known_on=TODAY)

    (visit,), (plan,) = clock(cast, episode, "visit"), clock(cast, episode, "plan")

    assert visit.state(at=moment(TODAY, 9)) is State.SOON
    assert plan.state(at=moment(TODAY, 9)) is State.LATE
    draft = plans.draft(episode.pk, by=mentor, on=TODAY)
    plans.agree(draft.pk, by=mentor, way=Way.PAPER, on=TODAY, today=TODAY)
    assert clock(cast, episode, "plan")[0].met_at is not None


def test_a_release_known_by_its_day_gives_two_whole_days(cast):
    episode = with_plan(cast)
    custody.come_out(episode.person_id, by=cast.stands("mentor"), on=days(-2), today=TODAY)

    (first,) = clock(cast, episode, "first_contact")

    assert first.due_at.date() == TODAY
    assert first.state(at=moment(TODAY, 20)) is State.SOON
    assert first.state(at=moment(TODAY, 20) + timedelta(hours=5)) is State.LATE


def test_nobody_joins_by_words_that_were_not_in_use(cast):
    episode = arrive(cast)
    ConsentWording.objects.filter(programme=cast.programme).update(from_on=days(-10))

    with pytest.raises(Refused, match="not in use yet"):
        consents.sign_up(
            episode.pk,
            by=cast.stands("prison_coach"),
            answers=dict.fromkeys(ConsentPurpose, True),
            way=Way.PAPER,
            on=days(-20),
            today=TODAY,
        )

    episode.refresh_from_db()
    assert (episode.at, episode.consents.count()) == (Stage.IDENTIFIED, 0)


def test_a_consent_is_taken_back_on_a_day_that_has_come_and_asked_again_after_joining(cast):
    episode = sign_up(cast, arrive(cast))
    coach = cast.stands("prison_coach")
    said = episode.consents.filter(given=True).first()

    with pytest.raises(Refused, match="has not come yet"):
        consents.withdraw(said.pk, by=coach, on=days(2), today=TODAY)
    with pytest.raises(Refused, match="before they signed up"):
        consents.ask_again(
            episode.pk,
            by=coach,
            wording=episode.consents.filter(given=False).first().wording,
            given=True,
            way=Way.PAPER,
            on=days(-35),
            today=TODAY,
        )
