"""Days: working days by nation, spans of time, and days on which offices are shut when someone walks out."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

HERE = ZoneInfo("Europe/London")
Unit = Literal["hours", "days", "working_days", "weeks"]


@dataclass(frozen=True)
class Length:
    """An amount of time as people say it: 48 hours, 21 days, 5 working days, 4 weeks."""

    amount: int
    unit: Unit

    def after(self, moment: datetime, *, holidays: AbstractSet[date] = frozenset()) -> datetime:
        """Return the moment this long after another. Hours are real hours; days end when the day does."""
        if self.unit == "hours":
            # Added in UTC: in a zone of its own Python adds by the clock on the wall.
            return (moment.astimezone(UTC) + timedelta(hours=self.amount)).astimezone(HERE)
        day = day_of(moment)
        if self.unit == "working_days":
            return end_of(add_working_days(day, self.amount, holidays=holidays))
        return end_of(day + timedelta(days=self.amount * (7 if self.unit == "weeks" else 1)))

    @property
    def whole_days(self) -> int:
        """How many days of the calendar it is, where no day is named to count from. Five working days are a week."""
        return {"hours": -(-self.amount // 24), "days": self.amount, "weeks": self.amount * 7}.get(
            self.unit, -(-self.amount * 7 // 5)
        )

    def before(self, day: date, *, holidays: AbstractSet[date] = frozenset()) -> date:
        """Return the day this long before another. Hours count as whole days."""
        if self.unit == "working_days":
            return add_working_days(day, -self.amount, holidays=holidays)
        days = {"hours": -(-self.amount // 24), "days": self.amount, "weeks": self.amount * 7}[self.unit]
        return day - timedelta(days=days)

    @property
    def words(self) -> str:
        """The length in words."""
        unit = self.unit.replace("_", " ")
        return f"{self.amount} {unit.removesuffix('s') if self.amount == 1 else unit}"


def day_of(moment: datetime) -> date:
    """Return the day on which a moment fell here: just after midnight in summer it is still yesterday elsewhere."""
    return moment.astimezone(HERE).date()


def end_of(day: date) -> datetime:
    """Return the last second of a day here."""
    return datetime.combine(day, time(23, 59, 59), tzinfo=HERE)


def start_of(day: date) -> datetime:
    """Return the first moment of a day here."""
    return datetime.combine(day, time(0, 0), tzinfo=HERE)


def is_working(day: date, *, holidays: AbstractSet[date]) -> bool:
    """Tell whether offices are open on a day."""
    return day.weekday() < 5 and day not in holidays


def add_working_days(day: date, number: int, *, holidays: AbstractSet[date]) -> date:
    """Return the day a number of working days after (or before, where negative) another."""
    step = timedelta(days=1 if number >= 0 else -1)
    left = abs(number)
    while left:
        day += step
        if is_working(day, holidays=holidays):
            left -= 1
    return day


@dataclass(frozen=True)
class ShutDays:
    """What someone who comes out on a day walks into."""

    friday: bool
    eve_of: str  # the holiday's name, or ""
    open_again: date


def shut_after(day: date, *, holidays: dict[date, str]) -> ShutDays | None:
    """Return what to warn about where offices are shut the day after someone comes out, else None."""
    shut = frozenset(holidays)
    following = day + timedelta(days=1)
    if is_working(following, holidays=shut):
        return None
    eve = next(
        (
            holidays[one]
            for n in range(1, 5)
            if (one := day + timedelta(days=n)) in holidays and _joined(day, one, shut)
        ),
        "",
    )
    return ShutDays(friday=day.weekday() == 4, eve_of=eve, open_again=add_working_days(day, 1, holidays=shut))


def _joined(day: date, holiday: date, shut: AbstractSet[date]) -> bool:
    """Tell whether nothing is open between a day and a holiday."""
    between = (day + timedelta(days=n) for n in range(1, (holiday - day).days))
    return not any(is_working(one, holidays=shut) for one in between)
