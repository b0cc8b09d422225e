"""From an empty database to the first note, without the demonstration."""

import re

import pytest

from throughline.models import Mail, Note

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def test_a_partnership_sets_itself_up_and_writes_its_first_note(page, live_server, look, sign_in, settings):
    """given an empty database, when somebody sets it up page by page, then a coach can write a note about somebody new"""
    page.set_default_timeout(8000)
    page.set_viewport_size({"width": 390, "height": 844})
    given_an_empty_database(page, live_server, look)
    when_the_administrator_chooses_a_password(page, live_server, look)
    and_adds_a_worker_a_team_a_prison_and_a_programme(page, live_server, look)
    then_the_coach_adds_somebody_and_writes_a_note(page, live_server, look, sign_in)


def given_an_empty_database(page, live_server, look):
    page.goto(live_server.url)
    look("begin")
    page.get_by_label("What is the partnership called?").fill("Forth Throughcare")
    page.get_by_label("Scotland", exact=True).check()
    page.get_by_label("Which organisation leads it?").fill("Forth Mentoring")
    page.get_by_label("Who is the first administrator?").fill("Ann Admin")
    page.get_by_label("What is their email address?").fill("ann@example.org")
    page.get_by_role("button", name="Set it up").click()
    assert page.get_by_text("An invitation is on its way to ann@example.org.").is_visible()


def when_the_administrator_chooses_a_password(page, live_server, look):
    link = re.search(r"(/account/password/reset/key/\S+)", Mail.objects.get().body)[1]
    page.goto(live_server.url + link)
    look("choose-password")
    page.locator("input[name=password1]").fill("a long enough phrase 9")
    page.locator("input[name=password2]").fill("a long enough phrase 9")
    page.locator("main button").first.click()
    page.goto(f"{live_server.url}/account/login/")
    look("sign-in")
    page.locator("input[name=login]").fill("ann@example.org")
    page.locator("input[name=password]").fill("a long enough phrase 9")
    page.get_by_role("button", name=re.compile("sign in", re.IGNORECASE)).first.click()
    page.get_by_role("heading", name="Forth Throughcare").wait_for()
    look("setup")


def and_adds_a_worker_a_team_a_prison_and_a_programme(page, live_server, look):
    page.get_by_role("link", name="Teams").click()
    page.get_by_label("Organisation").select_option(label="Forth Mentoring")
    page.get_by_label("Name").fill("Falkirk")
    page.get_by_label("Falkirk", exact=True).check()
    page.get_by_role("button", name="Save").click()
    page.get_by_text("The team is in.").wait_for()
    look("setup-teams")
    page.goto(f"{live_server.url}/setup/workers/paste")
    page.get_by_label("Paste the rows").fill(
        "Lou Lead\tlou@example.org\tForth Mentoring\tTeam lead\tFalkirk\nCal Coach\tnot an address\tForth Mentoring\tWizard\tPolmont"
    )
    page.get_by_role("button", name="Add them all").click()
    page.get_by_text("Line 2: “not an address” is not an email address; “Wizard” is not a role.").first.wait_for()
    look("setup-paste-errors")
    page.get_by_label("Paste the rows").fill(
        "Lou Lead\tlou@example.org\tForth Mentoring\tTeam lead\tFalkirk\nCal Coach\tcal@example.org\tForth Mentoring\tPrison coach\tPolmont"
    )
    page.get_by_role("button", name="Add them all").click()
    page.get_by_text("They are in, and invitations are on their way.").wait_for()
    look("setup-workers")
    page.goto(f"{live_server.url}/setup/teams/")
    page.get_by_role("link", name="Open ").click()
    page.get_by_label("Who leads it?").select_option(label="Lou Lead")
    page.get_by_label("Who takes new people?").select_option(label="Lou Lead")
    page.get_by_role("button", name="Save").click()
    page.goto(f"{live_server.url}/setup/prisons/")
    page.get_by_label("Prison", exact=True).select_option(label="Polmont")
    page.get_by_label("Whose lead stands in?").select_option(label="Falkirk")
    page.get_by_label("Duty coach").select_option(label="Cal Coach")
    page.get_by_role("button", name="Save").click()
    page.get_by_text("The prison is on.").wait_for()
    look("setup-prisons")
    page.goto(f"{live_server.url}/setup/programme/")
    page.get_by_role("button", name="Begin it").click()
    page.get_by_text("The programme has begun.").wait_for()
    look("setup-programme")
    page.goto(f"{live_server.url}/setup/lists/needs/")
    page.get_by_label("What people read").fill("Pets")
    page.get_by_role("button", name="Save").click()
    page.get_by_text("The answer is in, as a new version of the list.").wait_for()
    look("setup-codes")
    page.goto(f"{live_server.url}/people/")
    assert page.get_by_text("Nobody yet.").is_visible()


def then_the_coach_adds_somebody_and_writes_a_note(page, live_server, look, sign_in):
    from throughline.models import Worker

    sign_in(Worker.objects.get(name="Cal Coach"))
    page.goto(f"{live_server.url}/people/new")
    look("new-person")
    page.get_by_label("First names").fill("Robbie")
    page.get_by_label("Last name").fill("Tennant")
    page.get_by_label("Council area").select_option(label="Falkirk")
    page.get_by_label("Prison they are in").select_option(label="Polmont")
    page.get_by_role("button", name="Look, then add").click()
    page.get_by_text("Robbie Tennant is in.").wait_for()
    look("person-new")
    page.get_by_role("link", name="Write a note", exact=True).click()
    page.get_by_label("What happened?").fill("Met on the hall. He will think about it.")
    page.get_by_role("button", name="Save note").click()
    page.get_by_text("Your note about Robbie is in.").wait_for()
    assert Note.objects.get().channel == "prison_visit"
    page.goto(f"{live_server.url}/people/find")
    page.get_by_label("Name, date of birth").fill("tenant rab")
    page.get_by_role("button", name="Find", exact=True).click()
    page.get_by_role("link", name="Robbie Tennant", exact=True).wait_for()
    look("find")
    page.goto(f"{live_server.url}/more/")
    look("more")
