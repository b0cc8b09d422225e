"""A browser, a phone-sized and a laptop-sized window, and somebody signed in."""

import shutil
from pathlib import Path

import pytest
from django.test import Client

SHOTS = Path("build/shots")


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    """Use the Chromium that the set-up found."""
    found = next(
        (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
    )
    return {
        **browser_type_launch_args,
        **({"executable_path": found} if found else {}),
        "args": ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
    }


@pytest.fixture(params=[(390, 844), (1280, 900)], ids=["phone", "laptop"])
def size(request):
    """Both windows."""
    return request.param


@pytest.fixture
def sign_in(page, live_server):
    """Sign a worker in, as their password would."""

    def sign_in(worker, page=page):
        client = Client()
        client.force_login(worker.account, backend="allauth.account.auth_backends.AuthenticationBackend")
        cookie = client.cookies["sessionid"]
        page.context.clear_cookies()
        page.context.add_cookies([{"name": "sessionid", "value": cookie.value, "url": live_server.url}])
        page.goto(live_server.url)

    return sign_in


@pytest.fixture
def shots(request):
    """Whether pictures of the pages were asked for."""
    return request.config.getoption("--shots")


@pytest.fixture
def look(page, shots):
    """Check that a page is sound: no sideways scroll, nothing that axe finds; and keep its picture where it was asked for."""
    from axe_playwright_python.sync_playwright import Axe

    asks = Axe()

    def look(name, *, axe=True):
        page.wait_for_load_state("load")
        width = page.viewport_size["width"]
        assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{page.url} scrolls sideways at {width}"
        page.evaluate("scrollTo(0, 0)")
        if axe:
            sound(page)
        if shots:
            SHOTS.mkdir(parents=True, exist_ok=True)
            page.screenshot(path=SHOTS / f"{name}-{width}.png", full_page=True)

    def sound(page):
        found = asks.run(
            page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
        )
        problems = [
            f"{one['id']}: {one['nodes'][0]['html'][:160]} {[(a['message'], a.get('data')) for a in one['nodes'][0]['any']][:2]}"
            for one in found.response["violations"]
        ]
        assert problems == [], f"{page.url}: {problems}"

    return look
