"""The read log: parted by month, added to and never changed; its seals; what was noticed; what a person asks."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

import throughline.models.ids

# `xid` is the transaction that wrote a row: rows are sealed in its order, for a lower id may be committed later.
TABLE = """
CREATE TABLE throughline_look (
  id uuid NOT NULL,
  at timestamptz NOT NULL DEFAULT now(),
  xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
  worker_id uuid NOT NULL REFERENCES throughline_worker (id),
  how varchar(12) NOT NULL,
  page varchar(60) NOT NULL,
  people uuid[] NOT NULL,
  opens smallint NOT NULL CHECK (opens >= 0),
  grants uuid[] NOT NULL,
  asked uuid,
  device varchar(64) NOT NULL,
  request uuid NOT NULL,
  CHECK ((how = 'refused') = (asked IS NOT NULL)),
  CHECK (how = 'refused' OR cardinality(people) > 0),
  PRIMARY KEY (id, at)
) PARTITION BY RANGE (at);
CREATE INDEX look_by_worker ON throughline_look (worker_id, at);
CREATE INDEX look_in_order ON throughline_look (xid, id);
CREATE INDEX look_by_person ON throughline_look USING gin (people);
-- A month that was not made ahead still takes its rows; `throughline doctor` says so.
CREATE TABLE throughline_look_rest PARTITION OF throughline_look DEFAULT;

-- Runs as the tables' owner: no role that serves or runs jobs may make a table.
CREATE FUNCTION look_months_ahead(months integer) RETURNS integer LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  month timestamptz := date_trunc('month', now(), 'UTC');
  part text;
  made integer := 0;
BEGIN
  FOR number IN 0 .. least(greatest(months, 0), 36) LOOP
    part := 'throughline_look_' || to_char(month AT TIME ZONE 'UTC', 'YYYY_MM');
    IF to_regclass('public.' || part) IS NULL
       AND NOT EXISTS (SELECT FROM public.throughline_look_rest WHERE at >= month AND at < month + interval '1 month') THEN
      EXECUTE format('CREATE TABLE public.%I PARTITION OF public.throughline_look FOR VALUES FROM (%L) TO (%L)', part, month, month + interval '1 month');
      EXECUTE format('REVOKE ALL ON public.%I FROM app', part);
      made := made + 1;
    END IF;
    month := month + interval '1 month';
  END LOOP;
  RETURN made;
END $$;
REVOKE EXECUTE ON FUNCTION look_months_ahead(integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION look_months_ahead(integer) TO clock;
SELECT look_months_ahead(3);

-- What the person is shown of the log: only of the one person on whom this transaction is focused.
CREATE FUNCTION looks_at(who uuid) RETURNS TABLE (id uuid, at timestamptz, worker_id uuid, how text, opens smallint, bases text[])
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT l.id, l.at, l.worker_id, l.how::text, l.opens,
    ARRAY(SELECT g.basis::text FROM public.throughline_grant g WHERE g.id = ANY(l.grants) AND g.person_id = who ORDER BY g.starts)
  FROM public.throughline_look l
  WHERE l.people @> ARRAY[who] AND who::text = current_setting('app.focus', true)
  ORDER BY l.at DESC LIMIT 5000
$$;
REVOKE EXECUTE ON FUNCTION looks_at(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION looks_at(uuid) TO app;

-- The log rows that stand as evidence in one alert.
CREATE FUNCTION looks_of_alert(which uuid) RETURNS TABLE (id uuid, at timestamptz, how text, page text, people uuid[], asked uuid, opens smallint)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT l.id, l.at, l.how::text, l.page::text, l.people, l.asked, l.opens FROM public.throughline_look l
  JOIN public.throughline_alert a ON l.id = ANY(a.evidence) WHERE a.id = which ORDER BY l.at LIMIT 500
$$;
REVOKE EXECUTE ON FUNCTION looks_of_alert(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION looks_of_alert(uuid) TO app;
"""

# The serving role adds rows to the log and can do nothing else with it; seals are not its business at all.
RIGHTS = """
REVOKE ALL ON throughline_look, throughline_look_rest, throughline_checkpoint FROM app;
GRANT INSERT ON throughline_look TO app;
REVOKE UPDATE, DELETE ON throughline_alert FROM app;
GRANT UPDATE (dealt_at, dealt_by_id, reason) ON throughline_alert TO app;
REVOKE UPDATE, DELETE ON throughline_question, throughline_withholding FROM app;
GRANT UPDATE (answered_at, answered_by_id, answer) ON throughline_question TO app;
GRANT UPDATE (ended_at) ON throughline_withholding TO app;
GRANT SELECT ON throughline_look, throughline_look_rest TO clock;
GRANT SELECT, INSERT ON throughline_checkpoint TO clock;
GRANT SELECT (id, family_name) ON throughline_person TO clock;
GRANT SELECT (person_id, value) ON throughline_contactway TO clock;
GRANT SELECT ON throughline_worker, throughline_post TO clock;
GRANT SELECT (id, email) ON throughline_account TO clock;
GRANT SELECT (id, person_id, grantee, starts, ends) ON throughline_grant TO clock;
"""


class Migration(migrations.Migration):
    """The log, its seals, alerts, questions, entries kept back."""

    dependencies = [("throughline", "0015_sight_through_agreements")]
    operations = [
        migrations.CreateModel(
            name="Checkpoint",
            fields=[
                ("number", models.BigIntegerField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                ("upto_xid", models.BigIntegerField()),
                ("upto_id", models.UUIDField()),
                ("rows", models.IntegerField()),
                ("root", models.BinaryField()),
                ("ledger", models.BinaryField()),
                ("previous", models.BinaryField()),
                ("signature", models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name="Question",
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
                ("words", models.TextField()),
                ("asked_on", models.DateField()),
                ("due_on", models.DateField()),
                ("answered_at", models.DateTimeField(null=True)),
                ("answer", models.TextField(blank=True)),
                (
                    "answered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="throughline.worker",
                    ),
                ),
                (
                    "asked_by",
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
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Withholding",
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
                (
                    "exemption",
                    models.CharField(
                        choices=[
                            ("serious_harm", "Showing it could lead to serious harm"),
                            ("third_party", "It would tell them about somebody else"),
                        ],
                        max_length=16,
                    ),
                ),
                ("because", models.TextField()),
                ("from_on", models.DateField()),
                ("review_on", models.DateField()),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "by",
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
                    "worker",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="throughline.worker"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Alert",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=throughline.models.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("own_name", "Looked at somebody with their own family name"),
                            ("own_address", "Looked at somebody who can be reached where the worker can"),
                            ("no_link", "Looked, or tried to look, at somebody they have no link with"),
                            ("ten_times", "Looked at ten times as many people as they usually do"),
                            ("after_leaving", "Looked after their last day"),
                        ],
                        max_length=16,
                    ),
                ),
                ("day", models.DateField()),
                ("evidence", django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), size=None)),
                ("noticed_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("dealt_at", models.DateTimeField(null=True)),
                ("reason", models.TextField(blank=True)),
                (
                    "dealt_by",
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
                "constraints": [
                    models.UniqueConstraint(fields=("kind", "worker", "day"), name="alert_once_a_day"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("dealt_at__isnull", True), ("dealt_by__isnull", True)),
                            models.Q(
                                ("dealt_at__isnull", False),
                                ("dealt_by__isnull", False),
                                models.Q(("reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="alert_dealt_with_by_somebody",
                    ),
                ],
            },
        ),
        migrations.RunSQL(
            TABLE,
            "DROP FUNCTION looks_at(uuid); DROP FUNCTION looks_of_alert(uuid);"
            "DROP FUNCTION look_months_ahead(integer); DROP TABLE throughline_look",
            state_operations=[
                migrations.CreateModel(
                    name="Look",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=throughline.models.ids.new_id, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        (
                            "how",
                            models.CharField(
                                choices=[
                                    ("view", "looked at"),
                                    ("list", "saw in a list"),
                                    ("search", "found in a search"),
                                    ("print", "printed"),
                                    ("export", "took a copy of"),
                                    ("refused", "asked and was shown nothing"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("page", models.CharField(max_length=60)),
                        (
                            "people",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.UUIDField(), default=list, size=None
                            ),
                        ),
                        ("opens", models.PositiveSmallIntegerField(default=0)),
                        (
                            "grants",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.UUIDField(), default=list, size=None
                            ),
                        ),
                        ("asked", models.UUIDField(null=True)),
                        ("device", models.CharField(max_length=64)),
                        ("request", models.UUIDField()),
                        (
                            "worker",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="throughline.worker"
                            ),
                        ),
                    ],
                    options={
                        "indexes": [models.Index(fields=["worker", "at"], name="look_by_worker")],
                    },
                ),
            ],
        ),
        migrations.RunSQL(RIGHTS, migrations.RunSQL.noop),
    ]
