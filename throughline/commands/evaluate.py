"""`throughline evaluate`: figures from a file, without the web and without a database."""

import argparse
import sys
from datetime import date, datetime
from pathlib import Path

_LIMITS = {"loglog": "log-log", "log-log": "log-log", "log": "log", "plain": "plain"}


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add survival, proportions and power."""
    kinds = parser.add_subparsers(dest="kind", metavar="what to make", required=True)
    survival = kinds.add_parser("survival", help="a report on time to an event, from a CSV or Excel file")
    survival.add_argument("file", type=Path, help="a CSV or Excel file: one row a person, or several with --id")
    survival.add_argument("--event", required=True, help="the column that says whether a row ends in the event")
    survival.add_argument(
        "--time", default="", help="the column with the time from release to the event or the end of follow-up"
    )
    survival.add_argument(
        "--from", dest="begins", default="", help="instead of --time: the column with the day of release"
    )
    survival.add_argument(
        "--to",
        dest="ends",
        default="",
        help="instead of --time: the column with the day of the event or the end of follow-up",
    )
    survival.add_argument(
        "--id", dest="person", default="", help="the column that says who, where a person has several rows"
    )
    survival.add_argument("--start", default="", help="with --id: the column with the time at which a row begins")
    survival.add_argument("--stop", default="", help="with --id: the column with the time at which a row ends")
    survival.add_argument("--group", default="", help="the column with what was known at release and is to be compared")
    survival.add_argument("--covariates", default="", help="columns to hold alike, with commas between")
    survival.add_argument(
        "--unit", choices=("days", "weeks", "months"), help="the unit of the times (else from the column’s name)"
    )
    survival.add_argument("--event-coding", choices=("event", "censored"), help="what 1 means in the column of events")
    survival.add_argument("--event-name", default="", help="what the event is called in the report")
    survival.add_argument(
        "--limits", choices=sorted(_LIMITS), default="loglog", help="the scale of the limits (loglog)"
    )
    survival.add_argument("--at", default="", help="times at which to give shares, with commas between")
    survival.add_argument("--data-date", type=_day, help="the day on which the file was made, like 2026-11-26")
    survival.add_argument("--drawn-by-lot", action="store_true", help="the groups were drawn by lot")
    survival.add_argument(
        "--common-date-is-real", action="store_true", help="a day on which very many events lie is no filler"
    )
    survival.add_argument("--most-rows", type=int, default=10_000_000, help="refuse a file with more rows (10,000,000)")
    survival.add_argument(
        "--out", type=Path, required=True, help="the folder for report.json, report.html and report.pdf"
    )
    survival.add_argument("--replace", action="store_true", help="write over a report that is there")
    shares = kinds.add_parser("proportions", help="a share, or the difference of two, with intervals")
    shares.add_argument("shares", nargs="+", metavar="COUNT/PEOPLE", help="one share, or two to compare: 48/216 66/216")
    shares.add_argument("--names", default="first,second", help="what the two groups are called, with a comma between")
    shares.add_argument("--event", default="the outcome", help="what is counted")
    shares.add_argument("--level", type=float, default=95, help="the level of the interval in percent (95)")
    power = kinds.add_parser("power", help="how many people a question needs, or what so many can show")
    power.add_argument("--ratio", type=float, help="a ratio of rates to be seen: 0.8")
    power.add_argument(
        "--returning", type=float, help="with --ratio: the share who have the event, to get the number of people"
    )
    power.add_argument("--events", type=int, help="so many events: which ratio can they show?")
    power.add_argument("--shares", help="two shares to be seen apart: 0.4,0.3")
    power.add_argument(
        "--people", help="with --shares: people in each group, 200,200: how often would they be seen apart?"
    )
    power.add_argument("--first-group", type=float, default=0.5, help="the share of people in the first group (0.5)")
    power.add_argument(
        "--power", type=float, default=80, help="how often a true difference shall be seen, in percent (80)"
    )
    power.add_argument("--level", type=float, default=95, help="the level of the interval in percent (95)")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as trouble:
        raise argparse.ArgumentTypeError(f"“{text}” is not a day. Write it like 2026-11-26.") from trouble


def run(chosen: argparse.Namespace) -> int:
    """Make what was asked for. Trouble is one sentence on standard error."""
    try:
        return {"survival": _survival, "proportions": _proportions, "power": _power}[chosen.kind](chosen)
    except _Unclear as trouble:
        print(trouble, file=sys.stderr)
        return 2


class _Unclear(Exception):
    """What was asked cannot be understood."""


def _times(text: str) -> tuple[float, ...]:
    try:
        times = tuple(sorted({float(one) for one in text.split(",") if one.strip()}))
    except ValueError as trouble:
        raise _Unclear(
            f"“{text}” is not a list of numbers. Write them with commas between, like 12,24,36."
        ) from trouble
    if any(not 0 < one < float("inf") for one in times):
        raise _Unclear("A time at which to give a share is above 0.")
    return times


def _objection(chosen: argparse.Namespace) -> str:
    """Return why the columns that were named do not make a question, or nothing."""
    dates, several = (chosen.begins, chosen.ends), (chosen.person, chosen.start, chosen.stop)
    if any(dates) and not all(dates):
        return "--from and --to go together: name both columns."
    if any(several) and not all(several):
        return "--id, --start and --stop go together: name all three columns."
    if sum([bool(chosen.time), all(dates), all(several)]) != 1:
        return (
            "Say how long people were followed: with --time, or with --from and --to, or with --id, --start and --stop."
        )
    return ""


def _survival(chosen: argparse.Namespace) -> int:
    trouble = _objection(chosen)
    if trouble:
        raise _Unclear(trouble)
    at = _times(chosen.at)
    from throughline.domain.findings import NoFigure
    from throughline.domain.objections import Refused
    from throughline.evaluation import cohorts, survival, writing
    from throughline.evaluation.columns import printable

    objection = writing.objection_to_writing(chosen.out, replace=chosen.replace)
    if objection is not None:
        print(objection.words, file=sys.stderr)
        return 1
    from throughline.exchange import cohort_file

    question = cohorts.Question(
        event=chosen.event, time=chosen.time, begins=chosen.begins, ends=chosen.ends, person=chosen.person, start=chosen.start,
        stop=chosen.stop, group=chosen.group, covariates=tuple(one.strip() for one in chosen.covariates.split(",") if one.strip()),
        unit=chosen.unit, coding=chosen.event_coding, limits=_LIMITS[chosen.limits], at=at, event_name=chosen.event_name,
        data_date=chosen.data_date, drawn_by_lot=chosen.drawn_by_lot, common_date_is_real=chosen.common_date_is_real,
    )  # fmt: skip
    today, digest, made = datetime.now().astimezone().date(), "", True
    try:
        file = cohort_file.read(chosen.file, columns=question.columns, most_rows=chosen.most_rows)
        digest = file.digest
        cohort = cohorts.build(file.frame, question, rows=file.rows, decimal_comma=file.decimal_comma, today=today)
        report = survival.figures(cohort, file=chosen.file.name, digest=digest, today=today, read=file.findings)
    except NoFigure as trouble_found:
        report, made = (
            survival.refused(trouble_found.finding, question, file=chosen.file.name, digest=digest, today=today),
            False,
        )
    try:
        written = writing.write(report, chosen.out, replace=chosen.replace)
    except Refused as refused:
        print(refused.objection.words, file=sys.stderr)
        return 1
    say = sys.stdout if made else sys.stderr
    for one in report["findings"]:
        print(printable(f"{one['words']} {one['done']}"), file=say)
    for reading in report.get("readings", ()):
        if reading["audience"] == "manager":
            print(printable(reading["result"]))
    if made:
        told = report["told"]
        print(printable(" ".join(filter(None, [report["side_by_side"], told["follow_up"], told["missing"]]))))
        if len(report["groups"]) > 1:
            print(printable(told["other"]))
    print(printable(f"Written: {', '.join(map(str, written))}."))
    return 0 if made else 1


def _level(percent: float, what: str) -> float:
    if not 0 < percent < 100:
        raise _Unclear(f"The {what} is a number of percent between 0 and 100.")
    return percent / 100


def _share(text: str) -> tuple[int, int]:
    parts = text.split("/")
    if len(parts) != 2 or not all(part.strip().isdecimal() for part in parts):
        raise _Unclear(f"“{text}” is not a share. Write how many of how many, like 48/216.")
    return int(parts[0]), int(parts[1])


def _proportions(chosen: argparse.Namespace) -> int:
    if len(chosen.shares) > 2:
        raise _Unclear("Give one share, or two to compare.")
    shares, level = [_share(one) for one in chosen.shares], _level(chosen.level, "level")
    names = [one.strip() for one in chosen.names.split(",")]
    if len(names) != 2 or not all(names):
        raise _Unclear("Give two names with a comma between, like “aided,not aided”.")
    from throughline.domain.readings import NOT_TOLD, Audience, Measure, reading, sign_of
    from throughline.evaluation.survival import percent
    from throughline.stats import proportions

    try:
        for name, (count, n) in zip(names, shares, strict=False):
            one = proportions.wilson(count, n, level=level)
            who = f"{name}: " if len(shares) > 1 else ""
            print(
                f"{who}{count} of {n} is {percent(one.share)} ({chosen.level:g}% interval {percent(one.lower)} to {percent(one.upper)}, Wilson)."
            )
        if len(shares) == 2:
            both = proportions.newcombe(shares[0], shares[1], level=level)
            said = reading(
                Measure.DIFFERENCE, sign=sign_of(both.difference, alike=0), clear=both.lower > 0 or both.upper < 0, audience=Audience.EVALUATOR, told=NOT_TOLD,
                event=chosen.event, group=names[0], other=names[1], first=percent(both.first.share), second=percent(both.second.share),
                difference=_points(both.difference), low=_points(both.lower), high=_points(both.upper), level=f"{chosen.level:g}",
            )  # fmt: skip
            for sentence in said.sentences:
                print(sentence)
    except ValueError as trouble:
        raise _Unclear(str(trouble)) from trouble
    return 0


def _points(difference: float) -> str:
    return f"{100 * difference:+.2f} points"


def _power(chosen: argparse.Namespace) -> int:
    asked = [bool(one is not None) for one in (chosen.ratio, chosen.events, chosen.shares)]
    if sum(asked) != 1:
        raise _Unclear("Ask one thing: --ratio, --events or --shares.")
    if (chosen.returning is not None and chosen.ratio is None) or (chosen.people is not None and chosen.shares is None):
        raise _Unclear("--returning goes with --ratio, and --people with --shares.")
    power, level = _level(chosen.power, "power"), _level(chosen.level, "level")
    from throughline.stats import power as needs

    how = f"in {chosen.power:g} of 100 such studies, at the {chosen.level:g}% level"
    try:
        if chosen.ratio is not None:
            found = needs.events_needed(
                chosen.ratio, first_group=chosen.first_group, returning=chosen.returning, power=power, level=level
            )
            people = (
                ""
                if found.people is None
                else f" If {100 * chosen.returning:g}% have the event, that is {found.people:,} people."
            )
            print(
                f"To see a ratio of rates of {chosen.ratio:g} {how}, it takes {found.events:,} events (Schoenfeld).{people}"
            )
        elif chosen.events is not None:
            seen = needs.ratio_seen(chosen.events, first_group=chosen.first_group, power=power, level=level)
            print(
                f"{chosen.events:,} events show a ratio of rates of {seen:.3f} or lower (or {1 / seen:.3f} or higher) {how} (Schoenfeld)."
            )
        else:
            first, second = _pair(chosen.shares, float, "two shares", "0.4,0.3")
            if chosen.people is None:
                both = needs.people_needed(first, second, first_group=chosen.first_group, power=power, level=level)
                print(
                    f"To see {100 * first:g}% and {100 * second:g}% apart {how}, it takes {both.first:,} people in the first group and {both.second:,} in the second."
                )
            else:
                one, two = _pair(chosen.people, int, "two numbers of people", "200,200")
                often = needs.power_of((first, one), (second, two), level=level)
                print(
                    f"{one:,} and {two:,} people would show {100 * first:g}% and {100 * second:g}% apart in {100 * often:.1f} of 100 such studies, at the {chosen.level:g}% level."
                )
    except (ValueError, OverflowError) as trouble:
        raise _Unclear(str(trouble)) from trouble
    print(
        "This holds if the guess does, and only for people who are followed as planned. Allow for those who go out of sight."
    )
    return 0


def _pair(text: str, kind: type, what: str, like: str) -> tuple[float, float] | tuple[int, int]:
    try:
        first, second = (kind(one) for one in text.split(","))
    except ValueError as trouble:
        raise _Unclear(f"Give {what} with a comma between, like {like}.") from trouble
    return first, second
