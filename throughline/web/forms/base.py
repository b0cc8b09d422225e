"""The base of every form: our markup, whole sentences, days written in any way."""

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.safestring import SafeString

from throughline.domain import dates
from throughline.domain.calendar import HERE
from throughline.domain.objections import Objection
from throughline.models import Code


class Form(forms.Form):
    """A form of ours. `problems` is what its error summary lists: (field id, sentence)."""

    template_name = "forms/form.html"
    required_css_class = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            _dress(field)
            if field.help_text:
                field.widget.attrs.setdefault("aria-describedby", f"id_{name}_hint")

    def object_to(self, objection: Objection) -> None:
        """Show a rule's objection beside the answer it is about, or above the form.

        Where somebody else changed the row meanwhile, the form carries on from what it is now: saved again it is saved.
        """
        if objection.version is not None and "version" in self.fields:
            self.data = self.data.copy()
            self.data["version"] = str(objection.version)
        self.add_error(objection.field if objection.field in self.fields else None, objection.words)

    @property
    def problems(self) -> list[tuple[str, str]]:
        """What is wrong, in the order of the page: the id to go to, and the sentence."""
        found = [("", str(error)) for error in self.non_field_errors()]
        for bound in self:
            first = bound.id_for_label or f"id_{bound.name}"
            if isinstance(bound.field.widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
                first = f"id_{bound.name}_0"
            found += [(first, str(error)) for error in bound.errors]
        return found

    @property
    def problem_title(self) -> str:
        """How many things are missing, in words that do not alarm."""
        number = len(self.problems)
        return f"Nothing is lost. {'One thing is' if number == 1 else f'{number} things are'} missing."


def _dress(field: forms.Field) -> None:
    """Give a widget its class, and "required" its sentence."""
    widget = field.widget
    css = {
        forms.Textarea: "tl-textarea",
        forms.Select: "tl-select",
        forms.RadioSelect: "",
        forms.CheckboxSelectMultiple: "",
        forms.CheckboxInput: "",
        forms.HiddenInput: "",
    }.get(type(widget), "tl-input")
    if css:
        widget.attrs["class"] = f"{css} {widget.attrs.get('class', '')}".strip()
    widget.attrs.setdefault("autocomplete", "off")
    # The browser's own bubbles are not read by everyone; ours are.
    widget.is_required = False


def words(label: str, **kwargs: Any) -> forms.CharField:
    """Make a field for some words on one line."""
    missing = kwargs.pop("missing", f"Write this: {label.lower()}")
    kwargs.setdefault("max_length", 120)
    return Words(label=label, error_messages={"required": missing}, **kwargs)


def text(label: str, *, rows: int = 4, **kwargs: Any) -> forms.CharField:
    """Make a field for words on several lines."""
    missing = kwargs.pop("missing", f"Write this: {label.lower()}")
    kwargs.setdefault("max_length", 10_000)
    return Words(
        label=label, widget=forms.Textarea(attrs={"rows": rows}), error_messages={"required": missing}, **kwargs
    )


class Words(forms.CharField):
    """Words as people paste them: a NUL or a lone surrogate is dropped, everything else is kept."""

    def to_python(self, value: Any) -> str:
        """Return the words without what no database can keep."""
        found = super().to_python(value)
        return "".join(sign for sign in found if sign != "\x00" and not 0xD800 <= ord(sign) <= 0xDFFF)

    def run_validators(self, value: Any) -> None:
        """Say in a sentence that words are too long."""
        if self.max_length is not None and value and len(value) > self.max_length:
            raise ValidationError(f"{self.label}: use {self.max_length} letters or fewer. You have {len(value)}.")
        self.validators = [v for v in self.validators if type(v).__name__ != "ProhibitNullCharactersValidator"]
        super().run_validators(value)


class Day(forms.CharField):
    """A day written in any way: 26 11 2026, 26/11/26, 26 November 2026, 2026-11-26, today, yesterday."""

    def __init__(self, label: str, *, today: date, first: date, last: date, missing: str = "", **kwargs: Any) -> None:
        self.today, self.within = today, dates.Span(first, last)
        kwargs.setdefault("help_text", f"For example {today.day} {today.month} {today.year}")
        super().__init__(
            label=label, error_messages={"required": missing or f"Write the day: {label.lower()}"}, **kwargs
        )
        self.widget.attrs["class"] = "tl-input--s"

    def to_python(self, value: Any) -> date | None:  # type: ignore[override]
        """Return the day, or say in a sentence why it cannot be read."""
        said = str(value or "").replace("\x00", "").strip().lower()
        if not said:
            return None
        if said in ("today", "yesterday", "tomorrow"):
            return date.fromordinal(self.today.toordinal() + {"today": 0, "yesterday": -1, "tomorrow": 1}[said])
        read = dates.read(said, field=str(self.label), within=self.within)
        if isinstance(read, Objection):
            raise ValidationError(read.words)
        return read

    def prepare_value(self, value: Any) -> Any:
        """Show a day as it would be typed."""
        return f"{value.day} {value.month} {value.year}" if isinstance(value, date) else value

    def validate(self, value: Any) -> None:
        """Ask for the day where it is needed."""
        if value is None and self.required:
            raise ValidationError(self.error_messages["required"])

    def run_validators(self, value: Any) -> None:
        """A day has been checked when it was read."""


class Clock(forms.CharField):
    """A time of day written in any way: 9:30am, 0930, 14.00, 2pm."""

    def __init__(self, label: str, *, missing: str = "", **kwargs: Any) -> None:
        kwargs.setdefault("help_text", "For example 9:30am")
        super().__init__(
            label=label, error_messages={"required": missing or f"Write the time: {label.lower()}"}, **kwargs
        )
        self.widget.attrs["class"] = "tl-input--xs"

    def to_python(self, value: Any) -> time | None:  # type: ignore[override]
        """Return the time, or say that it cannot be read."""
        said = str(value or "").replace("\x00", "").strip().lower().replace(" ", "")
        if not said:
            return None
        half, bare = said[-2:], said.removesuffix("am").removesuffix("pm").replace(".", ":")
        hour, _, minute = bare.partition(":")
        if not minute and len(hour) in (3, 4) and hour.isascii() and hour.isdigit():
            hour, minute = hour[:-2], hour[-2:]
        if not (hour.isascii() and hour.isdigit() and (not minute or (minute.isascii() and minute.isdigit()))):
            raise ValidationError(f"{self.label}: write the time like 9:30am.")
        hours, minutes = int(hour), int(minute or 0)
        if half == "pm" and hours < 12:
            hours += 12
        if half == "am" and hours == 12:
            hours = 0
        if hours > 23 or minutes > 59:
            raise ValidationError(f"{self.label}: write the time like 9:30am.")
        return time(hours, minutes)

    def prepare_value(self, value: Any) -> Any:
        """Show a time as it would be typed."""
        if isinstance(value, time):
            return f"{value.hour % 12 or 12}:{value.minute:02}{'am' if value.hour < 12 else 'pm'}"
        return value

    def validate(self, value: Any) -> None:
        """Ask for the time where it is needed."""
        if value is None and self.required:
            raise ValidationError(self.error_messages["required"])

    def run_validators(self, value: Any) -> None:
        """A time has been checked when it was read."""


def choice(
    label: str, options: Iterable[tuple[Any, Any]], *, missing: str, chips: bool = True, **kwargs: Any
) -> forms.ChoiceField:
    """Make a field with one answer from a list, as chips or as a drop-down."""
    widget = forms.RadioSelect() if chips else forms.Select()
    shown = list(options) if chips else [("", "Choose"), *options]
    return forms.ChoiceField(
        label=label,
        choices=shown,
        widget=widget,
        error_messages={"required": missing, "invalid_choice": missing},
        **kwargs,
    )


class CodeField(forms.ChoiceField):
    """One code of a list, as chips or a drop-down. The answer is the Code."""

    def __init__(
        self, label: str, name: str, *, missing: str, chips: bool = False, keep: Any = None, **kwargs: Any
    ) -> None:
        self.codes = {code.code: code for code in Code.objects.offered(name)}
        shown = [
            (code.code, SafeString("") + str(code.traits.get("chip", code.words)))
            for code in self.codes.values()
            if keep is None or keep(code)
        ]
        super().__init__(
            label=label,
            choices=shown if chips else [("", "Choose"), *shown],
            widget=forms.RadioSelect() if chips else forms.Select(),
            error_messages={"required": missing, "invalid_choice": missing},
            **kwargs,
        )

    def clean(self, value: Any) -> Code | None:  # type: ignore[override]
        """Return the code that was chosen."""
        chosen = super().clean(value)
        return self.codes.get(chosen) if chosen else None


def moment(day: date, at: time | None) -> datetime:
    """Return a day and a time here as one moment; without a time, noon."""
    return datetime.combine(day, at or time(12), tzinfo=HERE)
