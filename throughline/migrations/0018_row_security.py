"""The second lock is shut: row security on every table that holds something of a person, in one shape (decision 0014)."""

from django.db import migrations

from throughline.models.policies import opened, shut

# What a grant must open for a row of the table to be seen: `OPENS` of each model, as it stood on the day of this migration.
TABLES = {
    "appointment": 4, "consent": 4, "custodyperiod": 4, "prisonstay": 4, "liberationdate": 4, "offencegroup": 64, "episode": 4, "assignment": 4,
    "handover": 4, "ending": 4, "clockexemption": 4, "gatemeeting": 4, "pack": 4, "packitem": 4, "servicelink": 8, "question": 1, "withholding": 1,
    "strength": 8, "need": 8, "scale": 8, "note": 16, "draft": 16, "offer": 4, "answer": 4, "outcome": 8, "outcomecheck": 8, "namekeys": 1,
    "personname": 1, "identifier": 1, "contactway": 2, "address": 4096, "closeone": 2, "listfact": 2048, "plan": 8, "goal": 8, "goalaction": 8,
}  # fmt: skip

# Only the tests give the database another day than the one it is: the setting is nothing to a role that serves.
DAY = """
CREATE FUNCTION sec.today() RETURNS date LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT (now() AT TIME ZONE 'Europe/London')::date
$$;
"""

FUNCTIONS = """
CREATE OR REPLACE FUNCTION sec.keys() RETURNS uuid[] LANGUAGE plpgsql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  me uuid := sec.actor();
  today date := sec.today();
BEGIN
  IF me IS NULL OR NOT EXISTS (
    SELECT FROM public.throughline_worker
    WHERE id = me AND (ended_on IS NULL OR ended_on > today OR (ended_on = today AND ended_at IS NULL))
      AND (leaves_on IS NULL OR leaves_on >= today)
  ) THEN RETURN NULL; END IF;
  RETURN ARRAY(
    WITH held AS (
      SELECT role, team_id, organisation_id FROM public.throughline_post
      WHERE worker_id = me AND from_on <= today
        AND (until_on IS NULL OR until_on > today OR (until_on = today AND ended_at IS NULL))
        AND role IN ('team_lead', 'coordinator', 'duty_worker')
    )
    SELECT me
    UNION SELECT coalesce(team_id, organisation_id) FROM held
    UNION SELECT team.id FROM held JOIN public.throughline_team team ON team.organisation_id = held.organisation_id
      WHERE held.role = 'coordinator' AND held.team_id IS NULL
        AND team.from_on <= today AND (team.until_on IS NULL OR team.until_on >= today)
  );
END $$;

-- Whether the actor is the service that keeps lists, clocks and duties: it works on everyone's record, through a grant on each.
CREATE FUNCTION sec.is_service() RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RETURN coalesce((SELECT service FROM public.throughline_worker WHERE id = sec.actor()), false);
END $$;

-- Whether the actor holds a post of this role today.
CREATE FUNCTION sec.holds(asked text) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp AS $$
DECLARE today date := sec.today();
BEGIN
  RETURN sec.keys() IS NOT NULL AND EXISTS (
    SELECT FROM public.throughline_post WHERE worker_id = sec.actor() AND role = asked AND from_on <= today
      AND (until_on IS NULL OR until_on > today OR (until_on = today AND ended_at IS NULL))
  );
END $$;

-- On whose record the actor may give and end grants: a worker on the one in focus, the service on all that it works on.
CREATE FUNCTION sec.lists() RETURNS uuid[] LANGUAGE plpgsql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF coalesce(current_setting('app.focus', true), '') <> '' OR sec.is_service() THEN RETURN sec.sight(1024); END IF;
  RETURN '{}';
END $$;

-- Drafts that are too old, whoever wrote them: the service drops them unread.
CREATE FUNCTION sec.drop_drafts(before timestamptz) RETURNS integer LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp AS $$
DECLARE gone integer;
BEGIN
  IF NOT sec.is_service() THEN RETURN 0; END IF;
  DELETE FROM public.throughline_draft WHERE saved_at < before;
  GET DIAGNOSTICS gone = ROW_COUNT;
  RETURN gone;
END $$;

-- Whose grants the actor may read, their own aside: of the person in focus, if any grant opens that record to them.
CREATE FUNCTION sec.listed() RETURNS uuid[] LANGUAGE plpgsql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF coalesce(current_setting('app.focus', true), '') <> '' THEN RETURN sec.sight(8191); END IF;
  RETURN sec.lists();
END $$;

-- The worries that the actor wrote or was sent; of the service, those that lie unread and must go on.
CREATE FUNCTION sec.worries() RETURNS uuid[] LANGUAGE plpgsql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp AS $$
DECLARE me uuid := sec.actor();
BEGIN
  IF me IS NULL OR sec.keys() IS NULL THEN RETURN '{}'; END IF;
  IF sec.is_service() THEN
    RETURN ARRAY(SELECT id FROM public.throughline_worry WHERE opened_at IS NULL AND closed_at IS NULL);
  END IF;
  RETURN ARRAY(
    SELECT id FROM public.throughline_worry WHERE author_id = me
    UNION SELECT worry_id FROM public.throughline_worryreader WHERE worker_id = me
  );
END $$;

-- When somebody was spoken with in an episode and how, for the dates that follow from it: no word of what was said.
CREATE FUNCTION sec.contacts(asked uuid) RETURNS TABLE (happened_at timestamptz, channel varchar) LANGUAGE plpgsql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RETURN QUERY SELECT n.happened_at, n.channel FROM public.throughline_note n JOIN public.throughline_code c ON c.id = n.kind_id
    WHERE n.episode_id = asked AND n.spoke AND NOT coalesce((c.traits ->> 'not_with_person')::boolean, false)
      AND NOT EXISTS (SELECT FROM public.throughline_note later WHERE later.corrects_id = n.id)
      AND n.person_id IN (SELECT unnest((SELECT sec.sight(4))))
    ORDER BY n.happened_at;
END $$;

-- The door's exact question: is somebody out of the actor's sight there with this number, or this name and birth date?
CREATE FUNCTION sec.known(kinds text[], numbers text[], given text, family text, birth date) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF sec.keys() IS NULL THEN RETURN false; END IF;
  RETURN EXISTS (
    SELECT FROM (
      SELECT i.person_id FROM public.throughline_identifier i JOIN unnest(kinds, numbers) AS asked (kind, value)
        ON i.kind = asked.kind AND i.value = asked.value WHERE i.doubted_on IS NULL
      UNION
      SELECT p.id FROM public.throughline_person p
      WHERE birth IS NOT NULL AND p.birth_date = birth AND upper(p.family_name) = upper(family) AND upper(p.given_names) = upper(given)
    ) AS there (person_id)
    WHERE there.person_id NOT IN (SELECT unnest((SELECT sec.sight(1))))
  );
END $$;
"""

# Of the log a worker is shown the rows about the one person in focus, whom they see; the overseer those of an alert.
LOOKED = """
CREATE OR REPLACE FUNCTION looks_at(who uuid) RETURNS TABLE (id uuid, at timestamptz, worker_id uuid, how text, opens smallint, bases text[])
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT l.id, l.at, l.worker_id, l.how::text, l.opens,
    ARRAY(SELECT g.basis::text FROM public.throughline_grant g WHERE g.id = ANY(l.grants) AND g.person_id = who ORDER BY g.starts)
  FROM public.throughline_look l
  WHERE l.people @> ARRAY[who] AND who::text = current_setting('app.focus', true) AND who = ANY((SELECT sec.sight(8191))::uuid[])
    -- That there is a worry is sealed from everyone but whom it was sent to: who reads one is not told here.
    AND l.page NOT IN ('worries', 'worry', 'worry_told', 'close_worry')
  ORDER BY l.at DESC LIMIT 5000
$$;
CREATE OR REPLACE FUNCTION looks_of_alert(which uuid) RETURNS TABLE (id uuid, at timestamptz, how text, page text, people uuid[], asked uuid, opens smallint)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT l.id, l.at, l.how::text, l.page::text, l.people, l.asked, l.opens FROM public.throughline_look l
  JOIN public.throughline_alert a ON l.id = ANY(a.evidence) WHERE a.id = which AND (SELECT sec.holds('data_protection_lead')) ORDER BY l.at LIMIT 500
$$;
"""

NEW = (
    "today()",
    "is_service()",
    "holds(text)",
    "lists()",
    "listed()",
    "drop_drafts(timestamptz)",
    "worries()",
    "contacts(uuid)",
    "known(text[], text[], text, text, date)",
)
# The functions are the door's, who may make some for this moment alone.
MADE = (
    "GRANT CREATE ON SCHEMA sec, public TO door; SET LOCAL ROLE door;"
    + DAY
    + FUNCTIONS
    + "".join(
        f"REVOKE ALL ON FUNCTION sec.{one} FROM PUBLIC; GRANT EXECUTE ON FUNCTION sec.{one} TO app;" for one in NEW
    )
    + "SET LOCAL ROLE owner;"
)
OWNED = (
    # What ran as the tables' owner would see no row from now on: these are the door's too.
    "".join(
        f"ALTER FUNCTION {one} OWNER TO door;"
        for one in (
            "worker_leaves_nobody_behind()", "owner_is_still_here()", "agreed_plan_stays()", "agreement_people(uuid)", "agreement_counts(uuid)",
            "looks_at(uuid)", "looks_of_alert(uuid)",
        )
    )
    + "REVOKE CREATE ON SCHEMA sec, public FROM door;"
    "GRANT SELECT ON throughline_episode, throughline_plan, throughline_goal, throughline_look, throughline_alert, throughline_sharing,"
    " throughline_worry, throughline_worryreader, throughline_identifier, throughline_code TO door;"
    "GRANT SELECT (id, given_names, family_name, birth_date) ON throughline_person TO door;"
    "GRANT SELECT (id, episode_id, person_id, happened_at, channel, spoke, kind_id, corrects_id) ON throughline_note TO door;"
    "GRANT SELECT (saved_at), DELETE ON throughline_draft TO door;"
    "GRANT UPDATE (version) ON throughline_worker TO door;"  # a lock for sharing needs the right to update a column
)  # fmt: skip

GRANTS = """
ALTER TABLE throughline_grant ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
-- The coalesce makes the OR unindexable: without it PostgreSQL takes a BitmapOr over the heap for a wide reader.
CREATE POLICY own ON throughline_grant FOR SELECT TO app
  USING (coalesce(grantee = ANY((SELECT sec.keys())::uuid[]) OR person_id IN (SELECT unnest((SELECT sec.listed()))), false));
CREATE POLICY given ON throughline_grant FOR INSERT TO app
  WITH CHECK (person_id IN (SELECT unnest((SELECT sec.lists()))) OR (worker_id = (SELECT sec.actor()) AND sec.unknown(person_id)));
CREATE POLICY ended ON throughline_grant FOR UPDATE TO app
  USING (person_id IN (SELECT unnest((SELECT sec.lists())))) WITH CHECK (person_id IN (SELECT unnest((SELECT sec.lists()))));
"""

# Everyone's own deeds are written down in their own name, whatever they see; what they did they may read again.
EVENTS = """
ALTER TABLE throughline_event ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY seen ON throughline_event FOR SELECT TO app
  USING (person_id IS NULL OR person_id IN (SELECT unnest((SELECT sec.sight(4)))) OR by_id = (SELECT sec.actor()));
CREATE POLICY written ON throughline_event FOR INSERT TO app
  WITH CHECK (person_id IS NULL OR by_id = (SELECT sec.actor()) OR (SELECT sec.is_service()));
"""

# No grant opens a worry: whoever wrote it sees it, and whoever it was sent to.
WORRIES = """
ALTER TABLE throughline_worry ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE throughline_worryreader ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE throughline_worrytold ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY sent ON throughline_worry FOR ALL TO app
  USING (author_id = (SELECT sec.actor()) OR id IN (SELECT unnest((SELECT sec.worries()))))
  WITH CHECK (author_id = (SELECT sec.actor()) OR id IN (SELECT unnest((SELECT sec.worries()))));
CREATE POLICY sent ON throughline_worryreader FOR ALL TO app
  USING (worry_id IN (SELECT unnest((SELECT sec.worries())))) WITH CHECK (worry_id IN (SELECT unnest((SELECT sec.worries()))));
CREATE POLICY sent ON throughline_worrytold FOR ALL TO app
  USING (worry_id IN (SELECT unnest((SELECT sec.worries())))) WITH CHECK (worry_id IN (SELECT unnest((SELECT sec.worries()))));
"""

# The log is added to in one's own name, and read by nobody but the door's functions and the clock.
LOOKS = """
ALTER TABLE throughline_look ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY looked ON throughline_look FOR INSERT TO app WITH CHECK (worker_id = (SELECT sec.actor()));
"""

STEWARD = "for_steward AND (SELECT sec.holds('record_steward'))"
SHUT = (
    shut("person", 1, column="id")
    + "".join(shut(table, mask) for table, mask in TABLES.items())
    + shut("heldrow", 1, also=STEWARD)
    + GRANTS
    + EVENTS
    + WORRIES
    + LOOKS
)
OPENED = "".join(
    opened(table, role="door")
    for table in (
        "grant", "namekeys", "episode", "plan", "goal", "look", "worry", "worryreader", "identifier", "person", "note",
    )
) + "".join(opened(table, role="clock") for table in ("person", "contactway", "grant", "look")) + opened("draft", role="door", verb="DELETE") + opened("draft", role="door")  # fmt: skip


class Migration(migrations.Migration):
    """Shut every table that holds something of a person."""

    dependencies = [("throughline", "0017_worries")]
    operations = [migrations.RunSQL(MADE + LOOKED + OWNED + SHUT + OPENED, migrations.RunSQL.noop)]
