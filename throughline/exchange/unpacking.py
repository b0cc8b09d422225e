"""Unpack a workbook in a process of its own, which may use so much memory and no more.

A sheet of five kilobytes with one cell in its far corner makes the reader reserve the whole rectangle, and what it then
dies of cannot be caught. So this file is run by `sheets.py` as a script: the workbook comes in, its rows go out as JSON.
"""

import contextlib
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
    json.dump(unpacked(sys.stdin.buffer.read()), sys.stdout, default=_cell)


if __name__ == "__main__":
    main()
