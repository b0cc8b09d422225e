"""Letters in words: what one says, what is left to fill in by hand, how its template stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from throughline.domain import letters as rules
from throughline.domain.calendar import day_of
from throughline.domain.letters import Kind, Language, Planned
from throughline.exchange.letter_sheet import LetterSheet, parts_of
from throughline.models import Address, Letter, LetterWords
from throughline.queries.letters import address_of
from throughline.web.pages import words

BLANK_LINES = 3  # where an address is to be written by hand


@dataclass(frozen=True)
class Shown:
    """A letter as a page shows it."""

    title: str
    parts: list[dict[str, Any]]
    language: str
    window: tuple[str, ...] = ()
    statements: tuple[str, ...] = ()
    signed: bool = False
    missing: str = ""


def shown(one: Planned, *, kind: Kind, language: str, address: str) -> Shown:
    """Return a letter that would be printed, as its page shows it."""
    return Shown(
        one.title, parts_of(one.body), language, window(one.name, address) if one.by_post else (), one.statements, kind in rules.SIGNED,
        words.names(list(one.missing)),
    )  # fmt: skip


def printed(letter: Letter, address: Address | None) -> Shown:
    """Return a letter that was printed, as its page shows it."""
    return Shown(
        letter.title, parts_of(letter.body), letter.language, window(letter.name, address_of(address)) if letter.by_post else (),
        tuple(letter.statements.splitlines()), letter.kind in rules.SIGNED,
    )  # fmt: skip


def window(name: str, address: str) -> tuple[str, ...]:
    """Return the lines that an envelope shows: a name and an address, or lines to write one on."""
    return (name, *(address.splitlines() or [rules.BLANK] * BLANK_LINES))


def sheet_of(letter: Letter, address: Address | None) -> LetterSheet:
    """Return a letter as it goes to paper, the same each time."""
    return LetterSheet(
        letter.title, letter.body, letter.sender, rules.day_in(letter.language, day_of(letter.printed_at)),
        window=window(letter.name, address_of(address)) if letter.by_post else (), statements=tuple(letter.statements.splitlines()),
        signed=letter.kind in rules.SIGNED,
    )  # fmt: skip


def preview(
    title: str, body: str, row: LetterWords, *, by_post: bool, facts: dict[str, str], statements: Sequence[str]
) -> Shown | None:
    """Return the words for somebody who is invented, or None where they cannot be filled."""
    if rules.objection_to_words(title, body) is not None:
        return None
    filled = rules.fill(title, body, facts)
    kind = Kind(row.template.kind)
    return Shown(
        filled.title, parts_of(filled.body), row.template.language, window(facts["name"], rules.INVENTED_ADDRESS) if by_post else (),
        tuple(statements) if kind is Kind.CONSENT else (), kind in rules.SIGNED,
    )  # fmt: skip


def template_row(one: LetterWords) -> dict[str, str]:
    """Return a template as a list shows it."""
    if one.template.retired_on is not None:
        tag, kind = "Retired", "late"
    elif one.template.language != Language.ENGLISH and one.checked_at is None:
        tag, kind = "Not checked yet", "soon"
    else:
        tag, kind = "In use", "done"
    who = f"Version {one.number}" + (f", {one.written_by.name}" if one.written_by else ", as shipped")
    return {
        "pk": str(one.template_id),
        "name": one.template.name,
        "title": one.title,
        "tag": tag,
        "kind": kind,
        "line": who,
    }
