"""The service that reminds of what is due also finds worries that are to be looked at again; of the others it sees none."""

from django.db import migrations

AGAIN = """
GRANT CREATE ON SCHEMA sec TO door;
SET LOCAL ROLE door;
-- The worries that the actor wrote or was sent; of the service, those that lie unread and must go on, and those to be looked at again.
CREATE OR REPLACE FUNCTION sec.worries() RETURNS uuid[] LANGUAGE plpgsql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp AS $$
DECLARE me uuid := sec.actor();
BEGIN
  IF me IS NULL OR sec.keys() IS NULL THEN RETURN '{}'; END IF;
  IF sec.is_service() THEN
    RETURN ARRAY(
      SELECT id FROM public.throughline_worry WHERE (opened_at IS NULL AND closed_at IS NULL) OR (closed_at IS NOT NULL AND review_on <= sec.today())
    );
  END IF;
  RETURN ARRAY(
    SELECT id FROM public.throughline_worry WHERE author_id = me
    UNION SELECT worry_id FROM public.throughline_worryreader WHERE worker_id = me
  );
END $$;
SET LOCAL ROLE owner;
REVOKE CREATE ON SCHEMA sec FROM door;
"""


class Migration(migrations.Migration):
    """Replace one function."""

    dependencies = (("throughline", "0027_tries"),)
    operations = (migrations.RunSQL(AGAIN, migrations.RunSQL.noop),)
