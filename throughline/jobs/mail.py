"""Sending what stands in the outbox: once, and again while it could not be handed over."""

from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from throughline.actions import mail as writing
from throughline.domain.calendar import is_working
from throughline.models import Handover, Mail, as_service
from throughline.outside.mail import MailTrouble, Server, send
from throughline.queries.holidays import holidays_of_partnership


def server() -> Server:
    """Return where mail is handed over."""
    return Server(
        settings.MAIL_HOST, settings.MAIL_PORT, settings.MAIL_USER, settings.MAIL_PASSWORD, settings.MAIL_STARTTLS
    )


def send_one(pk: UUID | str) -> bool:
    """Send one message if it has not gone. Two workers at once: one sends, the other finds it locked and goes on."""
    with transaction.atomic():
        mail = (
            Mail.objects.select_for_update(skip_locked=True)
            .filter(pk=pk, sent_at__isnull=True, given_up_at__isnull=True)
            .first()
        )
        if mail is None:
            return False
        writing.try_to_send(mail, at=timezone.now(), hand_over=_hand_over)
        return mail.sent_at is not None


def send_waiting() -> int:
    """Send every message whose next try has come. Returns how many went."""
    waiting = Mail.objects.filter(sent_at__isnull=True, given_up_at__isnull=True, next_try_at__lte=timezone.now())
    return sum(send_one(pk) for pk in list(waiting.values_list("pk", flat=True)[:200]))


def remind() -> int:
    """Remind, each working day, the leads who stand in for someone and those with a handover to answer."""
    today = timezone.localdate()
    if not is_working(today, holidays=holidays_of_partnership().keys()):
        return 0
    with transaction.atomic(), as_service():
        workers = set(
            Handover.objects.filter(
                answered_at__isnull=True, withdrawn_at__isnull=True, offered_at__lt=timezone.now() - timedelta(days=1)
            ).values_list("receiver", flat=True)
        )
        leads = set(
            Handover.objects.filter(
                stands_in=True, episode__ended_on__isnull=True, episode__owner=F("receiver")
            ).values_list("receiver", flat=True)
        )
    for worker in workers | leads:
        writing.tell_worker(
            worker, key=f"daily:{worker}:{today}", subject="Something waits for you today",
            body="A handover waits for your answer, or you stand in for a worker who is away. Sign in to see it.", path="/",
        )  # fmt: skip
    return len(workers | leads)


def _hand_over(mail: Mail) -> MailTrouble | None:
    if settings.MAIL_IS_PRINTED:
        print(f"\nNo mail server is set, so this stands here. To {mail.to}: {mail.subject}\n{mail.body}", flush=True)  # noqa: T201 - its place is the terminal
        return None
    try:
        send(server(), sender=settings.MAIL_FROM, to=mail.to, subject=mail.subject, body=mail.body, key=str(mail.pk))
    except MailTrouble as trouble:
        return trouble
    return None
