"""What was agreed ahead for a day begins on that day: duty, absences, last days, handovers."""

import logging
from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from throughline.actions import ownership
from throughline.domain.objections import Refused
from throughline.models import (
    WAITS,
    Absence,
    Assignment,
    Episode,
    Handover,
    PrisonService,
    Worker,
    as_service,
    standing_of,
)

logger = logging.getLogger(__name__)


def run() -> int:
    """Move whoever a day that has come moves. Returns how many moved.

    Each row stands by itself: one that cannot go on (a team without a lead) is said in the log and tried each night.
    """
    today = timezone.localdate()
    by = standing_of(Worker.objects.get(service=True), on=today)
    services = PrisonService.objects.on(today).filter(followed_on__isnull=True)  # a night that was missed is made up
    moved = sum(
        ownership.follow_duty(service, by=by, on=today)
        for service in services.select_related("prison", "duty_coach", "deputy")
    )
    for handover in _seen(
        Handover.objects.filter(WAITS, accepted=True, starts_on__lte=today).values_list("pk", flat=True)
    ):
        moved += _tried(lambda pk=handover: ownership.begin(pk, by=by, today=today))
    busy = Q(pk__in=Episode.objects.filter(ended_on__isnull=True).values("owner")) | Q(
        pk__in=Assignment.objects.filter(until_on__isnull=True).values("worker")
    )
    absent = Absence.objects.on(today).values("worker")
    for worker in _seen(Worker.objects.filter(busy, pk__in=absent).values_list("pk", flat=True)):
        moved += _tried(lambda pk=worker: ownership.follow_absence(pk, by=by, on=today))
    for worker, last in Worker.objects.filter(ended_on__isnull=True, leaves_on__lt=today).values_list(
        "pk", "leaves_on"
    ):
        moved += _tried(lambda pk=worker, on=last: ownership.leave(pk, by=by, on=on, today=today))
    return moved


def _seen(rows: Any) -> list[Any]:
    """Return rows as the service sees them: it works on every record."""
    with transaction.atomic(), as_service():
        return list(rows)


def _tried(act: Callable[[], Any]) -> int:
    """Do one thing; say in the log why it could not be done."""
    try:
        done = act()
    except Refused as stopped:
        logger.warning("A change of duty waits: %s", stopped.objection.code)
        return 0
    return done if isinstance(done, int) else 1
