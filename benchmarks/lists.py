"""How long a liberation list takes: read, compared, loaded, loaded again, with every date moved, and with people in
another prison, as ratios to reading it.

Run by `make bench`; prints what was measured and asserts nothing about time.
"""

import argparse
import os
import random
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path


def a_list(rows: int, today: date, *, later: int = 0, prison: str = "Barlinnie") -> bytes:
    """Return a list of that many invented people, each coming out some days later than the first list says."""
    chance = random.Random(7)
    lines = ["SPIN,Surname,Forename,DOB,Prison,Hall,Liberation date,Sentence date,Sentence length,Town"]
    for number in range(rows):
        out = today + timedelta(days=chance.randint(5, 200) + later)
        lines.append(
            f"{500_000 + number},{chance.choice('Reid Smith Khan Orr Boyle Duffy'.split())},{chance.choice('Dan Ali Sean Paul'.split())},"
            f"{chance.randint(1, 28)}/{chance.randint(1, 12)}/{chance.randint(1970, 2003)},{prison},A hall,{out:%d/%m/%Y},{today - timedelta(days=90):%d/%m/%Y},400,"
            f"{chance.choice(['Glasgow', 'Airdrie', 'Paisley', 'Kirkcaldy'])}"
        )
    return "\n".join(lines).encode()


def main() -> None:
    """Measure in a database of its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=5000)
    rows = parser.parse_args().rows
    with tempfile.TemporaryDirectory(prefix="throughline-bench-") as folder:
        Path(folder).chmod(0o711)
        os.environ["THROUGHLINE_DATA"] = folder
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "throughline.settings.local")
        from throughline.commands import running

        with running.database() as cluster:
            running.prepare(cluster)
            measure(rows)


def measure(rows: int) -> None:
    """Load a list twice and print what each part took."""
    from django.db import transaction
    from django.utils import timezone

    from throughline.actions import lists
    from throughline.commands import demonstration
    from throughline.exchange import liberations
    from throughline.exchange.reference import towns
    from throughline.models import Programme, Worker, standing_of
    from throughline.queries.lists import fates, places

    today = timezone.localdate()
    demonstration.make(today=today, people_wanted=0)
    by = standing_of(Worker.objects.get(service=True), on=today)
    programme = Programme.objects.get()
    content = a_list(rows, today)
    took = {}

    def timed(name, act):
        started = time.perf_counter()
        done = act()
        took[name] = time.perf_counter() - started
        return done

    def judged(content):
        reading = liberations.read(content, places=places(towns()), on=today)
        with transaction.atomic():
            return fates(reading.rows, by=by, programme=programme, on=today)

    def loaded(content, found):
        upload = lists.keep(by=by, kind="liberation", file_name="list.csv", content=content, today=today)
        lists.apply_liberations(upload.pk, by=by, fates=found, bad=[], programme=programme, today=today)

    timed("read", lambda: liberations.read(content, places=places(towns()), on=today))
    found = timed("judge", lambda: judged(content))
    timed("load", lambda: loaded(content, found))
    again = timed("judge again", lambda: judged(content))
    later = a_list(rows, today, later=7)
    dates = judged(later)
    timed("every date moved", lambda: loaded(later, dates))
    some = max(1, rows // 10)
    elsewhere = a_list(some, today, later=7, prison="Low Moss")
    moves = judged(elsewhere)
    timed("a tenth moved", lambda: loaded(elsewhere, moves))
    print(f"{rows} rows:")
    for name, seconds in took.items():
        print(f"  {name:16} {seconds:7.2f} s  {seconds / took['read']:6.1f} x reading")
    print(
        f"  dates moved: {sum(one.what == 'date_moved' for one in dates)}, prisons: {sum(one.what == 'moved_prison' for one in moves)}"
    )
    print(f"  the same list again changes {sum(one.what != 'same' for one in again)} of {rows}")


if __name__ == "__main__":
    main()
