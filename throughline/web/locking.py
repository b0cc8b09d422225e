"""What stands around every request so that a page left open shows nothing: it locks, and what was typed is not lost."""

import json
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware
from django.shortcuts import render
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.utils.crypto import salted_hmac

from throughline.actions import sessions
from throughline.domain.sessions import IDLE, State, state_of
from throughline.models import standing_of
from throughline.queries.demo import is_demonstration
from throughline.queries.sessions import kept_for, session_of

Handler = Callable[[HttpRequest], HttpResponse]

# What a locked session may still ask for: to be opened, to be ended, and how it stands.
_WHILE_LOCKED = {"account_reopen", "account_reopen_passkey", "account_logout", "healthz"}
_NOTED_EVERY = timedelta(seconds=15)
_MOST_LETTERS = 1_000_000
_NOT_KEPT = re.compile(r"csrf|password|code|credential|secret|^kept$|^next$")
_PLAIN = re.compile(r"[\w.:-]{0,40}|[\d\s.:/-]*")


def locks() -> bool:
    """Tell whether sessions lock here: everywhere but in a demonstration, where nobody has a password."""
    return not (settings.DEMO and is_demonstration())


def mark_of(request: HttpRequest) -> str:
    """Return what stands for a session in our own tables: nobody can take it over with it."""
    return salted_hmac("throughline.session", request.session.session_key or "", algorithm="sha256").hexdigest()


def locked(get_response: Handler) -> Handler:
    """Answer with a lock once nobody has asked for anything for a while, and end the session after twelve hours."""

    def handle(request: HttpRequest) -> HttpResponse:
        # Said once here: a page of trouble must ask the database for nothing.
        request.locks_after = 0  # type: ignore[attr-defined]
        if not request.user.is_authenticated or not locks():
            return get_response(request)
        request.locks_after = int(IDLE.total_seconds())  # type: ignore[attr-defined]
        found, now, name = _session(request), timezone.now(), _name(request)
        worker = getattr(found.user, "worker", None)
        if worker is not None:
            request.user.worker = worker  # type: ignore[attr-defined] # read with the session: every page asks for it next
        state = state_of(began=found.created_at, seen=found.last_seen_at, now=now)
        if state is State.OVER:
            found.end()
            logout(request)
            messages.info(request, "You were signed in for twelve hours. Sign in again.")
            return get_response(request)
        asks_how_it_stands = name == "account_still_here" and request.method == "GET"
        if state is State.LOCKED and not (name in _WHILE_LOCKED or asks_how_it_stands):
            sent = request.method == "POST" and not request.headers.get("X-Requested-With")
            is_kept = sent and _keep(request, name)
            return lock_page(request, status=401, kept=is_kept, lost=sent and not is_kept)
        if state is State.OPEN and not asks_how_it_stands and now - found.last_seen_at >= _NOTED_EVERY:
            sessions.used(found.session_key, at=now)
        return get_response(request)

    return handle


def lock_page(
    request: HttpRequest, *, status: int, to: str = "", words: str = "", kept: bool = False, lost: bool = False
) -> HttpResponse:
    """Show the lock, and nothing of anybody: not the page that was asked for, not who is signed in."""
    if not to:
        to = request.path if request.method == "POST" else request.get_full_path()
    return render(request, "locked.html", {"to": to, "trouble": words, "kept": kept, "lost": lost}, status=status)


def kept(get_response: Handler) -> Handler:
    """Show what was sent from a page that had locked, at its address, until it is sent again or thrown away."""

    def handle(request: HttpRequest) -> HttpResponse:
        paths = request.session.get("kept", ())
        if request.standing is None or request.path not in paths:  # type: ignore[attr-defined]
            return get_response(request)
        form = kept_for(request.standing, session=mark_of(request), path=request.path)  # type: ignore[attr-defined]
        if form is None:
            request.session["kept"] = [one for one in paths if one != request.path]
            return get_response(request)
        if request.method == "GET":
            return render(request, "kept.html", {"form_kept": form, "page": _shown(sessions.said_in(form))})
        response = get_response(request)
        if request.POST.get("kept") == str(form.pk) and response.status_code in (200, 204, 302, 303, 422):
            # It is in, or it is on the page again with what is wrong.
            let_go(request, form.pk)
        return response

    return handle


def let_go(request: HttpRequest, pk: UUID) -> None:
    """Let go of a kept form of this session."""
    sessions.drop(pk, by=request.standing, session=mark_of(request))  # type: ignore[attr-defined]


def _session(request: HttpRequest) -> UserSession:
    found = session_of(request.session.session_key or "")
    if found is None or found.user_id != request.user.pk:  # type: ignore[misc]
        UserSession.objects.create_from_request(request)
        found = session_of(request.session.session_key or "")
    return found  # type: ignore[return-value]


def _name(request: HttpRequest) -> str:
    try:
        return resolve(request.path_info).url_name or ""
    except Resolver404:
        return ""


def _keep(request: HttpRequest, name: str) -> bool:
    """Keep what was sent, where it is a form of ours, from a page of ours. Tells whether it was kept."""
    worker, today = getattr(request.user, "worker", None), timezone.localdate()
    if (
        not name
        or name.startswith(("account_", "mfa_", "usersessions_"))
        or len(request.path) > 300
        or worker is None
        or worker.has_left(today)
        # A page of somebody else's must not put words into this worker's mouth.
        or CsrfViewMiddleware(_nothing).process_view(request, _nothing, (), {}) is not None
    ):
        return False
    fields = {name: request.POST.getlist(name) for name in request.POST if not _NOT_KEPT.search(name)}
    if len(json.dumps(fields)) > _MOST_LETTERS:
        return False
    said = sessions.Kept(fields, files=bool(request.FILES))
    sessions.keep(
        by=standing_of(worker, on=today), session=mark_of(request), path=request.path, said=said, at=timezone.now()
    )
    request.session["kept"] = [*(one for one in request.session.get("kept", ()) if one != request.path), request.path]
    return True


def _nothing(*_args: Any, **_more: Any) -> HttpResponse:
    return HttpResponse()


def _shown(said: sessions.Kept) -> dict[str, Any]:
    """Return what the page of a kept form needs: every field to send again, and the words to read."""
    pairs = [(name, value) for name, values in said.fields.items() for value in values]
    # Keys, days and answers that were chosen from a list are sent again; words are shown too.
    return {
        "pairs": pairs,
        "words": [value for _, value in pairs if not _PLAIN.fullmatch(value)],
        "files": said.files,
    }
