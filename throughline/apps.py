"""The one Django app."""

from django.apps import AppConfig


class ThroughlineConfig(AppConfig):
    """Throughline."""

    name = "throughline"
    label = "throughline"
    verbose_name = "Throughline"
