"""A safety page on paper, for the door of a session: a tagged PDF, large print, what to do first."""

import json
from dataclasses import asdict, dataclass

import typst


@dataclass(frozen=True)
class SheetPart:
    """A heading and the lines below it."""

    heading: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class StatementSheet:
    """What stands on the sheet."""

    name: str
    for_whom: str
    place: str
    parts: tuple[SheetPart, ...]
    limits: tuple[SheetPart, ...]
    signed: str
    printed: str
    warning: str = ""


# Words come in as data, never as markup: what somebody typed cannot become a command of the typesetter.
_SHEET = """
#let sheet = json(bytes(sys.inputs.sheet))
#let whole(words) = if words.trim().ends-with(regex("[.!?…]")) { words.trim() } else { words.trim() + "." }
#set document(title: "Keeping everyone safe", author: "Throughline")
#set page(paper: "a4", margin: (x: 1.8cm, top: 1.5cm, bottom: 2cm), footer: context align(center, text(12pt)[Keep this safe. Destroy it after use. Page #counter(page).display() of #counter(page).final().first()]))
#set text(size: 14pt, lang: "en", region: "GB", hyphenate: false)
#set par(leading: 0.75em, spacing: 0.9em, justify: false)
#show heading.where(level: 1): set text(24pt)
#show heading.where(level: 2): set text(17pt)
= #sheet.name
#whole("For " + sheet.for_whom) #whole(sheet.place)
#if sheet.warning != "" [

  #strong(sheet.warning)
]
#for part in sheet.parts [
  == #part.heading
  #for line in part.lines [
    - #whole(line)
  ]
]
#if sheet.limits.len() > 0 [== Restrictions]
#for part in sheet.limits [
  - #strong(whole(part.heading))#for line in part.lines [ #whole(line)]
]

#whole(sheet.signed)

#whole("Printed " + sheet.printed) It is written down who printed this.
"""


def statement_pdf(sheet: StatementSheet) -> bytes:
    """Return the sheet as a tagged PDF, to PDF/UA-1 where the typeface has every letter. Raises ValueError where it cannot be set."""
    inputs = {"sheet": json.dumps(asdict(sheet))}
    for standards in ("ua-1", []):
        try:
            return typst.compile(_SHEET.encode(), sys_inputs=inputs, pdf_standards=standards)
        except RuntimeError as trouble:
            last = trouble
    raise ValueError("The safety page could not be printed.") from last
