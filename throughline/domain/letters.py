"""Letters and forms on paper: their kinds, the fields that their words may hold, who gets none."""

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from throughline.domain import saying
from throughline.domain.calendar import HERE
from throughline.domain.objections import Objection, first
from throughline.domain.vocabulary import Words

MOST_WORDS = 4000  # of a body: two pages in the size of print that we use
MOST_TITLE = 120
MOST_AT_ONCE = 200
QUIET_DAYS = 28
BLANK = "_" * 24  # what a record does not have is filled in by hand


class Kind(Words):
    """What a letter or form is for."""

    OFFER = "offer", "Offer"
    SIGN_UP = "sign_up", "Form to join"
    CONSENT = "consent", "Form to agree"
    APPOINTMENT = "appointment", "Appointment"
    STILL_HERE = "still_here", "Still here for you"
    MOVING_ON = "moving_on", "Moving on"


SIGNED = (Kind.SIGN_UP, Kind.CONSENT)  # forms with lines for a hand to sign on


class Language(Words):
    """The language that a letter is in."""

    ENGLISH = "en", "English"
    POLISH = "pl", "Polish"


@dataclass(frozen=True)
class Field:
    """A place in a letter's words that each person's record fills. `example` is the invented person's."""

    name: str
    says: str
    example: str


FIELDS: tuple[Field, ...] = (
    Field("first name", "what they like to be called", "Sam"),
    Field("name", "their whole name", "Samuel Example"),
    Field("mentor", "who looks after their record", "Alex Example"),
    Field("mentor phone", "that worker’s phone", "01632 960 001"),
    Field("release day", "the day they come out, or came out", ""),
    Field("prison", "the prison that they are in", "Example Prison"),
    Field("appointment day", "the day of the next appointment", ""),
    Field("appointment time", "the time of the next appointment", ""),
    Field("appointment place", "where the next appointment is", "1 Example Street"),
    Field("programme", "the programme’s name", "Example programme"),
    Field("partnership", "the partnership’s name", ""),
    Field("today", "the day it is printed", ""),
)
KNOWN = {one.name: one for one in FIELDS}
_KNOWN_WORDS = ", ".join(f"{{{one.name}}}" for one in FIELDS)
_FIELD = re.compile(r"\{([^{}\n]*)\}")
INVENTED_ADDRESS = "1 Example Street\nExampletown\nEX1 1EX"
# What must not stand in the window of an envelope. An address that has it is not printed there.
_BETRAYS = re.compile(r"\b(HMP|HMYOI|YOI|HM Prison|prison|jail|gaol|probation|justice|court)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Filled:
    """A letter's words with a person's facts in them. `missing` are the fields that the record lacks, in their order."""

    title: str
    body: str
    missing: tuple[str, ...]


@dataclass(frozen=True)
class Planned:
    """One letter as it would be printed: whose, and its final words. `address` is the row that the window shows."""

    episode: UUID
    title: str
    body: str
    name: str = ""
    address: UUID | None = None
    by_post: bool = False
    statements: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


def fields_in(*texts: str) -> tuple[str, ...]:
    """Return the names of the fields that some words hold, each once, as they stand."""
    return tuple(dict.fromkeys(_tidy(name) for text in texts for name in _FIELD.findall(text)))


def _tidy(name: str) -> str:
    return " ".join(name.split()).casefold()


def objection_to_words(title: str, body: str) -> Objection | None:
    """Return why these cannot be the words of a letter, or None."""
    if not title.strip():
        return Objection("no_title", "Write the heading of the letter.", "title")
    if not body.strip():
        return Objection("no_words", "Write the words of the letter.", "body")
    if len(title) > MOST_TITLE:
        return Objection("long_title", f"Use {MOST_TITLE} letters or fewer in the heading.", "title")
    if len(body) > MOST_WORDS:
        return Objection("long_words", f"Use {MOST_WORDS} letters or fewer. You have {len(body)}.", "body")
    return first(_objection_to_fields(title, "title"), _objection_to_fields(body, "body"))


def _objection_to_fields(text: str, box: str) -> Objection | None:
    left = _FIELD.sub("", text)
    if "{" in left or "}" in left:
        return Objection(
            "brackets", "A field stands in one pair of brackets on one line, like {first name}. Look at each { and }.", box
        )  # fmt: skip
    for name in fields_in(text):
        if name not in KNOWN:
            near = difflib.get_close_matches(name, KNOWN, n=1, cutoff=0.6)
            meant = f" Did you mean {{{near[0]}}}?" if near else f" The fields are: {_KNOWN_WORDS}."
            shown = name if len(name) <= 40 else name[:39] + "…"
            return Objection("unknown_field", f"There is no field {{{shown}}}.{meant}", box)
    return None


def fill(title: str, body: str, facts: Mapping[str, str]) -> Filled:
    """Return the words with the facts in their places. A fact that there is not becomes a line to write on.

    A fact is put in as it is: brackets in somebody's name are no field.
    """
    missing: dict[str, None] = {}

    def fact(found: re.Match[str]) -> str:
        name = _tidy(found[1])
        said = facts.get(name, "").strip()
        if not said:
            missing[name] = None
        return said or BLANK

    return Filled(_FIELD.sub(fact, title).strip(), _FIELD.sub(fact, body).strip(), tuple(missing))


def betrays(address: str) -> bool:
    """Tell whether an address says through the window of an envelope where somebody is or was."""
    return _BETRAYS.search(address) is not None


def objection_to_printing_template(
    *, retired_on: date | None, language: Language, checked_at: datetime | None
) -> Objection | None:
    """Return why letters cannot be printed from a template as it stands, or None."""
    if retired_on is not None:
        return Objection("retired", "This letter has been retired. Choose another.", "template")
    if language is not Language.ENGLISH and checked_at is None:
        return Objection(
            "not_checked",
            f"The {language.label} words have not been checked by a translator yet. Ask the partnership manager.",
            "template",
        )
    return None


def objection_to_checking(*, language: Language, checked_at: datetime | None, checked_with: str) -> Objection | None:
    """Return why words cannot be said to have been checked, or None."""
    if language is Language.ENGLISH:
        return Objection("english", "English words need no translator.")
    if checked_at is not None:
        return Objection("checked", "These words have been checked already.")
    if not checked_with.strip():
        return Objection("checked_by_whom", "Write who checked the words.", "checked_with")
    return None


def objection_to_letter(
    kind: Kind,
    *,
    name: str,
    died: bool,
    said_no: bool,
    ended_on: date | None,
    open_to_printer: bool,
    booked: bool = True,
) -> Objection | None:
    """Return why somebody gets no letter of a kind, or None."""
    if died:
        return Objection("died", f"{name} has died. No letter is printed.")
    if said_no:
        return Objection("said_no", f"{name} took back their yes to taking part. We do not write to them.")
    if ended_on is not None and kind is not Kind.MOVING_ON:
        return Objection("shut", f"{name} has moved on, so the record is shut. No letter is printed.")
    if not open_to_printer:
        return Objection("not_open", f"Something that this letter says about {name} is not open to you.")
    if kind is Kind.APPOINTMENT and not booked:
        return Objection("not_booked", f"{name} has no appointment ahead.")
    return None


def objection_to_number(number: int) -> Objection | None:
    """Return why so many letters cannot be printed at once, or None."""
    if number == 0:
        return Objection("nobody", "Choose at least one person.", "who")
    if number > MOST_AT_ONCE:
        return Objection("too_many", f"Choose {MOST_AT_ONCE} people or fewer.", "who")
    return None


_POLISH_DAYS = ("poniedziałek", "wtorek", "środa", "czwartek", "piątek", "sobota", "niedziela")
_POLISH_MONTHS = (
    "stycznia", "lutego", "marca", "kwietnia", "maja", "czerwca", "lipca", "sierpnia", "września", "października", "listopada", "grudnia",
)  # fmt: skip


def day_in(language: str, day: date) -> str:
    """Return a day in the words of a letter's language, with its year: a letter is read on another day."""
    if language == Language.POLISH:
        return f"{_POLISH_DAYS[day.weekday()]}, {day.day} {_POLISH_MONTHS[day.month - 1]} {day.year}"
    return f"{day:%A} {day.day} {day:%B} {day.year}"


def time_in(language: str, at: datetime) -> str:
    """Return a time of day here, as a letter's language writes it."""
    local = at.astimezone(HERE)
    return f"{local.hour}:{local.minute:02}" if language == Language.POLISH else saying.time(at)


def invented(language: str, *, partnership: str, today: date) -> dict[str, str]:
    """Return the facts of somebody who does not exist, for a preview."""
    later = date.fromordinal(today.toordinal() + 14)
    facts = {one.name: one.example for one in FIELDS}
    return facts | {
        "partnership": partnership, "today": day_in(language, today), "release day": day_in(language, later), "appointment day": day_in(language, later),
        "appointment time": "10:30" if language == Language.POLISH else "10:30am",
    }  # fmt: skip
