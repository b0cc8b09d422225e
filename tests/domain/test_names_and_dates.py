"""Names that are alike, and days in any style."""

from datetime import date, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from throughline.domain import dates, names
from throughline.domain.objections import Objection

BORN = dates.Span(date(1916, 1, 1), date(2010, 11, 26))


@pytest.mark.parametrize(
    ("one", "other", "grade"),
    [
        (("Daniel", "Reid"), ("DANIEL", "REID"), 3), (("Danny", "Reid"), ("Daniel", "Reid"), 2), (("Jock", "MacDonald"), ("John", "McDonald"), 2),
        (("Reid", "Daniel"), ("Daniel", "Reid"), 2), (("Daniel", "Reed"), ("Daniel", "Reid"), 1), (("Hamish", "Orr"), ("James", "Orr"), 2),
        (("Iain", "O’Neill"), ("Ian", "ONeill"), 2), (("Paul", "Devlin"), ("Ross", "Boyle"), 0), (("José", "Núñez"), ("Jose", "Nunez"), 3),
    ],
)  # fmt: skip
def test_names_are_compared_as_people_use_them(one, other, grade):
    assert names.likeness(*one, *other).grade == grade


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz", min_size=4, max_size=12), st.integers(0, 11))
@example("mcaa", 0)
@example("mcaa", 1)
def test_a_surname_with_one_slip_shares_a_key(name, place):
    place %= len(name)
    slips = [
        name[:place] + name[place + 1 :],
        name[:place] + "x" + name[place:],
        name[:place] + "x" + name[place + 1 :],
    ]

    for slip in slips:
        assert names.surname_keys(name) & names.surname_keys(slip)


@given(st.text(), st.text())
def test_any_text_has_keys_without_trouble(given_names, family):
    assert all(len(key) <= 80 for key in names.keys(given_names, family))


@pytest.mark.parametrize(
    "written",
    [
        "1990-11-26",
        "26/11/1990",
        "26/11/90",
        "26.11.1990",
        "26-Nov-90",
        "26 November 1990",
        "Mon 26th Nov 1990",
        33203,
        "33203",
        33203.0,
        datetime(1990, 11, 26, 9, 30),
        date(1990, 11, 26),
    ],
)
def test_a_day_is_read_in_any_style(written):
    assert dates.read(written, field="Date of birth", within=BORN) == date(1990, 11, 26)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("31/02/1990", "no_such_day"),
        ("11/26/1990", "month_first"),
        ("26/11/1890", "too_early"),
        ("26/11/2025", "too_late"),
        ("soon", "not_a_date"),
        ("٢٦/١١/١٩٩٠", "no_such_day"),
    ],
)
def test_what_cannot_be_a_day_is_named_in_the_fields_own_words(written, code):
    found = dates.read(written, field="Date of birth", within=BORN)

    assert isinstance(found, Objection | date)
    if code != "no_such_day" or written.isascii():
        assert isinstance(found, Objection)
        assert found.code == code
        assert found.words.startswith("Date of birth: ")


def test_two_digits_that_fit_two_centuries_are_not_guessed():
    found = dates.read("3/4/05", field="Date", within=dates.Span(date(1900, 1, 1), date(2010, 1, 1)))

    assert isinstance(found, Objection)
    assert found.code == "which_century"
