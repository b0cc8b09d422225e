"""Personal access tokens: a worker's own key for a program of theirs. It opens what its owner sees, and no more."""

from datetime import date

from django.db import models
from django.db.models import ExpressionWrapper, F, Q, Value

from throughline.domain.tokens import LONGEST
from throughline.models.ids import new_id


class TokenQuerySet(models.QuerySet["Token"]):
    """Tokens, in words of the work."""

    def working(self, on: date) -> "TokenQuerySet":
        """Keep the tokens that were not ended and have not run out on a day."""
        return self.filter(ended_at__isnull=True, expires_on__gte=on)


class Token(models.Model):
    """One token. The secret is shown once and not kept: `hash` is its SHA-256, `prefix` is what its owner knows it by."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    worker = models.ForeignKey("Worker", models.PROTECT, related_name="tokens")
    name = models.CharField(max_length=60)
    prefix = models.CharField(max_length=8)
    hash = models.CharField(max_length=64, unique=True)
    created_on = models.DateField()
    expires_on = models.DateField()  # the last day on which it works
    last_used_day = models.DateField(null=True)
    ended_at = models.DateTimeField(null=True)

    objects = TokenQuerySet.as_manager()

    class Meta:
        ordering = ("expires_on", "name")
        constraints = (
            models.UniqueConstraint(fields=["worker", "name"], condition=Q(ended_at=None), name="token_named_once"),
            models.CheckConstraint(
                name="token_ends_soon",
                condition=Q(
                    expires_on__gte=F("created_on"),
                    expires_on__lte=ExpressionWrapper(
                        F("created_on") + Value(LONGEST.days), output_field=models.DateField()
                    ),
                ),
            ),
        )

    def __str__(self) -> str:
        """Return what its owner knows it by: never the secret, which is not here."""
        return self.prefix
