"""A handover that its giver takes back: the receiver sees no more of the record than before they were asked."""

import pytest
from django.db import transaction

from tests.cast import TODAY, days
from tests.histories import with_mentor
from throughline.actions import ownership
from throughline.domain.objections import Refused
from throughline.models import Event, Handover, acting, opened_to

pytestmark = pytest.mark.django_db


def sees(cast, part, person):
    standing = cast.stands(part)
    with transaction.atomic(), acting(standing):
        return opened_to(standing, person)


def offered(cast):
    episode = with_mentor(cast)
    return ownership.hand_over(
        episode.pk, by=cast.stands("mentor"), receiver=cast.other_mentor, starts_on=days(2), today=TODAY
    )


def test_what_was_offered_is_taken_back_and_what_it_opened_closes(cast):
    handover = offered(cast)
    assert sees(cast, "other_mentor", handover.person_id)

    ownership.withdraw(handover.pk, by=cast.stands("mentor"))

    handover.refresh_from_db()
    assert handover.withdrawn_at is not None
    assert handover.episode.owner == cast.mentor
    assert sees(cast, "other_mentor", handover.person_id) == 0
    event = Event.objects.get(what="handover:withdraw")
    assert (event.by, event.person_id, event.thing_id) == (cast.mentor, handover.person_id, str(handover.pk))


def test_it_is_taken_back_once_and_not_once_it_was_declined(cast):
    handover, by = offered(cast), cast.stands("mentor")
    ownership.withdraw(handover.pk, by=by)
    with pytest.raises(Refused, match="taken back"):
        ownership.withdraw(handover.pk, by=by)
    again = ownership.hand_over(handover.episode_id, by=by, receiver=cast.other_mentor, starts_on=days(2), today=TODAY)
    ownership.answer(again.pk, by=cast.stands("other_mentor"), accepted=False, today=TODAY, words="I am away.")

    with pytest.raises(Refused, match="answered already"):
        ownership.withdraw(again.pk, by=by)

    again.refresh_from_db()
    assert again.withdrawn_at is None
    assert Event.objects.filter(what="handover:withdraw").count() == 1


def test_what_has_come_into_force_is_not_taken_back(cast):
    episode = with_mentor(cast)
    taken = episode.handovers.get(receiver=cast.mentor)

    with pytest.raises(Refused, match="answered already"):
        ownership.withdraw(taken.pk, by=cast.stands("duty_worker"))

    episode.refresh_from_db()
    assert episode.owner == cast.mentor


def test_a_stranger_takes_nothing_back(cast):
    handover = offered(cast)

    with pytest.raises(Handover.DoesNotExist):
        ownership.withdraw(handover.pk, by=cast.stands("stranger"))

    handover.refresh_from_db()
    assert handover.withdrawn_at is None
    assert sees(cast, "other_mentor", handover.person_id)
