"""Small cohort files made for the tests, each with one thing wrong."""

import csv
import io
import random
from datetime import date, timedelta
from pathlib import Path

from throughline.domain.findings import NoFigure
from throughline.domain.readings import FORBIDDEN
from throughline.evaluation import cohorts, survival
from throughline.exchange import cohort_file

TODAY = date(2026, 11, 26)
ROSSI = ("--time", "week", "--event", "arrest")


def rows(count=120, *, seed=7):
    """Return people with a time, an event, a group, an age and a number of earlier sentences."""
    chance = random.Random(seed)
    made = []
    for number in range(count):
        week = min(52, 1 + int(chance.expovariate(1 / 60)))
        made.append({
            "person": f"P{number}", "week": week, "arrest": int(week < 52), "group": chance.choice("ab"), "age": chance.randint(18, 60), "prio": chance.randint(0, 12),
        })  # fmt: skip
    return made


def dated(count=120, *, seed=7):
    """Return the same people with dates in place of weeks."""
    chance = random.Random(seed + 1)
    made = []
    for one in rows(count, seed=seed):
        released = date(2023, 1, 1) + timedelta(days=chance.randint(0, 600))
        made.append(
            one
            | {
                "released": released.isoformat(),
                "ended": (released + timedelta(days=7 * one["week"] + chance.randint(0, 6))).isoformat(),
            }
        )
    return made


def written(folder: Path, made, *, name="cohort.csv", mark=",", encoding="utf-8", header=None) -> Path:
    """Write rows as a file."""
    out = io.StringIO()
    write = csv.DictWriter(out, header or list(made[0]), delimiter=mark)
    write.writeheader()
    write.writerows(made)
    path = folder / name
    path.write_bytes(out.getvalue().encode(encoding, "surrogatepass"))
    return path


def report(path: Path, *, most_rows=1_000_000, **asked):
    """Return the report of a file as the command makes it, or that of why there is none: in no case does it say too much."""
    made = _made(path, most_rows, asked)
    said = [words for one in made["findings"] for words in (one["words"], one["done"])]
    said += [sentence for one in made.get("readings", ()) for sentence in one.values() if isinstance(sentence, str)]
    assert [words for words in said if FORBIDDEN.search(words)] == []
    return made


def _made(path, most_rows, asked):
    question = cohorts.Question(
        **({"event": "arrest"} | ({} if "begins" in asked or "person" in asked else {"time": "week"}) | asked)
    )
    try:
        file = cohort_file.read(path, columns=question.columns, most_rows=most_rows)
        cohort = cohorts.build(file.frame, question, rows=file.rows, decimal_comma=file.decimal_comma, today=TODAY)
        return survival.figures(cohort, file=path.name, digest=file.digest, today=TODAY, read=file.findings)
    except NoFigure as trouble:
        return survival.refused(trouble.finding, question, file=path.name, digest="", today=TODAY)


def finding(made, code):
    """Return a report's one finding of a code."""
    (one,) = [one for one in made["findings"] if one["code"] == code]
    assert one["words"].endswith(".")
    assert one["done"].endswith(".")
    return one
