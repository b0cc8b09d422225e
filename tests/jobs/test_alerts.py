"""What the nightly look through the log notices, with the rows that show it, and what it lets pass."""

from datetime import date, timedelta
from uuid import uuid4

import psycopg
import pytest
from django.db import connection, transaction
from django.utils import timezone

from tests import cast as casting
from tests.clients import Program, client_of
from tests.histories import with_mentor
from tests.web.test_doors import record_of
from throughline.actions import contact, emergencies, looks, oversight, people, sealed, tokens, workers
from throughline.domain.emergencies import Reason
from throughline.domain.sealed import Sealed, SealKind
from throughline.domain.vocabulary import Role
from throughline.jobs import alerts
from throughline.models import Alert, Grant, Worker

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cast(db):
    """The cast, in a database that other connections see."""
    return casting.make()


@pytest.fixture
def backdate(request):
    """Let a row of the log have been written some days ago, as nobody but the superuser could."""
    url = request.config.throughline_cluster.url("postgres", connection.settings_dict["NAME"])

    def backdate(pk, ago):
        with psycopg.connect(url, autocommit=True) as one:
            one.execute("UPDATE throughline_look SET at = at - make_interval(days => %s) WHERE id = %s", [ago, pk])
        return pk

    return backdate


def look(by, person, how="view", page="person"):
    with transaction.atomic():
        return looks.write_down([person], by=by, how=how, page=page, opens=1, device="d", request=uuid4())


def real_day():
    """Return the day by the database's clock: rows of the log are dated by it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT (now() AT TIME ZONE 'Europe/London')::date")
        return cursor.fetchone()[0]


def program_of(cast):
    _, secret = tokens.make(
        by=cast.stands("mentor"), name="A program", expires_on=casting.days(30), today=casting.TODAY
    )
    return Program(secret)


def sealed_by_the_lead(cast):
    """Seal Daniel Reid's record, the mentor alone named."""
    lead = workers.add(
        by=cast.stands("administrator"), name="Isla Boyd", email="isla@example.org", employer=cast.lead_charity, on=casting.BEGAN,
        posts=[{"organisation": cast.lead_charity, "role": Role.DATA_PROTECTION_LEAD}],
    )  # fmt: skip
    with transaction.atomic():
        sealed.seal(
            by=cast.stands(lead), kind=SealKind.COLLEAGUE, part=Sealed.WHOLE, because="Works here", holders=[cast.mentor],
            given_names="Daniel", family_name="Reid", birth_date=date(1992, 5, 4), review_on=casting.days(90), on=casting.TODAY,
        )  # fmt: skip


def noticed():
    return {(one.kind, one.worker.name): one.evidence for one in Alert.objects.select_related("worker")}


def test_ordinary_work_is_let_pass(cast):
    episode = with_mentor(cast)
    look(cast.stands("mentor"), episode.person_id)

    assert alerts.look_through(timezone.localdate()) == 0
    assert noticed() == {}


def test_a_person_with_ones_own_family_name_is_noticed_when_opened_and_not_in_a_list(cast):
    episode = with_mentor(cast, family="Kerr")
    mentor = cast.stands("mentor")
    look(mentor, episode.person_id, how="list", page="people")
    in_list = alerts.look_through(timezone.localdate())
    opened = look(mentor, episode.person_id)

    alerts.look_through(timezone.localdate())

    assert in_list == 0
    assert noticed() == {("own_name", "Moira Kerr"): [opened]}


def test_a_person_who_is_reached_where_the_worker_is_is_noticed(cast):
    episode = with_mentor(cast)
    mentor = cast.stands("mentor")
    contact.add_way(
        episode.person_id,
        by=mentor,
        kind="email",
        whose="Home",
        value=cast.mentor.account.email.upper(),
        safe_to_leave_message=True,
        on=casting.TODAY,
    )
    opened = look(mentor, episode.person_id)

    alerts.look_through(timezone.localdate())

    assert noticed() == {("own_address", "Moira Kerr"): [opened]}


def test_trying_a_record_without_a_link_is_noticed_and_an_address_that_is_nobodys_is_not(cast):
    episode = with_mentor(cast)
    with transaction.atomic():
        tried = looks.write_down_refusal(
            episode.person_id, by=cast.stands("stranger"), page="person", device="d", request=uuid4()
        )
        looks.write_down_refusal(uuid4(), by=cast.stands("other_coach"), page="person", device="d", request=uuid4())

    alerts.look_through(timezone.localdate())

    assert noticed() == {("no_link", "Sandy Stranger"): [tried]}


def test_a_look_after_ones_last_day_is_noticed(cast):
    episode = with_mentor(cast)
    other = cast.stands("prison_coach")
    Worker.objects.filter(pk=cast.prison_coach.pk).update(ended_on=date(2026, 1, 1))
    opened = look(other, episode.person_id)

    alerts.look_through(timezone.localdate())

    assert noticed()["after_leaving", "Iain Petrie"] == [opened]


def test_ten_times_as_many_people_as_usual_is_noticed_and_nine_times_is_not(cast, backdate):
    coach = cast.stands("prison_coach")
    everyone = [
        people.create(
            by=coach, given_names=f"Person{'abcdefghij'[n]}", family_name="Weir", birth_date=date(1990, 1, n + 1)
        ).pk
        for n in range(10)
    ]
    for ago in range(1, 7):
        backdate(look(coach, everyone[0]), ago)
    rows = [look(coach, one) for one in everyone[:9]]
    nine = alerts.look_through(timezone.localdate())
    rows.append(look(coach, everyone[9]))

    alerts.look_through(timezone.localdate())

    assert nine == 0
    assert {kind: sorted(ids) for (kind, _), ids in noticed().items()} == {"ten_times": sorted(rows)}


def test_a_night_done_twice_writes_nothing_twice(cast):
    episode = with_mentor(cast, family="Kerr")
    look(cast.stands("mentor"), episode.person_id)

    assert (alerts.look_through(timezone.localdate()), alerts.look_through(timezone.localdate())) == (1, 0)
    assert alerts.look_through(timezone.localdate() - timedelta(days=1)) == 0


def test_a_try_at_a_sealed_record_is_noticed_while_it_is_sealed_and_not_of_one_that_is_not(cast):
    episode, other = with_mentor(cast), with_mentor(cast, given="Euan", family="Boyd")
    sealed_by_the_lead(cast)
    with transaction.atomic():
        tried = looks.write_down_refusal(
            episode.person_id, by=cast.stands("team_lead"), page="person", device="d", request=uuid4()
        )
        looks.write_down_refusal(
            other.person_id, by=cast.stands("stranger"), page="person", device="d", request=uuid4()
        )

    alerts.look_through(timezone.localdate())

    assert noticed()["sealed", "Shona Muir"] == [tried]
    assert [kind for kind, _ in noticed()].count("sealed") == 1


def test_every_try_of_somebody_who_has_left_is_written_down_and_noticed(cast):
    episode = with_mentor(cast)
    browser, program = client_of(cast.mentor), program_of(cast)
    Worker.objects.filter(pk=cast.mentor.pk).update(leaves_on=date(2026, 1, 1))

    answers = [browser.get("/people/"), browser.get(f"/people/{episode.person_id}/"), program.get("/api/people")]
    alerts.look_through(real_day())

    assert [one.status_code for one in answers] == [403, 403, 401]
    (evidence,) = Alert.objects.filter(kind="after_leaving", worker=cast.mentor).values_list("evidence", flat=True)
    assert len(evidence) == 3


def test_a_try_on_the_last_day_itself_is_noticed_once_they_have_gone(cast):
    episode = with_mentor(cast)
    before = look(cast.stands("prison_coach"), episode.person_id)
    Worker.objects.filter(pk=cast.prison_coach.pk).update(ended_on=real_day(), ended_at=timezone.now())
    after = look(cast.stands("prison_coach"), episode.person_id)

    alerts.look_through(real_day())

    assert before != after
    assert noticed()["after_leaving", "Iain Petrie"] == [after]


def test_nights_that_were_missed_are_made_good_by_the_next(cast, backdate):
    episode = with_mentor(cast, family="Kerr")
    rows = [backdate(look(cast.stands("mentor"), episode.person_id), ago) for ago in (4, 2)]
    oversight.note_looked_through(by=cast.stands("service"), day=timezone.localdate() - timedelta(days=5))

    assert alerts.run() == 2
    assert alerts.run() == 0
    assert sorted(pk for one in Alert.objects.all() for pk in one.evidence) == sorted(rows)


def test_a_try_at_anything_of_a_sealed_record_is_a_try_at_the_record(cast, at):
    things = record_of(cast)
    sealed_by_the_lead(cast)
    with transaction.atomic():
        tried = [
            looks.write_down_refusal(pk, by=cast.stands("team_lead"), page="x", device="d", request=uuid4())
            for pk in things.values()
        ]

    alerts.look_through(real_day())

    assert sorted(noticed()["sealed", "Shona Muir"]) == sorted(tried)
    alert = Alert.objects.get(kind="sealed")
    lead = Worker.objects.get(name="Isla Boyd")
    assert client_of(lead).get(f"/log/alerts/{alert.pk}/").content.decode().count("Daniel Reid") >= len(things)
    assert set(Grant.objects.filter(basis="oversight").values_list("person", flat=True)) == {things["person"]}


def test_a_try_to_open_a_sealed_record_in_an_emergency_is_noticed(cast, at):
    with_mentor(cast)
    sealed_by_the_lead(cast)
    said = {"given_names": "Daniel", "family_name": "Reid", "birth_date": date(1992, 5, 4)}
    for part, who in (("team_lead", said), ("mentor", said), ("duty_worker", said | {"family_name": "Nobody"})):
        emergencies.open_record(
            by=cast.stands(part), reason=Reason.LIFE, words="He is not well, and nobody is there.", minutes=30, on=casting.TODAY,
            due_on=casting.days(4), **who,
        )  # fmt: skip

    alerts.look_through(real_day())

    assert set(noticed()) == {("sealed", "Shona Muir")}
