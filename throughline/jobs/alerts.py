"""Looking through the log, each night, for what the data protection lead must know. The evidence is ids of log rows."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import psycopg
from django.utils import timezone

from throughline.actions import oversight
from throughline.domain.calendar import start_of
from throughline.domain.looks import Noticed
from throughline.jobs.seals import address
from throughline.models import Worker, standing_of
from throughline.policy.standing import Standing
from throughline.queries.looks import looked_through

# Pages that show people by a role's duty, without a grant: rows to decide about, the file one has loaded, the log itself.
BY_ROLE = [
    "worries",
    "worry",
    "worry_told",
    "close_worry",
    "review_worry",
    "held_rows",
    "list_preview",
    "caseload_preview",
    "caseload_marked",
    "oversight",
    "answer_question",
    "keep_back",
    "review_kept",
    "deal_with_alert",
    "seals",
    "seal",
    "name_holder",
    "drop_holder",
    "review_seal",
    "end_seal",
    "match_conflict",
    "end_conflict",
    "glass_reviews",
    "review_glass",
    "break_glass",
]

_DAY = "SELECT * FROM throughline_look WHERE at >= %(start)s AND at < %(end)s"
# What was asked for may be a person's own page, or a note, a plan, an appointment of theirs.
_SHOWN = f"SELECT d.*, shown.person FROM ({_DAY}) AS d CROSS JOIN LATERAL unnest(d.people || sec.whose(d.asked)) AS shown (person) WHERE shown.person IS NOT NULL"
# The people of some rows, so that whoever looks into them may know who they are. An id that is nobody's is left out.
_WHOM = """
    SELECT DISTINCT p.id FROM throughline_look l CROSS JOIN LATERAL unnest(l.people || sec.whose(l.asked)) AS shown (person)
    JOIN throughline_person p ON p.id = shown.person WHERE l.id = ANY(%s) LIMIT 500
"""
_RULES = {
    # Only what was opened or searched for: a list is not chosen.
    Noticed.OWN_NAME: f"""
        SELECT s.worker_id, s.id FROM ({_SHOWN}) AS s
        JOIN throughline_worker w ON w.id = s.worker_id JOIN throughline_person p ON p.id = s.person
        WHERE s.how <> 'list' AND lower(p.family_name) = lower(regexp_replace(btrim(w.name), '^.* ', ''))
    """,
    Noticed.OWN_ADDRESS: f"""
        SELECT s.worker_id, s.id FROM ({_SHOWN}) AS s
        JOIN throughline_worker w ON w.id = s.worker_id LEFT JOIN throughline_account a ON a.id = w.account_id
        JOIN throughline_contactway c ON c.person_id = s.person
        WHERE s.how <> 'list' AND (
          lower(c.value) = lower(a.email)
          OR length(regexp_replace(w.phone, '\\D', '', 'g')) > 6 AND regexp_replace(c.value, '\\D', '', 'g') = regexp_replace(w.phone, '\\D', '', 'g'))
    """,
    Noticed.NO_LINK: f"""
        SELECT s.worker_id, s.id FROM ({_SHOWN}) AS s JOIN throughline_person p ON p.id = s.person
        WHERE s.page <> ALL (%(by_role)s)
          AND NOT EXISTS (SELECT FROM throughline_grant g WHERE g.id = ANY(s.grants) AND g.person_id = s.person)
    """,
    Noticed.TEN_TIMES: f"""
        SELECT d.worker_id, d.id FROM ({_DAY}) AS d JOIN (
          SELECT worker_id FROM (
            SELECT worker_id, day, count(DISTINCT person) AS number FROM (
              SELECT l.worker_id, (l.at AT TIME ZONE 'Europe/London')::date AS day, unnest(l.people) AS person
              FROM throughline_look l WHERE l.how <> 'list' AND l.at >= %(start)s - interval '56 days' AND l.at < %(end)s
            ) AS each_one GROUP BY worker_id, day
          ) AS days GROUP BY worker_id
          HAVING count(*) FILTER (WHERE day < %(day)s) >= 5
             AND max(number) FILTER (WHERE day = %(day)s) >= 10 * percentile_cont(0.5) WITHIN GROUP (ORDER BY number) FILTER (WHERE day < %(day)s)
        ) AS many ON many.worker_id = d.worker_id WHERE d.how <> 'list'
    """,
    Noticed.AFTER_LEAVING: f"""
        SELECT d.worker_id, d.id FROM ({_DAY}) AS d JOIN throughline_worker w ON w.id = d.worker_id
        WHERE w.ended_on < %(day)s OR w.leaves_on < %(day)s OR (w.ended_on = %(day)s AND w.ended_at <= d.at)
    """,
    Noticed.SEALED: f"""
        SELECT d.worker_id, d.id FROM ({_DAY}) AS d JOIN throughline_seal s ON s.person_id = sec.whose(d.asked)
        WHERE d.how = 'refused' AND s.opens & 1 <> 0 AND s.set_at <= d.at AND (s.ended_at IS NULL OR s.ended_at > d.at)
    """,
}


FURTHEST = timedelta(days=31)  # how far back a night looks when nights before it were missed


def run() -> int:
    """Look through yesterday, and each day before it that was missed. Returns how many alerts were made."""
    today, by = timezone.localdate(), _service()
    last = looked_through()
    day = today - timedelta(days=1) if last is None else max(last + timedelta(days=1), today - FURTHEST)
    made = 0
    while day < today:
        made += look_through(day)
        oversight.note_looked_through(by=by, day=day)
        day += timedelta(days=1)
    return made


def look_through(day: date) -> int:
    """Look through one day's log and write an alert for each worker and kind. Done again, it writes nothing twice."""
    made = 0
    when: dict[str, Any] = {
        "start": start_of(day),
        "end": start_of(day + timedelta(days=1)),
        "day": day,
        "by_role": BY_ROLE,
    }
    by = _service()
    # The log is read as the role that may; the alerts are written as the role that writes everything else.
    with psycopg.connect(**address(), autocommit=True) as clock:
        for kind, query in _RULES.items():
            for worker, ids in _by_worker(clock, query, when):
                people = [person for (person,) in clock.execute(_WHOM, [ids])]
                alert = oversight.notice(kind, by=by, worker=worker, day=day, evidence=ids, people=people)
                made += alert is not None
    return made


def _service() -> Standing:
    return standing_of(Worker.objects.get(service=True), on=timezone.localdate())


def _by_worker(clock: psycopg.Connection[Any], query: str, when: dict[str, Any]) -> list[tuple[UUID, list[UUID]]]:
    found = f"SELECT worker_id, array_agg(DISTINCT id) FROM ({query}) AS found GROUP BY worker_id"
    return list(clock.execute(found, when))  # type: ignore[call-overload]
