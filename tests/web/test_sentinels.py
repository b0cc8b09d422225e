"""A word of its own in every text of every table about people: nobody reads one whose kind is not open to them.

What is open is worked out here from the rows of grants alone, in plain Python, beside the product's two locks.
"""

import logging
import random
import re
from io import BytesIO

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, models, transaction
from django.test import Client
from pypdf import PdfReader

from tests import doors
from tests.cast import TODAY
from tests.clients import client_of
from tests.doors_table import ROUTES
from tests.web.test_looks import log
from throughline.domain.vocabulary import Role
from throughline.models import (
    HISTORY,
    AgreementVersion,
    BreakGlass,
    Conflict,
    Draft,
    Episode,
    Event,
    Grant,
    Mail,
    NameKeys,
    Person,
    Post,
    SafetyStatement,
    Seal,
    SealHolder,
    SharingTerm,
    Team,
    Withholding,
    Worry,
    WorryReader,
    WorryTold,
    as_service,
)
from throughline.models.history import OF_PEOPLE
from throughline.models.sight import Personal
from throughline.policy.grants import Opens

pytestmark = pytest.mark.django_db

# Texts that cannot hold a word of their own, each with why.
SKIPPED = {
    "LiberationDate.kind": "a code of the list's", "ClockExemption.standard": "a clock's code", "CustodyPeriod.release_kind": "a code",
    "Note.digest": "a hash", "HeldRow.fingerprint": "a hash", "SafetyStatement.relevant": "yes or no", "SafetyStatement.necessary": "yes or no",
    "SafetyStatement.harmful": "yes or no", "SafetyStatement.sayable": "yes or no", "Event.what": "a code", "Event.thing": "the name of a table",
    "Event.thing_id": "an id", "Grant.source_kind": "the name of a table", "SheetLine.code": "a code that holds nothing of anybody",
}  # fmt: skip
# Nothing of a kind that nobody's record holds yet; or the world has none of it.
NONE_HERE = {
    "OffenceGroup.words": "nobody writes one yet", "Address.lines": "nobody writes one yet", "Address.postcode": "nobody writes one yet",
    "AddressChange.lines": "as its table", "AddressChange.postcode": "as its table", "OffenceGroupChange.words": "as its table",
}  # fmt: skip
# What a row said before has the kind of its row, and is as sealed.
OF_RECORDS = [HISTORY[model._meta.model_name] for model in OF_PEOPLE]
WORD = re.compile(r"zq\d{5}", re.IGNORECASE)


def texts():
    """Return every text that holds something of a person, by table: the fields, and how the person is named."""
    found = {}
    about = [one for one in apps.get_models() if issubclass(one, Personal)]
    for model in [*about, *OF_RECORDS, Person, Worry, WorryTold, Grant, Event, Draft, Seal, Conflict, BreakGlass]:
        fields = [
            one.name
            for one in model._meta.fields
            if isinstance(one, models.CharField | models.TextField)
            and not one.choices
            and f"{model.__name__}.{one.name}" not in SKIPPED
            and f"{model.__name__.removesuffix('Change')}.{one.name}" not in SKIPPED
            and not one.name.startswith("pgh_")
        ]
        found[model] = fields
    return found


class Sentinels:
    """Puts a word of its own into every text, as the witness, and knows whose each is and of which kind."""

    def __init__(self):
        self.held, self.put, self.number = {}, set(), 0
        with connection.cursor() as cursor:  # undone with the test
            cursor.execute("SET ROLE owner")
            cursor.execute("GRANT INSERT, UPDATE ON ALL TABLES IN SCHEMA public TO witness")
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            for model in texts():  # what is agreed does not change in life
                cursor.execute(f"ALTER TABLE {model._meta.db_table} DISABLE TRIGGER USER")
            cursor.execute("SET ROLE witness")
        for model in OF_PEOPLE:
            _let_each_have_a_history(model)
        for model, fields in texts().items():
            for row in model.objects.order_by("pk"):
                said = {name: self._word(model, name, row) for name in fields}
                if model is Draft:
                    said = {"body": row.body | {"words": self._word(model, "body", row)}}
                for name, word in said.items():
                    try:
                        with transaction.atomic():
                            model.objects.filter(pk=row.pk).update(**{name: word})
                    except DatabaseError:
                        del self.held[word]
                        continue  # what has not ended has no words of its end: another row has
                    self.put.add(f"{model.__name__}.{name}")
        from throughline.actions.people import _keys_of

        for person in Person.objects.all():
            NameKeys.objects.filter(person=person).update(keys=_keys_of(person))

    def _word(self, model, name, row):
        self.number += 1
        word = f"zq{self.number:05d}"
        person = row.pk if model is Person else row.worry.person_id if model is WorryTold else _person_of(row)
        self.held[word] = (model, name, person, row)
        return word

    def of_person(self, person):
        """Return the words that a person is named by."""
        return {word for word, (model, _, pk, _) in self.held.items() if model is Person and pk == person}


class Opened:
    """What is open to whom, from the rows of grants, terms and posts, without the product's own questions."""

    def __init__(self, members):
        with connection.cursor() as cursor:
            cursor.execute("SELECT now()")
            self.now = cursor.fetchone()[0]
        in_force = {
            one.pk
            for one in AgreementVersion.objects.all()
            if one.starts and one.ends and one.starts <= self.now < one.ends
        }
        terms = {one.sharing_id: one.opens for one in SharingTerm.objects.all() if one.version_id in in_force}
        self.bits = {}
        grants = list(Grant.objects.all())
        for name, worker in members.items():
            keys = self._keys(worker)
            for grant in grants:
                if grant.grantee in keys and grant.starts <= self.now < grant.ends:
                    opens = grant.opens
                    if grant.sharing_id is not None:
                        opens = grant.opens & (terms[grant.sharing_id] | Opens.WORK) if grant.sharing_id in terms else 0
                    self.bits[name, grant.person_id] = self.bits.get((name, grant.person_id), 0) | opens
        self._shut(members)
        self.ids = {name: worker.pk for name, worker in members.items() if worker is not None}
        self.works_for = {
            name: set(Post.objects.filter(worker=pk).values_list("organisation_id", flat=True))
            for name, pk in self.ids.items()
        }
        self.reads = {(one.worry_id, one.worker_id) for one in WorryReader.objects.all()}

    def _shut(self, members):
        """Take what seals and conflicts take, whatever was opened."""
        named = {(one.seal_id, one.worker_id) for one in SealHolder.objects.filter(ended_at=None)}
        seals = list(Seal.objects.filter(ended_at=None))
        known = {(one.person_id, one.worker_id) for one in Conflict.objects.filter(ended_at=None)}
        for (name, person), bits in self.bits.items():
            worker, left = members[name].pk, bits
            for seal in seals:
                if seal.person_id == person and (seal.pk, worker) not in named:
                    left &= ~seal.opens
            self.bits[name, person] = 0 if (person, worker) in known else left

    @staticmethod
    def _keys(worker) -> set:
        if worker is None or (worker.ended_on is not None and worker.ended_on < TODAY):
            return set()
        keys = {worker.pk}
        for post in Post.objects.filter(worker=worker, from_on__lte=TODAY):
            if post.until_on is not None and post.until_on < TODAY:
                continue
            if post.role in (Role.TEAM_LEAD, Role.COORDINATOR, Role.DUTY_WORKER):
                keys.add(post.team_id or post.organisation_id)
            if post.role == Role.COORDINATOR and post.team_id is None:
                keys |= {one.pk for one in Team.objects.filter(organisation=post.organisation_id)}
        return keys

    def may_read(self, name, held):
        """Tell whether a word may stand before one of the cast."""
        model, _, person, row = held
        if name not in self.ids:
            return False
        if model in (Worry, WorryTold):
            worry = row if model is Worry else row.worry
            return worry.author_id == self.ids[name] or (worry.pk, self.ids[name]) in self.reads
        if model in (Seal, Withholding, HISTORY["withholding"]):
            return name == "data_protection"
        if model is Conflict:
            return name in ("data_protection", "record_steward") or row.declared_by_id == self.ids[name]
        if model is BreakGlass:
            return name == "data_protection" or self.ids[name] in (row.worker_id, *row.asked)
        bits = self.bits.get((name, person), 0)
        if model is Draft:
            return row.worker_id == self.ids[name] and bool(bits)
        if model is SafetyStatement and not bits & Opens.WORK:
            # Written for one organisation: no other reads it, and nobody once it does not stand any more.
            stands = row.ended_on is None and row.replaced_on is None
            written_for = row.organisation_id in (None, *self.works_for[name])
            emergency = Grant.objects.filter(basis="break_glass", worker=self.ids[name], person=person).exists()
            return bool(bits & Opens.SAFETY) and stands and (written_for or emergency)
        if model in OF_RECORDS and not bits & Opens.WORK:
            return False  # told to whoever works on the record
        opens = Opens.IDENTITY if model in (Person, Grant) else model.OPENS
        return bool(bits & opens)


def _let_each_have_a_history(model):
    """Let every row of a kind have said something before: not all that the world does changes one."""
    history = HISTORY[model._meta.model_name]
    names = {one.attname for one in history._meta.concrete_fields if not one.name.startswith("pgh_")}
    history.objects.bulk_create(
        history(pgh_obj_id=row.pk, pgh_by_id=None, pgh_label="change", **{name: getattr(row, name) for name in names})
        for row in model.objects.all()
    )


def _person_of(row):
    return getattr(row, f"{getattr(row, 'PERSON_COLUMN', 'person')}_id")


def words_of(response):
    """Return what an answer says: a page, a sheet to print, a calendar file."""
    if response.headers.get("Content-Type", "").startswith("application/pdf"):
        return "".join(page.extract_text() for page in PdfReader(BytesIO(response.content)).pages)
    return response.content.decode("utf-8", "replace").replace("\r\n ", "")


def readings(made):
    """Return (name of the address, path, member) of everything that can be read, as everybody."""
    found = []
    for address, route in doors.addresses().items():
        kind = ROUTES[address].thing
        for state, thing in (made.things(kind) if kind else {"": None}).items():
            path = "/" + re.sub("<.*?>", str(thing), route)
            found += [(address, state, path, name) for name in made.members]
            if address == "api_people":
                found += [(address, state, f"{path}?of=sight", name) for name in made.members]
            if address == "changes":  # it comes a page at a time
                found += [
                    (f"changes {page}", state, f"{path}?page={page}", name)
                    for name in made.members
                    for page in (2, 3, 4)
                ]
    return found


def chosen(all_of_it, long_form):
    """Short: pages of one's own as those named and others by chance; each page of a record as the mentor, and by chance."""
    if long_form:
        return all_of_it
    chance = random.Random(17)
    named = ("mentor", "team_lead", "partner_coach", "evaluator", "safeguarding_lead", "data_protection", "stranger")
    api = [one for one in all_of_it if one[0].startswith("api")]
    rest = [one for one in all_of_it if one[1] and one not in api]
    picked = [
        one
        for one in all_of_it
        if not one[1]
        and one not in api
        and not one[0].startswith("setup")
        and (one[3] in named or chance.random() < 0.25)
    ]
    # What a program gets: each list as everybody, each record as whoever works with some, each as three more by chance.
    picked += [one for one in api if not one[1] or (one[3] in named and one[0] == "api_person")]
    for name in ("api_save_note", "api_mark_appointment"):
        picked += [one for one in api if one[0] == name and one[3] in ("mentor", "partner_coach", "stranger")]
    for name in sorted({one[0] for one in rest}):
        of_it = [one for one in rest if one[0] == name]
        sure = [one for one in of_it if one[3] == "mentor" and one[1] in ("own", "one")]
        sure += [
            one for one in of_it if one[3] in ("partner_coach", "evaluator") and one[1] in ("shared", "read", "expired")
        ]
        picked += [*sure, *chance.sample(of_it, 3)]
    return picked


class Crawl:
    """Reads as everybody, and keeps what was shown and must not have been, and what the read log did not say."""

    def __init__(self, made):
        self.put = Sentinels()
        self.opened = Opened(made.members)
        self.clients = {name: client_of(one) if one is not None else Client() for name, one in made.members.items()}
        self.programs = {
            name: Client(headers={"authorization": f"Bearer {made.secrets.get(name, '')}"}) for name in made.members
        }
        self.leaks, self.unlogged, self.overlogged, self.seen, self.looked = [], [], [], {}, 0

    def read(self, address, path, name):
        """Ask for one address as somebody, judge what comes, and undo what it did."""
        self.looked += 1
        of = ROUTES[address.split()[0]]
        client = (self.programs if of.for_machines else self.clients)[name]
        with transaction.atomic():
            cookies = client.cookies.copy()
            # What an operation answers with is read too; a page that is sent is led on to a page that is read.
            asked = (
                client.post(path, **doors.sent(address)) if of.for_machines and of.get == "405" else client.get(path)
            )
            self.judge(path, name, asked)
            client.cookies = cookies
            transaction.set_rollback(True)

    def judge(self, where, name, response, echoed=frozenset()):
        """Find what an answer shows; nothing that is not open, and the log holds exactly whom it is about."""
        put, opened = self.put, self.opened
        found = {one.lower() for one in WORD.findall(words_of(response))} - echoed
        for word in found:
            self.seen.setdefault(word, set()).add(name)
            if word not in put.held or not opened.may_read(name, put.held[word]):
                held = put.held.get(word)
                self.leaks.append((where, name, held and f"{held[0].__name__}.{held[1]}"))
        rows = log()
        logged = {pk for row in rows for pk in row["people"]}
        viewed = {pk for row in rows if row["how"] != "list" for pk in row["people"]}
        shown = {put.held[word][2] for word in found if word in put.held and put.held[word][2] is not None}
        if shown - logged:
            self.unlogged.append(
                (where, name, [put.held[w][:2] for w in found if put.held[w][2] in shown - logged][:3])
            )
        if logged - shown - viewed:
            self.overlogged.append((where, name, len(logged - shown - viewed)))
        assert all(row["worker_id"] == opened.ids[name] for row in rows)


@pytest.fixture
def quiet(settings):
    """Nothing is written about each page that is not there, and a program may ask as often as a crawl does."""
    settings.API_RATES = {"token": "1000000/1m/key", "wrong": "1000000/5m/ip"}
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


def test_no_page_no_file_no_mail_and_no_program_holds_a_word_that_is_not_open_to_its_reader(cast, at, quiet, long_form):
    made = doors.world(cast)
    crawl = Crawl(made)
    put, opened = crawl.put, crawl.opened
    every = {f"{model.__name__}.{name}" for model, names in texts().items() for name in names}
    assert every - put.put == set(NONE_HERE), sorted((every - put.put) ^ set(NONE_HERE))

    for address, _, path, name in chosen(readings(made), long_form):
        crawl.read(address, path, name)
    for state, held in made.people.items():
        typed = Person.objects.get(pk=held["person"])
        assert put.of_person(typed.pk)
        for name in made.members if long_form else ("mentor", "other_mentor", "partner_coach", "stranger"):
            with transaction.atomic():
                words = f"{typed.given_names} {typed.family_name}"
                answer = crawl.clients[name].post("/people/find", {"words": words})
                echoed = frozenset() if opened.bits.get((name, typed.pk)) else frozenset(words.split())
                crawl.judge(f"find {state}", name, answer, echoed)
                transaction.set_rollback(True)
    mails = "".join(f"{one.key} {one.subject} {one.body}" for one in Mail.objects.all())

    assert not crawl.leaks, "\n".join(map(str, crawl.leaks))
    assert not crawl.unlogged, "\n".join(map(str, crawl.unlogged))
    assert not crawl.overlogged, "\n".join(map(str, crawl.overlogged))
    assert WORD.findall(mails) == []
    assert Mail.objects.count() > 5
    assert crawl.looked > 500
    assert len(crawl.seen) > 100, "a crawl that finds no words shows nothing"
    of_histories = {put.held[word][0] for word in crawl.seen} & set(OF_RECORDS)
    assert len(of_histories) > 15, "nor does one that finds nobody's history"
    print(f"{crawl.looked} readings, {len(put.held)} words put, {len(crawl.seen)} of them seen by somebody, 0 leaks")


def test_a_leak_that_is_planted_and_a_look_that_is_not_logged_are_reported(cast, at, quiet, monkeypatch):
    """One list shows everybody's people to all; then it shows its own and the log is not told."""
    made = doors.world(cast)
    crawl = Crawl(made)

    def reported():
        for name in ("mentor", "stranger"):
            crawl.read("people", "/people/", name)
            crawl.read("api_people", "/api/people", name)
        found = (crawl.leaks, crawl.unlogged, crawl.overlogged)
        crawl.leaks, crawl.unlogged, crawl.overlogged = [], [], []
        return found

    assert reported() == ([], [], [])

    def of_all(**given):
        with as_service():
            return list(Episode.objects.select_related("person", "owner", "team").order_by("pk"))

    with monkeypatch.context() as planted:
        planted.setattr("throughline.api.people.caseload", of_all)
        leaks, _, _ = reported()
    assert {(where, name) for where, name, _ in leaks} == {("/api/people", "mentor"), ("/api/people", "stranger")}
    assert {what for _, _, what in leaks} >= {"Person.given_names", "Person.family_name"}

    with monkeypatch.context() as planted:
        for place in ("throughline.web.views.people", "throughline.api.people"):
            planted.setattr(f"{place}.shows", lambda *given, **named: None)
        leaks, unlogged, _ = reported()
    assert leaks == []
    assert {(where, name) for where, name, _ in unlogged} == {("/people/", "mentor"), ("/api/people", "mentor")}
