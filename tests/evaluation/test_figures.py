"""What must be true of the figures of any cohort: nobody is lost on the way, and no small number is told."""

import itertools
import random
import subprocess
import sys
from datetime import date, timedelta
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from throughline.domain.figures import DEFINITIONS, STEPS, age_band, earlier_band, months_after, sentence_band
from throughline.domain.readings import FORBIDDEN, Audience
from throughline.evaluation import episodes, figures
from throughline.evaluation.episodes import Row, fingerprint, why_left_out
from throughline.web.pages.figures import page_of, sheet_of

ON = date(2026, 11, 26)


def row_of(chance):
    """Return one episode, its dates as they may follow each other."""

    def after(day, most):
        if day is None or chance.random() < 0.4:
            return None
        found = day + timedelta(days=chance.randint(0, most))
        return found if found <= ON else None

    first = ON - timedelta(days=chance.randint(0, 900))
    inside = chance.random() < 0.9
    signed_up = after(first, 60)
    out = after(first, 120) if inside else None
    back = after(out + timedelta(days=1), 500) if out else None
    met = after(out, 60) if out else None
    gap = chance.choice([None, 40, 120, 300, 600])
    return Row(
        UUID(int=chance.getrandbits(128), version=4), UUID(int=chance.randint(0, 60)), UUID(int=1), chance.choice([None, UUID(int=2), UUID(int=3)]),
        chance.choice([None, "S-BAR", "S-LOW"]), first, after(first, 30), None, signed_up, (ended := after(first, 400)), (why := chance.choice([None, None, "chose", "death"])), why == "chose",
        inside, out, back, chance.random() < 0.05, chance.choice([None, 90, 400, 900, 2000]), chance.choice([None, True, False]),
        chance.randint(0, 12), gap, gap, met, met if signed_up else None,
        date(1990, 1, chance.randint(1, 28)), chance.choice([None, "M", "female", "X"]), chance.choice([(), ("employment",), ("employment", "training")]),
        ended if why == "death" else None,
    )  # fmt: skip


def cohort_of(seed, size):
    chance = random.Random(seed)
    return [row_of(chance) for _ in range(size)]


cohorts = st.builds(cohort_of, st.integers(0, 10**6), st.one_of(st.integers(0, 25), st.integers(0, 400)))


@settings(max_examples=25, deadline=None)
@given(cohorts)
def test_nobody_is_lost_between_two_steps_of_the_funnel(cohort):
    made = figures.make(cohort, on=ON)["figures"]["funnel"]["full"]
    tables = {table["name"]: table for table in made["tables"]}
    stopped = dict(zip(tables["stopped"]["columns"], tables["stopped"]["cells"][-1], strict=True))
    reached = dict(zip(STEPS, made["steps"], strict=True))

    for step, following in itertools.pairwise(STEPS):
        assert reached[step] == stopped[step] + reached[following]
    people = len({row.person for row in cohort})
    assert reached["listed"] == people
    for table in tables.values():
        assert table["cells"][-1] == tables["stopped"]["cells"][-1]
        assert table["cells"][-1][-1] == people


@settings(max_examples=25, deadline=None)
@given(cohorts)
def test_everyone_is_counted_or_left_out_for_one_reason_in_every_figure(cohort):
    made = figures.make(cohort, on=ON)["figures"]

    for code, held in made.items():
        left = dict(held["full"]["left_out"])
        assert held["full"]["n"] + sum(left.values()) == len({row.person for row in cohort}), code
        assert set(left) == set(DEFINITIONS[code].left_out)


@settings(max_examples=25, deadline=None)
@given(cohorts)
def test_nothing_that_is_guarded_tells_of_fewer_than_five(cohort):
    for code, held in figures.make(cohort, on=ON)["figures"].items():
        said = held["guarded"]
        counts = [said["n"], *(count for _, count in said["left_out"])]
        for table in said["tables"]:
            counts += [count for cells in table["cells"] for count in cells]
        for one in said.get("shares", []):
            counts += [one["count"], one["n"]]
            if one["share"] is not None:
                counts.append(one["n"] - one["count"])
        for reach in said.get("reach", []):
            counts += [reach["followed"], reach["died"], reach["not_yet"]]
        counts += said.get("steps", [])
        assert [count for count in counts if count is not None and 0 < count < 5] == [], code
        for curve in said.get("curves", []):
            assert curve["n"] >= 5
            assert all(left is None or left % 5 == 0 for _, left in curve["followed"])
        assert all(count % 5 == 0 for count in counts if count is not None), code


@settings(max_examples=25, deadline=None)
@given(cohorts, st.booleans(), st.sampled_from(list(Audience)))
def test_no_page_says_more_than_a_figure_can(cohort, sees_all, audience):
    made = figures.make(cohort, on=ON)["figures"]
    told = {code: {"version": one["version"], "said": one["guarded"]} for code, one in made.items()}
    whole = {code: one["full"] for code, one in made.items()} if sees_all else None
    for code in DEFINITIONS:
        page = page_of(code, told, whole=whole, audience=audience, names={})
        words = [page.title, page.sentence, *page.more, *page.limits, page.warning, page.counted]
        words += [word for table in page.tables for word in (table.caption, table.note, table.first, *table.head)]
        words += [page.about_small, *(why for why, _ in page.left_out)]
        words += [word for chart in page.charts for word in (chart.heading, chart.title, chart.desc, *chart.notes)]
        for word in words:
            said = word.replace("began work, training", "")  # the outcome itself
            assert not FORBIDDEN.search(said), (code, word)
        assert all(len(row) == len(table.head) + 1 for table in page.tables for row in table.rows)
        assert sheet_of(page, data_on=ON, made="today", fingerprint="x")


@given(cohorts)
@settings(max_examples=20, deadline=None)
def test_the_same_rows_have_the_same_mark_and_any_other_another(cohort):
    mark = fingerprint(cohort, on=ON)

    assert mark == fingerprint(list(cohort), on=ON)
    assert mark != fingerprint(cohort, on=ON - timedelta(days=1))
    if cohort:
        assert mark != fingerprint(cohort[:-1], on=ON)
        assert mark != fingerprint([*cohort[:-1], cohort[-1]._replace(earlier=99)], on=ON)


@given(cohorts)
@settings(max_examples=20, deadline=None)
def test_somebody_with_two_episodes_is_counted_once(cohort):
    for code in DEFINITIONS:
        why = why_left_out(code, cohort, on=ON)
        people = [row.person for row in cohort if row.episode not in why]
        assert len(people) == len(set(people))


def test_bands_and_months_at_their_edges():
    assert months_after(date(2026, 8, 31), 6) == date(2027, 2, 28)
    assert months_after(date(2026, 11, 30), 24) == date(2028, 11, 30)
    assert months_after(date(2026, 12, 5), 12) == date(2027, 12, 5)
    assert [
        age_band(date(2000, 6, 2), date(year, 6, day)) for year, day in ((2021, 1), (2021, 2), (2051, 1), (2051, 2))
    ] == ["16_20", "21_30", "41_50", "51_up"]
    assert [sentence_band(days, sentenced=True) for days in (183, 184, 731, 732, 1462)] == [
        "to_6",
        "to_24",
        "to_24",
        "to_48",
        "over_48",
    ]
    assert (sentence_band(None, sentenced=False), sentence_band(None, sentenced=None)) == ("none", "not_known")
    assert [earlier_band(number) for number in (0, 1, 2, 4, 5, 10, 11)] == [
        "0",
        "1",
        "2_4",
        "2_4",
        "5_10",
        "5_10",
        "11_up",
    ]


def test_what_serves_the_web_loads_nothing_that_makes_figures():
    heavy = (
        "pandas",
        "numpy",
        "scipy",
        "lifelines",
        "statsmodels",
        "throughline.stats",
        "throughline.evaluation.figures",
    )
    script = (
        "import django, importlib, sys; django.setup(); importlib.import_module('throughline.web.urls'); importlib.import_module('throughline.jobs.tasks');"
        f"print([name for name in {heavy!r} if name in sys.modules])"
    )  # fmt: skip

    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)

    assert done.stdout.strip().splitlines()[-1] == "[]"


def one_of(**facts):
    """Return one person who came out 300 days ago, with what is said of them."""
    out = ON - timedelta(days=300)
    plain = row_of(random.Random(1))._replace(
        identified_on=out - timedelta(days=60), offered_on=None, signed_up_on=None, ended_on=None, ended_why=None, ended_planned=False,
        inside_at_first=True, released_on=out, returned_on=None, return_unknown=False, last_gap=None, longest_gap=None, met_on=None, contact_on=None,
    )  # fmt: skip
    return plain._replace(**facts)


def reached_of(row):
    return STEPS[episodes.reached(row) - 1]


def test_only_an_ending_that_was_planned_is_moving_on():
    day = ON - timedelta(days=200)
    taken = one_of(offered_on=day, signed_up_on=day, contact_on=day, ended_on=day)

    assert reached_of(taken._replace(ended_why="lost_contact")) == "contact"
    assert reached_of(taken._replace(ended_why="goals_met", ended_planned=True)) == "moved_on"


def test_whoever_signed_up_on_the_day_they_came_out_was_not_known_to_have_when_they_did():
    out = ON - timedelta(days=300)
    rows = [
        one_of(signed_up_on=out),
        one_of(signed_up_on=out - timedelta(days=1), episode=UUID(int=1), person=UUID(int=1)),
    ]

    table = figures.whole(rows, on=ON)["return"]["tables"][0]

    assert dict(zip(table["rows"], (cells[-1] for cells in table["cells"]), strict=True)) == {
        "signed_up": 1,
        "not_signed_up": 1,
        "all": 2,
    }


def test_out_for_exactly_as_long_as_last_time_is_neither_longer_nor_shorter():
    out = ON - timedelta(days=300)
    days = {"longer": 101, "as_long": 100, "not_longer": 99}
    rows = [
        one_of(last_gap=100, longest_gap=100, returned_on=out + timedelta(days=at), episode=UUID(int=at), person=UUID(int=at)) for at in days.values()
    ]  # fmt: skip

    made = figures.whole(rows, on=ON)["time_out"]

    assert made["tables"][0]["cells"][-1] == [1, 1, 1, 3]
    assert [(one["count"], one["n"]) for one in made["shares"]] == [(1, 3), (1, 3)]


def test_nobody_is_followed_beyond_the_newest_data_of_the_prisons():
    known = ON - timedelta(days=150)
    rows = [one_of(), one_of(returned_on=ON - timedelta(days=140), episode=UUID(int=1), person=UUID(int=1))]

    made, to_today = (figures.whole(rows, on=ON, known=day)["return"] for day in (known, None))

    assert (made["until"], made["by_file"]) == (known.isoformat(), True)
    assert [one["followed"] for one in made["reach"]] == [0, 0, 0]  # 150 days
    assert (to_today["until"], to_today["by_file"]) == (ON.isoformat(), False)
    assert [one["followed"] for one in to_today["reach"]] == [2, 0, 0]


def test_whoever_died_is_told_apart_from_whoever_came_out_too_lately():
    out = ON - timedelta(days=300)
    rows = [
        one_of(), one_of(ended_on=out + timedelta(days=9), ended_why="goals_met", died_on=out + timedelta(days=20), episode=UUID(int=1), person=UUID(int=1)),
        one_of(released_on=ON - timedelta(days=30), episode=UUID(int=2), person=UUID(int=2)),
    ]  # fmt: skip

    assert figures.whole(rows, on=ON)["return"]["reach"] == [
        {"months": 6, "followed": 1, "died": 1, "not_yet": 1}, {"months": 12, "followed": 0, "died": 1, "not_yet": 2},
        {"months": 24, "followed": 0, "died": 1, "not_yet": 2},
    ]  # fmt: skip


def test_a_person_with_two_times_with_us_is_one_person_in_every_figure():
    day = ON - timedelta(days=250)
    first = one_of(offered_on=day, signed_up_on=day, met_on=day, hard=("employment",))
    again = one_of(
        identified_on=ON - timedelta(days=40),
        inside_at_first=False,
        released_on=None,
        episode=UUID(int=9),
        person=first.person,
    )

    made = figures.whole([first, again], on=ON)

    assert {code: one["n"] for code, one in made.items()} == {
        "funnel": 1,
        "profile": 1,
        "outcomes": 1,
        "return": 1,
        "met": 1,
        "time_out": 0,
    }
    assert made["funnel"]["steps"][1] == 0  # by the last time: only on a list


@settings(max_examples=25, deadline=None)
@given(cohorts)
def test_a_curve_is_drawn_no_further_than_it_is_followed_by_ten(cohort):
    made = figures.make(cohort, on=ON)["figures"]["return"]
    for said in (made["full"], made["guarded"]):
        for curve in said["curves"]:
            assert all(day <= curve["until"] for day, *_ in curve["steps"])
            assert curve["until"] <= 24 * 365.25 / 12
            left = dict(curve["followed"])
            for month, number in left.items():
                if 0 < month * 365.25 / 12 <= curve["until"]:
                    assert number is None or number >= 10
            for _, share, lower, upper in curve["steps"]:
                assert (lower is None and upper is None) or lower <= share <= upper


@settings(max_examples=15, deadline=None)
@given(cohorts)
def test_a_guarded_curve_falls_by_whole_fives_of_people(cohort):
    for curve in figures.make(cohort, on=ON)["figures"]["return"]["guarded"]["curves"]:
        shares = [1.0, *(share for _, share, *_ in curve["steps"])]
        for before, after in itertools.pairwise(shares):
            fell = (before - after) * curve["n"]
            assert fell > 4.9
            assert abs(fell / 5 - round(fell / 5)) < 1e-6
