"""The present caseload: a kind of file that is loaded, and how somebody who was with us before came to us."""

from django.db import migrations, models

HOW = [("list", "on a list"), ("referred", "sent by someone"), ("asked", "asked for it"), ("brought", "with us before")]


class Migration(migrations.Migration):
    """Add what a caseload brings."""

    dependencies = [("throughline", "0030_find")]
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
    ]
