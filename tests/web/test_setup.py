"""The set-up pages: what is there stays, what changed meanwhile is not replaced, what is missing can be added."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from tests.cast import GLASGOW, TODAY, days
from tests.clients import client_of
from tests.histories import out_and_engaged
from throughline.actions import partnership, programmes
from throughline.domain.contact import TryRule
from throughline.domain.vocabulary import Nation
from throughline.models import (
    Council,
    Holiday,
    Organisation,
    Partnership,
    Prison,
    PrisonService,
    StandardRow,
    TeamDuty,
    Worker,
)
from throughline.models.programmes import try_rule
from throughline.queries.clocks import running
from throughline.queries.holidays import holidays_by_council

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(cast, at):
    return client_of(cast.administrator)


def fields(page):
    """Return what a page's form would send if nothing were touched."""
    form = page.context["form"]
    said = {bound.html_name: bound.value() for bound in form}
    shown = {name: form[name].field.prepare_value(value) for name, value in said.items()}
    return {name: "" if value is None else getattr(value, "pk", value) for name, value in shown.items()}


def press(client, path, **more):
    said = fields(client.get(path)) | {"once": str(uuid4())} | more
    return client.post(path, {name: value for name, value in said.items() if value is not False})


def barlinnie():
    return PrisonService.objects.get(prison__short_name="Barlinnie", until_on=None)


def test_changing_a_duty_coach_leaves_the_gate_as_it_was(cast, client):
    partnership.switch_on(
        barlinnie().prison_id, by=cast.stands("administrator"), team=cast.team, duty_coach=cast.prison_coach, on=days(-3),
        today=TODAY, deputy=cast.other_coach, gate_desk="0141 496 0102", gate_words="main gate",
    )  # fmt: skip

    done = press(client, f"/setup/prisons/{barlinnie().pk}/", duty_coach=str(cast.mentor.pk))

    now = barlinnie()
    assert done.status_code == 302, done.content.decode()
    assert (now.duty_coach, now.deputy, now.gate_desk, now.gate_words) == (
        cast.mentor, cast.other_coach, "0141 496 0102", "main gate",
    )  # fmt: skip
    assert "Barlinnie" not in str(client.get("/setup/prisons/").context["form"]["prison"])


def test_a_row_that_came_into_force_meanwhile_is_not_replaced_unseen(cast, client):
    by = cast.stands("administrator")
    clock = StandardRow.objects.on(TODAY).get(programme=cast.programme, code="quiet")
    wording = cast.programme.consent_wordings.filter(until_on=None).first()
    paths = {
        f"/setup/teams/{cast.team.pk}/": lambda: partnership.put_on_duty(
            cast.team.pk, by=by, lead=cast.team_lead, duty_worker=cast.mentor, on=TODAY
        ),
        f"/setup/prisons/{barlinnie().pk}/": lambda: partnership.switch_on(
            barlinnie().prison_id, by=by, team=cast.team, duty_coach=cast.mentor, on=TODAY, today=TODAY
        ),
        f"/setup/clocks/{clock.pk}/": lambda: programmes.set_clock(
            cast.programme.pk, by=by, code="quiet", amount=9, unit="days", on=TODAY
        ),
        f"/setup/consents/{wording.pk}/": lambda: programmes.word_consent(
            cast.programme.pk, by=by, purpose=wording.purpose, words="Other words", needed=True, on=TODAY
        ),
        f"/setup/programme/{cast.programme.pk}/pack": lambda: programmes.fill_pack(
            cast.programme.pk, by=by, contents=[("Map", None, False)], on=TODAY
        ),
        "/setup/programme/": lambda: programmes.set_rule(
            cast.programme.pk, by=by, kind="age", numbers={"at_least_years": 18}, on=TODAY
        ),
    }
    for path, meanwhile in paths.items():
        said = fields(client.get(path)) | {"once": str(uuid4())}
        meanwhile()

        late = client.post(path, {name: value for name, value in said.items() if value is not False})

        assert late.status_code == 422, path
        assert "Someone else changed this while you were writing." in late.content.decode(), path
        assert press(client, path).status_code == 302, path
    assert TeamDuty.objects.on(TODAY).get(team=cast.team).duty_worker == cast.mentor
    assert StandardRow.objects.on(TODAY).get(programme=cast.programme, code="quiet").amount == 9


def test_a_last_day_stands_on_the_workers_page_and_can_be_taken_back_there(cast, client):
    path = f"/setup/workers/{cast.mentor.pk}/"
    client.post(f"{path}leaves", {"once": str(uuid4()), "on": "30 11 2026"})
    page = client.get(path).content.decode()
    assert "Their last day is 30 November 2026" in page
    assert f'action="{path}stays"' in page

    client.post(f"{path}stays", {"once": str(uuid4())})

    cast.mentor.refresh_from_db()
    assert cast.mentor.leaves_on is None
    assert f'action="{path}stays"' not in client.get(path).content.decode()


def test_what_is_set_for_next_week_can_be_changed_again_before_from_the_page_of_any_earlier_row(cast, client):
    by, programme = cast.stands("administrator"), cast.programme.pk
    clock = StandardRow.objects.on(TODAY).get(programme=programme, code="quiet")
    wording = cast.programme.consent_wordings.filter(until_on=None).first()
    service = barlinnie()
    programmes.set_clock(programme, by=by, code="quiet", amount=9, unit="days", on=days(4))
    programmes.word_consent(programme, by=by, purpose=wording.purpose, words="New words", needed=True, on=days(4))
    partnership.switch_on(
        service.prison_id, by=by, team=cast.team, duty_coach=cast.mentor, on=days(4), today=TODAY, gate_desk="0141 496 0199"
    )  # fmt: skip
    paths = {
        f"/setup/clocks/{clock.pk}/": {"amount": "12"},
        f"/setup/consents/{wording.pk}/": {"words": "Better words"},
        f"/setup/prisons/{service.pk}/": {"gate_words": "side gate"},
    }

    for path, change in paths.items():
        assert "This holds from 30 November 2026" in client.get(path).content.decode(), path
        early = press(client, path, on="today", **change)
        assert early.status_code == 422, path
        assert "starts later, on 30 November 2026" in early.content.decode(), path
        assert press(client, path, **change).status_code == 302, path

    assert StandardRow.objects.on(TODAY).get(programme=programme, code="quiet") == clock
    assert StandardRow.objects.on(days(4)).get(programme=programme, code="quiet").amount == 12
    assert cast.programme.consent_wordings.get(purpose=wording.purpose, until_on=None).words == "Better words"
    now = barlinnie()
    assert (now.from_on, now.duty_coach, now.gate_desk, now.gate_words) == (
        days(4), cast.mentor, "0141 496 0199", "side gate",
    )  # fmt: skip


def test_a_prison_that_was_left_is_gone_back_to_from_its_old_page(cast, client):
    service = barlinnie()
    partnership.switch_off(service.pk, by=cast.stands("administrator"), on=TODAY)

    assert press(client, f"/setup/prisons/{service.pk}/").status_code == 302
    assert barlinnie().from_on == TODAY


def test_rules_that_are_left_as_they_are_keep_their_rows(cast, client):
    before = set(cast.programme.eligibility_rules.filter(until_on=None).values_list("pk", flat=True))

    done = press(client, "/setup/programme/", at_least_years="21")

    after = set(cast.programme.eligibility_rules.filter(until_on=None).values_list("pk", flat=True))
    assert done.status_code == 302
    assert len(before - after) == len(after - before) == 1


def test_how_often_we_try_is_set_on_a_page_and_counted_in_its_unit(cast, client):
    row = StandardRow.objects.on(TODAY).get(programme=cast.programme, code="tries")

    done = press(client, f"/setup/clocks/{row.pk}/", amount="4", unit="weeks", tries="5", ways="3")

    assert done.status_code == 302
    assert try_rule(cast.programme.pk, on=TODAY) == TryRule(tries=5, ways=3, days=28)


def test_names_are_put_right_on_pages(cast, client):
    lead = cast.lead_charity
    assert press(client, f"/setup/organisations/{lead.pk}/name", name="Clyde Mentors").status_code == 302
    assert press(client, f"/setup/teams/{cast.team.pk}/name", name="Glasgow East").status_code == 302
    assert (
        press(client, f"/setup/workers/{cast.mentor.pk}/name", name="Moira Bell", phone="0141 496 0111").status_code
        == 302
    )
    assert press(client, "/setup/partnership/", name="Clyde Together").status_code == 302

    lead.refresh_from_db()
    cast.team.refresh_from_db()
    cast.mentor.refresh_from_db()
    assert (lead.name, cast.team.name, cast.mentor.name, cast.mentor.phone) == (
        "Clyde Mentors", "Glasgow East", "Moira Bell", "0141 496 0111",
    )  # fmt: skip
    assert Partnership.objects.get().name == "Clyde Together"


def test_two_of_one_name_are_not_made_by_a_new_name(cast, client):
    taken = press(client, f"/setup/organisations/{cast.trust.pk}/name", name=cast.lead_charity.name)

    assert taken.status_code == 422
    assert Organisation.objects.filter(name=cast.lead_charity.name).count() == 1


def test_a_partnership_in_england_adds_the_council_areas_it_works_in(cast, client):
    Partnership.objects.update(nation=Nation.ENGLAND_AND_WALES)

    added = client.post("/setup/councils/", {"once": str(uuid4()), "name": "Hartlepool"})
    twice = client.post("/setup/councils/", {"once": str(uuid4()), "name": "hartlepool"})

    council = Council.objects.get(name="Hartlepool")
    assert (added.status_code, twice.status_code) == (302, 422)
    assert (council.nation, council.added_on) == (Nation.ENGLAND_AND_WALES, TODAY)
    assert partnership.serve_area(cast.team.pk, by=cast.stands("administrator"), council=council.pk, on=TODAY)
    assert "Hartlepool" in client.get("/setup/councils/").content.decode()


def test_a_local_holiday_moves_the_clocks_of_those_who_live_there_alone(cast, client):
    episode = out_and_engaged(cast)
    shut_day = TODAY + timedelta(days=5)

    added = client.post(
        "/setup/holidays/",
        {"once": str(uuid4()), "day": f"{shut_day:%d %m %Y}", "name": "Fair day", "council": GLASGOW},
    )
    twice = client.post(
        "/setup/holidays/", {"once": str(uuid4()), "day": f"{shut_day:%d %m %Y}", "name": "Fair", "council": GLASGOW}
    )

    shut = holidays_by_council()
    assert (added.status_code, twice.status_code) == (302, 422)
    assert Holiday.objects.get(name="Fair day").added_on == TODAY
    assert shut_day in shut[GLASGOW]
    assert shut_day not in shut[None]
    assert date(2026, 12, 25) in shut[GLASGOW]
    assert shut_day in running([episode], by=cast.stands("mentor"), on=TODAY)[episode.pk].holidays


def test_no_test_entry_of_the_register_is_offered_as_a_prison(cast, client):
    assert not Prison.objects.filter(name__icontains="ghost").exists()


def paste(client, rows):
    return client.post("/setup/workers/paste", {"once": str(uuid4()), "pasted": rows, "on": "today"})


def test_somebody_with_two_posts_stands_on_two_pasted_lines(cast, client):
    done = paste(
        client,
        "Pat Two\tpat@example.org\tClyde Mentoring\tMentor\tGlasgow\rPat Two\tpat@example.org\tClyde Mentoring\tpartner worker\t",
    )

    pat = Worker.objects.get(name="Pat Two")
    assert done.status_code == 302, done.content.decode()
    assert sorted(pat.posts.values_list("role", flat=True)) == ["mentor", "partner_worker"]


def test_one_address_of_two_people_and_a_lone_quotation_mark_are_told_apart(cast, client):
    two = paste(client, "A B\tx@example.org\tFar Charity\tMentor\t\nC D\tx@example.org\tFar Charity\tMentor\t")
    marked = paste(client, '"Quo\tq@example.org\tFar Charity\tMentor\t\nNext\tn@example.org\tFar Charity\tMentor\t')

    assert two.status_code == 422
    assert "this email address is A B’s" in two.content.decode()
    assert marked.status_code == 302
    assert Worker.objects.filter(name__in=['"Quo', "Next"]).count() == 2


def test_a_second_press_of_set_it_up_leads_to_signing_in(cast, client):
    done = client.post("/begin/", {"once": str(uuid4())})

    assert (done.status_code, done["Location"]) == (302, "/account/login/")
    assert client.get("/begin/").status_code == 404


def test_nobody_but_an_administrator_finds_these_pages(cast, at):
    client = client_of(cast.mentor)

    for path in ("/setup/partnership/", "/setup/councils/", "/setup/holidays/", f"/setup/teams/{cast.team.pk}/name",
                 f"/setup/organisations/{cast.trust.pk}/name", f"/setup/workers/{cast.mentor.pk}/name", f"/setup/prisons/{barlinnie().pk}/"):  # fmt: skip
        assert client.get(path).status_code == 404, path
        assert client.post(path, {"once": str(uuid4())}).status_code == 404, path


def test_nobody_is_invited_who_is_not_there(client):
    for pk in (uuid4(), Worker.objects.get(service=True).pk):
        assert client.post(f"/setup/workers/{pk}/invite", {"once": str(uuid4())}).status_code == 404
