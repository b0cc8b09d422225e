"""Guessing is slowed down by name and by address, and whoever is slowed down holds up nobody elsewhere."""

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
