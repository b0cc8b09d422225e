"""`throughline sheets`: the emergency sheets of two days, now."""

import argparse
import sys

from throughline.commands import running


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add from which day on."""
    parser.add_argument(
        "--tomorrow", action="store_true", help="tomorrow and the day after, instead of today and tomorrow"
    )


def run(chosen: argparse.Namespace) -> int:
    """Make them into the folder that THROUGHLINE_SHEETS names, locked with THROUGHLINE_SHEETS_PASSPHRASE."""
    with running.database():
        running.django("app")
        from datetime import timedelta

        from django.conf import settings
        from django.utils import timezone

        from throughline.jobs import sheets

        if not settings.SHEETS_FOLDER:
            print("No folder is chosen. Set THROUGHLINE_SHEETS to one that opens without this system.", file=sys.stderr)
            return 1
        try:
            made = sheets.run(first=timezone.localdate() + timedelta(days=1 if chosen.tomorrow else 0))
        except (ValueError, OSError) as trouble:
            print(trouble, file=sys.stderr)
            return 1
    for name in made.files:
        print(name)
    print(f"{made.sheets} made, {made.nothing} with nobody to meet or ring, {made.failed} failed, {len(made.gone)} old ones taken away.")  # fmt: skip
    return 1 if made.failed else 0
