"""What was changed on a record, in words: what it was about, before and after, who, when, and why they could."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby
from typing import Any

from throughline.policy.grants import Basis
from throughline.queries.changes import Changed
from throughline.web.pages import words
from throughline.web.pages.deeds import DEEDS
from throughline.web.pages.looks import WHY, theirs

NOUNS = {
    "person": "What we know of them", "personname": "Another name", "identifier": "A number", "contactway": "A way to reach them", "address": "An address",
    "closeone": "Someone close", "listfact": "What a list says", "consent": "What they agreed to", "custodyperiod": "Time in prison", "prisonstay": "Which prison",
    "offencegroup": "What they were in prison for", "episode": "The record itself", "assignment": "Who works with them", "handover": "Handing over",
    "ending": "Moving on", "clockexemption": "A date that does not count", "appointment": "An appointment", "gatemeeting": "Meeting at the gate", "pack": "The pack",
    "packitem": "Something in the pack", "servicelink": "A service", "strength": "A strength", "need": "What would help", "note": "A note", "outcome": "An outcome",
    "plan": "The plan", "goal": "A goal", "goalaction": "A step", "restriction": "A restriction", "safetystatement": "A safety page", "question": "A question",
}  # fmt: skip
LABELS = {
    "given_names": "First names", "family_name": "Last name", "known_as": "Known as", "birth_date": "Born", "home_place": "Home", "home_council": "Council area",
    "value": "It reads", "whose": "Whose", "safe_to_leave_message": "Safe to leave a message", "happy_to_be_phoned": "Happy to be phoned", "doubted_on": "Found to be someone else’s",
    "owner": "Looked after by", "worker": "Worker", "by": "By", "starts_at": "When", "where": "Where", "minutes": "Minutes", "with_whom": "With",
    "result": "What came of it", "result_words": "In words", "marked_at": "Marked", "marked_by": "Marked by", "words": "Words", "what": "What", "who": "Who", "who_words": "Who, in words",
    "by_on": "To be done by", "from_on": "From", "until_on": "Until", "met_at": "Met", "due_at": "Planned for", "custody_since": "In prison since",
    "released_on": "Came out", "received_on": "Went in", "sentence_days": "Days of the sentence", "sentence_words": "The sentence, in words", "no_date_because": "Why there is no date",
    "identified_on": "First known", "identified_how": "How", "signed_up_on": "Signed up", "plan_agreed_on": "Plan agreed", "offered_on": "Last asked", "declined_on": "Said no",
    "agreed_by": "Agreed with", "agreed_way": "How it was agreed", "archive_reason": "Why it was put away", "archived_on": "Put away", "ended_because": "Why it ended",
    "handed_by": "Handed over by", "handed_on": "Handed over", "left_on": "Left with the prison", "kept_where": "Where it is", "pence": "Pence", "what_for": "What for",
    "in_force_on": "Began", "release_kind": "How they came out", "stands_in": "Stands in for now", "accepted": "Said yes", "answer_words": "What they said", "ended_words": "Why it ended",
}  # fmt: skip
# Keys, numbers of versions and times of writing: nothing that anybody said.
_QUIET = {
    "id", "person", "version", "recorded_at", "client_id", "digest", "order", "series", "line", "episode", "plan", "goal", "pack", "period", "need", "strength",
    "outcome", "offer", "wording", "corrects", "instead_of", "programme", "standard", "organisation", "latitude", "longitude", "radius_m", "shape",
}  # fmt: skip
_KNOWN_BY = {LABELS[name] for name in ("words", "what", "value", "given_names", "what_for")}
NOTHING = "nothing"
SHORT = 100
FIRST = 3  # things of one moment that are shown at once
LONG = 280


@dataclass
class Told:
    """One moment in which somebody changed something: what they did, and each thing that says something else now."""

    title: str
    who: str
    when: str
    why: str
    things: list[dict[str, Any]] = field(default_factory=list)

    @property
    def first(self) -> list[dict[str, Any]]:
        """What is shown at once: all where one more would be all, too."""
        return self.things if len(self.things) <= FIRST + 1 else self.things[:FIRST]

    @property
    def rest(self) -> list[dict[str, Any]]:
        """What is shown on demand."""
        return self.things[len(self.first) :]


def told(found: Sequence[Changed], *, today: date) -> list[Told]:
    """Return the changes in words, those of one moment together."""
    moments = []
    # What one request did stands together, each deed within it by itself.
    in_order = [one for _, moment in groupby(found, key=lambda one: one.at) for one in sorted(moment, key=_deed)]
    for (at, *_), together in groupby(in_order, key=lambda one: (one.at, *_deed(one))):
        changes = list(together)
        things = [thing for one in reversed(changes) if (thing := _thing(one, today=today))["columns"]]
        if not things:
            continue
        first = changes[-1]
        moments.append(
            Told(
                title=deed(first.doing),
                who=_who(first),
                when=words.day_and_time(at, today=today),
                why=_why(first) if first.by is not None else "",
                things=things,
            )
        )
    return moments


def deed(doing: dict[str, str]) -> str:
    """Return what was being done, in a few words: "They joined". What has no words here by now says that something was changed."""
    return DEEDS.get(doing.get("deed", ""), "Something was changed")


def _deed(one: Changed) -> tuple[str, str, str]:
    return str(one.by.pk if one.by else ""), one.doing.get("request", ""), one.doing.get("deed", "")


def _who(one: Changed) -> str:
    if one.by is None:
        return "Somebody who looks after the system, and not from a page"
    if one.by.service:
        return "The service that keeps lists and dates"
    return str(one.by.name)


def _why(one: Changed) -> str:
    if one.by is not None and one.by.service:
        return "It does this by itself"
    said = [theirs(WHY[Basis(basis)]) for basis in one.bases if Basis(basis) in WHY]
    return words.names(said[:1]) or "Their role let them"


def _thing(one: Changed, *, today: date) -> dict[str, Any]:
    columns = [
        {
            "label": label(column.name),
            "before": _unless_nothing(value(one.before, column, today=today)),
            "after": value(one.after, column, today=today) if one.after is not None else "",
        }
        for column in one.columns
        if column.name not in _QUIET
    ]
    if one.after is None:
        # A draft that is written anew lets go of every row it had: of each a few words are enough to know it by.
        said = [column for column in columns if column["before"]]
        words_of_it = [column for column in said if column["label"] in _KNOWN_BY] or said
        columns = [column | {"before": _short(column["before"])} for column in words_of_it[:1]]
    return {"what": NOUNS.get(one.kind, one.kind), "gone": one.after is None, "columns": columns}


def _unless_nothing(said: str) -> str:
    return "" if said == NOTHING else said


def label(name: str) -> str:
    """Return what a column is called on pages: "Last name", "Ended"."""
    if name in LABELS:
        return LABELS[name]
    for ending in ("_on", "_at"):
        name = name.removesuffix(ending)
    return name.replace("_", " ").capitalize()


def value(row: Any, column: Any, *, today: date) -> str:
    """Return what a column says, in words."""
    said = getattr(row, column.attname)
    if said is None or said in ("", []):
        return NOTHING
    if isinstance(said, bool):
        return "yes" if said else "no"
    if column.related_model is not None:
        named = getattr(row, column.name)
        return str(
            next((getattr(named, one) for one in ("short_name", "words", "name") if hasattr(named, one)), "another one")
        )
    if column.choices:
        return str(dict(column.flatchoices).get(said, said))
    if isinstance(said, datetime):
        return words.day_and_time(said, today=today)
    if isinstance(said, date):
        return words.day(said, today=today)
    if isinstance(said, list | tuple):
        return words.names([str(one) for one in said])
    return _short(str(said), most=LONG)


def _short(text: str, *, most: int = SHORT) -> str:
    return text if len(text) <= most else f"{text[:most].rstrip()}…"
