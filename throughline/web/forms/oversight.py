"""Forms about the read log: a question, its answer, what is kept back, what came of an alert."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from throughline.domain.looks import LONGEST_WITHHELD, Exemption
from throughline.models import Worker
from throughline.web.forms.base import Day, Form, choice, text


class AskAboutLooks(Form):
    """What a person asks."""

    words = text(
        "What looks wrong, or what would you like to know?",
        max_length=2000,
        missing="Write what you would like to know",
    )


class AnswerQuestion(Form):
    """The answer."""

    answer = text(
        "The answer", max_length=4000, missing="Write the answer", help_text="The person and their mentor read this"
    )


class DealWithAlert(Form):
    """What came of it."""

    reason = text("What did you find, and what was done?", max_length=4000, missing="Write what you found")


class KeepBack(Form):
    """Whose entries are kept back, on which ground, until when."""

    def __init__(self, *args: Any, workers: Iterable[Worker], today: date, **kwargs: Any) -> None:
        self.base_fields = {
            "worker": choice("Whose entries?", [(str(one.pk), one.name) for one in workers], missing="Choose whose entries", chips=False),
            "exemption": choice("On which ground?", Exemption.choices(), missing="Choose the ground"),
            "because": text("Why?", max_length=2000, missing="Write why this must be kept back", help_text="The person does not see this"),
            "review_on": Day(
                "When will you look at this again?", today=today, first=today - timedelta(days=3650), last=today + LONGEST_WITHHELD * 10,
                missing="Write when you will look at this again",
            ),
        }  # fmt: skip
        self.workers = {str(one.pk): one for one in workers}
        super().__init__(*args, **kwargs)


class ReviewKept(Form):
    """Whether entries go on being kept back, why, and until when."""

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        self.base_fields = {
            "decision": choice("What do you decide?", [("keep", "Go on keeping it back"), ("show", "Show it to them")], missing="Choose what you decide"),
            "because": text("Why is it still kept back?", required=False, max_length=2000, help_text="Needed if you go on keeping it back. The person does not see this"),
            "review_on": Day("When will you look at this again?", today=today, first=today, last=today + LONGEST_WITHHELD * 10, required=False, help_text="Needed if you go on keeping it back"),
        }  # fmt: skip
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        """Whoever goes on must say why and until when."""
        said = super().clean() or {}
        if said.get("decision") == "keep":
            if not said.get("because"):
                self.add_error("because", "Write why this must be kept back")
            if not said.get("review_on") and "review_on" not in self.errors:
                self.add_error("review_on", "Write when you will look at this again")
        return said
