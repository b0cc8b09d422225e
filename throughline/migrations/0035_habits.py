"""A worker's own choices: whether single keys do something, and until when they know what is new."""

import django.db.models.deletion
from django.db import migrations, models

RIGHTS = "GRANT SELECT ON throughline_habits TO backup; REVOKE DELETE ON throughline_habits FROM app;"


class Migration(migrations.Migration):
    """Habits."""

    dependencies = [("throughline", "0034_letters")]

    operations = [
        migrations.CreateModel(
            name="Habits",
            fields=[
                (
                    "worker",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="habits",
                        serialize=False,
                        to="throughline.worker",
                    ),
                ),
                ("keys", models.BooleanField(default=True)),
                ("news_read_on", models.DateField(null=True)),
            ],
        ),
        migrations.RunSQL(RIGHTS, migrations.RunSQL.noop),
    ]
