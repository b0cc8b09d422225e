"""What was changed on a record, told to whoever works on it: before, after, who, when, why they could."""

import html
import json
import re
from datetime import date

import pytest
from django.db import transaction
from django.db.models import Max

from tests.cast import BEGAN, TODAY, days
from tests.clients import client_of
from tests.histories import moment, out_and_engaged, two_phones, with_mentor, with_plan
from tests.house.test_history import kept, said_of
from tests.house.test_row_security import close, served
from tests.web.test_doors import record_of
from tests.web.test_looks import log
from throughline.actions import conflicts, emergencies, ownership, people, plans, sealed, workers
from throughline.domain.conflicts import Knows
from throughline.domain.emergencies import Finding, Reason
from throughline.domain.sealed import Sealed, SealKind
from throughline.domain.vocabulary import Role, Who
from throughline.models import HISTORY, BreakGlass, Conflict, Grant, Person, SealHolder, acting
from throughline.models.history import OF_PEOPLE, SEALED
from throughline.queries.changes import PAGE, changes_of
from throughline.queries.records import record_of as read
from throughline.web.pages.changes import deed
from throughline.web.pages.deeds import DEEDS

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
    assert "Who they are was put right" in said
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
    assert client_of(cast.stranger).get(f"/people/{person}/").status_code == 200


def test_changes_of_a_kind_that_is_not_open_are_not_told(cast, at):
    person = with_mentor(cast).person_id
    two_phones(cast, person)
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

    assert "A goal was taken out: " in said
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


def test_what_was_done_is_said_in_a_few_words():
    assert deed({"deed": "appointments.mark"}) == "What came of an appointment"
    assert deed({"deed": "nothing.like_this"}) == deed({}) == "Something was changed"
    assert all(len(said) <= 44 and said[:1].isupper() and not said.endswith(".") for said in DEEDS.values())


def test_a_draft_that_was_written_anew_is_told_in_a_few_lines(cast, at):
    episode, mentor = with_mentor(cast), cast.stands("mentor")
    draft = plans.draft(episode.pk, by=mentor, on=TODAY)
    aims = [
        plans.Aim(f"Goal {n}, " + "in many words " * 12, tuple(plans.Step(f"Step {m}", Who.MENTOR) for m in range(3)))
        for n in range(4)
    ]
    draft = plans.write(draft.pk, by=mentor, version=draft.version, aims=aims)
    plans.write(draft.pk, by=mentor, version=draft.version, aims=[plans.Aim("Something else", (plans.Step("Go", Who.MENTOR),))])  # fmt: skip

    page = client_of(cast.mentor).get(f"/people/{episode.person_id}/changes").content.decode()

    card = page[page.index("The draft of the plan was written") :].split("<h3", 1)[0]
    shown, more = card.split("<details", 1)
    assert "They look after them." in shown, "a mentor's post in the team is not why: it shows them no record"
    assert shown.count("tl-changed") == 3
    assert "12 more" in more
    assert card.count("was taken out") == 15
    assert max(len(one) for one in re.findall(r'"struck">([^<]*)', card)) <= 101


def test_the_owner_of_a_closed_record_no_longer_sees_it(cast, at):
    person = with_mentor(cast).person_id
    describe(person, cast.stands("mentor"), known_as="Sandy")
    close(person)

    assert client_of(cast.mentor).get(f"/people/{person}/changes").status_code == 404


def moments(client, person):
    """Return what stands over each moment of the page, the latest first."""
    page = client.get(f"/people/{person}/changes")
    assert page.status_code == 200
    return re.findall(r"<h2[^>]*>\s*(.*?)\s*</h2>", page.content.decode().split("<main", 1)[1], re.DOTALL)


def test_a_conflict_reads_like_a_worker_who_left(cast, at):
    """Whoever goes on working with them learns from history no more than from the record: another looks after them now."""
    known, left = out_and_engaged(cast), out_and_engaged(cast, given="Euan", family="Boyd", spin="77")
    before = {
        model._meta.model_name: HISTORY[model._meta.model_name].objects.aggregate(last=Max("pgh_id"))["last"] or 0
        for model in (*OF_PEOPLE, Grant)
        if model is not Person
    }
    conflicts.declare(known.person_id, by=cast.stands("mentor"), kind=Knows.RELATIVE, on=TODAY, words="My cousin")
    of_conflict = said_since(before, known.person_id)
    ownership.leave(cast.mentor.pk, by=cast.stands("administrator"), on=TODAY, today=TODAY)
    of_leaving = said_since(before, left.person_id)

    assert of_conflict == of_leaving
    assert {("episode", str(cast.service.pk), '{"deed": "ownership._to_the_lead"}')} <= of_conflict
    client = client_of(cast.team_lead)
    for word in ("cousin", "conflict", "knows", "Known outside", "elative"):
        assert word not in words_of(client.get(f"/people/{known.person_id}/changes")), word
    assert moments(client, known.person_id)[0] == moments(client, left.person_id)[0]


def said_since(before, person):
    """Return of which kinds rows of history were added about somebody, by whom and doing what."""
    return {
        (name, str(row.pgh_by_id), json.dumps(row.pgh_context))
        for name, last in before.items()
        for row in HISTORY[name].objects.filter(person=person, pgh_id__gt=last)
    }


def test_what_is_sealed_from_somebody_is_not_in_any_history_that_they_read(cast, at):
    """By SQL as whoever works on the record: the history of a seal, a conflict and an emergency is not there for them."""
    out_and_engaged(cast)
    lead = workers.add(
        by=cast.stands("administrator"), name="Isla Boyd", email="isla@example.org", employer=cast.lead_charity, on=BEGAN,
        posts=[{"organisation": cast.lead_charity, "role": Role.DATA_PROTECTION_LEAD}],
    )  # fmt: skip
    named = {"given_names": "Daniel", "family_name": "Reid", "birth_date": date(1992, 5, 4)}
    conflicts.declare_unseen(
        by=cast.stands("team_lead"), worker=cast.other_mentor, kind=Knows.DISPUTE, on=TODAY, family_name="Reid",
        given_names="Dan", birth_date=date(1992, 5, 4),
    )  # fmt: skip
    conflicts.match(Conflict.objects.get().pk, by=cast.stands(lead), on=TODAY, **named)
    made = sealed.seal(
        by=cast.stands(lead), kind=SealKind.PROTECTED, part=Sealed.ADDRESS, because="A court said so.", review_on=days(90), on=TODAY,
        holders=(cast.mentor, cast.coordinator), **named,
    )  # fmt: skip
    sealed.drop_holder(SealHolder.objects.get(worker=cast.coordinator).pk, by=cast.stands(lead))
    sealed.end(made.pk, by=cast.stands(lead), because="It is lifted.")
    emergencies.open_record(
        by=cast.stands("other_coach"), reason=Reason.LIFE, words="He rang and cannot go on.", minutes=60, on=TODAY, due_on=days(4), **named,
    )  # fmt: skip
    emergencies.review(
        BreakGlass.objects.get().pk, by=cast.stands(lead), finding=Finding.RIGHT, words="It was.", now=moment(TODAY, 13)
    )
    tables = {"conflict": 1, "seal": 1, "sealholder": 1, "breakglass": 1}

    def seen(by):
        (row,) = served(
            "SELECT " + ", ".join(f"(SELECT count(*) FROM throughline_{one}change)" for one in tables),
            by=by and cast.stands(by),
        )
        return dict(zip(tables, row, strict=True))

    assert all(number >= tables[one] for one, number in seen(lead).items())
    nothing = dict.fromkeys(tables, 0)
    assert seen("team_lead") == nothing | {
        "conflict": 1,
        "breakglass": 1,
    }  # who wrote it down; who was asked to look into it
    assert seen("other_coach") == nothing | {"breakglass": 2}  # who opened it
    for part in ("other_mentor", "mentor", "coordinator", "administrator", "stranger", None):
        assert seen(part) == nothing, part
    for kind in tables:
        history = HISTORY[kind]
        with transaction.atomic(), acting(cast.stands("mentor")):
            assert not history.objects.visible_to(cast.stands("mentor")).exists(), kind
        assert history.objects.visible_to(cast.stands(lead)).exists(), kind
