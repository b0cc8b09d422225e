"""Questions about who looked, entries kept back, alerts dealt with."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from throughline.actions import grants, mail
from throughline.actions.beats import atomic, insist, objection_to_writing, record, see, without_a_person
from throughline.domain import looks as rules
from throughline.domain.looks import Exemption, Noticed
from throughline.domain.vocabulary import Role
from throughline.models import Alert, Person, Post, Question, Withholding, Worker, as_service
from throughline.policy.grants import Basis, Opens
from throughline.policy.standing import (
    Standing,
    objection_to_noticing,
    objection_to_overseeing,
    objection_to_setting_up,
)


@atomic
def ask(person: UUID, *, by: Standing, words: str, on: date, due_on: date) -> Question:
    """Keep what a person asks about who can see their record, for the data protection lead.

    Raises Person.DoesNotExist if `by` does not see them, Forbidden if they may only read.
    """
    one = see(Person, person, by=by)
    insist(may=objection_to_writing(by, one.pk))
    question = Question(person=one, words=words, asked_by_id=by.worker, asked_on=on, due_on=due_on)
    question.save(force_insert=True)
    record("question:ask", question, by=by, due=due_on.isoformat())
    _open_to_overseers(one.pk, because="answers what they asked", kind="question", source=question.pk, on=on)
    return question


@atomic
def answer(pk: UUID, *, by: Standing, words: str, now: datetime) -> Question:
    """Answer a question. Read without sight of the record: whoever oversees the log answers for all of it."""
    insist(may=objection_to_overseeing(by))
    question = Question.objects.select_for_update(of=("self",)).get(pk=pk)
    insist(may=None, can=rules.objection_to_answering(question.answered_at, words=words))
    question.answered_at, question.answered_by_id, question.answer = now, by.worker, words
    question.save(update_fields=["answered_at", "answered_by", "answer"])
    record("question:answer", question, by=by)
    with as_service(question.person_id):
        grants.end_from(question.pk)
    return question


@atomic
def withhold(
    pk: UUID, *, by: Standing, worker: Worker, exemption: Exemption, because: str, review_on: date, on: date
) -> Withholding:
    """Keep one worker's entries back from the person who asked, until the day of review at the latest."""
    insist(may=objection_to_overseeing(by))
    question = Question.objects.select_for_update(of=("self",)).get(pk=pk)
    insist(may=None, can=rules.objection_to_withholding(because=because, review_on=review_on, on=on))
    kept = Withholding(
        person_id=question.person_id, worker=worker, exemption=exemption, because=because, by_id=by.worker, from_on=on,
        review_on=review_on, name=question.person.name[:250],
    )  # fmt: skip
    # No grant: a card of who can see the record would tell that something is kept back.
    kept.save(force_insert=True)
    record("withholding:begin", without_a_person(kept), by=by, exemption=exemption, review=review_on.isoformat())
    return kept


@atomic
def keep_on(pk: UUID, *, by: Standing, because: str, review_on: date, on: date) -> Withholding:
    """Look at what is kept back again, and keep it back until another day of review. Raises Forbidden, Refused."""
    kept = _kept(pk, by=by)
    insist(may=None, can=rules.objection_to_withholding(because=because, review_on=review_on, on=on))
    kept.because, kept.review_on = because, review_on
    kept.save(update_fields=["because", "review_on"])
    record("withholding:keep_on", without_a_person(kept), by=by, review=review_on.isoformat())
    return kept


@atomic
def show_again(pk: UUID, *, by: Standing, now: datetime) -> Withholding:
    """Keep it back no longer: the person sees these entries from now on."""
    kept = _kept(pk, by=by)
    kept.ended_at = now
    kept.save(update_fields=["ended_at"])
    record("withholding:end", without_a_person(kept), by=by)
    return kept


def _kept(pk: UUID, *, by: Standing) -> Withholding:
    insist(may=objection_to_overseeing(by))
    return Withholding.objects.select_for_update(of=("self",)).get(pk=pk, ended_at__isnull=True)


@atomic
@as_service()
def remind(*, by: Standing, on: date) -> int:
    """Remind the data protection lead, each day, of what is kept back past its review. Returns how many there are."""
    insist(may=objection_to_setting_up(by))
    due = list(Withholding.objects.filter(ended_at__isnull=True, review_on__lte=on))
    if due:
        mail.remind_today(
            Post.objects.holders(Role.DATA_PROTECTION_LEAD, on), on=on, key="kept-back-due", body="Something that you decided is to be looked at again.", path="/log/"
        )  # fmt: skip
    for one in due:
        record("withholding:remind", without_a_person(one), by=by)
    return len(due)


@atomic
def deal(pk: UUID, *, by: Standing, reason: str, now: datetime) -> Alert:
    """Say what came of an alert, and why."""
    insist(may=objection_to_overseeing(by))
    alert = Alert.objects.select_for_update(of=("self",)).get(pk=pk)
    insist(may=None, can=rules.objection_to_dealing(alert.dealt_at, reason=reason))
    alert.dealt_at, alert.dealt_by_id, alert.reason = now, by.worker, reason
    alert.save(update_fields=["dealt_at", "dealt_by", "reason"])
    record("alert:deal", alert, by=by, kind=alert.kind)
    with as_service():
        grants.end_from(alert.pk)
    return alert


@atomic
def notice(
    kind: Noticed, *, by: Standing, worker: UUID, day: date, evidence: list[UUID], people: Iterable[UUID] = ()
) -> Alert | None:
    """Keep what was noticed about a worker on one day, with the log rows that show it. Noticed again, it is kept once.

    `people` are those whom the rows are about: the data protection lead may know who they are until it is dealt with.
    Raises Forbidden.
    """
    insist(may=objection_to_noticing(by))
    if Alert.objects.filter(kind=kind, worker=worker, day=day).exists():
        return None
    alert = Alert(kind=kind, worker_id=worker, day=day, evidence=evidence)
    alert.save(force_insert=True)
    record("alert:notice", alert, by=by, kind=kind)
    with as_service():
        for person in people:
            _open_to_overseers(person, because="looks into an alert", kind="alert", source=alert.pk, on=day)
    return alert


@atomic
def note_looked_through(*, by: Standing, day: date) -> None:
    """Keep that a day of the log was looked through: a night that was missed is made good by the next.

    Raises Forbidden.
    """
    insist(may=objection_to_noticing(by))
    record("log:look_through", Worker(id=by.worker), by=by, day=day.isoformat())


def _open_to_overseers(person: UUID, *, because: str, kind: str, source: UUID, on: date) -> None:
    """Let whoever oversees the log know who somebody is, for as long as the matter is open, and nothing more of them."""
    for post in Post.objects.on(on).filter(role=Role.DATA_PROTECTION_LEAD).select_related("worker"):
        grants.give(
            person, to=post.worker, basis=Basis.OVERSIGHT, because=because, source_kind=kind, source=source, opens=Opens.IDENTITY,
        )  # fmt: skip
