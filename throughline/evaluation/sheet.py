"""A report on paper: a tagged PDF of the same blocks as the page."""

import json
from collections.abc import Iterable
from typing import Any

import typst

from throughline.evaluation.blocks import Block, Figure, Heading, Table, Words, blocks, lines_under, title

# Words come in as data, never as markup: what stood in a file cannot become a command of the typesetter.
_SHEET = """
#let sheet = json(bytes(sys.inputs.sheet))
#set document(title: sheet.title, author: "Throughline")
#set page(paper: "a4", margin: (x: 2cm, top: 1.8cm, bottom: 2cm), footer: context align(center, text(9pt)[#sheet.title. Page #counter(page).display() of #counter(page).final().first()]))
#set text(size: 10.5pt, lang: "en", region: "GB", hyphenate: false)
#set par(leading: 0.65em, spacing: 0.9em, justify: false)
#show heading.where(level: 1): set text(22pt)
#show heading.where(level: 2): set text(14pt)
#show heading.where(level: 2): set block(above: 1.7em, below: 0.8em)
#show heading.where(level: 3): set text(11.5pt)
#show figure: set block(breakable: false)
= #sheet.title
#text(fill: rgb("#4a5056"), sheet.under)
#for one in sheet.blocks {
  if one.is == "heading" {
    heading(level: one.level, one.words)
  } else if one.is == "words" {
    let said = [#if one.lead != "" [#strong(one.lead) ]#one.words]
    if one.kind == "grave" {
      block(stroke: (left: 6pt + rgb("#b1450e"), rest: 1pt + rgb("#b1450e")), fill: rgb("#fdf4ef"), inset: 8pt, width: 100%, said)
    } else if one.kind == "result" {
      block(stroke: (left: 3pt + rgb("#1d4f91")), inset: (left: 8pt, y: 2pt), width: 100%, said)
    } else { par(said) }
  } else if one.is == "figure" {
    block(breakable: false)[#strong(one.title)
    #image(bytes(one.svg), format: "svg", width: 100%, alt: one.about)]
  } else {
    block(above: 1.2em, sticky: true, strong(one.caption))
    table(
      columns: one.shares.map(share => share * 1fr), stroke: (x, y) => (bottom: 0.5pt + rgb("#c3c8cd")), inset: (x: 4pt, y: 4pt),
      align: (x, y) => if one.numbers.contains(x) { right } else { left },
      table.header(..one.header.map(cell => strong(cell))),
      ..one.rows.flatten().map(cell => [#cell]),
    )
  }
}
"""


def pdf(report: dict[str, Any]) -> bytes:
    """Return the sheet of a report. Raises ValueError where it cannot be set."""
    return set_in_type(title(report), lines_under(report), blocks(report, font="Libertinus Serif"))


def set_in_type(called: str, under: str, content: Iterable[Block]) -> bytes:
    """Return blocks as a tagged PDF, to PDF/UA-1 where the typeface has every letter of them."""
    inputs = {
        "sheet": json.dumps({"title": _set(called), "under": _set(under), "blocks": [_block(one) for one in content]})
    }
    for standards in ("ua-1", []):
        try:
            return typst.compile(_SHEET.encode(), sys_inputs=inputs, pdf_standards=standards)
        except RuntimeError as trouble:
            last = trouble
    raise ValueError("The report could not be set in type.") from last


def _set(text: str) -> str:
    """Return words without the signs that JSON carries and a typesetter does not."""
    return "".join(" " if one < " " or "\ud800" <= one <= "\udfff" else one for one in text)


def _block(block: Block) -> dict[str, Any]:
    if isinstance(block, Heading):
        return {"is": "heading", "level": block.level, "words": _set(block.words)}
    if isinstance(block, Words):
        return {"is": "words", "kind": block.kind, "lead": _set(block.lead), "words": _set(block.words)}
    if isinstance(block, Figure):
        return {"is": "figure", "title": _set(block.title), "about": _set(block.about), "svg": block.svg}
    return {
        "is": "table", "caption": _set(block.caption), "header": list(map(_set, block.header)),
        "rows": [list(map(_set, row)) for row in block.rows], "numbers": list(block.numbers), "shares": _shares(block),
    }  # fmt: skip


def _shares(table: Table) -> list[float]:
    """Return how wide each column is: by its longest word or cell, so that no column starves."""
    out = []
    for at, name in enumerate(table.header):
        longest = max(len(row[at]) for row in (table.header, *table.rows))
        out.append(float(min(max(longest, len(name), 6), 46)))
    return out
