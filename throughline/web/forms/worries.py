"""A worry: a few words, whom it is about, is anyone in danger now."""

from datetime import date, timedelta
from typing import Any

from django import forms

from throughline.domain.worries import Danger, Told
from throughline.models import Person
from throughline.web.forms.base import Clock, Day, Form, choice, text, words


class TellWorry(Form):
    """What was seen or said."""

    client_id = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, people: list[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["danger"] = choice(
            "Is anyone in danger now?", [(one.value, one.label) for one in Danger], missing="Say if anyone is in danger now"
        )  # fmt: skip
        self.fields["words"] = text(
            "What did you see, or what was said?", missing="Write what you saw or what was said. A few words will do"
        )
        self.fields["person"] = choice(
            "Who may be in danger?", [(str(one.pk), one.name) for one in people], chips=False, required=False,
            missing="Choose someone from the list, or write who below",
        )  # fmt: skip
        self.fields["person"].widget.attrs["class"] = "tl-select"
        self.fields["somebody"] = words("Somebody else? Say who", required=False, max_length=200)
        self.fields["child"] = forms.BooleanField(label="A child may be in danger", required=False)
        self.fields["done"] = text("What have you done about it?", required=False, rows=2)
        for name in ("words", "done"):
            self.fields[name].widget.attrs["class"] = "tl-textarea"
        self.fields["somebody"].widget.attrs["class"] = "tl-input"


class TellWhoKnows(Form):
    """Who was told."""

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["who"] = choice(
            "Who was told?", [(one.value, one.label) for one in Told], missing="Choose who was told"
        )
        self.fields["name"] = words("Their name", required=False)
        self.fields["day"] = Day("Day", today=today, first=today - timedelta(days=366), last=today)
        self.fields["time"] = Clock("Time")
        self.fields["basis"] = words(
            "Which law or rule lets you tell them?",
            missing="Write which law or rule lets you tell them",
            max_length=200,
        )
        for name in ("name", "basis"):
            self.fields[name].widget.attrs["class"] = "tl-input"
        for name in ("day", "time"):
            self.fields[name].widget.attrs["class"] = "tl-input tl-input--s"


class CloseWorry(Form):
    """What was decided."""

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["decision"] = text("What did you decide, and why?", missing="Write what you decided and why")
        self.fields["review_on"] = Day(
            "When will you look again?", today=today, first=today, last=today + timedelta(days=366), required=False
        )
        self.fields["decision"].widget.attrs["class"] = "tl-textarea"
        self.fields["review_on"].widget.attrs["class"] = "tl-input tl-input--s"


class LookAgain(Form):
    """What holds now, and whether to look once more."""

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["decision"] = text("What holds now, and why?", missing="Write what you decided and why")
        self.fields["review_on"] = Day(
            "When will you look once more?", today=today, first=today + timedelta(days=1), last=today + timedelta(days=366),
            required=False, help_text="Leave it empty if you need not look again",
        )  # fmt: skip
        self.fields["decision"].widget.attrs["class"] = "tl-textarea"
        self.fields["review_on"].widget.attrs["class"] = "tl-input tl-input--s"
