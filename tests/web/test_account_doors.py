"""The addresses of signing in, which are a library's: what each of five gets at each of them, by method."""

import re

import pytest
from allauth import urls
from allauth.account.models import EmailAddress
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.db import transaction

from tests.cast import days
from tests.clients import Knocker, Writes
from tests.histories import out_and_engaged
from tests.web.test_ways_in import code_of
from throughline.models import Worker

pytestmark = pytest.mark.django_db
PHRASE = "four plain words here"
# Who asks: nobody; who gave a password and owes the code; who gave both; who has not set up a second factor yet; who has left
# with a session still open (in life it is ended with them). What each gets by GET and POST, one word where both are alike:
# `sign_in`, `second` and `again` lead to the password, to the code, and to showing it once more; the others are those of
# `tests/doors_table.py`. Everything here is of the asker's own account.
WHO = ("nobody", "owes", "both", "bare", "left")
TABLE = {
    "account_login": ("page", "second", "moved", "moved", "moved"),
    "account_logout": ("moved", "moved", "page moved", "page moved", "page moved"),
    "account_inactive": ("page 405",) * 5,
    "account_signup": ("page", "page", "moved", "moved", "moved"),
    "account_reauthenticate": ("sign_in", "sign_in", "again", "page", "again"),
    "account_email": ("sign_in", "sign_in", "page moved", "page moved", "page moved"),
    "account_email_verification_sent": ("page 405",) * 5,
    "account_change_password": ("sign_in", "sign_in", "page", "page", "page"),
    "account_set_password": ("sign_in", "sign_in", "moved", "moved", "moved"),
    "account_reset_password": ("page",) * 5,
    "account_confirm_login_code": ("sign_in", "sign_in", "moved", "moved", "moved"),
    "account_confirm_email": ("page nothing",) * 5,
    "account_reset_password_from_key_done": ("page 405",) * 5,
    "account_reset_password_from_key": ("page",) * 5,
    "account_reset_password_done": ("page 405",) * 5,
    "mfa_index": ("sign_in", "sign_in", "page 405", "page 405", "page 405"),
    "mfa_authenticate": ("sign_in", "page", "moved", "moved", "moved"),
    "mfa_reauthenticate": ("sign_in", "sign_in", "page", "again", "page"),
    "mfa_activate_totp": ("sign_in", "sign_in", "again", "page", "again"),
    "mfa_deactivate_totp": ("sign_in", "sign_in", "again", "nothing", "again"),
    "mfa_view_recovery_codes": ("sign_in", "sign_in", "again 405", "nothing 405", "again 405"),
    "mfa_generate_recovery_codes": ("sign_in", "sign_in", "again", "page", "again"),
    "mfa_download_recovery_codes": ("sign_in", "sign_in", "again", "nothing", "again"),
    "mfa_list_webauthn": ("sign_in", "sign_in", "page 405", "page 405", "page 405"),
    "mfa_add_webauthn": ("sign_in", "sign_in", "again", "page", "again"),
    "mfa_reauthenticate_webauthn": ("sign_in", "sign_in", "again", "again", "again"),
    "mfa_remove_webauthn": ("sign_in", "sign_in", "again", "nothing", "again"),
    "mfa_edit_webauthn": ("sign_in", "sign_in", "again", "nothing", "again"),
    "mfa_login_webauthn": ("sign_in", "second", "moved", "moved", "moved"),
    "usersessions_list": ("sign_in", "sign_in", "page moved", "page moved", "page moved"),
}
SHUT = ("sign_in", "second", "again", "no", "nothing", "405")
LEADS = (
    ("/account/login/", "sign_in"), ("/account/2fa/authenticate/", "second"), ("/account/reauthenticate/", "again"),
    ("/account/2fa/reauthenticate/", "again"),
)  # fmt: skip
OTHERS = ("HEAD", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")


def addresses():
    """Return every address of the library by its name, with something that there is not where one is named."""
    found = {}

    def walk(patterns, before):
        for one in patterns:
            path = before + str(one.pattern)
            if hasattr(one, "url_patterns"):
                walk(one.url_patterns, path)
            else:
                path = re.sub(r"\(\?P<uidb36>[^)]*\)", "1", re.sub(r"\(\?P<key>[^)]*\)", "no-such", path))
                found[one.name] = re.sub(r"<int:\w+>", "999999", path.replace("^", "").replace("$", ""))

    walk(urls.urlpatterns, "/account/")
    return found


@pytest.fixture
def members(cast, settings, at):
    """Return a browser of each member of the table."""
    settings.SECOND_FACTOR = True
    made = {"nobody": Knocker()}
    for who, part in (("owes", "mentor"), ("both", "other_mentor"), ("bare", "coordinator"), ("left", "stranger")):
        worker, made[who] = getattr(cast, part), Knocker()
        worker.account.set_password(PHRASE)
        worker.account.save()
        secret = generate_totp_secret()
        if who != "bare":
            TOTP.activate(worker.account, secret)
            RecoveryCodes.activate(worker.account)
        made[who].post("/account/login/", {"login": worker.account.email, "password": PHRASE})
        if who in ("both", "left"):
            made[who].post("/account/2fa/authenticate/", {"code": code_of(secret)})
    Worker.objects.filter(pk=cast.stranger.pk).update(ended_on=days(-1))
    return made


def kind_of(response):
    """Return what an answer is, in the words of the table."""
    if response.status_code == 302:
        for start, word in LEADS:
            if response["Location"].startswith(start):
                return word
        return "moved"
    return {200: "page", 403: "no", 404: "nothing", 405: "405"}.get(response.status_code, str(response.status_code))


def test_every_address_of_the_library_has_a_row_and_every_row_an_address():
    assert set(addresses()) == set(TABLE)


def test_each_gets_at_every_door_of_signing_in_what_the_table_says(members, cast):
    out_and_engaged(cast)  # of whom nothing may stand here
    wrong, writes = [], Writes()

    def knock(client, method, path):
        cookies = client.cookies.copy()
        with transaction.atomic():
            written = writes()
            response = client.generic(method, path)
            wrote = writes() != written
            transaction.set_rollback(True)
        client.cookies = cookies
        return response, wrote

    for number, (name, path) in enumerate(addresses().items()):
        for who, said in zip(WHO, TABLE[name], strict=True):
            get, _, post = said.partition(" ")
            other = OTHERS[(number + WHO.index(who)) % len(OTHERS)]  # what no form sends: one of them each time
            for method, wanted in {"GET": get, "POST": post or get, other: None}.items():
                response, wrote = knock(members[who], method, path)
                if wanted is not None and kind_of(response) != wanted:
                    wrong.append(f"{name} {who} {method}: {kind_of(response)}, not {wanted}")
                if response.status_code >= 500 or (wrote and kind_of(response) in SHUT):
                    wrong.append(
                        f"{name} {who} {method}: {response.status_code}{', and something was written' * wrote}"
                    )
                if b"Reid" in response.content:
                    wrong.append(f"{name} {who} {method}: names somebody of a record")

    assert not wrong, "\n".join(wrong)


def test_no_address_is_added_to_an_account_that_shows_a_second_factor(members):
    answer = members["both"].post("/account/email/", {"email": "new@example.org", "action_add": "Add"})

    assert b"You cannot add an email address" in answer.content
    assert not EmailAddress.objects.filter(email="new@example.org").exists()
