"""`throughline verify-audit`: whether the read log is whole, or which row of it is not."""

import argparse

from throughline.commands import running

MOST_SAID = 100


def arguments(parser: argparse.ArgumentParser) -> None:
    """Take nothing: everything that is sealed is looked through."""
    del parser


def run(chosen: argparse.Namespace) -> int:
    """Look through the log. Returns 1 where anything is not as it was sealed."""
    del chosen
    with running.database():
        running.django("clock")
        from django.conf import settings

        from throughline.jobs.seals import address
        from throughline.outside import seals

        verdict = seals.verify(address(), home=settings.DATA)
    troubles = verdict.troubles
    for trouble in troubles[:MOST_SAID]:
        print(trouble)
    if len(troubles) > MOST_SAID:
        print(f"And {len(troubles) - MOST_SAID} more.")
    print(
        f"{verdict.rows} rows under {verdict.seals} seals: {f'{len(troubles)} not as they were' if troubles else 'all whole'}. {verdict.waiting} rows wait to be sealed."
    )
    return 1 if troubles else 0
