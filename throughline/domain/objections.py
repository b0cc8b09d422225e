"""What a rule answers with when something cannot be done: a sentence, never a bare no."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Objection:
    """One reason why something cannot be done, in words fit to show the person who tried.

    `code` is stable and for machines; `words` is a whole sentence; `field` names the answer it is about, or "".
    `version` is that of the row now, where somebody else changed it meanwhile.
    """

    code: str
    words: str
    field: str = ""
    version: int | None = None


class Refused(Exception):
    """The thing is not in a state in which this can be done to it."""

    def __init__(self, objection: Objection) -> None:
        super().__init__(objection.words)
        self.objection = objection


class Forbidden(Exception):
    """The person may see this but may not do this to it."""

    def __init__(self, objection: Objection) -> None:
        super().__init__(objection.words)
        self.objection = objection


def first(*objections: Objection | None) -> Objection | None:
    """Return the first objection that was raised, or None."""
    return next((objection for objection in objections if objection is not None), None)
