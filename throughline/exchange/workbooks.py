"""Spreadsheets out: no cell of them can act when it is opened."""

import io
from collections.abc import Iterable, Sequence

import xlsxwriter

LIBERATION_COLUMNS = (
    "SPIN",
    "Surname",
    "Forename",
    "Date of birth",
    "Sex",
    "Prison",
    "Hall",
    "Legal status",
    "Sentence date",
    "Sentence length",
    "Liberation date",
    "Home town",
    "Council",
)


def guarded(cell: object) -> str:
    """Return a cell as text that no spreadsheet takes for a formula."""
    text = "" if cell is None else str(cell)
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r", "\n", "|") else text


def workbook(header: Sequence[str], rows: Iterable[Sequence[object]], *, title: str = "List") -> bytes:
    """Return an Excel file with one sheet, every cell as words."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet(title[:31])
    bold = book.add_format({"bold": True})
    for column, name in enumerate(header):
        sheet.write_string(0, column, name, bold)
        sheet.set_column(column, column, max(12, len(name) + 2))
    for number, row in enumerate(rows, 1):
        for column, cell in enumerate(row):
            sheet.write_string(number, column, guarded(cell))
    sheet.freeze_panes(1, 0)
    book.close()
    return out.getvalue()
