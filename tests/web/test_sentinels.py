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
from django.urls import get_resolver
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
    Conflict,
    Draft,
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
    Worry,
    WorryReader,
    WorryTold,
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
    "Event.thing_id": "an id", "Grant.source_kind": "the name of a table",
}  # fmt: skip
# Nothing of a kind that nobody's record holds yet; or the world has none of it.
NONE_HERE = {
    "OffenceGroup.words": "nobody writes one yet", "Address.lines": "nobody writes one yet", "Address.postcode": "nobody writes one yet",
    "Withholding.because": "for the data protection lead alone: tests/web/test_oversight.py",
    "AddressChange.lines": "as its table", "AddressChange.postcode": "as its table", "OffenceGroupChange.words": "as its table",
    "WithholdingChange.because": "as its table",
}  # fmt: skip
# What a row said before has the kind of its row, and is as sealed.
OF_RECORDS = [HISTORY[model._meta.model_name] for model in OF_PEOPLE]
WORD = re.compile(r"zq\d{5}", re.IGNORECASE)


def texts():
    """Return every text that holds something of a person, by table: the fields, and how the person is named."""
    found = {}
    about = [one for one in apps.get_models() if issubclass(one, Personal)]
    for model in [*about, *OF_RECORDS, Person, Worry, WorryTold, Grant, Event, Draft]:
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
        bits = self.bits.get((name, person), 0)
        if model is Draft:
            return row.worker_id == self.ids[name] and bool(bits)
        if model is SafetyStatement and not bits & Opens.WORK:
            # Written for one organisation: no other reads it, and nobody once it does not stand any more.
            stands = row.ended_on is None and row.replaced_on is None
            return bool(bits & Opens.SAFETY) and stands and row.organisation_id in (None, *self.works_for[name])
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
    for pattern in get_resolver().url_patterns:
        if hasattr(pattern, "url_patterns"):
            continue
        kind = ROUTES[pattern.name].thing
        things = made.things(kind) if kind else {"": None}
        for state, thing in things.items():
            path = "/" + (re.sub("<.*?>", str(thing), str(pattern.pattern)) if kind else str(pattern.pattern))
            found += [(pattern.name, state, path, name) for name in made.members]
            if pattern.name == "changes":  # it comes a page at a time
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
    picked = [
        one
        for one in all_of_it
        if not one[1] and not one[0].startswith("setup") and (one[3] in named or chance.random() < 0.25)
    ]
    rest = [one for one in all_of_it if one[1]]
    for name in sorted({one[0] for one in rest}):
        of_it = [one for one in rest if one[0] == name]
        sure = [one for one in of_it if one[3] == "mentor" and one[1] in ("own", "one")]
        sure += [
            one for one in of_it if one[3] in ("partner_coach", "evaluator") and one[1] in ("shared", "read", "expired")
        ]
        picked += [*sure, *chance.sample(of_it, 3)]
    return picked


def test_no_page_no_file_and_no_mail_holds_a_word_that_is_not_open_to_its_reader(cast, at, long_form):
    logging.disable(logging.CRITICAL)
    try:
        _crawl(doors.world(cast), long_form)
    finally:
        logging.disable(logging.NOTSET)


def _crawl(made, long_form):
    put = Sentinels()
    every = {f"{model.__name__}.{name}" for model, names in texts().items() for name in names}
    assert every - put.put == set(NONE_HERE), sorted((every - put.put) ^ set(NONE_HERE))
    opened = Opened(made.members)
    clients = {name: client_of(one) if one is not None else Client() for name, one in made.members.items()}
    leaks, unlogged, overlogged, seen, looked = [], [], [], {}, 0

    def judge(where, name, response, echoed=frozenset()):
        """Find what an answer shows; nothing that is not open, and the log holds exactly whom it is about."""
        found = {one.lower() for one in WORD.findall(words_of(response))} - echoed
        for word in found:
            seen.setdefault(word, set()).add(name)
            if word not in put.held or not opened.may_read(name, put.held[word]):
                held = put.held.get(word)
                leaks.append((where, name, held and f"{held[0].__name__}.{held[1]}"))
        rows = log()
        logged = {pk for row in rows for pk in row["people"]}
        viewed = {pk for row in rows if row["how"] != "list" for pk in row["people"]}
        shown = {put.held[word][2] for word in found if put.held[word][2] is not None}
        if shown - logged:
            unlogged.append((where, name, [put.held[w][:2] for w in found if put.held[w][2] in shown - logged][:3]))
        if logged - shown - viewed:
            overlogged.append((where, name, len(logged - shown - viewed)))
        assert all(row["worker_id"] == opened.ids[name] for row in rows)

    for _, _, path, name in chosen(readings(made), long_form):
        looked += 1
        with transaction.atomic():
            cookies = clients[name].cookies.copy()
            judge(path, name, clients[name].get(path))
            clients[name].cookies = cookies
            transaction.set_rollback(True)
    for state, held in made.people.items():
        names = put.of_person(held["person"])
        typed = Person.objects.get(pk=held["person"])
        for name in made.members if long_form else ("mentor", "other_mentor", "partner_coach", "stranger"):
            with transaction.atomic():
                words = f"{typed.given_names} {typed.family_name}"
                answer = clients[name].post("/people/find", {"words": words})
                judge(f"find {state}", name, answer, frozenset(words.split()) if not opened.bits.get((name, typed.pk)) else frozenset())  # fmt: skip
                assert names
                transaction.set_rollback(True)
    mails = "".join(f"{one.key} {one.subject} {one.body}" for one in Mail.objects.all())

    assert not leaks, "\n".join(map(str, leaks))
    assert not unlogged, "\n".join(map(str, unlogged))
    assert not overlogged, "\n".join(map(str, overlogged))
    assert WORD.findall(mails) == []
    assert Mail.objects.count() > 5
    assert looked > 500
    assert len(seen) > 100, "a crawl that finds no words shows nothing"
    of_histories = {put.held[word][0] for word in seen} & set(OF_RECORDS)
    assert len(of_histories) > 15, "nor does one that finds nobody's history"
    print(f"{looked} readings, {len(put.held)} words put, {len(seen)} of them seen by somebody, 0 leaks")
