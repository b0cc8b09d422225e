"""Writing a safety statement, changing it as a next version, ending it; and who it is meant for."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from tests import safe
from tests.cast import TODAY, days
from tests.histories import out_and_engaged
from throughline.actions import programmes, restrictions, statements
from throughline.domain.objections import Forbidden, Refused
from throughline.domain.statements import Place
from throughline.models import Event, Person, SafetyStatement, StandardRow
from throughline.models.programmes import statement_review
from throughline.policy.grants import Opens
from throughline.queries.records import record_of
from throughline.queries.statements import (
    earlier_of,
    pages_for,
    readers_of,
    restrictions_to_look_at_again,
    review_on_for,
    safety_of,
    to_look_at_again,
    versions_of,
)

pytestmark = pytest.mark.django_db


def meant(cast, who, on=TODAY):
    standing = cast.stands(who, on)
    return set(SafetyStatement.objects.visible_to(standing).meant_for(standing, on=on).values_list("pk", flat=True))


@pytest.mark.ledger("P6")
def test_a_statement_is_kept_whole_with_its_four_answers(cast):
    episode = out_and_engaged(cast)

    made = safe.written(cast, episode, setting="  Wednesday football ")

    held = SafetyStatement.objects.get()
    assert held == made
    assert held.for_whom == "Hyndvale Community Trust, Wednesday football"
    assert held.parts() == safe.PARTS
    assert (held.relevant, held.necessary, held.harmful, held.sayable) == ("yes", "yes", "no", "yes")
    assert (held.version, held.author, held.in_place, held.review_on) == (1, cast.mentor, ["adults_only"], days(70))
    event = Event.objects.get(what="statement:write")
    assert (event.person_id, event.by) == (episode.person_id, cast.mentor)
    assert "shouts" not in str(event.detail)


def test_a_change_is_a_new_version_and_the_earlier_stays_as_it_was(cast):
    episode = out_and_engaged(cast)
    first = safe.written(cast, episode)

    second = statements.change(first.pk, by=cast.stands("mentor"), said=safe.wording(pattern="He goes quiet."), on=TODAY, version=1)  # fmt: skip

    first.refresh_from_db()
    assert (first.version, first.pattern, first.replaced_on) == (1, safe.PARTS["pattern"], TODAY)
    assert (second.version, second.pattern, second.line, second.replaced_on) == (2, "He goes quiet.", first.line, None)
    assert (second.organisation, second.place) == (cast.trust, Place.HALL)
    standing = cast.stands("mentor")
    assert versions_of(first, by=standing, on=TODAY) == [second, first]
    assert safety_of(episode.person_id, by=standing, on=TODAY).statements == [second]


def test_a_change_made_from_an_earlier_version_is_refused_and_told_which_it_is_now(cast):
    first = safe.written(cast, out_and_engaged(cast))
    statements.change(first.pk, by=cast.stands("mentor"), said=safe.wording(pattern="He goes quiet."), on=TODAY, version=1)  # fmt: skip

    with pytest.raises(Refused) as refused:
        statements.change(first.pk, by=cast.stands("team_lead"), said=safe.wording(), on=TODAY, version=1)

    assert (refused.value.objection.code, refused.value.objection.version) == ("changed_meanwhile", 2)
    third = statements.change(first.pk, by=cast.stands("team_lead"), said=safe.wording(), on=TODAY, version=2)
    assert third.version == 3
    assert SafetyStatement.objects.filter(replaced_on=None).count() == 1


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"pattern": "Low to medium."}, "bare_level"), ({"pattern": "Convicted of theft."}, "what_was_done"), ({"at_risk": " "}, "empty_part"),
        ({"controls": "", "in_place": []}, "no_controls"), ({"answers": safe.PASSED | {"harmful": "yes"}}, "test_failed"), ({"answers": {}}, "no_answer"),
        ({"source": " "}, "no_source"), ({"review_in": 0}, "review_past"), ({"review_in": 400}, "review_too_late"), ({"written_on": days(1)}, "not_yet"),
    ],
)  # fmt: skip
def test_what_may_not_stand_is_refused_in_a_sentence_and_leaves_nothing(cast, more, code):
    episode = out_and_engaged(cast)
    first = safe.written(cast, episode, setting="Elsewhere")

    for act in (
        lambda: safe.written(cast, episode, **more),
        lambda: statements.change(first.pk, by=cast.stands("mentor"), said=safe.wording(**more), on=TODAY),
    ):
        with pytest.raises(Refused) as refused:
            act()
        assert refused.value.objection.code == code
        assert refused.value.objection.words.endswith((".", "’", "?"))
    assert SafetyStatement.objects.get().replaced_on is None
    assert not Event.objects.filter(what="statement:change").exists()


def test_after_a_failed_test_the_words_must_change_and_that_is_kept(cast):
    episode = out_and_engaged(cast)
    said = safe.wording()
    failed = {"failed": ["harmful"], "failed_on": said.sense, "reworded": ["harmful"]}

    with pytest.raises(Refused) as refused:
        safe.written(cast, episode, **failed)
    assert (refused.value.objection.code, refused.value.objection.field) == ("same_words", "harmful")
    with pytest.raises(Refused):
        safe.written(cast, episode, pattern=safe.PARTS["pattern"].upper() + "!!", **failed)
    made = safe.written(cast, episode, pattern="Speak to him on his own.", **failed)

    assert made.reworded == ["harmful"]


def test_a_setting_has_one_statement_and_another_setting_another(cast):
    episode = out_and_engaged(cast)
    first = safe.written(cast, episode, setting="Football")

    with pytest.raises(Refused) as refused:
        safe.written(cast, episode, setting="FOOTBALL")
    assert refused.value.objection.code == "held_already"
    with pytest.raises(Refused) as refused:
        safe.written(cast, episode, organisation=None)
    assert refused.value.objection.code == "no_setting"
    safe.written(cast, episode, setting="Football", place=Place.CAFE)
    safe.written(cast, episode, organisation=None, setting="St Mungo’s hall")
    statements.end(first.pk, by=cast.stands("mentor"), because="He moved.", on=TODAY)
    safe.written(cast, episode, setting="Football")
    assert SafetyStatement.objects.standing().count() == 3


def test_it_is_ended_with_a_reason_once_and_not_changed_after(cast):
    episode = out_and_engaged(cast)
    made = safe.written(cast, episode)

    with pytest.raises(Refused):
        statements.end(made.pk, by=cast.stands("mentor"), because=" ", on=TODAY)
    ended = statements.end(made.pk, by=cast.stands("mentor"), because="He stopped going.", on=TODAY)

    assert (ended.ended_on, ended.ended_by, ended.ended_because) == (TODAY, cast.mentor, "He stopped going.")
    for act in (
        lambda: statements.end(made.pk, by=cast.stands("mentor"), because="Again", on=TODAY),
        lambda: statements.change(made.pk, by=cast.stands("mentor"), said=safe.wording(), on=TODAY),
    ):
        with pytest.raises(Refused):
            act()
    standing = cast.stands("mentor")
    assert safety_of(episode.person_id, by=standing, on=TODAY).statements == []
    assert earlier_of(episode.person_id, by=standing, on=TODAY).statements == [made]


def test_a_reader_may_not_write_and_a_stranger_finds_nothing(cast):
    episode = out_and_engaged(cast)
    today = timezone.localdate()
    made = safe.written(cast, episode, on=today)
    safe.open_to_partner(cast, episode)
    reader, stranger = cast.stands("partner_coach", today), cast.stands("stranger", today)
    said = {"organisation": cast.trust, "setting": "X", "place": Place.CAFE, "said": safe.wording(today), "on": today}

    with pytest.raises(Forbidden):
        statements.write(episode.person_id, by=reader, **said)
    with pytest.raises(Forbidden):
        statements.change(made.pk, by=reader, said=safe.wording(today), on=today)
    with pytest.raises(Forbidden):
        statements.end(made.pk, by=reader, because="x", on=today)
    with pytest.raises(Person.DoesNotExist):
        statements.write(episode.person_id, by=stranger, **said)
    with pytest.raises(SafetyStatement.DoesNotExist):
        statements.change(made.pk, by=stranger, said=safe.wording(today), on=today)
    with pytest.raises(SafetyStatement.DoesNotExist):
        statements.end(made.pk, by=stranger, because="x", on=today)
    assert SafetyStatement.objects.get().ended_on is None


def test_what_one_setting_must_know_is_not_told_to_another(cast):
    episode = out_and_engaged(cast)
    today = timezone.localdate()
    theirs = safe.written(cast, episode, on=today)
    elsewhere = safe.written(cast, episode, on=today, organisation=None, setting="St Mungo’s hall")
    assert meant(cast, "partner_coach", today) == set()  # no grant yet
    safe.open_to_partner(cast, episode)

    assert meant(cast, "partner_coach", today) == {theirs.pk}
    assert meant(cast, "mentor", today) == meant(cast, "team_lead", today) == {theirs.pk, elsewhere.pk}
    assert meant(cast, "stranger", today) == set()
    assert pages_for(cast.stands("partner_coach", today), on=today) == [theirs]
    second = statements.change(theirs.pk, by=cast.stands("mentor", today), said=safe.wording(today), on=today)
    assert meant(cast, "partner_coach", today) == {second.pk}, "the earlier version is not theirs"
    statements.end(second.pk, by=cast.stands("mentor", today), because="He stopped going.", on=today)
    assert meant(cast, "partner_coach", today) == set()
    assert meant(cast, "mentor", today) == {theirs.pk, elsewhere.pk, second.pk}


def test_whoever_sees_many_people_reads_by_the_same_rule(cast, monkeypatch):
    from throughline.models import grants

    episode = out_and_engaged(cast)
    today = timezone.localdate()
    theirs = safe.written(cast, episode, on=today)
    elsewhere = safe.written(cast, episode, on=today, organisation=None, setting="St Mungo’s hall")
    safe.open_to_partner(cast, episode)
    monkeypatch.setattr(grants, "FEW", 0)

    assert meant(cast, "mentor", today) == {theirs.pk, elsewhere.pk}
    assert meant(cast, "partner_coach", today) == {theirs.pk}
    assert meant(cast, "stranger", today) == set()


def test_the_readers_are_those_with_a_grant_by_name_role_and_agreement(cast):
    episode = out_and_engaged(cast)
    today = timezone.localdate()
    them = safe.open_to_partner(cast, episode)

    found = {one.name: one for one in readers_of(episode.person_id, on=today)}

    coach = found["Tom Hindle"]
    assert (coach.what, coach.organisation, coach.opens) == ("Partner worker, Hyndvale Community Trust", cast.trust.pk, int(Opens.IDENTITY | Opens.SAFETY))  # fmt: skip
    assert (coach.agreement, coach.agreement_until) == ("Football after release", them.day(365))
    assert not coach.may_work
    assert coach.reads(cast.trust.pk)
    assert not coach.reads(cast.lead_charity.pk)
    assert not coach.reads(None)
    assert found["Moira Kerr"].may_work
    assert found["Moira Kerr"].reads(None)
    assert "Sandy Stranger" not in found


def test_it_is_looked_at_again_by_its_author_and_by_whoever_looks_after_the_person(cast):
    episode = out_and_engaged(cast)
    statements.write(
        episode.person_id, by=cast.stands("team_lead"), organisation=cast.trust, setting="", place=Place.HALL, said=safe.wording(), on=TODAY
    )  # fmt: skip

    def waits(who, on):
        return [one.review_on for one in to_look_at_again(cast.stands(who, on), on=on)]

    assert waits("mentor", days(55)) == waits("team_lead", days(55)) == []
    assert waits("mentor", days(56)) == waits("team_lead", days(56)) == [days(70)]
    assert waits("mentor", days(90)) == [days(70)]
    assert waits("coordinator", days(90)) == waits("stranger", days(90)) == []
    statement = SafetyStatement.objects.get()
    statements.change(statement.pk, by=cast.stands("mentor", days(71)), said=safe.wording(days(71)), on=days(71))
    assert waits("mentor", days(90)) == []


def test_a_restriction_is_looked_at_again_by_its_author_and_by_whoever_looks_after_the_person(cast):
    episode = out_and_engaged(cast)
    limit = safe.restricted(cast, episode)

    def waits(who, on):
        return [one.pk for one in restrictions_to_look_at_again(cast.stands(who, on), on=on)]

    before = limit.review_on - timedelta(days=20)
    assert waits("mentor", before) == []
    assert waits("mentor", limit.review_on) == waits("mentor", limit.review_on + timedelta(days=30)) == [limit.pk]
    assert waits("coordinator", limit.review_on) == waits("stranger", limit.review_on) == []
    restrictions.end(limit.pk, by=cast.stands("mentor"), because="The licence is over.", on=TODAY)
    assert waits("mentor", limit.review_on) == []


def test_the_length_is_a_row_of_the_programme_that_can_be_set(cast):
    record = record_of(out_and_engaged(cast).person_id, by=cast.stands("mentor"))
    assert StandardRow.objects.on(TODAY).get(code="statement").amount == 70
    assert review_on_for(record, on=TODAY) == days(70)

    programmes.set_clock(cast.programme.pk, by=cast.stands("administrator"), code="statement", amount=4, unit="weeks", on=TODAY)  # fmt: skip

    assert review_on_for(record, on=TODAY) == days(28)
    assert statement_review(None, on=TODAY).amount == 70


def test_a_failure_at_the_second_write_leaves_the_first_undone(cast, monkeypatch):
    made = safe.written(cast, out_and_engaged(cast))

    def broken(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr(statements, "record", broken)
    with pytest.raises(RuntimeError):
        statements.change(made.pk, by=cast.stands("mentor"), said=safe.wording(), on=TODAY)

    made.refresh_from_db()
    assert made.replaced_on is None
    assert SafetyStatement.objects.count() == 1


def test_the_database_keeps_the_words_and_the_tests(cast):
    made = safe.written(cast, out_and_engaged(cast))

    for change in ({"pattern": "Other words"}, {"harmful": "yes"}, {"review_on": days(700)}):
        with pytest.raises(DatabaseError), transaction.atomic():
            SafetyStatement.objects.update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        SafetyStatement.objects.all().delete()
    copy = SafetyStatement.objects.get(pk=made.pk)
    copy.pk, copy.version, copy.replaced_on, copy.harmful = None, 2, TODAY, "yes"
    with pytest.raises(IntegrityError), transaction.atomic():
        copy.save(force_insert=True)
    assert SafetyStatement.objects.get().pattern == safe.PARTS["pattern"]
