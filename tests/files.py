"""Lists as prisons might export them, and caseloads as a partnership might fill them in, made for the tests."""

import io
from datetime import date, datetime, time, timedelta

import xlsxwriter
from django.utils import timezone

from throughline.exchange import caseload_file

LABELS = [column.label for column in caseload_file.COLUMNS]


def liberation_list() -> bytes:
    """Return a list with a title row, a BOM, mixed dates, somebody on remand, somebody too far, and a row that cannot be read."""
    today = timezone.localdate()
    soon, later = today + timedelta(days=20), today + timedelta(days=25)
    sentenced = today - timedelta(days=200)
    rows = [
        "Liberations, printed today,,,,,,,,",
        "Prisoner No,Surname,Forename,D.O.B.,Establishment,Location,Lib Date,Sentence Date,Sentence Length,Home Town",
        f"100201,REID,Daniel,04/05/1992, HMP Barlinnie ,D hall,{soon:%d/%m/%Y},{sentenced:%d.%m.%Y},420,Shettleston",
        f"100202,KHAN,Ali,1 June 1990,BARLINNIE,B hall,{later:%d-%b-%y},{sentenced:%Y-%m-%d},1y 2m,Govan",
        f"100203,ORR,Peter,12.3.85,Barlinnie,C hall,{later:%d/%m/%Y},{sentenced:%d/%m/%Y},18 months,Kirkcaldy",
        "100204,BOYLE,Sean,09/09/1999,Barlinnie,E hall,,,remand,Glasgow",
        f"100205,NOBODY,Ann,31/02/1990,Barlinnie,E hall,{later:%d/%m/%Y},,400,Glasgow",
    ]
    return "\ufeff".encode() + "\r\n".join(rows).encode()


def caseload_book(*rows, labels=LABELS, sheet="Caseload", change=None) -> bytes:
    """Return a filled template. `change` is told the book and the sheet, and may add what should not be there."""
    out = io.BytesIO()
    workbook = xlsxwriter.Workbook(out, {"in_memory": True})
    page = workbook.add_worksheet(sheet)
    day = workbook.add_format({"num_format": "dd/mm/yyyy"})
    for place, label in enumerate(labels):
        page.write(0, place, label)
    for number, row in enumerate(rows, 1):
        for label, cell in row.items():
            place = labels.index(label)
            if isinstance(cell, date):
                page.write_datetime(number, place, datetime.combine(cell, time()), day)
            else:
                page.write(number, place, cell)
    if change is not None:
        change(workbook, page)
    workbook.close()
    return out.getvalue()


def caseloads(worker, team: str):
    """Keep a caseload that waits, with rows to mend, and load another. Returns the ids of both."""
    from throughline.actions import caseload, lists
    from throughline.exchange.reference import towns
    from throughline.models import Programme, standing_of
    from throughline.queries.caseload import fates, here
    from throughline.queries.lists import places

    today = timezone.localdate()
    by, programme = standing_of(worker, on=today), Programme.objects.get()
    row = {"First names": "Kit", "Stage": "not asked yet", "Team": team}
    waits = caseload_book(
        {**row, "Surname": "Wylde", "Scottish prison number": "990101"},
        {**row, "Surname": "Ward", "Date of birth": "34", "Stage": "signed up"},
    )
    loads = caseload_book({**row, "Surname": "Younger", "Scottish prison number": "990102"})
    kept = []
    for name, content in (("waits.xlsx", waits), ("loaded.xlsx", loads)):
        reading = caseload_file.read(content, places=places(towns()), here=here(on=today), on=today, now=timezone.now())
        upload = lists.keep(by=by, kind="caseload", file_name=name, content=content, today=today)
        if name == "loaded.xlsx":
            found = fates(reading.rows, by=by)
            caseload.bring(upload.pk, by=by, fates=found, bad=reading.bad, programme=programme, today=today)
        kept.append(upload.pk)
    return kept
