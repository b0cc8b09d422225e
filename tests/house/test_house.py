"""The house keeps its own rules."""

import ast
import csv
import re
import sys
from pathlib import Path

import pytest
from django.apps import apps

from throughline.domain.moves import MOVES
from throughline.domain.vocabulary import Stage
from throughline.models.history import OF_SIGHT

ROOT = Path("throughline")
ABOUT_NOBODY = {  # tables that hold nothing of a participant, and why
    "account": "a way to sign in", "worker": "who works here", "post": "roles", "absence": "workers", "organisation": "partners", "team": "partners",
    "teamarea": "partners", "teamduty": "partners", "prisonservice": "partners", "partnership": "one row", "programme": "rules", "eligibilityrule": "rules",
    "standardrow": "rules", "consentwording": "rules", "packcontent": "rules", "code": "code lists", "codelist": "code lists", "codeversion": "code lists",
    "council": "places", "prison": "places", "holiday": "places", "mail": "neutral words to workers", "savedform": "keys of forms", "upload": "a sealed file and counts",
    "agreement": "organisations", "agreementparty": "organisations", "agreementversion": "organisations", "agreementpurpose": "organisations",
    "agreementapproval": "workers", "agreementreview": "workers", "sharing": "organisations", "sharingterm": "organisations", "declaredneed": "organisations",
    "look": "ids alone: who was shown whom", "checkpoint": "digests", "alert": "workers, and ids of log rows",
    "safeguardingduty": "workers", "helpnumber": "numbers to ring", "cover": "workers", "token": "workers", "habits": "workers",
    "figureset": "counts: it names nobody", "wholefigures": "counts: it names nobody",
    "sheet": "a number, a prison and a day, who has the paper",
    "reassignment": "workers, and how many people",
    "lettertemplate": "words that anybody may be sent", "letterwords": "words that anybody may be sent",
    "keptform": "sealed words that were not let in, for half a day",
}  # fmt: skip


OF_SET_UP = {f"{model._meta.model_name}change" for model in OF_SIGHT}  # the history of such tables
ABOUT_NOBODY |= dict.fromkeys(OF_SET_UP, "history of the set-up")


def sources(*rooms):
    for room in rooms:
        for path in sorted((ROOT / room).rglob("*.py")):
            yield path, ast.parse(path.read_text())


def test_every_table_holds_something_of_a_person_or_is_listed_as_holding_nothing():
    for model in apps.get_app_config("throughline").get_models():
        name = model._meta.model_name
        personal = hasattr(model, "OPENS")
        if name in ("grant", "grantchange"):
            continue  # the door itself
        assert personal != (name in ABOUT_NOBODY), f"{name}: class it"
        if personal and name not in ("person", "personchange"):
            assert "person" in {field.name for field in model._meta.fields}, (
                f"{name} needs the column that row security reads"
            )


def test_every_personal_table_is_read_through_the_one_door():
    for model in apps.get_app_config("throughline").get_models():
        if hasattr(model, "OPENS"):
            assert hasattr(model.objects, "visible_to"), model


# Parts of actions: called inside one, with its transaction and its `by`. By name, so that a new one beside them is looked at.
PARTS = {
    "agreements": {"state", "draft_of"},
    "approvals": {"missing", "speakers"},
    "beats": {"atomic", "see", "insist", "objection_to_writing", "unchanged", "in_force", "still_in_force", "make_room", "record", "without_a_person", "moment"},
    "endings": {"tries_of"},
    "episodes": {
        "team_serving", "prison_service_of", "can_act", "can_take", "on_duty", "lead_of", "assign", "unassign", "open_to_duty", "open_to_team",
        "in_prison", "last_release", "bring_along", "lies_ahead", "follow_home",
    },
    "grants": {"give", "end_from", "end_one"},
    "looks": {"write_down", "write_down_refusal"},  # the log itself
    "lists": {"alone", "applied", "unread", "left_of", "content_of", "held_facts", "grants_of"},
    "mail": {"tell_worker", "remind_today", "write", "try_to_send"},
    "notes": {"count_contact", "recount", "periods_of", "follow_custody"},
    "ownership": {"offer_to_duty", "take_over", "come_away", "close_open"},
    "people": {"exactly", "the_one"},
    "plans": {"aims_of"},
    "queue": {"defer"},
    "sessions": {"used", "said_in"},
    "workers": {"leave_an_administrator"},
    "keeping": {"purge"},  # the clock's: nobody asks for it
}  # fmt: skip
SILENT = {  # nothing was said of anybody yet: forms' keys, drafts, what is kept for a time
    ("forms", "claim"), ("forms", "settle"), ("forms", "release"), ("notes", "keep_draft"), ("notes", "drop_draft"), ("tokens", "used"),
    ("keeping", "purge"), ("sessions", "keep"), ("sessions", "drop"), ("habits", "use_keys"), ("habits", "read_news"),
}  # fmt: skip


def is_atomic(node):
    return any("atomic" in ast.dump(one) for one in node.decorator_list)


def actions():
    return {path.stem: tree for path, tree in sources("actions")}


def careless_actions(trees, parts=PARTS):
    """Return the public functions that are neither a named part nor atomic with `by`."""
    return [
        f"{shelf}:{node.name}"
        for shelf, tree in trees.items()
        for node in tree.body
        if isinstance(node, ast.FunctionDef)
        and not node.name.startswith("_")
        and node.name not in parts.get(shelf, ())
        and not (is_atomic(node) and "by" in {arg.arg for arg in node.args.kwonlyargs})
    ]


def quiet_actions(trees):
    """Return the atomic functions from which no call leads to a record, through whatever they call in `actions`."""
    calls, atomic = {}, []
    for shelf, tree in trees.items():
        # What a name of this shelf means: a function of it, or one that was imported.
        names = {node.name: (shelf, node.name) for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("throughline.actions."):
                source = node.module.rsplit(".", 1)[1]
                names |= {one.asname or one.name: (source, one.name) for one in node.names}
        for node in ast.walk(tree):
            if not isinstance(node, ast.FunctionDef):
                continue
            found = set()
            for call in ast.walk(node):
                if not isinstance(call, ast.Call):
                    continue
                if isinstance(call.func, ast.Name):
                    found.add(names.get(call.func.id, ("", call.func.id)))
                elif isinstance(call.func, ast.Attribute):
                    owner = ast.unparse(call.func.value)
                    found.add(("self" if owner == "self" else owner, call.func.attr))
                    if owner == "self":
                        found.add((shelf, call.func.attr))
            calls.setdefault((shelf, node.name), set()).update(found)
            if is_atomic(node):
                atomic.append((shelf, node.name))

    def tells(function, seen):
        if function in (("beats", "record"), ("Event", "record"), ("Event", "of")):
            return True
        if function in seen:
            return False
        return any(tells(one, seen | {function}) for one in calls.get(function, ()))

    return [f"{shelf}:{name}" for shelf, name in atomic if not tells((shelf, name), frozenset())]


PERSONAL = {model.__name__ for model in apps.get_app_config("throughline").get_models() if hasattr(model, "OPENS")} | {
    "Grant"
}
# Functions that read rows about people for nobody's eyes, and why.
FOR_NOBODYS_EYES = {
    "throughline/jobs/duty.py:run",  # whose turn has come: ids for the actions of the service
    "throughline/jobs/worries.py:run",  # which lie unread: ids for the action of the service
    "throughline/jobs/mail.py:remind",  # whom to write to: the words name nobody
    "throughline/web/views/lists.py:_held",  # the steward's queue: sealed rows of people whom nobody may see yet
}


def reads_around_sight(path, tree):
    """Return where rows about people are reached by another way than `visible_to`."""
    found = []

    def look(node, function):
        for child in ast.iter_child_nodes(node):
            inside = child.name if isinstance(child, ast.FunctionDef) and function is None else function
            if isinstance(child, ast.Attribute) and child.attr == "objects" and ast.unparse(child.value) in PERSONAL:
                chained = isinstance(node, ast.Attribute) and node.attr == "visible_to"
                if not chained:
                    found.append((inside, child.lineno, ast.unparse(node)[:60]))
            if (
                isinstance(child, ast.Call)
                and ast.unparse(child.func).endswith(("get_object_or_404", "get_list_or_404"))
                and child.args
                and ast.unparse(child.args[0]) in PERSONAL
            ):
                found.append((inside, child.lineno, ast.unparse(child)[:60]))
            look(child, inside)

    look(tree, None)
    return [f"{path}:{line} {words}" for inside, line, words in found if f"{path}:{inside}" not in FOR_NOBODYS_EYES]


def writes(path, tree):
    """Return where a row is changed: saved, made, updated or deleted through a manager or a queryset."""
    found = []
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        owner, verb = ast.unparse(node.func.value), node.func.attr
        makes = verb in ("save", "create", "bulk_create", "bulk_update", "get_or_create", "update_or_create")
        changes = verb in ("update", "delete") and (".objects" in owner or owner.endswith(")"))
        if (makes and owner not in ("notes", "people", "hashlib")) or changes:
            found.append(f"{path}:{node.lineno} {ast.unparse(node.func)[:80]}")
    return found


def statement_clocks(path, tree):
    """Return where a query asks the statement's clock: a grant made in this transaction would not hold by it."""
    kept = {id(one.value) for one in ast.walk(tree) if isinstance(one, ast.keyword) and one.arg == "db_default"}
    return [
        f"{path}:{node.lineno}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and id(node) not in kept and ast.unparse(node.func).split(".")[-1] == "Now"
    ]


def foreign_imports(path, tree):
    """Return what is imported that is neither the standard library nor the domain itself."""
    found = []
    for node in ast.walk(tree):
        names = [one.name for one in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom):
            names = [("." * node.level) + (node.module or "")]
        found += [
            f"{path}:{node.lineno} {name}"
            for name in names
            if name.split(".")[0] not in sys.stdlib_module_names
            and not f"{name}.".startswith(
                ("throughline.domain.", "throughline.policy.") if "policy" in str(path) else "throughline.domain."
            )
        ]
    return found


def test_every_public_action_takes_by_and_is_atomic():
    trees = actions()

    assert careless_actions(trees) == []
    there = {
        shelf: {node.name for node in tree.body if isinstance(node, ast.FunctionDef)} for shelf, tree in trees.items()
    }
    assert {(shelf, name) for shelf, names in PARTS.items() for name in names - there[shelf]} == set(), (
        "gone, but exempt"
    )


def test_every_atomic_action_leaves_a_record():
    quiet = set(quiet_actions(actions()))

    assert quiet == {f"{shelf}:{name}" for shelf, name in SILENT}


def test_only_actions_change_rows():
    rooms = sources("web", "api", "queries", "policy", "domain", "jobs", "exchange", "models")

    assert [one for path, tree in rooms for one in writes(path, tree)] == []


def test_people_are_read_only_through_sight():
    assert [
        one for path, tree in sources("web", "api", "jobs", "exchange") for one in reads_around_sight(path, tree)
    ] == []


def test_queries_ask_the_transactions_clock():
    assert [
        one for path, tree in sources("models", "queries", "web", "api") for one in statement_clocks(path, tree)
    ] == []


def test_the_domain_imports_nothing_but_the_standard_library():
    assert [one for path, tree in sources("domain", "policy") for one in foreign_imports(path, tree)] == []


@pytest.mark.parametrize(
    ("check", "bad"),
    [
        (careless_actions, "def publish(pk): Person.objects.filter(pk=pk)"),
        (careless_actions, "@transaction.atomic\ndef publish(pk): ..."),
        (quiet_actions, "@transaction.atomic\ndef publish(pk, *, by): _end(pk)\ndef _end(pk): pk.save()"),
        (quiet_actions, "@transaction.atomic\ndef publish(pk, *, by): mark(pk)"),
        (reads_around_sight, "def view(request, pk): return Person.objects.filter(pk=pk)"),
        (reads_around_sight, "def view(request, pk): return Note.objects.get(pk=pk)"),
        (reads_around_sight, "def view(request, pk): return Episode.objects.select_related('person').all()"),
        (reads_around_sight, "def view(request, pk): return get_object_or_404(Plan, pk=pk)"),
        (writes, "def view(request): Worker.objects.filter(pk=1).update(name='x')"),
        (writes, "def view(request): Worker.objects.filter(pk=1).delete()"),
        (writes, "def view(request): worker.save()"),
        (statement_clocks, "rows.filter(starts__lte=Now())"),
        (statement_clocks, "rows.filter(starts__lte=models.functions.Now())"),
        (foreign_imports, "import numpy"),
        (foreign_imports, "def late():\n    from throughline.models import Person"),
    ],
)
def test_each_of_these_checks_can_fail(check, bad):
    tree = ast.parse(bad)

    found = (
        check({"new": tree}) if check in (careless_actions, quiet_actions) else check("throughline/domain/new.py", tree)
    )

    assert len(found) == 1, bad


def test_a_record_that_a_helper_writes_counts_and_what_is_seen_may_be_read():
    recorded = ast.parse(
        "from throughline.actions.beats import record\n@transaction.atomic\ndef publish(pk, *, by): _end(pk)\ndef _end(pk): record('x', pk, by=None)"
    )
    seen = ast.parse("def view(request, pk): return Note.objects.visible_to(request.standing).get(pk=pk)")

    assert quiet_actions({"new": recorded}) == []
    assert reads_around_sight("new.py", seen) == []


def test_every_field_is_classed_for_keeping_export_and_erasure():
    with Path("docs/keeping.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    classed = [(row["table"], row["field"]) for row in rows]
    fields = {
        (model._meta.model_name, field.name): hasattr(model, "OPENS")
        for model in apps.get_app_config("throughline").get_models()
        for field in model._meta.concrete_fields
    }

    assert set(classed) == set(fields)
    assert len(classed) == len(set(classed))
    for row in rows:
        assert row["kept"] in ("record", "worker", "days", "always"), row
        assert row["export"] in ("person", "worker", "no"), row
        assert row["erasure"] in ("empty", "keep", "row"), row
        # History goes as whole rows, with the row that it is of (reliability.md 13).
        history = row["table"].endswith("change") and row["table"] not in OF_SET_UP
        assert (row["erasure"] == "row") == history, row
        if fields[row["table"], row["field"]]:
            assert row["kept"] != "always", f"{row}: something of a person is not kept for ever"
    assert {("person", "given_names"), ("note", "words")} <= {
        (row["table"], row["field"]) for row in rows if (row["export"], row["erasure"]) == ("person", "empty")
    }


def test_rules_are_told_the_time():
    found = [
        f"{path}:{node.lineno}"
        for path, tree in sources("domain", "policy")
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr in ("now", "today", "utcnow")
    ]
    assert found == []


def test_every_stage_has_its_moves():
    assert set(MOVES) == set(Stage)
    assert all(moves <= set(Stage) for moves in MOVES.values())


def test_nothing_is_left_for_later_and_no_word_is_one_we_do_not_use():
    marks = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")
    words = re.compile(r"\b(offender|service user|terminated|non-compliant|client number)\b", re.IGNORECASE)
    for path in sorted([*ROOT.rglob("*.py"), *ROOT.rglob("*.html")]):
        text = path.read_text()
        assert not marks.search(text), path
        if path.name != "columns.py":  # the names that prisons' own lists use
            assert not words.search(text), (path, words.search(text))


def test_no_style_or_script_stands_in_a_page():
    for path in sorted(ROOT.rglob("*.html")):
        text = path.read_text()
        assert not re.search(r'\sstyle=|<style|\son\w+=|<script(?! src| type="application/json")', text), path


def _syllables(word):
    word = re.sub(r"[^a-z]", "", word.lower())
    if len(word) <= 3:
        return 1
    word = re.sub(r"(?:[^laeiouy]es|ed|[^laeiouy]e)$", "", word)
    return max(1, len(re.findall(r"[aeiouy]{1,2}", word)))


def test_the_pages_read_like_a_plain_letter():
    """Flesch-Kincaid grade over all sentences of all templates and rules: 0.39 words/sentence + 11.8 syllables/word - 15.59."""
    sentences = []
    for path in sorted(ROOT.rglob("*.html")):
        bare = re.sub(r"\{%.*?%\}|\{\{.*?\}\}|<[^>]+>", " ", path.read_text(), flags=re.DOTALL)
        sentences += [s for s in re.split(r"(?<=[.?!])\s", bare) if len(s.split()) >= 3]
    for _, tree in sources("domain"):
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "Objection" and len(node.args) > 1:
                bare = re.sub(r"\{[^}]*\}", "x", ast.unparse(node.args[1])).strip("f'\"")
                sentences += [s for s in re.split(r"(?<=[.?!])\s", bare) if len(s.split()) >= 3]
    words = [word for sentence in sentences for word in re.findall(r"[A-Za-z’']+", sentence)]
    grade = 0.39 * len(words) / len(sentences) + 11.8 * sum(map(_syllables, words)) / len(words) - 15.59
    assert len(sentences) > 150
    assert grade <= 6, f"grade {grade:.1f}"


@pytest.mark.django_db
def test_the_dates_of_every_history_follow_from_its_facts(cast):
    from tests import histories
    from tests.cast import TODAY, days
    from throughline.actions import custody
    from throughline.models import Episode
    from throughline.queries.rebuild import differences

    histories.arrive(cast, given="Ann")
    histories.with_mentor(cast, given="Bob")
    histories.with_plan(cast, given="Cal")
    out = histories.out_and_engaged(cast)
    custody.go_in(out.person_id, by=cast.stands("mentor"), status="remand", on=days(-2), today=TODAY, prison="S-BAR")

    assert Episode.objects.count() == 4
    assert differences() == []
    kept = Episode.objects.filter(pk=out.pk).values("first_contact_at", "custody_since").get()
    Episode.objects.filter(pk=out.pk).update(first_contact_at=None, custody_since=TODAY)
    assert len(differences()) == 2
    Episode.objects.filter(pk=out.pk).update(**kept)


def test_the_reference_pages_say_what_the_code_says():
    from throughline.commands.document import PLACE, pages

    written = {path.name: path.read_text(encoding="utf-8") for path in PLACE.glob("*.md")}

    assert written == pages()


def test_every_row_of_the_ledger_that_works_has_a_test():
    rows = re.findall(r"^\| ([A-Z]\d+) \|[^|]*\| (works|part) \|", Path("docs/ledger.md").read_text(), re.MULTILINE)
    tested = {
        one
        for path in Path("tests").rglob("test_*.py")
        for one in re.findall(r'mark\.ledger\("(\w+)"', path.read_text())
    }

    assert len(rows) > 10
    assert {one for one, _ in rows} - tested == set()
    assert tested - {one for one, _ in rows} == set(), "a test of a row that the ledger does not have"


def test_every_picture_of_the_guides_is_there_and_taken_by_a_test():
    shown = {
        one
        for path in Path("docs/guides").glob("*.md")
        for one in re.findall(r"pictures/([\w-]+)\.png", path.read_text())
    }
    kept = {path.stem for path in Path("docs/guides/pictures").glob("*.png")}
    taken = Path("tests/journeys/test_every_page.py").read_text()

    assert shown == kept
    assert all(f'"{one}"' in taken for one in shown)


def test_what_was_done_on_a_record_has_words_for_its_page_of_changes():
    """Every action on somebody's record is called something short there, and nothing else is."""
    from throughline.web.pages.deeds import DEEDS, LEAVES_IT_ALONE, NOT_OF_A_RECORD

    deeds = {
        f"{path.stem}.{node.name}"
        for path in (ROOT / "actions").glob("*.py")
        for node in ast.parse(path.read_text()).body
        if isinstance(node, ast.FunctionDef) and "atomic" in map(ast.unparse, node.decorator_list)
    }
    wordless = {one for one in deeds if one.split(".")[0] not in NOT_OF_A_RECORD} - LEAVES_IT_ALONE

    assert set(DEEDS) - {"ownership._to_the_lead"} == wordless  # that one is how a leaver and a conflict are told alike
    assert deeds >= LEAVES_IT_ALONE
