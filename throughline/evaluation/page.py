"""A report as one HTML file: everything is in it, nothing in it acts, and no word of it is markup."""

import base64
import hashlib
from collections.abc import Iterable
from importlib import resources
from typing import Any

from throughline.evaluation.blocks import Block, Figure, Heading, Table, Words, blocks, lines_under, title
from throughline.evaluation.charts import words


def page(report: dict[str, Any]) -> str:
    """Return the page."""
    return whole(title(report), lines_under(report), blocks(report))


def whole(called: str, under: str, content: Iterable[Block]) -> str:
    """Return a page of blocks. Its one sheet of styles is let in by what it is, and no script by anything."""
    sheet = resources.files("throughline").joinpath("evaluation", "report.css").read_text(encoding="utf-8")
    return "\n".join([
        '<!doctype html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f'<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; style-src \'{_hash(sheet)}\'">',
        f"<title>{words(called)}</title>\n<style>{sheet}</style>\n</head>\n<body>\n<main>",
        f'<h1>{words(called)}</h1>\n<p class="under">{words(under)}</p>',
        *map(_block, content),
        "</main>\n</body>\n</html>\n",
    ])  # fmt: skip


def _hash(sheet: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(sheet.encode()).digest()).decode()}"


def _block(block: Block) -> str:
    if isinstance(block, Heading):
        return f"<h{block.level}>{words(block.words)}</h{block.level}>"
    if isinstance(block, Words):
        lead = f'<span class="lead">{words(block.lead)}</span> ' if block.lead else ""
        kind = "" if block.kind == "plain" else f' class="{block.kind}"'
        return f"<p{kind}>{lead}{words(block.words)}</p>"
    if isinstance(block, Figure):
        return (
            f'<figure><figcaption>{words(block.title)}</figcaption><div class="scroll" tabindex="0" role="group" '
            f'aria-label="{words(block.title)}">{block.svg}</div></figure>'
        )
    return _table(block)


def _table(table: Table) -> str:
    def cells(row: Iterable[str], tag: str) -> str:
        out = []
        for at, cell in enumerate(row):
            number = ' class="number"' if at in table.numbers else ""
            scope = ' scope="col"' if tag == "th" else ""
            out.append(f"<{tag}{scope}{number}>{words(cell)}</{tag}>")
        return f"<tr>{''.join(out)}</tr>"

    return (
        f'<div class="scroll" tabindex="0" role="group" aria-label="{words(table.caption)}"><table><caption>{words(table.caption)}</caption>'
        f"<thead>{cells(table.header, 'th')}</thead><tbody>{''.join(cells(row, 'td') for row in table.rows)}</tbody></table></div>"
    )
