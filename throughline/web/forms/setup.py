"""Setting up a partnership: each form is one row of it."""

import csv
import io
import re
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from throughline.domain import dates
from throughline.domain.clocks import least_amount
from throughline.domain.objections import Objection
from throughline.domain.vocabulary import Nation, OrganisationKind, Role
from throughline.exchange.columns import plain
from throughline.models import (
    Council,
    Organisation,
    Partnership,
    Prison,
    PrisonService,
    Programme,
    Team,
    TeamArea,
    Worker,
)
from throughline.web.forms.base import Day, Form, choice, text, words


class Begin(Form):
    """The first page of an empty database."""

    name = words("What is the partnership called?", missing="Write what the partnership is called")
    nation = choice("Which nation?", Nation.choices(), missing="Choose the nation")
    organisation = words("Which organisation leads it?", missing="Write which organisation leads it")
    admin_name = words("Who is the first administrator?", missing="Write the administrator’s name")
    admin_email = forms.EmailField(
        label="What is their email address?", help_text="An invitation goes there. They choose their own password.", max_length=254,
        error_messages={"required": "Write their email address", "invalid": "Write an email address like name@example.org"},
    )  # fmt: skip


class Named(forms.ModelChoiceField):
    """A row, shown by its name."""

    def __init__(self, rows: Any, label: str, missing: str, **kwargs: Any) -> None:
        kwargs.setdefault("empty_label", "Choose")
        super().__init__(rows, label=label, error_messages={"required": missing, "invalid_choice": missing}, **kwargs)
        self.widget.attrs |= {"class": "tl-select"}
        self.widget.is_required = False

    def label_from_instance(self, obj: Any) -> str:
        """Return the name."""
        return str(getattr(obj, "short_name", obj.name))


class Rowed(Form):
    """A form that adds one dated row."""

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        self.today = today
        self.more = {key: kwargs.pop(key) for key in list(kwargs) if key in ("worker", "team", "rows")}
        seen, follows = kwargs.pop("seen", None), kwargs.pop("follows", None)
        super().__init__(*args, **kwargs)
        self.build()
        if seen is not None:
            # Which row the page showed: another that came into force meanwhile is not replaced unseen.
            self.fields["seen"] = forms.CharField(
                widget=forms.HiddenInput, required=False, initial=seen, max_length=2000
            )
        self.fields["on"] = Day(
            "From which day?",
            today=today,
            first=today - timedelta(days=20 * 366),
            last=today + timedelta(days=366),
            initial=max(today, follows or today),  # what already stands for a later day is replaced from that day on
        )
        for field in self.fields.values():
            if (
                isinstance(field.widget, forms.TextInput | forms.NumberInput | forms.EmailInput)
                and "tl-input" not in field.widget.attrs.get("class", "").split()
            ):
                field.widget.attrs["class"] = f"tl-input {field.widget.attrs.get('class', '')}".strip()
            if isinstance(field.widget, forms.Select) and not isinstance(field.widget, forms.RadioSelect):
                field.widget.attrs["class"] = "tl-select"
            if isinstance(field.widget, forms.Textarea):
                field.widget.attrs["class"] = "tl-textarea"
            field.widget.attrs["autocomplete"] = "off"
            field.widget.is_required = False

    def build(self) -> None:
        """Add the fields."""


def _workers(today: date) -> Any:
    return Worker.objects.filter(
        service=False, ended_on__isnull=True, started_on__lte=today + timedelta(days=366)
    ).order_by("name")


class AddOrganisation(Rowed):
    """A partner."""

    def build(self) -> None:
        """Add the fields."""
        self.fields["name"] = words("Name", missing="Write its name")
        self.fields["kind"] = choice(
            "What kind?", OrganisationKind.choices(), missing="Choose what kind it is", chips=False
        )


class AddTeam(Rowed):
    """An area team."""

    def build(self) -> None:
        """Add the fields."""
        self.fields["organisation"] = Named(
            Organisation.objects.on(self.today), "Organisation", "Choose the organisation"
        )
        self.fields["name"] = words("Name", missing="Write its name")
        taken = TeamArea.objects.filter(until_on__isnull=True).values("council")
        nation = Partnership.objects.values("nation")[:1]
        self.fields["councils"] = forms.MultipleChoiceField(
            label="Which council areas does it serve?", required=False, widget=forms.CheckboxSelectMultiple,
            choices=list(Council.objects.filter(nation__in=nation).exclude(pk__in=taken).values_list("code", "name")),
            error_messages={"invalid_choice": "Choose council areas from the list"},
        )  # fmt: skip


class PutOnDuty(Rowed):
    """Who leads a team, and who takes its new people."""

    def build(self) -> None:
        """Add the fields."""
        self.fields["lead"] = Named(_workers(self.today), "Who leads it?", "Choose who leads it")
        self.fields["duty_worker"] = Named(_workers(self.today), "Who takes new people?", "Choose who takes new people")
        self.fields["deputy"] = Named(
            _workers(self.today), "Who stands in for them?", "Choose who stands in", required=False
        )


class SafeguardDuty(Rowed):
    """Who reads a team's worries first."""

    def build(self) -> None:
        """Add the fields."""
        self.fields["lead"] = Named(_workers(self.today), "Who reads worries first?", "Choose who reads worries first")
        self.fields["deputy"] = Named(
            _workers(self.today), "Who stands in for them?", "Choose who stands in", required=False
        )


class ServeArea(Rowed):
    """One more council area for a team."""

    def build(self) -> None:
        """Add the fields."""
        taken = TeamArea.objects.filter(until_on__isnull=True).values("council")
        nation = Partnership.objects.values("nation")[:1]
        self.fields["council"] = forms.ChoiceField(
            label="Which council area?",
            choices=[
                ("", "Choose"),
                *Council.objects.filter(nation__in=nation).exclude(pk__in=taken).values_list("code", "name"),
            ],
            error_messages={"required": "Choose a council area", "invalid_choice": "Choose a council area"},
        )


class ChangePrison(Rowed):
    """Who is on duty in a prison, and its gate."""

    def build(self) -> None:
        """Add the fields."""
        self.fields["team"] = Named(Team.objects.on(self.today), "Whose lead stands in?", "Choose the team")
        self.fields["duty_coach"] = Named(_workers(self.today), "Duty coach", "Choose the duty coach")
        self.fields["deputy"] = Named(_workers(self.today), "Deputy", "Choose the deputy", required=False)
        self.fields["gate_desk"] = words("Phone of the gate desk", required=False, max_length=60)
        self.fields["gate_words"] = words("Where people come out", required=False, max_length=200)


class SwitchOn(ChangePrison):
    """A prison that the partnership does not work in yet."""

    def build(self) -> None:
        """Add the fields."""
        on = PrisonService.objects.filter(until_on__isnull=True).values("prison")
        self.fields["prison"] = Named(
            Prison.objects.filter(closed_on__isnull=True).exclude(pk__in=on), "Prison", "Choose the prison"
        )
        super().build()


class AddWorker(Rowed):
    """A worker with their first post."""

    def build(self) -> None:
        """Add the fields."""
        self.fields["name"] = words("Name", missing="Write their name")
        self.fields["email"] = forms.EmailField(
            label="Email address", max_length=254, help_text="The invitation goes there.",
            error_messages={"required": "Write their email address", "invalid": "Write an email address like name@example.org"},
        )  # fmt: skip
        self.fields["phone"] = words("Phone", required=False, max_length=60)
        self.fields["employer"] = Named(
            Organisation.objects.on(self.today), "Who employs them?", "Choose who employs them"
        )
        _post(self)

    def clean(self) -> dict[str, Any]:
        """A team belongs to the organisation where the post is."""
        return super().clean() or self.cleaned_data


class GivePost(Rowed):
    """One more post: at another organisation it is a secondment."""

    def build(self) -> None:
        """Add the fields."""
        _post(self)


def _post(form: Rowed) -> None:
    form.fields["organisation"] = Named(
        Organisation.objects.on(form.today), "Where do they work?", "Choose where they work"
    )
    form.fields["role"] = choice("What do they do?", Role.choices(), missing="Choose what they do", chips=False)
    form.fields["team"] = Named(
        Team.objects.on(form.today), "Team", "Choose the team", required=False, empty_label="No team"
    )
    form.fields["prison"] = Named(
        Prison.objects.filter(closed_on__isnull=True),
        "Prison",
        "Choose the prison",
        required=False,
        empty_label="No prison",
    )


class PasteWorkers(Rowed):
    """Workers pasted from a spreadsheet: a row each."""

    def build(self) -> None:
        """Add the fields."""
        self.fields["pasted"] = text(
            "Paste the rows", rows=8, missing="Paste at least one row", help_text="Name, email, organisation, role, team or prison, first day. One worker on a line, as copied from a spreadsheet. Without a first day it is the one below.",
        )  # fmt: skip

    def clean_pasted(self) -> list[dict[str, Any]]:
        """Read every row, or say which line is wrong: all or none."""
        organisations = {plain(o.name): o for o in Organisation.objects.on(self.today)}
        teams = {(t.organisation_id, plain(t.name)): t for t in Team.objects.on(self.today)}
        prisons = {plain(p.short_name): p for p in Prison.objects.filter(closed_on__isnull=True)}
        # As the pages say it, as we write it ourselves, and as the partnership calls a mentor.
        roles = {plain(role.value.replace("_", " ")): role for role in Role} | {
            plain(role.label): role for role in Role
        }
        roles |= {
            plain(word): Role.MENTOR for word in Programme.objects.on(self.today).values_list("mentor_word", flat=True)
        }
        problems: list[str] = []
        found: dict[str, dict[str, Any]] = {}
        said = self.cleaned_data["pasted"].replace("\r\n", "\n").replace("\r", "\n")
        mark = "\t" if "\t" in said else ","
        for number, row in enumerate(self._read(said, mark), 1):
            cells = [cell.strip() for cell in row] + [""] * 5
            if not any(cells) or plain(cells[0]) == "name":
                continue
            name, email, organisation, role, place, day = [*cells, ""][:6]
            wrong = []
            begins = None
            if day:
                begins = dates.read(
                    day,
                    field="the day",
                    within=dates.Span(self.today - timedelta(days=20 * 366), self.today + timedelta(days=366)),
                )
                if isinstance(begins, Objection):
                    wrong.append(begins.words.rstrip("."))
            if not name:
                wrong.append("the name is empty")
            try:
                validate_email(email)
            except ValidationError:
                wrong.append(f"“{email[:40]}” is not an email address")
            earlier = found.get(email.lower())
            if earlier is not None and plain(earlier["name"]) != plain(name):
                wrong.append(f"this email address is {earlier['name']}’s, further up")
            at = organisations.get(plain(organisation))
            if at is None:
                wrong.append(f"“{organisation[:40]}” is not one of your organisations")
            what = roles.get(plain(role))
            if what is None:
                wrong.append(f"“{role[:40]}” is not a role")
            team = teams.get((at.pk, plain(place))) if at and place else None
            prison = prisons.get(plain(place)) if place and team is None else None
            if place and team is None and prison is None:
                wrong.append(f"“{place[:40]}” is not a team or prison")
            if wrong:
                problems.append(f"Line {number}: {'; '.join(wrong)}.")
                continue
            post = {"organisation": at, "role": what, "team": team, "prison": prison}
            if earlier is not None:
                # Somebody with two posts stands on two lines: the first line's organisation employs them.
                if post in earlier["posts"]:
                    problems.append(f"Line {number}: this stands twice.")
                earlier["posts"].append(post)
                continue
            found[email.lower()] = {
                "name": name[:120],
                "email": email,
                "employer": at,
                "begins": begins,
                "posts": [post],
            }
        if problems:
            raise ValidationError(problems[:20])
        if not found:
            raise ValidationError("Paste at least one row")
        return list(found.values())

    @staticmethod
    def _read(said: str, mark: str) -> list[list[str]]:
        """Return the cells of each row. A quotation mark in the middle of words is one of the words."""
        try:
            return list(csv.reader(io.StringIO(said), delimiter=mark, strict=True))
        except csv.Error:
            return list(csv.reader(io.StringIO(said), delimiter=mark, quoting=csv.QUOTE_NONE))


class Away(Rowed):
    """A long absence."""

    def build(self) -> None:
        """Add the fields."""
        self.fields["until_on"] = Day(
            "Until which day?",
            today=self.today,
            first=self.today - timedelta(days=366),
            last=self.today + timedelta(days=800),
            required=False,
        )
        self.fields["why"] = words("Why?", required=False, max_length=200)


class Leaves(Rowed):
    """A worker leaves."""


class BeginProgramme(Rowed):
    """A programme, with the shipped rules, clocks and words."""

    def build(self) -> None:
        """Add the fields."""
        self.fields["name"] = words("Name", missing="Write its name", initial="Through the gate")
        self.fields["mentor_word"] = words("What is a mentor called?", initial="mentor", max_length=40)
        self.fields["participant_word"] = words("What is a participant called?", initial="participant", max_length=40)


class DescribeProgramme(Form):
    """A programme's name and its words."""

    name = words("Name", missing="Write its name")
    mentor_word = words("What is a mentor called?", max_length=40, missing="Write what a mentor is called")
    participant_word = words(
        "What is a participant called?", max_length=40, missing="Write what a participant is called"
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class FillPack(Rowed):
    """What a pack holds: a line for each thing."""

    def build(self) -> None:
        """Add the fields."""
        lines = [
            ", ".join(
                [row.what, *([f"£{row.pence / 100:g}"] if row.pence else []), *(["number"] if row.has_serial else [])]
            )
            for row in self.more["rows"]
        ]
        self.fields["contents"] = text(
            "One thing on a line", rows=6, initial="\n".join(lines), missing="Write at least one thing",
            help_text="Write what it is worth after a comma. Write the word number if each has its own. For example: Shop voucher, £30, number",
        )  # fmt: skip

    def clean_contents(self) -> list[tuple[str, int | None, bool]]:
        """Read each line, or say which cannot be read."""
        found, problems = [], []
        for number, line in enumerate(self.cleaned_data["contents"].splitlines(), 1):
            cells = [cell.strip() for cell in line.split(",")]
            serial = cells[-1].lower() == "number"
            cells = cells[:-1] if serial else cells
            worth = re.fullmatch(r"£\s*(\d{1,4})(?:\.(\d{2}))?", cells[-1]) if len(cells) > 1 else None
            what = ", ".join(cells[:-1] if worth else cells)
            if not line.strip():
                continue
            if not what or len(what) > 120:
                problems.append(f"Line {number}: write what it is, in 120 letters or fewer.")
            pence = int(worth[1]) * 100 + int(worth[2] or 0) if worth else None
            found.append((what, pence, serial))
        if problems:
            raise ValidationError(problems)
        if not found:
            raise ValidationError("Write at least one thing")
        return found


class SetRule(Rowed):
    """The numbers of the rules of who can join."""

    def build(self) -> None:
        """Add the fields."""
        rows = self.more["rows"]
        sentence, age = rows.get("sentence", {}), rows.get("age", {})
        number = {
            "min_value": "Write a number from 0 to 600",
            "max_value": "Write a number from 0 to 600",
            "invalid": "Write a number",
            "required": "Write a number",
        }
        self.fields["at_least_months"] = forms.IntegerField(
            label="Sentence: at least how many months?",
            min_value=0,
            max_value=600,
            initial=sentence.get("at_least_months"),
            error_messages=number,
        )
        self.fields["under_months"] = forms.IntegerField(
            label="And under how many months?",
            min_value=0,
            max_value=600,
            initial=sentence.get("under_months"),
            error_messages=number,
        )
        self.fields["at_least_years"] = forms.IntegerField(
            label="Age: at least how many years?",
            min_value=16,
            max_value=99,
            initial=age.get("at_least_years"),
            error_messages=number | {"min_value": "We work with people of 16 and over"},
        )
        self.fields["home"] = forms.BooleanField(
            label="Home is in an area that a team serves", required=False, initial="home" in rows
        )
        self.fields["date"] = forms.BooleanField(
            label="The day they come out is ahead, or they are out", required=False, initial="date" in rows
        )
        self.fields["only"] = forms.ChoiceField(
            label="Is it for everyone?", required=False, initial=rows.get("sex", {}).get("only", ""),
            choices=[("", "For everyone"), ("men", "For men"), ("women", "For women")],
        )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """The shortest is shorter than the longest."""
        said = super().clean() or self.cleaned_data
        if (
            said.get("under_months") is not None
            and said.get("at_least_months") is not None
            and said["under_months"] <= said["at_least_months"]
        ):
            self.add_error("under_months", "The longest sentence must be longer than the shortest.")
        return said


_NUMBERS = {
    "tries": "How many tries?", "ways": "In how many ways?", "everyone": "Weight of everyone", "before_release": "More, near the day they come out",
    "after_release": "More, when they have just come out", "overdue": "More, when something is overdue", "quiet": "More, when they are quiet",
}  # fmt: skip


class SetClock(Rowed):
    """The length of one clock."""

    def build(self) -> None:
        """Add the fields."""
        row = self.more["rows"]
        least = least_amount(row.code)
        span = f"Write a number from {least} to 1000"
        self.fields["amount"] = forms.IntegerField(
            label="How long?", min_value=least, max_value=1000, initial=row.amount,
            error_messages={"min_value": span, "max_value": span, "invalid": "Write a number", "required": "Write a number"},
        )  # fmt: skip
        self.fields["unit"] = choice(
            "Of what?",
            [("hours", "hours"), ("days", "days"), ("working_days", "working days"), ("weeks", "weeks")],
            missing="Choose of what",
            initial=row.unit,
        )
        for name in sorted(row.numbers):
            self.fields[name] = forms.IntegerField(
                label=_NUMBERS.get(name, name), min_value=1, max_value=20, initial=row.numbers[name],
                error_messages={"min_value": "Write a number from 1 to 20", "max_value": "Write a number from 1 to 20", "invalid": "Write a number", "required": "Write a number"},
            )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Put the further numbers together as the clock keeps them."""
        said = super().clean() or self.cleaned_data
        numbers = self.more["rows"].numbers
        if numbers:
            said["numbers"] = {name: said.pop(name, numbers[name]) for name in sorted(numbers)}
        return said


class WordConsent(Rowed):
    """A consent in new words."""

    def build(self) -> None:
        """Add the fields."""
        row = self.more["rows"]
        self.fields["words"] = text(
            "What they say yes or no to", initial=row.words, missing="Write what they say yes or no to", max_length=2000
        )
        self.fields["needed"] = forms.BooleanField(
            label="Needed to join", required=False, initial=row.needed_to_sign_up
        )


class AddCode(Rowed):
    """One more answer on a list."""

    def build(self) -> None:
        """Add the fields."""
        self.fields["words"] = words("What people read", missing="Write what people read", max_length=160)
        self.fields["like"] = Named(
            self.more["rows"],
            "It counts like",
            "Choose what it counts like",
            required=False,
            empty_label="Nothing special",
        )
        self.fields["like"].label_from_instance = lambda code: code.words


class DescribePartnership(Form):
    """The partnership's name and nation."""

    name = words("Name", missing="Write its name")
    nation = choice("Which nation?", Nation.choices(), missing="Choose the nation")
    version = forms.IntegerField(widget=forms.HiddenInput)


class RenameOrganisation(Form):
    """A partner's name and kind."""

    name = words("Name", missing="Write its name")
    kind = choice("What kind?", OrganisationKind.choices(), missing="Choose what kind it is", chips=False)
    version = forms.IntegerField(widget=forms.HiddenInput)


class RenameTeam(Form):
    """A team's name."""

    name = words("Name", missing="Write its name")
    version = forms.IntegerField(widget=forms.HiddenInput)


class DescribeWorker(Form):
    """A worker's name and phone number."""

    name = words("Name", missing="Write their name")
    phone = words("Phone", required=False, max_length=60)
    version = forms.IntegerField(widget=forms.HiddenInput)
