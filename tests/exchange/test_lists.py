"""Lists as prisons export them, read forgivingly and never guessed."""

import csv
import io
from datetime import date

import pytest
import xlsxwriter

from tests.cast import TODAY
from tests.hostile import HOSTILE
from throughline.domain.listed import Places
from throughline.domain.vocabulary import CustodyStatus, IdentifierKind
from throughline.exchange import custody_file, liberations
from throughline.exchange.plan_sheet import PlanSheet, SheetGoal, SheetStep, plan_pdf
from throughline.exchange.workbooks import LIBERATION_COLUMNS, guarded, workbook

PLACES = Places(
    {"barlinnie": "S-BAR", "hmp barlinnie": "S-BAR", "low moss": "S-LOW", "preston": "PNI"},
    {"glasgow": "S12000049", "s12000049": "S12000049"},
    {"shettleston": "S12000049"},
)


def read(text: str | bytes):
    return liberations.read(text if isinstance(text, bytes) else text.encode(), places=PLACES, on=TODAY)


HEADERS = "SPIN,Surname,Forename,DOB,Prison,Liberation date,Sentence date,Sentence length,Town"
ROW = "100201,REID,Daniel,04/05/1992,HMP Barlinnie,16/12/2026,1/5/2026,420,Shettleston"


@pytest.mark.ledger("J1")
def test_a_scottish_list_is_read():
    (row,) = read(f"{HEADERS}\n{ROW}").rows

    assert (row.given_names, row.family_name, row.birth_date, row.prison, row.council) == (
        "Daniel",
        "Reid",
        date(1992, 5, 4),
        "S-BAR",
        "S12000049",
    )
    assert (row.comes_out_on, row.sentence_on, row.sentence_days) == (date(2026, 12, 16), date(2026, 5, 1), 420)
    assert row.identifiers == {IdentifierKind.SPIN: "100201"}


def test_an_english_list_with_other_headers_in_another_order_reads_the_same_way():
    text = 'Estab;Conditional Release Date;Prisoner Name;NOMS No;Date of Birth;Sent Length;Legal status\nPreston;16-Dec-26;"REID, Daniel";a1234bc;4 May 1992;1y 2m;Recall'

    (row,) = read(text).rows

    assert (row.prison, row.comes_out_on, row.date_kind, row.status) == (
        "PNI",
        date(2026, 12, 16),
        "CRD",
        CustodyStatus.RECALL,
    )
    assert (row.family_name, row.given_names, row.identifiers) == ("Reid", "Daniel", {IdentifierKind.NOMIS: "A1234BC"})


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_encodings_titles_and_blanks_do_not_matter(encoding):
    text = f"Liberations,,,\r\n\r\n {HEADERS} \r\n,,,,\r\n{ROW.replace('Daniel', 'José')}\r\n"

    (row,) = read(text.encode(encoding)).rows

    assert row.given_names == "José"
    assert row.row == 5


def test_excel_serials_and_workbooks_are_read():
    cells = [
        ["100201", "Reid", "Daniel", "33728", "M", "Barlinnie", "D", "", "46143", "420", "46372", "Shettleston", ""]
    ]

    (row,) = read(workbook(LIBERATION_COLUMNS, cells)).rows

    assert (row.birth_date, row.comes_out_on) == (date(1992, 5, 4), date(2026, 12, 16))


def test_a_row_that_cannot_be_read_stops_no_other_and_says_everything_wrong_with_it():
    bad = "100202,KHAN,Ali,31/02/1990,Mars,1/1/2026,1/5/2026,ages,Govan"

    reading = read(f"{HEADERS}\n{bad}\n{ROW}")

    assert len(reading.rows) == 1
    words = " ".join(problem.words for problem in reading.bad[0].problems)
    for part in (
        "Date of birth: “31/02/1990” is not a day",
        "Prison: “Mars” is not on our list",
        "before the sentence",
        "Sentence: “ages”",
    ):
        assert part in words
    assert reading.bad[0].row == 2


@pytest.mark.parametrize(
    ("born", "words"), [("4/5/2015", "We work with people of 16 and over"), ("4/5/1890", "too long ago")]
)
def test_an_age_that_cannot_be_is_said(born, words):
    reading = read(f"{HEADERS}\n{ROW.replace('04/05/1992', born)}")

    assert words in reading.bad[0].problems[0].words


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "This file is empty"), (b"%PDF-1.7 ...", "not a spreadsheet"), (b"PK\x03\x04rubbish", "damaged"), (b"a,b\n1,2", "No row in this file"),
        (b"x" * (11 * 1024 * 1024), "larger than 10 MB"), (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "password"),
        (b"\x89PNG\r\n", "not a spreadsheet"), (b"Surname\x00,DOB", "not a spreadsheet"),
    ],
)  # fmt: skip
def test_a_file_that_is_not_a_list_is_refused_in_a_sentence(content, words):
    assert words in read(content).refused.words


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_are_read_or_refused_and_never_break(text):
    out = io.StringIO()
    csv.writer(out).writerows(
        [HEADERS.split(","), ["9", text, "Ann", "1/1/1990", "Barlinnie", "16/12/2026", "1/5/2026", "420", text]]
    )

    reading = read(out.getvalue().encode("utf-8", "surrogatepass").replace(b"\x00", b""))

    assert reading.refused is not None or len(reading.rows) + len(reading.bad) == 1


def test_a_custody_file_brings_receptions_releases_and_moves_in_the_order_of_their_days():
    text = "Prisoner No,Movement,Date,Prison\n100201,Release,2/2/2026,\n100201,Reception,1/9/2025,Barlinnie\n100201,Transfer,1/10/2025,Low Moss\n100201,Party,1/10/2025,\n,Release,1/1/2026,"

    reading = custody_file.read(text.encode(), places=PLACES, on=TODAY)

    assert [(one.what, one.on) for one in reading.rows] == [
        ("in", date(2025, 9, 1)),
        ("move", date(2025, 10, 1)),
        ("out", date(2026, 2, 2)),
    ]
    assert [bad.row for bad in reading.bad] == [5, 6]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\tx", "|x"])
def test_no_cell_of_a_workbook_can_act(text):
    assert guarded(text) == f"'{text}"


@pytest.mark.parametrize("text", [one for one in HOSTILE if "\ud83d" not in one and "\x00" not in one])
def test_hostile_words_are_printed_as_words(text):
    sheet = PlanSheet(
        name=text, number=1, goals=(SheetGoal(text, (SheetStep(text, "Me", ""),)),), agreed="Agreed", printed="today"
    )

    assert plan_pdf(sheet).startswith(b"%PDF")


def book(**sheets):
    """Return an Excel file: a sheet for each name, its cells as {(row, column): what stands there}."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as made:
        for name, cells in sheets.items():
            sheet = made.add_worksheet(name)
            for (row, column), value in cells.items():
                sheet.write(row, column, value)
    return out.getvalue()


def cells(*rows):
    return {(row, column): value for row, values in enumerate(rows) for column, value in enumerate(values)}


TWO_COLUMNS = cells(["SPIN", "Surname"], ["1001", "Reid"])


@pytest.mark.parametrize("far", [{(1_048_575, 16_383): "x"}, {(0, 16_383): "x", (19_000, 0): "x"}])
def test_one_cell_in_the_far_corner_of_a_sheet_ends_nothing_but_the_reading(far):
    reading = read(book(List=TWO_COLUMNS | far))

    assert "unpacks to more than we read" in reading.refused.words


def test_empty_rows_at_the_end_of_a_sheet_do_not_count():
    reading = read(book(List=TWO_COLUMNS | {(60_000, 0): " "}))

    assert [row.family_name for row in reading.rows] == ["Reid"]
    assert read("SPIN,Surname\n1001,Reid\n" + ",\n" * 20_001).refused is None
