"""Numbers of other systems."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughline.domain.identifiers import normalise, objection_to, warning_about
from throughline.domain.vocabulary import IdentifierKind

PNC = IdentifierKind.PNC


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("2008/0056560Z", "2008/0056560Z"), ("20030011985X", "2003/0011985X"), ("20120052494Q", "2012/0052494Q"), ("20230583843L", "2023/0583843L"),
        ("2001/0171310W", "2001/0171310W"), ("81/34U", "1981/0000034U"), ("02/73319Z", "2002/0073319Z"), ("79/163001B", "1979/0163001B"), ("033Y", "2003/0000003Y"),
    ],
)  # fmt: skip
def test_a_pnc_number_is_written_out_in_full_and_adds_up(written, kept):
    assert normalise(PNC, written) == kept
    assert objection_to(PNC, kept) is None


@pytest.mark.parametrize("wrong", ["20030011985Z", "20120052494O", "20230583843N", "2001/0171310S"])
def test_a_pnc_number_that_does_not_add_up_is_said(wrong):
    objection = objection_to(PNC, normalise(PNC, wrong))

    assert objection is not None
    assert "does not add up" in objection.words


@given(st.sampled_from(list(IdentifierKind)), st.text())
def test_any_text_is_taken_and_normalised_once(kind, text):
    once = normalise(kind, text)

    assert normalise(kind, once) == once
    objection_to(kind, once)


def test_a_scottish_number_is_warned_about_and_never_refused():
    assert objection_to(IdentifierKind.SPIN, "??") is None
    assert warning_about(IdentifierKind.SPIN, "??") is not None
