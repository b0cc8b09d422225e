"""`throughline evaluate`: figures from a file, without the web and without a database."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from lifelines.datasets import load_rossi

from throughline.commands import main

ROSSI = ["--time", "week", "--event", "arrest", "--group", "fin", "--covariates", "age,race,wexp,mar,paro,prio"]


@pytest.fixture
def rossi(tmp_path):
    path = tmp_path / "rossi.csv"
    load_rossi().to_csv(path, index=False)
    return str(path)


def made(folder):
    return json.loads((folder / "report.json").read_text(encoding="utf-8"))


@pytest.mark.ledger("E4")
def test_it_writes_a_report_without_a_database_and_without_settings(rossi, tmp_path):
    """In a process of its own, in an empty folder, with no PostgreSQL to be found and no home to keep anything in."""
    bare = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("DATABASE_", "THROUGHLINE_", "DJANGO_"))
    }
    nowhere = tmp_path / "nowhere"

    done = subprocess.run(
        [sys.executable, "-m", "throughline", "evaluate", "survival", rossi, *ROSSI, "--out", str(tmp_path / "out")],
        env=bare | {"THROUGHLINE_DATA": str(nowhere), "PYTHONPATH": str(Path.cwd())}, cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    assert "p = 0.0501" in done.stdout.replace("\u00a0", " ")
    assert sorted(one.name for one in (tmp_path / "out").iterdir()) == ["report.html", "report.json", "report.pdf"]
    assert not nowhere.exists()
    assert made(tmp_path / "out")["cox"]["terms"][0]["name"] == "fin"


def test_what_makes_figures_is_not_loaded_by_the_web_or_by_another_command():
    code = (
        "import sys, django; django.setup(); import throughline.web.urls, throughline.api.urls, throughline.jobs.tasks\n"
        "from throughline.commands import main\n"
        "try: main(['--help'])\nexcept SystemExit: pass\n"
        "print('LOADED', [one for one in ('pandas', 'numpy', 'scipy', 'lifelines', 'statsmodels', 'matplotlib') if one in sys.modules])"
    )  # fmt: skip

    done = subprocess.run(
        [sys.executable, "-c", code], env=os.environ | {"DJANGO_SETTINGS_MODULE": "throughline.settings.test"}, capture_output=True, text=True, check=False
    )  # fmt: skip

    assert "LOADED []" in done.stdout, done.stdout + done.stderr


@pytest.mark.ledger("E4")
@pytest.mark.parametrize(
    ("limits", "named"), [("loglog", "log-log limits"), ("plain", "plain limits"), ("log", "log limits")]
)
def test_the_kind_of_limits_is_named(rossi, tmp_path, limits, named):
    assert main(["evaluate", "survival", rossi, *ROSSI[:4], "--limits", limits, "--out", str(tmp_path / "out")]) == 0

    assert named in (tmp_path / "out" / "report.html").read_text(encoding="utf-8")


def test_a_file_coded_the_other_way_says_the_same_when_that_is_said(rossi, tmp_path):
    text = Path(rossi).read_text().splitlines()
    head = text[0].split(",")
    at = head.index("arrest")
    other = tmp_path / "other.csv"
    rows = [line.split(",") for line in text[1:]]
    other.write_text(
        "\n".join([text[0], *(",".join([*row[:at], str(1 - int(row[at])), *row[at + 1 :]]) for row in rows)])
    )

    main(["evaluate", "survival", rossi, *ROSSI, "--out", str(tmp_path / "one")])
    main(["evaluate", "survival", str(other), *ROSSI, "--event-coding", "censored", "--out", str(tmp_path / "two")])

    assert made(tmp_path / "one")["cox"] == made(tmp_path / "two")["cox"]


def test_several_returns_by_one_person(tmp_path, capsys):
    words = [
        "--id",
        "id",
        "--start",
        "start",
        "--stop",
        "stop",
        "--event",
        "event",
        "--group",
        "rx",
        "--covariates",
        "number,size",
        "--unit",
        "months",
    ]

    assert (
        main(
            [
                "evaluate",
                "survival",
                "tests/data/bladder2.csv",
                *words,
                "--at",
                "12,24,36",
                "--out",
                str(tmp_path / "out"),
            ]
        )
        == 0
    )

    found = made(tmp_path / "out")
    assert [one["model"] for one in found["recurrent"]] == ["AG", "PWP_total", "PWP_gap"]
    assert found["kaplan_meier"]["times"] == [12, 24, 36]
    assert "Counting every time" in capsys.readouterr().out


def test_a_report_that_is_there_is_kept_until_it_is_said_to_be_replaced(rossi, tmp_path, capsys):
    words = ["evaluate", "survival", rossi, *ROSSI[:4], "--out", str(tmp_path / "out")]
    assert main(words) == 0
    before = (tmp_path / "out" / "report.json").read_bytes()

    assert main([*words, "--limits", "plain"]) == 1
    assert "--replace" in capsys.readouterr().err
    assert (tmp_path / "out" / "report.json").read_bytes() == before
    assert main([*words, "--limits", "plain", "--replace"]) == 0
    assert made(tmp_path / "out")["kaplan_meier"]["limits"] == "plain"


def test_a_folder_that_cannot_be_written_is_said(rossi, tmp_path, capsys):
    (tmp_path / "taken").write_text("a file")

    assert main(["evaluate", "survival", rossi, *ROSSI[:4], "--out", str(tmp_path / "taken" / "out")]) == 1
    assert "Nothing can be written to" in capsys.readouterr().err


def test_why_there_is_no_figure_is_said_and_written(tmp_path, capsys):
    path = tmp_path / "empty.csv"
    path.write_text("")

    assert main(["evaluate", "survival", str(path), *ROSSI, "--out", str(tmp_path / "out")]) == 1

    said = capsys.readouterr()
    assert "The file is empty. No figure was made." in said.err
    assert made(tmp_path / "out")["made"] is False
    assert "The file is empty." in (tmp_path / "out" / "report.html").read_text()
    assert main(["evaluate", "survival", str(tmp_path / "none.csv"), *ROSSI, "--out", str(tmp_path / "out2")]) == 1
    assert "cannot be opened" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ([], "Say how long"), (["--time", "week", "--from", "a", "--to", "b"], "Say how long"), (["--from", "a"], "go together"), (["--id", "a"], "all three"),
        (["--time", "week", "--at", "soon"], "not a list of numbers"), (["--time", "week", "--at", "-3"], "above 0"), (["--time", "week", "--at", "nan"], "above 0"),
    ],
)  # fmt: skip
def test_a_question_that_is_none_is_said(rossi, tmp_path, capsys, words, sentence):
    assert main(["evaluate", "survival", rossi, "--event", "arrest", *words, "--out", str(tmp_path / "out")]) == 2
    assert sentence in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_words_of_a_file_cannot_move_the_cursor(tmp_path, capsys):
    path = tmp_path / "x.csv"
    path.write_text(
        "week,arrest,group\n"
        + "".join(f"{1 + n % 30},{n % 2},{'a' if n % 3 else chr(27) + '[2Jb'}\n" for n in range(60))
    )

    assert (
        main(
            [
                "evaluate",
                "survival",
                str(path),
                "--time",
                "week",
                "--event",
                "arrest",
                "--group",
                "group",
                "--out",
                str(tmp_path / "out"),
            ]
        )
        == 0
    )
    assert "\x1b" not in capsys.readouterr().out
    assert b"\x1b" not in (tmp_path / "out" / "report.html").read_bytes()


@pytest.mark.ledger("E2")
def test_shares_are_said_with_their_intervals_and_what_else_could_explain_them(capsys):
    assert main(["evaluate", "proportions", "48/216", "66/216", "--names", "aided,not aided", "--event", "arrest"]) == 0

    said = capsys.readouterr().out
    assert "48 of 216 is 22.2% (95% interval 17.2% to 28.2%, Wilson)" in said
    assert "-16.50 points to -0.02 points" in said
    assert "What else could explain it" in said
    assert main(["evaluate", "proportions", "0/10"]) == 0
    assert "0.0% to 27.8%" in capsys.readouterr().out


@pytest.mark.ledger("E4")
@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            ["--ratio", "0.8", "--returning", "0.4"],
            "631 events (Schoenfeld). If 40% have the event, that is 1,577 people",
        ),
        (["--shares", "0.4,0.3"], "356 people in the first group"),
        (["--shares", "0.4,0.3", "--people", "356,356"], "80."),
        (["--events", "114"], "0.592 or lower"),
    ],
)
def test_how_many_people_a_question_needs(capsys, words, said):
    assert main(["evaluate", "power", *words]) == 0
    assert said in capsys.readouterr().out


@pytest.mark.parametrize(
    "words",
    [
        ["proportions", "5"], ["proportions", "6/5"], ["proportions", "1/0"], ["proportions", "1/2", "1/2", "1/2"], ["proportions", "a/b"], ["proportions", "1/2", "--level", "100"],
        ["power"], ["power", "--ratio", "1"], ["power", "--ratio", "nan"], ["power", "--shares", "0.4"], ["power", "--shares", "0.4,0.4"], ["power", "--events", "0"],
        ["power", "--ratio", "0.8", "--power", "0"], ["power", "--ratio", "0.8", "--returning", "2"], ["power", "--people", "3,4", "--events", "5"], ["power", "--shares", "0.4,1.3"],
    ],
)  # fmt: skip
def test_numbers_that_cannot_be_are_said_in_a_sentence(capsys, words):
    assert main(["evaluate", *words]) == 2
    said = capsys.readouterr()
    assert said.err.strip().endswith(".")
    assert "Traceback" not in said.err
