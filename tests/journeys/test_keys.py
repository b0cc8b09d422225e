"""A mentor's day without a mouse: somebody found, a note written, something booked, in a browser."""

import re

import pytest
from playwright.sync_api import expect

from tests.cast import make
from tests.histories import out_and_engaged
from throughline.models import Note

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def test_a_mentor_finds_and_notes_by_keys_alone_and_can_put_them_off(page, transactional_db, sign_in, look):
    """given somebody out of prison, when a mentor presses keys alone, then the note is saved; put off, a key does nothing"""
    page.set_default_timeout(8000)
    page.set_viewport_size({"width": 1280, "height": 900})
    cast = make()
    episode = out_and_engaged(cast)
    notes = Note.objects.count()
    sign_in(cast.mentor)

    def press(key):
        page.wait_for_load_state("load")
        page.keyboard.press(key)

    press("/")
    page.keyboard.type("t/p n")  # the box has the focus at once: a letter is a letter
    look("keys-find")
    press("Escape")
    expect(page.locator(".tl-find")).to_have_count(0)
    press("/")
    page.keyboard.type("Danny Reed")
    press("Enter")
    expect(page.locator("[data-first] a").first).to_be_focused()
    press("n")
    expect(page).to_have_url(re.compile(f"/people/{episode.person_id}/note$"))
    box = page.get_by_role("textbox", name="What happened")
    box.focus()
    page.keyboard.type("Talked about his flat. n/t?")
    page.get_by_label("Yes").first.focus()
    press("Space")
    press("ControlOrMeta+Enter")
    expect(page.locator(".tl-msg--done")).to_be_visible()
    assert Note.objects.count() == notes + 1

    press("b")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Book")
    page.locator("h1").click()
    press("t")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Today")
    press("p")
    expect(page.get_by_role("heading", name="Your people")).to_be_visible()
    press("ArrowDown")
    expect(page.locator(".tl-rows a").first).to_be_focused()
    press("Enter")
    expect(page).to_have_url(re.compile(f"/people/{episode.person_id}/$"))

    press("?")
    expect(page.get_by_role("heading", name="Keys that save time")).to_be_visible()
    look("keys")
    page.get_by_role("button", name="Put single keys off").press("Enter")
    expect(page.get_by_text("They do nothing now.")).to_be_visible()
    press("t")
    expect(page.get_by_role("heading", name="Keys that save time")).to_be_visible()
    press("m")
    page.get_by_role("link", name="More").first.click()
    page.get_by_role("link", name="What’s new").click()
    look("news")
