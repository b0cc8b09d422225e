"""Worries, who reads them, who was told, the numbers to ring; and what the serving role may not do to them."""

import django.db.models.deletion
import django.db.models.expressions
from django.db import migrations, models

import throughline.models.ids

# What was written stays as it was written; only whose hands it is in and how it ended are filled in later.
RIGHTS = """
REVOKE DELETE ON throughline_worry, throughline_worryreader, throughline_worrytold, throughline_safeguardingduty,
  throughline_helpnumber FROM app;
REVOKE UPDATE ON throughline_worry, throughline_worryreader, throughline_worrytold FROM app;
GRANT UPDATE (passed_at, opened_at, closed_at, closed_by_id, decision, review_on) ON throughline_worry TO app;
GRANT UPDATE (opened_at) ON throughline_worryreader TO app;
GRANT SELECT ON throughline_worry, throughline_worryreader, throughline_worrytold, throughline_safeguardingduty,
  throughline_helpnumber TO backup;
"""


class Migration(migrations.Migration):
    """Worries."""

    dependencies = [
        ("throughline", "0016_looks"),
    ]

    operations = [
        migrations.CreateModel(
            name="HelpNumber",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=throughline.models.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("from_on", models.DateField()),
                ("until_on", models.DateField(blank=True, null=True)),
                ("version", models.PositiveIntegerField(default=1)),
                ("who", models.CharField(max_length=80)),
                ("number", models.CharField(max_length=30)),
                ("when", models.CharField(max_length=120)),
                ("source", models.CharField(max_length=200)),
            ],
            options={
                "ordering": ("who",),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("until_on__isnull", True)), fields=("who",), name="help_number_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until_on__isnull", True),
                            (
                                "until_on__gte",
                                models.ExpressionWrapper(
                                    django.db.models.expressions.CombinedExpression(
                                        models.F("from_on"), "-", models.Value(1)
                                    ),
                                    output_field=models.DateField(),
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="help_number_dates",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Worry",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=throughline.models.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("client_id", models.UUIDField(unique=True)),
                ("name", models.CharField(blank=True, max_length=200)),
                ("somebody", models.CharField(blank=True, max_length=200)),
                ("child", models.BooleanField(default=False)),
                ("words", models.TextField()),
                (
                    "danger",
                    models.CharField(
                        choices=[("yes", "Yes"), ("no", "No"), ("unsure", "I do not know")], max_length=10
                    ),
                ),
                ("done", models.TextField(blank=True)),
                ("written_at", models.DateTimeField()),
                ("passed_at", models.DateTimeField()),
                ("opened_at", models.DateTimeField(null=True)),
                ("closed_at", models.DateTimeField(null=True)),
                ("decision", models.TextField(blank=True)),
                ("review_on", models.DateField(null=True)),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="throughline.worker"
                    ),
                ),
                (
                    "closed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="throughline.worker",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="throughline.person",
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="throughline.team"
                    ),
                ),
            ],
            options={
                "ordering": ("-written_at",),
            },
        ),
        migrations.CreateModel(
            name="WorryReader",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=throughline.models.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "part",
                    models.CharField(
                        choices=[
                            ("safeguarding", "Safeguarding lead"),
                            ("duty", "Duty lead"),
                            ("deputy", "Deputy"),
                            ("any_lead", "Another safeguarding lead"),
                            ("coordinator", "Coordinator"),
                        ],
                        max_length=20,
                    ),
                ),
                ("sent_at", models.DateTimeField()),
                ("opened_at", models.DateTimeField(null=True)),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="throughline.person",
                    ),
                ),
                (
                    "worker",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="throughline.worker"
                    ),
                ),
                (
                    "worry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="readers", to="throughline.worry"
                    ),
                ),
            ],
            options={
                "ordering": ("sent_at", "part"),
            },
        ),
        migrations.CreateModel(
            name="WorryTold",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=throughline.models.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "who",
                    models.CharField(
                        choices=[
                            ("social_work", "Social work"),
                            ("police", "Police"),
                            ("prison", "Prison"),
                            ("probation", "Probation"),
                            ("health", "Health"),
                            ("family", "Family"),
                            ("person", "The person"),
                            ("other", "Somebody else"),
                        ],
                        max_length=20,
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=120)),
                ("told_at", models.DateTimeField()),
                ("basis", models.CharField(max_length=200)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="throughline.worker"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="throughline.person",
                    ),
                ),
                (
                    "worry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="told", to="throughline.worry"
                    ),
                ),
            ],
            options={
                "ordering": ("told_at",),
            },
        ),
        migrations.CreateModel(
            name="SafeguardingDuty",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=throughline.models.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("from_on", models.DateField()),
                ("until_on", models.DateField(blank=True, null=True)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "deputy",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="throughline.worker",
                    ),
                ),
                (
                    "lead",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="throughline.worker"
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="throughline.team"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("until_on__isnull", True)),
                        fields=("team",),
                        name="team_has_one_safeguarding_duty",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until_on__isnull", True),
                            (
                                "until_on__gte",
                                models.ExpressionWrapper(
                                    django.db.models.expressions.CombinedExpression(
                                        models.F("from_on"), "-", models.Value(1)
                                    ),
                                    output_field=models.DateField(),
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="safeguarding_duty_dates",
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="worry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("closed_at__isnull", True), ("closed_by__isnull", True)),
                    models.Q(
                        ("closed_at__isnull", False),
                        ("closed_by__isnull", False),
                        models.Q(("decision", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="worry_closed_by_somebody_with_a_decision",
            ),
        ),
        migrations.AddConstraint(
            model_name="worryreader",
            constraint=models.UniqueConstraint(fields=("worry", "worker"), name="worry_sent_once"),
        ),
        migrations.RunSQL(RIGHTS, migrations.RunSQL.noop),
    ]
