"""Sets of figures; and what the clock may read to count them: dates and codes, never a name and never words."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

import throughline.models.ids
from throughline.models.policies import opened

# Figures count everyone and show nobody. So the role that counts is neither a worker nor the one that serves: it reads
# these columns of everyone and no other, and writes nothing. What it counted is kept by the service, as the serving role.
READS = {
    "person": "birth_date",
    "episode": "id, person_id, programme_id, team_id, identified_on, offered_on, declined_on, signed_up_on, ended_on",
    "custodyperiod": "id, person_id, status, received_on, released_on, sentence_days",
    "prisonstay": "id, person_id, period_id, prison_id, from_on, until_on",
    "note": "id, episode_id, happened_at, spoke, channel, kind_id, corrects_id",
    "appointment": "id, episode_id, kind, starts_at, accompanied, result_id, corrects_id",
    "ending": "id, episode_id, reason_id, ended_on, reopened_on",
    "outcome": "episode_id, kind_id, started_on",
    "listfact": "person_id, what, value, as_at",
    "code": "id, code, traits",
}
# Every small number of a set lies in a table of its own. The database shows a row of it to whoever sees everyone in the set
# in each kind of information that is counted (`queries.figures.COUNTED_FROM`), and to nobody else, whatever Python asks.
WHOLE = """
CREATE FUNCTION sec.sees_all_of(asked uuid) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  made timestamptz; stood date; of_whom text; kind integer;
BEGIN
  IF NOT (sec.holds('evaluator') OR sec.holds('partnership_manager')) THEN RETURN false; END IF;
  SELECT s.made_at, s.data_on, s.mark INTO made, stood, of_whom FROM public.throughline_figureset s WHERE s.id = asked;
  FOREACH kind IN ARRAY ARRAY[1, 4, 16, 8, 2048] LOOP
    IF EXISTS (
      SELECT FROM public.throughline_episode e WHERE e.recorded_at <= made AND e.identified_on <= stood
        AND e.person_id NOT IN (SELECT unnest((SELECT sec.sight(kind))))
    ) THEN RETURN false; END IF;
  END LOOP;
  -- And they are the same: whoever has been erased since stays in the old numbers, and is seen by nobody.
  RETURN of_whom IS NOT DISTINCT FROM (
    SELECT encode(sha256(convert_to(coalesce(string_agg(e.id::text, E'\\n' ORDER BY e.id::text COLLATE "C"), ''), 'UTF8')), 'hex')
    FROM public.throughline_episode e WHERE e.recorded_at <= made AND e.identified_on <= stood
  );
END $$;
"""
SHUT = (
    "GRANT CREATE ON SCHEMA sec TO door; SET LOCAL ROLE door;" + WHOLE
    + "REVOKE ALL ON FUNCTION sec.sees_all_of(uuid) FROM PUBLIC; GRANT EXECUTE ON FUNCTION sec.sees_all_of(uuid) TO app;"
    "SET LOCAL ROLE owner; REVOKE CREATE ON SCHEMA sec FROM door; GRANT SELECT ON throughline_figureset TO door;"
    "ALTER TABLE throughline_wholefigures ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;"
    "CREATE POLICY seen ON throughline_wholefigures FOR SELECT TO app USING (sec.sees_all_of(figures_id));"
    "CREATE POLICY kept ON throughline_wholefigures FOR INSERT TO app WITH CHECK ((SELECT sec.is_service()));"
)  # fmt: skip
OF_NOBODY = ("person", "code")  # open to the clock already, or about nobody
RIGHTS = (
    "".join(opened(table, role="clock") for table in READS if table not in OF_NOBODY)  # noqa: S608 - constants
    + "".join(f"GRANT SELECT ({columns}) ON throughline_{table} TO clock;" for table, columns in READS.items())
    # A set is kept as it was counted: nobody who serves changes one or takes one away.
    + "REVOKE UPDATE, DELETE ON throughline_figureset, throughline_wholefigures FROM app;"
    "GRANT SELECT ON throughline_figureset, throughline_wholefigures TO backup;" + SHUT
)


class Migration(migrations.Migration):
    """Figures."""

    dependencies = [("throughline", "0025_kept_back")]

    operations = [
        migrations.CreateModel(
            name="FigureSet",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=throughline.models.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("made_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("data_on", models.DateField()),
                ("fingerprint", models.CharField(max_length=64)),
                ("mark", models.CharField(max_length=64)),
                ("body", models.JSONField()),
            ],
            options={
                "ordering": ("-made_at", "-id"),
                "indexes": [models.Index(fields=["-made_at"], name="figures_newest")],
            },
        ),
        migrations.CreateModel(
            name="WholeFigures",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=throughline.models.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("body", models.JSONField()),
                (
                    "figures",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="whole",
                        to="throughline.figureset",
                    ),
                ),
            ],
        ),
        migrations.RunSQL(RIGHTS, migrations.RunSQL.noop),
    ]
