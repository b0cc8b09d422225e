"""Council areas and holidays of a partnership's own."""

from datetime import date, timedelta
from typing import Any

from django import forms

from throughline.models import Council, Partnership
from throughline.web.forms.base import Day, Form, words
from throughline.web.forms.setup import Named


class AddCouncil(Form):
    """A council area that is not shipped."""

    name = words("Name", missing="Write its name", max_length=80)


class AddHoliday(Form):
    """A day on which offices are shut."""

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["day"] = Day(
            "Which day?", today=today, first=today - timedelta(days=366), last=today + timedelta(days=3 * 366)
        )
        self.fields["name"] = words("What is it called?", missing="Write what it is called", max_length=80)
        nation = Partnership.objects.values("nation")[:1]
        self.fields["council"] = Named(
            Council.objects.filter(nation__in=nation),
            "Where?",
            "Choose where",
            required=False,
            empty_label="Everywhere",
        )
        for field in self.fields.values():
            if isinstance(field.widget, forms.TextInput):
                field.widget.attrs["class"] = f"tl-input {field.widget.attrs.get('class', '')}".strip()
            field.widget.is_required = False
