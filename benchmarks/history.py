"""What keeping history costs: saving a note and moving an appointment, with the triggers and without, in turn in one run.

Run by `make bench`; prints what was measured and asserts nothing about time.
"""

import argparse
import os
import statistics
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import psycopg

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "throughline.settings.local")

TABLES = ("throughline_appointment", "throughline_episode", "throughline_note", "throughline_person")


def main() -> None:
    """Measure in a database of its own, which waits for the disk as in life."""
    chosen = argparse.ArgumentParser(description=__doc__)
    chosen.add_argument("--times", type=int, default=200)
    times = chosen.parse_args().times
    with tempfile.TemporaryDirectory(prefix="throughline-history-") as folder:
        os.environ["THROUGHLINE_DATA"] = folder
        Path(folder).chmod(0o711)
        from throughline.commands import running
        from throughline.outside.postgres import Cluster

        with Cluster(Path(folder)) as cluster:
            running.prepare(cluster)
            measure(cluster.url("postgres", "throughline"), times)


def measure(superuser: str, times: int) -> None:
    """Do each deed with history on and off, block by block, and print the medians."""
    from django.utils import timezone

    from throughline.actions import appointments, notes
    from throughline.commands import demonstration
    from throughline.models import Code, Episode, standing_of

    demonstration.make(people_wanted=12)
    with psycopg.connect(superuser, autocommit=True) as connection:

        def history(on: bool) -> None:
            for table in TABLES:
                for (trigger,) in connection.execute(
                    "SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND tgname LIKE 'pgtrigger%%'", [table]
                ).fetchall():
                    connection.execute(f"ALTER TABLE {table} {'ENABLE' if on else 'DISABLE'} TRIGGER {trigger}")

        def rows() -> int:
            return sum(connection.execute(f"SELECT count(*) FROM {one}change").fetchone()[0] for one in TABLES)

        today, now = timezone.localdate(), timezone.now()
        (episode,) = connection.execute(
            "SELECT id FROM throughline_episode WHERE stage = 'engaged' AND ended_on IS NULL ORDER BY id LIMIT 1"
        ).fetchone()
        (owner,) = connection.execute("SELECT owner_id FROM throughline_episode WHERE id = %s", [episode]).fetchone()
        by = standing_of(owner_of(owner), on=today)
        kind = Code.objects.get(list="contact_kinds", code="mentoring")
        result = Code.objects.filter(list="appointment_results", code="on_time").get()
        del Episode

        def save_note() -> None:
            notes.save(
                [episode], by=by, client_id=uuid4(), spoke=True, channel="phone", minutes=5, words="A word or two.",
                kind=kind, happened_at=now - timedelta(minutes=1), now=timezone.now(),
            )  # fmt: skip

        def booked() -> object:
            (one,) = appointments.book(
                episode, by=by, client_id=uuid4(), kind="appointment", starts_at=now - timedelta(hours=1), purpose="Bank", now=now - timedelta(hours=2)
            )  # fmt: skip
            return one.pk

        took: dict[tuple[str, bool], list[float]] = {}
        began = rows()
        for block in range(20):
            on = block % 2 == 0
            history(on)
            for _ in range(max(1, times // 20)):
                for deed, prepare in (("save a note", None), ("mark an appointment", booked)):
                    thing = prepare() if prepare else None
                    started = time.perf_counter()
                    if deed == "save a note":
                        save_note()
                    else:
                        appointments.mark(thing, by=by, result=result, now=timezone.now())
                    took.setdefault((deed, on), []).append(time.perf_counter() - started)
        history(True)
        print(
            f"{rows() - began} rows of history in {len(took['mark an appointment', True])} marked appointments and notes"
        )
        for deed in ("save a note", "mark an appointment"):
            kept, bare = (statistics.median(took[deed, on]) * 1000 for on in (True, False))
            print(f"  {deed:20} {kept:6.2f} ms with history, {bare:6.2f} ms without: {kept / bare:.2f} x")


def owner_of(pk: object) -> object:
    """Return a worker."""
    from throughline.models import Worker

    return Worker.objects.get(pk=pk)


if __name__ == "__main__":
    main()
