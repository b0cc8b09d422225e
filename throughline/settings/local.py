"""A machine of one's own: the demonstration and development."""

import os

from throughline.outside.keys import secret
from throughline.settings.base import *  # noqa: F403
from throughline.settings.base import DATA

DEMO = os.environ.get("THROUGHLINE_DEMO") == "1"
SECRET_KEY = os.environ.get("THROUGHLINE_SECRET_KEY") or secret("django", home=DATA)
SECOND_FACTOR = not DEMO
# A passkey is bound to an address over https, or to this machine.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
MAIL_IS_PRINTED = not DEMO and not os.environ.get("THROUGHLINE_MAIL_HOST")
