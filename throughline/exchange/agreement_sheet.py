"""An agreement on paper: a tagged PDF with what it says, and who approved it for each side."""

import json
from dataclasses import asdict, dataclass

import typst


@dataclass(frozen=True)
class SheetSection:
    """A heading, and what is said under each label."""

    title: str
    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Signatory:
    """Who approved it for a side, or that nobody has yet."""

    organisation: str
    name: str
    role: str
    when: str


@dataclass(frozen=True)
class AgreementSheet:
    """What stands on the sheets."""

    title: str
    between: str
    version: str
    state: str
    sections: tuple[SheetSection, ...]
    signatories: tuple[Signatory, ...]
    printed: str


# Words come in as data, never as markup: what somebody typed cannot become a command of the typesetter.
_SHEET = """
#let sheet = json(bytes(sys.inputs.sheet))
#set document(title: sheet.title, author: "Throughline")
#set page(paper: "a4", margin: 2.2cm, footer: context align(center, text(10pt)[#sheet.version. Page #counter(page).display() of #counter(page).final().first()]))
#set text(size: 12pt, lang: "en", region: "GB", hyphenate: false)
#set par(leading: 0.75em, spacing: 1em, justify: false)
#set heading(numbering: none)
#show heading.where(level: 1): set text(24pt)
#show heading.where(level: 2): set text(16pt)
#show heading.where(level: 2): set block(above: 1.6em, below: 0.8em)
#show heading.where(level: 3): set text(12pt)
#let lines(words) = words.split("\\n").map(one => [#one]).join(linebreak())
= #sheet.title
An agreement on sharing information between #sheet.between.

#sheet.version. #sheet.state.
#for section in sheet.sections [
  == #section.title
  #for row in section.rows [
    === #row.at(0)
    #lines(row.at(1))

  ]
]
== Approved by
#table(
  columns: (1fr, 1fr, 1fr, 1fr), inset: 8pt, stroke: 0.5pt,
  table.header([*Organisation*], [*Name*], [*Role*], [*Day*]),
  ..sheet.signatories.map(one => (one.organisation, one.name, one.role, one.when).map(words => [#words])).flatten()
)
Printed #sheet.printed. The record in Throughline counts.
"""


def agreement_pdf(sheet: AgreementSheet) -> bytes:
    """Return the sheets as a tagged PDF, to PDF/UA-1 where the typeface has every letter of them.

    Words in another script still print: the file is then tagged without claiming the standard. Raises ValueError
    where they cannot be set at all.
    """
    inputs = {"sheet": json.dumps(asdict(sheet))}
    for standards in ("ua-1", []):
        try:
            return typst.compile(_SHEET.encode(), sys_inputs=inputs, pdf_standards=standards)
        except RuntimeError as trouble:
            last = trouble
    raise ValueError("The agreement could not be printed.") from last
