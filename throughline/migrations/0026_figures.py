"""Sets of figures; and what the clock may read to count them: dates and codes, never a name and never words."""

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
    "prisonstay": "id, period_id, prison_id, from_on, until_on",
    "note": "id, episode_id, happened_at, spoke, channel, kind_id, corrects_id",
    "appointment": "id, episode_id, kind, starts_at, accompanied, result_id, corrects_id",
    "ending": "id, episode_id, reason_id, ended_on, reopened_on",
    "outcome": "episode_id, kind_id, started_on",
    "listfact": "person_id, what, value, as_at",
    "code": "id, code, traits",
}
OF_NOBODY = ("person", "code")  # open to the clock already, or about nobody
RIGHTS = (
    "".join(opened(table, role="clock") for table in READS if table not in OF_NOBODY)  # noqa: S608 - constants
    + "".join(f"GRANT SELECT ({columns}) ON throughline_{table} TO clock;" for table, columns in READS.items())
    # A set is kept as it was counted: nobody who serves changes one or takes one away.
    + "REVOKE UPDATE, DELETE ON throughline_figureset FROM app; GRANT SELECT ON throughline_figureset TO backup;"
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
                ("body", models.JSONField()),
            ],
            options={
                "ordering": ("-made_at", "-id"),
                "indexes": [models.Index(fields=["-made_at"], name="figures_newest")],
            },
        ),
        migrations.RunSQL(RIGHTS, migrations.RunSQL.noop),
    ]
