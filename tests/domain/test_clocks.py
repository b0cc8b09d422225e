"""The one engine of clocks."""

from datetime import date, timedelta

from tests.histories import moment
from throughline.domain import clocks as engine
from throughline.domain.calendar import HERE, Length, add_working_days, end_of, shut_after
from throughline.domain.clocks import BY_CODE, Exemption, State
from throughline.domain.contact import Try, TryRule, next_way, objection_to_giving_up
from throughline.domain.eligibility import Facts, Rule, judge
from throughline.domain.time_out import Inside, spells_out
from throughline.domain.vocabulary import Channel, CustodyStatus

THURSDAY = date(2026, 11, 26)
HOLIDAYS = {date(2026, 11, 30): "St Andrew’s Day", date(2026, 12, 25): "Christmas Day"}


def one(code, **facts):
    return engine.clocks([BY_CODE[code]], facts)


def test_the_first_call_is_due_48_hours_after_the_gate():
    met = moment(THURSDAY, 9, 42)

    (clock,) = one("first_contact", released=[met])

    assert clock.due_at == met + timedelta(hours=48)
    assert clock.state(at=met) is State.SOON
    assert clock.state(at=met + timedelta(hours=49)) is State.LATE


def test_a_call_meets_it_and_a_second_release_starts_it_again():
    first, second = moment(THURSDAY, 9), moment(THURSDAY + timedelta(days=40), 9)

    clocks = one("first_contact", released=[first, second], first_contact=[first + timedelta(hours=5)])

    assert [clock.met_at is not None for clock in clocks] == [True, False]


def test_a_clock_ahead_of_a_date_is_due_before_it():
    (clock,) = one("plan", signed_up_with_date=[moment(THURSDAY, 0)])

    assert clock.due_at == end_of(date(2026, 10, 29))


def test_a_review_starts_the_next_review():
    start = moment(date(2026, 9, 1), 10)
    reviewed = moment(date(2026, 9, 28), 10)

    clocks = one("review", plan_to_review=[start], plan_reviewed=[reviewed])

    assert [clock.due_at.date() for clock in clocks] == [date(2026, 9, 29), date(2026, 10, 26)]
    assert clocks[1].state(at=moment(THURSDAY, 9)) is State.LATE


def test_an_exempt_clock_is_never_late_and_says_why():
    clocks = engine.clocks(
        [BY_CODE["first_contact"]],
        {"released": [moment(THURSDAY, 9)]},
        exemptions=[Exemption("first_contact", "They were ill")],
    )

    assert clocks[0].state(at=moment(THURSDAY + timedelta(days=9), 9)) is State.EXEMPT
    assert clocks[0].exempt == "They were ill"


def test_working_days_skip_weekends_and_holidays():
    assert add_working_days(date(2026, 11, 27), 1, holidays=HOLIDAYS) == date(2026, 12, 1)
    assert Length(5, "working_days").after(moment(THURSDAY, 9), holidays=frozenset(HOLIDAYS)).astimezone(
        HERE
    ).date() == date(2026, 12, 4)


def test_a_friday_before_a_holiday_is_said_ahead():
    shut = shut_after(date(2026, 11, 27), holidays=HOLIDAYS)

    assert (shut.friday, shut.eve_of, shut.open_again) == (True, "St Andrew’s Day", date(2026, 12, 1))
    assert shut_after(THURSDAY, holidays=HOLIDAYS) is None


def test_giving_up_waits_for_three_tries_in_two_ways():
    now = moment(THURSDAY, 12)
    tries = [Try(now - timedelta(days=n), Channel.PHONE) for n in (1, 2, 3)]

    assert objection_to_giving_up(tries, TryRule(), at=now) is not None
    assert next_way(tries, TryRule(), at=now) is Channel.TEXT
    assert objection_to_giving_up([*tries, Try(now, Channel.TEXT)], TryRule(), at=now) is None
    assert objection_to_giving_up([Try(now - timedelta(days=40), Channel.TEXT), *tries], TryRule(), at=now) is not None


RULES = [
    Rule("sentence", {"at_least_months": 3, "under_months": 48}),
    Rule("home", {}),
    Rule("age", {"at_least_years": 16}),
    Rule("date", {}),
]
SERVED = {"S12000049": "Glasgow City"}


def verdict(**facts):
    base = {
        "birth_date": date(1992, 5, 4),
        "council": "S12000049",
        "status": CustodyStatus.SENTENCED,
        "sentence_days": 420,
        "liberation_on": date(2026, 12, 20),
    }
    return judge(RULES, Facts(**(base | facts)), on=THURSDAY, served=SERVED)


def test_who_can_join_is_said_with_a_reason_for_each_rule():
    assert verdict().eligible is True
    assert verdict(sentence_days=60).because == "The sentence is shorter than 3 months."
    assert verdict(sentence_days=1461).because == "The sentence is 4 years or longer."
    assert verdict(sentence_days=1460).eligible is True
    assert verdict(council="S12000047", council_name="Fife").because == "Home is in Fife, where we do not work."


def test_remand_and_no_date_shut_nobody_out():
    remand = verdict(
        status=CustodyStatus.REMAND, sentence_days=None, liberation_on=None, no_date_because="trial not over"
    )

    assert remand.eligible is None
    assert remand.may_be_asked
    assert any("trial not over" in reason.words for reason in remand.reasons)


def test_time_out_lies_between_two_periods():
    periods = [
        Inside(date(2024, 1, 1), date(2024, 6, 1)),
        Inside(date(2024, 9, 21), date(2025, 4, 1)),
        Inside(date(2025, 5, 12), None),
    ]

    spells = spells_out(periods, on=THURSDAY)

    assert [(spell.days, spell.end) for spell in spells] == [(112, date(2024, 9, 21)), (41, date(2025, 5, 12))]
    assert spells[0].days_inside_after == 192


def test_nobody_is_late_before_they_could_begin():
    out, joined = moment(THURSDAY + timedelta(days=10), 0), moment(THURSDAY, 9)

    (clock,) = engine.clocks(
        [BY_CODE["plan"]], {"signed_up_with_date": [out], "signed_up_with_date_known": [joined]}, holidays=frozenset()
    )
    (early,) = engine.clocks(
        [BY_CODE["plan"]],
        {"signed_up_with_date": [out], "signed_up_with_date_known": [moment(THURSDAY - timedelta(days=90), 9)]},
    )

    assert clock.due_at == end_of(THURSDAY + timedelta(days=1)), "a working day after they joined"
    assert early.due_at == end_of(THURSDAY + timedelta(days=10) - timedelta(weeks=4))


def test_going_back_on_the_day_of_the_gate_stops_the_first_call():
    met = moment(THURSDAY, 9, 42)

    (clock,) = one("first_contact", released=[met], back_inside=[moment(THURSDAY, 0)])

    assert clock.state(at=moment(THURSDAY, 20)) is State.STOPPED
