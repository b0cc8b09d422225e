"""A programme: begun with what is shipped, described, and changed row by row from a day on."""

import pytest

from tests.cast import BEGAN, TODAY, days
from tests.histories import arrive, sign_up
from throughline.actions import programmes
from throughline.actions.beats import in_force
from throughline.domain import clocks, eligibility, wordings
from throughline.domain.objections import Forbidden, Refused
from throughline.domain.vocabulary import ConsentPurpose
from throughline.models import ConsentWording, EligibilityRule, Event, Programme

pytestmark = pytest.mark.django_db
NOT_SETTING_UP = ("mentor", "team_lead", "coordinator", "evaluator", "stranger")
LONGER = {"at_least_months": 1, "under_months": 60}


def rules(cast):
    return {one.kind: one for one in EligibilityRule.objects.filter(programme=cast.programme, until_on=None)}


def word(cast, words="I want to take part.", *, on=TODAY, part="administrator", seen=None):
    return programmes.word_consent(
        cast.programme.pk, by=cast.stands(part), purpose=ConsentPurpose.TAKING_PART, words=words, needed=True, on=on, seen=seen,
    )  # fmt: skip


def wording(cast):
    return ConsentWording.objects.get(programme=cast.programme, purpose=ConsentPurpose.TAKING_PART, until_on=None)


def test_a_programme_begins_with_all_that_is_shipped(cast):
    begun = programmes.begin(
        by=cast.stands("administrator"), name=" Families ", on=TODAY, mentor_word=" worker ", participant_word="parent"
    )

    begun.refresh_from_db()
    assert (begun.name, begun.mentor_word, begun.participant_word, begun.from_on) == (
        "Families", "worker", "parent", TODAY,
    )  # fmt: skip
    assert set(begun.eligibility_rules.values_list("kind", flat=True)) == {kind for kind, _, _ in eligibility.SHIPPED}
    assert set(begun.standards.values_list("code", flat=True)) == {one.code for one in clocks.SHIPPED} | {"tries", "statement", "weight"}  # fmt: skip
    assert set(begun.consent_wordings.values_list("purpose", "words", "number")) == {
        (purpose, words, 1) for purpose, words, _ in wordings.SHIPPED
    }
    assert list(begun.pack_contents.order_by("order").values_list("what", "pence", "has_serial")) == list(wordings.PACK)
    assert Event.objects.get(what="programme:begin", thing_id=str(begun.pk)).by == cast.administrator


def test_no_second_programme_of_a_name_begins_nor_by_who_does_not_set_up(cast):
    with pytest.raises(Refused, match="of that name"):
        programmes.begin(by=cast.stands("administrator"), name=cast.programme.name.upper(), on=TODAY)
    for part in NOT_SETTING_UP:
        with pytest.raises(Forbidden):
            programmes.begin(by=cast.stands(part), name="Families", on=TODAY)

    assert Programme.objects.get() == cast.programme
    assert EligibilityRule.objects.count() == len(eligibility.SHIPPED)


def test_a_programme_is_described_anew_by_who_saw_what_it_says(cast):
    programme, by = Programme.objects.get(), cast.stands("administrator")
    said = {"name": "Out", "mentor_word": "friend", "participant_word": "man"}

    programmes.describe(programme.pk, by=by, version=programme.version, **said)

    now = Programme.objects.get()
    assert {name: getattr(now, name) for name in said} == said
    assert Event.objects.filter(what="programme:describe", by=cast.administrator).count() == 1
    with pytest.raises(Refused, match="while you were writing"):
        programmes.describe(programme.pk, by=by, version=programme.version, **said | {"name": "In"})
    for part in NOT_SETTING_UP:
        with pytest.raises(Forbidden):
            programmes.describe(programme.pk, by=cast.stands(part), version=None, **said | {"name": "In"})
    assert Programme.objects.get().name == "Out"


def test_who_can_join_is_set_for_all_kinds_at_once_and_what_stays_keeps_its_row(cast):
    before = rules(cast)

    set_now = programmes.set_rules(
        cast.programme.pk, by=cast.stands("administrator"), on=TODAY, seen=in_force(*before.values()),
        rules={"sentence": LONGER, "age": None, "home": before["home"].numbers, "date": before["date"].numbers},
    )  # fmt: skip

    after = rules(cast)
    assert len(set_now) == 2
    assert after == {"sentence": after["sentence"], "home": before["home"], "date": before["date"]}
    assert (after["sentence"].numbers, after["sentence"].from_on) == (LONGER, TODAY)
    for kind in ("sentence", "age"):
        before[kind].refresh_from_db()
        assert before[kind].until_on == days(-1), kind
    events = Event.objects.filter(what__startswith="programme:set_rule").values_list("what", flat=True)
    assert sorted(events) == ["programme:set_rule", "programme:set_rule:end", "programme:set_rule:end"]


def test_rules_of_which_one_cannot_be_set_are_all_left_as_they_are(cast):
    by, programme = cast.stands("administrator"), cast.programme.pk
    programmes.set_rules(programme, by=by, rules={"age": {"at_least_years": 18}}, on=TODAY)
    before = rules(cast)
    new = {"sentence": LONGER, "age": {"at_least_years": 21}}

    with pytest.raises(Refused, match="starts later"):
        programmes.set_rules(programme, by=by, rules=new, on=days(-1))
    with pytest.raises(Refused, match="while you were writing"):
        programmes.set_rules(programme, by=by, rules=new, on=days(1), seen=in_force(before["sentence"]))
    for part in NOT_SETTING_UP:
        with pytest.raises(Forbidden):
            programmes.set_rules(programme, by=cast.stands(part), rules=new, on=days(1))

    assert rules(cast) == before
    assert {one.until_on for one in before.values()} == {None}


def test_a_consent_in_new_words_is_its_next_version_and_who_agreed_before_agreed_to_the_old_ones(cast):
    first = wording(cast)
    episode = sign_up(cast, arrive(cast))

    second = word(cast, " I take part because I want to. ", seen=in_force(first))

    first.refresh_from_db()
    assert (first.from_on, first.until_on) == (BEGAN, days(-1))
    assert wording(cast) == second
    assert (second.number, second.words, second.from_on) == (2, "I take part because I want to.", TODAY)
    agreed = episode.consents.get(wording__purpose=ConsentPurpose.TAKING_PART)
    assert agreed.wording == first
    assert word(cast, "And again.", on=days(1)).number == 3


def test_a_consent_is_not_put_in_words_by_who_saw_others_nor_by_who_does_not_set_up(cast):
    first = wording(cast)
    second = word(cast, seen=in_force(first))

    with pytest.raises(Refused, match="while you were writing"):
        word(cast, "Late.", on=days(1), seen=in_force(first))
    with pytest.raises(Refused, match="starts later"):
        word(cast, "Before.", on=days(-1))
    for part in NOT_SETTING_UP:
        with pytest.raises(Forbidden):
            word(cast, "Mine.", on=days(1), part=part)

    assert wording(cast) == second
