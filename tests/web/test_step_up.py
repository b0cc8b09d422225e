"""What changes who sees what asks for the second factor again."""

import time
from uuid import uuid4

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.urls import reverse

from tests.cast import BEGAN, TODAY
from tests.clients import client_of
from throughline.actions import workers
from throughline.domain.vocabulary import Role

pytestmark = pytest.mark.django_db


def shown(client, *, method, seconds_ago):
    """Let a session have shown something so many seconds ago."""
    session = client.session
    session["account_authentication_methods"] = [{"method": method, "at": time.time() - seconds_ago}]
    session["account_authentication_methods_user"] = session["_auth_user_id"]
    session.save()


@pytest.fixture
def administrator(cast, settings, at):
    """Return the administrator's client, who has a second factor, and its secret."""
    settings.SECOND_FACTOR = True
    secret = generate_totp_secret()
    TOTP.activate(cast.administrator.account, secret)
    assert Authenticator.objects.count() == 1
    client = client_of(cast.administrator)
    client.secret = secret
    return client


@pytest.fixture
def somebody(settings, at):
    """Return the client of any worker, who has a second factor."""
    settings.SECOND_FACTOR = True

    def make(worker):
        TOTP.activate(worker.account, generate_totp_secret())
        return client_of(worker)

    return make


def test_seals_and_break_glass_ask_for_it_too(cast, somebody):
    lead = workers.add(
        by=cast.stands("administrator"), name="Isla Boyd", email="isla@example.org", employer=cast.lead_charity, on=BEGAN,
        posts=[{"organisation": cast.lead_charity, "role": Role.DATA_PROTECTION_LEAD}],
    )  # fmt: skip
    seals = [
        reverse("set_seal"),
        *(reverse(one, args=[uuid4()]) for one in ("name_holder", "drop_holder", "review_seal", "end_seal")),
    ]
    for worker, paths in ((lead, seals), (cast.mentor, [reverse("break_glass")])):
        client = somebody(worker)
        for path in paths:
            shown(client, method="mfa", seconds_ago=6 * 60)
            late = client.get(path)
            shown(client, method="mfa", seconds_ago=60)
            in_time = client.get(path)

            assert late.status_code == 302, path
            assert "reauthenticate" in late.headers["Location"], path
            assert in_time.status_code in (200, 404), path


def doors(cast):
    post = cast.mentor.posts.first()
    return [
        reverse("setup_workers"), reverse("paste_workers"), reverse("setup_worker", args=[cast.mentor.pk]),
        reverse("worker_leaves", args=[cast.mentor.pk]), reverse("end_post", args=[post.pk]),
    ]  # fmt: skip


def test_a_second_factor_shown_just_now_opens_them(cast, administrator):
    shown(administrator, method="mfa", seconds_ago=60)

    for door in doors(cast):
        assert administrator.get(door).status_code == 200, door


@pytest.mark.parametrize(("method", "seconds_ago"), [("mfa", 6 * 60), ("password", 10)])
def test_an_old_one_or_a_password_alone_does_not(cast, administrator, method, seconds_ago):
    shown(administrator, method=method, seconds_ago=seconds_ago)

    for door in doors(cast):
        response = administrator.get(door)
        assert response.status_code == 302, door
        assert response["Location"].startswith("/account/2fa/reauthenticate/?next="), door
    # With a second factor shown long ago the rest is open; with a password alone nothing is.
    assert administrator.get(reverse("setup")).status_code == (200 if method == "mfa" else 302)


def test_what_was_opened_in_time_is_saved_and_what_was_not_changes_nothing(cast, administrator):
    door = reverse("end_post", args=[cast.mentor.posts.get().pk])

    shown(administrator, method="mfa", seconds_ago=21 * 60)
    late = administrator.post(door)
    kept = cast.mentor.posts.get().until_on
    shown(administrator, method="mfa", seconds_ago=10 * 60)
    in_time = administrator.post(door)

    assert "reauthenticate" in late["Location"]
    assert kept is None
    assert in_time["Location"] == reverse("setup_worker", args=[cast.mentor.pk])
    assert cast.mentor.posts.get().until_on == TODAY


def test_a_code_shown_again_leads_back_to_the_page(cast, administrator):
    shown(administrator, method="mfa", seconds_ago=3600)
    door = reverse("setup_worker", args=[cast.mentor.pk])
    asked = administrator.get(door)["Location"]
    code = format_hotp_value(hotp_value(administrator.secret, next(iter(yield_hotp_counters_from_time()))))

    wrong = administrator.post(asked, {"code": "000000" if code != "000000" else "111111"})
    right = administrator.post(asked, {"code": code})

    assert wrong.status_code == 200
    assert (right.status_code, right["Location"]) == (302, door)
    assert administrator.get(door).status_code == 200


def test_the_demonstration_asks_nobody(cast, settings, at):
    settings.SECOND_FACTOR = False

    assert client_of(cast.administrator).get(reverse("setup_workers")).status_code == 200
