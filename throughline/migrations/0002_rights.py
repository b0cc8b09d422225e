"""What the serving role may not do, and the owner who cannot leave: kept by the database itself."""

from django.db import migrations

# Facts are added, never taken away: nothing of a person may be deleted by the serving role but a draft,
# and what is append-only cannot be changed either.
RIGHTS = """
DO $$
DECLARE t text;
BEGIN
  FOR t IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename LIKE 'throughline\\_%' LOOP
    EXECUTE format('REVOKE DELETE ON %I FROM app', t);
  END LOOP;
  -- A draft of a plan is rewritten whole; a trigger below keeps an agreed version from being touched.
  GRANT DELETE ON throughline_draft, throughline_savedform, throughline_goal, throughline_goalaction TO app;
  REVOKE UPDATE ON throughline_event, throughline_offer, throughline_answer, throughline_scale,
    throughline_liberationdate, throughline_outcomecheck, throughline_codeversion FROM app;
  REVOKE UPDATE ON throughline_grant FROM app;
  GRANT UPDATE (valid) ON throughline_grant TO app;
  REVOKE INSERT, UPDATE ON throughline_council, throughline_prison, throughline_holiday FROM app;
  -- A lock needs the right to update one column; a note never changes, and no page names this one.
  REVOKE UPDATE ON throughline_note FROM app;
  GRANT UPDATE (recorded_at) ON throughline_note TO app;
END $$;
"""

OWNERS = """
CREATE FUNCTION worker_leaves_nobody_behind() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF NEW.ended_on IS NOT NULL AND EXISTS (
    SELECT FROM public.throughline_episode WHERE owner_id = NEW.id AND ended_on IS NULL
  ) THEN
    RAISE EXCEPTION 'this worker still looks after someone' USING ERRCODE = 'check_violation', CONSTRAINT = 'worker_owns_nobody';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER worker_leaves_nobody_behind BEFORE UPDATE OF ended_on ON throughline_worker
  FOR EACH ROW EXECUTE FUNCTION worker_leaves_nobody_behind();
CREATE FUNCTION owner_is_still_here() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  -- Locks the worker against leaving in the same moment.
  IF NEW.ended_on IS NULL AND EXISTS (
    SELECT FROM public.throughline_worker WHERE id = NEW.owner_id AND ended_on IS NOT NULL FOR SHARE
  ) THEN
    RAISE EXCEPTION 'the owner has left' USING ERRCODE = 'check_violation', CONSTRAINT = 'owner_is_still_here';
  END IF;
  PERFORM 1 FROM public.throughline_worker WHERE id = NEW.owner_id FOR SHARE;
  RETURN NEW;
END $$;
CREATE TRIGGER owner_is_still_here BEFORE INSERT OR UPDATE OF owner_id, ended_on ON throughline_episode
  FOR EACH ROW EXECUTE FUNCTION owner_is_still_here();
"""

PLANS = """
CREATE FUNCTION agreed_plan_stays() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE plan uuid;
BEGIN
  IF TG_TABLE_NAME = 'throughline_goal' THEN
    plan := OLD.plan_id;
  ELSE
    SELECT plan_id INTO plan FROM public.throughline_goal WHERE id = OLD.goal_id;
  END IF;
  IF EXISTS (SELECT FROM public.throughline_plan WHERE id = plan AND (agreed_on IS NOT NULL OR archived_on IS NOT NULL)) THEN
    RAISE EXCEPTION 'an agreed plan does not change' USING ERRCODE = 'check_violation', CONSTRAINT = 'agreed_plan_stays';
  END IF;
  RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER agreed_plan_stays BEFORE DELETE OR UPDATE ON throughline_goal
  FOR EACH ROW EXECUTE FUNCTION agreed_plan_stays();
CREATE TRIGGER agreed_plan_stays BEFORE DELETE OR UPDATE OF what, who, who_words, by_on, goal_id, line ON throughline_goalaction
  FOR EACH ROW EXECUTE FUNCTION agreed_plan_stays();
"""

CACHE = """
CREATE TABLE throughline_cache (cache_key varchar(255) PRIMARY KEY, value text NOT NULL, expires timestamptz NOT NULL);
CREATE INDEX throughline_cache_expires ON throughline_cache (expires);
"""


class Migration(migrations.Migration):
    """Rights, owners, the shared cache."""

    dependencies = [("throughline", "0001_initial")]
    operations = [
        migrations.RunSQL(CACHE.replace("CREATE TABLE", "CREATE UNLOGGED TABLE"), "DROP TABLE throughline_cache"),
        migrations.RunSQL(
            RIGHTS + "GRANT DELETE ON throughline_cache TO app; GRANT SELECT ON ALL TABLES IN SCHEMA public TO backup;",
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(
            PLANS,
            "DROP TRIGGER agreed_plan_stays ON throughline_goal; DROP TRIGGER agreed_plan_stays ON throughline_goalaction;"
            "DROP FUNCTION agreed_plan_stays()",
        ),
        migrations.RunSQL(
            OWNERS,
            "DROP TRIGGER owner_is_still_here ON throughline_episode; DROP FUNCTION owner_is_still_here();"
            "DROP TRIGGER worker_leaves_nobody_behind ON throughline_worker; DROP FUNCTION worker_leaves_nobody_behind()",
        ),
    ]
