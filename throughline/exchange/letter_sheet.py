"""Letters and forms on paper: a tagged PDF, each letter on pages of its own, in 13 points."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass

import typst


@dataclass(frozen=True)
class LetterSheet:
    """One letter as it is printed. `window` is what an envelope shows: lines of a name and an address, or none."""

    title: str
    body: str
    sender: str
    day: str
    window: tuple[str, ...] = ()
    statements: tuple[str, ...] = ()
    signed: bool = False


_LABELS = {
    "en": {
        "yes": "Yes", "no": "No", "name": "Name", "signature": "Signature", "date": "Date", "witness": "If this was read aloud: who was there, and their signature",
    },
    "pl": {
        "yes": "Tak", "no": "Nie", "name": "Imię i nazwisko", "signature": "Podpis", "date": "Data",
        "witness": "Jeśli to przeczytano na głos: kto był obecny i podpis tej osoby",
    },
}  # fmt: skip
_REGIONS = {"en": "GB", "pl": "PL"}

# Words come in as data, never as markup: what somebody typed cannot become a command of the typesetter.
_SHEET = """
#let sheet = json(bytes(sys.inputs.sheet))
#let says = sheet.labels
#set document(title: sheet.letters.first().title, author: sheet.letters.first().sender)
#set page(paper: "a4", margin: (x: 2cm, top: 1.5cm, bottom: 2cm), footer: align(center, text(12pt)[#sheet.letters.first().sender]))
#set text(size: 13pt, lang: sheet.language, region: sheet.region, hyphenate: false)
#set par(leading: 0.75em, spacing: 1.2em, justify: false)
#show heading.where(level: 1): it => block(below: 0.9em, text(20pt, it.body))
#let tickbox = box(width: 14pt, height: 14pt, stroke: 1pt, baseline: 2pt)
#let rule(label) = block(above: 1.6em, breakable: false)[#label: #box(width: 1fr, stroke: (bottom: 0.8pt), height: 1.1em)]
// In the window of an envelope stand a name and an address, and nothing else: who writes stands above the fold that it shows.
#let head(one) = if one.window.len() > 0 {
  block(height: 3.2cm, width: 100%, align(right)[#one.sender \\ #one.day])
  block(height: 4.2cm, width: 9cm, for line in one.window [#line \\ ])
} else {
  block(width: 100%, below: 1.6em, align(right)[#one.sender \\ #one.day])
}
#for (place, one) in sheet.letters.enumerate() {
  if place > 0 { pagebreak() }
  head(one)
  heading(level: 1, one.title)
  for part in one.parts {
    if part.kind == "list" { list(..part.lines.map(line => [#line])) } else { par(part.lines.map(line => [#line]).join(linebreak())) }
  }
  for said in one.statements {
    block(above: 1.4em, breakable: false)[
      #text(lang: "en", region: "GB")[#said]
      #parbreak()
      #tickbox #h(4pt) #says.yes #h(2cm) #tickbox #h(4pt) #says.no
    ]
  }
  if one.signed {
    v(0.6em)
    rule(says.name)
    rule(says.signature)
    rule(says.date)
    rule(says.witness)
  }
}
"""


def parts_of(body: str) -> list[dict[str, object]]:
    """Return a body as paragraphs and lists: an empty line parts them, lines that begin with a dash are a list."""
    parts: list[dict[str, object]] = []
    for block in body.replace("\r\n", "\n").split("\n\n"):
        for line in filter(str.strip, block.split("\n")):
            kind = "list" if line.startswith("- ") else "text"
            words = line.removeprefix("- ").strip()
            if parts and parts[-1]["kind"] == kind and not parts[-1]["shut"]:
                parts[-1]["lines"].append(words)  # type: ignore[attr-defined]
            else:
                parts.append({"kind": kind, "lines": [words], "shut": False})
        if parts:
            parts[-1]["shut"] = True
    return [{"kind": one["kind"], "lines": one["lines"]} for one in parts]


def letters_pdf(letters: Sequence[LetterSheet], *, language: str) -> bytes:
    """Return letters of one language as a tagged PDF, to PDF/UA-1 where the typeface has every letter.

    Raises ValueError where there is none, or where they cannot be set.
    """
    if not letters:
        raise ValueError("There is no letter to print.")
    sheet = {
        "language": language, "region": _REGIONS[language], "labels": _LABELS[language],
        "letters": [asdict(one) | {"parts": parts_of(one.body)} for one in letters],
    }  # fmt: skip
    inputs = {"sheet": json.dumps(sheet)}
    for standards in ("ua-1", []):
        try:
            return typst.compile(_SHEET.encode(), sys_inputs=inputs, pdf_standards=standards)
        except RuntimeError as trouble:
            last = trouble
    raise ValueError("The letter could not be printed.") from last
