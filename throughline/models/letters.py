"""Letters: templates with versions of their words, and what was printed for whom, as it was printed."""

from collections.abc import Collection
from uuid import UUID

from django.db import models
from django.db.models import Q

from throughline.domain.letters import Kind, Language
from throughline.domain.vocabulary import ConsentPurpose
from throughline.models.consents import Consent
from throughline.models.ids import new_id
from throughline.models.people import Person
from throughline.models.sight import Personal
from throughline.policy.grants import Opens


class LetterTemplate(models.Model):
    """A kind of letter in a language. Retired, never deleted; its words are in its versions."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=12, choices=Kind.choices())
    language = models.CharField(max_length=2, choices=Language.choices())
    number = models.PositiveIntegerField(default=1)  # of the newest words
    retired_on = models.DateField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["kind", "language"], name="letter_template_once"),)

    @property
    def name(self) -> str:
        """What it is called in lists."""
        kind = Kind(self.kind).label
        return kind if self.language == Language.ENGLISH else f"{kind}, in {Language(self.language).label}"

    @property
    def newest(self) -> "LetterWords":
        """The words in force."""
        return self.words.get(number=self.number)


class LetterWords(models.Model):
    """One version of a template's words. They never change; only that a translator checked them is filled in."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    template = models.ForeignKey(LetterTemplate, models.PROTECT, related_name="words")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=120)
    body = models.TextField()
    by_post = models.BooleanField()  # a name and an address stand where an envelope has its window
    written_at = models.DateTimeField(db_default=models.functions.Now())
    written_by = models.ForeignKey("Worker", models.PROTECT, null=True, related_name="+")  # empty: as shipped
    checked_at = models.DateTimeField(null=True)
    checked_by = models.ForeignKey("Worker", models.PROTECT, null=True, related_name="+")
    checked_with = models.CharField(max_length=120, blank=True)  # the translator

    class Meta:
        ordering = ("-number",)
        constraints = (
            models.UniqueConstraint(fields=["template", "number"], name="letter_words_once"),
            models.CheckConstraint(
                name="letter_words_checked_by_somebody",
                condition=Q(checked_at__isnull=True, checked_by__isnull=True, checked_with="")
                | (Q(checked_at__isnull=False, checked_by__isnull=False) & ~Q(checked_with="")),
            ),
        )


class Letter(Personal):
    """A letter or form as it was printed for somebody: its final words, so that it can be printed again the same.

    The address in its window is the row of addresses itself, which is a kind of information of its own.
    """

    OPENS = Opens.JOURNEY

    episode = models.ForeignKey("Episode", models.PROTECT, related_name="letters")
    words = models.ForeignKey(LetterWords, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=Kind.choices())
    language = models.CharField(max_length=2, choices=Language.choices())
    run = models.UUIDField()  # those printed together
    place = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=250)
    by_post = models.BooleanField()
    address = models.ForeignKey("Address", models.PROTECT, null=True, related_name="+")
    title = models.TextField()
    body = models.TextField()
    statements = models.TextField(blank=True)  # a line each, as the consent wordings had them
    sender = models.CharField(max_length=120)
    printed_at = models.DateTimeField()
    by = models.ForeignKey("Worker", models.PROTECT, related_name="+")

    class Meta:
        ordering = ("place",)
        indexes = (
            models.Index(fields=["person", "-printed_at"], name="letter_by_person"),
            models.Index(fields=["run"], name="letter_by_run"),
        )
        constraints = (
            models.CheckConstraint(name="letter_address_by_post", condition=Q(address__isnull=True) | Q(by_post=True)),
        )


def not_to_be_written_to(people: Collection[UUID]) -> tuple[set[UUID], set[UUID]]:
    """Return of some people those who died, and those whose last word on taking part is no (2 queries)."""
    died = Person.objects.filter(pk__in=people, died_on__isnull=False)
    said = (
        Consent.objects.filter(person__in=people, wording__purpose=ConsentPurpose.TAKING_PART)
        .order_by("person", "-on", "-recorded_at")
        .distinct("person")
        .values_list("person_id", "given", "withdrawn_on")
    )
    return (
        set(died.values_list("pk", flat=True)),
        {person for person, given, withdrawn in said if not given or withdrawn is not None},
    )
