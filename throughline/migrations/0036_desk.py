"""People given at once and thanks for notes; what the serving role may not do to them; and how people weigh on the lead's desk."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

import throughline.models.ids
from throughline.models.policies import shut

# What was given and what was said stays: only that it was undone is filled in.
RIGHTS = """
REVOKE DELETE, UPDATE ON throughline_reassignment, throughline_reassignmentline, throughline_thanks FROM app;
GRANT UPDATE (undone_at, undone_by_id) ON throughline_reassignment TO app;
GRANT SELECT ON throughline_reassignment, throughline_reassignmentline, throughline_thanks TO backup;
"""
PARTS = [
    ("prison_coach", "Prison coach"),
    ("mentor", "Mentor"),
    ("lead", "Team lead"),
    ("family", "Family coordinator"),
    ("employment", "Employment consultant"),
]


def add_standard(apps, schema_editor):  # noqa: ARG001 - as migrations call it
    """Give each programme that stands the rule by which people weigh, to be set as any other."""
    rows = apps.get_model("throughline", "StandardRow")
    for programme in apps.get_model("throughline", "Programme").objects.filter(until_on__isnull=True):
        rows.objects.create(
            programme=programme,
            code="weight",
            words="Weight on the lead’s desk: near a release",
            amount=4,
            unit="weeks",
            numbers={"everyone": 1, "before_release": 2, "after_release": 3, "overdue": 1, "quiet": 2},
            source="house default",
            from_on=programme.from_on,
        )


def number():
    """Return the column that names a row."""
    return models.UUIDField(default=throughline.models.ids.new_id, editable=False, primary_key=True, serialize=False)


def learnt():
    """Return the column that says when it was learnt."""
    return models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)


def to(model, name="+", **more):
    """Return a column that names another row."""
    return models.ForeignKey(
        on_delete=django.db.models.deletion.PROTECT, related_name=name, to=f"throughline.{model}", **more
    )


def ids():
    """Return a column of several ids."""
    return django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), default=list, size=None)


class Migration(migrations.Migration):
    """The desk."""

    dependencies = [("throughline", "0035_habits")]

    operations = [
        migrations.CreateModel(
            name="Reassignment",
            fields=[
                ("id", number()),
                ("made_at", models.DateTimeField()),
                ("number", models.PositiveSmallIntegerField()),
                ("undone_at", models.DateTimeField(null=True)),
                ("by", to("worker")),
                ("undone_by", to("worker", null=True)),
            ],
        ),
        migrations.CreateModel(
            name="ReassignmentLine",
            fields=[
                ("id", number()),
                ("recorded_at", learnt()),
                ("part", models.CharField(choices=PARTS, max_length=12)),
                ("made_at", models.DateTimeField()),
                ("ended", ids()),
                ("begun", ids()),
                ("appointments", ids()),
                ("gates", ids()),
                ("person", to("person")),
                ("episode", to("episode")),
                ("giver", to("worker")),
                ("receiver", to("worker")),
                ("reassignment", to("reassignment", "lines")),
            ],
        ),
        migrations.CreateModel(
            name="Thanks",
            fields=[
                ("id", number()),
                ("recorded_at", learnt()),
                ("words", models.CharField(blank=True, max_length=200)),
                ("said_at", models.DateTimeField()),
                ("person", to("person")),
                ("note", to("note", "thanks")),
                ("by", to("worker")),
            ],
        ),
        migrations.AddConstraint(
            "reassignment",
            models.CheckConstraint(
                name="reassignment_undone_by_somebody",
                condition=models.Q(
                    models.Q(("undone_at__isnull", True), ("undone_by__isnull", True)),
                    models.Q(("undone_at__isnull", False), ("undone_by__isnull", False)),
                    _connector="OR",
                ),
            ),
        ),
        migrations.AddIndex("reassignment", models.Index(fields=["-made_at"], name="reassignment_by_day")),
        migrations.AddConstraint(
            "reassignmentline",
            models.UniqueConstraint(fields=("reassignment", "episode"), name="given_once_at_a_time"),
        ),
        migrations.AddConstraint(
            "reassignmentline",
            models.CheckConstraint(
                name="given_to_another", condition=models.Q(("giver", models.F("receiver")), _negated=True)
            ),
        ),
        migrations.AddConstraint("thanks", models.UniqueConstraint(fields=("note", "by"), name="thanked_once")),
        migrations.RunSQL(RIGHTS + shut("reassignmentline", 4) + shut("thanks", 16), migrations.RunSQL.noop),
        migrations.RunPython(add_standard, migrations.RunPython.noop),
    ]
