"""Functions that read past sight answer only to those whose page asks them: not to anybody who reaches the database."""

from django.db import migrations

from throughline.policy.agreements import APPROVING_ROLES

_ROLES = ", ".join(f"'{role.value}'" for role in sorted(APPROVING_ROLES))

WHO_ASKS = """
GRANT CREATE ON SCHEMA public, sec TO door;
SET LOCAL ROLE door;
-- Whether the actor may approve today for one of the sides of an agreement, or keeps it (`APPROVING_ROLES`).
CREATE FUNCTION sec.speaks(asked uuid) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp AS $$
DECLARE today date := sec.today();
BEGIN
  RETURN sec.keys() IS NOT NULL AND EXISTS (
    SELECT FROM public.throughline_post AS p
    WHERE p.worker_id = sec.actor() AND p.role IN ({roles}) AND p.from_on <= today
      AND (p.until_on IS NULL OR p.until_on > today OR (p.until_on = today AND p.ended_at IS NULL))
      AND (p.organisation_id IN (SELECT organisation_id FROM public.throughline_agreementparty WHERE agreement_id = asked)
        OR p.organisation_id IN (SELECT kept_by_id FROM public.throughline_agreement WHERE id = asked))
  );
END $$;
REVOKE ALL ON FUNCTION sec.speaks(uuid) FROM PUBLIC;
CREATE OR REPLACE FUNCTION agreement_people(asked uuid) RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT DISTINCT g.person_id FROM public.throughline_grant AS g
  JOIN public.throughline_sharing AS s ON s.id = g.sharing_id
  JOIN public.throughline_sharingterm AS t ON t.sharing_id = s.id
  JOIN public.throughline_agreementversion AS v ON v.id = t.version_id AND v.starts <= now() AND v.ends > now()
  WHERE s.agreement_id = asked AND g.starts <= now() AND g.ends > now() AND g.opens & (t.opens | 1024) <> 0
    AND (SELECT sec.is_service() OR sec.speaks(asked))
$$;
CREATE OR REPLACE FUNCTION looks_of_alert(which uuid) RETURNS TABLE (id uuid, at timestamptz, how text, page text, people uuid[], asked uuid, opens smallint)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT l.id, l.at, l.how::text, l.page::text, l.people, l.asked, l.opens FROM public.throughline_look l
  JOIN public.throughline_alert a ON l.id = ANY(a.evidence)
  WHERE a.id = which AND (SELECT sec.holds('data_protection_lead')) ORDER BY l.at LIMIT 500
$$;
SET LOCAL ROLE owner;
REVOKE CREATE ON SCHEMA public, sec FROM door;
GRANT SELECT ON throughline_agreementparty, throughline_agreement TO door;
"""


class Migration(migrations.Migration):
    """Replace two functions."""

    dependencies = (("throughline", "0023_history"),)
    operations = (migrations.RunSQL(WHO_ASKS.replace("{roles}", _ROLES), migrations.RunSQL.noop),)
