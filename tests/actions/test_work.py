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
from throughline.models import Appointment, Code, CodeList, Event, GoalAction, Need, Plan, Strength
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


def test_a_need_is_met_once_by_who_works_with_them(cast):
    need = with_plan(cast).needs.get()
    with pytest.raises(Need.DoesNotExist):
        needs.meet(need.pk, by=cast.stands("stranger"), on=TODAY)

    needs.meet(need.pk, by=cast.stands("mentor"), on=days(-1))

    need.refresh_from_db()
    assert need.met_on == days(-1)
    assert Event.objects.get(what="need:meet").person_id == need.person_id
    with pytest.raises(Refused, match="met already"):
        needs.meet(need.pk, by=cast.stands("mentor"), on=TODAY)


def test_a_strength_that_is_set_aside_stays_in_the_record(cast):
    strength = with_plan(cast).strengths.get()
    with pytest.raises(Strength.DoesNotExist):
        needs.set_strength_aside(strength.pk, by=cast.stands("stranger"), on=TODAY)

    needs.set_strength_aside(strength.pk, by=cast.stands("mentor"), on=TODAY)

    strength.refresh_from_db()
    assert (strength.about, strength.set_aside_on) == ("Good with engines", TODAY)
    assert Event.objects.get(what="strength:set_aside").by == cast.mentor


def test_a_step_that_is_done_is_done_in_the_version_being_written_too_and_once(cast):
    episode = with_plan(cast)
    mentor = cast.stands("mentor")
    second = plans.draft(episode.pk, by=mentor, on=TODAY)
    plans.write(second.pk, by=mentor, version=second.version, aims=plans.aims_of(second))
    first = GoalAction.objects.get(goal__plan__in=episode.plans.exclude(pk=second.pk))
    with pytest.raises(GoalAction.DoesNotExist):
        plans.do(first.pk, by=cast.stands("stranger"), on=TODAY)
    assert not GoalAction.objects.filter(done_on__isnull=False).exists()

    plans.do(first.pk, by=mentor, on=days(-1))
    plans.do(first.pk, by=mentor, on=TODAY)

    steps = GoalAction.objects.filter(line=first.line)
    assert set(steps.values_list("goal__plan", "done_on", "done_by")) == {
        (first.goal.plan_id, days(-1), cast.mentor.pk), (second.pk, days(-1), cast.mentor.pk),
    }  # fmt: skip
    assert Event.objects.filter(what="plan:do").count() == 1


def test_an_appointment_that_is_moved_stands_in_its_place_with_all_that_was_booked(cast):
    episode, mentor, now = with_plan(cast), cast.stands("mentor"), moment(TODAY, 9)
    (first,) = appointments.book(
        episode.pk, by=mentor, client_id=uuid4(), kind="appointment", starts_at=moment(days(2), 10), purpose="Housing", now=now,
        with_whom="Tollcross Housing", where="Their office", minutes=30, accompanied=True,
    )  # fmt: skip

    def move(to, *, part="mentor", result="moved_us", version=None):
        return appointments.move(
            first.pk, by=cast.stands(part), result=code("appointment_results", result), starts_at=moment(to, 11), now=now,
            client_id=uuid4(), version=version,
        )  # fmt: skip

    for to, given, why in (
        (days(400), {}, "too_far"), (days(3), {"result": "on_time"}, "not_yet"), (days(3), {"version": first.version - 1}, "changed_meanwhile"),
    ):  # fmt: skip
        with pytest.raises(Refused) as refused:
            move(to, **given)
        assert refused.value.objection.code == why
    with pytest.raises(Appointment.DoesNotExist):
        move(days(3), part="stranger")
    first.refresh_from_db()
    assert (first.result, Appointment.objects.count()) == (None, 1)

    second = move(days(3))

    first.refresh_from_db()
    assert (first.result.code, first.moved_to, first.starts_at) == ("moved_us", second, moment(days(2), 10))
    assert second.starts_at == moment(days(3), 11)
    alike = ("kind", "purpose", "worker", "with_whom", "where", "minutes", "accompanied", "episode")
    assert [getattr(second, name) for name in alike] == [getattr(first, name) for name in alike]
    assert second.result is None
    with pytest.raises(Refused, match="marked already"):
        move(days(4))
    events = Event.objects.filter(what__startswith="appointment:", person=episode.person_id).order_by("at", "id")
    assert list(events.values_list("what", flat=True)) == ["appointment:book", "appointment:mark", "appointment:book"]
