"""Who can join, judged from the records by the rules in force."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from throughline.domain.eligibility import Facts, Rule, Verdict, judge
from throughline.domain.vocabulary import CustodyStatus
from throughline.models import CustodyPeriod, EligibilityRule, Episode, LiberationDate, ListFact, TeamArea
from throughline.policy.standing import Standing
from throughline.queries.records import Record


def rules_of(programme: UUID, *, on: date) -> list[Rule]:
    """Return a programme's rules in force on a day (1 query)."""
    return [
        Rule(kind, numbers)
        for kind, numbers in EligibilityRule.objects.on(on).filter(programme=programme).values_list("kind", "numbers")
    ]


def served_councils(*, on: date) -> dict[str, str]:
    """Return the council areas that a team serves on a day, with their names (1 query)."""
    return dict(TeamArea.objects.on(on).values_list("council_id", "council__name"))


def verdict_on(record: Record, *, by: Standing, on: date) -> Verdict | None:
    """Return whether somebody can join the programme of their episode, and why."""
    if record.episode is None:
        return None
    return verdicts([record.episode], by=by, on=on)[record.episode.pk]


def verdicts(episodes: Sequence[Episode], *, by: Standing, on: date) -> dict[UUID, Verdict]:
    """Return the verdict on each of some episodes of one programme, read through sight (6 queries)."""
    if not episodes:
        return {}
    people = [episode.person_id for episode in episodes]
    rules = rules_of(episodes[0].programme_id, on=on)
    served = served_councils(on=on)
    periods = {}
    for period in CustodyPeriod.objects.visible_to(by).filter(person__in=people).order_by("received_on", "recorded_at"):
        known = periods.get(period.person_id)
        if known is None or known.released_on is not None:
            periods[period.person_id] = period
    dates = dict(
        LiberationDate.objects.visible_to(by)
        .filter(person__in=people, period__released_on__isnull=True)
        .order_by("person", "-known_on", "-recorded_at")
        .distinct("person")
        .values_list("person_id", "day")
    )
    sexes = {}
    if any(rule.kind == "sex" for rule in rules):
        sexes = dict(
            ListFact.objects.visible_to(by).filter(person__in=people, what="sex").values_list("person_id", "value")
        )
    found = {}
    for episode in episodes:
        person, period = episode.person, periods.get(episode.person_id)
        facts = Facts(
            birth_date=person.birth_date,
            sex=sexes.get(person.pk, ""),
            council=person.home_council_id,
            council_name=person.home_council.name if person.home_council else "",
            status=CustodyStatus(period.status) if period else CustodyStatus.UNKNOWN,
            sentence_days=period.sentence_days if period else None,
            liberation_on=dates.get(person.pk),
            no_date_because=period.no_date_because if period else "",
            released_on=period.released_on if period else None,
        )
        found[episode.pk] = judge(rules, facts, on=on, served=served)
    return found
