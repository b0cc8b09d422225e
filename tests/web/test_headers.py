"""What stands at the head of every answer: one table, whatever the address and whatever became of the request."""

import re
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import get_resolver

from tests.clients import client_of
from tests.histories import out_and_engaged

pytestmark = pytest.mark.django_db

CONTRACT = {
    "Content-Security-Policy": {
        "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data:", "font-src 'self'", "connect-src 'self'",
        "form-action 'self'", "frame-ancestors 'none'", "base-uri 'none'", "manifest-src 'self'",
    },
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
    "X-Frame-Options": "DENY",
}  # fmt: skip
NEVER = ("Server", "X-Powered-By", "Access-Control-Allow-Origin", "Content-Security-Policy-Report-Only")


def wrong(response, *, but=()):
    """Return the headers of an answer that are not what the contract says."""
    found = {}
    for name, value in CONTRACT.items():
        said = response.headers.get(name)
        if name == "Content-Security-Policy" and said is not None:
            said = {part.strip() for part in said.split(";") if part.strip()}
        if name not in but and said != value:
            found[name] = said
    return found | {name: response.headers[name] for name in NEVER if name in response.headers}


def every_path(pk):
    """Return every address there is, those of signing in too, with an id in its place."""

    def walk(patterns, before):
        for one in patterns:
            here = before + re.sub(r"[\^$]|\\Z", "", str(one.pattern))
            if hasattr(one, "url_patterns"):
                yield from walk(one.url_patterns, here)
            else:
                yield "/" + here

    ids = {"<uuid:pk>": str(pk), "<uuidstr:pk>": str(pk), "<int:pk>": "1"}
    for path in walk(get_resolver().url_patterns, ""):
        filled = re.sub(r"<\w+:\w+>", lambda found: ids.get(found[0], "x"), path)
        yield re.sub(r"\(\?P<\w+>.*?\)(?=[/-]|$)", "x", filled)


def test_every_address_answers_with_exactly_these_headers(cast, at):
    episode = out_and_engaged(cast)
    paths = sorted({path for pk in (uuid4(), episode.pk, episode.person_id) for path in every_path(pk)})
    assert len(paths) > 80
    seen = set()

    for asks in (client_of(cast.mentor), client_of(cast.administrator), Client()):
        asks.raise_request_exception = False
        for path in paths:
            if path == "/account/logout/":
                continue  # it is asked for last, below
            for ask in (asks.get, asks.post, asks.put):
                response = ask(path)
                seen.add(response.status_code)
                assert wrong(response) == {}, (path, response.status_code)
        assert wrong(asks.post("/account/logout/")) == {}

    assert {200, 302, 403, 404, 405, 422} <= seen


def test_a_form_saved_with_other_words_has_them_too(cast, at):
    episode = out_and_engaged(cast)
    client, path = client_of(cast.mentor), f"/people/{episode.person_id}/note"
    data = {"client_id": str(uuid4()), "once": str(uuid4()), "spoke": "yes", "channel": "phone", "minutes": "15", "kind": "mentoring",
            "words": "One.", "day": "today", "time": "9am"}  # fmt: skip
    assert client.post(path, data).status_code == 302

    response = client.post(path, data | {"words": "Another."})

    assert response.status_code == 409
    assert wrong(response) == {}


def test_a_forged_form_has_them_too(cast):
    client = Client(enforce_csrf_checks=True)

    response = client.post("/account/login/", {"login": "somebody@example.org", "password": "x"})

    assert response.status_code == 403
    assert wrong(response) == {}


def test_a_page_that_breaks_has_them_too(cast, at, monkeypatch):
    from throughline.web.views import today

    client = client_of(cast.mentor)
    client.raise_request_exception = False

    def broken(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr(today, "render", broken)
    response = client.get("/")

    assert response.status_code == 500
    assert wrong(response) == {}


def test_somebody_who_asks_too_often_is_told_so_under_the_same_headers(cast, settings):
    client = Client(REMOTE_ADDR="203.0.113.7")

    answers = [client.post("/account/password/reset/", {"email": f"nobody{n}@example.org"}) for n in range(31)]

    assert [one.status_code for one in answers[:30]] == [302] * 30
    assert answers[30].status_code == 429
    assert "Wait five minutes" in answers[30].content.decode()
    assert wrong(answers[30]) == {}
    elsewhere = Client(REMOTE_ADDR="203.0.113.8").post("/account/password/reset/", {"email": "nobody@example.org"})
    assert elsewhere.status_code == 302


def test_a_file_of_ours_may_be_kept_but_has_all_the_rest(settings, tmp_path):
    (tmp_path / "throughline.css").write_text("a{}")
    settings.STATIC_ROOT = tmp_path

    kept, absent = Client().get("/static/throughline.css"), Client().get("/static/nothing.css")

    assert kept.status_code == 200
    assert wrong(kept, but=("Cache-Control",)) == {}
    assert "max-age" in kept.headers["Cache-Control"]
    assert absent.status_code == 404
    assert wrong(absent) == {}


def test_in_life_a_browser_is_told_to_come_by_https_alone(settings):
    settings.SECURE_HSTS_SECONDS = 365 * 24 * 3600
    settings.SECURE_SSL_REDIRECT = True

    by_http, by_https = Client().get("/account/login/"), Client().get("/account/login/", secure=True)

    assert (by_http.status_code, by_http["Location"]) == (301, "https://testserver/account/login/")
    assert wrong(by_http) == {}
    assert by_https.headers["Strict-Transport-Security"] == "max-age=31536000"
    assert wrong(by_https) == {}
