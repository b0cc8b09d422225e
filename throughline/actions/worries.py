"""Telling of a worry or a crisis, passing it on until someone reads it, and closing it with a decision."""

from datetime import date, datetime
from uuid import UUID

from django.utils import timezone

from throughline.actions import mail
from throughline.actions.beats import atomic, insist, record
from throughline.domain import dated
from throughline.domain import worries as rules
from throughline.domain.objections import Objection
from throughline.domain.worries import Danger, Told
from throughline.models import (
    Episode,
    HelpNumber,
    Person,
    SafeguardingDuty,
    Worker,
    Worry,
    WorryReader,
    WorryTold,
    chain_of,
    kept_out,
)
from throughline.policy.standing import Standing, objection_to_setting_up


@atomic
def tell(
    *,
    by: Standing,
    client_id: UUID,
    words: str,
    danger: Danger | None,
    now: datetime,
    person: UUID | None = None,
    somebody: str = "",
    child: bool = False,
    done: str = "",
) -> Worry:
    """Write a worry down and send it at once. The same `client_id` again is the same worry.

    Whoever may sign in may do this, about anyone: a person they see by name alone, or somebody in words.
    """
    held = Worry.objects.visible_to(by).filter(client_id=client_id, author=by.worker).first()
    if held is not None:
        insist(
            may=None,
            can=rules.objection_to_another_under_the_same_key(held.words, held.danger, words, danger or Danger.UNSURE),
        )
        return held
    insist(may=None, can=rules.objection_to_telling(words, danger=danger))
    name = Person.objects.visible_to(by).get(pk=person).name if person is not None else ""
    worry = Worry(
        client_id=client_id, person_id=person, name=name[:200], somebody=somebody, child=child, words=words, danger=danger or Danger.UNSURE, done=done,
        team_id=_team_of(person, by=by), author_id=by.worker, written_at=now, passed_at=now,
    )  # fmt: skip
    worry.save(force_insert=True)
    # No event of the person's journey: that such a thing was written is itself sealed.
    record("worry:tell", _without_a_person(worry), by=by)
    _send(worry, at=now)
    return worry


@atomic
def pass_on(pk: UUID, *, by: Standing, now: datetime) -> bool:
    """Send a worry that nobody opened to the next. Tells whether it went; False where it was read or nobody is left."""
    worry = Worry.objects.select_for_update().get(pk=pk)
    if not rules.must_go_on(opened_at=worry.opened_at, closed_at=worry.closed_at, passed_at=worry.passed_at, now=now):
        return False
    sent = _send(worry, at=now)
    if not sent:
        return False
    worry.passed_at = now
    worry.save(update_fields=["passed_at"])
    record("worry:pass_on", _without_a_person(worry), by=by, to=sent)
    return True


@atomic
def open_it(pk: UUID, *, by: Standing, now: datetime) -> Worry:
    """Write down that somebody it was sent to has opened it. The author's own look changes nothing."""
    worry = _see(pk, by=by)
    reader = WorryReader.objects.select_for_update().filter(worry=worry, worker=by.worker).first()
    if reader is None or reader.opened_at is not None:
        return worry
    reader.opened_at = now
    reader.save(update_fields=["opened_at"])
    if worry.opened_at is None:
        worry.opened_at = now
        worry.save(update_fields=["opened_at"])
    record("worry:open", _without_a_person(worry), by=by)
    return worry


@atomic
def told(
    pk: UUID, *, by: Standing, who: Told, basis: str, told_at: datetime, now: datetime, name: str = ""
) -> WorryTold:
    """Write down who was told, when, and what lets them be told."""
    worry = _see(pk, by=by)
    insist(
        may=_objection_to_deciding(worry, by=by),
        can=rules.objection_to_recording(closed_at=worry.closed_at, told_at=told_at, now=now, basis=basis),
    )
    row = WorryTold(
        worry=worry, person_id=worry.person_id, who=who, name=name, told_at=told_at, basis=basis, by_id=by.worker
    )
    row.save(force_insert=True)
    record("worry:told", _without_a_person(worry), by=by, who=who.value)
    return row


@atomic
def close(pk: UUID, *, by: Standing, decision: str, now: datetime, on: date, review_on: date | None = None) -> Worry:
    """Close a worry with a decision, and a day to look again."""
    worry = _see(pk, by=by)
    insist(
        may=_objection_to_deciding(worry, by=by),
        can=rules.objection_to_closing(closed_at=worry.closed_at, decision=decision, review_on=review_on, on=on),
    )
    worry.closed_at, worry.closed_by_id, worry.decision, worry.review_on = now, by.worker, decision, review_on
    worry.save(update_fields=["closed_at", "closed_by", "decision", "review_on"])
    record("worry:close", _without_a_person(worry), by=by)
    return worry


@atomic
def put_on_safeguarding_duty(
    team: UUID, *, by: Standing, lead: Worker, on: date, deputy: Worker | None = None
) -> SafeguardingDuty:
    """Say who reads a team's worries first. The row before it ends the day before."""
    insist(may=objection_to_setting_up(by))
    earlier = SafeguardingDuty.objects.select_for_update().filter(team=team, until_on__isnull=True).first()
    duty = SafeguardingDuty(team_id=team, lead=lead, deputy=deputy, from_on=on)
    if earlier is not None:
        insist(may=None, can=dated.objection_to_following(earlier.from_on, on=on))
        earlier.until_on = max(earlier.from_on, dated.day_before(on))
        earlier.save(update_fields=["until_on"])
    duty.save(force_insert=True)
    record("team:safeguarding_duty", duty, by=by)
    return duty


@atomic
def add_number(*, by: Standing, who: str, number: str, when: str, source: str, on: date) -> HelpNumber:
    """Add a number to ring, or put it in the place of the one with the same name."""
    insist(may=objection_to_setting_up(by))
    earlier = HelpNumber.objects.select_for_update().filter(who=who, until_on__isnull=True).first()
    if earlier is not None:
        insist(may=None, can=dated.objection_to_following(earlier.from_on, on=on))
        earlier.until_on = max(earlier.from_on, dated.day_before(on))
        earlier.save(update_fields=["until_on"])
    row = HelpNumber(who=who, number=number, when=when, source=source, from_on=on)
    row.save(force_insert=True)
    record("help_number:add", row, by=by)
    return row


def _see(pk: UUID, *, by: Standing) -> Worry:
    """Return a worry, locked, if `by` wrote it or was sent it."""
    return Worry.objects.visible_to(by).select_for_update(of=("self",)).get(pk=pk)


def _objection_to_deciding(worry: Worry, *, by: Standing) -> Objection | None:
    if WorryReader.objects.filter(worry=worry, worker=by.worker).exists():
        return None
    return Objection("not_sent_to_you", "The leads it was sent to decide this. You can read what you wrote.")


def _without_a_person(worry: Worry) -> Worry:
    """Return the worry for the log without whom it is about: events of a person are open to more people than a worry is."""
    return Worry(id=worry.pk)


def _team_of(person: UUID | None, *, by: Standing) -> UUID | None:
    """Return the team whose leads read it: that of the person's last episode in sight, else the writer's own."""
    if person is not None:
        team = (
            Episode.objects.visible_to(by).filter(person=person, team__isnull=False)
            .order_by("-recorded_at").values_list("team", flat=True).first()
        )  # fmt: skip
        if team is not None:
            return team
    return min(by.teams, default=None)


def _send(worry: Worry, *, at: datetime) -> int:
    """Send a worry to the next who have not had it. Returns to how many.

    Whoever the person's record is shut to (they know them, or it is sealed) is passed over, unless nobody else would read it.
    """
    held = list(WorryReader.objects.filter(worry=worry).values_list("worker", flat=True))
    chain = chain_of(worry.team_id, on=timezone.localdate(at))
    out = kept_out(worry.person_id, {one for _, workers in chain for one in workers}) if worry.person_id else set()
    found = rules.next_readers(chain, held=[*held, *out], author=worry.author_id)
    if not found:  # nobody else is left who would read it
        found = rules.next_readers(chain, held=held, author=worry.author_id)
    for part, worker in found:
        WorryReader(
            worry=worry, person_id=worry.person_id, worker_id=worker, part=part, sent_at=at
        ).save(force_insert=True)  # fmt: skip
        mail.tell_worker(
            worker, key=f"worry:{worry.pk}:{worker}", subject="Please read something now",
            body="A worker asks you to read something at once. Sign in to see it.", path="/worries/",
        )  # fmt: skip
    return len(found)
