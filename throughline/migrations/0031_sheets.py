"""Printed sheets, their lines, and what was entered of them; what the serving role may not do to them."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

import throughline.models.ids
from throughline.models.policies import shut

# A sheet is numbered and stays: only that it was printed and what became of it is filled in. Its lines are never changed.
RIGHTS = """
REVOKE DELETE, UPDATE ON throughline_sheet, throughline_sheetline, throughline_sheetentry FROM app;
GRANT UPDATE (issued_at, returned_at, returned_by_id, fate, kept_where) ON throughline_sheet TO app;
GRANT SELECT ON throughline_sheet, throughline_sheetline, throughline_sheetentry TO backup;
"""


class Migration(migrations.Migration):
    """Sheets."""

    dependencies = [
        ("throughline", "0030_find"),
    ]

    operations = [
        migrations.CreateModel(
            name="Sheet",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=throughline.models.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("number", models.PositiveIntegerField(unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[("prison", "Prison day"), ("emergency", "Emergency sheet")], max_length=10
                    ),
                ),
                ("day", models.DateField()),
                ("until_on", models.DateField()),
                (
                    "codes",
                    django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=6), size=None),
                ),
                ("made_at", models.DateTimeField()),
                ("issued_at", models.DateTimeField(null=True)),
                ("due_on", models.DateField()),
                ("returned_at", models.DateTimeField(null=True)),
                (
                    "fate",
                    models.CharField(
                        blank=True,
                        choices=[("destroyed", "Destroyed"), ("kept", "Kept in a safe place")],
                        max_length=10,
                    ),
                ),
                ("kept_where", models.CharField(blank=True, max_length=120)),
                (
                    "holder",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="throughline.worker"
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="throughline.worker"
                    ),
                ),
                (
                    "prison",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="throughline.prison",
                    ),
                ),
                (
                    "returned_by",
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
            name="SheetLine",
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
                ("place", models.PositiveSmallIntegerField()),
                ("code", models.CharField(max_length=6, unique=True)),
                (
                    "purpose",
                    models.CharField(
                        choices=[
                            ("offer", "Ask if they want to join"),
                            ("sign_up", "Sign up"),
                            ("plan", "Plan"),
                            ("visit", "Visit"),
                            ("appointment", "Appointment"),
                            ("gate", "Meet at the gate"),
                            ("call", "Get in touch"),
                        ],
                        max_length=12,
                    ),
                ),
                ("hall", models.CharField(blank=True, max_length=40)),
                ("at", models.DateTimeField(null=True)),
                (
                    "steps",
                    django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), default=list, size=None),
                ),
                (
                    "appointment",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="throughline.appointment",
                    ),
                ),
                (
                    "episode",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="throughline.episode"
                    ),
                ),
                (
                    "gate",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="throughline.gatemeeting",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="throughline.person"
                    ),
                ),
                (
                    "sheet",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="lines", to="throughline.sheet"
                    ),
                ),
            ],
            options={
                "ordering": ("place",),
            },
        ),
        migrations.CreateModel(
            name="SheetEntry",
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
                ("entered_at", models.DateTimeField()),
                (
                    "what",
                    models.CharField(
                        choices=[
                            ("yes", "Said yes"),
                            ("later", "Is thinking"),
                            ("no", "Said not now"),
                            ("signed_up", "Signed up"),
                            ("step", "Plan step done"),
                            ("seen", "Seen or spoken with"),
                            ("not_seen", "Not seen"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "why",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("not_brought", "They were not brought"),
                            ("away", "At court, or out for the day"),
                            ("ill", "Ill"),
                            ("moved", "Moved, or let out"),
                            ("said_no", "Did not want to"),
                            ("no_word", "Did not come, no word"),
                            ("no_answer", "No answer"),
                            ("not_let_in", "We were not let in"),
                            ("no_time", "We ran out of time"),
                            ("other", "Something else (say what)"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="throughline.worker"
                    ),
                ),
                (
                    "note",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="throughline.note"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="throughline.person"
                    ),
                ),
                (
                    "line",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="entry", to="throughline.sheetline"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddIndex(
            model_name="sheet",
            index=django.contrib.postgres.indexes.GinIndex(fields=["codes"], name="sheet_codes"),
        ),
        migrations.AddIndex(
            model_name="sheet",
            index=models.Index(fields=["holder"], name="sheet_by_holder"),
        ),
        migrations.AddConstraint(
            model_name="sheet",
            constraint=models.CheckConstraint(
                condition=models.Q(("until_on__gte", models.F("day")), ("due_on__gte", models.F("until_on"))),
                name="sheet_days",
            ),
        ),
        migrations.AddConstraint(
            model_name="sheet",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "prison"), ("prison__isnull", False)),
                    models.Q(("kind", "emergency"), ("prison__isnull", True)),
                    _connector="OR",
                ),
                name="sheet_of_a_prison",
            ),
        ),
        migrations.AddConstraint(
            model_name="sheet",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("fate", ""), ("returned_at__isnull", True), ("returned_by__isnull", True)),
                    models.Q(
                        ("returned_at__isnull", False),
                        ("returned_by__isnull", False),
                        models.Q(("fate", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="sheet_returned_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="sheetline",
            constraint=models.UniqueConstraint(fields=("sheet", "place"), name="sheet_place_once"),
        ),
        migrations.RunSQL(RIGHTS + shut("sheetline", 4) + shut("sheetentry", 4), migrations.RunSQL.noop),
    ]
