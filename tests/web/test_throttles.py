"""Guessing is slowed down by name, by address and by password, and whoever is slowed down holds nobody else up."""

from datetime import timedelta

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db
TOO_MANY = "Too many"


def tries(name, *, times=1, address="203.0.113.1", password="not the password"):
    """Try to sign in and return the last answer."""
    client = Client(REMOTE_ADDR=address)
    for _ in range(times):
        response = client.post("/account/login/", {"login": name, "password": password})
    return response


@pytest.fixture
def right(cast):
    """Give the mentor a password."""
    account = cast.mentor.account
    account.set_password("four plain words here")
    account.save()
    return {"name": account.email, "password": "four plain words here", "address": "203.0.113.2"}


def test_the_eleventh_try_at_a_name_is_stopped_from_anywhere_until_five_minutes_have_passed(right, at, time_machine):
    from django.utils import timezone

    start = timezone.now()
    tries(right["name"], times=10)

    stopped = tries(**right)
    time_machine.move_to(start + timedelta(minutes=5, seconds=30))
    later = tries(**right)

    assert stopped.status_code == 200
    assert TOO_MANY in stopped.content.decode()
    assert later.status_code == 302


def test_a_name_that_is_stopped_stops_no_other(right, at):
    tries("somebody.else@example.org", times=11)

    assert tries(**right).status_code == 302


def second_factor_of(account):
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    secret = generate_totp_secret()
    TOTP.activate(account, secret)
    return secret


def sign_in(client, right, secret):
    """Sign in by password and code; return the answer to the password."""
    from tests.web.test_ways_in import code_of

    answer = client.post("/account/login/", {"login": right["name"], "password": right["password"]})
    if answer.status_code == 302:
        client.post(answer["Location"], {"code": code_of(secret)})
    return answer


@pytest.fixture
def known(right, cast, settings, at, time_machine):
    """A browser at the shared address on which the mentor has signed in, and is signed out again."""
    from django.utils import timezone

    settings.SECOND_FACTOR = True
    client = Client(REMOTE_ADDR="203.0.113.1")
    client.secret = second_factor_of(cast.mentor.account)
    sign_in(client, right, client.secret)
    assert client.get("/more/").status_code == 200
    client.post("/account/logout/")
    assert client.get("/more/").status_code == 302
    time_machine.move_to(timezone.now() + timedelta(minutes=1))  # a code is taken once
    return client


def test_a_colleague_at_the_same_address_gets_in_on_a_device_that_is_known(right, known):
    for number in range(11):
        tries(f"guess{number}@example.org")

    answer = sign_in(known, right, known.secret)

    assert answer.status_code == 302
    assert known.get("/more/").status_code == 200


def test_whoever_guesses_at_a_name_does_not_keep_its_owner_out_of_a_device_that_is_known(right, known):
    tries(right["name"], times=11, address="203.0.113.66")

    assert sign_in(known, right, known.secret).status_code == 302
    assert known.get("/more/").status_code == 200


def test_a_device_that_is_known_is_no_way_around_it(right, known):
    for _ in range(10):
        known.post("/account/login/", {"login": right["name"], "password": "a guess"})
    stopped = known.post("/account/login/", {"login": right["name"], "password": right["password"]})
    other = known.post("/account/login/", {"login": "nadia@example.org", "password": "a guess"})

    assert TOO_MANY in stopped.content.decode()
    assert TOO_MANY not in other.content.decode()
    for number in range(10):
        tries(f"guess{number}@example.org")
    assert TOO_MANY in known.post("/account/login/", {"login": "nadia@example.org", "password": "x"}).content.decode()


def test_a_forged_device_is_not_known(right, at):
    from throughline.web import devices

    client = Client(REMOTE_ADDR="203.0.113.1")
    client.cookies["device"] = f"{devices._mark(right['name'])}:forged"
    tries(right["name"], times=10)

    answer = client.post("/account/login/", {"login": right["name"], "password": right["password"]})

    assert TOO_MANY in answer.content.decode()


def test_one_password_tried_on_everybody_is_stopped_wherever_it_comes_from(right, at):
    for number in range(10):
        tries(f"guess{number}@example.org", address=f"198.51.100.{number}", password="Summer2026!")

    sprayed = tries("guess11@example.org", address="198.51.100.77", password="Summer2026!")
    another = tries("guess11@example.org", address="198.51.100.78", password="Winter2026!")

    assert TOO_MANY in sprayed.content.decode()
    assert TOO_MANY not in another.content.decode()
    assert tries(**right).status_code == 302


def test_mistyping_ones_own_password_is_not_trying_it_on_everybody(right, at):
    from django.core.cache import cache

    tries(right["name"], times=10, password="mistyped the same")

    assert (
        TOO_MANY
        not in tries("another@example.org", address="203.0.113.5", password="mistyped the same").content.decode()
    )
    assert cache.get("nothing") is None


def test_what_is_right_counts_for_nothing(right, at):
    for _ in range(15):
        assert tries(**right).status_code == 302


def test_forty_colleagues_sign_in_at_nine_from_one_address(right, at):
    for _ in range(40):
        assert tries(**right | {"address": "203.0.113.1"}).status_code == 302


def test_the_words_say_what_happened_and_when_to_try_again(right, at, time_machine):
    from django.utils import timezone

    tries(right["name"], times=10)
    first = tries(**right).content.decode()
    time_machine.move_to(timezone.now() + timedelta(minutes=4, seconds=10))
    later = tries(**right).content.decode()

    assert "Too many wrong tries with this name, or from this place. Wait 5 minutes, then try again." in first
    assert "Wait one minute, then try again." in later


def test_a_new_password_by_mail_lets_its_owner_in_at_once(right, at):
    import re

    from throughline.models import Mail

    tries(right["name"], times=10, address="203.0.113.66")
    owner = Client(REMOTE_ADDR="203.0.113.2")
    owner.post("/account/password/reset/", {"email": right["name"]})
    link = re.search(r"(/account/password/reset/key/\S+)", Mail.objects.latest("made_at").body)[1]
    page = owner.get(link, follow=True)
    owner.post(
        page.redirect_chain[-1][0], {"password1": "five other plain words", "password2": "five other plain words"}
    )

    assert tries(right["name"], password="five other plain words", address="203.0.113.2").status_code == 302


def test_whoever_goes_on_guessing_does_not_shut_out_an_owner_who_chose_a_password_by_mail(right, at):
    """Nor is the device a way around: its own tries are counted, and others' names are not known on it."""
    import re

    from throughline.models import Mail

    owner = Client(REMOTE_ADDR="203.0.113.2")
    owner.post("/account/password/reset/", {"email": right["name"]})
    link = re.search(r"(/account/password/reset/key/\S+)", Mail.objects.latest("made_at").body)[1]
    page = owner.get(link, follow=True)
    owner.post(page.redirect_chain[-1][0], {"password1": "five other plain words", "password2": "five other plain words"})  # fmt: skip
    tries(right["name"], times=11, address="203.0.113.66")

    stranger = tries(right["name"], password="five other plain words", address="203.0.113.3")
    answer = owner.post("/account/login/", {"login": right["name"], "password": "five other plain words"})

    assert TOO_MANY in stranger.content.decode()
    assert answer.status_code == 302
    owner.post("/account/logout/")
    for _ in range(10):
        owner.post("/account/login/", {"login": right["name"], "password": "a guess"})
    assert TOO_MANY in owner.post("/account/login/", {"login": right["name"], "password": "five other plain words"}).content.decode()  # fmt: skip


def test_whoever_passes_the_second_step_wipes_out_nobody_elses_count(right, known):
    """An account of one's own at the address must not buy more guesses there."""
    for number in range(9):
        tries(f"guess{number}@example.org")
    sign_in(known, right, known.secret)
    tries("guess10@example.org")

    assert TOO_MANY in tries("guess11@example.org").content.decode()


def test_codes_of_the_second_step_are_counted_too(right, cast, settings, at):
    from tests.web.test_ways_in import code_of

    settings.SECOND_FACTOR = True
    secret = second_factor_of(cast.mentor.account)
    client = Client()
    client.post("/account/login/", {"login": right["name"], "password": right["password"]})
    for number in range(10):
        client.post("/account/2fa/authenticate/", {"code": f"00000{number}"})

    stopped = client.post("/account/2fa/authenticate/", {"code": code_of(secret)})

    assert "Too many wrong tries" in stopped.content.decode()
    assert client.get("/more/")["Location"] == "/account/login/"


def test_a_guesser_does_not_push_their_own_tries_out_of_what_is_kept(right, at):
    from django.core.cache import cache

    tries(right["name"], times=10)
    for number in range(400):
        cache.set(f"invented:{number}", 1, 300)

    assert TOO_MANY in tries(**right).content.decode()


def test_the_page_for_too_often_says_what_happened_and_when_to_try_again(at):
    client = Client(REMOTE_ADDR="203.0.113.7")

    for _ in range(6):
        answer = client.post("/account/password/reset/", {"email": "nobody@example.org"})

    body = answer.content.decode()
    assert (answer.status_code, answer["Retry-After"]) == (429, "300")
    assert "too often" in body
    assert "Wait five minutes" in body
    assert client.post("/account/password/reset/", {"email": "someone@example.org"}).status_code == 302


def test_ten_wrong_tries_from_one_address_stop_the_eleventh_there_alone(right, at):
    for number in range(10):
        tries(f"guess{number}@example.org")

    assert TOO_MANY in tries("guess10@example.org").content.decode()
    assert tries(**right).status_code == 302


def test_a_known_and_an_unknown_name_get_the_same_answer(right, at):
    known, unknown = tries(right["name"]), tries("nobody@example.org", address="203.0.113.9")

    assert (known.status_code, unknown.status_code) == (200, 200)
    assert known.context["form"].errors == unknown.context["form"].errors
    assert known.context["form"].errors
