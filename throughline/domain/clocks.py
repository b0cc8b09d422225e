"""The one engine of clocks: when this fact appears, that one is due within so long, owed by this role.

Standards are rows of a programme. Every reminder, every overdue list and the standards report come from `clocks`.
Sources of the shipped lengths: the partnerships' own standards, as `source` says on each.
"""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

from throughline.domain.calendar import Length, Unit, add_working_days, day_of, end_of, start_of
from throughline.domain.objections import Objection
from throughline.domain.vocabulary import Role

Facts = Mapping[str, Sequence[datetime]]


@dataclass(frozen=True)
class Standard:
    """One clock of a programme.

    It starts with each fact named `starts` (after it: due within `length`; `ahead`: due that long before it) and is met
    by the first fact named `met_by`. `repeats`: each meeting of it starts it again. `stops` names facts that end it.
    """

    code: str
    words: str
    starts: str
    met_by: str
    length: Length
    owed_by: Role
    ahead: bool = False
    repeats: bool = False
    stops: tuple[str, ...] = ()
    soon: int = 3  # days before the due moment from which it is said to be running out
    source: str = ""


SHIPPED = (
    Standard(
        "offer", "Ask if they want to join", "listed_with_date", "offered", Length(12, "weeks"), Role.PRISON_COACH,
        ahead=True, stops=("released", "ended", "declined", "signed_up"), soon=14, source="Upside; journey of the partnership",
    ),
    Standard(
        "plan", "Agree a plan", "signed_up_with_date", "plan_agreed", Length(4, "weeks"), Role.PRISON_COACH,
        ahead=True, stops=("ended",), soon=14, source="Routes out of Prison",
    ),
    Standard(
        "visit", "Visit inside before they come out", "mentor_with_date", "visited", Length(1, "weeks"), Role.MENTOR,
        ahead=True, stops=("released", "ended"), soon=14, source="New Routes",
    ),
    Standard(
        "date_passed", "Say if they came out", "told_date", "released", Length(0, "days"), Role.MENTOR,
        stops=("ended",), soon=1, source="house default",
    ),
    Standard(
        "first_contact", "First call since they came out", "released", "first_contact", Length(48, "hours"), Role.MENTOR,
        stops=("back_inside", "ended"), soon=3, source="New Routes",
    ),
    Standard(
        "review", "Plan review", "plan_to_review", "plan_reviewed", Length(4, "weeks"), Role.MENTOR,
        repeats=True, stops=("ended", "back_inside"), soon=7, source="journey of the partnership",
    ),
    Standard(
        "quiet", "Get in touch", "last_contact", "contact_after", Length(21, "days"), Role.MENTOR,
        stops=("ended", "back_inside"), soon=0, source="journey of the partnership",
    ),
    Standard(
        "check_13", "Does it still hold after 13 weeks?", "outcome_13", "outcome_13_checked", Length(13, "weeks"), Role.MENTOR,
        stops=(), soon=14, source="Equal; funders’ definition",
    ),
    Standard(
        "check_26", "Does it still hold after 26 weeks?", "outcome_26", "outcome_26_checked", Length(26, "weeks"), Role.MENTOR,
        stops=(), soon=14, source="Equal; funders’ definition",
    ),
    Standard(
        "handover", "A handover waits for an answer", "handover_offered", "handover_answered", Length(2, "working_days"), Role.MENTOR,
        soon=2, source="house default",
    ),
)  # fmt: skip


_EVER = datetime.min.replace(tzinfo=UTC)


class State(StrEnum):
    """How a clock stands at a moment."""

    MET = "met"
    MET_LATE = "met_late"
    RUNNING = "running"
    SOON = "soon"
    LATE = "late"
    EXEMPT = "exempt"
    STOPPED = "stopped"


@dataclass(frozen=True)
class Clock:
    """One standard counting for one person."""

    standard: Standard
    starts_at: datetime
    due_at: datetime
    met_at: datetime | None = None
    stopped_at: datetime | None = None
    exempt: str = ""  # why, or ""
    detail: str = field(default="", compare=False)

    def state(self, *, at: datetime) -> State:
        """Return how the clock stands at a moment."""
        if self.exempt:
            return State.EXEMPT
        if self.met_at is not None and self.met_at <= at:
            return State.MET if self.met_at <= self.due_at else State.MET_LATE
        if self.stopped_at is not None and self.stopped_at <= at:
            return State.STOPPED
        if at > self.due_at:
            return State.LATE
        return State.SOON if self.due_at - at <= timedelta(days=self.standard.soon) else State.RUNNING


@dataclass(frozen=True)
class Exemption:
    """A clock that does not count for someone: which, and why in words."""

    standard: str
    why: str
    starts_at: datetime | None = None


def clocks(
    standards: Sequence[Standard],
    facts: Facts,
    *,
    exemptions: Sequence[Exemption] = (),
    holidays: AbstractSet[date] = frozenset(),
) -> list[Clock]:
    """Return every clock that the facts of one episode have started, oldest due first.

    `facts` maps a fact's name to its moments (aware datetimes), in any order.
    """
    made: list[Clock] = []
    for standard in standards:
        starts = sorted(facts.get(standard.starts, ()))
        if standard.starts == "last_contact":
            starts = starts[-1:]  # only the latest counts: an earlier silence ended with it
        meetings = sorted(facts.get(standard.met_by, ()))
        stops = sorted(moment for name in standard.stops for moment in facts.get(name, ()))
        known = None
        if standard.ahead:
            # What was done before they went back inside was for another release.
            since = max(facts.get("back_inside", ()), default=None)
            known = max((since, *facts.get(f"{standard.starts}_known", ())), key=lambda at: at or _EVER, default=None)
            meetings = [moment for moment in meetings if since is None or moment >= since]
            stops = [moment for moment in stops if since is None or moment >= since]
        for number, start in enumerate(starts):
            until = starts[number + 1] if number + 1 < len(starts) else None
            made += _run(standard, start, until, meetings, stops, exemptions, holidays, known)
    return sorted(made, key=lambda clock: clock.due_at)


def _run(
    standard: Standard,
    start: datetime,
    until: datetime | None,
    meetings: Sequence[datetime],
    stops: Sequence[datetime],
    exemptions: Sequence[Exemption],
    holidays: AbstractSet[date],
    known: datetime | None,
) -> list[Clock]:
    """Return the clocks that one start gives: one, or a row of them where each meeting starts the next.

    What is due ahead of a day is due no earlier than a working day after that day could be `known`: nobody is late
    before they could begin.
    """
    found: list[Clock] = []
    while True:
        if standard.ahead:
            due = end_of(standard.length.before(day_of(start), holidays=holidays))
            if known is not None:
                due = max(due, end_of(add_working_days(day_of(known), 1, holidays=holidays)))
            met = meetings[0] if meetings else None
            stopped = stops[0] if stops else None
        else:
            due = standard.length.after(_counted_from(start), holidays=holidays)
            met = next(
                (moment for moment in meetings if moment > start or (moment == start and not standard.repeats)), None
            )
            # A stop known only by its day stops what began on that day, whenever on it.
            stopped = next((moment for moment in stops if moment >= start or moment == start_of(day_of(start))), None)
            if until is not None and (met is None or met > until) and (stopped is None or stopped > until):
                stopped = until  # begun again before it was met
        if met is not None and stopped is not None and stopped < met:
            met = None
        why = next(
            (one.why for one in exemptions if one.standard == standard.code and one.starts_at in (None, start)), ""
        )
        found.append(Clock(standard, start, due, met, stopped if met is None else None, why))
        if not standard.repeats or met is None:
            return found
        start = met


def _counted_from(start: datetime) -> datetime:
    """Return from when the time counts: a fact known only by its day (midnight) may have been as late as its end."""
    day = day_of(start)
    return end_of(day) if start == start_of(day) else start


def as_row(standard: Standard, amount: int, unit: Unit, words: str) -> Standard:
    """Return a shipped standard with a partnership's own length and words."""
    return replace(standard, length=Length(amount, unit), words=words or standard.words)


def objection_to_excusing(code: str, *, excused_already: bool) -> Objection | None:
    """Return why a clock cannot be excused, or None."""
    if code not in BY_CODE:
        return Objection("no_clock", "Choose what could not be done.", "which")
    if excused_already:
        return Objection("excused_already", "The reason for this is on the record already.", "which")
    return None


BY_CODE = {standard.code: standard for standard in SHIPPED}


def least_amount(code: str) -> int:
    """Return the least length that a clock may be set to: what is shipped as due on the day itself may stay so."""
    return 0 if code in BY_CODE and BY_CODE[code].length.amount == 0 else 1


def day_as_moment(day: date) -> datetime:
    """Return the moment at which a fact known only by its day counts: that day's beginning."""
    return start_of(day)
