"""Loading a list: one transaction, whole or not at all; the same list again changes nothing."""

import dataclasses
import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from throughline.actions import custody, episodes, people
from throughline.actions.beats import atomic, insist, moment, record, see
from throughline.domain import names
from throughline.domain.calendar import HERE
from throughline.domain.objections import Forbidden, Objection, Refused
from throughline.domain.vocabulary import CustodyStatus, IdentifierKind, Part, Role
from throughline.models import (
    Absence,
    Assignment,
    CustodyPeriod,
    Episode,
    Event,
    Grant,
    HeldRow,
    Identifier,
    LiberationDate,
    ListFact,
    NameKeys,
    OffenceGroup,
    Person,
    PrisonService,
    PrisonStay,
    Programme,
    TeamArea,
    TeamDuty,
    Upload,
    Worker,
    as_service,
    new_id,
    people_in_sight,
    standing_of,
)
from throughline.outside import keys
from throughline.policy.grants import OPENED_BY, Basis, Opens
from throughline.policy.standing import Standing, objection_to_bringing, objection_to_listing, objection_to_stewarding


def _key() -> str:
    return keys.secret("uploads", home=settings.DATA)


def alone() -> None:
    """Let nobody else load a list until this transaction ends: two who load one list would make everybody twice."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('throughline lists'))")


@atomic
def keep(*, by: Standing, kind: str, file_name: str, content: bytes, today: date) -> Upload:
    """Keep a file as it came, encrypted, for 30 days. The same file again is the same upload until it is applied."""
    insist(may=objection_to_bringing(by) if kind == "caseload" else objection_to_listing(by))
    mark = hashlib.sha256(content).hexdigest()
    held = Upload.objects.filter(sha256=mark, kind=kind, by=by.worker, applied_at__isnull=True).first()
    if held is not None:
        return held
    upload = Upload(
        id=new_id(), kind=kind, file_name=file_name[:200], sha256=mark, size=len(content), by_id=by.worker,
        purge_on=today + timedelta(days=settings.UPLOAD_KEPT_DAYS),
    )  # fmt: skip
    upload.sealed = keys.seal(content, key=_key(), about=str(upload.pk))
    upload.save(force_insert=True)
    record("list:keep", upload, by=by, kind=kind)
    return upload


def content_of(upload: Upload) -> bytes:
    """Return the bytes of a kept file. Raises Refused when its time is over."""
    if upload.sealed is None:
        raise Refused(Objection("purged", "This file is no longer kept. Load it again."))
    return keys.unseal(bytes(upload.sealed), key=_key(), about=str(upload.pk))


@dataclasses.dataclass(frozen=True)
class Left:
    """A row that is not in: where it stands, whom it names, what became of it ("bad", "held", "refused", "unknown"), why."""

    where: str
    who: str
    what: str
    why: str


@atomic
def apply_liberations(
    pk: UUID, *, by: Standing, fates: Sequence[Any], bad: Sequence[Any], programme: Programme, today: date
) -> tuple[Counter[str], list[Left]]:
    """Do what a liberation list says. `fates` are those of `queries.lists.fates`, made just now (see `alone`).

    Known people's dates and moves are recorded by the service that keeps lists, whoever loads one; new people go to the
    duty coach of their prison. Returns how many rows came to what, and those that are not in. Raises Forbidden, Refused.
    """
    insist(may=objection_to_listing(by))
    upload = Upload.objects.select_for_update().get(pk=pk, by=by.worker)
    if upload.applied_at is not None:
        raise Refused(Objection("applied_already", "This list has been loaded already."))
    service = standing_of(Worker.objects.get(service=True), on=today)
    with as_service():
        _bring(
            [fate for fate in fates if fate.what in ("new", "not_eligible")],
            by=by,
            service=service,
            programme=programme,
            today=today,
        )
        known = [fate for fate in fates if fate.changes]
        _redate([fate for fate in known if fate.changes == ("date_moved",)], by=service, today=today)
    refused = {
        fate.row.ordinal: why
        for fate in known
        if fate.changes != ("date_moved",) and (why := _changed(fate, by=service, today=today)) is not None
    }
    for fate in fates:
        if fate.what == "held" and fate.person is not None:
            _hold(upload, fate, by=by)
    left = [
        Left(fate.row.where, _named(fate.row), "bad", refused[fate.row.ordinal])
        if fate.row.ordinal in refused
        else Left(fate.row.where, _named(fate.row), fate.what, fate.because)
        for fate in fates
        if fate.row.ordinal in refused or fate.what in ("bad", "held")
    ] + [unread(one) for one in bad]
    counts = Counter("bad" if fate.row.ordinal in refused else fate.what for fate in fates)
    counts["bad"] += len(bad)
    applied(upload, counts, left, by=by)
    return counts, left


def left_of(upload: Upload) -> list[Left]:
    """Return the rows that a loaded file left undone, as it was then."""
    if upload.left is None:
        return []
    return [Left(*row) for row in json.loads(keys.unseal(bytes(upload.left), key=_key(), about=f"{upload.pk}:left"))]


def applied(upload: Upload, counts: Counter[str], left: Sequence[Left], *, by: Standing) -> None:
    """Write down that a file is in, what its rows came to, and which are not: sealed like the file."""
    said = json.dumps([dataclasses.astuple(one) for one in left]).encode()
    upload.left = keys.seal(said, key=_key(), about=f"{upload.pk}:left")
    upload.counts, upload.applied_at = dict(counts), moment()
    upload.save(update_fields=["left", "counts", "applied_at"])
    record("list:apply", upload, by=by, **counts)


def _named(row: Any) -> str:
    return f"{row.given_names} {row.family_name}".strip()


def unread(one: Any) -> Left:
    """Return a row that could not be read as one that is not in."""
    return Left(one.where, "", "bad", " ".join(problem.words for problem in one.problems))


def _changed(fate: Any, *, by: Standing, today: date) -> str | None:
    """Record what a row says of somebody known, all of it or nothing. Returns why not, or None."""
    try:
        with transaction.atomic():
            _change(fate.person, fate.row, fate.changes, by=by, today=today)
    except (Refused, Forbidden) as stopped:
        return stopped.objection.words
    return None


def _change(person: UUID, row: Any, changes: Sequence[str], *, by: Standing, today: date) -> None:
    """Record the changes that a row brings to somebody known (see `queries.lists.CHANGES`)."""
    if "back_inside" in changes:
        custody.go_in(
            person, by=by, status=row.status, on=row.received_on or row.sentence_on, today=today, prison=row.prison, hall=row.hall,
            sentence_on=row.sentence_on, sentence_days=row.sentence_days, sentence_words=row.sentence_words, no_date_because=row.no_date_because,
            cohort=row.cohort, offence_group=row.offence,
        )  # fmt: skip
        if not Episode.objects.filter(person=person, ended_on__isnull=True).exists():
            programme = Programme.objects.on(today).order_by("from_on").first()
            episodes.identify(person, by=by, programme=programme, on=today, owner=_anyone(today))
    if "came_out" in changes:
        custody.come_out(person, by=by, on=row.released_on, today=today, kind="from list")
    if "moved_prison" in changes:
        custody.move(person, by=by, prison=row.prison, on=today, today=today, hall=row.hall)
    withdrawn = row.no_date_because if row.comes_out_on is None else ""
    if ("sentence_changed" in changes or withdrawn or "more_known" in changes) and episodes.in_prison(person):
        custody.retell(
            person, by=by, status=row.status, sentence_on=row.sentence_on, sentence_days=row.sentence_days,
            sentence_words=row.sentence_words, no_date_because=withdrawn, hall=row.hall,
        )  # fmt: skip
    if row.comes_out_on is not None and ("date_moved" in changes or "back_inside" in changes):
        custody.date_liberation(
            person, by=by, day=row.comes_out_on, known_on=today, kind=row.date_kind, source="liberation list"
        )
    if "more_known" in changes:
        people.learn(
            person, by=by, on=today, home_place=row.home_place, home_council=row.council,
            list_facts={"sex": row.sex, "ethnic_group": row.ethnic_group}, identifiers=dict(row.identifiers),
        )  # fmt: skip


def _redate(fates: Sequence[Any], *, by: Standing, today: date) -> None:
    """Record new liberation dates in bulk: a weekly list moves thousands. Each was judged when the list was read."""
    by.sight.clear()
    seen = set(
        Person.objects.visible_to(by, Opens.WORK)
        .filter(pk__in=[one.person for one in fates])
        .values_list("pk", flat=True)
    )
    periods = {
        period.person_id: period
        for period in CustodyPeriod.objects.select_for_update().filter(person__in=seen, released_on__isnull=True)
    }
    told, events = [], []
    for fate in fates:
        period, row = periods.get(fate.person), fate.row
        if period is None:
            raise Forbidden(Objection("not_seen", "Somebody on this list is no longer open to lists. Load it again."))
        if row.comes_out_on is None:
            period.no_date_because = row.no_date_because[:200]
            period.save(update_fields=["no_date_because"])
            events.append(Event.of("custody:no_date", period, by=by))
            continue
        if period.no_date_because:
            period.no_date_because = ""
            period.save(update_fields=["no_date_because"])
        date = LiberationDate(
            id=new_id(), person_id=fate.person, period=period, kind=row.date_kind[:40], day=row.comes_out_on,
            known_on=today, source="liberation list",
        )  # fmt: skip
        told.append(date)
        events.append(Event.of("custody:date", date, by=by, kind=date.kind))
    LiberationDate.objects.bulk_create(told, batch_size=1000)
    Event.objects.bulk_create(events, batch_size=1000)


def _anyone(today: date) -> Worker:
    """Return a lead to own somebody for whom nobody is on duty: nobody is without an owner, ever."""
    duty = TeamDuty.objects.on(today).select_related("lead").order_by("from_on").first()
    if duty is None:
        raise Refused(Objection("no_lead", "Give at least one team a lead before you load a list."))
    return duty.lead


def _taken(kind: str, value: str) -> bool:
    return Identifier.objects.filter(kind=kind, value=value, doubted_on__isnull=True).exists()


def _bring(fates: Sequence[Any], *, by: Standing, service: Standing, programme: Programme, today: date) -> list[Person]:
    """Make new people with everything a list says of them, in bulk: thousands come at once. Returns them in order."""
    if not fates:
        return []
    desk = Desk(today)
    now = DateTimeTZRange(moment(), None, "[)")
    made: dict[type, list[Any]] = {
        model: []
        for model in (
            Person,
            Grant,
            NameKeys,
            Identifier,
            ListFact,
            CustodyPeriod,
            PrisonStay,
            LiberationDate,
            OffenceGroup,
            Episode,
            Assignment,
            Event,
        )
    }
    for fate in fates:
        row = fate.row
        person = Person(
            id=new_id(), given_names=row.given_names, family_name=row.family_name, birth_date=row.birth_date, home_place=row.home_place, home_council_id=row.council
        )  # fmt: skip
        period = CustodyPeriod(
            id=new_id(), person=person, status=row.status, received_on=row.received_on or row.sentence_on, sentence_on=row.sentence_on,
            sentence_days=row.sentence_days, sentence_words=row.sentence_words, no_date_because="" if row.comes_out_on else row.no_date_because,
            cohort=row.cohort, released_on=row.released_on, release_kind="from list" if row.released_on else "", never_seen=row.released_on is not None,
        )  # fmt: skip
        site = desk.services.get(row.prison) if row.released_on is None else None
        team = desk.teams.get(row.council or "")
        owner = desk.on_duty(site, team)
        episode = Episode(
            id=new_id(), person=person, programme=programme, owner=owner, team=team or (site.team if site else None), identified_on=today, identified_how="list", released_on=row.released_on
        )  # fmt: skip
        part = Assignment(
            id=new_id(),
            person=person,
            episode=episode,
            worker=owner,
            part=Part.PRISON_COACH if site else Part.MENTOR,
            from_on=today,
        )
        made[Person].append(person)
        made[NameKeys].append(NameKeys(person=person, keys=sorted(names.keys(row.given_names, row.family_name))))
        made[Identifier] += [
            Identifier(person=person, kind=kind, value=value) for kind, value in row.identifiers.items()
        ]
        made[ListFact] += [
            ListFact(person=person, what=what, value=value, as_at=today)
            for what, value in (("sex", row.sex), ("ethnic_group", row.ethnic_group))
            if value
        ]
        made[CustodyPeriod].append(period)
        if row.prison:
            made[PrisonStay].append(
                PrisonStay(
                    person=person,
                    period=period,
                    prison_id=row.prison,
                    hall=row.hall,
                    from_on=period.received_on,
                    until_on=row.released_on,
                    learnt_on=today,
                )
            )
        if row.comes_out_on:
            made[LiberationDate].append(
                LiberationDate(
                    person=person,
                    period=period,
                    kind=row.date_kind,
                    day=row.comes_out_on,
                    known_on=today,
                    source="liberation list",
                )
            )
        if row.offence:
            made[OffenceGroup].append(OffenceGroup(person=person, period=period, words=row.offence))
        made[Episode].append(episode)
        made[Assignment].append(part)
        made[Grant] += grants_of(person, episode, part, site=site, service=service, now=now)
        made[Event].append(Event.of("list:new", episode, by=by))
    # The service's own grants come before their people: row security refuses to add somebody whom nobody sees yet.
    own = [grant for grant in made[Grant] if grant.worker_id == service.worker]
    Grant.objects.bulk_create(own, batch_size=1000)
    made[Grant] = [grant for grant in made[Grant] if grant.worker_id != service.worker]
    for model in (
        Person,
        Grant,
        NameKeys,
        Identifier,
        ListFact,
        CustodyPeriod,
        PrisonStay,
        LiberationDate,
        OffenceGroup,
        Episode,
        Assignment,
        Event,
    ):
        model.objects.bulk_create(made[model], batch_size=1000)
    by.sight.clear()
    return made[Person]


def grants_of(
    person: Person, episode: Episode, part: Assignment, *, site: PrisonService | None, service: Standing, now: Any
) -> list[Grant]:
    """Return the grants that a new person of a file gives: as `episodes.identify` gives them one by one."""

    def grant(basis: Basis, because: str, kind: str, source: UUID, opens: int | None = None, **to: UUID) -> Grant:
        return Grant(
            person=person, basis=basis, because=because, source_kind=kind, source=source, valid=now, opens=int(OPENED_BY[basis] if opens is None else opens), **to
        )  # fmt: skip

    found = [
        grant(
            Basis.OVERSIGHT,
            "keeps dates and prisons up to date from lists",
            "lists",
            person.pk,
            people.LISTS_OPEN,
            worker_id=service.worker,
        ),
        grant(
            Basis.ASSIGNMENT,
            f"is their {Part(part.part).label.lower()}",
            "assignment",
            part.pk,
            worker_id=part.worker_id,
        ),
    ]
    for worker in {site.duty_coach_id, site.deputy_id} - {None} if site else ():
        found.append(
            grant(Basis.DUTY, f"is on duty for {site.prison.short_name}", "episode", episode.pk, worker_id=worker)
        )
    if episode.team_id is not None:
        found.append(
            grant(
                Basis.TEAM,
                f"leads {episode.team.name}, which works with them",
                "episode",
                episode.pk,
                episodes.TEAM_OPENS_BEFORE if episode.signed_up_on is None else None,
                team_id=episode.team_id,
            )
        )
    return found


class Desk:
    """Who takes on whom, read once for a whole list."""

    def __init__(self, today: date) -> None:
        self.services = {
            s.prison_id: s
            for s in PrisonService.objects.on(today).select_related("prison", "team", "duty_coach", "deputy")
        }
        self.teams = {area.council_id: area.team for area in TeamArea.objects.on(today).select_related("team")}
        self.duties = {
            duty.team_id: duty for duty in TeamDuty.objects.on(today).select_related("lead", "duty_worker", "deputy")
        }
        self.away = set(Absence.objects.on(today).values_list("worker_id", flat=True))
        self.today = today

    def on_duty(self, site: PrisonService | None, team: Any | None) -> Worker:
        """Return who owns somebody new, as `episodes.on_duty` says; in the end any team's lead."""
        order: list[Worker | None] = [site.duty_coach, site.deputy] if site else []
        for home in (team, site.team if site else None):
            duty = self.duties.get(home.pk) if home else None
            if duty is not None:
                order += [duty.lead] if site else [duty.duty_worker, duty.deputy, duty.lead]
        order += [duty.lead for duty in self.duties.values()]
        found = next(
            (one for one in order if one is not None and one.pk not in self.away and one.ended_on is None), None
        )
        return found or _anyone(self.today)


def _hold(upload: Upload, fate: Any, *, by: Standing) -> None:
    """Hold a row until somebody has decided whom it is about: one who sees that person, else the record steward."""
    sight = people_in_sight(by, Opens.IDENTITY)
    sees = sight is None or fate.person in sight
    if sight is None:
        sees = Person.objects.visible_to(by).filter(pk=fate.person).exists()
    row = dataclasses.asdict(fate.row) | {"identifiers": dict(fate.row.identifiers)}
    pk = new_id()
    with as_service():  # who it may be is for the steward to know, not for who loads the list
        HeldRow(
            id=pk, upload=upload, person_id=fate.person, row_number=fate.row.ordinal, because=fate.reason, for_steward=not sees,
            sealed=keys.seal(json.dumps(row, default=str).encode(), key=_key(), about=str(pk)), fingerprint=fate.fingerprint,
        ).save(force_insert=True)  # fmt: skip


@atomic
def decide(pk: UUID, *, by: Standing, same: bool, again: Any, programme: Programme, today: date) -> HeldRow:
    """Decide whether a held row is about the person it may be. Yes: what it says is recorded of them. No: they are new.

    `again` is what the row would do now, judged with the answer in mind (`queries.lists.fates`): the list may be old by
    now, or another row may have brought the same person. Raises HeldRow.DoesNotExist, Forbidden, Refused.
    """
    held = HeldRow.objects.select_for_update().get(pk=pk) if by.has(Role.RECORD_STEWARD) else see(HeldRow, pk, by=by)
    insist(
        may=objection_to_stewarding(by) if held.for_steward else objection_to_listing(by),
        can=Objection("decided_already", "Someone has decided this already.") if held.decided_at else None,
    )
    service = standing_of(Worker.objects.get(service=True), on=today)
    if again.what in ("new", "not_eligible"):
        # A number that is on a record already stays there: somebody said that they are two people.
        with as_service():
            numbers = {kind: value for kind, value in again.row.identifiers.items() if not _taken(kind, value)}
            row = dataclasses.replace(again.row, identifiers=numbers)
            (held.became,) = _bring(
                [dataclasses.replace(again, row=row)], by=by, service=service, programme=programme, today=today
            )
    elif again.changes:
        with as_service():
            later = LiberationDate.objects.filter(
                person=again.person, known_on__gt=held.upload.uploaded_at.astimezone(HERE).date()
            ).exists()
        changes = tuple(one for one in again.changes if not (later and one == "date_moved"))
        _changed(dataclasses.replace(again, changes=changes), by=service, today=today)
    elif again.what == "held" and again.person is not None:
        _hold(held.upload, again, by=by)
    # What the row said may be old by now and cannot be any more: the answer whom it is about is kept all the same.
    held.decided_at, held.decided_by_id, held.same = moment(), by.worker, same
    held.save(update_fields=["decided_at", "decided_by", "same", "became"])
    record("list:decide", held, by=by, same=same)
    return held


def held_facts(held: HeldRow, make: type[Any]) -> Any:
    """Return what a held row says, as `make` (the reader's own kind of row)."""
    said = json.loads(keys.unseal(bytes(held.sealed), key=_key(), about=str(held.pk)))
    for name in ("birth_date", "received_on", "sentence_on", "comes_out_on", "released_on"):
        said[name] = date.fromisoformat(said[name]) if said[name] else None
    said["identifiers"] = {IdentifierKind(kind): value for kind, value in said["identifiers"].items()}
    said["status"] = CustodyStatus(said["status"])
    return make(**said)
