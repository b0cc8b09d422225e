"""A plan as a person keeps it: a tagged PDF, 16 points, one and a half lines, plain words."""

import json
import re
from dataclasses import asdict, dataclass

import typst


@dataclass(frozen=True)
class SheetStep:
    """One step: what, who, when."""

    what: str
    who: str
    when: str


@dataclass(frozen=True)
class SheetGoal:
    """One goal in the person's words."""

    words: str
    steps: tuple[SheetStep, ...]


@dataclass(frozen=True)
class PlanSheet:
    """What stands on the sheet."""

    name: str
    number: int
    goals: tuple[SheetGoal, ...]
    agreed: str
    printed: str
    mentor_word: str = "mentor"


# Words come in as data, never as markup: what somebody typed cannot become a command of the typesetter.
_SHEET = """
#let sheet = json(bytes(sys.inputs.sheet))
// A sentence that somebody ended themselves gets no second full stop.
#let whole(words) = if words.trim().ends-with(regex("[.!?…]")) { words.trim() } else { words.trim() + "." }
#set document(title: "My plan", author: "Throughline")
#set page(paper: "a4", margin: (x: 1.6cm, top: 1.3cm, bottom: 1.7cm), footer: context align(center, text(16pt)[Page #counter(page).display() of #counter(page).final().first()]))
#set text(size: 16pt, lang: "en", region: "GB", hyphenate: false)
// 16 points on a line of 24: the letters' own height and this make one and a half.
#set par(leading: 0.8em, spacing: 0.9em, justify: false)
#set heading(numbering: none)
#show heading.where(level: 1): set text(26pt)
#show heading.where(level: 2): set text(19pt)
= My plan
#sheet.name

#whole(sheet.agreed)
#for goal in sheet.goals [
  == “#goal.words”
  #for step in goal.steps [
    - #whole(step.what) #strong(whole(step.who))#if step.when != "" [ #whole(step.when)]
  ]
]
== If things go wrong
Phone my #sheet.mentor_word. It is fine to change the plan. We will look at it again together.
"""


MOST_PAGES = 2


def pages_of(pdf: bytes) -> int:
    """Return how many pages a sheet takes."""
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", pdf))


def plan_pdf(sheet: PlanSheet) -> bytes:
    """Return the sheet as a tagged PDF, to PDF/UA-1 where the typeface has every letter of it.

    A name in another script still prints: the file is then tagged without claiming the standard. Raises ValueError
    where it cannot be set at all.
    """
    inputs = {"sheet": json.dumps(asdict(sheet))}
    for standards in ("ua-1", []):
        try:
            return typst.compile(_SHEET.encode(), sys_inputs=inputs, pdf_standards=standards)
        except RuntimeError as trouble:
            last = trouble
    raise ValueError("The plan could not be printed.") from last
