"""Agreements: sides, versions, purposes, what each side may tell which, approvals, reviews; grants that rest on them."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

import throughline.models.ids
import throughline.models.ranges
from throughline.migrations._together import together


class Migration(migrations.Migration):
    """Agreements and what rests on them."""

    dependencies = [
        ("throughline", "0012_last_day_is_the_last"),
    ]

    operations = together(
        [
            migrations.CreateModel(
                name="Agreement",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=throughline.models.ids.new_id, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    ("title", models.CharField(max_length=120)),
                    ("made_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ],
                options={
                    "ordering": ("title",),
                },
            ),
            migrations.CreateModel(
                name="AgreementApproval",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=throughline.models.ids.new_id, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    (
                        "role",
                        models.CharField(
                            choices=[
                                ("prison_coach", "Prison coach"),
                                ("mentor", "Community mentor"),
                                ("family_coordinator", "Family coordinator"),
                                ("employment_consultant", "Employment consultant"),
                                ("duty_worker", "Duty worker"),
                                ("team_lead", "Team lead"),
                                ("coordinator", "Coordinator"),
                                ("partner_worker", "Partner worker"),
                                ("referrer", "Referrer"),
                                ("evaluator", "Evaluator"),
                                ("partnership_manager", "Partnership manager"),
                                ("safeguarding_lead", "Safeguarding lead"),
                                ("record_steward", "Record steward"),
                                ("data_protection_lead", "Data protection lead"),
                                ("administrator", "Administrator"),
                            ],
                            max_length=24,
                        ),
                    ),
                    ("at", models.DateTimeField()),
                ],
                options={
                    "ordering": ("at",),
                },
            ),
            migrations.CreateModel(
                name="AgreementParty",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                ],
                options={
                    "ordering": ("organisation__name",),
                },
            ),
            migrations.CreateModel(
                name="AgreementPurpose",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=throughline.models.ids.new_id, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    ("aim", models.TextField(blank=True)),
                    ("necessity", models.TextField(blank=True)),
                    ("balance", models.TextField(blank=True)),
                ],
                options={
                    "ordering": ("purpose__order",),
                },
            ),
            migrations.CreateModel(
                name="AgreementReview",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=throughline.models.ids.new_id, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    ("on", models.DateField()),
                    ("words", models.TextField()),
                    ("next_on", models.DateField()),
                    ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ],
                options={
                    "ordering": ("-recorded_at", "-pk"),
                },
            ),
            migrations.CreateModel(
                name="AgreementVersion",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=throughline.models.ids.new_id, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    ("number", models.PositiveIntegerField()),
                    ("starts_on", models.DateField(null=True)),
                    ("ends_on", models.DateField(null=True)),
                    ("review_on", models.DateField(null=True)),
                    (
                        "controllers",
                        models.CharField(
                            blank=True,
                            choices=[("joint", "Together: they decide jointly"), ("separate", "Each for its own copy")],
                            max_length=8,
                        ),
                    ),
                    ("clock_amount", models.PositiveSmallIntegerField(null=True)),
                    ("clock_unit", models.CharField(blank=True, max_length=12)),
                    ("contacts", models.TextField(blank=True)),
                    ("rights", models.TextField(blank=True)),
                    ("told", models.TextField(blank=True)),
                    ("accuracy", models.TextField(blank=True)),
                    ("roles", models.TextField(blank=True)),
                    ("service_offer", models.TextField(blank=True)),
                    ("referral_contains", models.TextField(blank=True)),
                    ("measures", models.TextField(blank=True)),
                    ("retention", models.TextField(blank=True)),
                    ("security", models.TextField(blank=True)),
                    ("staff_change", models.TextField(blank=True)),
                    ("onward", models.TextField(blank=True)),
                    ("breach", models.TextField(blank=True)),
                    ("emergencies", models.TextField(blank=True)),
                    ("ending", models.TextField(blank=True)),
                    ("governance", models.TextField(blank=True)),
                    ("dpia_ref", models.TextField(blank=True)),
                    ("policy_ref", models.TextField(blank=True)),
                    ("made_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                    ("version", models.PositiveIntegerField(default=1)),
                    ("proposed_at", models.DateTimeField(null=True)),
                    ("put_away_at", models.DateTimeField(null=True)),
                    ("put_away_words", models.TextField(blank=True)),
                    ("valid", django.contrib.postgres.fields.ranges.DateTimeRangeField(null=True)),
                    ("ended_words", models.TextField(blank=True)),
                    (
                        "starts",
                        models.GeneratedField(
                            db_persist=True,
                            expression=models.Func(models.F("valid"), function="lower"),
                            output_field=models.DateTimeField(null=True),
                        ),
                    ),
                    (
                        "ends",
                        models.GeneratedField(
                            db_persist=True,
                            expression=models.Func(models.F("valid"), function="upper"),
                            output_field=models.DateTimeField(null=True),
                        ),
                    ),
                ],
                options={
                    "ordering": ("-number",),
                },
            ),
            migrations.CreateModel(
                name="DeclaredNeed",
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
                    ("opens", models.PositiveSmallIntegerField()),
                    ("because", models.TextField()),
                ],
            ),
            migrations.CreateModel(
                name="Sharing",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=throughline.models.ids.new_id, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                ],
            ),
            migrations.CreateModel(
                name="SharingTerm",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=throughline.models.ids.new_id, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    ("opens", models.PositiveSmallIntegerField()),
                ],
            ),
            migrations.RemoveIndex(
                model_name="grant",
                name="grant_whom_do_i_see",
            ),
            migrations.RemoveIndex(
                model_name="grant",
                name="grant_why_may_i_see",
            ),
            migrations.AddField(
                model_name="agreement",
                name="kept_by",
                field=models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to="throughline.organisation"
                ),
            ),
            migrations.AddField(
                model_name="agreement",
                name="made_by",
                field=models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to="throughline.worker"
                ),
            ),
            migrations.AddField(
                model_name="agreementapproval",
                name="organisation",
                field=models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to="throughline.organisation"
                ),
            ),
            migrations.AddField(
                model_name="agreementapproval",
                name="worker",
                field=models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to="throughline.worker"
                ),
            ),
            migrations.AddField(
                model_name="agreementparty",
                name="agreement",
                field=models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="parties", to="throughline.agreement"
                ),
            ),
            migrations.AddField(
                model_name="agreementparty",
                name="organisation",
                field=models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to="throughline.organisation"
                ),
            ),
            migrations.AddField(
                model_name="agreementpurpose",
                name="basis",
                field=models.ForeignKey(
                    null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="throughline.code"
                ),
            ),
            migrations.AddField(
                model_name="agreementpurpose",
                name="offence",
                field=models.ForeignKey(
                    null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="throughline.code"
                ),
            ),
            migrations.AddField(
                model_name="agreementpurpose",
                name="purpose",
                field=models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to="throughline.code"
                ),
            ),
            migrations.AddField(
                model_name="agreementpurpose",
                name="special",
                field=models.ForeignKey(
                    null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="throughline.code"
                ),
            ),
            migrations.AddField(
                model_name="agreementreview",
                name="by",
                field=models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to="throughline.worker"
                ),
            ),
            migrations.AddField(
                model_name="agreementversion",
                name="agreement",
                field=models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="versions", to="throughline.agreement"
                ),
            ),
            migrations.AddField(
                model_name="agreementversion",
                name="ended_by",
                field=models.ForeignKey(
                    null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="throughline.worker"
                ),
            ),
            migrations.AddField(
                model_name="agreementversion",
                name="ended_for",
                field=models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="throughline.organisation",
                ),
            ),
            migrations.AddField(
                model_name="agreementversion",
                name="made_by",
                field=models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to="throughline.worker"
                ),
            ),
            migrations.AddField(
                model_name="agreementversion",
                name="proposed_by",
                field=models.ForeignKey(
                    null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="throughline.worker"
                ),
            ),
            migrations.AddField(
                model_name="agreementversion",
                name="put_away_by",
                field=models.ForeignKey(
                    null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="throughline.worker"
                ),
            ),
            migrations.AddField(
                model_name="agreementversion",
                name="rights_by",
                field=models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="throughline.organisation",
                ),
            ),
            migrations.AddField(
                model_name="agreementreview",
                name="version",
                field=models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="reviews",
                    to="throughline.agreementversion",
                ),
            ),
            migrations.AddField(
                model_name="agreementpurpose",
                name="version",
                field=models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="purposes",
                    to="throughline.agreementversion",
                ),
            ),
            migrations.AddField(
                model_name="agreementapproval",
                name="version",
                field=models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="approvals",
                    to="throughline.agreementversion",
                ),
            ),
            migrations.AddField(
                model_name="declaredneed",
                name="by",
                field=models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to="throughline.worker"
                ),
            ),
            migrations.AddField(
                model_name="declaredneed",
                name="organisation",
                field=models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to="throughline.organisation"
                ),
            ),
            migrations.AddField(
                model_name="declaredneed",
                name="purpose",
                field=models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to="throughline.code"
                ),
            ),
            migrations.AddField(
                model_name="sharing",
                name="agreement",
                field=models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="sharings", to="throughline.agreement"
                ),
            ),
            migrations.AddField(
                model_name="sharing",
                name="giver",
                field=models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to="throughline.organisation"
                ),
            ),
            migrations.AddField(
                model_name="sharing",
                name="purpose",
                field=models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to="throughline.code"
                ),
            ),
            migrations.AddField(
                model_name="sharing",
                name="receiver",
                field=models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to="throughline.organisation"
                ),
            ),
            migrations.AddField(
                model_name="grant",
                name="sharing",
                field=models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="grants",
                    to="throughline.sharing",
                ),
            ),
            migrations.AddIndex(
                model_name="grant",
                index=models.Index(
                    fields=["grantee", "ends"],
                    include=("person", "opens", "starts", "sharing"),
                    name="grant_whom_do_i_see",
                ),
            ),
            migrations.AddIndex(
                model_name="grant",
                index=models.Index(
                    fields=["person", "grantee"],
                    include=("opens", "starts", "ends", "sharing"),
                    name="grant_why_may_i_see",
                ),
            ),
            migrations.AddField(
                model_name="sharingterm",
                name="sharing",
                field=models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="terms", to="throughline.sharing"
                ),
            ),
            migrations.AddField(
                model_name="sharingterm",
                name="version",
                field=models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="terms", to="throughline.agreementversion"
                ),
            ),
            migrations.AddConstraint(
                model_name="agreementparty",
                constraint=models.UniqueConstraint(fields=("agreement", "organisation"), name="side_once"),
            ),
            migrations.AddConstraint(
                model_name="agreementversion",
                constraint=models.UniqueConstraint(fields=("agreement", "number"), name="agreement_version_once"),
            ),
            migrations.AddConstraint(
                model_name="agreementversion",
                constraint=models.UniqueConstraint(
                    condition=models.Q(("put_away_at__isnull", True), ("valid__isnull", True)),
                    fields=("agreement",),
                    name="agreement_has_one_open_version",
                ),
            ),
            migrations.AddConstraint(
                model_name="agreementversion",
                constraint=models.CheckConstraint(
                    condition=models.Q(
                        ("valid__isnull", True),
                        models.Q(
                            ("valid__isempty", False),
                            ("valid__lower_inc", True),
                            ("valid__lower_inf", False),
                            ("valid__upper_inc", False),
                            ("valid__upper_inf", False),
                        ),
                        _connector="OR",
                    ),
                    name="agreement_time_is_sound",
                ),
            ),
            migrations.AddConstraint(
                model_name="agreementversion",
                constraint=models.CheckConstraint(
                    condition=models.Q(
                        ("ends_on__isnull", True),
                        ("starts_on__isnull", True),
                        ("ends_on__gte", models.F("starts_on")),
                        _connector="OR",
                    ),
                    name="agreement_days_are_sound",
                ),
            ),
            migrations.AddConstraint(
                model_name="agreementversion",
                constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                    expressions=[(throughline.models.ranges.Span(models.F("agreement")), "&&"), ("valid", "&&")],
                    name="agreement_has_one_version_in_force",
                ),
            ),
            migrations.AddConstraint(
                model_name="agreementpurpose",
                constraint=models.UniqueConstraint(fields=("version", "purpose"), name="agreement_purpose_once"),
            ),
            migrations.AddConstraint(
                model_name="agreementapproval",
                constraint=models.UniqueConstraint(fields=("version", "organisation"), name="side_approves_once"),
            ),
            migrations.AddConstraint(
                model_name="agreementapproval",
                constraint=models.UniqueConstraint(fields=("version", "worker"), name="worker_approves_for_one_side"),
            ),
            migrations.AddConstraint(
                model_name="declaredneed",
                constraint=models.UniqueConstraint(
                    condition=models.Q(("until_on__isnull", True)),
                    fields=("organisation", "purpose"),
                    name="need_declared_once",
                ),
            ),
            migrations.AddConstraint(
                model_name="declaredneed",
                constraint=models.CheckConstraint(
                    condition=models.Q(("opens__gte", 1), ("opens__lte", 8191)), name="need_is_for_something"
                ),
            ),
            migrations.AddConstraint(
                model_name="declaredneed",
                constraint=models.CheckConstraint(
                    condition=models.Q(
                        ("until_on__isnull", True),
                        (
                            "until_on__gte",
                            models.ExpressionWrapper(
                                models.F("from_on") - models.Value(1), output_field=models.DateField()
                            ),
                        ),
                        _connector="OR",
                    ),
                    name="declared_need_dates",
                ),
            ),
            migrations.AddConstraint(
                model_name="sharing",
                constraint=models.UniqueConstraint(
                    fields=("agreement", "purpose", "giver", "receiver"), name="sharing_once"
                ),
            ),
            migrations.AddConstraint(
                model_name="sharing",
                constraint=models.CheckConstraint(
                    condition=models.Q(("giver", models.F("receiver")), _negated=True), name="sharing_is_with_another"
                ),
            ),
            migrations.AddConstraint(
                model_name="sharingterm",
                constraint=models.UniqueConstraint(fields=("version", "sharing"), name="sharing_term_once"),
            ),
            migrations.AddConstraint(
                model_name="sharingterm",
                constraint=models.CheckConstraint(
                    condition=models.Q(("opens__gte", 1), ("opens__lte", 8191)), name="sharing_term_opens_something"
                ),
            ),
        ]
    )
