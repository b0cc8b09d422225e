"""Opening a spreadsheet as it comes: by what it is, not by what it is called."""

import csv
import io
import json
import re
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from throughline.domain.objections import Objection
from throughline.exchange import unpacking

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MOST_UNPACKED = 200 * 1024 * 1024
_MOST_PARTS = 5000
# How files begin that are no list, whatever they are called: programs, pictures, sounds, archives, printed pages.
_NO_LISTS = (
    b"%PDF", b"%!PS", b"{\\rtf", b"#!", b"MZ", b"\x7fELF", b"\xca\xfe\xba\xbe", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*", b"RIFF", b"OggS",
    b"ID3", b"fLaC", b"\x1f\x8b", b"BZh", b"7z\xbc\xaf", b"Rar!", b"\xfd7zXZ", b"PK\x05\x06", b"PK\x07\x08", b"SQLite format 3", b"wOFF", b"wOF2",
)  # fmt: skip
_WEB_PAGE = re.compile(rb"<(?:!doctype|html|head|body|script|svg|table|iframe|\?xml)\b", re.IGNORECASE)
_NO_WORDS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")  # signs that no list has
_NOT_A_LIST = Objection("not_a_list", "This is not a spreadsheet. Save the list as CSV or Excel and try again.", "file")
_IS_A_WEB_PAGE = Objection(
    "web_page", "This is a web page, not a spreadsheet. Open it, save the list as CSV or Excel, and try again.", "file"
)
_DAMAGED = Objection("broken", "This file is damaged. Save it again and try once more.", "file")
_LOCKED = Objection("locked", "This file has a password. Save a copy without one and try again.", "file")
_TOO_LARGE = Objection(
    "too_large",
    "This file unpacks to more than we read. Copy the list into a new file, without empty columns, or send it in parts.",
    "file",
)
_BROKEN = Objection(
    "broken", "This file is not an Excel file that we can read. Save it as CSV or Excel and try again.", "file"
)


_OPEN_QUOTE = Objection(
    "open_quote", "A quotation mark is opened in this row and never closed. Take it out, or close it.", "Row"
)
_TOO_WIDE = Objection(
    "too_wide", "This row has more cells than the list has columns. Put words with a comma in quotation marks.", "Row"
)


@dataclass(frozen=True)
class Sheet:
    """The rows of a sheet below its header. `first` is the number, in the file, of the first of them.

    `name` is the sheet's own where several of a workbook are lists. `broken` says of rows, by number, why their cells
    cannot be told apart.
    """

    header: tuple[str, ...]
    rows: list[tuple[Any, ...]]
    first: int
    name: str = ""
    broken: Mapping[int, Objection] = field(default_factory=dict)


@dataclass(frozen=True)
class _Raw:
    """A sheet as it stands in the file, with what is wrong with its rows, by place."""

    name: str
    rows: list[tuple[Any, ...]]
    broken: dict[int, Objection]
    text: bool


def open_sheets(
    content: bytes,
    *,
    knows: Callable[[Sequence[str]], int],
    most_bytes: int = 10 * 1024 * 1024,
    most_rows: int = 20_000,
) -> list[Sheet] | Objection:
    """Return every sheet with a header that is known, or why the file cannot be read.

    `knows` counts how many cells of a row are column names we know; the best of a sheet's first 20 rows is its header.
    """
    if not content.strip(b"\x00 \r\n\t"):
        return Objection("empty", "This file is empty.", "file")
    if len(content) > most_bytes:
        return Objection(
            "too_large", f"This file is larger than {most_bytes // 1024 // 1024} MB. Send the list in parts.", "file"
        )
    if content.startswith((b"PK\x03\x04", _OLE)):
        found = _workbook(content)
    else:
        other = other_kind(content)
        if other is not None:
            return other
        found = _text(content, knows)
    if isinstance(found, Objection):
        return found
    sheets = [sheet for raw in found if (sheet := _below_its_header(raw, knows)) is not None]
    if not sheets:
        return Objection(
            "no_header", "No row in this file has column names that we know. Look at the list of names below.", "file"
        )
    if not any(sheet.rows for sheet in sheets):
        return Objection("no_rows", "This list has column names and no rows below them.", "file")
    if sum(len(sheet.rows) for sheet in sheets) > most_rows:
        return Objection("too_many", f"This list has more than {most_rows:,} rows. Send it in parts.", "file")
    return sheets if len(sheets) > 1 else [replace(sheets[0], name="")]


def _below_its_header(raw: _Raw, knows: Callable[[Sequence[str]], int]) -> Sheet | None:
    """Return a sheet's rows below its header, or None where no row is one."""
    heads = [tuple(_word(cell) for cell in row) for row in raw.rows[:20]]
    if not heads or max(map(knows, heads)) < 2:
        return None
    at = max(range(len(heads)), key=lambda place: (knows(heads[place]), -place))
    header = heads[at]
    width = max(place for place, name in enumerate(header) if name) + 1
    broken = dict(raw.broken)
    for place, row in enumerate(raw.rows):
        # In text a cell too many has shifted all that follow it. In a workbook it is a remark beside the list.
        if raw.text and place > at and any(_word(cell) for cell in row[width:]):
            broken.setdefault(place, _TOO_WIDE)
    return Sheet(
        header, raw.rows[at + 1 :], at + 2, raw.name, {place + 1: why for place, why in broken.items() if place > at}
    )


def _workbook(content: bytes) -> list[_Raw] | Objection:
    if content.startswith(_OLE) and (b"E\x00n\x00c\x00r\x00y\x00p\x00t" in content or b"EncryptedPackage" in content):
        return _LOCKED
    if content.startswith(b"PK"):
        trouble = _no_workbook(content)
        if trouble is not None:
            return trouble
    found = _apart(content)
    if isinstance(found, Objection):
        return found
    return [_Raw(name, [tuple(row) for row in rows], {}, text=False) for name, rows in found["sheets"]]


def _apart(content: bytes, *asked: str) -> dict[str, Any] | Objection:
    """Return what `unpacking.py` says of a workbook, or why it cannot be opened."""
    try:
        # A process of its own: what a workbook makes the reader do may end it, and must not end the web process.
        done = subprocess.run(  # noqa: S603 - our own script, no shell
            [sys.executable, "-I", str(Path(__file__).with_name("unpacking.py")), *asked],
            input=content, capture_output=True, timeout=2 * unpacking.SECONDS, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return _TOO_LARGE
    if done.returncode < 0:
        return _TOO_LARGE
    try:
        found: dict[str, Any] = json.loads(
            done.stdout, object_hook=lambda box: _day(box["day"]) if "day" in box else box
        )
    except ValueError:
        return _BROKEN
    if "trouble" in found:
        return {"locked": _LOCKED, "too_large": _TOO_LARGE}.get(found["trouble"], _BROKEN)
    return found


def oddities(content: bytes) -> dict[str, Any] | Objection:
    """Return what of an Excel file is merged, hidden, worked out or a macro (`unpacking.oddities`), or why it is none.

    For a file that is filled in by hand, in which each row must say what it shows.
    """
    if not content.strip(b"\x00 \r\n\t"):
        return Objection("empty", "This file is empty.", "file")
    if content.startswith(_OLE) and (b"E\x00n\x00c\x00r\x00y\x00p\x00t" in content or b"EncryptedPackage" in content):
        return _LOCKED
    if not content.startswith(b"PK\x03\x04"):
        return other_kind(content) or Objection(
            "not_xlsx",
            "This is not the template. Fill in our template, and save it as an Excel workbook (.xlsx).",
            "file",
        )
    return _no_workbook(content) or _apart(content, "--odd")


def other_kind(content: bytes) -> Objection | None:
    """Say what a file is that is neither a workbook nor words, or None."""
    begins = content[:1024].removeprefix(b"\xef\xbb\xbf").lstrip()
    if begins.startswith(_NO_LISTS) or content[257:262] == b"ustar":
        return _NOT_A_LIST
    return _IS_A_WEB_PAGE if _WEB_PAGE.match(begins) else None


def _no_workbook(content: bytes) -> Objection | None:
    """Say why an archive is not a workbook that may be unpacked, by what stands in it, or None."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            names = {part.filename for part in parts}
            if any(part.flag_bits & 1 for part in parts):
                return _LOCKED
            if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > _MOST_UNPACKED:
                return _TOO_LARGE
            if any(name.startswith(("/", "\\")) or ".." in re.split(r"[/\\]", name) for name in names):
                return _DAMAGED
            if "[Content_Types].xml" in names and any(name.startswith("xl/workbook.") for name in names):
                return None
            kind = archive.read("mimetype") if "mimetype" in names else b""
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, ValueError, zlib.error):
        return _DAMAGED
    return None if kind.startswith(b"application/vnd.oasis.opendocument.spreadsheet") else _NOT_A_LIST


def _day(text: str) -> date | datetime:
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)


def _text(content: bytes, knows: Callable[[Sequence[str]], int]) -> list[_Raw] | Objection:
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
    if text is None or _NO_WORDS.search(text):
        return _NOT_A_LIST
    lines = list(io.StringIO(text, newline=""))
    mark = max(",;\t|", key=lambda one: _knows_split_by(one, lines[:20], knows))
    rows, broken = _records(lines, mark)
    while rows and not any(cell.strip() for cell in rows[-1]):
        rows.pop()
    return [_Raw("", rows, broken, text=True)]


def _knows_split_by(mark: str, lines: list[str], knows: Callable[[Sequence[str]], int]) -> tuple[int, int]:
    """Return how many column names are known where a mark parts the cells, and how often it stands there."""
    heads = [[_word(cell).strip('"') for cell in line.split(mark)] for line in lines]
    return max(map(knows, heads), default=0), sum(line.count(mark) for line in lines)


def records(
    lines: list[str],
    mark: str,
    swallows: Callable[[list[str], list[str]], bool],
    *,
    at: int = 0,
    most: int | None = None,
) -> Iterator[tuple[int, list[str] | None]]:
    """Yield (line, row) from a line on, and None for a row whose quotation mark is never closed: reading goes on below it.

    `swallows` tells of a row and the lines that it took (at most `most` of them) whether it took what is not its own.
    """
    begun = at
    reader = csv.reader((lines[place] for place in range(begun, len(lines))), delimiter=mark)
    while at < len(lines):
        try:
            row = next(reader)
        except (csv.Error, StopIteration):
            row = None
        end = begun + reader.line_num
        if row is not None and not swallows(row, lines[at : end if most is None else min(end, at + most)]):
            yield at, row
            at = end
            continue
        yield at, None
        at = begun = at + 1
        reader = csv.reader((lines[place] for place in range(begun, len(lines))), delimiter=mark)


def _records(lines: list[str], mark: str) -> tuple[list[tuple[str, ...]], dict[int, Objection]]:
    """Return the rows of a text. Where a quotation mark is never closed its row is broken, and swallows no other."""
    rows: list[tuple[str, ...]] = []
    broken: dict[int, Objection] = {}
    widest = max((line.count(mark) for line in lines[:20]), default=0)
    for at, row in records(lines, mark, lambda row, held: _swallowed(row, held, mark, widest)):
        if row is None:
            broken[len(rows)] = _OPEN_QUOTE
        rows.append(tuple(lines[at][:2000].strip("\r\n").split(mark) if row is None else row))
    return rows, broken


def _swallowed(row: list[str], lines: list[str], mark: str, widest: int) -> bool:
    """Tell whether a quotation mark has taken the rows below, or the cells beside it, into one cell."""
    odd = sum(line.count('"') for line in lines) % 2 == 1
    if len(lines) == 1:
        return odd and any(mark in cell for cell in row)
    below = [line for cell in row for line in cell.splitlines()[1:]]
    return odd or any(line.count(mark) >= max(2, widest // 2) for line in below)


def _word(cell: Any) -> str:
    return str(cell if cell is not None else "").replace("\ufeff", "").strip()
