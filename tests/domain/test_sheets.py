"""Codes that notice a slip; what may be entered on a line; when a sheet must be back."""

import random
import re
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughline.domain import sheets
from throughline.domain.sheets import (
    LETTERS,
    Done,
    Fate,
    NotSeen,
    Purpose,
    Said,
    objection_to_code,
    read_code,
)
from throughline.domain.vocabulary import ConsentPurpose, Stage

DAY = date(2026, 11, 26)
codes = st.lists(st.sampled_from(LETTERS), min_size=5, max_size=5).map(
    lambda held: "".join(held) + sheets.check_letter("".join(held))
)


@given(codes)
def test_a_code_is_read_as_it_was_made_however_it_is_typed(code):
    assert objection_to_code(code) is None
    for typed in (sheets.written(code), code.lower(), " ".join(code), f"{code[:2]}-{code[2:]}", f" {code}\n", sheets.written(code).replace(" ", "\u00a0")):  # fmt: skip
        assert read_code(typed) == code


@given(codes, st.integers(0, 5), st.sampled_from(LETTERS))
def test_every_single_wrong_letter_is_noticed(code, place, letter):
    wrong = code[:place] + letter + code[place + 1 :]

    assert (objection_to_code(wrong) is None) == (wrong == code)


@given(codes, st.integers(0, 5), st.integers(0, 5))
def test_every_two_letters_that_changed_places_are_noticed(code, one, two):
    held = list(code)
    held[one], held[two] = held[two], held[one]
    wrong = "".join(held)

    assert (objection_to_code(wrong) is None) == (wrong == code)


@given(st.text(max_size=12))
def test_whatever_is_typed_is_a_code_or_gets_a_sentence(typed):
    code = read_code(typed)
    objection = objection_to_code(code)

    assert objection is None or re.fullmatch(r"[A-Z].*\.", objection.words, re.DOTALL)
    if objection is None:
        assert set(code) <= set(LETTERS)


def test_no_letter_can_be_taken_for_another_and_no_code_is_a_word():
    alike = ("0ODQ", "1IL", "2Z", "5S", "6G", "8B", "UV", "9G")

    assert len(set(LETTERS)) == 19
    assert all(sum(letter in group for letter in LETTERS) <= 1 for group in alike)
    assert not set(LETTERS) & set("AEIOU")


def test_new_codes_are_never_twice_and_never_taken():
    chance = random.Random(1)
    once = sheets.new_codes(300, pick=chance.choice, taken=lambda _: set())
    again = sheets.new_codes(300, pick=random.Random(1).choice, taken=lambda codes: set(codes) & set(once))

    assert len(set(once)) == 300
    assert not set(once) & set(again)
    assert all(objection_to_code(code) is None for code in once + again)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "Write the code that stands on the sheet."),
        ("KD0 M3X", "No code has 0 in it. Look at the sheet again."),
        ("KD7 M3", "A code has 6 letters. This has 5."),
        ("KD7 M3XX", "A code has 6 letters. This has 7."),
    ],
)
def test_a_code_that_cannot_be_one_gets_its_own_sentence(typed, words):
    assert objection_to_code(read_code(typed)).words == words


def line(**said):
    return Said(1, "CCCCCC", said.pop("what", Done.SEEN), **said)


@pytest.mark.parametrize(
    ("said", "code", "field"),
    [
        (line(what=None), "no_answer", "what"),
        (line(), "no_words", "words"),
        (line(words="  "), "no_words", "words"),
        (line(words="Well.", minutes=0), "odd_minutes", "minutes"),
        (line(words="Well.", minutes=1441), "odd_minutes", "minutes"),
        (line(what=Done.YES, minutes=10), "no_words", "words"),
        (line(what=Done.NOT_SEEN), "no_reason", "why"),
        (line(what=Done.NOT_SEEN, why=NotSeen.OTHER), "no_reason", "words"),
        (line(what=Done.NOT_SEEN, why=NotSeen.ILL, minutes=5), "minutes_unseen", "minutes"),
        (line(words="Well.", why=NotSeen.ILL), "seen_and_not", "why"),
        (line(what=Done.STEP), "no_step", "steps"),
        (line(what=Done.STEP, steps=(3,)), "wrong_step", "steps"),
        (line(words="Well.", steps=(1,)), "step_unasked", "steps"),
        (line(words="Well.", agreed=frozenset({ConsentPurpose.RECORD})), "agreed_unasked", "agreed"),
        (line(words="Well.", day=date(2026, 11, 28)), "not_its_day", "day"),
        (line(words="Well.", day=date(2026, 11, 27)), "not_yet", "day"),
        (line(words="Well."), None, None),
        (line(words="Well.", minutes=20, day=DAY), None, None),
        (line(what=Done.YES), None, None),
        (line(what=Done.NOT_SEEN, why=NotSeen.NO_TIME), None, None),
        (line(what=Done.STEP, steps=(1, 2)), None, None),
        (line(what=Done.SIGNED_UP, agreed=frozenset({ConsentPurpose.RECORD})), None, None),
    ],
)
def test_what_is_entered_must_make_sense(said, code, field):
    objection = sheets.objection_to_line(said, steps=2, days=[DAY, date(2026, 11, 27)], today=DAY)

    assert (objection.code, objection.field) == (code, field) if code else objection is None


def test_a_line_with_no_steps_printed_says_so_before_it_asks_for_a_number():
    words = sheets.objection_to_line(line(what=Done.STEP, steps=(1,)), steps=0, days=[DAY], today=DAY).words

    assert "no steps printed" in words or "no step 1" in words


def test_trouble_names_the_line_and_the_code():
    trouble = sheets.Trouble(7, "KD7M3X", sheets.twice(2))

    assert trouble.words == "Line 7, KD7 M3X: The same code is on line 2. Each line is entered once."
    assert sheets.Trouble(7, "", sheets.objection_to_code("")).words.startswith("Line 7: Write the code")


def test_a_sheet_is_due_at_the_end_of_the_next_working_day():
    assert sheets.due_back(DAY, holidays=frozenset()) == date(2026, 11, 27)
    assert sheets.due_back(date(2026, 11, 27), holidays=frozenset({date(2026, 11, 30)})) == date(2026, 12, 1)


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"returned_at": datetime(2026, 11, 26, tzinfo=UTC)}, "returned"),
        ({"issued_at": None}, "not_printed"),
        ({"fate": None}, "no_fate"),
        ({"fate": Fate.KEPT}, "no_place"),
        ({"left": 1, "rest_empty": False}, "lines_left"),
        ({}, None),
        ({"fate": Fate.KEPT, "kept_where": "The safe"}, None),
        ({"left": 3, "rest_empty": True}, None),
    ],
)
def test_what_must_be_said_to_give_a_sheet_back(said, code):
    usual = {"returned_at": None, "issued_at": datetime(2026, 11, 26, tzinfo=UTC), "left": 0, "rest_empty": False, "fate": Fate.DESTROYED, "kept_where": ""}  # fmt: skip
    objection = sheets.objection_to_returning(**usual | said)

    assert objection is None if code is None else objection.code == code


def test_what_somebody_is_seen_for_follows_from_where_they_are():
    assert sheets.purpose_of(Stage.IDENTIFIED, said_yes=False, visit=False) is Purpose.OFFER
    assert sheets.purpose_of(Stage.OFFERED, said_yes=True, visit=False) is Purpose.SIGN_UP
    assert sheets.purpose_of(Stage.SIGNED_UP, said_yes=True, visit=False) is Purpose.PLAN
    assert sheets.purpose_of(Stage.PLANNING, said_yes=True, visit=True) is Purpose.VISIT
    assert sheets.purpose_of(Stage.MOVED_ON, said_yes=True, visit=True) is None


def test_each_purpose_has_its_boxes_and_its_channel():
    assert set(sheets.BOXES) == set(sheets.CHANNELS) == set(Purpose)
