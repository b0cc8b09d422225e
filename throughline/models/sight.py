"""The one door in Python: every row that holds something of a person is read through `visible_to`."""

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import ExpressionWrapper, Q

from throughline.models.grants import Grant, IsTrue, people_in_sight
from throughline.models.ids import new_id
from throughline.policy.grants import Opens
from throughline.policy.standing import Standing


class PersonalQuerySet(models.QuerySet[Any]):
    """Rows about people, of which a standing sees those that a grant opens."""

    def visible_to(self, standing: Standing, category: int | None = None) -> Self:
        """Keep the rows about people whom the standing sees in this category (by default the rows' own).

        Few people: their ids stand in the query, so that an index is used. Many: a hashed subplan.
        """
        category = self.model.OPENS if category is None else category
        column = self.model.PERSON_COLUMN
        ids = people_in_sight(standing, category)
        if ids is not None:
            return self.filter(**{f"{column}__in": ids})
        people = Grant.objects.showing(standing, category).order_by().values("person_id")
        return self.filter(
            IsTrue(ExpressionWrapper(Q(**{f"{column}__in": people}), output_field=models.BooleanField()))
        )


class Personal(models.Model):
    """A row that holds something of a person.

    `OPENS` is the category that a grant must open for the row to be seen. What happened has its own date on each
    model; `recorded_at` is when we learnt of it.
    """

    OPENS: ClassVar[int] = Opens.JOURNEY
    PERSON_COLUMN: ClassVar[str] = "person"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey("Person", models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(db_default=models.functions.Now(), editable=False)

    objects = PersonalQuerySet.as_manager()

    class Meta:
        abstract = True
