"""What the table of doors (test_table_of_doors) does not say: of leavers, the second factor, the demonstration, and of single pages."""

import re
from datetime import date
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import get_resolver

from tests import safe
from tests.cast import TODAY, days
from tests.clients import client_of
from tests.histories import arrive, code, moment, out_and_engaged, with_plan
from tests.hostile import SEVERAL, one_at_a_time
from throughline.actions import appointments, gates, links, notes, outcomes
from throughline.domain.vocabulary import Channel
from throughline.models import Appointment, Draft, Event, Note, Partnership

pytestmark = pytest.mark.django_db


def addresses():
    """Return every address of ours with the name of what its id stands for."""
    found = []
    for pattern in get_resolver().url_patterns:
        if hasattr(pattern, "url_patterns"):
            continue
        found.append(str(pattern.pattern))
    return found


def record_of(cast):
    """Make a record with one of everything that an address may name; return the id of each."""
    episode, mentor = with_plan(cast, out_in=0), cast.stands("mentor")
    (visit,) = appointments.book(
        episode.pk, by=mentor, client_id=uuid4(), kind="appointment", starts_at=moment(days(-2), 9), purpose="Bank",
        now=moment(days(-3), 9),
    )  # fmt: skip
    appointments.mark(visit.pk, by=mentor, result=code("appointment_results", "on_time"), now=moment(days(-2), 11))
    pack = gates.prepare_pack(episode.pk, by=mentor, on=days(-3))
    gate = gates.plan(
        episode.pk, by=mentor, worker=cast.mentor, due_at=moment(TODAY, 9), now=moment(days(-1), 9)
    )  # fmt: skip
    gates.mark(gate.pk, by=mentor, result=code("gate_results", "met"), met_at=moment(TODAY, 9), now=moment(TODAY, 10))
    outcome = outcomes.achieve(
        episode.pk, by=mentor, kind=code("outcome_kinds", "employment"), started_on=days(-10), evidence="p", today=TODAY
    )
    link = links.put_in_touch(episode.pk, by=mentor, agency="Housing", what_for="A flat", on=days(-3))
    (said,) = notes.save(
        [episode.pk], by=mentor, client_id=uuid4(), spoke=True, channel=Channel.PHONE, minutes=5, words="w",
        kind=code("contact_kinds", "mentoring"), happened_at=moment(days(-1), 14), now=moment(TODAY, 9),
    )  # fmt: skip
    plan = episode.plans.get()
    statement, limit = safe.written(cast, episode), safe.restricted(cast, episode)
    return {
        "episode": episode.pk, "person": episode.person_id, "plan": plan.pk, "need": episode.needs.get().pk,
        "step": plan.goals.get().actions.get().pk, "handover": episode.handovers.first().pk,
        "consent": episode.consents.first().pk, "appointment": visit.pk, "gate": gate.pk, "pack": pack.pk,
        "strength": episode.strengths.get().pk, "outcome": outcome.pk, "link": link.pk, "note": said.pk,
        "statement": statement.pk, "restriction": limit.pk,
    }  # fmt: skip


def test_the_administrator_who_sets_up_sees_no_participant(cast, at):
    episode = out_and_engaged(cast)
    client = client_of(cast.administrator)

    for path in ("/people/", "/offers/", "/", f"/people/{episode.person_id}/", "/setup/", "/setup/workers/", "/more/"):
        body = client.get(path, follow=True).content.decode()
        assert "Reid" not in body, path


def test_a_worker_who_left_is_let_in_nowhere(cast, at):
    client = client_of(cast.other_mentor)
    assert client.get("/people/").status_code == 200
    type(cast.other_mentor).objects.filter(pk=cast.other_mentor.pk).update(ended_on=date(2026, 11, 1))

    assert client.get("/people/").status_code == 403


def test_whoever_leaves_today_is_let_in_nowhere_from_that_moment(cast, at):
    client, theirs = client_of(cast.administrator), client_of(cast.coordinator)
    assert theirs.get("/people/").status_code == 200

    client.post(f"/setup/workers/{cast.coordinator.pk}/leaves", {"once": str(uuid4()), "on": "today"})

    assert theirs.get("/people/")["Location"] == "/account/login/"
    assert client_of(cast.coordinator).get("/people/").status_code == 403


def test_without_a_second_factor_no_record_opens(cast, settings, at):
    settings.SECOND_FACTOR = True
    episode = out_and_engaged(cast)

    client = client_of(cast.mentor)

    for door in addresses():
        if door.startswith("account/"):
            continue  # of signing in itself: see test_ways_in and test_idle_lock
        path = "/" + re.sub(
            r"<\w+:\w+>",
            lambda found: {"<uuid:pk>": str(episode.person_id), "<int:pk>": "1"}.get(found[0], "x"),
            door,
        )
        for ask in (client.get, client.post):
            response = ask(path)
            assert response.status_code == 302, path
            assert "totp" in response["Location"], path


def test_the_demonstrations_links_are_not_there_outside_it(cast):
    from throughline.queries.demo import token_of

    assert Client().get("/demo/").status_code == 404
    assert Client().get(f"/demo/{token_of(cast.mentor)}").status_code == 404


def test_no_setting_opens_a_real_partnership_by_a_link_or_without_a_second_factor(cast, settings, at):
    from throughline.queries.demo import people_to_try, token_of

    settings.DEMO, settings.SECOND_FACTOR = True, False
    link = f"/demo/{token_of(cast.administrator)}"

    assert Client().get(link).status_code == 404
    assert Client().get("/demo/").status_code == 404
    assert Client().get("/demo/mail").status_code == 404
    assert people_to_try() == []
    assert "totp" in client_of(cast.mentor).get("/people/")["Location"]

    Partnership.objects.update(demonstration=True)
    assert Client().get(link).status_code == 302
    assert client_of(cast.mentor).get("/people/").status_code == 200


def test_every_page_says_that_nobody_may_keep_it_and_runs_nothing_of_others(cast, at):
    episode = out_and_engaged(cast)
    client = client_of(cast.mentor)

    for path in ("/", f"/people/{episode.person_id}/", "/nowhere", "/account/login/"):
        headers = client.get(path).headers
        assert "no-store" in headers["Cache-Control"], path
        assert "unsafe-inline" not in headers["Content-Security-Policy"]
        assert "default-src 'none'" in headers["Content-Security-Policy"]


def test_the_person_page_and_today_ask_a_fixed_number_of_questions(cast, at, django_assert_max_num_queries):
    episode = out_and_engaged(cast)
    client = client_of(cast.mentor)
    client.get("/")  # one of each page's questions is the read log's, and two change the role of the test itself

    with django_assert_max_num_queries(58):  # two are the safety pages’, one the thanks’
        assert client.get(f"/people/{episode.person_id}/").status_code == 200
    with django_assert_max_num_queries(38):
        assert client.get("/").status_code == 200
    for number in range(4):
        out_and_engaged(cast, given=f"Sam{'abcd'[number]}", family="Weir", spin=f"99{number}")
    with django_assert_max_num_queries(38):
        assert client.get("/").status_code == 200


def note(episode, words, **more):
    return {
        "client_id": str(uuid4()), "once": str(uuid4()), "spoke": "yes", "channel": "phone", "minutes": "15", "kind": "mentoring", "words": words,
        "day": "today", "time": "9am", **more,
    }  # fmt: skip


def test_a_second_press_saves_nothing_twice_and_leads_to_the_same_page(cast, at):
    episode = out_and_engaged(cast)
    client = client_of(cast.mentor)
    data = note(episode, "Once only.")

    first = client.post(f"/people/{episode.person_id}/note", data)
    second = client.post(f"/people/{episode.person_id}/note", data)
    other = client.post(f"/people/{episode.person_id}/note", data | {"words": "Other words"})

    assert (
        (first.status_code, first["Location"])
        == (second.status_code, second["Location"])
        == (302, f"/people/{episode.person_id}/")
    )
    assert other.status_code == 409
    assert Note.objects.filter(words="Once only.").count() == 1


@pytest.mark.parametrize("several", SEVERAL)
def test_hostile_words_are_kept_as_words(cast, at, several):
    episode = out_and_engaged(cast)
    client = client_of(cast.mentor)
    for words in one_at_a_time(several):
        saved = client.post(
            f"/people/{episode.person_id}/note", note(episode, words.encode("utf-8", "replace").decode())
        )
        client.post("/people/find", {"words": words.encode("utf-8", "replace").decode()})
        body = client.get(f"/people/{episode.person_id}/").content.decode()

        assert saved.status_code in (302, 422)
        assert "<script>alert(1)" not in body
        assert "<img src=x" not in body


def test_a_note_without_words_keeps_everything_and_says_what_is_missing(cast, at):
    episode = out_and_engaged(cast)

    response = client_of(cast.mentor).post(f"/people/{episode.person_id}/note", note(episode, "", present="his mum"))

    body = response.content.decode()
    assert response.status_code == 422
    assert "Nothing is lost. One thing is missing." in body
    assert "Write a few words about what happened" in body
    assert "his mum" in body
    assert "<title>Error: " in body


def test_a_draft_is_kept_for_its_writer_and_gone_once_saved(cast, at):
    episode = out_and_engaged(cast)
    client = client_of(cast.mentor)

    assert client.post(f"/people/{episode.person_id}/draft", {"words": "Half a"}).status_code == 204
    assert "Half a" in client.get(f"/people/{episode.person_id}/note").content.decode()
    assert "Half a" not in client_of(cast.team_lead).get(f"/people/{episode.person_id}/note").content.decode()
    client.post(f"/people/{episode.person_id}/note", note(episode, "Half a note, now whole."))

    assert not Draft.objects.exists()


def test_a_correction_shows_what_it_replaces(cast, at):
    episode = out_and_engaged(cast)
    client = client_of(cast.mentor)
    first = Note.objects.get()

    client.post(f"/notes/{first.pk}/correct", note(episode, "Settling in at his sister’s."))
    body = client.get(f"/people/{episode.person_id}/").content.decode()

    assert Note.objects.count() == 2
    assert "Settling in at his sister’s." in body
    assert "It said before" in body


def test_two_people_editing_one_thing_see_each_others_change(cast, at):
    episode = out_and_engaged(cast)
    one, two = client_of(cast.mentor), client_of(cast.team_lead)
    form = {
        "given_names": "Daniel",
        "family_name": "Reid",
        "home_place": "Govan",
        "version": "1",
        "home_council": "",
        "birth_date": "4 5 1992",
    }
    assert one.post(f"/people/{episode.person_id}/known", form | {"known_as": "Dan"}).status_code == 302

    response = two.post(f"/people/{episode.person_id}/known", form | {"known_as": "Danno"})

    body = response.content.decode()
    assert response.status_code == 422
    assert "Someone else changed this while you were writing" in body
    assert "Danno" in body
    assert "likes to be called Dan" in body


def test_a_failure_in_a_view_leaves_nothing_behind(cast, at, monkeypatch):
    from throughline.actions import beats

    episode = out_and_engaged(cast)
    notes, events = Note.objects.count(), Event.objects.count()
    client = client_of(cast.mentor)
    client.raise_request_exception = False

    def broken(*args, **kwargs):
        raise RuntimeError("after the first write")

    monkeypatch.setattr(beats.Event, "of", broken)
    response = client.post(f"/people/{episode.person_id}/note", note(episode, "Gone"))

    assert response.status_code == 500
    assert (Note.objects.count(), Event.objects.count()) == (notes, events)


def test_an_appointment_is_a_calendar_file_that_names_nobody(cast, at):
    from icalendar import Calendar

    episode = out_and_engaged(cast)
    client = client_of(cast.mentor)
    client.post(
        f"/episodes/{episode.pk}/book",
        {
            "client_id": str(uuid4()),
            "kind": "appointment",
            "starts_on": "tomorrow",
            "starts_time": "2pm",
            "purpose": "See Mr Reid’s flat",
            "repeat_weeks": "2",
            "times": "3",
        },
    )
    booked = Appointment.objects.filter(episode=episode).order_by("starts_at")
    assert booked.count() == 3

    body = client.get(f"/appointments/{booked[0].pk}/calendar.ics").content

    event = next(iter(Calendar.from_ical(body).walk("VEVENT")))
    assert event["DTSTART"].dt == booked[0].starts_at
    assert b"Reid" not in body


def test_somebody_new_is_looked_for_first(cast, at):
    arrive(cast)
    client = client_of(cast.prison_coach)
    new = {
        "given_names": "Danny",
        "family_name": "Ried",
        "birth_date": "4/5/92",
        "prison": "",
        "status": "",
        "number_kind": "",
        "home_council": "",
    }

    near = client.post("/people/new", new)
    far = client_of(cast.other_coach).post("/people/new", new | {"given_names": "Daniel", "family_name": "Reid"})

    assert near.status_code == 422
    assert "Is it one of these?" in near.content.decode()
    assert "They may be known to another team" in far.content.decode()
    assert "Shettleston" not in far.content.decode()


def test_a_plan_is_printed_large_and_tagged(cast, at):
    from io import BytesIO

    from pypdf import PdfReader

    episode = with_plan(cast)

    response = client_of(cast.mentor).get(f"/plans/{episode.plans.get().pk}/print.pdf")

    pdf = PdfReader(BytesIO(response.content))
    assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"]
    text = "".join(page.extract_text() for page in pdf.pages)
    assert "Get my own keys" in text
    assert len(pdf.pages) <= 2


def test_whoever_left_with_the_page_open_is_told_and_can_sign_out(cast, at):
    client = client_of(cast.other_mentor)
    type(cast.other_mentor).objects.filter(pk=cast.other_mentor.pk).update(ended_on=date(2026, 11, 1))

    for path in ("/", "/people/"):
        answer = client.get(path)
        assert answer.status_code == 403, path
        assert "Sign out" in answer.content.decode()
    assert client.post("/account/logout/").status_code == 302
    assert client.get("/").status_code == 302


def test_answers_that_contradict_each_other_are_said_and_nothing_is_dropped(cast, at):
    from throughline.models import Code, Need

    joined, asked = with_plan(cast), arrive(cast, given="Ali", family="Khan")
    mentor, coach = client_of(cast.mentor), client_of(cast.prison_coach)
    kind = Code.objects.get(list="needs", code="money").pk
    page = coach.get(f"/episodes/{asked.pk}/sign-up").content.decode()
    read = re.search(r'name="read"[^>]*value="([^"]*)"', page)[1]

    need = mentor.post(
        f"/episodes/{joined.pk}/need",
        {"kind": "money", "none_here": "on", "words": "My money sorted", "score": "3", "said_by": "Danny"},
    )
    consent = coach.post(
        f"/episodes/{asked.pk}/sign-up",
        {
            "says_taking_part": "yes", "says_record": "yes", "says_sharing": "no", "says_research": "no", "read": read,
            "shared_with": "Housing", "way": "paper", "on": "today",
        },
    )  # fmt: skip

    assert need.status_code == consent.status_code == 422
    assert "leave the words and number empty" in need.content.decode()
    assert "They said no to sharing" in consent.content.decode()
    assert not Need.objects.filter(kind=kind).exists()
    assert not asked.consents.exists()
