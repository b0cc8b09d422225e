"""Passing worries on: a worry is read by somebody, or it goes to the next."""

import logging

from django.db import transaction
from django.utils import timezone

from throughline.actions import worries
from throughline.domain.worries import UNREAD_FOR
from throughline.models import Worker, Worry, as_service, standing_of

log = logging.getLogger(__name__)


def run() -> int:
    """Send what nobody opened for half an hour to the next. Returns how many went on."""
    now = timezone.now()
    by = standing_of(Worker.objects.get(service=True), on=timezone.localdate())
    with transaction.atomic(), as_service():
        late = list(Worry.objects.lying_unread_since(now - UNREAD_FOR).values_list("pk", flat=True))
    went = 0
    for pk in late:
        try:
            went += worries.pass_on(pk, by=by, now=now)
        except Exception:
            log.exception("A worry could not be passed on: %s", pk)  # the others must go on
    return went
