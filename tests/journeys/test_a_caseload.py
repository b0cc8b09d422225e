"""The present caseload, from the empty template to what a mentor sees, and taken back, in a browser on a phone and a laptop."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from python_calamine import CalamineWorkbook

from tests.cast import make
from tests.files import caseload_book
from throughline.models import Person

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def cast(transactional_db, page, size):
    """The cast, in a database that the browser's server sees."""
    page.set_default_timeout(8000)
    page.set_viewport_size({"width": size[0], "height": size[1]})
    return make()


def send(page, path):
    page.get_by_label("The filled-in template").set_input_files(path)
    page.get_by_role("button", name="See what it would do").click()


@pytest.mark.ledger("E8")
def test_an_administrator_brings_the_caseload_mends_it_loads_it_and_takes_it_back(page, cast, sign_in, look, tmp_path):
    """given a file with mistakes, when it is mended by what the copy says, then everybody is in with their mentor, and out again"""
    today = timezone.localdate()
    sign_in(cast.administrator)
    page.get_by_role("link", name="Bring your present caseload").click()
    look("caseload")
    with page.expect_download() as download:
        page.get_by_role("link", name="Get the template").click()
    template = Path(download.value.path())
    labels = CalamineWorkbook.from_path(template).get_sheet_by_name("Caseload").to_python()[0]
    assert CalamineWorkbook.from_path(template).sheet_names == ["Caseload", "Help"]
    team = {"Team": "Glasgow", "Mentor": "Moira Kerr", "First names": "Daniel"}
    joined = {"Consent on": today - timedelta(days=90), "Consent how": "on paper"}
    right = [
        {**team, "Surname": "Reid", "Scottish prison number": "100201", "Stage": "asked", "Asked on": today, "Prison": "Barlinnie"},
        {**team, **joined, "Surname": "Khan", "Date of birth": "4 May 1992", "Stage": "out of prison", "Released on": today - timedelta(days=2)},
        {**team, **joined, "Surname": "Orr", "Scottish prison number": "100203", "Stage": "plan agreed", "Prison": "Barlinnie", "Went in on": today - timedelta(days=200),
         "Plan agreed on": today - timedelta(days=30), "Plan in words": "My own keys", "Next step": "Ring the housing office"},
        {**team, **joined, "Surname": "Boyle", "Scottish prison number": "100204", "Stage": "in touch since release", "Released on": today - timedelta(days=30),
         "Last contact on": today - timedelta(days=2), "Last contact how": "phone"},
    ]  # fmt: skip
    wrong = [dict(row) for row in right]
    wrong[0] |= {"Mentor": "Moira Ker", "Stage": "waiting"}
    wrong[1] |= {"Date of birth": "34", "Released on": "31/02/2026"}
    del wrong[2]["Consent on"]
    wrong[3] |= {"Last contact on": today - timedelta(days=40)}
    (tmp_path / "wrong.xlsx").write_bytes(caseload_book(*wrong, labels=labels))
    (tmp_path / "right.xlsx").write_bytes(caseload_book(*right, labels=labels))
    (tmp_path / "program.xlsx").write_bytes(b"MZ\x90\x00" + b"\x00" * 500)

    send(page, tmp_path / "program.xlsx")
    page.get_by_text("This is not a spreadsheet.").first.wait_for()
    look("caseload-no-spreadsheet")
    send(page, tmp_path / "wrong.xlsx")
    page.get_by_text("Mend these rows first.").wait_for()
    for said in (
        "Mentor: there is no worker “Moira Ker” here. Did you mean Moira Kerr?", "Stage: “waiting” is not one we know.", "Date of birth: “34” looks like an age.",
        "is not a day in the calendar", "Consent on: the stage says “plan agreed”.", "Last contact on: this is before they came out",
    ):  # fmt: skip
        assert page.get_by_text(said).count() == 1, said
    look("caseload-wrong")
    with page.expect_download() as download:
        page.get_by_role("link", name="Get a copy that says what to mend").click()
    copy = CalamineWorkbook.from_path(Path(download.value.path())).get_sheet_by_name("Caseload").to_python()
    assert copy[0][0] == "Why"
    assert all(row[0] for row in copy[1:])
    assert not Person.objects.exists()

    page.get_by_role("link", name="Choose the mended file").click()
    send(page, tmp_path / "right.xlsx")
    page.get_by_role("button", name="Load it").wait_for()
    look("caseload-right")
    page.get_by_role("button", name="Load it").click()
    page.get_by_text("The caseload is in: 4 people.").wait_for()
    look("caseload-done")
    at = page.url

    sign_in(cast.mentor)
    page.get_by_role("link", name="People", exact=True).first.click()
    page.get_by_role("link", name="Daniel Orr").first.click()
    page.get_by_text("My own keys").first.wait_for()
    look("caseload-person")

    sign_in(cast.administrator)
    page.goto(at)
    page.get_by_role("link", name="Take it back").click()
    look("caseload-take-back")
    page.get_by_role("button", name="Take it back").click()
    page.get_by_text("4 records taken back").wait_for()
    page.get_by_text(". Taken back.").wait_for()
    assert not Person.objects.exists()
