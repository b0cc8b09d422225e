"""Which release counts for an episode, and since when someone is back inside after it."""

from datetime import date

import pytest

from throughline.domain.time_out import Inside
from throughline.domain.whereabouts import Whereabouts, whereabouts

JAN, FEB, MAR, APR, MAY, JUN = (date(2026, month, 1) for month in range(1, 7))


@pytest.mark.parametrize(
    ("why", "periods", "dates", "found"),
    [
        ("inside since before they were on a list", [(JAN, None)], (FEB, None, None), (None, None)),
        ("out after that", [(JAN, MAR)], (FEB, None, None), (MAR, None)),
        ("out before the list reached us", [(JAN, FEB)], (MAR, None, None), (FEB, None)),
        (
            "never signed up, out and in again: simply inside",
            [(JAN, MAR), (APR, None)],
            (FEB, None, None),
            (None, None),
        ),
        ("signed up inside on that second stay", [(JAN, MAR), (APR, None)], (FEB, MAY, None), (None, None)),
        ("signed up, out, back", [(JAN, MAR), (APR, None)], (FEB, FEB, None), (MAR, APR)),
        ("signed up, out, back, out", [(JAN, MAR), (APR, MAY)], (FEB, FEB, None), (MAY, None)),
        ("back on the day they came out", [(JAN, MAR), (MAR, None)], (FEB, FEB, None), (MAR, MAR)),
        ("joined outside after a release", [(JAN, FEB)], (APR, APR, None), (FEB, None)),
        ("joined outside, in no prison we know of, then inside", [(MAY, None)], (APR, APR, None), (None, MAY)),
        ("a stay whose beginning nobody knows", [(None, None)], (FEB, FEB, None), (None, None)),
        ("what came after the end is not of this episode", [(JAN, MAR), (MAY, None)], (FEB, FEB, APR), (MAR, None)),
        ("moved on while back inside, out later", [(JAN, FEB), (MAR, MAY)], (JAN, JAN, APR), (FEB, MAR)),
        ("in no prison at all", [], (FEB, FEB, None), (None, None)),
    ],
)
def test_the_dates_of_custody_follow_from_all_that_is_known(why, periods, dates, found):
    identified, signed_up, ended = dates

    said = whereabouts(
        [Inside(*one) for one in periods], identified_on=identified, signed_up_on=signed_up, ended_on=ended
    )

    assert said == Whereabouts(*found), why
