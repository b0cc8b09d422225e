"""The partnership from its first day: set up once, its parts put right and ended. The database is empty where nobody has set it up."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from tests.cast import TODAY, days
from throughline.actions import codes, partnership, workers
from throughline.domain.codes import SHIPPED
from throughline.domain.objections import Forbidden, Refused
from throughline.domain.vocabulary import Nation, OrganisationKind, Role
from throughline.models import (
    Code,
    CodeList,
    CodeVersion,
    Event,
    Mail,
    Organisation,
    Partnership,
    Team,
    Worker,
    standing_of,
)

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 26, 12, tzinfo=ZoneInfo("Europe/London"))
NOT_SETTING_UP = ("mentor", "team_lead", "coordinator", "evaluator", "stranger")


def set_up(**more):
    given = {
        "name": " Clyde Throughcare ", "nation": Nation.SCOTLAND, "organisation": "Clyde Mentoring", "admin_name": "Ada Admin",
        "admin_email": "ada@example.org", "on": TODAY,
    }  # fmt: skip
    return partnership.begin(**given | more)


def service():
    return standing_of(Worker.objects.get(service=True), on=TODAY)


# Its first day


def test_an_empty_database_is_set_up_whole(nobody_yet):
    begun = set_up()

    begun.refresh_from_db()
    assert (begun.name, begun.set_up_on, begun.demonstration) == ("Clyde Throughcare", TODAY, False)
    lead = Organisation.objects.get()
    assert (lead.name, lead.kind) == ("Clyde Mentoring", OrganisationKind.LEAD_CHARITY)
    admin = Worker.objects.get(service=False)
    assert (admin.name, admin.posts.get().role, admin.posts.get().organisation) == (
        "Ada Admin", Role.ADMINISTRATOR, lead,
    )  # fmt: skip
    assert not admin.account.has_usable_password(), "there is no default password"
    assert Mail.objects.get().to == "ada@example.org"
    assert CodeList.objects.count() == len(SHIPPED)
    assert Event.objects.filter(what="partnership:begin").count() == 1


def test_it_is_set_up_once(nobody_yet):
    begun = set_up()

    with pytest.raises(Refused, match="set up already"):
        set_up(name="Another", admin_email="eve@example.org")

    assert Partnership.objects.get() == begun
    assert Organisation.objects.count() == 1


def test_a_demonstration_is_one_for_ever_and_says_when_it_is_whole(nobody_yet):
    set_up(demonstration=True)

    partnership.finish_demonstration(by=service(), at=NOW)

    made = Partnership.objects.get()
    assert (made.demonstration, made.demonstration_ready_at) == (True, NOW)
    assert Event.objects.get(what="partnership:finish_demonstration").thing_id == str(made.pk)


def test_a_real_partnership_is_never_said_to_be_a_demonstration(cast):
    with pytest.raises(Refused, match="no demonstration"):
        partnership.finish_demonstration(by=cast.stands("service"), at=NOW)
    with pytest.raises(Forbidden):
        partnership.finish_demonstration(by=cast.stands("mentor"), at=NOW)

    assert Partnership.objects.get().demonstration_ready_at is None


def test_a_list_that_came_with_a_later_version_is_shipped_and_the_others_stay_as_they_are(nobody_yet, monkeypatch):
    with monkeypatch.context() as earlier:
        earlier.setattr("throughline.domain.codes.SHIPPED", [one for one in SHIPPED if one.name != "gate_results"])
        set_up()
    by = service()
    added = codes.add("needs", by=by, code="pets", words="A pet", on=TODAY)
    assert not CodeList.objects.filter(name="gate_results").exists()

    assert (codes.ship(by=by, on=days(1)), codes.ship(by=by, on=days(1))) == (1, 0)

    shipped = next(one for one in SHIPPED if one.name == "gate_results")
    there = Code.objects.filter(list="gate_results").order_by("order")
    assert list(there.values_list("code", "words")) == [(one.code, one.words) for one in shipped.codes]
    version = CodeVersion.objects.get(list="gate_results")
    assert (version.number, version.from_on, version.by_id) == (1, days(1), by.worker)
    assert Code.objects.filter(pk=added.pk).exists()
    assert Event.objects.filter(what="codes:ship", thing_id="gate_results").count() == 1


def test_only_whoever_sets_up_ships_lists(cast):
    for part in NOT_SETTING_UP:
        with pytest.raises(Forbidden):
            codes.ship(by=cast.stands(part), on=TODAY)


# Its organisations, teams and workers


def test_a_partner_gets_its_right_name_and_kind(cast):
    by, seen = cast.stands("administrator"), cast.trust.version

    partnership.rename_organisation(
        cast.trust.pk, by=by, version=seen, name=" Hyndvale Trust ", kind=OrganisationKind.CHARITY
    )

    now = Organisation.objects.get(pk=cast.trust.pk)
    assert (now.name, now.kind, now.version) == ("Hyndvale Trust", OrganisationKind.CHARITY, seen + 1)
    assert Event.objects.get(what="organisation:rename").by == cast.administrator


@pytest.mark.parametrize(
    ("part", "name", "stale", "why"),
    [
        ("administrator", "CLYDE mentoring", False, "name_taken"),
        ("administrator", "Hyndvale", True, "changed_meanwhile"),
        *((part, "Hyndvale", False, "not_an_administrator") for part in NOT_SETTING_UP),
    ],
)
def test_a_partner_keeps_its_name(cast, part, name, stale, why):
    with pytest.raises((Refused, Forbidden)) as refused:
        partnership.rename_organisation(
            cast.trust.pk, by=cast.stands(part), version=cast.trust.version - stale, name=name, kind=cast.trust.kind
        )

    assert refused.value.objection.code == why
    assert Organisation.objects.get(pk=cast.trust.pk).name == "Hyndvale Community Trust"
    assert not Event.objects.filter(what="organisation:rename").exists()


def test_a_partner_ends_once_nothing_of_it_goes_on(cast):
    by = cast.stands("administrator")
    with pytest.raises(Refused, match="1 still in use"):
        partnership.end_organisation(cast.trust.pk, by=by, on=TODAY)
    workers.end_post(cast.partner_coach.posts.get().pk, by=by, on=TODAY, today=TODAY)
    team = partnership.add_team(by=by, organisation=cast.trust, name="Fife", on=days(-9))
    with pytest.raises(Refused, match="1 still in use"):
        partnership.end_organisation(cast.trust.pk, by=by, on=TODAY)
    partnership.end_team(team.pk, by=by, on=days(-1))

    partnership.end_organisation(cast.trust.pk, by=by, on=TODAY)

    assert Organisation.objects.get(pk=cast.trust.pk).until_on == TODAY
    assert Event.objects.filter(what="organisation:end").count() == 1
    with pytest.raises(Refused, match="already ended"):
        partnership.end_organisation(cast.trust.pk, by=by, on=TODAY)
    again = partnership.add_organisation(by=by, name=cast.trust.name, kind=cast.trust.kind, on=days(1))
    assert again != cast.trust, "its name is free again"


def test_only_whoever_sets_up_ends_a_partner_and_not_before_it_began(cast):
    new = partnership.add_organisation(
        by=cast.stands("administrator"), name="New Charity", kind=OrganisationKind.CHARITY, on=TODAY
    )
    for part in NOT_SETTING_UP:
        with pytest.raises(Forbidden):
            partnership.end_organisation(new.pk, by=cast.stands(part), on=TODAY)
    with pytest.raises(Refused, match="before the first"):
        partnership.end_organisation(new.pk, by=cast.stands("administrator"), on=days(-1))

    assert Organisation.objects.get(pk=new.pk).until_on is None


def test_a_team_gets_its_right_name_which_another_organisation_may_use_too(cast):
    by, seen = cast.stands("administrator"), cast.team.version
    partnership.add_team(by=by, organisation=cast.trust, name="Clydeside", on=TODAY)

    partnership.rename_team(cast.team.pk, by=by, version=seen, name=" Clydeside ")

    now = Team.objects.get(pk=cast.team.pk)
    assert (now.name, now.version) == ("Clydeside", seen + 1)
    assert Event.objects.get(what="team:rename").thing_id == str(cast.team.pk)


@pytest.mark.parametrize(
    ("part", "name", "stale", "why"),
    [
        ("administrator", "lanarkshire", False, "name_taken"),
        ("administrator", "Clydeside", True, "changed_meanwhile"),
        *((part, "Clydeside", False, "not_an_administrator") for part in NOT_SETTING_UP),
    ],
)
def test_a_team_keeps_its_name(cast, part, name, stale, why):
    with pytest.raises((Refused, Forbidden)) as refused:
        partnership.rename_team(cast.team.pk, by=cast.stands(part), version=cast.team.version - stale, name=name)

    assert refused.value.objection.code == why
    assert Team.objects.get(pk=cast.team.pk).name == "Glasgow"


def test_a_worker_gets_another_name_and_number_from_whoever_sets_up(cast):
    by, seen = cast.stands("administrator"), cast.mentor.version
    said = {"name": " Moira Reid ", "phone": " 0141 496 0111 "}
    for part in NOT_SETTING_UP:
        with pytest.raises(Forbidden):
            workers.describe(cast.mentor.pk, by=cast.stands(part), version=seen, **said)

    workers.describe(cast.mentor.pk, by=by, version=seen, **said)

    now = Worker.objects.get(pk=cast.mentor.pk)
    assert (now.name, now.phone, now.version) == ("Moira Reid", "0141 496 0111", seen + 1)
    assert Event.objects.get(what="worker:describe").by == cast.administrator
    with pytest.raises(Refused, match="while you were writing"):
        workers.describe(cast.mentor.pk, by=by, version=seen, name="Moira Kerr", phone="")
    assert Worker.objects.get(pk=cast.mentor.pk).name == "Moira Reid"
