"""Write the 432 releases of Rossi, Berk & Lenihan (1980) as a liberation list and a custody file.

Real: age, earlier convictions, the week of the return. Invented from a seed: names, numbers, days of birth. The data set
comes with the lifelines package (`lifelines.datasets.load_rossi`). Run it to write the two files:

    python tests/rossi.py FOLDER
"""

import csv
import io
import random
import sys
from datetime import date, timedelta
from pathlib import Path

RELEASED = date(2024, 3, 1)
_GIVEN = "Daniel Ross Paul Kyle Stephen Connor Gary Sean Jamie Liam Alan Wayne Lee Craig Scott Mark Ryan Jordan Callum Kevin".split()
_FAMILY = "Reid Devlin Morrison Boyle Shaw Lennox Duffy Cairns Campbell Stewart Murray Fraser Burns Wallace Black Hunter Baird Orr Weir Young".split()


def people(*, first: date = RELEASED, within: int = 27, every: int = 1) -> list[dict]:
    """Return the 432, each with what is real and what was invented; they come out from `first`, `within` some days. Or `every` fourth, say."""
    from lifelines.datasets import load_rossi

    chance = random.Random(1980)
    rows = []
    for number, row in enumerate(load_rossi().to_dict("records")):
        released = first + timedelta(days=chance.randint(0, within))
        born = date(released.year - int(row["age"]), 1, 1) + timedelta(days=chance.randint(0, 50))
        rows.append({
            "spin": str(700_000 + number), "surname": _FAMILY[number % 20], "forename": f"{_GIVEN[number // 20 % 20]} {chr(65 + number % 26)}", "born": born,
            "released": released, "back": released + timedelta(weeks=int(row["week"])) if row["arrest"] else None, "earlier": int(row["prio"]),
        })  # fmt: skip
    return rows[::every]


def liberation_list(*, first: date = RELEASED, within: int = 27, every: int = 1) -> bytes:
    """Return the list as it stood the day before the first of them came out."""
    out = io.StringIO()
    write = csv.writer(out)
    write.writerow(
        [
            "SPS No",
            "Surname",
            "First Name",
            "Date of Birth",
            "Establishment",
            "Lib Date",
            "Sentence Date",
            "Sentence Length",
            "Home Town",
            "Earlier sentences",
        ]
    )
    for one in people(first=first, within=within, every=every):
        write.writerow(
            [
                one["spin"],
                one["surname"],
                one["forename"],
                f"{one['born']:%d/%m/%Y}",
                "Barlinnie",
                f"{one['released']:%d/%m/%Y}",
                f"{first - timedelta(days=240):%d/%m/%Y}",
                "600",
                "Glasgow",
                one["earlier"],
            ]
        )
    return out.getvalue().encode()


def custody_file(*, first: date = RELEASED, within: int = 27, every: int = 1) -> bytes:
    """Return every release, and every return within the year."""
    out = io.StringIO()
    write = csv.writer(out)
    write.writerow(["SPS No", "Movement", "Date", "Prison"])
    for one in people(first=first, within=within, every=every):
        write.writerow([one["spin"], "Release", f"{one['released']:%d/%m/%Y}", ""])
        if one["back"]:
            write.writerow([one["spin"], "Reception", f"{one['back']:%d/%m/%Y}", "Barlinnie"])
    return out.getvalue().encode()


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    (folder / "rossi-list.csv").write_bytes(liberation_list())
    (folder / "rossi-custody.csv").write_bytes(custody_file())
