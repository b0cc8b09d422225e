"""A day in a prison: print a sheet, enter three lines, one with a wrong code; mend it; give the sheet back."""

import re
from io import BytesIO

import pytest
from django.urls import reverse
from pypdf import PdfReader

from tests import safe
from tests.cast import make
from tests.histories import arrive, sign_up, with_plan
from throughline.domain.sheets import LETTERS, written
from throughline.models import Answer, Note, Sheet, SheetEntry, SheetLine

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def cast(transactional_db, page, size):
    """The cast, in a database that the browser's server sees."""
    page.set_default_timeout(10000)
    page.set_viewport_size({"width": size[0], "height": size[1]})
    return make()


@pytest.mark.ledger("P13")
def test_a_coach_prints_a_sheet_enters_it_mends_a_code_and_gives_it_back(page, live_server, cast, sign_in, look):
    """given people in Barlinnie, when their coach prints a sheet and enters three lines with one wrong code, then the page names it, and mended all is saved"""
    asked, joined = (
        arrive(cast, given="Ann", family="Asked", spin="1"),
        sign_up(cast, arrive(cast, given="Jon", family="Joined", spin="2")),
    )
    planned = with_plan(cast, given="Pat", family="Planned", spin="3")
    safe.written(cast, planned)
    sign_in(cast.prison_coach)
    page.get_by_role("link", name=re.compile("^More")).click()
    page.get_by_role("link", name="Sheets to print and enter").click()
    look("sheets-none")
    page.get_by_role("link", name="A day in a prison").click()
    page.locator("label", has_text="Pat Planned").click()
    look("sheet-new")
    page.get_by_role("button", name="Make the sheet").click()
    page.get_by_text("Sheet 1 is made. Print it now.").wait_for()
    look("sheet-made")
    with page.expect_download() as printed:
        page.get_by_role("link", name="Print it").click()
    text = " ".join(
        "".join(one.extract_text() for one in PdfReader(BytesIO(printed.value.path().read_bytes())).pages).split()
    )
    codes = {line.episode_id: written(line.code) for line in SheetLine.objects.all()}
    assert all(code in text for code in codes.values())
    assert "Two footballs" in text

    page.get_by_role("link", name="Enter what is on it").click()
    wrong = codes[joined.pk][:-1] + LETTERS[(LETTERS.index(codes[joined.pk][-1]) + 1) % len(LETTERS)]
    lines = [page.get_by_role("group", name=f"Line {place}", exact=False).first for place in (1, 2, 3)]
    lines[0].get_by_label("Code").fill(codes[asked.pk].lower())
    lines[0].get_by_label("What was done?").select_option("Said yes")
    lines[1].get_by_label("Code").fill(wrong)
    lines[1].get_by_label("What was done?").select_option("Not seen")
    lines[1].get_by_label("Why not seen?").select_option("They were not brought")
    lines[2].get_by_label("Code").fill(codes[planned.pk])
    lines[2].get_by_label("What was done?").select_option("Seen or spoken with")
    lines[2].get_by_label("Minutes").fill("25")
    lines[2].get_by_label("What happened?").fill("We looked at the forms for the flat.")
    page.get_by_role("button", name="Save the sheet").click()
    page.get_by_role(
        "link", name=f"Line 2, {wrong}: A letter of this code is wrong. Look at the sheet again."
    ).wait_for()
    assert not SheetEntry.objects.exists()
    look("sheet-wrong-code")
    page.get_by_role("link", name=f"Line 2, {wrong}").click()
    page.keyboard.press("Control+A")
    page.keyboard.type(codes[joined.pk])
    page.get_by_role("button", name="Save the sheet").click()
    page.get_by_text("Saved. 3 lines are in.").wait_for()
    look("sheet-entered")
    assert Answer.objects.get(offer__episode=asked).answer == "accepted"
    assert set(Note.objects.filter(pk__in=SheetEntry.objects.values("note")).values_list("words", flat=True)) == {"We looked at the forms for the flat.", "They were not brought."}  # fmt: skip

    page.get_by_role("link", name="Give it back").click()
    page.get_by_label("Destroyed").check()
    look("sheet-give-back")
    page.get_by_role("button", name="Give it back").click()
    page.get_by_text("Sheet 1 is back.").wait_for()
    assert Sheet.objects.get().returned_by == cast.prison_coach
    page.goto(live_server.url + reverse("sheets"))
    look("sheets-back")
