"""`throughline migrate`."""

import argparse

from throughline.commands import running


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add nothing: there is one way to be up to date."""
    del parser


def run(chosen: argparse.Namespace) -> int:
    """Bring the tables and the shipped facts up to date."""
    del chosen
    with running.database() as cluster:
        running.prepare(cluster)
        print("The database is up to date.")
    return 0
