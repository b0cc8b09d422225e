"""What somebody weighs on the lead's desk, who goes to whom, and what keeps it from being done or undone."""

from datetime import timedelta
from uuid import UUID

import pytest

from tests.cast import TODAY, days
from throughline.domain.calendar import Length
from throughline.domain.desk import WeightRule, weigh
from throughline.domain.reassignments import (
    Chosen,
    Gift,
    objection_to_giving,
    objection_to_receiving,
    objection_to_undoing,
    share_out,
)

A, B, C = (UUID(int=number) for number in (1, 2, 3))
NADIA, MOIRA = UUID(int=11), UUID(int=12)
NOTHING = {"comes_out_on": None, "released_on": None, "overdue": False, "quiet": False, "on": TODAY}


@pytest.mark.parametrize(
    ("facts", "total"),
    [
        ({}, 1),
        ({"comes_out_on": days(28)}, 3),
        ({"comes_out_on": days(29)}, 1),
        ({"comes_out_on": days(-3)}, 3),  # the date has passed and nobody said that they came out
        ({"released_on": days(-28)}, 4),
        ({"released_on": days(-29)}, 1),
        ({"overdue": True}, 2),
        ({"quiet": True, "overdue": True, "released_on": TODAY}, 7),
    ],
)
def test_a_weight_is_the_sum_of_what_is_so(facts, total):
    weight = weigh(WeightRule(), **NOTHING | facts)

    assert weight.total == total == sum(points for _, points in weight.why)


def test_a_partnership_weighs_by_its_own_numbers():
    rule = WeightRule(everyone=2, before_release=5, near=Length(10, "days"))

    assert weigh(rule, **NOTHING | {"comes_out_on": days(10)}).total == 7
    assert weigh(rule, **NOTHING | {"comes_out_on": days(11)}).total == 2
    assert rule.numbers.keys() == WeightRule().numbers.keys()


def test_the_heaviest_go_first_each_to_whoever_carries_least():
    people = [Chosen(A, C, 1), Chosen(B, C, 4), Chosen(C, C, 2)]

    gifts, left = share_out(people, {NADIA: 2, MOIRA: 0})

    assert gifts == [Gift(B, MOIRA, C), Gift(C, NADIA, C), Gift(A, NADIA, C)]
    assert left == []


def test_where_two_are_alike_the_order_of_the_page_decides():
    gifts, _ = share_out([Chosen(B, C, 1), Chosen(A, C, 1)], {NADIA: 0, MOIRA: 0})

    assert [(one.episode, one.receiver) for one in gifts] == [(B, NADIA), (A, MOIRA)]


def test_nobody_goes_to_their_own_worker_or_to_one_they_are_kept_from():
    people = [Chosen(A, NADIA, 3), Chosen(B, MOIRA, 2, frozenset({NADIA}))]

    gifts, left = share_out(people, {NADIA: 0, MOIRA: 9})

    assert gifts == [Gift(A, MOIRA, NADIA)]
    assert [one.episode for one in left] == [B]


def test_what_changed_meanwhile_is_said_by_name_and_the_rest_is_counted():
    names = ["Ann A", "Bob B", "Cal C", "Dee D", "Eve E", "Fay F", "Gil G"]

    said = objection_to_giving(gifts=7, gone=0, changed=names).words

    assert "Ann A, Bob B, Cal C, Dee D, Eve E and 2 more have been given" in said
    assert "Nothing was saved" in said
    assert "Ann A has been given" in objection_to_giving(gifts=2, gone=1, changed=names[:1]).words
    assert "2 of them are not with your team" in objection_to_giving(gifts=3, gone=2, changed=[]).words
    assert objection_to_giving(gifts=0, gone=0, changed=[]).code == "nobody"
    assert objection_to_giving(gifts=1, gone=0, changed=[]) is None


def test_why_somebody_cannot_be_given_is_not_told():
    able = {"receiver": "Nadia Rahman", "can_act": True, "of_the_team": True, "kept_out": False, "is_owner": False}

    assert objection_to_receiving("Ann A", **able) is None
    said = objection_to_receiving("Ann A", **able | {"kept_out": True}).words
    assert said == "Ann A cannot be given to Nadia Rahman. Choose someone else."
    assert objection_to_receiving("Ann A", **able | {"can_act": False}).code == "away"
    assert objection_to_receiving("Ann A", **able | {"is_owner": True}).code == "owner_already"
    assert objection_to_receiving("Ann A", **able | {"of_the_team": False}).code == "not_of_the_team"


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({}, None),
        ({"undone": True}, "undone"),
        ({"made_on": days(-7)}, None),
        ({"made_on": TODAY - timedelta(days=8)}, "too_late"),
        ({"in_sight": 2}, "gone"),
        ({"gone_on": 1}, "gone_on"),
        ({"cannot": ["Moira Kerr"]}, "cannot_take"),
    ],
)
def test_a_reassignment_is_undone_whole_or_not(facts, code):
    whole = {"undone": False, "made_on": TODAY, "today": TODAY, "number": 3, "in_sight": 3, "gone_on": 0}

    objection = objection_to_undoing(**whole | facts)

    assert (objection.code if objection else None) == code
