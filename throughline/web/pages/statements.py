"""What keeps everyone safe, in the words that its reader needs."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from throughline.domain.restrictions import Kind, Source
from throughline.domain.statements import LOOK_AHEAD, PARTS, TESTS, InPlace, Place
from throughline.exchange.day_paper import details
from throughline.models import Restriction, SafetyStatement
from throughline.policy.grants import Opens
from throughline.queries.statements import Reader, Safety
from throughline.web.pages import words

NEVER_TOLD = {
    Opens.OFFENDING: "what {} was in prison for", Opens.HEALTH: "the health record", Opens.NOTES: "the notes", Opens.ADDRESS: "the home address",
    Opens.FAMILY: "the family", Opens.PLAN: "the plan",
}  # fmt: skip


@dataclass(frozen=True)
class Review:
    """When a page is looked at again, and how near that is."""

    words: str
    kind: str  # of the tag: late, soon, or "" where it is far off
    late: bool


def review(on: date, *, today: date) -> Review:
    """Return when something is looked at again, in words."""
    if on <= today:
        since = "today" if on == today else f"since {words.day(on, today=today)}"
        return Review(f"Look at it again: due {since}", "late", late=True)
    kind = "soon" if on - today <= LOOK_AHEAD else ""
    return Review(f"Good until {words.day(on, today=today)}", kind, late=False)


@dataclass(frozen=True)
class Limit:
    """One restriction in words."""

    row: Restriction
    kind: str
    says: str
    details: tuple[str, ...]
    when: str
    source: str
    review: Review
    yet: bool  # whether it holds already


def limit(row: Restriction, *, today: date) -> Limit:
    """Return a restriction in words."""
    start = f"From {words.day(row.from_on, today=today)}" if row.from_on > today else f"Since {words.day(row.from_on, today=today)}"  # fmt: skip
    end = f", until {words.day(row.until_on, today=today)}" if row.until_on else ""
    source = Source(row.source).label + (f": {row.source_words}" if row.source_words else "")
    return Limit(
        row, Kind(row.kind).label, row.words, tuple(details(row)), f"{start}{end}.", source,
        review(row.review_on, today=today), row.from_on <= today,
    )  # fmt: skip


@dataclass(frozen=True)
class Section:
    """One part as its reader sees it: a heading, ticked lines, words. `name` lets a script keep it in step."""

    name: str
    heading: str
    said: str
    ticked: tuple[tuple[str, str, bool], ...] = ()  # (code, words, ticked)
    waits: bool = False


@dataclass(frozen=True)
class Sheet:
    """A safety page as its readers see it."""

    for_whom: str
    place: str
    sections: tuple[Section, ...]
    known: str = ""
    signed: str = ""
    limits: list[Limit] = field(default_factory=list)


_ORDER = ("controls", "less_likely", "if_worried", "pattern", "at_risk", "more_likely")


def sections(said: dict[str, Any], *, vague: dict[str, str] | None = None) -> tuple[Section, ...]:
    """Return the parts as they are read: first what to do, then why. Parts whose words are refused wait."""
    headings = {part.name: part.heading for part in PARTS}
    ticked = set(said.get("in_place") or ())
    return tuple(
        Section(
            name, headings[name], str(said.get(name) or ""),
            tuple((one.value, one.label, one.value in ticked) for one in InPlace) if name == "controls" else (),
            name in (vague or {}),
        )
        for name in _ORDER
    )  # fmt: skip


def sheet_of(statement: SafetyStatement, *, restrictions: list[Restriction], today: date) -> Sheet:
    """Return a kept statement as it is read."""
    known = f"How it is known: {words.sentence(statement.source)}"
    good = review(statement.review_on, today=today).words
    return Sheet(
        statement.for_whom, Place(statement.place).label, sections(statement.parts() | {"in_place": statement.in_place}), known,
        f"Written by {statement.author.name}, {words.day(statement.written_on, today=today)}. {words.sentence(good)}",
        [limit(one, today=today) for one in restrictions],
    )  # fmt: skip


@dataclass(frozen=True)
class ReaderLine:
    """One who can read: whether they read this one, what they do not see, by which agreement."""

    name: str
    what: str
    home: str
    reads: bool
    works: bool
    unseen: tuple[str, ...]
    allowed: str


def reader_lines(readers: list[Reader], *, organisation: Any, called: str, today: date) -> list[ReaderLine]:
    """Return each reader's line, those who do not work with the person first: it is written for them."""
    lines = [
        ReaderLine(
            one.name, one.what, str(one.organisation or ""), one.reads(organisation), one.may_work,
            tuple(said.format(called) for bit, said in NEVER_TOLD.items() if not one.opens & bit),
            f"Allowed by the agreement “{one.agreement}”" + (f", until {words.day(one.agreement_until, today=today)}." if one.agreement_until else ".") if one.agreement else "",
        )
        for one in readers
    ]  # fmt: skip
    return sorted(lines, key=lambda one: (one.works, not one.reads))


def answers(statement: SafetyStatement) -> list[tuple[str, str]]:
    """Return the four tests as they were answered."""
    said = [(test.asks, getattr(statement, test.name).capitalize()) for test in TESTS]
    return [(asks, f"{answer}. The words were changed first." if test.name in statement.reworded else f"{answer}.") for (asks, answer), test in zip(said, TESTS, strict=True)]  # fmt: skip


@dataclass(frozen=True)
class StatementRow:
    """One statement in a list."""

    row: SafetyStatement
    title: str
    place: str
    review: Review


def statement_row(row: SafetyStatement, *, today: date) -> StatementRow:
    """Return a statement's row."""
    return StatementRow(row, row.for_whom, Place(row.place).label, review(row.review_on, today=today))


class SafetyPart:
    """The part of a person page that keeps everyone safe."""

    def __init__(self, safety: Safety, *, today: date) -> None:
        self.statements = [statement_row(one, today=today) for one in safety.statements]
        self.limits = [limit(one, today=today) for one in safety.restrictions]

    @property
    def things(self) -> int:
        """How many things there are to know before meeting them."""
        return len(self.statements) + sum(one.yet for one in self.limits)

    @property
    def before(self) -> str:
        """Return "Before you meet: 2 things to know"."""
        many = words.count(self.things, "thing")
        return f"Before you meet: {many if self.things else 'nothing'} to know"
