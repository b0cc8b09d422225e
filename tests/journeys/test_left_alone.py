"""A page that was left alone: covered after fifteen minutes, opened again where it was, with every word still there."""

import re
from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.db.models import F

from tests.cast import make
from tests.histories import out_and_engaged
from tests.journeys.test_signing_in import code_of, with_password
from throughline.models import KeptForm, Note

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
PHRASE = "a long enough phrase 9"
WORDS = "A long account of the day."


@pytest.fixture
def people(transactional_db, page):
    """The cast, a phone, and a mentor with a password."""
    from django.core.cache import cache

    cache.clear()
    page.set_default_timeout(15000)
    page.set_viewport_size({"width": 390, "height": 844})
    cast = make()
    cast.mentor.account.set_password(PHRASE)
    cast.mentor.account.save()
    return cast


def leave_alone(page=None):
    """Let sixteen minutes pass: on the server, and in the page."""
    UserSession.objects.update(last_seen_at=F("last_seen_at") - timedelta(minutes=16))
    if page is not None:
        page.clock.fast_forward("16:00")


def test_a_page_covers_itself_and_a_password_opens_it_where_it_was(page, live_server, people, sign_in, look):
    """given a note half written, when nobody touches the page for fifteen minutes, then nothing of it shows until the password is given, and every word is still there"""
    episode = out_and_engaged(people)
    sign_in(people.mentor)
    page.clock.install()
    page.goto(f"{live_server.url}/people/{episode.person_id}/note")
    page.get_by_label("What happened?").fill(WORDS)
    address = page.url

    leave_alone(page)
    page.get_by_role("heading", name="Locked").wait_for()
    shown = page.locator("body").inner_text() + page.title()
    for word in ("Daniel", "Danny", "Reid", "Moira", "account of the day"):
        assert word not in shown
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
    look("lock-cover")

    page.get_by_label("Your password").fill("not the password")
    page.get_by_role("button", name="Open it", exact=True).click()
    page.get_by_text("That is not your password.").wait_for()
    look("lock-cover-wrong")
    assert not page.get_by_label("What happened?").is_visible()
    page.get_by_label("Your password").fill(PHRASE)
    page.get_by_role("button", name="Open it", exact=True).click()
    page.get_by_label("What happened?").wait_for()

    assert page.url == address
    assert "Danny" in page.title()
    assert page.get_by_label("What happened?").input_value() == WORDS
    page.get_by_role("button", name="Save note").click()
    page.get_by_text("is in.").wait_for()
    assert Note.objects.filter(words=WORDS).count() == 1
    assert not KeptForm.objects.exists()


def test_saving_on_a_page_that_the_server_has_locked_asks_and_then_saves(page, live_server, people, sign_in):
    """given a lock that the page does not know of, when a note is saved, then the page asks who it is and saves the note itself"""
    episode = out_and_engaged(people)
    sign_in(people.mentor)
    page.goto(f"{live_server.url}/people/{episode.person_id}/note")
    page.get_by_label("What happened?").fill(WORDS)
    page.get_by_text("Draft kept").wait_for()

    leave_alone()
    page.get_by_role("button", name="Save note").click()
    page.get_by_role("heading", name="Locked").wait_for()
    assert not Note.objects.filter(words=WORDS).exists()
    page.get_by_label("Your password").fill(PHRASE)
    page.get_by_role("button", name="Open it", exact=True).click()

    page.get_by_text("is in.").wait_for()
    assert Note.objects.filter(words=WORDS).count() == 1


def test_a_page_stays_open_while_another_of_the_same_session_is_used(page, live_server, people, sign_in):
    """given two pages, when one is used, then the other does not stay covered"""
    sign_in(people.mentor)
    page.clock.install()
    page.goto(f"{live_server.url}/more/")
    tab = page.context.new_page()
    tab.goto(f"{live_server.url}/people/")

    page.clock.fast_forward("16:00")

    page.get_by_role("heading", name="More").wait_for()
    page.wait_for_function("!document.querySelector('.tl-lock')")


def test_whoever_writes_for_long_is_not_locked_out(page, live_server, people, sign_in):
    """given a page that asks the server for nothing, when somebody writes in it for half an hour, then the server knows that they are there"""
    from throughline.models import Episode

    episode = out_and_engaged(people)
    sign_in(people.mentor)
    page.clock.install()
    page.goto(f"{live_server.url}/episodes/{Episode.objects.get(pk=episode.pk).pk}/need")
    before = UserSession.objects.get().last_seen_at - timedelta(minutes=10)
    UserSession.objects.update(last_seen_at=before)

    with page.expect_response("**/account/still-here"):
        for _ in range(6):
            page.locator("textarea, input[type=text]").first.type("word ")
            page.clock.fast_forward("01:00")

    page.wait_for_timeout(300)
    assert UserSession.objects.get().last_seen_at > before + timedelta(minutes=9)


def test_without_a_script_the_lock_is_a_page_and_the_words_come_back(browser, live_server, people, look, page):
    """given a browser without scripts, when a form is sent after the lock, then the password brings the words back and one press saves them"""
    from django.test import Client

    episode = out_and_engaged(people)
    client = Client()
    client.force_login(people.mentor.account, backend="allauth.account.auth_backends.AuthenticationBackend")
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844})
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}])
    plain = context.new_page()
    plain.goto(f"{live_server.url}/people/{episode.person_id}/note")
    plain.get_by_label("What happened?").fill(WORDS)
    plain.get_by_label("Phone", exact=True).check(force=True)

    leave_alone()
    plain.get_by_role("button", name="Save note").click()
    plain.get_by_role("heading", name="Locked").wait_for()
    assert not plain.get_by_role("button", name="passkey").is_visible()
    plain.get_by_label("Your password").fill(PHRASE)
    plain.get_by_role("button", name="Open it", exact=True).click()
    plain.get_by_role("heading", name="What you wrote is here").wait_for()
    assert plain.url.endswith(f"/people/{episode.person_id}/note")
    page.context.clear_cookies()
    page.context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}]
    )
    for width, height in ((390, 844), (1280, 900)):
        page.set_viewport_size({"width": width, "height": height})
        page.goto(plain.url)
        look("kept-form")
    plain.get_by_role("button", name="Go on with it").click()

    plain.get_by_text("is in.").wait_for()
    assert Note.objects.filter(words=WORDS).count() == 1
    assert not KeptForm.objects.exists()
    context.close()


def test_one_touch_of_a_passkey_opens_it(page, live_server, people, look, settings):
    """given a passkey, when the page has locked, then one touch opens it, on the page of the lock and on a covered page"""
    settings.SECOND_FACTOR = True
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send(
        "WebAuthn.addVirtualAuthenticator",
        {"options": {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True, "isUserVerified": True, "automaticPresenceSimulation": True}},
    )  # fmt: skip
    with_password(page, live_server)
    page.wait_for_url("**/2fa/totp/activate/")
    page.locator("input[name=code]").fill(code_of(page.locator("#authenticator_secret").input_value()))
    page.locator("main form button").first.click()
    page.goto(f"{live_server.url}/account/2fa/webauthn/add/")
    page.locator("input[name=name]").fill("My phone")
    page.locator("main form button").first.click()
    page.get_by_text("The passkey is in.").wait_for()

    leave_alone()
    page.goto(f"{live_server.url}/people/")
    page.get_by_role("heading", name="Locked").wait_for()
    for width, height in ((1280, 900), (390, 844)):
        page.set_viewport_size({"width": width, "height": height})
        look("lock-page")
    page.get_by_role("button", name="Open it with a passkey").click()
    page.get_by_role("heading", name="People").wait_for()
    assert page.url == f"{live_server.url}/people/"

    page.clock.install()
    page.goto(f"{live_server.url}/more/")
    leave_alone(page)
    page.get_by_role("button", name="Open it with a passkey").click()
    page.get_by_role("heading", name="More").wait_for()
    look("more-sign-out-everywhere")
    assert re.search("/more/$", page.url)
