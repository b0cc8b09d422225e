"""How allauth behaves here: nobody signs up by themselves, and its mail goes through the outbox."""

from typing import Any
from uuid import uuid4

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from throughline.actions import mail


class Adapter(DefaultAccountAdapter):
    """Ours."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        """Say no: workers are added by an administrator."""
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Write the message to the outbox: it is retried, and never sent twice."""
        message = self.render_mail(template_prefix, email, context)
        body = message.body if isinstance(message.body, str) else str(message.body)
        mail.write(email, key=f"account:{uuid4()}", subject="Your Throughline account", body=body)
