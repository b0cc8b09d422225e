"""Somebody, once, in every agency: names, numbers, ways to reach them."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from throughline.domain.vocabulary import IdentifierKind
from throughline.models.ids import new_id
from throughline.models.sight import Personal, PersonalQuerySet
from throughline.policy.grants import Opens


class Person(models.Model):
    """One human being."""

    OPENS = Opens.IDENTITY
    PERSON_COLUMN = "id"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    given_names = models.CharField(max_length=120, blank=True)
    family_name = models.CharField(max_length=120)
    known_as = models.CharField(max_length=120, blank=True)
    birth_date = models.DateField(null=True)
    language = models.CharField(max_length=60, blank=True)
    reading = models.TextField(blank=True)  # "Prefers a call to a letter. Large print helps."
    home_place = models.CharField(max_length=120, blank=True)  # "Shettleston"
    home_council = models.ForeignKey("Council", models.PROTECT, null=True, related_name="+")
    died_on = models.DateField(null=True, blank=True)  # see `models/deaths.py`
    version = models.PositiveIntegerField(default=1)
    recorded_at = models.DateTimeField(db_default=models.functions.Now(), editable=False)

    objects = PersonalQuerySet.as_manager()

    class Meta:
        indexes = (
            models.Index(fields=["family_name", "given_names"], name="person_by_name"),
            models.Index(fields=["birth_date"], name="person_by_birth"),
        )

    @property
    def name(self) -> str:
        """The name that letters carry."""
        return f"{self.given_names} {self.family_name}".strip()

    @property
    def called(self) -> str:
        """The name to use when speaking to them."""
        return self.known_as or self.given_names.split(" ")[0] or self.family_name


class NameKeys(models.Model):
    """Search keys made from every name of a person (see `domain/names.py`)."""

    OPENS = Opens.IDENTITY
    PERSON_COLUMN = "person"

    person = models.OneToOneField(Person, models.PROTECT, primary_key=True, related_name="name_keys")
    keys = ArrayField(models.CharField(max_length=80))

    objects = PersonalQuerySet.as_manager()

    class Meta:
        indexes = (GinIndex(fields=["keys"], name="name_keys_gin"),)


class PersonName(Personal):
    """Another name that someone goes or went by."""

    OPENS = Opens.IDENTITY

    given_names = models.CharField(max_length=120, blank=True)
    family_name = models.CharField(max_length=120)


class Identifier(Personal):
    """A number by which another system knows someone."""

    OPENS = Opens.IDENTITY

    kind = models.CharField(max_length=8, choices=IdentifierKind.choices())
    value = models.CharField(max_length=40)
    doubted_on = models.DateField(null=True)  # found to belong to someone else

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["kind", "value"], condition=Q(doubted_on__isnull=True), name="identifier_names_one_person"
            ),
        )
        indexes = (models.Index(fields=["person"], name="identifier_by_person"),)


class ContactWay(Personal):
    """A way to reach someone. A changed number is a new row; the old one ends."""

    OPENS = Opens.CONTACT

    kind = models.CharField(max_length=10, choices=[("phone", "Phone"), ("email", "Email")])
    whose = models.CharField(max_length=80, default="Mobile")  # "Mum’s house phone"
    value = models.CharField(max_length=200)
    safe_to_leave_message = models.BooleanField()
    from_on = models.DateField()
    until_on = models.DateField(null=True)


class Address(Personal):
    """Where someone lives or goes to. A category of its own: some addresses protect people."""

    OPENS = Opens.ADDRESS

    lines = models.TextField()
    postcode = models.CharField(max_length=10, blank=True)
    from_on = models.DateField()
    until_on = models.DateField(null=True)


class CloseOne(Personal):
    """Someone close to a participant who may help to reach them. Not a record of that relative's own."""

    OPENS = Opens.CONTACT

    name = models.CharField(max_length=120)
    relation = models.CharField(max_length=60)  # "Mum"
    phone = models.CharField(max_length=60, blank=True)
    happy_to_be_phoned = models.BooleanField()
    from_on = models.DateField()
    until_on = models.DateField(null=True)


class ListFact(Personal):
    """What a prison's list says about someone, kept apart from what they say themselves."""

    OPENS = Opens.EQUALITY

    what = models.CharField(max_length=20, choices=[("sex", "Sex"), ("ethnic_group", "Ethnic group")])
    value = models.CharField(max_length=120)
    as_at = models.DateField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["person", "what", "value"], name="list_fact_once"),)
