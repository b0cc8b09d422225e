"""Bringing the people whom the partnership works with already: one transaction, whole or not at all, and taken back whole."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from throughline.actions import lists, people
from throughline.actions.beats import atomic, insist, moment, record
from throughline.domain import caseload as rules
from throughline.domain import names
from throughline.domain.caseload import Brought
from throughline.domain.dated import day_before
from throughline.domain.objections import Objection, Refused
from throughline.domain.vocabulary import ConsentPurpose, Part, Who
from throughline.models import (
    Assignment,
    Code,
    Consent,
    ConsentWording,
    CustodyPeriod,
    Ending,
    Episode,
    Event,
    Goal,
    GoalAction,
    Grant,
    Identifier,
    LiberationDate,
    NameKeys,
    Note,
    Offer,
    Person,
    Plan,
    PrisonStay,
    Programme,
    Team,
    Upload,
    Worker,
    as_service,
    new_id,
    standing_of,
)
from throughline.policy.grants import Basis, Opens
from throughline.policy.standing import Standing, objection_to_bringing

# What a note of a talk says that was had before anyone wrote notes here.
SAID = "Brought from the records before: the last contact. What was said is not here."
SAID_FIRST = "Brought from the records before: the first contact since release. What was said is not here."
# What stands for the words of a consent from before there were any here.
EARLIER = "What they agreed to before this programme began here. The words are on the form of that day, which the partnership keeps."
# In this order: a row is seen by whoever adds the next.
_MADE = (
    NameKeys, Identifier, CustodyPeriod, PrisonStay, LiberationDate, Episode, Assignment, Offer, Consent, Plan, Goal, GoalAction, Note, Ending, Event,
)  # fmt: skip
_OPEN_WHILE_BROUGHT = people.LISTS_OPEN | Opens.PLAN | Opens.NOTES


@atomic
def bring(
    pk: UUID, *, by: Standing, fates: Sequence[Any], bad: Sequence[Any], programme: Programme, today: date
) -> Counter[str]:
    """Bring the people of a caseload. `fates` are those of `queries.caseload.fates`, made just now (see `lists.alone`).

    Whole or not at all: while a row is to be mended nothing is brought. Whoever is here already is left out, and their
    record stays as it is. Each new person belongs to the mentor that the row names, or to whoever is on duty. Returns
    how many rows came to what. Raises Forbidden, Refused.
    """
    upload = Upload.objects.select_for_update().get(pk=pk, by=by.worker, kind="caseload")
    wrong = len(bad) + sum(fate.what == "bad" for fate in fates)
    brought = [fate.row for fate in fates if fate.what == "new"]
    insist(
        may=objection_to_bringing(by),
        can=_objection_to_bringing(upload, wrong=wrong, brought=len(brought)),
    )
    with as_service():
        _write(brought, upload=upload, by=by, programme=programme, today=today)
    by.sight.clear()
    counts = Counter(fate.what for fate in fates)
    left = [
        lists.Left(fate.row.where, f"{fate.row.given_names} {fate.row.family_name}".strip(), fate.what, fate.because)
        for fate in fates
        if fate.what != "new"
    ]
    lists.applied(upload, counts, left, by=by)
    return counts


@atomic
def take_back(pk: UUID, *, by: Standing) -> int:
    """Take a whole caseload back, as long as nobody has written on a record that it made. Returns how many people go.

    What it made goes, by the door's own function, which deletes nothing else; history keeps what the rows said. Raises
    Upload.DoesNotExist, Forbidden, Refused.
    """
    upload = Upload.objects.select_for_update().get(pk=pk, by=by.worker, kind="caseload")
    insist(may=objection_to_bringing(by), can=rules.objection_to_taking_back(upload.applied_at, upload.undone_at))
    with as_service(), connection.cursor() as cursor:
        cursor.execute("SELECT take_back_caseload(%s)", [upload.pk])
        stops = cursor.fetchone()[0]
    insist(may=None, can=rules.objection_to_writing_since(stops))
    by.sight.clear()
    upload.undone_at = moment()
    upload.save(update_fields=["undone_at"])
    record("caseload:take_back", upload, by=by, people=upload.counts["new"])
    return int(upload.counts["new"])


def _objection_to_bringing(upload: Upload, *, wrong: int, brought: int) -> Objection | None:
    if upload.applied_at is not None:
        return Objection("applied_already", "This file has been loaded already.")
    if wrong:
        rows = "1 row is" if wrong == 1 else f"{wrong} rows are"
        return Objection("to_mend", f"{rows} to be mended first.")
    if not brought:
        return Objection("nobody_new", "There is nobody new in this file.")
    return None


@dataclass(frozen=True)
class _Ground:
    """What every row is written with."""

    upload: Upload
    by: Standing
    service: Standing
    programme: Programme
    today: date
    now: datetime
    desk: lists.Desk
    teams: dict[UUID, Team]
    workers: dict[UUID, Worker]
    kind: Code
    wordings: "_Wordings"


class _Wordings:
    """Which words somebody agreed to on a day. For days before there were any a row stands that says so."""

    def __init__(self, programme: Programme, *, first: date, today: date) -> None:
        rows = list(ConsentWording.objects.filter(programme=programme).order_by("from_on", "number"))
        self.rows = rows
        purposes = {one.purpose: one for one in rows if one.number > 0 and _holds(one, today)}
        for purpose, now in purposes.items():
            began = min(one.from_on for one in rows if one.purpose == purpose)
            if first < began and not any(one.purpose == purpose and one.number == 0 for one in rows):
                earlier = ConsentWording(
                    programme=programme, purpose=purpose, number=0, words=EARLIER, needed_to_sign_up=now.needed_to_sign_up,
                    from_on=first, until_on=day_before(began),
                )  # fmt: skip
                earlier.save(force_insert=True)
                rows.append(earlier)
        self.purposes = sorted(purposes)

    def on(self, day: date) -> list[ConsentWording]:
        """Return the words in force on a day, one for each purpose: for a day before any, the earliest there are."""
        found = []
        for purpose in self.purposes:
            those = [one for one in self.rows if one.purpose == purpose]
            held = [one for one in those if _holds(one, day)]
            found.append(held[-1] if held else min(those, key=lambda one: (one.number, one.from_on)))
        return found


def _holds(one: ConsentWording, day: date) -> bool:
    return one.from_on <= day and (one.until_on is None or one.until_on >= day)


def _write(rows: Sequence[Brought], *, upload: Upload, by: Standing, programme: Programme, today: date) -> None:
    """Make the people of a caseload with everything that it says of them, in bulk: hundreds come at once."""
    now = moment()
    first = min((row.consent_on for row in rows if row.consent_on is not None), default=today)
    ground = _Ground(
        upload=upload, by=by, service=standing_of(Worker.objects.get(service=True), on=today), programme=programme, today=today, now=now,
        desk=lists.Desk(today), teams={team.pk: team for team in Team.objects.on(today)},
        workers={worker.pk: worker for worker in Worker.objects.filter(pk__in={row.mentor for row in rows} - {None})},
        kind=_kind_of_talk(), wordings=_Wordings(programme, first=first, today=today),
    )  # fmt: skip
    persons: list[Person] = []
    own: list[Grant] = []
    others: list[Grant] = []
    made: dict[type, list[Any]] = {model: [] for model in _MADE}
    for row in rows:
        person, episode, part, site = _begin(row, made, ground)
        persons.append(person)
        given = lists.grants_of(
            person, episode, part, site=site, service=ground.service, now=DateTimeTZRange(now, None, "[)")
        )
        for grant in given:
            (own if grant.worker_id == ground.service.worker else others).append(grant)
        own.append(_open_meanwhile(person, ground))
        _tell(row, person, episode, made, ground)
    # The service's own grants come before their people: row security refuses to add somebody whom nobody sees yet.
    Grant.objects.bulk_create(own, batch_size=1000)
    Person.objects.bulk_create(persons, batch_size=1000)
    Grant.objects.bulk_create(others, batch_size=1000)
    for model in _MADE:
        model.objects.bulk_create(made[model], batch_size=1000)
    # What the service saw more of while it wrote it is shut in the same moment: it was open for no time at all.
    instant = timedelta(microseconds=1)
    Grant.objects.filter(source=upload.pk, source_kind="caseload").update(
        valid=DateTimeTZRange(now - instant, now, "[)")
    )


def _kind_of_talk() -> Code:
    offered = list(Code.objects.offered("contact_kinds"))
    talks = [code for code in offered if not code.traits.get("not_with_person")]
    if not talks:
        raise Refused(Objection("no_kind", "The list of what a contact was is empty. Add an answer to it first."))
    return next((code for code in talks if code.code == "mentoring"), talks[0])


def _open_meanwhile(person: Person, ground: _Ground) -> Grant:
    """Let the service that keeps lists write a plan and notes too, as long as the load lasts."""
    return Grant(
        person=person, worker_id=ground.service.worker, opens=int(_OPEN_WHILE_BROUGHT), basis=Basis.OVERSIGHT, because="brought the present caseload",
        source_kind="caseload", source=ground.upload.pk, valid=DateTimeTZRange(ground.now, None, "[)"),
    )  # fmt: skip


def _begin(row: Brought, made: dict[type, list[Any]], ground: _Ground) -> tuple[Person, Episode, Assignment, Any]:
    """Begin a person, their time in prison, their episode and who looks after them."""
    person = Person(
        id=new_id(), given_names=row.given_names, family_name=row.family_name, known_as=row.known_as, birth_date=row.birth_date,
        home_place=row.home_place, home_council_id=row.council,
    )  # fmt: skip
    keys = names.keys(row.given_names, row.family_name) | (
        names.keys(row.known_as, row.family_name) if row.known_as else set()
    )
    made[NameKeys].append(NameKeys(person=person, keys=sorted(keys)))
    made[Identifier] += [Identifier(person=person, kind=kind, value=value) for kind, value in row.identifiers.items()]
    for inside in row.periods:
        period = CustodyPeriod(
            id=new_id(), person=person, status="unknown", received_on=inside.start, released_on=inside.end,
            release_kind="brought" if inside.end else "",
        )  # fmt: skip
        made[CustodyPeriod].append(period)
        if inside.end is None and row.prison:
            stay = PrisonStay(
                person=person, period=period, prison_id=row.prison, hall=row.hall, from_on=inside.start, learnt_on=ground.today
            )  # fmt: skip
            made[PrisonStay].append(stay)
        if row.comes_out_on is not None and inside is row.periods[-1]:
            made[LiberationDate].append(
                LiberationDate(
                    person=person, period=period, kind="EDL", day=row.comes_out_on, known_on=ground.today, source="present caseload"
                )
            )  # fmt: skip
    site = ground.desk.services.get(row.prison) if row.inside_now and row.prison else None
    team = ground.teams[row.team]
    owner = ground.workers[row.mentor] if row.mentor is not None else ground.desk.on_duty(site, team)
    dates = rules.dates_of(row, today=ground.today, now=ground.now)
    episode = Episode(
        id=new_id(), person=person, programme=ground.programme, owner=owner, team=team, identified_how="brought", **vars(dates)
    )  # fmt: skip
    coach = site is not None and owner.pk in (site.duty_coach_id, site.deputy_id)
    part = Assignment(
        id=new_id(), person=person, episode=episode, worker=owner, part=Part.PRISON_COACH if coach else Part.MENTOR, from_on=ground.today
    )  # fmt: skip
    made[Episode].append(episode)
    made[Assignment].append(part)
    made[Event].append(Event.of("caseload:bring", episode, by=ground.by, upload=str(ground.upload.pk), row=row.row))
    return person, episode, part, site


def _tell(row: Brought, person: Person, episode: Episode, made: dict[type, list[Any]], ground: _Ground) -> None:
    """Add the facts that the dates of the episode follow from: asked, agreed, planned, spoken with, moved on."""
    by = ground.by.worker
    here = {"person": person, "episode": episode}
    if row.asked_on is not None:
        made[Offer].append(
            Offer(**here, channel="other", made_on=row.asked_on, by_id=by, words="Brought from the records before.")
        )
    if row.consent_on is not None:
        for wording in ground.wordings.on(row.consent_on):
            asked = {ConsentPurpose.SHARING: row.shares, ConsentPurpose.RESEARCH: row.research}
            given = asked.get(ConsentPurpose(wording.purpose), wording.needed_to_sign_up)
            made[Consent].append(
                Consent(
                    **here, wording=wording, given=given, on=row.consent_on, way=row.way, witness=row.witness, by_id=by
                )
            )
    if row.plan:
        plan = Plan(
            id=new_id(), **here, number=1, started_on=row.plan_on or ground.today, by_id=by, agreed_on=row.plan_on,
        )  # fmt: skip
        goal = Goal(id=new_id(), person=person, plan=plan, words=row.plan)
        made[Plan].append(plan)
        made[Goal].append(goal)
        if row.next_step:
            made[GoalAction].append(GoalAction(person=person, goal=goal, what=row.next_step, who=Who.MENTOR))
    met = rules.talks(row, now=ground.now)
    for at, channel in met:
        words = SAID if at == met[-1][0] else SAID_FIRST
        made[Note].append(
            Note(
                **here, client_id=new_id(), worker_id=episode.owner_id, happened_at=at, spoke=True, kind=ground.kind, channel=channel, words=words, digest=""
            )
        )  # fmt: skip
    if row.ended_on is not None:
        made[Ending].append(Ending(**here, reason_id=row.reason, ended_on=row.ended_on, by_id=by))
