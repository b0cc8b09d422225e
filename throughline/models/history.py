"""What a row said before it was changed: one table of history beside each table that may change, kept by the database itself.

A trigger (django-pghistory) keeps the row as it was before every update and every deletion, whoever makes it: an action, an
`update()` of many rows, a script of the owner's. What it said afterwards is the next row of history, or the row as it stands
(docs/decisions/0016).
"""

from typing import Any, Self

import pghistory
from django.db import models
from django.db.models import Func
from pghistory.models import Event as Kept

from throughline.models import agreements, organisations, worries
from throughline.models.appointments import Appointment
from throughline.models.conflicts import Conflict
from throughline.models.consents import Consent
from throughline.models.covers import Cover
from throughline.models.custody import CustodyPeriod, OffenceGroup, PrisonStay
from throughline.models.deaths import Death
from throughline.models.emergencies import BreakGlass
from throughline.models.episodes import Assignment, ClockExemption, Ending, Episode, Handover
from throughline.models.gates import GateMeeting, Pack, PackItem
from throughline.models.grants import Grant
from throughline.models.links import ServiceLink
from throughline.models.looks import Question, Withholding
from throughline.models.needs import Need, Strength
from throughline.models.notes import Note
from throughline.models.outcomes import Outcome
from throughline.models.people import Address, CloseOne, ContactWay, Identifier, ListFact, Person, PersonName
from throughline.models.plans import Goal, GoalAction, Plan
from throughline.models.restrictions import Restriction
from throughline.models.sealed import Seal, SealHolder
from throughline.models.sight import PersonalQuerySet
from throughline.models.statements import SafetyStatement
from throughline.models.uploads import HeldRow
from throughline.models.workers import Absence, Post, Worker
from throughline.policy.standing import Standing

# Rows of somebody's record that may change.
OF_PEOPLE: tuple[type[models.Model], ...] = (
    Person, PersonName, Identifier, ContactWay, Address, CloseOne, ListFact, Consent, CustodyPeriod, PrisonStay, OffenceGroup,
    Episode, Assignment, Handover, Ending, ClockExemption, Appointment, GateMeeting, Pack, PackItem, ServiceLink, Strength, Need,
    Note, Outcome, Plan, Goal, GoalAction, Restriction, SafetyStatement, Question, Withholding, HeldRow, Death,
)  # fmt: skip
# Rows about people that no kind of information opens: each has a policy of its own.
SEALED: tuple[type[models.Model], ...] = (
    Grant, worries.Worry, worries.WorryReader, Conflict, Seal, SealHolder, BreakGlass,
)  # fmt: skip
# Rows of the set-up that decide who sees whom.
OF_SIGHT: tuple[type[models.Model], ...] = (
    Worker, Post, Absence, organisations.Organisation, organisations.Team, organisations.TeamArea, organisations.TeamDuty,
    organisations.PrisonService, agreements.Agreement, agreements.AgreementVersion, agreements.AgreementPurpose,
    agreements.SharingTerm, agreements.DeclaredNeed, worries.SafeguardingDuty, Cover,
)  # fmt: skip

# Tables about people that the serving role may only add to: their rows are their own history. A test asks the database.
APPEND_ONLY = {
    "event": "what was done is never undone: the next event says so",
    "liberationdate": "a new date is a new row",
    "scale": "a new number is a new row",
    "offer": "asked again is a new row",
    "answer": "another answer is a new row",
    "outcomecheck": "each week has its own row",
    "worrytold": "who was told stays told",
    "letter": "what was printed stays printed",
    "sheetline": "what was printed stays printed",
    "reassignmentline": "who was given to whom stays written; that it was undone stands in the row of the whole",
    "thanks": "said once, they stay said",
    "sheetentry": "a line is entered once; what came of it has its own rows",
}
# Tables about people that change and keep no history, and why.
WITHOUT = {
    "draft": "words that nobody has said yet: thrown away when they are saved, or after 14 days",
    "keptform": "what was typed on a page that locked: sealed, its writer's alone, thrown away after half a day",
    "token": "only the last day of use and the end are written, and the row says both; of its secret nothing is kept twice",
    "namekeys": "search keys, made anew from the names, which have a history",
}
# Columns that are not kept: counted anew from rows that do not change, or let go of after a time.
LEFT_OUT = {"episode": ["first_contact_at", "last_contact_at"], "heldrow": ["sealed"]}


class Actor(Func):
    """Whoever asks, by the signed name that the database has checked."""

    function = "sec.actor"
    template = "%(function)s()"
    output_field = models.UUIDField()


class OfRowsInSight(models.QuerySet[Any]):
    """History of rows that no kind of information opens: whoever sees the row sees what it said."""

    def visible_to(self, standing: Standing, category: int | None = None) -> Self:
        """Keep the history of the rows in sight."""
        del category
        rows = self.model.pgh_tracked_model._default_manager.visible_to(standing)
        return self.filter(pgh_obj__in=rows.order_by().values("pk"))


class Change(Kept):
    """One change of a row: what it said before, who changed it, when, in which request and doing what."""

    pgh_id = models.BigAutoField(primary_key=True)
    # Filled in by the database: no SQL of the serving role can say that it was somebody else.
    pgh_by = models.ForeignKey(
        "Worker",
        models.DO_NOTHING,
        null=True,
        related_name="+",
        db_constraint=False,
        db_index=False,
        db_default=Actor(),
    )

    class Meta:
        abstract = True

    def __str__(self) -> str:
        """Return what kind of row was changed, and how."""
        return f"{self.pgh_tracked_model._meta.model_name}:{self.pgh_label}"


def _keep(model: type[Any]) -> type[Any]:
    name = model._meta.model_name
    generated = [field.name for field in model._meta.concrete_fields if field.generated]
    person = "pgh_obj" if model is Person else "person"
    by_person = model not in OF_SIGHT
    sighted = OfRowsInSight if model in SEALED else PersonalQuerySet
    attrs: dict[str, Any] = {"objects": sighted.as_manager() if by_person and model is not Grant else models.Manager()}
    if by_person and model is not Grant:
        attrs |= {"OPENS": model.OPENS, "PERSON_COLUMN": person}
    indexes = [models.Index(fields=["pgh_obj", "pgh_id"], name=f"{name}_changes"[:30])]
    if by_person:
        indexes.append(models.Index(fields=[person, "-pgh_id"], name=f"{name}_changed"[:30]))
    return pghistory.create_event_model(
        model,
        pghistory.UpdateEvent("change", row=pghistory.Old, trigger_name="keep_change"),
        pghistory.DeleteEvent("gone", trigger_name="keep_gone"),
        exclude=["id", *generated, *LEFT_OUT.get(name, ())],
        obj_field=pghistory.ObjForeignKey(related_name="+", related_query_name="+", db_index=False),
        context_field=pghistory.ContextJSONField(),
        context_id_field=None,
        model_name=f"{model.__name__}Change",
        base_model=Change,
        attrs=attrs,
        meta={"indexes": indexes, "default_related_name": "+"},
        abstract=False,
    )


# The history of each table, by the name of its model.
HISTORY: dict[str, type[Any]] = {model._meta.model_name: _keep(model) for model in (*OF_PEOPLE, *SEALED, *OF_SIGHT)}
