"""Every form there is, with words that break careless software: nothing falls over, and every page still opens."""

import random
from html.parser import HTMLParser
from uuid import uuid4

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from tests import everywhere
from tests.clients import Knocker, Writes, client_of
from tests.hostile import HOSTILE, SEVERAL, one_at_a_time
from throughline.commands.demonstration import make
from throughline.models import Appointment, Plan, Post

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


def members():
    """Return one worker of each role that somebody of the demonstration has."""
    found = {}
    for post in (
        Post.objects.filter(until_on=None, worker__account__isnull=False).select_related("worker").order_by("pk")
    ):
        found.setdefault(post.role, post.worker)
    return found


def test_hostile_words_in_every_form_break_nothing(long_form, settings):
    """Short: each form of a page with one string as whoever it is for, and one each as two more of the cast, in turn.
    Long: every string of the set as whoever it is for, and one as every other.
    """
    settings.DEMO = True
    make(people_wanted=50)
    everywhere.with_lists()
    chance, writes = random.Random(2), Writes()
    cast = members()
    roles, turn = sorted(cast), 0
    tried, taken, turned_away, broken, clients = 0, 0, 0, [], {}

    def client_for(worker):
        if worker is not None and worker.pk not in clients:
            clients[worker.pk] = client_of(worker, Knocker)
        return clients[worker.pk] if worker is not None else Knocker()

    for name, thing, looks, tag in everywhere.pages():
        path = reverse(name, args=[thing] if thing is not None else [])
        page = client_for(looks).get(path)
        assert page.status_code == 200, name
        for action, method, fields in Inputs(page.content.decode()).forms:
            if method != "post" or "sign-out" in action or "logout" in action:
                continue
            others = [cast[one] for one in roles if looks is None or cast[one].pk != looks.pk]
            if not long_form:
                others = [others[(turn + one) % len(others)] for one in range(2)]
                turn += 2
            asks = [(looks, words) for words in (HOSTILE if long_form else [chance.choice(HOSTILE)])]
            asks += [(one, chance.choice(HOSTILE)) for one in others]
            for worker, words in asks:
                client = client_for(worker)
                said = answers(fields, words.encode("utf-8", "replace").decode(), chance)
                with pytest.raises(_Undone), transaction.atomic():
                    before = writes()
                    response = client.post(action or path, said)
                    tried += 1
                    taken += response.status_code == 302
                    who = f"{name}{tag} as {worker.name if worker else 'nobody'} with {words[:40]!r}"
                    if response.status_code >= 500:
                        broken.append(f"{who}: {response.status_code}")
                    elif response.status_code in (403, 404):
                        turned_away += 1
                        if writes() != before:
                            broken.append(f"{who}: {response.status_code}, and something was written")
                    elif response.status_code == 302 and client.get(path).status_code >= 500:
                        broken.append(f"{who}: the page does not open after it")
                    raise _Undone
    assert broken == []
    assert tried > 300
    assert taken > 20, "some of it must be taken, or nothing was tried"
    assert turned_away > 50, "and some must be turned away, or it was asked as those alone whom it is for"
    print(f"{tried} forms sent as {len(cast)} roles, {taken} taken, {turned_away} turned away, 0 broken")


@pytest.mark.parametrize("several", SEVERAL)
def test_hostile_words_go_out_as_words(cast, several):
    """In the printed plan and the calendar file."""
    from tests.cast import TODAY
    from tests.histories import moment, with_plan
    from throughline.actions import appointments, plans
    from throughline.domain.vocabulary import Who

    episode = with_plan(cast)
    mentor = cast.stands("mentor")
    for words in one_at_a_time(several):
        said = words.encode("utf-8", "replace").decode().replace("\x00", "") or "-"
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
