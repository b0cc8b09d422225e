"""Opening what has locked, saying that one is still there, signing out everywhere."""

from typing import Any
from uuid import UUID

from allauth.account.forms import ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from allauth.mfa.webauthn.forms import ReauthenticateWebAuthnForm
from allauth.mfa.webauthn.internal import auth, flows
from django.contrib import messages
from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from throughline.actions import accounts, sessions
from throughline.domain.sessions import left
from throughline.queries.sessions import session_of
from throughline.web.locking import let_go, lock_page


@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def reopen(request: HttpRequest) -> HttpResponse:
    """Open what has locked, by a passkey or the password, and go on at the same address."""
    if not request.user.is_authenticated:
        return redirect("account_login")
    if request.method == "GET":
        return redirect("today")
    form: Any
    if request.POST.get("credential"):
        form = ReauthenticateWebAuthnForm(request.POST, user=request.user)
    else:
        form = ReauthenticateForm(request.POST, user=request.user)
    to = request.POST.get("next", "")
    if not (to.startswith("/") and url_has_allowed_host_and_scheme(to, allowed_hosts=None)):
        to = "/"
    by_script = request.headers.get("X-Requested-With") == "lock"
    if not form.is_valid():
        words = _trouble(form)
        if by_script:
            return JsonResponse({"words": words}, status=422)
        return lock_page(request, status=422, to=to, words=words)
    if request.POST.get("credential"):
        flows.reauthenticate(request, form.cleaned_data["credential"])
    sessions.used(request.session.session_key or "", at=timezone.now())
    return HttpResponse(status=204) if by_script else redirect(to)


def _trouble(form: Any) -> str:
    """Return in one sentence why it stays locked."""
    [(field, errors), *_] = form.errors.as_data().items()
    code = errors[0].code
    if code == "required":
        return "Write your password, or use a passkey."
    if code == "incorrect_password":
        return "That is not your password. Try again."
    if field == "credential" and code != "too_many_login_attempts":
        return "That passkey did not open it. Try again, or use your password."
    return str(errors[0].message)


@require_POST
def passkey(request: HttpRequest) -> HttpResponse:
    """Begin to open what has locked by a passkey: what the device is asked to sign."""
    if not request.user.is_authenticated:
        return redirect("account_login")
    if not is_mfa_enabled(request.user, [Authenticator.Type.WEBAUTHN]):
        return JsonResponse({"words": "You have no passkey yet. Use your password."}, status=422)
    return JsonResponse(auth.begin_authentication(request.user))


@require_http_methods(["GET", "POST"])
def still_here(request: HttpRequest) -> HttpResponse:
    """Say how long the session stays open. Asked by POST, somebody is there, and it begins anew."""
    found = session_of(request.session.session_key or "") if request.user.is_authenticated else None
    if found is None:
        return redirect("account_login")
    seconds = left(seen=found.last_seen_at, now=timezone.now())
    return HttpResponse(status=204, headers={"X-Seconds-Left": str(seconds)})


@require_POST
def drop_kept(request: HttpRequest) -> HttpResponse:
    """Throw away what was sent from a locked page."""
    try:
        let_go(request, UUID(request.POST.get("kept", "")))
    except ValueError:
        raise Http404 from None
    messages.success(request, "It is thrown away.")
    return redirect("today")


@require_POST
def sign_out_everywhere(request: HttpRequest) -> HttpResponse:
    """End every session of the one asking, this one too."""
    accounts.sign_out_everywhere(request.standing.worker, by=request.standing)
    logout(request)
    messages.success(request, "You are signed out everywhere.")
    return redirect("account_login")


# Named as allauth names its own: they belong to signing in, and are there before the second factor is.
urls = [
    path("account/reopen", reopen, name="account_reopen"),
    path("account/reopen/passkey", passkey, name="account_reopen_passkey"),
    path("account/still-here", still_here, name="account_still_here"),
    path("kept/drop", drop_kept, name="drop_kept"),
    path("sign-out-everywhere", sign_out_everywhere, name="sign_out_everywhere"),
]
