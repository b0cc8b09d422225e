"""Who looked at whom, in words the person can read; and the rules about keeping an entry back and about questions."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from throughline.domain.objections import Objection
from throughline.domain.vocabulary import Words

REPLY_DAYS = 5  # working days within which a question is answered
LONGEST_WITHHELD = timedelta(days=183)


class How(Words):
    """In which way somebody's record was shown."""

    VIEW = "view", "looked at"
    LIST = "list", "saw in a list"
    SEARCH = "search", "found in a search"
    PRINT = "print", "printed"
    EXPORT = "export", "took a copy of"
    REFUSED = "refused", "asked and was shown nothing"


class Exemption(Words):
    """The only grounds on which an entry may be kept back from the person it is about."""

    SERIOUS_HARM = "serious_harm", "Showing it could lead to serious harm"
    THIRD_PARTY = "third_party", "It would tell them about somebody else"


class Noticed(Words):
    """What the nightly look through the log may notice about a worker."""

    OWN_NAME = "own_name", "Looked at somebody with their own family name"
    OWN_ADDRESS = "own_address", "Looked at somebody who can be reached where the worker can"
    NO_LINK = "no_link", "Looked, or tried to look, at somebody they have no link with"
    TEN_TIMES = "ten_times", "Looked at ten times as many people as they usually do"
    AFTER_LEAVING = "after_leaving", "Looked after their last day"
    SEALED = "sealed", "Tried to open a sealed record"


@dataclass(frozen=True)
class Glance:
    """One row of the read log, as far as one person is concerned."""

    pk: UUID
    at: datetime
    worker: UUID
    how: str
    opens: int
    bases: tuple[str, ...]


@dataclass(frozen=True)
class Visit:
    """What one worker saw of a person in one hour, on the same grounds."""

    first: datetime
    worker: UUID
    ways: frozenset[str]
    opens: int
    bases: tuple[str, ...]
    times: int


def by_hour(glances: Iterable[Glance]) -> list[Visit]:
    """Put together what one worker saw in one hour on the same grounds, the latest first."""
    groups: dict[tuple[datetime, UUID, tuple[str, ...]], list[Glance]] = {}
    for one in glances:
        hour = one.at.replace(minute=0, second=0, microsecond=0)
        groups.setdefault((hour, one.worker, tuple(dict.fromkeys(one.bases))), []).append(one)
    visits = []
    for (_, worker, bases), rows in groups.items():
        opens = 0
        for one in rows:
            opens |= one.opens
        ways = frozenset(one.how for one in rows)
        visits.append(Visit(min(one.at for one in rows), worker, ways, opens, bases, len(rows)))
    return sorted(visits, key=lambda one: one.first, reverse=True)


def objection_to_withholding(*, because: str, review_on: date, on: date) -> Objection | None:
    """Return why entries cannot be kept back like this, or None."""
    if not because.strip():
        return Objection("no_reason", "Write why this must be kept back.", "because")
    if review_on <= on:
        return Objection("review_past", "Choose a day after today to look at this again.", "review_on")
    if review_on > on + LONGEST_WITHHELD:
        return Objection("review_late", "Look at this again within six months.", "review_on")
    return None


def objection_to_answering(answered: datetime | None, *, words: str) -> Objection | None:
    """Return why a question cannot be answered now, or None."""
    if answered is not None:
        return Objection("answered", "This question has been answered.")
    if not words.strip():
        return Objection("no_answer", "Write the answer.", "answer")
    return None


def objection_to_dealing(dealt: datetime | None, *, reason: str) -> Objection | None:
    """Return why an alert cannot be dealt with now, or None."""
    if dealt is not None:
        return Objection("dealt_with", "Someone has dealt with this.")
    if not reason.strip():
        return Objection("no_reason", "Write why.", "reason")
    return None
