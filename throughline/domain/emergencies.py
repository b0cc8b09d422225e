"""Breaking the glass: opening one record in an emergency, for two hours at most, and answering for it."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from throughline.domain.objections import Objection
from throughline.domain.vocabulary import Words

LONGEST = timedelta(hours=2)
MINUTES = (30, 60, 120)
FEWEST_LETTERS = 20
REVIEW_DAYS = 2  # working days
MOST_TRIES = 10  # in an hour, by one worker


class Reason(Words):
    """Why the glass is broken."""

    LIFE = "life", "Someone’s life or health is in danger"
    CHILD = "child", "A child may be in danger"
    BLUE_LIGHT = "blue_light", "Police or an ambulance need to know now"
    OUT = "out", "They came out and nobody who knows them is there"
    OTHER = "other", "Another emergency"


class Finding(Words):
    """What a review found."""

    RIGHT = "right", "It was right"
    MISTAKE = "mistake", "It was a mistake, made in good faith"
    MISUSE = "misuse", "It was misuse"


class Glass(Words):
    """What came of trying. `sec.break_glass` answers with these."""

    OPENED = "opened", "opened"
    NOT_OPENED = "not_opened", "not opened"
    MISUSE = "misuse", "stopped after a finding of misuse"


def objection_to_opening(*, words: str, minutes: int, tries: int) -> Objection | None:
    """Return why the glass cannot be broken like this, or None."""
    if tries >= MOST_TRIES:
        return Objection("too_many", f"You tried {tries} times in an hour. Ring the duty lead.")
    if len(words.strip()) < FEWEST_LETTERS:
        return Objection("few_words", f"Say what has happened, in at least {FEWEST_LETTERS} letters.", "words")
    if not 0 < minutes <= LONGEST.total_seconds() // 60:
        return Objection("too_long", "Two hours at most.", "minutes")
    return None


def objection_to_reviewing(*, reviewed: datetime | None, own: bool, asked: bool, words: str) -> Objection | None:
    """Return why somebody cannot review this, or None: never the one who did it."""
    if own:
        return Objection("own", "Someone else must look into what you did.")
    if not asked:
        return Objection("not_asked", "The leads who were asked look into this.")
    if reviewed is not None:
        return Objection("reviewed", "This has been looked into.")
    if not words.strip():
        return Objection("no_words", "Write what you found.", "words")
    return None


def next_reviewer(chain: Sequence[UUID], *, asked: Iterable[UUID], not_by: Iterable[UUID]) -> UUID | None:
    """Return who is asked next to look into it, or None where everyone was."""
    out = {*asked, *not_by}
    return next((one for one in chain if one not in out), None)
