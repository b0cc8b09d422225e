"""Mail over SMTP, and the sink that stands in for the world in the demonstration and in tests."""

import asyncio
import contextlib
import smtplib
import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import make_msgid


@dataclass(frozen=True)
class Server:
    """Where mail is handed over."""

    host: str
    port: int
    user: str = ""
    password: str = ""
    starttls: bool = False


class MailTrouble(RuntimeError):
    """A message could not be handed over. `for_good` says that trying again is of no use."""

    def __init__(self, words: str, *, for_good: bool = False) -> None:
        super().__init__(words)
        self.for_good = for_good


def send(server: Server, *, sender: str, to: str, subject: str, body: str, key: str) -> None:
    """Hand one message over. `key` is its Message-ID's first part, the same at every try. Raises MailTrouble."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, to, subject
    message["Message-ID"] = make_msgid(idstring=key, domain="throughline")
    message.set_content(body)
    try:
        with smtplib.SMTP(server.host, server.port, timeout=20) as smtp:
            if server.starttls:
                smtp.starttls(context=ssl.create_default_context())
            if server.user:
                smtp.login(server.user, server.password)
            smtp.send_message(message)
    except smtplib.SMTPRecipientsRefused as trouble:
        raise MailTrouble("the address was not accepted", for_good=True) from trouble
    except (OSError, smtplib.SMTPException) as trouble:
        raise MailTrouble(type(trouble).__name__) from trouble


class _Sink:
    """Takes every message and keeps none: the outbox table holds what was sent."""

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        """Say that it was taken."""
        del server, session, envelope
        return "250 OK"


def run_sink(port: int) -> None:
    """Take mail on a port of this machine until stopped."""
    from aiosmtpd.smtp import SMTP  # noqa: PLC0415 - only the demonstration needs it

    async def serve() -> None:
        loop = asyncio.get_running_loop()
        server = await loop.create_server(lambda: SMTP(_Sink()), host="127.0.0.1", port=port)
        async with server:
            await server.serve_forever()

    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(serve())
