"""A server that people depend on: everything secret comes from the environment, every cookie over https."""

import os

from throughline.settings.base import *  # noqa: F403

SECRET_KEY = os.environ["THROUGHLINE_SECRET_KEY"]
ALLOWED_HOSTS = os.environ["THROUGHLINE_HOSTS"].split(",")
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS]
SESSION_COOKIE_NAME = "__Host-session"
CSRF_COOKIE_NAME = "__Host-csrf"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
SECURE_SSL_REDIRECT = os.environ.get("THROUGHLINE_TLS_ELSEWHERE") != "1"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 365 * 24 * 3600
