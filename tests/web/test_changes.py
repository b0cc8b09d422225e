"""What was changed on a record, told to whoever works on it: before, after, who, when, why they could."""

import html
import re

import pytest

from tests.cast import TODAY
from tests.clients import client_of
from tests.histories import with_mentor, with_plan
from tests.house.test_history import kept, said_of
from tests.house.test_row_security import close
from tests.web.test_doors import record_of
from tests.web.test_looks import log
from throughline.actions import contact, people
from throughline.models import HISTORY, Person
from throughline.models.history import SEALED
from throughline.queries.changes import PAGE, changes_of
from throughline.queries.records import record_of as read
from throughline.web.pages.changes import deed

pytestmark = pytest.mark.django_db


def words_of(response):
    main = response.content.decode().split("<main", 1)[1]
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", main)))


def describe(person, by, **other):
    now = Person.objects.get(pk=person)
    people.describe(person, by=by, version=now.version, **said_of(now, **other))


def test_a_change_from_a_page_is_told_with_before_after_who_and_why(cast, at):
    person = with_mentor(cast).person
    client = client_of(cast.mentor)
    form = said_of(person, known_as="Sandy", home_council=person.home_council_id or "") | {"version": person.version}
    form = {name: "" if value is None else value for name, value in form.items()}
    assert client.post(f"/people/{person.pk}/known", form).status_code == 302

    page = client.get(f"/people/{person.pk}/changes")

    said = words_of(page)
    assert page.status_code == 200
    assert "Change what is known of a person" in said
    assert re.search(rf"{cast.mentor.name}, \w+ \d+ \w+, [\d:]+[ap]m", said)
    assert "They look after them" in said
    assert f"Known as {'It was ' + person.known_as + ' ' if person.known_as else ''}Now Sandy" in said
    (row,) = [one for one in kept(person) if one.pgh_context.get("page") == "describe_person"]
    assert str(person.pk) not in said
    assert str(row.pgh_context["request"]) not in said
    assert "Version" not in said


def test_what_a_request_shows_and_what_it_changes_have_the_same_number(cast, at):
    """The form is shown again with another's change: the log and the history can be laid side by side."""
    from django.db import connection

    person = with_mentor(cast).person
    client = client_of(cast.mentor)
    client.post(
        f"/people/{person.pk}/known",
        {
            name: "" if value is None else value
            for name, value in (said_of(person, known_as="S") | {"version": person.version}).items()
        },
    )
    client.get(f"/people/{person.pk}/changes")
    client.get(f"/people/{person.pk}/changes")
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE door")
        cursor.execute("SELECT request FROM throughline_look")
        numbers = [number for (number,) in cursor.fetchall()]
        cursor.execute("SET ROLE witness")

    assert len(numbers) == len(set(numbers)) >= 2
    assert (
        len({one.pgh_context["request"] for one in kept(person) if one.pgh_context and "request" in one.pgh_context})
        == 1
    )


def test_the_page_is_written_down_and_a_stranger_finds_nothing(cast, at):
    person = with_mentor(cast).person_id
    describe(person, cast.stands("mentor"), known_as="Sandy")
    before = {row["id"] for row in log()}

    assert client_of(cast.mentor).get(f"/people/{person}/changes").status_code == 200
    assert client_of(cast.stranger).get(f"/people/{person}/changes").status_code == 404

    shown, refused = log(since=before)
    assert (shown["page"], shown["people"], refused["how"]) == ("changes", [person], "refused")


def test_for_who_only_reads_the_page_is_not_there(cast, at):
    from uuid import uuid4

    from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
    from django.utils import timezone

    from throughline.models import Grant

    person = with_mentor(cast).person_id
    describe(person, cast.stands("mentor"), known_as="Sandy")
    Grant(
        person_id=person, opens=1 | 4, worker=cast.stranger, basis="cover", because="x", source_kind="x", source=uuid4(),
        valid=DateTimeTZRange(timezone.now().replace(year=2020), None, "[)"),
    ).save(force_insert=True)  # fmt: skip

    page = client_of(cast.stranger).get(f"/people/{person}/changes")

    assert page.status_code == 404
    assert "Sandy" not in words_of(page)
    assert client_of(cast.stranger).get(f"/people/{person}").status_code == 200


def test_changes_of_a_kind_that_is_not_open_are_not_told(cast, at):
    person = with_mentor(cast).person_id
    for number in ("07700 900001", "07700 900002"):
        contact.add_way(
            person,
            by=cast.stands("mentor"),
            on=TODAY,
            kind="phone",
            whose="Mobile",
            value=number,
            safe_to_leave_message=True,
        )
    mentor = cast.stands("mentor")
    record = read(person, by=mentor)
    found, total = changes_of(record, by=mentor)
    assert "contactway" in {one.kind for one in found}

    less = type(record)(record.person, record.episode, record.opens & ~2, record.reasons)
    found, fewer = changes_of(less, by=mentor)

    assert "contactway" not in {one.kind for one in found}
    assert fewer < total


def test_it_comes_a_page_at_a_time_and_every_change_once(cast, at):
    person = with_mentor(cast).person_id
    for number in range(PAGE + 3):
        describe(person, cast.stands("mentor"), known_as=f"Name {number}")
    mentor = cast.stands("mentor")
    record = read(person, by=mentor)
    pages = [changes_of(record, by=mentor, page=number) for number in (1, 2, 3)]
    total = pages[0][1]

    everything = [(one.kind, one.before.pgh_id) for found, _ in pages for one in found]

    assert len(everything) == len(set(everything)) == total
    named = [(one.before.known_as, one.after.known_as) for found, _ in pages for one in found if one.kind == "person"]
    assert {(f"Name {n}", f"Name {n + 1}") for n in range(PAGE + 2)} <= set(named)
    for query in ("", "?page=2", "?page=0", "?page=99999999", "?page=x", "?page=²"):
        assert client_of(cast.mentor).get(f"/people/{person}/changes{query}").status_code == 200


def test_a_row_that_is_gone_is_told_as_taken_out_and_one_moment_is_one_card(cast, at):
    from throughline.actions import plans

    episode = with_plan(cast)
    mentor = cast.stands("mentor")
    draft = plans.draft(episode.pk, by=mentor, on=TODAY)
    client = client_of(cast.mentor)
    plans.write(draft.pk, by=mentor, version=draft.version, aims=[])

    said = words_of(client.get(f"/people/{episode.person_id}/changes"))

    assert "A goal: taken out" in said
    assert HISTORY["goal"].objects.filter(person=episode.person_id, pgh_label="gone").exists()


def test_no_worry_and_nothing_that_is_kept_back_is_told(cast, at):
    things = record_of(cast)
    kinds = {one for one, model in HISTORY.items() if hasattr(model, "OPENS")}
    mentor = cast.stands("mentor")
    found, total = changes_of(read(things["person"], by=mentor), by=mentor, size=10_000)

    assert total == len(found) > 10
    assert {one.kind for one in found} <= kinds - {one._meta.model_name for one in SEALED} - {"heldrow", "withholding"}
    page = client_of(cast.mentor).get(f"/people/{things['person']}/changes")
    assert page.status_code == 200
    assert not re.search(r"[0-9a-f]{8}-[0-9a-f]{4}-", words_of(page))


def test_it_costs_no_more_for_many_changes_than_for_few(cast, at, django_assert_max_num_queries):
    person = with_mentor(cast).person_id
    client = client_of(cast.mentor)
    for number in range(PAGE):
        describe(person, cast.stands("mentor"), known_as=f"Name {number}")

    with django_assert_max_num_queries(45):
        client.get(f"/people/{person}/changes")


def test_what_was_done_is_said_in_the_actions_own_words():
    assert deed({"deed": "appointments.mark"}) == "Record what came of an appointment or a visit"
    assert deed({"deed": "nothing.like_this"}) == deed({}) == ""


def test_the_owner_of_a_closed_record_no_longer_sees_it(cast, at):
    person = with_mentor(cast).person_id
    describe(person, cast.stands("mentor"), known_as="Sandy")
    close(person)

    assert client_of(cast.mentor).get(f"/people/{person}/changes").status_code == 404
