"""The beats that every action shares, so that no action can skip one by mistake."""

import functools
from collections.abc import Callable
from datetime import date, datetime
from typing import Any, ParamSpec, TypeVar
from uuid import UUID

from django.db import connection, transaction
from django.db.models import F, Model

from throughline.domain import dated
from throughline.domain.errands import doing
from throughline.domain.objections import Forbidden, Objection, Refused
from throughline.models import Event, Person, acting, focus, opened_to, unfocus
from throughline.policy.standing import Standing, objection_to_working

Row = TypeVar("Row", bound=Model)
Asked = ParamSpec("Asked")
Answer = TypeVar("Answer")


def atomic(action: Callable[Asked, Answer]) -> Callable[Asked, Answer]:
    """Run an action whole or not at all, the database being asked by its `by` as long as it lasts.

    So an action sees what its actor sees, whoever called it: a page, a job, a command, another action.
    """
    deed = f"{action.__module__.rsplit('.', 1)[-1]}.{action.__name__}"

    @functools.wraps(action)
    def run(*args: Asked.args, **kwargs: Asked.kwargs) -> Answer:
        with transaction.atomic(), doing(deed=deed), acting(kwargs.get("by")):  # type: ignore[arg-type]
            return action(*args, **kwargs)

    return run


def see(model: type[Row], pk: UUID, *, by: Standing, category: int | None = None) -> Row:
    """Return a row of a person's record, locked, if `by` sees it.

    Focuses on its person, and asks for the grants on them alone: what an action costs does not grow with the number of
    people whom the worker sees. Raises the model's DoesNotExist where `by` does not see it, as where there is no such row.
    """
    if model is Person:
        person = pk
        focus(pk)
    else:
        unfocus()  # it may be about somebody else than the step before
        person = model._default_manager.values_list("person_id", flat=True).get(pk=pk)
    opening = model.OPENS if category is None else category  # type: ignore[attr-defined]
    if person is None or not opened_to(by, person) & opening:
        raise model.DoesNotExist  # type: ignore[attr-defined]
    if model is not Person:
        focus(person)
    return model._default_manager.select_for_update(of=("self",)).get(pk=pk)


def insist(*, may: Objection | None, can: Objection | None = None) -> None:
    """Go on only if the worker may and the thing can. Raises Forbidden or Refused with the first objection."""
    if may is not None:
        raise Forbidden(may)
    if can is not None:
        raise Refused(can)


def objection_to_writing(by: Standing, person: UUID) -> Objection | None:
    """Return why `by` may not write on this person's record, or None (see `policy.standing`)."""
    return objection_to_working(opened_to(by, person))


def unchanged(row: Any, version: int | None) -> None:
    """Go on only if the row is as it was when the page was made.

    `version` is what the form carried; None skips nothing but a caller without a form (imports, jobs, first use).
    Raises Refused in words that say what to do; the page keeps what was typed and shows what is there now.
    """
    if version is not None and row.version != version:
        raise Refused(
            Objection(
                "changed_meanwhile",
                "Someone else changed this while you were writing. Your words are still here. "
                "Look at what it says now, then save again.",
                version=row.version,
            )
        )


def in_force(*rows: Any) -> str:
    """Return the mark of the dated rows that a page was made from, for the form to carry."""
    return " ".join(sorted(str(row.pk) for row in rows if row is not None))


def still_in_force(*rows: Any, seen: str | None) -> None:
    """Go on only if the rows in force are those that the page showed. None: a caller without a page.

    Raises Refused in words that say what to do: a change that nobody has seen is not replaced.
    """
    if seen is not None and in_force(*rows) != seen:
        raise Refused(
            Objection(
                "changed_meanwhile", "Someone else changed this while you were writing. Open the page again to see it."
            )
        )


def make_room(rows: Any, *, on: date) -> None:
    """Let a new row of a kind begin on a day: of what ended, nothing may hold on it. `rows` are the dated rows of that kind.

    One that ends that very day ends the day before. Raises Refused where another holds for longer.
    """
    ended = rows.select_for_update(of=("self",)).filter(until_on__gte=on).filter(until_on__gte=F("from_on"))
    for earlier in ended:
        insist(may=None, can=dated.objection_to_overlapping(earlier.until_on, on=on))
        earlier.until_on, earlier.version = dated.day_before(on), earlier.version + 1
        earlier.save(update_fields=["until_on", "version"])


def record(what: str, thing: Model, *, by: Standing | None, **detail: Any) -> Event:
    """Write down what was done. `detail` holds codes, dates and ids, never anybody's words."""
    event = Event.of(what, thing, by=by, **detail)
    event.save(force_insert=True)
    return event


def without_a_person(row: Row) -> Row:
    """Return a row for the log without whom it is about: the events of a record are open to more people than the row is."""
    return type(row)(id=row.pk)


def moment() -> datetime:
    """Return this transaction's moment, by the database's clock: what grants and policies are measured with."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT now()")
        return cursor.fetchone()[0]
