"""Each figure, read by the evaluator and the manager in a browser: on a phone and on a laptop."""

import pytest
from django.urls import reverse

from throughline.commands.demonstration import make
from throughline.domain.figures import DEFINITIONS
from throughline.jobs import figures
from throughline.models import Worker

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def test_the_manager_reads_each_figure_at_both_widths(page, live_server, look, sign_in, settings):
    """given a demonstration that was counted, when the manager opens each figure, then it is sound and says its numbers"""
    settings.DEMO = True
    make(people_wanted=60)
    figures.run()
    sign_in(Worker.objects.get(name="Grace Munro"))
    page.goto(live_server.url + reverse("more"))
    page.get_by_role("link", name="Figures").click()

    for width, height in ((1280, 900), (390, 844)):
        page.set_viewport_size({"width": width, "height": height})
        look("figures")
        for code, one in DEFINITIONS.items():
            page.goto(live_server.url + reverse("figure", args=[code]))
            assert page.locator("h1").inner_text() == one.title
            look(f"figure-{code}")
        page.goto(live_server.url + reverse("figures"))
