"""Letters through their actions alone: words in versions, checked, retired, brought back; printed whole or not at all."""

from uuid import uuid4

import pytest

from tests.cast import TODAY, days
from tests.histories import moment, out_and_engaged
from throughline.actions import deaths, letters
from throughline.actions.beats import unfocus
from throughline.domain.letters import Kind
from throughline.domain.objections import Forbidden, Refused
from throughline.models import Episode, Event, Letter, LetterTemplate, LetterWords, acting
from throughline.queries.letters import planned

pytestmark = pytest.mark.django_db
NOW = moment(TODAY, 9)


def template(kind=Kind.STILL_HERE, language="en"):
    return LetterTemplate.objects.get(kind=kind, language=language)


def plan_of(cast, *episodes, kind=Kind.STILL_HERE, part="mentor"):
    by = cast.stands(part)
    unfocus()
    with acting(by):
        rows = list(Episode.objects.filter(pk__in=[one.pk for one in episodes]).order_by("person__given_names"))
        return list(planned(template(kind).newest, rows, by=by, now=NOW, on=TODAY).values())


def print_out(cast, made, *, kind=Kind.STILL_HERE, part="mentor"):
    return letters.print_out(
        template(kind).newest.pk, by=cast.stands(part), planned=made, run=uuid4(), sender="Clyde Throughcare", now=NOW
    )


def test_each_change_of_a_letter_leaves_a_record_and_its_version(cast):
    by, row = cast.stands("administrator"), template(language="pl")
    letters.reword(row.pk, by=by, version=1, title="Nowy", body="Dzień dobry, {first name}!", by_post=False)
    words = letters.say_checked(row.pk, by=by, version=2, checked_with="A. Nowak", now=NOW)
    letters.retire(row.pk, by=by, version=2, on=TODAY)
    letters.bring_back(row.pk, by=by, version=3)

    row.refresh_from_db()
    assert (row.number, row.version, row.retired_on) == (2, 4, None)
    assert (words.number, words.checked_with, words.checked_by, words.written_by) == (
        2,
        "A. Nowak",
        cast.administrator,
        cast.administrator,
    )
    done = Event.objects.filter(thing="lettertemplate").order_by("at", "pk").values_list("what", flat=True)
    assert sorted(done) == ["letter:bring_back", "letter:retire", "letter:reword", "letter:say_checked"]


def test_what_was_done_already_is_not_done_again(cast):
    by, row = cast.stands("administrator"), template(language="pl")
    letters.bring_back(row.pk, by=by, version=None)
    letters.retire(row.pk, by=by, version=None, on=TODAY)
    letters.retire(row.pk, by=by, version=None, on=days(1))
    letters.say_checked(row.pk, by=by, version=None, checked_with="A. Nowak", now=NOW)
    with pytest.raises(Refused):
        letters.say_checked(row.pk, by=by, version=None, checked_with="B. Nowak", now=NOW)
    assert template(language="pl").retired_on == TODAY
    assert Event.objects.filter(thing="lettertemplate").count() == 2


@pytest.mark.parametrize(
    "change",
    [
        lambda pk, by: letters.reword(pk, by=by, version=7, title="x", body="x", by_post=False),
        lambda pk, by: letters.say_checked(pk, by=by, version=7, checked_with="x", now=NOW),
        lambda pk, by: letters.retire(pk, by=by, version=7, on=TODAY),
        lambda pk, by: letters.bring_back(pk, by=by, version=7),
    ],
)
def test_a_page_that_is_out_of_date_changes_nothing_and_nor_does_who_does_not_set_up(cast, change):
    pk = template(language="pl").pk
    with pytest.raises(Refused, match="Someone else changed this"):
        change(pk, cast.stands("administrator"))
    with pytest.raises(Forbidden):
        change(pk, cast.stands("team_lead"))
    assert LetterWords.objects.filter(template=pk).count() == 1
    assert not Event.objects.filter(thing="lettertemplate").exists()


def test_letters_are_printed_in_the_order_in_which_they_came_each_with_its_record(cast, at):
    ann, bob = out_and_engaged(cast, given="Ann", family="A"), out_and_engaged(cast, given="Bob", family="B")
    made = print_out(cast, plan_of(cast, ann, bob))
    assert [(one.place, one.name) for one in made] == [(1, "Ann A"), (2, "Bob B")]
    assert Event.objects.filter(what="letter:print").count() == 2


def test_one_of_many_who_must_get_none_lets_nothing_of_it_be_kept(cast, at):
    ann, bob = out_and_engaged(cast, given="Ann", family="A"), out_and_engaged(cast, given="Bob", family="B")
    both = plan_of(cast, ann, bob)
    deaths.record_death(
        bob.person_id, by=cast.stands("team_lead"), died_on=TODAY, known_from="His sister phoned", family="", today=TODAY, at=NOW,
    )  # fmt: skip
    with pytest.raises(Refused, match="Bob B has died"):
        print_out(cast, both)
    assert not Letter.objects.exists()


@pytest.mark.parametrize(
    ("part", "stops"),
    [("administrator", Forbidden), ("stranger", Episode.DoesNotExist), ("other_mentor", Episode.DoesNotExist)],
)
def test_nobody_prints_who_does_not_work_with_them(cast, at, part, stops):
    made = plan_of(cast, out_and_engaged(cast))
    with pytest.raises(stops):
        print_out(cast, made, part=part)
    assert not Letter.objects.exists()


@pytest.mark.parametrize("number", [0, 201])
def test_none_and_too_many_are_refused(cast, at, number):
    made = plan_of(cast, out_and_engaged(cast)) * number
    with pytest.raises(Refused):
        print_out(cast, made)
    assert not Letter.objects.exists()
