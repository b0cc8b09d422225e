"""The figures of who is supported: who takes part, what they began, how far they came."""

from throughline.domain import figures as defined
from throughline.domain.figures import STEP_WORDS, STEPS
from throughline.web.pages import charts, words
from throughline.web.pages.charts import Bar
from throughline.web.pages.figure_words import (
    KINDS,
    NOBODY,
    RANGE,
    SHARES,
    TOO_FEW,
    Table,
    bar,
    cells_of,
    few,
    in_100,
    number,
    result,
)

_BANDS = {
    "sex": ("Sex", "As a list gave it.", defined.SEXES), "age": ("Age", "On the day of sign-up.", defined.AGE_BANDS),
    "sentence": ("Length of sentence", "Of the time in prison that they came out of.", defined.SENTENCE_BANDS),
    "earlier": ("Earlier times in prison", "Only those on our records: there may be more.", defined.EARLIER_BANDS),
}  # fmt: skip


def profile(said, *, audience, names):  # noqa: ARG001
    """Return the sentence, what else to know, charts and tables of who takes part."""
    share = said["shares"][0]
    sentence = result(share, "{count} of {n} people who signed up and came out were met in the community at least once")
    tables, drawn = [], []
    for table in said["tables"]:
        caption, note, bands = _BANDS[table["name"]]
        rows = tuple(
            (bands.get(row, "Everyone"), *(number(cell) for cell in cells))
            for row, cells in zip(table["rows"], table["cells"], strict=True)
        )
        tables.append(Table(caption, note, ("Engaged", "Not met outside", "All"), rows, caption))
        everyone = table["cells"][-1][0]
        if everyone and sum(cells[0] is not None for cells in table["cells"][:-1]) > 1:
            parts = [
                Bar(bands[row], None if cells[0] is None else cells[0] / everyone, "not shown" if cells[0] is None else f"{in_100(cells[0] / everyone)} in 100, {cells[0]:,}")
                for row, cells in zip(table["rows"][:-1], table["cells"][:-1], strict=True)
            ]  # fmt: skip
            drawn.append(
                charts.bars(
                    f"c-{table['name']}",
                    f"{caption} of those engaged",
                    f"{caption} of the people who are engaged, out of 100.",
                    parts,
                )
            )
    return sentence, (defined.ENGAGED.words,), tuple(drawn), tuple(tables)


def outcomes(said, *, audience, names):  # noqa: ARG001
    """Return the same of what people began."""
    by_kind = {one["of"]: one for one in said["shares"]}
    sentence = result(by_kind["any"], "{count} of {n} engaged people began work, training or education")
    rows = tuple((KINDS.get(one["of"], one["of"]), *cells_of(one)) for one in said["shares"])
    chart = charts.bars(
        "c-kinds", "By kind", "Out of 100 engaged people, how many began each.", [bar(KINDS.get(one["of"], one["of"]), one) for one in said["shares"]], notes=(RANGE,)
    )  # fmt: skip
    more = ("It is not known how many of them would have begun it without us.", "It does not say whether it lasted.")
    return (
        sentence,
        more,
        (chart,) if any(one["share"] is not None for one in said["shares"]) else (),
        (Table("What people began", "", SHARES, rows, "Kind"),),
    )


def funnel(said, *, audience, names):  # noqa: ARG001
    """Return the same of how far people came."""
    steps = dict(zip(STEPS, said["steps"], strict=True))
    first = steps["listed"]
    if not first:
        return (NOBODY if first == 0 else TOO_FEW), (), (), ()
    went = [
        f"{number(steps[step])} {words_}"
        for step, words_ in (
            ("asked", "were asked"),
            ("signed_up", "signed up"),
            ("out", "came out"),
            ("contact", "were in touch outside"),
            ("moved_on", "moved on as planned"),
        )
    ]
    sentence = (
        f"Of {few(first)} on a list, {words.names(went)}."
        if None not in said["steps"]
        else f"{few(first).capitalize()} were on a list."
    )
    parts = [
        Bar(
            STEP_WORDS[step],
            None if count is None else count / first,
            number(count).lower() if count is None else f"{count:,} of {first:,}",
        )
        for step, count in steps.items()
    ]
    chart = charts.bars("c-steps", "How far people came", "Of everyone on a list, how many reached each step.", parts)
    tables = []
    called = names | {"all": "Everyone", "open": "Still with us", "ended": "No longer with us"}
    for table in said["tables"]:
        of = {
            "prison": ("By prison", "Prison"),
            "team": ("By team", "Team"),
            "stopped": ("Where people are lost", "Now"),
        }[table["name"]]
        rows = tuple(
            (called.get(row, "Not known"), *(number(cell) for cell in cells))
            for row, cells in zip(table["rows"], table["cells"], strict=True)
        )
        tables.insert(
            0,
            Table(
                of[0],
                "Each person stands once, under the last step that they reached.",
                (*(STEP_WORDS[step] for step in STEPS), "All"),
                rows,
                of[1],
            ),
        )
    more = (
        "Whoever is still with us may yet take the next step. Whoever is no longer with us before the last step was lost there.",
    )
    return sentence, more, (chart,), tuple(tables)
