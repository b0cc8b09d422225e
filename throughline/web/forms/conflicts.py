"""A worker knows somebody."""

from typing import Any

from django import forms

from throughline.domain.conflicts import Knows
from throughline.models import Worker
from throughline.web.forms.base import Form, choice, text
from throughline.web.forms.exactly import NamedExactly


def _who(workers: list[Worker]) -> dict[str, forms.Field]:
    """Return the question whose acquaintance it is, for who may say it of others."""
    if len(workers) < 2:
        return {}
    options = [(str(one.pk), "I do" if number == 0 else one.name) for number, one in enumerate(workers)]
    return {"worker": choice("Who knows them?", options, missing="Choose who knows them", chips=False)}


def _how() -> dict[str, forms.Field]:
    return {
        "kind": choice("How?", Knows.choices(), missing="Choose how they know each other"),
        "words": text(
            "Anything to add?", rows=2, required=False, max_length=1000, help_text="Only those who settle this read it"
        ),
    }


class KnowPerson(Form):
    """Somebody in sight."""

    def __init__(self, *args: Any, workers: list[Worker], **kwargs: Any) -> None:
        self.base_fields = {**_who(workers), **_how()}
        super().__init__(*args, **kwargs)


class KnowSomebody(NamedExactly):
    """Somebody who may have a record here."""

    def __init__(self, *args: Any, workers: list[Worker], **kwargs: Any) -> None:
        self.workers = workers
        super().__init__(*args, **kwargs)

    def before(self) -> dict[str, forms.Field]:
        """Return whose acquaintance it is."""
        return _who(self.workers)

    def after(self) -> dict[str, forms.Field]:
        """Return how they know each other."""
        return _how()


class MatchConflict(NamedExactly):
    """Whose record a declaration is about."""
