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


def one(text):
    """Read a list of one row that can be read."""
    reading = read(text)
    assert (reading.refused, reading.bad) == (None, [])
    (row,) = reading.rows
    return row


def why_not(text):
    """Read a list whose rows cannot be read; return what is wrong with each, by its number."""
    reading = read(text)
    assert reading.rows == []
    return {bad.row: " ".join(problem.words for problem in bad.problems) for bad in reading.bad}


def test_of_several_dates_the_one_in_force_counts_and_says_its_kind():
    text = "NOMS No,Surname,CRD,HDCAD,Confirmed Release Date\nA1234BC,Reid,16/12/2026,,\nA1234BD,Khan,16/12/2026,1/12/2026,\nA1234BE,Orr,16/12/2026,1/12/2026,10/12/2026"

    rows = read(text).rows

    assert [(row.comes_out_on.day, row.date_kind) for row in rows] == [(16, "CRD"), (1, "HDC"), (10, "confirmed")]


def test_of_two_columns_of_one_meaning_the_first_that_is_filled_counts():
    row = one("SPIN,Surname,DOB,Date of Birth,Town,Address\n1001,Reid,,4/5/1992,Shettleston,12 High St")

    assert (row.birth_date, row.home_place) == (date(1992, 5, 4), "Shettleston")


def test_every_sheet_of_a_workbook_that_is_a_list_is_read_and_its_rows_say_which():
    header = ["SPIN", "Surname", "Prison"]
    reading = read(
        book(**{
            "Notes": cells(["Kept by", "Ann"]),
            "Numbers": cells(["Prison", "Date"], ["Barlinnie", "1"]),
            "Barlinnie": cells(header, ["1001", "Reid", "Barlinnie"]),
            "Low Moss": cells(header, ["1002", "Khan", "Low Moss"], ["1003", "", "Low Moss"]),
        })
    )  # fmt: skip

    assert [(row.family_name, row.where) for row in reading.rows] == [
        ("Reid", "Barlinnie, row 2"),
        ("Khan", "Low Moss, row 2"),
    ]
    assert [bad.where for bad in reading.bad] == ["Low Moss, row 3"]
    assert reading.unread_sheets == ["Numbers"]


def test_every_sheet_of_a_custody_file_is_read():
    header = ["SPIN", "Movement", "Date"]
    content = book(A=cells(header, ["1001", "Release", "2/2/2026"]), B=cells(header, ["1002", "Release", "1/2/2026"]))

    reading = custody_file.read(content, places=PLACES, on=TODAY)

    assert [movement.where for movement in reading.rows] == ["B, row 2", "A, row 2"]


def test_a_quotation_mark_that_is_never_closed_costs_its_own_row_alone():
    rows = [f"{number},Khan,Ali,4/5/1990,Barlinnie,16/12/2026,1/5/2026,420,Shettleston" for number in range(102, 105)]
    reading = read("\n".join([HEADERS, ROW.replace("REID", '"REID'), *rows]))

    assert [bad.row for bad in reading.bad] == [2]
    assert "never closed" in reading.bad[0].problems[0].words
    assert [row.row for row in reading.rows] == [3, 4, 5]


def test_a_line_break_within_quotation_marks_is_a_blank():
    row = one('SPIN,Surname,Forename,Address\n1001,De\u00a0La Cruz,Mary\u00a0Ann,"Flat 2,\n12 High St\nShettleston"')

    assert (row.given_names, row.family_name) == ("Mary Ann", "De La Cruz")
    assert row.home_place == "Flat 2, 12 High St Shettleston"


def test_a_cell_too_many_is_said_and_not_read_as_the_next_column():
    assert "more cells than the list has columns" in why_not("SPIN,Surname,Town,Sex\n1,Reid,12 High St, Govan,Male")[2]


def test_where_one_day_has_its_month_first_no_day_of_that_column_is_guessed():
    reading = read(
        "SPIN,Surname,DOB,Lib date\n1001,Reid,3/4/1990,12/25/2026\n1002,Khan,5/6/1990,12/11/2026\n1003,Orr,5/6/1991,12/12/2026"
    )

    assert [bad.row for bad in reading.bad] == [2, 3]
    assert "other days in this column have the month first" in reading.bad[1].problems[0].words
    assert reading.rows[0].birth_date == date(1991, 6, 5)


@pytest.mark.parametrize("number", ["TBC", "N/A", "0", "Not known", "-"])
def test_words_where_a_number_belongs_are_no_number(number):
    assert one(f"SPIN,Surname\n{number},Reid").identifiers == {}


@pytest.mark.parametrize(
    ("row", "words"),
    [("Total,2", "has no letters"), ("1.00E+05,Reid", "has shortened this"), ("See,Reid", "no digits")],
)
def test_a_sum_or_a_number_that_was_cut_makes_nobody(row, words):
    assert words in why_not(f"SPIN,Surname\n{row}")[2]


@pytest.mark.parametrize(
    ("phrase", "status"),
    [
        ("Unconvicted", CustodyStatus.REMAND), ("Convicted unsentenced", CustodyStatus.REMAND), ("Unsentenced", CustodyStatus.REMAND), ("Untried", CustodyStatus.REMAND),
        ("Indeterminate sentence", CustodyStatus.SENTENCED), ("Licence revoked", CustodyStatus.RECALL), ("Convicted", CustodyStatus.SENTENCED),
        ("Immigration detainee", CustodyStatus.UNKNOWN), ("Convicted elsewhere", CustodyStatus.UNKNOWN), ("", CustodyStatus.SENTENCED),
    ],
)  # fmt: skip
def test_a_status_is_known_by_its_whole_phrase(phrase, status):
    assert one(f"SPIN,Surname,Legal status\n1001,Reid,{phrase}").status is status


@pytest.mark.parametrize(
    ("header", "said", "days"),
    [
        ("Sentence", "1y6m", 548), ("Sentence", "18 month(s)", 548), ("Sentence", "1.5 years", 548), ("Sentence length (months)", "18", 548), ("Sentence days", "30", 30),
        ("Sentence", "420", 420), ("Sentence", "Life sentence", None), ("Sentence", "TBC", None),
    ],
)  # fmt: skip
def test_sentences_are_read_as_they_are_written(header, said, days):
    assert one(f"SPIN,Surname,{header}\n1001,Reid,{said}").sentence_days == days


@pytest.mark.parametrize("said", ["18", "59", "0", "2-6-0"])
def test_a_length_that_may_be_days_or_months_is_not_guessed(said):
    assert "Write it like 18 months" in why_not(f"SPIN,Surname,Sentence length\n1001,Reid,{said}")[2]


def test_a_day_to_come_out_long_past_is_a_wrong_year_unless_they_came_out():
    assert "too long ago" in why_not("SPIN,Surname,Lib date\n1001,Reid,16/12/2006")[2]
    assert one("SPIN,Surname,Lib date,Released on\n1001,Reid,16/12/2024,10/12/2024").comes_out_on == date(2024, 12, 16)


@pytest.mark.parametrize("name", ["REID Daniel", "Daniel REID", "Daniel Reid", "REID, Daniel", "daniel\u00a0Reid"])
def test_a_surname_in_capitals_may_stand_first(name):
    row = one(f'SPIN,Name\n1001,"{name}"')

    assert (row.family_name, row.given_names.title()) == ("Reid", "Daniel")


def test_an_error_in_a_cell_is_not_an_empty_cell():
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as made:
        sheet = made.add_worksheet()
        sheet.write_row(0, 0, ["SPIN", "Surname", "Lib date", "Town"])
        for number, (column, error) in enumerate([(2, "#REF!"), (2, "#N/A"), (3, "#N/A")], 1):
            sheet.write_row(number, 0, [str(1000 + number), "Reid"])
            sheet.write_formula(number, column, "=A1", None, error)

    reading = read(out.getvalue())

    assert [bad.row for bad in reading.bad] == [2, 3]
    assert "Liberation date: the spreadsheet shows #REF! here" in reading.bad[0].problems[0].words
    assert [(row.row, row.home_place) for row in reading.rows] == [(4, "")]


def test_a_date_of_release_that_lies_ahead_is_the_day_to_come_out():
    ahead, past = (
        one("SPIN,Surname,Date of Release\n1,Reid,16/12/2026"),
        one("SPIN,Surname,Date released\n1,Reid,1/11/2026"),
    )

    assert (ahead.comes_out_on, ahead.released_on) == (date(2026, 12, 16), None)
    assert (past.comes_out_on, past.released_on) == (None, date(2026, 11, 1))
    assert "later than it can be" in why_not("SPIN,Surname,Actual release date\n1,Reid,16/12/2026")[2]


@pytest.mark.parametrize(
    ("said", "because"), [("TBC", ""), ("Not known", ""), ("-", ""), ("Awaiting sentence", "Awaiting sentence")]
)
def test_words_where_a_date_belongs_say_why_there_is_none(said, because):
    row = one(f"SPIN,Surname,Lib date\n1001,Reid,{said}")

    assert (row.comes_out_on, row.no_date_because) == (None, because)


@pytest.mark.parametrize("said", ["NFA", "No fixed abode", "Out of area"])
def test_no_council_is_not_an_unknown_one(said):
    row = one(f"SPIN,Surname,Council,Postcode\n1001,Reid,{said},G32 6AB")

    assert (row.council, row.home_place) == (None, f"{said}, G32 6AB")


def test_columns_are_known_with_remarks_in_their_names_and_whatever_parts_them():
    text = "SPIN No.;Surname;Forename(s);Date of Birth (dd/mm/yyyy);Council;Address\n" + "".join(
        f"{number};Reid;Dan;4/5/1992;City of Glasgow;Flat {number}, 12 High St, Shettleston, Glasgow, G32\n"
        for number in range(1, 6)
    )

    rows = read(text).rows

    assert len(rows) == 5
    assert (rows[0].given_names, rows[0].birth_date, rows[0].council) == ("Dan", date(1992, 5, 4), "S12000049")
