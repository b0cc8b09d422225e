"""Days, times and counts in the words that a plain letter would use."""

from collections.abc import Sequence
from datetime import date, datetime

from throughline.domain.calendar import HERE, ShutDays
from throughline.domain.saying import count, day, sentence, time  # noqa: F401 - pages say them by this room's name


def short_day(when: date) -> str:
    """Return "26 Nov"."""
    return f"{when.day} {when:%b}"


def day_and_time(when: datetime, *, today: date) -> str:
    """Return "Thursday 26 November, 9:30am"."""
    return f"{day(when.astimezone(HERE).date(), today=today)}, {time(when)}"


def near(when: date, *, today: date) -> str:
    """Return "today", "tomorrow", "yesterday", else the day."""
    return {0: "today", 1: "tomorrow", -1: "yesterday"}.get((when - today).days, day(when, today=today))


def due(when: datetime, *, now: datetime) -> str:
    """Return "Due by 10:15am today", "Due tomorrow", "Was due Thursday 29 October"."""
    today, local = now.astimezone(HERE).date(), when.astimezone(HERE)
    if when < now and local.date() < today:
        return f"Was due {near(local.date(), today=today)}"
    if local.date() == today:
        whole_day = (local.hour, local.minute) == (23, 59)
        return "Due today" if whole_day else f"{'Was due' if when < now else 'Due'} by {time(when)} today"
    return f"Due {near(local.date(), today=today)}"


def names(people: Sequence[str]) -> str:
    """Return "You, Iain and Shona"."""
    if len(people) < 2:
        return "".join(people)
    return f"{', '.join(people[:-1])} and {people[-1]}"


def in_days(when: date, *, today: date) -> str:
    """Return "today", "tomorrow", "in 13 days", "13 days ago"."""
    days = (when - today).days
    if days in (0, 1, -1):
        return near(when, today=today)
    return f"in {days} days" if days > 0 else f"{-days} days ago"


def money(pence: int) -> str:
    """Return "£30" or "£12.50"."""
    return f"£{pence // 100}" + (f".{pence % 100:02}" if pence % 100 else "")


def long_days(days: int) -> str:
    """Return a stretch of time in words: "41 days", "7 months", "2 years"."""
    if days < 120:
        return count(days, "day")
    months = round(days / 30.4375)
    return count(months, "month") if months < 24 else count(round(days / 365.25), "year")


def shut(days: ShutDays | None, *, today: date) -> str:
    """Return what to know of someone who comes out before offices shut, or ""."""
    if days is None:
        return ""
    before = f"the day before {days.eve_of}" if days.eve_of else "a Friday" if days.friday else "a weekend"
    return f"That is {before}. Offices are shut until {day(days.open_again, today=today)}."
