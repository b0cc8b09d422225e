"""A cohort as an evaluator has it: one row a person or a stretch of time, CSV or Excel, up to millions of rows.

Only the columns that were asked for are kept, each as its distinct values and which row has which: so no other column of
the file can come to stand in a report. Loads pandas: imported by commands and jobs, never by what serves the web.
"""

import csv
import hashlib
import io
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from throughline.domain.findings import Finding, NoFigure
from throughline.domain.objections import Objection
from throughline.exchange import sheets

MOST_ROWS = 10_000_000
MOST_BYTES = 2 * 1024 * 1024 * 1024
_MOST_OF_A_WORKBOOK = 100 * 1024 * 1024
_LONGEST_CELL = 1000
_LARGEST_CELL = 1024 * 1024  # what a quotation mark may swallow before it is told from a cell
_LONGEST_RECORD = 20  # lines: a cell with more line breaks than this is a quotation mark that nobody closed
_CHUNK = 50_000
_NONE = frozenset(("", "na", "n/a", "nan", "null", "none", ".", "-", "?", "unknown", "not known", "missing"))


@dataclass(frozen=True, eq=False)
class CohortFile:
    """The columns that were asked for, by the names that were asked for: categories of words, missing where there is none."""

    frame: pd.DataFrame
    rows: int
    digest: str
    findings: tuple[Finding, ...]
    decimal_comma: bool


def read(path: Path, *, columns: Sequence[str], most_rows: int = MOST_ROWS) -> CohortFile:
    """Read the columns of these names.

    Raises NoFigure, with a sentence for whoever gave the file, where it cannot be opened, is empty or too large, is no
    list, or has no such column or two of them.
    """
    try:
        size = path.stat().st_size
        if size > MOST_BYTES:
            raise _no("too_large", f"{path.name} is larger than {MOST_BYTES // 1024**3} GB.")
        content = path.read_bytes()
    except OSError as trouble:
        raise _no("not_opened", f"{path} cannot be opened: {trouble.strerror}.") from trouble
    if not content.strip(b"\x00 \r\n\t\xef\xbb\xbf"):
        raise _no("empty", "The file is empty.")
    digest = hashlib.sha256(content).hexdigest()
    if content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        header, rows, broken = _of_workbook(content, columns, most_rows)
        mark = ""
    else:
        other = sheets.other_kind(content)
        if other is not None:
            raise _refused(other)
        text = _decoded(content)
        del content
        mark, header, rows, broken = _of_text(text, columns)
    return _gather(rows, _places(header, columns), len(header), broken, digest, mark == ";", most_rows)


def _no(code: str, words: str) -> NoFigure:
    return NoFigure(Finding(code, words, "No figure was made.", grave=True))


def _refused(objection: Objection) -> NoFigure:
    return _no(objection.code, objection.words)


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    if b"\x00" in content[:65536]:
        raise _no("not_a_list", "This is not a list: it holds signs that no list has.")
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return content.decode("latin-1")


def _plain(name: Any) -> str:
    return " ".join(str(name if name is not None else "").replace("\ufeff", "").split()).casefold()


def _known(header: Sequence[Any], columns: Sequence[str]) -> int:
    names = {_plain(name) for name in header}
    return sum(_plain(column) in names for column in columns)


def _places(header: Sequence[Any], columns: Sequence[str]) -> dict[str, int]:
    """Return where each column stands: by its very name, else by its name in whatever case."""
    exact = [str(name if name is not None else "").replace("\ufeff", "").strip() for name in header]
    loose = [_plain(name) for name in header]
    found = {}
    for column in columns:
        fits = [at for at, name in enumerate(exact) if name == column.strip()] or [
            at for at, name in enumerate(loose) if name == _plain(column)
        ]
        if not fits:
            there = ", ".join(f"“{name[:40]}”" for name in exact[:30] if name)
            raise _no(
                "no_column", f"The file has no column “{column[:60]}”. Its columns are {there or 'without names'}."
            )
        if len(fits) > 1:
            raise _no(
                "two_columns", f"The file has {len(fits)} columns called “{column[:60]}”. Give each a name of its own."
            )
        found[column] = fits[0]
    return found


def _of_workbook(
    content: bytes, columns: Sequence[str], most_rows: int
) -> tuple[Sequence[Any], Iterator[Sequence[Any]], list[int]]:
    found = sheets.open_sheets(
        content, knows=lambda header: _known(header, columns), most_bytes=_MOST_OF_A_WORKBOOK, most_rows=most_rows
    )
    if isinstance(found, Objection):
        raise _refused(found)
    if len(found) > 1:
        names = ", ".join(f"“{sheet.name}”" for sheet in found)
        raise _no("sheets", f"Several sheets have these columns: {names}. Keep one of them in a file of its own.")
    (sheet,) = found
    width = len(sheet.header)
    # A workbook's rows end where their cells do: an empty end is no missing cell.
    rows = (tuple(row[:width]) + ("",) * (width - len(row)) for row in sheet.rows if any(_words(cell) for cell in row))
    return sheet.header, rows, []


def _of_text(text: str, columns: Sequence[str]) -> tuple[str, Sequence[str], Iterator[Sequence[str]], list[int]]:
    lines = io.StringIO(text, newline="")
    first = list(itertools.islice(lines, 20))

    def split(line: str, mark: str) -> list[str]:
        try:
            return next(csv.reader([line], delimiter=mark), [])
        except csv.Error:
            return line.split(mark)

    csv.field_size_limit(_LARGEST_CELL)
    mark = max(",;\t|", key=lambda one: (max(_known(split(line, one), columns) for line in first), first[0].count(one)))
    at = max(range(len(first)), key=lambda place: (_known(split(first[place], mark), columns), -place))
    broken: list[int] = []
    header = split(first[at], mark)
    while header and not header[-1].strip():
        header.pop()
    if '"' not in text:
        rows = (line.rstrip("\r\n").split(mark) for line in io.StringIO(text, newline=""))
        return mark, header, itertools.islice(rows, at + 1, None), broken
    return mark, header, _careful(text, mark, at + 1, len(header), broken), broken


def _careful(text: str, mark: str, at: int, width: int, broken: list[int]) -> Iterator[Sequence[str]]:
    """Read rows that have quotation marks. One that is never closed takes its own row and no other."""
    lines = list(io.StringIO(text, newline=""))
    for place, row in sheets.records(
        lines, mark, lambda row, held: _swallows(row, held, width), at=at, most=_LONGEST_RECORD + 1
    ):
        if row is None:
            broken.append(place + 1)
        else:
            yield row


def _swallows(row: Sequence[str], lines: list[str], width: int) -> bool:
    odd = sum(line.count('"') for line in lines) % 2 == 1
    if len(lines) == 1:
        return odd and len(row) != width
    return len(lines) > _LONGEST_RECORD or odd or len(row) != width


def _words(cell: Any) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    return "" if cell is None else str(cell)


class _Column:
    """One column as it is read: each distinct value once, and a number for every row."""

    def __init__(self) -> None:
        self.known: dict[str, int] = {}
        self.chunks: list[Any] = []
        self.cut = 0

    def take(self, cells: list[Any]) -> None:
        """Add the cells of some rows."""
        codes, values = pd.factorize(np.array(cells, dtype=object), use_na_sentinel=False)
        self.chunks.append(np.array([self._number(value) for value in values], dtype=np.int32)[codes])

    def _number(self, cell: Any) -> int:
        value = _words(cell).replace("\x00", "").strip().strip("\ufeff\u00a0 ")
        if len(value) > _LONGEST_CELL:
            self.cut += 1
            value = value[:_LONGEST_CELL]
        return -1 if value.casefold() in _NONE else self.known.setdefault(value, len(self.known))

    def done(self) -> pd.Categorical:
        """Return the column."""
        codes = np.concatenate(self.chunks) if self.chunks else np.array([], dtype=np.int32)
        return pd.Categorical.from_codes(codes, categories=pd.Index(list(self.known), dtype=object))


def _gather(
    rows: Iterator[Sequence[Any]],
    places: dict[str, int],
    width: int,
    broken: list[int],
    digest: str,
    decimal_comma: bool,
    most_rows: int,
) -> CohortFile:
    columns = {name: _Column() for name in places}
    total = shifted = 0
    first_shifted: list[int] = []
    while chunk := list(itertools.islice(rows, _CHUNK)):
        whole = []
        for row in chunk:
            if len(row) > width and not any(cell.strip() for cell in row[width:]):
                row = row[:width]  # noqa: PLW2901 - empty cells at the end are no cells
            if not any(row):
                continue  # an empty line
            total += 1
            if len(row) == width:
                whole.append(row)
            else:
                shifted += 1
                if len(first_shifted) < 5:
                    first_shifted.append(total)
        if total > most_rows:
            raise _no("too_many", f"The file has more than {most_rows:,} rows.")
        for name, place in places.items():
            columns[name].take([row[place] for row in whole])
    total += len(broken)
    if not total:
        raise _no("no_rows", "The file has column names and no rows below them.")
    findings = []
    if broken:
        findings.append(Finding(
            "broken", f"A quotation mark is opened and never closed in {_rows(len(broken))} (first on line {broken[0]:,}).",
            "Left out: where their cells end cannot be told.", len(broken),
        ))  # fmt: skip
    if shifted:
        if shifted > total / 5:
            raise _no(
                "shifted", f"{shifted:,} of {total:,} rows do not have the {width} cells of the header. The columns seem to be shifted."
            )  # fmt: skip
        which = ", ".join(f"{one:,}" for one in first_shifted)
        findings.append(Finding(
            "shifted", f"{_rows(shifted).capitalize()} {'has' if shifted == 1 else 'have'} more or fewer cells than the header’s {width} (row {which}{' and more' if shifted > 5 else ''}), so the columns are shifted there.",
            "Left out: what stands under a wrong name is no figure.", shifted,
        ))  # fmt: skip
    cut = [name for name, column in columns.items() if column.cut]
    if cut:
        findings.append(Finding(
            "long_cells", f"Cells of {', '.join(f'“{name[:40]}”' for name in cut)} are longer than {_LONGEST_CELL:,} signs.",
            f"The first {_LONGEST_CELL:,} signs were read.",
        ))  # fmt: skip
    if total >= 1_000_000:
        findings.append(
            Finding("large", f"The file has {total:,} rows.", "All were read; none was left out for its number.")
        )
    return CohortFile(
        frame=pd.DataFrame({name: column.done() for name, column in columns.items()}),
        rows=total, digest=digest, findings=tuple(findings), decimal_comma=decimal_comma,
    )  # fmt: skip


def _rows(count: int) -> str:
    return "one row" if count == 1 else f"{count:,} rows"
