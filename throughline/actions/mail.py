"""Writing mail to workers: kept in a table, sent by the worker process, never twice. It names nobody it is about."""

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction

from throughline.actions import queue
from throughline.models import Mail, Worker

MOST_TRIES = 12


def tell_worker(worker: UUID, *, key: str, subject: str, body: str, path: str) -> Mail | None:
    """Write a message to a worker. `key` names the news: written twice it is the same message. None without an address."""
    account = Worker.objects.select_related("account").get(pk=worker).account
    if account is None or not account.is_active:
        return None
    return write(account.email, key=key, subject=subject, body=f"{body}\n\n{settings.BASE_URL}{path}\n")


def remind_today(workers: Iterable[UUID], *, on: date, key: str, body: str, path: str) -> None:
    """Tell each of some workers, once that day, that something waits for them: what and of whom is said on its page."""
    for worker in set(workers):
        tell_worker(
            worker, key=f"{key}:{worker}:{on}", subject="Something waits for you today", body=f"{body} Sign in to see it.", path=path
        )  # fmt: skip


def write(to: str, *, key: str, subject: str, body: str) -> Mail:
    """Put a message in the outbox and ask for it to be sent once this transaction is in."""
    held = Mail.objects.filter(key=key).first()
    if held is not None:
        return held
    mail = Mail(to=to, key=key, subject=subject, body=body)
    with transaction.atomic():
        mail.save(force_insert=True)
        queue.defer("send_mail", pk=str(mail.pk))
    return mail


def try_to_send(mail: Mail, *, at: datetime, hand_over: Callable[[Mail], Exception | None]) -> Mail:
    """Hand a locked message over and write down what came of it. Each try that fails waits longer than the last."""
    trouble = hand_over(mail)
    mail.tries += 1
    if trouble is None:
        mail.sent_at, mail.trouble = at, ""
    else:
        mail.trouble = str(trouble)[:200]
        mail.next_try_at = at + timedelta(minutes=min(2**mail.tries, 360))
        if getattr(trouble, "for_good", False) or mail.tries >= MOST_TRIES:
            mail.given_up_at = at
    mail.save(update_fields=["tries", "sent_at", "trouble", "next_try_at", "given_up_at"])
    return mail
