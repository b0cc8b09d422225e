"""What somebody typed to find a person by: names, a birth date, a number, a phone, a postcode, in any order."""

import re
from dataclasses import dataclass
from datetime import date

from throughline.domain import dates, names

MOST_WORDS = 4
_MONTH = "(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_DAY = re.compile(
    rf"\b(?:\d{{4}}[\s./-]+(?:\d{{1,2}}|{_MONTH})[\s./-]+\d{{1,2}}"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?[\s./-]+(?:\d{{1,2}}|{_MONTH}),?[\s./-]+(?:\d{{4}}|\d{{2}}))\b",
    re.IGNORECASE,
)
_SIX_OR_EIGHT = re.compile(r"\b(\d{2})(\d{2})(\d{4}|\d{2})\b")
_POSTCODE = re.compile(r"\b([A-Z]{1,2}\d[A-Z\d]?)\s*(\d[A-Z]{2})\b", re.IGNORECASE)
_PHONE_DIGITS = 10  # without the 0 or the country that it begins with


@dataclass(frozen=True)
class Asked:
    """What was understood of some words. A day and a number may be the same digits: both are looked for."""

    words: tuple[str, ...] = ()  # that may be names
    born: date | None = None
    numbers: tuple[str, ...] = ()
    phone: str = ""  # its last ten digits
    postcode: str = ""  # in capitals without a blank


def understand(typed: str, *, today: date) -> Asked:
    """Return what somebody may have meant, whatever they typed. Nothing typed is an error."""
    typed = typed[:200]
    spans = dates.Span(date(today.year - 110, 1, 1), today)
    day, rest = None, typed
    for found in _DAY.finditer(typed):
        read = dates.read(found[0], field="Date of birth", within=spans)
        if isinstance(read, date):
            day, rest = read, typed.replace(found[0], " ", 1)
            break
    if day is None and (digits_alone := _SIX_OR_EIGHT.search(typed)):
        read = dates.read(" ".join(digits_alone.groups()), field="Date of birth", within=spans)
        day = read if isinstance(read, date) else None
    postcode = _POSTCODE.search(rest)
    if postcode:
        rest = rest.replace(postcode[0], " ", 1)
    digits = re.sub(r"\D", "", rest)
    joined = re.sub(r"\b(mac|mc|o)['’`]?\s+(?=[a-z])", r"\1", rest.replace(",", " "), flags=re.IGNORECASE)
    lettered = [one for one in joined.split() if names.normalise(one)]
    plain = [one for one in lettered if not any(sign.isdigit() for sign in one)]
    return Asked(
        words=tuple((plain or lettered)[:MOST_WORDS]),
        born=day,
        numbers=(typed.strip(), *(one for one in rest.split() if any(sign.isdigit() for sign in one) and len(one) > 3)),
        phone=digits[-_PHONE_DIGITS:] if len(digits) >= _PHONE_DIGITS else "",
        postcode="".join(postcode.groups()).upper() if postcode else "",
    )
