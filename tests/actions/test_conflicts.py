"""A worker knows somebody: the record is not there for them any more, and nobody is told why."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from tests.cast import BEGAN, TODAY, days
from tests.histories import arrive, out_and_engaged, with_mentor
from throughline.actions import conflicts, custody, episodes, ownership, people
from throughline.domain.conflicts import Knows
from throughline.domain.objections import Forbidden, Refused
from throughline.domain.vocabulary import IdentifierKind, Part
from throughline.models import (
    Assignment,
    Conflict,
    Episode,
    Event,
    Grant,
    Handover,
    Mail,
    Person,
    acting,
    opened_to,
)
from throughline.queries.gates import possible_receivers
from throughline.queries.looks import who_can_see
from throughline.queries.people import caseload, find
from throughline.queries.records import record_of

pytestmark = pytest.mark.django_db


def knows(cast, episode, part="mentor", worker=None, **more):
    conflicts.declare(
        episode.person_id, by=cast.stands(part), on=TODAY, worker=worker, **{"kind": Knows.RELATIVE} | more
    )


def sees(cast, part, episode):
    standing = cast.stands(part)
    with transaction.atomic(), acting(standing):
        return opened_to(standing, episode.person_id)


def found_by(cast, part, words):
    standing = cast.stands(part)
    with transaction.atomic(), acting(standing):
        return [one.person.pk for one in find(words, by=standing, today=TODAY).rows]


def unseen(cast, part="mentor", worker=None, **who):
    conflicts.declare_unseen(
        by=cast.stands(part), kind=Knows.DISPUTE, on=TODAY, worker=worker,
        **{"given_names": "Daniel", "family_name": "Reid", "birth_date": date(1992, 5, 4)} | who,
    )  # fmt: skip


def test_a_worker_who_knows_somebody_sees_them_nowhere_from_that_moment(cast):
    episode, other = out_and_engaged(cast), with_mentor(cast, given="Euan", family="Boyd")
    assert sees(cast, "mentor", episode)
    assert found_by(cast, "mentor", "Reid") == [episode.person_id]

    knows(cast, episode)

    assert sees(cast, "mentor", episode) == 0
    assert found_by(cast, "mentor", "Reid") == []
    standing = cast.stands("mentor")
    with transaction.atomic(), acting(standing):
        assert [one.person_id for one in caseload(by=standing)] == [other.person_id]
        assert not Person.objects.visible_to(standing).filter(pk=episode.person_id).exists()
        with pytest.raises(Person.DoesNotExist):
            record_of(episode.person_id, by=standing)


def test_a_team_grant_and_a_grant_given_afterwards_open_nothing_either(cast):
    episode = out_and_engaged(cast)
    knows(cast, episode, part="coordinator", worker=cast.team_lead)

    assert Grant.objects.in_force().filter(person=episode.person_id, team=cast.team).exists()
    assert sees(cast, "team_lead", episode) == 0
    assert sees(cast, "mentor", episode)
    assert sees(cast, "duty_worker", episode)


def test_the_one_who_looked_after_them_gives_the_record_to_the_lead_first(cast):
    episode = out_and_engaged(cast)
    knows(cast, episode)

    episode.refresh_from_db()
    assert episode.owner == cast.team_lead
    assert not Assignment.objects.filter(episode=episode, worker=cast.mentor, until_on__isnull=True).exists()
    assert not Episode.objects.filter(ended_on__isnull=True, owner=cast.mentor).exists()
    assert Handover.objects.get(stands_in=True).receiver == cast.team_lead
    told = Mail.objects.get(key__startswith="stand-in:")
    assert "conflict" not in told.body.lower()


def test_a_lead_who_knows_them_too_is_passed_over(cast):
    episode = out_and_engaged(cast)
    knows(cast, episode, part="coordinator", worker=cast.team_lead)
    knows(cast, episode)

    episode.refresh_from_db()
    assert episode.owner == cast.duty_worker


def test_where_nobody_can_look_after_them_nothing_changes(cast):
    episode = out_and_engaged(cast)
    for one in (cast.team_lead, cast.duty_worker):
        knows(cast, episode, part="coordinator", worker=one)
    cast.coordinator.posts.update(until_on=BEGAN)
    before = Conflict.objects.count()

    with pytest.raises(Refused, match="Nobody can stand in for Moira Kerr"):
        knows(cast, episode)

    episode.refresh_from_db()
    assert (episode.owner, Conflict.objects.count()) == (cast.mentor, before)
    assert sees(cast, "mentor", episode)


def test_a_worker_with_a_conflict_is_not_offered_and_cannot_be_asked_to_take_over(cast):
    episode = out_and_engaged(cast)
    standing = cast.stands("mentor")

    def offered():
        with transaction.atomic(), acting(standing):
            record = record_of(episode.person_id, by=cast.stands("mentor"))
            return possible_receivers(record, by=standing, on=TODAY)

    assert cast.other_mentor in offered()

    knows(cast, episode, part="team_lead", worker=cast.other_mentor)

    assert cast.other_mentor not in offered()
    with pytest.raises(Refused) as refused:
        ownership.hand_over(
            episode.pk, by=standing, receiver=cast.other_mentor, starts_on=TODAY, today=TODAY, part=Part.MENTOR
        )
    assert "conflict" not in refused.value.objection.words.lower()


def test_a_handover_that_waits_for_them_comes_back(cast):
    episode = out_and_engaged(cast)
    handed = ownership.hand_over(
        episode.pk, by=cast.stands("mentor"), receiver=cast.other_mentor, starts_on=TODAY, today=TODAY
    )

    knows(cast, episode, part="other_mentor")

    handed.refresh_from_db()
    assert handed.withdrawn_at is not None
    episode.refresh_from_db()
    assert episode.owner == cast.mentor


def test_who_can_see_leaves_them_out(cast):
    episode = with_mentor(cast)
    knows(cast, episode, part="team_lead", worker=cast.prison_coach)
    standing = cast.stands("mentor")

    with transaction.atomic(), acting(standing):
        names = {one.name for one in who_can_see(episode.person_id, on=TODAY)}

    assert "Iain Petrie" not in names
    assert "Moira Kerr" in names


def test_said_twice_or_by_another_too_it_is_said_once_and_nobody_is_told(cast):
    episode = out_and_engaged(cast)
    knows(cast, episode, part="team_lead", worker=cast.other_mentor)
    knows(cast, episode, part="coordinator", worker=cast.other_mentor, kind=Knows.VICTIM)
    unseen(cast, part="other_mentor")

    assert Conflict.objects.count() == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        Conflict(
            worker=cast.other_mentor, person_id=episode.person_id, kind="other", declared_by=cast.service, declared_on=TODAY
        ).save(force_insert=True)  # fmt: skip


def test_neither_side_is_told(cast):
    episode = out_and_engaged(cast)
    knows(cast, episode, part="team_lead", worker=cast.other_mentor)

    assert not Event.objects.filter(what__startswith="conflict:", person__isnull=False).exists()
    for part in ("other_mentor", "mentor", "coordinator", "stranger", "prison_coach"):
        assert not Conflict.objects.visible_to(cast.stands(part)).exists(), part
    for part in ("team_lead", "record_steward"):
        assert Conflict.objects.visible_to(cast.stands(part)).exists(), part


def test_only_a_lead_says_it_of_another_and_of_somebody_in_sight(cast):
    episode = out_and_engaged(cast)

    with pytest.raises(Forbidden):
        knows(cast, episode, worker=cast.other_mentor)
    with pytest.raises(Person.DoesNotExist):
        knows(cast, episode, part="stranger")
    assert not Conflict.objects.exists()


def test_somebody_out_of_sight_is_named_exactly_and_shut_at_once_where_they_are_here(cast):
    episode = out_and_engaged(cast, spin="45871")
    unseen(cast, part="other_mentor")
    unseen(
        cast,
        part="other_coach",
        given_names="",
        family_name="",
        birth_date=None,
        identifiers={IdentifierKind.SPIN: "45871"},
    )

    assert {one.worker: one.person_id for one in Conflict.objects.all()} == {
        cast.other_mentor: episode.person_id, cast.other_coach: episode.person_id
    }  # fmt: skip


def test_somebody_who_is_not_here_yet_is_shut_on_the_night_they_come(cast):
    unseen(cast, part="prison_coach", given_names="DANIEL")
    assert Conflict.objects.get().person is None
    episode = arrive(cast)
    assert episode.owner == cast.prison_coach
    assert sees(cast, "prison_coach", episode)

    found = conflicts.look_for_waiting(by=cast.stands(cast.service), on=TODAY)

    episode.refresh_from_db()
    assert found == 1
    assert sees(cast, "prison_coach", episode) == 0
    assert episode.owner != cast.prison_coach
    assert conflicts.look_for_waiting(by=cast.stands(cast.service), on=TODAY) == 0


def test_the_record_steward_says_whose_record_it_is(cast):
    episode = out_and_engaged(cast, spin="45871")
    unseen(cast, part="other_mentor", given_names="Dan")
    conflict = Conflict.objects.get()

    with pytest.raises(Forbidden):
        conflicts.match(conflict.pk, by=cast.stands("mentor"), on=TODAY, identifiers={IdentifierKind.SPIN: "45871"})
    with pytest.raises(Refused, match="No record has exactly that"):
        conflicts.match(conflict.pk, by=cast.stands("record_steward"), on=TODAY, identifiers={IdentifierKind.SPIN: "1"})
    conflicts.match(conflict.pk, by=cast.stands("record_steward"), on=TODAY, identifiers={IdentifierKind.SPIN: "45871"})

    conflict.refresh_from_db()
    assert conflict.person_id == episode.person_id
    with pytest.raises(Refused, match="found already"):
        conflicts.match(
            conflict.pk, by=cast.stands("record_steward"), on=TODAY, identifiers={IdentifierKind.SPIN: "45871"}
        )


def test_two_records_that_fit_are_nobodys_until_the_steward_says(cast):
    out_and_engaged(cast)
    people.create(by=cast.stands("other_coach"), given_names="Daniel", family_name="Reid", birth_date=date(1992, 5, 4))
    unseen(cast, part="other_mentor")

    assert Conflict.objects.get().person is None
    with pytest.raises(Refused, match="More than one record"):
        conflicts.match(
            Conflict.objects.get().pk, by=cast.stands("record_steward"), on=TODAY, given_names="Daniel", family_name="Reid",
            birth_date=date(1992, 5, 4),
        )  # fmt: skip


@pytest.mark.parametrize("missing", ["given_names", "family_name", "birth_date"])
def test_half_a_name_is_not_enough(cast, missing):
    with pytest.raises(Refused) as refused:
        unseen(cast, **{missing: None if missing == "birth_date" else " "})

    assert refused.value.objection.field == missing


def test_ended_by_who_settles_it_what_was_open_is_open_again(cast):
    episode = out_and_engaged(cast)
    before = sees(cast, "team_lead", episode)
    knows(cast, episode, part="coordinator", worker=cast.team_lead)
    conflict = Conflict.objects.get()

    with pytest.raises(Forbidden):
        conflicts.end(conflict.pk, by=cast.stands("coordinator"))
    conflicts.end(conflict.pk, by=cast.stands("record_steward"))

    assert sees(cast, "team_lead", episode) == before
    with pytest.raises(Refused):
        conflicts.end(conflict.pk, by=cast.stands("record_steward"))


def test_somebody_new_to_a_programme_does_not_go_to_a_coach_who_knows_them(cast):
    coach = cast.stands("prison_coach")
    person = people.create(by=coach, given_names="Ali", family_name="Khan", birth_date=date(1990, 1, 1))
    unseen(cast, part="other_coach", given_names="Ali", family_name="Khan", birth_date=date(1990, 1, 1))
    custody.go_in(person.pk, by=coach, status="remand", on=days(-2), today=TODAY, prison="S-LOW")

    episode = episodes.identify(person.pk, by=coach, programme=cast.programme, on=TODAY)

    assert episode.owner == cast.team_lead
