"""What both locks and the read log cost on the pages used most, as ratios with them off, in one run.

People, grants, episodes and notes are made by plain SQL as the owner, with row security off meanwhile. Then the same requests
through the whole of the web (session, middleware, templates) in turn with the locks and the log on and off: a mentor of 40
people, a lead of 5,000. Prints what was measured; asserts nothing about time. The goals: 1.25 for the mentor, 2 for the lead.
"""

import argparse
import statistics
import time
from uuid import uuid4

import own

PEOPLE = """
INSERT INTO throughline_person (id, given_names, family_name, known_as, birth_date, home_place, language, reading, version)
  SELECT gen_random_uuid(), 'Dan' || n % 97, 'Reid' || n, '', date '1980-01-01' + n % 7000, '', '', '', 1 FROM generate_series(1, {people}) AS n;
CREATE TABLE bench_p AS SELECT id, (row_number() OVER ())::int AS n FROM throughline_person;
ANALYZE bench_p; ANALYZE bench_w;
-- Twelve ended and eight live grants a person: a mentor of 40, a lead of 5,000, others by chance.
INSERT INTO throughline_grant (id, person_id, opens, worker_id, basis, because, source_kind, source, valid)
  SELECT gen_random_uuid(), p.id, 8127, w.id, 'assignment', 'bench', 'bench', gen_random_uuid(),
    CASE WHEN k < 8 THEN tstzrange(now() - interval '100 days', NULL) ELSE tstzrange(now() - interval '100 days', now() - interval '1 day') END
  FROM bench_p p, generate_series(0, 19) AS k, bench_w w
  WHERE w.n = CASE WHEN k IN (0, 8) THEN (2 + p.n / 40 % {workers})::bigint ELSE 2 + (p.n::bigint * 7919 + k * 104729) % {workers} END AND w.n > 2;
INSERT INTO throughline_grant (id, person_id, opens, worker_id, basis, because, source_kind, source, valid)
  SELECT gen_random_uuid(), p.id, 8127, w.id, 'assignment', 'bench', 'bench', gen_random_uuid(), tstzrange(now() - interval '9 days', NULL)
  FROM bench_p p, bench_w w WHERE w.n = 1 AND p.n <= 40;
INSERT INTO throughline_grant (id, person_id, opens, team_id, basis, because, source_kind, source, valid)
  SELECT gen_random_uuid(), p.id, 8127, '{team}', 'team', 'bench', 'bench', gen_random_uuid(), tstzrange(now() - interval '9 days', NULL)
  FROM bench_p p WHERE p.n <= {led};
INSERT INTO throughline_episode (id, person_id, programme_id, owner_id, team_id, identified_on, identified_how, signed_up_on, offered_on, version)
  SELECT gen_random_uuid(), p.id, '{programme}', CASE WHEN p.n <= 40 THEN '{mentor}'::uuid ELSE '{lead}'::uuid END, '{team}', current_date - 90, 'list', current_date - 80, current_date - 85, 1
  FROM bench_p p;
INSERT INTO throughline_note (id, person_id, client_id, episode_id, worker_id, happened_at, spoke, kind_id, channel, minutes, words, about, present, digest)
  SELECT gen_random_uuid(), e.person_id, gen_random_uuid(), e.id, '{mentor}', now() - make_interval(hours => k * 30), true, '{kind}', 'phone', 15, 'Spoke about the week.', '{{}}', '', ''
  FROM throughline_episode e, generate_series(1, 2) AS k;
DROP TABLE bench_p;
"""


def main() -> None:
    """Measure in a database of its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=100_000)
    parser.add_argument("--times", type=int, default=15)
    chosen = parser.parse_args()
    with own.database() as cluster:
        measure(cluster, people=chosen.people, times=chosen.times)


def measure(cluster, *, people: int, times: int) -> None:
    """Make the world, ask each page in turn with the locks and without, and print the ratios."""
    import psycopg
    from django.test import Client

    from throughline.commands import demonstration
    from throughline.domain.vocabulary import Role
    from throughline.models import Code, Post, Programme, Worker

    demonstration.make(people_wanted=0)
    lead = Post.objects.filter(role=Role.TEAM_LEAD).select_related("worker", "team").first()
    mentor = Post.objects.filter(role=Role.MENTOR, team=lead.team).first().worker
    owner = psycopg.connect(cluster.url("postgres"), autocommit=True)
    tables = [
        row[0] for row in owner.execute("SELECT relname FROM pg_class WHERE relrowsecurity AND relkind IN ('r', 'p')")
    ]
    workers = 2500
    owner.execute("SET session_replication_role = replica")  # no history of what is made up, no check of each key
    owner.execute("CREATE TABLE bench_w (id uuid, n int)")
    owner.execute("INSERT INTO bench_w VALUES (%s, 1)", [mentor.pk])
    owner.execute("INSERT INTO bench_w SELECT gen_random_uuid(), n FROM generate_series(2, %s) AS n", [workers + 2])
    employer = mentor.employer_id
    owner.execute(
        "INSERT INTO throughline_worker (id, name, phone, employer_id, started_on, service, version) SELECT id, 'W' || n, '', %s, '2020-01-01', false, 1 FROM bench_w WHERE n > 1",
        [employer],
    )
    owner.execute(
        PEOPLE.format(
            people=people, workers=workers, led=min(5000, people), team=lead.team_id, programme=Programme.objects.get().pk,
            mentor=mentor.pk, lead=lead.worker_id, kind=Code.objects.get(list="contact_kinds", code="mentoring").pk,
        )
    )  # fmt: skip
    owner.execute("DROP TABLE bench_w; ANALYZE")
    (grants,) = owner.execute("SELECT count(*) FROM throughline_grant").fetchone()
    print(f"{people:,} people, {grants:,} grants")

    def locks(on: bool) -> None:
        for table in tables:
            owner.execute(f"ALTER TABLE {table} {'ENABLE' if on else 'DISABLE'} ROW LEVEL SECURITY")

    from throughline.web import looking

    log, names = looking.looks.write_down, {True: "on", False: "off"}
    for who, worker, goal in (
        ("mentor of 40", mentor, 1.25),
        ("lead of 5,000", Worker.objects.get(pk=lead.worker_id), 2.0),
    ):
        client = Client(HTTP_HOST="127.0.0.1")
        client.force_login(worker.account, backend="allauth.account.auth_backends.AuthenticationBackend")
        (person,) = owner.execute(
            "SELECT person_id FROM throughline_episode WHERE owner_id = %s LIMIT 1", [worker.pk]
        ).fetchone()
        pages = {
            "caseload": lambda c=client: c.get("/people/"), "person page": lambda c=client, p=person: c.get(f"/people/{p}/"),
            "Today": lambda c=client: c.get("/"), "saving a note": lambda c=client, p=person: c.post(f"/people/{p}/note", _note()),
        }  # fmt: skip
        for page, ask in pages.items():
            took: dict[bool, list[float]] = {True: [], False: []}
            for turn in range(6):
                on = turn % 2 == 0
                locks(on)
                looking.looks.write_down = log if on else _unwritten
                for number in range(times // 3 + 2):
                    started = time.perf_counter()
                    answer = ask()
                    spent = time.perf_counter() - started
                    assert answer.status_code in (200, 302), (page, answer.status_code)
                    if number > 1:
                        took[on].append(spent)
            middle = {on: statistics.median(all_of_it) * 1000 for on, all_of_it in took.items()}
            ratio = middle[True] / middle[False]
            print(
                f"  {who:14} {page:14} {', '.join(f'{names[on]} {middle[on]:7.1f} ms' for on in (False, True))}  ratio {ratio:4.2f} (goal {goal})"
            )
    locks(True)
    looking.looks.write_down = log


def _unwritten(*_given, **_named) -> None:
    """Stand in for the read log where it is off."""


def _note() -> dict[str, str]:
    return {
        "client_id": str(uuid4()), "once": str(uuid4()), "spoke": "yes", "channel": "phone", "minutes": "15", "kind": "mentoring",
        "words": "Spoke about the week.", "day": "yesterday", "time": "9am",
    }  # fmt: skip


if __name__ == "__main__":
    main()
