"""The cohort of the web's figures: one query over the records, a row for each episode, with a fingerprint.

It runs as the role `clock`, which sees dates and codes of everyone and nobody's name or words; or through a reader's own
sight, for the list behind a figure. Either way it is this query, with the day as an argument: the same records on the same
day give the same rows and the same fingerprint. It is light: nothing that makes figures is imported here.
"""

import hashlib
import json
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from throughline.domain import figures as defined
from throughline.domain.contact import NOT_OUT_YET
from throughline.domain.figures import ENGAGED


class Row(NamedTuple):
    """One episode: dates and codes, as far as they had happened by the day asked for. None: it has not happened, or is not known."""

    episode: UUID
    person: UUID
    programme: UUID
    team: UUID | None
    prison: str | None  # whose gate they came out of, or where they are
    identified_on: date
    offered_on: date | None
    declined_on: date | None
    signed_up_on: date | None
    ended_on: date | None
    ended_why: str | None
    ended_planned: bool  # for a reason that is planned
    inside_at_first: bool
    released_on: date | None  # the first real release from when we were told of them
    returned_on: date | None  # the first reception after it
    return_unknown: bool  # back, and nobody knows the day
    sentence_days: int | None
    sentenced: bool | None
    earlier: int
    last_gap: int | None  # days of the last time out before
    longest_gap: int | None
    met_on: date | None  # first met in the community, since they came out
    contact_on: date | None  # first contact of any kind outside, since they signed up and came out
    birth_date: date | None
    sex: str | None
    hard: tuple[str, ...]  # kinds of hard outcome begun since sign-up
    died_on: date | None = None

    @property
    def out_on(self) -> date | None:
        """The day from which they were outside: the release, or the day we heard of somebody who was out."""
        return self.released_on if self.inside_at_first or self.released_on is not None else self.identified_on

    @property
    def engaged(self) -> bool:
        """Signed up and met at least once in the community (`domain.figures.ENGAGED`)."""
        return self.signed_up_on is not None and self.out_on is not None and self.met_on is not None


QUERY = """
SELECT e.id, e.person_id, e.programme_id, e.team_id, stay.prison_id, e.identified_on,
  CASE WHEN e.offered_on <= %(on)s THEN e.offered_on END,
  CASE WHEN e.declined_on <= %(on)s THEN e.declined_on END,
  CASE WHEN e.signed_up_on <= %(on)s THEN e.signed_up_on END,
  CASE WHEN e.ended_on <= %(on)s THEN e.ended_on END,
  CASE WHEN e.ended_on <= %(on)s THEN ending.code END, coalesce(e.ended_on <= %(on)s AND ending.planned, false),
  base.id IS NOT NULL, release.released_on, back.received_on, coalesce(back.unknown, false),
  coalesce(release.sentence_days, base.sentence_days),
  CASE coalesce(release.status, base.status) WHEN 'sentenced' THEN true WHEN 'unknown' THEN NULL ELSE CASE WHEN coalesce(release.status, base.status) IS NULL THEN NULL ELSE false END END,
  past.earlier, gaps.last_gap, gaps.longest_gap,
  LEAST(met.day, visited.day), spoken.day, person.birth_date, fact.value, coalesce(hard.kinds, '{}'),
  CASE WHEN person.died_on <= %(on)s THEN person.died_on END
FROM throughline_episode e
LEFT JOIN throughline_person person ON person.id = e.person_id
-- The time in prison in which we were told of them.
LEFT JOIN LATERAL (
  SELECT p.* FROM (SELECT p.id, p.received_on, p.released_on, p.status, p.sentence_days FROM throughline_custodyperiod p WHERE p.person_id = e.person_id) p
  WHERE (p.received_on IS NULL OR p.received_on <= e.identified_on) AND (p.released_on IS NULL OR p.released_on >= e.identified_on)
  ORDER BY p.released_on NULLS LAST, p.id LIMIT 1
) base ON true
-- The first time they truly came out from then on: whoever went straight into another time did not.
LEFT JOIN LATERAL (
  SELECT p.id, p.received_on, p.released_on, p.status, p.sentence_days FROM throughline_custodyperiod p
  WHERE p.person_id = e.person_id AND p.released_on >= e.identified_on AND p.released_on <= %(on)s
    AND NOT EXISTS (SELECT FROM throughline_custodyperiod q WHERE q.person_id = e.person_id AND q.id <> p.id
      AND q.received_on <= p.released_on AND (q.released_on IS NULL OR q.released_on > p.released_on))
  ORDER BY p.released_on, p.id LIMIT 1
) release ON true
LEFT JOIN LATERAL (
  SELECT min(q.received_on) FILTER (WHERE q.received_on > release.released_on AND q.received_on <= %(on)s) AS received_on,
    bool_or(q.received_on IS NULL AND (q.released_on IS NULL OR q.released_on > release.released_on)) AS unknown
  FROM throughline_custodyperiod q WHERE release.id IS NOT NULL AND q.person_id = e.person_id AND q.id <> release.id
) back ON true
LEFT JOIN LATERAL (
  SELECT count(*) AS earlier FROM throughline_custodyperiod q
  WHERE q.person_id = e.person_id AND q.id IS DISTINCT FROM base.id AND q.released_on <= e.identified_on
) past ON true
LEFT JOIN LATERAL (
  SELECT max(g.gap) AS longest_gap, max(g.gap) FILTER (WHERE g.next_in = base.received_on) AS last_gap FROM (
    SELECT lead(q.received_on) OVER (ORDER BY q.received_on, q.released_on) AS next_in,
      lead(q.received_on) OVER (ORDER BY q.received_on, q.released_on) - q.released_on AS gap
    FROM throughline_custodyperiod q WHERE q.person_id = e.person_id AND q.received_on <= base.received_on
  ) g WHERE g.gap > 0
) gaps ON true
LEFT JOIN LATERAL (
  SELECT s.prison_id FROM throughline_prisonstay s WHERE s.person_id = e.person_id AND s.period_id = coalesce(release.id, base.id)
  ORDER BY s.until_on DESC NULLS FIRST, s.from_on DESC NULLS LAST, s.id LIMIT 1
) stay ON true
LEFT JOIN LATERAL (
  SELECT c.code, (c.traits ->> 'planned')::boolean AS planned FROM throughline_ending d JOIN throughline_code c ON c.id = d.reason_id
  WHERE d.episode_id = e.id AND d.reopened_on IS NULL ORDER BY d.ended_on DESC, d.id LIMIT 1
) ending ON true
LEFT JOIN LATERAL (
  SELECT min(n.day) FILTER (WHERE n.channel = ANY(%(meets)s)) AS day,
    min(n.day) FILTER (WHERE n.channel <> ALL(%(not_out)s) AND n.day >= e.signed_up_on) AS spoken
  FROM (
    SELECT n.channel, (n.happened_at AT TIME ZONE 'Europe/London')::date AS day FROM throughline_note n
    JOIN throughline_code k ON k.id = n.kind_id
    WHERE n.episode_id = e.id AND n.spoke AND NOT coalesce((k.traits ->> 'not_with_person')::boolean, false)
      AND NOT EXISTS (SELECT FROM throughline_note c WHERE c.corrects_id = n.id)
  ) n
  WHERE n.day <= %(on)s AND n.day >= coalesce(release.released_on, CASE WHEN base.id IS NULL THEN e.identified_on ELSE 'infinity' END)
    AND NOT EXISTS (SELECT FROM throughline_custodyperiod q WHERE q.person_id = e.person_id
      AND (q.received_on IS NULL OR q.received_on <= n.day) AND (q.released_on IS NULL OR q.released_on > n.day))
) met ON true
LEFT JOIN LATERAL (SELECT met.spoken AS day) spoken ON true
LEFT JOIN LATERAL (
  SELECT min(a.day) AS day FROM (
    SELECT (a.starts_at AT TIME ZONE 'Europe/London')::date AS day FROM throughline_appointment a
    JOIN throughline_code c ON c.id = a.result_id
    WHERE %(appointments)s AND a.episode_id = e.id AND a.kind = 'appointment' AND a.accompanied AND coalesce((c.traits ->> 'happened')::boolean, false)
      AND NOT EXISTS (SELECT FROM throughline_appointment b WHERE b.corrects_id = a.id)
  ) a
  WHERE a.day <= %(on)s AND a.day >= coalesce(release.released_on, CASE WHEN base.id IS NULL THEN e.identified_on ELSE 'infinity' END)
    AND NOT EXISTS (SELECT FROM throughline_custodyperiod q WHERE q.person_id = e.person_id
      AND (q.received_on IS NULL OR q.received_on <= a.day) AND (q.released_on IS NULL OR q.released_on > a.day))
) visited ON true
LEFT JOIN LATERAL (
  SELECT f.value FROM throughline_listfact f WHERE f.person_id = e.person_id AND f.what = 'sex' AND f.as_at <= %(on)s
  ORDER BY f.as_at DESC, f.value LIMIT 1
) fact ON true
LEFT JOIN LATERAL (
  SELECT array_agg(DISTINCT c.code ORDER BY c.code) AS kinds FROM throughline_outcome o JOIN throughline_code c ON c.id = o.kind_id
  WHERE o.episode_id = e.id AND o.started_on <= %(on)s AND o.started_on >= e.signed_up_on AND coalesce((c.traits ->> 'hard')::boolean, false)
) hard ON true
WHERE e.identified_on <= %(on)s AND (%(episodes)s::uuid[] IS NULL OR e.id = ANY(%(episodes)s::uuid[]))
ORDER BY e.id
"""


def read(cursor: Any, *, on: date, episodes: Sequence[UUID] | None = None) -> list[Row]:
    """Return the cohort as it stood on a day: of every episode, or of those named (1 query)."""
    asked = {
        "on": on,
        "episodes": None if episodes is None else list(episodes),
        "meets": [str(one) for one in ENGAGED.channels],
        "appointments": ENGAGED.appointments,
        "not_out": [str(one) for one in NOT_OUT_YET],
    }
    cursor.execute(QUERY, asked)
    return [Row(*said)._replace(hard=tuple(said[-2])) for said in cursor.fetchall()]


def fingerprint(rows: Iterable[Row], *, on: date) -> str:
    """Return the mark of a cohort: of its rows in their order, its day, and the definitions' versions."""
    mark = hashlib.sha256(f"{on.isoformat()}|{defined.versions()}".encode())
    for row in rows:
        mark.update(json.dumps(row, default=str, separators=(",", ":")).encode())
        mark.update(b"\n")
    return mark.hexdigest()


def mark_of(episodes: Iterable[UUID]) -> str:
    """Return the mark of whose episodes a figure is made of: whoever sees exactly these sees everyone in it."""
    return hashlib.sha256("\n".join(sorted(map(str, episodes))).encode()).hexdigest()


def known_until(cursor: Any, *, on: date) -> date | None:
    """Return the day of the newest data of the prisons by a day: of a custody file, else of a liberation list, else None (1 query).

    A file says who is in prison as it was made; it is read on the day that it came.
    """
    cursor.execute(NEWEST, {"on": on})
    (found,) = cursor.fetchone()
    return found


NEWEST = """
SELECT coalesce(max(u.day) FILTER (WHERE u.kind = 'custody'), max(u.day)) FROM (
  SELECT kind, (applied_at AT TIME ZONE 'Europe/London')::date AS day FROM throughline_upload WHERE kind IN ('custody', 'liberation') AND undone_at IS NULL
) u WHERE u.day <= %(on)s
"""
FOLLOWED = ("return", "met", "time_out")
AGAIN = "again"  # somebody who is counted, or left out, by another of their times with us


def why_left_out(code: str, rows: Sequence[Row], *, on: date) -> dict[UUID, str]:
    """Return, for a figure, which episodes are not counted in it, each with the code of the reason why.

    Each person is counted, or left out for one reason, by one of their episodes; the others are `AGAIN`. Of those followed
    it is the first in which we knew them come out; of the others the last that counts, else the last. `on` is the last day
    to which anybody is followed.
    """
    why = {row.episode: _why(code, row, on=on) for row in rows}
    chosen: dict[UUID, Row] = {}
    for row in sorted(rows, key=lambda one: _order(code, one, why[one.episode])):
        chosen[row.person] = row  # the last in order stays
    return {
        row.episode: why[row.episode] if chosen[row.person] is row else AGAIN
        for row in rows
        if why[row.episode] or chosen[row.person] is not row
    }


def _order(code: str, row: Row, why: str) -> tuple[bool, int, UUID]:
    if code in FOLLOWED:
        out = row.released_on is not None and row.inside_at_first
        first = row.released_on if out and row.released_on is not None else row.identified_on
        return out, -first.toordinal() if out else first.toordinal(), row.episode
    # Of taking part and of what came of it the same time with us is counted: so whoever is engaged is so in both.
    return code != "funnel" and why in ("", "not_met"), row.identified_on.toordinal(), row.episode


def _why(code: str, row: Row, *, on: date) -> str:
    if code == "funnel":
        return ""
    if code in FOLLOWED:
        return _not_followed(row, code, on=on)
    return _not_taking_part(row, met=code == "outcomes")


def _not_taking_part(row: Row, *, met: bool) -> str:
    if row.signed_up_on is None:
        return "not_signed_up"
    if row.out_on is None:
        return "not_out"
    return "not_met" if met and not row.engaged else ""


def _not_followed(row: Row, code: str, *, on: date) -> str:
    if not row.inside_at_first:
        return "out_before"
    if row.released_on is None or row.released_on > on:
        return "not_out"
    if row.return_unknown:
        return "unknown_day"
    if code == "time_out":
        if row.last_gap is None:
            return "no_earlier"
        return (
            ""
            if row.released_on + timedelta(days=row.last_gap) <= followed_until(row, on=on, back=False)
            else "too_early"
        )
    if code == "met":
        start = row.released_on + timedelta(days=defined.LANDMARK_DAYS)
        if row.returned_on is not None and row.returned_on <= start:
            return "gone_back"
        if start >= on:
            return "not_followed"
        return "died" if followed_until(row, on=on) <= start else ""
    return ""


def followed_until(row: Row, *, on: date, back: bool = True) -> date:
    """Return the last day that somebody is followed: the day back in prison, the day they died, or the end of the data."""
    return min(one for one in (row.returned_on if back else None, row.died_on, on) if one is not None)


def reached(row: Row) -> int:
    """Return how many steps of the funnel an episode took with none missed before: at least 1, being told of."""
    taken = [
        True,
        row.offered_on is not None,
        row.signed_up_on is not None,
        row.out_on is not None,
        row.contact_on is not None,
        row.ended_planned,
    ]
    return taken.index(False) if False in taken else len(taken)
