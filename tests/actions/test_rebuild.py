"""Dates that were kept by an earlier rule are put as the facts say, by the functions that compare them."""

import pytest

from tests.cast import TODAY, days
from tests.histories import arrive, moment, out_and_engaged
from throughline.actions import episodes
from throughline.domain.objections import Forbidden
from throughline.domain.vocabulary import Stage
from throughline.models import Episode, Event
from throughline.queries.rebuild import differences, differing

pytestmark = pytest.mark.django_db


def test_dates_that_do_not_follow_from_the_facts_are_put_right_and_that_is_written_down(cast):
    one, other = out_and_engaged(cast), arrive(cast, given="Sam", family="Weir", spin="991")
    due = (one.released_on, one.first_contact_at)
    Episode.objects.filter(pk=one.pk).update(released_on=None, first_contact_at=moment(TODAY, 9))
    assert len(differences()) == 2
    (found,) = differing()

    episodes.put_dates_right(one.pk, by=cast.stands(cast.service), dates=found[1])

    one.refresh_from_db()
    assert (found[0].pk, set(found[1])) == (one.pk, {"released_on", "first_contact_at"})
    assert (one.released_on, one.first_contact_at) == due == (days(-12), moment(days(-11), 14))
    assert one.at is Stage.ENGAGED
    assert differences() == []
    (written,) = Event.objects.filter(what="episode:put_dates_right")
    assert written.detail["changed"] == ["first_contact_at", "released_on"]
    assert not differences([other.pk])


def test_nobody_who_works_with_someone_sets_their_dates(cast):
    episode = out_and_engaged(cast)

    with pytest.raises(Forbidden):
        episodes.put_dates_right(episode.pk, by=cast.stands("mentor"), dates={"released_on": TODAY})
