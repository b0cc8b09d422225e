"""Lists as prisons might export them, made for the tests."""

from datetime import timedelta

from django.utils import timezone


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
