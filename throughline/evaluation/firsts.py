"""Each person of a cohort until their first event: as long as they are in sight, and no longer."""

from dataclasses import dataclass, replace

import numpy as np

from throughline.domain.findings import Finding
from throughline.evaluation.cohorts import Cohort
from throughline.stats.arrays import Bools, Floats
from throughline.stats.survival import Limits, SurvivalCurve, kaplan_meier


@dataclass(frozen=True, eq=False)
class Firsts:
    """Each person until their first event, as stretches in sight: arrays (m,), in order of person and time.

    `begins` is None where everyone is in sight from the start and without a gap: then a person is one stretch.
    """

    person: np.ndarray
    begins: Floats | None
    days: Floats
    returned: Bools
    labels: np.ndarray

    def only(self, here: np.ndarray) -> "Firsts":
        """Return some of the stretches."""
        begins = None if self.begins is None else self.begins[here]
        return Firsts(self.person[here], begins, self.days[here], self.returned[here], self.labels[here])

    def curve(self, limits: Limits, level: float) -> SurvivalCurve:
        """Return the curve of these people."""
        made = kaplan_meier(self.days, self.returned, entry=self.begins, limits=limits, level=level)
        return replace(made, n=int(np.unique(self.person).size))


def until_first(cohort: Cohort) -> tuple[Firsts, list[Finding]]:
    """Return each person until their first event, and what was found: who comes into sight late, who changes group.

    Rows that follow each other without a gap are one stretch. A person's group is that of their first row: it is what
    was known at the start.
    """
    if not cohort.question.repeated:
        return Firsts(cohort.person, None, cohort.days, cohort.returned, cohort.labels), []
    order = np.lexsort((cohort.days, cohort.person))
    person, begins, days = cohort.person[order], cohort.begins[order], cohort.days[order]
    returned, labels = cohort.returned[order], cohort.labels[order]
    opens = np.r_[True, person[1:] != person[:-1]]
    number_of = np.cumsum(opens) - 1
    events = np.cumsum(returned) - returned  # before each row, of all people
    before = events - events[opens][number_of]
    first_label = labels[opens][number_of]
    found: list[Finding] = []
    changed = int(np.unique(person[labels != first_label]).size)
    if changed:
        found.append(Finding(
            "group_changes", f"{changed:,} people are in another group in a later row.",
            "In the curves and the log-rank test each stays in the group of their first row. The models take each row’s own.", grave=True,
        ))  # fmt: skip
    kept = before == 0
    person, begins, days, returned, labels = person[kept], begins[kept], days[kept], returned[kept], first_label[kept]
    starts = np.r_[True, (person[1:] != person[:-1]) | (begins[1:] > days[:-1])]
    ends = np.r_[starts[1:], True]
    firsts = Firsts(person[starts], begins[starts], days[ends], returned[ends], labels[starts])
    late = int(np.unique(firsts.person[firsts.begins > 0]).size)  # type: ignore[operator]
    if not late:
        return replace(firsts, begins=None), found
    found.append(Finding(
        "late_entry", f"{late:,} of {np.unique(person).size:,} people are not in sight all the time from 0 to their first event: their rows begin later or leave gaps.",
        "The curves, the log-rank test and the models count each only while in sight. This is right where when somebody came into sight says nothing of when they return.",
    ))  # fmt: skip
    return firsts, found


def first_of_each(cohort: Cohort) -> tuple[Floats, Bools]:
    """Return the time to the first event: of each row, or of each person where a person has several rows."""
    if not cohort.question.repeated:
        return cohort.days, cohort.returned
    firsts, _ = until_first(cohort)
    last = np.r_[firsts.person[1:] != firsts.person[:-1], True]
    return firsts.days[last], firsts.returned[last]
