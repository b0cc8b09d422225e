"""Letters: a manager changes the words, a mentor prints one for one person and one for many, and reads them again."""

from datetime import timedelta
from io import BytesIO
from uuid import uuid4

import pytest
from django.utils import timezone
from pypdf import PdfReader

from tests import sides
from tests.cast import TODAY, days, make
from tests.histories import arrive, code, moment, out_and_engaged
from throughline.actions import appointments, endings
from throughline.domain.letters import Kind
from throughline.models import Letter, LetterTemplate

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def cast(transactional_db, page, size):
    """The cast, in a database that the browser's server sees."""
    page.set_default_timeout(10000)
    page.set_viewport_size({"width": size[0], "height": size[1]})
    return make()


def read(download):
    return PdfReader(BytesIO(download.value.path().read_bytes()))


def words_of(pdf):
    return " ".join("".join(one.extract_text() for one in pdf.pages).split())


@pytest.mark.ledger("J12")
def test_a_manager_words_a_letter_and_a_mentor_prints_it_for_one_and_for_many(page, live_server, cast, sign_in, look):
    """given two people, when the words are changed after a wrong field was mended, then both letters say them, and are kept"""
    sam, kim = out_and_engaged(cast, given="Sam", family="Tait"), out_and_engaged(cast, given="Kim", family="Orr")
    sign_in(sides.sides(cast).manager)
    page.goto(f"{live_server.url}/setup/letters")
    look("letter-templates")
    page.get_by_role("link", name="Still here for you", exact=True).click()
    page.get_by_label("Heading").fill("We think of you, {frist name}")
    page.get_by_role("button", name="Show me first").click()
    page.get_by_text("There is no field {frist name}. Did you mean {first name}?").first.wait_for()
    look("letter-template-wrong-field")
    page.get_by_label("Heading").fill("We think of you, {first name}")
    page.get_by_role("button", name="Show me first").click()
    page.get_by_text("We think of you, Sam").first.wait_for()
    look("letter-template-preview")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_text("Saved. The words are in.").wait_for()
    page.goto(f"{live_server.url}/setup/letters")
    page.get_by_role("link", name="Still here for you, in Polish").click()
    look("letter-template-polish")

    sign_in(cast.mentor)
    page.goto(f"{live_server.url}/people/{sam.person_id}/")
    page.get_by_role("link", name="Print a letter or form").click()
    page.get_by_label("Letter or form").select_option("Still here for you, in Polish")
    page.get_by_role("button", name="Show").click()
    page.get_by_text("have not been checked by a translator yet").wait_for()
    look("letter-not-checked")
    page.get_by_label("Letter or form").select_option("Still here for you")
    page.get_by_role("button", name="Show").click()
    page.get_by_text("We think of you, Sam").wait_for()
    look("letter-for-one")
    page.get_by_role("button", name="Keep and print it").click()
    page.get_by_text("Print it now.").wait_for()
    look("letter-kept")
    with page.expect_download() as first:
        page.get_by_role("link", name="Print it", exact=True).click()
    assert "We think of you, Sam" in words_of(read(first))
    page.goto(f"{live_server.url}/people/{sam.person_id}/")
    page.get_by_role("link", name="Read it, or print it again").first.click()
    with page.expect_download() as again:
        page.get_by_role("link", name="Print it", exact=True).click()
    assert words_of(read(again)) == words_of(read(first))

    page.goto(f"{live_server.url}/letters/")
    page.get_by_role("link", name="Print for several people").click()
    page.get_by_label("Letter or form").select_option("Still here for you")
    page.get_by_label("For whom?").select_option("Everyone I look after")
    page.get_by_role("button", name="Show").click()
    page.locator("label", has_text="Kim Orr").wait_for()
    look("letters-for-many")
    page.get_by_role("button", name="Keep and print them").click()
    page.get_by_text("2 letters are kept. Print now.").wait_for()
    look("letters-kept")
    with page.expect_download() as both:
        page.get_by_role("link", name="Print all 2").click()
    pdf = read(both)
    assert [("Kim" in one.extract_text(), "Sam" in one.extract_text()) for one in pdf.pages] == [
        (True, False),
        (False, True),
    ]
    page.goto(f"{live_server.url}/letters/")
    look("letters")
    assert Letter.objects.filter(kind=Kind.STILL_HERE, words__number=2).count() == 3
    assert {one.person_id for one in Letter.objects.all()} == {sam.person_id, kim.person_id}
    assert LetterTemplate.objects.get(kind=Kind.STILL_HERE, language="en").number == 2


@pytest.mark.ledger("J10")
def test_each_letter_is_printed_from_the_page_of_somebody_whom_it_is_for(page, live_server, cast, sign_in, look):
    """given people at each point of the way, when their worker prints each kind of letter, then each says what it is for"""
    asked = arrive(cast, given="Ann", family="Asked", spin="1")
    out = out_and_engaged(cast, given="Sam", family="Tait", spin="2")
    gone = out_and_engaged(cast, given="Kim", family="Orr", spin="3")
    mentor, soon = cast.stands("mentor"), timezone.now() + timedelta(days=2)
    appointments.book(
        out.pk, by=mentor, client_id=uuid4(), kind="appointment", starts_at=soon, purpose="Bank", where="9 High Street", now=timezone.now()
    )  # fmt: skip
    endings.move_on(
        gone.pk, by=mentor, reason=code("ending_reasons", "goals_met"), on=days(-1), today=TODAY, at=moment(TODAY, 9), summary=""
    )  # fmt: skip
    wanted = {
        Kind.OFFER: (cast.prison_coach, asked, "Someone to help you"),
        Kind.SIGN_UP: (cast.prison_coach, asked, "Signature:"),
        Kind.CONSENT: (cast.prison_coach, asked, "Nobody will be able to tell that it is me."),
        Kind.APPOINTMENT: (cast.mentor, out, "Where: 9 High Street"),
        Kind.STILL_HERE: (cast.mentor, out, "You need no reason."),
        Kind.MOVING_ON: (cast.mentor, gone, "The door stays open."),
    }
    signed_in = None
    for kind, (worker, episode, says) in wanted.items():
        if worker != signed_in:
            sign_in(worker)
            signed_in = worker
        page.goto(f"{live_server.url}/people/{episode.person_id}/")
        page.get_by_role("link", name="Print a letter or form").click()
        page.get_by_label("Letter or form").select_option(kind.label)
        page.get_by_role("button", name="Show").click()
        page.locator(".tl-letter").wait_for()
        look(f"letter-{kind.value}")
        page.get_by_role("button", name="Keep and print it").click()
        page.get_by_text("Print it now.").wait_for()
        with page.expect_download() as printed:
            page.get_by_role("link", name="Print it", exact=True).click()
        assert says in words_of(read(printed)), kind
    assert {one.kind for one in Letter.objects.all()} == set(Kind)
