"""Emergency sheets: made each evening of what each mentor sees, locked, in a folder, read with the system down, swept."""

import contextlib
import os
import stat
from argparse import Namespace
from datetime import date
from io import BytesIO
from uuid import uuid4

import pytest
from django.urls import reverse
from pypdf import PdfReader
from pypdf.errors import FileNotDecryptedError

from tests import safe
from tests.cast import TODAY, days
from tests.clients import client_of
from tests.histories import code, moment, out_and_engaged, two_phones, with_mentor
from tests.web.test_looks import log
from throughline.actions import appointments, gates, sheets
from throughline.actions.beats import unfocus
from throughline.commands import doctor, running
from throughline.commands import sheets as command
from throughline.domain.sheets import Done, Purpose, Said, written
from throughline.exchange.day_sheet import DaySheet, day_sheet_pdf
from throughline.jobs import sheets as evening
from throughline.models import Appointment, GateMeeting, Note, Sheet, SheetEntry, SheetLine, Worker
from throughline.outside import folders
from throughline.policy.grants import Opens
from throughline.queries.sheets import content_of, next_two_days

PASSPHRASE = "four plain words here"
NOW = moment(TODAY, 12)


@pytest.fixture
def folder(settings, tmp_path):
    settings.SHEETS_FOLDER, settings.SHEETS_PASSPHRASE = str(tmp_path / "sheets"), PASSPHRASE
    return tmp_path / "sheets"


def opened(path, passphrase=PASSPHRASE):
    reader = PdfReader(path)
    assert reader.is_encrypted
    assert reader.decrypt(passphrase)
    return " ".join("".join(page.extract_text() for page in reader.pages).split())


def booked(cast):
    """Somebody to meet at the gate tomorrow, somebody with an appointment the day after, somebody with nothing."""
    mentor = cast.stands("mentor")
    gate = with_mentor(cast, given="Gus", family="Gate", spin="1", out_in=1)
    gates.plan(gate.pk, by=mentor, worker=cast.mentor, due_at=moment(days(1), 9, 30), now=NOW)
    out = out_and_engaged(cast, given="Ola", family="Out", spin="2")
    two_phones(cast, out.person_id)
    safe.written(cast, out)
    safe.restricted(cast, out)
    appointments.book(
        out.pk, by=mentor, client_id=uuid4(), kind="appointment", starts_at=moment(days(2), 14), purpose="Housing office", where="Parkhead",
        now=NOW, accompanied=True,
    )  # fmt: skip
    rest = out_and_engaged(cast, given="Roy", family="Rest", spin="3")
    unfocus()
    return {"gate": gate, "out": out, "rest": rest}


@pytest.mark.ledger("P13")
@pytest.mark.django_db
def test_each_evening_a_locked_sheet_of_two_days_lies_in_the_folder(cast, at, folder):
    booked(cast)
    Worker.objects.filter(pk=cast.team_lead.pk).update(phone="0141 496 0199")

    made = evening.tomorrow()

    sheet = Sheet.objects.get()
    assert (sheet.holder, sheet.kind, sheet.day, sheet.until_on, sheet.issued_at) == (
        cast.mentor,
        "emergency",
        days(1),
        days(2),
        None,
    )
    assert sheet.made_by == cast.service
    assert (made.sheets, made.failed) == (1, 0)
    files = sorted(path.name for path in folder.iterdir())
    assert files == [
        "emergency-2026-11-27-to-2026-11-28-index.pdf",
        f"emergency-2026-11-27-to-2026-11-28-sheet-{sheet.number}.pdf",
    ]
    assert all(stat.S_IMODE((folder / name).stat().st_mode) == 0o600 for name in files)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    words = opened(folder / files[1])
    for said in (
        "Gus Gate", "Meet at the gate. 9:30am. Barlinnie.", "Friday 27 November", "Ola Out", "Appointment. 2pm. Go with them: Housing office. Parkhead.",
        "Mobile: 07700 900002. Safe to leave a message.", "Two footballs, so that nobody waits.", "Keep out of Duke Street.",
        "Barlinnie, gate desk: 0141 496 0102", "Shona Muir, team lead: 0141 496 0199", "Police, ambulance, fire: 999",
    ):  # fmt: skip
        assert said in words, said
    assert "Roy Rest" not in words, "nobody to meet, nothing due: what is not needed is not printed"
    assert all(written(line.code) in words for line in SheetLine.objects.all())
    assert f"{sheet.number} Moira Kerr" in opened(folder / files[0])


@pytest.mark.django_db
def test_a_file_without_its_passphrase_tells_nothing(cast, at, folder):
    booked(cast)
    evening.tomorrow()

    for path in folder.iterdir():
        assert b"Gate" not in path.read_bytes()
        reader = PdfReader(path)
        assert not reader.decrypt("four plain words hers")
        with pytest.raises(FileNotDecryptedError):
            reader.pages[0].extract_text()
        assert reader.trailer["/Encrypt"]["/V"] == 5, "AES-256"
        assert "Gus" not in path.name


@pytest.mark.django_db
def test_what_was_printed_of_whom_is_in_the_read_log(cast, at, folder):
    made = booked(cast)
    evening.tomorrow()

    rows = log()
    assert {(row["worker_id"], row["how"], row["page"]) for row in rows} == {
        (cast.mentor.pk, "print", "emergency_sheets")
    }
    opened = {person: row["opens"] for row in rows for person in row["people"]}
    assert set(opened) == {made["gate"].person_id, made["out"].person_id}
    assert opened[made["out"].person_id] & Opens.SAFETY
    assert opened[made["out"].person_id] & Opens.CONTACT
    assert not opened[made["gate"].person_id] & (Opens.SAFETY | Opens.CONTACT)


@pytest.mark.django_db
@pytest.mark.parametrize(("where", "passphrase", "made"), [("", PASSPHRASE, 0), ("sheets", "short", None)])
def test_without_a_folder_nothing_is_made_and_without_a_good_passphrase_nothing_is_written(
    cast, at, folder, settings, where, passphrase, made
):
    booked(cast)
    settings.SHEETS_FOLDER, settings.SHEETS_PASSPHRASE = where and str(folder), passphrase

    if made is None:
        with pytest.raises(ValueError, match="fewer than 16 letters"):
            evening.tomorrow()
    else:
        assert evening.tomorrow().sheets == made
    assert not folder.exists()
    assert not Sheet.objects.exists()


@pytest.mark.django_db
def test_made_again_the_newer_replaces_the_file_and_old_days_are_swept_and_nothing_else(cast, at, folder, time_machine):
    booked(cast)
    evening.tomorrow()
    (folder / "emergency-plan.pdf").write_bytes(b"ours")
    (folder / "notes.txt").write_bytes(b"ours")
    first = {path.name for path in folder.glob("emergency-2026*")}

    again = evening.tomorrow()

    assert again.gone == [one for one in first if "index" not in one]
    assert len(list(folder.glob("emergency-2026*"))) == 2
    time_machine.move_to(moment(days(2), 18))
    assert evening.tomorrow().gone == [], "the day is not over"
    time_machine.move_to(moment(days(3), 18))
    evening.tomorrow()
    assert not list(folder.glob("emergency-2026-11-27*"))
    assert (folder / "emergency-plan.pdf").read_bytes() == (folder / "notes.txt").read_bytes() == b"ours"


@pytest.mark.django_db
def test_what_was_written_on_it_is_entered_in_the_same_grid_when_the_system_is_back(cast, at, folder, time_machine):
    made = booked(cast)
    evening.tomorrow()
    sheet = Sheet.objects.get()
    lines = {line.episode_id: line for line in SheetLine.objects.filter(sheet=sheet)}
    assert [lines[made[one].pk].purpose for one in ("gate", "out")] == [Purpose.GATE, Purpose.APPOINTMENT]
    time_machine.move_to(moment(days(2), 17))
    client = client_of(cast.mentor)
    page = client.get(reverse("enter_sheet", args=[sheet.pk])).content.decode()
    assert "Which day?" in page

    answer = client.post(
        reverse("enter_sheet", args=[sheet.pk]),
        {
            "once": str(uuid4()), "rows": "4", "l1-code": lines[made["gate"].pk].code, "l1-what": "seen", "l1-words": "He was there at half past.",
            "l2-code": written(lines[made["out"].pk].code), "l2-what": "seen", "l2-words": "They gave her a date.", "l2-minutes": "40",
        },
    )  # fmt: skip

    assert answer.status_code == 302, answer.content.decode()
    meeting = GateMeeting.objects.get()
    assert (meeting.result.code, meeting.met_at) == ("met", moment(days(1), 9, 30))
    assert Appointment.objects.get(kind="appointment").result.code == "on_time"
    notes = dict(Note.objects.filter(pk__in=SheetEntry.objects.values("note")).values_list("channel", "happened_at"))
    assert notes == {"gate": moment(days(1), 9, 30), "face_to_face": moment(days(2), 14)}
    sheet.refresh_from_db()
    assert sheet.issued_at is not None, "it was printed, or there would be nothing to enter"


@pytest.mark.django_db
def test_one_that_cannot_be_made_keeps_nobody_from_theirs(cast, at, folder, monkeypatch):
    booked(cast)
    with_mentor(cast, given="Una", family="Other", spin="9")
    theirs = out_and_engaged(cast, given="Tia", family="Theirs", spin="8")
    appointments.book(
        theirs.pk, by=cast.stands("mentor"), client_id=uuid4(), kind="appointment", starts_at=moment(days(1), 9), purpose="Bank", now=NOW,
        worker=cast.other_mentor,
    )  # fmt: skip
    whole = evening.day_sheet_pdf

    def breaks(sheet):
        if sheet.holder == "Moira Kerr":
            raise ValueError("no letters")
        return whole(sheet)

    monkeypatch.setattr(evening, "day_sheet_pdf", breaks)

    made = evening.tomorrow()

    assert made.failed == 1
    assert made.sheets + made.nothing >= 1


@pytest.mark.django_db
def test_a_mentor_makes_their_own_now_and_prints_it(cast, at):
    booked(cast)
    client = client_of(cast.mentor)

    made = client.post(reverse("my_sheet"), {"once": str(uuid4())})
    sheet = Sheet.objects.get()
    before = client.get(reverse("print_sheet", args=[sheet.pk]))
    taken = client.post(reverse("take_sheet", args=[sheet.pk]), {"once": str(uuid4())})
    printed = client.get(taken["Location"])

    assert made["Location"] == before["Location"] == reverse("sheet", args=[sheet.pk])
    assert (sheet.day, sheet.until_on, sheet.made_by) == (TODAY, days(1), cast.mentor)
    words = " ".join("".join(page.extract_text() for page in PdfReader(BytesIO(printed.content)).pages).split())
    assert "Gus Gate" in words
    assert "Emergency sheet" in words
    sheet.refresh_from_db()
    assert sheet.issued_at is not None


@pytest.mark.django_db
def test_a_call_that_is_due_stands_on_it_with_the_numbers(cast, at):
    episode = out_and_engaged(cast, given="Quinn", family="Quiet", spin="4")
    mentor = cast.stands("mentor")
    two_phones(cast, episode.person_id)
    unfocus()
    assert next_two_days(by=mentor, first=days(1)) == []
    mentor.sight.clear()
    late = next_two_days(by=mentor, first=days(15))

    assert [(one.episode, one.purpose, one.at) for one in late] == [(episode.pk, Purpose.CALL, None)]
    sheet = sheets.prepare(by=mentor, days=(days(15), days(16)), lines=late, due_on=days(18), now=NOW)
    unfocus()
    content = content_of(sheet, by=mentor, on=TODAY)
    assert [way.value for way in content.phones[episode.person_id]] == ["07700 900002"]
    line = content.lines[0]
    assert (
        sheets.enter(
            sheet.pk,
            by=mentor,
            said=[Said(1, line.code, Done.SEEN, words="She is fine.", day=days(16))],
            shut_out={},
            now=moment(days(16), 18),
            today=days(16),
        )
        == 1
    )
    note = Note.objects.get(words="She is fine.")
    assert (note.channel, note.happened_at, note.kind) == (
        "phone",
        moment(days(16), 12),
        code("contact_kinds", "mentoring"),
    )


def test_the_folder_is_written_whole_or_not_at_all(tmp_path, monkeypatch):
    folders.put(tmp_path, "a.pdf", b"first")
    monkeypatch.setattr(os, "fsync", lambda _: (_ for _ in ()).throw(OSError("full")))

    with pytest.raises(OSError, match="full"):
        folders.put(tmp_path, "a.pdf", b"second")

    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("a.pdf", b"first")]


def test_a_sheet_in_another_script_still_prints():
    pdf = day_sheet_pdf(
        DaySheet(1, "Барлинни", "Thursday", "علي", "Give it back", (), (("Polizei", "110"),), printed="Printed today")
    )

    assert pdf[:5] == b"%PDF-"
    assert (
        folders.name_of(date(2026, 11, 27), date(2026, 11, 28), "index")
        == "emergency-2026-11-27-to-2026-11-28-index.pdf"
    )


@pytest.mark.django_db
def test_the_command_makes_them_and_says_what_is_wrong(cast, at, folder, settings, monkeypatch, capsys):
    booked(cast)
    monkeypatch.setattr(running, "database", contextlib.nullcontext)
    monkeypatch.setattr(running, "django", lambda role: None)

    assert command.run(Namespace(tomorrow=False)) == 0
    said = capsys.readouterr().out
    assert "emergency-2026-11-26-to-2026-11-27-index.pdf" in said
    assert said.splitlines()[-1].startswith("1 made, ")
    assert "Gate" not in said
    assert (Sheet.objects.get().day, Sheet.objects.get().until_on) == (TODAY, days(1))
    settings.SHEETS_PASSPHRASE = "short"
    assert command.run(Namespace(tomorrow=True)) == 1
    assert "fewer than 16 letters" in capsys.readouterr().err
    settings.SHEETS_PASSPHRASE, settings.SHEETS_FOLDER = PASSPHRASE, "/proc/nowhere"
    assert command.run(Namespace(tomorrow=True)) == 1
    settings.SHEETS_FOLDER = ""
    assert command.run(Namespace(tomorrow=True)) == 1
    assert "Set THROUGHLINE_SHEETS" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("said", "fine"),
    [
        ({}, True),
        ({"THROUGHLINE_SHEETS": "/tmp"}, False),
        ({"THROUGHLINE_SHEETS": "/tmp", "THROUGHLINE_SHEETS_PASSPHRASE": PASSPHRASE}, True),
    ],
)
def test_the_doctor_looks_at_the_folder_and_the_passphrase(monkeypatch, said, fine):
    for name in ("THROUGHLINE_SHEETS", "THROUGHLINE_SHEETS_PASSPHRASE"):
        monkeypatch.delenv(name, raising=False)
    for name, value in said.items():
        monkeypatch.setenv(name, value)

    assert doctor._sheets()[0] is fine
