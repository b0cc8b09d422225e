"""The second lock's foundation: the database itself tells who asks, by a signed name, and whom they see.

Every function is owned by a role that cannot sign in, has a fixed search path, and is STABLE without an exception block
(one would open a subtransaction at every call). A forged, expired or foreign name is nobody, who sees nobody.
"""

from django.db import migrations

SCHEMA = """
CREATE SCHEMA sec;
GRANT USAGE ON SCHEMA sec TO app, clock, door;
CREATE TABLE sec.key (id smallint PRIMARY KEY, inner_pad bytea NOT NULL, outer_pad bytea NOT NULL, retires timestamptz);
GRANT SELECT ON sec.key TO door;
GRANT SELECT ON throughline_grant, throughline_worker, throughline_post, throughline_team, throughline_namekeys TO door;
"""

# HMAC-SHA256 out of core: the two padded keys are kept, so that no XOR is needed here.
ACTOR = r"""
CREATE FUNCTION sec.actor() RETURNS uuid LANGUAGE plpgsql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  said text := current_setting('app.actor', true);
  part text[];
  held sec.key;
BEGIN
  IF said IS NULL OR said !~
    '^\d{1,4}\.[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\.\d{1,12}\.\d{1,9}\.[0-9a-f]{64}$'
  THEN RETURN NULL; END IF;
  part := string_to_array(said, '.');
  SELECT * INTO held FROM sec.key WHERE id = part[1]::int AND (retires IS NULL OR retires > now());
  IF held.id IS NULL
    OR encode(sha256(held.outer_pad || sha256(held.inner_pad || convert_to(left(said, -65), 'UTF8'))), 'hex') <> part[5]
    OR part[4]::int <> pg_backend_pid()
    OR part[3]::bigint <= extract(epoch FROM clock_timestamp())
  THEN RETURN NULL; END IF;
  RETURN part[2]::uuid;
END $$;
"""

# As `models/standings.py` has it: the two are compared on random worlds.
KEYS = """
CREATE FUNCTION sec.keys() RETURNS uuid[] LANGUAGE plpgsql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  me uuid := sec.actor();
  today date := (now() AT TIME ZONE 'Europe/London')::date;
BEGIN
  IF me IS NULL OR NOT EXISTS (
    SELECT FROM public.throughline_worker
    WHERE id = me AND (ended_on IS NULL OR ended_on > today OR (ended_on = today AND ended_at IS NULL))
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
"""

SIGHT = """
CREATE FUNCTION sec.sight(mask integer) RETURNS uuid[] LANGUAGE plpgsql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  mine uuid[] := sec.keys();
  only_them text := coalesce(current_setting('app.focus', true), '');
BEGIN
  IF mine IS NULL THEN RETURN '{}'; END IF;
  IF only_them = '' THEN
    RETURN ARRAY(
      SELECT DISTINCT person_id FROM public.throughline_grant
      WHERE grantee = ANY(mine) AND ends > now() AND starts <= now() AND opens & mask <> 0
    );
  END IF;
  IF only_them !~ '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$' THEN RETURN '{}'; END IF;
  RETURN ARRAY(
    SELECT person_id FROM public.throughline_grant
    WHERE person_id = only_them::uuid AND grantee = ANY(mine) AND ends > now() AND starts <= now() AND opens & mask <> 0
    LIMIT 1
  );
END $$;

-- The person in focus, where the actor works on their record: who may give and end grants on it.
CREATE FUNCTION sec.may_list() RETURNS uuid LANGUAGE plpgsql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF coalesce(current_setting('app.focus', true), '') = '' THEN RETURN NULL; END IF;
  RETURN (sec.sight(1024))[1];
END $$;

-- Whether nobody was ever given sight of this person: the first grant comes before its person.
CREATE FUNCTION sec.unknown(one uuid) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RETURN NOT EXISTS (SELECT FROM public.throughline_grant WHERE person_id = one);
END $$;

-- `&&` on arrays is not leakproof: under a policy its index would not be used. Only ids in the actor's sight come back.
CREATE FUNCTION sec.find(one text[], two text[]) RETURNS SETOF uuid LANGUAGE plpgsql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RETURN QUERY SELECT person_id FROM public.throughline_namekeys
    WHERE keys && one::varchar[] AND keys && two::varchar[]
      AND person_id IN (SELECT unnest((SELECT sec.sight(1)))) LIMIT 200;
END $$;
"""

FUNCTIONS = ("actor()", "keys()", "sight(integer)", "may_list()", "unknown(uuid)", "find(text[], text[])")

OWNED = (
    "GRANT CREATE ON SCHEMA sec TO door;"
    + "".join(
        f"REVOKE ALL ON FUNCTION sec.{one} FROM PUBLIC; GRANT EXECUTE ON FUNCTION sec.{one} TO app;"
        f"ALTER FUNCTION sec.{one} OWNER TO door;"
        for one in FUNCTIONS
    )
    + "REVOKE CREATE ON SCHEMA sec FROM door;"
)


class Migration(migrations.Migration):
    """Make the schema `sec`: keys, and the functions that every policy names."""

    dependencies = [("throughline", "0009_duty_is_followed_once")]
    operations = [
        migrations.RunSQL(SCHEMA + ACTOR + KEYS + SIGHT + OWNED, "DROP SCHEMA sec CASCADE"),
    ]
