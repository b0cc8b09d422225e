"""What a report says, in order, as headings, sentences, tables and charts: the page and the sheet both show these."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from throughline.domain import readings
from throughline.evaluation import charts
from throughline.evaluation.survival import fixed, number, p_value, percent


@dataclass(frozen=True)
class Heading:
    """A heading of the second or third level."""

    words: str
    level: int = 2


@dataclass(frozen=True)
class Words:
    """A paragraph. `kind` is "plain", "result" for what the figures say, or "grave" for what must be read first."""

    words: str
    kind: str = "plain"
    lead: str = ""


@dataclass(frozen=True)
class Table:
    """A table with a caption; `numbers` says which columns hold numbers."""

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: tuple[int, ...] = ()


@dataclass(frozen=True)
class Figure:
    """A chart with its title, and what it shows in words."""

    svg: str
    title: str
    about: str


Block = Heading | Words | Table | Figure


def title(report: dict[str, Any]) -> str:
    """Return what a report is called."""
    return f"Time to {report['event']}" if report["made"] else "No figures were made"


def lines_under(report: dict[str, Any]) -> str:
    """Return where it comes from."""
    return f"From {report['file']} (SHA-256 {report['sha256'][:16] or 'none'}…), made on {report['made_on']} by Throughline."


def blocks(report: dict[str, Any], *, font: str = "sans-serif") -> Iterator[Block]:
    """Return everything that a report says."""
    grave = [one for one in report["findings"] if one["grave"]]
    if not report["made"]:
        for one in report["findings"]:
            yield Words(f"{one['words']} {one['done']}", "grave")
        return
    if grave:
        yield Heading("Read this first")
        for one in grave:
            yield Words(one["done"], "grave", lead=one["words"])
    yield from _in_plain_words(report)
    if report["kaplan_meier"]:
        yield from _curves(report, font)
    if report["log_rank"]:
        yield from _log_rank(report)
    if report["cox"]:
        yield from _cox(report, font)
    if report["recurrent"]:
        yield from _recurrent(report, font)
    yield from _cohort(report)
    yield from _findings(report)
    yield from _how(report)


def _in_plain_words(report: dict[str, Any]) -> Iterator[Block]:
    yield Heading("In plain words")
    share = report["cohort"]["share_with_event"]
    yield Words(
        f"{share['count']:,} of {share['n']:,} people had “{report['event']}” while they were followed: {percent(share['share'])} "
        f"(95% interval {percent(share['lower'])} to {percent(share['upper'])}). That takes no account of who was followed for a shorter time; the curve below does.", "result",
    )  # fmt: skip
    for one in report["readings"]:
        if one["audience"] == "manager":
            yield Words(one["result"], "result")
    if report["side_by_side"]:
        yield Words(report["side_by_side"], "result")
    told = report["told"]
    yield Words(told["follow_up"], lead="How long. ")
    yield Words(told["missing"], lead="Who is missing. ")
    if len(report["groups"]) > 1:
        yield Words(_first(told["other"]), lead="What else could explain it. ")


def _first(words: str) -> str:
    words = words.removeprefix("What else could explain it: ")
    return words[:1].upper() + words[1:]


def _names(report: dict[str, Any]) -> list[str]:
    return [f"{report['question']['group']}\u00a0=\u00a0{group}" for group in report["groups"]]


def _curves(report: dict[str, Any], font: str) -> Iterator[Block]:
    made, unit, event = report["kaplan_meier"], report["unit"], report["event"]
    if report["question"]["person"]:
        event = f"first {event}"
    yield Heading(f"How many are still without “{event}”")
    yield Words(
        f"Kaplan-Meier estimates with 95% {made['limits_words']}. {readings.few_at_risk(made['least_at_risk'])} "
        "The shaded band is the interval at each time."
    )  # fmt: skip
    yield _chart(report, [("Everyone", made["overall"])], f"Everyone: share still without “{event}”", "all", font)
    yield _at(f"Everyone, by {unit}", [("Everyone", made["overall"])], unit)
    if made["groups"]:
        several = list(zip(_names(report), made["groups"], strict=True))
        yield _chart(
            report, several, f"By {report['question']['group']}: share still without “{event}”", "groups", font
        )
        yield _at(f"By {report['question']['group']}, by {unit}", several, unit)


def _chart(
    report: dict[str, Any], curves: Sequence[tuple[str, dict[str, Any]]], called: str, key: str, font: str
) -> Figure:
    made = report["kaplan_meier"]
    until = max(made["overall"]["drawn_until"], 1e-9)
    about = " ".join(
        f"{name}: {_end(curve)} at {number(curve['drawn_until'], 1)} {report['unit']}, of {curve['n']:,} people." for name, curve in curves
    )  # fmt: skip
    lines = [charts.Line(name, curve["steps"], curve["drawn_until"], curve["axis_at_risk"]) for name, curve in curves]
    svg = charts.survival(
        lines, at=made["axis"], until=until, unit=report["unit"], title=called, about=about, key=key, font=font
    )
    return Figure(svg, called, about)


def _end(curve: dict[str, Any]) -> str:
    return percent(curve["steps"][-1][1]) if curve["steps"] else "100.0%"


def _at(caption: str, curves: Sequence[tuple[str, dict[str, Any]]], unit: str) -> Table:
    rows = []
    for name, curve in curves:
        for point in curve["at"]:
            when = f"{number(point['time'], 1)}"
            if point["given"]:
                interval = (
                    f"{percent(point['lower'])} to {percent(point['upper'])}" if point["returned"] else "not defined"
                )
                rows.append(
                    (
                        name,
                        when,
                        f"{point['at_risk']:,}",
                        f"{point['returned']:,}",
                        percent(point["survival"]),
                        interval,
                    )
                )
            else:
                rows.append((name, when, f"{point['at_risk']:,}", "not given", "not given", "not given"))
    header = ("Who", unit.capitalize(), "Still followed", "Had it by then", "Still without", "95% interval")
    if len(curves) == 1:
        return Table(caption, header[1:], tuple(row[1:] for row in rows), (0, 1, 2, 3, 4))
    return Table(caption, header, tuple(rows), (1, 2, 3, 4, 5))


def _evaluators(report: dict[str, Any], measure: str) -> Iterator[Block]:
    for one in report["readings"]:
        if one["audience"] == "evaluator" and one["measure"] == measure:
            yield Words(one["result"])


def _log_rank(report: dict[str, Any]) -> Iterator[Block]:
    test = report["log_rank"]
    yield Heading("The groups as they came: log-rank")
    rows = tuple(
        (name, f"{one['n']:,}", f"{one['observed']:,}", fixed(one["expected"], 2))
        for name, one in zip(_names(report), test["groups"], strict=True)
    )
    yield Table(
        "Events, and those expected if the groups were alike",
        ("Group", "People", "Events", "Expected"),
        rows,
        (1, 2, 3),
    )
    yield Words(
        f"Chi-squared {number(test['chi2'], 4)} on {test['df']} degree{'s' if test['df'] > 1 else ''} of freedom, p\u00a0{p_value(test['p'])}."
    )
    yield from _evaluators(report, "curves")


def _terms(caption: str, model: dict[str, Any], *, robust: bool) -> Table:
    rows = tuple(
        (
            one["name"], fixed(one["ratio"]), f"{fixed(one['lower'])} to {fixed(one['upper'])}", fixed(one["coef"], 4),
            fixed(one["std_err"], 4), p_value(one["p"]).removeprefix("=\u00a0"),
        )
        for one in model["terms"]
    )  # fmt: skip
    return Table(
        caption, ("Column", "Ratio of rates", "95% interval", "Log ratio", "Robust error" if robust else "Error", "p"), rows, (1, 2, 3, 4, 5)
    )  # fmt: skip


def _forest(model: dict[str, Any], called: str, key: str, font: str) -> Figure:
    about = " ".join(
        f"{one['name']}: {fixed(one['ratio'])} ({fixed(one['lower'])} to {fixed(one['upper'])})."
        for one in model["terms"]
    )
    svg = charts.ratios(
        [(one["name"], one["ratio"], one["lower"], one["upper"]) for one in model["terms"]],
        title=called,
        about=about,
        key=key,
        font=font,
    )
    return Figure(svg, called, about)


def _cox(report: dict[str, Any], font: str) -> Iterator[Block]:
    model = report["cox"]
    yield Heading("People alike in the other columns compared: Cox")
    yield Words(
        f"Cox’s regression on {model['n']:,} rows with {model['events']:,} events, {model['ties']}’s way with ties. A ratio below 1: the event comes less often, "
        "at any time, where the column is one higher."
    )  # fmt: skip
    yield _forest(model, "Ratios of rates with 95% intervals", "cox", font)
    yield _terms("Cox’s regression", model, robust=False)
    yield Words(
        f"Log likelihood {fixed(model['null_log_likelihood'], 4)} without and {fixed(model['log_likelihood'], 4)} with these columns: "
        f"chi-squared {fixed(model['likelihood_ratio'], 2)} on {model['df']} degrees of freedom, p\u00a0{p_value(model['p'])}."
    )  # fmt: skip
    checked = model["proportional_hazards"]
    named = ", ".join(f"“{one}”" for one in checked["flagged"]) or "none"
    drawn = f" Checked on {checked['checked']:,} rows of a fixed draw." if 0 < checked["checked"] < model["n"] else ""
    if not checked["checked"]:
        named = "not checked"
    yield Words(f"{named}. {checked['words']}{drawn}", lead="Flagged for a ratio that changes with time: ")
    yield from _evaluators(report, "rate_ratio")


def _recurrent(report: dict[str, Any], font: str) -> Iterator[Block]:
    yield Heading("Every event, and not only the first")
    rows = tuple(
        (
            "Everyone" if one["group"] is None else f"{report['question']['group']}\u00a0=\u00a0{one['group']}", f"{one['people']:,}", f"{one['events']:,}",
            f"{one['time_at_risk']:,.0f}", fixed(one["rate"], 4),
        )
        for one in report["rates"]
    )  # fmt: skip
    unit = report["unit"]
    yield Table(
        "Events and time at risk",
        ("Who", "People", "Events", f"{unit.capitalize()} at risk", f"Events per {unit.removesuffix('s')}"),
        rows,
        (1, 2, 3, 4),
    )
    for model in report["recurrent"]:
        yield Heading(model["name"], 3)
        yield Words(
            f"{model['words']} {model['rows']:,} rows of {model['people']:,} people, {model['events']:,} events; errors are robust by person."
        )
        if model["model"] == "AG":
            yield _forest(model, "Ratios of rates with 95% intervals", "ag", font)
        yield _terms(model["name"], model, robust=True)
    yield from _evaluators(report, "repeated")


def _cohort(report: dict[str, Any]) -> Iterator[Block]:
    made, unit = report["cohort"], report["unit"]
    yield Heading("Who is in it")
    rows = [("Rows in the file", f"{made['rows']:,}"), ("Rows in the figures", f"{made['used']:,}")]
    if made["people"] is not None:
        rows.append(("People in the figures", f"{made['people']:,}"))
    rows += [
        ("Events", f"{made['events']:,}"), (f"{unit.capitalize()} at risk, all together", f"{made['time_at_risk']:,.0f}"),
        ("Shortest and longest time", f"{number(made['shortest'], 1)} to {number(made['longest'], 1)} {unit}"),
    ]  # fmt: skip
    for name, one in zip(_names(report), made["groups"], strict=True):
        rows.append((name, f"{one['people']:,} people, {one['events']:,} events"))
    yield Table("The cohort", ("What", "How many"), tuple(rows), (1,))
    left = tuple((one["why"], f"{one['rows']:,}") for one in made["left_out"])
    if left:
        yield Table("Rows left out of every figure, and why", ("Why", "Rows"), left, (1,))
    else:
        yield Words("No row was left out of every figure.")
    missing = tuple((one["column"], f"{one['rows']:,}") for one in made["missing"] if one["rows"])
    if missing:
        yield Table("Cells without a value, by column (the other columns have none)", ("Column", "Rows"), missing, (1,))
    else:
        yield Words("None of the columns used has an empty cell.")


def _findings(report: dict[str, Any]) -> Iterator[Block]:
    yield Heading("What was found in the file, and what was done")
    rows = tuple((one["words"], one["done"]) for one in report["findings"]) or (
        ("Nothing out of the ordinary.", "Every row was used."),
    )
    yield Table("Each thing found", ("Found", "Done"), rows)


def _how(report: dict[str, Any]) -> Iterator[Block]:
    asked = report["question"]
    yield Heading("How it was made")
    rows = [("Event", _column(asked["event"], asked["event_name"])), ("Unit of time", report["unit"])]
    rows += [
        (called, asked[name] if isinstance(asked[name], str) else ", ".join(map(str, asked[name])))
        for name, called in (
            ("time", "Time"), ("begins", "From"), ("ends", "To"), ("person", "Person"), ("start", "Start of a row"), ("stop", "End of a row"),
            ("group", "Groups"), ("covariates", "Other columns of the model"), ("coding", "Coding of the event"), ("data_date", "Day of the data"),
        )
        if asked[name]
    ]  # fmt: skip
    rows.append(("Groups drawn by lot", "yes, as whoever made this says" if asked["drawn_by_lot"] else "not said"))
    yield Table("The question", ("What", "Which"), tuple(rows))
    yield Words(
        "Kaplan-Meier with Greenwood’s variance; log-rank; Cox and the models of repeated events by partial likelihood; shares by Wilson’s interval. "
        "Checked against R’s survival package. Every number here is in report.json."
    )  # fmt: skip


def _column(name: str, called: str) -> str:
    return f"{name} (called “{called}” here)" if called and called != name else name
