"""`throughline document`: the reference pages, written from the code, so that they cannot say anything else."""

import argparse
import ast
import importlib
import inspect
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

PLACE = Path("docs/reference")
_HEAD = "<!-- Written by `throughline document`. Change the code, then run it again. -->\n\n"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the check."""
    parser.add_argument("--check", action="store_true", help="say which pages differ from the code, and write nothing")


def run(chosen: argparse.Namespace) -> int:
    """Write the pages, or compare them."""
    import django

    django.setup()
    differing = [
        name
        for name, text in pages().items()
        if not (PLACE / name).is_file() or (PLACE / name).read_text(encoding="utf-8") != text
    ]
    if chosen.check:
        for name in differing:
            print(f"{PLACE / name} differs from the code.")
        return 1 if differing else 0
    PLACE.mkdir(parents=True, exist_ok=True)
    for name in differing:
        (PLACE / name).write_text(pages()[name], encoding="utf-8")
    print(f"{len(differing)} pages written, {len(pages()) - len(differing)} as they were.")
    return 0


def pages() -> dict[str, str]:
    """Return every page by its file name. Django must be set up."""
    made = {
        "stages.md": _stages(), "roles.md": _roles(), "grants.md": _grants(), "events.md": _events(), "fields.md": _fields(),
        "clocks.md": _clocks(), "codes.md": _codes(), "addresses.md": _addresses(), "columns.md": _columns(), "commands.md": _commands(), "api.md": _api(),
    }  # fmt: skip
    return {name: _HEAD + "\n".join(lines).rstrip() + "\n" for name, lines in made.items()}


def _table(head: Sequence[str], rows: Iterator[Sequence[object]] | Sequence[Sequence[object]]) -> list[str]:
    lines = [f"| {' | '.join(head)} |", f"|{'---|' * len(head)}"]
    return lines + [
        f"| {' | '.join(str(cell).replace('|', '/').replace(chr(10), ' ') for cell in row)} |" for row in rows
    ]


def _first_line(thing: object) -> str:
    return (inspect.getdoc(thing) or "").split("\n\n")[0].replace("\n", " ").strip()


def _stages() -> list[str]:
    from throughline.domain.moves import MOVES
    from throughline.domain.vocabulary import Stage

    order = list(Stage)
    return [
        "# Stages",
        "",
        "The database derives the stage of an episode from its dates; nobody sets it. These are the moves that facts can lead to.",
        "",
        *_table(["stage", "in words", "what can follow"], [
            (f"`{one}`", one.label, ", ".join(f"`{next_}`" for next_ in order if next_ in MOVES[one])) for one in order
        ]),
        "",
        "```mermaid",
        "stateDiagram-v2",
        *[f"  {one} --> {next_}" for one in order for next_ in order if next_ in MOVES[one]],
        "```",
    ]  # fmt: skip


def _roles() -> list[str]:
    from throughline.domain.vocabulary import Role
    from throughline.policy import standing

    sets = [
        ("sets up", standing.SETUP_ROLES), ("loads lists and adds people", standing.LISTING_ROLES),
        ("works on records granted to them", standing.WORKING_ROLES), ("sees what their team was granted", standing.SEEING_ROLES),
    ]  # fmt: skip
    return [
        "# Roles",
        "",
        "A role says what a worker may do. To whom is never said by a role: that is a grant.",
        "",
        *_table(
            ["role", *[words for words, _ in sets]],
            [(role.label, *["yes" if role in held else "" for _, held in sets]) for role in Role],
        ),
    ]


def _grants() -> list[str]:
    from throughline.policy.grants import OPENED_BY, Basis, Opens

    return [
        "# Grants",
        "",
        "A grant opens some kinds of information about one person to a worker, a team or an organisation, for a time, because of a fact. "
        "When the fact ends the grant ends with it.",
        "",
        *_table(["kind of information", "bit"], [(kind.name.lower(), kind.value) for kind in Opens]),
        "",
        *_table(
            ["basis", "because the grantee", "opens"],
            [
                (f"`{basis}`", basis.label, ", ".join(kind.name.lower() for kind in Opens if kind & OPENED_BY[basis]) if basis in OPENED_BY else "what its giver says")
                for basis in Basis
            ],
        ),
    ]  # fmt: skip


def _events() -> list[str]:
    rows = []
    for path in sorted(Path(importlib.import_module("throughline.actions").__path__[0]).glob("*.py")):
        module = importlib.import_module(f"throughline.actions.{path.stem}")
        for function in ast.parse(path.read_text(encoding="utf-8")).body:
            if not isinstance(function, ast.FunctionDef):
                continue
            for call in ast.walk(function):
                if (
                    isinstance(call, ast.Call)
                    and getattr(call.func, "id", "") == "record"
                    and call.args
                    and isinstance(call.args[0], ast.Constant)
                ):
                    rows.append(
                        (
                            f"`{call.args[0].value}`",
                            f"`{path.stem}.{function.name}`",
                            _first_line(getattr(module, function.name)),
                        )
                    )
    return [
        "# Events",
        "",
        "What every change leaves behind. An event holds codes, dates and ids, never anybody's words.",
        "",
        *_table(["event", "left by", "which does this"], sorted(rows)),
    ]


def _fields() -> list[str]:
    from django.apps import apps

    from throughline.models import HISTORY
    from throughline.models.sight import Personal
    from throughline.policy.grants import Opens

    lines = ["# Fields", "", "Every table of ours. *Opened by* is the kind of information a grant must open for its rows to be seen.", ""]  # fmt: skip
    for model in sorted(apps.get_app_config("throughline").get_models(), key=lambda one: one.__name__):
        if model in HISTORY.values():
            continue
        opens = Opens(model.OPENS).name.lower() if issubclass(model, Personal) else "nothing of a person"
        lines += [f"## {model.__name__}", "", _first_line(model), "", f"Opened by: {opens}.{_kept(model)}", ""]
        lines += _table(
            ["field", "kind", "may be empty"],
            [
                (
                    f"`{field.name}`",
                    type(field).__name__
                    + (f" of {field.related_model.__name__}" if field.related_model is not None else ""),
                    "yes" if field.null else "",
                )
                for field in model._meta.get_fields()
                if getattr(field, "concrete", False)
            ],
        )
        lines.append("")
    return lines


def _kept(model: type) -> str:
    from throughline.models import HISTORY
    from throughline.models.history import LEFT_OUT

    name = model.__name__.lower()
    if name not in HISTORY:
        return ""
    left = LEFT_OUT.get(name, ())
    return " What a row said before it was changed is kept" + (
        f", but for {' and '.join(f'`{one}`' for one in left)}." if left else "."
    )


def _clocks() -> list[str]:
    from throughline.domain.clocks import SHIPPED

    return [
        "# Clocks",
        "",
        "The standards that a programme begins with. Each is a row that the partnership may change from a day on.",
        "",
        *_table(
            ["clock", "in words", "starts with", "due", "met by", "stops with", "owed by", "source"],
            [
                (f"`{one.code}`", one.words, one.starts, f"{one.length.words} {'before' if one.ahead else 'after'}{', again each time' if one.repeats else ''}", one.met_by, ", ".join(one.stops), one.owed_by.label, one.source)
                for one in SHIPPED
            ],
        ),
    ]  # fmt: skip


def _codes() -> list[str]:
    from throughline.domain.codes import SHIPPED

    lines = ["# Code lists", "", "Version 1 as shipped. Traits are what rules read.", ""]
    for one in SHIPPED:
        lines += [f"## {one.words} (`{one.name}`)", ""]
        lines += _table(
            ["code", "words", "traits"],
            [
                (f"`{code.code}`", code.words, ", ".join(f"{k}: {v}" for k, v in code.traits.items()))
                for code in one.codes
            ],
        )
        lines.append("")
    return lines


def _addresses() -> list[str]:
    from django.urls import get_resolver

    rows = [
        (f"`/{one.pattern}`", f"`{one.name}`", _first_line(one.callback))
        for one in get_resolver("throughline.web.urls").url_patterns
        if not hasattr(one, "url_patterns")
    ]
    return ["# Addresses", "", "No address holds a name or a number of anybody.", "", *_table(["address", "name", "what it does"], sorted(rows))]  # fmt: skip


def _columns() -> list[str]:
    from throughline.exchange.columns import ALIASES

    return [
        "# Columns of lists",
        "",
        "The names that a column of a liberation list or a custody file may go by, as Scottish and English prisons export them. "
        "Capitals, dots, dashes and blanks do not matter, nor does the order of columns. A column with another name is left out, and the page says so.",
        "",
        *_table(["what it means", "names"], [(f"`{column}`", ", ".join(names)) for column, names in ALIASES.items()]),
    ]


def _commands() -> list[str]:
    from throughline.commands import VERBS

    lines = ["# The command line", "", "`throughline` (or `python -m throughline`) and a verb.", ""]
    for verb, words in VERBS.items():
        parser = argparse.ArgumentParser(prog=f"throughline {verb}")
        importlib.import_module(f"throughline.commands.{verb.replace('-', '_')}").arguments(parser)
        lines += [f"## throughline {verb}", "", f"{words[0].upper()}{words[1:]}.", ""]
        rows = [
            (f"`{' '.join(action.option_strings) or action.dest}`", action.help or "")
            for action in parser._actions
            if action.dest != "help"
        ]
        if rows:
            lines += [*_table(["", ""], rows), ""]
    return lines


def _api() -> list[str]:
    from throughline.api.problems import SAID
    from throughline.api.urls import api
    from throughline.domain.tokens import LONGEST, MOST

    said = api.get_openapi_schema()
    shapes = said["components"]["schemas"]
    lines = [
        "# The API",
        "",
        f"{said['info']['description']} The whole description, OpenAPI {said['openapi']}, is at `/api/openapi.json` for whoever is signed in.",
        "",
        f"Make a token under *More*, *Your access tokens*. It works for {LONGEST.days} days at most; you may have {MOST}. Send it with each request, in the header and nowhere else:",
        "",
        "```sh",
        'curl -H "Authorization: Bearer $TOKEN" https://record.example.org/api/people',
        "```",
        "",
        "- A cookie lets nobody in. An expired token, one that was ended, one of somebody who left and one that never was get the same answer.",
        "- What a token shows stands in the read log, like a page.",
        "- A note carries a `client_id` that your program makes (a UUID). If no answer came, send it again: the same note is saved once. So with a mark: the same result sent again is the same mark.",
        "- What is not open to you is `null`. Somebody you may not see and somebody who is not there are the same 404.",
        f"- A list holds {_most_listed()} people at most.",
        "",
        "## Operations",
        "",
    ]
    for path, methods in said["paths"].items():
        for method, one in methods.items():
            lines += [f"### {method.upper()} {path}", "", " ".join(one["description"].split()), ""]
            asked = [
                (f"`{given['name']}`", given["in"], _kind(given["schema"], shapes), "yes" if given["required"] else "")
                for given in one.get("parameters", [])
            ]
            body = one.get("requestBody")
            if body is not None:
                shape = shapes[body["content"]["application/json"]["schema"]["$ref"].split("/")[-1]]
                asked += [
                    (f"`{name}`", "body", _kind(field, shapes), "yes" if name in shape["required"] else "")
                    for name, field in shape["properties"].items()
                ]
            if asked:
                lines += [*_table(["sent", "in", "what", "needed"], asked), ""]
            good = sorted(status for status in one["responses"] if int(status) < 400)
            shape = one["responses"][good[0]]["content"]["application/json"]["schema"]["$ref"].split("/")[-1]
            wrong = ", ".join(sorted(str(status) for status in one["responses"] if int(status) >= 400))
            lines += [f"Answers {' or '.join(str(status) for status in good)} with `{shape}`, or {wrong}.", ""]
    lines += ["## What comes back", ""]
    for name, shape in shapes.items():
        if shape.get("type") == "object" and name not in ("NoteSent", "ResultSent"):
            lines += [f"### {name}", "", shape.get("description", ""), ""]
            lines += _table(
                ["field", "what"], [(f"`{field}`", _kind(kind, shapes)) for field, kind in shape["properties"].items()]
            )
            lines.append("")
    return [
        *lines,
        "## When something is wrong",
        "",
        "The answer is `application/problem+json` (RFC 9457). `code` is for machines and does not change, `detail` is a sentence; "
        "`errors` names the fields, where it is about some. Where a rule of the work said no, its own code and words stand there.",
        "",
        *_table(["status", "code", "detail"], [(status, f"`{code}`", words) for status, (code, words) in SAID.items()]),
    ]


def _most_listed() -> int:
    from throughline.queries.people import MOST_LISTED

    return MOST_LISTED


def _kind(field: dict[str, Any], shapes: dict[str, Any]) -> str:
    """Return in a few words what a field of the API holds."""
    if "$ref" in field:
        name = field["$ref"].split("/")[-1]
        return _kind(shapes[name], shapes) if "enum" in shapes[name] else f"`{name}`"
    if "anyOf" in field:
        return " or ".join(_kind(one, shapes) for one in field["anyOf"])
    if "enum" in field:
        return "one of " + ", ".join(f"`{one}`" for one in field["enum"])
    if field.get("type") == "array":
        return f"list of {_kind(field['items'], shapes)}"
    words = str(field.get("format") or field.get("type") or "anything")
    return words + (f", at most {field['maxLength']} letters" if "maxLength" in field else "")
