"""The pack and the meeting at the gate."""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from throughline.actions import custody, episodes
from throughline.actions.beats import atomic, insist, objection_to_writing, record, see, unchanged
from throughline.domain import gates as rules
from throughline.domain.calendar import HERE, day_of
from throughline.domain.objections import Objection, Refused
from throughline.models import (
    UNMARKED,
    Code,
    Episode,
    GateMeeting,
    LiberationDate,
    Pack,
    PackContent,
    PackItem,
    PrisonService,
    PrisonStay,
    Worker,
)
from throughline.policy.standing import Standing


@atomic
def plan(
    episode: UUID, *, by: Standing, worker: Worker, due_at: datetime, now: datetime, asked: str = "", where: str = ""
) -> GateMeeting:
    """Say who meets someone at the gate and when. A plan made before is replaced by this one.

    Raises Episode.DoesNotExist, Forbidden, Refused.
    """
    somebody = see(Episode, episode, by=by)
    stay = PrisonStay.objects.filter(
        person=somebody.person_id, until_on__isnull=True, period__released_on__isnull=True
    ).first()
    insist(
        may=objection_to_writing(by, somebody.person_id),
        can=rules.objection_to_meeting(somebody.at, in_prison=stay is not None, due_at=due_at, now=now),
    )
    for earlier in GateMeeting.objects.filter(UNMARKED, episode=somebody, cancelled_at__isnull=True):
        earlier.cancelled_at = now
        earlier.save(update_fields=["cancelled_at"])
    service = PrisonService.objects.on(due_at.astimezone(HERE).date()).filter(prison=stay.prison_id).first()
    meeting = GateMeeting(
        episode=somebody,
        person_id=somebody.person_id,
        prison_id=stay.prison_id,
        worker=worker,
        due_at=due_at,
        where=where.strip() or (service.gate_words if service else ""),
        asked=asked.strip(),
        by_id=by.worker,
    )
    meeting.save(force_insert=True)
    record("gate:plan", meeting, by=by)
    return meeting


@atomic
def mark(
    pk: UUID,
    *,
    by: Standing,
    result: Code,
    now: datetime,
    met_at: datetime | None = None,
    on: date | None = None,
    prison: str | None = None,
    new_day: date | None = None,
    handed: Collection[UUID] = (),
    words: str = "",
    version: int | None = None,
) -> GateMeeting:
    """Record what came of a gate meeting. `handed` are the pack's items that were given.

    A result that says they came out records the release on the day `on` (or of `met_at`), which starts the 48 hours; a
    recall starts a new time inside; another `prison` or a `new_day` is recorded as such. "Not known yet" may be
    followed by what became known. Raises GateMeeting.DoesNotExist, Forbidden, Refused.
    """
    meeting = see(GateMeeting, pk, by=by)
    _insist(meeting, by=by, result=result, now=now, met_at=met_at, on=on, prison=prison, new_day=new_day)
    unchanged(meeting, version)
    meeting.version += 1
    _settle(meeting, by=by, result=result, now=now, met_at=met_at, words=words)
    meeting.save(update_fields=["result", "met_at", "result_words", "marked_at", "marked_by", "version"])
    record("gate:mark", meeting, by=by, result=result.code)
    _follow(meeting, by=by, now=now, on=on, prison=prison, new_day=new_day, handed=handed)
    return meeting


@atomic
def correct(
    pk: UUID,
    *,
    by: Standing,
    result: Code,
    now: datetime,
    met_at: datetime | None = None,
    on: date | None = None,
    prison: str | None = None,
    new_day: date | None = None,
    words: str = "",
    version: int | None = None,
) -> GateMeeting:
    """Put right what was marked by mistake: a new row names the one it replaces, and the release follows it.

    Raises GateMeeting.DoesNotExist, Forbidden, Refused.
    """
    wrong = see(GateMeeting, pk, by=by)
    insist(
        may=objection_to_writing(by, wrong.person_id),
        can=rules.objection_to_correcting(
            settled=wrong.settled,
            replaced=wrong.cancelled_at is not None,
            recalled=bool(wrong.result and wrong.result.traits.get("recalled")),
        ),
    )
    wrong_result = wrong.result
    right = GateMeeting(
        episode_id=wrong.episode_id,
        person_id=wrong.person_id,
        prison_id=wrong.prison_id,
        worker_id=wrong.worker_id,
        due_at=wrong.due_at,
        where=wrong.where,
        asked=wrong.asked,
        by_id=by.worker,
        corrects=wrong,
    )
    _insist(right, by=by, result=result, now=now, met_at=met_at, on=on, prison=prison, new_day=new_day)
    unchanged(wrong, version)
    wrong.cancelled_at, wrong.version = now, wrong.version + 1
    wrong.save(update_fields=["cancelled_at", "version"])
    _settle(right, by=by, result=result, now=now, met_at=met_at, words=words)
    right.save(force_insert=True)
    record("gate:correct", right, by=by, result=result.code, corrects=str(wrong.pk))
    if wrong_result.traits.get("released"):
        came_out = (
            _day(right, on=on, now=now) if result.traits.get("released") or result.traits.get("recalled") else None
        )
        last = episodes.last_release(right.person_id)
        if last is not None and last > day_of(wrong.marked_at):
            raise Refused(
                Objection("out_since", "They came out again since. Put the day right on their page, not at this gate.")
            )
        if came_out != last:
            custody.correct_release(right.person_id, by=by, on=came_out, today=now.astimezone(HERE).date())
    _follow(right, by=by, now=now, on=on, prison=prison, new_day=new_day, handed=())
    return right


def _insist(
    meeting: GateMeeting,
    *,
    by: Standing,
    result: Code,
    now: datetime,
    met_at: datetime | None,
    on: date | None,
    prison: str | None,
    new_day: date | None,
) -> None:
    insist(
        may=objection_to_writing(by, meeting.person_id),
        can=rules.objection_to_marking(
            marked=meeting.settled,
            due_at=meeting.due_at,
            now=now,
            met=bool(result.traits.get("met")),
            met_at=met_at,
            told_on=LiberationDate.objects.filter(person=meeting.person_id, period__no_date_because="")
            .order_by("-known_on", "-recorded_at")
            .values_list("day", flat=True)
            .first(),
        )
        or rules.objection_to_telling(
            came_out=bool(result.traits.get("released") or result.traits.get("recalled")),
            on=met_at.astimezone(HERE).date() if met_at else on,
            new_prison=bool(result.traits.get("new_prison")),
            prison=prison,
            new_date=bool(result.traits.get("new_date")),
            new_day=new_day,
        ),
    )


def _settle(
    meeting: GateMeeting, *, by: Standing, result: Code, now: datetime, met_at: datetime | None, words: str
) -> None:
    meeting.result, meeting.result_words = result, words.strip()
    meeting.met_at = met_at if result.traits.get("met") else None
    meeting.marked_at, meeting.marked_by_id = now, by.worker


def _day(meeting: GateMeeting, *, on: date | None, now: datetime) -> date:
    """Return the day that a result is about."""
    return meeting.met_at.astimezone(HERE).date() if meeting.met_at else on or now.astimezone(HERE).date()


def _follow(
    meeting: GateMeeting,
    *,
    by: Standing,
    now: datetime,
    on: date | None,
    prison: str | None,
    new_day: date | None,
    handed: Collection[UUID],
) -> None:
    """Record what a result says of custody and of the pack."""
    traits, day, today = meeting.result.traits, _day(meeting, on=on, now=now), now.astimezone(HERE).date()
    if traits.get("new_prison"):
        custody.move(meeting.person_id, by=by, prison=prison, on=day, today=today)
    if traits.get("new_date"):
        custody.date_liberation(meeting.person_id, by=by, day=new_day, known_on=today)
    pack = Pack.objects.select_for_update().filter(episode=meeting.episode_id, handed_on__isnull=True).first()
    if pack is not None and traits.get("pack"):
        _hand(pack, by=by, on=day, by_whom=pack.left_with or "the prison", handed=None)
    elif pack is not None and handed:
        _hand(pack, by=by, on=day, by_whom=by.name, handed=handed)
    if traits.get("released") or traits.get("recalled"):
        custody.come_out(meeting.person_id, by=by, on=day, today=today, kind="gate")
    if traits.get("recalled"):
        custody.go_in(
            meeting.person_id, by=by, status="recall", on=day, today=today, prison=meeting.prison_id
        )  # fmt: skip


@atomic
def prepare_pack(
    episode: UUID, *, by: Standing, on: date, kept_where: str = "", serials: dict[int, str] | None = None
) -> Pack:
    """Make the pack of a programme ready. `serials` are the last digits of vouchers by the place of the content row."""
    somebody = see(Episode, episode, by=by)
    insist(
        may=objection_to_writing(by, somebody.person_id),
        can=rules.objection_to_preparing(
            somebody.at,
            has_open_pack=Pack.objects.filter(episode=somebody, handed_on__isnull=True).exists(),
            signed_up=somebody.signed_up_on is not None,
        ),
    )
    pack = Pack(
        episode=somebody,
        person_id=somebody.person_id,
        prepared_on=on,
        prepared_by_id=by.worker,
        kept_where=kept_where.strip(),
    )
    pack.save(force_insert=True)
    for place, content in enumerate(PackContent.objects.on(on).filter(programme=somebody.programme_id)):
        PackItem(
            pack=pack,
            person_id=somebody.person_id,
            what=content.what,
            pence=content.pence,
            serial=(serials or {}).get(place, "").strip(),
            order=place,
        ).save(force_insert=True)
    record("pack:prepare", pack, by=by)
    return pack


@atomic
def leave_pack(pk: UUID, *, by: Standing, on: date, left_with: str) -> Pack:
    """Record that the pack was left with the prison, and with whom."""
    pack = see(Pack, pk, by=by)
    insist(
        may=objection_to_writing(by, pack.person_id),
        can=rules.objection_to_leaving(
            left_on=pack.left_on, handed_on=pack.handed_on, on=on, prepared_on=pack.prepared_on
        ),
    )
    pack.left_on, pack.left_with = on, left_with.strip()
    pack.save(update_fields=["left_on", "left_with"])
    record("pack:leave", pack, by=by)
    return pack


@atomic
def hand_pack(
    pk: UUID, *, by: Standing, on: date, today: date, by_whom: str, handed: Collection[UUID] | None = None
) -> Pack:
    """Record that the person has the pack: all of it, or the items named."""
    pack = see(Pack, pk, by=by)
    insist(
        may=objection_to_writing(by, pack.person_id),
        can=rules.objection_to_handing(handed_on=pack.handed_on, on=on, prepared_on=pack.prepared_on, today=today),
    )
    _hand(pack, by=by, on=on, by_whom=by_whom, handed=handed)
    return pack


def _hand(pack: Pack, *, by: Standing, on: date, by_whom: str, handed: Collection[UUID] | None) -> None:
    for item in pack.items.all():
        item.handed = handed is None or item.pk in handed
        item.save(update_fields=["handed"])
    pack.handed_on, pack.handed_by = on, by_whom.strip()
    pack.save(update_fields=["handed_on", "handed_by"])
    record("pack:hand", pack, by=by)
