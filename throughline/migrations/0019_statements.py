"""Safety statements and restrictions; what the serving role may not do to them; and after how long they are looked at again."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

import throughline.models.ids
from throughline.models.policies import shut

# What was written stays as it was written: a change is another row. Only what became of it is filled in later.
RIGHTS = """
REVOKE DELETE ON throughline_safetystatement, throughline_restriction FROM app;
REVOKE UPDATE ON throughline_safetystatement, throughline_restriction FROM app;
GRANT UPDATE (replaced_on, ended_on, ended_by_id, ended_because) ON throughline_safetystatement TO app;
GRANT UPDATE (replaced_on, ended_on, ended_by_id, ended_because) ON throughline_restriction TO app;
GRANT SELECT ON throughline_safetystatement, throughline_restriction TO backup;
"""


def add_standard(apps, schema_editor):  # noqa: ARG001 - as migrations call it
    """Give each programme that stands the length after which a safety page is looked at again, to be set as any other."""
    rows = apps.get_model("throughline", "StandardRow")
    for programme in apps.get_model("throughline", "Programme").objects.filter(until_on__isnull=True):
        rows.objects.create(
            programme=programme,
            code="statement",
            words="Look at a safety page again",
            amount=70,
            unit="days",
            source="HMPPS CFO practice",
            from_on=programme.from_on,
        )


class Migration(migrations.Migration):
    """Safety statements and restrictions."""

    dependencies = [
        ("throughline", "0018_row_security"),
    ]

    operations = [
        migrations.CreateModel(
            name="Restriction",
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
                ("line", models.UUIDField(default=throughline.models.ids.new_id)),
                ("version", models.PositiveIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("keep_out", "Keep out of an area"),
                            ("stay_in", "Stay in an area"),
                            ("no_contact", "No contact"),
                            ("venues", "Kinds of place to keep away from"),
                            ("hours", "Home at set hours"),
                            ("approval", "Needs a yes first"),
                            ("keep_apart", "Keep two people apart"),
                        ],
                        max_length=12,
                    ),
                ),
                ("words", models.TextField()),
                ("latitude", models.FloatField(null=True)),
                ("longitude", models.FloatField(null=True)),
                ("radius_m", models.PositiveIntegerField(null=True)),
                ("shape", models.JSONField(null=True)),
                (
                    "whom",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("named", "Somebody by name"),
                            ("children", "Children, unless someone who may is there"),
                            ("household", "A home with children in it"),
                            ("victims", "The people harmed and their family"),
                            ("group", "A group of people"),
                            ("in_prison", "People in prison"),
                            ("staff", "A member of staff"),
                        ],
                        max_length=12,
                    ),
                ),
                ("who", models.CharField(blank=True, max_length=200)),
                (
                    "venues",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=12), default=list, size=None
                    ),
                ),
                (
                    "days",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.PositiveSmallIntegerField(), default=list, size=None
                    ),
                ),
                ("from_time", models.TimeField(null=True)),
                ("until_time", models.TimeField(null=True)),
                (
                    "approval",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("work", "Work, paid or not"),
                            ("home", "Where they sleep"),
                            ("relationship", "A new relationship"),
                            ("online", "Phones and going online"),
                            ("travel", "Travel"),
                            ("other", "Something else"),
                        ],
                        max_length=12,
                    ),
                ),
                ("from_on", models.DateField()),
                ("until_on", models.DateField(null=True)),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("licence", "Licence"),
                            ("order", "Order of a court"),
                            ("supervision", "Supervision after prison"),
                            ("prison", "The prison"),
                            ("programme", "Our own rule"),
                            ("agreed", "Agreed with the person"),
                            ("other", "Something else"),
                        ],
                        max_length=12,
                    ),
                ),
                ("source_words", models.CharField(blank=True, max_length=200)),
                ("review_on", models.DateField()),
                ("written_on", models.DateField()),
                ("replaced_on", models.DateField(null=True)),
                ("ended_on", models.DateField(null=True)),
                ("ended_because", models.TextField(blank=True)),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="throughline.worker"
                    ),
                ),
                (
                    "ended_by",
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="throughline.person"
                    ),
                ),
            ],
            options={
                "ordering": ("from_on", "recorded_at"),
                "indexes": [models.Index(fields=["person"], name="restriction_by_person")],
                "constraints": [
                    models.UniqueConstraint(fields=("line", "version"), name="restriction_version_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("replaced_on__isnull", True)),
                        fields=("line",),
                        name="restriction_has_one_latest_version",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until_on__isnull", True), ("until_on__gte", models.F("from_on")), _connector="OR"
                        ),
                        name="restriction_dates",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("latitude__isnull", False),
                                ("longitude__isnull", False),
                                ("radius_m__gte", 1),
                                ("shape__isnull", True),
                            ),
                            models.Q(
                                ("latitude__isnull", True),
                                ("longitude__isnull", True),
                                ("radius_m__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="restriction_area_is_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "hours"), _negated=True),
                            models.Q(
                                ("days__len__gte", 1), ("from_time__isnull", False), ("until_time__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="restriction_hours_are_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_because", ""), ("ended_by__isnull", True), ("ended_on__isnull", True)),
                            models.Q(
                                ("ended_by__isnull", False),
                                ("ended_on__isnull", False),
                                models.Q(("ended_because", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="restriction_ended_by_somebody_for_a_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SafetyStatement",
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
                ("line", models.UUIDField(default=throughline.models.ids.new_id)),
                ("version", models.PositiveIntegerField()),
                ("setting", models.CharField(blank=True, max_length=120)),
                (
                    "place",
                    models.CharField(
                        choices=[
                            ("outdoors", "Outdoor pitch or park"),
                            ("hall", "Sports hall or gym"),
                            ("classroom", "Classroom or group room"),
                            ("office", "Office or meeting room"),
                            ("cafe", "Café or drop-in"),
                            ("housing", "Place to live"),
                            ("work", "Place of work"),
                            ("transport", "On the way: car, bus or train"),
                            ("visit", "At their home"),
                            ("other", "Another kind of place"),
                        ],
                        max_length=12,
                    ),
                ),
                ("pattern", models.TextField()),
                ("at_risk", models.TextField()),
                ("more_likely", models.TextField()),
                ("less_likely", models.TextField()),
                (
                    "in_place",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=16), default=list, size=None
                    ),
                ),
                ("controls", models.TextField(blank=True)),
                ("if_worried", models.TextField()),
                ("source", models.CharField(max_length=200)),
                ("written_on", models.DateField()),
                ("review_on", models.DateField()),
                ("read_together", models.BooleanField(default=False)),
                ("relevant", models.CharField(max_length=3)),
                ("necessary", models.CharField(max_length=3)),
                ("harmful", models.CharField(max_length=3)),
                ("sayable", models.CharField(max_length=3)),
                (
                    "reworded",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=12), default=list, size=None
                    ),
                ),
                ("replaced_on", models.DateField(null=True)),
                ("ended_on", models.DateField(null=True)),
                ("ended_because", models.TextField(blank=True)),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="throughline.worker"
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="throughline.worker",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="throughline.organisation",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="throughline.person"
                    ),
                ),
            ],
            options={
                "ordering": ("-version",),
                "indexes": [models.Index(fields=["person"], name="statement_by_person")],
                "constraints": [
                    models.UniqueConstraint(fields=("line", "version"), name="statement_version_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("replaced_on__isnull", True)),
                        fields=("line",),
                        name="statement_has_one_latest_version",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("organisation__isnull", False), models.Q(("setting", ""), _negated=True), _connector="OR"
                        ),
                        name="statement_is_for_somewhere",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("harmful", "no"), ("necessary", "yes"), ("relevant", "yes"), ("sayable", "yes")
                        ),
                        name="statement_passed_its_tests",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_because", ""), ("ended_by__isnull", True), ("ended_on__isnull", True)),
                            models.Q(
                                ("ended_by__isnull", False),
                                ("ended_on__isnull", False),
                                models.Q(("ended_because", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="statement_ended_by_somebody_for_a_reason",
                    ),
                ],
            },
        ),
        migrations.RunSQL(RIGHTS + shut("safetystatement", 32) + shut("restriction", 32), migrations.RunSQL.noop),
        migrations.RunPython(add_standard, migrations.RunPython.noop),
    ]
