"""A row may wait for an answer about one person after another: twins share a birth date."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Let a row be held once for each person it may be about."""

    dependencies = [("throughline", "0004_told_and_taken_over")]
    operations = [
        migrations.RemoveConstraint(model_name="heldrow", name="row_held_once"),
        migrations.AddConstraint(
            model_name="heldrow",
            constraint=models.UniqueConstraint(
                fields=["upload", "row_number", "person"], name="row_held_once_for_each"
            ),
        ),
    ]
