"""What is done with somebody: needs, a plan, visits, a pack, services, outcomes. And the lists of answers behind them."""

from datetime import timedelta
from uuid import uuid4

import pytest

from tests.cast import TODAY, days
from tests.histories import code, moment, out_and_engaged, with_mentor, with_plan
from throughline.actions import appointments, codes, gates, links, needs, outcomes, plans
from throughline.domain.clocks import State
from throughline.domain.objections import Refused
from throughline.domain.vocabulary import Way, Who
from throughline.models import Code, CodeList, Need, Plan
from throughline.queries.clocks import running

pytestmark = pytest.mark.django_db


@pytest.mark.ledger("J4")
def test_a_need_keeps_every_number_that_was_ever_given_and_no_need_here_is_an_answer(cast):
    episode = with_plan(cast)
    mentor = cast.stands("mentor")
    need = episode.needs.get()

    needs.put_at(need.pk, by=mentor, of=Need, score=6, on=TODAY)
    needs.no_need_here(episode.pk, by=mentor, kind=code("needs", "money"), said_by="Danny", on=TODAY)

    assert [(one.score, one.on) for one in need.scales.order_by("on")] == [(2, days(-26)), (6, TODAY)]
    assert episode.needs.filter(none_here=True).count() == 1
    with pytest.raises(Refused):
        needs.put_at(need.pk, by=mentor, of=Need, score=11, on=TODAY)


@pytest.mark.ledger("J5")
def test_an_agreed_plan_is_never_changed_its_review_is_the_next_version(cast):
    episode = with_plan(cast)
    mentor = cast.stands("mentor")
    first = episode.plans.get()
    with pytest.raises(Refused):
        plans.write(first.pk, by=mentor, version=first.version, aims=[plans.Aim("Something else", ())])

    second = plans.draft(episode.pk, by=mentor, on=TODAY)
    kept = plans.aims_of(second)
    plans.write(
        second.pk,
        by=mentor,
        version=second.version,
        aims=[*kept, plans.Aim("See my girl", (plans.Step("Phone her gran", Who.MENTOR),))],
    )
    plans.agree(second.pk, by=mentor, way=Way.SPOKEN, on=TODAY, today=TODAY)

    assert [aim.words for aim in plans.aims_of(first)] == ["Get my own keys"]
    assert [aim.words for aim in plans.aims_of(Plan.objects.get(pk=second.pk))] == ["Get my own keys", "See my girl"]
    assert kept[0].line == plans.aims_of(first)[0].line, "a goal that goes on is known as the same goal"


def test_a_plan_is_put_away_with_a_reason_and_not_failed(cast):
    episode = with_plan(cast)
    plan = episode.plans.get()

    plans.put_away(plan.pk, by=cast.stands("mentor"), reason=code("plan_reasons", "life_changed"), on=TODAY)

    plan.refresh_from_db()
    assert (plan.archived_on, plan.archive_reason.code) == (TODAY, "life_changed")


@pytest.mark.ledger("J7")
def test_a_visit_inside_that_was_refused_at_the_door_is_still_due(cast):
    episode = with_mentor(cast, out_in=6)
    mentor = cast.stands("mentor")

    def visit(at, result):
        (one,) = appointments.book(
            episode.pk,
            by=mentor,
            client_id=uuid4(),
            kind="visit",
            starts_at=at,
            purpose="Meet before release",
            now=at - timedelta(days=1),
        )
        appointments.mark(
            one.pk,
            by=mentor,
            result=code("appointment_results", result),
            now=at + timedelta(hours=2),
            words="At the door",
        )
        (clock,) = [
            one for one in running([episode], by=mentor, on=TODAY)[episode.pk].clocks if one.standard.code == "visit"
        ]
        return clock.state(at=moment(TODAY, 18))

    assert visit(moment(days(-1), 14), "denied_entry") is State.LATE
    assert visit(moment(days(-1), 15), "on_time") is State.MET


@pytest.mark.ledger("J9")
def test_a_pack_is_prepared_left_with_the_prison_and_handed_over_in_that_order(cast):
    episode = with_mentor(cast)
    mentor = cast.stands("mentor")
    pack = gates.prepare_pack(episode.pk, by=mentor, on=days(-2), kept_where="the office", serials={0: "4471"})
    with pytest.raises(Refused):
        gates.prepare_pack(episode.pk, by=mentor, on=TODAY)

    gates.leave_pack(pack.pk, by=mentor, on=days(-1), left_with="reception")
    gates.hand_pack(pack.pk, by=mentor, on=TODAY, today=TODAY, by_whom="Officer Bain")

    pack.refresh_from_db()
    assert (pack.left_on, pack.handed_on, pack.handed_by) == (days(-1), TODAY, "Officer Bain")
    assert pack.items.get(serial="4471").handed
    with pytest.raises(Refused):
        gates.hand_pack(pack.pk, by=mentor, on=TODAY, today=TODAY, by_whom="me")


@pytest.mark.ledger("J11")
def test_what_came_of_a_service_is_told_on_the_link_to_it(cast):
    episode = out_and_engaged(cast)
    mentor = cast.stands("mentor")
    link = links.put_in_touch(episode.pk, by=mentor, agency="Tollcross Housing", what_for="A flat", on=days(-3))
    with pytest.raises(Refused):
        links.tell(link.pk, by=mentor, result=code("link_results", "done"), on=days(-4))

    links.tell(link.pk, by=mentor, result=code("link_results", "done"), on=TODAY, words="He has the keys.")

    link.refresh_from_db()
    assert (link.result.code, link.result_words) == ("done", "He has the keys.")


@pytest.mark.ledger("J15")
def test_an_outcome_is_asked_about_after_13_and_26_weeks_until_it_ends(cast):
    episode = out_and_engaged(cast)
    mentor = cast.stands("mentor")
    job = outcomes.achieve(
        episode.pk,
        by=mentor,
        kind=code("outcome_kinds", "employment"),
        started_on=days(-100),
        evidence="Payslip",
        today=TODAY,
    )

    def due():
        clocks = running([episode], by=mentor, on=TODAY)[episode.pk].clocks
        return {one.standard.code: one.state(at=moment(TODAY, 9)) for one in clocks if "check" in one.standard.code}

    assert due() == {"check_13": State.LATE, "check_26": State.RUNNING}

    outcomes.check(job.pk, by=mentor, week=13, still=True, on=TODAY, today=TODAY)
    assert due() == {"check_13": State.MET_LATE, "check_26": State.RUNNING}

    outcomes.end(job.pk, by=mentor, on=TODAY, today=TODAY)
    assert due() == {"check_13": State.MET_LATE}


@pytest.mark.ledger("E12")
def test_a_list_of_answers_has_versions_and_a_retired_answer_stays_where_it_was_given(cast):
    episode = with_plan(cast)
    by = cast.stands("administrator")
    home = Code.objects.get(list="needs", code="home")

    added = codes.add("needs", by=by, code="pets", words="A pet", on=TODAY)
    codes.retire(home.pk, by=by, on=TODAY, becomes=added)

    offered = set(Code.objects.offered("needs").values_list("code", flat=True))
    assert "pets" in offered
    assert "home" not in offered
    assert episode.needs.get().kind == home
    versions = CodeList.objects.get(pk="needs").versions.order_by("number")
    assert [one.what_changed for one in versions] == ["As shipped", "Added “A pet”", f"Retired “{home.words}”"]
