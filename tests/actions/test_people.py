"""What is added to somebody: a number, someone close; and how often one may ask whether they are known elsewhere."""

from datetime import timedelta

import pytest

from tests import safe
from tests.cast import TODAY
from tests.histories import arrive, with_mentor
from throughline.actions import contact, people
from throughline.actions.beats import moment
from throughline.domain.objections import Forbidden, Refused
from throughline.domain.vocabulary import IdentifierKind
from throughline.models import CloseOne, Event, Identifier, Person

pytestmark = pytest.mark.django_db


def close_to(cast, person, *, part="mentor", on=TODAY):
    return contact.add_close(
        person, by=cast.stands(part, on), name=" Ann Reid ", relation=" Mum ", happy_to_be_phoned=True, phone=" 0141 496 0120 ",
        on=TODAY,
    )  # fmt: skip


def number(cast, person, value="91234", *, part="mentor", on=TODAY):
    return people.add_identifier(person, by=cast.stands(part, on), kind=IdentifierKind.SPIN, value=value)


def ask(cast, part="mentor"):
    people.ask_elsewhere(by=cast.stands(part), numbers=1, born=True)


def test_somebody_close_is_added_to_the_record_of_who_they_are_close_to(cast):
    person = with_mentor(cast).person_id

    close = close_to(cast, person)

    close.refresh_from_db()
    assert (close.person_id, close.name, close.relation, close.phone) == (person, "Ann Reid", "Mum", "0141 496 0120")
    assert (close.happy_to_be_phoned, close.from_on, close.until_on) == (True, TODAY, None)
    event = Event.objects.get(what="contact:add_close")
    assert (event.person_id, event.by, event.detail) == (person, cast.mentor, {})


def test_a_number_is_added_to_a_record_and_is_in_no_event(cast):
    person = with_mentor(cast).person_id

    number(cast, person)

    assert Identifier.objects.get(person=person).value == "91234"
    event = Event.objects.get(what="person:add_identifier")
    assert (event.person_id, event.detail) == (person, {"kind": "spin"})


def test_a_number_that_is_on_a_record_already_is_refused_and_says_nothing_of_whose_it_is(cast):
    arrive(cast, given="Sam", family="Weir", spin="91234")
    person = with_mentor(cast).person_id

    with pytest.raises(Refused) as refused:
        number(cast, person)

    assert refused.value.objection.code == "number_taken"
    assert "Weir" not in refused.value.objection.words
    assert not Identifier.objects.filter(person=person).exists()
    assert not Event.objects.filter(what="person:add_identifier").exists()


@pytest.mark.parametrize(("add", "added"), [(close_to, CloseOne), (number, Identifier)])
def test_neither_a_reader_nor_a_stranger_adds_anything(cast, add, added):
    episode = with_mentor(cast)
    today = safe.open_to_partner(cast, episode).today

    with pytest.raises(Forbidden):
        add(cast, episode.person_id, part="partner_coach", on=today)
    with pytest.raises(Person.DoesNotExist):
        add(cast, episode.person_id, part="stranger")

    assert not added.objects.exists()
    assert add(cast, episode.person_id).person_id == episode.person_id


def test_whether_somebody_is_known_elsewhere_is_asked_thirty_times_an_hour_by_each(cast):
    for _ in range(people.ASKED_AN_HOUR):
        ask(cast)
    asked = Event.objects.filter(what=people.ASKED_ELSEWHERE, by=cast.mentor)

    with pytest.raises(Refused, match="30 people in an hour"):
        ask(cast)

    assert asked.count() == people.ASKED_AN_HOUR
    assert {one.person_id for one in asked} == {None}
    assert asked.first().detail == {"numbers": 1, "born": True}
    ask(cast, "duty_worker")


def test_what_was_asked_more_than_an_hour_ago_counts_no_more(cast):
    before = moment() - timedelta(minutes=61)
    Event.objects.bulk_create(
        Event(
            what=people.ASKED_ELSEWHERE, thing="worker", thing_id=str(cast.mentor.pk), by=cast.mentor, at=before, detail={},
        )
        for _ in range(people.ASKED_AN_HOUR)
    )  # fmt: skip

    ask(cast)

    assert Event.objects.filter(what=people.ASKED_ELSEWHERE).count() == people.ASKED_AN_HOUR + 1
