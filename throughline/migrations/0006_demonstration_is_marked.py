"""A demonstration bears its mark in its row, so that no setting opens a real partnership by a link."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Add the mark, and when a demonstration had been made whole."""

    dependencies = [("throughline", "0005_row_held_for_each")]
    operations = [
        migrations.AddField("partnership", "demonstration", models.BooleanField(default=False)),
        migrations.AddField("partnership", "demonstration_ready_at", models.DateTimeField(null=True)),
    ]
