"""The lead's desk: how much somebody weighs there, as a sum that anybody can follow."""

from dataclasses import dataclass
from datetime import date

from throughline.domain.calendar import Length

NEAR = Length(4, "weeks")


@dataclass(frozen=True)
class WeightRule:
    """How a programme weighs people: so much for everyone, and so much more for each thing that is so.

    `near` is how long before and after a release counts. Kept as the row `weight` of the programme's standards.
    """

    everyone: int = 1
    before_release: int = 2
    after_release: int = 3
    overdue: int = 1
    quiet: int = 2
    near: Length = NEAR

    @property
    def numbers(self) -> dict[str, int]:
        """The numbers as the row keeps them."""
        return {
            "everyone": self.everyone,
            "before_release": self.before_release,
            "after_release": self.after_release,
            "overdue": self.overdue,
            "quiet": self.quiet,
        }

    @property
    def explained(self) -> tuple[tuple[str, int], ...]:
        """The sum in words, for the page."""
        return (
            ("Everyone", self.everyone),
            (f"Comes out within {self.near.words}", self.before_release),
            (f"Came out within {self.near.words}", self.after_release),
            ("Something is overdue", self.overdue),
            ("Quiet", self.quiet),
        )


@dataclass(frozen=True)
class Weight:
    """What somebody weighs, and what it is the sum of."""

    total: int
    why: tuple[tuple[str, int], ...]


def weigh(
    rule: WeightRule, *, comes_out_on: date | None, released_on: date | None, overdue: bool, quiet: bool, on: date
) -> Weight:
    """Return what somebody weighs on a day.

    `released_on` is when they came out last, None while they are inside; `comes_out_on` the day told, None once they are out.
    """
    near = rule.near.whole_days
    so = (
        True,
        comes_out_on is not None and (comes_out_on - on).days <= near,
        released_on is not None and 0 <= (on - released_on).days <= near,
        overdue,
        quiet,
    )
    why = tuple(part for part, counts in zip(rule.explained, so, strict=True) if counts)
    return Weight(sum(points for _, points in why), why)
