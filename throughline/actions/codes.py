"""Changing a code list: each change is a new version; a code is retired, never deleted."""

from datetime import date
from typing import Any

from throughline.actions.beats import atomic, insist, record
from throughline.domain import codes as shipped
from throughline.domain.objections import Objection, Refused
from throughline.models import Code, CodeList, CodeVersion
from throughline.policy.standing import Standing, objection_to_setting_up


@atomic
def ship(*, by: Standing, on: date) -> int:
    """Put the shipped lists in place where they are not there yet. Returns how many lists were new."""
    insist(may=objection_to_setting_up(by))
    new = 0
    for ready in shipped.SHIPPED:
        if CodeList.objects.filter(name=ready.name).exists():
            continue
        code_list = CodeList(name=ready.name, words=ready.words)
        code_list.save(force_insert=True)
        CodeVersion(list=code_list, number=1, from_on=on, what_changed="As shipped", by_id=by.worker).save(
            force_insert=True
        )
        Code.objects.bulk_create(
            Code(list=code_list, code=code.code, words=code.words, traits=dict(code.traits), order=order * 10)
            for order, code in enumerate(ready.codes)
        )
        record("codes:ship", code_list, by=by)
        new += 1
    return new


@atomic
def add(name: str, *, by: Standing, code: str, words: str, on: date, traits: dict[str, Any] | None = None) -> Code:
    """Add a code to a list, as its next version. `traits` are those of the code it behaves like."""
    insist(may=objection_to_setting_up(by))
    code_list = CodeList.objects.select_for_update().get(pk=name)
    if Code.objects.filter(list=code_list, code=code).exists():
        raise Refused(Objection("code_taken", "This list already has that short name. Choose another.", "code"))
    number = _next_version(code_list, by=by, on=on, what_changed=f"Added “{words}”")
    last = Code.objects.filter(list=code_list).order_by("-order").values_list("order", flat=True).first() or 0
    added = Code(list=code_list, code=code, words=words, traits=traits or {}, order=last + 10, since_version=number)
    added.save(force_insert=True)
    record("codes:add", added, by=by, list=name, code=code, version=number)
    return added


@atomic
def retire(pk: int, *, by: Standing, on: date, becomes: Code | None = None) -> Code:
    """Retire a code, as the list's next version. What was recorded with it stays; `becomes` is where it counts from now.

    Raises Refused if it is retired already or is the last one of its list.
    """
    insist(may=objection_to_setting_up(by))
    # The list first: two that retire its last two answers do so one after the other.
    CodeList.objects.select_for_update().get(codes=pk)
    code = Code.objects.select_for_update(of=("self",)).select_related("list").get(pk=pk)
    if code.retired_version is not None:
        raise Refused(Objection("already_retired", "This answer has already been retired."))
    if Code.objects.offered(code.list_id).count() == 1:
        raise Refused(Objection("last_code", "This is the last answer on the list. Add another before you retire it."))
    number = _next_version(code.list, by=by, on=on, what_changed=f"Retired “{code.words}”")
    code.retired_version, code.becomes = number, becomes
    code.save(update_fields=["retired_version", "becomes"])
    record("codes:retire", code, by=by, list=code.list_id, code=code.code, version=number)
    return code


def _next_version(code_list: CodeList, *, by: Standing, on: date, what_changed: str) -> int:
    """Begin the next version of a list and return its number."""
    code_list.number += 1
    code_list.save(update_fields=["number"])
    CodeVersion(list=code_list, number=code_list.number, from_on=on, what_changed=what_changed, by_id=by.worker).save(
        force_insert=True
    )
    return code_list.number
