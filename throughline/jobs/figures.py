"""Counting the figures, each night and when a manager asks: as the role that sees dates and codes of everyone and no name."""

from datetime import date

import psycopg
from django.utils import timezone

from throughline.actions import figures as actions
from throughline.evaluation import episodes
from throughline.jobs.seals import address
from throughline.models import FigureSet, Worker, standing_of


def run(*, on: date | None = None) -> FigureSet:
    """Count everyone as the records stand on a day, today unless told otherwise, and keep the set."""
    from throughline.evaluation import figures  # noqa: PLC0415 - its libraries are heavy: loaded where figures are made, never where a job is asked for

    on = on or timezone.localdate()
    with psycopg.connect(**address(), autocommit=True) as clock, clock.cursor() as cursor:
        rows = episodes.read(cursor, on=on)
        known = episodes.known_until(cursor, on=on)
    body = figures.make(rows, on=on, known=known)
    by = standing_of(Worker.objects.get(service=True), on=on)
    return actions.keep(by=by, data_on=on, fingerprint=episodes.fingerprint(rows, on=on), body=body)
