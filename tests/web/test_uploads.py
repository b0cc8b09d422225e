"""A file is taken for what it is, not for what it is called; by its size; and by its name."""

import gzip
import io
import tarfile
import zipfile

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.clients import client_of
from tests.files import liberation_list
from throughline.models import Upload

pytestmark = pytest.mark.django_db
LIST = b"SPIN,Surname,Forename,DOB,Prison,Liberation date\n1,Reid,Dan,4/5/1992,Barlinnie,16/12/2026\n"


def zipped(**parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in parts.items():
            archive.writestr(name, body)
    return out.getvalue()


def workbook():
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet()
        for row, line in enumerate(LIST.decode().splitlines()):
            sheet.write_row(row, 0, line.split(","))
    return out.getvalue()


def with_a_part(name, body=b"x"):
    out = io.BytesIO(workbook())
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, body)
    return out.getvalue()


def tarred():
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        part = tarfile.TarInfo("list.csv")
        part.size = len(LIST)
        archive.addfile(part, io.BytesIO(LIST))
    return out.getvalue()


def encrypted():
    """Return a workbook whose parts say that they are encrypted."""
    content = bytearray(workbook())
    at = 0
    while (at := content.find(b"PK\x01\x02", at)) >= 0:
        content[at + 8] |= 1
        at += 4
    return bytes(content)


def many_parts():
    out = io.BytesIO(workbook())
    with zipfile.ZipFile(out, "a") as archive:
        for number in range(6000):
            archive.writestr(f"xl/p{number}", b"")
    return out.getvalue()


HOSTILE = {
    "a program": (b"MZ\x90\x00" + LIST, "list.csv", "not a spreadsheet"),
    "a program of another kind": (b"\x7fELF\x02\x01\x01" + LIST, "list.csv", "not a spreadsheet"),
    "a script": (b"#!/bin/sh\n" + LIST, "list.csv", "not a spreadsheet"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + LIST, "list.xlsx", "not a spreadsheet"),
    "a PDF": (b"%PDF-1.7\n" + LIST, "list.csv", "not a spreadsheet"),
    "a PDF below a line": (b"\n  %PDF-1.7\n" + LIST, "list.csv", "not a spreadsheet"),
    "a web page": (b"<!DOCTYPE html><script>alert(1)</script>\n" + LIST, "list.xls", "a web page"),
    "a web page with blanks before it": (b"\xef\xbb\xbf \r\n<HTML><body>\n" + LIST, "list.xls", "a web page"),
    "a picture made of words": (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>\n" + LIST, "list.csv", "a web page"),
    "words with signs that no list has": (LIST + b"\x07\x1b[2J\x08,,,,,\n", "list.csv", "not a spreadsheet"),
    "something squeezed": (gzip.compress(LIST), "list.csv", "not a spreadsheet"),
    "an archive": (tarred(), "list.csv", "not a spreadsheet"),
    "an archive of another kind": (b"7z\xbc\xaf\x27\x1c" + LIST, "list.xlsx", "not a spreadsheet"),
    "an archive with a list in it": (zipped(**{"list.csv": LIST}), "list.xlsx", "not a spreadsheet"),
    "a letter": (zipped(**{"[Content_Types].xml": "<x/>", "word/document.xml": "<x/>"}), "list.xlsx", "not a spreadsheet"),
    "an empty archive": (b"PK\x05\x06" + b"\x00" * 18, "list.xlsx", "not a spreadsheet"),
    "half a workbook": (workbook()[:900], "list.xlsx", "damaged"),
    "a workbook that says that it is locked": (encrypted(), "list.xlsx", "has a password"),
    "a part that climbs out of its folder": (with_a_part("../../etc/cron.d/x"), "list.xlsx", "damaged"),
    "a part that begins at the root": (with_a_part("/etc/passwd"), "list.xlsx", "damaged"),
    "a bomb": (lambda: with_a_part("xl/media/bomb.bin", bytes(210 * 1024 * 1024)), "list.xlsx", "unpacks to more"),
    "a workbook of many thousand parts": (many_parts, "list.xlsx", "unpacks to more"),
    "by its name a program": (LIST, "list.csv.exe", "ends in .exe"),
    "by its name a web page": (LIST, "list.html", "ends in .html"),
    "a name without an ending": (LIST, "list", "Give the file a name"),
}  # fmt: skip


@pytest.mark.parametrize("what", HOSTILE)
@pytest.mark.parametrize("kind", ["liberation", "custody"])
def test_a_file_that_is_no_list_is_refused_in_a_sentence_and_not_kept(cast, at, what, kind, tmp_path, monkeypatch):
    content, name, words = HOSTILE[what]
    content = content() if callable(content) else content
    monkeypatch.setenv("TMPDIR", str(tmp_path))

    answer = client_of(cast.prison_coach).post("/lists/", {"kind": kind, "file": SimpleUploadedFile(name, content)})

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Upload.objects.exists()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (liberation_list, "list.csv"),
        (liberation_list, "LIST.CSV"),
        (lambda: LIST.replace(b",", b"\t"), "list.txt"),
        (workbook, "list.xlsx"),
        (workbook, "list.xls"),
        (lambda: LIST, "list.xls"),
        (lambda: with_a_part("xl/vbaProject.bin"), "list.xlsm"),
    ],
)
def test_a_list_is_taken_whatever_kind_of_list_it_is(cast, at, content, name):
    answer = client_of(cast.prison_coach).post(
        "/lists/", {"kind": "liberation", "file": SimpleUploadedFile(name, content())}
    )

    assert answer.status_code == 302
    assert Upload.objects.get().file_name == name


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../../etc/list.csv", "list.csv"),
        ("C:\\lists\\list.csv", "list.csv"),
        ("list\u202evsc.csv", "listvsc.csv"),
        ("<img src=x onerror=alert(1)>.csv", "<img src=x onerror=alert(1)>.csv"),
        ("a" * 400 + ".csv", "a" * 196 + ".csv"),
    ],
)
def test_a_name_is_kept_without_what_could_mislead_or_climb(cast, at, name, kept):
    client = client_of(cast.prison_coach)

    answer = client.post(
        "/lists/", {"kind": "liberation", "file": SimpleUploadedFile(name, liberation_list())}, follow=True
    )

    body = answer.content.decode()
    assert Upload.objects.get().file_name == kept
    assert "<img src=x" not in body
