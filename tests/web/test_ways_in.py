"""Every way in needs a second factor: a password, a passkey, a reset link, an invitation, a new device."""

import re
from datetime import timedelta
from types import SimpleNamespace

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from allauth.usersessions.models import UserSession
from django.test import Client
from django.urls import reverse

from tests.cast import TODAY
from tests.clients import client_of
from tests.histories import out_and_engaged
from tests.web.test_step_up import shown
from throughline.actions import accounts
from throughline.models import Account, Event, Mail, Worker

pytestmark = pytest.mark.django_db
PHRASE = "four plain words here"


@pytest.fixture
def mentor(cast, settings, at):
    """A mentor with a password and a code app, and a record that they may see."""
    settings.SECOND_FACTOR = True
    account = cast.mentor.account
    account.set_password(PHRASE)
    account.save()
    secret = generate_totp_secret()
    TOTP.activate(account, secret)
    codes = RecoveryCodes.activate(account).get_unused_codes()
    episode = out_and_engaged(cast)
    return SimpleNamespace(account=account, secret=secret, codes=codes, record=f"/people/{episode.person_id}/")


def code_of(secret):
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def password(client, account, phrase=PHRASE):
    return client.post("/account/login/", {"login": account.email, "password": phrase})


def is_shut(client, path):
    """Tell whether a record is not shown, in whichever way it is asked for."""
    answers = [client.get(path), client.post(path), client.get(f"{path}note"), client.get("/"), client.get("/more/")]
    return all(one.status_code == 302 and one["Location"].startswith("/account/") for one in answers)


def test_a_password_alone_opens_no_record(mentor):
    client = Client()

    asked = password(client, mentor.account)

    assert asked["Location"] == "/account/2fa/authenticate/"
    assert is_shut(client, mentor.record)
    client.post(asked["Location"], {"code": "000000"})
    assert is_shut(client, mentor.record)
    client.post(asked["Location"], {"code": code_of(mentor.secret)})
    assert client.get(mentor.record).status_code == 200


def test_on_a_new_device_it_is_asked_for_again(mentor):
    for _ in range(2):
        client = Client()
        assert password(client, mentor.account)["Location"] == "/account/2fa/authenticate/"
        assert is_shut(client, mentor.record)


def test_a_reset_link_opens_nothing_and_takes_no_second_factor_away(mentor):
    asks = Client()
    asks.post("/account/password/reset/", {"email": mentor.account.email})
    link = re.search(r"(/account/password/reset/key/\S+)", Mail.objects.latest("made_at").body)[1]

    page = asks.get(link, follow=True)
    asks.post(
        page.redirect_chain[-1][0], {"password1": "another four plain words", "password2": "another four plain words"}
    )

    assert is_shut(asks, mentor.record)
    assert set(Authenticator.objects.values_list("type", flat=True)) == {"totp", "recovery_codes"}
    assert password(asks, mentor.account, "another four plain words")["Location"] == "/account/2fa/authenticate/"
    assert is_shut(asks, mentor.record)


def test_an_invitation_opens_nothing_until_a_second_factor_is_set_up(cast, settings, at):
    settings.SECOND_FACTOR = True
    record = f"/people/{out_and_engaged(cast).person_id}/"
    accounts.invite(cast.mentor.pk, by=cast.stands("administrator"))
    link = re.search(r"(/account/password/reset/key/\S+)", Mail.objects.latest("made_at").body)[1]
    client = Client()

    page = client.get(link, follow=True)
    client.post(page.redirect_chain[-1][0], {"password1": PHRASE, "password2": PHRASE})
    after_choosing = is_shut(client, record)
    password(client, cast.mentor.account)
    with_password = is_shut(client, record)
    form = client.get("/account/2fa/totp/activate/")
    set_up = client.post("/account/2fa/totp/activate/", {"code": code_of(form.context["form"].secret)})

    assert after_choosing
    assert with_password
    assert set_up.status_code == 302
    assert client.get(record).status_code == 200
    assert client.get("/account/2fa/recovery-codes/").status_code == 200, "who set it up just now is not asked again"


def invited(cast):
    """Invite the mentor, who has no password yet, and return the link that they were sent."""
    cast.mentor.account.set_unusable_password()
    cast.mentor.account.save()
    accounts.invite(cast.mentor.pk, by=cast.stands("administrator"))
    return re.search(r"(/account/password/reset/key/\S+)", Mail.objects.latest("made_at").body)[1]


def chosen(client, path):
    return client.post(path, {"password1": PHRASE, "password2": PHRASE}, follow=True).content.decode()


NO_LONGER = "This link no longer works"


def test_an_invitation_that_has_run_out_is_a_sentence_and_chooses_no_password(cast, at, time_machine):
    link, opened = invited(cast), Client()
    form = opened.get(link, follow=True).redirect_chain[-1][0]
    time_machine.shift(timedelta(days=3, seconds=1))

    late, saved_late = Client().get(link, follow=True), chosen(opened, form)

    assert late.status_code == 200
    assert NO_LONGER in late.content.decode()
    assert "more than three days old" in late.content.decode()
    assert NO_LONGER in saved_late, "opened in time and saved too late"
    assert not Account.objects.get(pk=cast.mentor.account_id).has_usable_password()
    assert (
        not Event.objects.filter(what__startswith="account:", thing_id=str(cast.mentor.pk))
        .exclude(what="account:invite")
        .exists()
    )


def test_an_invitation_works_once_and_until_the_next_one_is_used(cast, at):
    link, client = invited(cast), Client()
    form = client.get(link, follow=True).redirect_chain[-1][0]
    assert NO_LONGER not in chosen(client, form)
    kept = Account.objects.get(pk=cast.mentor.account_id).password

    again = Client()
    assert NO_LONGER in again.get(link, follow=True).content.decode()
    assert NO_LONGER in chosen(again, link)
    assert NO_LONGER in chosen(Client(), link[:-2] + "x/")

    assert Account.objects.get(pk=cast.mentor.account_id).password == kept


def test_the_first_set_up_does_not_ask_for_the_password_that_was_given_just_now(cast, settings, at):
    settings.SECOND_FACTOR = True
    cast.mentor.account.set_password(PHRASE)
    cast.mentor.account.save()
    client = Client()

    password(client, cast.mentor.account)

    assert client.get("/account/2fa/totp/activate/").status_code == 200


def test_given_long_ago_it_is_asked_for_once_more(cast, settings, at, time_machine):
    from django.utils import timezone

    settings.SECOND_FACTOR = True
    cast.mentor.account.set_password(PHRASE)
    cast.mentor.account.save()
    client = Client()
    password(client, cast.mentor.account)

    time_machine.move_to(timezone.now() + timedelta(minutes=6))

    assert client.get("/account/2fa/totp/activate/")["Location"].startswith("/account/reauthenticate/")


def test_a_session_from_before_the_second_factor_must_show_it_too(cast, settings, at):
    """Somebody who learnt the password waits, signed in, until its owner sets the second factor up elsewhere."""
    settings.SECOND_FACTOR = True
    account = cast.mentor.account
    account.set_password(PHRASE)
    account.save()
    record = f"/people/{out_and_engaged(cast).person_id}/"
    early = Client()
    password(early, account)
    secret = generate_totp_secret()
    TOTP.activate(account, secret)

    assert is_shut(early, record)
    assert early.get("/more/")["Location"].startswith("/account/2fa/reauthenticate/")
    for door in (
        "mfa_deactivate_totp",
        "mfa_index",
        "mfa_add_webauthn",
        "mfa_view_recovery_codes",
        "usersessions_list",
    ):
        answer = early.get(reverse(door))
        assert answer.status_code == 302, door
        assert answer["Location"].startswith("/account/2fa/reauthenticate/"), door
    early.post("/account/reauthenticate/", {"password": PHRASE})
    early.post(reverse("mfa_deactivate_totp"))
    assert Authenticator.objects.filter(type="totp").exists(), "the password alone takes it away from nobody"
    early.post("/account/2fa/reauthenticate/", {"code": code_of(secret)})
    assert early.get(record).status_code == 200


def test_the_password_alone_does_not_take_the_second_factor_away(mentor):
    client = client_of(SimpleNamespace(account=mentor.account))
    shown(client, method="mfa", seconds_ago=3600)
    assert client.get("/more/").status_code == 200

    asked = client.get(reverse("mfa_deactivate_totp"))
    client.post("/account/reauthenticate/", {"password": PHRASE})
    client.post(reverse("mfa_deactivate_totp"))

    assert asked["Location"].startswith("/account/2fa/reauthenticate/")
    assert Authenticator.objects.filter(type="totp").exists()


def test_a_recovery_code_works_once(mentor):
    first, second = Client(), Client()
    password(first, mentor.account)
    first.post("/account/2fa/authenticate/", {"code": mentor.codes[0]})
    password(second, mentor.account)

    again = second.post("/account/2fa/authenticate/", {"code": mentor.codes[0]})

    assert first.get(mentor.record).status_code == 200
    assert again.status_code == 200
    assert is_shut(second, mentor.record)


def test_a_passkey_must_have_asked_whose_finger_it_is(mentor):
    """One that only says that the key is there would be one factor."""
    options = Client().get("/account/2fa/webauthn/login/", headers={"X-Requested-With": "XMLHttpRequest"}).json()

    assert options["request_options"]["publicKey"]["userVerification"] == "required"


def test_nobody_can_sign_in_on_a_fresh_install(db, settings):
    settings.SECOND_FACTOR = True
    assert not Account.objects.exists()
    assert not Worker.objects.filter(account__isnull=False).exists()

    for name in ("admin", "admin@example.org", "root", "throughline", "demo", "test@example.org"):
        for phrase in ("admin", "password", "throughline", "demo", "", "changeme"):
            answer = Client().post("/account/login/", {"login": name, "password": phrase})
            assert answer.status_code == 200
            assert "_auth_user_id" not in Client().session
    assert Client().get("/demo/").status_code == 404
    assert Client().get("/account/signup/").status_code in (200, 302, 404)
    answer = Client().post("/account/signup/", {"email": "me@example.org", "password1": PHRASE, "password2": PHRASE})
    assert not Account.objects.exists(), answer.status_code


def test_whoever_sets_up_has_no_password_until_they_choose_one(cast):
    assert not any(account.has_usable_password() for account in Account.objects.all())
    assert not Worker.objects.filter(service=True, account__isnull=False).exists()


# Signing out everywhere


@pytest.fixture
def devices(mentor, cast):
    """A mentor signed in on three devices, and a colleague on one."""
    found = [client_of(cast.mentor) for _ in range(3)]
    for one in found:
        shown(one, method="mfa", seconds_ago=10)
        assert one.get(mentor.record).status_code == 200
    TOTP.activate(cast.team_lead.account, generate_totp_secret())
    lead = client_of(cast.team_lead)
    shown(lead, method="mfa", seconds_ago=10)
    return SimpleNamespace(mine=found, lead=lead)


def out(client, path="/more/"):
    answer = client.get(path)
    return answer.status_code == 302 and answer["Location"] == "/account/login/"


def test_one_press_signs_out_everywhere(devices, mentor, cast):
    here, *_ = devices.mine
    assert "Sign out everywhere" in here.get("/more/").content.decode()

    pressed = here.post("/sign-out-everywhere")

    assert pressed["Location"] == "/account/login/"
    assert all(out(one) for one in devices.mine)
    assert devices.lead.get("/more/").status_code == 200
    assert not UserSession.objects.filter(user=cast.mentor.account).exists()
    assert Event.objects.filter(what="account:sign_out", by=cast.mentor).count() == 1


def test_a_new_password_signs_out_everywhere(devices, cast):
    here, *_ = devices.mine

    changed = here.post("/account/password/change/", {"oldpassword": PHRASE, "password1": "five other plain words", "password2": "five other plain words"})  # fmt: skip

    assert changed.status_code == 302
    assert all(out(one) for one in devices.mine)
    assert devices.lead.get("/more/").status_code == 200


def test_a_password_that_was_reset_signs_out_everywhere(devices, cast):
    asks = Client()
    asks.post("/account/password/reset/", {"email": cast.mentor.account.email})
    link = re.search(r"(/account/password/reset/key/\S+)", Mail.objects.latest("made_at").body)[1]
    page = asks.get(link, follow=True)
    asks.post(
        page.redirect_chain[-1][0], {"password1": "five other plain words", "password2": "five other plain words"}
    )

    assert all(out(one) for one in devices.mine)


def test_whoever_is_said_to_leave_is_signed_out_everywhere(devices, cast):
    TOTP.activate(cast.administrator.account, generate_totp_secret())
    administrator = client_of(cast.administrator)
    shown(administrator, method="mfa", seconds_ago=10)

    done = administrator.post(reverse("worker_leaves", args=[cast.mentor.pk]), {"on": "today"})

    assert done.status_code == 302
    assert all(out(one) for one in devices.mine)
    assert not UserSession.objects.filter(user=cast.mentor.account).exists()


def test_whose_post_is_ended_is_signed_out_everywhere(devices, cast):
    TOTP.activate(cast.administrator.account, generate_totp_secret())
    administrator = client_of(cast.administrator)
    shown(administrator, method="mfa", seconds_ago=10)

    administrator.post(reverse("end_post", args=[cast.mentor.posts.get().pk]))

    assert cast.mentor.posts.get().until_on == TODAY
    assert all(out(one) for one in devices.mine)


def test_nobody_signs_others_out_who_does_not_set_up(devices, cast):
    from throughline.domain.objections import Forbidden

    with pytest.raises(Forbidden):
        accounts.sign_out_everywhere(cast.mentor.pk, by=cast.stands("team_lead"))

    assert devices.mine[0].get("/more/").status_code == 200
