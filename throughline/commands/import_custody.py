"""`throughline import-custody`."""

import argparse
import sys
from collections import Counter
from pathlib import Path

from throughline.commands import running
from throughline.commands.import_liberations import acting


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the file, and whether to only look."""
    parser.add_argument("file", type=Path, help="a CSV or Excel file: number, day, and reception, release or transfer")
    parser.add_argument("--dry-run", action="store_true", help="say what it would do, and do nothing")
    parser.add_argument(
        "--by", help="the email address of the worker who loads it (by default the service that keeps lists)"
    )


def run(chosen: argparse.Namespace) -> int:
    """Say what the file holds; without --dry-run record it, in the order of its days."""
    try:
        content = chosen.file.read_bytes()
    except OSError as trouble:
        print(f"{chosen.file} cannot be opened: {trouble.strerror}.", file=sys.stderr)
        return 1
    with running.database():
        running.django("app")
        from django.utils import timezone

        from throughline.actions import lists
        from throughline.exchange import custody_file
        from throughline.exchange.reference import towns
        from throughline.queries.lists import places

        today = timezone.localdate()
        by = acting(chosen.by, today)
        if by is None:
            return 1
        reading = custody_file.read(content, places=places(towns()), on=today)
        if reading.refused is not None:
            print(reading.refused.words, file=sys.stderr)
            return 1
        for bad in reading.bad:
            print(f"Row {bad.row}: cannot be read. {' '.join(problem.words for problem in bad.problems)}")
        counts = Counter(one.what for one in reading.rows)
        if not chosen.dry_run:
            upload = lists.keep(by=by, kind="custody", file_name=chosen.file.name, content=content, today=today)
            counts, problems = lists.apply_custody(
                upload.pk, by=by, movements=reading.rows, bad=len(reading.bad), today=today
            )
            for row, why in problems:
                print(f"Row {row}: left out. {why}")
        names = {
            "in": "came in",
            "out": "came out",
            "move": "moved prison",
            "same": "known already",
            "unknown": "nobody we know",
            "refused": "left out",
            "bad": "cannot be read",
        }
        print("; ".join(f"{names[what]}: {number}" for what, number in counts.items() if number) or "nothing in it")
        print("Nothing was loaded: this was a dry run." if chosen.dry_run else "Loaded.")
    return 0
