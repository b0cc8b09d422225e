"""The figures as they are told to whoever does not see everyone in them: made of what may be told of their counts, and of nothing else."""

from collections.abc import Callable, Mapping
from typing import Any

from throughline.domain.figures import DAYS_IN_A_MONTH, LEAST
from throughline.evaluation.guarding import Key, known_of, told, untold
from throughline.evaluation.sharing import differences, rounded_share_of
from throughline.stats.proportions import wilson

NOTHING = {"count": None, "share": None, "lower": None, "upper": None}
Said = Callable[[Key], int | None]


def guarded(figures: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    """Return all figures of a set as anybody may read them: counts to the nearest five, or None; shares of those alone.

    Of a set of very few people nothing is told at all. Rows that tell nothing are not there: nobody learns from a row that
    somebody is in it.
    """
    counts = known_of(figures)
    gone = untold(counts) if figures["funnel"]["n"] >= LEAST.told else frozenset(counts.of)

    def said(key: Key) -> int | None:
        return None if key in gone else told(counts.of[key])

    return {code: _figure(code, full, said) for code, full in figures.items()}


def _figure(code: str, full: Mapping[str, Any], said: Said) -> dict[str, Any]:
    made: dict[str, Any] = {
        "n": said((code, "n")),
        "left_out": [(why, said((code, "left", why))) for why, _ in full["left_out"]],
        "until": full["until"],
        "by_file": full["by_file"],
        "tables": [_table(code, one, said) for one in full["tables"]],
    }
    if "shares" in full:
        made["shares"] = _shares(code, full, said)
    if "steps" in full:
        made["steps"] = [said((code, "step", step)) for step in full["tables"][0]["columns"][:-1]]
    if "reach" in full:
        made["reach"] = [
            {"months": one["months"]} | {how: said((code, "reach", str(one["months"]), how)) for how in ("followed", "died", "not_yet")}
            for one in full["reach"]
        ]  # fmt: skip
    if "curves" in full:
        made["curves"] = [one for one in (_curve(code, one, said) for one in full["curves"]) if one is not None]
    if "differences" in full:
        made["differences"] = differences(made["shares"], rounded=True)
    return made


def _table(code: str, table: Mapping[str, Any], said: Said) -> dict[str, Any]:
    cells = {
        row: [said((code, table["name"], row, column)) for column in table["columns"]]
        for row in table["rows"]
    }  # fmt: skip
    kept = [row for row in table["rows"] if row == "all" or any(cell is not None for cell in cells[row])]
    return {**table, "rows": kept, "cells": [cells[row] for row in kept]}


def _shares(code: str, full: Mapping[str, Any], said: Said) -> list[dict[str, Any]]:
    """Return the shares: of each month every group, whether anybody is in it or not; of kinds of outcome those told."""
    made = [_share(code, one, full, said) for one in full["shares"]]
    if code == "outcomes":
        return [one for one in made if one["share"] is not None or one["of"] == "any"]
    if code not in _GROUPS:
        return made
    there = {(one["months"], one["of"]): one for one in made}
    months = list(dict.fromkeys(one["months"] for one in made))
    return [
        there.get((month, group), {"of": group, "months": month} | NOTHING | {"n": None})
        for month in months
        for group in (*_GROUPS[code], "all")
    ]


_GROUPS = {"return": ("signed_up", "not_signed_up"), "met": ("met", "not_met")}


def _share(code: str, one: Mapping[str, Any], full: Mapping[str, Any], said: Said) -> dict[str, Any]:
    of = {key: value for key, value in one.items() if key in ("of", "months")}
    if "months" in one:
        keys: list[Key] = [(code, f"months_{one['months']}", one["of"], how) for how in ("back", "not_back", "all")]
    elif one["of"] == "engaged":
        table = full["tables"][0]
        keys = [(code, table["name"], "all", column) for column in table["columns"]]
    elif (
        one["of"] == "last"
    ):  # who was out as long to the day is nearly nobody, and is not told: the share is all the same
        keys = [(code, full["tables"][0]["name"], "all", how) for how in ("longer", "all")]
    else:
        keys = [(code, "share", one["of"], how) for how in ("count", "rest", "n")]
    count, *rest, n = map(said, keys)
    if count is None or None in rest or n is None:
        return of | NOTHING | {"n": n}
    return rounded_share_of(count, n, **of)


def _curve(code: str, curve: Mapping[str, Any], said: Said) -> dict[str, Any] | None:
    """Return a curve by quarters, in steps of whole fives of people, as far as it may be told that enough are followed.

    Its limits are Wilson's of as many as are still followed at the end of the half year (Peto's way: too wide, never too narrow).
    """
    group = curve["of"]

    def of(month: int, how: str) -> int | None:
        return said((code, "curve", group, str(month), how))

    followed = [(month, of(month, "followed")) for month, _ in curve["followed"]]
    n = followed[0][1]
    enough = {month: left for month, left in followed if left is not None and left >= LEAST.followed}
    last = max((month for month in enough if month and month <= curve["until"] / DAYS_IN_A_MONTH + 0.01), default=0)
    if n is None or not last:
        return None
    steps: list[tuple[float, float, float | None, float | None]] = []
    so_far = 0
    for month, _ in curve["quarters"]:
        back = of(month, "back")
        if month > last or back is None or back <= so_far or back >= n:
            continue
        so_far, share = back, 1 - back / n
        left = min(number for at, number in enough.items() if at <= -(-month // 6) * 6)
        band = wilson(round(left), max(left, round(left / share)))
        steps.append((month * DAYS_IN_A_MONTH, share, min(band.lower, share), max(band.upper, share)))
    return {"of": group, "n": n, "until": last * DAYS_IN_A_MONTH, "steps": steps, "rounded": True, "followed": followed}
