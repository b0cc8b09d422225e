"""Seals on records."""

from datetime import date, timedelta
from typing import Any

from django import forms

from throughline.domain.sealed import LONGEST, Sealed, SealKind
from throughline.models import Worker
from throughline.web.forms.base import Day, Form, choice, text
from throughline.web.forms.exactly import NamedExactly


def _review(today: date) -> Day:
    return Day(
        "When will you look at this again?", today=today, first=today - timedelta(days=3650), last=today + LONGEST * 10,
        missing="Write when you will look at this again",
    )  # fmt: skip


class SetSeal(NamedExactly):
    """Whose record, how much of it, why, who can still open it."""

    def __init__(self, *args: Any, workers: list[Worker], **kwargs: Any) -> None:
        self.workers = workers
        super().__init__(*args, **kwargs)

    def after(self) -> dict[str, forms.Field]:
        """Return what is sealed, why, for whom, until when."""
        return {
            "part": choice("What is sealed?", Sealed.choices(), missing="Choose what is sealed"),
            "kind": choice("Why?", SealKind.choices(), missing="Choose why"),
            "because": text("Say more", rows=2, max_length=2000, missing="Write why it must be sealed", help_text="Only the data protection lead reads this"),
            "holders": forms.MultipleChoiceField(
                label="Who can still open it?", choices=[(str(one.pk), one.name) for one in self.workers], widget=forms.CheckboxSelectMultiple,
                error_messages={"required": "Name at least one worker who can still open it", "invalid_choice": "Choose from the list"},
                help_text="Name whoever looks after them, and yourself if you answer their questions",
            ),
            "review_on": _review(self.today),
        }  # fmt: skip


class NameHolder(Form):
    """One more worker who can open it."""

    def __init__(self, *args: Any, workers: list[Worker], **kwargs: Any) -> None:
        self.base_fields = {
            "worker": choice("Who?", [(str(one.pk), one.name) for one in workers], missing="Choose who", chips=False)
        }
        super().__init__(*args, **kwargs)


class ReviewSeal(Form):
    """Kept until another day."""

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        self.base_fields = {"review_on": _review(today)}
        super().__init__(*args, **kwargs)


class EndSeal(Form):
    """Why it can end."""

    because = text("Why can it end?", rows=2, max_length=2000, missing="Write why it can end")
