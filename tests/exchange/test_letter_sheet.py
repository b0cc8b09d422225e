"""Letters on paper: tagged, in their language, each on pages of its own; what somebody typed is never a command."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from tests.hostile import HOSTILE
from throughline.domain.letters import BLANK
from throughline.exchange.letter_sheet import LetterSheet, letters_pdf, parts_of


def sheet(**more):
    told = {
        "title": "Still here for you",
        "body": "Dear Sam,\n\nAll is well.",
        "sender": "Clyde Throughcare",
        "day": "26 November 2026",
    }
    return LetterSheet(**(told | more))


def read(pdf):
    return PdfReader(BytesIO(pdf))


def words_of(pdf):
    return " ".join("".join(one.extract_text() for one in read(pdf).pages).split())


def sizes_of(pdf):
    """Return the sizes of print in which anything stands."""
    found = set()
    for page in read(pdf).pages:
        page.extract_text(
            visitor_text=lambda said, _, tm, __, size: (
                found.add(round(size * abs(tm[3] or 1))) if said.strip() else None
            )
        )
    return found


@pytest.mark.parametrize("language", ["en", "pl"])
def test_a_letter_is_tagged_says_its_language_and_is_large_enough(language):
    pdf = letters_pdf(
        [sheet(signed=True, statements=("I want to take part.",), window=("Sam Tait", "1 Hope Street"))],
        language=language,
    )
    root = read(pdf).trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"].startswith(language)
    assert read(pdf).metadata.title == "Still here for you"
    assert b"pdfuaid" in pdf
    assert min(sizes_of(pdf)) >= 12
    said = words_of(pdf)
    assert {"en": "Signature:", "pl": "Podpis:"}[language] in said
    assert {"en": "Date:", "pl": "Data:"}[language] in said


def test_many_letters_are_one_file_and_each_begins_on_a_page_of_its_own():
    long = "\n\n".join(["All is well with us, and we hope that it is with you too."] * 60)
    pdf = letters_pdf([sheet(title="First", body=long), sheet(title="Second"), sheet(title="Third")], language="en")
    pages = [one.extract_text() for one in read(pdf).pages]
    begins = [next(at for at, page in enumerate(pages) if name in page) for name in ("First", "Second", "Third")]
    assert begins[0] == 0
    assert begins[1] >= 2
    assert begins[2] == begins[1] + 1
    assert not any("Second" in page and "Third" in page for page in pages)


def test_in_the_window_of_the_envelope_stand_a_name_and_an_address_alone():
    pdf = letters_pdf([sheet(window=("Sam Tait", "1 Hope Street", "G1 1AA"))], language="en")
    page = read(pdf).pages[0]
    top, inside = float(page.mediabox.height), []

    def visit(said, cm, tm, __, ___):
        millimetres = (top - (tm[4] * cm[1] + tm[5] * cm[3] + cm[5])) / 72 * 25.4
        if said.strip() and 45 <= millimetres <= 87:
            inside.append(said.strip())

    page.extract_text(visitor_text=visit)
    assert " ".join(inside).split() == "Sam Tait 1 Hope Street G1 1AA".split()


@pytest.mark.parametrize("said", HOSTILE)
def test_hostile_words_are_set_as_words_wherever_they_stand(said):
    said = said.encode(
        "utf-8", "ignore"
    ).decode()  # a lone surrogate never gets this far: no form and no database keeps it
    pdf = letters_pdf(
        [
            sheet(
                title=said or "x",
                body=f"Dear {said}\n\n- {said}",
                sender=said or "x",
                window=(said, said),
                statements=(said,),
                signed=True,
            )
        ],
        language="en",
    )
    assert len(read(pdf).pages) >= 1
    if said.isascii() and said.strip() and len(said) < 100 and said.isprintable():
        assert "".join(said.split()) in "".join(words_of(pdf).split())


def test_paragraphs_lists_and_lines_are_told_apart():
    assert parts_of("Dear Sam,\nhello.\n\n- one\n- two\nEnd\r\n\r\nLast") == [
        {"kind": "text", "lines": ["Dear Sam,", "hello."]}, {"kind": "list", "lines": ["one", "two"]}, {"kind": "text", "lines": ["End"]},
        {"kind": "text", "lines": ["Last"]},
    ]  # fmt: skip
    assert BLANK in words_of(letters_pdf([sheet(body=f"Ring {BLANK}.")], language="en"))


def test_no_letter_is_no_file():
    with pytest.raises(ValueError, match="no letter"):
        letters_pdf([], language="en")
