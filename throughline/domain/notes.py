"""What a note must say, and when it can be corrected."""

from datetime import datetime, timedelta

from throughline.domain.objections import Objection
from throughline.domain.vocabulary import Channel, Stage


def objection_to_noting(
    stage: Stage,
    *,
    spoke: bool,
    channel: Channel | None,
    words: str,
    minutes: int | None,
    happened_at: datetime,
    now: datetime,
    in_prison: bool,
) -> Objection | None:
    """Return why a note cannot be saved, or None. Moved on or not: what happened can always be written down."""
    del stage
    if channel is None:
        return Objection("no_channel", "Choose how you spoke." if spoke else "Choose how you tried.", "channel")
    if spoke and not words.strip():
        return Objection("no_words", "Write a few words about what happened.", "words")
    if spoke and minutes is not None and not 1 <= minutes <= 1440:
        return Objection("odd_minutes", "Minutes must be between 1 and 1440.", "minutes")
    if happened_at > now + timedelta(minutes=5):
        return Objection("not_yet", "That time has not come yet. Check the day and time.", "happened_at")
    if in_prison and channel is Channel.GATE:
        return Objection("still_inside", "They are in prison. Record that they came out first.", "channel")
    return None


def objection_to_correcting(*, corrected_already: bool, own: bool, leads: bool) -> Objection | None:
    """Return why a note cannot be corrected, or None. The first words stay and can be read."""
    if corrected_already:
        return Objection("corrected_already", "This note has been corrected already. Correct the newer one.")
    if not (own or leads):
        return Objection("not_yours", "Ask the one who wrote it, or your team lead, to correct this.")
    return None
