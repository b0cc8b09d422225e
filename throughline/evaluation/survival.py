"""The figures of a cohort over time, as one report: a plain dictionary, which JSON, a page and a sheet are made of."""

import math
from collections.abc import Iterable
from dataclasses import asdict
from datetime import date
from typing import Any

import numpy as np

from throughline.domain import readings
from throughline.domain.findings import Finding
from throughline.domain.readings import Audience, Measure, Told, reading, sign_of
from throughline.evaluation.charts import ticks
from throughline.evaluation.cohorts import USUAL_TIMES, Cohort, Question
from throughline.evaluation.columns import short
from throughline.evaluation.firsts import Firsts, first_of_each, until_first
from throughline.stats import cox, recurrent, survival
from throughline.stats.arrays import Bools, Floats
from throughline.stats.proportions import wilson
from throughline.stats.survival import LEAST_AT_RISK, SurvivalCurve

LEVEL = 0.95
_MOST_STEPS = 2000
_EVENTS_A_TERM = 10
_LIMITS = {"log-log": "log-log limits", "log": "log limits", "plain": "plain limits"}


def refused(finding: Finding, question: Question, *, file: str, digest: str, today: date) -> dict[str, Any]:
    """Return the report of a file of which no figure can be made: it says why, and nothing else."""
    return _head(question, file=file, digest=digest, today=today) | {"made": False, "findings": [asdict(finding)]}


def figures(cohort: Cohort, *, file: str, digest: str, today: date, read: tuple[Finding, ...] = ()) -> dict[str, Any]:
    """Return the report of a cohort: what it is, its curves, tests and models, and what they say in words.

    `read` is what was found when the file was opened.
    """
    question, found = cohort.question, [*read, *cohort.findings]
    days, returned = first_of_each(cohort)
    told = _told(cohort, days, returned, tuple(found))
    report = _head(question, file=file, digest=digest, today=today) | {
        "made": True, "unit": cohort.unit, "event": cohort.event, "groups": list(cohort.groups),
        "cohort": _description(cohort, days, returned, tuple(found)),
        "told": asdict(told),
        "kaplan_meier": None, "log_rank": None, "cox": None, "recurrent": [], "rates": [], "side_by_side": "",
    }  # fmt: skip
    said: list[readings.Reading] = []
    if returned.any():
        firsts, more = until_first(cohort)
        found += more
        report["kaplan_meier"], more = _curves(cohort, firsts)
        found += more
        report["log_rank"] = _log_rank(cohort, firsts, told, said)
        design, names, terms_of, rows, more = _design(cohort)
        found += more
        if names and question.repeated:
            report["recurrent"], more = _recurrent(cohort, design, names, terms_of, rows, told, said)
            found += more
        elif names:
            report["cox"], more = _cox(cohort, design, names, terms_of, rows, told, said)
            found += more
        if question.repeated:
            report["rates"] = _rates(cohort)
        report["side_by_side"] = _side_by_side(report)
    report["readings"] = [asdict(one) for one in said]
    report["findings"] = [asdict(one) for one in sorted(found, key=lambda one: not one.grave)]
    return report


def _head(question: Question, *, file: str, digest: str, today: date) -> dict[str, Any]:
    return {
        "kind": "survival", "file": file, "sha256": digest, "made_on": today.isoformat(),
        "question": {
            name: value.isoformat() if isinstance(value, date) else list(value) if isinstance(value, tuple) else value
            for name, value in asdict(question).items()
        },
    }  # fmt: skip


def number(value: float, digits: int = 3) -> str:
    """Return a number as a sentence carries it: no more digits than it bears."""
    if value is None or math.isnan(value):
        return "not defined"
    text = f"{value:.{digits}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def percent(share: float) -> str:
    """Return a share in percent, one decimal."""
    return "not defined" if math.isnan(share) else f"{100 * share:.1f}%"


def fixed(value: float, digits: int = 3) -> str:
    """Return a number with so many decimals, as tables and ratios have it, and a minus that is one."""
    return "not defined" if math.isnan(value) else f"{value:.{digits}f}".replace("-", "\u2212")


def p_value(p: float) -> str:
    """Return how a p stands: four decimals, never rounded to nothing."""
    return "<\u00a00.0001" if p < 0.0001 else f"=\u00a0{p:.4f}"


def _per_100(ratio: float) -> str:
    text = f"{100 * ratio:.0f}"
    return f"{100 * ratio:.1f}" if text == "100" and ratio != 1 else text


def _told(cohort: Cohort, days: Floats, returned: Bools, found: tuple[Finding, ...]) -> Told:
    longest = float(days.max())
    middle = longest
    if (~returned).any():
        followed = survival.kaplan_meier(days, ~returned)
        half = followed.times[followed.survival <= 0.5]
        middle = float(half[0]) if half.size else longest
    return readings.told(
        longest=number(longest, 1), middle=number(middle, 1), unit=cohort.unit, rows=cohort.rows, used=cohort.days.size,
        why=readings.left_out(found), drawn_by_lot=cohort.question.drawn_by_lot,
    )  # fmt: skip


def _description(cohort: Cohort, days: Floats, returned: Bools, found: tuple[Finding, ...]) -> dict[str, Any]:
    share = wilson(int(returned.sum()), returned.size, level=LEVEL)
    times = cohort.days - cohort.begins
    return {
        "rows": cohort.rows, "used": int(cohort.days.size), "people": int(days.size) if cohort.question.repeated else None,
        "events": int(cohort.returned.sum()), "with_event": int(returned.sum()), "time_at_risk": float(times.sum()),
        "shortest": float(days.min()), "longest": float(days.max()),
        "share_with_event": asdict(share),
        "left_out": [{"why": why, "rows": rows} for why, rows in readings.left_out(found).items()],
        "missing": [{"column": name, "rows": rows} for name, rows in cohort.missing.items()],
        "groups": [
            {"group": group, "people": int(np.unique(cohort.person[cohort.labels == group]).size), "events": int(np.sum(cohort.returned & (cohort.labels == group)))}
            for group in cohort.groups
        ],
    }  # fmt: skip


def _curves(cohort: Cohort, firsts: Firsts) -> tuple[dict[str, Any] | None, list[Finding]]:
    limits = cohort.question.limits
    longest, found = float(firsts.days.max()), []
    overall = firsts.curve(limits, LEVEL)
    groups = {group: firsts.only(firsts.labels == group).curve(limits, LEVEL) for group in cohort.groups}
    thin = [least for curve in (overall, *groups.values()) if (least := _fewest_early(curve)) is not None]
    if thin:
        return None, [Finding(
            "few_at_start", f"So few people are in sight early that only {min(thin)} were followed when one had the event: most came into sight later.",
            f"No curve was made: all of it would hang on fewer than {LEAST_AT_RISK} people.", grave=True,
        )]  # fmt: skip
    usual = tuple(one for one in USUAL_TIMES[cohort.unit] if one <= longest)
    asked = cohort.question.at or (usual if len(usual) > 1 else _quarters(overall.drawn_until()))
    beyond = [one for one in asked if one > longest]
    if beyond:
        found.append(Finding(
            "not_reached", f"Nobody was followed until {_list(number(one) for one in beyond)} {cohort.unit}: the longest follow-up is {number(longest, 1)}.",
            "No figure is given for a time that the follow-up has not reached.",
        ))  # fmt: skip
    times = tuple(one for one in asked if one <= longest)
    few = sorted({
        number(time) for curve in (overall, *groups.values()) for time in times if curve.number_at_risk(time) < LEAST_AT_RISK
    })  # fmt: skip
    if few:
        found.append(Finding(
            "few_at_risk", f"At {_list(few)} {cohort.unit} fewer than {LEAST_AT_RISK} people of everyone or of a group are still followed.",
            "No share is given there, and no curve is drawn beyond.",
        ))  # fmt: skip
    axis = ticks(overall.drawn_until(), cohort.unit)
    return {
        "limits": limits, "limits_words": _LIMITS[limits], "level": LEVEL, "least_at_risk": LEAST_AT_RISK, "times": list(times),
        "longest": longest, "axis": axis,
        "overall": _curve(overall, times, axis),
        "groups": [{"group": group} | _curve(curve, times, axis) for group, curve in groups.items()],
    }, found  # fmt: skip


def _fewest_early(curve: SurvivalCurve) -> int | None:
    """Return how few were followed at an event before the curve ends, where they were too few: people came into sight later."""
    early = curve.at_risk[(curve.times <= curve.drawn_until()) & (curve.at_risk < LEAST_AT_RISK)]
    return int(early.min()) if early.size else None


def _quarters(until: float) -> tuple[float, ...]:
    """Return times at which to give a share where no usual one lies in the follow-up: its quarters, whole where they can be."""
    whole = until >= 8
    return tuple(
        dict.fromkeys(float(math.floor(until * part / 4)) if whole else until * part / 4 for part in (1, 2, 3, 4))
    )


def _curve(curve: SurvivalCurve, times: Iterable[float], axis: Iterable[float]) -> dict[str, Any]:
    until = curve.drawn_until()
    drawn = np.flatnonzero(curve.times <= until)
    if drawn.size > _MOST_STEPS:
        drawn = drawn[np.unique(np.linspace(0, drawn.size - 1, _MOST_STEPS).astype(int))]
    points = []
    for time in times:
        point = curve.at(time)
        if point is None or point.at_risk < LEAST_AT_RISK:
            points.append({"time": time, "at_risk": curve.number_at_risk(time), "given": False})
        else:
            points.append({"given": True} | asdict(point))
    return {
        "n": curve.n, "events": curve.returned, "drawn_until": until, "at": points,
        "axis_at_risk": [curve.number_at_risk(time) if time <= curve.longest else 0 for time in axis],
        "steps": [
            [float(curve.times[at]), float(curve.survival[at]), float(curve.lower[at]), float(curve.upper[at]), int(curve.at_risk[at])]
            for at in drawn
        ],
    }  # fmt: skip


def _log_rank(cohort: Cohort, firsts: Firsts, told: Told, said: list[readings.Reading]) -> dict[str, Any] | None:
    compared = firsts.only(firsts.labels != "")
    if len(cohort.groups) < 2 or not compared.returned.any() or np.unique(compared.labels).size < 2:
        return None
    test = survival.log_rank(compared.days, compared.returned, compared.labels, entry=compared.begins)
    n = {group: int(np.unique(compared.person[compared.labels == group]).size) for group in test.groups}
    place = {group: at for at, group in enumerate(test.groups)}
    if len(cohort.groups) == 2:
        base, group = cohort.groups
        at = place[group]
        for audience in (Audience.MANAGER, Audience.EVALUATOR):
            said.append(reading(
                Measure.CURVES, sign=sign_of(test.observed[at], alike=test.expected[at]), clear=test.p < 1 - LEVEL, audience=audience, told=told,
                event=f"first {cohort.event}" if cohort.question.repeated else cohort.event, group=_named(cohort, group), other=_named(cohort, base), observed=f"{test.observed[at]:,}", expected=f"{test.expected[at]:,.1f}", p=p_value(test.p),
            ))  # fmt: skip
    return {
        "chi2": test.chi2, "df": test.df, "p": test.p,
        "groups": [
            {"group": group, "n": n[group], "observed": test.observed[place[group]], "expected": test.expected[place[group]]}
            for group in cohort.groups
        ],
    }  # fmt: skip


def _named(cohort: Cohort, group: str) -> str:
    """Return a group with the name of its column where a bare 0 or 1 would say nothing."""
    return f"{short(cohort.question.group)}\u00a0=\u00a0{group}"


def _design(cohort: Cohort) -> tuple[Floats, tuple[str, ...], dict[str, str], Bools, list[Finding]]:
    """Return the columns of the model, their names, which group each stands for, which rows have them all, and what was found."""
    found: list[Finding] = []
    rows = np.ones(cohort.days.size, dtype=bool)
    columns: list[tuple[str, Floats]] = []
    terms_of: dict[str, str] = {}
    if cohort.groups:
        rows &= cohort.labels != ""
        for group in cohort.groups[1:]:
            name = _term_of(cohort, group)
            terms_of[name] = group
            columns.append((name, (cohort.labels == group).astype(float)))
    gaps = np.zeros(cohort.days.size, dtype=bool)
    for one in cohort.covariates:
        if np.all(one.missing[rows]):
            found.append(Finding("all_missing", f"“{one.names[0]}” is empty.", "Left out of the model."))
            continue
        gaps |= one.missing
        columns += [(name, one.figures[:, at]) for at, name in enumerate(one.names)]
    missing = int(np.sum(gaps & rows))
    rows &= ~gaps
    if missing:
        found.append(
            Finding(
                "missing_covariates",
                f"{missing:,} rows have no value in at least one column of the model.",
                "Left out of the model, and only of it.",
            )
        )
    if not columns:
        return np.zeros((0, 0)), (), {}, rows, found
    if not rows.any():
        found.append(
            Finding(
                "no_complete_rows", "No row has a value in every column of the model.", "No model was made.", grave=True
            )
        )
        return np.zeros((0, 0)), (), {}, rows, found
    kept: list[tuple[str, Floats]] = []
    for name, whole in columns:
        column = whole[rows]
        trouble = _unusable(name, column, kept, cohort.returned[rows])
        if trouble is None:
            kept.append((name, column))
        else:
            found.append(trouble)
    if not kept:
        return np.zeros((0, 0)), (), {}, rows, found
    design, names = np.column_stack([column for _, column in kept]), tuple(name for name, _ in kept)
    events = int(cohort.returned[rows].sum())
    if events < _EVENTS_A_TERM * len(names):
        found.append(Finding(
            "few_events", f"The model has {len(names)} terms and {events:,} events: fewer than {_EVENTS_A_TERM} events a term.",
            "The model was made. Its ratios are unsteady, and their intervals may be too narrow. Name fewer columns.",
        ))  # fmt: skip
    return design, names, {name: group for name, group in terms_of.items() if name in names}, rows, found


def _term_of(cohort: Cohort, group: str) -> str:
    column = short(cohort.question.group)
    return column if cohort.groups == ("0", "1") else f"{column}: {group} rather than {cohort.groups[0]}"


def _unusable(name: str, column: Floats, kept: list[tuple[str, Floats]], returned: Bools) -> Finding | None:
    """Return why a column cannot stand in the model, or None."""
    if np.ptp(column) == 0:
        return Finding(
            "constant", f"“{name}” is the same in every row ({number(float(column[0]))}).", "Left out of the model."
        )
    for other, there in kept:
        if abs(float(np.corrcoef(column, there)[0, 1])) > 1 - 1e-9:
            return Finding(
                "duplicate", f"“{name}” says the same as “{other}”.", "Left out of the model; the first of them stands."
            )
    if kept:
        design = np.column_stack([*(there for _, there in kept), column])
        scaled = (design - design.mean(axis=0)) / design.std(axis=0)
        if np.linalg.matrix_rank(scaled.T @ scaled / len(scaled), tol=1e-8) < scaled.shape[1]:
            return Finding("duplicate", f"“{name}” follows from other columns of the model.", "Left out of the model.")
    values = np.unique(column)
    if values.size == 2:
        for value in values:
            here = column == value
            if not returned[here].any():
                return Finding(
                    "separation", f"Nobody with “{name}” at {number(float(value))} has the event ({int(here.sum()):,} rows): it tells them from the others without a miss, and has no ratio.",
                    "Left out of the model; the counts stand in the curves.", grave=True,
                )  # fmt: skip
    elif returned.any() and not returned.all() and (
        column[returned].min() > column[~returned].max() or column[returned].max() < column[~returned].min()
    ):  # fmt: skip
        return Finding(
            "separation", f"“{name}” tells those with the event from the others without a miss: every value of the ones lies beyond every value of the others.",
            "Left out of the model. Look at whether it was written down after the event.", grave=True,
        )  # fmt: skip
    return None


def _among(cohort: Cohort, names: tuple[str, ...], terms_of: dict[str, str]) -> tuple[str, str]:
    columns = {called: short(one.source) for one in cohort.covariates for called in one.names}
    others = list(dict.fromkeys(columns[name] for name in names if name not in terms_of))
    if not others:
        return "With no other column taken into account", "Unadjusted"
    return f"Among people alike in {_list(others)}", f"Adjusted for {_list(others)}"


def _list(words: Iterable[str]) -> str:
    several = list(words)
    return several[0] if len(several) == 1 else f"{', '.join(several[:-1])} and {several[-1]}"


def _no_model(trouble: ValueError) -> Finding:
    return Finding(
        "no_fit",
        f"The model has no answer. {trouble}",
        "No model was made. Name fewer columns, or larger groups.",
        grave=True,
    )


def _cox(
    cohort: Cohort, design: Floats, names: tuple[str, ...], terms_of: dict[str, str], rows: Bools, told: Told, said: list[readings.Reading]
) -> tuple[dict[str, Any] | None, list[Finding]]:  # fmt: skip
    try:
        model = cox.cox(cohort.days[rows], cohort.returned[rows], design, names, level=LEVEL)
    except ValueError as trouble:
        return None, [_no_model(trouble)]
    _say_terms(cohort, Measure.RATE_RATIO, model.terms, names, terms_of, told, said)
    found = []
    flagged = [] if model.flags is None else list(model.flags)
    if flagged:
        found.append(Finding(
            "hazards", f"The ratio of {_list(f'“{one}”' for one in flagged)} seems to change with time.",
            "It stands as an average over the follow-up. Read the curves beside it.", grave=any(one in terms_of for one in flagged),
        ))  # fmt: skip
    return {
        "ties": "Efron", "n": model.n, "events": model.events, "level": LEVEL,
        "terms": [asdict(one) for one in model.terms],
        "null_log_likelihood": model.null_log_likelihood, "log_likelihood": model.log_likelihood,
        "likelihood_ratio": model.likelihood_ratio, "df": model.df, "p": model.p,
        "proportional_hazards": {
            "flagged": flagged, "checked": model.checked,
            "words": "Only who is flagged is told: the statistic behind it is lifelines’ own and differs from R’s cox.zph.",
        },
    }, found  # fmt: skip


def _say_terms(
    cohort: Cohort, measure: Measure, terms: tuple[cox.Term, ...], names: tuple[str, ...], terms_of: dict[str, str], told: Told,
    said: list[readings.Reading], *, model: str = "", audiences: tuple[Audience, ...] = (Audience.MANAGER, Audience.EVALUATOR),
) -> None:  # fmt: skip
    among, adjusted = _among(cohort, names, terms_of)
    for one in terms:
        if one.name not in terms_of:
            continue
        for audience in audiences:
            said.append(reading(
                measure, sign=sign_of(one.ratio, alike=1), clear=one.lower > 1 or one.upper < 1, audience=audience, told=told,
                event=cohort.event, group=_named(cohort, terms_of[one.name]), other=_named(cohort, cohort.groups[0]), among=among, adjusted=adjusted, model=model,
                ratio=fixed(one.ratio), low=fixed(one.lower), high=fixed(one.upper), p=p_value(one.p),
                per_100=_per_100(one.ratio), low_100=_per_100(one.lower), high_100=_per_100(one.upper),
            ))  # fmt: skip


_MODELS = {
    "AG": ("Andersen-Gill", "All events share one baseline; one person’s events are taken to be unrelated but for the columns of the model."),
    "PWP_total": ("PWP, total time", "First, second and later events have baselines of their own; the clock runs from the first release."),
    "PWP_gap": ("PWP, gap time", "First, second and later events have baselines of their own; the clock starts anew after each."),
}  # fmt: skip


def _recurrent(
    cohort: Cohort, design: Floats, names: tuple[str, ...], terms_of: dict[str, str], rows: Bools, told: Told, said: list[readings.Reading]
) -> tuple[list[dict[str, Any]], list[Finding]]:  # fmt: skip
    made: list[dict[str, Any]] = []
    found: list[Finding] = []
    for kind in recurrent.MODELS:
        name, words = _MODELS[kind]
        try:
            model = recurrent.recurrent(
                kind, cohort.person[rows], cohort.begins[rows], cohort.days[rows], cohort.returned[rows], design, names, level=LEVEL
            )  # fmt: skip
        except ValueError as trouble:
            found.append(Finding("no_fit", f"{name} has no answer. {trouble}", "That model was not made.", grave=True))
            continue
        audiences = (Audience.MANAGER, Audience.EVALUATOR) if kind == "AG" else (Audience.EVALUATOR,)
        _say_terms(cohort, Measure.REPEATED, model.terms, names, terms_of, told, said, model=name, audiences=audiences)
        made.append({
            "model": kind, "name": name, "words": words, "rows": model.rows, "people": model.people, "events": model.events,
            "strata": model.strata, "level": LEVEL, "terms": [asdict(one) for one in model.terms],
        })  # fmt: skip
    return made, found


def _rates(cohort: Cohort) -> list[dict[str, Any]]:
    """Return events and time at risk, of everyone and of each group."""
    out = []
    for group in ("", *cohort.groups):
        here = np.ones(cohort.days.size, dtype=bool) if not group else cohort.labels == group
        time, events = float(np.sum((cohort.days - cohort.begins)[here])), int(cohort.returned[here].sum())
        out.append({
            "group": group or None, "people": int(np.unique(cohort.person[here]).size), "events": events, "time_at_risk": time, "rate": events / time
        })  # fmt: skip
    return out


def _side_by_side(report: dict[str, Any]) -> str:
    model = report["cox"]
    if not report["log_rank"] or not model or len(report["groups"]) != 2:
        return ""
    column = report["question"]["group"]
    term = next((one for one in model["terms"] if one["name"] == column or one["name"].startswith(f"{column}: ")), None)
    if term is None:
        return ""
    curves, ratio = report["log_rank"]["p"], term["p"]
    return readings.side_by_side(
        curves=p_value(curves), ratio=p_value(ratio), curves_clear=curves < 1 - LEVEL, ratio_clear=ratio < 1 - LEVEL
    )
