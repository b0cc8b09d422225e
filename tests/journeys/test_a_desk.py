"""A lead gives three people to two workers, looks at what moves, and takes it back: in a browser, on a phone and a laptop."""

import re
from uuid import uuid4

import pytest
from playwright.sync_api import expect

from tests.cast import TODAY, days, make
from tests.histories import arrive, moment, out_and_engaged, sign_up, with_mentor
from throughline.actions import appointments, thanks
from throughline.models import Episode, Note

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def test_a_lead_gives_people_looks_at_what_moves_and_undoes_it(page, at, transactional_db, sign_in, look, size):
    """given a team with somebody who waits, when a lead gives three people to two, then they go, and come back whole"""
    page.set_default_timeout(8000)
    page.set_viewport_size({"width": size[0], "height": size[1]})
    cast = make()
    first = out_and_engaged(cast)
    second = out_and_engaged(cast, given="Euan", family="Boyd", spin="771")
    with_mentor(cast, given="Gavin", family="Soutar", spin="772")
    waits = sign_up(cast, arrive(cast, given="Callum", family="Hay", spin="773"))
    appointments.book(
        first.pk, by=cast.stands("mentor"), client_id=uuid4(), kind="appointment", starts_at=moment(days(1), 9), purpose="Housing office",
        now=moment(TODAY, 9),
    )  # fmt: skip
    owners = dict(Episode.objects.values_list("pk", "owner"))
    sign_in(cast.team_lead)
    page.goto(page.url + "people/")
    page.get_by_role("link", name="Your team: who waits").click()
    expect(page.get_by_text("One waits for a mentor")).to_be_visible()
    look("desk")

    page.get_by_text("Show fewer people, or other columns").click()
    page.get_by_text("What is the weight?").click()
    look("desk-open")
    page.get_by_label("Looked after by").select_option(label="Moira Kerr")
    page.get_by_role("button", name="Show", exact=True).click()
    assert re.search(r"/desk/\?.*mentor=", page.url)
    assert "Moira" not in page.url
    page.get_by_role("link", name="Show everyone again").click()

    for name in ("Daniel Reid", "Euan Boyd", "Callum Hay"):
        page.locator("label", has_text=f"Tick {name}").click()
    page.get_by_role("button", name="See what would move").click()
    expect(page.get_by_role("alert")).to_contain_text("Choose who they are given to")
    expect(page.get_by_label("Tick Euan Boyd")).to_be_checked()
    look("desk-nobody-chosen")
    for name in ("Nadia Rahman", "Shona Muir"):
        page.get_by_label(re.compile(re.escape(f"{name} (carries"))).check()
    page.get_by_role("button", name="See what would move").click()
    expect(page.get_by_role("heading", name="Give 3 people?")).to_be_visible()
    page.locator("summary", has_text="Daniel Reid").click()
    expect(page.get_by_text("Housing office")).to_be_visible()
    look("desk-what-moves")
    assert dict(Episode.objects.values_list("pk", "owner")) == owners

    page.get_by_role("button", name="Give them now").click()
    expect(page.get_by_text("3 people were given")).to_be_visible()
    look("desk-given")
    assert {one.owner_id for one in (Episode.objects.get(pk=each.pk) for each in (first, second, waits))} == {
        cast.other_mentor.pk, cast.team_lead.pk
    }  # fmt: skip

    page.get_by_role("link", name="Shona Muir gave 3 people").click()
    look("desk-undo")
    page.get_by_role("button", name="Take them back").click()
    expect(page.get_by_text("Everyone is back where they were")).to_be_visible()
    assert dict(Episode.objects.values_list("pk", "owner")) == owners

    page.get_by_role("link", name="Daniel Reid").click()
    expect(page.get_by_text("Moira Kerr looks after them again")).to_be_visible()
    page.get_by_role("link", name="See all").click()
    page.get_by_role("link", name="Thank Moira Kerr for this note").click()
    page.get_by_label("A few words").fill("He told me that he felt heard.")
    look("thank")
    page.get_by_role("button", name="Say thank you").click()
    page.get_by_role("link", name="See all").click()
    expect(page.get_by_text("Shona Muir said thank you")).to_be_visible()
    look("thanked")
    thanks_to = Note.objects.get(episode=second)
    thanks.say(thanks_to.pk, by=cast.stands("coordinator"), on=TODAY)
    sign_in(cast.mentor)
    expect(page.get_by_text("He told me that he felt heard.")).to_be_visible()
    look("today-thanked")
