"""The tests: a throwaway database that conftest starts, a fast hasher, mail kept in its table."""

from throughline.settings.base import *  # noqa: F403
from throughline.settings.base import DATABASES

SECRET_KEY = "only-for-tests-" + "x" * 40
DEMO = False
# Found in conftest once the throwaway server runs. Importing this must not start it: the type checker imports it too.
DATABASES = {"default": DATABASES["default"] | {"USER": "test", "CONN_MAX_AGE": 0, "OPTIONS": {"assume_role": "app"}}}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
SECOND_FACTOR = False  # its own test switches it on
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
# The folder is not walked for each client of a test: a demonstration that another test starts makes its files anew meanwhile.
WHITENOISE_AUTOREFRESH = True
