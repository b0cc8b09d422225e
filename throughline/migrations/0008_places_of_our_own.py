"""A partnership adds the council areas and holidays that are not shipped."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Say which rows were added, and let the serving role add them. It changes none."""

    dependencies = [("throughline", "0007_one_row_a_day")]
    operations = [
        migrations.AddField("council", "added_on", models.DateField(null=True)),
        migrations.AddField("holiday", "added_on", models.DateField(null=True)),
        migrations.AddField(
            "holiday",
            "council",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="throughline.council",
            ),
        ),
        migrations.RemoveConstraint("holiday", "holiday_once"),
        migrations.AddConstraint(
            "holiday",
            models.UniqueConstraint(fields=["nation", "day", "council"], nulls_distinct=False, name="holiday_once"),
        ),
        migrations.RunSQL(
            "GRANT INSERT ON throughline_council, throughline_holiday TO app",
            "REVOKE INSERT ON throughline_council, throughline_holiday FROM app",
        ),
        # The register's own test entry is no prison.
        migrations.RunSQL(
            "DELETE FROM throughline_prison WHERE code = 'ZZGHI' AND NOT EXISTS (SELECT FROM throughline_prisonservice WHERE prison_id = 'ZZGHI')"
            " AND NOT EXISTS (SELECT FROM throughline_prisonstay WHERE prison_id = 'ZZGHI') AND NOT EXISTS (SELECT FROM throughline_post WHERE prison_id = 'ZZGHI')",
            migrations.RunSQL.noop,
        ),
    ]
