"""Conflicts and seals take from sight, in the database as in Python; a record opened in an emergency; cover."""

import datetime as dt

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.datetime
from django.db import migrations, models

import throughline.models.ids
from throughline.models.policies import opened

# As `GrantQuerySet.in_force` and `opening` have it (docs/decisions/0013), less what is taken away.
RESTS = """
  AND (g.sharing_id IS NULL OR g.sharing_id IN (
    SELECT t.sharing_id FROM public.throughline_sharingterm t
      JOIN public.throughline_agreementversion v ON v.id = t.version_id
    WHERE v.starts <= now() AND v.ends > now() AND (mask = 1024 OR t.opens & mask & ~coalesce(h.opens, 0) <> 0)))
"""

# Whom conflicts and seals take from the actor, and which kinds. The service keeps lists of everyone: no seal is against it.
TAKEN = """
    WITH hidden AS MATERIALIZED (
      SELECT taken.person_id, bit_or(taken.opens) AS opens FROM (
        SELECT c.person_id, 8191 AS opens FROM public.throughline_conflict c
          WHERE c.worker_id = me AND c.ended_at IS NULL AND c.person_id IS NOT NULL {one_conflict}
        UNION ALL
        SELECT s.person_id, s.opens::integer FROM public.throughline_seal s
          WHERE s.ended_at IS NULL {one_seal}
            AND NOT EXISTS (SELECT FROM public.throughline_sealholder n WHERE n.seal_id = s.id AND n.worker_id = me AND n.ended_at IS NULL)
            AND NOT EXISTS (SELECT FROM public.throughline_worker w WHERE w.id = me AND w.service)
      ) taken GROUP BY taken.person_id
    )
"""
MANY = TAKEN.format(one_conflict="", one_seal="")
ONE = TAKEN.format(one_conflict="AND c.person_id = only_them::uuid", one_seal="AND s.person_id = only_them::uuid")

SIGHT = f"""
CREATE OR REPLACE FUNCTION sec.sight(mask integer) RETURNS uuid[] LANGUAGE plpgsql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  mine uuid[] := sec.keys();
  only_them text := coalesce(current_setting('app.focus', true), '');
  me uuid;
BEGIN
  IF mine IS NULL THEN RETURN '{{}}'; END IF;
  me := split_part(current_setting('app.actor', true), '.', 2)::uuid;  -- the keys are theirs: the name is good
  IF only_them = '' THEN
    RETURN ARRAY(
      {MANY}
      SELECT DISTINCT g.person_id FROM public.throughline_grant g LEFT JOIN hidden h ON h.person_id = g.person_id
      WHERE g.grantee = ANY(mine) AND g.ends > now() AND g.starts <= now() AND g.opens & mask & ~coalesce(h.opens, 0) <> 0 {RESTS}
    );
  END IF;
  IF only_them !~ '^[0-9a-f]{{8}}-[0-9a-f]{{4}}-[0-9a-f]{{4}}-[0-9a-f]{{4}}-[0-9a-f]{{12}}$' THEN RETURN '{{}}'; END IF;
  RETURN ARRAY(
    {ONE}
    SELECT g.person_id FROM public.throughline_grant g LEFT JOIN hidden h ON h.person_id = g.person_id
    WHERE g.person_id = only_them::uuid AND g.grantee = ANY(mine) AND g.ends > now() AND g.starts <= now()
      AND g.opens & mask & ~coalesce(h.opens, 0) <> 0 {RESTS}
    LIMIT 1
  );
END $$;
"""  # noqa: S608 - nothing in it is anybody's words

# What is taken from some workers, of everyone or of one person: whom and how much, never why. A team or an organisation is
# named on no seal. Of another worker it tells of one person alone: whoever hands a record on must not hand it to them.
HIDDEN = """
CREATE FUNCTION sec.hidden(workers uuid[], one uuid) RETURNS TABLE (worker_id uuid, person_id uuid, opens integer)
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE me uuid := sec.actor();
BEGIN
  IF me IS NULL OR (one IS NULL AND workers <> ARRAY[me] AND NOT sec.is_service()) THEN RETURN; END IF;
  RETURN QUERY
    SELECT asked.id, taken.who, bit_or(taken.bits)::integer FROM unnest(workers) AS asked (id) JOIN LATERAL (
      SELECT c.person_id AS who, 8191 AS bits FROM public.throughline_conflict c
        WHERE c.worker_id = asked.id AND c.ended_at IS NULL AND c.person_id IS NOT NULL AND (one IS NULL OR c.person_id = one)
      UNION ALL
      SELECT s.person_id, s.opens::integer FROM public.throughline_seal s
        WHERE s.ended_at IS NULL AND (one IS NULL OR s.person_id = one)
          AND NOT EXISTS (SELECT FROM public.throughline_sealholder n WHERE n.seal_id = s.id AND n.worker_id = asked.id AND n.ended_at IS NULL)
          AND NOT EXISTS (SELECT FROM public.throughline_worker w WHERE w.id = asked.id AND w.service)
    ) taken ON true GROUP BY asked.id, taken.who;
END $$;
"""

# Opening one record in an emergency. It finds the person by exactly what was typed, checks everything by itself, and writes
# the row that is to be looked into before the grant. Nobody there, a conflict and a seal are told alike.
BREAK = """
CREATE FUNCTION sec.break_glass(row_id uuid, grant_id uuid, kinds text[], numbers text[], given text, family text, birth date,
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

# Of the log a worker is shown the rows about the one person in focus. That somebody settles a seal, a conflict or a worry is
# sealed itself, so that whoever reads one is not told here.
LOOKED = """
CREATE OR REPLACE FUNCTION looks_at(who uuid) RETURNS TABLE (id uuid, at timestamptz, worker_id uuid, how text, opens smallint, bases text[])
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT l.id, l.at, l.worker_id, l.how::text, l.opens,
    ARRAY(SELECT g.basis::text FROM public.throughline_grant g WHERE g.id = ANY(l.grants) AND g.person_id = who ORDER BY g.starts)
  FROM public.throughline_look l
  WHERE l.people @> ARRAY[who] AND who::text = current_setting('app.focus', true) AND who = ANY((SELECT sec.sight(8191))::uuid[])
    AND l.page NOT IN ('worries', 'worry', 'worry_told', 'close_worry', 'seals', 'set_seal', 'seal', 'name_holder', 'drop_holder', 'review_seal', 'end_seal',
      'match_conflict', 'end_conflict')
  ORDER BY l.at DESC LIMIT 5000
$$;
"""

FOR_THE_DOOR = """
GRANT SELECT ON throughline_conflict, throughline_seal, throughline_sealholder TO door;
GRANT SELECT, INSERT ON throughline_breakglass TO door; GRANT INSERT ON throughline_grant TO door;
"""
MADE = (
    "GRANT CREATE ON SCHEMA sec, public TO door; SET LOCAL ROLE door;"
    + HIDDEN
    + SIGHT
    + BREAK
    + LOOKED
    + "".join(
        f"REVOKE ALL ON FUNCTION sec.{one} FROM PUBLIC; GRANT EXECUTE ON FUNCTION sec.{one} TO app;"
        for one in (
            "hidden(uuid[], uuid)",
            "break_glass(uuid, uuid, text[], text[], text, text, date, text, text, integer, date)",
        )
    )
    + "SET LOCAL ROLE owner; REVOKE CREATE ON SCHEMA sec, public FROM door;"
)

DPL = "(SELECT sec.holds('data_protection_lead'))"
SETTLES = f"(SELECT sec.is_service()) OR {DPL} OR (SELECT sec.holds('record_steward'))"
ME = "(SELECT sec.actor())"
SHUT = "".join(
    f"ALTER TABLE throughline_{one} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;"
    for one in ("conflict", "seal", "sealholder", "breakglass")
)
# No grant opens any of these. A conflict: whoever wrote it down, and whoever settles it. A seal: the data protection lead. An
# emergency: the one who did it, those asked to look into it, the data protection lead; changed by none but these last.
POLICIES = f"""
CREATE POLICY wrote ON throughline_conflict FOR SELECT TO app USING (declared_by_id = {ME} OR {SETTLES});
CREATE POLICY written ON throughline_conflict FOR INSERT TO app WITH CHECK ((SELECT sec.is_service()) OR declared_by_id = {ME} AND (
  worker_id = {ME} OR person_id IN (SELECT unnest((SELECT sec.sight(1024)))) OR {SETTLES}));
CREATE POLICY settled ON throughline_conflict FOR UPDATE TO app USING ({SETTLES}) WITH CHECK ({SETTLES});
CREATE POLICY sealed ON throughline_seal FOR ALL TO app USING ({DPL} OR (SELECT sec.is_service())) WITH CHECK ({DPL});
CREATE POLICY sealed ON throughline_sealholder FOR ALL TO app USING ({DPL} OR (SELECT sec.is_service())) WITH CHECK ({DPL});
CREATE POLICY asked ON throughline_breakglass FOR SELECT TO app
  USING (worker_id = {ME} OR {ME} = ANY(asked) OR {DPL} OR (SELECT sec.is_service()));
CREATE POLICY reviewed ON throughline_breakglass FOR UPDATE TO app
  USING ((SELECT sec.is_service()) OR worker_id <> {ME} AND ({ME} = ANY(asked) OR {DPL}))
  WITH CHECK ((SELECT sec.is_service()) OR worker_id <> {ME} AND ({ME} = ANY(asked) OR {DPL}));
"""
OPENED = (
    "".join(opened(one, role="door") for one in ("conflict", "seal", "sealholder", "breakglass"))
    + "".join(opened(one, role="door", verb="INSERT") for one in ("breakglass", "grant"))
    + opened("seal", role="clock")
)

RIGHTS = """
REVOKE DELETE, UPDATE ON throughline_conflict, throughline_seal, throughline_sealholder, throughline_breakglass, throughline_cover FROM app;
REVOKE INSERT ON throughline_breakglass FROM app;
GRANT UPDATE (person_id, ended_at, ended_by_id) ON throughline_conflict TO app;
GRANT UPDATE (review_on, ended_at, ended_by_id, ended_because) ON throughline_seal TO app;
GRANT UPDATE (ended_at) ON throughline_sealholder, throughline_cover TO app;
GRANT UPDATE (asked, asked_on, reviewed_at, reviewed_by_id, finding, review_words) ON throughline_breakglass TO app;
GRANT SELECT ON throughline_conflict, throughline_seal, throughline_sealholder, throughline_breakglass, throughline_cover TO backup;
GRANT SELECT (person_id, opens, set_at, ended_at) ON throughline_seal TO clock;
"""


class Migration(migrations.Migration):
    """Conflicts, seals, emergencies, cover."""

    dependencies = [
        ("throughline", "0020_kept_forms"),
    ]

    operations = [
        migrations.AlterField(
            model_name="alert",
            name="kind",
            field=models.CharField(
                choices=[
                    ("own_name", "Looked at somebody with their own family name"),
                    ("own_address", "Looked at somebody who can be reached where the worker can"),
                    ("no_link", "Looked, or tried to look, at somebody they have no link with"),
                    ("ten_times", "Looked at ten times as many people as they usually do"),
                    ("after_leaving", "Looked after their last day"),
                    ("sealed", "Tried to open a sealed record"),
                ],
                max_length=16,
            ),
        ),
        migrations.CreateModel(
            name="Seal",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=throughline.models.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("name", models.CharField(max_length=250)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("colleague", "It is a colleague’s own"),
                            ("relative", "They are family of a colleague"),
                            ("protected", "Their address must stay secret"),
                            ("other", "Another reason"),
                        ],
                        max_length=12,
                    ),
                ),
                ("opens", models.PositiveSmallIntegerField(default=8191)),
                ("because", models.TextField()),
                ("from_on", models.DateField()),
                ("review_on", models.DateField()),
                ("set_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ("ended_at", models.DateTimeField(null=True)),
                ("ended_because", models.TextField(blank=True)),
                (
                    "ended_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="throughline.worker",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="throughline.person"
                    ),
                ),
                (
                    "set_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="throughline.worker"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SealHolder",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=throughline.models.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("from_on", models.DateField()),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "named_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="throughline.worker"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="throughline.person"
                    ),
                ),
                (
                    "seal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="holders", to="throughline.seal"
                    ),
                ),
                (
                    "worker",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="throughline.worker"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="BreakGlass",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=throughline.models.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("name", models.CharField(max_length=250)),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("life", "Someone’s life or health is in danger"),
                            ("child", "A child may be in danger"),
                            ("blue_light", "Police or an ambulance need to know now"),
                            ("out", "They came out and nobody who knows them is there"),
                            ("other", "Another emergency"),
                        ],
                        max_length=12,
                    ),
                ),
                ("words", models.TextField()),
                ("began_at", models.DateTimeField()),
                ("until", models.DateTimeField()),
                ("due_on", models.DateField()),
                (
                    "asked",
                    django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), default=list, size=None),
                ),
                ("asked_on", models.DateField()),
                ("reviewed_at", models.DateTimeField(null=True)),
                (
                    "finding",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("right", "It was right"),
                            ("mistake", "It was a mistake, made in good faith"),
                            ("misuse", "It was misuse"),
                        ],
                        max_length=8,
                    ),
                ),
                ("review_words", models.TextField(blank=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="throughline.person"
                    ),
                ),
                (
                    "reviewed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="throughline.worker",
                    ),
                ),
                (
                    "worker",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="throughline.worker"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("reviewed_at__isnull", True)), fields=["due_on"], name="glass_waits"
                    ),
                    models.Index(fields=["worker"], name="glass_of_worker"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until__gt", models.F("began_at")),
                            (
                                "until__lte",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("began_at"), "+", models.Value(dt.timedelta(seconds=7200))
                                ),
                            ),
                        ),
                        name="glass_for_two_hours_at_most",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("finding", ""), ("reviewed_at__isnull", True), ("reviewed_by__isnull", True)),
                            models.Q(
                                ("reviewed_at__isnull", False),
                                ("reviewed_by__isnull", False),
                                models.Q(("finding", ""), _negated=True),
                                models.Q(("review_words", ""), _negated=True),
                                models.Q(("reviewed_by", models.F("worker")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="glass_reviewed_by_somebody_else",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Conflict",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=throughline.models.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("given_names", models.CharField(blank=True, max_length=120)),
                ("family_name", models.CharField(blank=True, max_length=120)),
                ("birth_date", models.DateField(null=True)),
                (
                    "number_kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("spin", "Scottish prison number"),
                            ("nomis", "Prison number"),
                            ("pnc", "PNC number"),
                            ("crn", "Probation number"),
                            ("chs", "Criminal history number"),
                        ],
                        max_length=8,
                    ),
                ),
                ("number", models.CharField(blank=True, max_length=40)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("relative", "They are family"),
                            ("co_accused", "They were accused together"),
                            ("dispute", "They had a dispute"),
                            ("victim", "One of them harmed the other"),
                            ("other", "Some other way"),
                        ],
                        max_length=12,
                    ),
                ),
                ("words", models.TextField(blank=True)),
                ("declared_on", models.DateField()),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "declared_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="throughline.worker"
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="throughline.worker",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="throughline.person",
                    ),
                ),
                (
                    "worker",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="throughline.worker"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=["worker"],
                        include=("person",),
                        name="conflict_of_worker",
                    ),
                    models.Index(
                        condition=models.Q(("ended_at__isnull", True)), fields=["person"], name="conflict_about_person"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True), ("person__isnull", False)),
                        fields=("worker", "person"),
                        name="conflict_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Cover",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=throughline.models.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("from_on", models.DateField()),
                ("until_on", models.DateField()),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "colleague",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="throughline.worker"
                    ),
                ),
                (
                    "given_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="throughline.worker"
                    ),
                ),
                (
                    "worker",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="throughline.worker"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("until_on__gte", models.F("from_on"))), name="cover_dates"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("worker", models.F("colleague")), _negated=True), name="cover_is_by_another"
                    ),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="seal",
            index=models.Index(
                condition=models.Q(("ended_at__isnull", True)),
                fields=["person"],
                include=("opens",),
                name="seal_of_person",
            ),
        ),
        migrations.AddConstraint(
            model_name="seal",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at__isnull", True)), fields=("person", "opens"), name="record_sealed_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="seal",
            constraint=models.CheckConstraint(
                condition=models.Q(("opens__gte", 1), ("opens__lte", 8191)), name="seal_shuts_something"
            ),
        ),
        migrations.AddConstraint(
            model_name="sealholder",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at__isnull", True)), fields=("seal", "worker"), name="seal_names_once"
            ),
        ),
        migrations.RunSQL(FOR_THE_DOOR + MADE + SHUT + POLICIES + OPENED + RIGHTS, migrations.RunSQL.noop),
    ]
