"""An agreement step by step. Each step is kept as it is: only what is sent for approval must be whole."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django import forms

from throughline.actions.agreements import Flow
from throughline.domain.agreements import PARTS, PURPOSE_PARTS, Controllers, Part
from throughline.models import AgreementPurpose, AgreementVersion, Code, Organisation
from throughline.policy.agreements import KINDS, SHAREABLE
from throughline.policy.grants import Opens
from throughline.web.forms.base import CodeField, Day, Form, choice, text, words

_UNITS = [("working_days", "working days"), ("days", "days"), ("weeks", "weeks"), ("hours", "hours")]


def _several(
    label: str, options: Sequence[tuple[Any, str]], *, missing: str, **kwargs: Any
) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label,
        choices=options,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": missing, "invalid_choice": missing},
        **kwargs,
    )


def _kinds(said: Sequence[str]) -> int:
    bits = Opens(0)
    for one in said:
        bits |= Opens(int(one))
    return int(bits & SHAREABLE)


_KIND_CHOICES = [(int(kind), label) for kind, label in KINDS.items()]


class MakeAgreement(Form):
    """What it is called, and between whom."""

    def __init__(self, *args: Any, organisations: Sequence[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by_key = {str(one.pk): one for one in organisations}
        self.fields["title"] = words(
            "What is it called?", missing="Write what it is called", help_text="For example: Football after release"
        )
        self.fields["organisations"] = _several(
            "Which organisations is it between?",
            [(key, one.name) for key, one in self.by_key.items()],
            missing="Choose the organisations that it is between",
        )
        self.fields["title"].widget.attrs |= {"class": "tl-input", "autocomplete": "off"}
        for field in self.fields.values():
            field.widget.is_required = False

    def clean_organisations(self) -> list[Organisation]:
        """Return the organisations that were chosen."""
        return [self.by_key[key] for key in self.cleaned_data["organisations"]]


class Step(Form):
    """One step of the writing: the parts of the text that belong to it, and what else it asks."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, draft: AgreementVersion, step: str, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.draft, self.today = draft, today
        self.initial.setdefault("version", draft.version)
        getattr(self, f"ask_{step}", lambda: None)()
        self.add_parts([part for part in PARTS if part.step == step], draft)
        for field in self.fields.values():
            field.widget.is_required = False
            field.needed = getattr(field, "needed", True)  # type: ignore[attr-defined]

    def add_parts(self, parts: Sequence[Part], of: Any) -> None:
        """Add a box for each part of the text."""
        for part in parts:
            field = text(part.label, rows=4, required=False, help_text=part.hint, max_length=8000)
            field.widget.attrs |= {
                "class": "tl-textarea",
                "autocomplete": "off",
                "aria-describedby": f"id_{part.name}_hint",
            }
            field.needed = part.needed  # type: ignore[attr-defined]
            self.fields[part.name] = field
            self.initial[part.name] = getattr(of, part.name)

    def ask_when(self) -> None:
        """Ask for the days; and for the name, as long as nobody else has read it under one."""
        if not self.draft.agreement.versions.filter(proposed_at__isnull=False).exists():
            self.fields["title"] = words("What is it called?", missing="Write what it is called")
            self.fields["title"].widget.attrs |= {"class": "tl-input", "autocomplete": "off"}
            self.initial["title"] = self.draft.agreement.title
        last = self.today + timedelta(days=12 * 366)
        first = self.today - timedelta(days=3 * 366)
        for name, label, hint in (
            ("starts_on", "First day", "It starts then, or when the last side has approved it if that is later."),
            ("ends_on", "Last day", "What rests on it closes after that day by itself."),
            ("review_on", "Look at it again on", "You are reminded a month before."),
        ):
            day = Day(label, today=self.today, first=first, last=last, required=False, help_text=hint)
            day.widget.attrs |= {
                "class": "tl-input tl-input--s",
                "autocomplete": "off",
                "aria-describedby": f"id_{name}_hint",
            }
            self.fields[name] = day
            self.initial[name] = getattr(self.draft, name)

    def ask_rights(self) -> None:
        """Ask who answers for the information, and to people."""
        self.fields["controllers"] = choice(
            "Who answers for the information?",
            Controllers.choices(),
            missing="Choose who answers for it",
            required=False,
        )
        sides = [(str(party.organisation_id), party.organisation.name) for party in self.draft.agreement.parties.all()]
        self.fields["rights_by"] = forms.ChoiceField(
            label="Who answers when someone asks about their information?",
            choices=[("", "Whichever organisation is asked"), *sides],
            required=False,
            error_messages={"invalid_choice": "Choose one of the organisations"},
        )
        self.fields["rights_by"].widget.attrs["class"] = "tl-select"
        self.initial |= {"controllers": self.draft.controllers, "rights_by": str(self.draft.rights_by_id or "")}

    def ask_work(self) -> None:
        """Ask how soon a referral is answered."""
        sentence = "Write a number from 1 to 365"
        self.fields["clock_amount"] = forms.IntegerField(
            label="How soon is a referral answered?", min_value=1, max_value=365, required=False,
            error_messages={"invalid": sentence, "min_value": sentence, "max_value": sentence},
        )  # fmt: skip
        self.fields["clock_amount"].widget.attrs["class"] = "tl-input tl-input--xs"
        self.fields["clock_unit"] = choice("Counted in", _UNITS, missing="Choose what it is counted in", required=False)
        self.initial |= {
            "clock_amount": self.draft.clock_amount,
            "clock_unit": self.draft.clock_unit or "working_days",
        }

    def clean_rights_by(self) -> UUID | None:
        """Return the organisation that answers, or nobody in particular."""
        return UUID(self.cleaned_data["rights_by"]) if self.cleaned_data["rights_by"] else None


class Purposes(Form):
    """What it is for."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, draft: AgreementVersion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        held = [one.purpose for one in draft.purposes.select_related("purpose")]
        offered = list(Code.objects.offered("agreement_purposes"))
        self.by_key = {code.code: code for code in [*offered, *(code for code in held if code not in offered)]}
        self.fields["purposes"] = _several(
            "What do you share information for?",
            [(key, code.words) for key, code in self.by_key.items()],
            missing="Choose at least one",
        )
        self.initial |= {"purposes": [code.code for code in held], "version": draft.version}

    def clean_purposes(self) -> list[Code]:
        """Return the purposes that were chosen."""
        return [self.by_key[key] for key in self.cleaned_data["purposes"]]


class Purpose(Form):
    """One purpose: why, by which law, and what each side may tell which."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, purpose: AgreementPurpose, sides: Sequence[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.purpose = purpose
        self.initial["version"] = purpose.version.version
        held = {
            (term.sharing.giver_id, term.sharing.receiver_id): term.opens
            for term in purpose.version.terms.filter(sharing__purpose=purpose.purpose_id).select_related("sharing")
        }
        for part in PURPOSE_PARTS:
            self.fields[part.name] = text(part.label, rows=3, required=False, help_text=part.hint, max_length=4000)
            self.initial[part.name] = getattr(purpose, part.name)
        self.pairs = [(giver, receiver) for giver in sides for receiver in sides if giver.pk != receiver.pk]
        for number, (giver, receiver) in enumerate(self.pairs):
            self.fields[f"flow_{number}"] = _several(
                f"What may {giver.name} tell {receiver.name}?",
                _KIND_CHOICES,
                missing="Choose from the list",
                required=False,
            )
            bits = held.get((giver.pk, receiver.pk), 0)
            self.initial[f"flow_{number}"] = [int(kind) for kind in KINDS if bits & kind]
        for name, list_name, label, hint in (
            ("basis", "lawful_bases", "Lawful basis", ""),
            ("special", "special_conditions", "Article 9 condition", "Needed for health and for equality questions."),
            ("offence", "offence_conditions", "Article 10 condition", "Needed for what someone was in prison for, for dates in prison, and for what keeps people safe."),
        ):  # fmt: skip
            self.fields[name] = CodeField(
                label, list_name, missing="Choose from the list", required=False, help_text=hint
            )
            code = getattr(purpose, name)
            self.initial[name] = code.code if code else ""
        for name, field in self.fields.items():
            css = {forms.Textarea: "tl-textarea", forms.Select: "tl-select"}.get(type(field.widget))
            if css:
                field.widget.attrs |= {"class": css, "autocomplete": "off"}
            if field.help_text:
                field.widget.attrs["aria-describedby"] = f"id_{name}_hint"
            field.widget.is_required = False
            field.needed = name not in ("balance", "special", "offence") and not name.startswith("flow_")  # type: ignore[attr-defined]

    @property
    def flows(self) -> list[Flow]:
        """What each side may tell which."""
        return [
            Flow(giver.pk, receiver.pk, _kinds(self.cleaned_data[f"flow_{number}"]))
            for number, (giver, receiver) in enumerate(self.pairs)
        ]


class ForSide(Form):
    """Something said in the name of one side."""

    def __init__(self, *args: Any, sides: Sequence[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by_key = {str(one.pk): one for one in sides}
        self.fields["organisation"] = choice(
            "For which organisation?",
            [(key, one.name) for key, one in self.by_key.items()],
            missing="Choose the organisation",
        )
        if len(sides) == 1:
            self.initial["organisation"] = str(sides[0].pk)
        self.order_fields(["organisation"])

    def clean_organisation(self) -> Organisation:
        """Return the organisation."""
        return self.by_key[self.cleaned_data["organisation"]]


class Approve(ForSide):
    """A side's yes."""

    read = forms.BooleanField(
        label="I have read it, and I may approve it for this organisation",
        error_messages={"required": "Tick that you have read it"},
    )


class EndIt(ForSide):
    """A side's end of it."""

    words = text(
        "Why does it end?", rows=3, missing="Write why it ends", max_length=1000, help_text="The other side reads this."
    )

    def __init__(self, *args: Any, today: date, last: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"] = Day(
            "What is its last day?", today=today, first=today - timedelta(days=366), last=max(last, today) + timedelta(days=366),
            initial=today, help_text="Today means now: what rests on it closes at once.",
        )  # fmt: skip
        self.fields["on"].widget.attrs |= {"class": "tl-input tl-input--s", "aria-describedby": "id_on_hint"}
        self.order_fields(["organisation", "on", "words"])


class PutAway(Form):
    """Why a version is put away."""

    words = text(
        "Why?",
        rows=3,
        missing="Write why, so that the other side knows",
        max_length=1000,
        help_text="The others read this.",
    )


class Review(Form):
    """What was found, and when next."""

    words = text("What did you find?", rows=3, missing="Write what you found", max_length=2000)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["next_on"] = Day(
            "Look at it again on", today=today, first=today - timedelta(days=366), last=today + timedelta(days=10 * 366),
            missing="Write the day of the next review", help_text="Before its last day.",
        )  # fmt: skip
        self.fields["next_on"].widget.attrs |= {"class": "tl-input tl-input--s", "aria-describedby": "id_next_on_hint"}


class Declare(ForSide):
    """What an organisation needs to know for a purpose."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["purpose"] = CodeField("For what?", "agreement_purposes", missing="Choose what it is for")
        self.fields["purpose"].widget.attrs |= {"class": "tl-select"}
        self.fields["kinds"] = _several(
            "What do you need to know?", _KIND_CHOICES, missing="Choose what you need to know"
        )
        self.fields["because"] = text("Why do you need it?", rows=3, missing="Write why you need it", max_length=1000)
        self.fields["because"].widget.attrs |= {"class": "tl-textarea"}
        for field in self.fields.values():
            field.widget.is_required = False

    def clean_kinds(self) -> int:
        """Return the kinds as bits."""
        return _kinds(self.cleaned_data["kinds"])
