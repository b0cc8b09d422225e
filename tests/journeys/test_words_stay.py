"""What a mentor wrote is never lost: not by a lost answer, not by a session that ended, not by a button pressed twice."""

from uuid import uuid4

import pytest
from django.utils import timezone

from tests.cast import make
from tests.histories import out_and_engaged
from throughline.actions import appointments
from throughline.models import Draft, Note, standing_of

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def people(transactional_db, page):
    """The cast, and a phone."""
    page.set_default_timeout(15000)
    page.set_viewport_size({"width": 390, "height": 844})
    return make()


def test_a_note_outlives_the_session_it_was_begun_in(page, live_server, people, sign_in):
    """given a note half written, when the session ends, then the page says so, keeps the words, and saves them after a new sign-in"""
    episode = out_and_engaged(people)
    sign_in(people.mentor)
    page.goto(f"{live_server.url}/people/{episode.person_id}/note")
    page.context.clear_cookies()

    page.get_by_label("What happened?").fill("A long account of the day.")
    page.get_by_role("button", name="Save note").click()
    page.get_by_text("you are signed out. Your words are here").wait_for()
    assert page.get_by_label("What happened?").input_value() == "A long account of the day."
    assert Note.objects.filter(words__startswith="A long account").count() == 0

    tab = page.context.new_page()
    sign_in(people.mentor, page=tab)
    page.get_by_text("is in.").wait_for()
    assert Note.objects.filter(words="A long account of the day.").count() == 1


def test_words_added_after_a_lost_answer_become_a_note_of_their_own(page, live_server, people, sign_in):
    """given a save whose answer was lost, when more is written meanwhile, then neither the first words nor the others are lost or doubled unasked"""
    episode = out_and_engaged(people)
    sign_in(people.mentor)
    page.goto(f"{live_server.url}/people/{episode.person_id}/note")
    page.get_by_label("What happened?").fill("First words.")
    lost = []

    def lose_the_first_answer(route):
        if route.request.method == "POST" and not lost:
            lost.append(route.fetch())
            route.abort()
        else:
            route.continue_()

    page.route("**/note", lose_the_first_answer)
    page.get_by_role("button", name="Save note").click()
    page.get_by_text("We keep trying while this page is open.").wait_for()
    page.get_by_label("What happened?").fill("First words. And a new number for his landlord.")

    page.get_by_text("Your first words are saved already.").wait_for()
    assert Draft.objects.get().body["words"] == "First words. And a new number for his landlord."
    page.get_by_label("What happened?").fill("And a new number for his landlord.")
    page.get_by_role("button", name="Save the rest").click()

    page.get_by_text("is in.").wait_for()
    saved = Note.objects.filter(episode=episode, words__contains="words") | Note.objects.filter(
        words__contains="landlord"
    )
    assert sorted(saved.values_list("words", flat=True)) == ["And a new number for his landlord.", "First words."]


@pytest.mark.ledger("J10")
def test_a_note_takes_five_taps_and_three_requests(page, live_server, people, sign_in):
    """given somebody on Today, when a mentor writes about them, then five taps and three requests are enough besides the words"""
    episode = out_and_engaged(people)
    mentor = standing_of(people.mentor, on=timezone.localdate())
    appointments.book(
        episode.pk, by=mentor, client_id=uuid4(), kind="appointment", worker=people.mentor, purpose="Housing office",
        starts_at=timezone.now(), now=timezone.now(),
    )  # fmt: skip
    sign_in(people.mentor)
    page.goto(live_server.url)
    asked, taps = [], 0
    page.on("request", lambda one: asked.append(one) if "/static/" not in one.url and "/draft" not in one.url else None)

    def tap(what):
        nonlocal taps
        what.click()
        taps += 1

    tap(page.get_by_role("link", name="Write a note about Daniel Reid").first)
    page.get_by_label("What happened?").fill("Went with him to the housing office.")
    tap(page.get_by_label("Yes", exact=True))
    tap(page.get_by_label("Face to face", exact=True))
    tap(page.get_by_label("30", exact=True))
    tap(page.get_by_role("button", name="Save note"))

    page.get_by_text("Your note about Danny is in.").wait_for()
    note = Note.objects.get(words__startswith="Went with him")
    assert (note.spoke, note.channel, note.minutes) == (True, "face_to_face", 30)
    assert taps <= 5
    assert len(asked) <= 3, [(one.method, one.url) for one in asked]
