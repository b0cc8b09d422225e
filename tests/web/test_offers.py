"""The offer board: who was asked of those who come out in a month, and of those who did."""

import re
from collections import Counter
from datetime import date
from html import unescape

import pytest

from tests.cast import GLASGOW, TODAY, days
from tests.clients import client_of
from tests.histories import arrive, sign_up
from throughline.actions import custody, episodes, offers, people
from throughline.domain.objections import Objection, Refused
from throughline.domain.vocabulary import Channel, OfferAnswer
from throughline.models import Episode, Offer
from throughline.queries.offers import ELSEWHERE, board
from throughline.web.pages.offers import BoardPage

pytestmark = pytest.mark.django_db

RELEASED = days(4)  # in November; the tests' today is 26 November


def read(response):
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", response.content.decode())).split())


def four(cast):
    """Four people who come out on one day: one said yes, one thinks, one was asked, one was not."""
    coach = cast.stands("prison_coach")
    names = [("Al", "Orr"), ("Bo", "Ness"), ("Cy", "Weir"), ("Di", "Kay")]
    found = [
        arrive(cast, given=given, family=family, birth=date(1990, 1, number), out_in=4)
        for number, (given, family) in enumerate(names, 1)
    ]
    for episode in found[:3]:
        offers.make(episode.pk, by=coach, channel=Channel.FACE_TO_FACE, made_on=days(-5), today=TODAY)
    for episode, answer in zip(found, (OfferAnswer.ACCEPTED, OfferAnswer.THINKING), strict=False):
        offers.answer(episode.pk, by=coach, answer=answer, on=days(-5), today=TODAY)
    return found


def seen(cast, on, *, by="team_lead", prison="S-BAR", month="2026-11"):
    found = board(by=cast.stands(by, on), prison=prison, month=month, on=on)
    page = BoardPage(found, today=on, part="missed")
    return f"{page.asked} of {page.counted}", dict(Counter(row.part for row in found.rows))


@pytest.mark.ledger("J2")
def test_what_was_asked_of_people_in_a_month_stays_when_they_are_out(cast):
    everyone = four(cast)
    before = seen(cast, TODAY)
    for episode in everyone:
        custody.come_out(episode.person_id, by=cast.stands("team_lead", RELEASED), on=RELEASED, today=RELEASED)

    after, later = seen(cast, RELEASED), seen(cast, days(90))

    assert before == ("3 of 4", {"said_yes": 1, "thinking": 1, "no_answer": 1, "not_asked": 1})
    assert after == later == ("3 of 4", {"said_yes": 1, "thinking": 1, "no_answer": 1, "missed": 1})


def test_whoever_was_asked_only_once_out_was_missed_whatever_came_after(cast):
    *_, missed = four(cast)
    lead = cast.stands("team_lead", RELEASED)
    custody.come_out(missed.person_id, by=lead, on=RELEASED, today=RELEASED)
    offers.make(missed.pk, by=lead, channel=Channel.PHONE, made_on=days(5), today=days(5))
    offers.answer(missed.pk, by=lead, answer=OfferAnswer.ACCEPTED, on=days(5), today=days(5))

    assert seen(cast, days(5))[1]["missed"] == 1


def test_people_missed_in_another_month_stay_in_view_until_they_are_asked_or_two_months_have_gone(cast):
    *_, missed = four(cast)
    custody.come_out(missed.person_id, by=cast.stands("team_lead", RELEASED), on=RELEASED, today=RELEASED)
    arrive(cast, given="Ed", family="Tait", birth=date(1991, 1, 1), out_in=60)

    def before(on):
        found = board(by=cast.stands("team_lead", on), prison="S-BAR", month="2027-01", on=on)
        return [row.episode.pk for row in found.missed_before]

    assert before(days(20)) == [missed.pk]
    assert before(days(66)) == []


def test_whoever_moved_and_came_out_is_counted_where_they_came_out(cast):
    episode = arrive(cast)
    custody.move(episode.person_id, by=cast.stands("prison_coach"), prison="S-LOW", on=days(-5), today=TODAY)
    custody.come_out(episode.person_id, by=cast.stands("team_lead"), on=days(-1), today=TODAY)

    assert seen(cast, TODAY, prison="S-LOW")[1] == {"missed": 1}
    assert board(by=cast.stands("team_lead"), prison="S-BAR", month="", on=TODAY).prisons == [("S-LOW", "Low Moss")]


@pytest.mark.parametrize("prison", ["", "S-PER"])
def test_somebody_in_no_prison_that_we_know_or_in_another_stands_on_a_board_of_their_own(cast, prison):
    by = cast.stands("team_lead")
    person = people.create(by=by, given_names="Daniel", family_name="Reid", home_council=GLASGOW)
    custody.go_in(person.pk, by=by, status="sentenced", on=days(-9), today=TODAY, prison=prison or None)
    custody.date_liberation(person.pk, by=by, day=days(40), known_on=TODAY)
    episodes.identify(person.pk, by=by, programme=cast.programme, on=TODAY)

    for who in ("team_lead", "duty_worker"):
        found = board(by=cast.stands(who), prison="", month="", on=TODAY)
        assert (found.prison, [row.part for row in found.rows]) == (ELSEWHERE, ["not_asked"])


def test_offers_to_several_are_all_made_or_none(cast, at, monkeypatch):
    first, second = arrive(cast), arrive(cast, given="Ali", family="Zulu", birth=date(1990, 1, 1))
    client = client_of(cast.prison_coach)
    address = f"/offers/?prison=S-BAR&month={days(30):%Y-%m}"
    told = {"who": [str(first.pk), str(second.pk)], "channel": "face_to_face", "made_on": "26 11 2026"}
    make = offers.make

    def joined_meanwhile(pk, **said):
        if pk == second.pk:
            raise Refused(Objection("joined_already", "They have joined already."))
        return make(pk, **said)

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr("throughline.web.views.offers.offers.make", joined_meanwhile)
        answer = client.post(address, told)

    assert "Ali Zulu: They have joined already. Nothing was saved." in read(answer)
    assert answer.content.decode().count("checked") >= 2
    assert not Offer.objects.exists()
    assert "2 offers are in" in read(client.post(address, told, follow=True))


def test_only_those_who_can_be_asked_can_be_ticked(cast, at):
    episode = sign_up(cast, arrive(cast))
    told = {"who": [str(episode.pk)], "channel": "face_to_face", "made_on": "26 11 2026"}

    answer = client_of(cast.prison_coach).post("/offers/", told)

    assert "Tick at least one person" in read(answer)
    assert Offer.objects.filter(episode=episode).count() == 1


def test_an_offer_whose_answer_is_not_taken_is_not_kept(cast, at, monkeypatch):
    episode = arrive(cast)

    def refuse(*_, **__):
        raise Refused(Objection("no", "That cannot be."))

    monkeypatch.setattr("throughline.web.views.offers.offers.answer", refuse)
    told = {"channel": "face_to_face", "made_on": "26 11 2026", "answer": "accepted"}

    answer = client_of(cast.prison_coach).post(f"/offers/{episode.pk}/make", told)

    assert "That cannot be." in read(answer)
    assert not Offer.objects.exists()
    assert Episode.objects.get().offered_on is None


def test_the_board_asks_as_much_of_the_database_for_many_as_for_one(cast, django_assert_max_num_queries):
    four(cast)

    with django_assert_max_num_queries(30):
        board(by=cast.stands("prison_coach"), prison="", month="", on=TODAY)
