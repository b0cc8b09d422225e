"""Who has looked is told whole: page by page, where there is more than one page holds."""

from django.db import migrations

_PAGES = (
    "worries", "worry", "worry_told", "close_worry", "review_worry", "seals", "set_seal", "seal", "name_holder", "drop_holder", "review_seal",
    "end_seal", "match_conflict", "end_conflict", "oversight", "answer_question", "keep_back", "review_kept", "deal_with_alert",
)  # fmt: skip
# As in 0025, up to a moment, and one row more than a page holds: so that the page knows that there are earlier ones.
LOOKED = f"""
DROP FUNCTION looks_at(uuid);
GRANT CREATE ON SCHEMA public TO door;
SET LOCAL ROLE door;
CREATE FUNCTION looks_at(who uuid, upto timestamptz) RETURNS TABLE (id uuid, at timestamptz, worker_id uuid, how text, opens smallint, bases text[])
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT l.id, l.at, l.worker_id, l.how::text, l.opens,
    ARRAY(SELECT g.basis::text FROM public.throughline_grant g WHERE g.id = ANY(l.grants) AND g.person_id = who ORDER BY g.starts)
  FROM public.throughline_look l
  WHERE l.people @> ARRAY[who] AND who::text = current_setting('app.focus', true) AND who = ANY((SELECT sec.sight(8191))::uuid[])
    AND l.at <= upto AND l.page NOT IN ({", ".join(f"'{page}'" for page in _PAGES)})
  ORDER BY l.at DESC LIMIT 5001
$$;
REVOKE ALL ON FUNCTION looks_at(uuid, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION looks_at(uuid, timestamptz) TO app;
SET LOCAL ROLE owner;
REVOKE CREATE ON SCHEMA public FROM door;
"""  # noqa: S608 - of names written here


class Migration(migrations.Migration):
    """Put one function in the place of another."""

    dependencies = (("throughline", "0028_worries_again"),)
    operations = (migrations.RunSQL(LOOKED, migrations.RunSQL.noop),)
