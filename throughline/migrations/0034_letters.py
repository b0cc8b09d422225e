"""Letters: templates and their words, and what was printed for whom."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

import throughline.models.ids
from throughline.models.policies import shut

# Words and what was printed stay; of a template its newest words and its end are filled in, of words that they were checked.
RIGHTS = """
REVOKE DELETE, UPDATE ON throughline_letter, throughline_letterwords, throughline_lettertemplate FROM app;
GRANT UPDATE (number, retired_on, version) ON throughline_lettertemplate TO app;
GRANT UPDATE (checked_at, checked_by_id, checked_with) ON throughline_letterwords TO app;
GRANT SELECT ON throughline_letter, throughline_letterwords, throughline_lettertemplate TO backup;
"""


class Migration(migrations.Migration):
    """Add letters."""

    dependencies = [
        ("throughline", "0033_end_of_data"),
    ]

    operations = [
        migrations.CreateModel(
            name="LetterTemplate",
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
                            ("offer", "Offer"),
                            ("sign_up", "Form to join"),
                            ("consent", "Form to agree"),
                            ("appointment", "Appointment"),
                            ("still_here", "Still here for you"),
                            ("moving_on", "Moving on"),
                        ],
                        max_length=12,
                    ),
                ),
                ("language", models.CharField(choices=[("en", "English"), ("pl", "Polish")], max_length=2)),
                ("number", models.PositiveIntegerField(default=1)),
                ("retired_on", models.DateField(null=True)),
                ("version", models.PositiveIntegerField(default=1)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("kind", "language"), name="letter_template_once")],
            },
        ),
        migrations.CreateModel(
            name="LetterWords",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=throughline.models.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("title", models.CharField(max_length=120)),
                ("body", models.TextField()),
                ("by_post", models.BooleanField()),
                ("written_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("checked_at", models.DateTimeField(null=True)),
                ("checked_with", models.CharField(blank=True, max_length=120)),
                (
                    "checked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="throughline.worker",
                    ),
                ),
                (
                    "template",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="words",
                        to="throughline.lettertemplate",
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="throughline.worker",
                    ),
                ),
            ],
            options={
                "ordering": ("-number",),
            },
        ),
        migrations.CreateModel(
            name="Letter",
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
                    "kind",
                    models.CharField(
                        choices=[
                            ("offer", "Offer"),
                            ("sign_up", "Form to join"),
                            ("consent", "Form to agree"),
                            ("appointment", "Appointment"),
                            ("still_here", "Still here for you"),
                            ("moving_on", "Moving on"),
                        ],
                        max_length=12,
                    ),
                ),
                ("language", models.CharField(choices=[("en", "English"), ("pl", "Polish")], max_length=2)),
                ("run", models.UUIDField()),
                ("place", models.PositiveSmallIntegerField()),
                ("name", models.CharField(max_length=250)),
                ("by_post", models.BooleanField()),
                ("title", models.TextField()),
                ("body", models.TextField()),
                ("statements", models.TextField(blank=True)),
                ("sender", models.CharField(max_length=120)),
                ("printed_at", models.DateTimeField()),
                (
                    "address",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="throughline.address",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="throughline.worker"
                    ),
                ),
                (
                    "episode",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="letters", to="throughline.episode"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="throughline.person"
                    ),
                ),
                (
                    "words",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="throughline.letterwords"
                    ),
                ),
            ],
            options={
                "ordering": ("place",),
            },
        ),
        migrations.AddConstraint(
            model_name="letterwords",
            constraint=models.UniqueConstraint(fields=("template", "number"), name="letter_words_once"),
        ),
        migrations.AddConstraint(
            model_name="letterwords",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("checked_at__isnull", True), ("checked_by__isnull", True), ("checked_with", "")),
                    models.Q(
                        ("checked_at__isnull", False),
                        ("checked_by__isnull", False),
                        models.Q(("checked_with", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="letter_words_checked_by_somebody",
            ),
        ),
        migrations.AddIndex(
            model_name="letter",
            index=models.Index(fields=["person", "-printed_at"], name="letter_by_person"),
        ),
        migrations.AddIndex(
            model_name="letter",
            index=models.Index(fields=["run"], name="letter_by_run"),
        ),
        migrations.AddConstraint(
            model_name="letter",
            constraint=models.CheckConstraint(
                condition=models.Q(("address__isnull", True), ("by_post", True), _connector="OR"),
                name="letter_address_by_post",
            ),
        ),
        migrations.RunSQL(RIGHTS + shut("letter", 4), migrations.RunSQL.noop),
    ]
