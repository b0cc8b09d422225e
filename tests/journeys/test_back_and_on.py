"""The return, the handover and the leaver, in a browser on a phone."""

from datetime import datetime

import pytest

from tests.cast import TODAY, days, make
from tests.histories import out_and_engaged, with_mentor, with_plan
from throughline.domain.calendar import HERE
from throughline.domain.vocabulary import Stage
from throughline.models import Episode, Handover

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def people(transactional_db, time_machine, page):
    """The cast at noon of the tests' today, in a database that the browser's server sees."""
    time_machine.move_to(datetime(TODAY.year, TODAY.month, TODAY.day, 12, tzinfo=HERE), tick=True)
    page.set_default_timeout(8000)
    page.set_viewport_size({"width": 390, "height": 844})
    return make()


@pytest.mark.ledger("J17")
def test_somebody_goes_back_inside_and_is_picked_up_there(page, live_server, people, sign_in, look):
    """given someone out and in touch, when they go back and a date is told, then the record waits inside and goes on at the gate"""
    episode = out_and_engaged(people)
    sign_in(people.mentor)
    page.goto(f"{live_server.url}/people/{episode.person_id}/")

    page.get_by_role("link", name="Record a return to prison").click()
    page.get_by_label("Which prison?").select_option(label="Low Moss")
    page.get_by_label("On remand").check()
    page.get_by_role("button", name="Save").click()

    page.get_by_text("In prison: Low Moss").wait_for()
    look("back-inside")
    episode.refresh_from_db()
    assert episode.at is Stage.IN_CUSTODY
    assert episode.owner == people.mentor, "nobody loses their mentor for going back"
    assert page.get_by_text("Next stop: visit inside").is_visible()

    sign_in(people.other_coach)
    page.goto(f"{live_server.url}/people/{episode.person_id}/")
    page.get_by_role("link", name="The date has moved").click()
    page.get_by_label("Which day do they come out?").fill(f"{days(40):%d %m %Y}")
    page.get_by_role("button", name="Save").click()
    page.get_by_text("Comes out").first.wait_for()

    sign_in(people.mentor)
    page.goto(f"{live_server.url}/people/{episode.person_id}/")
    page.get_by_role("link", name="Record that Danny came out").click()
    page.get_by_role("button", name="Save").click()

    page.get_by_text("Out of prison today").wait_for()
    look("out-again")
    episode.refresh_from_db()
    assert (episode.at, episode.released_on) == (Stage.RELEASED, TODAY)
    assert page.get_by_text("First call since they came out").first.is_visible(), "48 hours begin anew"


def test_a_handover_is_refused_with_words_taken_back_and_accepted_by_another(page, live_server, people, sign_in, look):
    """given someone with a mentor, when the first asked says no, then the giver keeps them until another says yes"""
    episode = with_plan(people)
    hand_over_to(page, live_server, people.mentor, "Nadia Rahman", episode, sign_in)
    sign_in(people.other_mentor)
    look("handed-over")
    page.get_by_role("link", name="Say no to Daniel Reid").click()
    page.get_by_label("Why").fill("I know his brother.")
    page.get_by_role("button", name="Say no").click()
    page.get_by_text("Saved").first.wait_for()
    episode.refresh_from_db()
    assert episode.owner == people.mentor

    hand_over_to(page, live_server, people.mentor, "Dod Weir", episode, sign_in)
    page.get_by_role("link", name="Take this back").click()
    page.get_by_role("button", name="Take it back").click()
    hand_over_to(page, live_server, people.mentor, "Nadia Rahman", episode, sign_in)
    sign_in(people.other_mentor)
    page.get_by_role("button", name="Say yes to Daniel Reid").click()

    page.get_by_text("You look after Danny now.").wait_for()
    episode.refresh_from_db()
    assert episode.owner == people.other_mentor
    assert list(Handover.objects.filter(accepted=False).values_list("answer_words", flat=True)) == [
        "I know his brother."
    ]


def hand_over_to(page, live_server, giver, receiver, episode, sign_in):
    sign_in(giver)
    page.goto(f"{live_server.url}/people/{episode.person_id}/")
    page.get_by_role("link", name="Hand over to someone").click()
    page.get_by_label("To whom?").select_option(label=receiver)
    page.get_by_role("button", name="Ask them").click()
    page.get_by_text(f"{receiver} has been asked to take over.").wait_for()


@pytest.mark.ledger("N6")
def test_whoever_leaves_leaves_nobody_behind(page, live_server, people, sign_in, look):
    """given a mentor who looks after two people, when the administrator records that they leave, then the lead has both and the mentor is let in nowhere"""
    with_mentor(people)
    with_mentor(people, given="Sam", family="Weir", spin="91234")
    sign_in(people.administrator)
    page.goto(f"{live_server.url}/setup/workers/")
    page.get_by_role("link", name="Open Moira Kerr").click()
    page.get_by_role("link", name="They leave").click()
    look("leaves")
    page.get_by_role("button", name="They leave").click()
    page.get_by_text("Moira Kerr has left.").wait_for()
    assert page.get_by_text("Reid").count() == 0, "the administrator sees no participant"

    assert set(Episode.objects.values_list("owner__name", flat=True)) == {"Shona Muir"}
    sign_in(people.team_lead)
    assert page.get_by_role("heading", name="You stand in for 2").is_visible()
    look("stands-in")
    sign_in(people.mentor)
    page.goto(f"{live_server.url}/people/")
    assert page.get_by_text("Reid").count() == 0


def test_a_long_absence_gives_everyone_to_the_lead_at_once(page, live_server, people, sign_in, look):
    """given a mentor who falls ill, when it is recorded, then the lead stands in and may hand on"""
    episode = with_mentor(people)
    sign_in(people.administrator)
    page.goto(f"{live_server.url}/setup/workers/")
    page.get_by_role("link", name="Open Moira Kerr").click()
    page.get_by_role("link", name="Away for long").click()
    page.get_by_label("Why?").fill("Ill")
    page.get_by_role("button", name="Save").click()
    page.get_by_text("The lead stands in.").wait_for()
    episode.refresh_from_db()
    assert episode.owner == people.team_lead

    hand_over_to(page, live_server, people.team_lead, "Nadia Rahman", episode, sign_in)
    sign_in(people.other_mentor)
    page.get_by_role("button", name="Say yes to Daniel Reid").click()
    page.get_by_text("You look after Danny now.").wait_for()
