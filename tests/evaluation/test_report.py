"""The report of a cohort: its numbers are R's, its words are its numbers', and nothing of a person is in it."""

import json
import re
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from lifelines.datasets import load_rossi

from tests.evaluation.cohorts import report, rows, written
from throughline.domain.objections import Refused
from throughline.domain.readings import FORBIDDEN
from throughline.evaluation import charts
from throughline.evaluation.blocks import Figure, Table, Words, blocks
from throughline.evaluation.page import page
from throughline.evaluation.survival import p_value
from throughline.evaluation.writing import clean, objection_to_writing, write

pytestmark = pytest.mark.ledger("E4")

COVARIATES = ("age", "race", "wexp", "mar", "paro", "prio")


@pytest.fixture(scope="module")
def rossi(tmp_path_factory):
    path = tmp_path_factory.mktemp("rossi") / "rossi.csv"
    load_rossi().to_csv(path, index=False)
    return path


@pytest.fixture(scope="module")
def of_rossi(rossi):
    return report(rossi, group="fin", covariates=COVARIATES)


def test_on_rossi_every_estimate_of_the_report_equals_r(rossi):
    of_r = json.loads(Path("tests/data/rossi_r.json").read_text())
    for limits in ("plain", "log", "log-log"):
        made = report(rossi, group="fin", covariates=COVARIATES, limits=limits)["kaplan_meier"]
        for curve, name in ((made["overall"], "overall"), (made["groups"][0], "fin0"), (made["groups"][1], "fin1")):
            for ours, theirs in zip(curve["at"], of_r[f"km_{name}"][limits.replace("-", "_")], strict=True):
                assert (ours["time"], ours["at_risk"]) == (theirs["time"], theirs["n_risk"])
                for one, other in (
                    ("survival", "surv"),
                    ("std_err", "std_err"),
                    ("lower", "lower"),
                    ("upper", "upper"),
                ):
                    assert abs(ours[one] - theirs[other]) < 1e-6
    made = report(rossi, group="fin", covariates=COVARIATES)
    assert abs(made["log_rank"]["chi2"] - of_r["logrank"]["chisq"]) < 1e-6
    assert abs(made["log_rank"]["p"] - of_r["logrank"]["p"]) < 1e-6
    for ours, theirs in zip(made["cox"]["terms"], of_r["cox_efron"]["coef"], strict=True):
        assert ours["name"] == theirs["term"]
        for one, other in (
            ("coef", "coef"),
            ("ratio", "hr"),
            ("std_err", "se"),
            ("p", "p"),
            ("lower", "hr_lower"),
            ("upper", "hr_upper"),
        ):
            assert abs(ours[one] - theirs[other]) < 1e-6
    assert made["cox"]["proportional_hazards"]["flagged"] == ["age", "wexp"]


def test_on_bladder2_every_estimate_of_the_report_equals_r():
    of_r = json.loads(Path("tests/data/bladder2_r.json").read_text())["results"]

    made = report(
        Path("tests/data/bladder2.csv"), event="event", person="id", start="start", stop="stop", group="rx", covariates=("number", "size"), unit="months"
    )  # fmt: skip

    for model in made["recurrent"]:
        for ours, theirs in zip(model["terms"], of_r[model["model"]], strict=True):
            for one, other in (
                ("coef", "coef"),
                ("ratio", "hr"),
                ("std_err", "robust_se"),
                ("model_std_err", "se"),
                ("p", "p"),
                ("lower", "lo"),
                ("upper", "hi"),
            ):
                assert abs(ours[one] - theirs[other]) < 1e-6
    assert [one["rate"] for one in made["rates"][1:]] == pytest.approx([of_r["rate"]["rx1"], of_r["rate"]["rx2"]])
    assert made["kaplan_meier"]["overall"]["n"] == 85


def test_the_two_tests_of_one_question_stand_together(of_rossi):
    assert "p\u00a0=\u00a00.0501" in of_rossi["side_by_side"]
    assert "p\u00a0=\u00a00.0474" in of_rossi["side_by_side"]
    clear = {one["measure"]: one["clear"] for one in of_rossi["readings"]}
    assert clear == {"curves": False, "rate_ratio": True}
    assert of_rossi["side_by_side"] in [one.words for one in blocks(of_rossi) if isinstance(one, Words)]


def test_no_sentence_of_a_report_has_a_forbidden_word(of_rossi):
    said = []
    for one in blocks(of_rossi):
        said += [one.words] if hasattr(one, "words") else []
        said += [cell for row in one.rows for cell in row] if isinstance(one, Table) else []

    assert [one for one in said if FORBIDDEN.search(one)] == []


def test_no_curve_is_drawn_beyond_ten_at_risk_or_beyond_the_follow_up(tmp_path):
    made = report(
        written(tmp_path, [one | {"week": number % 30 + 1} for number, one in enumerate(rows(60))]), at=(10.0, 28.0)
    )["kaplan_meier"]

    curve = made["overall"]
    assert curve["drawn_until"] == 26
    assert max(step[0] for step in curve["steps"]) <= 26
    assert all(step[4] >= 10 for step in curve["steps"])
    assert curve["at"][1] == {"time": 28.0, "at_risk": 6, "given": False}


def test_groups_drawn_by_lot_are_said_to_be_so_and_still_nothing_is_said_to_come_of_it(rossi):
    made = report(rossi, group="fin", drawn_by_lot=True)

    assert "drawn by lot" in made["told"]["other"]
    assert not FORBIDDEN.search(made["told"]["other"])


def test_a_page_holds_no_script_and_no_style_but_its_own_sheet(of_rossi):
    said = page(of_rossi)

    assert "<script" not in said
    assert not re.search(r"\s(style|on\w+)=", said)
    assert said.count("<style>") == 1
    assert "default-src 'none'" in said
    assert said.count("<svg") == said.count("<title id=") == said.count("<desc id=") == 3


def test_every_chart_has_a_pattern_beside_its_colour_a_label_and_a_table_beneath(of_rossi):
    shown = list(blocks(of_rossi))

    for at, one in enumerate(shown):
        if isinstance(one, Figure):
            assert isinstance(shown[at + 1], Table)
            assert one.about
    both = next(one.svg for one in shown if isinstance(one, Figure) and "By fin" in one.title)
    assert both.count("stroke-dasharray") == 1
    assert both.count("fin\u00a0=\u00a01</text>") == 2


@settings(max_examples=60)
@given(st.floats(1e-3, 1e6), st.sampled_from(["days", "weeks", "months", ""]))
def test_an_axis_has_few_round_places_within_its_time(until, unit):
    places = charts.ticks(until, unit)

    assert 1 <= len(places) <= 8
    assert places[0] == 0
    assert places[-1] <= until * (1 + 1e-9)


def test_labels_of_lines_that_end_together_do_not_lie_on_each_other():
    lines = [charts.Line(f"line {number}", [(10, 0.0, 0.0, 0.0, 12)], 10, [20, 12]) for number in range(6)]

    svg = charts.survival(lines, at=[0, 10], until=10, unit="weeks", title="t", about="a", key="k")

    places = sorted(float(one) for one in re.findall(r'y="([\d.]+)" fill="#\w+" font-weight="bold">line', svg))[:6]
    assert min(np.diff(places)) >= 17.9


def test_what_is_not_defined_is_null_in_json():
    assert clean({"a": float("nan"), "b": (1.0, float("inf"))}) == {"a": None, "b": [1.0, None]}
    assert p_value(1e-9) == "<\u00a00.0001"


def test_a_report_that_is_there_is_not_written_over_unasked(tmp_path):
    (tmp_path / "report.json").write_text("{}")

    assert "--replace" in objection_to_writing(tmp_path, replace=False).words
    assert objection_to_writing(tmp_path, replace=True) is None


names = st.text(st.characters(codec="utf-8", categories=["L"]), min_size=6, max_size=20).map(
    lambda one: f"Zq{one}"
)  # no word of ours
PRIVATE = st.fixed_dictionaries({
    "surname": names, "dob": st.dates().map(lambda day: day.strftime("%d/%m/%Y")), "postcode": st.from_regex(r"\A[A-Z]{2}[1-9]{2} [1-9][A-Z]{2}\Z"),
    "pnc": st.from_regex(r"\A20[0-9]{2}/[0-9]{7}[A-Z]\Z"), "note": names.map(lambda one: f"said {one} today"),
})  # fmt: skip


@settings(
    max_examples=8, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck)
)  # a failure says what it found; making it small takes minutes
@given(st.lists(PRIVATE, min_size=40, max_size=40, unique_by=lambda one: one["surname"]))
def test_no_name_birth_date_postcode_number_or_free_text_comes_into_a_report(tmp_path, private):
    """Invariant 12 of domain.md 11.2: what was not asked for as a time, an event, a group or a covariate is in no report."""
    people = [one | secret for one, secret in zip(rows(40), private, strict=True)]
    path = written(tmp_path, people)

    made = report(path, group="group", covariates=("age",))
    asked_for = report(path, group="surname", covariates=("note", "postcode"))
    wrong = [report(path, time="surname"), report(path, event="note"), report(path, begins="surname", ends="pnc")]

    for one in (made, asked_for, *wrong):
        said = json.dumps(clean(one), ensure_ascii=False) + page(one)
        for secret in private:
            assert not [word for word in secret.values() if word in said]


def test_a_list_in_another_order_gives_the_same_report(tmp_path):
    people = rows()
    one, other = (
        report(written(tmp_path, made), group="group", covariates=("age",)) for made in (people, people[::-1])
    )

    assert one["kaplan_meier"] == other["kaplan_meier"]
    for ours, theirs in zip(one["cox"]["terms"], other["cox"]["terms"], strict=True):
        assert ours["coef"] == pytest.approx(theirs["coef"], abs=1e-9)


def test_the_readings_of_a_report_are_those_of_its_numbers(of_rossi):
    term = of_rossi["cox"]["terms"][0]
    said = next(
        one["result"]
        for one in of_rossi["readings"]
        if (one["measure"], one["audience"]) == ("rate_ratio", "evaluator")
    )

    assert all(f"{term[name]:.3f}" in said for name in ("ratio", "lower", "upper"))
    assert p_value(term["p"]) in said


def test_a_sheet_that_cannot_be_set_is_said_in_a_sentence_and_nothing_is_written(of_rossi, tmp_path, monkeypatch):
    def not_set(report):
        raise ValueError("The report could not be set in type.")

    monkeypatch.setattr("throughline.evaluation.writing.pdf", not_set)

    with pytest.raises(Refused, match="could not be set in type"):
        write(of_rossi, tmp_path, replace=False)
    assert list(tmp_path.iterdir()) == []


def test_a_unit_that_was_guessed_is_a_finding_and_one_that_was_said_is_none(rossi):
    def codes(**asked):
        return [one["code"] for one in report(rossi, **asked)["findings"]]

    assert "guessed_unit" in codes()
    assert "guessed_unit" not in codes(unit="weeks")
