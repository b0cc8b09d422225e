"""A list about people we know: nothing is guessed, nobody is doubled, everything new is kept, and no one out of sight is told of."""

from collections import Counter

import pytest

from tests.cast import TODAY, days
from tests.histories import arrive
from throughline.actions import custody, lists, movements, people
from throughline.domain.listed import ListedPerson
from throughline.exchange import custody_file, liberations
from throughline.exchange.reference import towns
from throughline.models import (
    CustodyPeriod,
    Episode,
    Event,
    HeldRow,
    Identifier,
    LiberationDate,
    ListFact,
    Person,
    PrisonStay,
)
from throughline.queries.clocks import liberation_dates
from throughline.queries.eligibility import verdicts
from throughline.queries.lists import fates, places
from throughline.queries.movements import moves

pytestmark = pytest.mark.django_db


def day(number):
    return f"{days(number):%d/%m/%Y}" if isinstance(number, int) else number


def load(cast, header, *rows, by="prison_coach", on=TODAY):
    """Load a list; return what each row came to, and why."""
    content = "\n".join([header, *rows]).encode()
    standing = cast.stands(by)
    reading = liberations.read(content, places=places(towns()), on=on)
    assert (reading.refused, reading.bad) == (None, [])
    found = fates(reading.rows, by=standing, programme=cast.programme, on=on)
    upload = lists.keep(by=standing, kind="liberation", file_name="list.csv", content=content, today=on)
    lists.apply_liberations(upload.pk, by=standing, fates=found, bad=[], programme=cast.programme, today=on)
    return [(fate.what, fate.because) for fate in found]


def decide(cast, held, *, same, by="prison_coach"):
    standing = cast.stands(by)
    row = lists.held_facts(held, ListedPerson)
    (again,) = fates([row], by=standing, programme=cast.programme, on=TODAY, said=(held.person_id, same))
    return lists.decide(held.pk, by=standing, same=same, again=again, programme=cast.programme, today=TODAY)


SHORT = "SPIN,Surname,Forename,DOB,Prison,Liberation date,Town"
FULL = "SPIN,Surname,Forename,DOB,Prison,Liberation date,Sentence date,Sentence length,Town"


def short(spin="1001", surname="Reid", forename="Daniel", born="4/5/1992", prison="Barlinnie", out=30):
    return f"{spin},{surname},{forename},{born},{prison},{day(out)},Shettleston"


@pytest.mark.ledger("J17")
def test_a_list_from_before_the_release_makes_no_return_to_prison(cast):
    episode = arrive(cast, spin="1001")
    custody.come_out(episode.person_id, by=cast.stands("prison_coach"), on=days(-3), today=TODAY)

    assert load(cast, SHORT, short(out=-3)) == [("same", "")]
    assert CustodyPeriod.objects.filter(person=episode.person_id).count() == 1


def test_a_later_date_without_a_day_of_going_in_is_said_and_not_guessed(cast):
    episode = arrive(cast, spin="1001")
    custody.come_out(episode.person_id, by=cast.stands("prison_coach"), on=days(-3), today=TODAY)

    ((what, why),) = load(cast, SHORT, short(out=40), by="team_lead")

    assert what == "bad"
    assert "does not say when they went in again" in why
    # The prison's coach does not see them any more: nothing is told of where they are.
    assert load(cast, SHORT, short(out=40)) == [
        ("bad", "This does not fit what is on the record. Ask the record steward.")
    ]
    assert (
        load(cast, FULL, f"1001,Reid,Daniel,4/5/1992,Barlinnie,{day(40)},{day(-1)},200,Shettleston")[0][0]
        == "back_inside"
    )
    assert CustodyPeriod.objects.get(person=episode.person_id, released_on=None).received_on == days(-1)


def test_one_row_that_cannot_be_stops_nobody_else(cast):
    arrive(cast, spin="1001")

    found = load(cast, SHORT, short(out=-300), short(spin="1002", surname="Khan", forename="Ali", born="4/5/1990"))

    assert [what for what, _ in found] == ["bad", "new"]
    assert "before the sentence" in found[0][1]
    assert Person.objects.count() == 2


def test_a_row_that_stands_twice_is_one_person(cast):
    found = load(
        cast,
        FULL,
        *[f",Reid,Daniel,4/5/1992,Barlinnie,{day(30)},{day(-200)},420,Shettleston"] * 2,
        f"1001,Reid,Danny,4/5/1992,Barlinnie,{day(30)},{day(-200)},420,Shettleston",
    )

    assert [what for what, _ in found] == ["new", "bad", "bad"]
    assert found[1][1] == "This person stands in row 2 already."
    assert "may be the person in row 2" in found[2][1]
    assert Person.objects.count() == 1


def test_twins_are_two_people_and_the_right_one_is_found(cast):
    arrive(cast, given="Darren")
    daniel = arrive(cast, given="Daniel").person

    found = load(cast, SHORT.removeprefix("SPIN,"), short(out=50).removeprefix("1001,"))

    assert found[0][0] == "date_moved"
    assert liberation_dates([daniel.pk], by=cast.stands("prison_coach")) == {daniel.pk: days(50)}
    assert Person.objects.count() == 2


def test_a_row_said_to_be_somebody_new_twice_makes_them_once(cast):
    arrive(cast)
    load(cast, SHORT, short(spin="777", forename="Danny"))
    load(cast, SHORT, short(spin="777", forename="Dan"))
    first, second = HeldRow.objects.order_by("recorded_at")

    decide(cast, first, same=False)
    decide(cast, second, same=False)

    assert Person.objects.count() == 2
    assert Identifier.objects.filter(value="777").count() == 1


def test_a_row_decided_late_brings_no_old_date_back(cast):
    arrive(cast, out_in=30, spin="1001")
    load(cast, SHORT.replace("SPIN", "CRN"), short(spin="X123456", forename="Danny", out=30), on=days(-20))
    load(cast, SHORT, short(out=50))

    decide(cast, HeldRow.objects.get(), same=True)

    last = LiberationDate.objects.order_by("known_on", "recorded_at").last()
    assert last.day == days(50)
    assert Identifier.objects.filter(kind="crn", value="X123456").exists()


def test_what_a_list_says_of_the_sentence_is_kept_and_judged(cast):
    header = "SPIN,Surname,Forename,DOB,Prison,Legal status,Liberation date,Sentence date,Sentence length,Town"
    load(cast, header, "1001,Reid,Dan,4/5/1992,Barlinnie,Remand,,,,Shettleston")
    episode = Episode.objects.get()
    coach = cast.stands("prison_coach")
    assert verdicts([episode], by=coach, on=TODAY)[episode.pk].may_be_asked

    found = load(cast, header, f"1001,Reid,Dan,4/5/1992,Barlinnie,Sentenced,{day(900)},{day(-5)},6 years,Shettleston")

    period = CustodyPeriod.objects.get()
    assert found == [("date_moved", f"comes out {days(900).day} {days(900):%B %Y}, had no date; was on remand")]
    assert (period.status, period.sentence_on, period.sentence_days) == ("sentenced", days(-5), 2192)
    assert not verdicts([episode], by=coach, on=TODAY)[episode.pk].may_be_asked


def test_a_date_taken_back_with_a_reason_counts_no_more_until_one_is_told(cast):
    person = arrive(cast, spin="1001").person
    header = "SPIN,Surname,Forename,DOB,Prison,Liberation date,Unknown because"
    coach = cast.stands("prison_coach")

    found = load(cast, header, "1001,Reid,Daniel,4/5/1992,Barlinnie,,new charge")

    assert found[0][0] == "date_moved"
    assert "no date now: new charge" in found[0][1]
    assert liberation_dates([person.pk], by=coach) == {}
    assert load(cast, header, "1001,Reid,Daniel,4/5/1992,Barlinnie,,new charge") == [("same", "")]
    assert load(cast, header, f"1001,Reid,Daniel,4/5/1992,Barlinnie,{day(30)},")[0][0] == "date_moved"
    assert liberation_dates([person.pk], by=coach) == {person.pk: days(30)}


def test_everything_new_on_a_row_is_kept_and_shown_together(cast):
    coach = cast.stands("prison_coach")
    person = people.create(by=coach, given_names="Daniel", family_name="Reid", identifiers={"spin": "1001"})
    custody.go_in(person.pk, by=coach, status="sentenced", on=days(-100), today=TODAY, prison="S-BAR", hall="A hall")
    header = "SPIN,CHS,Surname,Forename,Sex,Ethnic group,Prison,Hall,Liberation date,Town"

    ((what, why),) = load(cast, header, f"1001,S99,Reid,Daniel,M,White Scottish,Low Moss,C,{day(50)},Shettleston")

    assert what == "moved_prison"
    for words in ("was in Barlinnie", "had no date", "home", "number", "sex", "ethnic group"):
        assert words in why
    person.refresh_from_db()
    assert person.home_council_id == "S12000049"
    assert PrisonStay.objects.get(until_on=None).hall == "C"
    assert set(ListFact.objects.values_list("what", "value")) == {("sex", "M"), ("ethnic_group", "White Scottish")}
    assert Identifier.objects.filter(kind="chs", value="S99", person=person).exists()
    assert Event.objects.filter(what="person:learn", person=person).exists()


def test_a_number_with_another_name_waits_for_somebody_to_look(cast):
    episode = arrive(cast, spin="1001")

    found = load(cast, "SPIN,Surname,Forename,Prison,Liberation date", f"1001,Mackenzie,Ali,Barlinnie,{day(10)}")

    assert found == [("held", "the same number, but another name")]
    assert liberation_dates([episode.person_id], by=cast.stands("prison_coach")) == {episode.person_id: days(30)}


def test_somebody_is_known_by_any_of_their_names(cast):
    episode = arrive(cast)
    people.add_name(episode.person_id, by=cast.stands("prison_coach"), given_names="Daniel", family_name="Mackenzie")

    ((what, why),) = load(cast, FULL, f"9001,Mackenzie,Daniel,4/5/1992,Barlinnie,{day(30)},{day(-200)},420,Shettleston")

    assert what == "held"
    assert why == "the same date of birth, and the same name"


def test_a_loader_learns_nothing_of_somebody_out_of_sight_and_gains_no_sight(cast):
    arrive(cast, spin="1001", out_in=33)
    stranger = cast.stands("other_coach")
    assert Person.objects.visible_to(stranger).count() == 0

    found = load(
        cast,
        SHORT,
        short(spin="", prison="Low Moss", out=40),
        short(spin="", surname="Reed", forename="Danny", born="5/5/1992", prison="Low Moss", out=40),
        by="other_coach",
    )
    known = load(cast, SHORT, short(out=41), by="other_coach")

    assert found[0] == ("held", "the record steward will look at it")
    assert known == [("date_moved", "")]
    held = HeldRow.objects.get()
    assert (held.for_steward, held.because) == (True, "the same date of birth, and the same name")
    assert "Daniel" not in {one.given_names for one in Person.objects.visible_to(cast.stands("other_coach"))}


def test_thousands_of_moved_dates_are_recorded_with_a_fixed_number_of_questions(cast, django_assert_max_num_queries):
    first = [short(spin=str(5000 + n), surname=f"Name{n}", born=f"{n % 28 + 1}/3/1990", out=30) for n in range(40)]
    moved = [short(spin=str(5000 + n), surname=f"Name{n}", born=f"{n % 28 + 1}/3/1990", out=44) for n in range(40)]
    load(cast, SHORT, *first)

    with django_assert_max_num_queries(60):
        found = load(cast, SHORT, *moved)

    assert {what for what, _ in found} == {"date_moved"}
    assert LiberationDate.objects.filter(day=days(44)).count() == 40
    assert Event.objects.filter(what="custody:date").count() == 40


def test_one_name_and_birth_date_under_two_numbers_waits_for_somebody_to_look(cast):
    arrive(cast, spin="1001")

    found = load(cast, FULL, f"9001,Reid,Daniel,4/5/1992,Barlinnie,{day(30)},{day(-200)},420,Shettleston")

    assert found == [("held", "the same date of birth, and the same name")]
    decide(cast, HeldRow.objects.get(), same=False)
    assert Person.objects.filter(given_names="Daniel").count() == 2
    assert load(cast, FULL, f"9001,Reid,Daniel,4/5/1992,Barlinnie,{day(30)},{day(-200)},420,Shettleston") == [
        ("same", "")
    ]


@pytest.mark.parametrize("born", ["4/5/1970", ""])
def test_whoever_was_made_of_a_row_is_known_by_it_the_next_time(cast, born):
    arrive(cast, spin="1001")
    row = short(surname="Khan", forename="Ali", born=born)
    assert load(cast, SHORT, row)[0][0] == "held"
    decide(cast, HeldRow.objects.get(), same=False)
    assert Person.objects.count() == 2

    assert load(cast, SHORT, row) == [("same", "")]
    assert load(cast, SHORT, row.replace(day(30), day(37)))[0][0] == "date_moved"
    assert Person.objects.count() == 2
    assert Person.objects.get(family_name="Khan").pk == HeldRow.objects.get().became_id


def test_one_person_in_two_rows_is_changed_by_the_first_alone(cast):
    person = arrive(cast, spin="1001").person

    found = load(cast, SHORT, short(out=50), short(spin="", out=60))

    assert [what for what, _ in found] == ["date_moved", "bad"]
    assert found[1][1] == "This person stands in row 2 already."
    assert liberation_dates([person.pk], by=cast.stands("prison_coach")) == {person.pk: days(50)}


def test_an_answer_is_kept_though_the_row_is_too_old_to_be_true(cast):
    episode = arrive(cast, spin="1001")
    load(cast, SHORT.replace("SPIN", "CRN"), short(spin="X123456", forename="Danny", out=30))
    custody.come_out(episode.person_id, by=cast.stands("prison_coach"), on=days(-1), today=TODAY)

    decide(cast, HeldRow.objects.get(), same=True, by="team_lead")

    assert HeldRow.objects.get().same is True
    assert CustodyPeriod.objects.filter(person=episode.person_id).count() == 1


def test_an_answer_is_kept_though_the_birth_date_was_put_right_meanwhile(cast):
    episode = arrive(cast, spin="1001")
    load(cast, SHORT.replace("SPIN", "CRN"), short(spin="X123456", forename="Danny", out=44))
    Person.objects.filter(pk=episode.person_id).update(birth_date="1993-05-04")

    decide(cast, HeldRow.objects.get(), same=True)

    assert HeldRow.objects.get().same is True
    assert Identifier.objects.filter(kind="crn", value="X123456", person=episode.person_id).exists()


def test_what_a_custody_file_would_do_is_what_it_does(cast):
    coach = cast.stands("prison_coach")
    arrive(cast, spin="1001")
    other = people.create(by=coach, given_names="Ali", family_name="Khan", identifiers={"spin": "1002"})
    custody.go_in(other.pk, by=coach, status="sentenced", on=None, today=TODAY, prison="S-BAR")
    said = [
        f"1001,Transfer,{day(-20)},Low Moss", f"1001,Transfer,{day(-10)},Barlinnie", f"1001,Release,{day(-3)},",
        f"1001,Release,{day(-2)},", f"1001,Reception,{day(-1)},Barlinnie", f"1001,Transfer,{day(-1)},",
        f"1002,Reception,{day(-30)},Barlinnie", f"1009,Release,{day(-3)},",
    ]  # fmt: skip
    content = "\n".join(["SPIN,Movement,Date,Prison", *said]).encode()
    reading = custody_file.read(content, places=places(towns()), on=TODAY)
    upload = lists.keep(by=coach, kind="custody", file_name="c.csv", content=content, today=TODAY)

    told = moves(reading.rows, on=TODAY)
    done = movements.load(upload.pk, by=coach, movements=reading.rows, bad=reading.bad, today=TODAY)

    assert [(one.movement.row, one.what, one.why) for one in told] == [
        (one.movement.row, one.what, one.why) for one in done
    ]
    assert Counter(one.what for one in done) == {"move": 2, "out": 1, "refused": 2, "in": 2, "unknown": 1}
    assert CustodyPeriod.objects.get(person=other).received_on == days(-30)
    upload.refresh_from_db()
    assert {(one.where, one.what) for one in lists.left_of(upload)} == {
        ("Row 5", "refused"),
        ("Row 7", "refused"),
        ("Row 9", "unknown"),
    }
    assert {one.what for one in moves(reading.rows, on=TODAY)} <= {"same", "refused", "unknown"}
