"""What is written down of a try: those of somebody who has left, and those at a sealed record by whatever names it."""

from django.db import migrations

from throughline.models.policies import opened

# The tables of a person's record by whose id a page is addressed.
NAMED = (
    "appointment", "consent", "episode", "gatemeeting", "goalaction", "handover", "need", "note", "outcome", "pack", "plan",
    "restriction", "safetystatement", "servicelink", "strength",
)  # fmt: skip
OPEN_TO_THE_DOOR = ("episode", "note", "plan")  # since 0018

# Somebody who has left has nothing to ask for: a try of theirs is written down also where its address names nobody.
CHECKED = """
ALTER TABLE throughline_look DROP CONSTRAINT throughline_look_check;
ALTER TABLE throughline_look ADD CONSTRAINT look_asked_of_a_refusal CHECK (how = 'refused' OR asked IS NULL);
"""

_THINGS = "".join(f"  UNION ALL SELECT person_id FROM public.throughline_{one} WHERE id = $1\n" for one in NAMED)  # noqa: S608
WHOSE = """
-- Whose record a page is of: the id of a person, or of a thing of theirs. For the nightly look through the log alone.
CREATE FUNCTION sec.whose(asked uuid) RETURNS uuid LANGUAGE sql STABLE STRICT SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp AS $$
  SELECT id FROM public.throughline_person WHERE id = $1
{things}  LIMIT 1
$$;
REVOKE ALL ON FUNCTION sec.whose(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION sec.whose(uuid) TO clock;
-- As in 0024, and of a try at a thing of somebody's record it says whose.
CREATE OR REPLACE FUNCTION looks_of_alert(which uuid) RETURNS TABLE (id uuid, at timestamptz, how text, page text, people uuid[], asked uuid, opens smallint)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT l.id, l.at, l.how::text, l.page::text, l.people, sec.whose(l.asked), l.opens FROM public.throughline_look l
  JOIN public.throughline_alert a ON l.id = ANY(a.evidence)
  WHERE a.id = which AND (SELECT sec.holds('data_protection_lead')) ORDER BY l.at LIMIT 500
$$;
""".replace("{things}", _THINGS)

# As in 0021, and a try that a seal stopped is written down: whoever tried is told no more than before.
BREAK = """
CREATE OR REPLACE FUNCTION sec.break_glass(row_id uuid, grant_id uuid, kinds text[], numbers text[], given text, family text, birth date,
    why text, said text, minutes integer, due date) RETURNS TABLE (came text, who uuid)
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  me uuid := sec.actor();
  today date := sec.today();
  found uuid[];
BEGIN
  IF me IS NULL OR sec.keys() IS NULL OR NOT EXISTS (
    SELECT FROM public.throughline_post p WHERE p.worker_id = me AND p.from_on <= today
      AND (p.until_on IS NULL OR p.until_on > today OR (p.until_on = today AND p.ended_at IS NULL))
      AND p.role IN ('prison_coach', 'mentor', 'team_lead', 'coordinator', 'duty_worker', 'family_coordinator', 'employment_consultant', 'safeguarding_lead')
  ) THEN RETURN QUERY SELECT 'not_opened', NULL::uuid; RETURN; END IF;
  IF why NOT IN ('life', 'child', 'blue_light', 'out', 'other') OR coalesce(length(btrim(said)), 0) < 20
    OR minutes IS NULL OR minutes < 1 OR minutes > 120 OR due IS NULL OR due < today OR due > today + 21
  THEN RETURN QUERY SELECT 'not_opened', NULL::uuid; RETURN; END IF;
  IF EXISTS (SELECT FROM public.throughline_breakglass b WHERE b.worker_id = me AND b.finding = 'misuse') THEN
    RETURN QUERY SELECT 'misuse', NULL::uuid; RETURN;
  END IF;
  found := ARRAY(
    SELECT i.person_id FROM public.throughline_identifier i JOIN unnest(kinds, numbers) AS asked (kind, value)
      ON i.kind = asked.kind AND i.value = asked.value WHERE i.doubted_on IS NULL
    UNION
    SELECT p.id FROM public.throughline_person p
    WHERE birth IS NOT NULL AND p.birth_date = birth AND upper(p.family_name) = upper(family) AND upper(p.given_names) = upper(given)
  );
  IF cardinality(found) <> 1 OR EXISTS (SELECT FROM sec.hidden(ARRAY[me], found[1]) h WHERE h.opens & 1 <> 0) THEN
    INSERT INTO public.throughline_look (id, worker_id, how, page, people, opens, grants, asked, device, request)
    SELECT row_id, me, 'refused', 'break_glass', '{}', 0, '{}', found[1], '', row_id
    WHERE cardinality(found) = 1 AND EXISTS (
      SELECT FROM public.throughline_seal s WHERE s.person_id = found[1] AND s.ended_at IS NULL AND s.opens & 1 <> 0
        AND NOT EXISTS (SELECT FROM public.throughline_sealholder n WHERE n.seal_id = s.id AND n.worker_id = me AND n.ended_at IS NULL)
    );
    RETURN QUERY SELECT 'not_opened', NULL::uuid; RETURN;
  END IF;
  INSERT INTO public.throughline_breakglass
    (id, person_id, name, worker_id, reason, words, began_at, until, due_on, asked, asked_on, finding, review_words)
  SELECT row_id, p.id, btrim(p.given_names || ' ' || p.family_name), me, why, btrim(said), now(), now() + make_interval(mins => minutes), due, '{}', today, '', ''
  FROM public.throughline_person p WHERE p.id = found[1];
  INSERT INTO public.throughline_grant (id, person_id, opens, worker_id, basis, because, source_kind, source, valid)
  VALUES (grant_id, found[1], 4543, me, 'break_glass', 'opened it in an emergency', 'break_glass', row_id, tstzrange(now(), now() + make_interval(mins => minutes), '[)'));
  RETURN QUERY SELECT 'opened', found[1];
END $$;
"""

MADE = (
    "GRANT CREATE ON SCHEMA sec, public TO door; SET LOCAL ROLE door;"
    + WHOSE
    + BREAK
    + "SET LOCAL ROLE owner; REVOKE CREATE ON SCHEMA sec, public FROM door; GRANT USAGE ON SCHEMA sec TO clock;"
    + "GRANT INSERT ON throughline_look TO door;"
    + opened("look", role="door", verb="INSERT")
    + "".join(f"GRANT SELECT (id, person_id) ON throughline_{one} TO door;" for one in NAMED)
    + "".join(opened(one, role="door") for one in NAMED if one not in OPEN_TO_THE_DOOR)
)


class Migration(migrations.Migration):
    """Two functions, one check, what the door needs for them."""

    dependencies = (("throughline", "0026_figures"),)
    operations = (migrations.RunSQL(CHECKED + MADE, migrations.RunSQL.noop),)
