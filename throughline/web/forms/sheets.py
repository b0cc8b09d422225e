"""A sheet's day, who stands on it, what was written on it, and what became of it."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from django import forms

from throughline.domain.objections import Objection
from throughline.domain.sheets import DAYS_AHEAD, MOST_LINES, Done, Fate, NotSeen, Said, Trouble, read_code
from throughline.domain.vocabulary import ConsentPurpose
from throughline.exchange.day_paper import AGREES
from throughline.web.forms.base import Form, choice, text, words

SPARE = 2  # rows more than there are lines left: a slip needs no new page


class ChooseDay(Form):
    """A prison and a day."""

    def __init__(self, *args: Any, prisons: list[tuple[str, str]], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["prison"] = choice("Prison", prisons, missing="Choose a prison", chips=False)
        self.fields["prison"].widget.attrs["class"] = "tl-select"
        self.fields["prison"].choices = prisons
        # Chosen, not typed: the page asks by its address, where nobody's words may stand.
        named = [(today + timedelta(days=ahead)) for ahead in range(DAYS_AHEAD + 1)]
        self.fields["day"] = choice("Day", [], missing="Choose today or a day of the next week", chips=False)
        self.fields["day"].choices = [(one.isoformat(), _named(one, today=today)) for one in named]
        self.fields["day"].widget.attrs["class"] = "tl-select"

    def clean_day(self) -> date:
        """Return the day."""
        return date.fromisoformat(self.cleaned_data["day"])


def _named(day: date, *, today: date) -> str:
    near = {0: "Today, ", 1: "Tomorrow, "}.get((day - today).days, "")
    return f"{near}{day:%A} {day.day} {day:%B}"


class GiveBack(Form):
    """What became of the paper."""

    def __init__(self, *args: Any, left: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["fate"] = choice(
            "What became of the paper?", Fate.choices(), missing="Choose what became of the paper"
        )
        self.fields["kept_where"] = words("If it is kept: where?", required=False)
        self.fields["kept_where"].widget.attrs["class"] = "tl-input"
        if left:
            lines = "the line that is not entered" if left == 1 else f"the {left} lines that are not entered"
            self.fields["rest_empty"] = forms.BooleanField(label=f"Nothing is written on {lines}", required=False)


class EnterLine(Form):
    """One line, as it stands on the paper."""

    def __init__(self, *args: Any, days: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"] = words("Code", required=False, max_length=40)
        self.fields["what"] = choice(
            "What was done?", Done.choices(), missing="Choose what was done", chips=False, required=False
        )
        self.fields["minutes"] = forms.CharField(label="Minutes", required=False, max_length=12)
        self.fields["words"] = text("What happened?", required=False, rows=2)
        self.fields["why"] = choice(
            "Why not seen?", NotSeen.choices(), missing="Choose why they were not seen", chips=False, required=False
        )
        self.fields["steps"] = words("Which step? Its number", required=False, max_length=20)
        self.fields["agreed"] = forms.MultipleChoiceField(
            label="Agreed to", required=False, widget=forms.CheckboxSelectMultiple,
            choices=[(one.value, said) for one, said in AGREES.items()], error_messages={"invalid_choice": "Choose from the list what they agreed to"},
        )  # fmt: skip
        if len(days) > 1:
            self.fields["day"] = choice(
                "Which day?", days, missing="Choose one of the sheet’s days", chips=False, required=False
            )
        for name, field in self.fields.items():
            css = {
                "code": "tl-input tl-input--s tl-code",
                "minutes": "tl-input tl-input--xs",
                "words": "tl-textarea",
                "steps": "tl-input tl-input--xs",
            }
            field.widget.attrs |= {"class": css.get(name, "tl-select"), "autocomplete": "off"}
            field.widget.is_required = False
        self.fields["code"].widget.attrs |= {"spellcheck": "false", "autocapitalize": "characters"}
        self.name = ""  # whose line it is, where the code was understood

    def clean_minutes(self) -> int | None:
        """Return the minutes, or say that they cannot be read."""
        said = str(self.cleaned_data["minutes"] or "").strip()
        if not said:
            return None
        if not (said.isascii() and said.isdigit() and len(said) < 6):
            raise forms.ValidationError("Write the minutes as a number, like 20.")
        return int(said)

    def clean_steps(self) -> tuple[int, ...]:
        """Return the numbers of the steps."""
        said = self.cleaned_data["steps"].replace(",", " ").replace("+", " ").split()
        if any(not (one.isascii() and one.isdigit() and len(one) < 3) for one in said):
            raise forms.ValidationError("Write the number of the step, as it stands on the sheet.")
        return tuple(dict.fromkeys(int(one) for one in said))

    @property
    def empty(self) -> bool:
        """Whether nothing was typed in this row."""
        return (
            not any(str(bound.value() or "").strip() for bound in self if bound.name != "agreed")
            and not self["agreed"].value()
        )

    @property
    def opened(self) -> bool:
        """Whether the second part of the row holds something, or something wrong."""
        return any(
            self[name].value() or self[name].errors for name in ("steps", "agreed", "day") if name in self.fields
        )


class EnterLines:
    """The grid: a row for each line. Rows in which nothing was typed do not count."""

    def __init__(self, data: Any, *, rows: int, days: list[date]) -> None:
        self.data = data or {}
        number = rows + SPARE
        if data is not None:
            said = str(data.get("rows", ""))
            number = int(said) if said.isascii() and said.isdigit() and len(said) < 5 else number
        self.number = max(1, min(number, MOST_LINES + SPARE))
        named = [(one.isoformat(), f"{one:%A} {one.day} {one:%B}") for one in days]
        self.rows = [EnterLine(data, prefix=f"l{place}", days=named) for place in range(1, self.number + 1)]
        self.bound = data is not None
        self.said_wrong: list[tuple[str, str]] = []
        self.titled = "Nothing is lost, and nothing was saved yet."

    @property
    def filled(self) -> list[tuple[int, EnterLine]]:
        """The rows in which something was typed, with their places."""
        return [(place, row) for place, row in enumerate(self.rows, start=1) if not row.empty]

    def is_valid(self) -> bool:
        """Tell whether each answer has the right shape. What it means is the domain's to say."""
        for place, row in self.filled:
            if not row.is_valid():
                for bound in row:
                    self.said_wrong += [(bound.id_for_label, f"Line {place}: {error}") for error in bound.errors]
        if not self.filled:
            self.said_wrong.append(
                ("id_l1-code", "Nothing is written here yet. Start with the first code on the sheet.")
            )
        return not self.said_wrong

    def said(self) -> list[Said]:
        """Return the rows as the action takes them."""
        found = []
        for place, row in self.filled:
            held = row.cleaned_data
            found.append(
                Said(
                    place, read_code(held["code"]), Done(held["what"]) if held["what"] else None, held["words"], held["minutes"],
                    held["steps"], NotSeen(held["why"]) if held["why"] else None, frozenset(ConsentPurpose(one) for one in held["agreed"]),
                    date.fromisoformat(held["day"]) if held.get("day") else None,
                )
            )  # fmt: skip
        return found

    def object_to(self, troubles: Iterable[Trouble]) -> None:
        """Show beside each wrong line what is wrong with it, and above all of them which lines."""
        for trouble in troubles:
            row = self.rows[trouble.place - 1]
            field = trouble.objection.field if trouble.objection.field in row.fields else "code"
            row.add_error(field, trouble.objection.words)
            self.said_wrong.append((f"id_{row.add_prefix(field)}", trouble.words))

    def refuse(self, objection: Objection) -> None:
        """Show what is wrong with the whole."""
        self.said_wrong.append(("", objection.words))

    @property
    def errors(self) -> list[tuple[str, str]]:
        """What is wrong, for the page's frame."""
        return self.said_wrong

    @property
    def problems(self) -> list[tuple[str, str]]:
        """What is wrong: the id to go to, and the sentence."""
        return self.said_wrong

    @property
    def problem_title(self) -> str:
        """That nothing is lost and nothing was saved."""
        return self.titled
