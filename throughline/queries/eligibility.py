"""Who can join, judged from the records by the rules in force."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from throughline.domain.eligibility import Facts, Rule, Verdict, judge
from throughline.domain.vocabulary import CustodyStatus
from throughline.models import CustodyPeriod, EligibilityRule, Episode, ListFact, Person, TeamArea
from throughline.policy.standing import Standing
from throughline.queries.clocks import liberation_dates
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


def verdict_on(
    record: Record, period: CustodyPeriod | None, liberation_on: date | None, *, by: Standing, on: date
) -> Verdict | None:
    """Return whether somebody can join the programme of their episode, and why, from facts already read (2 queries)."""
    if record.episode is None:
        return None
    rules = rules_of(record.episode.programme_id, on=on)
    sexes = _sexes([record.person.pk], rules, by=by)
    facts = _facts(record.person, period, liberation_on=liberation_on, sex=sexes.get(record.person.pk, ""))
    return judge(rules, facts, on=on, served=served_councils(on=on))


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
    dates = liberation_dates(people, by=by)
    sexes = _sexes(people, rules, by=by)
    found = {}
    for episode in episodes:
        person = episode.person
        facts = _facts(
            person,
            periods.get(person.pk),
            liberation_on=dates.get(person.pk),
            sex=sexes.get(person.pk, ""),
        )
        found[episode.pk] = judge(rules, facts, on=on, served=served)
    return found


def _sexes(people: Sequence[UUID], rules: Sequence[Rule], *, by: Standing) -> dict[UUID, str]:
    """Return the sex that lists gave, where a rule asks for it (1 query or none)."""
    if all(rule.kind != "sex" for rule in rules):
        return {}
    rows = ListFact.objects.visible_to(by).filter(person__in=people, what="sex")
    return dict(rows.values_list("person_id", "value"))


def _facts(person: Person, period: CustodyPeriod | None, *, liberation_on: date | None, sex: str) -> Facts:
    """Return what the rules of who can join look at."""
    return Facts(
        birth_date=person.birth_date,
        sex=sex,
        council=person.home_council_id,
        council_name=person.home_council.name if person.home_council else "",
        status=CustodyStatus(period.status) if period else CustodyStatus.UNKNOWN,
        sentence_days=period.sentence_days if period else None,
        liberation_on=liberation_on if period is None or not (period.released_on or period.no_date_because) else None,
        no_date_because=period.no_date_because if period else "",
        released_on=period.released_on if period else None,
    )
