"""The present caseload: a kind of file that is loaded, and how somebody who was with us before came to us."""

from django.db import migrations, models

from throughline.models.policies import opened

HOW = [("list", "on a list"), ("referred", "sent by someone"), ("asked", "asked for it"), ("brought", "with us before")]

# What a caseload makes of somebody, in the order in which it goes again. The last is the person.
MADE = (
    "note", "ending", "goalaction", "goal", "plan", "consent", "offer", "assignment", "episode", "liberationdate", "prisonstay", "custodyperiod",
    "identifier", "namekeys", "grant", "person",
)  # fmt: skip
# Of these the door reads rows already (0018 and after); of the others not yet.
READ = {"note", "goal", "goalaction", "plan", "consent", "episode", "identifier", "namekeys", "grant", "person"}
# What a row said is kept before it goes (0023).
KEPT = [table for table in MADE if table not in ("offer", "liberationdate", "namekeys")]
_GONE = "".join(
    f"  DELETE FROM public.throughline_{table} WHERE {'id' if table == 'person' else 'person_id'} = ANY(theirs)"  # noqa: S608
    f"{'' if table in ('grant', 'namekeys') else ' AND recorded_at <= loaded'};\n"
    for table in MADE
)
# Take a caseload back: what it made, and nothing else. Where anybody has written on one of these records since, nothing goes, and
# the rows of the file are told for whom. It stands in `public`, as the triggers that keep what a row said look there.
# Row 0: something else refers to one of them, and the database does not say to which.
TAKE_BACK = f"""
GRANT CREATE ON SCHEMA public TO door;
SET LOCAL ROLE door;
CREATE FUNCTION take_back_caseload(asked uuid) RETURNS integer[] LANGUAGE plpgsql VOLATILE SECURITY DEFINER
  SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  loaded timestamptz;
  theirs uuid[];
  stops integer[];
BEGIN
  IF NOT sec.is_service() THEN RETURN ARRAY[0]; END IF;
  -- The load wrote this down last of all: what was recorded later is not of it.
  SELECT e.at INTO loaded FROM public.throughline_upload u
    JOIN public.throughline_event e ON e.what = 'list:apply' AND e.thing_id = u.id::text
    WHERE u.id = asked AND u.kind = 'caseload' AND u.applied_at IS NOT NULL AND u.undone_at IS NULL;
  IF loaded IS NULL THEN RETURN ARRAY[0]; END IF;
  theirs := ARRAY(
    SELECT person_id FROM public.throughline_event
    WHERE what = 'caseload:bring' AND detail ->> 'upload' = asked::text AND person_id IS NOT NULL
  );
  stops := ARRAY(
    SELECT DISTINCT (b.detail ->> 'row')::integer FROM public.throughline_event b
    JOIN public.throughline_event e ON e.person_id = b.person_id AND e.what <> 'caseload:bring'
    WHERE b.what = 'caseload:bring' AND b.person_id = ANY(theirs) ORDER BY 1
  );
  IF cardinality(stops) > 0 THEN RETURN stops; END IF;
  BEGIN
  -- An agreed plan does not change, nor go: it is agreed no longer first.
  UPDATE public.throughline_plan SET agreed_on = NULL WHERE person_id = ANY(theirs) AND recorded_at <= loaded AND agreed_on IS NOT NULL;
{_GONE}  -- What was done stays written down, of nobody any more.
  UPDATE public.throughline_event SET person_id = NULL WHERE person_id = ANY(theirs) AND what = 'caseload:bring';
  SET CONSTRAINTS ALL IMMEDIATE;
  SET CONSTRAINTS ALL DEFERRED;
  EXCEPTION WHEN foreign_key_violation THEN RETURN ARRAY[0];
  END;
  RETURN '{{}}';
END $$;
REVOKE ALL ON FUNCTION take_back_caseload(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION take_back_caseload(uuid) TO app;
SET LOCAL ROLE owner;
REVOKE CREATE ON SCHEMA public FROM door;
"""  # noqa: S608 - of names written here
FOR_THE_DOOR = (
    "".join(
        f"GRANT SELECT, DELETE ON throughline_{table} TO door;" + opened(table, role="door", verb="DELETE")
        for table in MADE
    )
    + "".join(opened(table, role="door") for table in (*MADE, "event") if table not in READ)
    + "".join(
        f"GRANT INSERT ON throughline_{table}change TO door;"
        f"CREATE POLICY door_kept ON throughline_{table}change FOR INSERT TO door WITH CHECK (pg_trigger_depth() > 0);"
        for table in KEPT
    )
    + "GRANT SELECT ON throughline_event, throughline_upload TO door;"
    "GRANT UPDATE (person_id) ON throughline_event TO door; GRANT UPDATE (agreed_on) ON throughline_plan TO door;"
    + opened("event", role="door", verb="UPDATE")
    + opened("plan", role="door", verb="UPDATE")
)


class Migration(migrations.Migration):
    """Add what a caseload brings."""

    dependencies = [("throughline", "0031_sheets")]
    operations = [
        migrations.AddField("upload", "undone_at", models.DateTimeField(null=True)),
        migrations.AlterField("episode", "identified_how", models.CharField(choices=HOW, max_length=10)),
        migrations.AlterField("episodechange", "identified_how", models.CharField(choices=HOW, max_length=10)),
        migrations.AlterField(
            "upload",
            "kind",
            models.CharField(
                choices=[
                    ("liberation", "Liberation list"),
                    ("custody", "Custody file"),
                    ("caseload", "Present caseload"),
                ],
                max_length=12,
            ),
        ),
        migrations.RunSQL(TAKE_BACK + FOR_THE_DOOR, migrations.RunSQL.noop),
    ]
