"""Notes: what happened, once. Append only: a correction is a new note that names the one it replaces."""

from datetime import datetime
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import connection, models
from django.db.models import Q

from throughline.domain.vocabulary import Channel
from throughline.models.ids import new_id
from throughline.models.sight import Personal, PersonalQuerySet
from throughline.policy.grants import Opens


class Note(Personal):
    """One contact, or one try at it (`spoke` is False). `client_id` is made by the page: saved twice is saved once."""

    OPENS = Opens.NOTES

    client_id = models.UUIDField()
    episode = models.ForeignKey("Episode", models.PROTECT, related_name="notes")
    worker = models.ForeignKey("Worker", models.PROTECT, related_name="+")
    happened_at = models.DateTimeField()
    spoke = models.BooleanField()
    kind = models.ForeignKey("Code", models.PROTECT, related_name="+")
    channel = models.CharField(max_length=16, choices=Channel.choices())
    minutes = models.PositiveSmallIntegerField(null=True)
    words = models.TextField(blank=True)
    about = ArrayField(models.CharField(max_length=40), default=list)  # codes of the list of needs
    present = models.CharField(max_length=200, blank=True)
    together = models.UUIDField(null=True)  # the same note, saved to several people
    corrects = models.OneToOneField("self", models.PROTECT, null=True, related_name="corrected_by")
    digest = models.CharField(max_length=64)  # of what was sent: the same id with other content is a conflict

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["person", "client_id"], name="note_saved_once"),
            models.CheckConstraint(name="note_says_something", condition=Q(spoke=False) | ~Q(words="")),
        )
        indexes = (
            models.Index(fields=["person", "-happened_at"], name="note_by_person"),
            models.Index(fields=["episode", "-happened_at"], name="note_by_episode"),
            models.Index(fields=["worker", "-happened_at"], name="note_by_worker"),
        )


def contacts(episode: UUID) -> list[tuple[datetime, Channel]]:
    """Return when somebody was spoken with in an episode, and how, the earliest first: what its dates follow from.

    Asked of the door's own function: whoever changes where somebody was need not see what was said.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT happened_at, channel FROM sec.contacts(%s)", [episode])
        return [(at, Channel(channel)) for at, channel in cursor.fetchall()]


class Draft(models.Model):
    """Words not saved yet: one for each worker and person, kept on the server for 14 days, shown to nobody else."""

    OPENS = Opens.NOTES
    PERSON_COLUMN = "person"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey("Person", models.PROTECT, related_name="+")
    worker = models.ForeignKey("Worker", models.PROTECT, related_name="+")
    body = models.JSONField()
    saved_at = models.DateTimeField()

    objects = PersonalQuerySet.as_manager()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["worker", "person"], name="one_draft_each"),)
