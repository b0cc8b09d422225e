"""A form is saved once, however often its button is pressed."""

from uuid import UUID

from django.db import IntegrityError, transaction

from throughline.actions.beats import atomic
from throughline.models import SavedForm
from throughline.policy.standing import Standing


@atomic
def claim(key: UUID, *, by: Standing | None, path: str, digest: str) -> SavedForm | None:
    """Take a form's key for this transaction. Returns None when it is ours, else what was saved under it before.

    A second press waits here until the first has committed or rolled back. Leaves no event: the form's own action does.
    """
    try:
        with transaction.atomic():
            SavedForm(key=key, worker_id=by.worker if by else None, path=path[:200], digest=digest).save(
                force_insert=True
            )
    except IntegrityError:
        return SavedForm.objects.get(key=key)
    return None


@atomic
def settle(key: UUID, *, by: Standing | None, led_to: str) -> None:  # noqa: ARG001
    """Keep where a saved form led, for the press that comes after."""
    SavedForm.objects.filter(key=key).update(led_to=led_to[:300])


@atomic
def release(key: UUID, *, by: Standing | None) -> None:  # noqa: ARG001
    """Give a key back: the form had an error and nothing was saved."""
    SavedForm.objects.filter(key=key).delete()
