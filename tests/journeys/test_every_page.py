"""Every page there is, as somebody who may see it, on a phone and on a laptop: sound, and with its picture kept.

The records are the demonstration's: people in every stage, so that no page is empty. In two halves, one for each core.
"""

from pathlib import Path

import pytest
from django.urls import get_resolver, reverse

from tests import everywhere
from throughline.commands.demonstration import make

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

PHONE, LAPTOP = (390, 844), (1280, 900)
# The pictures of docs/guides: `make pictures` takes them and puts them there.
PICTURES = Path("build/pictures")
IN_GUIDES = {
    "break_glass", "caseload_preview", "gate", "hand_over", "held_rows", "list_preview", "my_record", "offers", "people", "person", "person-asked", "person-inside", "plan", "setup", "setup_duty", "setup_programme", "sign_up", "today", "today-lead", "why", "worker_leaves", "worried", "write_note", "write_statement",
}  # fmt: skip


def test_every_address_is_looked_at_or_is_no_page():
    names = {one.name for one in get_resolver().url_patterns if not hasattr(one, "url_patterns")}
    source = Path(everywhere.__file__).read_text()

    missing = {name for name in names if f'"{name}"' not in source}

    assert missing == set()


@pytest.mark.parametrize("half", [0, 1], ids=["first half", "second half"])
def test_every_page_is_sound_at_both_widths(page, live_server, look, sign_in, settings, half, long_form, shots):
    """given the demonstration, when each page is opened by somebody who may, then axe finds nothing and nothing scrolls sideways

    Nothing scrolls sideways at either width; axe asks each page at one of them, and in the long form at both.
    """
    settings.DEMO = True
    page.set_default_timeout(15000)
    make(people_wanted=60)
    everywhere.with_lists()
    signed, wrong, every = object(), [], everywhere.pages()
    middle = len(every) // 2
    for number, (name, thing, looks, tag) in enumerate(every[middle:] if half else every[:middle]):
        if looks != signed:
            page.set_viewport_size(dict(zip(("width", "height"), LAPTOP, strict=True)))
            sign_in(looks) if looks else page.context.clear_cookies()
            signed = looks
        path = reverse(name, args=[thing] if thing is not None else [])
        response = page.goto(live_server.url + path)
        if response.status != 200:
            wrong.append(f"{name}{tag}: {response.status} for {looks and looks.name}")
            continue
        for width, height in (LAPTOP, PHONE):
            page.set_viewport_size({"width": width, "height": height})
            try:
                look(f"page-{name}{tag}", axe=long_form or (LAPTOP, PHONE)[number % 2][0] == width)
            except AssertionError as trouble:
                wrong.append(str(trouble).split("\n")[0][:400])
        if shots and name + tag in IN_GUIDES:
            PICTURES.mkdir(parents=True, exist_ok=True)
            page.screenshot(path=PICTURES / f"{name}{tag}.png")
    assert wrong == [], "\n".join(wrong)
