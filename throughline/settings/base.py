"""What is the same everywhere. Importing this starts nothing: the database is only named here."""

import os
from pathlib import Path

import pghistory

from throughline.outside import databases, keys

ROOT = Path(__file__).resolve().parent.parent.parent
PACKAGE = ROOT / "throughline"
BUILD = Path(os.environ.get("THROUGHLINE_BUILD", ROOT / "build"))
# Everything that one installation keeps: the embedded database, its keys, the sealed uploads' key.
DATA = Path(os.environ.get("THROUGHLINE_DATA", ROOT / "var"))


def ACTOR_KEY() -> tuple[int, str]:  # noqa: N802 - a setting
    """Return the number and the newest secret with which requests are signed for the database."""
    from django.conf import settings  # noqa: PLC0415 - the folder may be another one by then

    return keys.numbered("actor", home=settings.DATA)


DEBUG = False
DEMO = False  # sign-in links and the mail viewer exist only where this is True
ALLOWED_HOSTS = ["127.0.0.1", "localhost"]
ROOT_URLCONF = "throughline.web.urls"
WSGI_APPLICATION = "throughline.web.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_cotton",
    "django_htmx",
    "csp",
    "procrastinate.contrib.django",
    "pgtrigger",
    "pghistory",
    "throughline",
]

MIDDLEWARE = [
    # Outermost, so that what answers early (a redirect to https, a file of ours) carries the same headers as a page.
    "throughline.web.middleware.headers",
    "csp.middleware.CSPMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "throughline.api.doors.problems",
    "throughline.api.doors.throttled",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "throughline.web.locking.locked",
    "throughline.web.devices.remembered",
    "throughline.web.looking.refused",
    "throughline.web.middleware.one_transaction",
    "throughline.web.middleware.standing",
    "throughline.web.locking.kept",
    "throughline.api.doors.bearer",
    "throughline.web.looking.looked",
    "throughline.web.middleware.saved_once",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "web" / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django_cotton.cotton_loader.Loader",
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "builtins": ["django_cotton.templatetags.cotton"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "throughline.web.context.shell",
            ],
        },
    }
]

# A reason stands in the row of history itself: a shared table of reasons could be rewritten by anyone (decision 0016).
PGHISTORY_CONTEXT_FIELD = pghistory.ContextJSONField()
PGHISTORY_FOREIGN_KEY_FIELD = pghistory.ForeignKey(db_index=False)

DATABASES = {"default": databases.settings_for("app", data=DATA)}
DATABASE_ROUTERS: list[str] = []

FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
AUTH_USER_MODEL = "throughline.Account"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "throughline.web.signing_in.Adapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # an invitation has already shown whose address it is
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
# Only what failed counts, and nobody is held up by what others did: see `web/signing_in.py`. What is counted by address
# alone stands so high that it stops a flood and never an office that signs in at nine.
ACCOUNT_RATE_LIMITS = {
    "failed_address": "10/5m/key",
    "failed_name": "10/5m/key",
    "failed_password": "10/5m/key",  # on so many names: one password is being tried on everybody
    "failed_device": "10/5m/key",  # a device that is known counts for itself
    "login_failed": "10/5m/key",  # codes of the second step, by account
    "login": "300/m/ip",
    "reauthenticate": "30/m/user",
    "reset_password": "30/5m/ip,5/5m/key",
}
MFA_RATE_LIMITS = {"webauthn_login": "300/m/ip"}  # there is nothing in a passkey to guess
# How often one token may ask the API, and how many wrong ones may come from one address.
API_RATES = {"token": "120/1m/key", "wrong": "10/5m/ip"}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Throughline"
# Everyone who signs in has a second factor. The demonstration signs in by link and has nobody's data.
SECOND_FACTOR = True
# What changes who sees what asks for the second factor again: this long ago at most to open it, and to save what was opened.
FRESH_TO_OPEN = 5 * 60
FRESH_TO_SAVE = 20 * 60
PASSWORD_RESET_TIMEOUT = 3 * 24 * 3600

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 13 * 3600  # ended after twelve hours by `web/locking.py`, which says so
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
DEVICE_COOKIE_NAME = "device"
CSRF_COOKIE_HTTPONLY = True

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "throughline_cache",
        # Failed tries are counted here. With few entries a guesser would push their own tries out with invented names.
        "OPTIONS": {"MAX_ENTRIES": 1_000_000},
    }
}

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_I18N = True
USE_TZ = True
SILENCED_SYSTEM_CHECKS = ["auth.W004"]  # an address is unique in any case, which that check does not see

STATIC_URL = "/static/"
STATIC_ROOT = BUILD / "collected"
STATICFILES_DIRS = [BUILD / "static"] if (BUILD / "static").is_dir() else []
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
        "manifest-src": ["'self'"],
    }
}
WHITENOISE_ALLOW_ALL_ORIGINS = False  # nobody else's page has a use for our files
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
# Never a disk: a list that is spooled to a file lies there unsealed.
FILE_UPLOAD_HANDLERS = ["throughline.web.uploads.MemoryOrNothing"]
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

MAIL_FROM = os.environ.get("THROUGHLINE_MAIL_FROM", "Throughline <no-reply@throughline.invalid>")
MAIL_HOST = os.environ.get("THROUGHLINE_MAIL_HOST", "127.0.0.1")
# On one's own machine without a mail server, mail is printed where Throughline runs: an invitation must reach someone.
MAIL_IS_PRINTED = False
MAIL_PORT = int(os.environ.get("THROUGHLINE_MAIL_PORT", "1025"))
MAIL_USER = os.environ.get("THROUGHLINE_MAIL_USER", "")
MAIL_PASSWORD = os.environ.get("THROUGHLINE_MAIL_PASSWORD", "")
MAIL_STARTTLS = os.environ.get("THROUGHLINE_MAIL_STARTTLS", "") == "1"
BASE_URL = os.environ.get("THROUGHLINE_BASE_URL", "http://127.0.0.1:8000")

# Where each evening's emergency sheets go: a folder that opens while this system does not. Each is locked with the passphrase.
SHEETS_FOLDER = os.environ.get("THROUGHLINE_SHEETS", "")
SHEETS_PASSPHRASE = os.environ.get("THROUGHLINE_SHEETS_PASSPHRASE", "")

UPLOAD_MAX_BYTES = 10 * 1024 * 1024
UPLOAD_MAX_ROWS = 20_000
UPLOAD_KEPT_DAYS = 30
DRAFT_KEPT_DAYS = 14

PROCRASTINATE_IMPORT_PATHS = ["throughline.jobs.tasks"]
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "throughline_tasks"  # none: the one module above is enough

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {
            "()": "throughline.outside.logs.WithoutDetail",
            "fmt": "%(asctime)s %(levelname)s %(name)s %(message)s",
        }
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}
