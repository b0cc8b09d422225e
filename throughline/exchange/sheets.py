"""Opening a spreadsheet as it comes: by what it is, not by what it is called."""

import csv
import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from throughline.domain.objections import Objection
from throughline.exchange import unpacking

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MOST_UNPACKED = 200 * 1024 * 1024
_LOCKED = Objection("locked", "This file has a password. Save a copy without one and try again.", "file")
_TOO_LARGE = Objection(
    "too_large",
    "This file unpacks to more than we read. Copy the list into a new file, without empty columns, or send it in parts.",
    "file",
)
_BROKEN = Objection(
    "broken", "This file is not an Excel file that we can read. Save it as CSV or Excel and try again.", "file"
)


@dataclass(frozen=True)
class Sheet:
    """The rows of a sheet below its header. `first` is the number, in the file, of the first of them."""

    header: tuple[str, ...]
    rows: list[tuple[Any, ...]]
    first: int
    name: str = ""


def open_sheet(
    content: bytes,
    *,
    knows: Callable[[Sequence[str]], int],
    most_bytes: int = 10 * 1024 * 1024,
    most_rows: int = 20_000,
) -> Sheet | Objection:
    """Return the sheet whose header is known best, or why the file cannot be read.

    `knows` counts how many cells of a row are column names we know; the best of the first 20 rows is the header.
    """
    if not content.strip(b"\x00 \r\n\t"):
        return Objection("empty", "This file is empty.", "file")
    if len(content) > most_bytes:
        return Objection(
            "too_large", f"This file is larger than {most_bytes // 1024 // 1024} MB. Send the list in parts.", "file"
        )
    if content.startswith((b"PK\x03\x04", _OLE)):
        found = _workbook(content)
    elif content.startswith((b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"{\\rtf")):
        return Objection(
            "not_a_list", "This is not a spreadsheet. Save the list as CSV or Excel and try again.", "file"
        )
    else:
        found = _text(content)
    if isinstance(found, Objection):
        return found
    best: tuple[int, Sheet] | None = None
    for name, rows in found:
        for number, row in enumerate(rows[:20]):
            known = knows([_word(cell) for cell in row])
            if known >= 2 and (best is None or known > best[0]):
                best = (known, Sheet(tuple(_word(cell) for cell in row), rows[number + 1 :], number + 2, name))
    if best is None:
        return Objection(
            "no_header", "No row in this file has column names that we know. Look at the list of names below.", "file"
        )
    if len(best[1].rows) > most_rows:
        return Objection("too_many", f"This list has more than {most_rows:,} rows. Send it in parts.", "file")
    return best[1]


def _workbook(content: bytes) -> list[tuple[str, list[tuple[Any, ...]]]] | Objection:
    if content.startswith(_OLE) and (b"E\x00n\x00c\x00r\x00y\x00p\x00t" in content or b"EncryptedPackage" in content):
        return _LOCKED
    if content.startswith(b"PK"):
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                if sum(part.file_size for part in archive.infolist()) > _MOST_UNPACKED:
                    return _TOO_LARGE
        except zipfile.BadZipFile:
            return Objection("broken", "This file is damaged. Save it again and try once more.", "file")
    try:
        # A process of its own: what a workbook makes the reader do may end it, and must not end the web process.
        done = subprocess.run(  # noqa: S603 - our own script, no shell
            [sys.executable, "-I", str(Path(__file__).with_name("unpacking.py"))],
            input=content, capture_output=True, timeout=2 * unpacking.SECONDS, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return _TOO_LARGE
    if done.returncode < 0:
        return _TOO_LARGE
    try:
        found = json.loads(done.stdout, object_hook=lambda box: _day(box["day"]) if "day" in box else box)
    except ValueError:
        return _BROKEN
    if "trouble" in found:
        return {"locked": _LOCKED, "too_large": _TOO_LARGE}.get(found["trouble"], _BROKEN)
    return [(name, [tuple(row) for row in rows]) for name, rows in found["sheets"]]


def _day(text: str) -> date | datetime:
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)


def _text(content: bytes) -> list[tuple[str, list[tuple[Any, ...]]]] | Objection:
    text = None
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = content.decode("utf-16", errors="replace")
    else:
        for encoding in ("utf-8-sig", "cp1252", "latin-1"):
            try:
                text = content.decode(encoding)
                break
            except UnicodeDecodeError:
                continue
    if text is None or "\x00" in text:
        return Objection(
            "not_a_list", "This is not a spreadsheet. Save the list as CSV or Excel and try again.", "file"
        )
    lines = text.splitlines()[:20]
    mark = max((",", ";", "\t", "|"), key=lambda one: sum(line.count(one) for line in lines))
    try:
        rows = [tuple(row) for row in csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=False)]
    except csv.Error:
        return Objection("broken", "This file cannot be read as a list. Save it as CSV or Excel and try again.", "file")
    while rows and not any(cell.strip() for cell in rows[-1]):
        rows.pop()
    return [("", rows)]


def _word(cell: Any) -> str:
    return str(cell if cell is not None else "").replace("\ufeff", "").strip()
