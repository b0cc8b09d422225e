"""The house keeps its own rules."""

import ast
import re
from pathlib import Path

import pytest
from django.apps import apps

from throughline.domain.moves import MOVES
from throughline.domain.vocabulary import Stage

ROOT = Path("throughline")
ABOUT_NOBODY = {  # tables that hold nothing of a participant, and why
    "account": "a way to sign in", "worker": "who works here", "post": "roles", "absence": "workers", "organisation": "partners", "team": "partners",
    "teamarea": "partners", "teamduty": "partners", "prisonservice": "partners", "partnership": "one row", "programme": "rules", "eligibilityrule": "rules",
    "standardrow": "rules", "consentwording": "rules", "packcontent": "rules", "code": "code lists", "codelist": "code lists", "codeversion": "code lists",
    "council": "places", "prison": "places", "holiday": "places", "mail": "neutral words to workers", "savedform": "keys of forms", "upload": "a sealed file and counts",
    "safeguardingduty": "workers", "helpnumber": "numbers to ring",
}  # fmt: skip


def sources(*rooms):
    for room in rooms:
        for path in sorted((ROOT / room).rglob("*.py")):
            yield path, ast.parse(path.read_text())


def test_every_table_holds_something_of_a_person_or_is_listed_as_holding_nothing():
    for model in apps.get_app_config("throughline").get_models():
        name = model._meta.model_name
        personal = hasattr(model, "OPENS")
        if name == "grant":
            continue  # the door itself
        assert personal != (name in ABOUT_NOBODY), f"{name}: class it"
        if personal and name != "person":
            assert "person" in {field.name for field in model._meta.fields}, (
                f"{name} needs the column that row security reads"
            )


def test_every_personal_table_is_read_through_the_one_door():
    for model in apps.get_app_config("throughline").get_models():
        if hasattr(model, "OPENS"):
            assert hasattr(model.objects, "visible_to"), model


def test_every_public_action_takes_by_and_is_atomic():
    helpers = {
        "beats.py",
        "grants.py",
        "queue.py",
        "mail.py",
        "keeping.py",
        "episodes.py",
        "endings.py",
        "plans.py",
        "lists.py",
        "notes.py",
        "ownership.py",
        "partnership.py",
    }
    missing = []
    for path, tree in sources("actions"):
        for node in tree.body:
            if not isinstance(node, ast.FunctionDef) or node.name.startswith("_"):
                continue
            atomic = any("atomic" in ast.dump(one) for one in node.decorator_list)
            takes_by = "by" in {arg.arg for arg in node.args.kwonlyargs}
            if path.name in helpers and not atomic:
                continue  # a part of an action, called inside one
            if not (atomic and takes_by) and path.name != "keeping.py":
                missing.append(f"{path.name}:{node.name}")
    assert missing == []


def test_every_atomic_action_leaves_a_record():
    silent = {
        "claim",
        "settle",
        "release",
        "keep_draft",
        "drop_draft",
        "purge",
        "rehearse_custody",
    }  # forms' keys, drafts, what a file would do: nothing was said yet
    quiet = []
    for path, tree in sources("actions"):
        for node in tree.body:
            if (
                isinstance(node, ast.FunctionDef)
                and any("atomic" in ast.dump(one) for one in node.decorator_list)
                and node.name not in silent
            ):
                words = ast.dump(node)
                if not re.search(r"id='(record|_hand|_end|_follow|_offer|_replace|_stand_in|mark)'", words):
                    quiet.append(f"{path.name}:{node.name}")
    assert quiet == []


def test_only_actions_change_rows():
    found = []
    for path, tree in sources("web", "queries", "policy", "domain", "jobs"):
        for node in ast.walk(tree):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr in ("save", "create", "bulk_create", "get_or_create", "update_or_create")
            ):
                owner = ast.unparse(node.func.value)
                if owner not in ("notes", "people", "hashlib"):
                    found.append(f"{path}:{node.lineno} {ast.unparse(node.func)}")
    assert found == []


def test_the_web_reads_people_only_through_sight():
    found = [
        f"{path}:{node.lineno}"
        for path, tree in sources("web", "jobs")
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr == "all" and ast.unparse(node.value).endswith(".objects")
    ]
    assert found == []


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
    Episode.objects.filter(pk=out.pk).update(first_contact_at=None, custody_since=TODAY)
    assert len(differences()) >= 1


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
