"""What a restriction must say, kind by kind; and areas as people paste them."""

import json
from datetime import date, time, timedelta

import pytest

from throughline.domain import restrictions as rules
from throughline.domain.objections import Objection
from throughline.domain.restrictions import Kind, Point

ON = date(2026, 11, 26)
RING = [[-4.26, 55.86], [-4.25, 55.86], [-4.25, 55.87], [-4.26, 55.87], [-4.26, 55.86]]
WHOLE = {
    Kind.KEEP_OUT: {"latitude": 55.86, "longitude": -4.25, "radius_m": 500}, Kind.STAY_IN: {"shape": {"type": "Polygon"}},
    Kind.NO_CONTACT: {"whom": "children"}, Kind.VENUES: {"venues": ["play"]},
    Kind.HOURS: {"days": [0, 1], "from_time": time(19), "until_time": time(7)}, Kind.APPROVAL: {"approval": "work", "who": "His officer"},
    Kind.KEEP_APART: {"who": "A man known as Tam"},
}  # fmt: skip


def polygon(*rings, **more):
    return json.dumps({"type": "Polygon", "coordinates": list(rings), **more})


@pytest.mark.ledger("P6")
@pytest.mark.parametrize("kind", Kind)
def test_each_kind_is_kept_once_it_is_whole_and_not_before(kind):
    said = {"words": "Keep away from Duke Street."} | WHOLE[kind]

    assert rules.objection_to_restricting(kind, said) is None
    assert rules.objection_to_restricting(kind, WHOLE[kind]).field == "words"
    assert rules.objection_to_restricting(kind, said | {"words": "High risk."}).code == "bare_level"
    assert rules.objection_to_restricting(kind, said | {"words": "Convicted of theft there."}).code == "what_was_done"
    for left_out in WHOLE[kind]:
        if left_out == "longitude":
            continue
        found = rules.objection_to_restricting(kind, {k: v for k, v in said.items() if k != left_out})
        assert isinstance(found, Objection), left_out
        assert found.field


@pytest.mark.parametrize(
    ("kind", "said", "why"),
    [
        (Kind.KEEP_OUT, {"latitude": 55.8, "radius_m": 10}, "odd_radius"), (Kind.KEEP_OUT, {"latitude": 55.8, "radius_m": 100_001}, "odd_radius"),
        (Kind.KEEP_OUT, {"latitude": 55.8, "radius_m": 500, "shape": {"type": "Polygon"}}, "two_areas"),
        (Kind.NO_CONTACT, {"whom": "named", "who": " "}, "no_who"), (Kind.NO_CONTACT, {"whom": "group"}, "no_who"),
        (Kind.HOURS, {"days": [1], "from_time": time(9), "until_time": time(9)}, "no_hours"),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_refused(kind, said, why):
    assert rules.objection_to_restricting(kind, {"words": "Words."} | said).code == why


@pytest.mark.parametrize(
    ("words", "point"),
    [
        ("55.8617, -4.2583", Point(55.8617, -4.2583)), ("(55.8617,-4.2583)", Point(55.8617, -4.2583)), ("55.8617 -4.2583", Point(55.8617, -4.2583)),
        ("55.8617° N, 4.2583° W", Point(55.8617, -4.2583)), ("51.5; 0", Point(51.5, 0)), ("55.861712345678, −4.25", Point(55.861712, -4.25)),
    ],
)  # fmt: skip
def test_a_point_is_read_as_maps_give_it(words, point):
    assert rules.point_of(words) == point


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("", "no_point"), ("Duke Street", "no_point"), ("55.8", "no_point"), ("91, 0", "out_of_range"), ("55, 181", "out_of_range"), ("-4.2583, 55.8617", "swapped"),
        ("40.7, -74", "elsewhere"), ("0, 0", "elsewhere"), ("1e3, 5", "no_point"), ("nan, nan", "no_point"), ("٥٥.٨, ٤", "no_point"), ("5" * 9999, "no_point"),
    ],
)  # fmt: skip
def test_a_point_that_cannot_be_read_is_said(words, why):
    assert rules.point_of(words).code == why


def test_an_area_is_kept_without_what_stood_beside_it():
    feature = json.dumps(
        {
            "type": "Feature",
            "properties": {"name": "Her street"},
            "geometry": json.loads(polygon([[*p, 12.5] for p in RING])),
        }
    )
    collection = json.dumps({"type": "FeatureCollection", "features": [json.loads(feature)]})
    many = json.dumps({"type": "MultiPolygon", "coordinates": [[RING]]})

    assert rules.area_of(polygon(RING, name="x")) == {"type": "Polygon", "coordinates": [RING]}
    assert rules.area_of(feature) == {"type": "Polygon", "coordinates": [RING]}
    assert rules.area_of(collection) == {"type": "Polygon", "coordinates": [RING]}
    assert rules.area_of(many) == {"type": "MultiPolygon", "coordinates": [[RING]]}


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("", "not_geojson"), ("{", "not_geojson"), ("Duke Street", "not_geojson"), ("null", "not_an_area"), ("[]", "not_an_area"), ("5", "not_an_area"), ('"x"', "not_an_area"), ("{}", "not_an_area"),
        ("[" * 50_000, "not_geojson"), ('{"a":' * 15_000, "not_geojson"), (" " * 100_001, "area_too_large"), (json.dumps({"type": "Point", "coordinates": [-4.2, 55.8]}), "not_an_area"),
        (json.dumps({"type": "Polygon"}), "not_an_area"), (json.dumps({"type": "Polygon", "coordinates": []}), "not_an_area"), (json.dumps({"type": "Polygon", "coordinates": [1]}), "ring_too_short"),
        (json.dumps({"type": "MultiPolygon", "coordinates": [[]]}), "not_an_area"), (json.dumps({"type": "MultiPolygon", "coordinates": {"a": 1}}), "not_an_area"),
        (json.dumps({"type": "FeatureCollection", "features": []}), "not_an_area"), (json.dumps({"type": "Feature", "geometry": None}), "not_an_area"), (json.dumps({"type": ["Polygon"]}), "not_an_area"),
        (polygon(RING[:3]), "ring_too_short"), (polygon(RING[:-1]), "ring_open"), (polygon([[0, 91], *RING[1:]]), "out_of_range"), (polygon([[b, a] for a, b in RING]), "swapped"),
        (polygon([[a - 60, b] for a, b in RING]), "elsewhere"), (polygon([["a", "b"], *RING[1:]]), "no_position"), (polygon([[True, 55.8], *RING[1:]]), "no_position"),
        (polygon([[-4.2], *RING[1:]]), "no_position"), (polygon([[-4.2, 55.8, 1, 2], *RING[1:]]), "no_position"), (polygon([RING[0]] * 5), "ring_flat"),
        (polygon([RING[0], RING[1], RING[0], RING[1], RING[0]]), "ring_flat"), (polygon(RING, RING[:-1]), "ring_open"), (polygon([RING[0], *([RING[1]] * 2_000), RING[2], RING[0]]), "area_too_large"),
        (polygon(RING).replace("-4.26", "NaN"), "not_geojson"), (polygon(RING).replace("55.86", "1e999"), "no_position"), (polygon(RING).replace("55.86", "9" * 400), "no_position"),
    ],
)  # fmt: skip
def test_an_area_that_is_none_is_refused_in_a_sentence(words, why):
    found = rules.area_of(words)

    assert isinstance(found, Objection), words[:80]
    assert (found.code, found.field) == (why, "shape")
    assert found.words.endswith(".")


@pytest.mark.parametrize(
    ("start", "until", "review", "why"),
    [(0, None, 70, None), (-30, 10, 5, None), (5, 4, 70, "until_before_from"), (-9, -1, 70, "over_already"), (0, None, 0, "review_past"), (3, 3, 1, None)],
)  # fmt: skip
def test_its_days_make_sense(start, until, review, why):
    days = {"from_on": ON + timedelta(start), "until_on": None if until is None else ON + timedelta(until), "review_on": ON + timedelta(review)}  # fmt: skip

    found = rules.objection_to_its_days(**days, on=ON)

    assert (found.code if found else None) == why


def test_it_holds_from_its_first_day_to_its_last_unless_ended():
    held = {"from_on": ON, "until_on": ON + timedelta(1), "ended_on": None}

    assert [rules.in_force(**held, on=ON + timedelta(n)) for n in (-1, 0, 1, 2)] == [False, True, True, False]
    assert not rules.in_force(**held | {"ended_on": ON}, on=ON)
    assert rules.in_force(from_on=ON, until_on=None, ended_on=None, on=ON + timedelta(9999))


def test_what_ended_is_neither_changed_nor_ended_again():
    assert rules.objection_to_changing(ended_on=ON).code == "ended"
    assert rules.objection_to_changing(ended_on=None) is None
    assert rules.objection_to_ending(ended_on=ON, because="x").code == "ended"
    assert rules.objection_to_ending(ended_on=None, because="").field == "because"
    assert rules.objection_to_ending(ended_on=None, because="Licence over.") is None


@pytest.mark.parametrize(
    ("days", "words"),
    [(range(7), "every day"), (range(5), "Monday to Friday"), ([4, 0], "Monday and Friday"), ([6], "Sunday"), ([0, 2, 4], "Monday, Wednesday and Friday"), ([], "")],
)  # fmt: skip
def test_days_are_said_in_words(days, words):
    assert rules.days_in_words(list(days)) == words


def test_hours_may_run_past_midnight():
    assert rules.overnight(time(19), time(7))
    assert not rules.overnight(time(7), time(19))
