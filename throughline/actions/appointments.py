"""Booking, moving and marking appointments and visits inside."""

from datetime import datetime, timedelta
from uuid import UUID

from throughline.actions.beats import atomic, insist, objection_to_writing, record, see, unchanged
from throughline.domain import appointments as rules
from throughline.domain.calendar import HERE
from throughline.domain.objections import Objection, Refused
from throughline.models import Appointment, Code, Episode, PrisonStay, Worker, new_id
from throughline.policy.standing import Standing

MOST_REPEATS = 12


@atomic
def book(
    episode: UUID,
    *,
    by: Standing,
    client_id: UUID,
    kind: str,
    starts_at: datetime,
    purpose: str,
    now: datetime,
    worker: Worker | None = None,
    with_whom: str = "",
    where: str = "",
    minutes: int | None = None,
    accompanied: bool = False,
    repeat_weeks: int = 0,
    times: int = 1,
    instead_of: Appointment | None = None,
) -> list[Appointment]:
    """Book something, once or repeated every `repeat_weeks` weeks, `times` times in all.

    Raises Episode.DoesNotExist, Forbidden, Refused.
    """
    somebody = see(Episode, episode, by=by)
    held = list(Appointment.objects.filter(person=somebody.person_id, client_id=client_id))
    if held:
        return held
    stay = PrisonStay.objects.filter(
        person=somebody.person_id, until_on__isnull=True, period__released_on__isnull=True
    ).first()
    insist(
        may=objection_to_writing(by, somebody.person_id),
        can=rules.objection_to_booking(
            somebody.at,
            kind=kind,
            starts_at=starts_at,
            now=now,
            in_prison=stay is not None,
            prison=stay.prison_id if stay else None,
        ),
    )
    if not 1 <= times <= MOST_REPEATS:
        raise Refused(Objection("too_many", f"It can repeat at most {MOST_REPEATS} times.", "times"))
    series = new_id() if times > 1 else None
    booked = []
    for number in range(times):
        # The same time of day, also across the change of the clocks.
        local = starts_at.astimezone(HERE).replace(tzinfo=None) + timedelta(weeks=repeat_weeks * number)
        appointment = Appointment(
            client_id=client_id if number == 0 else new_id(),
            episode=somebody,
            person_id=somebody.person_id,
            kind=kind,
            worker=worker or Worker.objects.get(pk=by.worker),
            starts_at=local.replace(tzinfo=HERE),
            minutes=minutes,
            with_whom=with_whom.strip(),
            where=where.strip(),
            prison_id=stay.prison_id if kind == "visit" and stay else None,
            purpose=purpose.strip(),
            accompanied=accompanied,
            series=series,
            booked_on=now.astimezone(HERE).date(),
            by_id=by.worker,
            instead_of=instead_of if number == 0 else None,
        )
        appointment.save(force_insert=True)
        record("appointment:book", appointment, by=by, kind=kind)
        booked.append(appointment)
    return booked


@atomic
def mark(
    pk: UUID, *, by: Standing, result: Code, now: datetime, words: str = "", version: int | None = None
) -> Appointment:
    """Record what came of an appointment or a visit. Raises Appointment.DoesNotExist, Forbidden, Refused."""
    appointment = see(Appointment, pk, by=by)
    insist(
        may=objection_to_writing(by, appointment.person_id),
        can=rules.objection_to_marking(
            marked=appointment.result_id is not None,
            starts_at=appointment.starts_at,
            now=now,
            moved_or_cancelled=_told_ahead(result),
        ),
    )
    unchanged(appointment, version)
    appointment.result, appointment.result_words = result, words.strip()
    appointment.marked_at, appointment.marked_by_id = now, by.worker
    appointment.version += 1
    appointment.save(update_fields=["result", "result_words", "marked_at", "marked_by", "version"])
    record("appointment:mark", appointment, by=by, result=result.code)
    return appointment


@atomic
def correct(
    pk: UUID,
    *,
    by: Standing,
    result: Code,
    now: datetime,
    client_id: UUID,
    words: str = "",
    version: int | None = None,
) -> Appointment:
    """Put right what was marked by mistake: a new row names the one it replaces. Saved twice it is the same row.

    Raises Appointment.DoesNotExist, Forbidden, Refused.
    """
    wrong = see(Appointment, pk, by=by)
    held = Appointment.objects.filter(person=wrong.person_id, client_id=client_id).first()
    if held is not None:
        return held
    insist(
        may=objection_to_writing(by, wrong.person_id),
        can=rules.objection_to_correcting(
            marked=wrong.result_id is not None,
            replaced=Appointment.objects.filter(corrects=wrong).exists(),
            moved=Appointment.objects.filter(instead_of=wrong).exists(),
        )
        or rules.objection_to_marking(
            marked=False, starts_at=wrong.starts_at, now=now, moved_or_cancelled=_told_ahead(result)
        ),
    )
    unchanged(wrong, version)
    right = Appointment(
        client_id=client_id,
        episode_id=wrong.episode_id,
        person_id=wrong.person_id,
        kind=wrong.kind,
        worker_id=wrong.worker_id,
        starts_at=wrong.starts_at,
        minutes=wrong.minutes,
        with_whom=wrong.with_whom,
        where=wrong.where,
        prison_id=wrong.prison_id,
        purpose=wrong.purpose,
        accompanied=wrong.accompanied,
        series=wrong.series,
        booked_on=wrong.booked_on,
        by_id=wrong.by_id,
        result=result,
        result_words=words.strip(),
        marked_at=now,
        marked_by_id=by.worker,
        corrects=wrong,
    )
    right.save(force_insert=True)
    record("appointment:correct", right, by=by, result=result.code, corrects=str(wrong.pk))
    return right


def _told_ahead(result: Code) -> bool:
    """Tell whether a result can be known before the time has come."""
    return bool(result.traits.get("moved") or result.traits.get("cancelled") or result.code == "told_us")


@atomic
def move(
    pk: UUID,
    *,
    by: Standing,
    result: Code,
    starts_at: datetime,
    now: datetime,
    client_id: UUID,
    version: int | None = None,
) -> Appointment:
    """Move an appointment: the first is marked as moved, by whom as `result` says, and a new one stands in its place."""
    marked = mark(pk, by=by, result=result, now=now, version=version)
    return book(
        marked.episode_id,
        by=by,
        client_id=client_id,
        kind=marked.kind,
        starts_at=starts_at,
        purpose=marked.purpose,
        now=now,
        worker=marked.worker,
        with_whom=marked.with_whom,
        where=marked.where,
        minutes=marked.minutes,
        accompanied=marked.accompanied,
        instead_of=marked,
    )[0]
