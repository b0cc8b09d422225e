"""Devices on which somebody has signed in before: what strangers try elsewhere does not hold them up."""

import secrets
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

from throughline.web.second_factor import last_shown, second_factor_shown

Handler = Callable[[HttpRequest], HttpResponse]
_SALT = "throughline.known-device"
_LASTS = 90 * 24 * 3600
_MOST = 5  # accounts of one device, the newest


def remembered(get_response: Handler) -> Handler:
    """Let a device be known once somebody has shown a second factor on it, or has chosen a password by mail there.

    To be known is only to be counted for itself: it opens nothing. The cookie holds chance and digests.
    """

    def handle(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        user = request.user
        proved = getattr(request, "proved", "")
        if proved or (user.is_authenticated and last_shown(request)):
            said, mark = _said(request), _mark(proved or user.email)
            if mark not in said["of"] and (proved or second_factor_shown(request)):
                said["of"] = [*said["of"], mark][-_MOST:]
                response.set_cookie(
                    settings.DEVICE_COOKIE_NAME, signing.dumps(said, salt=_SALT), max_age=_LASTS, httponly=True, samesite="Lax",
                    secure=settings.SESSION_COOKIE_SECURE,
                )  # fmt: skip
        return response

    return handle


def known(request: HttpRequest, name: str) -> str:
    """Return what stands for this device, if somebody of that name has signed in on it before; else nothing."""
    said = _said(request)
    return said["id"] if _mark(name) in said["of"] else ""


def _mark(name: str) -> str:
    return salted_hmac(_SALT, name.strip().lower(), algorithm="sha256").hexdigest()[:32]


def _said(request: HttpRequest) -> dict[str, Any]:
    try:
        said = signing.loads(request.COOKIES.get(settings.DEVICE_COOKIE_NAME, ""), salt=_SALT, max_age=_LASTS)
        return {"id": str(said["id"]), "of": [str(one) for one in said["of"]]}
    except (signing.BadSignature, KeyError, TypeError):
        return {"id": secrets.token_hex(16), "of": []}
