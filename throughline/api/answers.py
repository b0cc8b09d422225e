"""What an operation may answer with, so that the description says all of it."""

import functools
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse

from throughline.api.problems import Problem, told

ALWAYS = (401, 422, 429)
# What may stand behind the question mark of an address. Nothing else may: a token or a name there would be in logs.
ASKED = {"api_people": frozenset({"of"})}


def answers(shape: Any, *wrong: int, also: int | None = None) -> dict[int, Any]:
    """Return each status an operation answers with, and the shape of it: the good ones, and what may go wrong."""
    good = {200: shape} if also is None else {200: shape, also: shape}
    return good | dict.fromkeys(sorted({*ALWAYS, *wrong}), Problem)


def nothing_else_asked(operation: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Refuse an address with a question that no operation asks, and name it."""

    @functools.wraps(operation)
    def run(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        match = request.resolver_match
        taken = ASKED.get(str(match.url_name) if match else "", frozenset())
        wrong = [(name, "There is no such question.") for name in request.GET if name not in taken]
        return told(422, wrong=wrong) if wrong else operation(request, *args, **kwargs)

    return run
