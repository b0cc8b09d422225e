"""The figures of very many people: what counting them takes, and what their pages cost beside a plain page, in one run.

People, times in prison, notes, appointments and the like are made by plain SQL as the owner, with row security off meanwhile.
Then the night's job counts them, beside its one query by itself; and each page of a figure is asked for in turn with a page
that shows nothing: by a manager who sees nobody, and by one who sees everyone. Prints what was measured; asserts nothing
about time.
"""

import argparse
import ctypes
import gc
import statistics
import time
from collections.abc import Callable
from pathlib import Path

import own

PEOPLE = """
CREATE TABLE bench_p AS
  SELECT gen_random_uuid() AS person, gen_random_uuid() AS episode, gen_random_uuid() AS period, n, 40 + n::bigint * 7919 % 900 AS out_ago,
    n::bigint * 104729 % 100 AS lot FROM generate_series(1, {people}) AS n;
ANALYZE bench_p;
INSERT INTO throughline_person (id, given_names, family_name, known_as, birth_date, home_place, language, reading, version)
  SELECT person, 'Dan' || n % 97, 'Reid' || n, '', date '1975-01-01' + n % 10000, '', '', '', 1 FROM bench_p;
INSERT INTO throughline_listfact (id, person_id, what, value, as_at)
  SELECT gen_random_uuid(), person, 'sex', CASE WHEN lot < 94 THEN 'M' ELSE 'F' END, current_date - out_ago::int - 84 FROM bench_p WHERE n % 20 > 0;
-- Up to three earlier times in prison, the one that they came out of, and for some one after it.
INSERT INTO throughline_custodyperiod (id, person_id, status, received_on, released_on, sentence_days, version, sentence_words, no_date_because, cohort, release_kind, never_seen)
  SELECT gen_random_uuid(), person, 'sentenced', day, day + 60 + (lot % 50)::int, 180, 1, '', '', '', '', false
    FROM (SELECT *, current_date - (out_ago + 200 + k * (200 + lot))::int AS day FROM bench_p, generate_series(1, 3) AS k WHERE k <= n % 4) AS past
  UNION ALL SELECT period, person, 'sentenced', current_date - (out_ago + 150)::int, CASE WHEN lot < 92 THEN current_date - out_ago::int END, 300, 1, '', '', '', '', false FROM bench_p
  UNION ALL SELECT gen_random_uuid(), person, 'remand', current_date - (out_ago - 20 - lot)::int, NULL, NULL, 1, '', '', '', '', false FROM bench_p WHERE lot < 35 AND out_ago > 20 + lot;
INSERT INTO throughline_prisonstay (id, person_id, period_id, prison_id, from_on, until_on, hall, learnt_on)
  SELECT gen_random_uuid(), c.person_id, c.id, (ARRAY['S-BAR', 'S-LOW', 'S-ADD', 'S-KIL', 'S-GRE'])[1 + p.n % 5], c.received_on, c.released_on, '', current_date
  FROM throughline_custodyperiod c JOIN bench_p p ON p.person = c.person_id;
INSERT INTO throughline_episode (id, person_id, programme_id, owner_id, team_id, identified_on, identified_how, offered_on, signed_up_on, ended_on, version)
  SELECT episode, person, '{programme}', '{mentor}', '{team}', current_date - (out_ago + 84)::int, 'list',
    CASE WHEN lot < 85 THEN current_date - (out_ago + 70)::int END, CASE WHEN lot < 60 THEN current_date - (out_ago + 60)::int END,
    CASE WHEN lot < 92 AND out_ago > 200 THEN current_date - (out_ago - 180)::int END, 1 FROM bench_p;
INSERT INTO throughline_ending (id, person_id, episode_id, reason_id, ended_on, by_id, summary)
  SELECT gen_random_uuid(), person, episode, '{reason}', current_date - (out_ago - 180)::int, '{mentor}', '' FROM bench_p WHERE lot < 92 AND out_ago > 200;
INSERT INTO throughline_note (id, person_id, client_id, episode_id, worker_id, happened_at, spoke, kind_id, channel, minutes, words, about, present, digest)
  SELECT gen_random_uuid(), person, gen_random_uuid(), episode, '{mentor}', (current_date - (out_ago - k * 12)::int)::timestamptz, true, '{kind}',
    (ARRAY['phone', 'face_to_face'])[1 + (n + k) % 2], 15, 'Spoke about the week.', '{{}}', '', ''
  FROM bench_p, generate_series(1, 3) AS k WHERE lot < 60 AND k <= n % 4 AND out_ago > 36;
INSERT INTO throughline_outcome (id, person_id, episode_id, kind_id, started_on, by_id, evidence, words, ended_words, version)
  SELECT gen_random_uuid(), person, episode, '{work}', current_date - (out_ago - 30)::int, '{mentor}', 'A letter, seen', '', '', 1 FROM bench_p WHERE lot < 12 AND out_ago > 30;
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
    """Make the world, count it, ask for each page, and print what each took."""
    import psycopg
    from django.utils import timezone

    from throughline.commands import demonstration
    from throughline.domain.figures import DEFINITIONS
    from throughline.domain.vocabulary import Role
    from throughline.evaluation import episodes, figures
    from throughline.jobs import figures as job
    from throughline.jobs.seals import address
    from throughline.models import Code, Post, Programme

    demonstration.make(people_wanted=0)
    mentor = Post.objects.filter(role=Role.MENTOR).select_related("team").first()
    manager = Post.objects.filter(role=Role.PARTNERSHIP_MANAGER).select_related("worker").first().worker
    owner = psycopg.connect(cluster.url("postgres"), autocommit=True)
    owner.execute("SET session_replication_role = replica")  # no history of what is made up, no check of each key
    started = time.perf_counter()
    owner.execute(
        PEOPLE.format(
            people=people, team=mentor.team_id, programme=Programme.objects.get().pk, mentor=mentor.worker_id,
            kind=Code.objects.get(list="contact_kinds", code="mentoring").pk, reason=Code.objects.get(list="ending_reasons", code="goals_met").pk,
            work=Code.objects.get(list="outcome_kinds", code="employment").pk,
        )
    )  # fmt: skip
    owner.execute("ANALYZE")
    print(f"{people:,} people made in {time.perf_counter() - started:.0f} s")

    import throughline.stats.survival  # noqa: F401 - what a worker has loaded before its first night is not measured

    def query() -> list[episodes.Row]:
        with psycopg.connect(**address(), autocommit=True) as clock, clock.cursor() as cursor:
            return episodes.read(cursor, on=timezone.localdate())

    kept, whole, most = took(job.run)
    rows, alone, held = took(query)
    _, counted, _ = took(lambda: figures.make(rows, on=timezone.localdate()))
    print(f"  the query by itself {alone:6.1f} s, counting its rows {counted:6.1f} s")
    print(f"  the night's job     {whole:6.1f} s, ratio {whole / alone:4.2f} to the query")
    print(f"  held more than before: by the job {most:,.0f} MB, by the query after it {held:,.0f} MB")
    print(f"  counted as out: {kept.body['return']['said']['n']:,}; a set holds {len(str(kept.body)) / 1000:,.0f} kB")

    pages = [
        "/figures/",
        *(f"/figures/{code}/" for code in DEFINITIONS),
        "/figures/return/people",
        "/figures/return.xlsx",
    ]
    compare("sees nobody", manager, pages, times=times)
    owner.execute(
        "INSERT INTO throughline_grant (id, person_id, opens, worker_id, basis, because, source_kind, source, valid)"
        " SELECT gen_random_uuid(), id, 8127, %s, 'oversight', 'bench', 'bench', gen_random_uuid(), tstzrange(now() - interval '9 days', NULL) FROM throughline_person",
        [manager.pk],
    )
    owner.execute("ANALYZE throughline_grant")
    compare("sees everyone", manager, pages, times=max(1, times // 5))


def compare(who: str, worker, pages: list[str], *, times: int) -> None:
    """Ask for each page in turn with one that shows nothing, and print the ratio of their middles."""
    from django.test import Client

    client = Client(HTTP_HOST="127.0.0.1")
    client.force_login(worker.account, backend="allauth.account.auth_backends.AuthenticationBackend")
    for page in pages:
        spent: dict[str, list[float]] = {"/more/": [], page: []}
        for number in range(times + 1):
            for address, times_of in spent.items():
                started = time.perf_counter()
                answer = client.get(address)
                assert answer.status_code == 200, (address, answer.status_code)
                if number:
                    times_of.append((time.perf_counter() - started) * 1000)
        plain, middle = (statistics.median(each) for each in spent.values())
        print(f"  {who:14} {page:24} {middle:8.1f} ms, a plain page {plain:6.1f} ms  ratio {middle / plain:5.2f}")


def took(work: Callable):
    """Return what some work gives, its seconds, and by how many MB the most that was held rose."""
    gc.collect()
    ctypes.CDLL("libc.so.6").malloc_trim(0)  # what was let go before is not there to be taken again unseen
    Path("/proc/self/clear_refs").write_text("5")  # the highest so far is what is held now
    before, started = _most_held(), time.perf_counter()
    given = work()
    return given, time.perf_counter() - started, _most_held() - before


def _most_held() -> float:
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    raise AssertionError("no VmHWM: Linux is needed")


if __name__ == "__main__":
    main()
