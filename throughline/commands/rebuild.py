"""`throughline rebuild --check`: the dates on each episode against the facts they follow from."""

import argparse

from throughline.commands import running


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the check, which is all there is: nothing is changed."""
    parser.add_argument("--check", action="store_true", help="compare and say what differs (the default)")


def run(chosen: argparse.Namespace) -> int:
    """Compare every episode, as the backup role, which may read all of them."""
    del chosen
    with running.database():
        running.django("backup")
        from throughline.queries.rebuild import differences

        found = differences()
        for line in found:
            print(line)
        print(f"{len(found)} differences." if found else "No difference: every date follows from its facts.")
    return 1 if found else 0
