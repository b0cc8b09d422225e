"""`throughline import-caseload`."""

import argparse
import sys
from collections import Counter
from pathlib import Path

from throughline.commands import running
from throughline.commands.bringing import acting, content_of, counted, file_arguments, left_out, programme_on


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the file, and whether to only look."""
    file_arguments(parser, file="the template, filled in (.xlsx)", who="brings")
    parser.add_argument("--copy", type=Path, help="where to write a copy of the file that says what to mend")


def run(chosen: argparse.Namespace) -> int:
    """Say what each row would do; without --dry-run do all of it. A row that is to be mended stops the whole."""
    content = content_of(chosen.file)
    if content is None:
        return 1
    with running.database():
        running.django("app")
        from django.db import transaction
        from django.utils import timezone

        from throughline.actions import caseload, lists
        from throughline.domain.objections import Forbidden, Refused
        from throughline.exchange import caseload_file
        from throughline.exchange.reference import towns
        from throughline.queries.caseload import WORDS, fates, here
        from throughline.queries.lists import places

        today = timezone.localdate()
        by = acting(chosen.by, today)
        if by is None:
            return 1
        programme = programme_on(today)
        if programme is None:
            return 1
        reading = caseload_file.read(content, places=places(towns()), here=here(on=today), on=today, now=timezone.now())
        if reading.refused is not None:
            print(reading.refused.words, file=sys.stderr)
            return 1
        try:
            with transaction.atomic():
                lists.alone()
                found = fates(reading.rows, by=by)
                _say(reading, found, WORDS, caseload_file.sentences)
                if chosen.copy is not None:
                    why = {bad.row: bad.problems for bad in reading.bad} | {one.row.row: one.problems for one in found}
                    chosen.copy.write_bytes(caseload_file.marked(reading, why))
                if not chosen.dry_run:
                    upload = lists.keep(
                        by=by, kind="caseload", file_name=chosen.file.name, content=content, today=today
                    )
                    caseload.bring(upload.pk, by=by, fates=found, bad=reading.bad, programme=programme, today=today)
        except (Refused, Forbidden) as stopped:
            print(f"{stopped.objection.words} Nothing was loaded.", file=sys.stderr)
            return 1
        except OSError as trouble:
            print(f"{chosen.copy} cannot be written: {trouble.strerror}. Nothing was loaded.", file=sys.stderr)
            return 1
        print("Nothing was loaded: this was a dry run." if chosen.dry_run else "Loaded.")
    return 0


def _say(reading, found, words, sentences):
    """Say of each row what is wrong with it or why it is left out, and how many there are of each."""
    left_out(reading, are="read")
    for row, what, problems in [(bad.row, "bad", bad.problems) for bad in reading.bad] + [
        (fate.row.row, fate.what, fate.problems) for fate in found if fate.what != "new"
    ]:
        print(f"Row {row}: {words[what].lower()}. {sentences(problems, reading.header)}".replace("\n", " "))
    counts = Counter(fate.what for fate in found)
    counts["bad"] += len(reading.bad)
    counted(words, counts)
