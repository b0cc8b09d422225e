"""Mail over SMTP, and the sink that stands in for the world in the demonstration and in tests."""

import asyncio
import contextlib
import smtplib
import ssl
from dataclasses import dataclass
from email.message import EmailMessage


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
    # The same at every try: where one was taken and the answer lost, the one that gets it twice can tell.
    message["Message-ID"] = f"<{key}@throughline>"
    message.set_content(body)
    smtp = None
    try:
        smtp = smtplib.SMTP(server.host, server.port, timeout=20)
        if server.starttls:
            smtp.starttls(context=ssl.create_default_context())
        if server.user:
            smtp.login(server.user, server.password)
        smtp.send_message(message)
    except smtplib.SMTPRecipientsRefused as trouble:
        # A code of the four hundreds says: later. Many servers say it to whoever writes for the first time.
        for_good = all(code >= 500 for code, _ in trouble.recipients.values())
        raise MailTrouble("the address was not accepted", for_good=for_good) from trouble
    except (OSError, smtplib.SMTPException) as trouble:
        raise MailTrouble(type(trouble).__name__) from trouble
    finally:
        # It was taken, or that it was not is said already: a poor goodbye changes neither.
        if smtp is not None:
            with contextlib.suppress(OSError, smtplib.SMTPException):
                smtp.quit()
            smtp.close()


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
