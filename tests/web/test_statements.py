"""Writing, reading, printing and ending a safety page; and that it opens nothing but itself."""

import html
import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from tests import safe
from tests.cast import TODAY, days
from tests.clients import client_of
from tests.histories import out_and_engaged
from tests.hostile import SEVERAL, one_at_a_time
from tests.web.test_looks import log
from throughline.actions import restrictions, statements
from throughline.domain.restrictions import Kind, Whom
from throughline.models import Restriction, SafetyStatement
from throughline.policy.grants import Opens

pytestmark = pytest.mark.django_db


def answers(cast, on=TODAY, **more):
    """Return the answers of the form, with some said otherwise."""
    said = safe.PARTS | safe.PASSED | {
        "once": str(uuid4()), "organisation": str(cast.trust.pk), "setting": "Wednesday football", "place": "hall", "in_place": ["adults_only", "home_by"],
        "source": "Moira, and Danny himself", "written_on": f"{on.day} {on.month} {on.year}", "review_on": f"{days(70).day} {days(70).month} {days(70).year}",
    }  # fmt: skip
    return said | more


def limits(**more):
    said = {
        "once": str(uuid4()), "kind": "keep_out", "words": "Keep out of Duke Street.", "centre": "55.8617, -4.2583", "radius_m": "500", "source": "licence",
        "from_on": "today", "review_on": f"{days(70).day} {days(70).month} {days(70).year}",
    }  # fmt: skip
    return said | more


def hidden(body):
    """Return the hidden answers that a page carries."""
    return dict(re.findall(r'<input type="hidden" name="(failed|failed_on|reworded|version)" value="([^"]*)"', body))


@pytest.mark.ledger("P6")
def test_a_mentor_writes_it_and_it_stands_on_the_person_page(cast, at):
    episode = out_and_engaged(cast)
    client = client_of(cast.mentor)
    page = client.get(f"/people/{episode.person_id}/safety/write").content.decode()
    assert "4 2 2027" in page, "seventy days from today"

    saved = client.post(f"/people/{episode.person_id}/safety/write", answers(cast))

    statement = SafetyStatement.objects.get()
    assert (saved.status_code, saved["Location"]) == (302, f"/statements/{statement.pk}/")
    body = client.get(f"/people/{episode.person_id}/").content.decode()
    assert "Keeping everyone safe" in body
    assert "Hyndvale Community Trust, Wednesday football" in body
    assert "Before you meet: 1 thing to know" in body
    sheet = client.get(f"/statements/{statement.pk}/").content.decode()
    for words in (
        *safe.PARTS.values(),
        "Adults only at the session",
        "Home by a set time",
        "Good until Thursday 4 February 2027",
    ):
        assert words in sheet, words
    assert "Keep away from an area</li>" not in re.sub(r"<li[^>]* hidden>[^<]*</li>", "", sheet)


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"if_worried": "He is low to medium risk, mental health. Phone me."}, "‘He is low to medium risk, mental health’ does not say what to do"),
        ({"pattern": "L/M"}, "‘L/M’ does not say what to do"), ({"pattern": "Convicted of theft"}, "say what to do, not what they did"),
        ({"pattern": ""}, "Write this: what might happen there"), ({"controls": "", "in_place": []}, "Say what must be in place"), ({"relevant": "no"}, "Take out what does not matter there"),
        ({"sayable": ""}, "Answer this: Would you say it like this"), ({"organisation": "", "setting": ""}, "Say who it is for"), ({"organisation": str(uuid4())}, "Choose an organisation from the list"),
        ({"place": "moon"}, "Choose what kind of place it is"), ({"review_on": "today"}, "The day to look again is past"), ({"written_on": "tomorrow"}, "That day has not come yet"), ({"source": ""}, "Write how this is known"),
        ({"in_place": ["anything"]}, "Choose from the list what must be in place"), ({"pattern": "x" * 2001}, "use 2000 letters or fewer"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_beside_it_and_the_words_stay(cast, at, more, words):
    episode = out_and_engaged(cast)

    response = client_of(cast.mentor).post(f"/people/{episode.person_id}/safety/write", answers(cast, **more))

    body = response.content.decode()
    assert response.status_code == 422
    assert "Nothing is lost." in body
    assert words.lower() in body.replace("&#x27;", "’").lower()
    assert safe.PARTS["more_likely"] in body
    assert not SafetyStatement.objects.exists()


def test_a_failing_answer_needs_other_words_and_not_only_another_answer(cast, at):
    episode = out_and_engaged(cast)
    client, address = client_of(cast.mentor), f"/people/{episode.person_id}/safety/write"
    first = client.post(address, answers(cast, harmful="yes"))
    carried = hidden(first.content.decode())
    assert carried["failed"] == "harmful"

    same = client.post(address, answers(cast, pattern=safe.PARTS["pattern"].upper(), **carried))
    assert same.status_code == 422
    assert "The answer changed and the words did not." in same.content.decode()
    again = client.post(address, answers(cast, pattern="Speak to him on his own.", **hidden(same.content.decode())))

    assert again.status_code == 302
    assert SafetyStatement.objects.get().reworded == ["harmful"]
    body = client.get(again["Location"]).content.decode()
    assert "No. The words were changed first." in body


def test_a_change_is_a_version_each_part_can_be_put_back_and_nothing_typed_is_lost(cast, at):
    episode = out_and_engaged(cast)
    first = safe.written(cast, episode)
    client, address = client_of(cast.mentor), f"/statements/{first.pk}/change"
    assert safe.PARTS["pattern"] in client.get(address).content.decode()
    typed = answers(cast, pattern="Something new.", at_risk="Somebody new.", version="1")

    back = client.post(address, typed | {"put_back": "pattern"})

    body = back.content.decode()
    assert back.status_code == 200
    assert safe.PARTS["pattern"] in body
    assert "Something new." not in body
    assert "Somebody new." in body
    assert SafetyStatement.objects.count() == 1
    client.post(address, typed | {"pattern": safe.PARTS["pattern"]})
    second = SafetyStatement.objects.get(version=2)
    assert (second.at_risk, second.pattern) == ("Somebody new.", safe.PARTS["pattern"])
    earlier = client.get(f"/statements/{first.pk}/").content.decode()
    assert "Version 1, replaced" in earlier
    assert safe.PARTS["at_risk"] in earlier


def test_what_was_ticked_and_how_it_is_known_can_be_put_back_too(cast, at):
    first = safe.written(cast, out_and_engaged(cast))
    client, address = client_of(cast.mentor), f"/statements/{first.pk}/change"
    assert "adults_only" in first.in_place
    assert "keep_apart" not in first.in_place
    typed = answers(cast, at_risk="Somebody new.", in_place=["keep_apart"], source="Somebody told me.", version="1")

    def ticked(body):
        return set(re.findall(r'name="in_place" value="(\w+)"[^>]* checked', body))

    def source(body):
        return html.unescape(re.search(r'name="source" value="([^"]*)"', body)[1])

    as_it_was = client.get(address).content.decode()
    ticks_back = client.post(address, typed | {"put_back": "in_place"}).content.decode()
    source_back = client.post(address, typed | {"put_back": "source"}).content.decode()

    assert as_it_was.count('name="put_back"') == 8
    assert "Changed" not in as_it_was
    assert (ticked(ticks_back), source(ticks_back)) == (set(first.in_place), "Somebody told me.")
    assert (ticked(source_back), source(source_back)) == ({"keep_apart"}, first.source)
    for body in (ticks_back, source_back):
        assert "Somebody new." in body
    assert SafetyStatement.objects.count() == 1


def test_two_who_change_it_see_each_others_words(cast, at):
    first = safe.written(cast, out_and_engaged(cast))
    statements.change(first.pk, by=cast.stands("team_lead"), said=safe.wording(pattern="He goes very quiet."), on=TODAY)
    client = client_of(cast.mentor)

    late = client.post(f"/statements/{first.pk}/change", answers(cast, pattern="Mine.", version="1"))

    body = late.content.decode()
    assert late.status_code == 422
    assert "Someone else changed this while you were writing" in body
    assert "What it says now" in body
    assert "He goes very quiet." in body
    assert "Mine." in body
    assert hidden(body)["version"] == "2"
    assert client.post(f"/statements/{first.pk}/change", answers(cast, pattern="Mine.", version="2")).status_code == 302


def test_the_preview_shows_the_words_as_they_stand_and_keeps_vague_ones_waiting(cast, at):
    episode = out_and_engaged(cast)

    seen = client_of(cast.mentor).post(f"/people/{episode.person_id}/safety/write", answers(cast, look="1", pattern="Medium.", less_likely="A quiet chair."))  # fmt: skip

    body = seen.content.decode()
    assert seen.status_code == 200
    assert "‘Medium’ does not say what to do" in body
    assert re.search(r'data-waits="pattern">Waiting for clearer words', body)
    assert re.search(r'data-mirror="less_likely">A quiet chair.<', body)
    assert not SafetyStatement.objects.exists()


def test_words_are_checked_while_they_are_typed_and_kept_nowhere(cast, at):
    client = client_of(cast.mentor)

    found = client.post("/safety/words", {"pattern": "Low to medium", "at_risk": "Sit with him."}).json()

    assert found["pattern"].startswith("‘Low to medium’")
    assert found["at_risk"] == found["controls"] == ""
    assert client.get("/safety/words").status_code == 405
    assert log() == []


@pytest.mark.ledger("P6")
def test_a_partner_reads_the_page_written_for_them_and_nothing_else(cast):
    episode = out_and_engaged(cast)
    today = timezone.localdate()
    theirs = safe.written(cast, episode, on=today)
    elsewhere = safe.written(
        cast, episode, on=today, organisation=None, setting="St Mungo’s hall", pattern="Only for the hall."
    )
    limit = safe.restricted(cast, episode, on=today)
    client, mentor = client_of(cast.partner_coach), client_of(cast.mentor)
    doors = [f"/statements/{theirs.pk}/", f"/people/{episode.person_id}/safety", f"/statements/{theirs.pk}/print.pdf"]
    for door in doors:
        assert client.get(door).status_code == 404, "no grant yet"
    assert "None for you" in client.get("/safety/").content.decode()
    safe.open_to_partner(cast, episode)

    for door in doors:
        assert client.get(door).status_code == mentor.get(door).status_code == 200, door
    assert "Daniel Reid" in client.get("/safety/").content.decode()
    sheet = client.get(doors[0]).content.decode()
    assert safe.PARTS["pattern"] in sheet
    assert "Keep out of Duke Street." in sheet
    for words in ("Four questions", "Who reads it", "Change it", "End it", "Version 1"):
        assert words not in sheet, words
        assert words in mentor.get(doors[0]).content.decode() or words == "Version 1", words
    shut = [
        f"/statements/{elsewhere.pk}/", f"/statements/{elsewhere.pk}/print.pdf", f"/statements/{theirs.pk}/change", f"/statements/{theirs.pk}/end",
        f"/people/{episode.person_id}/safety/write", f"/people/{episode.person_id}/restrictions/add", f"/restrictions/{limit.pk}/", f"/restrictions/{limit.pk}/end",
    ]  # fmt: skip
    for door in shut:
        assert mentor.get(door).status_code == 200, door
        assert client.get(door).status_code == 404, door
        assert client.post(door, {"once": str(uuid4())}).status_code in (404, 405), door
    person = client.get(f"/people/{episode.person_id}/").content.decode()
    for words in ("Only for the hall.", "Good with engines", "A place of my own", "Get my own keys", "Settling in.", "Barlinnie", "Moira Kerr (you)", "Write a safety page"):  # fmt: skip
        assert words not in person, words
    assert "Keeping everyone safe" in person
    for thing in (f"/people/{episode.person_id}/note", f"/episodes/{episode.pk}/plan"):
        assert client.get(thing).status_code in (403, 404), thing


def test_each_reading_is_written_down_with_what_was_open(cast):
    episode = out_and_engaged(cast)
    today = timezone.localdate()
    theirs = safe.written(cast, episode, on=today)
    safe.open_to_partner(cast, episode)
    client = client_of(cast.partner_coach)

    client.get(f"/statements/{theirs.pk}/")
    client.get(f"/statements/{theirs.pk}/print.pdf")
    client.get("/safety/")

    rows = log()
    assert [(row["how"], row["page"]) for row in rows] == [("view", "statement"), ("print", "print_statement"), ("list", "safety_pages")]  # fmt: skip
    assert all(
        row["opens"] == int(Opens.IDENTITY | Opens.SAFETY) and row["people"] == [episode.person_id] for row in rows
    )


def test_whoever_writes_sees_who_will_read_it_and_what_they_never_see(cast):
    episode = out_and_engaged(cast)
    safe.open_to_partner(cast, episode)

    body = client_of(cast.mentor).get(f"/people/{episode.person_id}/safety/write").content.decode()

    coach = body[body.index("Tom Hindle") : body.index("Football after release")]
    for words in (
        "Partner worker, Hyndvale Community Trust",
        "What Danny was in prison for",
        "The health record",
        "The home address",
    ):
        assert words in coach, words
    assert re.search(rf'<option value="{cast.trust.pk}" selected', body), "who would read it stands first and chosen"
    assert "Sandy Stranger" not in body


def test_what_is_past_its_review_is_said_on_each_page_and_in_today(cast, at, time_machine):
    episode = out_and_engaged(cast)
    made = safe.written(cast, episode)
    client = client_of(cast.mentor)
    assert "look at again" not in client.get("/").content.decode().lower()
    time_machine.move_to(f"{days(60)}T12:00:00Z")
    assert "Good until Thursday 4 February" in client_of(cast.mentor).get("/").content.decode()

    time_machine.move_to(f"{days(75)}T12:00:00Z")
    client = client_of(cast.mentor)

    for door in (
        "/",
        f"/people/{episode.person_id}/",
        f"/statements/{made.pk}/",
        f"/people/{episode.person_id}/safety",
    ):
        assert "Look at it again: due since Thursday 4 February" in client.get(door).content.decode(), door
    assert (
        "Safety pages and restrictions to look at again" not in client_of(cast.other_mentor).get("/").content.decode()
    )


def test_a_restriction_near_its_review_stands_on_today_and_leads_to_its_page(cast, time_machine):
    episode = out_and_engaged(cast)
    limit = safe.restricted(cast, episode)
    time_machine.move_to(f"{limit.review_on + timedelta(days=2)}T12:00:00Z")

    page = client_of(cast.mentor).get("/").content.decode()

    assert "Restriction: keep out of an area." in page
    assert f'href="{reverse("change_restriction", args=[limit.pk])}"' in page
    assert "Look at it again: due since" in page
    assert log()[-1]["people"] == [episode.person_id]
    assert "Restriction: keep out" not in client_of(cast.other_mentor).get("/").content.decode()


def test_it_is_ended_with_a_reason_and_stays_for_those_who_work_with_them(cast, at):
    episode = out_and_engaged(cast)
    made = safe.written(cast, episode)
    client = client_of(cast.mentor)
    assert "Write why it is not needed" in client.post(f"/statements/{made.pk}/end", {"once": str(uuid4())}).content.decode()  # fmt: skip

    client.post(f"/statements/{made.pk}/end", {"once": str(uuid4()), "because": "He stopped going.", "version": "1"})

    assert "He stopped going." in client.get(f"/people/{episode.person_id}/safety").content.decode()
    sheet = client.get(f"/statements/{made.pk}/").content.decode()
    assert "<b>Ended today" in sheet or "<b>Ended Thursday 26 November" in sheet
    assert "Nobody has written one yet" in client.get(f"/people/{episode.person_id}/").content.decode()


def test_it_prints_as_a_tagged_document(cast, at):
    made = safe.written(cast, out_and_engaged(cast))

    response = client_of(cast.mentor).get(f"/statements/{made.pk}/print.pdf")

    assert response["Content-Type"] == "application/pdf"
    assert b"/StructTreeRoot" in response.content
    assert b"pdfuaid" in response.content
    assert "Reid" not in response["Content-Disposition"]


@pytest.mark.ledger("P6")
def test_restrictions_are_added_changed_and_ended_on_pages(cast, at):
    episode = out_and_engaged(cast)
    client, add = client_of(cast.mentor), f"/people/{episode.person_id}/restrictions/add"
    assert client.post(add, limits()).status_code == 302
    row = Restriction.objects.get()

    page = client.get(f"/restrictions/{row.pk}/").content.decode()
    assert "55.8617, -4.2583" in page
    changed = client.post(f"/restrictions/{row.pk}/", limits(radius_m="800", version="1"))

    assert changed.status_code == 302
    second = Restriction.objects.get(version=2)
    body = client.get(f"/people/{episode.person_id}/safety").content.decode()
    assert "Within 800 metres of 55.8617, -4.2583" in body
    assert "Within 500 metres" not in body
    stale = client.post(f"/restrictions/{row.pk}/", limits(radius_m="900", version="1"))
    assert "What it says now" in stale.content.decode()
    client.post(f"/restrictions/{second.pk}/end", {"once": str(uuid4()), "because": "Licence over.", "version": "2"})
    body = client.get(f"/people/{episode.person_id}/safety").content.decode()
    assert "None is known." in body
    assert "Licence over." in body


@pytest.mark.parametrize(
    ("more", "shown"),
    [
        ({"kind": "stay_in", "centre": "", "radius_m": "", "shape": '{"type":"Polygon","coordinates":[[[-4.26,55.86],[-4.25,55.86],[-4.25,55.87],[-4.26,55.86]]]}'}, "An area drawn on a map, 3 points"),
        ({"kind": "no_contact", "whom": "named", "who": "Tam"}, "Tam"), ({"kind": "no_contact", "whom": "children"}, "Children, unless someone who may is there"), ({"kind": "keep_apart", "who": "Tam"}, "Apart from: Tam"),
        ({"kind": "venues", "venues": ["play", "licensed"]}, "Pubs and other places that sell drink"), ({"kind": "hours", "days": ["0", "1", "2", "3", "4"], "from_time": "7pm", "until_time": "7am"}, "Home from 7pm to 7am the next morning, Monday to Friday"),
        ({"kind": "approval", "approval": "work", "who": "His officer"}, "Who says yes: His officer"), ({"from_on": "tomorrow"}, "Not yet."),
    ],
)  # fmt: skip
def test_each_kind_is_said_in_words(cast, at, more, shown):
    episode = out_and_engaged(cast)
    client = client_of(cast.mentor)

    saved = client.post(f"/people/{episode.person_id}/restrictions/add", limits(**more))

    assert saved.status_code == 302, re.findall(r"tl-summary.*?</div>", saved.content.decode(), re.DOTALL)
    assert shown in client.get(f"/people/{episode.person_id}/safety").content.decode()
    row = Restriction.objects.get()
    assert client.get(f"/restrictions/{row.pk}/").status_code == 200


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"kind": ""}, "Choose what kind it is"), ({"centre": "Duke Street"}, "Write the middle as two numbers"), ({"centre": "-4.2583, 55.8617"}, "The numbers of a place are swapped"), ({"radius_m": "5"}, "Write a number of metres"),
        ({"centre": "", "radius_m": "", "shape": "{"}, "This is not GeoJSON"), ({"centre": "", "radius_m": ""}, "Give the middle and how far"), ({"words": "High risk"}, "does not say what to do"), ({"kind": "hours"}, "Choose the days"),
        ({"kind": "hours", "days": ["9"]}, "Choose from the list"), ({"kind": "hours", "days": ["1"], "from_time": "late"}, "write the time like 9:30am"), ({"kind": "venues"}, "Choose at least one kind of place"),
        ({"kind": "no_contact"}, "Choose with whom"), ({"kind": "no_contact", "whom": "named"}, "Write who it is"), ({"kind": "approval"}, "Choose what needs a yes first"), ({"review_on": "yesterday"}, "The day to look again is past"),
        ({"until_on": "yesterday"}, "The last day is"), ({"source": ""}, "Choose where it comes from"), ({"radius_m": "9" * 400}, "Write a number of metres"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_restriction_is_said_beside_it(cast, at, more, words):
    episode = out_and_engaged(cast)

    response = client_of(cast.mentor).post(f"/people/{episode.person_id}/restrictions/add", limits(**more))

    assert response.status_code == 422
    assert words in response.content.decode()
    assert not Restriction.objects.exists()


@pytest.mark.parametrize("several", SEVERAL)
def test_hostile_words_stay_words(cast, at, several):
    episode = out_and_engaged(cast)
    client = client_of(cast.mentor)
    for words in one_at_a_time(several):
        text = words.encode("utf-8", "replace").decode()

        whole = dict.fromkeys([*safe.PARTS, "setting", "source"], f"{text[:80]} Sit with him then.")
        written = f"/people/{episode.person_id}/safety/write"

        replies = [
            client.post(written, answers(cast, **whole)), client.post(written, answers(cast, **whole) | {"look": "1"}),
            client.post(written, answers(cast, **whole) | dict.fromkeys(["failed", "failed_on", "reworded", "version", "put_back"], text)),
            client.post(written, answers(cast, **whole) | dict.fromkeys(["failed", "failed_on", "reworded", "version", "place"], text)),
            client.post("/safety/words", {"pattern": text}),
            client.post(f"/people/{episode.person_id}/restrictions/add", limits(kind="keep_apart", words=f"{text} Sit apart.", who=text, centre=text, shape=text)),
            client.post(f"/people/{episode.person_id}/restrictions/add", limits(shape=text, radius_m=text, days=[text], venues=[text], from_time=text)),
        ]  # fmt: skip

        assert {reply.status_code for reply in replies} <= {200, 302, 422}
        doors = [f"/people/{episode.person_id}/", f"/people/{episode.person_id}/safety", "/safety/"]
        for one in SafetyStatement.objects.all():
            doors += [f"/statements/{one.pk}/", f"/statements/{one.pk}/change"]
            assert client.get(f"/statements/{one.pk}/print.pdf").status_code == 200
        for one in Restriction.objects.all():
            doors.append(f"/restrictions/{one.pk}/")
        for body in (*(reply.content.decode() for reply in replies if reply["Content-Type"].startswith("text/html")), *(client.get(door).content.decode() for door in doors)):  # fmt: skip
            assert "<script>alert(1)" not in body
            assert "<img src=x" not in body


def test_a_restriction_opens_nobody_elses_record(cast, at):
    """Whoever they are kept from stands in words: two records that name each other's people stay apart."""
    first, other = out_and_engaged(cast), out_and_engaged(cast, given="Euan", family="Boyd")
    restrictions.add(
        first.person_id, by=cast.stands("mentor"), terms=safe.terms(kind=Kind.NO_CONTACT, whom=Whom.NAMED, who="Euan Boyd"), on=TODAY,
    )  # fmt: skip

    body = client_of(cast.mentor).get(f"/people/{first.person_id}/safety").content.decode()

    assert "Euan Boyd" in body
    assert str(other.person_id) not in body
