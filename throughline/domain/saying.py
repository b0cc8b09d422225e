"""Days, times and counts as a plain letter says them: on pages and on paper."""

from datetime import date, datetime

from throughline.domain.calendar import HERE


def day(when: date, *, today: date | None = None) -> str:
    """Return "Thursday 26 November", with the year where it is not this year's."""
    words = f"{when:%A} {when.day} {when:%B}"
    return words if today is not None and when.year == today.year else f"{words} {when.year}"


def time(when: datetime) -> str:
    """Return "9:30am", "2pm"."""
    local = when.astimezone(HERE)
    hour = local.hour % 12 or 12
    return f"{hour}{f':{local.minute:02}' if local.minute else ''}{'am' if local.hour < 12 else 'pm'}"


def count(number: int, one: str, many: str = "") -> str:
    """Return "1 day", "3 days"."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def sentence(words: str) -> str:
    """Return words with the stop that ends a sentence, where none stands yet."""
    return words if words.endswith((".", "?", "!")) else f"{words}."
