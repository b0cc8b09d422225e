"""The person page, in words: who, where, what they bring, the plan, what has happened."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.urls import reverse

from throughline.domain import calendar, journey, time_out
from throughline.domain.calendar import HERE
from throughline.domain.dates import age_on
from throughline.domain.vocabulary import Channel, OfferAnswer, Part, Stage
from throughline.policy.standing import Standing, objection_to_leading, objection_to_printing_letters
from throughline.queries.persons import PersonFacts
from throughline.queries.timeline import Happening
from throughline.web.pages import words
from throughline.web.pages.line import LinePage, line_page
from throughline.web.pages.statements import SafetyPart


@dataclass(frozen=True)
class Scaled:
    """Where someone puts something now and where it was, with the drawing's lengths."""

    sentence: str
    now: float
    was: float | None


@dataclass(frozen=True)
class Entry:
    """One thing on the timeline, in words."""

    title: str
    by: str
    when: str
    words: str = ""
    replaced: str = ""
    href: str = ""
    correct: str = ""
    thanks: tuple[str, ...] = ()
    thank: str = ""  # the note that whoever looks may thank for
    writer: str = ""
    again: str = ""  # where a letter is read and printed again


class PersonPage:
    """Everything the page shows, from facts already read."""

    def __init__(
        self, facts: PersonFacts, *, now: datetime, today: date, by: Standing, leads: frozenset[Any] = frozenset()
    ) -> None:
        self.facts, self.now, self.today, self.worker, self.leads = facts, now, today, by.worker, leads
        self.is_lead = objection_to_leading(by) is None
        self.prints_letters = objection_to_printing_letters(by) is None
        self.person, self.episode = facts.record.person, facts.record.episode

    @property
    def title(self) -> str:
        """The name."""
        return self.person.name

    @property
    def second_line(self) -> str:
        """What they like to be called, their age, where home is."""
        parts = []
        if self.person.known_as and self.person.known_as != self.person.given_names:
            parts.append(f"Likes to be called {self.person.known_as}.")
        if self.person.birth_date:
            parts.append(f"{age_on(self.person.birth_date, self.today)}.")
        home = ", ".join(p for p in (self.person.home_place, _town(self.person.home_council)) if p)
        if home:
            parts.append(f"{home}.")
        return " ".join(parts)

    @property
    def inside(self) -> bool:
        """Whether they are in prison as far as we know."""
        return self.facts.period is not None and self.facts.period.released_on is None

    @property
    def strip(self) -> dict[str, str] | None:
        """Where they are, since when, one more fact."""
        f = self.facts
        if self.inside:
            where = f.stay.prison.short_name if f.stay else "prison not known"
            if f.comes_out_on is None:
                why = f.period.no_date_because if f.period else ""
                more = "The day they come out is not known yet" + (f": {why}." if why else ".")
            else:
                more = f"Comes out {words.day(f.comes_out_on, today=self.today)}, {words.in_days(f.comes_out_on, today=self.today)}."
                if len(f.dates) > 1:
                    more += f" Date last changed {words.day(f.dates[-1].known_on, today=self.today)}."
            return {"kind": "in", "where": f"In prison: {where}", "more": more}
        if f.period is None or f.period.released_on is None:
            return None
        out = (self.today - f.period.released_on).days
        since = f"Since {words.day(f.period.released_on, today=self.today)}."
        before = [spell.days for spell in self._spells() if spell.end is not None]
        longest = f" Longest time out before: {words.count(max(before), 'day')}." if before else ""
        first = f"Out of prison for {words.count(out, 'day')}" if out else "Out of prison today"
        return {"kind": "out", "where": first, "more": since + longest}

    @property
    def mentor(self) -> str:
        """What their programme calls a mentor."""
        return self.episode.programme.mentor_word if self.episode else "mentor"

    @property
    def stage(self) -> str:
        """The stage in words."""
        return self.episode.at.label if self.episode else ""

    @property
    def line(self) -> LinePage | None:
        """The journey line."""
        if self.episode is None:
            return None
        stops = journey.stops(self.facts.line, on=self.today)
        return line_page(self.person.called, stops, today=self.today, mentor=self.mentor)

    @property
    def clocks(self) -> list[dict[str, str]]:
        """Clocks that are late or about to be."""
        return [
            {"words": clock.standard.words + (f": {clock.detail.lower()}" if clock.detail else ""),
             "due": words.due(clock.due_at, now=self.now), "kind": "late" if clock.due_at < self.now else "soon"}
            for clock in self.facts.running.due(at=self.now)
        ] if self.facts.running else []  # fmt: skip

    @property
    def strengths(self) -> list[dict[str, Any]]:
        """What they bring."""
        return [
            {"row": one, "said": f"{one.said_by}, {words.day(one.on, today=self.today)}", "scale": self._scale(one)}
            for one in self.facts.strengths
        ]

    @property
    def needs(self) -> list[dict[str, Any]]:
        """What they want help with."""
        return [
            {"row": one, "title": one.words or one.kind.words, "kind": one.kind.words, "scale": self._scale(one),
             "said": f"{one.said_by}, {words.day(one.on, today=self.today)}"}
            for one in self.facts.needs if not one.none_here
        ]  # fmt: skip

    @property
    def no_needs(self) -> str:
        """What they were asked about and want no help with."""
        return words.names([one.kind.words.lower() for one in self.facts.needs if one.none_here])

    @property
    def plan(self) -> dict[str, Any] | None:
        """The plan in force, or the draft where there is none yet."""
        plan = self.facts.plan
        if plan is None:
            return None
        agreed = ""
        if plan.agreed_on:
            who = plan.agreed_by.name.split()[0] if plan.agreed_by else f"their {self.mentor}"
            agreed = f"agreed by {self.person.called} and {who}, {words.day(plan.agreed_on, today=self.today)}"
        return {
            "agreed": agreed,
            "number": plan.number,
            "goals": [self._goal(goal) for goal in plan.goals.all()],
            "row": plan,
        }

    @property
    def out_spells(self) -> list[tuple[str, str]]:
        """Time in and out, the latest first."""
        rows = []
        for number, spell in enumerate(reversed(self._spells())):
            if spell.end is None:
                rows.append(("Out now", f"{words.count(spell.days, 'day')} so far"))
                continue
            inside = (
                f", then {words.long_days(spell.days_inside_after)} inside"
                if spell.days_inside_after is not None
                else ""
            )
            label = "Time before" if number <= 1 else "Time before that"
            rows.append((label, f"{words.count(spell.days, 'day')} out{inside}"))
        return rows[:4]

    @property
    def entries(self) -> list[Entry]:
        """What has happened, the newest first."""
        return [self.entry(one) for one in self.facts.timeline]

    def entry(self, one: Happening) -> Entry:
        """Return one thing on the timeline in words."""
        local = one.at.astimezone(HERE)
        exact = one.kind in ("note", "appointment", "gate", "handover", "given", "given_back", "letter")
        when = words.day_and_time(one.at, today=self.today) if exact else words.day(local.date(), today=self.today)
        title, by, said = _ENTRIES[one.kind](one.row, self.today)
        replaced = ""
        if one.kind == "note" and one.row.corrects is not None:
            replaced = one.row.corrects.words or "Tried, no reply"
        elif one.kind in ("appointment", "gate") and one.row.corrects is not None:
            first = one.row.corrects
            replaced = ". ".join(part for part in (first.result.words, first.result_words) if part)
        correct = ""
        if one.kind == "note" and one.row.worker_id == self.worker and self.facts.record.may_work:
            correct = str(one.row.pk)
        href = ""
        if self.facts.record.may_work and (
            one.kind == "appointment" or (one.kind == "gate" and not one.row.result.traits.get("open"))
        ):
            href = reverse(f"correct_{one.kind}", args=[one.row.pk])
        again = reverse("letter", args=[one.row.pk]) if one.kind == "letter" else ""
        thanks = tuple(
            f"{each.by.name} said thank you" + (f": {each.words}" if each.words else "") for each in one.thanks
        )
        may_thank = one.kind == "note" and one.row.worker_id in self.leads
        unsaid = self.worker not in {each.by_id for each in one.thanks}
        thank = str(one.row.pk) if may_thank and unsaid else ""
        return Entry(
            title, by, when, said, replaced, href=href, correct=correct, again=again, thanks=thanks, thank=thank,
            writer=one.row.worker.name if thank else "",
        )  # fmt: skip

    @property
    def safe(self) -> SafetyPart | None:
        """What keeps everyone safe, where it is open to whoever looks."""
        return SafetyPart(self.facts.safety, today=self.today) if self.facts.safety is not None else None

    @property
    def eligibility(self) -> dict[str, Any] | None:
        """Why they can or cannot join, by the rules of their programme."""
        verdict = self.facts.verdict
        if verdict is None:
            return None
        title = {True: "Can join", False: "Cannot join", None: "Can be asked. Something is not known yet"}[
            verdict.eligible
        ]
        return {
            "title": title,
            "reasons": verdict.reasons,
            "kind": {True: "done", False: "late", None: "soon"}[verdict.eligible],
        }

    @property
    def may_be_asked(self) -> bool:
        """Whether an offer can be made."""
        return self.episode is not None and self.episode.at in (Stage.IDENTIFIED, Stage.OFFERED, Stage.DECLINED)

    @property
    def answered(self) -> str:
        """What they said last when they were asked, and when."""
        said = self.facts.answer
        return f"{OfferAnswer(said.answer).label}, {words.day(said.on, today=self.today)}" if said else ""

    @property
    def said_yes(self) -> bool:
        """Whether they said yes and have not signed up yet."""
        return self.facts.answer is not None and self.facts.answer.answer == OfferAnswer.ACCEPTED

    @property
    def joined(self) -> bool:
        """Whether they signed up."""
        return self.episode is not None and self.episode.signed_up_on is not None

    @property
    def prints(self) -> bool:
        """Whether whoever looks may print a letter to them."""
        return self.prints_letters and self.episode is not None

    @property
    def open(self) -> bool:
        """Whether their record is open."""
        return self.episode is not None and self.episode.ended_on is None

    @property
    def gate_when(self) -> str:
        """When the gate meeting is."""
        gate = self.facts.gate
        return words.day_and_time(gate.due_at, today=self.today) if gate else ""

    @property
    def gate_moved(self) -> str:
        """The day they come out as last told, where the gate meeting is on another."""
        gate, told = self.facts.gate, self.facts.comes_out_on
        if gate is None or told is None or gate.due_at.astimezone(HERE).date() == told:
            return ""
        return words.day(told, today=self.today)

    @property
    def taking_over(self) -> str:
        """From which day someone who said yes looks after them, or ""."""
        handover = self.facts.handover
        if handover is None or not handover.accepted:
            return ""
        return words.near(handover.starts_on, today=self.today)

    @property
    def came_out(self) -> bool:
        """Whether a release is on the record that could be put right."""
        return not self.inside and self.facts.period is not None and self.facts.period.released_on is not None

    @property
    def shut(self) -> str:
        """What to know where they come out on a day before offices shut."""
        day = self.facts.comes_out_on
        return words.shut(calendar.shut_after(day, holidays=self.facts.holidays), today=self.today) if day else ""

    @property
    def around(self) -> list[tuple[str, str]]:
        """Who plays which part, in the words of the programme."""
        rows = []
        for one in self.facts.assignments:
            part = self.mentor.capitalize() if one.part == Part.MENTOR else one.get_part_display()
            owner = ", looks after this record" if one.worker_id == self.episode.owner_id else ""
            you = " (you)" if one.worker_id == self.worker else ""
            rows.append((part + owner, f"{one.worker.name}{you}, since {one.from_on.day} {one.from_on:%B}"))
        return rows

    @property
    def upcoming(self) -> list[dict[str, Any]]:
        """What is booked, and what was not marked."""
        return [
            {"row": one, "when": words.day_and_time(one.starts_at, today=self.today),
             "what": (f"Visit inside, {one.prison.short_name}" if one.kind == "visit" and one.prison else one.purpose),
             "past": one.starts_at < self.now}
            for one in self.facts.appointments
        ]  # fmt: skip

    def _spells(self) -> list[time_out.Spell]:
        return time_out.spells_out(
            [time_out.Inside(p.received_on, p.released_on) for p in self.facts.periods], on=self.today
        )

    def _scale(self, row: Any) -> Scaled | None:
        scores = list(row.scales.all())
        if not scores:
            return None
        now, was = scores[-1], scores[0]
        sentence = f"Now {now.score} out of 10."
        if was is not now:
            sentence += f" It was {was.score} on {was.on.day} {was.on:%B}."
        return Scaled(sentence, now.score * 32, was.score * 32 if was is not now else None)

    def _goal(self, goal: Any) -> dict[str, Any]:
        steps = []
        for step in goal.actions.all():
            who = {
                "participant": self.person.called,
                "mentor": f"Their {self.mentor}",
                "agency": step.who_words or "An agency",
            }[step.who]
            if step.done_on:
                state, label, line = "done", "Done", f"{who}, {words.day(step.done_on, today=self.today)}"
            elif step.by_on and step.by_on < self.today:
                state, label, line = "late", "Late", f"{who}, was due {words.day(step.by_on, today=self.today)}"
            else:
                by = f", by {words.day(step.by_on, today=self.today)}" if step.by_on else ""
                state, label, line = "todo", "To do", f"{who}{by}"
            icon = {"done": "tick", "todo": "clock", "late": "warn"}[state]
            steps.append({"row": step, "state": state, "label": label, "line": line, "icon": icon})
        return {"row": goal, "steps": steps}


def _town(council: Any) -> str:
    return council.name.removesuffix(" City").removeprefix("City of ") if council else ""


def _note(row: Any, today: date) -> tuple[str, str, str]:  # noqa: ARG001
    how = Channel(row.channel).label
    title = f"{how}, {words.count(row.minutes, 'minute')}" if row.spoke and row.minutes else how
    return (title if row.spoke else f"Tried by {how.lower()}, no reply"), row.worker.name, row.words


_ENTRIES: dict[str, Any] = {
    "note": _note,
    "letter": lambda r, t: (f"Printed: {r.words.template.name}", r.by.name, ""),  # noqa: ARG005
    "offer": lambda r, t: (f"Asked: {Channel(r.channel).label.lower()}", r.by.name, r.words),  # noqa: ARG005
    "answer": lambda r, t: (OfferAnswer(r.answer).label, r.by.name, (r.reason.words + ". " if r.reason else "") + r.words),  # noqa: ARG005
    "consent": lambda r, t: (  # noqa: ARG005
        f"{'Said yes' if r.given else 'Said no'}: {r.wording.get_purpose_display().lower()}"
        + (", taken back since" if r.withdrawn_on else ""), r.by.name, ""),
    "taken_back": lambda r, t: (  # noqa: ARG005
        f"Took back: {r.wording.get_purpose_display().lower()}", r.withdrawal_by.name if r.withdrawal_by else "", r.withdrawn_words),
    "strength": lambda r, t: (f"Brings: {r.about}", r.by.name, r.words),  # noqa: ARG005
    "need": lambda r, t: (  # noqa: ARG005
        f"Wants no help with {r.kind.words.lower()}" if r.none_here else f"Wants help with {r.kind.words.lower()}", r.by.name, r.words),
    "need_met": lambda r, t: (f"Met: {r.words or r.kind.words}", "", ""),  # noqa: ARG005
    "need_scale": lambda r, t: (f"{r.need.words or r.need.kind.words}: now {r.score} out of 10", r.by.name, ""),  # noqa: ARG005
    "strength_scale": lambda r, t: (f"{r.strength.about}: now {r.score} out of 10", r.by.name, ""),  # noqa: ARG005
    "plan_away": lambda r, t: (f"Plan {r.number} put away: {r.archive_reason.words.lower()}", "", ""),  # noqa: ARG005
    "pack_ready": lambda r, t: ("Pack made ready", r.prepared_by.name, f"Kept at {r.kept_where}" if r.kept_where else ""),  # noqa: ARG005
    "pack_left": lambda r, t: ("Pack left with the prison", r.left_with, ""),  # noqa: ARG005
    "handover_no": lambda r, t: (f"{r.receiver.name} said no to taking over from {r.giver.name}", "", r.answer_words),  # noqa: ARG005
    "link_result": lambda r, t: (f"{r.agency}: {r.result.words.lower()}", "", r.result_words),  # noqa: ARG005
    "outcome_check": lambda r, t: (  # noqa: ARG005
        f"{r.outcome.kind.words} after {r.week} weeks: {'still so' if r.still else 'no longer'}", r.by.name, r.words),
    "outcome_end": lambda r, t: (f"Ended: {r.kind.words.lower()}", "", r.ended_words),  # noqa: ARG005
    "reopened": lambda r, t: ("Back with us", r.reopened_by.name if r.reopened_by else "", ""),  # noqa: ARG005
    "plan": lambda r, t: (f"Plan {r.number} agreed", r.agreed_by.name if r.agreed_by else "", ""),  # noqa: ARG005
    "appointment": lambda r, t: (  # noqa: ARG005
        f"{'Visit inside' if r.kind == 'visit' else r.purpose}: {r.result.words.lower()}", r.worker.name, r.result_words),
    "gate": lambda r, t: (f"At the gate, {r.prison.short_name}: {r.result.words.lower()}", r.worker.name, r.result_words),  # noqa: ARG005
    "pack": lambda r, t: ("Pack handed over", r.handed_by, ""),  # noqa: ARG005
    "in": lambda r, t: ("Went into prison", "", r.get_status_display()),  # noqa: ARG005
    "out": lambda r, t: ("Came out of prison", "", "Nobody had met them before." if r.never_seen else ""),  # noqa: ARG005
    "stay": lambda r, t: (f"In {r.prison.short_name}" + (f", {r.hall}" if r.hall else ""), "", ""),  # noqa: ARG005
    "date": lambda r, t: (f"Told the day they come out: {words.day(r.day, today=t)}", r.source, ""),
    "handover": lambda r, t: (  # noqa: ARG005
        f"{r.receiver.name} stands in for {r.giver.name}" if r.stands_in else f"{r.receiver.name} took over from {r.giver.name}", "", ""),
    "given": lambda r, t: (f"{r.receiver.name} took over from {r.giver.name}", f"Given by {r.reassignment.by.name}", ""),  # noqa: ARG005
    "given_back": lambda r, t: (f"{r.giver.name} looks after them again", f"Taken back by {r.reassignment.undone_by.name}", ""),  # noqa: ARG005
    "link": lambda r, t: (f"Put in touch with {r.agency}", r.by.name, r.what_for + (f". {r.result.words}." if r.result else "")),  # noqa: ARG005
    "outcome": lambda r, t: (r.kind.words + (f": {r.words}" if r.words else ""), r.by.name, f"Shown by: {r.evidence}"),  # noqa: ARG005
    "ending": lambda r, t: (
        f"Moved on: {r.reason.words.lower()}" + (f". Back with us {words.day(r.reopened_on, today=t)}" if r.reopened_on else ""), r.by.name, r.summary),
}  # fmt: skip
