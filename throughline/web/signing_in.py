"""How allauth behaves here: nobody signs up by themselves, its mail goes through the outbox, and failed tries are counted."""

import math
import time
from typing import Any
from uuid import uuid4

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.core.internal import ratelimit
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from throughline.actions import mail
from throughline.web import devices
from throughline.web.second_factor import has_second_factor

_APP = "allauth.account"
_WINDOW = 300


class Adapter(DefaultAccountAdapter):
    """Ours."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "too_many_login_attempts": "Too many wrong tries. Wait five minutes, then try again.",
        "incorrect_password": "That is not your password. Try again.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        """Say no: workers are added by an administrator."""
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Write the message to the outbox: it is retried, and never sent twice."""
        message = self.render_mail(template_prefix, email, context)
        body = message.body if isinstance(message.body, str) else str(message.body)
        mail.write(email, key=f"account:{uuid4()}", subject="Your Throughline account", body=body)

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Ask for the password again, but not for the first second step of whoever gave it a moment ago."""
        user = self.request.user
        if app == "allauth.mfa" and not has_second_factor(user):
            given = [one["at"] for one in get_authentication_records(self.request, user) if one["method"] == "password"]
            if given and time.time() - max(given) < app_settings.REAUTHENTICATION_TIMEOUT:
                return False
        return super().is_reauthentication_required(app=app, **kwargs)

    def get_reauthentication_methods(self, user: AbstractBaseUser | AnonymousUser) -> list[dict[str, Any]]:
        """Let whoever has a second factor show that: with the password alone nobody takes it away."""
        ways: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        stronger = [way for way in ways if way["id"] != "reauthenticate"]
        return stronger or ways

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Go on only if not too much failed before: from this device, else from this address, for this name, with this password.

        What is taken here is given back when the password is right, so only what failed counts. A device on which this
        name has signed in before counts for itself, so that nobody is held up by what others try.
        """
        self._taken: list[ratelimit.RateLimitUsage] = []
        for action, key in self._counted_by(request, **credentials):
            usage = ratelimit.consume(request, app=_APP, action=action, key=key)
            if usage is None:
                wait = self._wait(request, action, key)
                self._give_back()
                raise ValidationError(
                    f"Too many wrong tries with this name, or from this place. Wait {wait}, then try again. "
                    "On a device that you have signed in on before, or with a passkey, you need not wait.",
                    code="too_many_login_attempts",
                )
            self._taken.append(usage)

    def _counted_by(self, request: HttpRequest, **credentials: Any) -> list[tuple[str, str]]:
        """Return what a try is counted by. The same order always: two tries at once never wait for each other."""
        name, password = str(credentials.get("email", "")).strip().lower(), str(credentials.get("password", ""))
        if request.user.is_authenticated:
            return [("failed_device", f"session:{request.user.pk}")]
        device = devices.known(request, name)
        if device:
            return [("failed_device", f"{device}:{name}")]
        counted = [("failed_address", ratelimit.get_ip(request)), ("failed_name", name)]
        # Cut short, so that whoever reads the counts cannot tell the password from them. A name counts once for it:
        # somebody who mistypes their own ten times is not trying it on everybody.
        mark = salted_hmac("throughline.tried", password, algorithm="sha256").hexdigest()[:10]
        self._pair = f"tried:{mark}:{salted_hmac('throughline.tried', name).hexdigest()}"
        if cache.get(self._pair) is None or not self._is_free(request, "failed_password", mark):
            counted.append(("failed_password", mark))
        return counted

    def _is_free(self, request: HttpRequest, action: str, key: str) -> bool:
        return ratelimit.consume(request, app=_APP, action=action, key=key, dry_run=True) is not None

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:  # noqa: ARG002
        """Remember that this password was tried on this name."""
        if hasattr(self, "_pair"):
            cache.set(self._pair, 1, _WINDOW)

    def _rollback_login_failed_rl_usage(self) -> None:
        """Give back what a right password took."""
        self._give_back()

    def _give_back(self) -> None:
        for usage in self._taken:
            usage.rollback()
        self._taken = []

    def _delete_login_attempts_cached_email(self, request: HttpRequest, **credentials: Any) -> None:
        """Let whoever chose a new password by mail sign in with it at once, and know this device as theirs.

        So that whoever goes on guessing at the name meanwhile does not shut its owner out again.
        """
        name = str(credentials.get("email", "")).strip().lower()
        request.proved = name  # type: ignore[attr-defined]
        ratelimit.clear(request, app=_APP, action="failed_name", key=name)

    def _wait(self, request: HttpRequest, action: str, key: str) -> str:
        """Return in words how long until one more try is free."""
        [rate] = ratelimit.get_rates(app=_APP, action=action)
        at = ratelimit.get_cache_key(request, app=_APP, action=action, rate=rate, key=key)
        oldest = min(cache.get(at) or [time.time()])
        minutes = max(1, math.ceil((oldest + rate.duration - time.time()) / 60))
        return "one minute" if minutes == 1 else f"{minutes} minutes"
