"""The one Django app."""

from typing import Any

from django.apps import AppConfig
from django.db import connection
from django.db.models.signals import post_migrate

# The library lets a session name triggers that shall do nothing. Here nobody's change goes by unkept, whatever a session says.
_NEVER = """
CREATE OR REPLACE FUNCTION public._pgtrigger_should_ignore(trigger_name name) RETURNS boolean
  LANGUAGE sql IMMUTABLE AS 'SELECT false'
"""


def keep_every_change(**told: Any) -> None:
    """Let no session switch history off: each migration that makes a trigger would bring the switch back."""
    del told
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regprocedure('public._pgtrigger_should_ignore(name)') IS NOT NULL")
        if cursor.fetchone()[0]:
            cursor.execute(_NEVER)


class ThroughlineConfig(AppConfig):
    """Throughline."""

    name = "throughline"
    label = "throughline"
    verbose_name = "Throughline"

    def ready(self) -> None:
        """Look after the triggers once the tables are up to date."""
        post_migrate.connect(keep_every_change, sender=self)
