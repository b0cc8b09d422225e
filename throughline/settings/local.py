"""A machine of one's own: the demonstration and development."""

import os

from throughline.outside.keys import secret
from throughline.settings.base import *  # noqa: F403
from throughline.settings.base import DATA

DEMO = os.environ.get("THROUGHLINE_DEMO") == "1"
SECRET_KEY = os.environ.get("THROUGHLINE_SECRET_KEY") or secret("django", home=DATA)
