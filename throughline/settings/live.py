"""A server that people depend on: everything secret comes from the environment, every cookie over https."""

import os

from django.core.exceptions import ImproperlyConfigured

from throughline.settings.base import *  # noqa: F403


def _needed(name: str, what: str) -> str:
    """Return a setting that has no safe default. Raises ImproperlyConfigured in a sentence that says what to set."""
    value = os.environ.get(name, "").strip()
    if not value:
        raise ImproperlyConfigured(f"{name} is not set. Set it to {what}.")
    return value


SECRET_KEY = _needed("THROUGHLINE_SECRET_KEY", "a long random string, and keep it secret")
ALLOWED_HOSTS = _needed("THROUGHLINE_HOSTS", "the names the web answers to, with commas").split(",")
BASE_URL = _needed(
    "THROUGHLINE_BASE_URL", "where people reach it, such as https://record.example.org: links in mail begin with it"
)
MAIL_HOST = _needed("THROUGHLINE_MAIL_HOST", "the name of the mail server: invitations go by mail")
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS]
SESSION_COOKIE_NAME = "__Host-session"
CSRF_COOKIE_NAME = "__Host-csrf"
DEVICE_COOKIE_NAME = "__Host-device"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
SECURE_SSL_REDIRECT = os.environ.get("THROUGHLINE_TLS_ELSEWHERE") != "1"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 365 * 24 * 3600
# Wrong passwords are counted by address. Behind a proxy every address is the proxy's, and one attacker would lock everyone
# out: this many proxies of ours stand before the web, and what they say of the address is believed.
try:
    ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("THROUGHLINE_PROXIES", "0"))
except ValueError:
    raise ImproperlyConfigured(
        "THROUGHLINE_PROXIES is not a number. Set it to how many proxies stand before the web."
    ) from None
