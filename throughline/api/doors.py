"""Who is let in at an address for machines: whoever sends a token that works, and nobody by a cookie."""

from collections.abc import Callable
from typing import Any

from allauth.core.internal import ratelimit  # its public face counts no GET
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja.security import HttpBearer

from throughline.actions import tokens
from throughline.api.problems import KIND, told
from throughline.queries.tokens import token_of
from throughline.web.middleware import asks_second_factor, owes_second_factor, stand
from throughline.web.second_factor import second_factor_shown

Handler = Callable[[HttpRequest], HttpResponse]

PREFIX = "/api/"
DESCRIPTION = "/api/openapi.json"  # shows nobody: whoever is signed in may read it in the browser too
_KEPT = ("Allow", "Retry-After", "WWW-Authenticate")


def problems(get_response: Handler) -> Handler:
    """Let whatever goes wrong at an address for machines be told to a machine, also where no operation was reached."""

    def handle(request: HttpRequest) -> HttpResponse:
        request.for_machines = request.path_info.startswith(PREFIX)  # type: ignore[attr-defined]
        response = get_response(request)
        if (
            not request.for_machines  # type: ignore[attr-defined]
            or response.status_code < 400
            or response.headers.get("Content-Type") == KIND
        ):
            return response
        answer = told(response.status_code)
        for name in _KEPT:
            if name in response.headers:
                answer.headers[name] = response.headers[name]
        return answer

    return handle


def throttled(get_response: Handler) -> Handler:
    """Find the token that was sent, and slow down whoever asks too often or tries too many wrong ones.

    Before the request's transaction, so that what was counted stays counted when that is undone. Ten wrong tokens in
    five minutes from one address are told apart no longer; one that works gets in from there all the same, so that a
    neighbour's broken program holds up nobody.
    """

    def handle(request: HttpRequest) -> HttpResponse:
        if not request.for_machines:  # type: ignore[attr-defined]
            return get_response(request)
        sent = request.headers.get("Authorization", "")
        if sent or request.path_info != DESCRIPTION:
            request.COOKIES = {}
        kind, _, secret = sent.partition(" ")
        request.token = (  # type: ignore[attr-defined]
            token_of(secret.strip(), on=timezone.localdate()) if kind.lower() == "bearer" else None
        )
        if request.token is not None and _too_often(request, "token", key=str(request.token.pk)):  # type: ignore[attr-defined]
            return told(429)
        response = get_response(request)
        if response.status_code == 401 and sent and _too_often(request, "wrong"):
            return told(429)
        return response

    return handle


def _too_often(request: HttpRequest, what: str, *, key: str | None = None) -> bool:
    """Count one more of something, as wrong passwords are counted, and tell whether it is one too many."""
    config = settings.API_RATES
    try:
        return not ratelimit.consume(
            request, app="throughline.api", action=what, config=config, key=key, limit_get=True
        )
    except PermissionDenied:
        return False  # nothing tells from where it came: it is refused as any other, and cannot be counted


def bearer(get_response: Handler) -> Handler:
    """Let a request stand as the owner of its token, anew each time: what was revoked a moment ago is felt now."""

    def handle(request: HttpRequest) -> HttpResponse:
        if request.for_machines and not _let_in(request):  # type: ignore[attr-defined]
            return told(401)
        return get_response(request)

    return handle


def _let_in(request: HttpRequest) -> bool:
    """Tell whether somebody stands behind a request, and let the rest of it be asked by them."""
    token: Any = request.token  # type: ignore[attr-defined]
    if token is None:
        user = request.user
        shown = not asks_second_factor() or second_factor_shown(request)
        return user.is_authenticated and shown and stand(request, getattr(user, "worker", None))
    account = token.worker.account
    may = account is not None and account.is_active and not owes_second_factor(account)
    if not (may or token.worker.has_left(timezone.localdate())) or not stand(request, token.worker):
        return False
    request.device = str(token.pk)  # type: ignore[attr-defined]
    if token.last_used_day != timezone.localdate():
        tokens.used(token.pk, by=request.standing, on=timezone.localdate())  # type: ignore[attr-defined]
    return True


class Owner(HttpBearer):
    """How the description names the token. Who it lets in was settled in `bearer`, for every address alike."""

    def authenticate(self, request: HttpRequest, token: str) -> Any:  # noqa: ARG002
        """Return the standing of the token's owner, or None."""
        return request.standing  # type: ignore[attr-defined]
