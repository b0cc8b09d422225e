"""Adding somebody: whoever is there already is found first, in sight by name, out of it by a yes or no."""

import re
from datetime import date
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.clients import client_of
from tests.histories import arrive
from throughline.actions import people
from throughline.models import Event, Person, acting
from throughline.queries.people import known_elsewhere

pytestmark = pytest.mark.django_db

NEW = {"given_names": "Daniel", "family_name": "Reid", "birth_date": "4/5/1992", "prison": "", "status": "", "number_kind": "", "home_council": ""}  # fmt: skip


def read(response):
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", response.content.decode())).split())


def add(worker, **said):
    return client_of(worker).post("/people/new", NEW | said, follow=True)


def number(value):
    return {"number_kind": "spin", "number": value}


def test_a_number_of_somebody_in_sight_finds_them_whatever_name_was_written(cast, at):
    arrive(cast, spin="1001")

    shown = read(add(cast.prison_coach, given_names="Ali", family_name="Khan", birth_date="", **number("1001")))

    assert "Is it one of these?" in shown
    assert "Daniel Reid Born 4 May 1992. Scottish prison number 1001." in shown


def test_a_number_that_somebody_has_is_said_and_nothing_is_kept(cast, at):
    arrive(cast, spin="1001")

    shown = read(
        add(
            cast.prison_coach, given_names="Ali", family_name="Khan", birth_date="", new_all_the_same="on", **number("1001")
        )
    )  # fmt: skip

    assert "Somebody has this number already. Find them by it first." in shown
    assert Person.objects.count() == 1


def test_a_namesake_in_sight_hides_nobody_out_of_it(cast, at):
    arrive(cast, spin="1001")
    assert "is in" in read(add(cast.other_coach, birth_date="1/1/1970"))

    shown = read(add(cast.other_coach, birth_date="", new_all_the_same="on", **number("1001")))

    assert "They may be known to another team" in shown
    assert Person.objects.count() == 2


def test_somebody_in_sight_is_not_said_to_be_elsewhere_and_may_have_a_namesake(cast, at):
    arrive(cast)

    shown = read(add(cast.prison_coach, new_all_the_same="on"))

    assert "Daniel Reid is in" in shown
    assert Person.objects.count() == 2


def test_a_no_costs_the_database_as_much_as_a_yes(cast):
    arrive(cast, spin="1001")
    stranger = cast.stands("other_coach")
    people.create(by=stranger, given_names="Ali", family_name="Khan")

    def asked(born, spin):
        with acting(stranger), CaptureQueriesContext(connection) as queries:
            told = known_elsewhere(identifiers={"spin": spin}, given="Daniel", family="Reid", birth=born)
        return told, len(queries)

    assert [asked(date(1992, 5, 4), "2"), asked(None, "1001"), asked(date(1990, 5, 4), "3")] == [
        (True, 1), (True, 1), (False, 1)
    ]  # fmt: skip


def test_whether_somebody_is_known_elsewhere_is_asked_thirty_times_an_hour_and_written_down(cast, at):
    for _ in range(30):
        people.ask_elsewhere(by=cast.stands("prison_coach"), numbers=1, born=False)

    shown = read(add(cast.prison_coach))

    assert "You have asked about 30 people in an hour." in shown
    assert Person.objects.count() == 0
    assert "is in" in read(add(cast.other_coach))  # a colleague's asking is their own
    asked = Event.objects.filter(what="person:ask_elsewhere")
    assert asked.filter(by=cast.prison_coach).count() == 30
    assert asked.get(by=cast.other_coach).detail == {"numbers": 0, "born": True}
