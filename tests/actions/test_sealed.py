"""A sealed record is there for those named and for nobody else, whatever any grant opens."""

from datetime import date, timedelta

import pytest
from django.db import transaction

from tests.cast import BEGAN, TODAY, days
from tests.histories import out_and_engaged, with_mentor
from throughline.actions import contact, ownership, sealed, workers
from throughline.domain.objections import Forbidden, Refused
from throughline.domain.sealed import Sealed, SealKind
from throughline.domain.vocabulary import IdentifierKind, Role
from throughline.models import (
    Address,
    Event,
    Grant,
    Mail,
    Person,
    Seal,
    SealHolder,
    Worker,
    acting,
    as_service,
    opened_to,
)
from throughline.policy.grants import EVERYTHING, Opens
from throughline.queries.gates import possible_receivers
from throughline.queries.looks import who_can_see
from throughline.queries.records import record_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead(cast):
    """The data protection lead, who has no grant on anybody."""
    return workers.add(
        by=cast.stands("administrator"), name="Isla Boyd", email="isla@example.org", employer=cast.lead_charity, on=BEGAN,
        posts=[{"organisation": cast.lead_charity, "role": Role.DATA_PROTECTION_LEAD}],
    )  # fmt: skip


def seal(cast, lead, *holders, **more):
    given = {
        "kind": SealKind.COLLEAGUE, "part": Sealed.WHOLE, "because": "She works here now.", "review_on": days(90), "on": TODAY,
        "given_names": "Daniel", "family_name": "Reid", "birth_date": date(1992, 5, 4), "holders": holders,
    }  # fmt: skip
    return sealed.seal(by=cast.stands(lead), **given | more)


def sees(cast, part, person):
    standing = cast.stands(part)
    with transaction.atomic(), acting(standing):
        return opened_to(standing, person)


def test_a_seal_shuts_out_everyone_who_is_not_named_and_changes_nothing_for_who_is(cast, lead):
    person = out_and_engaged(cast).person_id
    before = {one: sees(cast, one, person) for one in ("mentor", "team_lead", "duty_worker", "coordinator")}
    assert all(before.values())

    seal(cast, lead, cast.mentor, cast.coordinator)

    after = {one: sees(cast, one, person) for one in before}
    assert after == before | {"team_lead": 0, "duty_worker": 0}
    for part in ("team_lead", "duty_worker"):
        standing = cast.stands(part)
        with transaction.atomic(), acting(standing), pytest.raises(Person.DoesNotExist):
            record_of(person, by=standing)


def test_who_joins_later_is_shut_out_too(cast, lead):
    person = out_and_engaged(cast).person_id
    seal(cast, lead, cast.mentor)

    new = workers.add(
        by=cast.stands("administrator"), name="Nell New", email="nell@example.org", employer=cast.lead_charity, on=BEGAN,
        posts=[{"organisation": cast.lead_charity, "role": Role.TEAM_LEAD, "team": cast.team}],
    )  # fmt: skip

    assert sees(cast, new, person) == 0


def test_the_service_keeps_seeing_what_lists_need(cast, lead):
    person = out_and_engaged(cast).person_id
    seal(cast, lead, cast.mentor)

    with transaction.atomic(), as_service(person):
        assert Person.objects.filter(pk=person).exists()
    assert sees(cast, cast.service, person) & Opens.IDENTITY


def test_the_address_alone_may_be_sealed(cast, lead):
    person = out_and_engaged(cast).person_id
    Address(person_id=person, lines="1 Secret Street", from_on=TODAY).save(force_insert=True)
    before = sees(cast, "team_lead", person)

    seal(cast, lead, cast.mentor, part=Sealed.ADDRESS, kind=SealKind.PROTECTED)

    assert sees(cast, "team_lead", person) == before & ~Opens.ADDRESS
    for part, seen in (("team_lead", 0), ("mentor", 1)):
        standing = cast.stands(part)
        with transaction.atomic(), acting(standing):
            assert Address.objects.visible_to(standing).count() == seen, part
            assert Person.objects.visible_to(standing).count() == 1


def test_who_looks_after_them_must_be_named(cast, lead):
    out_and_engaged(cast)

    with pytest.raises(Refused, match="Moira Kerr looks after them"):
        seal(cast, lead, cast.team_lead)
    assert not Seal.objects.exists()
    assert seal(cast, lead, cast.team_lead, part=Sealed.ADDRESS)


def test_only_the_data_protection_lead_seals_and_reads_seals(cast, lead):
    out_and_engaged(cast)
    for part in ("mentor", "team_lead", "coordinator", "record_steward", "administrator", "stranger"):
        with pytest.raises(Forbidden):
            seal(cast, part, cast.mentor)
    seal(cast, lead, cast.mentor)
    for part in ("mentor", "team_lead", "record_steward", "administrator"):
        assert not Seal.objects.visible_to(cast.stands(part)).exists(), part
    assert not Event.objects.filter(what__startswith="seal:", person__isnull=False).exists()


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"because": " "}, "because"), ({"review_on": TODAY}, "review_on"), ({"review_on": days(400)}, "review_on"),
        ({"holders": []}, "holders"), ({"family_name": "Nobody"}, ""), ({"birth_date": None}, ""),
    ],
)  # fmt: skip
def test_what_cannot_be_sealed_is_said_and_nothing_is_sealed(cast, lead, more, field):
    out_and_engaged(cast)

    with pytest.raises(Refused) as refused:
        seal(cast, lead, cast.mentor, **more)

    assert refused.value.objection.field == field
    assert not Seal.objects.exists()


def test_sealed_twice_it_is_refused(cast, lead):
    out_and_engaged(cast, spin="45871")
    seal(cast, lead, cast.mentor)

    with pytest.raises(Refused, match="sealed already"):
        seal(
            cast,
            lead,
            cast.mentor,
            given_names="",
            family_name="",
            birth_date=None,
            identifiers={IdentifierKind.SPIN: "45871"},
        )


def test_holders_are_named_and_taken_off_but_never_the_last_nor_the_owner(cast, lead):
    person = out_and_engaged(cast).person_id
    made, by = seal(cast, lead, cast.mentor), cast.stands(lead)
    mine = SealHolder.objects.get()
    with pytest.raises(Refused, match="Name another worker first"):
        sealed.drop_holder(mine.pk, by=by)

    sealed.name_holder(made.pk, by=by, worker=cast.team_lead, on=TODAY)
    sealed.name_holder(made.pk, by=by, worker=cast.team_lead, on=TODAY)
    assert SealHolder.objects.count() == 2
    assert sees(cast, "team_lead", person)
    with pytest.raises(Refused, match="Moira Kerr looks after them"):
        sealed.drop_holder(mine.pk, by=by)
    sealed.drop_holder(SealHolder.objects.get(worker=cast.team_lead).pk, by=by)

    assert sees(cast, "team_lead", person) == 0
    with pytest.raises(Forbidden):
        sealed.name_holder(made.pk, by=cast.stands("team_lead"), worker=cast.team_lead, on=TODAY)


def test_a_seal_is_reviewed_and_ended_with_a_reason(cast, lead):
    person = out_and_engaged(cast).person_id
    made, by, before = seal(cast, lead, cast.mentor), cast.stands(lead), EVERYTHING & ~Opens.OFFENDING

    sealed.review(made.pk, by=by, review_on=days(200), on=TODAY)
    with pytest.raises(Refused):
        sealed.review(made.pk, by=by, review_on=TODAY - timedelta(days=1), on=TODAY)
    with pytest.raises(Refused, match="Write why"):
        sealed.end(made.pk, by=by, because=" ")
    sealed.end(made.pk, by=by, because="She left.")

    made.refresh_from_db()
    assert (made.review_on, made.ended_by) == (days(200), lead)
    assert sees(cast, "team_lead", person) == before
    with pytest.raises(Refused):
        sealed.end(made.pk, by=by, because="Again")


def test_nobody_is_asked_to_take_on_a_sealed_record_who_is_not_named(cast, lead):
    episode = out_and_engaged(cast)
    seal(cast, lead, cast.mentor, cast.team_lead)
    standing = cast.stands("mentor")

    with transaction.atomic(), acting(standing):
        offered = possible_receivers(record_of(episode.person_id, by=cast.stands("mentor")), by=standing, on=TODAY)
    assert {one.name for one in offered} == {"Moira Kerr", "Shona Muir"}
    with pytest.raises(Refused):
        ownership.hand_over(episode.pk, by=standing, receiver=cast.other_mentor, starts_on=TODAY, today=TODAY)


def test_whoever_said_yes_before_a_seal_that_does_not_name_them_does_not_take_over(cast, lead):
    episode = out_and_engaged(cast)
    handed = ownership.hand_over(
        episode.pk, by=cast.stands("mentor"), receiver=cast.other_mentor, starts_on=days(3), today=TODAY
    )
    ownership.answer(handed.pk, by=cast.stands("other_mentor"), accepted=True, today=TODAY)
    seal(cast, lead, cast.mentor)

    ownership.begin(handed.pk, by=cast.stands(cast.service), today=days(3))

    episode.refresh_from_db()
    handed.refresh_from_db()
    assert episode.owner == cast.mentor
    assert handed.withdrawn_at is not None


def test_who_can_see_shows_those_named_alone_and_of_a_team_its_members_who_are(cast, lead):
    episode = with_mentor(cast)
    seal(cast, lead, cast.mentor, cast.team_lead)
    standing = cast.stands("mentor")

    with transaction.atomic(), acting(standing):
        found = {one.name: one.group for one in who_can_see(episode.person_id, on=TODAY)}

    assert found == {"Moira Kerr": False, "Shona Muir": False}
    assert Grant.objects.in_force().filter(person=episode.person_id, team=cast.team).exists()


def test_with_the_address_sealed_a_team_is_shown_without_it(cast, lead):
    episode = with_mentor(cast)
    seal(cast, lead, cast.mentor, cast.team_lead, part=Sealed.ADDRESS)
    standing = cast.stands("mentor")

    with transaction.atomic(), acting(standing):
        found = {one.name: one.opens for one in who_can_see(episode.person_id, on=TODAY)}

    assert not found["Glasgow team"] & Opens.ADDRESS
    assert found["Glasgow team"] & Opens.NOTES
    assert found["Shona Muir"] == Opens.ADDRESS
    assert found["Moira Kerr"] & Opens.ADDRESS


def test_a_seal_and_a_conflict_both_hold(cast, lead):
    from throughline.actions import conflicts
    from throughline.domain.conflicts import Knows

    episode = out_and_engaged(cast)
    seal(cast, lead, cast.mentor, cast.team_lead)
    conflicts.declare(episode.person_id, by=cast.stands("mentor"), kind=Knows.OTHER, on=TODAY)

    episode.refresh_from_db()
    assert episode.owner == cast.team_lead
    assert sees(cast, "mentor", episode.person_id) == 0


def test_a_worker_who_has_left_is_not_named(cast, lead):
    out_and_engaged(cast)
    Worker.objects.filter(pk=cast.other_mentor.pk).update(ended_on=BEGAN)

    with pytest.raises(Refused, match="has left"):
        seal(cast, lead, cast.mentor, Worker.objects.get(pk=cast.other_mentor.pk))
    assert not Seal.objects.exists()


def test_what_a_sealed_record_holds_is_written_by_those_named_alone(cast, lead):
    person = out_and_engaged(cast).person_id
    seal(cast, lead, cast.mentor)
    way = {"kind": "phone", "whose": "Mobile", "value": "07700 900123", "safe_to_leave_message": True, "on": TODAY}

    with pytest.raises(Person.DoesNotExist):
        contact.add_way(person, by=cast.stands("team_lead"), **way)
    assert contact.add_way(person, by=cast.stands("mentor"), **way)


def test_the_lead_is_reminded_once_a_day_of_a_seal_that_is_to_be_looked_at_again_and_not_who_it_is_about(cast, lead):
    out_and_engaged(cast)
    seal(cast, lead, cast.mentor)

    def remind(on):
        return sealed.remind(by=cast.stands("service", on), on=on)

    assert [remind(on) for on in (days(89), days(90), days(90), days(91))] == [0, 1, 1, 1]

    reminders = Mail.objects.filter(key__startswith="seals-due")
    assert [one.to for one in reminders] == ["isla@example.org"] * 2
    assert not any("Reid" in one.subject + one.body for one in reminders)
    reminded = Event.objects.filter(what="seal:remind")
    assert {(one.by, one.person_id) for one in reminded} == {(cast.service, None)}
    with pytest.raises(Forbidden):
        sealed.remind(by=cast.stands("mentor"), on=days(92))
    assert reminders.count() == 2
