"""Somebody has died: recorded by a lead, everything that was still to come stops; taken back, the record is open again."""

from importlib import import_module
from uuid import uuid4

import pytest
from django.db import connection

from tests import safe
from tests.cast import TODAY, days
from tests.histories import code, moment, out_and_engaged, with_plan
from throughline.actions import appointments, deaths, endings, gates, restrictions
from throughline.domain.objections import Forbidden, Refused
from throughline.models import (
    Appointment,
    Death,
    Ending,
    Episode,
    Event,
    GateMeeting,
    Person,
    Restriction,
    SafetyStatement,
)
from throughline.models.letters import not_to_be_written_to

pytestmark = pytest.mark.django_db

NOW = moment(TODAY, 12)


def dies(cast, person, *, by="team_lead", on=TODAY, **more):
    said = {"known_from": "His sister phoned", "family": "His mum knows. Moira tells his brother."} | more
    return deaths.record_death(person, by=cast.stands(by), died_on=on, today=TODAY, at=NOW, **said)


@pytest.mark.ledger("P14")
def test_a_lead_records_it_and_everything_still_to_come_stops(cast):
    episode, mentor = out_and_engaged(cast), cast.stands("mentor")
    person = episode.person_id
    (booked,) = appointments.book(
        episode.pk, by=mentor, client_id=uuid4(), kind="appointment", starts_at=moment(days(3), 9), purpose="Bank", now=NOW
    )  # fmt: skip
    statement, limit = safe.written(cast, episode), safe.restricted(cast, episode)

    death = dies(cast, person)

    assert Person.objects.get(pk=person).died_on == death.died_on == TODAY
    ended = Episode.objects.get(pk=episode.pk)
    assert (ended.ended_on, ended.endings.get().reason.code) == (TODAY, "death")
    assert Appointment.objects.get(pk=booked.pk).result.code == "cancelled"
    assert SafetyStatement.objects.get(pk=statement.pk).ended_because == deaths.BECAUSE
    assert Restriction.objects.get(pk=limit.pk).ended_because == deaths.BECAUSE
    event = Event.objects.get(what="person:die")
    assert (event.person_id, event.by_id) == (person, cast.team_lead.pk)


def test_a_restriction_that_is_still_to_begin_ends_too_and_whoever_had_moved_on_gets_no_letter(cast):
    episode = out_and_engaged(cast)
    restrictions.add(episode.person_id, by=cast.stands("mentor"), terms=safe.terms(from_on=days(4)), on=TODAY)
    endings.move_on(
        episode.pk, by=cast.stands("mentor"), reason=code("ending_reasons", "goals_met"), on=TODAY, today=TODAY, at=NOW
    )

    dies(cast, episode.person_id)

    assert [one.ended_because for one in Restriction.objects.all()] == [deaths.BECAUSE]
    died, _ = not_to_be_written_to([episode.person_id])
    assert died == {episode.person_id}


def test_whoever_moved_on_as_having_died_before_there_was_a_record_of_it_has_one(cast):
    episode = out_and_engaged(cast)
    Ending(
        episode=episode,
        person_id=episode.person_id,
        reason=code("ending_reasons", "death"),
        ended_on=days(-3),
        by=cast.mentor,
    ).save(force_insert=True)
    Episode.objects.filter(pk=episode.pk).update(ended_on=days(-3))

    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE owner; ALTER TABLE throughline_death NO FORCE ROW LEVEL SECURITY")
        cursor.execute(import_module("throughline.migrations.0037_deaths").EARLIER)
        cursor.execute("ALTER TABLE throughline_death FORCE ROW LEVEL SECURITY; SET LOCAL ROLE witness")

    assert Person.objects.get(pk=episode.person_id).died_on == days(-3)
    assert Death.objects.get().by == cast.mentor


def test_a_gate_that_was_planned_is_called_off(cast):
    episode = with_plan(cast, out_in=5)
    gates.plan(episode.pk, by=cast.stands("mentor"), worker=cast.mentor, due_at=moment(days(5), 9), now=NOW)

    dies(cast, episode.person_id)

    assert GateMeeting.objects.get().cancelled_at == NOW


def test_a_mentor_tells_their_lead_and_records_nothing(cast):
    episode = out_and_engaged(cast)

    with pytest.raises(Forbidden) as stopped:
        dies(cast, episode.person_id, by="mentor")
    with pytest.raises(Person.DoesNotExist):
        dies(cast, episode.person_id, by="other_mentor")
    with pytest.raises(Refused) as ended:
        endings.move_on(
            episode.pk, by=cast.stands("mentor"), reason=code("ending_reasons", "death"), on=TODAY, today=TODAY, at=NOW
        )

    assert (stopped.value.objection.code, ended.value.objection.code) == ("not_a_lead", "not_recorded")
    assert not Death.objects.exists()
    assert Episode.objects.get(pk=episode.pk).ended_on is None


@pytest.mark.parametrize(
    ("on", "why"), [(days(1), "not_yet"), (days(-20_000), "before_birth"), (days(-200), "seen_since")]
)
def test_a_day_that_cannot_be_is_refused_and_nothing_stops(cast, on, why):
    episode = out_and_engaged(cast)

    with pytest.raises(Refused) as stopped:
        dies(cast, episode.person_id, on=on)

    assert stopped.value.objection.code == why
    assert Episode.objects.get(pk=episode.pk).ended_on is None


def test_recorded_twice_it_is_recorded_once_and_nothing_new_begins(cast):
    episode = out_and_engaged(cast)
    dies(cast, episode.person_id)

    with pytest.raises(Refused) as twice:
        dies(cast, episode.person_id)
    with pytest.raises(Refused) as again:
        endings.reopen(episode.pk, by=cast.stands("team_lead"), on=TODAY)

    assert twice.value.objection.code == again.value.objection.code == "died"
    assert Death.objects.count() == 1


def test_a_mistake_is_taken_back_by_a_lead_and_the_record_goes_on(cast):
    episode = out_and_engaged(cast)
    dies(cast, episode.person_id)
    with pytest.raises(Forbidden):
        deaths.take_back(episode.person_id, by=cast.stands("mentor"), today=TODAY)

    deaths.take_back(episode.person_id, by=cast.stands("coordinator"), today=TODAY)

    back = Episode.objects.get(pk=episode.pk)
    assert (back.ended_on, back.owner, back.person.died_on) == (None, cast.mentor, None)
    assert Death.objects.get().undone_by == cast.coordinator
    with pytest.raises(Refused) as stopped:
        deaths.take_back(episode.person_id, by=cast.stands("coordinator"), today=TODAY)
    assert stopped.value.objection.code == "alive"
    dies(cast, episode.person_id)  # and may be recorded again, where it was true after all
    assert Death.objects.count() == 2
