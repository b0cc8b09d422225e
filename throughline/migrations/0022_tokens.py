"""Personal access tokens; and what the serving role may not do to them."""

import django.db.models.deletion
import django.db.models.expressions
from django.db import migrations, models

import throughline.models.ids

# A token is as good as a sign-in. So whoever gets SQL past Python as one worker can make no token for another, and
# nobody brings one back that was ended: of what is written only the last use and the end may change, and of an ended
# one nothing. It is looked up before anybody is known to ask, so reading is open: what is kept opens nothing.
RIGHTS = """
REVOKE UPDATE, DELETE ON throughline_token FROM app;
GRANT UPDATE (last_used_day, ended_at) ON throughline_token TO app;
ALTER TABLE throughline_token ENABLE ROW LEVEL SECURITY;
CREATE POLICY looked_up ON throughline_token FOR SELECT TO app USING (true);
CREATE POLICY own ON throughline_token FOR INSERT TO app WITH CHECK (worker_id = (SELECT sec.actor()));
CREATE POLICY ends ON throughline_token FOR UPDATE TO app USING (ended_at IS NULL) WITH CHECK (true);
GRANT SELECT ON throughline_token TO backup;
"""


class Migration(migrations.Migration):
    """Tokens."""

    dependencies = [("throughline", "0021_seals")]

    operations = [
        migrations.CreateModel(
            name="Token",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=throughline.models.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("name", models.CharField(max_length=60)),
                ("prefix", models.CharField(max_length=8)),
                ("hash", models.CharField(max_length=64, unique=True)),
                ("created_on", models.DateField()),
                ("expires_on", models.DateField()),
                ("last_used_day", models.DateField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "worker",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="tokens", to="throughline.worker"
                    ),
                ),
            ],
            options={
                "ordering": ("expires_on", "name"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)), fields=("worker", "name"), name="token_named_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("expires_on__gte", models.F("created_on")),
                            (
                                "expires_on__lte",
                                models.ExpressionWrapper(
                                    django.db.models.expressions.CombinedExpression(
                                        models.F("created_on"), "+", models.Value(90)
                                    ),
                                    output_field=models.DateField(),
                                ),
                            ),
                        ),
                        name="token_ends_soon",
                    ),
                ],
            },
        ),
        migrations.RunSQL(RIGHTS, migrations.RunSQL.noop),
    ]
