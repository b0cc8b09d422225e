"""Every form there is, with words that break careless software: nothing falls over, and every page still opens."""

import random
from html.parser import HTMLParser
from uuid import uuid4

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from tests import everywhere
from tests.hostile import HOSTILE
from throughline.commands.demonstration import make
from throughline.models import Appointment, Plan

pytestmark = pytest.mark.django_db


class Inputs(HTMLParser):
    """What a page asks for: (name, kind, answers to choose from), by form."""

    def __init__(self, page):
        super().__init__()
        self.forms, self.select, self.area = [], None, False
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        has = dict(attributes)
        if tag == "form":
            self.forms.append((has.get("action") or "", has.get("method", "get"), {}))
        if not self.forms or not has.get("name"):
            if tag == "option" and self.select is not None:
                self.select.append(has.get("value", ""))
            return
        fields = self.forms[-1][2]
        if tag == "textarea":
            fields[has["name"]] = ("words", [])
        if tag == "select":
            fields[has["name"]] = ("choice", [])
            self.select = fields[has["name"]][1]
        if tag == "input":
            kind = has.get("type", "text")
            sort = {"hidden": "hidden", "radio": "choice", "checkbox": "choice", "file": "file"}.get(kind, "words")
            fields.setdefault(has["name"], (sort, []))[1].append(has.get("value", "on"))


class _Undone(Exception):
    """Nothing of it is kept."""


def answers(fields, words, chance):
    """Return answers to a form: words in every box for words, an answer from each list, keys as they came."""
    said = {}
    for name, (sort, options) in fields.items():
        if sort == "words":
            said[name] = words
        elif sort == "choice" and options:
            said[name] = chance.choice([*options, words])
        elif sort == "hidden":
            said[name] = str(uuid4()) if name in ("once", "client_id") else options[0]
    return said


def test_hostile_words_in_every_form_break_nothing(long_form, settings):
    """Short: three strings in each form. Long: every string of the set in each."""
    settings.DEMO = True
    make(people_wanted=50)
    everywhere.with_lists()
    chance = random.Random(2)
    tried, taken, broken = 0, 0, []
    for name, thing, looks, tag in everywhere.pages():
        path = reverse(name, args=[thing] if thing is not None else [])
        client = Client(raise_request_exception=False)
        if looks is not None:
            client.force_login(looks.account, backend="allauth.account.auth_backends.AuthenticationBackend")
        page = client.get(path)
        assert page.status_code == 200, name
        for action, method, fields in Inputs(page.content.decode()).forms:
            if method != "post" or "sign-out" in action or "logout" in action:
                continue
            for words in HOSTILE if long_form else chance.sample(HOSTILE, 3):
                said = answers(fields, words.encode("utf-8", "replace").decode(), chance)
                with pytest.raises(_Undone), transaction.atomic():
                    response = client.post(action or path, said)
                    tried += 1
                    taken += response.status_code == 302
                    if response.status_code >= 500:
                        broken.append(f"{name}{tag} with {words[:40]!r}: {response.status_code}")
                    elif client.get(path).status_code >= 500:
                        broken.append(f"{name}{tag} after {words[:40]!r}")
                    raise _Undone
    assert broken == []
    assert tried > 180
    assert taken > 30, "some of it must be taken, or nothing was tried"


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_go_out_as_words(words, request):
    """In the printed plan and the calendar file."""
    from tests.cast import TODAY
    from tests.cast import make as make_cast
    from tests.histories import moment, with_plan
    from throughline.actions import appointments, plans
    from throughline.domain.vocabulary import Who

    cast = make_cast()
    said = words.encode("utf-8", "replace").decode().replace("\x00", "") or "-"
    episode = with_plan(cast)
    mentor = cast.stands("mentor")
    draft = plans.draft(episode.pk, by=mentor, on=TODAY)
    plans.write(
        draft.pk, by=mentor, version=draft.version, aims=[plans.Aim(said, (plans.Step(said[:190], Who.MENTOR),))]
    )
    (booked,) = appointments.book(
        episode.pk, by=mentor, client_id=uuid4(), kind="appointment", starts_at=moment(TODAY, 10), purpose=said[:190],
        now=moment(TODAY, 9), where=said[:190],
    )  # fmt: skip
    client = Client()
    client.force_login(cast.mentor.account, backend="allauth.account.auth_backends.AuthenticationBackend")

    printed = client.get(reverse("print_plan", args=[Plan.objects.get(pk=draft.pk).pk]))
    calendar = client.get(reverse("appointment_ics", args=[Appointment.objects.get(pk=booked.pk).pk]))

    assert printed.status_code == 200
    assert printed.content[:5] == b"%PDF-"
    assert calendar.status_code == 200
    assert calendar.content.count(b"BEGIN:VEVENT") == 1
