"""The pack and the meeting at the gate."""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from throughline.actions import custody
from throughline.actions.beats import insist, objection_to_writing, record, see, unchanged
from throughline.domain import gates as rules
from throughline.domain.calendar import HERE
from throughline.models import (
    Code,
    Episode,
    GateMeeting,
    Pack,
    PackContent,
    PackItem,
    PrisonService,
    PrisonStay,
    Worker,
)
from throughline.policy.standing import Standing


@transaction.atomic
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
    for earlier in GateMeeting.objects.filter(episode=somebody, result__isnull=True, cancelled_at__isnull=True):
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


@transaction.atomic
def mark(
    pk: UUID,
    *,
    by: Standing,
    result: Code,
    now: datetime,
    met_at: datetime | None = None,
    handed: Collection[UUID] = (),
    words: str = "",
    version: int | None = None,
) -> GateMeeting:
    """Record what came of a gate meeting. `handed` are the pack's items that were given.

    A result that says they came out records the release, which starts the 48 hours; a recall starts a new time inside.
    Raises GateMeeting.DoesNotExist, Forbidden, Refused.
    """
    meeting = see(GateMeeting, pk, by=by)
    met = bool(result.traits.get("met"))
    insist(
        may=objection_to_writing(by, meeting.person_id),
        can=rules.objection_to_marking(
            marked=meeting.result_id is not None and not result.traits.get("open"),
            due_at=meeting.due_at,
            now=now,
            met=met,
            met_at=met_at,
        ),
    )
    unchanged(meeting, version)
    meeting.result, meeting.met_at, meeting.result_words = result, met_at if met else None, words.strip()
    meeting.marked_at, meeting.marked_by_id, meeting.version = now, by.worker, meeting.version + 1
    meeting.save(update_fields=["result", "met_at", "result_words", "marked_at", "marked_by", "version"])
    record("gate:mark", meeting, by=by, result=result.code)
    day = (met_at or now).astimezone(HERE).date()
    if result.traits.get("released") or result.traits.get("recalled"):
        custody.come_out(meeting.person_id, by=by, on=day, today=now.astimezone(HERE).date(), kind="gate")
    if result.traits.get("recalled"):
        custody.go_in(
            meeting.person_id,
            by=by,
            status="recall",
            on=day,
            today=now.astimezone(HERE).date(),
            prison=meeting.prison_id,
        )
    pack = Pack.objects.select_for_update().filter(episode=meeting.episode_id, handed_on__isnull=True).first()
    if pack is not None and handed:
        _hand(pack, by=by, on=day, by_whom=by.name, handed=handed)
    return meeting


@transaction.atomic
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


@transaction.atomic
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


@transaction.atomic
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
