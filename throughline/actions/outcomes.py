"""Recording what came about, whether it lasted, and links to services."""

from datetime import date
from uuid import UUID

from throughline.actions.beats import atomic, insist, objection_to_writing, record, see, unchanged
from throughline.domain import outcomes as rules
from throughline.models import Code, Episode, Outcome, OutcomeCheck
from throughline.policy.standing import Standing


@atomic
def achieve(
    episode: UUID, *, by: Standing, kind: Code, started_on: date, evidence: str, today: date, words: str = ""
) -> Outcome:
    """Record an outcome with what shows it. Checks at 13 and 26 weeks follow as clocks."""
    somebody = see(Episode, episode, by=by)
    insist(
        may=objection_to_writing(by, somebody.person_id),
        can=rules.objection_to_recording(started_on=started_on, evidence=evidence, today=today),
    )
    outcome = Outcome(
        episode=somebody,
        person_id=somebody.person_id,
        kind=kind,
        words=words.strip(),
        started_on=started_on,
        evidence=evidence.strip(),
        by_id=by.worker,
    )
    outcome.save(force_insert=True)
    record("outcome:achieve", outcome, by=by, kind=kind.code)
    return outcome


@atomic
def check(pk: UUID, *, by: Standing, week: int, still: bool, on: date, today: date, words: str = "") -> OutcomeCheck:
    """Record whether an outcome still held at 13 or 26 weeks. If it did not, it has ended."""
    outcome = see(Outcome, pk, by=by)
    insist(
        may=objection_to_writing(by, outcome.person_id),
        can=rules.objection_to_checking(
            week=week,
            started_on=outcome.started_on,
            ended_on=outcome.ended_on,
            checked=OutcomeCheck.objects.filter(outcome=outcome, week=week).exists(),
            on=on,
            today=today,
        ),
    )
    done = OutcomeCheck(
        outcome=outcome,
        person_id=outcome.person_id,
        week=week,
        on=on,
        still=still,
        words=words.strip(),
        by_id=by.worker,
    )
    done.save(force_insert=True)
    if not still and outcome.ended_on is None:
        outcome.ended_on = on
        outcome.save(update_fields=["ended_on"])
    record("outcome:check", done, by=by, week=week, still=still)
    return done


@atomic
def end(pk: UUID, *, by: Standing, on: date, today: date, words: str = "", version: int | None = None) -> Outcome:
    """Record that an outcome ended."""
    outcome = see(Outcome, pk, by=by)
    insist(
        may=objection_to_writing(by, outcome.person_id),
        can=rules.objection_to_ending(ended_on=outcome.ended_on, started_on=outcome.started_on, on=on, today=today),
    )
    unchanged(outcome, version)
    outcome.ended_on, outcome.ended_words, outcome.version = on, words.strip(), outcome.version + 1
    outcome.save(update_fields=["ended_on", "ended_words", "version"])
    record("outcome:end", outcome, by=by)
    return outcome
