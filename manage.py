"""Django's own commands, for development. People use `throughline`."""

import os
import sys

from django.core.management import execute_from_command_line

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "throughline.settings.local")
execute_from_command_line(sys.argv)
