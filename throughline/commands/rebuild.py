"""`throughline rebuild`: the dates on each episode, put as the facts say. With --check they are only compared."""

import argparse

from throughline.commands import running
from throughline.outside import databases


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the check, which changes nothing."""
    parser.add_argument("--check", action="store_true", help="only compare, and say what differs")


def run(chosen: argparse.Namespace) -> int:
    """Compare every episode with its facts, and mend what differs."""
    with running.database():
        return _check() if chosen.check else _mend()


def _check() -> int:
    """Compare as the backup role, which may read all of them and change none."""
    running.django("backup")
    from throughline.queries.rebuild import differences

    found = differences()
    for line in found:
        print(line)
    if not found:
        print("No difference: every date follows from its facts.")
        return 0
    print(f"{len(found)} differences. `throughline rebuild` puts them right.")
    return 1


def _mend() -> int:
    """Mend in one transaction in which nobody else changes an episode: found as the role that reads all of them, put
    right as the service that works on each.
    """
    running.django("app")
    from django.db import connection, connections, transaction
    from django.utils import timezone

    from throughline.actions import episodes
    from throughline.models import Worker, standing_of
    from throughline.queries.rebuild import differing

    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE throughline_episode IN SHARE ROW EXCLUSIVE MODE")
        connections.databases["all"] = connection.settings_dict | databases.settings_for(
            "backup", data=running.data_folder()
        )
        found = differing(using="all")
        if found:
            by = standing_of(Worker.objects.get(service=True), on=timezone.localdate())
            for episode, due in found:
                episodes.put_dates_right(episode.pk, by=by, dates=due)
    print(f"{len(found)} episodes put right." if found else "No difference: every date follows from its facts.")
    return 0
