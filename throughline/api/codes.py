"""The answers to choose from: lists that a partnership may change."""

from typing import Any

from django.http import HttpRequest
from ninja import Router

from throughline.api import shapes
from throughline.api.answers import answers
from throughline.domain.objections import Objection, Refused
from throughline.models import Code

router = Router(tags=["codes"])

LISTS = ("contact_kinds", "needs", "appointment_results")


@router.get(
    "/codes", url_name="api_codes", operation_id="listCodes", summary="Answers to choose from", response=answers(shapes.Codes)
)  # fmt: skip
def codes(request: HttpRequest) -> dict[str, Any]:  # noqa: ARG001
    """List the codes that a note or a result may carry now."""
    return {name: [{"code": one.code, "words": one.words} for one in Code.objects.offered(name)] for name in LISTS}


def chosen(name: str, codes: list[str], *, field: str) -> list[Code]:
    """Return the codes of a list that were named. Raises Refused where one may not be chosen now."""
    found = {one.code: one for one in Code.objects.offered(name)}
    if any(one not in found for one in codes):
        raise Refused(Objection("unknown_code", f"Choose from these: {', '.join(found)}.", field))
    return [found[one] for one in codes]
