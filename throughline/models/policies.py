"""The second lock: who may read and write which row, said once for every table that holds something of a person.

Migrations call these; `tests/house/test_two_locks.py` reads them back out of the catalogue (docs/decisions/0014).
"""

# A hashed subplan: the inner SELECT keeps the planner from calling the function a second time to guess its size.
SEEN = "{column} IN (SELECT unnest((SELECT sec.sight({mask}))))"


def shut(table: str, mask: int, *, column: str = "person_id", also: str = "") -> str:
    """Return the SQL that shuts a table about people: `app` sees and writes the rows of those whom a grant opens.

    `mask` is the category, `column` names the person, `also` a further condition by which a row is seen and written.
    """
    seen = SEEN.format(column=column, mask=int(mask))
    if also:
        seen = f"({seen}) OR ({also})"
    return (
        f"ALTER TABLE throughline_{table} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;"
        f"CREATE POLICY seen ON throughline_{table} FOR ALL TO app USING ({seen}) WITH CHECK ({seen});"
    )


def opened(table: str, *, role: str, verb: str = "SELECT") -> str:
    """Return the SQL that lets a role which is no worker read a shut table: the door's functions, the clock's jobs."""
    checked = "WITH CHECK" if verb == "INSERT" else "USING"
    return f"CREATE POLICY {role}_{verb.lower()} ON throughline_{table} FOR {verb} TO {role} {checked} (true);"
