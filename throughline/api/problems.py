"""What goes wrong, said in one form (RFC 9457): a code for machines and a sentence for people."""

from http import HTTPStatus
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from ninja import NinjaAPI, Schema
from ninja.errors import HttpError, ValidationError

from throughline.domain.objections import Forbidden, Objection, Refused

KIND = "application/problem+json"

# What is said where no rule has words of its own. The same bytes whatever the reason: unknown and out of sight, a
# token that never was, ran out or was ended.
SAID = {
    400: ("not_readable", "This cannot be read. Send the body as JSON."),
    401: ("no_token", "Send a token that works: Authorization: Bearer and the token. Make one on the page Your access tokens."),
    403: ("forbidden", "You may not do this."),
    404: ("not_found", "There is nothing here, or it is not yours to see."),
    405: ("wrong_method", "This address does not take that method."),
    409: ("conflict", "It is not in a state in which this can be done."),
    413: ("too_large", "That is too much at once."),
    422: ("not_understood", "Something in it is missing or cannot be right. Each is named."),
    429: ("too_many", "That was too often. Wait a few minutes and try again."),
    500: ("failed", "Something failed here. Nothing was saved."),
}  # fmt: skip


class Wrong(Schema):
    """One answer that cannot be right."""

    field: str
    detail: str


class Problem(Schema):
    """Why something was not done."""

    type: str
    title: str
    status: int
    code: str
    detail: str
    errors: list[Wrong] = []


def told(
    status: int, *, objection: Objection | None = None, wrong: list[tuple[str, str]] | None = None
) -> HttpResponse:
    """Return the answer that says what went wrong."""
    code, detail = (
        (objection.code, objection.words) if objection else SAID.get(status, SAID[500 if status >= 500 else 400])
    )
    if objection is not None and objection.field:
        wrong = [(objection.field, objection.words)]
    said: dict[str, Any] = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "code": code,
        "detail": detail,
    }
    if wrong:
        said["errors"] = [{"field": field, "detail": words} for field, words in wrong]
    response = JsonResponse(said, status=status, content_type=KIND)
    if status == 401:
        response.headers["WWW-Authenticate"] = "Bearer"
    if status == 429:
        response.headers["Retry-After"] = "60"
    return response


def sentence(error: Any) -> str:
    """Return one of the checker's findings as a sentence, without what was sent."""
    more, kind = error.get("ctx", {}), error["type"]
    if kind == "missing":
        return "This is needed."
    if kind == "extra_forbidden":
        return "There is no such field."
    if kind == "string_too_long":
        return f"Use {more['max_length']} letters or fewer."
    if kind in ("enum", "literal_error"):
        return f"Choose one of these: {more['expected']}."
    if kind == "value_error":
        return str(more["error"])
    return f"{error['msg'].split(',')[0]}."


def answer_in_words(api: NinjaAPI) -> None:
    """Let everything that an operation may raise be told as a problem."""

    @api.exception_handler(Http404)
    @api.exception_handler(ObjectDoesNotExist)
    def nothing_here(request: HttpRequest, raised: Exception) -> HttpResponse:  # noqa: ARG001
        # The framework answers before a middleware could see it raised: undo what was begun, as for a page.
        transaction.set_rollback(True)
        return told(404)

    @api.exception_handler(Forbidden)
    def forbidden(request: HttpRequest, raised: Forbidden) -> HttpResponse:  # noqa: ARG001
        return told(403, objection=raised.objection)

    @api.exception_handler(Refused)
    def refused(request: HttpRequest, raised: Refused) -> HttpResponse:  # noqa: ARG001
        # About an answer: put it right and send again. About the thing itself: look at it again first.
        return told(422 if raised.objection.field else 409, objection=raised.objection)

    @api.exception_handler(ValidationError)
    def not_understood(request: HttpRequest, raised: ValidationError) -> HttpResponse:  # noqa: ARG001
        # The checker says first where it looked ("body", and the name that the view gives it).
        found = [
            (".".join(str(step) for step in one["loc"][2 if one["loc"][0] == "body" else 1 :]), sentence(one))
            for one in raised.errors
        ]
        return told(422, wrong=found)

    @api.exception_handler(HttpError)
    def other(request: HttpRequest, raised: HttpError) -> HttpResponse:  # noqa: ARG001
        return told(raised.status_code)
