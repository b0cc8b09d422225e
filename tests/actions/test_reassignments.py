"""People given by a lead: what moves, who may, what stops it, and that it is put back whole."""

import threading
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection, transaction

from tests.cast import TODAY, days, make
from tests.histories import code, moment, out_and_engaged, with_mentor
from throughline.actions import appointments, conflicts, gates, notes, ownership, reassignments, workers
from throughline.domain.conflicts import Knows
from throughline.domain.objections import Forbidden, Refused
from throughline.domain.reassignments import Gift
from throughline.domain.vocabulary import Channel, Role
from throughline.models import (
    Absence,
    Appointment,
    Assignment,
    Episode,
    Event,
    GateMeeting,
    Grant,
    Handover,
    Mail,
    Reassignment,
    ReassignmentLine,
    Worker,
    acting,
    opened_to,
)

pytestmark = pytest.mark.django_db


def sees(cast, part, person):
    standing = cast.stands(part)
    with transaction.atomic(), acting(standing):
        return opened_to(standing, person)


def gift(episode, receiver, owner=None):
    return Gift(episode.pk, receiver.pk, (owner or episode.owner).pk)


def booked(cast, episode, *, day=2):
    (one,) = appointments.book(
        episode.pk, by=cast.stands("mentor"), client_id=uuid4(), kind="appointment", starts_at=moment(days(day), 9), purpose="Bank",
        now=moment(days(-3), 9),
    )  # fmt: skip
    return one


def three(cast):
    return [
        out_and_engaged(cast),
        out_and_engaged(cast, given="Euan", family="Boyd", spin="771"),
        with_mentor(cast, given="Gavin", family="Soutar", spin="772"),
    ]


def state_of(episode):
    """Return all that a reassignment may move, of one person."""
    episode.refresh_from_db()
    return {
        "owner": episode.owner_id,
        "parts": set(Assignment.objects.filter(episode=episode, until_on=None).values_list("worker", "part")),
        "diary": set(Appointment.objects.filter(episode=episode).values_list("pk", "worker")),
        "gates": set(GateMeeting.objects.filter(episode=episode).values_list("pk", "worker")),
        "grants": set(Grant.objects.in_force().filter(person=episode.person_id).values_list("grantee", "opens", "source")),
    }  # fmt: skip


def test_people_are_given_with_their_diary_and_their_sight(cast):
    first, second, inside = three(cast)
    coming, gone = booked(cast, first), booked(cast, first, day=-1)
    gate = gates.plan(
        inside.pk, by=cast.stands("mentor"), worker=cast.mentor, due_at=moment(days(30), 9), now=moment(TODAY, 9)
    )

    made = reassignments.give(
        by=cast.stands("team_lead"),
        gifts=[gift(one, cast.other_mentor) for one in (first, second, inside)],
        today=TODAY,
    )

    for one in (first, second, inside):
        one.refresh_from_db()
        assert one.owner == cast.other_mentor
        assert sees(cast, "other_mentor", one.person_id)
        assert sees(cast, "mentor", one.person_id) == 0
    coming.refresh_from_db()
    gone.refresh_from_db()
    gate.refresh_from_db()
    assert (coming.worker, gone.worker, gate.worker) == (cast.other_mentor, cast.mentor, cast.other_mentor)
    line = ReassignmentLine.objects.get(episode=first)
    assert (line.giver, line.receiver, line.appointments, line.gates) == (
        cast.mentor,
        cast.other_mentor,
        [coming.pk],
        [],
    )
    assert made.number == ReassignmentLine.objects.filter(reassignment=made).count() == 3
    assert {one.person_id for one in Event.objects.filter(what="reassignment:give", by=cast.team_lead)} == {
        first.person_id, second.person_id, inside.person_id
    }  # fmt: skip


def test_each_worker_is_told_once_and_no_mail_names_anybody(cast):
    people = three(cast)
    reassignments.give(by=cast.stands("team_lead"), gifts=[gift(one, cast.other_mentor) for one in people], today=TODAY)

    sent = Mail.objects.filter(key__startswith="given")
    assert sorted(one.to for one in sent) == ["moira@example.org", "nadia@example.org"]
    for one in sent:
        assert not any(word in one.subject + one.body for word in ("Daniel", "Reid", "Euan", "Boyd", "Gavin", "Soutar"))


def test_the_second_of_two_leads_is_told_who_changed_and_nothing_of_theirs_is_saved(cast):
    first, second, third = three(cast)
    late = [gift(one, cast.other_mentor) for one in (first, second)]
    reassignments.give(by=cast.stands("coordinator"), gifts=[gift(second, cast.team_lead), gift(third, cast.team_lead)], today=TODAY)  # fmt: skip
    was = state_of(first)

    with pytest.raises(Refused, match="Euan Boyd has been given to someone else meanwhile"):
        reassignments.give(by=cast.stands("team_lead"), gifts=late, today=TODAY)

    assert state_of(first) == was
    second.refresh_from_db()
    assert second.owner == cast.team_lead
    assert Reassignment.objects.count() == 1


def test_a_worker_who_knows_one_of_them_is_given_none_and_nobody_is_told_why(cast):
    first, second, _ = three(cast)
    conflicts.declare_unseen(
        by=cast.stands("other_mentor"), kind=Knows.RELATIVE, on=TODAY, given_names="Daniel", family_name="Reid",
        birth_date=first.person.birth_date,
    )  # fmt: skip
    was = state_of(second)

    with pytest.raises(Refused) as refused:
        reassignments.give(
            by=cast.stands("team_lead"), gifts=[gift(one, cast.other_mentor) for one in (first, second)], today=TODAY
        )

    assert refused.value.objection.words == "Daniel Reid cannot be given to Nadia Rahman. Choose someone else."
    assert state_of(second) == was
    assert not Reassignment.objects.exists()


def test_only_a_lead_of_the_team_gives_and_only_to_workers_of_it(cast):
    episode = with_mentor(cast)
    to = [gift(episode, cast.other_mentor)]

    for part in ("mentor", "duty_worker", "administrator"):
        with pytest.raises(Forbidden):
            reassignments.give(by=cast.stands(part), gifts=to, today=TODAY)
    with pytest.raises(Refused, match="not with your team"):
        reassignments.give(by=cast.stands(Worker.objects.get(name="Lorna Lead")), gifts=to, today=TODAY)
    with pytest.raises(Refused, match="does not look after people in your team"):
        reassignments.give(by=cast.stands("team_lead"), gifts=[gift(episode, cast.stranger)], today=TODAY)
    with pytest.raises(Refused, match="looks after Daniel Reid already"):
        reassignments.give(by=cast.stands("team_lead"), gifts=[gift(episode, cast.mentor)], today=TODAY)
    with pytest.raises(Refused, match="Tick at least one"):
        reassignments.give(by=cast.stands("team_lead"), gifts=[], today=TODAY)
    reassignments.give(by=cast.stands("team_lead"), gifts=to, today=TODAY)

    episode.refresh_from_db()
    assert episode.owner == cast.other_mentor


def test_nobody_is_given_to_a_worker_who_is_away_for_long(cast):
    episode = with_mentor(cast)
    ownership.away(cast.other_mentor.pk, by=cast.stands("administrator"), from_on=TODAY, until_on=None, today=TODAY)
    assert Absence.objects.exists()

    with pytest.raises(Refused, match="Nadia Rahman has left or is away for long"):
        reassignments.give(by=cast.stands("team_lead"), gifts=[gift(episode, cast.other_mentor)], today=TODAY)

    episode.refresh_from_db()
    assert episode.owner == cast.mentor


def test_a_handover_that_waits_is_taken_back_with_what_it_opened(cast):
    episode = with_mentor(cast)
    third = workers.add(
        by=cast.stands("administrator"), name="Third Mentor", email="third@example.org", employer=cast.lead_charity, on=days(-90),
        posts=[{"organisation": cast.lead_charity, "role": Role.MENTOR, "team": cast.team}],
    )  # fmt: skip
    offered = ownership.hand_over(episode.pk, by=cast.stands("mentor"), receiver=third, starts_on=TODAY, today=TODAY)
    assert sees(cast, third, episode.person_id)

    reassignments.give(by=cast.stands("team_lead"), gifts=[gift(episode, cast.other_mentor)], today=TODAY)

    offered.refresh_from_db()
    assert offered.withdrawn_at is not None
    assert sees(cast, third, episode.person_id) == 0
    assert not Handover.objects.filter(episode=episode, withdrawn_at=None, answered_at=None).exists()
    mail = Mail.objects.get(key=f"handover-off:{offered.pk}")
    assert mail.to == "third@example.org"
    assert "lead gave the record to someone" in mail.body


def test_it_is_put_back_whole_by_another_lead_of_the_team(cast):
    people = three(cast)
    booked(cast, people[0], day=9)
    gates.plan(
        people[2].pk, by=cast.stands("mentor"), worker=cast.mentor, due_at=moment(days(30), 9), now=moment(TODAY, 9)
    )
    was = [state_of(one) for one in people]
    made = reassignments.give(
        by=cast.stands("team_lead"), gifts=[gift(one, cast.other_mentor) for one in people], today=TODAY
    )
    assert [state_of(one) for one in people] != was

    reassignments.undo(made.pk, by=cast.stands("coordinator"), today=days(6))

    assert [state_of(one) for one in people] == was
    made.refresh_from_db()
    assert made.undone_by == cast.coordinator
    assert sees(cast, "other_mentor", people[0].person_id) == 0
    with pytest.raises(Refused, match="undone already"):
        reassignments.undo(made.pk, by=cast.stands("team_lead"), today=TODAY)


def test_it_is_not_put_back_once_one_was_written_about_or_is_with_another(cast):
    first, second, third = three(cast)
    made = reassignments.give(
        by=cast.stands("team_lead"), gifts=[gift(one, cast.other_mentor) for one in (first, second, third)], today=TODAY
    )
    notes.save(
        [first.pk], by=cast.stands("other_mentor"), client_id=uuid4(), spoke=True, channel=Channel.PHONE, kind=code("contact_kinds", "mentoring"),
        words="Said hello.", minutes=5, happened_at=moment(TODAY, 9), now=moment(TODAY, 10),
    )  # fmt: skip
    second.refresh_from_db()
    reassignments.give(by=cast.stands("team_lead"), gifts=[gift(second, cast.mentor)], today=TODAY)
    was = [state_of(one) for one in (first, second, third)]

    with pytest.raises(Refused, match="2 of the 3 have been written about or given on"):
        reassignments.undo(made.pk, by=cast.stands("team_lead"), today=TODAY)

    assert [state_of(one) for one in (first, second, third)] == was


def test_it_is_not_put_back_late_nor_to_somebody_who_is_away_nor_by_others(cast):
    episode = with_mentor(cast)
    made = reassignments.give(by=cast.stands("team_lead"), gifts=[gift(episode, cast.other_mentor)], today=TODAY)

    with pytest.raises(Refused, match="more than 7 days"):
        reassignments.undo(made.pk, by=cast.stands("team_lead"), today=TODAY + timedelta(days=8))
    for part in ("other_mentor", "duty_worker"):
        with pytest.raises(Forbidden):
            reassignments.undo(made.pk, by=cast.stands(part), today=TODAY)
    ownership.away(cast.mentor.pk, by=cast.stands("administrator"), from_on=TODAY, until_on=None, today=TODAY)
    with pytest.raises(Refused, match="Moira Kerr cannot look after"):
        reassignments.undo(made.pk, by=cast.stands("team_lead"), today=TODAY)

    episode.refresh_from_db()
    assert episode.owner == cast.other_mentor


@pytest.mark.django_db(transaction=True)
def test_of_two_leads_at_the_same_moment_one_saves_and_the_other_is_told(transactional_db):
    cast = make()
    people = [with_mentor(cast), with_mentor(cast, given="Euan", family="Boyd", spin="771")]
    ready, said = threading.Barrier(2), {}

    def press(part, receiver, order):
        try:
            ready.wait(timeout=30)
            gifts = [gift(one, receiver, cast.mentor) for one in order]
            reassignments.give(by=cast.stands(part), gifts=gifts, today=TODAY)
            said[part] = ""
        except Refused as refused:
            said[part] = refused.objection.words
        finally:
            connection.close()

    presses = [
        threading.Thread(target=press, args=("team_lead", cast.other_mentor, people)),
        threading.Thread(target=press, args=("coordinator", cast.team_lead, people[::-1])),
    ]
    for one in presses:
        one.start()
    for one in presses:
        one.join(timeout=60)

    assert sorted(map(bool, said.values())) == [False, True]
    (told,) = filter(None, said.values())
    assert "Daniel Reid" in told
    assert "Euan Boyd" in told
    assert "Nothing was saved" in told
    made = Reassignment.objects.get()
    assert {one.receiver_id for one in made.lines.all()} == {Episode.objects.get(pk=one.pk).owner_id for one in people}
