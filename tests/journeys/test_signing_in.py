"""Signing in for real: invited by mail, a password, a second step, recovery codes, a passkey."""

import re

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time

from tests.cast import make
from throughline.actions import accounts
from throughline.models import Mail

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
PHRASE = "a long enough phrase 9"


@pytest.fixture
def people(transactional_db, settings, page):
    """The cast, where everyone needs a second step."""
    settings.SECOND_FACTOR = True
    page.set_default_timeout(8000)
    page.set_viewport_size({"width": 390, "height": 844})
    return make()


def code_of(secret):
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def test_a_worker_is_invited_sets_up_a_second_step_and_signs_in_with_it(page, live_server, people, look, cache_cleared):
    """given an invitation, when the worker chooses a password and sets up a code, then only both together open a record"""
    accounts.invite(people.mentor.pk, by=people.stands("administrator"))
    link = re.search(
        r"(/account/password/reset/key/\S+)", Mail.objects.filter(to="moira@example.org").latest("made_at").body
    )[1]
    page.goto(live_server.url + link)
    page.locator("input[name=password1]").fill(PHRASE)
    page.locator("input[name=password2]").fill(PHRASE)
    page.locator("main button").first.click()

    with_password(page, live_server)
    page.wait_for_url("**/2fa/totp/activate/")  # the password was given just now: it is not asked for again
    look("second-step")
    page.goto(f"{live_server.url}/people/")
    page.wait_for_url("**/2fa/totp/activate/")
    page.locator("input[name=code]").fill(code_of(page.locator("#authenticator_secret").input_value()))
    page.locator("main form button").first.click()
    look("recovery-codes")
    page.goto(f"{live_server.url}/account/2fa/recovery-codes/")
    look("recovery-codes-shown")
    recovery = page.locator("#recovery_codes li").first.inner_text()
    page.goto(f"{live_server.url}/people/")
    page.get_by_role("heading", name="People").wait_for()

    sign_out(page, live_server)
    with_password(page, live_server)
    page.wait_for_url("**/2fa/authenticate/**")
    look("second-step-asked")
    page.locator("input[name=code]").fill("000000")
    page.locator("main form button").first.click()
    assert page.locator("input[name=code]").is_visible(), "a wrong code opens nothing"
    page.locator("input[name=code]").fill(recovery)
    page.locator("main form button").first.click()
    page.goto(f"{live_server.url}/people/")
    page.get_by_role("heading", name="People").wait_for()


def test_a_passkey_signs_in_by_itself(page, live_server, people, look, sign_in, cache_cleared):
    """given a phone that keeps passkeys, when one is made, then it signs in without a password"""
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send(
        "WebAuthn.addVirtualAuthenticator",
        {"options": {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True, "isUserVerified": True, "automaticPresenceSimulation": True}},
    )  # fmt: skip
    account = people.mentor.account
    account.set_password(PHRASE)
    account.save()
    with_password(page, live_server)
    page.wait_for_url("**/2fa/totp/activate/")
    page.locator("input[name=code]").fill(code_of(page.locator("#authenticator_secret").input_value()))
    page.locator("main form button").first.click()
    page.goto(f"{live_server.url}/account/2fa/webauthn/add/")
    look("passkey-add")
    page.locator("input[name=name]").fill("My phone")
    page.get_by_text("Sign in with it alone, without a password").click()
    page.locator("main form button").first.click()
    page.get_by_text("The passkey is in.").wait_for()
    look("passkeys")
    sign_out(page, live_server)

    page.goto(f"{live_server.url}/account/login/")
    page.get_by_role("button", name=re.compile("passkey", re.IGNORECASE)).click()
    page.wait_for_url(lambda url: "login" not in url)
    page.goto(f"{live_server.url}/people/")

    page.get_by_role("heading", name="People").wait_for()


def with_password(page, live_server):
    page.goto(f"{live_server.url}/account/login/")
    page.locator("input[name=login]").fill("moira@example.org")
    page.locator("input[name=password]").fill(PHRASE)
    page.get_by_role("button", name=re.compile("sign in", re.IGNORECASE)).first.click()


def sign_out(page, live_server):
    page.goto(f"{live_server.url}/more/")
    page.get_by_role("button", name="Sign out", exact=True).click()


@pytest.fixture
def cache_cleared(db):
    """Start with no tries counted."""
    from django.core.cache import cache

    cache.clear()
