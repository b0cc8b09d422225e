"""Dates as people and spreadsheets write them. Day first, always; what cannot be read is said, never guessed."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from throughline.domain.objections import Objection

_MONTHS = {name: number for number, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}
_EXCEL_DAY_ZERO = date(1899, 12, 30)
_DAY_FIRST = re.compile(
    r"(\d{1,2})[\s./\-,]+(\d{1,2}|[a-z]{3,9})\.?[\s./\-,]+(\d{4}|\d{2})(?:[\sT]+\d{1,2}:\d{2}(?::\d{2})?)?"
)
_YEAR_FIRST = re.compile(
    r"(\d{4})[\s./\-]+(\d{1,2}|[a-z]{3,9})[\s./\-]+(\d{1,2})(?:[\sT]+\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?"
)
_NUMBERS = re.compile(r"(\d{1,2})[\s./\-]+(\d{1,2})[\s./\-]+(?:\d{4}|\d{2})\b")
_SERIAL = re.compile(r"\d{4,5}(?:\.\d+)?")


@dataclass(frozen=True)
class Span:
    """The first and last day that a field can mean, and which century two digits mean in it."""

    first: date
    last: date


def read(text: object, *, field: str, within: Span) -> date | Objection | None:
    """Return the day that a cell or an answer means, None for nothing, or why it cannot be read.

    `field` is the answer's own name ("Date of birth"); `within` bounds what it can be. Two digits of a year are read
    as the one century that lies within, else not at all.
    """
    if text is None or (isinstance(text, str) and not text.strip(" \t\r\n ")):
        return None
    if isinstance(text, datetime):
        return _bounded(text.date(), field, within, text)
    if isinstance(text, date):
        return _bounded(text, field, within, text)
    if isinstance(text, int | float) and not isinstance(text, bool):
        return _serial(float(text), field, within, text)
    words = re.sub(r"[\s ]+", " ", str(text)).strip().lower()
    words = re.sub(r"^(mon|tue|wed|thu|fri|sat|sun)[a-z]*,? ", "", words)
    words = re.sub(r"(?<=\d)(st|nd|rd|th)\b", "", words)
    if _SERIAL.fullmatch(words):
        return _serial(float(words), field, within, text)
    found = _YEAR_FIRST.fullmatch(words)
    if found:
        year, month, day = found.groups()
    else:
        found = _DAY_FIRST.fullmatch(words)
        if not found:
            return Objection(
                "not_a_date", f"{field}: “{_short(text)}” is not a date we can read. Write it like 26 11 2026.", field
            )
        day, month, year = found.groups()
    number = int(month) if month.isdigit() else _MONTHS.get(month[:3], 0)
    if number > 12 and int(day) <= 12:
        return Objection("month_first", f"{field}: “{_short(text)}” has the month first. Write the day first.", field)
    years = [int(year)] if len(year) == 4 else [century + int(year) for century in (1900, 2000)]
    days = [found_day for y in years if (found_day := _day(y, number, int(day))) is not None]
    if not days:
        return Objection("no_such_day", f"{field}: “{_short(text)}” is not a day in the calendar.", field)
    if len(days) == 1:
        return _bounded(days[0], field, within, text)
    fits = [one for one in days if within.first <= one <= within.last]
    if len(fits) == 1:
        return fits[0]
    return Objection(
        "which_century",
        f"{field}: “{_short(text)}” could be in two centuries. Write all four digits of the year.",
        field,
    )


def month_first(text: object) -> bool:
    """Tell whether a cell can only be a day with its month first: "12/25/2026"."""
    found = _NUMBERS.match(str(text).strip()) if isinstance(text, str) else None
    return found is not None and int(found[1]) <= 12 < int(found[2])


def either_way(text: object) -> bool:
    """Tell whether a cell is a day that the other order would make another day: "3/4/1990"."""
    found = _NUMBERS.match(str(text).strip()) if isinstance(text, str) else None
    return found is not None and int(found[1]) != int(found[2]) and max(int(found[1]), int(found[2])) <= 12


def _serial(number: float, field: str, within: Span, text: object) -> date | Objection:
    if not 1 <= number < 100_000:
        return Objection(
            "not_a_date", f"{field}: “{_short(text)}” is not a date we can read. Write it like 26 11 2026.", field
        )
    return _bounded(_EXCEL_DAY_ZERO + timedelta(days=int(number)), field, within, text)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _bounded(day: date, field: str, within: Span, text: object) -> date | Objection:
    if day < within.first:
        return Objection("too_early", f"{field}: “{_short(text)}” is too long ago. Check the year.", field)
    if day > within.last and (day - within.last).days <= 366:
        return Objection("too_late", f"{field}: “{_short(text)}” is later than it can be. Check the day.", field)
    if day > within.last:
        return Objection("too_late", f"{field}: “{_short(text)}” is too far ahead. Check the year.", field)
    return day


def _short(text: object) -> str:
    return str(text).strip()[:40]


def age_on(birth: date, day: date) -> int:
    """Return someone's age in whole years on a day."""
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))
