"""From a list to moving on, in a browser, by role and label: as prison coach, duty worker and mentor."""

import pytest

from tests.cast import make
from tests.files import liberation_list
from throughline.models import Episode, Handover, Note

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def people(transactional_db):
    """The cast, in a database that the browser's server sees."""
    return make()


def test_somebody_goes_from_the_list_to_moving_on(page, live_server, people, sign_in, look, size, tmp_path):
    """given a list, when each worker does their part, then the record says moved on and everything is on the timeline"""
    page.set_default_timeout(8000)
    page.set_viewport_size({"width": size[0], "height": size[1]})
    given_a_list_is_loaded(page, live_server, people, sign_in, look, tmp_path)
    when_the_coach_asks_and_signs_up(page, people, look)
    and_the_duty_worker_hands_on(page, live_server, people, sign_in, look)
    and_the_mentor_plans_and_visits(page, people, sign_in, look)
    and_meets_at_the_gate(page, people, look)
    and_writes_a_note(page, people, look)
    and_records_an_outcome(page, look)
    then_they_move_on_and_can_come_back(page, look)


def given_a_list_is_loaded(page, live_server, people, sign_in, look, tmp_path):
    sign_in(people.prison_coach)
    look("today-coach-empty")
    page.goto(f"{live_server.url}/lists/")
    look("lists")
    file = tmp_path / "list.csv"
    file.write_bytes(liberation_list())
    page.get_by_label("The file").set_input_files(file)
    page.get_by_role("button", name="See what it would do").click()
    assert page.get_by_role("heading", name="What this list would do").is_visible()
    look("list-preview")
    page.get_by_role("button", name="Load it").click()
    assert page.get_by_role("heading", name="Loaded").is_visible()
    page.get_by_role("link", name="See who to ask").click()
    look("offers")


def when_the_coach_asks_and_signs_up(page, people, look):
    page.get_by_role("link", name="Record an offer for Daniel Reid").click()
    look("make-offer")
    page.get_by_label("Face to face", exact=True).check()
    page.get_by_label("Said yes", exact=True).check()
    page.get_by_role("button", name="Save").click()
    assert page.get_by_text("The offer to Daniel is in.").is_visible()
    look("person-asked")
    page.get_by_role("link", name="Sign Daniel up").click()
    look("sign-up")
    page.get_by_role("button", name="Sign Daniel up").click()
    assert page.get_by_role("heading", name="Nothing is lost.").is_visible()
    look("sign-up-errors")
    for purpose in ("taking_part", "record", "sharing", "research"):
        page.locator(f"input[name=says_{purpose}][value=yes]").check()
    page.get_by_label("Signed on paper").check()
    page.get_by_role("button", name="Sign Daniel up").click()
    assert page.get_by_text("Daniel has joined.").is_visible()
    assert Handover.objects.get().receiver == people.duty_worker


def and_the_duty_worker_hands_on(page, live_server, people, sign_in, look):
    sign_in(people.duty_worker)
    look("today-handed")
    page.get_by_role("button", name="Say yes to Daniel Reid").click()
    assert page.get_by_text("You look after Daniel now.").is_visible()
    page.get_by_role("link", name="Hand over to someone").click()
    look("hand-over")
    page.get_by_label("To whom?").select_option(label="Moira Kerr")
    page.get_by_role("button", name="Ask them").click()
    assert page.get_by_text("Moira Kerr has been asked to take over.").is_visible()
    sign_in(people.mentor)
    page.get_by_role("button", name="Say yes to Daniel Reid").click()
    assert Episode.objects.get(person__family_name="Reid").owner == people.mentor


def and_the_mentor_plans_and_visits(page, people, sign_in, look):
    page.get_by_role("link", name="Add a strength").click()
    look("strength")
    page.get_by_label("What is it?").fill("Good with engines")
    page.get_by_label("In their own words").fill("I can hear what’s wrong with a car.")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="Add what would help").click()
    look("need")
    page.get_by_label("Home", exact=True).check()
    page.get_by_label("In their own words").fill("A place of my own")
    page.get_by_label("2", exact=True).check()
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="Make a plan").click()
    look("plan")
    page.get_by_label("Goal 1, in their words").fill("Get my own keys")
    page.get_by_label("Step 1: what?").first.fill("Homeless application")
    page.get_by_label("By when?").first.fill("tomorrow")
    page.get_by_role("button", name="Save and agree it").click()
    look("agree-plan")
    page.get_by_label("Signed on paper").check()
    page.get_by_role("button", name="We both agree").click()
    assert page.get_by_text("The plan is agreed.").is_visible()
    page.get_by_role("link", name="Book something").click()
    look("book")
    page.get_by_label("Visit inside", exact=True).check()
    page.get_by_label("Which day?").fill("today")
    page.get_by_label("What time?").fill("12:01am")
    page.get_by_label("What for?").fill("Meet before release")
    page.get_by_role("button", name="Book it").click()
    page.get_by_role("link", name="Say what came of it").click()
    look("appointment")
    page.get_by_label("What came of it?").select_option(label="It happened, on time")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="Prepare the pack").click()
    look("pack")
    page.get_by_label("Where is it now?").fill("the office")
    page.get_by_role("button", name="Save").click()
    look("person-plan")


def and_meets_at_the_gate(page, people, look):
    page.get_by_role("link", name="Plan the gate").click()
    look("plan-gate")
    page.get_by_label("Which day?").fill("today")
    page.get_by_label("What time?").fill("11:59pm")
    page.get_by_label("What did they ask for, in their words?").fill("Wait by the bus stop.")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="Open gate card").click()
    look("gate")
    page.get_by_role("link", name="We did not meet").click()
    look("gate-not-met")
    page.get_by_role("link", name="Gate card").click()
    page.get_by_role("link", name="We met").click()
    look("gate-met")
    page.get_by_label("Shop voucher").check()
    page.get_by_role("button", name="Save").click()
    assert page.get_by_text("You met Daniel.").is_visible()
    assert page.get_by_text("Out of prison today").is_visible()
    look("person-out")


def and_writes_a_note(page, people, look):
    page.get_by_role("link", name="Today").first.click()
    look("today-mentor")
    page.get_by_role("link", name="Write a note about Daniel Reid").first.click()
    look("note")
    page.get_by_role("button", name="Save note").click()
    page.get_by_role("heading", name="Nothing is lost. One thing is missing.").wait_for()
    page.get_by_label("What happened?").fill("He is at his mum’s. Room sorted for tonight.")
    page.get_by_role("button", name="Save note").click()
    page.get_by_text("Your note about Daniel is in.").wait_for()
    note = Note.objects.get()
    assert (note.words, note.spoke, note.worker) == (
        "He is at his mum’s. Room sorted for tonight.",
        True,
        people.mentor,
    )


def and_records_an_outcome(page, look):
    page.get_by_role("link", name="Put Daniel in touch with a service").click()
    page.get_by_label("Which service?").fill("Tollcross Housing")
    page.get_by_label("What for?").fill("A flat")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="Add an outcome").click()
    look("outcome")
    page.get_by_label("A settled home", exact=True).check()
    page.get_by_label("What shows it?").fill("A letter, seen")
    page.get_by_role("button", name="Save").click()
    assert page.get_by_text("The outcome is in.").is_visible()


def then_they_move_on_and_can_come_back(page, look):
    page.get_by_role("link", name="Daniel moves on").click()
    look("move-on")
    page.get_by_label("Why?").select_option(label="We lost touch")
    page.get_by_role("button", name="Save").click()
    assert page.get_by_text("Try 3 times in 2 ways within 28 days first.").first.is_visible()
    assert page.get_by_role("link", name="Write down a try").is_visible()
    page.get_by_label("Why?").select_option(label="Reached their goals")
    page.get_by_role("button", name="Save").click()
    assert page.get_by_text("Daniel has moved on.").first.is_visible()
    page.get_by_role("link", name="See all").click()
    look("happened")
    page.get_by_role("link", name="Daniel Reid").click()
    page.get_by_role("link", name="Open the record again").click()
    page.get_by_role("button", name="Open it").click()
    assert page.get_by_text("The record is open again.").is_visible()
