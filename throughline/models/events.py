"""The record of what was done: every change of state, who made it, when."""

from typing import Any

from django.db import models

from throughline.models.ids import new_id
from throughline.models.sight import PersonalQuerySet
from throughline.policy.grants import Opens


class Event(models.Model):
    """One change of state. Append only. `person` is empty where the thing changed is nobody's record."""

    OPENS = Opens.JOURNEY
    PERSON_COLUMN = "person"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    what = models.CharField(max_length=40)  # "offer:make"
    person = models.ForeignKey("Person", models.PROTECT, null=True, related_name="+")
    thing = models.CharField(max_length=40)
    thing_id = models.CharField(max_length=40)
    by = models.ForeignKey("Worker", models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(db_default=models.functions.Now())
    detail = models.JSONField(default=dict)  # codes, dates and ids; never free words

    objects = PersonalQuerySet.as_manager()

    class Meta:
        indexes = (
            models.Index(fields=["person", "-at"], name="event_by_person"),
            models.Index(fields=["what", "-at"], name="event_by_what"),
        )

    def __str__(self) -> str:
        """Return what was done."""
        return self.what

    @classmethod
    def of(cls, what: str, thing: models.Model, *, by: Any, **detail: Any) -> "Event":
        """Make, without saving, the event of something done to a thing by a standing."""
        person = getattr(thing, "person_id", None) or (thing.pk if thing._meta.model_name == "person" else None)
        return cls(
            what=what,
            person_id=person,
            thing=str(thing._meta.model_name),
            thing_id=str(thing.pk),
            by_id=None if by is None else by.worker,
            detail=detail,
        )
