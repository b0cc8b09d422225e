"""What whoever does not see the people may read of all figures together: no number from which a small one can be computed.

Every number of a set is a count with a name. The names are tied by sums (a row and its total; a figure's people and those
left out of it are everyone; what two months differ by), and a reader knows the sums. A count below `LEAST.shown`, none
included, is not told; every other is told to the nearest five. Then whole numbers are sought that would be told alike and
in which a count of 1 to 4 is another: where there are none, it could be computed, and one more count near it is not told.
It is done once for all figures of a set. Source of the attack: an integer program, as in Fischetti & Salazar (2001),
Management Science 47, 1008-1027; checked in tests/evaluation by an attacker of its own.
"""

import itertools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from throughline.domain.figures import LEAST, NEAREST

Key = tuple[str, ...]


def told(count: int) -> int:
    """Return a count to the nearest five."""
    return (count + NEAREST // 2) // NEAREST * NEAREST


@dataclass
class Counts:
    """Counts by name, and what is known of how they hang together: `sums` come to nothing, of a pair in `under` the first is no larger.

    `silent` are never told by themselves: they are what told counts differ by.
    """

    of: dict[Key, int] = field(default_factory=dict)
    sums: list[dict[Key, int]] = field(default_factory=list)
    under: list[tuple[Key, Key]] = field(default_factory=list)
    silent: set[Key] = field(default_factory=set)

    def add(self, total: Key, parts: Iterable[Key]) -> None:
        """Say that a total is the sum of its parts. Raises ValueError where it is not."""
        parts = list(parts)
        if self.of[total] != sum(self.of[one] for one in parts):
            raise ValueError(f"{total} is not the sum of its parts.")
        self.sums.append(dict.fromkeys(parts, 1) | {total: -1})

    def less(self, large: Key, small: Key) -> None:
        """Say that one count is of some of those in another: what they differ by is a count as well."""
        apart = ("apart", *large, "less", *small)
        self.of[apart] = self.of[large] - self.of[small]
        if self.of[apart] < 0:
            raise ValueError(f"{small} is more than {large}.")
        self.silent.add(apart)
        self.add(large, (small, apart))

    def alike(self, first: Key, second: Key) -> None:
        """Say that two counts are one, where they are: a reader may guess it."""
        if first in self.of and second in self.of and self.of[first] == self.of[second]:
            self.sums.append({first: 1, second: -1})


def untold(counts: Counts, *, least: int = LEAST.shown) -> frozenset[Key]:
    """Return which counts are not to be told, so that none from 1 to `least` - 1 can be computed from those that are."""
    search = _Search(counts)
    gone = {key for key, count in counts.of.items() if count < least} | counts.silent
    small = {key for key in gone if 0 < counts.of[key] < least}
    while True:
        small = search.fixed(small, gone)
        if not small:
            return frozenset(gone)
        more = search.next_to(min(small), gone)
        if more is None:
            return frozenset(gone)
        gone.add(more)


class _Search:
    """The integer program over one set of counts."""

    def __init__(self, counts: Counts) -> None:
        self.counts = counts
        self.keys = sorted(counts.of)
        self.place = {key: at for at, key in enumerate(self.keys)}
        self.truth = np.array([counts.of[key] for key in self.keys], dtype=float)
        rows, columns, values = [], [], []
        lines = [*counts.sums, *({small: 1, large: -1} for small, large in counts.under)]
        for number, line in enumerate(lines):
            for key, value in line.items():
                rows.append(number)
                columns.append(self.place[key])
                values.append(value)
        matrix = csr_array((values, (rows, columns)), shape=(len(lines), len(self.keys)))
        low = [0.0] * len(counts.sums) + [-np.inf] * len(counts.under)
        self.lines = LinearConstraint(matrix, low, [0.0] * len(lines))
        self.near: dict[Key, set[Key]] = {key: set() for key in self.keys}
        for line in lines:
            for key in line:
                self.near[key] |= line.keys() - {key}

    def fixed(self, asked: set[Key], gone: set[Key]) -> set[Key]:
        """Return those asked for that can be no other number than they are."""
        low, high = self._limits(gone)
        left = set(asked)
        while left:  # many at once first: each that differs in any solution is free
            before = len(left)
            for way in (1.0, -1.0):
                if left:
                    left -= self._others(left, way, low, high)
            if len(left) == before:
                break
        return {one for one in left if not any(self._others({one}, way, low, high) for way in (1.0, -1.0))}

    def next_to(self, key: Key, gone: set[Key]) -> Key | None:
        """Return the smallest count told among those nearest to one that is not."""
        seen, edge = {key}, {key}
        while edge:
            edge = {other for one in edge for other in self.near[one]} - seen
            shown = [one for one in edge if one not in gone]
            if shown:
                return min(shown, key=lambda one: (self.counts.of[one], one))
            seen |= edge
        return None

    def _limits(self, gone: set[Key]) -> tuple[np.ndarray, np.ndarray]:
        most = 2 * float(self.truth.max(initial=0)) + 2 * NEAREST
        low, high = np.zeros(len(self.keys)), np.full(len(self.keys), most)
        for key, at in self.place.items():
            if key not in gone:
                about = told(self.counts.of[key])
                low[at], high[at] = max(LEAST.shown, about - NEAREST // 2), about + NEAREST // 2
            elif self.counts.of[key] < LEAST.shown and key not in self.counts.silent:
                high[at] = LEAST.shown - 1  # the reader guesses that it is for itself, and is right
        return low, high

    def _others(self, asked: set[Key], way: float, low: np.ndarray, high: np.ndarray) -> set[Key]:
        goal = np.zeros(len(self.keys))
        goal[[self.place[one] for one in asked]] = way
        found = milp(
            goal, constraints=self.lines, bounds=Bounds(low, high), integrality=np.ones(len(self.keys)), options={"time_limit": 20.0}
        )  # fmt: skip
        if found.x is None:
            return set()
        differs = np.abs(np.round(found.x) - self.truth) > 0.5
        return {one for one in asked if differs[self.place[one]]}


def known_of(figures: Mapping[str, Mapping[str, object]]) -> Counts:
    """Return every count of a set, by figure, and what is known of how they hang together. See `figures.make`."""
    counts = Counts()
    for code, full in figures.items():
        _of_one(counts, code, full)
    everyone = ("funnel", "n")
    for code, full in figures.items():
        if code != "funnel":
            counts.add(everyone, [(code, "n"), *((code, "left", why) for why, _ in full["left_out"])])
    codes = list(figures)
    for code, full in figures.items():
        for why, _ in full["left_out"]:
            for other in codes[: codes.index(code)]:
                counts.alike((code, "left", why), (other, "left", why))
    _between(counts, figures)
    return counts


def _of_one(counts: Counts, code: str, full: Mapping) -> None:
    n = (code, "n")
    counts.of[n] = full["n"]
    for why, count in full["left_out"]:
        counts.of[code, "left", why] = count
    for table in full["tables"]:
        name, rows, columns = table["name"], table["rows"], table["columns"]
        for row, cells in zip(rows, table["cells"], strict=True):
            counts.of |= {(code, name, row, column): cell for column, cell in zip(columns, cells, strict=True)}
            counts.add((code, name, row, "all"), [(code, name, row, column) for column in columns[:-1]])
        if len(rows) > 1:
            for column in columns:
                counts.add((code, name, "all", column), [(code, name, row, column) for row in rows[:-1]])
        counts.alike(n, (code, name, "all", "all"))
        first = full["tables"][0]
        for column in columns[:-1] if first["columns"] == columns else ():  # the same people, in the same columns
            if table is not first:
                counts.alike((code, name, "all", column), (code, first["name"], "all", column))
    for one in full.get("reach", ()):
        keys = [(code, "reach", str(one["months"]), how) for how in ("followed", "died", "not_yet")]
        counts.of |= {key: one[key[-1]] for key in keys}
        counts.add(n, keys)
        counts.alike(keys[0], (code, f"months_{one['months']}", "all", "all"))
    for one in full.get("shares", ()):
        if "months" not in one and one["of"] not in ("engaged", "last"):  # those stand in a table
            keys = {how: (code, "share", one["of"], how) for how in ("count", "rest", "n")}
            counts.of |= {keys["count"]: one["count"], keys["n"]: one["n"], keys["rest"]: one["n"] - one["count"]}
            counts.add(keys["n"], (keys["count"], keys["rest"]))
            counts.alike(keys["n"], n)
    for curve in full.get("curves", ()):
        _of_curve(counts, code, curve)


def _of_curve(counts: Counts, code: str, curve: Mapping) -> None:
    group = curve["of"]
    counts.of |= {(code, "curve", group, str(month), "followed"): left for month, left in curve["followed"]}
    counts.of |= {(code, "curve", group, str(month), "back"): back for month, back in curve["quarters"]}
    marks = [str(month) for month, _ in curve["followed"]]
    quarters = [str(month) for month, _ in curve["quarters"]]
    for kind, months in (("followed", marks[::-1]), ("back", quarters)):
        counts.under += [
            ((code, "curve", group, small, kind), (code, "curve", group, large, kind))
            for small, large in itertools.pairwise(months)
        ]
    if group != "all":
        counts.alike((code, "curve", group, "0", "followed"), (code, "group", group))


def _between(counts: Counts, figures: Mapping[str, Mapping]) -> None:
    """Tie the figures to each other, and the months of one to each other."""
    for code in ("return", "met"):
        names = [table["name"] for table in figures[code]["tables"]]
        tables = {table["name"]: table["rows"] for table in figures[code]["tables"]}
        for early, late in itertools.pairwise(names):
            for row in [one for one in tables[late] if one in tables[early]]:
                for column in ("all", "not_back"):  # whoever is followed for longer, or out for longer, was so before
                    counts.less((code, early, row, column), (code, late, row, column))
        for row, column in ((row, column) for name in names for row in tables[name] for column in ("all",)):
            for name in names:
                if row in tables[name]:
                    counts.under.append(((code, name, row, column), (code, "n")))
    for name in [table["name"] for table in figures["met"]["tables"]]:
        for column in ("all", "back"):
            counts.less(("return", name, "all", column), ("met", name, "all", column))
        counts.alike(("return", name, "all", "not_back"), ("met", name, "all", "not_back"))
    counts.less(("return", "n"), ("met", "n"))
    counts.less(("return", "n"), ("time_out", "n"))
    rest: Key = ("time_out", "last_gap", "all", "rest")
    parts = [("time_out", "last_gap", "all", how) for how in ("as_long", "not_longer")]
    counts.of[rest] = sum(counts.of[one] for one in parts)
    counts.silent.add(rest)
    counts.add(rest, parts)
    for how in ("count", "rest", "n"):  # the second share of times out is of some of those in the first
        whole = ("time_out", "last_gap", "all", {"count": "longer", "rest": "rest", "n": "all"}[how])
        small = ("time_out", "share", "longest", how)
        if counts.of[small] <= counts.of[whole]:
            counts.less(whole, small)
    for kind in [one["of"] for one in figures["outcomes"]["shares"] if one["of"] != "any"]:
        counts.less(("outcomes", "share", "any", "count"), ("outcomes", "share", kind, "count"))
    counts.alike(("outcomes", "n"), ("profile", figures["profile"]["tables"][0]["name"], "all", "engaged"))
    counts.alike(
        ("outcomes", "left", "not_met"), ("profile", figures["profile"]["tables"][0]["name"], "all", "not_met")
    )
    _steps(counts, figures["funnel"])
    _curves(counts, figures["return"])


def _steps(counts: Counts, funnel: Mapping) -> None:
    columns = funnel["tables"][0]["columns"][:-1]
    keys = [("funnel", "step", step) for step in columns]
    counts.of |= dict(zip(keys, funnel["steps"], strict=True))
    counts.alike(keys[0], ("funnel", "n"))
    for table in funnel["tables"]:
        for place, step in enumerate(columns):
            counts.add(keys[place], [("funnel", table["name"], "all", step), *keys[place + 1 : place + 2]])


def _curves(counts: Counts, figure: Mapping) -> None:
    groups = [curve["of"] for curve in figure["curves"]]
    if len(groups) < 3:
        return
    months = {key[3:] for key in counts.of if key[:3] == ("return", "curve", "all")}
    for month in months:
        whole, *parts = (("return", "curve", group, *month) for group in groups)
        if all(one in counts.of for one in parts) and counts.of[whole] == sum(counts.of[one] for one in parts):
            counts.add(whole, parts)
    counts.alike(("return", "n"), ("return", "curve", "all", "0", "followed"))
    for month in ("6", "12", "24"):
        for group in groups:
            counts.alike(
                ("return", "curve", group, month, "followed"), ("return", f"months_{month}", group, "not_back")
            )
            counts.alike(("return", "curve", group, month, "back"), ("return", f"months_{month}", group, "back"))
