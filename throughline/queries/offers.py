"""The offer board: everyone of a prison who comes out in a month, and how far the asking has come."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date

from throughline.domain.calendar import day_of
from throughline.domain.eligibility import Verdict
from throughline.domain.vocabulary import OfferAnswer, Stage
from throughline.models import Answer, CustodyPeriod, Episode, Offer, PrisonService, PrisonStay
from throughline.policy.standing import Standing
from throughline.queries.clocks import liberation_dates, running
from throughline.queries.eligibility import verdicts

PARTS = ("not_asked", "no_answer", "thinking", "said_yes", "not_now")
NO_DATE = "none"


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


@dataclass(frozen=True)
class Board:
    """A prison's board for a month."""

    prisons: list[tuple[str, str]]
    prison: str
    month: str
    months: list[str]
    rows: list[BoardRow]
    channels: list[tuple[str, int, int]]  # channel, people asked, people who said yes

    def of(self, part: str) -> list[BoardRow]:
        """Return the rows of one part of the board."""
        return [row for row in self.rows if row.part == part]


def board(*, by: Standing, prison: str, month: str, on: date) -> Board:
    """Return the board of a prison and a month ("2026-12", or "none" for no date yet), as far as `by` sees (21 queries).

    Without a prison the first that is switched on and where someone is in sight; without a month the first in which
    someone comes out and has not been asked.
    """
    services = list(PrisonService.objects.on(on).select_related("prison").order_by("prison__short_name"))
    stays = list(
        PrisonStay.objects.visible_to(by)
        .filter(until_on__isnull=True, period__released_on__isnull=True, prison__in=[s.prison_id for s in services])
        .values_list("person_id", "prison_id", "hall")
    )
    left = list(
        CustodyPeriod.objects.visible_to(by)
        .filter(released_on__gte=date.fromordinal(on.toordinal() - 60))
        .values_list("person_id", "released_on", "stays__prison_id")
    )
    here = {s for _, s, _ in stays} | {p for _, _, p in left}
    prisons = [(s.prison_id, s.prison.short_name) for s in services if s.prison_id in here]
    chosen = (
        prison
        if prison in dict(prisons)
        else next((code for code in by.prisons if code in dict(prisons)), prisons[0][0] if prisons else "")
    )
    inside = {person: hall for person, code, hall in stays if code == chosen}
    out = {person: day for person, day, code in left if code == chosen and person not in inside}
    episodes = list(
        Episode.objects.visible_to(by)
        .filter(person__in=[*inside, *out], ended_on__isnull=True)
        .select_related("person", "person__home_council")
    )
    dates = liberation_dates(list(inside), by=by)
    periods = {
        person: (status, why)
        for person, status, why in CustodyPeriod.objects.visible_to(by)
        .filter(person__in=inside, released_on__isnull=True)
        .values_list("person_id", "status", "no_date_because")
    }
    judged = verdicts(episodes, by=by, on=on)
    answers: dict = {}
    for answer in (
        Answer.objects.visible_to(by)
        .filter(offer__episode__in=episodes)
        .order_by("on", "recorded_at")
        .values_list("offer__episode", "answer")
    ):
        answers[answer[0]] = answer[1]
    asked: dict = {}
    for offer in Offer.objects.visible_to(by).filter(episode__in=episodes).order_by("made_on", "recorded_at"):
        asked[offer.episode_id] = offer
    rows = []
    for episode in episodes:
        status, why = periods.get(episode.person_id, ("", ""))
        day = dates.get(episode.person_id) or out.get(episode.person_id)
        part = _part(episode, answers.get(episode.pk), verdict=judged[episode.pk], out=episode.person_id in out)
        if part is None:
            continue
        rows.append(
            BoardRow(
                episode,
                day,
                inside.get(episode.person_id, ""),
                part,
                judged[episode.pk],
                asked.get(episode.pk),
                status,
                why,
            )
        )
    months = sorted(
        {_month(row.comes_out_on) for row in rows if row.part != "missed"}, key=lambda m: m if m != NO_DATE else "9999"
    )
    wanted = (
        month
        if month in months
        else next(
            (
                m
                for m in months
                if m >= f"{on:%Y-%m}" and any(_month(r.comes_out_on) == m and r.part == "not_asked" for r in rows)
            ),
            months[0] if months else "",
        )
    )
    rows = _with_last_days(rows, by=by, on=on)
    shown = [row for row in rows if row.part == "missed" or _month(row.comes_out_on) == wanted]
    shown.sort(key=lambda row: (row.comes_out_on or date.max, row.episode.person.family_name))
    return Board(prisons, chosen, wanted, months, shown, _channels(shown))


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


def _part(episode: Episode, answer: str | None, *, verdict: Verdict, out: bool) -> str | None:
    """Return which part of the board someone stands in. Those who came out before anyone asked were missed."""
    if episode.signed_up_on is not None or answer == OfferAnswer.ACCEPTED:
        return None if out else "said_yes"
    if out:
        return (
            "missed"
            if episode.at in (Stage.IDENTIFIED, Stage.OFFERED) and verdict.may_be_asked and episode.offered_on is None
            else None
        )
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
