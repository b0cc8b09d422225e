"""The web's figures, counted by the clock from records made through actions: small worlds whose answer is known by hand."""

from datetime import date, timedelta
from uuid import uuid4

import psycopg
import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from tests import cast as casting
from tests import rossi
from tests.cast import TODAY, days
from tests.clients import client_of
from tests.histories import arrive, code, moment, out_and_engaged, with_mentor
from throughline.actions import custody, episodes, lists, movements, notes, outcomes, people
from throughline.domain.vocabulary import Channel, IdentifierKind
from throughline.evaluation.episodes import known_until
from throughline.evaluation.guarding import told
from throughline.exchange import custody_file, liberations
from throughline.exchange.reference import towns
from throughline.jobs import figures
from throughline.jobs.seals import address
from throughline.models import Episode, FigureSet, Upload
from throughline.queries.lists import fates, places

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cast(db):
    """The cast, in a database that the clock's own connection sees."""
    return casting.make()


@transaction.atomic
def load_rossi(cast, *, on=TODAY, every=1):
    """Let the 432, or every so many of them, come out and go back, through a list and a custody file."""
    coach, day = cast.stands("prison_coach"), rossi.RELEASED - timedelta(days=1)
    content = rossi.liberation_list(every=every)
    reading = liberations.read(content, places=places(towns()), on=day)
    found = fates(reading.rows, by=coach, programme=cast.programme, on=day)
    upload = lists.keep(by=coach, kind="liberation", file_name="list.csv", content=content, today=day)
    lists.apply_liberations(upload.pk, by=coach, fates=found, bad=reading.bad, programme=cast.programme, today=day)
    content = rossi.custody_file(every=every)
    upload = lists.keep(by=coach, kind="custody", file_name="custody.csv", content=content, today=on)
    rows = custody_file.read(content, places=places(towns()), on=on).rows
    movements.load(upload.pk, by=coach, movements=rows, bad=[], today=on)


@pytest.mark.ledger("E4")
def test_of_rossis_432_who_came_out_114_are_back_within_12_months(cast, at, long_form):
    """Rossi, Berk & Lenihan (1980): 114 of 432 arrested within 52 weeks (the data's own column); 52 weeks end before 12 months do.

    The short form loads every fourth of them.
    """
    every = 1 if long_form else 4
    load_rossi(cast, every=every)
    people = rossi.people(every=every)
    back, n = sum(one["back"] is not None for one in people), len(people)
    assert n == (432 if long_form else 108)
    assert back == 114 or not long_form

    made = figures.run(on=TODAY)

    found = made.whole.body["return"]
    assert (found["n"], dict(found["left_out"])) == (n, {"not_out": 0, "out_before": 0, "unknown_day": 0})
    (year,) = [one for one in found["shares"] if (one["of"], one["months"]) == ("all", 12)]
    assert (year["count"], year["n"]) == (back, n)
    if long_form:
        assert year["lower"] == pytest.approx(0.22454, abs=1e-5)  # by hand: Wilson, z = 1.959964
        assert year["upper"] == pytest.approx(0.30740, abs=1e-5)
    (curve,) = [one for one in found["curves"] if one["of"] == "all"]
    assert [share for day, share, *_ in curve["steps"] if day <= 52 * 7][-1] == pytest.approx((n - back) / n)
    page = client_of(cast.evaluator).get(reverse("figure", args=["return"])).content.decode()
    near_back, near_n = told(back), told(n)
    assert (
        f"To the nearest 5: {near_back} of {near_n} people who came out were back in prison within 12 months: " in page
    )


def written(episode, worker, day, *, channel=Channel.FACE_TO_FACE):
    """Write that somebody was spoken with on a day."""
    notes.save(
        [episode.pk], by=worker, client_id=uuid4(), spoke=True, channel=channel, kind=code("contact_kinds", "mentoring"), words="Spoke.", minutes=10,
        happened_at=moment(day, 14), now=moment(TODAY, 18),
    )  # fmt: skip


@transaction.atomic
def five(cast):
    """Ann is on a list. Bob has signed up. Cal is out and was phoned. Dan was met too, and works. Eve was met, and is back inside."""
    mentor = cast.stands("mentor")
    arrive(cast, given="Ann", family="A", spin="1")
    with_mentor(cast, given="Bob", family="B", spin="2")
    made = {name: out_and_engaged(cast, given=name, family=name, spin=name) for name in ("Cal", "Dan", "Eve")}
    for name in ("Dan", "Eve"):
        written(made[name], mentor, days(-6))
    outcomes.achieve(
        made["Dan"].pk,
        by=mentor,
        kind=code("outcome_kinds", "employment"),
        started_on=days(-5),
        evidence="payslip",
        today=TODAY,
    )
    people.learn(made["Dan"].person_id, by=mentor, on=TODAY, list_facts={"sex": "M"})
    custody.go_in(made["Eve"].person_id, by=mentor, status="remand", on=days(-2), today=TODAY, prison="S-BAR")
    return made


def counted(made):
    """Return the figures of a set as they were counted: each in full, and as it is told to anybody."""
    return {code: {"full": full, "guarded": made.body[code]["said"]} for code, full in made.whole.body.items()}


def named(table, row="all"):
    """Return a row of a table by the names of its columns."""
    return dict(zip(table["columns"], table["cells"][table["rows"].index(row)], strict=True))


@pytest.mark.ledger("E1")
@pytest.mark.ledger("E2")
def test_five_people_are_counted_as_they_are(cast):
    five(cast)

    made = counted(figures.run(on=TODAY))

    funnel = made["funnel"]["full"]
    assert funnel["steps"] == [5, 4, 4, 3, 3, 0]
    assert named(funnel["tables"][0], "S-BAR") == {
        "listed": 1,
        "asked": 0,
        "signed_up": 1,
        "out": 0,
        "contact": 3,
        "moved_on": 0,
        "all": 5,
    }
    profile = made["profile"]["full"]
    assert (profile["n"], dict(profile["left_out"])) == (3, {"not_signed_up": 1, "not_out": 1})
    assert (profile["shares"][0]["count"], profile["shares"][0]["n"]) == (2, 3)  # Cal was phoned, not met
    by = {table["name"]: table for table in profile["tables"]}
    assert named(by["sex"], "male") == {"engaged": 1, "not_met": 0, "all": 1}
    assert named(by["age"], "31_40") == {"engaged": 2, "not_met": 1, "all": 3}
    assert named(by["sentence"], "to_24") == {"engaged": 2, "not_met": 1, "all": 3}
    kinds = {one["of"]: (one["count"], one["n"]) for one in made["outcomes"]["full"]["shares"]}
    assert (kinds["employment"], kinds["training"], kinds["any"]) == ((1, 2), (0, 2), (1, 2))
    back = made["return"]["full"]
    assert (back["n"], dict(back["left_out"])["not_out"]) == (3, 2)
    assert [one["n"] for one in back["shares"]] == [0, 0, 0]  # nobody has been out for 6 months
    assert dict(made["met"]["full"]["left_out"]) | {"not_out": 0} == {
        "not_out": 0, "out_before": 0, "unknown_day": 0, "gone_back": 1, "not_followed": 2, "died": 0,
    }  # fmt: skip
    for held in made.values():
        assert held["guarded"]["n"] in (None, 0, 5)


@transaction.atomic
def four_out_long_ago(cast):
    """Four came out 300 days ago. Their last time out: 100, 100 and 400 days; Pat had none. Pip had one of 320 before. Quin came back after 50 days. Pip was met on day 10."""
    coach = cast.stands("prison_coach")
    for number, (name, gap, back) in enumerate(
        (("Pip", 100, None), ("Quin", 100, 50), ("Rab", 400, None), ("Pat", None, None))
    ):
        person = people.create(
            by=coach,
            given_names=name,
            family_name=name,
            birth_date=date(1990, 1, 1),
            identifiers={IdentifierKind.SPIN: str(500 + number)},
        )
        if name == "Pip":
            custody.go_in(person.pk, by=coach, status="sentenced", on=days(-1400), today=TODAY, prison="S-BAR")
            custody.come_out(person.pk, by=coach, on=days(-1320), today=TODAY)
        if gap:
            custody.go_in(person.pk, by=coach, status="sentenced", on=days(-1000), today=TODAY, prison="S-BAR")
            custody.come_out(person.pk, by=coach, on=days(-500 - gap), today=TODAY)
        custody.go_in(person.pk, by=coach, status="sentenced", on=days(-500), today=TODAY, prison="S-BAR")
        episode = episodes.identify(person.pk, by=coach, programme=cast.programme, on=days(-350))
        custody.come_out(person.pk, by=coach, on=days(-300), today=TODAY)
        if name == "Pip":
            episode.refresh_from_db()
            written(episode, cast.stands(episode.owner), days(-290))
        if back:
            custody.go_in(
                person.pk,
                by=cast.stands(Episode.objects.get(pk=episode.pk).owner),
                status="remand",
                on=days(-300 + back),
                today=TODAY,
                prison="S-BAR",
            )


@pytest.mark.ledger("J17")
@pytest.mark.ledger("E4")
def test_four_people_are_followed_as_they_went(cast):
    four_out_long_ago(cast)

    made = counted(figures.run(on=TODAY))

    out = made["time_out"]["full"]
    assert (out["n"], dict(out["left_out"])["no_earlier"], dict(out["left_out"])["too_early"]) == (2, 1, 1)
    last, longest = out["shares"]
    assert (last["count"], last["n"]) == (1, 2)  # Pip, longer than 100 days; Quin, 50
    assert (longest["count"], longest["n"]) == (0, 1)  # Pip has not been out for 320 days yet, by the calendar
    half = {one["of"]: (one["count"], one["n"]) for one in made["return"]["full"]["shares"] if one["months"] == 6}
    assert half == {"not_signed_up": (1, 4), "all": (1, 4)}
    met = {one["of"]: (one["count"], one["n"]) for one in made["met"]["full"]["shares"] if one["months"] == 6}
    assert met == {"met": (0, 1), "not_met": (1, 3), "all": (1, 4)}
    assert made["met"]["full"]["differences"] == []  # one against three: too few to set against each other


def test_the_same_records_on_the_same_day_have_the_same_mark_and_old_sets_stay(cast):
    four_out_long_ago(cast)
    first = figures.run(on=TODAY)

    second = figures.run(on=TODAY)
    earlier = figures.run(on=days(-310))

    assert second.fingerprint == first.fingerprint
    assert earlier.fingerprint != first.fingerprint
    assert earlier.whole.body["return"]["n"] == 0  # on that day nobody had come out
    assert FigureSet.objects.count() == 3


def test_the_clock_reads_no_name_and_no_words(cast):
    five(cast)
    with psycopg.connect(**address(), autocommit=True) as clock:
        for asked in (
            "SELECT given_names FROM throughline_person", "SELECT words FROM throughline_note", "SELECT summary FROM throughline_ending",
            "SELECT evidence FROM throughline_outcome", "SELECT result_words FROM throughline_appointment", "SELECT hall FROM throughline_prisonstay",
            "SELECT body FROM throughline_figureset", "SELECT body FROM throughline_wholefigures",
        ):  # fmt: skip
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                clock.execute(asked)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            clock.execute("UPDATE throughline_episode SET ended_on = identified_on")


def known(on):
    with psycopg.connect(**address(), autocommit=True) as clock, clock.cursor() as cursor:
        return known_until(cursor, on=on)


def test_nobody_is_followed_beyond_the_day_on_which_the_newest_file_of_the_prisons_was_loaded(cast):
    """The clock reads it from uploads as they are, made through actions. A file's day is that of the database's clock."""
    assert known(days(3650)) is None
    load_rossi(cast, every=12)
    day = timezone.localtime(Upload.objects.get(kind="custody").applied_at).date()

    found = [known(day + timedelta(days=number)) for number in (-1, 0, 30)]
    later = figures.run(on=day + timedelta(days=30)).whole.body["return"]

    assert found == [None, day, day]
    assert (later["until"], later["by_file"]) == (day.isoformat(), True)
