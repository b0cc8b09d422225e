"""The forms of the journey: asking, signing up, booking, the gate, coming out, moving on."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

from django import forms

from throughline.domain.codes import DEATH
from throughline.domain.vocabulary import Channel, ConsentPurpose, CustodyStatus, OfferAnswer, Way
from throughline.models import ConsentWording, Prison, Worker
from throughline.web.forms.base import Clock, CodeField, Day, Form, choice, moment, text, words

ASKED = (Channel.FACE_TO_FACE, Channel.EMAIL_A_PRISONER, Channel.LETTER, Channel.PHONE, Channel.VIDEO)


def _past(label: str, today: date, **kwargs: Any) -> Day:
    return Day(label, today=today, first=today - timedelta(days=3 * 366), last=today, initial=today, **kwargs)


class NamedWorker(forms.ModelChoiceField):
    """A worker, shown by name."""

    def label_from_instance(self, obj: Any) -> str:
        """Return the name."""
        return str(obj.name)


class Dated(Form):
    """A form that knows what day it is. A subclass says its fields in `build`."""

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        self.today = today
        self.more = {
            key: kwargs.pop(key)
            for key in list(kwargs)
            if key in ("programme", "now", "called", "workers", "prison", "items", "due", "person", "any_result")
        }
        super().__init__(*args, **kwargs)
        self.build()
        for name, field in self.fields.items():
            self._dress_late(name, field)

    def build(self) -> None:
        """Add the fields."""

    def _dress_late(self, name: str, field: forms.Field) -> None:
        css = {forms.Textarea: "tl-textarea", forms.Select: "tl-select"}.get(type(field.widget))
        if css is None and isinstance(field.widget, forms.TextInput | forms.NumberInput):
            css = "tl-input"
        if css and css not in field.widget.attrs.get("class", ""):
            field.widget.attrs["class"] = f"{css} {field.widget.attrs.get('class', '')}".strip()
        elif css and isinstance(field, Day | Clock):
            field.widget.attrs["class"] = "tl-input tl-input--s"
        field.widget.attrs["autocomplete"] = "off"
        field.widget.is_required = False
        if field.help_text:
            field.widget.attrs.setdefault("aria-describedby", f"id_{name}_hint")


class MakeOffer(Dated):
    """Somebody was asked."""

    def build(self) -> None:
        """Add the fields."""
        self.fields["channel"] = choice(
            "How were they asked?", [(c.value, c.label) for c in ASKED], missing="Choose how they were asked"
        )
        self.fields["made_on"] = _past("Which day?", self.today)
        self.fields["words"] = text("Anything to remember?", required=False, rows=2)
        self.fields["answer"] = choice(
            "What did they say?",
            [("", "No answer yet"), *OfferAnswer.choices()],
            missing="Choose what they said",
            required=False,
            initial="",
        )
        self.fields["reason"] = CodeField("If not now: why?", "decline_reasons", missing="Choose why", required=False)


class AnswerOffer(Dated):
    """What someone said."""

    def build(self) -> None:
        """Add the fields."""
        self.fields["answer"] = choice("What did they say?", OfferAnswer.choices(), missing="Choose what they said")
        self.fields["on"] = _past("Which day?", self.today)
        self.fields["reason"] = CodeField("If not now: why?", "decline_reasons", missing="Choose why", required=False)
        self.fields["words"] = text("In their words", required=False, rows=2)


class SignUp(Dated):
    """Each purpose answered by itself, in the wording in force."""

    def build(self) -> None:
        """Add the fields."""
        self.fields["on"] = on = _past("Which day?", self.today)
        try:
            day = on.clean(self.data.get("on", "")) or self.today if self.is_bound else self.today
        except forms.ValidationError:
            day = self.today
        self.wordings = list(
            ConsentWording.objects.on(day).filter(programme=self.more["programme"]).order_by("-needed_to_sign_up", "pk")
        )
        # Which words were on the page: they are what was read aloud.
        self.fields["read"] = forms.CharField(
            required=False, widget=forms.HiddenInput, initial=",".join(str(one.pk) for one in self.wordings)
        )
        for wording in self.wordings:
            self.fields[f"says_{wording.purpose}"] = choice(
                f"‘{wording.words}’", [("yes", "Yes"), ("no", "No")], missing=f"Choose yes or no: {ConsentPurpose(wording.purpose).label.lower()}",
            )  # fmt: skip
        self.fields["shared_with"] = words("With whom may it be shared?", required=False, max_length=300)
        self.fields["way"] = choice("How did they agree?", Way.choices(), missing="Choose how they agreed")
        self.fields["witness"] = words("If spoken: who heard it?", required=False)
        self.order_fields([name for name in self.fields if name != "on"] + ["on"])

    def clean(self) -> dict[str, Any]:
        """Ask for the words of the chosen day to be read, where other words were on the page."""
        said = super().clean() or self.cleaned_data
        due = self.fields["read"].initial
        if self.wordings and said.get("read") != due:
            self.data = self.data.copy()
            self.data["read"] = due
            self.add_error("on", "Other words were in use on that day. They stand here now: read them, then save again")
        if said.get("shared_with") and said.get(f"says_{ConsentPurpose.SHARING.value}") == "no":
            self.add_error("shared_with", "They said no to sharing. Leave this empty, or ask them again")
        return said

    def answers(self) -> dict[ConsentPurpose, bool]:
        """Return the answer to each purpose."""
        return {ConsentPurpose(w.purpose): self.cleaned_data[f"says_{w.purpose}"] == "yes" for w in self.wordings}


class AskAgain(Dated):
    """One purpose asked about again, in the wording in force now."""

    def build(self) -> None:
        """Add the fields."""
        self.wordings = ConsentWording.objects.on(self.today).filter(programme=self.more["programme"])
        self.fields["wording"] = forms.ModelChoiceField(
            label="What is asked?", queryset=self.wordings.order_by("-needed_to_sign_up", "pk"), empty_label=None,
            widget=forms.RadioSelect, error_messages={"required": "Choose what you asked about"},
        )  # fmt: skip
        self.fields["wording"].label_from_instance = lambda wording: f"‘{wording.words}’"
        self.fields["given"] = forms.TypedChoiceField(
            label="What did they say?", choices=[("yes", "Yes"), ("no", "No")], coerce=lambda said: said == "yes",
            widget=forms.RadioSelect, error_messages={"required": "Choose yes or no"},
        )  # fmt: skip
        self.fields["shared_with"] = words("With whom may it be shared?", required=False, max_length=300)
        self.fields["way"] = choice("How did they say it?", Way.choices(), missing="Choose how they said it")
        self.fields["witness"] = words("If spoken: who heard it?", required=False)
        self.fields["on"] = _past("Which day?", self.today)


class Excuse(Dated):
    """Why something that is due could not be done."""

    def build(self) -> None:
        """Add the fields."""
        self.fields["which"] = choice(
            "What could not be done?", self.more["due"], missing="Choose what could not be done", chips=True
        )
        self.fields["reason"] = CodeField("Why?", "exemptions", missing="Choose why", chips=True)


class TakeBack(Dated):
    """A consent is taken back."""

    def build(self) -> None:
        """Add the fields."""
        self.fields["on"] = _past("Which day?", self.today)
        self.fields["words"] = text("In their words", required=False, rows=2)


class NameStrength(Dated):
    """Something that someone brings."""

    def build(self) -> None:
        """Add the fields."""
        self.fields["about"] = words(
            "What is it?", help_text="For example: good with engines", missing="Write what it is"
        )
        self.fields["words"] = text("In their own words", required=False, rows=2)
        self.fields["said_by"] = words("Who said it?", initial=self.more["called"], missing="Write who said it")
        self.fields["score"] = _score("Where do they put it, from 1 to 10?")


class NameNeed(Dated):
    """Something that someone wants help with, or none."""

    def build(self) -> None:
        """Add the fields."""
        self.fields["kind"] = CodeField("What is it about?", "needs", missing="Choose what it is about", chips=True)
        self.fields["none_here"] = forms.BooleanField(label="No help wanted with this", required=False)
        self.fields["words"] = words(
            "In their own words", required=False, help_text="For example: a place of my own", max_length=300
        )
        self.fields["said_by"] = words("Who said it?", initial=self.more["called"], missing="Write who said it")
        self.fields["score"] = _score("Where do they put it now? 10 is the best it could be.")

    def clean(self) -> dict[str, Any]:
        """Refuse words and a number where no help is wanted: none of it is dropped without a word."""
        said = super().clean() or self.cleaned_data
        if said.get("none_here") and (said.get("words") or said.get("score") is not None):
            self.add_error(
                "none_here",
                "They want no help with this, or they do: leave the words and number empty, or take out the tick",
            )
        return said


class ScaleNeed(Dated):
    """A new number, or met."""

    def build(self) -> None:
        """Add the fields."""
        self.fields["score"] = _score("Where do they put it now? 10 is the best it could be.")
        self.fields["met"] = forms.BooleanField(label="This is met. No more help is wanted with it.", required=False)


class ScaleStrength(Dated):
    """A new number for a strength."""

    def build(self) -> None:
        """Add the fields."""
        self.fields["score"] = _score("Where do they put it now? 10 is the best it could be.", required=True)


def _score(label: str, *, required: bool = False) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label, choices=[(str(n), str(n)) for n in range(1, 11)], coerce=int, empty_value=None, required=required, widget=forms.RadioSelect,
        error_messages={"invalid_choice": "Choose a number from 1 to 10", "required": "Choose a number from 1 to 10"},
    )  # fmt: skip


class Agree(Dated):
    """Both agree a plan."""

    def build(self) -> None:
        """Add the fields."""
        self.fields["version"] = forms.IntegerField(widget=forms.HiddenInput)
        self.fields["way"] = choice("How did you both agree?", Way.choices(), missing="Choose how you agreed")
        self.fields["on"] = _past("Which day?", self.today)


class PutAway(Dated):
    """A plan is put away."""

    def build(self) -> None:
        """Add the fields."""
        self.fields["reason"] = CodeField("Why?", "plan_reasons", missing="Choose why")


class PutInTouch(Dated):
    """A link to a service."""

    def build(self) -> None:
        """Add the fields."""
        self.fields["agency"] = words("Which service?", missing="Write which service")
        self.fields["what_for"] = words("What for?", max_length=200, missing="Write what for")
        self.fields["on"] = _past("Which day?", self.today)


class TellLink(Dated):
    """What came of a link."""

    def build(self) -> None:
        """Add the fields."""
        self.fields["result"] = CodeField(
            "What came of it?", "link_results", missing="Choose what came of it", chips=True
        )
        self.fields["on"] = _past("Which day?", self.today)
        self.fields["words"] = text("In a few words", required=False, rows=2)
        self.fields["version"] = forms.IntegerField(widget=forms.HiddenInput)


class Achieve(Dated):
    """An outcome."""

    def build(self) -> None:
        """Add the fields."""
        self.fields["kind"] = CodeField(
            "What came about?", "outcome_kinds", missing="Choose what came about", chips=True
        )
        self.fields["words"] = words("In a few words", required=False, max_length=200)
        self.fields["started_on"] = _past("Since when?", self.today)
        self.fields["evidence"] = words(
            "What shows it?",
            max_length=200,
            help_text="For example: a letter, a payslip, a phone call",
            missing="Say what shows it: a letter, a payslip, a phone call",
        )


class CheckOutcome(Dated):
    """Whether an outcome still holds, or that it ended."""

    def build(self) -> None:
        """Add the fields."""
        self.fields["what"] = choice(
            "What do you want to record?", [("13", "Check at 13 weeks"), ("26", "Check at 26 weeks"), ("end", "It has ended")], missing="Choose what to record",
        )  # fmt: skip
        self.fields["still"] = choice(
            "Is it still so?", [("yes", "Yes"), ("no", "No")], missing="Choose yes or no", required=False
        )
        self.fields["on"] = _past("Which day?", self.today)
        self.fields["words"] = words("In a few words", required=False, max_length=200)


class Book(Dated):
    """An appointment or a visit."""

    def build(self) -> None:
        """Add the fields."""
        kinds = [("appointment", "Appointment")] + ([("visit", "Visit inside")] if self.more["prison"] else [])
        self.fields["client_id"] = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
        self.fields["kind"] = choice(
            "What is it?", kinds, missing="Choose what it is", initial="visit" if self.more["prison"] else "appointment"
        )
        self.fields["starts_on"] = Day(
            "Which day?",
            today=self.today,
            first=self.today - timedelta(days=366),
            last=self.today + timedelta(days=366),
        )
        self.fields["starts_time"] = Clock("What time?")
        self.fields["purpose"] = words(
            "What for?",
            max_length=200,
            help_text="For example: view the flat in Tollcross",
            missing="Write what it is for",
        )
        self.fields["with_whom"] = words("With whom?", required=False)
        self.fields["where"] = words("Where?", required=False, max_length=200)
        self.fields["accompanied"] = forms.BooleanField(label="I go too", required=False)
        self.fields["repeat_weeks"] = forms.TypedChoiceField(
            label="Does it repeat?", choices=[("0", "No"), ("1", "Every week"), ("2", "Every 2 weeks"), ("4", "Every 4 weeks")], coerce=int, initial="0",
            required=False, empty_value=0,
        )  # fmt: skip
        self.fields["times"] = forms.IntegerField(
            label="How many times in all?", min_value=1, max_value=12, initial=1, required=False,
            error_messages={"min_value": "Write a number from 1 to 12", "max_value": "Write a number from 1 to 12", "invalid": "Write a number from 1 to 12"},
        )  # fmt: skip

    def said(self) -> dict[str, Any]:
        """Return the answers under the names the action uses."""
        said = dict(self.cleaned_data)
        said["starts_at"] = moment(said.pop("starts_on"), said.pop("starts_time"))
        said["times"] = (said["times"] or 1) if said["repeat_weeks"] else 1
        return said


class MarkAppointment(Dated):
    """What came of an appointment, and when instead if it moved."""

    def build(self) -> None:
        """Add the fields."""
        self.fields["result"] = CodeField("What came of it?", "appointment_results", missing="Choose what came of it")
        self.fields["words"] = text("In a few words", required=False, rows=2)
        self.fields["new_on"] = Day(
            "If it moved: to which day?",
            today=self.today,
            first=self.today,
            last=self.today + timedelta(days=366),
            required=False,
        )
        self.fields["new_time"] = Clock("And what time?", required=False)
        self.fields["version"] = forms.IntegerField(widget=forms.HiddenInput)
        self.fields["client_id"] = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    def clean(self) -> dict[str, Any]:
        """A new day needs a time, and stands only with a move."""
        said = super().clean() or self.cleaned_data
        result = said.get("result")
        if said.get("new_on") and not said.get("new_time"):
            self.add_error("new_time", "Write the new time")
        if said.get("new_on") and result is not None and not result.traits.get("moved"):
            self.add_error("result", "Choose who moved it")
        return said


class PlanGate(Dated):
    """Who meets someone at the gate."""

    def build(self) -> None:
        """Add the fields."""
        self.fields["worker"] = NamedWorker(
            Worker.objects.filter(pk__in=[w.pk for w in self.more["workers"]]), label="Who meets them?", empty_label="Choose",
            error_messages={"required": "Choose who meets them", "invalid_choice": "Choose who meets them"},
        )  # fmt: skip
        self.fields["due_on"] = Day(
            "Which day?", today=self.today, first=self.today, last=self.today + timedelta(days=400)
        )
        self.fields["due_time"] = Clock("What time?")
        self.fields["where"] = words("Where exactly?", required=False, max_length=200)
        self.fields["asked"] = text("What did they ask for, in their words?", required=False, rows=2)


class PreparePack(Dated):
    """A pack made ready."""

    def build(self) -> None:
        """Add the fields."""
        self.fields["on"] = _past("Which day?", self.today)
        self.fields["kept_where"] = words(
            "Where is it now?", required=False, help_text="For example: the Shettleston office"
        )
        for place, content in enumerate(self.more["items"]):
            if content.has_serial:
                self.fields[f"serial_{place}"] = words(f"{content.what}: last 4 digits", required=False, max_length=40)


class PackGoes(Dated):
    """A pack is left with the prison, or handed over."""

    def build(self) -> None:
        """Add the fields."""
        self.fields["what"] = choice(
            "What happened to it?",
            [("left", "Left with the prison"), ("handed", "Given to them")],
            missing="Choose what happened",
        )
        self.fields["who"] = words("With whom, or by whom?", missing="Write with whom, or by whom")
        self.fields["on"] = _past("Which day?", self.today)


class CameOut(Dated):
    """A release."""

    def build(self) -> None:
        """Add the fields."""
        self.fields["on"] = _past("Which day?", self.today)
        self.fields["kind"] = words(
            "What kind of release?",
            required=False,
            max_length=40,
            help_text="For example: from court, home detention curfew",
        )
        self.fields["never_seen"] = forms.BooleanField(label="Nobody of us had met them before", required=False)


class WentIn(Dated):
    """A return to prison."""

    def build(self) -> None:
        """Add the fields."""
        self.fields["on"] = _past("Which day?", self.today)
        self.fields["status"] = choice("Why?", CustodyStatus.choices(), missing="Choose why")
        self.fields["prison"] = forms.ChoiceField(
            label="Which prison?", choices=[("", "Not known yet"), *prisons()], required=False
        )


class NewDate(Dated):
    """A liberation date as it became known."""

    def build(self) -> None:
        """Add the fields."""
        self.fields["day"] = Day(
            "Which day do they come out?",
            today=self.today,
            first=self.today - timedelta(days=31),
            last=self.today + timedelta(days=6 * 366),
        )
        self.fields["known_on"] = _past("When did we hear?", self.today)
        self.fields["source"] = words("From whom?", required=False)


class MovedPrison(Dated):
    """A move to another prison."""

    def build(self) -> None:
        """Add the fields."""
        self.fields["prison"] = forms.ChoiceField(
            label="Which prison?", choices=[("", "Choose"), *prisons()],
            error_messages={"required": "Choose the prison", "invalid_choice": "Choose the prison"},
        )  # fmt: skip
        self.fields["hall"] = words("Which hall?", required=False, max_length=40)
        self.fields["on"] = _past("Which day?", self.today)


def prisons() -> list[tuple[str, str]]:
    """Return the prisons that are open, to choose from."""
    return list(Prison.objects.filter(closed_on__isnull=True).values_list("code", "short_name"))


class HandOver(Dated):
    """Somebody is offered to another worker."""

    def build(self) -> None:
        """Add the fields."""
        self.fields["receiver"] = NamedWorker(
            Worker.objects.filter(pk__in=[w.pk for w in self.more["workers"]]), label="To whom?", empty_label="Choose",
            error_messages={"required": "Choose to whom", "invalid_choice": "Choose to whom"},
        )  # fmt: skip
        self.fields["starts_on"] = Day(
            "From which day?",
            today=self.today,
            first=self.today,
            last=self.today + timedelta(days=200),
            initial=self.today,
        )
        self.fields["words"] = text("What should they know?", required=False, rows=3)


class SayNo(Dated):
    """A handover is declined."""

    def build(self) -> None:
        """Add the fields."""
        self.fields["words"] = text(
            "Why not? It helps to find someone else.", rows=2, missing="Write a few words: why not"
        )


class MoveOn(Dated):
    """Somebody moves on."""

    def build(self) -> None:
        """Add the fields."""
        self.fields["reason"] = CodeField(
            "Why?", "ending_reasons", missing="Choose why", keep=lambda code: code.code != DEATH
        )
        self.fields["on"] = _past("Which day?", self.today)
        self.fields["summary"] = text("What came of it all?", required=False, rows=4)


class Died(Dated):
    """Somebody has died."""

    def build(self) -> None:
        """Add the fields."""
        self.fields["died_on"] = _past("Which day did they die?", self.today)
        self.fields["known_from"] = words("How do we know?", missing="Write how we know", max_length=200)
        self.fields["family"] = text(
            "What does their family know, and who is telling them what?", required=False, rows=4
        )


class MarkGate(Dated):
    """What came of a gate meeting."""

    def build(self) -> None:
        """Add the fields."""
        self.fields["version"] = forms.IntegerField(widget=forms.HiddenInput)
        if self.more["called"]:
            now: datetime = self.more["now"]
            self.fields["met_on"] = _past("Day", self.today)
            self.fields["met_time"] = Clock("Time you met", initial=now.time().replace(second=0, microsecond=0))
            self.fields["briefly"] = forms.BooleanField(label="Only briefly", required=False)
            self.fields["handed"] = forms.MultipleChoiceField(
                label="Tick what you gave them", required=False, widget=forms.CheckboxSelectMultiple,
                choices=[(str(item.pk), item.what) for item in self.more["items"]],
                error_messages={"invalid_choice": "Tick what is in the pack"},
            )  # fmt: skip
        else:
            self.fields["result"] = CodeField(
                "What do you know?",
                "gate_results",
                missing="Choose what you know",
                chips=True,
                keep=lambda code: self.more.get("any_result") or not code.traits.get("met"),
            )
            self.fields["on"] = Day(
                "If they came out: which day?",
                today=self.today,
                first=self.today - timedelta(days=366),
                last=self.today,
                required=False,
            )
            if self.more.get("any_result"):
                self.fields["met_time"] = Clock("If you met: what time?", required=False)
            self.fields["prison"] = forms.ChoiceField(
                label="If they moved: which prison?", choices=[("", "Choose"), *prisons()], required=False,
                error_messages={"invalid_choice": "Choose the prison"},
            )  # fmt: skip
            self.fields["new_day"] = Day(
                "If the date moved: which new day?",
                today=self.today,
                first=self.today,
                last=self.today + timedelta(days=6 * 366),
                required=False,
            )
        how = f"How is {self.more['person']}?" if self.more["called"] else "In a few words"
        self.fields["words"] = text(how, required=False, rows=2)

    def said(self) -> dict[str, Any]:
        """Return what the action takes."""
        said = dict(self.cleaned_data)
        met_time = said.pop("met_time", None)
        met = said["result"].traits.get("met") and said["on"] and met_time
        return said | {"prison": said["prison"] or None, "met_at": moment(said["on"], met_time) if met else None}


class CorrectAppointment(Dated):
    """What came of an appointment, put right."""

    def build(self) -> None:
        """Add the fields."""
        self.fields["version"] = forms.IntegerField(widget=forms.HiddenInput)
        self.fields["client_id"] = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
        self.fields["result"] = CodeField(
            "What came of it?", "appointment_results", missing="Choose what came of it", keep=lambda code: not code.traits.get("moved")
        )  # fmt: skip
        self.fields["words"] = text("In a few words", required=False, rows=2)


class CorrectRelease(Dated):
    """The day of a release, put right."""

    def build(self) -> None:
        """Add the fields."""
        self.fields["version"] = forms.IntegerField(widget=forms.HiddenInput)
        self.fields["what"] = choice(
            "What is right?",
            [("day", "They came out on another day"), ("not_out", "They have not come out")],
            missing="Choose what is right",
        )
        self.fields["on"] = Day(
            "Which day did they come out?", today=self.today, first=self.today - timedelta(days=3 * 366),
            last=self.today, required=False,
        )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Ask for the day where there is one."""
        said = super().clean() or {}
        if said.get("what") == "day" and not said.get("on") and "on" not in self.errors:
            self.add_error("on", "Write the day they came out")
        return said
