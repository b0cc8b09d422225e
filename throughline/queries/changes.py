"""What was changed on one person's record: what a row said before and after, who changed it, when, and why they could."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import CharField, OuterRef, QuerySet, Subquery, Value

from throughline.models import HISTORY, Grant, Post, Worker
from throughline.models.history import OF_PEOPLE
from throughline.policy.standing import SEEING_ROLES, Standing
from throughline.queries.records import Record

PAGE = 20
# Not told beside the record: rows of lists that were not about it yet, and what is kept back from the person.
_NOT_TOLD = {"heldrow", "withholding"}
_NAMED = {"worker", "code", "prison", "council", "team", "programme"}  # what a column may name in words


@dataclass(frozen=True)
class Changed:
    """One change: the kind of row, its history's row before, and what came after (None where it was deleted)."""

    kind: str
    at: datetime
    by: Worker | None
    doing: dict[str, str]
    before: Any
    after: Any | None
    bases: tuple[str, ...]  # why `by` could see the record at that moment

    @property
    def columns(self) -> list[Any]:
        """The columns that say something else now, as fields of the row's own model."""
        kept = {field.name for field in self.before._meta.concrete_fields}
        model = self.before.pgh_tracked_model
        fields = [field for field in model._meta.concrete_fields if field.name in kept]
        if self.after is None:
            return fields
        return [one for one in fields if getattr(self.before, one.attname) != getattr(self.after, one.attname)]


def changes_of(record: Record, *, by: Standing, page: int = 1, size: int = PAGE) -> tuple[list[Changed], int]:
    """Return one page of what was changed on a record, the latest first, as far as it is open to `by`, and how many there are.

    One query for the order, at most three for each kind of row on the page, three for who and why.
    """
    open_kinds = [
        model._meta.model_name
        for model in OF_PEOPLE
        if model._meta.model_name not in _NOT_TOLD and record.section(model.OPENS)  # type: ignore[attr-defined]
    ]
    parts = [_order(kind, record.person.pk, by=by) for kind in open_kinds]
    if not parts:
        return [], 0
    everything = parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]
    total = everything.count()
    order = list(everything.order_by("-pgh_created_at", "sort", "-pgh_id")[(page - 1) * size : page * size])
    pairs: dict[tuple[str, int], tuple[Any, Any | None]] = {}
    for kind in {row["sort"] for row in order}:
        numbers = [row["pgh_id"] for row in order if row["sort"] == kind]
        pairs |= {(kind, number): pair for number, pair in _pairs(kind, numbers, by=by).items()}
    found = [(row["sort"], *pairs[row["sort"], row["pgh_id"]]) for row in order]
    workers = Worker.objects.in_bulk({before.pgh_by_id for _, before, _ in found} - {None})
    bases = _bases(record.person.pk, [(one.pgh_by_id, one.pgh_created_at) for _, one, _ in found])
    return [
        Changed(
            kind,
            before.pgh_created_at,
            workers.get(before.pgh_by_id),
            before.pgh_context or {},
            before,
            after,
            bases.get((before.pgh_by_id, before.pgh_created_at), ()),
        )
        for kind, before, after in found
    ], total


def _order(kind: str, person: UUID, *, by: Standing) -> QuerySet[Any, Any]:
    history = HISTORY[kind]
    return (
        history.objects.visible_to(by)
        .filter(**{history.PERSON_COLUMN: person})
        .order_by()
        .annotate(sort=Value(kind, CharField()))
        .values("sort", "pgh_created_at", "pgh_id")
    )


def _pairs(kind: str, numbers: list[int], *, by: Standing) -> dict[int, tuple[Any, Any | None]]:
    """Return what each row of history said, and what came after it: the next row of history, or the row as it stands."""
    history = HISTORY[kind]
    model = history.pgh_tracked_model
    named = [field.name for field in model._meta.concrete_fields if _names(field) and _is_kept(history, field.name)]
    related = named or [None]  # asked for nothing, Django would join the row itself, which may be gone
    rows = history.objects.visible_to(by).select_related(*related)
    later = history.objects.filter(pgh_obj=OuterRef("pgh_obj"), pgh_id__gt=OuterRef("pgh_id")).order_by("pgh_id")
    before = {
        one.pgh_id: one for one in rows.filter(pgh_id__in=numbers).annotate(next=Subquery(later.values("pgh_id")[:1]))
    }
    after = rows.in_bulk([one.next for one in before.values() if one.next is not None])
    last = [one.pgh_obj_id for one in before.values() if one.next is None and one.pgh_label != "gone"]
    now = model.objects.visible_to(by).select_related(*related).in_bulk(last)
    return {
        number: (one, None if one.pgh_label == "gone" else after.get(one.next) or now.get(one.pgh_obj_id))
        for number, one in before.items()
    }


def _names(field: Any) -> bool:
    return field.related_model is not None and field.related_model._meta.model_name in _NAMED


def _is_kept(history: type[Any], name: str) -> bool:
    return any(field.name == name for field in history._meta.concrete_fields)


def _bases(
    person: UUID, asked: Iterable[tuple[UUID | None, datetime]]
) -> dict[tuple[UUID | None, datetime], tuple[str, ...]]:
    """Return for each (who, when) on which grounds the record was open to them then (2 queries)."""
    asked = {(who, when) for who, when in asked if who is not None}
    if not asked:
        return {}
    grants = list(Grant.objects.filter(person=person).order_by("starts", "pk"))
    posts = list(Post.objects.filter(worker__in={who for who, _ in asked}))
    found = {}
    for who, when in asked:
        keys = {who} | {
            key
            for post in posts
            if post.worker_id == who
            and post.role in SEEING_ROLES
            and post.from_on <= when.date()
            and (post.until_on is None or post.until_on >= when.date())
            for key in (post.team_id, post.organisation_id)
            if key
        }
        held = [one.basis for one in grants if one.grantee in keys and one.starts <= when <= one.ends]
        found[who, when] = tuple(dict.fromkeys(held))
    return found
