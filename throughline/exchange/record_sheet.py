"""Who can see my record and who has looked, as a person keeps it on paper: a tagged PDF in large print."""

import json
from dataclasses import asdict, dataclass

import typst


@dataclass(frozen=True)
class RecordSheet:
    """What stands on the sheet: cards are (who, what they are, can see, why, until); lines are (who and what, when and why)."""

    name: str
    count: str
    cards: tuple[tuple[str, str, str, str, str], ...]
    lines: tuple[tuple[str, str], ...]
    shared: tuple[tuple[str, str], ...]
    printed: str
    upto: str = ""  # who has looked up to then alone
    more: bool = False  # there are earlier ones


# Words come in as data, never as markup: what somebody typed cannot become a command of the typesetter.
_SHEET = """
#let sheet = json(bytes(sys.inputs.sheet))
#set document(title: "Who can see my record", author: "Throughline")
#set page(paper: "a4", margin: 2.2cm, footer: context align(center, text(12pt)[Page #counter(page).display() of #counter(page).final().first()]))
#set text(size: 14pt, lang: "en", region: "GB", hyphenate: false)
#set par(leading: 0.8em, spacing: 1.1em, justify: false)
#show heading.where(level: 1): set text(24pt)
#show heading.where(level: 2): set text(18pt)
= Who can see my record
#sheet.name. #sheet.count

Printed #sheet.printed.
#for card in sheet.cards [
  == #card.at(0)
  #if card.at(1) != "" [#card.at(1) #linebreak()] #strong[Can see:] #card.at(2). #linebreak() #strong[Why:] #card.at(3). #linebreak() #strong[Until:] #card.at(4).
]
== Who has looked
#if sheet.upto != "" [Up to #sheet.upto.]
#if sheet.lines.len() == 0 [Nobody yet.]
#for line in sheet.lines [
  - #strong(line.at(0)). #linebreak() #line.at(1).
]
#if sheet.more [There are earlier ones. They are not on this paper.]

Some entries may be withheld by law.
#if sheet.shared.len() > 0 [== What was shared]
#for one in sheet.shared [
  - #strong(one.at(0)). #linebreak() #one.at(1).
]
== Does something look wrong?
Ask my mentor about any of this. They pass it on, and I hear back within 5 working days.
"""


def record_pdf(sheet: RecordSheet) -> bytes:
    """Return the sheet as a tagged PDF, to PDF/UA-1 where the typeface has every letter. Raises ValueError where it cannot be set."""
    inputs = {"sheet": json.dumps(asdict(sheet))}
    for standards in ("ua-1", []):
        try:
            return typst.compile(_SHEET.encode(), sys_inputs=inputs, pdf_standards=standards)
        except RuntimeError as trouble:
            last = trouble
    raise ValueError("The sheet could not be printed.") from last
