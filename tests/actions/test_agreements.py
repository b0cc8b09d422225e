"""Agreements: made, approved by each side in its own name, changed, ended; and what rests on them closes with them."""

from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from tests.histories import with_mentor
from tests.sides import TEXTS, answer, approve_all, drafted, fill, in_force, need, proposed, sides
from throughline.actions import agreements, approvals, partnership
from throughline.actions.beats import moment
from throughline.domain.agreements import AgreementState
from throughline.domain.objections import Forbidden, Refused
from throughline.models import (
    Agreement,
    AgreementApproval,
    AgreementVersion,
    Event,
    Grant,
    Mail,
    Person,
    SharingTerm,
    acting,
    become,
    nobody,
    opened_to,
    people_resting_on,
)
from throughline.policy.grants import Opens

pytestmark = pytest.mark.django_db

SAID = Opens.IDENTITY | Opens.CONTACT | Opens.SAFETY


@pytest.fixture
def them(cast):
    return sides(cast)


def state(version):
    version.refresh_from_db()
    return agreements.state(version, at=moment())


def shared(cast, them, *, opens=SAID | Opens.HEALTH | Opens.WORK):
    """Somebody whom the lead charity's mentor opens to the trust, under the agreement in force."""
    episode = with_mentor(cast)
    agreements.open_under(
        episode.person_id, by=cast.stands("mentor"), to=them.trust, giver=them.lead.pk, receiver=them.trust.pk, purpose="referral",
        because="sent to walking football", source_kind="referral", source=uuid4(), on=them.today, opens=opens,
    )  # fmt: skip
    return episode.person


@pytest.mark.ledger("P2")
def test_an_agreement_is_in_force_only_once_every_side_has_approved_it(them):
    version = proposed(them)
    assert state(version) is AgreementState.WAITING

    approvals.approve(version.pk, by=them.stands("guardian"), organisation=them.lead, on=them.today)
    assert state(version) is AgreementState.WAITING
    assert agreements.allowed(them.lead.pk, them.trust.pk, "referral", on=them.today) == Opens(0)
    approvals.approve(version.pk, by=them.stands("trust_lead"), organisation=them.trust, on=them.today)

    assert state(version) is AgreementState.IN_FORCE
    assert [(one.organisation, one.worker, one.role) for one in version.approvals.order_by("organisation__name")] == [
        (them.lead, them.guardian, "data_protection_lead"),
        (them.trust, them.trust_lead, "team_lead"),
    ]


def test_three_sides_need_three_approvals(them):
    by = them.stands("manager")
    version = agreements.make(
        by=by, title="All three", organisations=[them.lead, them.trust, them.social], on=them.today
    )
    fill(them, version, other=them.trust, opens=SAID)
    approvals.propose(version.pk, by=by, on=them.today)

    for who, organisation in (("guardian", them.lead), ("trust_lead", them.trust)):
        approvals.approve(version.pk, by=them.stands(who), organisation=organisation, on=them.today)
    assert state(version) is AgreementState.WAITING
    approvals.approve(version.pk, by=them.stands("social_guardian"), organisation=them.social, on=them.today)

    assert state(version) is AgreementState.IN_FORCE


def test_what_is_allowed_is_what_the_agreement_says_and_the_receiver_needs(them):
    in_force(them)
    assert agreements.allowed(them.lead.pk, them.trust.pk, "referral", on=them.today) == Opens(0), (
        "nothing is needed yet"
    )

    need(them, Opens.IDENTITY | Opens.SAFETY | Opens.OFFENDING)

    assert agreements.allowed(them.lead.pk, them.trust.pk, "referral", on=them.today) == Opens.IDENTITY | Opens.SAFETY
    assert agreements.allowed(them.trust.pk, them.lead.pk, "referral", on=them.today) == Opens(0), "the other way round"
    assert agreements.allowed(them.lead.pk, them.trust.pk, "safety", on=them.today) == Opens(0), "another purpose"
    assert agreements.allowed(them.lead.pk, them.social.pk, "referral", on=them.today) == Opens(0), (
        "another organisation"
    )
    assert agreements.allowed(them.lead.pk, them.trust.pk, "referral", on=them.day(366)) == Opens(0), (
        "after its last day"
    )


def test_an_agreement_that_starts_later_opens_nothing_before(them):
    version = in_force(them, starts=10)
    need(them, SAID)

    assert state(version) is AgreementState.AGREED
    assert agreements.allowed(them.lead.pk, them.trust.pk, "referral", on=them.day(9)) == Opens(0)
    assert agreements.allowed(them.lead.pk, them.trust.pk, "referral", on=them.day(10)) == SAID


# What rests on it


def test_a_grant_that_rests_on_an_agreement_opens_no_more_than_it_and_is_needed(cast, them):
    in_force(them)
    need(them, SAID)

    person = shared(cast, them, opens=SAID | Opens.HEALTH | Opens.NOTES | Opens.WORK)

    seer = them.stands("trust_lead")
    assert opened_to(seer, person.pk) == SAID | Opens.WORK
    assert Person.objects.visible_to(seer).get() == person
    assert not Person.objects.visible_to(seer, Opens.NOTES).exists()


def database_sees(standing, person):
    """Ask the database's own lock whether it shows somebody to a worker."""
    nobody()
    become(standing)
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s = ANY(sec.sight(%s))", [person.pk, int(Opens.IDENTITY)])
        found = cursor.fetchone()[0]
    nobody()
    return found


def test_when_an_agreement_ends_what_rested_on_it_closes_by_one_row(cast, them):
    version = in_force(them)
    need(them, SAID)
    person = shared(cast, them)
    grants = list(Grant.objects.order_by("pk").values("pk", "valid", "opens"))
    others = list(AgreementVersion.objects.exclude(pk=version.pk).values())
    assert Person.objects.visible_to(them.stands("trust_lead")).exists()
    assert database_sees(them.stands("trust_lead"), person)

    approvals.end(
        version.agreement_id, by=them.stands("trust_lead"), organisation=them.trust, on=them.today, today=them.today, words="Our money stops."
    )  # fmt: skip

    assert not Person.objects.visible_to(them.stands("trust_lead")).exists()
    assert not database_sees(them.stands("trust_lead"), person)
    assert opened_to(them.stands("trust_lead"), person.pk) == 0
    assert list(Grant.objects.order_by("pk").values("pk", "valid", "opens")) == grants, "no grant was touched"
    assert list(AgreementVersion.objects.exclude(pk=version.pk).values()) == others
    assert opened_to(cast.stands("mentor"), person.pk) & Opens.NOTES, "who looks after them still sees them"
    assert state(version) is AgreementState.ENDED


def test_when_the_last_day_has_passed_what_rested_on_it_is_closed_and_nothing_ran(cast, them):
    version = in_force(them)
    need(them, SAID)
    person = shared(cast, them)
    # Time passes: the database's clock cannot be moved, so the version's days are.
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE throughline_agreementversion SET valid = tstzrange(now() - interval '2 days', now()) WHERE id = %s",
            [version.pk],
        )

    assert opened_to(them.stands("trust_lead"), person.pk) == 0
    assert not Person.objects.visible_to(them.stands("trust_lead")).exists()
    with acting(them.stands("manager")):
        assert people_resting_on(version.agreement_id) == (0, [])


@pytest.mark.parametrize("few", [500, 0], ids=["few", "many"])
def test_a_narrower_version_narrows_what_rests_on_it_from_its_first_moment(cast, them, monkeypatch, few):
    from throughline.models import grants

    monkeypatch.setattr(grants, "FEW", few)
    version = in_force(them)
    need(them, SAID | Opens.HEALTH)
    person = shared(cast, them)
    assert opened_to(them.stands("trust_lead"), person.pk) == SAID | Opens.HEALTH | Opens.WORK
    by = them.stands("manager")
    second = agreements.begin_version(version.agreement_id, by=by, on=them.today)
    fill(them, second, other=them.trust, opens=Opens.IDENTITY)
    approvals.propose(second.pk, by=by, on=them.today)
    approvals.approve(second.pk, by=them.stands("guardian"), organisation=them.lead, on=them.today)
    assert opened_to(them.stands("trust_lead"), person.pk) == SAID | Opens.HEALTH | Opens.WORK, "the old one stands"
    assert Person.objects.visible_to(them.stands("trust_lead"), Opens.HEALTH).exists()

    approvals.approve(second.pk, by=them.stands("trust_lead"), organisation=them.trust, on=them.today)

    assert opened_to(them.stands("trust_lead"), person.pk) == Opens.IDENTITY | Opens.WORK
    assert Person.objects.visible_to(them.stands("trust_lead"), Opens.IDENTITY).exists()
    assert not Person.objects.visible_to(them.stands("trust_lead"), Opens.HEALTH).exists()
    assert Person.objects.visible_to(them.stands("trust_lead"), Opens.WORK).exists()
    assert state(version) is AgreementState.REPLACED
    assert state(second) is AgreementState.IN_FORCE


def test_a_wide_reader_loses_sight_with_the_agreement_too(cast, them, monkeypatch):
    from throughline.models import grants

    monkeypatch.setattr(grants, "FEW", 0)
    version = in_force(them)
    need(them, SAID)
    shared(cast, them)
    assert Person.objects.visible_to(them.stands("trust_lead")).count() == 1

    approvals.end(
        version.agreement_id, by=them.stands("guardian"), organisation=them.lead, on=them.today, today=them.today, words="Over."
    )  # fmt: skip

    assert Person.objects.visible_to(them.stands("trust_lead")).count() == 0


def test_those_whom_an_ending_touches_are_counted_and_named_only_to_who_may_see_them(cast, them):
    version = in_force(them)
    need(them, SAID)
    person = shared(cast, them)
    with_mentor(cast, given="Sam", family="Weir", spin="91234")

    with acting(them.stands("manager")):
        number, ids = people_resting_on(version.agreement_id)

    assert (number, ids) == (1, [person.pk])
    with acting(cast.stands("stranger")):
        assert people_resting_on(version.agreement_id) == (0, [])
    assert people_resting_on(version.agreement_id) == (0, [])
    assert not Person.objects.visible_to(them.stands("manager")).filter(pk__in=ids).exists()
    assert Person.objects.visible_to(them.stands("trust_lead")).filter(pk__in=ids).exists()


def test_nothing_is_opened_without_an_agreement_or_beyond_it(cast, them):
    episode = with_mentor(cast)
    ask = {
        "by": cast.stands("mentor"), "to": them.trust, "giver": them.lead.pk, "receiver": them.trust.pk, "purpose": "referral",
        "because": "sent", "source_kind": "referral", "source": uuid4(), "on": them.today,
    }  # fmt: skip
    grants = Grant.objects.count()
    with pytest.raises(Refused) as none:
        agreements.open_under(episode.person_id, **ask)
    in_force(them)
    need(them, SAID)
    with pytest.raises(Refused) as beyond:
        agreements.open_under(episode.person_id, **ask, opens=Opens.NOTES)
    with pytest.raises(Forbidden):
        agreements.open_under(episode.person_id, **ask | {"by": cast.stands("stranger")})

    assert none.value.objection.code == "no_agreement"
    assert beyond.value.objection.code == "nothing_allowed"
    assert Grant.objects.count() == grants


# Versions


def test_a_changed_text_needs_every_approval_again_while_the_old_stays_in_force(them):
    version = in_force(them)
    by = them.stands("manager")

    second = agreements.begin_version(version.agreement_id, by=by, on=them.today)
    agreements.write(second.pk, by=by, version=None, on=them.today, starts_on=them.today, security="Passkeys for all.")
    approvals.propose(second.pk, by=by, on=them.today)

    assert (second.number, second.approvals.count(), second.roles) == (2, 0, TEXTS["roles"])
    assert state(version) is AgreementState.IN_FORCE
    approve_all(them, second)
    assert (state(version), state(second)) == (AgreementState.REPLACED, AgreementState.IN_FORCE)
    assert agreements.begin_version(version.agreement_id, by=by, on=them.today).number == 3


def test_what_was_sent_for_approval_does_not_change_not_even_in_the_database(them):
    version = proposed(them)
    purpose = version.purposes.get()
    by = them.stands("manager")

    with pytest.raises(Refused) as refused:
        agreements.write(version.pk, by=by, version=None, on=them.today, security="Other")
    for statement in (
        "UPDATE throughline_agreementversion SET security = 'Other'",
        "UPDATE throughline_agreementpurpose SET aim = 'Other'",
        "DELETE FROM throughline_sharingterm",
        f"INSERT INTO throughline_agreementparty (agreement_id, organisation_id) SELECT id, '{them.social.pk}' FROM throughline_agreement",
        "UPDATE throughline_agreementversion SET valid = tstzrange(now(), now() + interval '1 day')",
    ):  # fmt: skip
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)

    assert refused.value.objection.code == "not_a_draft"
    purpose.refresh_from_db()
    assert purpose.aim == "To get people to a session."


def test_the_serving_role_takes_no_approval_back(them):
    from django.db.utils import ProgrammingError

    in_force(them)

    for statement in (
        "DELETE FROM throughline_agreementapproval",
        "UPDATE throughline_agreementapproval SET role = 'mentor'",
        "DELETE FROM throughline_agreementversion",
        "UPDATE throughline_sharing SET receiver_id = giver_id",
        "UPDATE throughline_sharingterm SET opens = 8191",
    ):
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic(), connection.cursor() as c:
            c.execute(statement)


def test_two_who_write_one_draft_see_each_others_change(them):
    version = drafted(them)
    by = them.stands("manager")
    agreements.write(version.pk, by=by, version=version.version, on=them.today, security="Passkeys.")

    with pytest.raises(Refused) as refused:
        agreements.write(version.pk, by=by, version=version.version, on=them.today, security="Locks.")

    assert refused.value.objection.code == "changed_meanwhile"
    version.refresh_from_db()
    assert version.security == "Passkeys."


def test_a_version_put_away_was_never_in_force_and_the_next_starts_from_it(them):
    version = proposed(them)

    with pytest.raises(Refused):
        approvals.put_away(version.pk, by=them.stands("trust_lead"), on=them.today)
    approvals.put_away(version.pk, by=them.stands("trust_lead"), on=them.today, words="We cannot keep it six years.")
    second = agreements.begin_version(version.agreement_id, by=them.stands("manager"), on=them.today)

    assert state(version) is AgreementState.PUT_AWAY
    assert (second.number, second.retention) == (2, TEXTS["retention"])
    with pytest.raises(Refused):
        approvals.approve(version.pk, by=them.stands("guardian"), organisation=them.lead, on=them.today)


# Bad input


def test_no_agreement_is_with_oneself(them):
    by = them.stands("manager")

    for organisations in ([them.lead], [them.lead, them.lead], []):
        with pytest.raises(Refused) as refused:
            agreements.make(by=by, title="Alone", organisations=organisations, on=them.today)
        assert refused.value.objection.field == "organisations"

    assert not Agreement.objects.exists()


@pytest.mark.parametrize(
    ("days", "code", "field"),
    [
        ({"starts": -1}, "back_dated", "starts_on"),
        ({"starts": 20, "ends": 10}, "ends_before_it_starts", "ends_on"),
        ({"review": 0}, "review_in_the_past", "review_on"),
        ({"review": -30}, "review_in_the_past", "review_on"),
        ({"review": 400}, "review_after_end", "review_on"),
        ({"starts": 30, "review": 20}, "review_before_start", "review_on"),
    ],
)
def test_days_that_make_no_sense_are_refused_in_a_sentence(them, days, code, field):
    with pytest.raises(Refused) as refused:
        drafted(them, **days)

    assert (refused.value.objection.code, refused.value.objection.field) == (code, field)
    assert refused.value.objection.words.endswith(".")


@pytest.mark.parametrize(
    ("opens", "basis", "special", "offence", "code"),
    [
        (Opens.OFFENDING, "public_task", None, None, "needs_offence"),
        (Opens.SAFETY, "public_task", "support", None, "needs_offence"),
        (Opens.HEALTH, "public_task", None, "support", "needs_special"),
        (Opens.EQUALITY, "public_task", None, None, "needs_special"),
        (Opens.HEALTH, "public_task", "equality", None, "special_does_not_carry"),
        (Opens.EQUALITY, "public_task", "care", None, "special_does_not_carry"),
        (Opens.IDENTITY, None, None, None, "no_basis"),
        (Opens.IDENTITY | Opens.WORK, "public_task", None, None, "not_shareable"),
    ],
)
def test_kinds_that_the_law_chosen_cannot_carry_are_refused_and_nothing_is_half_made(
    them, opens, basis, special, offence, code
):
    version = drafted(them)
    before = list(SharingTerm.objects.order_by("pk").values())

    with pytest.raises(Refused) as refused, transaction.atomic():
        agreements.write_purpose(
            version.purposes.get().pk, by=them.stands("manager"), version=None, on=them.today, texts={},
            basis=answer("lawful_bases", basis) if basis else None, special=answer("special_conditions", special) if special else None,
            offence=answer("offence_conditions", offence) if offence else None,
            flows=[agreements.Flow(them.lead.pk, them.trust.pk, int(opens))],
        )  # fmt: skip

    assert refused.value.objection.code == code
    assert list(SharingTerm.objects.order_by("pk").values()) == before


def test_a_flow_to_somebody_who_is_no_side_is_refused(them):
    version = drafted(them)

    for giver, receiver in ((them.lead, them.social), (them.lead, them.lead)):
        with pytest.raises(Refused):
            agreements.write_purpose(
                version.purposes.get().pk, by=them.stands("manager"), version=None, on=them.today, texts={},
                basis=answer("lawful_bases", "public_task"), special=None, offence=None,
                flows=[agreements.Flow(giver.pk, receiver.pk, 1)],
            )  # fmt: skip


def test_a_draft_that_is_not_whole_is_sent_to_nobody(them):
    version = drafted(them)
    by = them.stands("manager")
    agreements.write(version.pk, by=by, version=None, on=them.today, retention=" ")

    with pytest.raises(Refused) as refused:
        approvals.propose(version.pk, by=by, on=them.today)

    assert "how long it is kept" in refused.value.objection.words
    assert state(version) is AgreementState.DRAFT
    assert not Mail.objects.filter(key__startswith="agreement:").exists()


def test_no_side_approves_twice_and_nobody_for_two_sides(cast, them):
    version = proposed(them)
    approvals.approve(version.pk, by=them.stands("guardian"), organisation=them.lead, on=them.today)
    from throughline.actions import workers
    from throughline.domain.vocabulary import Role

    workers.give_post(
        them.guardian.pk, by=cast.stands("administrator"), organisation=them.trust, role=Role.TEAM_LEAD, on=them.today
    )

    with pytest.raises(Refused) as twice:
        approvals.approve(version.pk, by=them.stands("manager"), organisation=them.lead, on=them.today)
    with pytest.raises(Refused) as both:
        approvals.approve(version.pk, by=them.stands("guardian"), organisation=them.trust, on=them.today)

    assert twice.value.objection.code == "side_has_approved"
    assert both.value.objection.code == "own_second_side"
    assert AgreementApproval.objects.count() == 1
    assert state(version) is AgreementState.WAITING


@pytest.mark.parametrize("who", ["manager", "social_guardian", "far_manager"])
def test_nobody_approves_for_an_organisation_where_they_have_no_post(them, who):
    version = proposed(them)

    with pytest.raises((Forbidden, AgreementVersion.DoesNotExist)):
        approvals.approve(version.pk, by=them.stands(who), organisation=them.trust, on=them.today)

    assert not version.approvals.exists()


def test_a_mentor_of_a_side_may_not_approve_for_it(cast, them):
    version = in_force(them)
    second = agreements.begin_version(version.agreement_id, by=them.stands("manager"), on=them.today)
    agreements.write(second.pk, by=them.stands("manager"), version=None, on=them.today, starts_on=them.today)
    approvals.propose(second.pk, by=them.stands("manager"), on=them.today)

    with pytest.raises(AgreementVersion.DoesNotExist):
        approvals.approve(second.pk, by=them.stands(cast.mentor), organisation=them.lead, on=them.today)
    with pytest.raises(Forbidden):
        approvals.end(
            version.agreement_id, by=them.stands(cast.mentor), organisation=them.lead, on=them.today, today=them.today, words="No."
        )  # fmt: skip

    assert (state(version), state(second)) == (AgreementState.IN_FORCE, AgreementState.WAITING)


def test_two_agreements_do_not_cover_one_purpose_between_the_same_sides_at_once(them):
    first, second = proposed(them), None
    with pytest.raises(Refused) as refused:
        approve_all(them, first)
        second = drafted(them, title="Football again", starts=100)
        approvals.propose(second.pk, by=them.stands("manager"), on=them.today)

    assert refused.value.objection.code == "overlaps"
    assert "Football after release" in refused.value.objection.words
    assert state(second) is AgreementState.DRAFT
    later = proposed(them, title="Football, the year after", starts=366, ends=700, review=500)
    other_purpose = proposed(them, title="Keeping people safe", purpose="safety")
    assert state(later) is state(other_purpose) is AgreementState.WAITING


def test_two_that_waited_side_by_side_do_not_both_come_into_force(them):
    first, second = proposed(them), proposed(them, title="Football again")
    approve_all(them, first)

    with pytest.raises(Refused) as refused, transaction.atomic():
        approve_all(them, second)

    assert refused.value.objection.code == "overlaps"
    assert (state(first), state(second)) == (AgreementState.IN_FORCE, AgreementState.WAITING)


# Ending


def test_it_may_end_on_a_later_day_but_not_in_the_past_and_not_without_a_word(them):
    version = in_force(them)
    ask = {"by": them.stands("trust_lead"), "organisation": them.trust, "today": them.today}
    for on, words, code in ((-1, "Over.", "back_dated"), (0, " ", "no_words"), (400, "Over.", "ends_sooner")):
        with pytest.raises(Refused) as refused:
            approvals.end(version.agreement_id, on=them.day(on), words=words, **ask)
        assert refused.value.objection.code == code

    approvals.end(version.agreement_id, on=them.day(7), words="Our money stops.", **ask)
    need(them, SAID)

    assert state(version) is AgreementState.IN_FORCE
    assert agreements.allowed(them.lead.pk, them.trust.pk, "referral", on=them.day(7)) == SAID
    assert agreements.allowed(them.lead.pk, them.trust.pk, "referral", on=them.day(8)) == Opens(0)


def test_ending_puts_away_what_waits_so_that_it_is_not_begun_again_behind_a_sides_back(them):
    version = in_force(them)
    by = them.stands("manager")
    second = agreements.begin_version(version.agreement_id, by=by, on=them.today)
    agreements.write(second.pk, by=by, version=None, on=them.today, starts_on=them.today)
    approvals.propose(second.pk, by=by, on=them.today)
    approvals.approve(second.pk, by=them.stands("trust_lead"), organisation=them.trust, on=them.today)

    approvals.end(
        version.agreement_id, by=them.stands("trust_lead"), organisation=them.trust, on=them.today, today=them.today, words="Over."
    )  # fmt: skip

    assert (state(version), state(second)) == (AgreementState.ENDED, AgreementState.PUT_AWAY)
    with pytest.raises(Refused):
        approvals.approve(second.pk, by=them.stands("guardian"), organisation=them.lead, on=them.today)


def test_ending_takes_an_approved_later_version_with_it(them):
    version = in_force(them)
    by = them.stands("manager")
    second = agreements.begin_version(version.agreement_id, by=by, on=them.today)
    agreements.write(second.pk, by=by, version=None, on=them.today, starts_on=them.day(30))
    approvals.propose(second.pk, by=by, on=them.today)
    approve_all(them, second)
    assert (state(version), state(second)) == (AgreementState.IN_FORCE, AgreementState.AGREED)

    approvals.end(
        version.agreement_id, by=them.stands("guardian"), organisation=them.lead, on=them.today, today=them.today, words="Over."
    )  # fmt: skip

    assert (state(version), state(second)) == (AgreementState.ENDED, AgreementState.PUT_AWAY)
    need(them, SAID)
    assert agreements.allowed(them.lead.pk, them.trust.pk, "referral", on=them.day(40)) == Opens(0)


def test_an_organisation_with_an_agreement_in_force_is_not_ended(cast, them):
    version = in_force(them, other=them.social)
    from throughline.actions import workers

    workers.end(them.social_guardian.pk, by=cast.stands("administrator"), on=them.today, today=them.today)
    them.social.posts.filter(until_on__isnull=True).update(until_on=them.day(-1))

    with pytest.raises(Refused) as refused:
        partnership.end_organisation(them.social.pk, by=cast.stands("administrator"), on=them.today)

    assert refused.value.objection.code == "still_in_use"
    assert state(version) is AgreementState.IN_FORCE


# Clocks and mail


def test_a_due_review_and_a_near_end_are_told_once_and_the_mail_names_nobody(them):
    version = in_force(them, ends=40, review=20)
    service = them.stands(_service())

    first = approvals.remind(by=service, on=them.today)
    again = approvals.remind(by=service, on=them.day(1))

    sent = Mail.objects.filter(key__contains=f":{version.pk}:").filter(key__regex="review|ends")
    assert (first, again) == (2, 0)
    assert set(sent.values_list("to", flat=True)) == {
        f"{name}@example.org" for name in ("grace", "una", "mairi", "shona", "lorna")
    }
    for mail in sent:
        assert not any(word in mail.subject + mail.body for word in ("Football", "Hyndvale", "prison", "Grace"))


def test_a_review_moves_the_clock(them):
    version = in_force(them, review=20)
    by = them.stands("trust_lead")
    with pytest.raises(Refused) as refused:
        approvals.review(version.pk, by=by, words="All well.", next_on=them.day(-1), on=them.today)
    assert refused.value.objection.field == "next_on"

    approvals.review(version.pk, by=by, words="All well.", next_on=them.day(200), on=them.today)

    assert approvals.remind(by=them.stands(_service()), on=them.day(20)) == 0
    assert approvals.remind(by=them.stands(_service()), on=them.day(180)) == 1


def _service():
    from throughline.models import Worker

    return Worker.objects.get(service=True)


def test_the_job_of_the_morning_reminds(them):
    from throughline.jobs import agreements as job

    in_force(them, review=20)

    assert job.run() == 1
    assert job.run() == 0


def test_a_partnership_set_up_before_agreements_came_is_given_their_lists(db, monkeypatch):
    from importlib import import_module
    from types import SimpleNamespace

    from django.apps import apps

    from tests.cast import make
    from throughline.domain import codes
    from throughline.models import Code, CodeList

    new = {"agreement_purposes", "lawful_bases", "special_conditions", "offence_conditions"}
    monkeypatch.setattr(codes, "SHIPPED", tuple(one for one in codes.SHIPPED if one.name not in new))
    make()
    assert not CodeList.objects.filter(name__in=new).exists()
    ship = import_module("throughline.migrations.0014_agreement_rights").ship_lists

    for _ in range(2):
        ship(apps, SimpleNamespace(connection=connection))

    assert set(CodeList.objects.filter(name__in=new).values_list("name", flat=True)) == new
    assert Code.objects.filter(list="lawful_bases").count() == len(codes.LAWFUL_BASES.codes)


# Needs


def test_a_need_is_declared_by_its_own_organisation_and_the_old_one_is_kept(them):
    need(them, Opens.IDENTITY)
    second = need(them, SAID)
    with pytest.raises(Forbidden):
        need(them, SAID, who="manager")
    with pytest.raises(Refused):
        need(them, Opens.WORK)

    from throughline.models import DeclaredNeed

    assert DeclaredNeed.objects.count() == 2
    assert DeclaredNeed.objects.get(until_on=None) == second


def test_every_change_of_an_agreement_is_in_the_record(them):
    version = in_force(them)
    approvals.end(
        version.agreement_id, by=them.stands("guardian"), organisation=them.lead, on=them.today, today=them.today, words="Over."
    )  # fmt: skip

    done = set(Event.objects.filter(thing_id=str(version.pk)).values_list("what", flat=True))

    assert done == {
        "agreement:make", "agreement:write", "agreement:choose_purposes", "agreement:write_purpose", "agreement:propose",
        "agreement:approve", "agreement:in_force", "agreement:end",
    }  # fmt: skip


# Who may read


def test_a_draft_is_its_keepers_what_waits_its_sides_and_what_was_approved_every_workers_of_a_side(cast, them):
    def readers(version):
        known = AgreementVersion.objects.known_to
        everyone = {
            "manager": them.manager, "guardian": them.guardian, "trust_lead": them.trust_lead, "partner_coach": cast.partner_coach,
            "mentor": cast.mentor, "social": them.social_guardian, "far": them.far_manager, "stranger": cast.stranger,
        }  # fmt: skip
        return {
            name
            for name, worker in everyone.items()
            if known(them.stands(worker), on=them.today).filter(pk=version.pk).exists()
        }

    version = drafted(them)
    assert readers(version) == {"manager"}
    approvals.propose(version.pk, by=them.stands("manager"), on=them.today)
    assert readers(version) == {"manager", "guardian", "trust_lead"}
    approve_all(them, version)
    assert readers(version) == {"manager", "guardian", "trust_lead", "partner_coach", "mentor"}


def test_only_its_keeper_writes_a_draft(them):
    version = drafted(them)

    for who, stop in (("far_manager", AgreementVersion.DoesNotExist), ("guardian", AgreementVersion.DoesNotExist)):
        with pytest.raises(stop):
            agreements.write(version.pk, by=them.stands(who), version=None, on=them.today, security="Mine")
    with pytest.raises(Forbidden):
        agreements.make(by=them.stands("guardian"), title="Mine", organisations=[them.lead, them.trust], on=them.today)


@pytest.mark.django_db(transaction=True)
def test_two_last_approvals_at_one_moment_bring_only_one_of_two_overlapping_agreements_into_force(transactional_db):
    """Both pass every check of their own; the sides are locked, so the second sees the first."""
    from threading import Barrier, Thread

    from django.db import connections

    from tests.cast import make

    them = sides(make())
    both = [proposed(them), proposed(them, title="Football again")]
    for version in both:
        approvals.approve(version.pk, by=them.stands("guardian"), organisation=them.lead, on=them.today)
    start, answers = Barrier(2), []

    def say_yes(version):
        try:
            start.wait()
            approvals.approve(version.pk, by=them.stands("trust_lead"), organisation=them.trust, on=them.today)
            answers.append("yes")
        except Refused as refused:
            answers.append(refused.objection.code)
        finally:
            connections.close_all()

    threads = [Thread(target=say_yes, args=[version]) for version in both]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(answers) == ["overlaps", "yes"]
    assert AgreementVersion.objects.in_force().count() == 1


def test_an_agreement_gets_another_name_until_somebody_is_asked_to_approve_it(them):
    version = drafted(them)
    named = version.agreement_id

    def rename(part, title=" Walking football "):
        return agreements.rename(named, by=them.stands(part), title=title, on=them.today)

    with pytest.raises(Agreement.DoesNotExist):
        rename("far_manager")
    for part in ("guardian", "trust_lead"):
        with pytest.raises((Forbidden, Agreement.DoesNotExist)):
            rename(part)
    rename("manager")
    assert Agreement.objects.get(pk=named).title == "Walking football"
    assert Event.objects.get(what="agreement:rename").by == them.manager

    approvals.propose(version.pk, by=them.stands("manager"), on=them.today)

    with pytest.raises(Refused, match="Others have read it"):
        rename("manager", "Another")
    assert Agreement.objects.get(pk=named).title == "Walking football"
