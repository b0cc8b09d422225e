"""Numbers by which other systems know someone: how each is written, and its own check.

Sources: the PNC and NOMIS rules as the Ministry of Justice publishes them in code; Scottish numbers have no published
check, so they are never refused.
"""

import re

from throughline.domain.objections import Objection
from throughline.domain.vocabulary import IdentifierKind

_PNC_LETTERS = "ZABCDEFGHJKLMNPQRTUVWXY"
_PNC = re.compile(r"(\d{2}|\d{4})/?(\d{1,7})([A-Z])")
_PNC_LONG = re.compile(r"(\d{4})/?(\d{7})([A-Z])")
_NOMIS = re.compile(r"[A-Z]\d{4}[A-Z]{2}")
_CRN = re.compile(r"[A-Z]\d{6}")


def prison_number_kind(text: str) -> IdentifierKind | None:
    """Return whose prison number this is by its shape (digits: Scotland's; A1234BC: England and Wales'), or None."""
    bare = normalise(IdentifierKind.SPIN, text)
    if _NOMIS.fullmatch(bare):
        return IdentifierKind.NOMIS
    return IdentifierKind.SPIN if re.fullmatch(r"\d{3,12}", bare) else None


def normalise(kind: IdentifierKind, text: str) -> str:
    """Return a number as it is kept. Doing it twice changes nothing; any text is taken."""
    bare = re.sub(r"[\s ]+", "", str(text)).upper()[:40]
    if kind is IdentifierKind.PNC:
        return _long_pnc(bare)
    if kind is IdentifierKind.SPIN:
        return bare.lstrip("'").removesuffix(".0")
    return bare


def _long_pnc(bare: str) -> str:
    found = _PNC_LONG.fullmatch(bare)
    if found is None:
        found = _PNC.fullmatch(bare)
        if found is None:
            return bare
        if "/" not in bare and len(bare) < 10:
            # The short form: the first two digits are the year, all the others the serial.
            found = re.fullmatch(r"(\d{2})(\d{1,7})([A-Z])", bare)
            if found is None:
                return bare
    year, serial, letter = found.groups()
    if len(year) == 2:
        year = ("20" if int(year) <= 50 else "19") + year
    return f"{year}/{serial.zfill(7)}{letter}"


def objection_to(kind: IdentifierKind, value: str) -> Objection | None:
    """Return why a normalised number cannot be one of its kind, or None."""
    if not value:
        return Objection("no_number", f"{kind.label} is empty.", kind.value)
    if kind is IdentifierKind.PNC:
        found = _PNC_LONG.fullmatch(value)
        if found is None:
            return Objection("pnc_shape", f"{kind.label} {value} is not written like 2008/0056560Z.", kind.value)
        year, serial, letter = found.groups()
        due = _PNC_LETTERS[int(year[2:] + serial) % 23]
        if due != letter:
            return Objection(
                "pnc_check", f"{kind.label} {value} does not add up. Check each digit and the last letter.", kind.value
            )
    if kind is IdentifierKind.NOMIS and not _NOMIS.fullmatch(value):
        return Objection("nomis_shape", f"{kind.label} {value} is not written like A1234BC.", kind.value)
    if kind is IdentifierKind.CRN and not _CRN.fullmatch(value):
        return Objection("crn_shape", f"{kind.label} {value} is not written like X123456.", kind.value)
    return None


def warning_about(kind: IdentifierKind, value: str) -> Objection | None:
    """Return what looks odd about a number that is taken all the same, or None."""
    if kind in (IdentifierKind.SPIN, IdentifierKind.CHS) and not re.fullmatch(r"[A-Z]?[\d/]{3,12}[A-Z]?", value):
        return Objection("odd_number", f"{kind.label} {value} looks unusual. It is kept as it stands.", kind.value)
    return None
