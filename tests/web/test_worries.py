"""Telling of a worry from any page."""

from uuid import uuid4

import pytest

from tests.cast import BEGAN, days
from tests.clients import client_of
from tests.histories import moment, out_and_engaged, with_mentor
from tests.hostile import SEVERAL, one_at_a_time
from throughline.actions import worries
from throughline.domain.worries import Danger
from throughline.models import Post, TeamDuty, Worry

pytestmark = pytest.mark.django_db


def said(**more):
    return {"once": str(uuid4()), "client_id": str(uuid4()), "words": "A bruise.", "danger": "no"} | more


@pytest.mark.ledger("P14")
def test_every_page_leads_there_and_the_numbers_start_with_999(cast, at):
    episode = out_and_engaged(cast)
    client = client_of(cast.mentor)

    for path in ("/", "/more/", f"/people/{episode.person_id}/", f"/people/{episode.person_id}/note"):
        assert 'href="/worried/"' in client.get(path).content.decode(), path
    body = client.get("/worried/").content.decode()
    assert 0 < body.index("tel:999") < body.index("tel:101")


def test_it_is_sent_read_told_and_closed_on_pages_and_sealed_from_others(cast, at):
    episode = out_and_engaged(cast)
    sent = client_of(cast.mentor).post("/worried/", said(person=str(episode.person_id)))
    worry = Worry.objects.get()
    lead, other = client_of(cast.team_lead), client_of(cast.coordinator)

    assert sent.status_code == 302
    assert "Someone is worried" in lead.get("/").content.decode()
    assert other.get(f"/worries/{worry.pk}/").content == other.get(f"/worries/{uuid4()}/").content
    assert "A bruise." not in other.get("/worries/").content.decode()
    assert "A bruise." in lead.get(f"/worries/{worry.pk}/").content.decode()
    lead.post(f"/worries/{worry.pk}/told", {"once": str(uuid4()), "who": "police", "day": "today", "time": "9am", "basis": "Vital interests"})  # fmt: skip
    lead.post(f"/worries/{worry.pk}/close", {"once": str(uuid4()), "decision": "Safe now."})
    worry.refresh_from_db()
    assert worry.opened_at
    assert worry.decision == "Safe now."
    assert worry.told.count() == 1


def test_what_is_missing_is_said_and_the_words_stay(cast, at):
    response = client_of(cast.partner_coach).post("/worried/", said(danger="", words="Keep me."))

    body = response.content.decode()
    assert response.status_code == 422
    assert "Say if anyone is in danger now" in body
    assert "Keep me." in body


@pytest.mark.parametrize("several", SEVERAL)
def test_hostile_words_stay_words(cast, at, several):
    client = client_of(cast.mentor)
    for words in one_at_a_time(several):
        text = words.encode("utf-8", "replace").decode()

        response = client.post("/worried/", said(words=text, somebody=text))

        assert response.status_code in (302, 422)
        for worry in Worry.objects.visible_to(cast.stands("mentor")):
            body = client.get(f"/worries/{worry.pk}/").content.decode()
            assert "<script>alert(1)" not in body
            assert "<img src=x" not in body


def test_whoever_reads_a_worry_knows_whom_it_is_about_though_the_record_is_shut_to_them(cast, at):
    episode = with_mentor(cast)
    client_of(cast.mentor).post("/worried/", said(person=str(episode.person_id)))
    lead = client_of(cast.safeguarding_lead)

    listed, opened = (
        lead.get("/worries/").content.decode(),
        lead.get(f"/worries/{Worry.objects.get().pk}/").content.decode(),
    )

    assert lead.get(f"/people/{episode.person_id}/").status_code == 404
    assert "Daniel Reid" in listed
    assert "Daniel Reid" in opened


def test_nobody_but_its_readers_learns_from_the_log_that_there_is_a_worry(cast, at):
    episode = with_mentor(cast)
    client_of(cast.mentor).post("/worried/", said(person=str(episode.person_id)))
    client_of(cast.safeguarding_lead).get(f"/worries/{Worry.objects.get().pk}/")

    for part in ("mentor", "other_mentor", "team_lead", "coordinator"):
        for page in ("", "record", "why", "happened"):
            body = client_of(getattr(cast, part)).get(f"/people/{episode.person_id}/{page}").content.decode()
            assert "Farah" not in body, (part, page)


def test_where_nobody_is_named_to_read_the_writer_is_told_to_ring(cast, at):
    Post.objects.filter(role__in=("safeguarding_lead", "team_lead", "coordinator")).update(until_on=BEGAN)
    TeamDuty.objects.update(until_on=BEGAN)

    page = client_of(cast.mentor).post("/worried/", said(somebody="A man at the door"), follow=True).content.decode()

    assert "nobody is named to read it. Ring your lead now" in page


def test_a_worry_to_be_looked_at_again_stands_on_the_leads_today_and_list_until_it_is(cast, at):
    worry = closed_worry(cast)
    lead, safe = client_of(cast.team_lead), client_of(cast.safeguarding_lead)

    assert "Look at a worry again" in lead.get("/").content.decode()
    assert "Look at a worry again" not in client_of(cast.mentor).get("/").content.decode()
    assert "To look at again" in safe.get("/worries/").content.decode()
    page = safe.get(f"/worries/{worry.pk}/").content.decode()
    assert "Look at it again now" in page
    assert f'href="/worries/{worry.pk}/again"' in page
    assert (
        f'href="/worries/{worry.pk}/again"' not in client_of(cast.mentor).get(f"/worries/{worry.pk}/").content.decode()
    )
    wrong = safe.post(f"/worries/{worry.pk}/again", {"once": str(uuid4()), "decision": "x", "review_on": "yesterday"})
    assert wrong.status_code == 422
    right = safe.post(f"/worries/{worry.pk}/again", {"once": str(uuid4()), "decision": "He moved in.", "review_on": ""})

    assert right.status_code == 302
    assert "Look at a worry again" not in lead.get("/").content.decode()
    assert "To look at again" not in safe.get("/worries/").content.decode()


def closed_worry(cast):
    """Return a worry closed a week ago, to be looked at again yesterday."""
    worry = worries.tell(
        by=cast.stands("mentor"), client_id=uuid4(), words="A bruise.", danger=Danger.NO, now=moment(days(-7), 9), somebody="A man"
    )  # fmt: skip
    worries.close(
        worry.pk, by=cast.stands("safeguarding_lead"), decision="Safe.", now=moment(days(-7), 10), on=days(-7), review_on=days(-1)
    )  # fmt: skip
    return worry
