"""The `throughline` command line: one thin file a verb."""

import argparse
import importlib
import os
import sys
from collections.abc import Sequence

from throughline.domain.errands import doing

VERBS = {
    "setup": "set up a partnership in an empty database",
    "demo": "run everything here with an invented partnership to try",
    "serve": "run the web for a partnership",
    "worker": "run the jobs: mail, reminders, purges",
    "migrate": "bring the database up to date",
    "import-liberations": "load a liberation list",
    "import-custody": "load a custody file",
    "import-caseload": "bring the people whom the partnership works with already, from the filled-in template",
    "rebuild": "put each episode’s dates as the facts say that they follow from (--check: only compare)",
    "evaluate": "make figures from a file, with what they do and do not show: survival, proportions, power",
    "sheets": "make everyone’s emergency sheet of two days, into the folder for them",
    "verify-audit": "say whether the read log is whole, or which row is not",
    "document": "write the reference pages of docs from the code",
    "doctor": "say what is wrong, and what to do about it",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one verb. Returns the process's exit status; trouble is one sentence on standard error."""
    parser = argparse.ArgumentParser(
        prog="throughline",
        description="The common record for partnerships that support people through the prison gate.",
    )
    verbs = parser.add_subparsers(dest="verb", metavar="what to do", required=True)
    for verb, words in VERBS.items():
        module = importlib.import_module(f"throughline.commands.{verb.replace('-', '_')}")
        module.arguments(verbs.add_parser(verb, help=words, description=f"{words[0].upper()}{words[1:]}."))
    chosen = parser.parse_args(arguments)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "throughline.settings.local")
    from django.core.exceptions import ImproperlyConfigured

    from throughline.outside.postgres import PostgresTrouble

    try:
        with doing(command=chosen.verb):
            return importlib.import_module(f"throughline.commands.{chosen.verb.replace('-', '_')}").run(chosen) or 0
    except (PostgresTrouble, ImproperlyConfigured) as trouble:
        print(trouble, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
