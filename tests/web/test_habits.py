"""What is new, told to those whom it is for until they have read it; and single keys, which may be put off."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from tests.cast import TODAY
from tests.clients import client_of
from throughline.domain.news import KEPT, Piece, told_to, unread
from throughline.domain.vocabulary import Role
from throughline.exchange.news import pieces
from throughline.models import Habits

pytestmark = pytest.mark.django_db

MENTORS = Piece(date(2026, 11, 20), frozenset({Role.MENTOR}), "For mentors")
ALL = Piece(date(2026, 11, 22), frozenset(), "For all")
LATER = Piece(date(2026, 11, 30), frozenset(), "Not yet")
OLD = Piece(date(2026, 11, 20) - KEPT, frozenset(), "Long known")


def test_news_is_told_by_role_and_day_the_newest_first():
    told = told_to([OLD, MENTORS, ALL, LATER], roles=frozenset({Role.MENTOR}), on=date(2026, 11, 26))

    assert told == [ALL, MENTORS]
    assert told_to([MENTORS, ALL], roles=frozenset({Role.EVALUATOR}), on=date(2026, 11, 26)) == [ALL]


def test_what_came_before_somebody_began_or_last_read_is_not_new():
    both = [ALL, MENTORS]

    assert unread(both, read_on=None, began_on=date(2026, 11, 1)) == both
    assert unread(both, read_on=None, began_on=date(2026, 11, 21)) == [ALL]
    assert unread(both, read_on=date(2026, 11, 22), began_on=date(2026, 11, 1)) == []


def test_every_piece_leads_to_a_page_that_is_there_and_is_said_in_whole_sentences():
    assert pieces()
    for one in pieces():
        assert one.words.endswith("."), one
        assert not one.where or reverse(one.where), one


def test_a_link_of_the_news_opens_for_whoever_is_told_it(cast, at):
    for name in ("mentor", "team_lead", "prison_coach", "administrator", "evaluator", "safeguarding_lead"):
        worker = getattr(cast, name)
        for one in told_to(pieces(), roles=cast.stands(name).roles, on=TODAY + timedelta(days=90)):
            if one.where:
                assert client_of(worker).get(reverse(one.where), follow=True).status_code == 200, (name, one.where)


def test_the_mark_on_more_goes_once_the_news_was_read(cast, at):
    client = client_of(cast.mentor)
    mark = "something new"
    assert mark in client.get("/").content.decode()

    read = client.get("/new/").content.decode()

    assert read.count(">New<") == len(told_to(pieces(), roles=cast.stands("mentor").roles, on=TODAY))
    assert mark not in client.get("/").content.decode()
    assert ">New<" not in client.get("/new/").content.decode()
    assert mark in client_of(cast.team_lead).get("/").content.decode(), "another’s reading is not theirs"
    assert Habits.objects.get().news_read_on == TODAY


def test_single_keys_are_put_off_and_on_for_oneself_alone(cast, at):
    client = client_of(cast.mentor)
    assert " data-keys" in client.get("/people/").content.decode()

    client.post("/keys/", {"once": str(uuid4()), "used": "no"})

    assert " data-keys" not in client.get("/people/").content.decode()
    assert "They do nothing now" in client.get("/keys/").content.decode()
    assert " data-keys" in client_of(cast.team_lead).get("/people/").content.decode()
    client.post("/keys/", {"once": str(uuid4()), "used": "yes"})
    assert " data-keys" in client.get("/people/").content.decode()
