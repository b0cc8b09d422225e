"""A safety page and restrictions: what is asked, in which words."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.http import QueryDict

from throughline.actions.restrictions import Terms
from throughline.actions.statements import Wording
from throughline.domain import restrictions as limits
from throughline.domain import statements as rules
from throughline.domain.objections import Objection
from throughline.domain.restrictions import Approval, Kind, Source, Venue, Whom
from throughline.domain.statements import PARTS, TESTS, InPlace, Place
from throughline.models import Organisation, Restriction, SafetyStatement
from throughline.web.forms.base import Clock, Day, Form, choice, text, words

HINTS = {InPlace.ADULTS_ONLY: "No one under 18 there at the same time", InPlace.HOME_BY: "Say the time below"}


class WriteStatement(Form):
    """A safety page. `settings` are the organisations it may be for; without them the setting is fixed."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    failed = forms.CharField(widget=forms.HiddenInput, required=False, max_length=100)
    failed_on = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    reworded = forms.CharField(widget=forms.HiddenInput, required=False, max_length=100)

    def __init__(
        self, *args: Any, today: date, called: str, settings: Sequence[Organisation] | None = None, **kwargs: Any
    ) -> None:
        self.organisations = {str(one.pk): one for one in settings or ()}
        super().__init__(*args, **kwargs)
        if settings is not None:
            self.fields["organisation"] = choice(
                "Who is it for?", [(key, one.name) for key, one in self.organisations.items()], chips=False, required=False,
                missing="Choose an organisation from the list, or write the place below",
            )  # fmt: skip
            self.fields["setting"] = words(
                "Which session or place?", required=False, help_text="For example: walking football, Wednesdays"
            )
            self.fields["place"] = choice(
                "What kind of place is it?", Place.choices(), missing="Choose what kind of place it is", chips=False
            )
            for name in ("organisation", "place"):
                self.fields[name].widget.attrs["class"] = "tl-select"
            self.fields["setting"].widget.attrs["class"] = "tl-input"
        for part in PARTS:
            self.fields[part.name] = text(
                part.asks, rows=2 if part.name == "at_risk" else 3, required=part.needed, max_length=2000, help_text=part.hint,
                missing=f"Write this: {part.asks.rstrip('?').lower()}",
            )  # fmt: skip
            self.fields[part.name].widget.attrs |= {"class": "tl-textarea", "data-mirrored": part.name, "aria-describedby": f"id_{part.name}_hint id_{part.name}_vague"}  # fmt: skip
        self.fields["in_place"] = forms.MultipleChoiceField(
            label="What must be in place?", required=False, choices=InPlace.choices(), widget=forms.CheckboxSelectMultiple,
            error_messages={"invalid_choice": "Choose from the list what must be in place"},
        )  # fmt: skip
        for test in TESTS:
            self.fields[test.name] = choice(test.asks, [("yes", "Yes"), ("no", "No")], missing=f"Answer this: {test.asks}")  # fmt: skip
        self.fields["source"] = words(
            "How is this known?", max_length=200, missing="Write how this is known, and from whom",
            help_text="For example: his officer, 3 November, and the person",
        )  # fmt: skip
        self.fields["source"].widget.attrs["class"] = "tl-input"
        self.fields["written_on"] = Day("From which day is it?", today=today, first=today - timedelta(days=366), last=today)  # fmt: skip
        self.fields["review_on"] = Day(
            "When will you look at it again?", today=today, first=today - timedelta(days=30), last=today + timedelta(days=800), help_text="You are reminded here",
        )  # fmt: skip
        for name in ("written_on", "review_on"):
            self.fields[name].widget.attrs["class"] = "tl-input tl-input--s"
        self.fields["read_together"] = forms.BooleanField(
            label=f"{called} has read this, or I read it to them",
            required=False,
            help_text="They know who will read it",
        )

    def clean_organisation(self) -> Organisation | None:
        """Return the organisation that was chosen."""
        return self.organisations.get(self.cleaned_data["organisation"])

    def wording(self) -> Wording:
        """Return what it says, as the action takes it."""
        said = self.cleaned_data
        return Wording(
            parts={part.name: said[part.name] for part in PARTS}, answers={test.name: said[test.name] for test in TESTS},
            source=said["source"], written_on=said["written_on"], review_on=said["review_on"], in_place=[InPlace(one) for one in said["in_place"]],
            read_together=said["read_together"], failed=_tests(said["failed"]), failed_on=said["failed_on"], reworded=_tests(said["reworded"]),
        )  # fmt: skip

    def keep_failed(self) -> None:
        """Carry on which answers failed, and on words of which sense: another answer alone does not help then."""
        answers = {test.name: str(self.data.get(test.name, "")) for test in TESTS}
        sense = rules.sense_of(
            {part.name: self.data.get(part.name, "") for part in PARTS},
            [one for one in self.data.getlist("in_place") if one in set(InPlace)],
        )
        before = _tests(self.data.get("failed", "")) if self.data.get("failed_on") == sense else []
        now = [*dict.fromkeys([*before, *rules.failed(answers)])]
        if not now:
            return
        self.data = self.data.copy()
        ever = dict.fromkeys([*_tests(self.data.get("reworded", "")), *now])
        self.data["failed"], self.data["failed_on"], self.data["reworded"] = ",".join(now), sense, ",".join(ever)

    def vague(self) -> dict[str, str]:
        """Return what is wrong with the words as they stand in the boxes, by part."""
        said = {part.name: str(self[part.name].value() or "") for part in PARTS}
        return {name: found for name, words in said.items() if (found := objection_to_part(words)) is not None}


def objection_to_part(said: str) -> str | None:
    """Return in words why a part's words cannot be kept, or None: what is shown while they are typed."""
    found = rules.objection_to_a_bare_level(said) or rules.objection_to_what_was_done(said)
    return found.words if found else None


def _tests(said: str) -> list[str]:
    known = {test.name for test in TESTS}
    return [one for one in said.split(",") if one in known]


def said_of(statement: SafetyStatement) -> dict[str, Any]:
    """Return a statement as the form of its next version begins. The tests are answered anew each time."""
    return statement.parts() | {
        "in_place": statement.in_place, "source": statement.source, "version": statement.version,
    }  # fmt: skip


def as_typed(data: QueryDict) -> dict[str, Any]:
    """Return what stands in the boxes of a form that is shown again without being saved."""
    typed: dict[str, Any] = {name: data.get(name, "") for name in data if name not in ("once", "csrfmiddlewaretoken")}
    typed["in_place"] = data.getlist("in_place")
    typed["read_together"] = "read_together" in data
    for name in [part.name for part in PARTS] + ["setting", "source"]:
        typed[name] = "".join(
            sign for sign in typed.get(name, "") if sign != "\x00" and not 0xD800 <= ord(sign) <= 0xDFFF
        )
    if not str(typed.get("version", "")).isdigit():
        typed.pop("version", None)
    return typed


class EndWithReason(Form):
    """Why it ends."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    because = text(
        "Why is it not needed any more?", max_length=1000, rows=2, missing="Write why it is not needed any more"
    )


class Restrict(Form):
    """One restriction. What its kind does not ask for is left out."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        wide = {"first": today - timedelta(days=366 * 20), "last": today + timedelta(days=366 * 20)}
        self.fields["kind"] = choice("What kind is it?", Kind.choices(), missing="Choose what kind it is")
        self.fields["words"] = text(
            "What is it, in a sentence?", rows=2, max_length=1000, missing="Write it as someone at the door would need it",
            help_text="As someone at the door would need it. Not what it was for",
        )  # fmt: skip
        self.fields["centre"] = words(
            "The middle of the area", required=False, max_length=80, help_text="Two numbers from a map, like 55.8617, -4.2583"
        )  # fmt: skip
        self.fields["radius_m"] = forms.IntegerField(
            label="How far from the middle, in metres?", required=False, min_value=limits.LEAST_RADIUS, max_value=limits.MOST_RADIUS,
            error_messages=dict.fromkeys(("min_value", "max_value", "invalid"), f"Write a number of metres from {limits.LEAST_RADIUS} to {limits.MOST_RADIUS:,}"),
        )  # fmt: skip
        self.fields["shape"] = text(
            "Or paste the area as GeoJSON", required=False, rows=3, max_length=limits.MOST_LETTERS, help_text="One Polygon or MultiPolygon, as a map program gives it",
        )  # fmt: skip
        self.fields["whom"] = choice("With whom?", Whom.choices(), missing="Choose with whom", required=False)
        self.fields["approval"] = choice("What needs a yes?", Approval.choices(), missing="Choose what needs a yes", required=False)  # fmt: skip
        self.fields["who"] = words(
            "Who?", required=False, max_length=200,
            help_text="In words. For a yes: who gives it",
        )  # fmt: skip
        self.fields["venues"] = _many("Which kinds of place?", Venue.choices())
        self.fields["days"] = _many("Which days?", [(str(n), day) for n, day in enumerate(limits.DAYS)])
        self.fields["from_time"] = Clock("Home from", required=False, help_text="For example 7pm")
        self.fields["until_time"] = Clock("Until", required=False, help_text="For example 7am")
        self.fields["from_on"] = Day("From which day?", today=today, **wide)
        self.fields["until_on"] = Day("Until which day?", today=today, required=False, **wide)
        self.fields["source"] = choice("Where does it come from?", Source.choices(), missing="Choose where it comes from")  # fmt: skip
        self.fields["source_words"] = words("Which one?", required=False, max_length=200, help_text="For example: licence of 3 November, condition 9")  # fmt: skip
        self.fields["review_on"] = Day("When will you look at it again?", today=today, **wide)
        for name, field in self.fields.items():
            css = {"words": "tl-textarea", "shape": "tl-textarea", "centre": "tl-input", "who": "tl-input", "source_words": "tl-input"}.get(name)  # fmt: skip
            if name in ("radius_m", "from_time", "until_time", "from_on", "until_on", "review_on"):
                css = "tl-input tl-input--s"
            if css:
                field.widget.attrs |= {"class": css, "autocomplete": "off"}
            if field.help_text:
                field.widget.attrs.setdefault("aria-describedby", f"id_{name}_hint")
            field.widget.is_required = False

    def clean(self) -> dict[str, Any]:
        """Read the area, where the kind has one."""
        said = super().clean() or self.cleaned_data
        if said.get("kind") in set(limits.AREAS):
            for name, read in (("centre", limits.point_of), ("shape", limits.area_of)):
                if (said.get(name) or "").strip() and name not in self.errors:
                    found = read(said[name])
                    if isinstance(found, Objection):
                        self.add_error(name, found.words)
                    else:
                        said[name] = found
        return said

    def terms(self) -> Terms:
        """Return what it says, as the action takes it."""
        said = self.cleaned_data
        kind = Kind(said["kind"])
        centre = said["centre"] if kind in limits.AREAS and said["centre"] else None
        shape = said["shape"] if kind in limits.AREAS and said["shape"] else None
        return Terms(
            kind=kind, words=said["words"], source=Source(said["source"]), from_on=said["from_on"], review_on=said["review_on"], until_on=said["until_on"],
            source_words=said["source_words"], latitude=centre.latitude if centre else None, longitude=centre.longitude if centre else None,
            radius_m=said["radius_m"] if centre or not shape else None, shape=shape, whom=Whom(said["whom"]) if said["whom"] else None, who=said["who"],
            venues=tuple(Venue(one) for one in said["venues"]), days=tuple(int(one) for one in said["days"]), from_time=said["from_time"], until_time=said["until_time"],
            approval=Approval(said["approval"]) if said["approval"] else None,
        )  # fmt: skip


def _many(label: str, options: Sequence[tuple[str, str]]) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, choices=options, required=False, widget=forms.CheckboxSelectMultiple, error_messages={"invalid_choice": "Choose from the list"},
    )  # fmt: skip


def terms_of(row: Restriction, *, shape: str) -> dict[str, Any]:
    """Return a restriction as the form of its next version begins. `shape` is its area as text."""
    plain = ("kind", "words", "radius_m", "whom", "approval", "who", "venues", "from_time", "until_time", "from_on", "until_on", "source", "source_words", "review_on", "version")  # fmt: skip
    centre = f"{row.latitude}, {row.longitude}" if row.latitude is not None else ""
    return {name: getattr(row, name) for name in plain} | {"centre": centre, "shape": shape, "days": [str(day) for day in row.days]}  # fmt: skip
