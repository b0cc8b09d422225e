"""A worry goes at once, goes on until somebody reads it, and is seen by nobody else."""

from datetime import timedelta
from uuid import uuid4

import pytest

from tests.cast import TODAY, days
from tests.histories import moment, out_and_engaged
from throughline.actions import conflicts, endings, worries
from throughline.domain.conflicts import Knows
from throughline.domain.objections import Forbidden, Refused
from throughline.domain.worries import Danger, Part, Told
from throughline.jobs import worries as job
from throughline.models import Code, Event, Mail, Person, Worker, Worry, WorryReader, WorryTold, chain_of, standing_of

pytestmark = pytest.mark.django_db
NOW = moment(TODAY, 12)
ALL = (
    "administrator", "prison_coach", "other_coach", "mentor", "other_mentor", "duty_worker", "team_lead", "coordinator", "family_coordinator",
    "partner_coach", "evaluator", "safeguarding_lead", "record_steward", "stranger",
)  # fmt: skip


def tell(cast, part="mentor", **said):
    return worries.tell(
        by=cast.stands(part),
        **{"client_id": uuid4(), "words": "He said he cannot go on.", "danger": Danger.YES, "now": NOW} | said,
    )


def readers(worry):
    return list(WorryReader.objects.filter(worry=worry).order_by("worker__name").values_list("worker__name", flat=True))


def knows(episode, worker):
    """Let a worker say that they know somebody, whether they see the record or not."""
    person = episode.person
    conflicts.declare_unseen(
        by=standing_of(worker, on=TODAY), kind=Knows.RELATIVE, on=TODAY, given_names=person.given_names,
        family_name=person.family_name, birth_date=person.birth_date,
    )  # fmt: skip


@pytest.mark.ledger("P14")
def test_a_worry_goes_at_once_to_the_safeguarding_lead_and_the_duty_lead_by_neutral_mail(cast):
    episode = out_and_engaged(cast)

    worry = tell(cast, person=episode.person_id)

    assert readers(worry) == ["Farah Aziz", "Shona Muir"]
    mails = Mail.objects.filter(key__startswith="worry:")
    assert {one.to for one in mails} == {"farah@example.org", "shona@example.org"}
    for one in mails:
        assert not any(word in (one.subject + one.body) for word in ("Danny", "Reid", "go on", "prison", str(worry.pk)))


@pytest.mark.ledger("P14")
def test_only_the_author_and_those_it_was_sent_to_see_a_worry(cast):
    episode = out_and_engaged(cast)
    worry = tell(cast, person=episode.person_id)

    sees = {part for part in ALL if Worry.objects.visible_to(cast.stands(part)).filter(pk=worry.pk).exists()}

    assert sees == {"mentor", "team_lead", "safeguarding_lead"}
    assert not Event.objects.filter(what__startswith="worry:", person__isnull=False).exists()


def test_unread_it_goes_on_every_half_hour_until_somebody_opens_it(cast, time_machine):
    worry = tell(cast, somebody="A man at the bus stop")
    time_machine.move_to(NOW + timedelta(minutes=29), tick=False)
    assert job.run() == 0

    time_machine.move_to(NOW + timedelta(minutes=30), tick=False)
    assert job.run() == 1
    assert readers(worry) == ["Cora Lyle", "Farah Aziz", "Shona Muir"]
    time_machine.move_to(NOW + timedelta(minutes=90), tick=False)

    assert job.run() == 0, "nobody is left to ask"


def test_the_deputy_is_asked_before_the_coordinator(cast, time_machine):
    worries.put_on_safeguarding_duty(
        cast.team.pk, by=cast.stands("administrator"), lead=cast.safeguarding_lead, deputy=cast.duty_worker, on=days(-9)
    )
    worry = tell(cast)

    time_machine.move_to(NOW + timedelta(minutes=31), tick=False)
    job.run()

    assert readers(worry) == ["Dod Weir", "Farah Aziz", "Shona Muir"]


def test_whoever_knows_the_person_outside_work_is_passed_over_and_somebody_still_reads_it(cast, time_machine):
    episode = out_and_engaged(cast)
    knows(episode, cast.safeguarding_lead)

    about_him = tell(cast, person=episode.person_id)
    about_another = tell(cast, somebody="A man at the bus stop")

    assert readers(about_him) == ["Shona Muir"]
    assert readers(about_another) == ["Farah Aziz", "Shona Muir"]
    time_machine.move_to(NOW + timedelta(minutes=31))
    job.run()
    assert "Farah Aziz" not in readers(about_him)


def test_where_everybody_in_line_is_passed_over_the_first_of_them_reads_it_after_all(cast):
    episode = out_and_engaged(cast)
    line = {one for _, workers in chain_of(episode.team_id, on=TODAY) for one in workers}
    for worker in Worker.objects.filter(pk__in=line):
        knows(episode, worker)

    worry = tell(cast, person=episode.person_id)

    assert readers(worry) == ["Farah Aziz", "Shona Muir"]


def test_a_lead_who_has_left_is_asked_no_more_though_the_row_still_names_them(cast):
    worries.put_on_safeguarding_duty(
        cast.team.pk, by=cast.stands("administrator"), lead=cast.other_mentor, deputy=cast.other_coach, on=days(-5)
    )
    assert chain_of(cast.team.pk, on=TODAY)[0] == (Part.SAFEGUARDING, [cast.other_mentor.pk])

    Worker.objects.filter(pk__in=[cast.other_mentor.pk, cast.other_coach.pk]).update(ended_on=days(-1))

    chain = dict(chain_of(cast.team.pk, on=TODAY))
    assert chain[Part.SAFEGUARDING] == [cast.safeguarding_lead.pk]
    assert cast.other_coach.pk not in chain[Part.DEPUTY]


def test_opened_it_goes_no_further_and_the_authors_own_look_does_not_count(cast, time_machine):
    worry, read = tell(cast), tell(cast)
    worries.open_it(worry.pk, by=cast.stands("mentor"), now=NOW)
    worries.open_it(read.pk, by=cast.stands("team_lead"), now=NOW)

    time_machine.move_to(NOW + timedelta(hours=1), tick=False)

    assert job.run() == 1
    assert "Cora Lyle" in readers(worry)
    assert "Cora Lyle" not in readers(read)


def test_the_same_press_twice_is_one_worry(cast):
    key = uuid4()

    assert tell(cast, client_id=key).pk == tell(cast, client_id=key).pk
    assert Worry.objects.count() == 1
    assert Mail.objects.filter(key__startswith="worry:").count() == 2


def test_the_same_key_with_other_answers_is_never_silently_the_first(cast):
    key = uuid4()
    first = tell(cast, client_id=key, danger=Danger.NO)

    with pytest.raises(Refused, match="sent already with other answers"):
        tell(cast, client_id=key, danger=Danger.YES)

    assert Worry.objects.get().pk == first.pk


def test_a_worry_that_cannot_be_passed_on_does_not_keep_the_others(cast, time_machine, monkeypatch):
    broken, other = tell(cast), tell(cast)
    passes = worries.pass_on

    def breaks(pk, **more):
        if pk == broken.pk:
            raise RuntimeError("broken")
        return passes(pk, **more)

    monkeypatch.setattr(worries, "pass_on", breaks)
    time_machine.move_to(NOW + timedelta(minutes=31))

    assert job.run() == 1
    assert len(readers(other)) > len(readers(broken))


def test_it_works_for_somebody_who_has_moved_on(cast):
    episode = out_and_engaged(cast)
    endings.move_on(
        episode.pk, by=cast.stands("mentor"), reason=Code.objects.get(list="ending_reasons", code="chose"), on=TODAY, today=TODAY,
        at=NOW,
    )  # fmt: skip

    assert readers(tell(cast, person=episode.person_id)) == ["Farah Aziz", "Shona Muir"]


def test_a_person_out_of_sight_cannot_be_chosen_but_can_be_said_in_words(cast):
    episode = out_and_engaged(cast)

    with pytest.raises(Person.DoesNotExist):
        tell(cast, "stranger", person=episode.person_id)
    assert tell(cast, "stranger", somebody="Danny").person_id is None


@pytest.mark.parametrize(("said", "why"), [({"words": " \n"}, "no_words"), ({"danger": None}, "no_danger")])
def test_a_worry_without_words_or_without_danger_answered_is_not_sent(cast, said, why):
    with pytest.raises(Refused) as refused:
        tell(cast, **said)

    assert refused.value.objection.code == why
    assert Worry.objects.count() == Mail.objects.filter(key__startswith="worry:").count() == 0


def test_a_lead_writes_down_who_was_told_and_closes_it_with_a_decision(cast):
    worry = tell(cast)
    lead = cast.stands("safeguarding_lead")

    worries.told(worry.pk, by=lead, who=Told.POLICE, basis="Vital interests", told_at=NOW, now=NOW)
    closed = worries.close(worry.pk, by=lead, decision="Safe at his mum’s.", now=NOW, on=TODAY, review_on=days(7))

    assert WorryTold.objects.get().who == Told.POLICE
    assert (closed.decision, closed.review_on) == ("Safe at his mum’s.", days(7))
    with pytest.raises(Refused):
        worries.close(worry.pk, by=lead, decision="Again", now=NOW, on=TODAY)


def test_the_author_cannot_decide_and_a_stranger_finds_nothing(cast):
    worry = tell(cast)

    with pytest.raises(Forbidden):
        worries.close(worry.pk, by=cast.stands("mentor"), decision="Fine", now=NOW, on=TODAY)
    with pytest.raises(Worry.DoesNotExist):
        worries.close(worry.pk, by=cast.stands("stranger"), decision="Fine", now=NOW, on=TODAY)


@pytest.mark.parametrize(
    ("said", "why"), [({"decision": ""}, "no_decision"), ({"decision": "x", "review_on": days(-1)}, "review_past")]
)
def test_closing_needs_a_decision_and_a_day_to_come(cast, said, why):
    worry = tell(cast)

    with pytest.raises(Refused) as refused:
        worries.close(worry.pk, by=cast.stands("team_lead"), now=NOW, on=TODAY, **said)

    assert refused.value.objection.code == why
