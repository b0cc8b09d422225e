"""The offer board: everyone of a prison who comes out in a month, and how far the asking has come."""

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

from django.db.models import F, Q

from throughline.domain.calendar import day_of
from throughline.domain.eligibility import Verdict
from throughline.domain.vocabulary import OfferAnswer, Stage
from throughline.models import Answer, CustodyPeriod, Episode, Offer, PrisonService, PrisonStay
from throughline.policy.standing import Standing
from throughline.queries.clocks import liberation_dates, running
from throughline.queries.eligibility import verdicts

PARTS = ("not_asked", "no_answer", "thinking", "said_yes", "not_now")
NO_DATE = "none"
ELSEWHERE = "elsewhere"  # the board of people in no prison that we know of, or in one where we do not work
_BACK = 366  # how many days of releases the boards of past months are made from
_ASK_LATE = 60  # how many days after a release somebody whom nobody asked stays in view on every month's board
_CAN_BE_ASKED = (Stage.IDENTIFIED, Stage.OFFERED, Stage.DECLINED)


@dataclass(frozen=True)
class BoardRow:
    """Somebody on the board."""

    episode: Episode
    comes_out_on: date | None
    hall: str
    part: str  # one of PARTS, "missed", "cannot"
    verdict: Verdict
    last_asked: Offer | None
    status: str
    no_date_because: str
    ask_by: date | None = None  # the last day on which asking is in time, by the programme's clock
    out: bool = False

    @property
    def may_be_asked(self) -> bool:
        """Whether an offer can be made to them now."""
        open_to_it = self.episode.ended_on is None and self.episode.at in _CAN_BE_ASKED
        return open_to_it and self.part not in ("cannot", "said_yes")


@dataclass(frozen=True)
class Board:
    """A prison's board for a month: everyone who comes out in it, or came out in it."""

    prisons: list[tuple[str, str]]
    prison: str
    month: str
    months: list[str]
    rows: list[BoardRow]
    channels: list[tuple[str, int, int]]  # channel, people asked, people who said yes
    missed_before: list[BoardRow]  # people of other months whom nobody asked, who still can be

    def of(self, part: str) -> list[BoardRow]:
        """Return the rows of one part of the board."""
        return [row for row in self.rows if row.part == part]


@dataclass(frozen=True)
class _Time:
    """One time in prison, with the prison in which it is spent or was last spent."""

    person: UUID
    prison: str
    hall: str
    released_on: date | None
    status: str
    no_date_because: str


def board(*, by: Standing, prison: str, month: str, on: date) -> Board:
    """Return the board of a prison and a month ("2026-12", or "none" for no date yet), as far as `by` sees (20 queries).

    Without a prison the first that is switched on and where someone is in sight; without a month the first in which
    someone comes out and has not been asked. Whoever came out stays on the board of the month in which they did, at
    the prison that they left: what was asked of people in a month does not change when they are out.
    """
    times = _times(by=by, on=on)
    services = PrisonService.objects.on(on).select_related("prison").order_by("prison__short_name")
    named = {service.prison_id: service.prison.short_name for service in services}
    times = [time if time.prison in named else replace(time, prison=ELSEWHERE) for time in times]
    here = {time.prison for time in times}
    prisons = [(code, name) for code, name in named.items() if code in here]
    if ELSEWHERE in here:
        prisons.append((ELSEWHERE, "No prison known, or another"))
    codes = dict(prisons)
    chosen = (
        prison
        if prison in codes
        else next((code for code in sorted(by.prisons) if code in codes), prisons[0][0] if prisons else "")
    )
    rows = _with_last_days(_rows([time for time in times if time.prison == chosen], by=by, on=on), by=by, on=on)
    months = sorted({_month(row.comes_out_on) for row in rows}, key=lambda m: m if m != NO_DATE else "9999")
    wanted = (
        month
        if month in months
        else next(
            (
                m
                for m in months
                if m >= f"{on:%Y-%m}" and any(_month(r.comes_out_on) == m and r.part == "not_asked" for r in rows)
            ),
            next((m for m in months if m >= f"{on:%Y-%m}"), months[-1] if months else ""),
        )
    )
    rows.sort(key=lambda row: (row.comes_out_on or date.max, row.episode.person.family_name))
    shown = [row for row in rows if _month(row.comes_out_on) == wanted]
    missed = [
        row
        for row in rows
        if row not in shown and row.part == "missed" and row.may_be_asked and row.last_asked is None
        and (on - row.comes_out_on).days <= _ASK_LATE
    ]  # fmt: skip
    return Board(prisons, chosen, wanted, months, shown, _channels(shown), missed)


def _times(*, by: Standing, on: date) -> list[_Time]:
    """Return the times in prison that are going on, or ended within the last year."""
    periods = list(
        CustodyPeriod.objects.visible_to(by)
        .filter(Q(released_on__isnull=True) | Q(released_on__gte=on - timedelta(days=_BACK)))
        .values_list("pk", "person_id", "released_on", "status", "no_date_because")
    )
    last = {
        period: (code, hall)
        for period, code, hall in PrisonStay.objects.visible_to(by)
        .filter(period__in=[pk for pk, *_ in periods])
        .order_by("period", F("until_on").desc(nulls_first=True), "-learnt_on", "-recorded_at")
        .distinct("period")
        .values_list("period_id", "prison_id", "hall")
    }
    return [
        _Time(person, *last.get(pk, (ELSEWHERE, "")), released, status, why)
        for pk, person, released, status, why in periods
    ]


def _rows(times: list[_Time], *, by: Standing, on: date) -> list[BoardRow]:
    """Return a row for each of some times in prison that an episode belongs to."""
    people = {time.person for time in times}
    episodes = list(
        Episode.objects.visible_to(by)
        .filter(person__in=people)
        .select_related("person", "person__home_council")
        .order_by("identified_on")
    )
    of_person: dict[UUID, list[Episode]] = defaultdict(list)
    for episode in episodes:
        of_person[episode.person_id].append(episode)
    dates = liberation_dates([time.person for time in times if time.released_on is None], by=by)
    judged = verdicts(episodes, by=by, on=on)
    # In order of their days: of several answers the last stands.
    answers = dict(
        Answer.objects.visible_to(by)
        .filter(offer__episode__in=episodes)
        .order_by("on", "recorded_at")
        .values_list("offer__episode", "answer")
    )
    asked: dict[UUID, list[Offer]] = defaultdict(list)
    for offer in Offer.objects.visible_to(by).filter(episode__in=episodes).order_by("made_on", "recorded_at"):
        asked[offer.episode_id].append(offer)
    rows = []
    for time in times:
        # The episode that was open then: of somebody who moved on and came back, not the one that had ended before.
        episode = next(
            (
                one
                for one in reversed(of_person[time.person])
                if one.ended_on is None or (time.released_on is not None and one.ended_on >= time.released_on)
            ),
            None,
        )
        if episode is None:
            continue
        offers = asked[episode.pk]
        part = _part(
            episode,
            answers.get(episode.pk),
            verdict=judged[episode.pk],
            first_asked=offers[0].made_on if offers else None,
            released_on=time.released_on,
        )
        rows.append(
            BoardRow(
                episode, time.released_on or dates.get(time.person), time.hall, part, judged[episode.pk], offers[-1] if offers else None,
                time.status, time.no_date_because, out=time.released_on is not None,
            )
        )  # fmt: skip
    return rows


def _with_last_days(rows: list[BoardRow], *, by: Standing, on: date) -> list[BoardRow]:
    """Return the rows with the day by which each person not yet asked should be."""
    waiting = [row.episode for row in rows if row.part == "not_asked"]
    runs = running(waiting, by=by, on=on) if waiting else {}
    due = {
        pk: day_of(clock.due_at)
        for pk, run in runs.items()
        for clock in run.clocks
        if clock.standard.code == "offer" and clock.met_at is None and clock.stopped_at is None and not clock.exempt
    }
    return [replace(row, ask_by=due.get(row.episode.pk)) for row in rows]


def _month(day: date | None) -> str:
    return f"{day:%Y-%m}" if day else NO_DATE


def _part(
    episode: Episode, answer: str | None, *, verdict: Verdict, first_asked: date | None, released_on: date | None
) -> str:
    """Return which part of the board someone stands in. Whoever came out before anyone asked was missed, whatever came after."""
    if released_on is not None:
        known = [day for day in (first_asked, episode.signed_up_on) if day is not None]
        if not known or min(known) > released_on:
            return "missed" if known or verdict.may_be_asked else "cannot"
    if episode.signed_up_on is not None or answer == OfferAnswer.ACCEPTED:
        return "said_yes"
    if answer == OfferAnswer.DECLINED and episode.declined_on is not None:
        return "not_now"
    if answer == OfferAnswer.THINKING:
        return "thinking"
    if episode.offered_on is not None:
        return "no_answer"
    return "not_asked" if verdict.may_be_asked else "cannot"


def _channels(rows: list[BoardRow]) -> list[tuple[str, int, int]]:
    asked, yes = Counter(), Counter()
    for row in rows:
        if row.last_asked is not None:
            asked[row.last_asked.channel] += 1
            yes[row.last_asked.channel] += row.part == "said_yes"
    return [(channel, number, yes[channel]) for channel, number in asked.most_common()]
