"""Today, in words."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.urls import reverse

from throughline.domain.calendar import HERE
from throughline.domain.clocks import Clock, State
from throughline.domain.restrictions import Kind
from throughline.models import Appointment, Episode, GateMeeting, Thanks
from throughline.queries.today import Quiet, TodayList
from throughline.web.pages import words
from throughline.web.pages.statements import review


@dataclass(frozen=True)
class Row:
    """One row: whom it is about, what, where it leads, and the way to write a note."""

    name: str
    href: str
    lines: tuple[str, ...]
    note: str
    time: str = ""
    tag: str = ""
    tag_kind: str = ""
    strong: str = ""


class TodayPage:
    """What stands on Today and in which order."""

    def __init__(self, found: TodayList, *, now: datetime, today: date) -> None:
        self.found, self.now, self.today = found, now, today

    title = "Today"

    @property
    def heading(self) -> str:
        """The day."""
        return words.day(self.today, today=self.today)

    @property
    def people(self) -> set[UUID]:
        """Everyone whom the page shows: what the read log is told."""
        f = self.found
        rows = [*f.gates, *f.appointments, *f.tomorrow_gates, *f.tomorrow_appointments, *f.unmarked, *f.handed]
        rows += [*f.unmarked_gates, *(gate for gate, _ in f.moved_gates), *f.limits]
        rows += [*f.safety, *f.stands_in, *(one for one, _ in f.due), *(one for one, _ in f.team_due[:10])]
        rows += [one.episode for one in (*f.quiet, *f.team_quiet[:10])]
        return {one.person_id for one in rows}

    @property
    def kept_safe(self) -> set[UUID]:
        """Those of them of whom it shows that there is a safety page or a restriction."""
        return {one.person_id for one in (*self.found.safety, *self.found.limits)}

    @property
    def lede(self) -> str:
        """What there is, in counts."""
        parts = []
        if self.found.gates:
            parts.append(words.count(len(self.found.gates), "gate meeting") + ".")
        if self.found.due:
            parts.append(words.count(len(self.found.due), "thing") + " running out of time.")
        if self.found.appointments:
            parts.append(words.count(len(self.found.appointments), "thing") + " booked.")
        return " ".join(parts)

    @property
    def clear(self) -> bool:
        """Whether there is nothing that cannot wait."""
        f = self.found
        return not any(
            (
                f.gates,
                f.due,
                f.appointments,
                f.handed,
                f.quiet,
                f.unmarked,
                f.unmarked_gates,
                f.moved_gates,
                f.stands_in,
                f.not_asked,
                f.team_due,
                f.team_quiet,
                f.safety,
                f.limits,
            )
        )

    @property
    def clear_words(self) -> str:
        """What is so on a clear day."""
        number = self.found.people
        if not number and self.found.team_people:
            return f"Your team looks after {words.count(self.found.team_people, 'person', 'people')}. Nothing is late."
        if not number:
            return "You look after nobody yet. When someone is handed to you, they show here."
        return f"You look after {words.count(number, 'person', 'people')}. All of them have heard from you in the last 3 weeks."

    @property
    def key(self) -> dict[str, Any] | None:
        """The next gate meeting: the one thing that cannot wait."""
        if not self.found.gates:
            return None
        gate = self.found.gates[0]
        pack = self.found.packs.get(gate.episode_id)
        where = f"Your pack is in {pack.kept_where}." if pack and pack.kept_where else ""
        return {
            "name": gate.person.name,
            "time": words.time(gate.due_at),
            "prison": gate.prison.short_name,
            "pack": where,
            "href": reverse("gate", args=[gate.pk]),
        }

    @property
    def later_gates(self) -> list[Row]:
        """Gate meetings after the next."""
        return [self._gate(gate) for gate in self.found.gates[1:]]

    @property
    def due(self) -> list[Row]:
        """Clocks that are late or about to be."""
        return [self._clock(episode, clock) for episode, clock in self.found.due]

    @property
    def booked(self) -> list[Row]:
        """Appointments and visits of the day."""
        return [self._appointment(one) for one in self.found.appointments]

    @property
    def unmarked(self) -> list[Row]:
        """What has passed and was not marked."""
        return [self._gate(one, past=True) for one in self.found.unmarked_gates] + [
            self._appointment(one, past=True) for one in self.found.unmarked
        ]

    @property
    def safety(self) -> list[Row]:
        """Safety pages and restrictions near or past the day on which they are looked at again."""
        rows = []
        for one in self.found.safety:
            again = review(one.review_on, today=self.today)
            rows.append(
                Row(one.person.name, reverse("statement", args=[one.pk]), (f"For {one.for_whom}.",), "", tag=again.words, tag_kind=again.kind)
            )  # fmt: skip
        for limit in self.found.limits:
            again = review(limit.review_on, today=self.today)
            rows.append(
                Row(limit.person.name, reverse("change_restriction", args=[limit.pk]), (f"Restriction: {Kind(limit.kind).label.lower()}.",), "", tag=again.words, tag_kind=again.kind)
            )  # fmt: skip
        return rows

    @property
    def moved_gates(self) -> list[Row]:
        """Gate meetings on another day than the one they come out on as last told."""
        return [
            Row(
                gate.person.name, reverse("plan_gate", args=[gate.episode_id]),
                (f"Planned for {words.day(gate.due_at.astimezone(HERE).date(), today=self.today)}. The day told is {words.day(told, today=self.today)}.",),
                "", tag="Change the gate", tag_kind="late",
            )
            for gate, told in self.found.moved_gates
        ]  # fmt: skip

    @property
    def quiet(self) -> list[Row]:
        """People not heard from."""
        return [self._quiet(one) for one in self.found.quiet]

    @property
    def team_late(self) -> list[Row]:
        """What is late in the team, with who looks after them: the ten that have waited longest."""
        return [
            replace(
                self._clock(one, clock),
                note="",
                lines=(f"{words.sentence(clock.standard.words)} {one.owner.name} looks after them.",),
            )
            for one, clock in self.found.team_due[:10]
        ]

    @property
    def team_quiet(self) -> list[Row]:
        """People of the team not heard from: the ten longest."""
        return [replace(self._quiet(one), note="") for one in self.found.team_quiet[:10]]

    @property
    def team_more(self) -> dict[str, int]:
        """How many there are in all."""
        return {"late": len(self.found.team_due), "quiet": len(self.found.team_quiet)}

    @property
    def handed(self) -> list[dict[str, Any]]:
        """Handovers offered, with the form's address."""
        return [
            {
                "name": one.person.name,
                "href": reverse("person", args=[one.person_id]),
                "words": (
                    f"{one.giver.name} would like you to look after {one.person.called} from "
                    f"{words.near(max(one.starts_on, self.today), today=self.today)}. Until you say yes, {one.giver.name.split()[0]} still looks "
                    f"after {one.person.called}."
                ),
                "said": one.words,
                "answer": reverse("answer_handover", args=[one.pk]),
            }
            for one in self.found.handed
        ]

    @property
    def stands_in(self) -> list[Row]:
        """People the lead stands in for."""
        return [
            Row(one.person.name, reverse("person", args=[one.person_id]),
                (f"{one.giver.name} cannot act. You look after {one.person.called} until you hand them on.",), "")
            for one in self.found.stands_in
        ]  # fmt: skip

    @property
    def offers(self) -> str:
        """How many people wait to be asked."""
        f = self.found
        if not f.not_asked:
            return ""
        soon = f" {f.not_asked_soon} of them come out in less than 4 weeks." if f.not_asked_soon else ""
        return f"{words.count(f.not_asked, 'person', 'people')} not asked yet.{soon}"

    @property
    def tomorrow(self) -> str:
        """What tomorrow holds, in a sentence."""
        gates, booked = len(self.found.tomorrow_gates), len(self.found.tomorrow_appointments)
        first = words.count(gates, "gate meeting") if gates else "No gate meetings"
        second = words.count(booked, "appointment") if booked else "nothing booked"
        return f"{first}. {second[0].upper()}{second[1:]}."

    @property
    def tomorrow_rows(self) -> list[Row]:
        """Tomorrow's meetings and appointments."""
        return [self._gate(one) for one in self.found.tomorrow_gates] + [
            self._appointment(one) for one in self.found.tomorrow_appointments
        ]

    def _gate(self, gate: GateMeeting, *, past: bool = False) -> Row:
        said = f"Meet at the gate, {gate.prison.short_name}"
        when = words.day_and_time(gate.due_at, today=self.today)
        return Row(
            gate.person.name, reverse("gate", args=[gate.pk]), (said, when) if past else (said,), "",
            time="" if past else words.time(gate.due_at), tag="Say what came of it" if past else "", tag_kind="plain",
        )  # fmt: skip

    def _clock(self, episode: Episode, clock: Clock) -> Row:
        late = clock.state(at=self.now) is State.LATE
        urgent = late or (clock.due_at.astimezone(HERE).date() == self.today)
        said = clock.standard.words + (f": {clock.detail.lower()}" if clock.detail else "")
        if clock.standard.code == "first_contact":
            said += f", on {words.day(clock.starts_at.astimezone(HERE).date(), today=self.today)}"
        if clock.standard.code == "review":
            said += f", every 4 weeks. Last one: {words.day(clock.starts_at.astimezone(HERE).date(), today=self.today)}"
        return Row(
            episode.person.name, reverse("person", args=[episode.person_id]), (said + ".",), reverse("write_note", args=[episode.person_id]),
            tag=words.due(clock.due_at, now=self.now), tag_kind="late" if urgent else "soon",
        )  # fmt: skip

    def _appointment(self, one: Appointment, *, past: bool = False) -> Row:
        if one.kind == "visit":
            said = f"Visit {one.person.called} inside" + (f", {one.prison.short_name}" if one.prison else "")
        else:
            said = (f"Go with {one.person.called}: " if one.accompanied else "") + one.purpose
            said += f", {one.where}" if one.where else ""
        when = words.day_and_time(one.starts_at, today=self.today) if past else ""
        return Row(
            one.person.name, reverse("appointment", args=[one.pk]), (said, when) if past else (said,),
            reverse("write_note", args=[one.person_id]), time="" if past else words.time(one.starts_at),
            tag="Say what came of it" if past else "", tag_kind="plain",
        )  # fmt: skip

    def _quiet(self, one: Quiet) -> Row:
        tried = f"Tried: {', '.join(way.label.lower() for way in one.tried)}." if one.tried else "No tries yet."
        way = f"Try {'another way: ' if one.tried else ''}{one.next_way.label.lower()}"
        if one.close_one is not None:
            way += f", or {one.close_one.relation.lower()} {one.close_one.name}"
        return Row(
            one.episode.person.name, reverse("person", args=[one.episode.person_id]), (f"since you last spoke. {tried}",),
            reverse("write_note", args=[one.episode.person_id]) + "?tried=1", strong=words.count(one.days, "day"), tag=way + ".",
        )  # fmt: skip


def thanks_row(one: Thanks, *, today: date) -> dict[str, str]:
    """Return thanks for a note in words: who says them, for which."""
    return {
        "by": one.by.name,
        "href": f"{reverse('person', args=[one.person_id])}#happened",
        "day": words.day(one.note.happened_at.astimezone(HERE).date(), today=today),
        "name": one.person.name,
        "words": one.words,
    }
