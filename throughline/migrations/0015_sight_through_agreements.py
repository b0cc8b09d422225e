"""A grant that rests on an agreement shows nobody once that agreement's version is over: in the database as in Python."""

from django.db import migrations

# As `GrantQuerySet.in_force` and `opening` have it (docs/decisions/0013).
RESTS = """
  AND (g.sharing_id IS NULL OR g.sharing_id IN (
    SELECT t.sharing_id FROM public.throughline_sharingterm t
      JOIN public.throughline_agreementversion v ON v.id = t.version_id
    WHERE v.starts <= now() AND v.ends > now() AND (mask = 1024 OR t.opens & mask <> 0)))
"""

SIGHT = f"""
GRANT SELECT ON throughline_sharingterm, throughline_agreementversion TO door;
GRANT CREATE ON SCHEMA sec TO door; SET LOCAL ROLE door;
CREATE OR REPLACE FUNCTION sec.sight(mask integer) RETURNS uuid[] LANGUAGE plpgsql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  mine uuid[] := sec.keys();
  only_them text := coalesce(current_setting('app.focus', true), '');
BEGIN
  IF mine IS NULL THEN RETURN '{{}}'; END IF;
  IF only_them = '' THEN
    RETURN ARRAY(
      SELECT DISTINCT g.person_id FROM public.throughline_grant g
      WHERE g.grantee = ANY(mine) AND g.ends > now() AND g.starts <= now() AND g.opens & mask <> 0 {RESTS}
    );
  END IF;
  IF only_them !~ '^[0-9a-f]{{8}}-[0-9a-f]{{4}}-[0-9a-f]{{4}}-[0-9a-f]{{4}}-[0-9a-f]{{12}}$' THEN RETURN '{{}}'; END IF;
  RETURN ARRAY(
    SELECT g.person_id FROM public.throughline_grant g
    WHERE g.person_id = only_them::uuid AND g.grantee = ANY(mine) AND g.ends > now() AND g.starts <= now()
      AND g.opens & mask <> 0 {RESTS}
    LIMIT 1
  );
END $$;
SET LOCAL ROLE owner; REVOKE CREATE ON SCHEMA sec FROM door;
"""  # noqa: S608 - nothing in it is anybody's words


class Migration(migrations.Migration):
    """Let the database's sight rest on agreements too."""

    dependencies = [("throughline", "0014_agreement_rights")]
    operations = [migrations.RunSQL(SIGHT, migrations.RunSQL.noop)]
