"""What is being done just now: which page, job or command, in which request, by which action. It goes along with every change."""

import contextlib
import json
from collections.abc import Iterator
from contextvars import ContextVar
from types import MappingProxyType

_NOTHING: MappingProxyType[str, str] = MappingProxyType({})
_errand: ContextVar[MappingProxyType[str, str]] = ContextVar("errand", default=_NOTHING)


@contextlib.contextmanager
def doing(**what: str) -> Iterator[None]:
    """Say what is being done meanwhile: `page` and `request`, or `job`, or `command`; and the `deed` within it.

    What is said to be empty is not told: not to those who read a history, of what was done for a reason that is kept from them.
    """
    token = _errand.set(MappingProxyType({**_errand.get(), **what}))
    try:
        yield
    finally:
        _errand.reset(token)


def errand() -> str:
    """Return what is being done, as JSON, or nothing where nobody said."""
    said = _errand.get()
    told = {name: words for name, words in said.items() if words}
    return json.dumps(told) if told else ""
