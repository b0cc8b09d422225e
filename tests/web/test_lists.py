"""Files loaded from a page: what they would do first, then what they did."""

import io
import re
from html import unescape

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.cast import TODAY, days
from tests.clients import client_of
from tests.histories import arrive
from throughline.models import CustodyPeriod, Event, Identifier

pytestmark = pytest.mark.django_db

CUSTODY = f"""Prison number,Date,Type,Prison
100200,{days(-1):%d/%m/%Y},Liberation,Barlinnie
100999,{days(-1):%d/%m/%Y},Liberation,Barlinnie
100200,{days(-3):%d/%m/%Y},Transfer,
100200,{days(-2):%d/%m/%Y},Vanished,Barlinnie
"""


def read(response):
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", response.content.decode())).split())


@pytest.mark.ledger("J17")
def test_a_custody_file_says_row_by_row_what_it_would_do_and_then_does_just_that(cast, at):
    person = arrive(cast, spin="100200").person
    client = client_of(cast.prison_coach)
    events = Event.objects.filter(what__startswith="custody").count()

    put = client.post("/lists/", {"kind": "custody", "file": SimpleUploadedFile("c.csv", CUSTODY.encode())})
    shown = read(client.get(put.url))

    assert f"Row 2 100200 Came out {days(-1):%A %-d %B}" in shown
    assert "Row 3 100999 Nobody we know" in shown
    assert "Row 4 100200 Could not be It does not say to which prison." in shown
    assert "Row 5 Cannot be read Kind: “Vanished” is not one we know." in shown
    assert not CustodyPeriod.objects.filter(person=person, released_on__isnull=False).exists()
    assert Event.objects.filter(what__startswith="custody").count() == events

    done = read(client.post(put.url, follow=True))

    assert "Came out 1 Nobody we know 1 Could not be 1 Cannot be read 1" in done
    assert "Still to look at 3" in done
    assert "Row 4 100200 Could not be It does not say to which prison." in done
    assert CustodyPeriod.objects.get(person=person).released_on == days(-1)
    again = client.post("/lists/", {"kind": "custody", "file": SimpleUploadedFile("c.csv", CUSTODY.encode())})
    assert f"Row 2 100200 Known already {days(-1):%A %-d %B}" in read(client.get(again.url))


def test_numbers_of_two_people_in_one_row_move_neither(cast, at):
    arrive(cast, spin="100200")
    other = arrive(cast, given="Ali", family="Khan", spin="100201").person
    Identifier.objects.filter(person=other).update(kind="nomis", value="A1234AA")
    file = f"SPIN,Prisoner number,Released on\n100200,A1234AA,{TODAY:%d/%m/%Y}\n".encode()
    client = client_of(cast.prison_coach)

    put = client.post("/lists/", {"kind": "custody", "file": SimpleUploadedFile("c.csv", file)})

    assert "Its numbers belong to different people we know." in read(client.get(put.url))


@pytest.mark.ledger("J1")
def test_a_list_is_shown_before_it_is_loaded_and_loaded_once(cast, at):
    file = f"SPIN,Surname,Forename,DOB,Prison,Lib date,Sentence date,Days,Town\n100201,Reid,Daniel,4/5/92,Barlinnie,{days(30):%d/%m/%y},{days(-200):%d/%m/%y},420,Shettleston\n"
    client = client_of(cast.prison_coach)
    put = client.post("/lists/", {"kind": "liberation", "file": SimpleUploadedFile("l.csv", file.encode())})

    assert "Row 2 Daniel Reid New" in read(client.get(put.url))
    assert "1 new" in read(client.post(put.url, follow=True))
    assert "loaded already" in read(client.post(put.url))
    assert "New 1" in read(client.get(put.url))
    assert Identifier.objects.filter(value="100201").count() == 1


def put(client, content, kind="liberation", name="l.csv"):
    return client.post("/lists/", {"kind": kind, "file": SimpleUploadedFile(name, content)})


def test_rows_to_look_at_come_first_and_no_row_is_kept_from_view(cast, at):
    rows = "".join(f"{number},Reid{number},Lee,4/5/1992\n" for number in range(1001, 2101)) + "9001,,Lee,4/5/1992\n"
    client = client_of(cast.prison_coach)
    shown = put(client, f"SPIN,Surname,Forename,DOB\n{rows}".encode()).url

    first, second = read(client.get(shown)), read(client.get(f"{shown}?page=2"))

    assert first.index("Row 1102 Cannot be read") < first.index("Row 2 Lee Reid1001")
    assert "Rows 1 to 1000 of 1101. The next rows" in first
    assert "Row 1101 Lee Reid2100" in second


@pytest.mark.parametrize("kind", ["liberation", "custody"])
def test_a_file_with_column_names_alone_is_said_to_have_no_rows(cast, at, kind):
    answer = put(client_of(cast.prison_coach), b"SPIN,Surname,Movement,Date\n,,,\n", kind)

    assert answer.status_code == 422
    assert "no rows below them" in read(answer)


def test_a_file_that_is_too_large_is_refused_in_a_sentence_and_never_lies_on_a_disk(cast, at, monkeypatch):
    def to_disk(*_, **__):
        raise AssertionError("written to a disk")

    monkeypatch.setattr("tempfile.NamedTemporaryFile", to_disk)
    monkeypatch.setattr("django.core.files.uploadedfile.TemporaryUploadedFile.__init__", to_disk)

    answer = put(client_of(cast.prison_coach), b"SPIN,Surname\n" + b"x" * (13 * 1024 * 1024))

    assert answer.status_code == 422
    assert "This file is larger than 10 MB. Send the list in parts." in read(answer)


def test_rows_of_two_sheets_with_one_number_wait_each_for_itself(cast, at):
    out = io.BytesIO()
    arrive(cast)
    with xlsxwriter.Workbook(out) as made:
        for name, spin, forename in (("Hall A", "777", "Danny"), ("Hall B", "778", "Dan")):
            sheet = made.add_worksheet(name)
            sheet.write_row(0, 0, ["SPIN", "Surname", "Forename", "DOB"])
            sheet.write_row(1, 0, [spin, "Reid", forename, "4/5/1992"])
    client = client_of(cast.prison_coach)

    shown = put(client, out.getvalue(), name="l.xlsx").url
    client.post(shown)

    waiting = read(client.get("/lists/held/"))
    assert "Hall A, row 2." in waiting
    assert "Hall B, row 2." in waiting
