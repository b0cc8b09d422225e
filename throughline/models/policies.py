"""The second lock: who may read and write which row, said once for every table that holds something of a person.

Migrations call these; `tests/house/test_two_locks.py` reads them back out of the catalogue (docs/decisions/0014).
"""

# A hashed subplan: the inner SELECT keeps the planner from calling the function a second time to guess its size.
SEEN = "{column} IN (SELECT unnest((SELECT sec.sight({mask}))))"


def shut(table: str, mask: int, *, column: str = "person_id", also: str = "") -> str:
    """Return the SQL that shuts a table about people: `app` sees and writes the rows of those whom a grant opens.

    `mask` is the category, `column` names the person, `also` a further condition by which a row is seen and written.
    """
    rows = seen(mask, column=column, also=also)
    return (
        f"ALTER TABLE throughline_{table} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;"
        f"CREATE POLICY seen ON throughline_{table} FOR ALL TO app USING ({rows}) WITH CHECK ({rows});"
    )


def opened(table: str, *, role: str, verb: str = "SELECT") -> str:
    """Return the SQL that lets a role which is no worker read a shut table: the door's functions, the clock's jobs."""
    checked = "WITH CHECK" if verb == "INSERT" else "USING"
    return f"CREATE POLICY {role}_{verb.lower()} ON throughline_{table} FOR {verb} TO {role} {checked} (true);"


def kept(table: str, rows: str) -> str:
    """Return the SQL of a table of history: of which `rows` are read, added to by triggers alone, and changed by nobody.

    Whoever could change the row could keep what it said, even if the change itself took it out of their sight.
    """
    name = f"throughline_{table}change"
    return (
        f"REVOKE ALL ON {name} FROM app; GRANT SELECT, INSERT ON {name} TO app;"
        f"ALTER TABLE {name} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;"
        f"CREATE POLICY seen ON {name} FOR SELECT TO app USING ({rows});"
        f"CREATE POLICY kept ON {name} FOR INSERT TO app WITH CHECK (pg_trigger_depth() > 0);"
        f"CREATE POLICY owner_kept ON {name} FOR INSERT TO owner WITH CHECK (pg_trigger_depth() > 0);"
    )


def seen(mask: int, *, column: str = "person_id", also: str = "") -> str:
    """Return the condition by which a row is seen: a grant opens its person in this category, or `also` holds."""
    rows = SEEN.format(column=column, mask=int(mask))
    return f"({rows}) OR ({also})" if also else rows
