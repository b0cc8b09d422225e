"""In an emergency one record opens, for two hours at most; somebody else looks into it; a seal and a conflict still hold."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from tests import safe
from tests.cast import BEGAN, TODAY, days
from tests.histories import moment, out_and_engaged
from throughline.actions import conflicts, emergencies, sealed, workers
from throughline.domain.conflicts import Knows
from throughline.domain.emergencies import Finding, Reason
from throughline.domain.objections import Forbidden, Refused
from throughline.domain.sealed import Sealed, SealKind
from throughline.domain.vocabulary import IdentifierKind, Role
from throughline.models import (
    BreakGlass,
    Event,
    Grant,
    Mail,
    Note,
    Person,
    Post,
    SafetyStatement,
    TeamDuty,
    acting,
    opened_to,
)
from throughline.policy.grants import OPENED_BY, Basis, Opens
from throughline.policy.standing import GLASS_ROLES
from throughline.queries.looks import who_can_see
from throughline.queries.people import find

pytestmark = pytest.mark.django_db
SAID = "He rang and said that he cannot go on."
NOW = moment(TODAY, 12)


@pytest.fixture
def lead(cast):
    """The data protection lead, who has no grant on anybody."""
    return workers.add(
        by=cast.stands("administrator"), name="Isla Boyd", email="isla@example.org", employer=cast.lead_charity, on=BEGAN,
        posts=[{"organisation": cast.lead_charity, "role": Role.DATA_PROTECTION_LEAD}],
    )  # fmt: skip


def breaks(cast, part="other_coach", **more):
    given = {
        "reason": Reason.LIFE, "words": SAID, "minutes": 60, "on": TODAY, "due_on": days(4),
        "given_names": "Daniel", "family_name": "Reid", "birth_date": date(1992, 5, 4),
    }  # fmt: skip
    return emergencies.open_record(by=cast.stands(part), **given | more)


def sees(cast, part, person):
    standing = cast.stands(part)
    with transaction.atomic(), acting(standing):
        return opened_to(standing, person)


def test_in_an_emergency_what_keeps_people_safe_is_read_for_whichever_place_it_was_written(cast):
    episode = out_and_engaged(cast)
    made = safe.written(cast, episode)
    standing = cast.stands("other_coach")

    def reads():
        with transaction.atomic(), acting(standing):
            return [one.pk for one in SafetyStatement.objects.visible_to(standing).meant_for(standing, on=TODAY)]

    assert reads() == []

    breaks(cast)

    standing = cast.stands("other_coach")
    assert reads() == [made.pk]


def test_one_record_opens_to_one_worker_and_nobody_else_for_a_time(cast):
    person = out_and_engaged(cast).person_id
    assert sees(cast, "other_coach", person) == 0

    broken = breaks(cast)

    assert sees(cast, "other_coach", person) == OPENED_BY[Basis.BREAK_GLASS]
    assert not OPENED_BY[Basis.BREAK_GLASS] & (Opens.WORK | Opens.OFFENDING)
    grant = Grant.objects.get(source=broken.pk)
    assert (grant.basis, grant.worker, grant.ends - grant.starts) == (
        "break_glass", cast.other_coach, timedelta(minutes=60),
    )  # fmt: skip
    assert (broken.name, broken.due_on, broken.until - broken.began_at) == (
        "Daniel Reid", days(4), timedelta(minutes=60),
    )  # fmt: skip
    standing = cast.stands("other_coach")
    with transaction.atomic(), acting(standing):
        assert Note.objects.visible_to(standing).filter(person=person).exists()
        assert [one.person.pk for one in find("Reid", by=standing)] == [person]
    assert sees(cast, "other_mentor", person) == 0


def test_it_shuts_again_by_itself(cast):
    person = out_and_engaged(cast).person_id
    broken = breaks(cast)
    # An hour later: nothing else is done.
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE throughline_grant SET valid = tstzrange(lower(valid) - interval '61 minutes', upper(valid) - interval '61 minutes', '[)') WHERE source = %s",
            [broken.pk],
        )

    assert sees(cast, "other_coach", person) == 0


def test_the_person_is_found_by_an_exact_number_too(cast):
    person = out_and_engaged(cast, spin="45871").person_id

    breaks(cast, given_names="", family_name="", birth_date=None, identifiers={IdentifierKind.SPIN: "45871"})

    assert sees(cast, "other_coach", person)


@pytest.mark.parametrize(
    "who",
    [
        {"given_names": "Dan"}, {"family_name": "Ried"}, {"birth_date": date(1992, 5, 5)}, {"birth_date": None}, {"given_names": "", "family_name": ""},
        {"identifiers": {IdentifierKind.SPIN: "99999"}, "birth_date": None},
    ],
)  # fmt: skip
def test_nearly_is_not_enough(cast, who):
    person = out_and_engaged(cast, spin="45871").person_id

    assert breaks(cast, **who) is None
    assert sees(cast, "other_coach", person) == 0
    assert not BreakGlass.objects.exists()
    assert Event.objects.filter(what="glass:try", by=cast.other_coach, person=None).count() == 1


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"words": "Help now"}, "few_words"),
        ({"words": " " * 40}, "few_words"),
        ({"minutes": 121}, "too_long"),
        ({"minutes": 0}, "too_long"),
    ],
)
def test_without_a_reason_or_for_too_long_nothing_opens(cast, more, code):
    person = out_and_engaged(cast).person_id

    with pytest.raises(Refused) as refused:
        breaks(cast, **more)

    assert refused.value.objection.code == code
    assert sees(cast, "other_coach", person) == 0


SQL = "SELECT came FROM sec.break_glass(%s, %s, '{}', '{}', 'Daniel', 'Reid', '1992-05-04', %s, %s, %s, %s)"


@pytest.mark.parametrize(
    ("part", "reason", "words", "minutes", "due"),
    [
        ("other_coach", "because", SAID, 60, days(4)), ("other_coach", "life", "Short", 60, days(4)), ("other_coach", "life", SAID, 121, days(4)),
        ("other_coach", "life", SAID, -5, days(4)), ("other_coach", "life", SAID, 60, days(40)), ("evaluator", "life", SAID, 60, days(4)),
        ("partner_coach", "life", SAID, 60, days(4)), (None, "life", SAID, 60, days(4)),
    ],
)  # fmt: skip
def test_the_database_checks_it_by_itself(cast, part, reason, words, minutes, due):
    out_and_engaged(cast)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE app")
        with acting(cast.stands(part) if part else None):
            cursor.execute(SQL, [uuid4(), uuid4(), reason, words, minutes, due])
            came = cursor.fetchone()[0]
        cursor.execute("SET LOCAL ROLE witness")

    assert came == "not_opened"
    assert not BreakGlass.objects.exists()
    assert not Grant.objects.filter(basis="break_glass").exists()


def test_the_same_by_sql_opens_so_that_the_above_fails_for_its_reason(cast):
    out_and_engaged(cast)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE app")
        with acting(cast.stands("other_coach")):
            cursor.execute(SQL, [uuid4(), uuid4(), "life", SAID, 60, days(4)])
            assert cursor.fetchone()[0] == "opened"
        cursor.execute("SET LOCAL ROLE witness")


def test_the_serving_role_writes_no_such_row_itself(cast):
    person = out_and_engaged(cast).person_id
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("SET LOCAL ROLE app")
        with acting(cast.stands("other_coach")):
            cursor.execute(
                "INSERT INTO throughline_breakglass (id, person_id, name, worker_id, reason, words, began_at, until, due_on, asked, asked_on, finding, review_words)"
                " VALUES (%s, %s, 'x', %s, 'life', %s, now(), now() + interval '1 hour', %s, '{}', %s, '', '')",
                [uuid4(), person, cast.other_coach.pk, SAID, TODAY, TODAY],
            )


def test_the_same_roles_in_python_and_in_the_database(db):
    with connection.cursor() as cursor:
        cursor.execute("SELECT prosrc FROM pg_proc WHERE proname = 'break_glass'")
        source = cursor.fetchone()[0]
    said = source.split("p.role IN (")[1].split(")")[0]
    assert {one.strip(" '") for one in said.split(",")} == {role.value for role in GLASS_ROLES}
    assert f", {int(OPENED_BY[Basis.BREAK_GLASS])}, me," in source
    assert {one.strip(" '") for one in source.split("why NOT IN (")[1].split(")")[0].split(",")} == set(Reason)


def test_whoever_does_not_work_with_people_cannot(cast):
    out_and_engaged(cast)
    for part in ("evaluator", "administrator", "partner_coach", "record_steward"):
        with pytest.raises(Forbidden):
            breaks(cast, part=part)


def test_a_conflict_still_refuses_and_says_no_more_than_for_nobody(cast):
    person = out_and_engaged(cast).person_id
    conflicts.declare(person, by=cast.stands("coordinator"), worker=cast.other_mentor, kind=Knows.VICTIM, on=TODAY)

    assert breaks(cast, part="other_mentor") is None
    assert sees(cast, "other_mentor", person) == 0
    assert not BreakGlass.objects.exists()


def test_a_seal_still_refuses_and_with_the_address_sealed_the_rest_opens(cast, lead):
    person = out_and_engaged(cast).person_id
    seal = sealed.seal(
        by=cast.stands(lead), kind=SealKind.PROTECTED, part=Sealed.WHOLE, because="Because", holders=[cast.mentor], given_names="Daniel",
        family_name="Reid", birth_date=date(1992, 5, 4), review_on=days(90), on=TODAY,
    )  # fmt: skip
    assert breaks(cast) is None
    assert sees(cast, "other_coach", person) == 0
    sealed.end(seal.pk, by=cast.stands(lead), because="Half is enough")
    sealed.seal(
        by=cast.stands(lead), kind=SealKind.PROTECTED, part=Sealed.ADDRESS, because="Because", holders=[cast.mentor], given_names="Daniel",
        family_name="Reid", birth_date=date(1992, 5, 4), review_on=days(90), on=TODAY,
    )  # fmt: skip

    assert breaks(cast) is not None
    assert sees(cast, "other_coach", person) == OPENED_BY[Basis.BREAK_GLASS] & ~Opens.ADDRESS


def test_names_are_not_guessed_at_this_door(cast):
    out_and_engaged(cast)
    for _ in range(10):
        assert breaks(cast, given_names="Dan") is None

    with pytest.raises(Refused, match="Ring the duty lead"):
        breaks(cast)
    assert breaks(cast, part="other_mentor") is not None


def test_a_lead_is_asked_at_once_by_neutral_mail_and_it_is_never_the_one_who_did_it(cast):
    out_and_engaged(cast)

    by_coach, by_lead = breaks(cast), breaks(cast, part="team_lead")

    by_coach.refresh_from_db()
    by_lead.refresh_from_db()
    assert by_coach.asked == [cast.team_lead.pk]
    assert by_lead.asked == [cast.coordinator.pk]
    mails = Mail.objects.filter(key__startswith="glass:")
    assert {one.to for one in mails} == {"shona@example.org", "cora@example.org"}
    for one in mails:
        assert not any(word in one.subject + one.body for word in ("Daniel", "Reid", "Agnes", str(by_coach.person_id)))


def test_a_lead_who_knows_the_person_is_not_asked(cast):
    person = out_and_engaged(cast).person_id
    conflicts.declare(person, by=cast.stands("coordinator"), worker=cast.team_lead, kind=Knows.OTHER, on=TODAY)

    broken = breaks(cast)

    broken.refresh_from_db()
    assert broken.asked == [cast.coordinator.pk]


def test_without_any_lead_the_data_protection_lead_is_asked(cast, lead):
    out_and_engaged(cast)
    Post.objects.filter(role="coordinator").update(until_on=BEGAN)
    TeamDuty.objects.update(until_on=BEGAN)

    broken = breaks(cast)

    broken.refresh_from_db()
    assert broken.asked == []
    assert Mail.objects.get(key__startswith="glass:").to == "isla@example.org"
    assert emergencies.review(broken.pk, by=cast.stands(lead), finding=Finding.RIGHT, words="Yes.", now=NOW)


def test_somebody_else_looks_into_it_once(cast):
    out_and_engaged(cast)
    broken = breaks(cast)
    for part in ("mentor", "coordinator", "stranger", "administrator"):
        with pytest.raises(BreakGlass.DoesNotExist):
            emergencies.review(broken.pk, by=cast.stands(part), finding=Finding.RIGHT, words="Fine.", now=NOW)
    with pytest.raises(Refused, match="Someone else"):
        emergencies.review(broken.pk, by=cast.stands("other_coach"), finding=Finding.RIGHT, words="Fine.", now=NOW)
    with pytest.raises(Refused, match="Write what you found"):
        emergencies.review(broken.pk, by=cast.stands("team_lead"), finding=Finding.RIGHT, words=" ", now=NOW)

    emergencies.review(
        broken.pk, by=cast.stands("team_lead"), finding=Finding.RIGHT, words="He was in danger.", now=NOW
    )

    broken.refresh_from_db()
    assert (broken.finding, broken.reviewed_by, broken.reviewed_at) == ("right", cast.team_lead, NOW)
    with pytest.raises(Refused, match="has been looked into"):
        emergencies.review(broken.pk, by=cast.stands("team_lead"), finding=Finding.MISUSE, words="No.", now=NOW)


def test_the_database_lets_nobody_review_their_own(cast):
    out_and_engaged(cast)
    broken = breaks(cast)
    broken.reviewed_at, broken.reviewed_by, broken.finding, broken.review_words = NOW, cast.other_coach, "right", "Me."

    with pytest.raises(IntegrityError), transaction.atomic():
        broken.save(update_fields=["reviewed_at", "reviewed_by", "finding", "review_words"])


def test_misuse_shuts_it_and_stops_that_worker_alone(cast):
    person = out_and_engaged(cast).person_id
    broken = breaks(cast)

    emergencies.review(broken.pk, by=cast.stands("team_lead"), finding=Finding.MISUSE, words="Curious.", now=NOW)

    assert sees(cast, "other_coach", person) == 0
    with pytest.raises(Refused, match="misused"):
        breaks(cast)
    assert breaks(cast, part="other_mentor") is not None


def test_a_mistake_stops_nobody(cast):
    out_and_engaged(cast)
    broken = breaks(cast)
    emergencies.review(broken.pk, by=cast.stands("team_lead"), finding=Finding.MISTAKE, words="Wrong Daniel.", now=NOW)

    assert breaks(cast) is not None


def test_overdue_the_next_is_asked_and_the_data_protection_lead_told_each_day_and_nobody_is_stopped(cast, lead):
    out_and_engaged(cast)
    broken, service = breaks(cast, due_on=days(2)), cast.stands(cast.service)

    assert emergencies.chase(by=service, on=days(2)) == 0
    assert emergencies.chase(by=service, on=days(3)) == 1
    assert emergencies.chase(by=service, on=days(3)) == 1
    broken.refresh_from_db()
    assert broken.asked == [cast.team_lead.pk, cast.coordinator.pk]
    late = Mail.objects.filter(key__startswith="glass-late:")
    assert sorted(one.to for one in late) == ["cora@example.org", "isla@example.org", "shona@example.org"]
    emergencies.chase(by=service, on=days(4))
    assert late.all().count() == 6
    assert breaks(cast) is not None

    emergencies.review(broken.pk, by=cast.stands("coordinator"), finding=Finding.RIGHT, words="Fine.", now=NOW)
    assert emergencies.chase(by=service, on=days(9)) == 1  # the second one


def test_who_can_see_tells_the_person_that_it_was_an_emergency_and_until_when(cast):
    episode = out_and_engaged(cast)
    broken = breaks(cast)
    standing = cast.stands("mentor")

    with transaction.atomic(), acting(standing):
        found = {one.name: one.reasons for one in who_can_see(episode.person_id, on=TODAY)}

    assert found["Agnes Bell"] == (("break_glass", "opened it in an emergency", broken.until),)
    assert Person.objects.filter(pk=episode.person_id).exists()
