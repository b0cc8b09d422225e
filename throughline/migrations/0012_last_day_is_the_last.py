"""A last day that was said ahead is the last in the second lock too, whether or not somebody could stand in yet."""

from django.db import migrations

# As `Worker.has_left` and `models/standings.py` have it: the two are compared on random worlds.
KEYS = """
CREATE OR REPLACE FUNCTION sec.keys() RETURNS uuid[] LANGUAGE plpgsql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  me uuid := sec.actor();
  today date := (now() AT TIME ZONE 'Europe/London')::date;
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
"""

# The function is the door's, who may make one in `sec` for this moment alone.
AS_DOOR = "GRANT CREATE ON SCHEMA sec TO door; SET LOCAL ROLE door;"
BACK = "SET LOCAL ROLE owner; REVOKE CREATE ON SCHEMA sec FROM door;"


class Migration(migrations.Migration):
    """Let whoever's last day has passed hold no key."""

    dependencies = [("throughline", "0011_what_a_list_left")]
    operations = [migrations.RunSQL(AS_DOOR + KEYS + BACK, migrations.RunSQL.noop)]
