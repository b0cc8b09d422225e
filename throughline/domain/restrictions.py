"""Restrictions as rows: where somebody may not go, whom they may not meet, when they are home, what needs a yes first.

The kinds are those that licence conditions come down to where people and places are matched (HMPPS, Create and Vary a
Licence, policy version 4): an area to keep out of or to stay in, no contact, kinds of place, hours, approval; and
keeping two people apart.
"""

import json
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from throughline.domain.objections import Objection, first
from throughline.domain.statements import objection_to_a_bare_level, objection_to_what_was_done
from throughline.domain.vocabulary import Words

MOST_LETTERS = 100_000
MOST_POINTS = 2_000
LEAST_RADIUS, MOST_RADIUS = 25, 100_000


class Kind(Words):
    """What a restriction restricts."""

    KEEP_OUT = "keep_out", "Keep out of an area"
    STAY_IN = "stay_in", "Stay in an area"
    NO_CONTACT = "no_contact", "No contact"
    VENUES = "venues", "Kinds of place to keep away from"
    HOURS = "hours", "Home at set hours"
    APPROVAL = "approval", "Needs a yes first"
    KEEP_APART = "keep_apart", "Keep two people apart"


AREAS = (Kind.KEEP_OUT, Kind.STAY_IN)
ABOUT_SOMEBODY = (Kind.NO_CONTACT, Kind.KEEP_APART)


class Whom(Words):
    """With whom there is to be no contact: somebody named in words, or a class of people."""

    NAMED = "named", "Somebody by name"
    CHILDREN = "children", "Children, unless someone who may is there"
    HOUSEHOLD = "household", "A home with children in it"
    VICTIMS = "victims", "The people harmed and their family"
    GROUP = "group", "A group of people"
    IN_PRISON = "in_prison", "People in prison"
    STAFF = "staff", "A member of staff"


class Venue(Words):
    """Kinds of place to keep away from."""

    PLAY = "play", "Play areas"
    SCHOOLS = "schools", "Schools and nurseries"
    POOLS = "pools", "Swimming pools"
    LICENSED = "licensed", "Pubs and other places that sell drink"
    EVENTS = "events", "Matches and other public events"
    WORSHIP = "worship", "Places of worship, unless agreed"
    GAMBLING = "gambling", "Betting shops and casinos"
    NET = "net", "Places with open internet"


class Approval(Words):
    """What needs somebody's yes before it begins."""

    WORK = "work", "Work, paid or not"
    HOME = "home", "Where they sleep"
    RELATIONSHIP = "relationship", "A new relationship"
    ONLINE = "online", "Phones and going online"
    TRAVEL = "travel", "Travel"
    OTHER = "other", "Something else"


class Source(Words):
    """Where a restriction comes from."""

    LICENCE = "licence", "Licence"
    ORDER = "order", "Order of a court"
    SUPERVISION = "supervision", "Supervision after prison"
    PRISON = "prison", "The prison"
    PROGRAMME = "programme", "Our own rule"
    AGREED = "agreed", "Agreed with the person"
    OTHER = "other", "Something else"


DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True)
class Point:
    """A place on the earth, in degrees."""

    latitude: float
    longitude: float


def point_of(words: str, *, field: str = "centre") -> Point | Objection:
    """Read "55.8617, -4.2583", latitude first, as maps give it to copy."""
    found = re.fullmatch(
        r"\s*[([]?\s*([+-]?\d{1,3}(?:\.\d{1,20})?)\s*°?\s*([NnSs]?)\s*[,;\s]\s*([+-]?\d{1,3}(?:\.\d{1,20})?)\s*°?\s*([EeWw]?)\s*[)\]]?\s*",
        words.replace("\u2212", "-"), re.ASCII,
    )  # fmt: skip
    if found is None:
        return Objection("no_point", "Write the middle as two numbers, like 55.8617, -4.2583.", field)
    north, east = float(found[1]), float(found[3])
    if found[2] and found[2] in "Ss":
        north = -abs(north)
    if found[4] and found[4] in "Ww":
        east = -abs(east)
    wrong = _objection_to_position(east, north, field)
    return wrong or Point(round(north, 6), round(east, 6))


def area_of(words: str, *, field: str = "shape") -> dict[str, Any] | Objection:
    """Read a pasted GeoJSON area (RFC 7946): a Polygon or MultiPolygon, alone or as a Feature. Returns its geometry alone.

    Names and other properties that stood beside it are not kept, nor are heights. Places are kept to a tenth of a metre.
    """
    if len(words) > MOST_LETTERS:
        return Objection("area_too_large", f"This area is too long: use {MOST_LETTERS:,} letters or fewer.", field)
    try:
        found = json.loads(words, parse_constant=_no_number)
    except (ValueError, RecursionError):
        return Objection("not_geojson", "This is not GeoJSON. Copy all of it, from the first { to the last }.", field)
    found = _geometry(found)
    if not isinstance(found, dict) or found.get("type") not in ("Polygon", "MultiPolygon"):
        return Objection("not_an_area", "Paste one area: a Polygon or a MultiPolygon.", field)
    places = found.get("coordinates")
    polygons = [places] if found["type"] == "Polygon" else places
    if not isinstance(polygons, list) or not polygons:
        return Objection("not_an_area", "Paste one area: a Polygon or a MultiPolygon.", field)
    kept, points = [], 0
    for polygon in polygons:
        if not isinstance(polygon, list) or not polygon:
            return Objection("not_an_area", "This area has a part without a line around it.", field)
        rings = []
        for ring in polygon:
            points += len(ring) if isinstance(ring, list) else 0
            if points > MOST_POINTS:
                return Objection("area_too_large", f"This area has more than {MOST_POINTS:,} points. Draw it with fewer.", field)  # fmt: skip
            read = _ring(ring, field)
            if isinstance(read, Objection):
                return read
            rings.append(read)
        kept.append(rings)
    return {"type": found["type"], "coordinates": kept[0] if found["type"] == "Polygon" else kept}


def _no_number(name: str) -> Any:
    raise ValueError(name)


def _geometry(found: Any) -> Any:
    """Return the geometry of a Feature, or of a collection of one."""
    if isinstance(found, dict) and found.get("type") == "FeatureCollection":
        features = found.get("features")
        found = features[0] if isinstance(features, list) and len(features) == 1 else None
    if isinstance(found, dict) and found.get("type") == "Feature":
        found = found.get("geometry")
    return found


def _ring(ring: Any, field: str) -> list[list[float]] | Objection:
    if not isinstance(ring, list) or len(ring) < 4:
        return Objection("ring_too_short", "A line around an area needs at least four points, the last the same as the first.", field)  # fmt: skip
    read = []
    for place in ring:
        if not isinstance(place, list) or not 2 <= len(place) <= 3 or not all(_is_number(one) for one in place):
            return Objection("no_position", "Each point is two numbers: longitude, then latitude.", field)
        wrong = _objection_to_position(place[0], place[1], field)
        if wrong is not None:
            return wrong
        read.append([round(float(place[0]), 6), round(float(place[1]), 6)])
    if ring[0][:2] != ring[-1][:2]:
        return Objection("ring_open", "The line around the area is not closed: its last point must be its first.", field)  # fmt: skip
    twice = sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(_from_first(read), _from_first(read)[1:], strict=False))
    if abs(twice) < 1e-12:
        return Objection("ring_flat", "The line around the area has nothing inside it.", field)
    return read


def _from_first(ring: list[list[float]]) -> list[tuple[float, float]]:
    """Return a ring counted from its first point: small areas far from nought lose no digits."""
    return [(east - ring[0][0], north - ring[0][1]) for east, north in ring]


def _is_number(one: Any) -> bool:
    # A whole number of a thousand digits cannot be a float: it is no place either.
    return isinstance(one, int | float) and not isinstance(one, bool) and abs(one) < 1e9 and math.isfinite(one)


def _objection_to_position(east: float, north: float, field: str) -> Objection | None:
    if not (-180 <= east <= 180 and -90 <= north <= 90):
        return Objection("out_of_range", "A place is out of range: longitude goes from -180 to 180, latitude from -90 to 90.", field)  # fmt: skip
    if not _in_these_islands(east, north) and _in_these_islands(north, east):
        return Objection("swapped", "The numbers of a place are swapped. A map gives latitude first, GeoJSON longitude.", field)  # fmt: skip
    if not _in_these_islands(east, north):
        return Objection("elsewhere", "A place is not in Britain or Ireland. Check the numbers.", field)
    return None


def _in_these_islands(east: float, north: float) -> bool:
    return -11 <= east <= 2.5 and 49 <= north <= 61.5


def objection_to_restricting(kind: Kind, said: Mapping[str, Any]) -> Objection | None:
    """Return why a restriction cannot be kept, or None. `said` holds the answers as `Restriction` has them."""
    words = str(said.get("words") or "")
    if not words.strip():
        return Objection("no_words", "Write it as someone at the door would need it.", "words")
    return (
        objection_to_a_bare_level(words, field="words")
        or objection_to_what_was_done(words, field="words")
        or _OBJECTIONS.get(kind, _nothing)(said)
    )


def _nothing(said: Mapping[str, Any]) -> None:
    del said


def _area(said: Mapping[str, Any]) -> Objection | None:
    round_it, shape = said.get("latitude") is not None, bool(said.get("shape"))
    if round_it and shape:
        return Objection("two_areas", "Give the middle and how far, or paste the area. Not both.", "shape")
    if not round_it and not shape:
        return Objection("no_area", "Give the middle and how far, or paste the area.", "centre")
    radius = said.get("radius_m")
    if round_it and radius is None:
        return Objection("no_radius", "Write how far from the middle, in metres.", "radius_m")
    if round_it and not LEAST_RADIUS <= radius <= MOST_RADIUS:  # type: ignore[operator]
        return Objection("odd_radius", f"Write a number of metres from {LEAST_RADIUS} to {MOST_RADIUS:,}.", "radius_m")
    return None


def _somebody(said: Mapping[str, Any]) -> Objection | None:
    if not said.get("whom"):
        return Objection("no_whom", "Choose with whom.", "whom")
    if said["whom"] in (Whom.NAMED, Whom.GROUP, Whom.STAFF) and not str(said.get("who") or "").strip():
        return Objection("no_who", "Write who it is, as the licence or order has it.", "who")
    return None


def _apart(said: Mapping[str, Any]) -> Objection | None:
    if not str(said.get("who") or "").strip():
        return Objection("no_who", "Write who they are kept apart from.", "who")
    return None


def _venues(said: Mapping[str, Any]) -> Objection | None:
    return None if said.get("venues") else Objection("no_venues", "Choose at least one kind of place.", "venues")


def _hours(said: Mapping[str, Any]) -> Objection | None:
    if not said.get("days"):
        return Objection("no_days", "Choose the days.", "days")
    start, end = said.get("from_time"), said.get("until_time")
    if start is None:
        return Objection("no_time", "Write from when.", "from_time")
    if end is None:
        return Objection("no_time", "Write until when.", "until_time")
    if start == end:
        return Objection("no_hours", "The two times are the same. Write another.", "until_time")
    return None


def _approval(said: Mapping[str, Any]) -> Objection | None:
    return first(
        None if said.get("approval") else Objection("no_approval", "Choose what needs a yes first.", "approval"),
        None if str(said.get("who") or "").strip() else Objection("no_who", "Write who says yes.", "who"),
    )


_OBJECTIONS = {
    Kind.KEEP_OUT: _area, Kind.STAY_IN: _area, Kind.NO_CONTACT: _somebody, Kind.KEEP_APART: _apart, Kind.VENUES: _venues,
    Kind.HOURS: _hours, Kind.APPROVAL: _approval,
}  # fmt: skip


def objection_to_its_days(*, from_on: date, until_on: date | None, review_on: date, on: date) -> Objection | None:
    """Return why the days of a restriction do not make sense, or None."""
    return first(
        Objection("until_before_from", "The last day is before the first. Choose a later day.", "until_on")
        if until_on is not None and until_on < from_on else None,
        Objection("over_already", "The last day is past. Choose a day to come, or leave it out.", "until_on")
        if until_on is not None and until_on < on else None,
        Objection("review_past", "The day to look again is past. Choose a day to come.", "review_on") if review_on <= on else None,
    )  # fmt: skip


def objection_to_changing(*, ended_on: date | None) -> Objection | None:
    """Return why a restriction cannot be changed, or None."""
    return None if ended_on is None else Objection("ended", "This has ended. Add a new one if it holds again.")


def objection_to_ending(*, ended_on: date | None, because: str) -> Objection | None:
    """Return why a restriction cannot be ended, or None."""
    if ended_on is not None:
        return Objection("ended", "This has ended already.")
    if not because.strip():
        return Objection("no_reason", "Write why it ends: who said so, and when.", "because")
    return None


def in_force(*, from_on: date, until_on: date | None, ended_on: date | None, on: date) -> bool:
    """Tell whether a restriction holds on a day. One that is to begin later does not hold yet."""
    return from_on <= on and (until_on is None or on <= until_on) and ended_on is None


def overnight(start: time, end: time) -> bool:
    """Tell whether hours run past midnight."""
    return end < start


def days_in_words(days: Sequence[int]) -> str:
    """Return "every day", "Monday to Friday", "Monday and Friday"; days count from 0, a Monday."""
    known = sorted(set(days))
    if known == list(range(7)):
        return "every day"
    if len(known) > 2 and known == list(range(known[0], known[-1] + 1)):
        return f"{DAYS[known[0]]} to {DAYS[known[-1]]}"
    named = [DAYS[day] for day in known]
    return named[0] if len(named) == 1 else f"{', '.join(named[:-1])} and {named[-1]}" if named else ""
