"""The words of letters: fields, what is refused, what a blank is, who gets none."""

from datetime import UTC, date, datetime

import pytest

from tests.hostile import HOSTILE
from throughline.domain.letter_words import SHIPPED
from throughline.domain.letters import (
    BLANK,
    KNOWN,
    Kind,
    Language,
    betrays,
    day_in,
    fields_in,
    fill,
    invented,
    objection_to_checking,
    objection_to_letter,
    objection_to_printing_template,
    objection_to_words,
    time_in,
)

DAY = date(2026, 11, 26)


def test_every_kind_is_shipped_in_both_languages_with_fields_that_there_are():
    assert {(one.kind, one.language) for one in SHIPPED} == {(kind, tongue) for kind in Kind for tongue in Language}
    assert len(SHIPPED) == len(Kind) * len(Language)
    for one in SHIPPED:
        assert objection_to_words(one.title, one.body) is None, one
        facts = invented(one.language, partnership="Clyde Throughcare", today=DAY)
        assert fill(one.title, one.body, facts).missing == (), one


def test_a_letter_in_two_languages_asks_for_the_same_facts():
    for kind in Kind:
        english, polish = (
            next(one for one in SHIPPED if one.kind == kind and one.language == tongue) for tongue in Language
        )
        assert set(fields_in(english.title, english.body)) == set(fields_in(polish.title, polish.body)), kind
        assert english.by_post == polish.by_post


def test_an_unknown_field_is_named_with_the_one_that_was_meant():
    assert (
        objection_to_words("Hello", "Dear {frist name}").words
        == "There is no field {frist name}. Did you mean {first name}?"
    )
    wild = objection_to_words("Hello {zzz}", "Dear")
    assert (wild.field, wild.code) == ("title", "unknown_field")
    assert all(f"{{{name}}}" in wild.words for name in KNOWN)


@pytest.mark.parametrize("name", ["first name", "First Name", " first  name "])
def test_a_field_is_known_however_it_is_spaced_and_whatever_its_capitals(name):
    text = f"Dear {{{name}}}"
    assert objection_to_words("Hello", text) is None
    assert fill("Hello", text, {"first name": "Sam"}).body == "Dear Sam"


@pytest.mark.parametrize(
    "body",
    ["Dear {{first name}}", "Dear {first name", "Dear first name}", "{first {name}}", "Dear {first\nname}", "{}{"],
)
def test_brackets_that_are_no_field_are_refused_in_a_sentence(body):
    objection = objection_to_words("Hello", body)
    assert objection.field == "body"
    assert objection.words.endswith((".", "?"))
    assert objection.code in ("brackets", "unknown_field")


def test_an_empty_field_is_no_field():
    assert objection_to_words("Hello", "Dear {}").code == "unknown_field"


@pytest.mark.parametrize("said", HOSTILE)
def test_hostile_words_are_kept_as_they_are_or_refused_in_a_sentence(said):
    objection = objection_to_words("Hello", said)
    if objection is not None:
        assert objection.words.endswith((".", "?"))
    else:
        assert fill("Hello", said, {}).body == said.strip()
    filled = fill("Hello {first name}", "{name}, {name}", {"first name": said, "name": said})
    expected = said.strip() or BLANK
    assert filled.title == f"Hello {expected}".strip()
    assert filled.body == f"{expected}, {expected}".strip()


def test_brackets_in_a_name_are_no_field():
    filled = fill("Hello", "Dear {first name}", {"first name": "{mentor}", "mentor": "Moira"})
    assert (filled.body, filled.missing) == ("Dear {mentor}", ())


def test_what_a_record_lacks_is_a_line_to_write_on_and_is_named_once():
    filled = fill(
        "For {name}", "{mentor phone} or {mentor phone}, {release day}", {"name": "Sam", "mentor phone": "  "}
    )
    assert filled.missing == ("mentor phone", "release day")
    assert filled.body == f"{BLANK} or {BLANK}, {BLANK}"


@pytest.mark.parametrize(
    ("title", "body", "field"),
    [("", "x", "title"), ("x", " ", "body"), ("x" * 121, "x", "title"), ("x", "x" * 4001, "body")],
)
def test_words_that_are_missing_or_too_long_are_refused(title, body, field):
    assert objection_to_words(title, body).field == field


@pytest.mark.parametrize(
    "address", ["HMP Barlinnie\nLee Avenue", "c/o Probation office", "HM Prison Low Moss", "1 Prison Road"]
)
def test_an_address_that_betrays_is_known(address):
    assert betrays(address)


@pytest.mark.parametrize("address", ["1 Hope Street\nGlasgow", "Flat 2, 9 Courtyard Lane", "12 Imprisonville Way"])
def test_an_address_that_does_not_betray_is_let_through(address):
    assert not betrays(address)


@pytest.mark.parametrize(
    ("fact", "code"),
    [
        ({"died": True}, "died"), ({"said_no": True}, "said_no"), ({"ended_on": DAY}, "shut"), ({"open_to_printer": False}, "not_open"),
        ({"booked": False, "kind": Kind.APPOINTMENT}, "not_booked"), ({}, None), ({"ended_on": DAY, "kind": Kind.MOVING_ON}, None),
        ({"ended_on": DAY, "kind": Kind.MOVING_ON, "died": True}, "died"), ({"booked": False}, None),
    ],
)  # fmt: skip
def test_who_gets_no_letter_and_why(fact, code):
    facts = {"died": False, "said_no": False, "ended_on": None, "open_to_printer": True} | fact
    objection = objection_to_letter(facts.pop("kind", Kind.STILL_HERE), name="Sam Tait", **facts)
    assert (objection and objection.code) == code
    if objection:
        assert "Sam Tait" in objection.words


def test_words_in_another_language_are_printed_when_a_translator_checked_them():
    moment = datetime(2026, 11, 26, 9, tzinfo=UTC)
    for tongue, at, code in (
        (Language.POLISH, None, "not_checked"),
        (Language.POLISH, moment, None),
        (Language.ENGLISH, None, None),
    ):
        objection = objection_to_printing_template(retired_on=None, language=tongue, checked_at=at)
        assert (objection and objection.code) == code
    assert objection_to_printing_template(retired_on=DAY, language=Language.ENGLISH, checked_at=None).code == "retired"
    assert objection_to_checking(language=Language.POLISH, checked_at=None, checked_with=" ").code == "checked_by_whom"
    assert objection_to_checking(language=Language.ENGLISH, checked_at=None, checked_with="A").code == "english"
    assert objection_to_checking(language=Language.POLISH, checked_at=moment, checked_with="A").code == "checked"
    assert objection_to_checking(language=Language.POLISH, checked_at=None, checked_with="A. Nowak") is None


def test_days_and_times_are_said_in_the_letters_language():
    at = datetime(2026, 11, 26, 14, 5, tzinfo=UTC)
    assert day_in("en", DAY) == "Thursday 26 November 2026"
    assert day_in("pl", DAY) == "czwartek, 26 listopada 2026"
    assert (time_in("en", at), time_in("pl", at)) == ("2:05pm", "14:05")
    assert len({day_in("pl", date(2026, month, 1)) for month in range(1, 13)}) == 12
