"""Passing worries on: a worry is read by somebody, or it goes to the next."""

from django.db import transaction
from django.utils import timezone

from throughline.actions import worries
from throughline.domain.worries import UNREAD_FOR
from throughline.models import Worker, Worry, as_service, standing_of


def run() -> int:
    """Send what nobody opened for half an hour to the next. Returns how many went on."""
    now = timezone.now()
    by = standing_of(Worker.objects.get(service=True), on=timezone.localdate())
    with transaction.atomic(), as_service():
        late = list(Worry.objects.lying_unread_since(now - UNREAD_FOR).values_list("pk", flat=True))
    return sum(worries.pass_on(pk, by=by, now=now) for pk in late)
