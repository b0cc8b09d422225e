"""What can be wrong with a cohort file: each is found, said in a sentence, and what was done is said with it."""

from datetime import date

import pytest

from tests.evaluation.cohorts import dated, finding, report, rows, written
from tests.hostile import HOSTILE
from throughline.evaluation.blocks import blocks
from throughline.evaluation.page import page
from throughline.evaluation.sheet import pdf
from throughline.exchange import workbooks

pytestmark = pytest.mark.ledger("E4")


def test_an_event_that_nearly_everyone_has_is_said_and_figures_are_made_as_the_file_says(tmp_path):
    made = report(written(tmp_path, [one | {"arrest": int(number > 3)} for number, one in enumerate(rows())]))

    assert "96.7% of rows" in finding(made, "coded_backwards")["words"]
    assert "--event-coding censored" in finding(made, "coded_backwards")["done"]
    assert made["cohort"]["events"] == 116


@pytest.mark.parametrize("name", ["censored", "Censoring", "is_cens", "event_free"])
def test_a_column_named_like_censoring_gives_no_figure_until_it_is_said_what_it_means(tmp_path, name):
    path = written(tmp_path, [{"week": one["week"], name: 1 - one["arrest"]} for one in rows()])

    refused, meant = report(path, event=name), report(path, event=name, coding="censored")

    assert not refused["made"]
    assert finding(refused, "coded_backwards")["grave"]
    assert meant["cohort"]["events"] == sum(one["arrest"] for one in rows())


@pytest.mark.parametrize("values", [(1, 2), ("dead", "alive"), (3, 4)])
def test_an_event_that_is_neither_yes_nor_no_gives_no_figure(tmp_path, values):
    made = report(written(tmp_path, [one | {"arrest": values[one["arrest"]]} for one in rows()]))

    assert not made["made"]
    assert "Write 1 for an event" in finding(made, "event_coding")["done"]


def test_a_few_ages_in_months_count_as_missing_and_a_column_of_them_is_left_out(tmp_path):
    few = report(
        written(tmp_path, [one | {"age": one["age"] * (12 if number < 9 else 1)} for number, one in enumerate(rows())]),
        covariates=("age", "prio"),
    )
    all_ages = report(written(tmp_path, [one | {"age": one["age"] * 12} for one in rows()]), covariates=("age", "prio"))

    assert "9 of 120 ages" in finding(few, "ages_in_months")["words"]
    assert few["cox"]["n"] == 111
    assert [term["name"] for term in all_ages["cox"]["terms"]] == ["prio"]
    assert "left out of the model" in finding(all_ages, "ages_in_months")["done"]


def test_two_styles_of_dates_that_contradict_each_other_give_no_figure(tmp_path):
    people = dated()
    people[0]["ended"], people[1]["ended"] = "25/12/2024", "12/25/2024"
    made = report(written(tmp_path, people), begins="released", ends="ended")

    assert not made["made"]
    assert "12/25/2024" in finding(made, "two_styles")["words"]


def test_two_styles_that_can_be_told_apart_are_each_read_by_their_own(tmp_path):
    people = dated()
    plain = report(written(tmp_path, people), begins="released", ends="ended")
    for one in people[:40]:
        one["ended"] = "{2}/{1}/{0}".format(*one["ended"].split("-"))
    mixed = report(written(tmp_path, people), begins="released", ends="ended")

    assert "day first: 40 rows" in finding(mixed, "two_styles")["words"]
    assert mixed["kaplan_meier"] == plain["kaplan_meier"]


def test_returns_on_or_before_release_are_left_out(tmp_path):
    people = dated()
    people[0]["ended"] = people[0]["released"]
    people[1]["ended"] = "2020-01-01"
    made = report(written(tmp_path, people), begins="released", ends="ended")

    assert finding(made, "not_after")["rows"] == 2
    assert made["cohort"]["used"] == 118
    assert {"why": "an end on or before the release", "rows": 2} in made["cohort"]["left_out"]


def test_times_of_nothing_or_less_are_left_out(tmp_path):
    made = report(
        written(
            tmp_path,
            [one | {"week": [0, -3][number] if number < 2 else one["week"]} for number, one in enumerate(rows())],
        )
    )

    assert finding(made, "not_after")["rows"] == 2


def test_one_date_far_more_common_among_events_than_any_other_looks_like_a_filler(tmp_path):
    people = dated()
    returned = [one for one in people if one["arrest"]]
    for one in returned[:30]:
        one["ended"] = "2025-12-31"
    path = written(tmp_path, people)
    made, kept = (
        report(path, begins="released", ends="ended"),
        report(path, begins="released", ends="ended", common_date_is_real=True),
    )

    assert "31 December 2025" in finding(made, "filler")["words"]
    assert finding(made, "filler")["rows"] == 30
    assert kept["cohort"]["used"] == 120


def test_the_day_on_which_everyone_else_was_last_followed_is_no_filler(tmp_path):
    people = [one | ({} if one["arrest"] else {"ended": "2026-01-31"}) for one in dated()]
    made = report(written(tmp_path, people), begins="released", ends="ended")

    assert [one["code"] for one in made["findings"]] == []


def test_an_end_after_the_day_of_the_data_is_left_out_or_cut_as_was_asked(tmp_path):
    people = [one | ({} if one["arrest"] else {"ended": "9999-12-31"}) for one in dated()]
    still_out = sum(not one["arrest"] for one in people)
    path = written(tmp_path, people)
    made = report(path, begins="released", ends="ended")
    cut = report(path, begins="released", ends="ended", data_date=date(2026, 6, 30))

    assert finding(made, "after_data")["rows"] == still_out
    assert "31 December 9999" in finding(made, "after_data")["words"]
    assert "--data-date" in finding(made, "after_data")["done"]
    assert finding(cut, "after_data")["rows"] == 0
    assert cut["cohort"]["used"] == 120


def test_when_everyone_returned_figures_are_made_and_it_is_said(tmp_path):
    made = report(written(tmp_path, [one | {"arrest": 1} for one in rows()]), group="group")

    assert finding(made, "everyone")["grave"]
    assert made["kaplan_meier"]["overall"]["events"] == 120


def test_when_nobody_returned_there_is_a_share_with_its_interval_and_nothing_else(tmp_path):
    made = report(written(tmp_path, [one | {"arrest": 0} for one in rows()]), group="group", covariates=("age",))

    assert finding(made, "nobody_returned")["grave"]
    assert (made["kaplan_meier"], made["log_rank"], made["cox"]) == (None, None, None)
    assert made["cohort"]["share_with_event"]["lower"] == 0.0
    assert 0 < made["cohort"]["share_with_event"]["upper"] < 0.05


def test_a_covariate_or_a_group_that_separates_has_no_ratio_and_the_others_have(tmp_path):
    people = [one | {"told": one["arrest"], "week": one["week"]} for one in rows()]
    made = report(written(tmp_path, people), covariates=("told", "age"))
    grouped = report(written(tmp_path, people), group="told", covariates=("age",))

    assert "“told”" in finding(made, "separation")["words"]
    assert [term["name"] for term in made["cox"]["terms"]] == ["age"]
    assert [term["name"] for term in grouped["cox"]["terms"]] == ["age"]
    assert grouped["log_rank"] is not None


def test_a_number_that_separates_is_found_too(tmp_path):
    made = report(
        written(tmp_path, [one | {"points": one["arrest"] * 100 + one["age"]} for one in rows()]),
        covariates=("points", "prio"),
    )

    assert "written down after the event" in finding(made, "separation")["done"]
    assert [term["name"] for term in made["cox"]["terms"]] == ["prio"]


def test_constant_duplicate_and_dependent_covariates_are_left_out_of_the_model(tmp_path):
    people = [one | {"same": 3, "again": one["age"] * 2 + 1, "sum": one["age"] + one["prio"]} for one in rows()]
    made = report(written(tmp_path, people), covariates=("age", "same", "again", "prio", "sum"))

    assert [term["name"] for term in made["cox"]["terms"]] == ["age", "prio"]
    assert "the same in every row (3)" in finding(made, "constant")["words"]
    assert {one["words"] for one in made["findings"] if one["code"] == "duplicate"} == {
        "“again” says the same as “age”.", "“sum” follows from other columns of the model."
    }  # fmt: skip


def test_a_group_of_three_is_in_no_comparison(tmp_path):
    made = report(
        written(tmp_path, [one | {"group": "c" if number < 3 else one["group"]} for number, one in enumerate(rows())]),
        group="group",
    )

    assert "A group in “group” has 3 people" in finding(made, "small_group")["words"]
    assert made["groups"] == ["a", "b"]
    assert made["kaplan_meier"]["overall"]["n"] == 120
    assert sum(one["n"] for one in made["log_rank"]["groups"]) == 117


def test_small_groups_of_a_covariate_are_one_without_their_names(tmp_path):
    people = [
        one | {"area": ["Leith", "Govan"][number % 2] if number > 4 else f"Rare{number}"}
        for number, one in enumerate(rows())
    ]
    made = report(written(tmp_path, people), covariates=("area",))

    assert [one["name"] for one in made["cox"]["terms"]] == [
        "area: Leith rather than Govan",
        "area: any other rather than Govan",
    ]
    assert "5 groups" in finding(made, "small_group")["words"]


def test_one_group_or_very_many_are_no_groups(tmp_path):
    one = report(written(tmp_path, [one | {"group": "a"} for one in rows()]), group="group")
    many = report(written(tmp_path, rows()), group="person")

    assert one["log_rank"] is None
    assert finding(one, "one_group")["grave"]
    assert "120 different words" in finding(many, "too_many_groups")["words"]


def test_rows_with_a_cell_too_many_or_too_few_are_left_out(tmp_path):
    path = written(tmp_path, rows())
    lines = path.read_text().splitlines()
    lines[3], lines[4] = lines[3] + ",9", lines[4].rsplit(",", 1)[0]
    path.write_text("\n".join(lines))

    made = report(path)

    assert finding(made, "shifted")["rows"] == 2
    assert "row 3, 4" in finding(made, "shifted")["words"]
    assert made["cohort"]["used"] == 118


def test_a_file_of_shifted_rows_gives_no_figure(tmp_path):
    path = written(tmp_path, rows())
    lines = path.read_text().splitlines()
    path.write_text("\n".join([lines[0], *("x," + line for line in lines[1:])]))

    assert "columns seem to be shifted" in finding(report(path), "shifted")["words"]


def test_a_time_column_that_holds_words_gives_no_figure(tmp_path):
    made = report(written(tmp_path, rows()), time="person")

    assert not made["made"]
    assert "may be shifted" in finding(made, "shifted")["words"]


@pytest.mark.parametrize("content", [b"", b"\n\n", b"\xef\xbb\xbf", b"week,arrest\n", b"week,arrest\n\n\n"])
def test_an_empty_file_gives_no_figure(tmp_path, content):
    path = tmp_path / "empty.csv"
    path.write_bytes(content)

    made = report(path)

    assert not made["made"]
    assert made["findings"][0]["code"] in ("empty", "no_rows")


def test_more_rows_than_are_read_give_no_figure(tmp_path):
    made = report(written(tmp_path, rows()), most_rows=100)

    assert finding(made, "too_many")["words"] == "The file has more than 100 rows."


def test_a_column_that_is_not_there_or_there_twice_gives_no_figure(tmp_path):
    path = written(tmp_path, rows())
    assert "no column “wek”" in finding(report(path, time="wek"), "no_column")["words"]
    assert "“week”" in finding(report(path, time="wek"), "no_column")["words"]

    path.write_text(path.read_text().replace("person", "week", 1))

    assert "2 columns called “week”" in finding(report(path), "two_columns")["words"]


def test_missing_cells_are_counted_by_column_and_cost_only_what_needs_them(tmp_path):
    people = rows()
    people[0]["week"] = people[1]["arrest"] = people[2]["group"] = ""
    people[3]["age"] = "NA"
    people[4]["week"] = "soon"
    made = report(written(tmp_path, people), group="group", covariates=("age",))

    assert {one["column"]: one["rows"] for one in made["cohort"]["missing"]} == {
        "week": 1,
        "arrest": 1,
        "group": 1,
        "age": 1,
    }
    assert {one["why"]: one["rows"] for one in made["cohort"]["left_out"]} == {
        "no readable event": 1,
        "no readable time": 2,
    }
    assert made["kaplan_meier"]["overall"]["n"] == 117
    assert made["cox"]["n"] == 115
    assert "“aaaa”" in finding(made, "no_time")["words"]  # what it looks like, not what it says: it may be a name


def test_a_time_that_nobody_reached_is_given_no_share(tmp_path):
    made = report(written(tmp_path, rows()), at=(26.0, 60.0))

    assert made["kaplan_meier"]["times"] == [26.0]
    assert "60 weeks" in finding(made, "not_reached")["words"]


def test_few_events_for_many_columns_are_said(tmp_path):
    made = report(written(tmp_path, rows(20)), covariates=("age", "prio"))

    assert "2 terms" in finding(made, "few_events")["words"]


def test_people_whose_rows_overlap_are_left_out_whole(tmp_path):
    people = [
        {"id": number, "from": start, "until": start + 5, "back": int(number % 2 == start // 5), "x": number % 3} for number in range(40) for start in (0, 5, 10)
    ]  # fmt: skip
    people[1]["from"] = 3
    made = report(written(tmp_path, people), event="back", person="id", start="from", stop="until", covariates=("x",))

    assert finding(made, "overlap")["rows"] == 3
    assert made["cohort"]["people"] == 39
    assert [one["model"] for one in made["recurrent"]] == ["AG", "PWP_total", "PWP_gap"]


@pytest.mark.parametrize(
    ("mark", "encoding"), [(";", "utf-8-sig"), ("\t", "cp1252"), ("|", "utf-8"), (",", "utf-16"), (",", "latin-1")]
)
def test_other_marks_and_encodings_say_the_same(tmp_path, mark, encoding):
    people = [one | {"group": "é" if one["group"] == "a" else "b"} for one in rows()]
    plain, other = (
        report(written(tmp_path, people, mark=mark_, encoding=encoding_), group="group")
        for mark_, encoding_ in ((",", "utf-8"), (mark, encoding))
    )

    assert other["log_rank"] == plain["log_rank"]
    assert "é" in other["groups"]


def test_decimal_commas_are_read_in_a_file_parted_by_semicolons(tmp_path):
    made = report(written(tmp_path, [one | {"week": f"{one['week']},5"} for one in rows()], mark=";"))

    assert made["cohort"]["longest"] == 52.5
    assert [one["code"] for one in made["findings"]] == ["guessed_unit"]


def test_a_workbook_says_the_same_as_a_text(tmp_path):
    people = rows()
    plain = report(written(tmp_path, people), group="group", covariates=("age",))
    path = tmp_path / "cohort.xlsx"
    path.write_bytes(workbooks.workbook(list(people[0]), [list(one.values()) for one in people]))

    made = report(path, group="group", covariates=("age",))

    assert made["cox"] == plain["cox"]


@pytest.mark.parametrize(
    "content", [b"%PDF-1.7 x", b"<html><body>week,arrest", b"PK\x03\x04 broken", b"\x00\x01\x02" * 40, b"\x89PNG\r\n"]
)
def test_what_is_no_list_gives_no_figure(tmp_path, content):
    path = tmp_path / "list.csv"
    path.write_bytes(content)

    made = report(path)

    assert not made["made"]
    assert made["findings"][0]["done"] == "No figure was made."


def test_a_quotation_mark_that_is_never_closed_takes_its_own_row_only(tmp_path):
    people = rows()
    path = written(tmp_path, people)
    lines = path.read_text().splitlines()
    lines[5] = '"' + lines[5]
    path.write_text("\n".join(lines))

    made = report(path)

    assert finding(made, "broken")["rows"] == 1
    assert "line 6" in finding(made, "broken")["words"]
    assert made["cohort"]["used"] == 119


def test_huge_cells_and_line_breaks_within_quotation_marks_are_read(tmp_path):
    people = [
        one | {"person": "line one\nline two, and more" if number else "x" * 500_000}
        for number, one in enumerate(rows())
    ]
    made = report(written(tmp_path, people), person="person", start="prio", stop="week")

    assert finding(made, "long_cells")["done"].startswith("The first 1,000 signs")
    assert report(written(tmp_path, people))["cohort"]["used"] == 120


@pytest.mark.parametrize(
    "hostile", [one for one in HOSTILE if one.strip() and "\x00" not in one and "\ud83d" not in one]
)
def test_hostile_names_and_cells_stay_words(tmp_path, hostile):
    name = hostile.replace("\r\n", " ").strip()
    people = [one | {name: one["week"], "group": hostile if one["group"] == "a" else "other"} for one in rows(60)]
    path = written(tmp_path, people)

    made = report(path, time=name, group="group", event_name=hostile, at=(10.0,))
    said = page(made)

    assert made["made"]
    assert made["groups"] or any(one["code"] in ("no_group", "one_group") for one in made["findings"])
    assert "<script>" not in said.replace("<script src", "")
    assert "<img" not in said
    assert list(blocks(made))


def test_hostile_words_are_no_commands_of_the_typesetter(tmp_path):
    people = [one | {"group": ']#eval("1")[' if one["group"] == "a" else "#set page(width: 1pt)"} for one in rows(60)]
    made = report(written(tmp_path, people), group="group", event_name="$x$ *b* _i_ \\ @ref <label> \ud83d 田中さん")

    sheet = pdf(made)

    assert sheet.startswith(b"%PDF")
    assert len(sheet) > 20_000


def late(count=60, *, begins=lambda number: 0 if number % 2 else 20):
    """Return people in one or two rows each, some of whom come into sight late."""
    made = []
    for number in range(count):
        start, stop = begins(number), 40 + number
        made += [
            {"id": number, "start": start, "stop": stop - 10, "event": 0, "arm": "ab"[number % 3 == 0]},
            {
                "id": number,
                "start": stop - 10,
                "stop": stop,
                "event": int(number % 4 > 0),
                "arm": "ab"[number % 3 == 0],
            },
        ]
    return made


SEVERAL = {"event": "event", "person": "id", "start": "start", "stop": "stop", "group": "arm"}


def test_people_who_come_into_sight_late_are_counted_from_then(tmp_path):
    made = report(written(tmp_path, late()), at=(10, 30), **SEVERAL)

    assert "30 of 60 people" in finding(made, "late_entry")["words"]
    curve = made["kaplan_meier"]["overall"]
    assert (curve["n"], [one["at_risk"] for one in curve["at"]]) == (60, [30, 60])
    assert made["log_rank"]["groups"][0]["n"] + made["log_rank"]["groups"][1]["n"] == 60


def test_a_curve_that_would_hang_on_a_few_early_is_not_made(tmp_path):
    people = [
        {"id": number, "start": 0 if number < 4 else 50, "stop": (20 if number < 4 else 60) + number, "event": 1, "arm": "ab"[number % 2]}
        for number in range(60)
    ]  # fmt: skip
    made = report(written(tmp_path, people), **SEVERAL)

    assert made["kaplan_meier"] is None
    assert finding(made, "few_at_start")["grave"]
    assert made["log_rank"] is not None


def test_a_person_stays_in_the_group_of_their_first_row(tmp_path):
    people = late(begins=lambda number: 0)
    people[1]["arm"] = "a" if people[0]["arm"] == "b" else "b"
    made = report(written(tmp_path, people), **SEVERAL)
    same = report(written(tmp_path, late(begins=lambda number: 0)), **SEVERAL)

    assert finding(made, "group_changes")["words"].startswith("1 people")
    assert made["log_rank"] == same["log_rank"]
    assert not [one for one in same["findings"] if one["code"] in ("late_entry", "group_changes")]


def test_of_very_many_rows_it_is_said_that_a_small_p_is_no_large_difference(tmp_path, monkeypatch):
    path = written(tmp_path, rows())
    assert not [one for one in report(path)["findings"] if one["code"] == "very_many"]

    monkeypatch.setattr("throughline.evaluation.cohorts.VERY_MANY", 120)

    assert finding(report(path), "very_many")["words"].startswith("120 rows are used.")
