"""A letter's words, who checked them, and what is printed for whom."""

from collections.abc import Sequence
from typing import Any

from django import forms

from throughline.domain.letters import MOST_TITLE, MOST_WORDS
from throughline.models import LetterWords
from throughline.queries.letters import GROUPS
from throughline.web.forms.base import Form, choice, text, words


class Reword(Form):
    """The words of a letter."""

    def __init__(self, *args: Any, row: LetterWords, **kwargs: Any) -> None:
        kwargs["initial"] = {
            "title": row.title,
            "body": row.body,
            "by_post": row.by_post,
            "version": row.template.version,
        }
        super().__init__(*args, **kwargs)
        self.fields["title"] = words("Heading", missing="Write the heading", max_length=MOST_TITLE)
        self.fields["title"].widget.attrs["class"] = "tl-input"
        self.fields["body"] = text(
            "Words", rows=16, missing="Write the words of the letter", max_length=MOST_WORDS,
            help_text="Leave an empty line between paragraphs. Begin a line with - for a list.",
        )  # fmt: skip
        self.fields["body"].widget.attrs |= {"class": "tl-textarea", "aria-describedby": "id_body_hint"}
        self.fields["by_post"] = forms.BooleanField(
            label="It goes by post: put the name and address where an envelope has its window", required=False
        )
        self.fields["version"] = forms.IntegerField(widget=forms.HiddenInput())
        for field in self.fields.values():
            field.widget.is_required = False
            field.widget.attrs.setdefault("autocomplete", "off")


class SayChecked(Form):
    """Who checked a translation."""

    checked_with = words("Who checked the words?", missing="Write who checked the words")
    version = forms.IntegerField(widget=forms.HiddenInput())


class Versioned(Form):
    """A press about a row as the page showed it."""

    version = forms.IntegerField(widget=forms.HiddenInput())


class ChooseLetter(Form):
    """A letter, from those that are offered."""

    def __init__(self, *args: Any, rows: Sequence[LetterWords], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        options = [(str(one.template_id), one.template.name) for one in rows]
        self.fields["template"] = choice("Letter or form", options, missing="Choose a letter or form", chips=False)
        self.fields["template"].choices = options
        self.fields["template"].widget.attrs["class"] = "tl-select"


class ChoosePeople(ChooseLetter):
    """A letter, and those whom it is for."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["group"] = choice("For whom?", list(GROUPS.items()), missing="Choose for whom", chips=False)
        self.fields["group"].choices = list(GROUPS.items())
        self.fields["group"].widget.attrs["class"] = "tl-select"
