"""What a partnership brings of the people it works with already: one row a person, and what its dates come to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from throughline.domain.calendar import HERE
from throughline.domain.contact import counts_as_first
from throughline.domain.objections import Objection
from throughline.domain.time_out import Inside
from throughline.domain.vocabulary import Channel, IdentifierKind, Stage, Way
from throughline.domain.whereabouts import whereabouts

# The stages that a row may name. Whoever said no for now is added by hand: it is their own no.
STAGES = (
    Stage.IDENTIFIED, Stage.OFFERED, Stage.SIGNED_UP, Stage.PLANNING, Stage.RELEASED, Stage.ENGAGED, Stage.IN_CUSTODY, Stage.MOVED_ON,
)  # fmt: skip
_JOINED = frozenset({Stage.SIGNED_UP, Stage.PLANNING, Stage.RELEASED, Stage.ENGAGED, Stage.IN_CUSTODY, Stage.MOVED_ON})
_INSIDE = frozenset({Stage.SIGNED_UP, Stage.PLANNING})


@dataclass(frozen=True)
class Here:
    """Whom and what a row may name, in the plain way: teams, workers, reasons to move on. `twice` are names of two workers."""

    teams: Mapping[str, UUID]
    workers: Mapping[str, UUID]
    twice: frozenset[str]
    reasons: Mapping[str, int]


@dataclass(frozen=True)
class Brought:
    """What one row says of somebody whom a team works with."""

    row: int
    given_names: str
    family_name: str
    birth_date: date | None
    identifiers: Mapping[IdentifierKind, str]
    stage: Stage
    team: UUID
    known_as: str = ""
    mentor: UUID | None = None
    home_place: str = ""
    council: str | None = None
    prison: str | None = None
    hall: str = ""
    received_on: date | None = None
    comes_out_on: date | None = None
    released_on: date | None = None
    asked_on: date | None = None
    consent_on: date | None = None
    way: Way | None = None
    witness: str = ""
    shares: bool = False
    research: bool = False
    plan_on: date | None = None
    plan: str = ""
    next_step: str = ""
    first_contact_on: date | None = None
    last_contact_on: date | None = None
    channel: Channel | None = None
    ended_on: date | None = None
    reason: int | None = None
    another: bool = False  # somebody has said that they are not the one who is here already

    @property
    def where(self) -> str:
        """Where the row stands in the file."""
        return f"Row {self.row}"

    @property
    def inside_now(self) -> bool:
        """Whether they are in prison: it says so, and they have not come out since."""
        if self.released_on is None:
            return bool(self.prison or self.received_on or self.comes_out_on)
        return self.received_on is not None and self.received_on >= self.released_on

    @property
    def periods(self) -> tuple[Inside, ...]:
        """When they were in prison, as far as the row says. One who went in again after coming out was in twice."""
        if self.released_on is None:
            return (Inside(self.received_on, None),) if self.inside_now else ()
        if self.inside_now:
            return Inside(None, self.released_on), Inside(self.received_on, None)
        return (Inside(self.received_on, self.released_on),)

    @property
    def known_since(self) -> date | None:
        """The first day that the row tells of somebody's way with us, or None where it tells of none."""
        days = [self.asked_on, self.consent_on, self.plan_on, self.first_contact_on, self.last_contact_on]
        return min((day for day in days if day is not None), default=None)


@dataclass(frozen=True)
class Dates:
    """The dates of an episode, as they follow from a row."""

    identified_on: date
    offered_on: date | None
    signed_up_on: date | None
    plan_agreed_on: date | None
    released_on: date | None
    custody_since: date | None
    first_contact_at: datetime | None
    last_contact_at: datetime | None
    ended_on: date | None

    @property
    def stage(self) -> Stage:
        """The stage, by the rule that the database generates it with (`models.episodes.STAGE`)."""
        found = Stage.IDENTIFIED
        if self.ended_on is not None:
            found = Stage.MOVED_ON
        elif self.custody_since is not None:
            found = Stage.IN_CUSTODY
        elif self.signed_up_on is not None and self.first_contact_at is not None:
            found = Stage.ENGAGED
        elif self.signed_up_on is not None and self.released_on is not None:
            found = Stage.RELEASED
        elif self.plan_agreed_on is not None:
            found = Stage.PLANNING
        elif self.signed_up_on is not None:
            found = Stage.SIGNED_UP
        elif self.offered_on is not None:
            found = Stage.OFFERED
        return found


def talks(row: Brought, *, now: datetime) -> list[tuple[datetime, Channel]]:
    """Return when they were spoken with and how, the earliest first. A row knows days, so each is at noon of its day."""
    found = []
    if row.first_contact_on is not None and row.first_contact_on != row.last_contact_on:
        found.append((_noon(row.first_contact_on, now=now), Channel.OTHER))
    if row.last_contact_on is not None and row.channel is not None:
        found.append((_noon(row.last_contact_on, now=now), row.channel))
    return sorted(found)


def _noon(day: date, *, now: datetime) -> datetime:
    return min(datetime.combine(day, time(12), tzinfo=HERE), now)


def dates_of(row: Brought, *, today: date, now: datetime) -> Dates:
    """Return the dates of the episode that a row comes to, as the facts of it would give them one by one."""
    identified = min(row.known_since or today, today)
    where = whereabouts(row.periods, identified_on=identified, signed_up_on=row.consent_on, ended_on=row.ended_on)
    met = talks(row, now=now)
    first = next(
        (
            at
            for at, channel in met
            if counts_as_first(
                channel, at, signed_up_on=row.consent_on, released_on=where.released_on, periods=row.periods
            )
        ),
        None,
    )
    return Dates(
        identified_on=identified,
        offered_on=row.asked_on,
        signed_up_on=row.consent_on,
        plan_agreed_on=row.plan_on,
        released_on=where.released_on,
        custody_since=where.custody_since,
        first_contact_at=first,
        last_contact_at=met[-1][0] if met else None,
        ended_on=row.ended_on,
    )


def objections_to(row: Brought, *, today: date, now: datetime) -> list[Objection]:
    """Return what in a row does not fit together, each with the column to look at. What its stage needs comes first."""
    found = _missing(row) + _out_of_order(row)
    if found:
        return found
    said, told = row.stage, dates_of(row, today=today, now=now).stage
    if said is told:
        return []
    spoke, out = row.last_contact_on, row.released_on
    if said is Stage.ENGAGED and spoke is not None and out is not None and spoke < out:
        return [
            Objection(
                "contact_before_release",
                "Last contact on: this is before they came out, and the stage says in touch since release. Check which is right.",
                "Last contact on",
            )
        ]
    if said in _INSIDE and told in (Stage.RELEASED, Stage.ENGAGED):
        if row.released_on is not None:
            words = f"Released on: the stage says “{said.label}”, and they have come out. Check which is right."
            return [Objection("stage_inside", words, "Released on")]
        words = f"Last contact on: the stage says “{said.label}”, and this was in the community. Write how they spoke, or where they are in prison."
        return [Objection("stage_inside", words, "Last contact on")]
    return [
        Objection(
            "stage", f"Stage: it says “{said.label}”, and the days say “{told.label}”. Put one of them right.", "Stage"
        )
    ]


def _missing(row: Brought) -> list[Objection]:
    """Say what a row's stage, or another cell of it, needs and it does not have."""
    stage, found = row.stage, []

    def need(label: str, words: str) -> None:
        found.append(Objection("missing", f"{label}: {words}", label))

    said = f"the stage says “{stage.label}”"
    if row.birth_date is None and not row.identifiers:
        need("Date of birth", "give this or one of their numbers. By a name alone nobody can be told apart.")
    if stage is Stage.OFFERED and row.asked_on is None:
        need("Asked on", f"{said}. Write the day they were asked.")
    if stage in _JOINED and row.consent_on is None:
        need("Consent on", f"{said}. Write the day they agreed to take part.")
    if row.consent_on is None and (row.way or row.witness or row.shares or row.research):
        if stage not in _JOINED:
            need("Consent on", "there is more about a consent and no day. Write the day, or take the rest out.")
    elif row.consent_on is not None and row.way is None:
        need("Consent how", "write how they agreed: on paper, on screen, or spoken.")
    elif row.way is Way.SPOKEN and not row.witness:
        need("Witness", "a spoken yes needs a witness. Write who heard it.")
    if stage is Stage.PLANNING and row.plan_on is None:
        need("Plan agreed on", f"{said}. Write the day you both agreed it.")
    if row.plan_on is not None and not row.plan:
        need("Plan in words", "the plan was agreed. Write what they want, in their words.")
    if row.plan_on is not None and not row.next_step:
        need("Next step", "the plan was agreed. Write what is done next.")
    if row.next_step and not row.plan:
        need("Plan in words", "there is a next step and no plan. Write what they want, in their words.")
    if row.plan and row.consent_on is None and stage not in _JOINED:
        need("Consent on", "there is a plan, and nobody has a plan before they agreed to take part.")
    if stage in (Stage.RELEASED, Stage.IN_CUSTODY) and row.released_on is None and not row.inside_now:
        need("Released on", f"{said}. Write the day they came out.")
    if stage is Stage.IN_CUSTODY and row.received_on is None:
        need("Went in on", f"{said}. Write the day they went in again.")
    if stage is Stage.ENGAGED and row.last_contact_on is None:
        need("Last contact on", f"{said}. Write the day you last spoke.")
    if row.first_contact_on is not None and row.last_contact_on is None:
        need("Last contact on", "there is a first contact. Write the day of the last one too.")
    if row.last_contact_on is not None and row.channel is None:
        need("Last contact how", "write how you spoke: phone, face to face, text, prison visit, video, letter.")
    if stage is Stage.MOVED_ON and row.ended_on is None:
        need("Moved on on", f"{said}. Write the day.")
    if row.ended_on is not None and row.reason is None:
        need("Why they moved on", "write the reason.")
    if row.hall and row.prison is None:
        need("Prison", "there is a hall and no prison.")
    return found


def _out_of_order(row: Brought) -> list[Objection]:
    """Say which days of a row cannot both be right."""
    inside, out = row.received_on, row.released_on
    pairs = [
        ("Consent on", row.consent_on, "Asked on", row.asked_on),
        ("Plan agreed on", row.plan_on, "Consent on", row.consent_on),
        ("Last contact on", row.last_contact_on, "First contact since release", row.first_contact_on),
        ("First contact since release", row.first_contact_on, "Released on", out),
        ("Comes out on", row.comes_out_on, "Went in on", inside),
        ("Moved on on", row.ended_on, "Last contact on", row.last_contact_on),
        ("Moved on on", row.ended_on, "Consent on", row.consent_on),
    ]
    if row.stage is not Stage.IN_CUSTODY:
        pairs.append(("Released on", out, "Went in on", inside))
    else:
        pairs.append(("Went in on", inside, "Released on", out))
    found = [
        Objection("order", f"{label}: this is before “{other}”. Check both.", label)
        for label, day, other, before in pairs
        if day is not None and before is not None and day < before
    ]
    if row.birth_date is not None and row.known_since is not None and row.birth_date >= row.known_since:
        words = "Date of birth: this is after the first day that the row tells of. Check both."
        found.append(Objection("order", words, "Date of birth"))
    return found


def objection_to_taking_back(applied_at: datetime | None, undone_at: datetime | None) -> Objection | None:
    """Return why a caseload cannot be taken back, whoever asks, or None."""
    if undone_at is not None:
        return Objection("taken_back", "This caseload has been taken back already.")
    if applied_at is None:
        return Objection("not_loaded", "This caseload has not been loaded.")
    return None


def objection_to_writing_since(stops: Sequence[int]) -> Objection | None:
    """Return why a caseload stays, or None: the rows of the file on whose records somebody has written since, never a name."""
    if not stops:
        return None
    rows = [str(row) for row in stops if row]
    if not rows:
        words = "Somebody has written something about one of its people since it was loaded."
    else:
        shown = ", ".join(rows[:10]) + (" and others" if len(rows) > 10 else "")
        words = f"Somebody has written on the record of row{'' if len(rows) == 1 else 's'} {shown} since it was loaded."
    return Objection("written_since", f"{words} So it stays: change what is wrong on each record.")
