"""Each action with a failure at each of its SQL statements: all of it or nothing of it (reliability.md).

The demonstration calls half of the actions; `make test-long` breaks those of every test here, and says which none calls.
"""

import contextlib

import pytest
from django.db import OperationalError, transaction

from tests.breaking import Breaker, deeds
from tests.histories import with_mentor
from throughline.actions import notes
from throughline.commands.demonstration import make
from throughline.models import Event

pytestmark = pytest.mark.django_db


def test_a_failure_at_any_statement_of_an_action_leaves_nothing_of_it(monkeypatch, long_form, capsys):
    breaker = Breaker(most=None if long_form else 6)
    breaker.install(monkeypatch)

    make(people_wanted=24)

    with capsys.disabled():
        print(
            f"\n{len(breaker.tried)} of {len(deeds())} actions broken at {breaker.faults} statements, {len(breaker.halves)} halves"
        )
    assert breaker.halves == []
    assert len(breaker.tried) >= 55


def test_the_breaker_finds_an_action_that_does_half(monkeypatch, cast):
    """One that catches the failure of its second step, and goes on, is told of."""
    person = with_mentor(cast).person_id

    def careless(pk, *, by):
        """Write one row, then another, and hide that the other failed."""
        with transaction.atomic():
            Event(what="half", thing="x", thing_id="1").save(force_insert=True)
        with contextlib.suppress(OperationalError), transaction.atomic():
            Event(what="whole", thing="x", thing_id=str(pk)).save(force_insert=True)

    careless.__wrapped__, careless.__module__ = careless, notes.__name__
    monkeypatch.setattr(notes, "careless", careless, raising=False)
    breaker = Breaker()
    breaker.install(monkeypatch)

    notes.careless(person, by=None)

    assert breaker.halves == [
        "notes.careless: statement 2 failed and nobody was told",
        "notes.careless: statement 2 left a half",
    ]
