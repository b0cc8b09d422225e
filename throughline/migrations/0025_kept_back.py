"""Entries kept back: decided without a grant on the record, looked at again, ended. Whoever has looked says nothing of it."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

from throughline.models.policies import seen

_ROWS = seen(1, also="(SELECT sec.holds('data_protection_lead'))")
_PAGES = (
    "worries", "worry", "worry_told", "close_worry", "seals", "set_seal", "seal", "name_holder", "drop_holder", "review_seal", "end_seal", "match_conflict",
    "end_conflict", "oversight", "answer_question", "keep_back", "review_kept", "deal_with_alert",
)  # fmt: skip
RIGHTS = f"""
DROP POLICY seen ON throughline_withholding;
CREATE POLICY seen ON throughline_withholding FOR ALL TO app USING ({_ROWS}) WITH CHECK ({_ROWS});
DROP POLICY seen ON throughline_withholdingchange;
CREATE POLICY seen ON throughline_withholdingchange FOR SELECT TO app USING ({_ROWS});
GRANT UPDATE (because, review_on) ON throughline_withholding TO app;
GRANT CREATE ON SCHEMA public TO door;
SET LOCAL ROLE door;
CREATE OR REPLACE FUNCTION looks_at(who uuid) RETURNS TABLE (id uuid, at timestamptz, worker_id uuid, how text, opens smallint, bases text[])
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT l.id, l.at, l.worker_id, l.how::text, l.opens,
    ARRAY(SELECT g.basis::text FROM public.throughline_grant g WHERE g.id = ANY(l.grants) AND g.person_id = who ORDER BY g.starts)
  FROM public.throughline_look l
  WHERE l.people @> ARRAY[who] AND who::text = current_setting('app.focus', true) AND who = ANY((SELECT sec.sight(8191))::uuid[])
    AND l.page NOT IN ({", ".join(f"'{page}'" for page in _PAGES)})
  ORDER BY l.at DESC LIMIT 5000
$$;
SET LOCAL ROLE owner;
REVOKE CREATE ON SCHEMA public FROM door;
"""  # noqa: S608 - of names written here


class Migration(migrations.Migration):
    """Keep the name, and set the rights."""

    dependencies = [
        ("throughline", "0024_who_asks"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="withholding",
            name="keep_change",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="withholding",
            name="keep_gone",
        ),
        migrations.AddField(
            model_name="withholding",
            name="name",
            field=models.CharField(blank=True, max_length=250),
        ),
        migrations.AddField(
            model_name="withholdingchange",
            name="name",
            field=models.CharField(blank=True, max_length=250),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="withholding",
            trigger=pgtrigger.compiler.Trigger(
                name="keep_change",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."because" IS DISTINCT FROM (NEW."because") OR OLD."by_id" IS DISTINCT FROM (NEW."by_id") OR OLD."ended_at" IS DISTINCT FROM (NEW."ended_at") OR OLD."exemption" IS DISTINCT FROM (NEW."exemption") OR OLD."from_on" IS DISTINCT FROM (NEW."from_on") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."person_id" IS DISTINCT FROM (NEW."person_id") OR OLD."recorded_at" IS DISTINCT FROM (NEW."recorded_at") OR OLD."review_on" IS DISTINCT FROM (NEW."review_on") OR OLD."worker_id" IS DISTINCT FROM (NEW."worker_id"))',
                    func='INSERT INTO "throughline_withholdingchange" ("because", "by_id", "ended_at", "exemption", "from_on", "name", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "review_on", "worker_id") VALUES (OLD."because", OLD."by_id", OLD."ended_at", OLD."exemption", OLD."from_on", OLD."name", OLD."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'change\', OLD."id", OLD."recorded_at", OLD."review_on", OLD."worker_id"); RETURN NULL;',
                    hash="ff2b34641bc3c4aeb90cab64676246c25cf337bb",
                    operation="UPDATE",
                    pgid="pgtrigger_keep_change_32092",
                    table="throughline_withholding",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="withholding",
            trigger=pgtrigger.compiler.Trigger(
                name="keep_gone",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "throughline_withholdingchange" ("because", "by_id", "ended_at", "exemption", "from_on", "name", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "review_on", "worker_id") VALUES (OLD."because", OLD."by_id", OLD."ended_at", OLD."exemption", OLD."from_on", OLD."name", OLD."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'gone\', OLD."id", OLD."recorded_at", OLD."review_on", OLD."worker_id"); RETURN NULL;',
                    hash="880f340f84cbfe3841657a240038c3d583b9fc73",
                    operation="DELETE",
                    pgid="pgtrigger_keep_gone_afec4",
                    table="throughline_withholding",
                    when="AFTER",
                ),
            ),
        ),
        migrations.RunSQL(RIGHTS, migrations.RunSQL.noop),
    ]
