"""Unpack a workbook in a process of its own, which may use so much memory and no more.

A sheet of five kilobytes with one cell in its far corner makes the reader reserve the whole rectangle, and what it then
dies of cannot be caught. So this file is run by `sheets.py` as a script: the workbook comes in, its rows go out as JSON.
"""

import contextlib
import html
import io
import json
import re
import resource
import sys
import zipfile
from datetime import date, datetime
from typing import Any

import python_calamine

MEMORY = 1024 * 1024 * 1024
SECONDS = 60
MOST_CELLS = 3_000_000
# A cell that shows an error: the reader gives it as empty, and an empty date would mean "no date".
_ERROR_CELL = re.compile(rb"(<(?:\w+:)?c\b[^>]*?\bt=)[\"']e[\"']")


def errors_as_words(content: bytes) -> bytes:
    """Return an Excel file in which cells with an error say it ("#REF!")."""
    if not content.startswith(b"PK"):
        return content
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for part in old.infolist():
            body = old.read(part)
            if part.filename.startswith("xl/worksheets/"):
                body = _ERROR_CELL.sub(rb'\1"str"', body)
            new.writestr(part.filename, body)
    return out.getvalue()


def unpacked(content: bytes) -> dict[str, Any]:
    """Return every sheet's name and rows, without the empty rows and cells at their ends, or the word for why not."""
    sheets, cells = [], 0
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(errors_as_words(content)))
        for name in book.sheet_names:
            rows = [_trimmed(row) for row in book.get_sheet_by_name(name).to_python(skip_empty_area=False)]
            while rows and not rows[-1]:
                rows.pop()
            cells += sum(map(len, rows))
            if cells > MOST_CELLS:
                return {"trouble": "too_large"}
            sheets.append((name, rows))
    except python_calamine.PasswordError:
        return {"trouble": "locked"}
    except MemoryError:
        return {"trouble": "too_large"}
    except Exception:  # noqa: BLE001 - the reader raises its own kinds; whatever it is, the file cannot be read
        return {"trouble": "broken"}
    return {"sheets": sheets}


_PART = re.compile(rb"<(?:\w+:)?(row|c|f|mergeCell|col)\b([^>]*)>")
_SHEET = re.compile(r"<(?:\w+:)?sheet\b([^>]*)>")
_LINK = re.compile(r"<(?:\w+:)?Relationship\b([^>]*)>")
_SAYS = re.compile(r"""([\w:]+)\s*=\s*["']([^"']*)["']""")
MOST_ODD = 5000


def oddities(content: bytes) -> dict[str, Any]:
    """Return what of an Excel file is not plain rows: macros, and of each sheet what is merged, hidden or worked out.

    The reader that gives the rows gives none of it, and each may mean that a row says something else than it shows.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            names = set(book.namelist())
            links = {
                said.get("Id"): said.get("Target", "")
                for said in _said(_LINK, book.read("xl/_rels/workbook.xml.rels").decode("utf-8", "replace"))
            }
            sheets = {}
            for said in _said(_SHEET, book.read("xl/workbook.xml").decode("utf-8", "replace")):
                target = links.get(next((value for name, value in said.items() if name.endswith(":id")), ""), "")
                part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
                odd = _odd(book.read(part)) if part in names else {}
                sheets[html.unescape(said.get("name", ""))] = odd | {
                    "hidden": said.get("state", "visible") != "visible"
                }
    except Exception:  # noqa: BLE001 - whatever it is, the file is not one that a spreadsheet program wrote
        return {"trouble": "broken"}
    return {"macros": any(name.lower().endswith("vbaproject.bin") for name in names), "sheets": sheets}


def _said(tag: re.Pattern[str], text: str) -> list[dict[str, str]]:
    return [dict(_SAYS.findall(found[1])) for found in tag.finditer(text)]


def _odd(body: bytes) -> dict[str, Any]:
    merged, rows, formulas, columns, cell, row = [], [], [], 0, "", 0
    for found in _PART.finditer(body):
        kind = found[1]
        if kind == b"f":
            if cell and (not formulas or formulas[-1] != cell):
                formulas.append(cell)
            continue
        said = dict(_SAYS.findall(found[2].decode("utf-8", "replace")))
        if kind == b"c":
            cell = said.get("r", "")
        elif kind == b"row":
            row = int(said.get("r", row + 1))
            if said.get("hidden") in ("1", "true"):
                rows.append(row)
        elif kind == b"mergeCell":
            merged.append(said.get("ref", ""))
        elif said.get("hidden") in ("1", "true"):
            columns += 1
    return {"merged": merged[:MOST_ODD], "rows": rows[:MOST_ODD], "formulas": formulas[:MOST_ODD], "columns": columns}


def _trimmed(row: list[Any]) -> list[Any]:
    end = len(row)
    while end and (row[end - 1] is None or (isinstance(row[end - 1], str) and not row[end - 1].strip())):
        end -= 1
    return row[:end]


def _cell(value: Any) -> Any:
    """Return a day as JSON can carry it: its ISO form in a box. Times and spans are words to us."""
    day = isinstance(value, date | datetime)
    return {"day": value.isoformat()} if day else str(value)


def main() -> None:
    """Read a workbook from standard input, write its rows to standard output."""
    # Not every system keeps these limits. Where one does not, this process still dies alone.
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    look = oddities if "--odd" in sys.argv else unpacked
    json.dump(look(sys.stdin.buffer.read()), sys.stdout, default=_cell)


if __name__ == "__main__":
    main()
