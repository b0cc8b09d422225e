"""`throughline import-custody`."""

import argparse
import sys
from collections import Counter

from throughline.commands import running
from throughline.commands.bringing import acting, content_of, counted, file_arguments, left_out


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the file, and whether to only look."""
    file_arguments(parser, file="a CSV or Excel file: number, day, and reception, release or transfer")


def run(chosen: argparse.Namespace) -> int:
    """Say what the file holds; without --dry-run record it, in the order of its days."""
    content = content_of(chosen.file)
    if content is None:
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
        counted(MOVEMENT_WORDS, counts)
        print("Nothing was loaded: this was a dry run." if chosen.dry_run else "Loaded.")
    return 0
