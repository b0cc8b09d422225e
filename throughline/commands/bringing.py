"""What the commands that bring in a file have in common: the file, who brings it, the programme, and what is said of it."""

import argparse
import sys
from pathlib import Path


def file_arguments(parser: argparse.ArgumentParser, *, file: str, who: str = "loads") -> None:
    """Add the file, whether to only look, and who brings it."""
    parser.add_argument("file", type=Path, help=file)
    parser.add_argument("--dry-run", action="store_true", help="say what it would do, and do nothing")
    parser.add_argument(
        "--by", help=f"the email address of the worker who {who} it (by default the service that keeps lists)"
    )


def content_of(file: Path) -> bytes | None:
    """Return what a file holds, or None, having said why it cannot be opened."""
    try:
        return file.read_bytes()
    except OSError as trouble:
        print(f"{file} cannot be opened: {trouble.strerror}.", file=sys.stderr)
        return None


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


def programme_on(today):
    """Return the programme of a day, or None, having said that there is none."""
    from throughline.models import Programme

    programme = Programme.objects.on(today).order_by("from_on").first()
    if programme is None:
        print("There is no programme yet. Set one up first.", file=sys.stderr)
    return programme


def left_out(reading, *, are: str = "lists"):
    """Say which columns and sheets of a file are not read."""
    if reading.unknown_columns:
        print(f"Columns we do not know, left out: {', '.join(reading.unknown_columns)}.")
    if reading.unread_sheets:
        print(f"Sheets that are not {are}, left out: {', '.join(reading.unread_sheets)}.")


def counted(words, counts):
    """Say how many rows came to what."""
    print(
        "; ".join(f"{said.lower()}: {counts[what]}" for what, said in words.items() if counts[what]) or "nothing in it"
    )
