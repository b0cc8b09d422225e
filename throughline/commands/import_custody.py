"""`throughline import-custody`."""

import argparse
import sys
from collections import Counter
from pathlib import Path

from throughline.commands import running
from throughline.commands.import_liberations import acting, left_out


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

        from throughline.actions import lists, movements
        from throughline.exchange import custody_file
        from throughline.exchange.reference import towns
        from throughline.queries.lists import places
        from throughline.queries.movements import WORDS as MOVEMENT_WORDS
        from throughline.queries.movements import moves

        today = timezone.localdate()
        by = acting(chosen.by, today)
        if by is None:
            return 1
        reading = custody_file.read(content, places=places(towns()), on=today)
        if reading.refused is not None:
            print(reading.refused.words, file=sys.stderr)
            return 1
        left_out(reading)
        for bad in reading.bad:
            print(f"{bad.where}: cannot be read. {' '.join(problem.words for problem in bad.problems)}")
        if chosen.dry_run:
            found = moves(reading.rows, on=today)
        else:
            upload = lists.keep(by=by, kind="custody", file_name=chosen.file.name, content=content, today=today)
            found = movements.load(upload.pk, by=by, movements=reading.rows, bad=reading.bad, today=today)
        for one in found:
            if one.why:
                print(f"{one.movement.where}: {MOVEMENT_WORDS[one.what].lower()}. {one.why}")
        counts = Counter(one.what for one in found)
        counts["bad"] += len(reading.bad)
        print(
            "; ".join(f"{said.lower()}: {counts[what]}" for what, said in MOVEMENT_WORDS.items() if counts[what])
            or "nothing in it"
        )
        print("Nothing was loaded: this was a dry run." if chosen.dry_run else "Loaded.")
    return 0
