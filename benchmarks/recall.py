"""Whether the one meant is among the first 25 when somebody's name is typed wrong, and how long it takes, in one run.

People are made up: forenames and surnames of Scotland by how common they are, with a long tail of rare surnames; by plain SQL as
the owner with row security off meanwhile. A worker who sees everybody asks, and a lead of 5,000. A question is a forename and a
surname with one mistake. Prints the share found by kind of mistake, and the time of one search; asserts nothing. The goals:
0.95 of all at 50,000 people, 0.90 at 500,000.
"""

import argparse
import random
import statistics
import string
import time

import own

ASKED = 60  # of each kind
LED = 5000


def main() -> None:
    """Measure in a database of its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=50_000)
    parser.add_argument("--asked", type=int, default=ASKED)
    chosen = parser.parse_args()
    with own.database() as cluster:
        measure(cluster, people=chosen.people, asked=chosen.asked)


def made_up(number: int, chance: random.Random) -> list[tuple[str, str]]:
    """Return so many names: common ones often, rare ones now and then."""
    from throughline.commands import demonstration

    given = [*demonstration._GIVEN, *demonstration._GIVEN_WOMEN]
    common = list(demonstration._FAMILY)
    heads = "Mac Kil Dun Gar Bal Inver Aber Loch Strath Glen Fin Cal Bren Don Al Har Wal Mor Ross Ker Lam Tor Car Pit Ard Mel".split()
    middles = "a e i o u an el in ro la ne ri do ma be".split()
    tails = "ster lan dale ton rick son dy ley nald gie nan kin wood by mond fer well bie cott shaw gan ver der nay vie".split()
    rare = sorted(
        {
            chance.choice(heads) + chance.choice(middles) + chance.choice(["", *middles]) + chance.choice(tails)
            for _ in range(12_000)
        }
    )
    weight = [1 / (place + 3) for place in range(len(given))]
    return [
        (one, chance.choice(common) if chance.random() < 0.25 else chance.choice(rare))
        for one in chance.choices(given, weights=weight, k=number)
    ]


def measure(cluster: object, *, people: int, asked: int) -> None:
    """Make them, ask for some of them wrongly, and print what came of it."""
    import psycopg
    from django.db import connection, transaction
    from django.utils import timezone

    from throughline.commands import demonstration
    from throughline.domain import names
    from throughline.domain.vocabulary import Role
    from throughline.models import Post, Worker, acting, standing_of
    from throughline.models.ids import new_id
    from throughline.queries.people import find

    demonstration.make(people_wanted=0)
    leads = list(
        Post.objects.filter(role=Role.TEAM_LEAD, team__isnull=False).select_related("worker", "team").order_by("pk")[:1]
    )
    wide = Post.objects.filter(role=Role.MENTOR).select_related("worker").order_by("pk").first().worker
    lead, chance = leads[0], random.Random(2006)
    started, everyone = time.perf_counter(), [(new_id(), *name) for name in made_up(people, chance)]
    births = {
        pk: f"{chance.randint(1950, 2005)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
        for pk, _, _ in everyone
    }
    with psycopg.connect(cluster.url("postgres")) as owner:  # type: ignore[attr-defined]
        owner.execute("SET session_replication_role = replica")
        with owner.cursor().copy(
            "COPY throughline_person (id, given_names, family_name, known_as, birth_date, home_place, language, reading, version) FROM STDIN"
        ) as rows:
            for pk, given, family in everyone:
                rows.write_row((pk, given, family, "", births[pk], "", "", "", 1))
        with owner.cursor().copy("COPY throughline_namekeys (person_id, keys) FROM STDIN") as rows:
            for pk, given, family in everyone:
                rows.write_row((pk, sorted(names.keys(given, family))))
        owner.execute(
            "INSERT INTO throughline_grant (id, person_id, opens, worker_id, basis, because, source_kind, source, valid)"
            " SELECT gen_random_uuid(), id, 8127, %s, 'assignment', 'bench', 'bench', gen_random_uuid(), tstzrange(now() - interval '9 days', NULL) FROM throughline_person", [wide.pk],
        )  # fmt: skip
        owner.execute(
            "INSERT INTO throughline_grant (id, person_id, opens, team_id, basis, because, source_kind, source, valid)"
            " SELECT gen_random_uuid(), id, 8127, %s, 'team', 'bench', 'bench', gen_random_uuid(), tstzrange(now() - interval '9 days', NULL)"
            " FROM throughline_person ORDER BY id LIMIT %s", [lead.team_id, LED],
        )  # fmt: skip
    with psycopg.connect(cluster.url("postgres"), autocommit=True) as owner:  # type: ignore[attr-defined]
        owner.execute("VACUUM ANALYZE")
    print(
        f"{people:,} people, {len({name[1:] for name in everyone}):,} different names, made in {time.perf_counter() - started:.0f} s",
        flush=True,
    )
    led = sorted(everyone, key=lambda one: one[0])[:LED]
    for who, worker, seen in (
        ("sees everybody", wide, everyone),
        (f"leads {min(LED, people):,}", Worker.objects.get(pk=lead.worker_id), led),
    ):
        by = standing_of(worker, on=timezone.localdate())
        all_found, all_asked = 0, 0
        for kind, spoil in KINDS.items():
            hit, took, tried = 0, [], 0
            while tried < asked:
                pk, given, family = chance.choice(seen)
                typed = spoil(given, family, chance)
                if typed is None:
                    continue
                tried += 1
                by.sight.clear()
                began = time.perf_counter()
                with transaction.atomic(), acting(by):
                    rows = find(typed, by=by, today=timezone.localdate()).rows
                took.append(time.perf_counter() - began)
                hit += pk in {one.person.pk for one in rows}
            all_found, all_asked = all_found + hit, all_asked + tried
            slow = statistics.quantiles(took, n=20)[-1]
            print(
                f"  {who:16} {kind:12} found {hit / tried:5.2f}   {statistics.median(took) * 1000:6.1f} ms, p95 {slow * 1000:6.1f}",
                flush=True,
            )
        print(f"  {who:16} {'all':12} found {all_found / all_asked:5.2f}", flush=True)
    connection.close()


def _one(given: str, family: str, chance: random.Random, spoil: object) -> str | None:
    """Return both names, one of them spoilt."""
    if chance.random() < 0.5:
        wrong = spoil(given, chance)  # type: ignore[operator]
        return None if wrong in (None, given) else f"{wrong} {family}"
    wrong = spoil(family, chance)  # type: ignore[operator]
    return None if wrong in (None, family) else f"{given} {wrong}"


def _insert(name: str, chance: random.Random) -> str:
    place = chance.randrange(len(name) + 1)
    return name[:place] + chance.choice(string.ascii_lowercase) + name[place:]


def _delete(name: str, chance: random.Random) -> str | None:
    place = chance.randrange(len(name))
    return name[:place] + name[place + 1 :] if len(name) > 3 else None


def _swap(name: str, chance: random.Random) -> str | None:
    place = chance.randrange(len(name) - 1)
    return name[:place] + name[place + 1] + name[place] + name[place + 2 :]


def _replace(name: str, chance: random.Random) -> str:
    place = chance.randrange(len(name))
    return name[:place] + chance.choice(string.ascii_lowercase) + name[place + 1 :]


SOUNDS = [("ph", "f"), ("ck", "k"), ("k", "c"), ("c", "k"), ("ie", "y"), ("y", "ie"), ("ei", "ee"), ("ee", "ea"), ("ll", "l"), ("nn", "n"), ("ss", "s"), ("sh", "ch"), ("z", "s"), ("ay", "ey"), ("ar", "er"), ("on", "en"), ("an", "en")]  # fmt: skip


def _sound(name: str, chance: random.Random) -> str | None:
    fits = [(old, new) for old, new in SOUNDS if old in name[1:]]
    if not fits:
        return None
    old, new = chance.choice(fits)
    return name[0] + name[1:].replace(old, new, 1)


def _nickname(given: str, family: str, chance: random.Random) -> str | None:
    from throughline.domain import names

    others = sorted(names.NICKNAMES.get(names.normalise(given), ()))
    return f"{chance.choice(others)} {family}" if others else None


KINDS = {
    "exact": lambda given, family, _: f"{given} {family}",
    "swapped": lambda given, family, _: f"{family} {given}",
    "insert": lambda given, family, chance: _one(given, family, chance, _insert),
    "delete": lambda given, family, chance: _one(given, family, chance, _delete),
    "swap": lambda given, family, chance: _one(given, family, chance, _swap),
    "replace": lambda given, family, chance: _one(given, family, chance, _replace),
    "sound": lambda given, family, chance: _one(given, family, chance, _sound),
    "nickname": _nickname,
}


if __name__ == "__main__":
    main()
