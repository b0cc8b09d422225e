"""Finding somebody by whatever is known of them, misspelt, within sight and never past it."""

import re
from datetime import date
from html import unescape

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from tests.cast import TODAY
from tests.clients import client_of
from tests.histories import arrive, with_mentor
from tests.hostile import HOSTILE
from throughline.actions import people
from throughline.models import Address, ContactWay, acting
from throughline.queries.people import SHOWN, find

pytestmark = pytest.mark.django_db


def found_by(cast, part, typed):
    by = cast.stands(part)
    with transaction.atomic(), acting(by):
        return find(typed, by=by, today=TODAY)


def names_found(cast, typed, part="mentor"):
    return [one.person.name for one in found_by(cast, part, typed).rows]


@pytest.fixture
def daniel(cast):
    """Daniel MacDonald-Reid, born on 4 May 1992, and two who are like him in part."""
    with_mentor(cast, given="Paul", family="Devlin", spin="71")
    with_mentor(cast, given="Agnes", family="O’Neill", spin="72")
    return with_mentor(cast, given="Daniel James", family="MacDonald-Reid", spin="100201").person


WAYS = [
        "Daniel MacDonald-Reid", "macdonald-reid, daniel", "Reid Daniel", "danny mcdonald", "Mc Donald", "MACDONALD", "Daneil Reid", "Danil Reid", "Dannniel Reid",
        "Xaniel Reid", "Daniel Ried", "Dan Reed", "Jim Reid", "mcdon", "Macd", "danie", "100201", "4/5/1992", "4 May 1992", "4.5.92", "1992-05-04", "04051992",
        "Daniel 4th May 1992", "Reid 100201", "Reid 04/05/92", "James Reid",
    ]  # fmt: skip


def test_they_are_found_however_they_are_asked_for(cast, daniel):
    missed = [typed for typed in WAYS if "Daniel James MacDonald-Reid" not in names_found(cast, typed)]

    assert missed == []


SCOTTISH = ["Oneill", "O'Neill", "o neill", "O’Neil", "Nessie O'Neill", "Senga Oneil", "Neill"]  # fmt: skip


def test_scottish_names_and_their_short_forms(cast, daniel):
    missed = [typed for typed in SCOTTISH if names_found(cast, typed)[:1] != ["Agnes O’Neill"]]

    assert missed == []


NOBODY = [
        "Daniel Boyle",
        "Zz",
        "",
        "   ",
        "12",
        "1/1/1961",
        "the of and",
        "😀",
        "\u05d3\u05e0\u05d9\u05d0\u05dc",
        "x" * 10_000,
    ]  # fmt: skip


def test_nobody_is_found_by_what_fits_nobody(cast, daniel):
    assert [typed for typed in NOBODY if names_found(cast, typed)] == []


def test_a_birth_date_puts_the_right_one_of_namesakes_first(cast):
    first = with_mentor(cast, spin="1").person
    second = with_mentor(cast, spin="2", birth=date(1970, 3, 2)).person

    hits = found_by(cast, "mentor", "Dan Reid 2 March 1970").rows

    assert [one.person.pk for one in hits] == [second.pk, first.pk]
    assert [one.why for one in hits] == ["the same date of birth", "another date of birth"]


def test_another_name_that_they_went_by_finds_them_and_says_so(cast, daniel):
    people.add_name(daniel.pk, by=cast.stands("mentor"), given_names="Daniel", family_name="Kowalski")

    (one,) = found_by(cast, "mentor", "Kowalsky").rows

    assert (one.person.pk, one.why) == (daniel.pk, "a name like it, goes or went by this name")


PHONES = ["07700 900123", "+44 7700 900123", "07700900123"]  # fmt: skip


def test_a_phone_finds_whoever_is_reached_there_now(cast, daniel):
    for value, until in (("07700 900 123", None), ("07700 900999", TODAY)):
        ContactWay(
            person=daniel,
            kind="phone",
            value=value,
            safe_to_leave_message=True,
            from_on=date(2026, 1, 1),
            until_on=until,
        ).save()

    for typed in PHONES:
        (one,) = found_by(cast, "mentor", typed).rows
        assert (one.person.pk, one.why) == (daniel.pk, "this phone number")
        assert found_by(cast, "stranger", typed).rows == []
    assert found_by(cast, "mentor", "07700 900999").rows == []


def test_a_postcode_finds_whoever_lives_there_and_only_where_addresses_are_open(cast, daniel):
    Address(person=daniel, lines="1 High Street", postcode="G31 4EB", from_on=date(2026, 1, 1)).save()

    (one,) = found_by(cast, "mentor", "g314eb").rows

    assert (one.person.pk, one.why) == (daniel.pk, "this postcode")
    assert found_by(cast, "stranger", "G31 4EB").rows == []


def test_nobody_out_of_sight_is_found_by_anything(cast, daniel):
    for typed in ("Daniel MacDonald-Reid", "Reid", "macd", "100201", "4/5/1992"):
        assert found_by(cast, "stranger", typed).rows == []


def test_of_many_that_fit_the_likeliest_come_and_the_page_says_there_are_more(cast, at):
    for number in range(SHOWN + 3):
        arrive(cast, given="John", family="Smith", spin=str(5000 + number))
    arrive(cast, given="Joan", family="Smith", spin="4999")

    page = client_of(cast.prison_coach).post("/people/find", {"words": "Joan Smith"}).content.decode()

    words = " ".join(unescape(re.sub(r"<[^>]*>", " ", page)).split())
    assert "Found 25 or more These are the likeliest. Others fit too" in words
    assert words.index("Joan Smith Born") < words.index("John Smith Born")


def test_the_questions_are_as_many_for_one_as_for_many(cast, daniel, at):
    def asked(typed):
        by = cast.stands("mentor")
        with transaction.atomic(), acting(by), CaptureQueriesContext(connection) as caught:
            find(typed, by=by, today=TODAY)
        return len(caught)

    one = asked("Daniel Reid 4/5/1992")
    for number in range(12):
        with_mentor(cast, spin=str(3000 + number))

    assert asked("Daniel Reid 4/5/1992") == one
    assert asked("Daniel Reid 07700 900123 G31 4EB 4/5/1992") <= 11


def test_hostile_words_find_nobody_and_break_nothing(cast, daniel, at):
    client = client_of(cast.mentor)
    for typed in HOSTILE:
        answer = client.post("/people/find", {"words": typed.encode("utf-8", "replace").decode()})

        assert answer.status_code in (200, 422), typed
