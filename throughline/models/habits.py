"""How a worker likes the product to behave. It says nothing of anybody's work."""

from django.db import models


class Habits(models.Model):
    """One worker's own choices. Whoever has chosen nothing has no row."""

    worker = models.OneToOneField("Worker", models.PROTECT, primary_key=True, related_name="habits")
    keys = models.BooleanField(default=True)  # whether single keys do something
    news_read_on = models.DateField(null=True)  # when they last looked at what is new

    def __str__(self) -> str:
        """Return whose they are, as a number."""
        return str(self.pk)
