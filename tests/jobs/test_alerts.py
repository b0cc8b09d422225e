"""What the nightly look through the log notices, with the rows that show it, and what it lets pass."""

from datetime import date, timedelta
from uuid import uuid4

import psycopg
import pytest
from django.db import connection, transaction
from django.utils import timezone

from tests import cast as casting
from tests.histories import with_mentor
from throughline.actions import contact, looks, people, sealed, workers
from throughline.domain.sealed import Sealed, SealKind
from throughline.domain.vocabulary import Role
from throughline.jobs import alerts
from throughline.models import Alert, Worker

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
    steward = workers.add(
        by=cast.stands("administrator"), name="Isla Boyd", email="isla@example.org", employer=cast.lead_charity, on=casting.BEGAN,
        posts=[{"organisation": cast.lead_charity, "role": Role.DATA_PROTECTION_LEAD}],
    )  # fmt: skip
    with transaction.atomic():
        sealed.seal(
            by=cast.stands(steward), kind=SealKind.COLLEAGUE, part=Sealed.WHOLE, because="Works here", holders=[cast.mentor],
            given_names="Daniel", family_name="Reid", birth_date=date(1992, 5, 4), review_on=casting.days(90), on=casting.TODAY,
        )  # fmt: skip
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
