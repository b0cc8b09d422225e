"""What it costs that a grant closes with its agreement: sight with and without the condition, and an end by one row or by all.

SQL alone, on tables of the same shape as the product's. Prints what was measured and asserts nothing about time.
"""

import argparse
import os
import statistics
import tempfile
import time
from pathlib import Path

TERMS = "SELECT t.sharing FROM t JOIN v ON v.id = t.version WHERE v.starts <= now() AND v.ends > now()"
LIVE = "g.starts <= now() AND g.ends > now() AND g.opens & 32 <> 0"
WAYS = {
    "no condition": f"SELECT DISTINCT person FROM g WHERE grantee = ANY(%s) AND {LIVE}",
    "hashed IN": f"SELECT DISTINCT person FROM g WHERE grantee = ANY(%s) AND {LIVE} "
    f"AND (sharing IS NULL OR sharing IN ({TERMS} AND t.opens & 32 <> 0))",
    "left join": "SELECT DISTINCT person FROM g LEFT JOIN (SELECT t.sharing AS of, t.opens AS most FROM t "
    "JOIN v ON v.id = t.version WHERE v.starts <= now() AND v.ends > now()) AS z ON z.of = g.sharing "
    f"WHERE grantee = ANY(%s) AND {LIVE} AND (sharing IS NULL OR most & 32 <> 0)",
    "exists": f"SELECT DISTINCT person FROM g WHERE grantee = ANY(%s) AND {LIVE} "
    f"AND (sharing IS NULL OR EXISTS ({TERMS} AND t.sharing = g.sharing AND t.opens & 32 <> 0))",
}
WORLD = """
CREATE TABLE v (id uuid PRIMARY KEY, starts timestamptz, ends timestamptz);
CREATE TABLE t (sharing uuid, version uuid, opens smallint, UNIQUE (version, sharing));
CREATE INDEX ON t (sharing);
INSERT INTO v SELECT gen_random_uuid(), now() - interval '1 day', now() + interval '300 days' FROM generate_series(1, 40);
INSERT INTO v SELECT gen_random_uuid(), now() - interval '400 days', now() - interval '1 day' FROM generate_series(1, 60);
INSERT INTO t SELECT gen_random_uuid(), v.id, 35 FROM v, generate_series(1, 6);
CREATE TABLE p AS SELECT gen_random_uuid() AS id, n FROM generate_series(1, {people}) AS n;
CREATE TABLE w AS SELECT gen_random_uuid() AS id, n FROM generate_series(1, 2560) AS n;
CREATE TABLE g (person uuid, opens smallint, grantee uuid, starts timestamptz, ends timestamptz, sharing uuid);
-- 8 live and 12 ended grants a person: a mentor of 40, a lead of a fiftieth, a partner of a fifth by agreement, chance.
INSERT INTO g SELECT p.id, 8191, w.id, now() - interval '100 days',
    CASE WHEN k < 8 THEN '9999-01-01' ELSE now() - interval '1 day' END, CASE WHEN k IN (2, 3) THEN s.of[1 + p.n % 240] END
  FROM p, generate_series(0, 19) AS k, (SELECT array_agg(sharing) AS of FROM ({terms}) AS live) AS s, w
  WHERE w.n = CASE WHEN k IN (0, 8) THEN 1 + p.n / 40 % 2500 WHEN k IN (1, 9) THEN 2501 + p.n * 50 / ({people} + 1)
    WHEN k = 2 THEN 2552 + p.n * 5 / ({people} + 1) ELSE 1 + (p.n * 7919 + k * 104729) % 2500 END;
CREATE INDEX plain ON g (grantee, ends) INCLUDE (person, opens, starts);
CREATE INDEX with_sharing ON g (grantee, ends) INCLUDE (person, opens, starts, sharing);
"""


def main() -> None:
    """Measure in a database of its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=100_000)
    people = parser.parse_args().people
    with tempfile.TemporaryDirectory(prefix="throughline-bench-") as folder:
        Path(folder).chmod(0o711)
        os.environ["THROUGHLINE_DATA"] = folder
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "throughline.settings.local")
        import psycopg

        from throughline.commands import running
        from throughline.outside import databases

        with running.database() as cluster:
            databases.bootstrap(cluster)
            address = databases.administrator_url(cluster, databases.target_name())
            with psycopg.connect(address, autocommit=True) as connection:
                measure(connection, people)


def measure(connection, people: int) -> None:
    """Fill the tables, and print what each way took."""
    for statement in WORLD.format(people=people, terms=TERMS).split(";\n"):
        if statement.strip():
            connection.execute(statement)
    connection.execute("VACUUM ANALYZE g")
    connection.execute("ANALYZE t, v")
    count = connection.execute("SELECT count(*) FROM g").fetchone()[0]
    sizes = [
        connection.execute("SELECT pg_size_pretty(pg_relation_size(%s::regclass))", [name]).fetchone()[0]
        for name in ("plain", "with_sharing")
    ]
    print(f"{count} grants; the index without and with the agreement: {' and '.join(sizes)}")
    for who, number in (("a mentor", 1), ("a lead", 2510), ("a partner by agreement alone", 2553)):
        keys = [connection.execute("SELECT id FROM w WHERE n = %s", [number]).fetchone()[0]]
        for way, query in WAYS.items():
            times, seen = [], 0
            for _ in range(60):
                started = time.perf_counter()
                seen = len(connection.execute(query, [keys]).fetchall())
                times.append((time.perf_counter() - started) * 1000)
            print(f"{who} of {seen:6}  {way:12} {statistics.median(times):6.2f} ms")
    started = time.perf_counter()
    connection.execute("UPDATE v SET ends = now() WHERE id = (SELECT id FROM v WHERE ends > now() LIMIT 1)")
    print(f"ended by one row: {(time.perf_counter() - started) * 1000:.1f} ms")
    started = time.perf_counter()
    ended = connection.execute(
        f"UPDATE g SET ends = now() WHERE ends > now() AND sharing IN ({TERMS} LIMIT 48)"
    ).rowcount
    print(f"ended by each of its {ended} grants: {(time.perf_counter() - started) * 1000:.0f} ms")


if __name__ == "__main__":
    main()
