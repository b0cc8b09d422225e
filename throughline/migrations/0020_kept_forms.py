"""Forms that were sent from a locked page; and what the serving role may not do to them."""

import django.db.models.deletion
from django.db import migrations, models

import throughline.models.ids

# A kept form is let go of, never changed.
RIGHTS = """
REVOKE UPDATE ON throughline_keptform FROM app;
GRANT DELETE ON throughline_keptform TO app;
GRANT SELECT ON throughline_keptform TO backup;
"""


class Migration(migrations.Migration):
    """Kept forms."""

    dependencies = [("throughline", "0019_statements")]
    operations = [
        migrations.CreateModel(
            name="KeptForm",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=throughline.models.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("session", models.CharField(max_length=64)),
                ("path", models.CharField(max_length=300)),
                ("sealed", models.BinaryField()),
                ("kept_at", models.DateTimeField()),
                (
                    "worker",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="throughline.worker"
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="keptform",
            constraint=models.UniqueConstraint(fields=("session", "path"), name="one_form_kept_for_each_page"),
        ),
        migrations.RunSQL(RIGHTS, migrations.RunSQL.noop),
    ]
