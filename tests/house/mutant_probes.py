"""What is asked about a mutant of the second lock: tests that stand elsewhere, run one after the other until one fails."""

import os
import random

import pytest
from django.db import connection, transaction

from tests.actions import test_agreements as agreed
from tests.house import test_row_security as second
from tests.house import test_two_locks as locks
from tests.sides import sides
from throughline.models import acting


def _holds(cast):
    """A role is held by whoever holds it, and by nobody else."""
    for part, held in (("record_steward", True), ("mentor", False), ("stranger", False)):
        with acting(cast.stands(part)), connection.cursor() as cursor:
            cursor.execute("SELECT sec.holds('record_steward')")
            assert cursor.fetchone()[0] is held


def _is_service(cast):
    """The service is the service, and nobody else is."""
    for part, held in (("service", True), ("mentor", False), ("administrator", False)):
        with acting(cast.stands(part)), connection.cursor() as cursor:
            cursor.execute("SELECT sec.is_service()")
            assert cursor.fetchone()[0] is held


def _known(cast):
    """Somebody in sight is not said to be elsewhere; nobody is not there."""
    from datetime import date

    from tests.histories import with_mentor
    from throughline.queries.people import known_elsewhere

    with_mentor(cast)
    for part, told in (("mentor", False), ("stranger", True)):
        with acting(cast.stands(part)):
            person = {"identifiers": {}, "given": "Daniel", "family": "Reid"}
            assert known_elsewhere(**person, birth=date(1992, 5, 4)) is told
            assert known_elsewhere(**person, birth=date(1901, 1, 1)) is False


def _found(cast):
    """A name, a phone and a postcode find nobody out of sight; the functions give ids alone, before any policy."""
    from tests.cast import TODAY
    from tests.histories import with_mentor
    from throughline.domain import names
    from throughline.models import Address, ContactWay

    person = with_mentor(cast).person
    ContactWay(person=person, kind="phone", value="07700 900123", safe_to_leave_message=True, from_on=TODAY).save()
    Address(person=person, lines="1 High Street", postcode="G31 4EB", from_on=TODAY).save()
    keys = sorted(names.exact_keys("Reid"))
    for part, seen in (("mentor", True), ("stranger", False)):
        with acting(cast.stands(part)), connection.cursor() as cursor:
            for question, given in (
                ("SELECT sec.find(%s, %s)", [keys, keys]),
                ("SELECT who FROM sec.reached(%s, %s)", ["7700900123", ""]),
                ("SELECT who FROM sec.reached(%s, %s)", ["", "G314EB"]),
            ):
                cursor.execute(question, given)
                assert bool(cursor.fetchall()) is seen, (part, question)


def _worries(cast):
    """A worry is seen by its writer and its readers."""
    from uuid import uuid4

    from tests.cast import TODAY
    from tests.histories import moment
    from throughline.actions import worries
    from throughline.domain.worries import Danger

    worries.tell(
        by=cast.stands("mentor"), client_id=uuid4(), now=moment(TODAY, 8), words="x", danger=Danger.NO, somebody="a man"
    )
    for part, seen in (
        ("mentor", 1),
        ("safeguarding_lead", 1),
        ("other_mentor", 0),
        ("stranger", 0),
        ("coordinator", 0),
    ):
        assert second.served("SELECT count(*) FROM throughline_worry", by=cast.stands(part)) == [(seen,)], part


def _agreements(cast):
    """What rests on an agreement: both locks as it narrows, before it begins and once it is over."""
    from throughline.models import AgreementVersion, Grant, opened_to, people_in_sight
    from throughline.policy.grants import Opens

    them = sides(cast)
    with pytest.MonkeyPatch.context() as patch:
        agreed.test_a_narrower_version_narrows_what_rests_on_it_from_its_first_moment(cast, them, patch, 500)
    resting, by = Grant.objects.get(sharing__isnull=False), them.stands("trust_lead")
    over = "upper(valid) IS NULL OR upper(valid) > now()"
    for valid in (None, "now() + interval '1 day', now() + interval '9 days'", "now() - interval '2 days', now()"):
        if valid:
            with connection.cursor() as cursor:
                # What was replaced stands further back, so that nothing overlaps.
                cursor.execute(
                    f"UPDATE throughline_agreementversion SET valid = tstzrange('2020-01-01', '2020-02-01') WHERE NOT ({over})"
                )
                cursor.execute(f"UPDATE throughline_agreementversion SET valid = tstzrange({valid}) WHERE {over}")
        by.sight.clear()
        with acting(by), connection.cursor() as cursor:
            opened = opened_to(by, resting.person_id)
            for category in Opens:
                cursor.execute("SELECT %s = ANY(sec.sight(%s))", [resting.person_id, int(category)])
                assert cursor.fetchone()[0] is bool(opened & category), (valid, category)
                assert (resting.person_id in people_in_sight(by, category)) is bool(opened & category), (
                    valid,
                    category,
                )
        said = Grant.objects.filter(pk=resting.pk).in_force().with_opened().with_end().first()
        assert (said.opened if said else 0) == opened, valid
        if said:
            assert said.until == min(resting.ends, AgreementVersion.objects.in_force().get().ends), valid


def _taken(cast):
    """A conflict and a seal take from sight while they stand, and from nobody once they have ended."""
    from django.utils import timezone

    from tests.cast import TODAY
    from tests.histories import with_mentor
    from throughline.models import Conflict, Seal, SealHolder, Worker, kept_out, opened_to, people_in_sight
    from throughline.policy.grants import EVERYTHING, Opens

    person, service, now = with_mentor(cast).person, Worker.objects.get(service=True), timezone.now()

    def seen(what):
        by = cast.stands("mentor")
        with acting(by), connection.cursor() as cursor:
            for category in (Opens.ADDRESS, Opens.HEALTH):
                for open_now in (person.pk in people_in_sight(by, category), bool(opened_to(by, person.pk) & category)):
                    assert open_now is (category not in what), (what, category)
            assert (kept_out(person.pk, [by.worker]) == {by.worker}) is (Opens.IDENTITY in what)
            for focus in ("", str(person.pk)):
                cursor.execute("SELECT set_config('app.focus', %s, true)", [focus])
                for category in (Opens.ADDRESS, Opens.HEALTH):
                    cursor.execute("SELECT %s = ANY(sec.sight(%s))", [person.pk, int(category)])
                    assert cursor.fetchone()[0] is (category not in what), (focus, what, category)

    def known_by(worker):
        one = Conflict(
            worker=worker, person=person, family_name="x", kind="other", declared_by=service, declared_on=TODAY
        )
        one.save(force_insert=True)
        return one

    def held_by(worker):
        one = SealHolder(seal=seal, person=person, worker=worker, named_by=service, from_on=TODAY)
        one.save(force_insert=True)
        return one

    def end(one):
        one.ended_at = now
        one.save(update_fields=["ended_at"])

    known_by(cast.stranger)
    seen(Opens(0))
    conflict = known_by(cast.mentor)
    seen(Opens(EVERYTHING))
    end(conflict)
    seen(Opens(0))
    seal = Seal(person=person, name="x", kind="other", opens=Opens.ADDRESS, because="x", set_by=service, from_on=TODAY,
                review_on=TODAY)  # fmt: skip
    seal.save(force_insert=True)
    held_by(cast.stranger)
    seen(Opens.ADDRESS)
    holder = held_by(cast.mentor)
    seen(Opens(0))
    end(holder)
    seen(Opens.ADDRESS)
    end(seal)
    seen(Opens(0))


def _times(cast):
    """A grant opens from its first moment and until its last: in a list and of one record."""
    from datetime import timedelta
    from uuid import uuid4

    from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
    from django.utils import timezone

    from throughline.models import Grant, Person, opened_to, people_in_sight
    from throughline.policy.grants import EVERYTHING, Opens

    now, hour = timezone.now(), timedelta(hours=1)
    for starts, ends, is_open in ((-2, -1, False), (-2, 1, True), (-2, None, True), (1, None, False)):
        person = Person(family_name="Now and then")
        person.save(force_insert=True)
        valid = DateTimeTZRange(now + starts * hour, now + ends * hour if ends else None, "[)")
        Grant(person=person, opens=EVERYTHING, worker=cast.mentor, basis="cover", because="Test", source_kind="test", source=uuid4(),
              valid=valid).save(force_insert=True)  # fmt: skip
        by = cast.stands("mentor")
        with acting(by):
            assert bool(opened_to(by, person.pk)) is is_open, valid
            assert (person.pk in people_in_sight(by, Opens.NOTES)) is is_open, valid


def _worlds(cast):
    """The three agree on random worlds."""
    for seed in range(4):
        locks._one_world(cast, random.Random(seed))


def noticed(cast, settings):
    """Return the first probe that a mutant does not pass, or nothing. Each is undone."""
    probes = [
        ("its actor", lambda: locks.test_a_forged_old_borrowed_or_senseless_name_is_nobody(cast, settings)),
        ("a role", lambda: _holds(cast)),
        ("the service", lambda: _is_service(cast)),
        ("somebody elsewhere", lambda: _known(cast)),
        ("somebody found", lambda: _found(cast)),
        ("a worry", lambda: _worries(cast)),
        ("the unknown", lambda: locks.test_only_somebody_never_granted_to_anyone_is_unknown(cast)),
        ("the focus", lambda: locks.test_focus_narrows_and_never_widens(cast)),
        ("a gift", lambda: second.test_who_works_on_one_record_gives_sight_of_that_one_alone(cast, None)),
        ("what is taken", lambda: _taken(cast)),
        ("a time", lambda: _times(cast)),
        ("an agreement", lambda: _agreements(cast)),
        ("random worlds", lambda: _worlds(cast)),
    ]  # fmt: skip
    for name, probe in probes:
        with transaction.atomic():
            point = transaction.savepoint()
            try:
                probe()
            except (Exception, pytest.fail.Exception) as told:
                if os.environ.get("SHOW"):
                    raise
                return [f"{name}: {type(told).__name__}"]
            finally:
                transaction.savepoint_rollback(point)
    return []
