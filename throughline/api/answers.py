"""What an operation may answer with, so that the description says all of it."""

from typing import Any

from throughline.api.problems import Problem

ALWAYS = (401, 429)


def answers(shape: Any, *wrong: int, also: int | None = None) -> dict[int, Any]:
    """Return each status an operation answers with, and the shape of it: the good ones, and what may go wrong."""
    good = {200: shape} if also is None else {200: shape, also: shape}
    return good | dict.fromkeys(sorted({*ALWAYS, *wrong}), Problem)
