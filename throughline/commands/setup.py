"""`throughline setup`: the first step of an empty database, from a terminal."""

import argparse
import sys

from throughline.commands import running


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the answers, for those who would rather not be asked."""
    parser.add_argument("--partnership", help="its name")
    parser.add_argument("--organisation", help="the lead organisation’s name")
    parser.add_argument("--nation", choices=["scotland", "england-and-wales"])
    parser.add_argument("--admin", help="the first administrator’s name")
    parser.add_argument("--email", help="their email address: the invitation goes there")


def run(chosen: argparse.Namespace) -> int:
    """Ask what is missing, set up, and say where the invitation went."""
    with running.database() as cluster:
        running.prepare(cluster)
        from django.core.exceptions import ValidationError
        from django.core.validators import validate_email
        from django.utils import timezone

        from throughline.actions import partnership
        from throughline.domain.objections import Refused
        from throughline.domain.vocabulary import Nation

        name = chosen.partnership or input("What is the partnership called? ")
        organisation = chosen.organisation or input("Which organisation leads it? ")
        nation = chosen.nation or input("Which nation: scotland, or england-and-wales? ")
        admin = chosen.admin or input("Who is the first administrator? ")
        email = chosen.email or input("What is their email address? ")
        try:
            validate_email(email)
            partnership.begin(
                name=name,
                nation=Nation(nation),
                organisation=organisation,
                admin_name=admin,
                admin_email=email,
                on=timezone.localdate(),
            )
        except (ValidationError, ValueError):
            print("That email address or nation is not one we know. Nothing was set up.", file=sys.stderr)
            return 1
        except Refused as refused:
            print(refused.objection.words, file=sys.stderr)
            return 1
        print(f"An invitation goes to {email} when the worker runs: throughline serve. They choose their own password.")
    return 0
