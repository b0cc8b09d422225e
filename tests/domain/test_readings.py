"""The words of results: every sentence that the table can make is made, and none says more than a figure can."""

import itertools
import re

import pytest

from throughline.domain import readings
from throughline.domain.findings import Finding
from throughline.domain.readings import FORBIDDEN, Audience, Measure, Sign, reading, told

pytestmark = pytest.mark.ledger("E4")

NUMBERS = {
    "event": "return to custody", "group": "signed up = yes", "other": "signed up = no", "observed": 48, "expected": 58.4, "p": "= 0.0501",
    "ratio": "0.684", "low": "0.470", "high": "0.996", "per_100": 68, "low_100": 47, "high_100": "99.6", "among": "Among people alike in age",
    "adjusted": "Adjusted for age", "model": "Andersen-Gill", "first": "22.2%", "second": "30.6%", "difference": "-8.3 points", "level": 95,
}  # fmt: skip
TOLD = [
    told(
        longest="52",
        middle="40",
        unit="weeks",
        rows=432,
        used=used,
        why={"no readable time": 432 - used},
        drawn_by_lot=lot,
    )
    for used in (432, 430)
    for lot in (True, False)
] + [readings.NOT_TOLD]


def every_reading():
    for (measure, sign, clear), audience, beside in itertools.product(readings.WORDS, Audience, TOLD):
        yield reading(measure, sign=sign, clear=clear, audience=audience, told=beside, **NUMBERS)


def test_the_table_has_words_for_every_measure_sign_clearness_and_audience():
    assert set(readings.WORDS) == set(itertools.product(Measure, Sign, (True, False)))
    assert all(len(words) == len(Audience) and all(words) for words in readings.WORDS.values())


def test_no_sentence_of_the_table_has_a_forbidden_word():
    others = [readings.few_at_risk(10)] + [
        readings.side_by_side(curves="= 0.0501", ratio="= 0.0474", curves_clear=one, ratio_clear=two) for one in (True, False) for two in (True, False)
    ]  # fmt: skip
    sentences = [sentence for one in every_reading() for sentence in one.sentences] + others

    assert len(sentences) > 1000
    assert [one for one in sentences if FORBIDDEN.search(one)] == []


@pytest.mark.parametrize(
    "bad",
    [
        "The service had no effect.", "It reduced returns.", "Aid caused fewer arrests.", "This proves it.", "The difference is significant.", "There is no difference.",
        "Mentoring works.", "Fewer thanks to mentors.", "It prevented arrests.", "Offenders did better.", "Returns fell as a result of it.", "It failed.",
    ],
)  # fmt: skip
def test_the_list_of_forbidden_words_finds_what_it_is_for(bad):
    assert FORBIDDEN.search(bad)


def test_every_result_has_its_numbers_and_an_interval_or_a_p():
    for one in every_reading():
        assert "{" not in one.result
        assert re.search(r"interval .+ to |p\u00a0= ", one.result), one.result


def test_what_is_not_clear_says_that_chance_could_give_it_and_that_groups_need_not_be_alike():
    for one in every_reading():
        if not one.clear or one.sign is Sign.SAME:
            assert "Chance alone could give" in one.result
            assert "does not show that the groups are alike" in one.result
        else:
            assert "Chance alone could give" not in one.result


def test_every_result_says_how_long_who_is_missing_and_what_else_could_explain_it():
    for one in every_reading():
        assert "follow" in one.follow_up
        assert re.search(r"rows|missing", one.missing)
        assert one.other.startswith("What else could explain it")


def test_who_is_missing_is_said_with_why():
    assert "Left out: no readable time: 2" in TOLD[2].missing
    assert "All 432 rows" in TOLD[0].missing
    assert readings.left_out(
        (Finding("no_time", "2 rows have no time.", "Left out.", 2), Finding("large", "It is large.", "Read."))
    ) == {"no readable time": 2}


def test_two_tests_on_two_sides_of_the_convention_stand_together():
    said = readings.side_by_side(curves="= 0.0501", ratio="= 0.0474", curves_clear=False, ratio_clear=True)

    assert "log-rank" in said
    assert "p\u00a0= 0.0501" in said
    assert "p\u00a0= 0.0474" in said
    assert "convention" in said


@pytest.mark.parametrize(("value", "alike", "sign"), [(0.7, 1, Sign.LOWER), (1.2, 1, Sign.HIGHER), (0, 0, Sign.SAME)])
def test_a_sign_is_told_from_where_groups_are_alike(value, alike, sign):
    assert readings.sign_of(value, alike=alike) is sign
