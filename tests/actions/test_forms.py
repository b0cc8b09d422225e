"""A form is saved once, and what was typed on a page that had locked is kept for its writer alone."""

from datetime import timedelta
from uuid import uuid4

import pytest

from tests.cast import TODAY
from tests.histories import moment
from throughline.actions import forms, sessions
from throughline.models import Event, KeptForm, SavedForm

pytestmark = pytest.mark.django_db
NOW = moment(TODAY, 12)


def claim(cast, key, *, part="mentor", digest="d" * 64):
    return forms.claim(key, by=cast.stands(part), path="/people/new", digest=digest)


def keep(cast, *, path="/notes/new", session="a", words="Half a note.", part="mentor", minute=0):
    said = sessions.Kept({"words": [words], "about": ["home", "money"]}, files=True)
    return sessions.keep(
        by=cast.stands(part), session=session, path=path, said=said, at=NOW + timedelta(minutes=minute)
    )


def test_the_first_press_takes_a_form_and_the_second_is_told_where_it_led(cast):
    key = uuid4()
    assert claim(cast, key) is None
    forms.settle(key, by=cast.stands("mentor"), led_to="/people/1/")

    again = claim(cast, key, digest="e" * 64)

    assert (again.key, again.led_to, again.digest, again.worker) == (key, "/people/1/", "d" * 64, cast.mentor)
    assert SavedForm.objects.count() == 1


def test_a_form_that_was_given_back_may_be_sent_again(cast):
    key, other = uuid4(), uuid4()
    for one in (key, other):
        claim(cast, one)

    forms.release(key, by=cast.stands("mentor"))

    assert claim(cast, key) is None
    assert claim(cast, other) is not None


def test_a_form_of_somebody_who_is_not_signed_in_is_saved_once_too(cast):
    key = uuid4()
    assert forms.claim(key, by=None, path="/set-up", digest="d" * 64) is None

    again = forms.claim(key, by=None, path="/set-up", digest="d" * 64)

    assert (again.worker, again.path) == (None, "/set-up")


def test_an_address_longer_than_its_column_is_cut_and_the_form_is_saved(cast):
    key, by = uuid4(), cast.stands("mentor")
    forms.claim(key, by=by, path="/" + "a" * 400, digest="d" * 64)
    forms.settle(key, by=by, led_to="/" + "b" * 400)

    saved = SavedForm.objects.get()
    assert (len(saved.path), len(saved.led_to)) == (200, 300)


def test_what_was_typed_on_a_locked_page_is_sealed_and_read_again_whole(cast):
    kept = keep(cast)

    kept = KeptForm.objects.get(pk=kept.pk)
    assert b"Half a note." not in bytes(kept.sealed)
    assert sessions.said_in(kept) == sessions.Kept({"words": ["Half a note."], "about": ["home", "money"]}, files=True)
    assert kept.worker == cast.mentor


def test_of_each_page_of_a_session_the_newest_is_kept(cast):
    keep(cast, words="First.")
    keep(cast, session="b", words="Elsewhere.")

    keep(cast, words="Second.", minute=1)

    said = {one.session: sessions.said_in(one).fields["words"] for one in KeptForm.objects.all()}
    assert said == {"a": ["Second."], "b": ["Elsewhere."]}


def test_of_one_session_the_newest_twenty_pages_are_kept(cast):
    for number in range(sessions.MOST_KEPT + 2):
        keep(cast, path=f"/{number}", minute=number)

    kept = set(KeptForm.objects.values_list("path", flat=True))
    assert kept == {f"/{number}" for number in range(2, sessions.MOST_KEPT + 2)}


def test_a_kept_form_is_let_go_of_by_its_writer_in_that_session_alone(cast):
    kept, other = keep(cast), keep(cast, path="/other")
    events = Event.objects.count()

    sessions.drop(kept.pk, by=cast.stands("other_mentor"), session="a")
    sessions.drop(kept.pk, by=cast.stands("mentor"), session="b")
    assert KeptForm.objects.count() == 2
    sessions.drop(kept.pk, by=cast.stands("mentor"), session="a")

    assert KeptForm.objects.get() == other
    assert Event.objects.count() == events
