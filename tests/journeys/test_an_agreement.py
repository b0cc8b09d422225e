"""An agreement from its first word to its end, in a browser on a phone."""

import re
from io import BytesIO

import pytest
from pypdf import PdfReader

from tests.cast import make
from tests.histories import with_mentor
from tests.sides import SAID_TO_OPEN, need, sides
from throughline.actions import agreements
from throughline.domain.agreements import PARTS
from throughline.models import AgreementVersion, Person, new_id

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def cast(transactional_db, page):
    """The cast, in a database that the browser's server sees."""
    page.set_default_timeout(8000)
    page.set_viewport_size({"width": 390, "height": 844})
    return make()


def fill(page, step):
    for part in PARTS:
        if part.step == step and part.needed:
            page.get_by_label(part.label, exact=True).fill(f"{part.label}: as we said.")


@pytest.mark.ledger("P2")
def test_a_manager_makes_it_both_sides_approve_it_is_printed_and_it_ends(page, live_server, cast, sign_in, look):
    """given two organisations, when an agreement is made, approved by both and ended, then what rested on it opens and closes with it"""
    them = sides(cast)
    sign_in(them.manager)
    page.get_by_role("link", name=re.compile("^More")).click()
    page.get_by_role("link", name="Agreements with partners").click()
    page.get_by_role("link", name="Make an agreement").click()
    page.get_by_label("What is it called?").fill("Football after release")
    page.get_by_label("Clyde Mentoring").check()
    page.get_by_role("button", name="Begin").click()
    page.get_by_text("An organisation cannot make an agreement with itself.").first.wait_for()
    look("agreement-with-oneself")
    page.get_by_label("Hyndvale Community Trust").check()
    page.get_by_role("button", name="Begin").click()

    page.get_by_label("First day").fill("today")
    page.get_by_label("Last day").fill(f"{them.day(365):%d %m %Y}")
    page.get_by_label("Look at it again on").fill("yesterday")
    fill(page, "when")
    page.get_by_role("button", name="Save and go on").click()
    page.get_by_text("The review day must be after today.").first.wait_for()
    page.get_by_label("Look at it again on").fill(f"{them.day(180):%d %m %Y}")
    page.get_by_role("button", name="Save and go on").click()
    page.get_by_label("Sending people to a service and hearing how it goes").check()
    page.get_by_role("button", name="Save and go on").click()

    page.get_by_label("What is it meant to achieve?").fill("To get people to a session that they want.")
    page.get_by_label("Why is each kind needed?").fill("The coach must know who comes.")
    tells = page.get_by_role("group", name="What may Clyde Mentoring tell Hyndvale Community Trust?")
    for kind in ("Name and date of birth", "Phone and how to reach them", "What keeps people safe"):
        tells.get_by_label(kind).check()
    page.get_by_label("Lawful basis").select_option(label="Legitimate interests")
    page.get_by_role("button", name="Save and go on").click()
    page.get_by_text("“What keeps people safe” needs an Article 10 condition.").first.wait_for()
    look("agreement-needs-a-condition")
    page.get_by_label("Article 10 condition").select_option(label="Counselling, advice or support")
    page.get_by_role("button", name="Save and go on").click()

    page.get_by_label("Each for its own copy").check()
    fill(page, "rights")
    page.get_by_role("button", name="Save and go on").click()
    page.get_by_label("How soon is a referral answered?").fill("5")
    page.get_by_label("working days").check()
    fill(page, "work")
    page.get_by_role("button", name="Save for later").click()
    assert page.get_by_text("missing").count() == 1, "only the last step"
    page.get_by_role("link", name="Keeping it safe").click()
    fill(page, "safe")
    page.get_by_role("button", name="Save and go on").click()
    look("agreement-ready")
    page.get_by_role("button", name="Send it for approval").click()
    page.get_by_text("It waits for approval now.").wait_for()

    for who in (them.guardian, them.trust_lead):
        sign_in(who)
        page.goto(f"{live_server.url}/agreements/")
        page.get_by_text("Waits for you").first.wait_for()
        page.get_by_role("link", name="Football after release").click()
        page.get_by_role("link", name="Read and approve").click()
        page.get_by_text("I have read it").click()  # the whole line taps
        page.get_by_role("button", name="Approve it").click()
        page.get_by_text("It is approved for your organisation.").wait_for()
    assert page.get_by_text("In force").first.is_visible()
    look("agreement-in-force")

    version = AgreementVersion.objects.get()
    with page.expect_download() as printed:
        page.get_by_role("link", name="Print it").click()
    text = "".join(one.extract_text() for one in PdfReader(BytesIO(printed.value.path().read_bytes())).pages)
    assert "Una Blair" in text
    assert "Mairi Sim" in text

    need(them, SAID_TO_OPEN)
    episode = with_mentor(cast)
    agreements.open_under(
        episode.person_id, by=cast.stands("mentor"), to=them.trust, giver=them.lead.pk, receiver=them.trust.pk, purpose="referral",
        because="football", source_kind="referral", source=new_id(), on=them.today,
    )  # fmt: skip
    page.goto(f"{live_server.url}/people/{episode.person_id}/")
    page.get_by_role("heading", name="Daniel Reid").wait_for()

    page.goto(f"{live_server.url}/agreements/{version.agreement_id}/")
    page.get_by_role("link", name="End it").click()
    page.get_by_text("Ending this closes what rests on it for 1 person.").wait_for()
    page.get_by_role("link", name="Daniel Reid").wait_for()
    look("agreement-ends")
    page.get_by_label("Why does it end?").fill("Our money stops.")
    page.get_by_role("button", name="End it").click()
    page.get_by_text("Our money stops.").wait_for()

    assert page.goto(f"{live_server.url}/people/{episode.person_id}/").status == 404
    assert not Person.objects.visible_to(them.stands("trust_lead")).exists()
    sign_in(cast.mentor)
    page.goto(f"{live_server.url}/people/{episode.person_id}/")
    page.get_by_role("heading", name="Daniel Reid").wait_for()
