"""A caseload from a page: what it would do first, a copy that says what to mend, all of it at once, and taken back."""

import io
import re
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from python_calamine import CalamineWorkbook

from tests.cast import days
from tests.clients import client_of
from tests.files import LABELS, caseload_book
from tests.web.test_looks import log
from throughline.actions import people
from throughline.exchange.caseload_file import letters_of
from throughline.models import Event, Person

pytestmark = pytest.mark.django_db

ROW = {"Surname": "Reid", "First names": "Daniel", "Scottish prison number": "100201", "Stage": "asked", "Asked on": days(-3), "Team": "Glasgow", "Mentor": "moira@example.org"}  # fmt: skip
WRONG = {**ROW, "Surname": "Khan", "Scottish prison number": "100202", "Mentor": "Nobody Here"}


def read(response):
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", response.content.decode())).split())


def send(client, content, name="caseload.xlsx"):
    return client.post("/caseload/", {"file": SimpleUploadedFile(name, content)})


@pytest.mark.ledger("E8")
def test_a_wrong_row_is_shown_with_its_column_mended_loaded_and_taken_back(cast, at):
    client = client_of(cast.administrator)

    put = send(client, caseload_book(ROW, WRONG))
    shown = read(client.get(put.url))

    letters = letters_of(LABELS.index("Mentor"))
    assert "To be brought 1" in shown and "To be mended 1" in shown
    assert f"Row 3 Daniel Khan To be mended Column {letters}, Mentor: there is no worker “Nobody Here” here." in shown
    assert "Load it" not in shown
    assert "1 row is to be mended first. Nothing was loaded." in read(client.post(put.url))
    copy = client.get(f"{put.url}to-mend.xlsx")
    rows = CalamineWorkbook.from_filelike(io.BytesIO(copy.content)).get_sheet_by_name("Caseload").to_python()
    assert rows[0][0] == "Why"
    assert rows[2][0].startswith(f"Column {letters}, Mentor: there is no worker")
    assert not Person.objects.exists()

    put = send(client, caseload_book(ROW, {**WRONG, "Mentor": "Moira Kerr"}))
    assert "To be brought 2" in read(client.get(put.url))
    done = read(client.post(put.url, follow=True))

    assert "The caseload is in: 2 people." in done
    assert Person.objects.count() == 2
    assert client_of(cast.mentor).get(f"/people/{Person.objects.first().pk}/").status_code == 200
    assert client.get(f"/people/{Person.objects.first().pk}/").status_code == 404
    assert "2 records taken back" in read(client.post(f"{put.url}take-back/", follow=True))
    assert not Person.objects.exists()
    assert "Nothing of it is here" in read(client.get(put.url))


def test_a_caseload_on_which_somebody_has_written_stays_and_no_name_is_said(cast, at):
    client = client_of(cast.administrator)
    put = send(client, caseload_book(ROW))
    client.post(put.url)
    people.add_name(Person.objects.get().pk, by=cast.stands("mentor"), given_names="Dan", family_name="Reid")

    answer = client.post(f"{put.url}take-back/")

    assert answer.status_code == 422
    assert "Somebody has written on the record of row 2 since" in read(answer)
    assert "Reid" not in read(answer)
    assert Person.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("list.xlsm", b"PK\x03\x04", "This file may have macros"), ("list.csv", b"a,b", "The name of this file ends in .csv."),
        ("program.xlsx", b"MZ\x90\x00" + b"\x00" * 99, "This is not a spreadsheet."), ("none", b"x", "The name of this file has no ending."),
        ("large.xlsx", b"PK\x03\x04" + b"x" * (10 * 1024 * 1024), "This file is larger than 10 MB."),
    ],
)  # fmt: skip
def test_what_is_not_the_template_is_said_beside_the_field(cast, at, name, content, said):
    answer = send(client_of(cast.administrator), content, name)
    assert answer.status_code == 422
    assert said in read(answer)


def test_whom_the_page_shows_to_be_here_is_written_in_the_read_log(cast, at):
    client = client_of(cast.team_lead)
    put = send(client, caseload_book(ROW))
    client.post(put.url)
    somebody = Person.objects.get()

    again = send(client, caseload_book({**ROW, "First names": "Dan"}))
    shown = read(client.get(again.url))

    assert "Here already, left out 1" in shown and "There is nobody new in this file." in shown
    assert [row["people"] for row in log() if row["page"] == "caseload_preview"] == [[somebody.pk]]
    assert "nobody new" in read(client.post(again.url))
    assert Event.objects.filter(what="list:apply").count() == 1


def test_a_mentor_has_no_such_page(cast, at):
    client = client_of(cast.mentor)
    for address in ("/caseload/", "/caseload/template.xlsx"):
        assert client.get(address).status_code == 404
