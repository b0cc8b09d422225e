"""An agreement in words: as a page, as a document, in plain words for a participant, and what changed in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from throughline.domain.agreements import PARTS, PURPOSE_PARTS, AgreementState
from throughline.domain.calendar import HERE
from throughline.domain.dated import day_before
from throughline.models import AgreementVersion, Organisation
from throughline.policy.agreements import KINDS, kinds_of
from throughline.policy.grants import Opens
from throughline.queries.agreements import Kept
from throughline.web.pages import words

_KIND = {
    AgreementState.IN_FORCE: "done", AgreementState.WAITING: "soon", AgreementState.AGREED: "done", AgreementState.DRAFT: "plain",
    AgreementState.ENDED: "plain", AgreementState.REPLACED: "plain", AgreementState.PUT_AWAY: "plain",
}  # fmt: skip
_ICON = {"done": "tick", "soon": "clock", "late": "warn", "plain": "pencil"}
STEPS = (
    ("when", "Days and people to ask"),
    ("purposes", "What it is for"),
    ("rights", "People’s rights"),
    ("work", "The work"),
    ("safe", "Keeping it safe"),
)
# As it is said to the person themselves.
YOURS = {
    Opens.IDENTITY: "your name and date of birth", Opens.CONTACT: "your phone, and how to reach you", Opens.ADDRESS: "your home address",
    Opens.JOURNEY: "when you were in prison and when you come out", Opens.PLAN: "what you are good at, what you want help with, and your plan",
    Opens.NOTES: "the notes about you", Opens.SAFETY: "what keeps you and others safe", Opens.OFFENDING: "what you were in prison for",
    Opens.HEALTH: "your health", Opens.FAMILY: "your family and friends", Opens.MEASURES: "your scores and how it went",
    Opens.EQUALITY: "your answers to the equality questions",
}  # fmt: skip


@dataclass(frozen=True)
class Tag:
    """A state as a word, a mark and a colour."""

    words: str
    kind: str

    @property
    def icon(self) -> str:
        """The mark beside the word."""
        return _ICON[self.kind]


def tag(state: AgreementState) -> Tag:
    """Return the tag of a state."""
    label = state.label
    return Tag(label[0].upper() + label[1:], _KIND[state])


@dataclass(frozen=True)
class Section:
    """A part of the document: its heading, and what it says under each label."""

    title: str
    rows: tuple[tuple[str, str], ...]


def between(sides: Sequence[Organisation]) -> str:
    """Return the sides in one line."""
    return words.names([side.name for side in sides])


def last_day(version: AgreementVersion) -> date | None:
    """Return the last day on which a version is or was in force, else the day it is meant to end."""
    if version.ends is None:
        return version.ends_on
    local = version.ends.astimezone(HERE)
    return day_before(local.date()) if (local.hour, local.minute, local.second) == (0, 0, 0) else local.date()


class Row:
    """One agreement on the list."""

    def __init__(self, kept: Kept, *, today: date) -> None:
        self.kept, self.today = kept, today
        self.pk, self.title = kept.agreement.pk, kept.agreement.title
        self.version, self.state = kept.current or (None, AgreementState.DRAFT)
        self.sides = between(kept.sides)

    @property
    def tags(self) -> list[Tag]:
        """Where it is, and what cannot wait."""
        found = [tag(self.state)]
        if self.kept.waits_for_me:
            found.append(Tag("Waits for you", "late"))
        if self.kept.review_is_due(on=self.today):
            late = self.kept.review_due_on is not None and self.kept.review_due_on < self.today
            found.append(Tag("Review late" if late else "Review due", "late" if late else "soon"))
        return found

    @property
    def lines(self) -> list[str]:
        """Its days."""
        if self.version is None:
            return []
        found = []
        if self.state is AgreementState.IN_FORCE:
            found.append(f"Until {words.day(last_day(self.version))}.")
            if self.kept.review_due_on:
                found.append(f"Review: {words.day(self.kept.review_due_on)}.")
        elif self.state is AgreementState.AGREED:
            found.append(f"From {words.day(self.version.starts.astimezone(HERE).date())}.")
        elif self.state is AgreementState.ENDED:
            found.append(f"Ended {words.day(last_day(self.version))}.")
        elif self.state is AgreementState.WAITING:
            found.append(f"Waits for {between(self.kept.waits_for)}.")
        second = self.kept.open_one
        if second is not None and second[0].pk != self.version.pk:
            found.append(f"Version {second[0].number}: {second[1].label}.")
        return found


def sections(version: AgreementVersion) -> list[Section]:
    """Return what a version says, part by part: the page, the document and the comparison are all made from this."""
    sides = [party.organisation for party in version.agreement.parties.all()]
    texts = {part.name: getattr(version, part.name) for part in PARTS}

    def of(step: str) -> list[tuple[str, str]]:
        return [(part.label, texts[part.name]) for part in PARTS if part.step == step and texts[part.name]]

    def say(day: date | None) -> str:
        return words.day(day) if day else "Not said yet"

    found = [
        Section(
            "Between whom, and for how long",
            (
                ("Between", between(sides)),
                ("First day", say(version.starts_on)),
                ("Last day", say(version.ends_on)),
                ("Review", say(version.review_on)),
                *of("when"),
            ),
        )
    ]
    found += [_purpose(version, one, sides) for one in version.purposes.all()]
    who = version.rights_by.name if version.rights_by else "Whichever organisation is asked"
    controllers = (
        [("Who answers for the information", version.get_controllers_display())] if version.controllers else []
    )
    clock = [("A referral is answered within", version.clock.words)] if version.clock else []
    found += [
        Section("People’s rights", (*controllers, ("Who answers people’s requests", who), *of("rights"))),
        Section("The work", (*clock, *of("work"))),
        Section("Keeping it safe", tuple(of("safe"))),
    ]
    return [section for section in found if section.rows]


def _purpose(version: AgreementVersion, one: Any, sides: Sequence[Organisation]) -> Section:
    rows = [(part.label, getattr(one, part.name)) for part in PURPOSE_PARTS if getattr(one, part.name)]
    for label, code in (
        ("Lawful basis", one.basis),
        ("Article 9 condition, for health and equality", one.special),
        ("Article 10 condition, for offence information", one.offence),
    ):
        if code is not None:
            cites = code.traits.get("cites", "")
            rows.append((label, f"{code.words}{f' ({cites})' if cites else ''}"))
    opens = {
        (term.sharing.giver_id, term.sharing.receiver_id): term.opens
        for term in version.terms.all()
        if term.sharing.purpose_id == one.purpose_id
    }
    for giver in sides:
        for receiver in sides:
            if giver.pk != receiver.pk:
                kinds = kinds_of(opens.get((giver.pk, receiver.pk), 0))
                rows.append((f"{giver.name} tells {receiver.name}", "; ".join(kinds) if kinds else "Nothing"))
    return Section(one.purpose.words, tuple(rows))


@dataclass(frozen=True)
class Change:
    """One part that differs between two versions."""

    where: str
    before: str
    after: str


def changes(before: AgreementVersion, after: AgreementVersion) -> list[Change]:
    """Return what differs between two versions, in the order of the later one."""
    old = {(section.title, label): text for section in sections(before) for label, text in section.rows}
    new = {(section.title, label): text for section in sections(after) for label, text in section.rows}
    return [
        Change(f"{title}: {label[0].lower()}{label[1:]}", old.get((title, label), ""), new.get((title, label), ""))
        for title, label in dict.fromkeys([*new, *old])
        if old.get((title, label)) != new.get((title, label))
    ]


@dataclass(frozen=True)
class Told:
    """What one organisation is told for one purpose, said to the person."""

    purpose: str
    why: str
    kinds: tuple[str, ...]


@dataclass(frozen=True)
class InShort:
    """What we share with one partner and why, to be shown to a participant."""

    partner: str
    told: tuple[Told, ...]
    told_us: tuple[Told, ...]
    never: tuple[str, ...]


def in_short(version: AgreementVersion, ours: Organisation) -> list[InShort]:
    """Return, for each partner of ours in a version, what we tell them, what they tell us, and what they never get."""
    found = []
    for party in version.agreement.parties.all():
        if party.organisation_id == ours.pk:
            continue
        ways: dict[bool, list[Told]] = {True: [], False: []}
        bits = 0
        for one in version.purposes.all():
            for term in version.terms.all():
                pair = (term.sharing.giver_id, term.sharing.receiver_id)
                out = pair == (ours.pk, party.organisation_id)
                if term.sharing.purpose_id != one.purpose_id or not (out or pair == (party.organisation_id, ours.pk)):
                    continue
                kinds = tuple(YOURS[kind] for kind in KINDS if term.opens & kind)
                ways[out].append(Told(one.purpose.words, one.aim, kinds))
                bits |= term.opens if out else 0
        never = tuple(YOURS[kind] for kind in KINDS if not bits & kind)
        found.append(InShort(party.organisation.name, tuple(ways[True]), tuple(ways[False]), never))
    return found
