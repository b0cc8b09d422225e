"""A note in thirty seconds: chips set from the last one, a few words, save."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django import forms

from throughline.domain.vocabulary import Channel
from throughline.models import Code, Episode
from throughline.web.forms.base import Clock, CodeField, Day, Form, choice, moment, text, words

# What is offered for someone in prison, and for someone out; both where that changed lately, as notes are written late.
INSIDE = (Channel.PRISON_VISIT, Channel.VIDEO, Channel.PHONE, Channel.EMAIL_A_PRISONER, Channel.LETTER, Channel.OTHER)
OUT = (Channel.PHONE, Channel.FACE_TO_FACE, Channel.TEXT, Channel.VIDEO, Channel.EMAIL, Channel.LETTER, Channel.OTHER)


class WriteNote(Form):
    """What happened, with whom, how."""

    client_id = forms.UUIDField(widget=forms.HiddenInput)
    spoke = choice("Did you speak?", [("yes", "Yes"), ("tried", "Tried, no reply")], missing="Choose if you spoke")

    def __init__(
        self, *args: Any, ways: Sequence[Channel], now: datetime, others: list[Episode], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        today = now.date()
        self.fields["channel"] = choice(
            "How?", [(way.value, way.label) for way in ways], missing="Choose how you spoke"
        )
        self.fields["minutes"] = choice(
            "How many minutes?",
            [("5", "5"), ("15", "15"), ("30", "30"), ("60", "60+")],
            missing="Choose how many minutes",
            required=False,
        )
        self.fields["words"] = text(
            "What happened?",
            required=False,
            rows=4,
            help_text="A few words will do. Or tap the microphone on your keyboard and talk.",
        )
        self.fields["about"] = forms.MultipleChoiceField(
            label="What was it about?", required=False, widget=forms.CheckboxSelectMultiple,
            choices=[(code.code, code.traits.get("chip", code.words)) for code in Code.objects.offered("needs")],
            error_messages={"invalid_choice": "Choose from the list what it was about"},
        )  # fmt: skip
        self.fields["kind"] = CodeField(
            "What kind of help?", "contact_kinds", missing="Choose what kind of help it was", chips=True
        )
        self.fields["present"] = words("Who else was there?", required=False, max_length=200)
        self.fields["day"] = Day("Day", today=today, first=today - timedelta(days=730), last=today)
        self.fields["time"] = Clock("Time")
        self.fields["also"] = forms.MultipleChoiceField(
            label="Was it about someone else too?", required=False, widget=forms.CheckboxSelectMultiple,
            choices=[(str(one.pk), one.person.name) for one in others],
            error_messages={"invalid_choice": "Choose people from your list"},
        )  # fmt: skip
        for name in ("words", "present", "day", "time"):
            self.fields[name].widget.attrs["class"] = {"words": "tl-textarea", "present": "tl-input"}.get(
                name, "tl-input tl-input--s"
            )

    def clean(self) -> dict[str, Any]:
        """Ask for words where someone spoke."""
        said = super().clean() or self.cleaned_data
        if said.get("spoke") == "yes" and not (said.get("words") or "").strip() and "words" not in self.errors:
            self.add_error("words", "Write a few words about what happened")
        return said

    def said(self) -> dict[str, Any]:
        """Return the answers under the names the action uses."""
        said = self.cleaned_data
        return {
            "client_id": said["client_id"],
            "spoke": said["spoke"] == "yes",
            "channel": Channel(said["channel"]),
            "kind": said["kind"],
            "minutes": int(said["minutes"]) if said["minutes"] else None,
            "words": said["words"],
            "about": said["about"],
            "present": said["present"],
            "happened_at": moment(said["day"], said["time"]),
        }

    def others(self) -> list[UUID]:
        """Return the other episodes it is about."""
        return [UUID(one) for one in self.cleaned_data["also"]]
