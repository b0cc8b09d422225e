"""Going into prison, moving between prisons, coming out: facts on the person, which their episode follows."""

from datetime import date
from uuid import UUID

from throughline.actions import episodes, notes
from throughline.actions.beats import atomic, insist, objection_to_writing, record, see, unchanged
from throughline.domain import custody as rules
from throughline.domain.objections import Objection
from throughline.domain.vocabulary import CustodyStatus, Part, Stage
from throughline.models import (
    Assignment,
    CustodyPeriod,
    Episode,
    LiberationDate,
    OffenceGroup,
    Person,
    PrisonStay,
    Worker,
    as_service,
)
from throughline.policy.standing import Standing


@atomic
def go_in(
    person: UUID,
    *,
    by: Standing,
    status: str,
    on: date | None,
    today: date,
    prison: str | None = None,
    hall: str = "",
    sentence_on: date | None = None,
    sentence_days: int | None = None,
    sentence_words: str = "",
    no_date_because: str = "",
    cohort: str = "",
    offence_group: str = "",
    learnt_on: date | None = None,
) -> CustodyPeriod:
    """Record that someone is in prison, since `on` where that is known.

    An episode that was out pauses and is picked up inside: the stage becomes `in_custody`. Raises Person.DoesNotExist,
    Forbidden, Refused.
    """
    somebody = see(Person, person, by=by)
    insist(
        may=objection_to_writing(by, person),
        can=rules.objection_to_receiving(
            in_prison=episodes.in_prison(person),
            last_release=episodes.last_release(person),
            on=on or today,
            today=today,
        ),
    )
    period = CustodyPeriod(
        person=somebody,
        status=status,
        received_on=on,
        sentence_on=sentence_on,
        sentence_days=sentence_days,
        sentence_words=sentence_words[:80],
        no_date_because=no_date_because[:200],
        cohort=cohort[:80],
    )
    period.save(force_insert=True)
    if prison is not None:
        PrisonStay(
            person=somebody, period=period, prison_id=prison, hall=hall[:40], from_on=on, learnt_on=learnt_on or today
        ).save(force_insert=True)
    if offence_group:
        OffenceGroup(person=somebody, period=period, words=offence_group[:120]).save(force_insert=True)
    record("custody:go_in", period, by=by, status=status)
    # What follows does so whoever told of it: a coach’s own sight may end with it.
    with as_service(person):
        for episode in Episode.objects.select_for_update(of=("self",)).filter(person=person, ended_on__isnull=True):
            notes.follow_custody(episode)
            _follow(episode, by=by, on=today)
    return period


@atomic
def come_out(
    person: UUID,
    *,
    by: Standing,
    on: date,
    today: date,
    kind: str = "",
    never_seen: bool = False,
    version: int | None = None,
) -> CustodyPeriod:
    """Record that someone came out of prison. It starts the 48 hours. Recorded again for the same day it is the same fact.

    Raises Person.DoesNotExist, Forbidden, Refused.
    """
    see(Person, person, by=by)
    period = CustodyPeriod.objects.select_for_update().filter(person=person, released_on__isnull=True).first()
    if period is None:
        same = CustodyPeriod.objects.filter(person=person, released_on=on).first()
        if same is not None:
            return same
    insist(
        may=objection_to_writing(by, person),
        can=rules.objection_to_releasing(
            in_prison=period is not None,
            received_on=period.received_on if period else None,
            sentence_on=period.sentence_on if period else None,
            on=on,
            today=today,
        ),
    )
    unchanged(period, version)
    period.released_on, period.release_kind, period.never_seen = on, kind[:40], never_seen
    period.version += 1
    period.save(update_fields=["released_on", "release_kind", "never_seen", "version"])
    for stay in PrisonStay.objects.filter(period=period, until_on__isnull=True):
        stay.until_on = on
        stay.save(update_fields=["until_on"])
    record("custody:come_out", period, by=by, kind=kind)
    # What follows does so whoever told of it: a coach’s own sight may end with it.
    with as_service(person):
        for episode in Episode.objects.select_for_update(of=("self",)).filter(person=person, ended_on__isnull=True):
            # The latest release counts, and the first contact after it is waited for anew, unless they have spoken since.
            notes.follow_custody(episode)
            _follow(episode, by=by, on=today)
            # A coach's part ends at the gate, unless nobody else looks after them yet.
            for coach in Assignment.objects.filter(
                episode=episode, part=Part.PRISON_COACH, until_on__isnull=True
            ).exclude(worker=episode.owner_id):
                episodes.unassign(coach, on=today)
    by.sight.clear()
    return period


@atomic
def correct_release(
    person: UUID, *, by: Standing, on: date | None, today: date, version: int | None = None
) -> CustodyPeriod:
    """Put right the day someone last came out, or (None) that they did not come out at all.

    The event holds both days; what follows from them is counted anew. Raises Person.DoesNotExist, Forbidden, Refused.
    """
    see(Person, person, by=by)
    period = (
        CustodyPeriod.objects.select_for_update()
        .filter(person=person, released_on__isnull=False)
        .order_by("-released_on", "-recorded_at")
        .first()
    )
    insist(
        may=objection_to_writing(by, person),
        can=rules.objection_to_correcting_release(
            released_on=period.released_on if period else None,
            received_on=(period.received_on or period.sentence_on) if period else None,
            last_move_on=PrisonStay.objects.filter(period=period)
            .order_by("-from_on")
            .values_list("from_on", flat=True)
            .exclude(from_on=None)
            .first(),
            in_prison=episodes.in_prison(person),
            on=on,
            today=today,
        ),
    )
    unchanged(period, version)
    was, period.released_on, period.version = period.released_on, on, period.version + 1
    if on is None:
        period.release_kind, period.never_seen = "", False
    period.save(update_fields=["released_on", "release_kind", "never_seen", "version"])
    for stay in PrisonStay.objects.filter(period=period, until_on=was).order_by("-learnt_on", "-recorded_at")[:1]:
        stay.until_on = on
        stay.save(update_fields=["until_on"])
    record("custody:correct_release", period, by=by, was=str(was), now=str(on) if on else "")
    # What follows does so whoever told of it: a coach’s own sight may end with it.
    with as_service(person):
        for episode in Episode.objects.select_for_update(of=("self",)).filter(person=person, ended_on__isnull=True):
            notes.follow_custody(episode)
            _follow(episode, by=by, on=today)
    by.sight.clear()
    return period


@atomic
def move(person: UUID, *, by: Standing, prison: str, on: date, today: date, hall: str = "") -> PrisonStay:
    """Record a move to another prison, or to another hall of the same. Everything is kept; the coaches on duty change.

    Raises Person.DoesNotExist, Forbidden, Refused.
    """
    somebody = see(Person, person, by=by)
    stay = (
        PrisonStay.objects.select_for_update()
        .filter(person=person, until_on__isnull=True, period__released_on__isnull=True)
        .first()
    )
    period = CustodyPeriod.objects.filter(person=person, released_on__isnull=True).first()
    insist(
        may=objection_to_writing(by, person),
        can=rules.objection_to_transferring(
            in_prison=period is not None,
            same_prison=stay is not None and stay.prison_id == prison and stay.hall == hall[:40],
            from_on=stay.from_on if stay else None,
            on=on,
        ),
    )
    if stay is not None:
        stay.until_on = on
        stay.save(update_fields=["until_on"])
    new = PrisonStay(person=somebody, period=period, prison_id=prison, hall=hall[:40], from_on=on, learnt_on=today)
    new.save(force_insert=True)
    record("custody:move", new, by=by, prison=prison)
    # What follows does so whoever told of it: a coach’s own sight may end with it.
    with as_service(person):
        for episode in Episode.objects.select_for_update(of=("self",)).filter(person=person, ended_on__isnull=True):
            _follow(episode, by=by, on=today)
    by.sight.clear()
    return new


@atomic
def date_liberation(
    person: UUID, *, by: Standing, day: date, known_on: date, kind: str = "EDL", source: str = ""
) -> LiberationDate | None:
    """Record a liberation date as it became known. The same date again changes nothing (None); an older one stays.

    Raises Person.DoesNotExist, Forbidden, Refused.
    """
    somebody = see(Person, person, by=by)
    period = CustodyPeriod.objects.select_for_update().filter(person=person, released_on__isnull=True).first()
    last = (
        LiberationDate.objects.filter(period=period).order_by("-known_on", "-recorded_at").first() if period else None
    )
    if last is not None and last.day == day and last.kind == kind and not period.no_date_because:
        return None
    insist(
        may=objection_to_writing(by, person),
        can=rules.objection_to_dating(
            day=day,
            sentence_on=period.sentence_on if period else None,
            received_on=period.received_on if period else None,
            released_on=None if period else known_on,
        ),
    )
    told = LiberationDate(
        person=somebody, period=period, kind=kind[:40], day=day, known_on=known_on, source=source[:120]
    )
    told.save(force_insert=True)
    if period.no_date_because:
        period.no_date_because = ""
        period.save(update_fields=["no_date_because"])
    record("custody:date", told, by=by, kind=kind)
    return told


@atomic
def retell(
    person: UUID,
    *,
    by: Standing,
    status: str,
    received_on: date | None = None,
    sentence_on: date | None = None,
    sentence_days: int | None = None,
    sentence_words: str = "",
    no_date_because: str = "",
    hall: str = "",
) -> CustodyPeriod:
    """Record what is told now of the time somebody is in: why, for how long, in which hall, and why there is no date.

    What is not told stays. Raises Person.DoesNotExist, Forbidden, Refused.
    """
    see(Person, person, by=by)
    period = CustodyPeriod.objects.select_for_update().filter(person=person, released_on__isnull=True).first()
    insist(
        may=objection_to_writing(by, person),
        can=None if period else Objection("not_inside", "They are not in prison as far as we know."),
    )
    told: dict[str, object] = {
        "status": status if status != CustodyStatus.UNKNOWN else period.status,
        "received_on": period.received_on or received_on,
        "sentence_on": sentence_on or period.sentence_on,
        "sentence_days": sentence_days if sentence_days is not None else period.sentence_days,
        "sentence_words": sentence_words[:80] or period.sentence_words,
        "no_date_because": no_date_because[:200] or period.no_date_because,
    }
    changed = [name for name, value in told.items() if getattr(period, name) != value]
    for name in changed:
        setattr(period, name, told[name])
    period.version += 1
    period.save(update_fields=[*changed, "version"])
    stay = PrisonStay.objects.filter(period=period, until_on__isnull=True).first()
    if stay is not None and hall and stay.hall != hall[:40]:
        stay.hall = hall[:40]
        stay.save(update_fields=["hall"])
        changed.append("hall")
    for episode in Episode.objects.select_for_update(of=("self",)).filter(person=person, ended_on__isnull=True):
        notes.follow_custody(episode)
    record("custody:retell", period, by=by, changed=changed)
    return period


def _follow(episode: Episode, *, by: Standing, on: date) -> None:
    """Let an episode follow where its person is: the coaches on duty there see it, and own it while nobody has signed up."""
    service = episodes.prison_service_of(episode.person_id, on=on)
    episodes.open_to_duty(episode, service=service)
    if episode.at not in (Stage.IDENTIFIED, Stage.OFFERED, Stage.DECLINED):
        return
    duty = episodes.on_duty(person=episode.person_id, service=service, team=episode.team, on=on)
    if duty is None or duty.pk == episode.owner_id:
        return
    for assignment in Assignment.objects.filter(episode=episode, worker=episode.owner_id, until_on__isnull=True):
        episodes.unassign(assignment, on=on)
    earlier, episode.owner = episode.owner_id, Worker.objects.get(pk=duty.pk)
    episode.save(update_fields=["owner"])
    episodes.bring_along(episode, by=by, earlier=earlier, worker=episode.owner, on=on)
    episodes.assign(episode, worker=episode.owner, part=Part.PRISON_COACH if service else Part.MENTOR, on=on)
