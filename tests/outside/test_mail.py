"""Mail over SMTP: sent once, tried again, and naming nobody."""

import re
import socket
import threading
from datetime import timedelta
from email import message_from_bytes
from email.policy import default

import pytest
from aiosmtpd.controller import Controller
from django.utils import timezone

from tests.histories import arrive, sign_up
from throughline.jobs import mail as jobs
from throughline.models import Mail

pytestmark = pytest.mark.django_db


class Inbox:
    def __init__(self):
        self.messages = []
        self.refuse = False
        self.recipient = ""
        self.ids = []
        self.goodbye = ""
        self.lock = threading.Lock()

    async def handle_RCPT(self, server, session, envelope, address, options):
        if self.recipient:
            return self.recipient
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_QUIT(self, server, session, envelope):
        return self.goodbye or "221 Bye"

    async def handle_DATA(self, server, session, envelope):
        self.ids.append(message_from_bytes(envelope.content, policy=default)["Message-ID"])
        if self.refuse:
            return "451 later"
        with self.lock:
            message = message_from_bytes(envelope.content, policy=default)
            self.messages.append(f"{message['To']}\n{message['Subject']}\n{message.get_body().get_content()}")
        return "250 OK"


@pytest.fixture
def inbox(settings):
    inbox = Inbox()
    controller = Controller(inbox, hostname="127.0.0.1", port=0)
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        controller.port = one.getsockname()[1]
    controller.start()
    settings.MAIL_HOST, settings.MAIL_PORT = "127.0.0.1", controller.port
    yield inbox
    controller.stop()


@pytest.mark.ledger("N6")
def test_a_handover_is_told_once_in_words_that_name_nobody(cast, inbox):
    Mail.objects.update(sent_at=timezone.now())
    sign_up(cast, arrive(cast))

    first, second = jobs.send_waiting(), jobs.send_waiting()

    assert (first, second) == (1, 0)
    (message,) = inbox.messages
    assert "dod@example.org" in message
    for word in ("Reid", "Daniel", "prison", "Barlinnie"):
        assert word not in message


def test_mail_that_could_not_go_is_tried_again_later_and_goes_once(cast, inbox):
    Mail.objects.update(sent_at=timezone.now())
    sign_up(cast, arrive(cast))
    inbox.refuse = True
    assert jobs.send_waiting() == 0
    mail = Mail.objects.get(sent_at=None)
    assert mail.tries == 1
    assert mail.next_try_at > timezone.now()
    assert jobs.send_waiting() == 0, "its next try has not come"

    inbox.refuse = False
    Mail.objects.filter(pk=mail.pk).update(next_try_at=timezone.now() - timedelta(minutes=1))

    assert jobs.send_waiting() == 1
    assert len(inbox.messages) == 1


@pytest.mark.parametrize(("answer", "given_up"), [("451 4.7.1 Greylisted", False), ("550 5.1.1 Nobody here", True)])
def test_an_address_is_given_up_only_where_the_server_says_for_good(cast, inbox, answer, given_up):
    Mail.objects.update(sent_at=timezone.now())
    sign_up(cast, arrive(cast))
    inbox.recipient = answer

    assert jobs.send_waiting() == 0

    mail = Mail.objects.get(sent_at=None)
    assert (mail.given_up_at is not None) == given_up


def test_mail_that_was_taken_has_gone_whatever_the_server_says_at_the_end(cast, inbox):
    Mail.objects.update(sent_at=timezone.now())
    sign_up(cast, arrive(cast))
    inbox.goodbye = "421 Too busy"

    assert jobs.send_waiting() == 1
    assert not Mail.objects.filter(sent_at=None).exists()


def test_a_message_bears_the_same_number_at_every_try(cast, inbox):
    Mail.objects.update(sent_at=timezone.now())
    sign_up(cast, arrive(cast))
    inbox.refuse = True
    jobs.send_waiting()
    inbox.refuse = False
    Mail.objects.filter(sent_at=None).update(next_try_at=timezone.now() - timedelta(minutes=1))

    jobs.send_waiting()

    assert len(inbox.ids) == 2
    assert len(set(inbox.ids)) == 1


def test_an_invitation_lets_somebody_choose_a_password_and_sign_in(cast, inbox, client):
    jobs.send_waiting()
    text = next(message for message in inbox.messages if "ada@example.org" in message)
    link = re.search(r"http://[^/\s]+(/account/password/reset/key/\S+)", text)[1]

    page = client.get(link, follow=True)
    chosen = client.post(
        page.request["PATH_INFO"], {"password1": "a long enough phrase 9", "password2": "a long enough phrase 9"}
    )
    assert chosen.status_code == 302, chosen.content.decode()[:3000]
    signed = client.post("/account/login/", {"login": "ada@example.org", "password": "a long enough phrase 9"})

    assert signed.status_code == 302
    assert client.get("/setup/").status_code == 200


@pytest.mark.django_db
def test_without_a_mail_server_of_ones_own_an_invitation_is_printed_and_counts_as_gone(settings, capsys):
    from throughline.actions import mail as writing
    from throughline.jobs.mail import send_one

    settings.MAIL_IS_PRINTED = True
    mail = writing.write("ann@example.org", key="invite:1", subject="Come in", body="http://127.0.0.1/key")

    assert send_one(mail.pk) is True
    assert "To ann@example.org: Come in\nhttp://127.0.0.1/key" in capsys.readouterr().out
    assert send_one(mail.pk) is False
