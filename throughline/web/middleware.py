"""What stands around every request: one transaction, one standing, exact headers, forms saved once."""

import hashlib
from collections.abc import Callable
from typing import Any
from uuid import UUID

from allauth.core.exceptions import ImmediateHttpResponse, ReauthenticationRequired
from django.conf import settings
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve
from django.utils import timezone
from whitenoise.middleware import WhiteNoiseFileResponse

from throughline.actions import forms
from throughline.domain.errands import doing
from throughline.models import Worker, become, nobody, standing_of
from throughline.queries.demo import is_demonstration
from throughline.web.looking import number_of
from throughline.web.second_factor import (
    has_second_factor,
    lead_to_second_factor,
    note_that_it_was_set_up,
    second_factor_shown,
)

Handler = Callable[[HttpRequest], HttpResponse]


def headers(get_response: Handler) -> Handler:
    """Say on every answer that nobody may keep a copy of it, show it inside a page of theirs, or use a device through it.

    Files of ours carry nobody's data: WhiteNoise has already said how long they may be kept, and that stands.
    """

    def handle(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if not isinstance(response, WhiteNoiseFileResponse):
            response.headers["Cache-Control"] = "no-store"
        response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
        response.headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=()"
        response.headers.setdefault("X-Frame-Options", "DENY")
        return response

    return handle


class one_transaction:  # noqa: N801 - it is named as a middleware in settings, beside functions
    """Open the request's transaction, and undo it whole when anything goes wrong.

    Django turns a view's exception into a 500 response before a middleware sees it: a plain `with atomic()` would
    then commit half the work. So an exception and any 5xx both roll back.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request inside one transaction."""
        errand = doing(page=_name_of(request) or "", request=str(number_of(request)))
        with errand, transaction.atomic():
            try:
                response = self.get_response(request)
                if response.streaming:
                    msg = "A streamed response would be read after its transaction has ended."
                    raise RuntimeError(msg)
                if response.status_code >= 500:
                    transaction.set_rollback(True)
                return response
            finally:
                if not connection.needs_rollback:
                    nobody()

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:  # noqa: ARG002
        """Undo everything when a view fails, an Http404 included.

        Two of allauth's exceptions are no failure but its way of leading somebody elsewhere: to show once more who they
        are, for example. What it asks the database after them must still be answered.
        """
        if not isinstance(exception, ImmediateHttpResponse | ReauthenticationRequired):
            transaction.set_rollback(True)


def stand(request: HttpRequest, worker: Worker | None) -> bool:
    """Let the rest of a request be asked by a worker, as they stand now. Tells whether they still may ask."""
    today = timezone.localdate()
    if worker is None:
        return False
    request.worker = worker  # type: ignore[attr-defined]
    if worker.has_left(today):
        request.left = standing_of(worker, on=today)  # type: ignore[attr-defined] # it is written down that they tried
        return False
    request.standing = standing_of(worker, on=today)  # type: ignore[attr-defined]
    become(request.standing)  # type: ignore[attr-defined]
    return True


def owes_second_factor(user: Any) -> bool:
    """Tell whether somebody has yet to set up a second factor: a password alone opens no record."""
    return asks_second_factor() and not has_second_factor(user)


def asks_second_factor() -> bool:
    """Tell whether this installation asks for one: all but the demonstration do."""
    return settings.SECOND_FACTOR or (settings.DEMO and not is_demonstration())


def standing(get_response: Handler) -> Handler:
    """Tell who is asking, anew for each request: what was revoked a moment ago is felt now."""

    def handle(request: HttpRequest) -> HttpResponse:
        request.standing = None  # type: ignore[attr-defined]
        if request.for_machines:  # type: ignore[attr-defined]
            return get_response(request)  # who asks there is told by a token: `api/doors.py`
        if request.user.is_authenticated:
            worker = getattr(request.user, "worker", None)
            if stand(request, worker):
                request.habits = getattr(worker, "habits", None)  # type: ignore[attr-defined] # read with the session
        if request.standing is None and not _open_to_all(request):  # type: ignore[attr-defined]
            if request.user.is_authenticated:
                return render(request, "no_longer.html", status=403)
            return redirect("account_login")
        if not request.user.is_authenticated or not asks_second_factor() or second_factor_shown(request):
            return get_response(request)
        if has_second_factor(request.user):
            # Set up elsewhere since this session began, or taken over: until it is shown here too, it only shows it.
            if _name_of(request) in _TO_SHOW_IT or _is_not_there(request):
                return get_response(request)
            return lead_to_second_factor(request)
        if not _of_signing_in(request):
            # A password alone opens no record: the second factor is set up first.
            return redirect("mfa_activate_totp")
        response = get_response(request)
        # A press that failed set nothing up, and its transaction answers no more questions.
        pressed = request.method == "POST" and response.status_code < 400
        if pressed and request.user.is_authenticated and has_second_factor(request.user):
            note_that_it_was_set_up(request)
        return response

    return handle


# What a session may ask for that has yet to show the second factor of its account.
_TO_SHOW_IT = {
    "mfa_reauthenticate", "mfa_reauthenticate_webauthn", "account_logout", "account_reopen", "account_reopen_passkey", "account_still_here",
    "account_login", "account_reset_password", "account_reset_password_done", "account_reset_password_from_key", "account_reset_password_from_key_done",
}  # fmt: skip


def _name_of(request: HttpRequest) -> str | None:
    """Return the name of a page, or None where there is no such page."""
    try:
        return resolve(request.path_info).url_name or ""
    except Resolver404:
        return None


def _is_not_there(request: HttpRequest) -> bool:
    return _name_of(request) is None


def _of_signing_in(request: HttpRequest) -> bool:
    """Tell whether a page belongs to signing in itself, or is not there at all: a 404 is for everyone alike."""
    name = _name_of(request)
    return name is None or name.startswith(("account_", "mfa_", "usersessions_"))


def _open_to_all(request: HttpRequest) -> bool:
    """Tell whether a page may be asked for by someone not signed in: sign-in, setting up an empty database, health."""
    return _of_signing_in(request) or getattr(resolve(request.path_info).func, "open_to_all", False)


def saved_once(get_response: Handler) -> Handler:
    """Make the same press of the same button lead to the same place, and change nothing the second time.

    Every form carries `once`, a UUID made with the page. Saved: the redirect is kept under it. The same key with
    other content is a conflict (409) in words.
    """

    def handle(request: HttpRequest) -> HttpResponse:
        if request.for_machines:  # type: ignore[attr-defined]
            return get_response(request)  # no form: what is sent there has a key of its own
        key = request.POST.get("once", "") if request.method == "POST" else ""
        try:
            once = UUID(key)
        except ValueError:
            return get_response(request)
        digest = hashlib.sha256(
            repr(sorted((k, v) for k, v in request.POST.lists() if k not in ("csrfmiddlewaretoken", "kept"))).encode()
        )
        for name in sorted(request.FILES):
            digest.update(request.FILES[name].read())
            request.FILES[name].seek(0)
        earlier = forms.claim(once, by=request.standing, path=request.path, digest=digest.hexdigest())  # type: ignore[attr-defined]
        if earlier is None:
            response = get_response(request)
            if response.status_code in (301, 302, 303):
                forms.settle(once, by=request.standing, led_to=response.headers["Location"])  # type: ignore[attr-defined]
                if request.headers.get("X-Requested-With") == "note":
                    # The page saves by itself and goes on by itself: following here would use up the words that say so.
                    led_to = response.headers["Location"]
                    response = HttpResponse(status=204)
                    response.headers["X-Led-To"] = led_to
            elif not connection.needs_rollback and response.status_code < 500:
                # What is rolled back whole takes the key with it: a 404 or 403 from a view, as much as a failure.
                forms.release(once, by=request.standing)  # type: ignore[attr-defined]
            return response
        if earlier.digest != digest.hexdigest() or earlier.path != request.path:
            return render(request, "saved_differently.html", {"words": request.POST.get("words", "")}, status=409)
        response = redirect(earlier.led_to or "/")
        if request.headers.get("X-Requested-With") == "note":
            response = HttpResponse(status=204, headers={"X-Led-To": earlier.led_to or "/"})
        return response

    return handle
