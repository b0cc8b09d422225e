"""That somebody has died: a row of its own with its history, and the day on the person."""

import django.db.models.deletion
import django.db.models.functions.datetime
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

import throughline.models.history
import throughline.models.ids
from throughline.models.policies import kept, seen, shut
from throughline.policy.grants import Opens

# Whoever moved on because they had died, before that was a record of its own.
EARLIER = """
SET CONSTRAINTS ALL IMMEDIATE;
ALTER TABLE throughline_person NO FORCE ROW LEVEL SECURITY; ALTER TABLE throughline_ending NO FORCE ROW LEVEL SECURITY;
INSERT INTO throughline_death (id, person_id, died_on, known_from, family, by_id, recorded_on)
  SELECT DISTINCT ON (d.person_id) gen_random_uuid(), d.person_id, d.ended_on, 'Written down when they moved on', '', d.by_id, d.ended_on
  FROM throughline_ending d JOIN throughline_code c ON c.id = d.reason_id
  WHERE c.list_id = 'ending_reasons' AND c.code = 'death' AND d.reopened_on IS NULL ORDER BY d.person_id, d.ended_on;
UPDATE throughline_person p SET died_on = d.died_on FROM throughline_death d WHERE d.person_id = p.id;
ALTER TABLE throughline_person FORCE ROW LEVEL SECURITY; ALTER TABLE throughline_ending FORCE ROW LEVEL SECURITY;
"""
# What was recorded stays as it was recorded; that it was a mistake is filled in.
RIGHTS = (
    EARLIER
    + shut("death", int(Opens.JOURNEY))
    + kept("death", seen(int(Opens.JOURNEY)))
    + "REVOKE DELETE, UPDATE ON throughline_death FROM app;"
    "GRANT UPDATE (undone_on, undone_by_id) ON throughline_death TO app;"
    "GRANT SELECT ON throughline_death, throughline_deathchange TO backup;"
    "GRANT SELECT (died_on) ON throughline_person TO clock;"
)


class Migration(migrations.Migration):
    """Deaths."""

    dependencies = [
        ("throughline", "0036_desk"),
    ]

    operations = [
        migrations.CreateModel(
            name="Death",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=throughline.models.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "recorded_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                ("died_on", models.DateField()),
                ("known_from", models.CharField(max_length=200)),
                ("family", models.TextField(blank=True)),
                ("recorded_on", models.DateField()),
                ("undone_on", models.DateField(null=True)),
            ],
            options={
                "ordering": ("-recorded_at",),
            },
        ),
        migrations.CreateModel(
            name="DeathChange",
            fields=[
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_id", models.BigAutoField(primary_key=True, serialize=False)),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                (
                    "recorded_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                ("died_on", models.DateField()),
                ("known_from", models.CharField(max_length=200)),
                ("family", models.TextField(blank=True)),
                ("recorded_on", models.DateField()),
                ("undone_on", models.DateField(null=True)),
            ],
            options={
                "abstract": False,
                "default_related_name": "+",
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="person",
            name="keep_change",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="person",
            name="keep_gone",
        ),
        migrations.AddField(
            model_name="person",
            name="died_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="personchange",
            name="died_on",
            field=models.DateField(blank=True, null=True),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="person",
            trigger=pgtrigger.compiler.Trigger(
                name="keep_change",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."birth_date" IS DISTINCT FROM (NEW."birth_date") OR OLD."died_on" IS DISTINCT FROM (NEW."died_on") OR OLD."family_name" IS DISTINCT FROM (NEW."family_name") OR OLD."given_names" IS DISTINCT FROM (NEW."given_names") OR OLD."home_council_id" IS DISTINCT FROM (NEW."home_council_id") OR OLD."home_place" IS DISTINCT FROM (NEW."home_place") OR OLD."known_as" IS DISTINCT FROM (NEW."known_as") OR OLD."language" IS DISTINCT FROM (NEW."language") OR OLD."reading" IS DISTINCT FROM (NEW."reading") OR OLD."recorded_at" IS DISTINCT FROM (NEW."recorded_at") OR OLD."version" IS DISTINCT FROM (NEW."version"))',
                    func='INSERT INTO "throughline_personchange" ("birth_date", "died_on", "family_name", "given_names", "home_council_id", "home_place", "known_as", "language", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "reading", "recorded_at", "version") VALUES (OLD."birth_date", OLD."died_on", OLD."family_name", OLD."given_names", OLD."home_council_id", OLD."home_place", OLD."known_as", OLD."language", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'change\', OLD."id", OLD."reading", OLD."recorded_at", OLD."version"); RETURN NULL;',
                    hash="9c4f0348347b4e3cafe5b253fc9d24140f225f1b",
                    operation="UPDATE",
                    pgid="pgtrigger_keep_change_91dec",
                    table="throughline_person",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="person",
            trigger=pgtrigger.compiler.Trigger(
                name="keep_gone",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "throughline_personchange" ("birth_date", "died_on", "family_name", "given_names", "home_council_id", "home_place", "known_as", "language", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "reading", "recorded_at", "version") VALUES (OLD."birth_date", OLD."died_on", OLD."family_name", OLD."given_names", OLD."home_council_id", OLD."home_place", OLD."known_as", OLD."language", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'gone\', OLD."id", OLD."reading", OLD."recorded_at", OLD."version"); RETURN NULL;',
                    hash="00c73055bf20a936610859673fedc40c920d946d",
                    operation="DELETE",
                    pgid="pgtrigger_keep_gone_b3acc",
                    table="throughline_person",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddField(
            model_name="death",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="throughline.worker"
            ),
        ),
        migrations.AddField(
            model_name="death",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="throughline.person"
            ),
        ),
        migrations.AddField(
            model_name="death",
            name="undone_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="throughline.worker"
            ),
        ),
        migrations.AddField(
            model_name="deathchange",
            name="by",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="throughline.worker",
            ),
        ),
        migrations.AddField(
            model_name="deathchange",
            name="person",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="throughline.person",
            ),
        ),
        migrations.AddField(
            model_name="deathchange",
            name="pgh_by",
            field=models.ForeignKey(
                db_constraint=False,
                db_default=throughline.models.history.Actor(),
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="throughline.worker",
            ),
        ),
        migrations.AddField(
            model_name="deathchange",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="throughline.death",
            ),
        ),
        migrations.AddField(
            model_name="deathchange",
            name="undone_by",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="throughline.worker",
            ),
        ),
        migrations.AddConstraint(
            model_name="death",
            constraint=models.UniqueConstraint(
                condition=models.Q(("undone_on", None)), fields=("person",), name="death_recorded_once"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="death",
            trigger=pgtrigger.compiler.Trigger(
                name="keep_change",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."by_id" IS DISTINCT FROM (NEW."by_id") OR OLD."died_on" IS DISTINCT FROM (NEW."died_on") OR OLD."family" IS DISTINCT FROM (NEW."family") OR OLD."known_from" IS DISTINCT FROM (NEW."known_from") OR OLD."person_id" IS DISTINCT FROM (NEW."person_id") OR OLD."recorded_at" IS DISTINCT FROM (NEW."recorded_at") OR OLD."recorded_on" IS DISTINCT FROM (NEW."recorded_on") OR OLD."undone_by_id" IS DISTINCT FROM (NEW."undone_by_id") OR OLD."undone_on" IS DISTINCT FROM (NEW."undone_on"))',
                    func='INSERT INTO "throughline_deathchange" ("by_id", "died_on", "family", "known_from", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_on", "undone_by_id", "undone_on") VALUES (OLD."by_id", OLD."died_on", OLD."family", OLD."known_from", OLD."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'change\', OLD."id", OLD."recorded_at", OLD."recorded_on", OLD."undone_by_id", OLD."undone_on"); RETURN NULL;',
                    hash="5c2cde0f9ae9cde25bd621034490d23b118b9e9d",
                    operation="UPDATE",
                    pgid="pgtrigger_keep_change_ee001",
                    table="throughline_death",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="death",
            trigger=pgtrigger.compiler.Trigger(
                name="keep_gone",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "throughline_deathchange" ("by_id", "died_on", "family", "known_from", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_on", "undone_by_id", "undone_on") VALUES (OLD."by_id", OLD."died_on", OLD."family", OLD."known_from", OLD."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'gone\', OLD."id", OLD."recorded_at", OLD."recorded_on", OLD."undone_by_id", OLD."undone_on"); RETURN NULL;',
                    hash="839197d079c641334ca3a91e1df0dd5d201274f9",
                    operation="DELETE",
                    pgid="pgtrigger_keep_gone_0d710",
                    table="throughline_death",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="deathchange",
            index=models.Index(fields=["pgh_obj", "pgh_id"], name="death_changes"),
        ),
        migrations.AddIndex(
            model_name="deathchange",
            index=models.Index(fields=["person", "-pgh_id"], name="death_changed"),
        ),
        migrations.RunSQL(RIGHTS, migrations.RunSQL.noop),
    ]
