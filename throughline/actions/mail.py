"""Writing mail to workers: kept in a table, sent by the worker process, never twice. It names nobody it is about."""

from uuid import UUID

from django.conf import settings
from django.db import transaction

from throughline.actions import queue
from throughline.models import Mail, Worker


def tell_worker(worker: UUID, *, key: str, subject: str, body: str, path: str) -> Mail | None:
    """Write a message to a worker. `key` names the news: written twice it is the same message. None without an address."""
    account = Worker.objects.select_related("account").get(pk=worker).account
    if account is None or not account.is_active:
        return None
    return write(account.email, key=key, subject=subject, body=f"{body}\n\n{settings.BASE_URL}{path}\n")


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
