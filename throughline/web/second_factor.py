"""Whether this session has shown a second factor, and where to show it."""

from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect


def has_second_factor(account: object) -> bool:
    """Tell whether an account has one. Recovery codes stand in for one; by themselves they are none."""
    return is_mfa_enabled(account, [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN])  # type: ignore[arg-type]


def last_shown(request: HttpRequest) -> float:
    """Return when this session last showed a second factor, in seconds; 0 for never. A passkey is one; a password is not."""
    records = get_authentication_records(request, request.user)  # type: ignore[arg-type]
    return max((one["at"] for one in records if one.get("method") == "mfa"), default=0.0)


def second_factor_shown(request: HttpRequest) -> bool:
    """Tell whether this session has shown the second factor of its account, which it must still have."""
    return last_shown(request) > 0 and has_second_factor(request.user)


def lead_to_second_factor(request: HttpRequest, *, back: str = "") -> HttpResponse:
    """Lead to where the second factor is shown, by a code or a passkey, and from there back to the page."""
    back = back or (request.get_full_path() if request.method in ("GET", "HEAD") else request.path)
    ways = [way for way in get_adapter().get_reauthentication_methods(request.user) if way["id"] != "reauthenticate"]
    address = ways[0]["url"] if ways else "/account/2fa/reauthenticate/"
    return redirect(f"{address}?{urlencode({'next': back})}")


def note_that_it_was_set_up(request: HttpRequest) -> None:
    """Count a second factor that was set up in this session just now as shown: its code was."""
    record_authentication(request, request.user, method="mfa", set_up=True, reauthenticated=True)  # type: ignore[arg-type]
