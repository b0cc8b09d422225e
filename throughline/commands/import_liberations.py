"""`throughline import-liberations`."""

import argparse
import sys
from collections import Counter

from throughline.commands import running
from throughline.commands.bringing import acting, content_of, counted, file_arguments, left_out, programme_on


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the file, and whether to only look."""
    file_arguments(parser, file="a CSV or Excel file as the prison exports it")


def run(chosen: argparse.Namespace) -> int:
    """Say what each row would do; without --dry-run do all of it."""
    content = content_of(chosen.file)
    if content is None:
        return 1
    with running.database():
        running.django("app")
        from django.db import transaction
        from django.utils import timezone
        from rich.console import Console
        from rich.progress import Progress

        from throughline.actions import lists
        from throughline.domain.objections import Forbidden, Refused
        from throughline.exchange import liberations
        from throughline.exchange.reference import towns
        from throughline.queries.lists import WORDS, fates, places

        today = timezone.localdate()
        by = acting(chosen.by, today)
        if by is None:
            return 1
        programme = programme_on(today)
        if programme is None:
            return 1
        with Progress(console=Console(stderr=True), transient=True) as progress:
            task = progress.add_task("Reading the list", total=3)
            reading = liberations.read(content, places=places(towns()), on=today)
            if reading.refused is not None:
                print(reading.refused.words, file=sys.stderr)
                return 1
            progress.update(task, advance=1, description="Looking for who is known")
            try:
                with transaction.atomic():
                    lists.alone()
                    found = fates(reading.rows, by=by, programme=programme, on=today)
                    progress.update(task, advance=1, description="Loading")
                    counts, refused = _load(chosen, content, reading, found, by=by, programme=programme, today=today)
            except (Refused, Forbidden) as stopped:
                print(f"{stopped.objection.words} Nothing was loaded.", file=sys.stderr)
                return 1
            left_out(reading)
            said = {one.where: one for one in refused}
            for bad in reading.bad:
                print(f"{bad.where}: cannot be read. {' '.join(problem.words for problem in bad.problems)}")
            for fate in found:
                what, why = fate.what, fate.because
                if fate.row.where in said:
                    what, why = said[fate.row.where].what, said[fate.row.where].why
                if what not in ("new", "same"):
                    print(f"{fate.row.where}: {WORDS[what].lower()}{f'. {why}' if why else ''}")
        counted(WORDS, counts)
        print("Nothing was loaded: this was a dry run." if chosen.dry_run else "Loaded.")
    return 0


def _load(chosen, content, reading, found, *, by, programme, today):
    """Load a list, or only count. Returns how many rows came to what, and the rows that are not in."""
    from throughline.actions import lists

    if chosen.dry_run:
        counts = Counter(fate.what for fate in found)
        counts["bad"] += len(reading.bad)
        return counts, []
    upload = lists.keep(by=by, kind="liberation", file_name=chosen.file.name, content=content, today=today)
    return lists.apply_liberations(upload.pk, by=by, fates=found, bad=reading.bad, programme=programme, today=today)
