"""`throughline worker`: mail, reminders, purges."""

import argparse

from throughline.commands import running


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add a way to do what is there and stop."""
    parser.add_argument("--once", action="store_true", help="do what is there, then stop")


def run(chosen: argparse.Namespace) -> int:
    """Run the jobs."""
    with running.database():
        running.django("app")
        from django.core.management import call_command

        call_command("procrastinate", "worker", *(["--one-shot"] if chosen.once else []), "--concurrency=2")
    return 0
