"""Somebody named exactly: by a number, or by name and date of birth. For what must be said of people out of sight."""

from datetime import date
from typing import Any

from django import forms

from throughline.domain import identifiers
from throughline.domain.vocabulary import IdentifierKind
from throughline.web.forms.base import Day, Form, words

WHO = ("given_names", "family_name", "birth_date")


class NamedExactly(Form):
    """Who is meant. A subclass adds what is said of them, before (`before`) or after (`after`)."""

    template_name = "forms/exactly.html"
    exact = (*WHO, "number_kind", "number")

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        self.today = today
        self.base_fields = {
            **self.before(),
            "given_names": words("First names", required=False, help_text="Exactly as on their papers: name and date of birth. Or a number"),
            "family_name": words("Last name", required=False),
            "birth_date": Day(
                "Date of birth", today=today, first=date(today.year - 110, 1, 1), last=today, required=False, help_text="For example 4 5 1992"
            ),
            "number_kind": forms.ChoiceField(
                label="Or a number: which kind?", choices=[("", "No number"), *IdentifierKind.choices()], required=False,
                error_messages={"invalid_choice": "Choose what kind of number it is"},
            ),
            "number": words("The number", required=False, max_length=40),
            **self.after(),
        }  # fmt: skip
        super().__init__(*args, **kwargs)

    def before(self) -> dict[str, forms.Field]:
        """Return the fields before who is meant."""
        return {}

    def after(self) -> dict[str, forms.Field]:
        """Return the fields after who is meant."""
        return {}

    def clean(self) -> dict[str, Any]:
        """Check that somebody is named, a number by its own rule."""
        said = super().clean() or self.cleaned_data
        if said.get("number") and not said.get("number_kind"):
            self.add_error("number_kind", "Choose what kind of number it is")
        elif said.get("number_kind") and not said.get("number"):
            self.add_error("number", "Write the number")
        elif not said.get("number"):
            for name, missing in zip(
                WHO, ("Write their first name", "Write their last name", "Write their date of birth"), strict=True
            ):
                if not said.get(name) and name not in self.errors:
                    self.add_error(name, f"{missing}, or a number")
        for kind, value in self._numbers(said).items():
            objection = identifiers.objection_to(kind, value)
            if objection is not None:
                self.add_error("number", objection.words)
        return said

    def answers(self) -> dict[str, Any]:
        """Return the answers as an action takes them: the number by its kind, as it is kept."""
        said = dict(self.cleaned_data)
        numbers = self._numbers(said)
        said.pop("number"), said.pop("number_kind")
        return said | {"identifiers": numbers}

    @staticmethod
    def _numbers(said: dict[str, Any]) -> dict[IdentifierKind, str]:
        if not (said.get("number") and said.get("number_kind")):
            return {}
        kind = IdentifierKind(said["number_kind"])
        return {kind: identifiers.normalise(kind, said["number"])}
