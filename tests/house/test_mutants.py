"""Each rule of the second lock taken away, one at a time: something must notice. Prints who did (issue 3, "Mutation").

A mutant is made by the owner within a transaction and undone with it. It is caught where a worker sees a row more or fewer than
the plain set of grants says, where the two locks disagree on a random world, or where the catalogue no longer has its shape.
"""

import re
from collections import Counter

import pytest
from django.contrib.postgres.functions import TransactionNow
from django.db import connection, transaction
from django.db.models import F

from tests.house import mutant_probes
from tests.house import test_row_security as second
from tests.web.test_doors import record_of
from throughline.models import grants as python
from throughline.policy import grants as given
from throughline.policy.grants import Opens

pytestmark = pytest.mark.django_db


def ask(question):
    with connection.cursor() as cursor:
        cursor.execute(question)
        return cursor.fetchall() if cursor.description else []


def as_role(role, *statements):
    ask(f"SET LOCAL ROLE {role}")
    for one in statements:
        ask(one)
    ask("SET LOCAL ROLE witness")


def undone(act):
    """Do something and undo it, whatever comes of it. Returns what it returned."""
    with transaction.atomic():
        point = transaction.savepoint()
        try:
            return act()
        finally:
            transaction.savepoint_rollback(point)


def counts(cast, person):
    """Return how many rows of each table each of four sees, and nobody."""
    tables = {name: model._meta.db_table for name, model in second.personal().items() if name != "look"}
    # One question for all of them: there are some hundred, and this is asked for each mutant.
    every = "SELECT " + ", ".join(f"(SELECT count(*) FROM {table})" for table in tables.values())
    found = {}
    for part in ("mentor", "team_lead", "stranger", None):
        by = cast.stands(part) if part else None
        (row,) = second.served(every, by=by, about=None)
        found |= {(part, name): number for name, number in zip(tables, row, strict=True)}
    return found


def shapes():
    """Return every policy as the catalogue has it."""
    return sorted(
        ask(
            "SELECT c.relname, p.polname, p.polcmd::text, pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid)"
            " FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid"
        )
    )


def policies():
    return [
        (table, name)
        for table, name, roles in ask(
            "SELECT c.relname, p.polname, ARRAY(SELECT rolname::text FROM pg_roles WHERE oid = ANY(p.polroles)) FROM pg_policy p"
            " JOIN pg_class c ON c.oid = p.polrelid"
        )
        if roles == ["app"]
    ]


def test_every_policy_that_is_dropped_or_opened_is_noticed(cast, at, capsys):
    things = record_of(cast)
    ask("SET CONSTRAINTS ALL IMMEDIATE")  # what waits for the end of a transaction keeps a table from being changed
    before, shaped, caught = counts(cast, things["person"]), shapes(), Counter()

    for table, name in policies():
        for kind in ("dropped", "opened"):

            def mutate(table=table, name=name, kind=kind):
                if kind == "dropped":
                    as_role("owner", f"DROP POLICY {name} ON {table}")
                else:
                    as_role("owner", f"CREATE POLICY leak ON {table} FOR ALL TO app USING (true) WITH CHECK (true)")
                return counts(cast, things["person"]) != before, shapes() != shaped

            rows, shape = undone(mutate)
            assert shape, f"{table}.{name} {kind}: nobody noticed"
            caught[kind, "by the rows and the catalogue" if rows else "by the catalogue"] += 1
        # The whole lock off one table, and off for its owner alone.
        for switch in ("DISABLE ROW LEVEL SECURITY", "NO FORCE ROW LEVEL SECURITY"):

            def switch_off(table=table, switch=switch):
                as_role("owner", f"ALTER TABLE {table} {switch}")
                (state,) = ask(f"SELECT relrowsecurity AND relforcerowsecurity FROM pg_class WHERE relname = '{table}'")
                return state[0]

            assert undone(switch_off) is False, table
            caught[switch.split()[0].lower(), "by the catalogue"] += 1

    with capsys.disabled():
        print("\n" + "; ".join(f"{kind}, {who}: {number}" for (kind, who), number in sorted(caught.items())))
    assert caught["opened", "by the rows and the catalogue"] > 25


# Each condition of the functions that every policy names. What is put in its place lets through what it would have stopped.
CONDITIONS = [
    ("sec.sight(integer)", r"g\.grantee = ANY\s?\(mine\)", "true"),
    ("sec.sight(integer)", r"g\.ends > now\(\)", "true"),
    ("sec.sight(integer)", r"g\.starts <= now\(\)", "true"),
    ("sec.sight(integer)", r"g\.opens & mask & ~coalesce\(h\.opens, 0\) <> 0", "true"),
    ("sec.sight(integer)", r"& ~coalesce\(h\.opens, 0\)", ""),
    ("sec.sight(integer)", r"c\.worker_id = me", "true"),
    ("sec.sight(integer)", r"c\.ended_at IS NULL", "true"),
    ("sec.sight(integer)", r"s\.ended_at IS NULL", "true"),
    ("sec.sight(integer)", r"n\.worker_id = me", "true"),
    ("sec.sight(integer)", r"n\.ended_at IS NULL", "true"),
    ("sec.sight(integer)", r"g\.person_id = only_them::uuid", "true"),
    ("sec.sight(integer)", r"v\.ends > now\(\)", "true"),
    ("sec.sight(integer)", r"v\.starts <= now\(\)", "true"),
    ("sec.sight(integer)", r"t\.opens & mask & ~coalesce\(h\.opens, 0\) <> 0", "true"),
    ("sec.keys()", r"ended_on IS NULL OR ended_on > today OR \(ended_on = today AND ended_at IS NULL\)", "true"),
    ("sec.keys()", r"leaves_on IS NULL OR leaves_on >= today", "true"),
    ("sec.keys()", r"from_on <= today\b(?=\s+AND \(until_on IS NULL OR until_on > today)", "true"),
    ("sec.keys()", r"until_on IS NULL OR until_on > today OR \(until_on = today AND ended_at IS NULL\)", "true"),
    ("sec.keys()", r"role IN \('team_lead', 'coordinator', 'duty_worker'\)", "true"),
    ("sec.keys()", r"held\.role = 'coordinator'", "true"),
    ("sec.keys()", r"held\.team_id IS NULL", "true"),
    ("sec.keys()", r"worker_id = me", "true"),
    ("sec.keys()", r"team\.organisation_id = held\.organisation_id", "true"),
    ("sec.actor()", r"<> part\[5\]", "<> part[5] AND false"),
    ("sec.actor()", r"part\[4\]::int <> pg_backend_pid\(\)", "false"),
    ("sec.actor()", r"part\[3\]::bigint <= extract\(epoch FROM clock_timestamp\(\)\)", "false"),
    ("sec.lists()", r"coalesce\(current_setting\('app\.focus', true\), ''\) <> ''", "true"),
    ("sec.is_service()", r"coalesce\(", "true OR coalesce("),
    ("sec.unknown(uuid)", r"NOT EXISTS", "true OR NOT EXISTS"),
    ("sec.holds(text)", r"role = asked", "true"),
    ("sec.known(text[], text[], text, text, date)", r"there\.person_id NOT IN", "true OR there.person_id NOT IN"),
    ("sec.find(text[], text[])", r"k\.person_id IN", "true OR k.person_id IN"),
    ("sec.reached(text, text)", r"w\.person_id IN", "true OR w.person_id IN"),
    ("sec.reached(text, text)", r"a\.person_id IN", "true OR a.person_id IN"),
    ("sec.worries()", r"worker_id = me", "true"),
    ("sec.worries()", r"author_id = me", "true"),
]


@pytest.mark.parametrize(("function", "condition", "instead"), CONDITIONS)
def test_every_condition_of_the_lock_that_is_taken_away_is_noticed(
    cast, settings, function, condition, instead, long_form
):
    if not long_form and CONDITIONS.index((function, condition, instead)) % 5:
        pytest.skip("one in five in make test; all of them in make test-long")
    (source,) = ask(f"SELECT pg_get_functiondef('{function}'::regprocedure)")[0]
    mutant, number = re.subn(condition, instead, source)
    assert number > 0, f"{function} no longer says {condition}: put this table right"

    def mutate():
        as_role("owner", "GRANT CREATE ON SCHEMA sec TO door")
        as_role("door", mutant.replace("%", "%%"))
        return mutant_probes.noticed(cast, settings)

    assert undone(mutate) != []


def test_nothing_is_noticed_of_the_lock_as_it_is(cast, settings):
    assert undone(lambda: mutant_probes.noticed(cast, settings)) == []


# Each condition of the first lock, in Python; what is put in its place lets through what it would have stopped.
_OF = python.GrantQuerySet
PYTHON = {
    "in force": (_OF, "in_force", lambda self: self),
    "in force, of an agreement that is over": (_OF, "in_force", lambda self: self.filter(starts__lte=TransactionNow(), ends__gt=TransactionNow())),
    "whose grant it is": (_OF, "held_by", lambda self, standing: self),
    "which kind of information": (_OF, "opening", lambda self, category: self),
    "which kind an agreement carries": (_OF, "opening", lambda self, category: self.annotate(_opened=F("opens").bitand(int(category))).exclude(_opened=0)),
    "what a conflict or seal takes from lists": (_OF, "showing", lambda self, standing, category: self.held_by(standing).in_force().opening(category)),
    "what a conflict or seal takes": (python, "hidden_from", lambda standing: {}),
    "what it takes from one worker": (python, "hidden_of", lambda person, grantees: {}),
    "what is opened now": (_OF, "with_opened", lambda self: self.annotate(opened=F("opens"))),
    "until when": (_OF, "with_end", lambda self: self.annotate(until=F("ends"))),
    "one record: it has ended": (python, "_OPENED", python._OPENED.replace("g.ends > now()", "true")),
    "one record: it has begun": (python, "_OPENED", python._OPENED.replace("g.starts <= now()", "true")),
    "one record: whose grant": (python, "_OPENED", python._OPENED.replace("g.grantee = ANY(%s::uuid[])", "%s::uuid[] IS NOT NULL")),
    "one record: what is taken": (python, "_OPENED", python._OPENED.replace("& ~coalesce((SELECT h.opens FROM", "| 0 * coalesce((SELECT h.opens FROM")),
    "one record: what an agreement carries": (python, "_OPENED", python._OPENED.replace("g.opens & (t.opens | 1024)", "g.opens")),
    "one record: an agreement has begun": (python, "_OPENED", python._OPENED.replace("v.starts <= now()", "true")),
    "one record: an agreement is over": (python, "_OPENED", python._OPENED.replace("v.ends > now()", "true")),
}  # fmt: skip


@pytest.mark.parametrize("rule", PYTHON)
def test_every_rule_of_the_first_lock_that_is_taken_away_is_noticed(cast, settings, monkeypatch, rule):
    holder, name, instead = PYTHON[rule]
    assert getattr(holder, name) != instead, f"{rule}: the rule no longer says what this table replaces"
    monkeypatch.setattr(holder, name, instead)

    assert undone(lambda: mutant_probes.noticed(cast, settings)) != []


@pytest.mark.parametrize("basis", list(given.OPENED_BY))
def test_what_each_basis_opens_is_held_to(basis):
    """What nobody is given by their part: the offence, and to those on duty in a prison health."""
    assert not given.OPENED_BY[basis] & Opens.OFFENDING
    assert bool(given.OPENED_BY[basis] & Opens.HEALTH) == (basis != given.Basis.DUTY)
