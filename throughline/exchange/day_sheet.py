"""Sheets for where no phone goes and for when the system is down: tagged PDF, 14 points, boxes to tick, lines to write on."""

import json
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

import typst

from throughline.domain.saying import day


@dataclass(frozen=True)
class PrintedLine:
    """One person: under which code, what for, what to mind, what to tick, where to write."""

    code: str
    name: str
    about: str
    phones: tuple[str, ...] = ()
    controls: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    boxes: tuple[str, ...] = ()
    agrees: tuple[str, ...] = ()


@dataclass(frozen=True)
class PrintedGroup:
    """The people of one hall, or of one day."""

    heading: str
    lines: tuple[PrintedLine, ...]


@dataclass(frozen=True)
class DaySheet:
    """What stands on the paper."""

    number: int
    title: str
    day: str
    holder: str
    due: str
    groups: tuple[PrintedGroup, ...]
    numbers: tuple[tuple[str, str], ...] = ()
    hidden: str = ""
    printed: str = ""


# Words come in as data, never as markup: what somebody typed cannot become a command of the typesetter.
_SHEET = """
#let sheet = json(bytes(sys.inputs.sheet))
#let whole(words) = if words.trim().ends-with(regex("[.!?…]")) { words.trim() } else { words.trim() + "." }
#let tick = box(width: 13pt, height: 13pt, baseline: 2pt, stroke: 1pt)
#let ticks(words, gap: 14pt) = words.map(one => box[#tick#h(4pt)#one]).join(h(gap))
#let rule = block(above: 0pt, below: 0pt, height: 26pt, width: 100%, stroke: (bottom: 0.6pt + luma(110)))
#set document(title: "Sheet " + str(sheet.number), author: "Throughline")
#set page(paper: "a4", margin: (x: 1.6cm, top: 1.2cm, bottom: 1.7cm), footer: context align(center, text(14pt)[Sheet #sheet.number. Leave it with nobody. Page #counter(page).display() of #counter(page).final().first()]))
#set text(size: 14pt, lang: "en", region: "GB", hyphenate: false)
#set par(leading: 0.6em, spacing: 0.8em, justify: false)
#show heading.where(level: 1): set text(24pt)
#show heading.where(level: 2): set text(18pt)
#show heading.where(level: 2): set block(above: 1.3em, below: 0.7em, sticky: true)
#show heading.where(level: 3): set text(16pt)
#show heading.where(level: 3): set block(above: 0pt, below: 0.5em)
= Sheet #sheet.number: #sheet.title
#strong(sheet.day). For #whole(sheet.holder)

#whole(sheet.due)
#if sheet.hidden != "" [

  #sheet.hidden
]
#for group in sheet.groups [
  #if group.heading != "" [== #group.heading]
  #for line in group.lines [
    #block(breakable: false, width: 100%, above: 0.9em, stroke: (top: 1.2pt), inset: (top: 6pt))[
      #grid(columns: (1fr, auto), align: (left + horizon, right + horizon), [=== #line.name], box(stroke: 1pt, inset: (x: 6pt, y: 5pt), text(17pt, weight: "bold", font: "DejaVu Sans Mono", line.code)))
      #line.about
      #for one in line.phones [

        #one
      ]
      #for (place, one) in line.controls.enumerate() [

        #if place == 0 [#strong[Mind:] ]#whole(one)
      ]
      #for (place, one) in line.steps.enumerate(start: 1) [

        #strong[Step #place:] #whole(one)
      ]

      #if line.boxes.len() > 1 [#ticks(line.boxes)]
      #if line.agrees.len() > 0 [

        Agreed to: #ticks(line.agrees, gap: 9pt)
      ]

      #if line.boxes.len() == 1 [#ticks(line.boxes) #h(9pt)]#box[#tick#h(4pt)Not seen, because] #box(width: 1fr, height: 14pt, stroke: (bottom: 0.6pt + luma(110))) #h(6pt) Minutes #box(width: 52pt, height: 14pt, stroke: (bottom: 0.6pt + luma(110)))
      #rule
      #rule
    ]
  ]
]
#if sheet.numbers.len() > 0 [
  #block(breakable: false)[
    == Numbers to ring
    #columns(2, gutter: 14pt)[
      #for (who, number) in sheet.numbers [- #who: #strong(number)
      ]
    ]
  ]
]

#whole(sheet.printed) It is written down who printed this.
"""


_INDEX = """
#let sheet = json(bytes(sys.inputs.sheet))
#set document(title: "Emergency sheets", author: "Throughline")
#set page(paper: "a4", margin: 2cm)
#set text(size: 14pt, lang: "en", region: "GB", hyphenate: false)
#show heading.where(level: 1): set text(24pt)
= Emergency sheets
#strong(sheet.days)

Each is in a file with its number. It opens with the same passphrase.
#if sheet.rows.len() == 0 [

  Nobody meets or must ring anybody on these days.
] else [
  #table(
    columns: (auto, 1fr), inset: 8pt, stroke: 0.5pt,
    table.header([*Sheet*], [*For*]),
    ..sheet.rows.flatten().map(words => [#words])
  )
]
"""


def day_sheet_pdf(sheet: DaySheet) -> bytes:
    """Return the sheet as a tagged PDF, to PDF/UA-1 where the typeface has every letter. Raises ValueError where it cannot be set."""
    return _set(_SHEET, asdict(sheet))


def index_pdf(first: date, last: date, rows: list[tuple[str, str]]) -> bytes:
    """Return a list of whose sheet has which number. Raises ValueError where it cannot be set."""
    return _set(_INDEX, {"days": f"{day(first)} and {day(last)}", "rows": rows})


def _set(template: str, said: dict[str, Any]) -> bytes:
    inputs = {"sheet": json.dumps(said)}
    for standards in ("ua-1", []):
        try:
            return typst.compile(template.encode(), sys_inputs=inputs, pdf_standards=standards)
        except RuntimeError as trouble:
            last = trouble
    raise ValueError("The sheet could not be printed.") from last
