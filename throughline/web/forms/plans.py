"""A plan on one page: up to six goals, each with up to five steps. Empty rows do not count."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django import forms

from throughline.actions.plans import Aim, Step
from throughline.domain.vocabulary import Who
from throughline.web.forms.base import Day, Form, text, words

GOALS, STEPS = 6, 5


class WritePlan(Form):
    """Goals and steps."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, *args: Any, today: date, aims: list[Aim], version: int, who: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        initial: dict[str, Any] = {"version": version}
        for g, aim in enumerate(aims[:GOALS]):
            initial |= {f"g{g}_words": aim.words, f"g{g}_line": aim.line}
            for s, step in enumerate(aim.steps[:STEPS]):
                initial |= {
                    f"g{g}s{s}_what": step.what, f"g{g}s{s}_who": step.who.value, f"g{g}s{s}_agency": step.who_words,
                    f"g{g}s{s}_by": step.by_on, f"g{g}s{s}_line": step.line, f"g{g}s{s}_done": step.done_on.isoformat() if step.done_on else "",
                }  # fmt: skip
        super().__init__(*args, initial=initial, **kwargs)
        for g in range(GOALS):
            self.fields[f"g{g}_words"] = text(f"Goal {g + 1}, in their words", rows=2, required=False, max_length=500)
            self.fields[f"g{g}_line"] = forms.UUIDField(widget=forms.HiddenInput, required=False)
            for s in range(STEPS):
                self.fields[f"g{g}s{s}_what"] = words(f"Step {s + 1}: what?", required=False, max_length=300)
                self.fields[f"g{g}s{s}_who"] = forms.ChoiceField(label="Who?", choices=who, required=False)
                self.fields[f"g{g}s{s}_agency"] = words("Which agency?", required=False)
                self.fields[f"g{g}s{s}_by"] = Day(
                    "By when?",
                    today=today,
                    first=today - timedelta(days=800),
                    last=today + timedelta(days=800),
                    required=False,
                    help_text="",
                )
                self.fields[f"g{g}s{s}_line"] = forms.UUIDField(widget=forms.HiddenInput, required=False)
                self.fields[f"g{g}s{s}_done"] = forms.DateField(widget=forms.HiddenInput, required=False)
        for name, field in self.fields.items():
            css = "tl-textarea" if name.endswith("_words") else "tl-select" if name.endswith("_who") else "tl-input"
            if not isinstance(field.widget, forms.HiddenInput):
                field.widget.attrs |= {"class": css, "autocomplete": "off"}
                field.widget.is_required = False

    def clean(self) -> dict[str, Any]:
        """A goal needs words; a step needs a goal."""
        said = super().clean() or self.cleaned_data
        for g in range(GOALS):
            steps = any((said.get(f"g{g}s{s}_what") or "").strip() for s in range(STEPS))
            if steps and not (said.get(f"g{g}_words") or "").strip():
                self.add_error(f"g{g}_words", f"Write goal {g + 1} in their words: it has steps already")
            for s in range(STEPS):
                what = (said.get(f"g{g}s{s}_what") or "").strip()
                if (
                    what
                    and said.get(f"g{g}s{s}_who") == Who.AGENCY
                    and not (said.get(f"g{g}s{s}_agency") or "").strip()
                ):
                    self.add_error(f"g{g}s{s}_agency", f"Write which agency does step {s + 1} of goal {g + 1}")
                if said.get(f"g{g}s{s}_by") and not (said.get(f"g{g}s{s}_what") or "").strip():
                    self.add_error(
                        f"g{g}s{s}_what", f"Write what step {s + 1} of goal {g + 1} is: it has a day already"
                    )
        return said

    def aims(self) -> list[Aim]:
        """Return the goals that have words, with their steps."""
        said = self.cleaned_data
        found = []
        for g in range(GOALS):
            if not (said.get(f"g{g}_words") or "").strip():
                continue
            steps = tuple(
                Step(
                    said[f"g{g}s{s}_what"], Who(said.get(f"g{g}s{s}_who") or Who.PARTICIPANT), said.get(f"g{g}s{s}_agency") or "",
                    said.get(f"g{g}s{s}_by"), said.get(f"g{g}s{s}_done"), _line(said.get(f"g{g}s{s}_line")),
                )
                for s in range(STEPS) if (said.get(f"g{g}s{s}_what") or "").strip()
            )  # fmt: skip
            found.append(Aim(said[f"g{g}_words"], steps, _line(said.get(f"g{g}_line"))))
        return found

    def rows(self) -> list[dict[str, Any]]:
        """Return the goals as the page lays them out. Without scripts two more than are filled are shown."""
        rows, filled = [], 0
        for g in range(GOALS):
            steps, used = [], 0
            for s in range(STEPS):
                has = bool(self[f"g{g}s{s}_what"].value())
                used = s + 1 if has else used
                steps.append(
                    {name: self[f"g{g}s{s}_{name}"] for name in ("what", "who", "agency", "by", "line", "done")}
                )
            filled = g + 1 if self[f"g{g}_words"].value() else filled
            rows.append(
                {
                    "number": g + 1,
                    "words": self[f"g{g}_words"],
                    "line": self[f"g{g}_line"],
                    "steps": [step | {"open": s < max(used + 1, 2)} for s, step in enumerate(steps)],
                }
            )
        return [row | {"open": g < filled + 1} for g, row in enumerate(rows)]


def _line(value: Any) -> UUID | None:
    return value or None
