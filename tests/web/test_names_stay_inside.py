"""Names, numbers and birth dates of people stand on pages, and nowhere else: in no address, no log line, no mail."""

import logging
import random
import re
from html.parser import HTMLParser
from urllib.parse import unquote_plus

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from tests import everywhere
from tests.web.test_every_form import Inputs, _Undone, answers
from throughline.commands.demonstration import make
from throughline.models import Identifier, Mail, Organisation, Person, PersonName, Prison, SavedForm, Worker
from throughline.outside.logs import WithoutDetail

pytestmark = pytest.mark.django_db


ASKED = {"href", "action", "formaction", "src", "data-draft", "data-passkey", "data-still-here"}


class Addresses(HTMLParser):
    """Every address that a page leads to, sends to, or fetches."""

    def __init__(self, page):
        super().__init__()
        self.found = set()
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        for name, value in attributes:
            # A number to ring and an address to write to are not asked for from any server.
            if value and name in ASKED and not value.startswith(("tel:", "mailto:", "sms:", "data:")):
                self.found.add(value)


class Secrets:
    """What must not get out: of everybody in the demonstration, as words, numbers and dates."""

    def __init__(self):
        staff = " ".join(
            [
                *Worker.objects.values_list("name", flat=True), *Organisation.objects.values_list("name", flat=True),
                *Prison.objects.values_list("name", flat=True),
            ]
        )  # fmt: skip
        shared = set(re.findall(r"\w+", staff.lower()))
        names, exact = set(), set()
        for person in Person.objects.only("given_names", "family_name", "known_as", "birth_date"):
            exact.add(f"{person.given_names} {person.family_name}".lower())
            for name in (person.given_names, person.family_name, person.known_as):
                names |= {one.lower() for one in re.findall(r"\w+", name) if len(one) > 2}
            if person.birth_date:
                day = person.birth_date
                exact |= {f"{day:%Y-%m-%d}", f"{day:%d/%m/%Y}", f"{day:%Y%m%d}", f"{day.day} {day:%B %Y}".lower(), f"{day.day} {day.month} {day.year}"}  # fmt: skip
        for name in PersonName.objects.only("given_names", "family_name"):
            names |= {
                one.lower() for one in re.findall(r"\w+", f"{name.given_names} {name.family_name}") if len(one) > 2
            }
        numbers = {one.lower() for one in Identifier.objects.values_list("value", flat=True)}
        self.names = names - shared
        self.exact = exact
        self.numbers = numbers
        # Words that pages' own addresses are made of are nobody's name there.
        self.own = set(re.findall(r"[a-z]+", " ".join(str(one) for one in _patterns())))

    def named_in(self, text):
        """Return what of it stands in a text."""
        text = unquote_plus(text).lower()
        words = set(re.findall(r"\w+", text))
        return sorted(
            ((words & self.names) - self.own) | {one for one in self.exact if one in text} | (words & self.numbers)
        )


def _patterns():
    from django.urls import get_resolver

    def walk(patterns, before=""):
        for one in patterns:
            here = before + str(one.pattern)
            yield here
            if hasattr(one, "url_patterns"):
                yield from walk(one.url_patterns, here)

    return walk(get_resolver().url_patterns)


@pytest.fixture
def lines():
    """Every line that is logged, as it would be written."""
    found = []

    class Keep(logging.Handler):
        def emit(self, record):
            found.append(self.format(record))

    keep = Keep(level=logging.INFO)
    keep.setFormatter(WithoutDetail("%(levelname)s %(name)s %(message)s"))
    root = logging.getLogger()
    level = root.level
    root.addHandler(keep)
    root.setLevel(logging.INFO)
    yield found
    root.removeHandler(keep)
    root.setLevel(level)


def test_no_address_no_log_line_and_no_mail_names_anybody(settings, lines):
    settings.DEMO = True
    make(people_wanted=50)
    everywhere.with_lists()
    secrets, chance, leaks, seen = Secrets(), random.Random(6), [], set()
    assert len(secrets.names) > 40
    assert len(secrets.numbers) > 20
    one = Identifier.objects.filter(person__birth_date__isnull=False).select_related("person").order_by("pk").first()
    somebody, number = one.person, one.value
    typed = f"{somebody.given_names} {somebody.family_name} {number} {somebody.birth_date:%d/%m/%Y}"
    assert len(secrets.named_in(typed)) >= 3

    def address(where, path):
        seen.add(path)
        found = secrets.named_in(path)
        if found:
            leaks.append(f"{where} leads to {path}: {found}")

    sent = 0
    for name, thing, looks, tag in everywhere.pages():
        path = reverse(name, args=[thing] if thing is not None else [])
        client = Client(raise_request_exception=False)
        if looks is not None:
            client.force_login(looks.account, backend="allauth.account.auth_backends.AuthenticationBackend")
        page = client.get(path).content.decode()
        address(name, path)
        for one in Addresses(page).found:
            address(f"{name}{tag}", one)
        for action, method, fields in Inputs(page).forms:
            assert method == "post" or not any(sort == "words" for sort, _ in fields.values()), (
                f"{name} asks by address"
            )
            if method != "post" or "logout" in action or "sign-out" in action:
                continue
            said = answers(fields, typed, chance)
            with pytest.raises(_Undone), transaction.atomic():
                before = set(Mail.objects.values_list("pk", flat=True))
                answer = client.post(action or path, said)
                sent += 1
                address(f"{name}{tag}, sent", answer.headers.get("Location", ""))
                if answer.status_code != 302:
                    for one in Addresses(answer.content.decode()).found:
                        address(f"{name}{tag}, answered", one)
                for mail in Mail.objects.exclude(pk__in=before):
                    found = secrets.named_in(f"{mail.key} {mail.subject} {mail.body}")
                    if found:
                        leaks.append(f"{name}{tag} mails {mail.subject}: {found}")
                raise _Undone
        # What is asked for by somebody who may not, and what is not there at all, is logged too.
        Client(raise_request_exception=False).get(path)
        client.get(f"{path.rstrip('/')}/nothing")
    for mail in Mail.objects.all():
        found = secrets.named_in(f"{mail.key} {mail.subject} {mail.body}")
        if found:
            leaks.append(f"mail {mail.subject}: {found}")
    for line in lines:
        found = secrets.named_in(line)
        if found:
            leaks.append(f"log {line[:200]}: {found}")

    assert leaks == []
    assert len(seen) > 200
    assert sent > 80
    assert len(lines) > 20
    assert Mail.objects.count() > 5


def test_a_page_that_breaks_logs_nobodys_words(cast, at, lines, monkeypatch):
    """The database repeats the row that failed; an exception repeats what it was given."""
    from django.db import IntegrityError

    from tests.clients import client_of
    from tests.histories import out_and_engaged
    from tests.web.test_idle_lock import note
    from throughline.models import Note

    episode = out_and_engaged(cast)
    client = client_of(cast.mentor)
    client.raise_request_exception = False

    def fails(self, *args, **kwargs):
        words = f"duplicate key\nDETAIL:  Failing row contains (1, {self.words}, 100201)."
        raise IntegrityError(words)

    monkeypatch.setattr(Note, "save", fails)
    answer = client.post(f"/people/{episode.person_id}/note", note("Daniel Reid told me in confidence."))

    assert answer.status_code == 500
    assert any("Traceback" in line for line in lines)
    assert not any("in confidence" in line or "100201" in line for line in lines)


def test_where_a_saved_form_led_is_kept_without_a_name(cast, at):
    from tests.clients import client_of
    from tests.histories import out_and_engaged
    from tests.web.test_idle_lock import note

    episode = out_and_engaged(cast)
    client_of(cast.mentor).post(f"/people/{episode.person_id}/note", note("Daniel Reid."))

    kept = SavedForm.objects.get()
    assert "reid" not in f"{kept.path} {kept.led_to}".lower()


def test_a_name_a_number_or_a_birth_date_would_be_found(cast, at):
    from tests.histories import out_and_engaged

    person = out_and_engaged(cast).person
    number = "A7781BC"
    Identifier(person=person, kind="nomis", value=number).save(force_insert=True)
    secrets = Secrets()

    for leak in (
        "/people/?q=Reid", "/find?name=daniel+reid", f"/numbers/{number}", "/people/1992-05-04/", "Danny did not come", "born 4 May 1992",
    ):  # fmt: skip
        assert secrets.named_in(leak), leak
    for plain in (f"/people/{person.pk}/", "/offers/", "A handover waits for you.", "Moira Kerr"):
        assert secrets.named_in(plain) == [], plain
    assert Addresses('<a href="/x?q=Reid"><form action="/y"><a href="tel:0141">').found == {"/x?q=Reid", "/y"}
