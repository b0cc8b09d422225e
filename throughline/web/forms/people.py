"""Finding, adding and describing people."""

from datetime import date
from typing import Any

from django import forms

from throughline.domain import identifiers
from throughline.domain.dates import age_on
from throughline.domain.vocabulary import CustodyStatus, IdentifierKind
from throughline.models import Council, Prison
from throughline.web.forms.base import Day, Form, choice, words


def councils() -> list[tuple[str, str]]:
    """Return the council areas to choose from."""
    return [("", "Not known"), *Council.objects.values_list("code", "name")]


class Find(Form):
    """The words to find someone by."""

    words = words(
        "Name, date of birth, number or phone",
        help_text="Part of a name will do. Spelling need not be right.",
        missing="Write a name, a date of birth, a number or a phone",
    )


class _Somebody(Form):
    """What is asked of anyone."""

    given_names = words("First names", missing="Write their first name")
    family_name = words("Last name", missing="Write their last name")
    known_as = words("Likes to be called", required=False)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        self.today = today
        super().__init__(*args, **kwargs)
        born = Day(
            "Date of birth",
            today=today,
            first=date(today.year - 110, 1, 1),
            last=today,
            required=False,
            help_text="For example 4 5 1992",
        )
        self.fields["birth_date"] = born
        self.fields["home_place"] = words("Where home is", required=False, help_text="A town or a part of a city")
        self.fields["home_council"] = forms.ChoiceField(label="Council area", choices=councils, required=False)
        for name in ("birth_date", "home_place", "home_council"):
            self.fields[name].widget.attrs.setdefault("class", "tl-input" if name != "home_council" else "tl-select")
            self.fields[name].widget.attrs["autocomplete"] = "off"

    def clean_birth_date(self) -> date | None:
        """Ask twice where someone would be a child."""
        born = self.cleaned_data["birth_date"]
        if born is not None and age_on(born, self.today) < 16:
            raise forms.ValidationError(
                f"Date of birth: they would be {age_on(born, self.today)}. We work with people of 16 and over."
            )
        return born


class DescribePerson(_Somebody):
    """What is known of someone."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"] = words("Language they speak best", required=False, max_length=60)
        self.fields["reading"] = words(
            "Reading and writing", required=False, help_text="For example: large print helps", max_length=300
        )
        for name in ("language", "reading"):
            self.fields[name].widget.attrs["class"] = "tl-input"


class NewPerson(_Somebody):
    """Somebody new."""

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, today=today, **kwargs)
        prisons = [
            (p.pk, p.short_name)
            for p in Prison.objects.filter(services__until_on__isnull=True, services__isnull=False).distinct()
        ]
        self.fields["number_kind"] = forms.ChoiceField(
            label="Kind of number", choices=[("", "No number"), *IdentifierKind.choices()], required=False
        )
        self.fields["number"] = words("Number", required=False, max_length=40)
        self.fields["prison"] = forms.ChoiceField(
            label="Prison they are in", choices=[("", "Not in prison"), *prisons], required=False
        )
        self.fields["status"] = forms.ChoiceField(
            label="Why they are in prison", choices=[("", "Not known yet"), *CustodyStatus.choices()], required=False
        )
        self.fields["sentence_days"] = forms.IntegerField(
            label="Sentence in days", required=False, min_value=1, max_value=20_000
        )
        self.fields["comes_out_on"] = Day(
            "Day they come out", today=today, first=today, last=date(today.year + 5, 12, 31), required=False
        )
        self.fields["no_date_because"] = words("Or why it is not known yet", required=False)
        self.fields["new_all_the_same"] = forms.BooleanField(label="None of these. Add them as new.", required=False)
        for name, field in self.fields.items():
            if name in ("number_kind", "prison", "status"):
                field.widget.attrs["class"] = "tl-select"
            elif name != "new_all_the_same":
                field.widget.attrs.setdefault("class", "tl-input")

    def clean(self) -> dict[str, Any]:
        """Check the number by its own rule."""
        said = super().clean() or self.cleaned_data
        if said.get("number") and not said.get("number_kind"):
            self.add_error("number_kind", "Choose what kind of number it is")
        for kind, value in self.identifiers().items():
            objection = identifiers.objection_to(kind, value)
            if objection is not None:
                self.add_error("number", objection.words)
        return said

    def identifiers(self) -> dict[IdentifierKind, str]:
        """Return the number that was given, by its kind, as it is kept."""
        said = self.cleaned_data
        if not (said.get("number") and said.get("number_kind")):
            return {}
        kind = IdentifierKind(said["number_kind"])
        return {kind: identifiers.normalise(kind, said["number"])}


class AddName(Form):
    """Another name that someone goes or went by."""

    given_names = words("First names", missing="Write the first name")
    family_name = words("Last name", missing="Write the last name")


class AddNumber(Form):
    """A number by which another system knows someone."""

    kind = choice("What kind of number?", IdentifierKind.choices(), missing="Choose what kind of number it is")
    value = words("Number", max_length=40, missing="Write the number")

    def clean(self) -> dict[str, Any]:
        """Check the number by its own rule."""
        said = super().clean() or self.cleaned_data
        if said.get("kind") and said.get("value"):
            said["kind"] = IdentifierKind(said["kind"])
            said["value"] = identifiers.normalise(said["kind"], said["value"])
            objection = identifiers.objection_to(said["kind"], said["value"])
            if objection is not None:
                self.add_error("value", objection.words)
        return said


class AddWay(Form):
    """A way to reach someone."""

    kind = choice(
        "What is it?", [("phone", "Phone"), ("email", "Email")], missing="Choose phone or email", initial="phone"
    )
    whose = words(
        "Whose is it?", initial="Mobile", max_length=80, help_text="For example: Mobile, or Mum’s house phone"
    )
    value = words("Number or address", max_length=200, missing="Write the number or address")
    safe_to_leave_message = forms.TypedChoiceField(
        label="Is it safe to leave a message?", choices=[("yes", "Yes"), ("no", "No")], coerce=lambda said: said == "yes",
        widget=forms.RadioSelect, error_messages={"required": "Say if it is safe to leave a message"},
    )  # fmt: skip


class AddClose(Form):
    """Someone close to a participant."""

    name = words("Name", missing="Write their name")
    relation = words("Who they are", max_length=60, help_text="For example: Mum, friend", missing="Write who they are")
    phone = words("Phone", required=False, max_length=60)
    happy_to_be_phoned = forms.TypedChoiceField(
        label="Are they happy to be phoned?", choices=[("yes", "Yes"), ("no", "No")], coerce=lambda said: said == "yes",
        widget=forms.RadioSelect, error_messages={"required": "Say if they are happy to be phoned"},
    )  # fmt: skip
