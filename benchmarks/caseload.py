"""How long a present caseload takes from the filled template: read, compared, brought, as ratios to reading it.

Run by `make bench`; prints what was measured and asserts nothing about time. The goal: 1,000 rows in under a minute.
"""

import argparse
import io
import time
from datetime import datetime, timedelta
from datetime import time as midnight
from typing import Any

import own


def a_caseload(rows: int, today: Any, team: str) -> bytes:
    """Return a filled template of that many invented people: one half asked, one half in touch since their release."""
    import xlsxwriter

    from throughline.exchange.caseload_file import COLUMNS

    asked = {"Stage": "asked", "Asked on": today, "Prison": "Barlinnie"}
    joined = {
        "Stage": "in touch since release", "Consent on": today - timedelta(days=90), "Consent how": "on paper", "Released on": today - timedelta(days=40),
        "Last contact on": today - timedelta(days=1), "Last contact how": "phone",
    }  # fmt: skip
    out, labels = io.BytesIO(), [column.label for column in COLUMNS]
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    page, day = book.add_worksheet("Caseload"), book.add_format({"num_format": "dd/mm/yyyy"})
    page.write_row(0, 0, labels)
    for number in range(rows):
        name = "R" + "".join(chr(97 + int(sign)) for sign in f"{number:05}")
        row = {
            "Surname": name,
            "Scottish prison number": str(10_000 + number),
            "Team": team,
            **(joined if number % 2 else asked),
        }
        for label, cell in row.items():
            place = number + 1, labels.index(label)
            if isinstance(cell, str):
                page.write(*place, cell)
            else:
                page.write_datetime(*place, datetime.combine(cell, midnight()), day)
    book.close()
    return out.getvalue()


def main() -> None:
    """Measure in a database of its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1000)
    rows = parser.parse_args().rows
    with own.database():
        measure(rows)


def measure(rows: int) -> None:
    """Bring a caseload and print what each part took."""
    from django.db import transaction
    from django.utils import timezone

    from throughline.actions import caseload, lists
    from throughline.commands import demonstration
    from throughline.exchange import caseload_file
    from throughline.exchange.reference import towns
    from throughline.models import Programme, Worker, standing_of
    from throughline.queries.caseload import fates, here
    from throughline.queries.lists import places

    today = timezone.localdate()
    demonstration.make(people_wanted=0)
    by = standing_of(Worker.objects.get(service=True), on=today)
    content = a_caseload(rows, today, "Glasgow")
    took = {}

    def timed(name: str, act: Any) -> Any:
        started = time.perf_counter()
        done = act()
        took[name] = time.perf_counter() - started
        return done

    reading = timed(
        "read", lambda: caseload_file.read(content, places=places(towns()), here=here(on=today), on=today, now=timezone.now())
    )  # fmt: skip
    assert not reading.bad, reading.bad[:3]
    with transaction.atomic():
        lists.alone()
        found = timed("compared", lambda: fates(reading.rows, by=by))
        upload = lists.keep(by=by, kind="caseload", file_name="caseload.xlsx", content=content, today=today)
        timed("brought", lambda: caseload.bring(
            upload.pk, by=by, fates=found, bad=reading.bad, programme=Programme.objects.get(), today=today
        ))  # fmt: skip
    print(f"A caseload of {rows:,} rows: {sum(took.values()):.1f} s")
    for name, seconds in took.items():
        print(f"  {name:9} {seconds:6.2f} s  {seconds / took['read']:5.1f} times reading it")


if __name__ == "__main__":
    main()
