"""`throughline import-liberations`."""

import argparse
import sys
from collections import Counter
from pathlib import Path

from throughline.commands import running


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the file, and whether to only look."""
    parser.add_argument("file", type=Path, help="a CSV or Excel file as the prison exports it")
    parser.add_argument("--dry-run", action="store_true", help="say what it would do, and do nothing")
    parser.add_argument(
        "--by", help="the email address of the worker who loads it (by default the service that keeps lists)"
    )


def run(chosen: argparse.Namespace) -> int:
    """Say what each row would do; without --dry-run do all of it."""
    try:
        content = chosen.file.read_bytes()
    except OSError as trouble:
        print(f"{chosen.file} cannot be opened: {trouble.strerror}.", file=sys.stderr)
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
        from throughline.models import Programme
        from throughline.queries.lists import WORDS, fates, places

        today = timezone.localdate()
        by = acting(chosen.by, today)
        if by is None:
            return 1
        programme = Programme.objects.on(today).order_by("from_on").first()
        if programme is None:
            print("There is no programme yet. Set one up first.", file=sys.stderr)
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
        print(
            "; ".join(f"{words.lower()}: {counts[what]}" for what, words in WORDS.items() if counts[what])
            or "nothing in it"
        )
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


def left_out(reading):
    """Say which columns and sheets of a file are not read."""
    if reading.unknown_columns:
        print(f"Columns we do not know, left out: {', '.join(reading.unknown_columns)}.")
    if reading.unread_sheets:
        print(f"Sheets that are not lists, left out: {', '.join(reading.unread_sheets)}.")


def acting(email, today):
    """Return how the worker who loads a file stands, or None, having said why."""
    from throughline.models import Worker, standing_of

    workers = Worker.objects.filter(account__email__iexact=email) if email else Worker.objects.filter(service=True)
    worker = workers.first()
    if worker is None:
        print(
            "Nobody here has that email address."
            if email
            else "There is no partnership yet. Set one up first: throughline setup",
            file=sys.stderr,
        )
        return None
    return standing_of(worker, on=today)
