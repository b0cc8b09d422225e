"""Seal and verify N rows of the read log in a throwaway database; print rows a second, and what ten million would take.

The rows are made by plain SQL as the owner. Each seal covers 50,000 rows, as a long queue's does.
"""

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path

import psycopg

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "throughline.settings.local")

GOAL_ROWS, GOAL_SECONDS = 10_000_000, 60
ROWS = """
INSERT INTO throughline_look (id, worker_id, how, page, people, opens, grants, device, request)
SELECT gen_random_uuid(), %s, 'view', 'person', ARRAY[gen_random_uuid()], 8159, ARRAY[gen_random_uuid()], repeat('d', 64), gen_random_uuid()
FROM generate_series(1, %s)
"""


def main() -> None:
    """Make the rows, seal them, verify them."""
    chosen = argparse.ArgumentParser(description=__doc__)
    chosen.add_argument("--rows", type=int, default=100_000)
    rows = chosen.parse_args().rows
    with tempfile.TemporaryDirectory(prefix="throughline-audit-") as folder:
        os.environ["THROUGHLINE_DATA"] = folder
        Path(folder).chmod(0o711)
        from throughline.commands import running
        from throughline.outside import seals
        from throughline.outside.postgres import Cluster

        with Cluster(Path(folder), durable=False) as cluster:
            running.prepare(cluster)
            measure(cluster.url("postgres", "throughline"), rows, Path(folder), seals)


def measure(superuser: str, rows: int, home: Path, seals: object) -> None:
    """Print the seconds of sealing and of verifying."""
    from throughline.jobs.seals import address

    with psycopg.connect(superuser, autocommit=True) as connection:
        worker = connection.execute(
            "INSERT INTO throughline_worker (id, name, phone, service, started_on, version) VALUES (gen_random_uuid(), 'Bench', '', false, '2024-01-01', 1) RETURNING id"
        ).fetchone()[0]
        for start in range(0, rows, 50_000):
            connection.execute(ROWS, [worker, min(50_000, rows - start)])
        connection.execute("VACUUM ANALYZE throughline_look")
    began = time.monotonic()
    with psycopg.connect(**address(), autocommit=True) as clock:
        sealed = seals.seal(clock, home=home)
    sealing = time.monotonic() - began
    began = time.monotonic()
    verdict = seals.verify(address(), home=home)
    verifying = time.monotonic() - began
    if sealed != rows or verdict.rows != rows or verdict.troubles:
        sys.exit(f"{sealed} sealed, {verdict.rows} verified of {rows}: {verdict.troubles[:3]}")
    print(f"sealed   {rows:>10,} rows in {sealing:6.2f} s  {rows / sealing:>10,.0f} rows/s")
    print(f"verified {rows:>10,} rows in {verifying:6.2f} s  {rows / verifying:>10,.0f} rows/s")
    if rows == GOAL_ROWS:
        print(f"goal: under {GOAL_SECONDS} s")
    else:
        print(
            f"at this rate {GOAL_ROWS:,} rows take {GOAL_ROWS * verifying / rows:.0f} s (goal: under {GOAL_SECONDS} s; extrapolated from {rows:,} rows)"
        )


if __name__ == "__main__":
    main()
