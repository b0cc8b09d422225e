"""History beside each table that may change: triggers keep what a row said (decision 0016)."""

import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import django.db.models.functions.datetime
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
import throughline.domain.vocabulary
import throughline.models.history
import throughline.models.ids
from django.conf import settings
from django.db import migrations, models

from throughline.models.policies import kept, seen

# What a grant must open for the history of a row to be seen: as for the row itself, on the day of this migration.
OF_PEOPLE = {
    "personname": 1, "identifier": 1, "contactway": 2, "address": 4096, "closeone": 2, "listfact": 2048, "consent": 4, "custodyperiod": 4,
    "prisonstay": 4, "offencegroup": 64, "episode": 4, "assignment": 4, "handover": 4, "ending": 4, "clockexemption": 4, "appointment": 4,
    "gatemeeting": 4, "pack": 4, "packitem": 4, "servicelink": 8, "strength": 8, "need": 8, "note": 16, "outcome": 8, "plan": 8, "goal": 8,
    "goalaction": 8, "restriction": 32, "safetystatement": 32, "question": 1, "withholding": 1,
}
OF_SIGHT = (
    "worker", "post", "absence", "organisation", "team", "teamarea", "teamduty", "prisonservice", "agreement", "agreementversion",
    "agreementpurpose", "sharingterm", "declaredneed", "safeguardingduty",
)
# The owner's own changes are kept too, in nobody's name: the column asks who it was.
ASKED = "SET LOCAL ROLE door; GRANT EXECUTE ON FUNCTION sec.actor() TO owner; SET LOCAL ROLE owner;"
RIGHTS = (
    kept("person", seen(1, column="pgh_obj_id"))
    + "".join(kept(table, seen(mask)) for table, mask in OF_PEOPLE.items())
    + kept("heldrow", seen(1, also="for_steward AND (SELECT sec.holds('record_steward'))"))
    + kept("grant", "coalesce(coalesce(worker_id, team_id, organisation_id) = ANY((SELECT sec.keys())::uuid[])"
           " OR person_id IN (SELECT unnest((SELECT sec.listed()))), false)")
    + kept("worry", "author_id = (SELECT sec.actor()) OR pgh_obj_id IN (SELECT unnest((SELECT sec.worries())))")
    + kept("worryreader", "worry_id IN (SELECT unnest((SELECT sec.worries())))")
    + "".join(kept(table, "true") for table in OF_SIGHT)
    # The library's own tables of reasons are not used: nobody may write to them.
    + "DROP FUNCTION _pgh_attach_context(); REVOKE ALL ON pghistory_context FROM app;"
)


class Migration(migrations.Migration):
    """Keep what a row said."""

    dependencies = [
        ('pghistory', '0007_auto_20250421_0444'),
        ('throughline', '0020_kept_forms'),
    ]

    operations = [
        migrations.RunSQL(ASKED, migrations.RunSQL.noop),
        migrations.CreateModel(
            name='AbsenceChange',
            fields=[
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_id', models.BigAutoField(primary_key=True, serialize=False)),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('from_on', models.DateField()),
                ('until_on', models.DateField(blank=True, null=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('why', models.CharField(blank=True, max_length=200)),
            ],
            options={
                'abstract': False,
                'default_related_name': '+',
            },
        ),
        migrations.CreateModel(
            name='AddressChange',
            fields=[
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_id', models.BigAutoField(primary_key=True, serialize=False)),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('lines', models.TextField()),
                ('postcode', models.CharField(blank=True, max_length=10)),
                ('from_on', models.DateField()),
                ('until_on', models.DateField(null=True)),
            ],
            options={
                'abstract': False,
                'default_related_name': '+',
            },
        ),
        migrations.CreateModel(
            name='AgreementChange',
            fields=[
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_id', models.BigAutoField(primary_key=True, serialize=False)),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('title', models.CharField(max_length=120)),
                ('made_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                'abstract': False,
                'default_related_name': '+',
            },
        ),
        migrations.CreateModel(
            name='AgreementPurposeChange',
            fields=[
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_id', models.BigAutoField(primary_key=True, serialize=False)),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('aim', models.TextField(blank=True)),
                ('necessity', models.TextField(blank=True)),
                ('balance', models.TextField(blank=True)),
            ],
            options={
                'abstract': False,
                'default_related_name': '+',
            },
        ),
        migrations.CreateModel(
            name='AgreementVersionChange',
            fields=[
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_id', models.BigAutoField(primary_key=True, serialize=False)),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('number', models.PositiveIntegerField()),
                ('starts_on', models.DateField(null=True)),
                ('ends_on', models.DateField(null=True)),
                ('review_on', models.DateField(null=True)),
                ('controllers', models.CharField(blank=True, choices=[('joint', 'Together: they decide jointly'), ('separate', 'Each for its own copy')], max_length=8)),
                ('clock_amount', models.PositiveSmallIntegerField(null=True)),
                ('clock_unit', models.CharField(blank=True, max_length=12)),
                ('contacts', models.TextField(blank=True)),
                ('rights', models.TextField(blank=True)),
                ('told', models.TextField(blank=True)),
                ('accuracy', models.TextField(blank=True)),
                ('roles', models.TextField(blank=True)),
                ('service_offer', models.TextField(blank=True)),
                ('referral_contains', models.TextField(blank=True)),
                ('measures', models.TextField(blank=True)),
                ('retention', models.TextField(blank=True)),
                ('security', models.TextField(blank=True)),
                ('staff_change', models.TextField(blank=True)),
                ('onward', models.TextField(blank=True)),
                ('breach', models.TextField(blank=True)),
                ('emergencies', models.TextField(blank=True)),
                ('ending', models.TextField(blank=True)),
                ('governance', models.TextField(blank=True)),
                ('dpia_ref', models.TextField(blank=True)),
                ('policy_ref', models.TextField(blank=True)),
                ('made_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('version', models.PositiveIntegerField(default=1)),
                ('proposed_at', models.DateTimeField(null=True)),
                ('put_away_at', models.DateTimeField(null=True)),
                ('put_away_words', models.TextField(blank=True)),
                ('valid', django.contrib.postgres.fields.ranges.DateTimeRangeField(null=True)),
                ('ended_words', models.TextField(blank=True)),
            ],
            options={
                'abstract': False,
                'default_related_name': '+',
            },
        ),
        migrations.CreateModel(
            name='AppointmentChange',
            fields=[
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_id', models.BigAutoField(primary_key=True, serialize=False)),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('client_id', models.UUIDField()),
                ('kind', models.CharField(choices=[('appointment', 'Appointment'), ('visit', 'Visit inside')], max_length=12)),
                ('starts_at', models.DateTimeField()),
                ('minutes', models.PositiveSmallIntegerField(null=True)),
                ('with_whom', models.CharField(blank=True, max_length=120)),
                ('where', models.CharField(blank=True, max_length=200)),
                ('purpose', models.CharField(max_length=200)),
                ('accompanied', models.BooleanField(default=False)),
                ('series', models.UUIDField(null=True)),
                ('booked_on', models.DateField()),
                ('result_words', models.TextField(blank=True)),
                ('marked_at', models.DateTimeField(null=True)),
                ('version', models.PositiveIntegerField(default=1)),
            ],
            options={
                'abstract': False,
                'default_related_name': '+',
            },
        ),
        migrations.CreateModel(
            name='AssignmentChange',
            fields=[
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_id', models.BigAutoField(primary_key=True, serialize=False)),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('part', models.CharField(choices=[('prison_coach', 'Prison coach'), ('mentor', 'Mentor'), ('lead', 'Team lead'), ('family', 'Family coordinator'), ('employment', 'Employment consultant')], max_length=12)),
                ('from_on', models.DateField()),
                ('until_on', models.DateField(null=True)),
            ],
            options={
                'abstract': False,
                'default_related_name': '+',
            },
        ),
        migrations.CreateModel(
            name='ClockExemptionChange',
            fields=[
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_id', models.BigAutoField(primary_key=True, serialize=False)),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('standard', models.CharField(max_length=40)),
                ('starts_at', models.DateTimeField(null=True)),
                ('on', models.DateField()),
            ],
            options={
                'abstract': False,
                'default_related_name': '+',
            },
        ),
        migrations.CreateModel(
            name='CloseOneChange',
            fields=[
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_id', models.BigAutoField(primary_key=True, serialize=False)),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('name', models.CharField(max_length=120)),
                ('relation', models.CharField(max_length=60)),
                ('phone', models.CharField(blank=True, max_length=60)),
                ('happy_to_be_phoned', models.BooleanField()),
                ('from_on', models.DateField()),
                ('until_on', models.DateField(null=True)),
            ],
            options={
                'abstract': False,
                'default_related_name': '+',
            },
        ),
        migrations.CreateModel(
            name='ConsentChange',
            fields=[
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_id', models.BigAutoField(primary_key=True, serialize=False)),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('given', models.BooleanField()),
                ('on', models.DateField()),
                ('way', models.CharField(choices=[('paper', 'Signed on paper'), ('screen', 'On screen'), ('spoken', 'Spoken, with a witness')], max_length=8)),
                ('witness', models.CharField(blank=True, max_length=120)),
                ('shared_with', models.TextField(blank=True)),
                ('withdrawn_on', models.DateField(null=True)),
                ('withdrawn_words', models.TextField(blank=True)),
            ],
            options={
                'abstract': False,
                'default_related_name': '+',
            },
        ),
        migrations.CreateModel(
            name='ContactWayChange',
            fields=[
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_id', models.BigAutoField(primary_key=True, serialize=False)),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('kind', models.CharField(choices=[('phone', 'Phone'), ('email', 'Email')], max_length=10)),
                ('whose', models.CharField(default='Mobile', max_length=80)),
                ('value', models.CharField(max_length=200)),
                ('safe_to_leave_message', models.BooleanField()),
                ('from_on', models.DateField()),
                ('until_on', models.DateField(null=True)),
            ],
            options={
                'abstract': False,
                'default_related_name': '+',
            },
        ),
        migrations.CreateModel(
            name='CustodyPeriodChange',
            fields=[
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_id', models.BigAutoField(primary_key=True, serialize=False)),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('status', models.CharField(choices=[('sentenced', 'Serving a sentence'), ('remand', 'On remand'), ('recall', 'Recalled'), ('unknown', 'Not known yet')], max_length=10)),
                ('received_on', models.DateField(null=True)),
                ('sentence_on', models.DateField(null=True)),
                ('sentence_days', models.PositiveIntegerField(null=True)),
                ('sentence_words', models.CharField(blank=True, max_length=80)),
                ('no_date_because', models.CharField(blank=True, max_length=200)),
                ('cohort', models.CharField(blank=True, max_length=80)),
                ('released_on', models.DateField(null=True)),
                ('release_kind', models.CharField(blank=True, max_length=40)),
                ('never_seen', models.BooleanField(default=False)),
                ('version', models.PositiveIntegerField(default=1)),
            ],
            options={
                'abstract': False,
                'default_related_name': '+',
            },
        ),
        migrations.CreateModel(
            name='DeclaredNeedChange',
            fields=[
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_id', models.BigAutoField(primary_key=True, serialize=False)),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('from_on', models.DateField()),
                ('until_on', models.DateField(blank=True, null=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('opens', models.PositiveSmallIntegerField()),
                ('because', models.TextField()),
            ],
            options={
                'abstract': False,
                'default_related_name': '+',
            },
        ),
        migrations.CreateModel(
            name='EndingChange',
            fields=[
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_id', models.BigAutoField(primary_key=True, serialize=False)),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('ended_on', models.DateField()),
                ('summary', models.TextField(blank=True)),
                ('reopened_on', models.DateField(null=True)),
            ],
            options={
                'abstract': False,
                'default_related_name': '+',
            },
        ),
        migrations.CreateModel(
            name='EpisodeChange',
            fields=[
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_id', models.BigAutoField(primary_key=True, serialize=False)),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('identified_on', models.DateField()),
                ('identified_how', models.CharField(choices=[('list', 'on a list'), ('referred', 'sent by someone'), ('asked', 'asked for it')], max_length=10)),
                ('offered_on', models.DateField(null=True)),
                ('declined_on', models.DateField(null=True)),
                ('signed_up_on', models.DateField(null=True)),
                ('plan_agreed_on', models.DateField(null=True)),
                ('released_on', models.DateField(null=True)),
                ('custody_since', models.DateField(null=True)),
                ('ended_on', models.DateField(null=True)),
                ('version', models.PositiveIntegerField(default=1)),
            ],
            options={
                'abstract': False,
                'default_related_name': '+',
            },
        ),
        migrations.CreateModel(
            name='GateMeetingChange',
            fields=[
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_id', models.BigAutoField(primary_key=True, serialize=False)),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('due_at', models.DateTimeField()),
                ('where', models.CharField(blank=True, max_length=200)),
                ('asked', models.TextField(blank=True)),
                ('met_at', models.DateTimeField(null=True)),
                ('result_words', models.TextField(blank=True)),
                ('marked_at', models.DateTimeField(null=True)),
                ('cancelled_at', models.DateTimeField(null=True)),
                ('version', models.PositiveIntegerField(default=1)),
            ],
            options={
                'abstract': False,
                'default_related_name': '+',
            },
        ),
        migrations.CreateModel(
            name='GoalActionChange',
            fields=[
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_id', models.BigAutoField(primary_key=True, serialize=False)),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('line', models.UUIDField(default=throughline.models.ids.new_id)),
                ('what', models.TextField()),
                ('who', models.CharField(choices=[('participant', 'Participant'), ('mentor', 'Mentor'), ('agency', 'An agency')], max_length=12)),
                ('who_words', models.CharField(blank=True, max_length=120)),
                ('by_on', models.DateField(null=True)),
                ('done_on', models.DateField(null=True)),
                ('order', models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                'abstract': False,
                'default_related_name': '+',
            },
        ),
        migrations.CreateModel(
            name='GoalChange',
            fields=[
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_id', models.BigAutoField(primary_key=True, serialize=False)),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('line', models.UUIDField(default=throughline.models.ids.new_id)),
                ('words', models.TextField()),
                ('order', models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                'abstract': False,
                'default_related_name': '+',
            },
        ),
        migrations.CreateModel(
            name='GrantChange',
            fields=[
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_id', models.BigAutoField(primary_key=True, serialize=False)),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('opens', models.PositiveSmallIntegerField()),
                ('basis', models.CharField(choices=[('assignment', 'looks after this record'), ('team', 'leads the team that works with them'), ('duty', 'is on duty for the place they are in'), ('referral', 'was sent a referral'), ('referrer', 'made the referral'), ('family', 'supports a relative'), ('cover', 'covers for someone away'), ('break_glass', 'opened it in an emergency'), ('oversight', 'was asked to review it')], max_length=12)),
                ('because', models.TextField()),
                ('source_kind', models.CharField(max_length=20)),
                ('source', models.UUIDField()),
                ('valid', django.contrib.postgres.fields.ranges.DateTimeRangeField()),
            ],
            options={
                'abstract': False,
                'default_related_name': '+',
            },
        ),
        migrations.CreateModel(
            name='HandoverChange',
            fields=[
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_id', models.BigAutoField(primary_key=True, serialize=False)),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('part', models.CharField(choices=[('prison_coach', 'Prison coach'), ('mentor', 'Mentor'), ('lead', 'Team lead'), ('family', 'Family coordinator'), ('employment', 'Employment consultant')], default=throughline.domain.vocabulary.Part['MENTOR'], max_length=12)),
                ('offered_at', models.DateTimeField()),
                ('starts_on', models.DateField()),
                ('words', models.TextField(blank=True)),
                ('answered_at', models.DateTimeField(null=True)),
                ('accepted', models.BooleanField(null=True)),
                ('answer_words', models.TextField(blank=True)),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('in_force_on', models.DateField(null=True)),
                ('stands_in', models.BooleanField(default=False)),
            ],
            options={
                'abstract': False,
                'default_related_name': '+',
            },
        ),
        migrations.CreateModel(
            name='HeldRowChange',
            fields=[
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_id', models.BigAutoField(primary_key=True, serialize=False)),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('row_number', models.PositiveIntegerField()),
                ('fingerprint', models.CharField(max_length=64)),
                ('because', models.TextField()),
                ('for_steward', models.BooleanField()),
                ('decided_at', models.DateTimeField(null=True)),
                ('same', models.BooleanField(null=True)),
            ],
            options={
                'abstract': False,
                'default_related_name': '+',
            },
        ),
        migrations.CreateModel(
            name='IdentifierChange',
            fields=[
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_id', models.BigAutoField(primary_key=True, serialize=False)),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('kind', models.CharField(choices=[('spin', 'Scottish prison number'), ('nomis', 'Prison number'), ('pnc', 'PNC number'), ('crn', 'Probation number'), ('chs', 'Criminal history number')], max_length=8)),
                ('value', models.CharField(max_length=40)),
                ('doubted_on', models.DateField(null=True)),
            ],
            options={
                'abstract': False,
                'default_related_name': '+',
            },
        ),
        migrations.CreateModel(
            name='ListFactChange',
            fields=[
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_id', models.BigAutoField(primary_key=True, serialize=False)),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('what', models.CharField(choices=[('sex', 'Sex'), ('ethnic_group', 'Ethnic group')], max_length=20)),
                ('value', models.CharField(max_length=120)),
                ('as_at', models.DateField()),
            ],
            options={
                'abstract': False,
                'default_related_name': '+',
            },
        ),
        migrations.CreateModel(
            name='NeedChange',
            fields=[
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_id', models.BigAutoField(primary_key=True, serialize=False)),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('words', models.TextField(blank=True)),
                ('none_here', models.BooleanField(default=False)),
                ('said_by', models.CharField(max_length=120)),
                ('on', models.DateField()),
                ('met_on', models.DateField(null=True)),
            ],
            options={
                'abstract': False,
                'default_related_name': '+',
            },
        ),
        migrations.CreateModel(
            name='NoteChange',
            fields=[
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_id', models.BigAutoField(primary_key=True, serialize=False)),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('client_id', models.UUIDField()),
                ('happened_at', models.DateTimeField()),
                ('spoke', models.BooleanField()),
                ('channel', models.CharField(choices=[('phone', 'Phone'), ('face_to_face', 'Face to face'), ('text', 'Text'), ('prison_visit', 'Prison visit'), ('video', 'Video'), ('gate', 'At the gate'), ('email', 'Email'), ('email_a_prisoner', 'Email a Prisoner'), ('letter', 'Letter'), ('other', 'Other')], max_length=16)),
                ('minutes', models.PositiveSmallIntegerField(null=True)),
                ('words', models.TextField(blank=True)),
                ('about', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), default=list, size=None)),
                ('present', models.CharField(blank=True, max_length=200)),
                ('together', models.UUIDField(null=True)),
                ('digest', models.CharField(max_length=64)),
            ],
            options={
                'abstract': False,
                'default_related_name': '+',
            },
        ),
        migrations.CreateModel(
            name='OffenceGroupChange',
            fields=[
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_id', models.BigAutoField(primary_key=True, serialize=False)),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('words', models.CharField(max_length=120)),
            ],
            options={
                'abstract': False,
                'default_related_name': '+',
            },
        ),
        migrations.CreateModel(
            name='OrganisationChange',
            fields=[
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_id', models.BigAutoField(primary_key=True, serialize=False)),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('from_on', models.DateField()),
                ('until_on', models.DateField(blank=True, null=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('name', models.CharField(max_length=120)),
                ('kind', models.CharField(choices=[('lead_charity', 'Lead charity'), ('charity', 'Charity'), ('family_charity', 'Family charity'), ('football_trust', 'Football trust'), ('social_work', 'Social work'), ('probation', 'Probation'), ('prison_service', 'Prison service'), ('housing', 'Housing'), ('health', 'Health'), ('council', 'Council'), ('other', 'Other')], max_length=20)),
            ],
            options={
                'abstract': False,
                'default_related_name': '+',
            },
        ),
        migrations.CreateModel(
            name='OutcomeChange',
            fields=[
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_id', models.BigAutoField(primary_key=True, serialize=False)),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('words', models.CharField(blank=True, max_length=200)),
                ('started_on', models.DateField()),
                ('evidence', models.CharField(max_length=200)),
                ('ended_on', models.DateField(null=True)),
                ('ended_words', models.CharField(blank=True, max_length=200)),
                ('version', models.PositiveIntegerField(default=1)),
            ],
            options={
                'abstract': False,
                'default_related_name': '+',
            },
        ),
        migrations.CreateModel(
            name='PackChange',
            fields=[
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_id', models.BigAutoField(primary_key=True, serialize=False)),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('prepared_on', models.DateField()),
                ('kept_where', models.CharField(blank=True, max_length=120)),
                ('left_on', models.DateField(null=True)),
                ('left_with', models.CharField(blank=True, max_length=120)),
                ('handed_on', models.DateField(null=True)),
                ('handed_by', models.CharField(blank=True, max_length=120)),
                ('version', models.PositiveIntegerField(default=1)),
            ],
            options={
                'abstract': False,
                'default_related_name': '+',
            },
        ),
        migrations.CreateModel(
            name='PackItemChange',
            fields=[
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_id', models.BigAutoField(primary_key=True, serialize=False)),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('what', models.CharField(max_length=120)),
                ('pence', models.PositiveIntegerField(null=True)),
                ('serial', models.CharField(blank=True, max_length=40)),
                ('handed', models.BooleanField(null=True)),
                ('order', models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                'abstract': False,
                'default_related_name': '+',
            },
        ),
        migrations.CreateModel(
            name='PersonChange',
            fields=[
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_id', models.BigAutoField(primary_key=True, serialize=False)),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('given_names', models.CharField(blank=True, max_length=120)),
                ('family_name', models.CharField(max_length=120)),
                ('known_as', models.CharField(blank=True, max_length=120)),
                ('birth_date', models.DateField(null=True)),
                ('language', models.CharField(blank=True, max_length=60)),
                ('reading', models.TextField(blank=True)),
                ('home_place', models.CharField(blank=True, max_length=120)),
                ('version', models.PositiveIntegerField(default=1)),
                ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
            ],
            options={
                'abstract': False,
                'default_related_name': '+',
            },
        ),
        migrations.CreateModel(
            name='PersonNameChange',
            fields=[
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_id', models.BigAutoField(primary_key=True, serialize=False)),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('given_names', models.CharField(blank=True, max_length=120)),
                ('family_name', models.CharField(max_length=120)),
            ],
            options={
                'abstract': False,
                'default_related_name': '+',
            },
        ),
        migrations.CreateModel(
            name='PlanChange',
            fields=[
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_id', models.BigAutoField(primary_key=True, serialize=False)),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('number', models.PositiveIntegerField()),
                ('started_on', models.DateField()),
                ('agreed_on', models.DateField(null=True)),
                ('agreed_way', models.CharField(blank=True, choices=[('paper', 'Signed on paper'), ('screen', 'On screen'), ('spoken', 'Spoken, with a witness')], max_length=8)),
                ('archived_on', models.DateField(null=True)),
                ('version', models.PositiveIntegerField(default=1)),
            ],
            options={
                'abstract': False,
                'default_related_name': '+',
            },
        ),
        migrations.CreateModel(
            name='PostChange',
            fields=[
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_id', models.BigAutoField(primary_key=True, serialize=False)),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('from_on', models.DateField()),
                ('until_on', models.DateField(blank=True, null=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('role', models.CharField(choices=[('prison_coach', 'Prison coach'), ('mentor', 'Community mentor'), ('family_coordinator', 'Family coordinator'), ('employment_consultant', 'Employment consultant'), ('duty_worker', 'Duty worker'), ('team_lead', 'Team lead'), ('coordinator', 'Coordinator'), ('partner_worker', 'Partner worker'), ('referrer', 'Referrer'), ('evaluator', 'Evaluator'), ('partnership_manager', 'Partnership manager'), ('safeguarding_lead', 'Safeguarding lead'), ('record_steward', 'Record steward'), ('data_protection_lead', 'Data protection lead'), ('administrator', 'Administrator')], max_length=24)),
                ('ended_at', models.DateTimeField(editable=False, null=True)),
            ],
            options={
                'abstract': False,
                'default_related_name': '+',
            },
        ),
        migrations.CreateModel(
            name='PrisonServiceChange',
            fields=[
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_id', models.BigAutoField(primary_key=True, serialize=False)),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('from_on', models.DateField()),
                ('until_on', models.DateField(blank=True, null=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('gate_desk', models.CharField(blank=True, max_length=60)),
                ('followed_on', models.DateField(editable=False, null=True)),
                ('gate_words', models.CharField(blank=True, max_length=200)),
            ],
            options={
                'abstract': False,
                'default_related_name': '+',
            },
        ),
        migrations.CreateModel(
            name='PrisonStayChange',
            fields=[
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_id', models.BigAutoField(primary_key=True, serialize=False)),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('hall', models.CharField(blank=True, max_length=40)),
                ('from_on', models.DateField(null=True)),
                ('until_on', models.DateField(null=True)),
                ('learnt_on', models.DateField()),
            ],
            options={
                'abstract': False,
                'default_related_name': '+',
            },
        ),
        migrations.CreateModel(
            name='QuestionChange',
            fields=[
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_id', models.BigAutoField(primary_key=True, serialize=False)),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('words', models.TextField()),
                ('asked_on', models.DateField()),
                ('due_on', models.DateField()),
                ('answered_at', models.DateTimeField(null=True)),
                ('answer', models.TextField(blank=True)),
            ],
            options={
                'abstract': False,
                'default_related_name': '+',
            },
        ),
        migrations.CreateModel(
            name='RestrictionChange',
            fields=[
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_id', models.BigAutoField(primary_key=True, serialize=False)),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('line', models.UUIDField(default=throughline.models.ids.new_id)),
                ('version', models.PositiveIntegerField()),
                ('kind', models.CharField(choices=[('keep_out', 'Keep out of an area'), ('stay_in', 'Stay in an area'), ('no_contact', 'No contact'), ('venues', 'Kinds of place to keep away from'), ('hours', 'Home at set hours'), ('approval', 'Needs a yes first'), ('keep_apart', 'Keep two people apart')], max_length=12)),
                ('words', models.TextField()),
                ('latitude', models.FloatField(null=True)),
                ('longitude', models.FloatField(null=True)),
                ('radius_m', models.PositiveIntegerField(null=True)),
                ('shape', models.JSONField(null=True)),
                ('whom', models.CharField(blank=True, choices=[('named', 'Somebody by name'), ('children', 'Children, unless someone who may is there'), ('household', 'A home with children in it'), ('victims', 'The people harmed and their family'), ('group', 'A group of people'), ('in_prison', 'People in prison'), ('staff', 'A member of staff')], max_length=12)),
                ('who', models.CharField(blank=True, max_length=200)),
                ('venues', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=12), default=list, size=None)),
                ('days', django.contrib.postgres.fields.ArrayField(base_field=models.PositiveSmallIntegerField(), default=list, size=None)),
                ('from_time', models.TimeField(null=True)),
                ('until_time', models.TimeField(null=True)),
                ('approval', models.CharField(blank=True, choices=[('work', 'Work, paid or not'), ('home', 'Where they sleep'), ('relationship', 'A new relationship'), ('online', 'Phones and going online'), ('travel', 'Travel'), ('other', 'Something else')], max_length=12)),
                ('from_on', models.DateField()),
                ('until_on', models.DateField(null=True)),
                ('source', models.CharField(choices=[('licence', 'Licence'), ('order', 'Order of a court'), ('supervision', 'Supervision after prison'), ('prison', 'The prison'), ('programme', 'Our own rule'), ('agreed', 'Agreed with the person'), ('other', 'Something else')], max_length=12)),
                ('source_words', models.CharField(blank=True, max_length=200)),
                ('review_on', models.DateField()),
                ('written_on', models.DateField()),
                ('replaced_on', models.DateField(null=True)),
                ('ended_on', models.DateField(null=True)),
                ('ended_because', models.TextField(blank=True)),
            ],
            options={
                'abstract': False,
                'default_related_name': '+',
            },
        ),
        migrations.CreateModel(
            name='SafeguardingDutyChange',
            fields=[
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_id', models.BigAutoField(primary_key=True, serialize=False)),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('from_on', models.DateField()),
                ('until_on', models.DateField(blank=True, null=True)),
                ('version', models.PositiveIntegerField(default=1)),
            ],
            options={
                'abstract': False,
                'default_related_name': '+',
            },
        ),
        migrations.CreateModel(
            name='SafetyStatementChange',
            fields=[
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_id', models.BigAutoField(primary_key=True, serialize=False)),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('line', models.UUIDField(default=throughline.models.ids.new_id)),
                ('version', models.PositiveIntegerField()),
                ('setting', models.CharField(blank=True, max_length=120)),
                ('place', models.CharField(choices=[('outdoors', 'Outdoor pitch or park'), ('hall', 'Sports hall or gym'), ('classroom', 'Classroom or group room'), ('office', 'Office or meeting room'), ('cafe', 'Café or drop-in'), ('housing', 'Place to live'), ('work', 'Place of work'), ('transport', 'On the way: car, bus or train'), ('visit', 'At their home'), ('other', 'Another kind of place')], max_length=12)),
                ('pattern', models.TextField()),
                ('at_risk', models.TextField()),
                ('more_likely', models.TextField()),
                ('less_likely', models.TextField()),
                ('in_place', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=16), default=list, size=None)),
                ('controls', models.TextField(blank=True)),
                ('if_worried', models.TextField()),
                ('source', models.CharField(max_length=200)),
                ('written_on', models.DateField()),
                ('review_on', models.DateField()),
                ('read_together', models.BooleanField(default=False)),
                ('relevant', models.CharField(max_length=3)),
                ('necessary', models.CharField(max_length=3)),
                ('harmful', models.CharField(max_length=3)),
                ('sayable', models.CharField(max_length=3)),
                ('reworded', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=12), default=list, size=None)),
                ('replaced_on', models.DateField(null=True)),
                ('ended_on', models.DateField(null=True)),
                ('ended_because', models.TextField(blank=True)),
            ],
            options={
                'abstract': False,
                'default_related_name': '+',
            },
        ),
        migrations.CreateModel(
            name='ServiceLinkChange',
            fields=[
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_id', models.BigAutoField(primary_key=True, serialize=False)),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('agency', models.CharField(max_length=120)),
                ('what_for', models.CharField(max_length=200)),
                ('on', models.DateField()),
                ('result_on', models.DateField(null=True)),
                ('result_words', models.TextField(blank=True)),
                ('version', models.PositiveIntegerField(default=1)),
            ],
            options={
                'abstract': False,
                'default_related_name': '+',
            },
        ),
        migrations.CreateModel(
            name='SharingTermChange',
            fields=[
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_id', models.BigAutoField(primary_key=True, serialize=False)),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('opens', models.PositiveSmallIntegerField()),
            ],
            options={
                'abstract': False,
                'default_related_name': '+',
            },
        ),
        migrations.CreateModel(
            name='StrengthChange',
            fields=[
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_id', models.BigAutoField(primary_key=True, serialize=False)),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('about', models.CharField(max_length=120)),
                ('words', models.TextField(blank=True)),
                ('said_by', models.CharField(max_length=120)),
                ('on', models.DateField()),
                ('set_aside_on', models.DateField(null=True)),
            ],
            options={
                'abstract': False,
                'default_related_name': '+',
            },
        ),
        migrations.CreateModel(
            name='TeamAreaChange',
            fields=[
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_id', models.BigAutoField(primary_key=True, serialize=False)),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('from_on', models.DateField()),
                ('until_on', models.DateField(blank=True, null=True)),
                ('version', models.PositiveIntegerField(default=1)),
            ],
            options={
                'abstract': False,
                'default_related_name': '+',
            },
        ),
        migrations.CreateModel(
            name='TeamChange',
            fields=[
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_id', models.BigAutoField(primary_key=True, serialize=False)),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('from_on', models.DateField()),
                ('until_on', models.DateField(blank=True, null=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('name', models.CharField(max_length=120)),
            ],
            options={
                'abstract': False,
                'default_related_name': '+',
            },
        ),
        migrations.CreateModel(
            name='TeamDutyChange',
            fields=[
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_id', models.BigAutoField(primary_key=True, serialize=False)),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('from_on', models.DateField()),
                ('until_on', models.DateField(blank=True, null=True)),
                ('version', models.PositiveIntegerField(default=1)),
            ],
            options={
                'abstract': False,
                'default_related_name': '+',
            },
        ),
        migrations.CreateModel(
            name='WithholdingChange',
            fields=[
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_id', models.BigAutoField(primary_key=True, serialize=False)),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('exemption', models.CharField(choices=[('serious_harm', 'Showing it could lead to serious harm'), ('third_party', 'It would tell them about somebody else')], max_length=16)),
                ('because', models.TextField()),
                ('from_on', models.DateField()),
                ('review_on', models.DateField()),
                ('ended_at', models.DateTimeField(null=True)),
            ],
            options={
                'abstract': False,
                'default_related_name': '+',
            },
        ),
        migrations.CreateModel(
            name='WorkerChange',
            fields=[
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_id', models.BigAutoField(primary_key=True, serialize=False)),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('name', models.CharField(max_length=120)),
                ('phone', models.CharField(blank=True, max_length=60)),
                ('service', models.BooleanField(default=False)),
                ('started_on', models.DateField()),
                ('ended_on', models.DateField(blank=True, null=True)),
                ('leaves_on', models.DateField(blank=True, null=True)),
                ('ended_at', models.DateTimeField(editable=False, null=True)),
                ('version', models.PositiveIntegerField(default=1)),
            ],
            options={
                'abstract': False,
                'default_related_name': '+',
            },
        ),
        migrations.CreateModel(
            name='WorryChange',
            fields=[
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_id', models.BigAutoField(primary_key=True, serialize=False)),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('client_id', models.UUIDField()),
                ('name', models.CharField(blank=True, max_length=200)),
                ('somebody', models.CharField(blank=True, max_length=200)),
                ('child', models.BooleanField(default=False)),
                ('words', models.TextField()),
                ('danger', models.CharField(choices=[('yes', 'Yes'), ('no', 'No'), ('unsure', 'I do not know')], max_length=10)),
                ('done', models.TextField(blank=True)),
                ('written_at', models.DateTimeField()),
                ('passed_at', models.DateTimeField()),
                ('opened_at', models.DateTimeField(null=True)),
                ('closed_at', models.DateTimeField(null=True)),
                ('decision', models.TextField(blank=True)),
                ('review_on', models.DateField(null=True)),
            ],
            options={
                'abstract': False,
                'default_related_name': '+',
            },
        ),
        migrations.CreateModel(
            name='WorryReaderChange',
            fields=[
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_id', models.BigAutoField(primary_key=True, serialize=False)),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('part', models.CharField(choices=[('safeguarding', 'Safeguarding lead'), ('duty', 'Duty lead'), ('deputy', 'Deputy'), ('any_lead', 'Another safeguarding lead'), ('coordinator', 'Coordinator')], max_length=20)),
                ('sent_at', models.DateTimeField()),
                ('opened_at', models.DateTimeField(null=True)),
            ],
            options={
                'abstract': False,
                'default_related_name': '+',
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='absence',
            trigger=pgtrigger.compiler.Trigger(name='keep_change', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."from_on" IS DISTINCT FROM (NEW."from_on") OR OLD."until_on" IS DISTINCT FROM (NEW."until_on") OR OLD."version" IS DISTINCT FROM (NEW."version") OR OLD."why" IS DISTINCT FROM (NEW."why") OR OLD."worker_id" IS DISTINCT FROM (NEW."worker_id"))', func='INSERT INTO "throughline_absencechange" ("from_on", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "until_on", "version", "why", "worker_id") VALUES (OLD."from_on", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'change\', OLD."id", OLD."until_on", OLD."version", OLD."why", OLD."worker_id"); RETURN NULL;', hash='b56317528d7287f73dcaaa4dff406a8ac74ee2d4', operation='UPDATE', pgid='pgtrigger_keep_change_3a0df', table='throughline_absence', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='absence',
            trigger=pgtrigger.compiler.Trigger(name='keep_gone', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "throughline_absencechange" ("from_on", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "until_on", "version", "why", "worker_id") VALUES (OLD."from_on", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'gone\', OLD."id", OLD."until_on", OLD."version", OLD."why", OLD."worker_id"); RETURN NULL;', hash='10be6549a27b223b3ad9f0f66a2441ad19cc078c', operation='DELETE', pgid='pgtrigger_keep_gone_a1565', table='throughline_absence', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='address',
            trigger=pgtrigger.compiler.Trigger(name='keep_change', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."from_on" IS DISTINCT FROM (NEW."from_on") OR OLD."lines" IS DISTINCT FROM (NEW."lines") OR OLD."person_id" IS DISTINCT FROM (NEW."person_id") OR OLD."postcode" IS DISTINCT FROM (NEW."postcode") OR OLD."recorded_at" IS DISTINCT FROM (NEW."recorded_at") OR OLD."until_on" IS DISTINCT FROM (NEW."until_on"))', func='INSERT INTO "throughline_addresschange" ("from_on", "lines", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "postcode", "recorded_at", "until_on") VALUES (OLD."from_on", OLD."lines", OLD."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'change\', OLD."id", OLD."postcode", OLD."recorded_at", OLD."until_on"); RETURN NULL;', hash='d79cc5ac2f18af3844f165be90b16ce60ddab80e', operation='UPDATE', pgid='pgtrigger_keep_change_c26bf', table='throughline_address', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='address',
            trigger=pgtrigger.compiler.Trigger(name='keep_gone', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "throughline_addresschange" ("from_on", "lines", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "postcode", "recorded_at", "until_on") VALUES (OLD."from_on", OLD."lines", OLD."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'gone\', OLD."id", OLD."postcode", OLD."recorded_at", OLD."until_on"); RETURN NULL;', hash='9e52bed193d325d4736fd2bda99ab2de9d1027e6', operation='DELETE', pgid='pgtrigger_keep_gone_a9ea1', table='throughline_address', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='agreement',
            trigger=pgtrigger.compiler.Trigger(name='keep_change', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."kept_by_id" IS DISTINCT FROM (NEW."kept_by_id") OR OLD."made_at" IS DISTINCT FROM (NEW."made_at") OR OLD."made_by_id" IS DISTINCT FROM (NEW."made_by_id") OR OLD."title" IS DISTINCT FROM (NEW."title"))', func='INSERT INTO "throughline_agreementchange" ("kept_by_id", "made_at", "made_by_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "title") VALUES (OLD."kept_by_id", OLD."made_at", OLD."made_by_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'change\', OLD."id", OLD."title"); RETURN NULL;', hash='0e8d7420c508975a7ea5c12d0adf100d0c2b7132', operation='UPDATE', pgid='pgtrigger_keep_change_c39e3', table='throughline_agreement', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='agreement',
            trigger=pgtrigger.compiler.Trigger(name='keep_gone', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "throughline_agreementchange" ("kept_by_id", "made_at", "made_by_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "title") VALUES (OLD."kept_by_id", OLD."made_at", OLD."made_by_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'gone\', OLD."id", OLD."title"); RETURN NULL;', hash='0a8bf23984fc6683e7e2b5b4915efce728f0953c', operation='DELETE', pgid='pgtrigger_keep_gone_1924f', table='throughline_agreement', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='agreementpurpose',
            trigger=pgtrigger.compiler.Trigger(name='keep_change', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."aim" IS DISTINCT FROM (NEW."aim") OR OLD."balance" IS DISTINCT FROM (NEW."balance") OR OLD."basis_id" IS DISTINCT FROM (NEW."basis_id") OR OLD."necessity" IS DISTINCT FROM (NEW."necessity") OR OLD."offence_id" IS DISTINCT FROM (NEW."offence_id") OR OLD."purpose_id" IS DISTINCT FROM (NEW."purpose_id") OR OLD."special_id" IS DISTINCT FROM (NEW."special_id") OR OLD."version_id" IS DISTINCT FROM (NEW."version_id"))', func='INSERT INTO "throughline_agreementpurposechange" ("aim", "balance", "basis_id", "necessity", "offence_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose_id", "special_id", "version_id") VALUES (OLD."aim", OLD."balance", OLD."basis_id", OLD."necessity", OLD."offence_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'change\', OLD."id", OLD."purpose_id", OLD."special_id", OLD."version_id"); RETURN NULL;', hash='0d6bda8eb1ceec5f0d5a39bd0ac9b2602a85a624', operation='UPDATE', pgid='pgtrigger_keep_change_d33be', table='throughline_agreementpurpose', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='agreementpurpose',
            trigger=pgtrigger.compiler.Trigger(name='keep_gone', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "throughline_agreementpurposechange" ("aim", "balance", "basis_id", "necessity", "offence_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose_id", "special_id", "version_id") VALUES (OLD."aim", OLD."balance", OLD."basis_id", OLD."necessity", OLD."offence_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'gone\', OLD."id", OLD."purpose_id", OLD."special_id", OLD."version_id"); RETURN NULL;', hash='698c7c2c74fbfb05c674ce02a038bcc61d002be0', operation='DELETE', pgid='pgtrigger_keep_gone_76b91', table='throughline_agreementpurpose', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='agreementversion',
            trigger=pgtrigger.compiler.Trigger(name='keep_change', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."accuracy" IS DISTINCT FROM (NEW."accuracy") OR OLD."agreement_id" IS DISTINCT FROM (NEW."agreement_id") OR OLD."breach" IS DISTINCT FROM (NEW."breach") OR OLD."clock_amount" IS DISTINCT FROM (NEW."clock_amount") OR OLD."clock_unit" IS DISTINCT FROM (NEW."clock_unit") OR OLD."contacts" IS DISTINCT FROM (NEW."contacts") OR OLD."controllers" IS DISTINCT FROM (NEW."controllers") OR OLD."dpia_ref" IS DISTINCT FROM (NEW."dpia_ref") OR OLD."emergencies" IS DISTINCT FROM (NEW."emergencies") OR OLD."ended_by_id" IS DISTINCT FROM (NEW."ended_by_id") OR OLD."ended_for_id" IS DISTINCT FROM (NEW."ended_for_id") OR OLD."ended_words" IS DISTINCT FROM (NEW."ended_words") OR OLD."ending" IS DISTINCT FROM (NEW."ending") OR OLD."ends_on" IS DISTINCT FROM (NEW."ends_on") OR OLD."governance" IS DISTINCT FROM (NEW."governance") OR OLD."made_at" IS DISTINCT FROM (NEW."made_at") OR OLD."made_by_id" IS DISTINCT FROM (NEW."made_by_id") OR OLD."measures" IS DISTINCT FROM (NEW."measures") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."onward" IS DISTINCT FROM (NEW."onward") OR OLD."policy_ref" IS DISTINCT FROM (NEW."policy_ref") OR OLD."proposed_at" IS DISTINCT FROM (NEW."proposed_at") OR OLD."proposed_by_id" IS DISTINCT FROM (NEW."proposed_by_id") OR OLD."put_away_at" IS DISTINCT FROM (NEW."put_away_at") OR OLD."put_away_by_id" IS DISTINCT FROM (NEW."put_away_by_id") OR OLD."put_away_words" IS DISTINCT FROM (NEW."put_away_words") OR OLD."referral_contains" IS DISTINCT FROM (NEW."referral_contains") OR OLD."retention" IS DISTINCT FROM (NEW."retention") OR OLD."review_on" IS DISTINCT FROM (NEW."review_on") OR OLD."rights" IS DISTINCT FROM (NEW."rights") OR OLD."rights_by_id" IS DISTINCT FROM (NEW."rights_by_id") OR OLD."roles" IS DISTINCT FROM (NEW."roles") OR OLD."security" IS DISTINCT FROM (NEW."security") OR OLD."service_offer" IS DISTINCT FROM (NEW."service_offer") OR OLD."staff_change" IS DISTINCT FROM (NEW."staff_change") OR OLD."starts_on" IS DISTINCT FROM (NEW."starts_on") OR OLD."told" IS DISTINCT FROM (NEW."told") OR OLD."valid" IS DISTINCT FROM (NEW."valid") OR OLD."version" IS DISTINCT FROM (NEW."version"))', func='INSERT INTO "throughline_agreementversionchange" ("accuracy", "agreement_id", "breach", "clock_amount", "clock_unit", "contacts", "controllers", "dpia_ref", "emergencies", "ended_by_id", "ended_for_id", "ended_words", "ending", "ends_on", "governance", "made_at", "made_by_id", "measures", "number", "onward", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "policy_ref", "proposed_at", "proposed_by_id", "put_away_at", "put_away_by_id", "put_away_words", "referral_contains", "retention", "review_on", "rights", "rights_by_id", "roles", "security", "service_offer", "staff_change", "starts_on", "told", "valid", "version") VALUES (OLD."accuracy", OLD."agreement_id", OLD."breach", OLD."clock_amount", OLD."clock_unit", OLD."contacts", OLD."controllers", OLD."dpia_ref", OLD."emergencies", OLD."ended_by_id", OLD."ended_for_id", OLD."ended_words", OLD."ending", OLD."ends_on", OLD."governance", OLD."made_at", OLD."made_by_id", OLD."measures", OLD."number", OLD."onward", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'change\', OLD."id", OLD."policy_ref", OLD."proposed_at", OLD."proposed_by_id", OLD."put_away_at", OLD."put_away_by_id", OLD."put_away_words", OLD."referral_contains", OLD."retention", OLD."review_on", OLD."rights", OLD."rights_by_id", OLD."roles", OLD."security", OLD."service_offer", OLD."staff_change", OLD."starts_on", OLD."told", OLD."valid", OLD."version"); RETURN NULL;', hash='f47ef15de7f25713dc841822f210fbb67d307e18', operation='UPDATE', pgid='pgtrigger_keep_change_36a49', table='throughline_agreementversion', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='agreementversion',
            trigger=pgtrigger.compiler.Trigger(name='keep_gone', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "throughline_agreementversionchange" ("accuracy", "agreement_id", "breach", "clock_amount", "clock_unit", "contacts", "controllers", "dpia_ref", "emergencies", "ended_by_id", "ended_for_id", "ended_words", "ending", "ends_on", "governance", "made_at", "made_by_id", "measures", "number", "onward", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "policy_ref", "proposed_at", "proposed_by_id", "put_away_at", "put_away_by_id", "put_away_words", "referral_contains", "retention", "review_on", "rights", "rights_by_id", "roles", "security", "service_offer", "staff_change", "starts_on", "told", "valid", "version") VALUES (OLD."accuracy", OLD."agreement_id", OLD."breach", OLD."clock_amount", OLD."clock_unit", OLD."contacts", OLD."controllers", OLD."dpia_ref", OLD."emergencies", OLD."ended_by_id", OLD."ended_for_id", OLD."ended_words", OLD."ending", OLD."ends_on", OLD."governance", OLD."made_at", OLD."made_by_id", OLD."measures", OLD."number", OLD."onward", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'gone\', OLD."id", OLD."policy_ref", OLD."proposed_at", OLD."proposed_by_id", OLD."put_away_at", OLD."put_away_by_id", OLD."put_away_words", OLD."referral_contains", OLD."retention", OLD."review_on", OLD."rights", OLD."rights_by_id", OLD."roles", OLD."security", OLD."service_offer", OLD."staff_change", OLD."starts_on", OLD."told", OLD."valid", OLD."version"); RETURN NULL;', hash='ff0db9b73c040def224ea4d791b88d36e357cbe4', operation='DELETE', pgid='pgtrigger_keep_gone_12ce8', table='throughline_agreementversion', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='appointment',
            trigger=pgtrigger.compiler.Trigger(name='keep_change', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."accompanied" IS DISTINCT FROM (NEW."accompanied") OR OLD."booked_on" IS DISTINCT FROM (NEW."booked_on") OR OLD."by_id" IS DISTINCT FROM (NEW."by_id") OR OLD."client_id" IS DISTINCT FROM (NEW."client_id") OR OLD."corrects_id" IS DISTINCT FROM (NEW."corrects_id") OR OLD."episode_id" IS DISTINCT FROM (NEW."episode_id") OR OLD."instead_of_id" IS DISTINCT FROM (NEW."instead_of_id") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."marked_at" IS DISTINCT FROM (NEW."marked_at") OR OLD."marked_by_id" IS DISTINCT FROM (NEW."marked_by_id") OR OLD."minutes" IS DISTINCT FROM (NEW."minutes") OR OLD."person_id" IS DISTINCT FROM (NEW."person_id") OR OLD."prison_id" IS DISTINCT FROM (NEW."prison_id") OR OLD."purpose" IS DISTINCT FROM (NEW."purpose") OR OLD."recorded_at" IS DISTINCT FROM (NEW."recorded_at") OR OLD."result_id" IS DISTINCT FROM (NEW."result_id") OR OLD."result_words" IS DISTINCT FROM (NEW."result_words") OR OLD."series" IS DISTINCT FROM (NEW."series") OR OLD."starts_at" IS DISTINCT FROM (NEW."starts_at") OR OLD."version" IS DISTINCT FROM (NEW."version") OR OLD."where" IS DISTINCT FROM (NEW."where") OR OLD."with_whom" IS DISTINCT FROM (NEW."with_whom") OR OLD."worker_id" IS DISTINCT FROM (NEW."worker_id"))', func='INSERT INTO "throughline_appointmentchange" ("accompanied", "booked_on", "by_id", "client_id", "corrects_id", "episode_id", "instead_of_id", "kind", "marked_at", "marked_by_id", "minutes", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "prison_id", "purpose", "recorded_at", "result_id", "result_words", "series", "starts_at", "version", "where", "with_whom", "worker_id") VALUES (OLD."accompanied", OLD."booked_on", OLD."by_id", OLD."client_id", OLD."corrects_id", OLD."episode_id", OLD."instead_of_id", OLD."kind", OLD."marked_at", OLD."marked_by_id", OLD."minutes", OLD."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'change\', OLD."id", OLD."prison_id", OLD."purpose", OLD."recorded_at", OLD."result_id", OLD."result_words", OLD."series", OLD."starts_at", OLD."version", OLD."where", OLD."with_whom", OLD."worker_id"); RETURN NULL;', hash='825e6b75c87d583748b9bf187f3b90cc32ba6684', operation='UPDATE', pgid='pgtrigger_keep_change_33fc4', table='throughline_appointment', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='appointment',
            trigger=pgtrigger.compiler.Trigger(name='keep_gone', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "throughline_appointmentchange" ("accompanied", "booked_on", "by_id", "client_id", "corrects_id", "episode_id", "instead_of_id", "kind", "marked_at", "marked_by_id", "minutes", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "prison_id", "purpose", "recorded_at", "result_id", "result_words", "series", "starts_at", "version", "where", "with_whom", "worker_id") VALUES (OLD."accompanied", OLD."booked_on", OLD."by_id", OLD."client_id", OLD."corrects_id", OLD."episode_id", OLD."instead_of_id", OLD."kind", OLD."marked_at", OLD."marked_by_id", OLD."minutes", OLD."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'gone\', OLD."id", OLD."prison_id", OLD."purpose", OLD."recorded_at", OLD."result_id", OLD."result_words", OLD."series", OLD."starts_at", OLD."version", OLD."where", OLD."with_whom", OLD."worker_id"); RETURN NULL;', hash='bd8ba84c524515f4b69a98cb8f75af8d8c62c440', operation='DELETE', pgid='pgtrigger_keep_gone_5f512', table='throughline_appointment', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='assignment',
            trigger=pgtrigger.compiler.Trigger(name='keep_change', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."episode_id" IS DISTINCT FROM (NEW."episode_id") OR OLD."from_on" IS DISTINCT FROM (NEW."from_on") OR OLD."part" IS DISTINCT FROM (NEW."part") OR OLD."person_id" IS DISTINCT FROM (NEW."person_id") OR OLD."recorded_at" IS DISTINCT FROM (NEW."recorded_at") OR OLD."until_on" IS DISTINCT FROM (NEW."until_on") OR OLD."worker_id" IS DISTINCT FROM (NEW."worker_id"))', func='INSERT INTO "throughline_assignmentchange" ("episode_id", "from_on", "part", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "until_on", "worker_id") VALUES (OLD."episode_id", OLD."from_on", OLD."part", OLD."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'change\', OLD."id", OLD."recorded_at", OLD."until_on", OLD."worker_id"); RETURN NULL;', hash='e71a86bfd7f1e7fa29fb361de7622e83de7ae35a', operation='UPDATE', pgid='pgtrigger_keep_change_ab42a', table='throughline_assignment', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='assignment',
            trigger=pgtrigger.compiler.Trigger(name='keep_gone', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "throughline_assignmentchange" ("episode_id", "from_on", "part", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "until_on", "worker_id") VALUES (OLD."episode_id", OLD."from_on", OLD."part", OLD."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'gone\', OLD."id", OLD."recorded_at", OLD."until_on", OLD."worker_id"); RETURN NULL;', hash='7dba7e2d24009ad21c7775e61cb14ac735ab2e53', operation='DELETE', pgid='pgtrigger_keep_gone_6972e', table='throughline_assignment', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='clockexemption',
            trigger=pgtrigger.compiler.Trigger(name='keep_change', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."by_id" IS DISTINCT FROM (NEW."by_id") OR OLD."episode_id" IS DISTINCT FROM (NEW."episode_id") OR OLD."on" IS DISTINCT FROM (NEW."on") OR OLD."person_id" IS DISTINCT FROM (NEW."person_id") OR OLD."reason_id" IS DISTINCT FROM (NEW."reason_id") OR OLD."recorded_at" IS DISTINCT FROM (NEW."recorded_at") OR OLD."standard" IS DISTINCT FROM (NEW."standard") OR OLD."starts_at" IS DISTINCT FROM (NEW."starts_at"))', func='INSERT INTO "throughline_clockexemptionchange" ("by_id", "episode_id", "on", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason_id", "recorded_at", "standard", "starts_at") VALUES (OLD."by_id", OLD."episode_id", OLD."on", OLD."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'change\', OLD."id", OLD."reason_id", OLD."recorded_at", OLD."standard", OLD."starts_at"); RETURN NULL;', hash='3ad2dd3787bf20ba3a73c6a8760a132a6902e7f3', operation='UPDATE', pgid='pgtrigger_keep_change_f937c', table='throughline_clockexemption', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='clockexemption',
            trigger=pgtrigger.compiler.Trigger(name='keep_gone', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "throughline_clockexemptionchange" ("by_id", "episode_id", "on", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason_id", "recorded_at", "standard", "starts_at") VALUES (OLD."by_id", OLD."episode_id", OLD."on", OLD."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'gone\', OLD."id", OLD."reason_id", OLD."recorded_at", OLD."standard", OLD."starts_at"); RETURN NULL;', hash='940aefd57fe68a65350c165c30dc7365f2907248', operation='DELETE', pgid='pgtrigger_keep_gone_b34e2', table='throughline_clockexemption', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='closeone',
            trigger=pgtrigger.compiler.Trigger(name='keep_change', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."from_on" IS DISTINCT FROM (NEW."from_on") OR OLD."happy_to_be_phoned" IS DISTINCT FROM (NEW."happy_to_be_phoned") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."person_id" IS DISTINCT FROM (NEW."person_id") OR OLD."phone" IS DISTINCT FROM (NEW."phone") OR OLD."recorded_at" IS DISTINCT FROM (NEW."recorded_at") OR OLD."relation" IS DISTINCT FROM (NEW."relation") OR OLD."until_on" IS DISTINCT FROM (NEW."until_on"))', func='INSERT INTO "throughline_closeonechange" ("from_on", "happy_to_be_phoned", "name", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "recorded_at", "relation", "until_on") VALUES (OLD."from_on", OLD."happy_to_be_phoned", OLD."name", OLD."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'change\', OLD."id", OLD."phone", OLD."recorded_at", OLD."relation", OLD."until_on"); RETURN NULL;', hash='b27f1101d3714f1e8506a031d5ab2df8f2967ca4', operation='UPDATE', pgid='pgtrigger_keep_change_c8721', table='throughline_closeone', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='closeone',
            trigger=pgtrigger.compiler.Trigger(name='keep_gone', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "throughline_closeonechange" ("from_on", "happy_to_be_phoned", "name", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "recorded_at", "relation", "until_on") VALUES (OLD."from_on", OLD."happy_to_be_phoned", OLD."name", OLD."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'gone\', OLD."id", OLD."phone", OLD."recorded_at", OLD."relation", OLD."until_on"); RETURN NULL;', hash='61cd528d066ce9f9bf960890a429da4a37c007c3', operation='DELETE', pgid='pgtrigger_keep_gone_6fd9c', table='throughline_closeone', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='consent',
            trigger=pgtrigger.compiler.Trigger(name='keep_change', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."by_id" IS DISTINCT FROM (NEW."by_id") OR OLD."episode_id" IS DISTINCT FROM (NEW."episode_id") OR OLD."given" IS DISTINCT FROM (NEW."given") OR OLD."on" IS DISTINCT FROM (NEW."on") OR OLD."person_id" IS DISTINCT FROM (NEW."person_id") OR OLD."recorded_at" IS DISTINCT FROM (NEW."recorded_at") OR OLD."shared_with" IS DISTINCT FROM (NEW."shared_with") OR OLD."way" IS DISTINCT FROM (NEW."way") OR OLD."withdrawal_by_id" IS DISTINCT FROM (NEW."withdrawal_by_id") OR OLD."withdrawn_on" IS DISTINCT FROM (NEW."withdrawn_on") OR OLD."withdrawn_words" IS DISTINCT FROM (NEW."withdrawn_words") OR OLD."witness" IS DISTINCT FROM (NEW."witness") OR OLD."wording_id" IS DISTINCT FROM (NEW."wording_id"))', func='INSERT INTO "throughline_consentchange" ("by_id", "episode_id", "given", "on", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "shared_with", "way", "withdrawal_by_id", "withdrawn_on", "withdrawn_words", "witness", "wording_id") VALUES (OLD."by_id", OLD."episode_id", OLD."given", OLD."on", OLD."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'change\', OLD."id", OLD."recorded_at", OLD."shared_with", OLD."way", OLD."withdrawal_by_id", OLD."withdrawn_on", OLD."withdrawn_words", OLD."witness", OLD."wording_id"); RETURN NULL;', hash='39d602bd8c3ca583717b839edce488a6e36f9f7a', operation='UPDATE', pgid='pgtrigger_keep_change_4835c', table='throughline_consent', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='consent',
            trigger=pgtrigger.compiler.Trigger(name='keep_gone', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "throughline_consentchange" ("by_id", "episode_id", "given", "on", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "shared_with", "way", "withdrawal_by_id", "withdrawn_on", "withdrawn_words", "witness", "wording_id") VALUES (OLD."by_id", OLD."episode_id", OLD."given", OLD."on", OLD."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'gone\', OLD."id", OLD."recorded_at", OLD."shared_with", OLD."way", OLD."withdrawal_by_id", OLD."withdrawn_on", OLD."withdrawn_words", OLD."witness", OLD."wording_id"); RETURN NULL;', hash='c3d6e27016955262ad5e026efd50cf9f3f44c0e1', operation='DELETE', pgid='pgtrigger_keep_gone_52c3f', table='throughline_consent', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='contactway',
            trigger=pgtrigger.compiler.Trigger(name='keep_change', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."from_on" IS DISTINCT FROM (NEW."from_on") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."person_id" IS DISTINCT FROM (NEW."person_id") OR OLD."recorded_at" IS DISTINCT FROM (NEW."recorded_at") OR OLD."safe_to_leave_message" IS DISTINCT FROM (NEW."safe_to_leave_message") OR OLD."until_on" IS DISTINCT FROM (NEW."until_on") OR OLD."value" IS DISTINCT FROM (NEW."value") OR OLD."whose" IS DISTINCT FROM (NEW."whose"))', func='INSERT INTO "throughline_contactwaychange" ("from_on", "kind", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "safe_to_leave_message", "until_on", "value", "whose") VALUES (OLD."from_on", OLD."kind", OLD."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'change\', OLD."id", OLD."recorded_at", OLD."safe_to_leave_message", OLD."until_on", OLD."value", OLD."whose"); RETURN NULL;', hash='f80e861728348acfa899355b095b605e12980039', operation='UPDATE', pgid='pgtrigger_keep_change_6052c', table='throughline_contactway', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='contactway',
            trigger=pgtrigger.compiler.Trigger(name='keep_gone', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "throughline_contactwaychange" ("from_on", "kind", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "safe_to_leave_message", "until_on", "value", "whose") VALUES (OLD."from_on", OLD."kind", OLD."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'gone\', OLD."id", OLD."recorded_at", OLD."safe_to_leave_message", OLD."until_on", OLD."value", OLD."whose"); RETURN NULL;', hash='9618f2c9567da1f5681bebe727d7d4380a04c950', operation='DELETE', pgid='pgtrigger_keep_gone_0c2e6', table='throughline_contactway', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='custodyperiod',
            trigger=pgtrigger.compiler.Trigger(name='keep_change', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."cohort" IS DISTINCT FROM (NEW."cohort") OR OLD."never_seen" IS DISTINCT FROM (NEW."never_seen") OR OLD."no_date_because" IS DISTINCT FROM (NEW."no_date_because") OR OLD."person_id" IS DISTINCT FROM (NEW."person_id") OR OLD."received_on" IS DISTINCT FROM (NEW."received_on") OR OLD."recorded_at" IS DISTINCT FROM (NEW."recorded_at") OR OLD."release_kind" IS DISTINCT FROM (NEW."release_kind") OR OLD."released_on" IS DISTINCT FROM (NEW."released_on") OR OLD."sentence_days" IS DISTINCT FROM (NEW."sentence_days") OR OLD."sentence_on" IS DISTINCT FROM (NEW."sentence_on") OR OLD."sentence_words" IS DISTINCT FROM (NEW."sentence_words") OR OLD."status" IS DISTINCT FROM (NEW."status") OR OLD."version" IS DISTINCT FROM (NEW."version"))', func='INSERT INTO "throughline_custodyperiodchange" ("cohort", "never_seen", "no_date_because", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "received_on", "recorded_at", "release_kind", "released_on", "sentence_days", "sentence_on", "sentence_words", "status", "version") VALUES (OLD."cohort", OLD."never_seen", OLD."no_date_because", OLD."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'change\', OLD."id", OLD."received_on", OLD."recorded_at", OLD."release_kind", OLD."released_on", OLD."sentence_days", OLD."sentence_on", OLD."sentence_words", OLD."status", OLD."version"); RETURN NULL;', hash='2939eeb719d436da351bf8c5d2f7251dd8462c3e', operation='UPDATE', pgid='pgtrigger_keep_change_b2237', table='throughline_custodyperiod', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='custodyperiod',
            trigger=pgtrigger.compiler.Trigger(name='keep_gone', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "throughline_custodyperiodchange" ("cohort", "never_seen", "no_date_because", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "received_on", "recorded_at", "release_kind", "released_on", "sentence_days", "sentence_on", "sentence_words", "status", "version") VALUES (OLD."cohort", OLD."never_seen", OLD."no_date_because", OLD."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'gone\', OLD."id", OLD."received_on", OLD."recorded_at", OLD."release_kind", OLD."released_on", OLD."sentence_days", OLD."sentence_on", OLD."sentence_words", OLD."status", OLD."version"); RETURN NULL;', hash='4fe4376f069c3b3518c973884290c4ebc7bc5c3f', operation='DELETE', pgid='pgtrigger_keep_gone_c7bad', table='throughline_custodyperiod', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='declaredneed',
            trigger=pgtrigger.compiler.Trigger(name='keep_change', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."because" IS DISTINCT FROM (NEW."because") OR OLD."by_id" IS DISTINCT FROM (NEW."by_id") OR OLD."from_on" IS DISTINCT FROM (NEW."from_on") OR OLD."opens" IS DISTINCT FROM (NEW."opens") OR OLD."organisation_id" IS DISTINCT FROM (NEW."organisation_id") OR OLD."purpose_id" IS DISTINCT FROM (NEW."purpose_id") OR OLD."until_on" IS DISTINCT FROM (NEW."until_on") OR OLD."version" IS DISTINCT FROM (NEW."version"))', func='INSERT INTO "throughline_declaredneedchange" ("because", "by_id", "from_on", "opens", "organisation_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose_id", "until_on", "version") VALUES (OLD."because", OLD."by_id", OLD."from_on", OLD."opens", OLD."organisation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'change\', OLD."id", OLD."purpose_id", OLD."until_on", OLD."version"); RETURN NULL;', hash='335e5b7208741555b9c33fb245640661aeee518f', operation='UPDATE', pgid='pgtrigger_keep_change_ce870', table='throughline_declaredneed', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='declaredneed',
            trigger=pgtrigger.compiler.Trigger(name='keep_gone', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "throughline_declaredneedchange" ("because", "by_id", "from_on", "opens", "organisation_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose_id", "until_on", "version") VALUES (OLD."because", OLD."by_id", OLD."from_on", OLD."opens", OLD."organisation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'gone\', OLD."id", OLD."purpose_id", OLD."until_on", OLD."version"); RETURN NULL;', hash='c3d58e01d15f887011e0ed5b97ff96c2d5f89677', operation='DELETE', pgid='pgtrigger_keep_gone_f3800', table='throughline_declaredneed', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='ending',
            trigger=pgtrigger.compiler.Trigger(name='keep_change', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."by_id" IS DISTINCT FROM (NEW."by_id") OR OLD."ended_on" IS DISTINCT FROM (NEW."ended_on") OR OLD."episode_id" IS DISTINCT FROM (NEW."episode_id") OR OLD."person_id" IS DISTINCT FROM (NEW."person_id") OR OLD."reason_id" IS DISTINCT FROM (NEW."reason_id") OR OLD."recorded_at" IS DISTINCT FROM (NEW."recorded_at") OR OLD."reopened_by_id" IS DISTINCT FROM (NEW."reopened_by_id") OR OLD."reopened_on" IS DISTINCT FROM (NEW."reopened_on") OR OLD."summary" IS DISTINCT FROM (NEW."summary"))', func='INSERT INTO "throughline_endingchange" ("by_id", "ended_on", "episode_id", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason_id", "recorded_at", "reopened_by_id", "reopened_on", "summary") VALUES (OLD."by_id", OLD."ended_on", OLD."episode_id", OLD."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'change\', OLD."id", OLD."reason_id", OLD."recorded_at", OLD."reopened_by_id", OLD."reopened_on", OLD."summary"); RETURN NULL;', hash='9138c69e0ede1a07fde67b13460013f92b62094d', operation='UPDATE', pgid='pgtrigger_keep_change_c0515', table='throughline_ending', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='ending',
            trigger=pgtrigger.compiler.Trigger(name='keep_gone', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "throughline_endingchange" ("by_id", "ended_on", "episode_id", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason_id", "recorded_at", "reopened_by_id", "reopened_on", "summary") VALUES (OLD."by_id", OLD."ended_on", OLD."episode_id", OLD."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'gone\', OLD."id", OLD."reason_id", OLD."recorded_at", OLD."reopened_by_id", OLD."reopened_on", OLD."summary"); RETURN NULL;', hash='7570fa6d856c7d47ddb72c31b4418456546e908a', operation='DELETE', pgid='pgtrigger_keep_gone_ae4e7', table='throughline_ending', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='episode',
            trigger=pgtrigger.compiler.Trigger(name='keep_change', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."custody_since" IS DISTINCT FROM (NEW."custody_since") OR OLD."declined_on" IS DISTINCT FROM (NEW."declined_on") OR OLD."ended_on" IS DISTINCT FROM (NEW."ended_on") OR OLD."identified_how" IS DISTINCT FROM (NEW."identified_how") OR OLD."identified_on" IS DISTINCT FROM (NEW."identified_on") OR OLD."offered_on" IS DISTINCT FROM (NEW."offered_on") OR OLD."owner_id" IS DISTINCT FROM (NEW."owner_id") OR OLD."person_id" IS DISTINCT FROM (NEW."person_id") OR OLD."plan_agreed_on" IS DISTINCT FROM (NEW."plan_agreed_on") OR OLD."programme_id" IS DISTINCT FROM (NEW."programme_id") OR OLD."recorded_at" IS DISTINCT FROM (NEW."recorded_at") OR OLD."released_on" IS DISTINCT FROM (NEW."released_on") OR OLD."signed_up_on" IS DISTINCT FROM (NEW."signed_up_on") OR OLD."team_id" IS DISTINCT FROM (NEW."team_id") OR OLD."version" IS DISTINCT FROM (NEW."version"))', func='INSERT INTO "throughline_episodechange" ("custody_since", "declined_on", "ended_on", "identified_how", "identified_on", "offered_on", "owner_id", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_agreed_on", "programme_id", "recorded_at", "released_on", "signed_up_on", "team_id", "version") VALUES (OLD."custody_since", OLD."declined_on", OLD."ended_on", OLD."identified_how", OLD."identified_on", OLD."offered_on", OLD."owner_id", OLD."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'change\', OLD."id", OLD."plan_agreed_on", OLD."programme_id", OLD."recorded_at", OLD."released_on", OLD."signed_up_on", OLD."team_id", OLD."version"); RETURN NULL;', hash='500612966fbfa18836fa1082c0567f1980c0031e', operation='UPDATE', pgid='pgtrigger_keep_change_1bd60', table='throughline_episode', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='episode',
            trigger=pgtrigger.compiler.Trigger(name='keep_gone', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "throughline_episodechange" ("custody_since", "declined_on", "ended_on", "identified_how", "identified_on", "offered_on", "owner_id", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_agreed_on", "programme_id", "recorded_at", "released_on", "signed_up_on", "team_id", "version") VALUES (OLD."custody_since", OLD."declined_on", OLD."ended_on", OLD."identified_how", OLD."identified_on", OLD."offered_on", OLD."owner_id", OLD."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'gone\', OLD."id", OLD."plan_agreed_on", OLD."programme_id", OLD."recorded_at", OLD."released_on", OLD."signed_up_on", OLD."team_id", OLD."version"); RETURN NULL;', hash='9021fb94baeb7b3fcc509347e4d0fd304b5f9df8', operation='DELETE', pgid='pgtrigger_keep_gone_11d60', table='throughline_episode', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='gatemeeting',
            trigger=pgtrigger.compiler.Trigger(name='keep_change', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."asked" IS DISTINCT FROM (NEW."asked") OR OLD."by_id" IS DISTINCT FROM (NEW."by_id") OR OLD."cancelled_at" IS DISTINCT FROM (NEW."cancelled_at") OR OLD."corrects_id" IS DISTINCT FROM (NEW."corrects_id") OR OLD."due_at" IS DISTINCT FROM (NEW."due_at") OR OLD."episode_id" IS DISTINCT FROM (NEW."episode_id") OR OLD."marked_at" IS DISTINCT FROM (NEW."marked_at") OR OLD."marked_by_id" IS DISTINCT FROM (NEW."marked_by_id") OR OLD."met_at" IS DISTINCT FROM (NEW."met_at") OR OLD."person_id" IS DISTINCT FROM (NEW."person_id") OR OLD."prison_id" IS DISTINCT FROM (NEW."prison_id") OR OLD."recorded_at" IS DISTINCT FROM (NEW."recorded_at") OR OLD."result_id" IS DISTINCT FROM (NEW."result_id") OR OLD."result_words" IS DISTINCT FROM (NEW."result_words") OR OLD."version" IS DISTINCT FROM (NEW."version") OR OLD."where" IS DISTINCT FROM (NEW."where") OR OLD."worker_id" IS DISTINCT FROM (NEW."worker_id"))', func='INSERT INTO "throughline_gatemeetingchange" ("asked", "by_id", "cancelled_at", "corrects_id", "due_at", "episode_id", "marked_at", "marked_by_id", "met_at", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "prison_id", "recorded_at", "result_id", "result_words", "version", "where", "worker_id") VALUES (OLD."asked", OLD."by_id", OLD."cancelled_at", OLD."corrects_id", OLD."due_at", OLD."episode_id", OLD."marked_at", OLD."marked_by_id", OLD."met_at", OLD."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'change\', OLD."id", OLD."prison_id", OLD."recorded_at", OLD."result_id", OLD."result_words", OLD."version", OLD."where", OLD."worker_id"); RETURN NULL;', hash='d76c54c3585bdfb1e84f2cac0cb7ae44ae9eeae7', operation='UPDATE', pgid='pgtrigger_keep_change_e6cb4', table='throughline_gatemeeting', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='gatemeeting',
            trigger=pgtrigger.compiler.Trigger(name='keep_gone', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "throughline_gatemeetingchange" ("asked", "by_id", "cancelled_at", "corrects_id", "due_at", "episode_id", "marked_at", "marked_by_id", "met_at", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "prison_id", "recorded_at", "result_id", "result_words", "version", "where", "worker_id") VALUES (OLD."asked", OLD."by_id", OLD."cancelled_at", OLD."corrects_id", OLD."due_at", OLD."episode_id", OLD."marked_at", OLD."marked_by_id", OLD."met_at", OLD."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'gone\', OLD."id", OLD."prison_id", OLD."recorded_at", OLD."result_id", OLD."result_words", OLD."version", OLD."where", OLD."worker_id"); RETURN NULL;', hash='567acef771b52efaa8fa86f1d4842edea60e91f8', operation='DELETE', pgid='pgtrigger_keep_gone_c8f88', table='throughline_gatemeeting', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='goal',
            trigger=pgtrigger.compiler.Trigger(name='keep_change', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."line" IS DISTINCT FROM (NEW."line") OR OLD."order" IS DISTINCT FROM (NEW."order") OR OLD."person_id" IS DISTINCT FROM (NEW."person_id") OR OLD."plan_id" IS DISTINCT FROM (NEW."plan_id") OR OLD."recorded_at" IS DISTINCT FROM (NEW."recorded_at") OR OLD."words" IS DISTINCT FROM (NEW."words"))', func='INSERT INTO "throughline_goalchange" ("line", "order", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "recorded_at", "words") VALUES (OLD."line", OLD."order", OLD."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'change\', OLD."id", OLD."plan_id", OLD."recorded_at", OLD."words"); RETURN NULL;', hash='f7e34a3641f3b185f29bec8575a58c47b54dca0c', operation='UPDATE', pgid='pgtrigger_keep_change_c1711', table='throughline_goal', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='goal',
            trigger=pgtrigger.compiler.Trigger(name='keep_gone', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "throughline_goalchange" ("line", "order", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "recorded_at", "words") VALUES (OLD."line", OLD."order", OLD."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'gone\', OLD."id", OLD."plan_id", OLD."recorded_at", OLD."words"); RETURN NULL;', hash='2e234bfd7437480114d1b7a367235cd75d35b3ab', operation='DELETE', pgid='pgtrigger_keep_gone_9e9a3', table='throughline_goal', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='goalaction',
            trigger=pgtrigger.compiler.Trigger(name='keep_change', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."by_on" IS DISTINCT FROM (NEW."by_on") OR OLD."done_by_id" IS DISTINCT FROM (NEW."done_by_id") OR OLD."done_on" IS DISTINCT FROM (NEW."done_on") OR OLD."goal_id" IS DISTINCT FROM (NEW."goal_id") OR OLD."line" IS DISTINCT FROM (NEW."line") OR OLD."order" IS DISTINCT FROM (NEW."order") OR OLD."person_id" IS DISTINCT FROM (NEW."person_id") OR OLD."recorded_at" IS DISTINCT FROM (NEW."recorded_at") OR OLD."what" IS DISTINCT FROM (NEW."what") OR OLD."who" IS DISTINCT FROM (NEW."who") OR OLD."who_words" IS DISTINCT FROM (NEW."who_words"))', func='INSERT INTO "throughline_goalactionchange" ("by_on", "done_by_id", "done_on", "goal_id", "line", "order", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "what", "who", "who_words") VALUES (OLD."by_on", OLD."done_by_id", OLD."done_on", OLD."goal_id", OLD."line", OLD."order", OLD."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'change\', OLD."id", OLD."recorded_at", OLD."what", OLD."who", OLD."who_words"); RETURN NULL;', hash='8311c67072e5379f36c70569740913820035db39', operation='UPDATE', pgid='pgtrigger_keep_change_0b0f6', table='throughline_goalaction', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='goalaction',
            trigger=pgtrigger.compiler.Trigger(name='keep_gone', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "throughline_goalactionchange" ("by_on", "done_by_id", "done_on", "goal_id", "line", "order", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "what", "who", "who_words") VALUES (OLD."by_on", OLD."done_by_id", OLD."done_on", OLD."goal_id", OLD."line", OLD."order", OLD."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'gone\', OLD."id", OLD."recorded_at", OLD."what", OLD."who", OLD."who_words"); RETURN NULL;', hash='887c9dacc164d81a6cd851889169ebc4077fe5d3', operation='DELETE', pgid='pgtrigger_keep_gone_1a6ea', table='throughline_goalaction', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='grant',
            trigger=pgtrigger.compiler.Trigger(name='keep_change', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."basis" IS DISTINCT FROM (NEW."basis") OR OLD."because" IS DISTINCT FROM (NEW."because") OR OLD."opens" IS DISTINCT FROM (NEW."opens") OR OLD."organisation_id" IS DISTINCT FROM (NEW."organisation_id") OR OLD."person_id" IS DISTINCT FROM (NEW."person_id") OR OLD."sharing_id" IS DISTINCT FROM (NEW."sharing_id") OR OLD."source" IS DISTINCT FROM (NEW."source") OR OLD."source_kind" IS DISTINCT FROM (NEW."source_kind") OR OLD."team_id" IS DISTINCT FROM (NEW."team_id") OR OLD."valid" IS DISTINCT FROM (NEW."valid") OR OLD."worker_id" IS DISTINCT FROM (NEW."worker_id"))', func='INSERT INTO "throughline_grantchange" ("basis", "because", "opens", "organisation_id", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "sharing_id", "source", "source_kind", "team_id", "valid", "worker_id") VALUES (OLD."basis", OLD."because", OLD."opens", OLD."organisation_id", OLD."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'change\', OLD."id", OLD."sharing_id", OLD."source", OLD."source_kind", OLD."team_id", OLD."valid", OLD."worker_id"); RETURN NULL;', hash='864c4c217d2f859f039e1ff514c22e884c14e220', operation='UPDATE', pgid='pgtrigger_keep_change_27f75', table='throughline_grant', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='grant',
            trigger=pgtrigger.compiler.Trigger(name='keep_gone', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "throughline_grantchange" ("basis", "because", "opens", "organisation_id", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "sharing_id", "source", "source_kind", "team_id", "valid", "worker_id") VALUES (OLD."basis", OLD."because", OLD."opens", OLD."organisation_id", OLD."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'gone\', OLD."id", OLD."sharing_id", OLD."source", OLD."source_kind", OLD."team_id", OLD."valid", OLD."worker_id"); RETURN NULL;', hash='d1e87fe4cdf173b392ab9b1b14029da0bfcce87d', operation='DELETE', pgid='pgtrigger_keep_gone_114c8', table='throughline_grant', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='handover',
            trigger=pgtrigger.compiler.Trigger(name='keep_change', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."accepted" IS DISTINCT FROM (NEW."accepted") OR OLD."answer_words" IS DISTINCT FROM (NEW."answer_words") OR OLD."answered_at" IS DISTINCT FROM (NEW."answered_at") OR OLD."episode_id" IS DISTINCT FROM (NEW."episode_id") OR OLD."giver_id" IS DISTINCT FROM (NEW."giver_id") OR OLD."in_force_on" IS DISTINCT FROM (NEW."in_force_on") OR OLD."offered_at" IS DISTINCT FROM (NEW."offered_at") OR OLD."part" IS DISTINCT FROM (NEW."part") OR OLD."person_id" IS DISTINCT FROM (NEW."person_id") OR OLD."receiver_id" IS DISTINCT FROM (NEW."receiver_id") OR OLD."recorded_at" IS DISTINCT FROM (NEW."recorded_at") OR OLD."stands_in" IS DISTINCT FROM (NEW."stands_in") OR OLD."starts_on" IS DISTINCT FROM (NEW."starts_on") OR OLD."withdrawn_at" IS DISTINCT FROM (NEW."withdrawn_at") OR OLD."words" IS DISTINCT FROM (NEW."words"))', func='INSERT INTO "throughline_handoverchange" ("accepted", "answer_words", "answered_at", "episode_id", "giver_id", "in_force_on", "offered_at", "part", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "receiver_id", "recorded_at", "stands_in", "starts_on", "withdrawn_at", "words") VALUES (OLD."accepted", OLD."answer_words", OLD."answered_at", OLD."episode_id", OLD."giver_id", OLD."in_force_on", OLD."offered_at", OLD."part", OLD."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'change\', OLD."id", OLD."receiver_id", OLD."recorded_at", OLD."stands_in", OLD."starts_on", OLD."withdrawn_at", OLD."words"); RETURN NULL;', hash='fe0217466dcc3ad41050a52cd1e3935da3da12ff', operation='UPDATE', pgid='pgtrigger_keep_change_4489a', table='throughline_handover', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='handover',
            trigger=pgtrigger.compiler.Trigger(name='keep_gone', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "throughline_handoverchange" ("accepted", "answer_words", "answered_at", "episode_id", "giver_id", "in_force_on", "offered_at", "part", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "receiver_id", "recorded_at", "stands_in", "starts_on", "withdrawn_at", "words") VALUES (OLD."accepted", OLD."answer_words", OLD."answered_at", OLD."episode_id", OLD."giver_id", OLD."in_force_on", OLD."offered_at", OLD."part", OLD."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'gone\', OLD."id", OLD."receiver_id", OLD."recorded_at", OLD."stands_in", OLD."starts_on", OLD."withdrawn_at", OLD."words"); RETURN NULL;', hash='c96830399360f30dd8484faee8d008aa37ab9a47', operation='DELETE', pgid='pgtrigger_keep_gone_a3b38', table='throughline_handover', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='heldrow',
            trigger=pgtrigger.compiler.Trigger(name='keep_change', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."became_id" IS DISTINCT FROM (NEW."became_id") OR OLD."because" IS DISTINCT FROM (NEW."because") OR OLD."decided_at" IS DISTINCT FROM (NEW."decided_at") OR OLD."decided_by_id" IS DISTINCT FROM (NEW."decided_by_id") OR OLD."fingerprint" IS DISTINCT FROM (NEW."fingerprint") OR OLD."for_steward" IS DISTINCT FROM (NEW."for_steward") OR OLD."person_id" IS DISTINCT FROM (NEW."person_id") OR OLD."recorded_at" IS DISTINCT FROM (NEW."recorded_at") OR OLD."row_number" IS DISTINCT FROM (NEW."row_number") OR OLD."same" IS DISTINCT FROM (NEW."same") OR OLD."upload_id" IS DISTINCT FROM (NEW."upload_id"))', func='INSERT INTO "throughline_heldrowchange" ("became_id", "because", "decided_at", "decided_by_id", "fingerprint", "for_steward", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "row_number", "same", "upload_id") VALUES (OLD."became_id", OLD."because", OLD."decided_at", OLD."decided_by_id", OLD."fingerprint", OLD."for_steward", OLD."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'change\', OLD."id", OLD."recorded_at", OLD."row_number", OLD."same", OLD."upload_id"); RETURN NULL;', hash='c60e66341420b003022d80824cecab1475404c20', operation='UPDATE', pgid='pgtrigger_keep_change_279da', table='throughline_heldrow', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='heldrow',
            trigger=pgtrigger.compiler.Trigger(name='keep_gone', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "throughline_heldrowchange" ("became_id", "because", "decided_at", "decided_by_id", "fingerprint", "for_steward", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "row_number", "same", "upload_id") VALUES (OLD."became_id", OLD."because", OLD."decided_at", OLD."decided_by_id", OLD."fingerprint", OLD."for_steward", OLD."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'gone\', OLD."id", OLD."recorded_at", OLD."row_number", OLD."same", OLD."upload_id"); RETURN NULL;', hash='8d99621efad4c3d042d4b20bb06e7b384a5f1ce5', operation='DELETE', pgid='pgtrigger_keep_gone_e230b', table='throughline_heldrow', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='identifier',
            trigger=pgtrigger.compiler.Trigger(name='keep_change', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."doubted_on" IS DISTINCT FROM (NEW."doubted_on") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."person_id" IS DISTINCT FROM (NEW."person_id") OR OLD."recorded_at" IS DISTINCT FROM (NEW."recorded_at") OR OLD."value" IS DISTINCT FROM (NEW."value"))', func='INSERT INTO "throughline_identifierchange" ("doubted_on", "kind", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "value") VALUES (OLD."doubted_on", OLD."kind", OLD."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'change\', OLD."id", OLD."recorded_at", OLD."value"); RETURN NULL;', hash='50869c8a399f2f5cbd6f73fae52d9b5263e30587', operation='UPDATE', pgid='pgtrigger_keep_change_1b8a4', table='throughline_identifier', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='identifier',
            trigger=pgtrigger.compiler.Trigger(name='keep_gone', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "throughline_identifierchange" ("doubted_on", "kind", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "value") VALUES (OLD."doubted_on", OLD."kind", OLD."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'gone\', OLD."id", OLD."recorded_at", OLD."value"); RETURN NULL;', hash='7e8f423456c53f824a47ff3347fbddd425026720', operation='DELETE', pgid='pgtrigger_keep_gone_1dc81', table='throughline_identifier', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='listfact',
            trigger=pgtrigger.compiler.Trigger(name='keep_change', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."as_at" IS DISTINCT FROM (NEW."as_at") OR OLD."person_id" IS DISTINCT FROM (NEW."person_id") OR OLD."recorded_at" IS DISTINCT FROM (NEW."recorded_at") OR OLD."value" IS DISTINCT FROM (NEW."value") OR OLD."what" IS DISTINCT FROM (NEW."what"))', func='INSERT INTO "throughline_listfactchange" ("as_at", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "value", "what") VALUES (OLD."as_at", OLD."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'change\', OLD."id", OLD."recorded_at", OLD."value", OLD."what"); RETURN NULL;', hash='1fb3bc64858db67eba01416043dc42eb534a92c7', operation='UPDATE', pgid='pgtrigger_keep_change_ef223', table='throughline_listfact', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='listfact',
            trigger=pgtrigger.compiler.Trigger(name='keep_gone', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "throughline_listfactchange" ("as_at", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "value", "what") VALUES (OLD."as_at", OLD."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'gone\', OLD."id", OLD."recorded_at", OLD."value", OLD."what"); RETURN NULL;', hash='b0cf84e764dd8ed05686a28eabc58235df64199a', operation='DELETE', pgid='pgtrigger_keep_gone_5f4ce', table='throughline_listfact', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='need',
            trigger=pgtrigger.compiler.Trigger(name='keep_change', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."by_id" IS DISTINCT FROM (NEW."by_id") OR OLD."episode_id" IS DISTINCT FROM (NEW."episode_id") OR OLD."kind_id" IS DISTINCT FROM (NEW."kind_id") OR OLD."met_on" IS DISTINCT FROM (NEW."met_on") OR OLD."none_here" IS DISTINCT FROM (NEW."none_here") OR OLD."on" IS DISTINCT FROM (NEW."on") OR OLD."person_id" IS DISTINCT FROM (NEW."person_id") OR OLD."recorded_at" IS DISTINCT FROM (NEW."recorded_at") OR OLD."said_by" IS DISTINCT FROM (NEW."said_by") OR OLD."words" IS DISTINCT FROM (NEW."words"))', func='INSERT INTO "throughline_needchange" ("by_id", "episode_id", "kind_id", "met_on", "none_here", "on", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "said_by", "words") VALUES (OLD."by_id", OLD."episode_id", OLD."kind_id", OLD."met_on", OLD."none_here", OLD."on", OLD."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'change\', OLD."id", OLD."recorded_at", OLD."said_by", OLD."words"); RETURN NULL;', hash='e07ce7edbcb6574aa094500c4e53b9738ad30f4c', operation='UPDATE', pgid='pgtrigger_keep_change_27211', table='throughline_need', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='need',
            trigger=pgtrigger.compiler.Trigger(name='keep_gone', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "throughline_needchange" ("by_id", "episode_id", "kind_id", "met_on", "none_here", "on", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "said_by", "words") VALUES (OLD."by_id", OLD."episode_id", OLD."kind_id", OLD."met_on", OLD."none_here", OLD."on", OLD."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'gone\', OLD."id", OLD."recorded_at", OLD."said_by", OLD."words"); RETURN NULL;', hash='f09365e3e01e63b06ed95d1e4c2d5e3a0afc4d61', operation='DELETE', pgid='pgtrigger_keep_gone_8d900', table='throughline_need', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='note',
            trigger=pgtrigger.compiler.Trigger(name='keep_change', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."about" IS DISTINCT FROM (NEW."about") OR OLD."channel" IS DISTINCT FROM (NEW."channel") OR OLD."client_id" IS DISTINCT FROM (NEW."client_id") OR OLD."corrects_id" IS DISTINCT FROM (NEW."corrects_id") OR OLD."digest" IS DISTINCT FROM (NEW."digest") OR OLD."episode_id" IS DISTINCT FROM (NEW."episode_id") OR OLD."happened_at" IS DISTINCT FROM (NEW."happened_at") OR OLD."kind_id" IS DISTINCT FROM (NEW."kind_id") OR OLD."minutes" IS DISTINCT FROM (NEW."minutes") OR OLD."person_id" IS DISTINCT FROM (NEW."person_id") OR OLD."present" IS DISTINCT FROM (NEW."present") OR OLD."recorded_at" IS DISTINCT FROM (NEW."recorded_at") OR OLD."spoke" IS DISTINCT FROM (NEW."spoke") OR OLD."together" IS DISTINCT FROM (NEW."together") OR OLD."words" IS DISTINCT FROM (NEW."words") OR OLD."worker_id" IS DISTINCT FROM (NEW."worker_id"))', func='INSERT INTO "throughline_notechange" ("about", "channel", "client_id", "corrects_id", "digest", "episode_id", "happened_at", "kind_id", "minutes", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "present", "recorded_at", "spoke", "together", "words", "worker_id") VALUES (OLD."about", OLD."channel", OLD."client_id", OLD."corrects_id", OLD."digest", OLD."episode_id", OLD."happened_at", OLD."kind_id", OLD."minutes", OLD."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'change\', OLD."id", OLD."present", OLD."recorded_at", OLD."spoke", OLD."together", OLD."words", OLD."worker_id"); RETURN NULL;', hash='5ffbb0a38cdd489d12d1d1e0ab74079e04a1e301', operation='UPDATE', pgid='pgtrigger_keep_change_69712', table='throughline_note', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='note',
            trigger=pgtrigger.compiler.Trigger(name='keep_gone', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "throughline_notechange" ("about", "channel", "client_id", "corrects_id", "digest", "episode_id", "happened_at", "kind_id", "minutes", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "present", "recorded_at", "spoke", "together", "words", "worker_id") VALUES (OLD."about", OLD."channel", OLD."client_id", OLD."corrects_id", OLD."digest", OLD."episode_id", OLD."happened_at", OLD."kind_id", OLD."minutes", OLD."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'gone\', OLD."id", OLD."present", OLD."recorded_at", OLD."spoke", OLD."together", OLD."words", OLD."worker_id"); RETURN NULL;', hash='a2fd4021950c11b244f93fa32a32428e8e1c0cbd', operation='DELETE', pgid='pgtrigger_keep_gone_ee967', table='throughline_note', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='offencegroup',
            trigger=pgtrigger.compiler.Trigger(name='keep_change', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."period_id" IS DISTINCT FROM (NEW."period_id") OR OLD."person_id" IS DISTINCT FROM (NEW."person_id") OR OLD."recorded_at" IS DISTINCT FROM (NEW."recorded_at") OR OLD."words" IS DISTINCT FROM (NEW."words"))', func='INSERT INTO "throughline_offencegroupchange" ("period_id", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "words") VALUES (OLD."period_id", OLD."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'change\', OLD."id", OLD."recorded_at", OLD."words"); RETURN NULL;', hash='844e00586082006af30b941f6a1c888edccef7fd', operation='UPDATE', pgid='pgtrigger_keep_change_5883f', table='throughline_offencegroup', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='offencegroup',
            trigger=pgtrigger.compiler.Trigger(name='keep_gone', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "throughline_offencegroupchange" ("period_id", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "words") VALUES (OLD."period_id", OLD."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'gone\', OLD."id", OLD."recorded_at", OLD."words"); RETURN NULL;', hash='3a25ecafad5598a75f694c052572c24ddb9c2e99', operation='DELETE', pgid='pgtrigger_keep_gone_98134', table='throughline_offencegroup', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='organisation',
            trigger=pgtrigger.compiler.Trigger(name='keep_change', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."from_on" IS DISTINCT FROM (NEW."from_on") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."until_on" IS DISTINCT FROM (NEW."until_on") OR OLD."version" IS DISTINCT FROM (NEW."version"))', func='INSERT INTO "throughline_organisationchange" ("from_on", "kind", "name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "until_on", "version") VALUES (OLD."from_on", OLD."kind", OLD."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'change\', OLD."id", OLD."until_on", OLD."version"); RETURN NULL;', hash='f3b7aee6e865a521f963c904c0ce9dc060a1c046', operation='UPDATE', pgid='pgtrigger_keep_change_6f270', table='throughline_organisation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='organisation',
            trigger=pgtrigger.compiler.Trigger(name='keep_gone', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "throughline_organisationchange" ("from_on", "kind", "name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "until_on", "version") VALUES (OLD."from_on", OLD."kind", OLD."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'gone\', OLD."id", OLD."until_on", OLD."version"); RETURN NULL;', hash='af234e04b66d07ce65134734262778e7712924eb', operation='DELETE', pgid='pgtrigger_keep_gone_89c19', table='throughline_organisation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='outcome',
            trigger=pgtrigger.compiler.Trigger(name='keep_change', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."by_id" IS DISTINCT FROM (NEW."by_id") OR OLD."ended_on" IS DISTINCT FROM (NEW."ended_on") OR OLD."ended_words" IS DISTINCT FROM (NEW."ended_words") OR OLD."episode_id" IS DISTINCT FROM (NEW."episode_id") OR OLD."evidence" IS DISTINCT FROM (NEW."evidence") OR OLD."kind_id" IS DISTINCT FROM (NEW."kind_id") OR OLD."person_id" IS DISTINCT FROM (NEW."person_id") OR OLD."recorded_at" IS DISTINCT FROM (NEW."recorded_at") OR OLD."started_on" IS DISTINCT FROM (NEW."started_on") OR OLD."version" IS DISTINCT FROM (NEW."version") OR OLD."words" IS DISTINCT FROM (NEW."words"))', func='INSERT INTO "throughline_outcomechange" ("by_id", "ended_on", "ended_words", "episode_id", "evidence", "kind_id", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "started_on", "version", "words") VALUES (OLD."by_id", OLD."ended_on", OLD."ended_words", OLD."episode_id", OLD."evidence", OLD."kind_id", OLD."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'change\', OLD."id", OLD."recorded_at", OLD."started_on", OLD."version", OLD."words"); RETURN NULL;', hash='6682e86d0e16e6271fb936733560b119e53f517d', operation='UPDATE', pgid='pgtrigger_keep_change_527f6', table='throughline_outcome', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='outcome',
            trigger=pgtrigger.compiler.Trigger(name='keep_gone', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "throughline_outcomechange" ("by_id", "ended_on", "ended_words", "episode_id", "evidence", "kind_id", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "started_on", "version", "words") VALUES (OLD."by_id", OLD."ended_on", OLD."ended_words", OLD."episode_id", OLD."evidence", OLD."kind_id", OLD."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'gone\', OLD."id", OLD."recorded_at", OLD."started_on", OLD."version", OLD."words"); RETURN NULL;', hash='1db2a1118311314c587f4211531d262355e3cb82', operation='DELETE', pgid='pgtrigger_keep_gone_e8eb2', table='throughline_outcome', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='pack',
            trigger=pgtrigger.compiler.Trigger(name='keep_change', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."episode_id" IS DISTINCT FROM (NEW."episode_id") OR OLD."handed_by" IS DISTINCT FROM (NEW."handed_by") OR OLD."handed_on" IS DISTINCT FROM (NEW."handed_on") OR OLD."kept_where" IS DISTINCT FROM (NEW."kept_where") OR OLD."left_on" IS DISTINCT FROM (NEW."left_on") OR OLD."left_with" IS DISTINCT FROM (NEW."left_with") OR OLD."person_id" IS DISTINCT FROM (NEW."person_id") OR OLD."prepared_by_id" IS DISTINCT FROM (NEW."prepared_by_id") OR OLD."prepared_on" IS DISTINCT FROM (NEW."prepared_on") OR OLD."recorded_at" IS DISTINCT FROM (NEW."recorded_at") OR OLD."version" IS DISTINCT FROM (NEW."version"))', func='INSERT INTO "throughline_packchange" ("episode_id", "handed_by", "handed_on", "kept_where", "left_on", "left_with", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "prepared_by_id", "prepared_on", "recorded_at", "version") VALUES (OLD."episode_id", OLD."handed_by", OLD."handed_on", OLD."kept_where", OLD."left_on", OLD."left_with", OLD."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'change\', OLD."id", OLD."prepared_by_id", OLD."prepared_on", OLD."recorded_at", OLD."version"); RETURN NULL;', hash='2df5d2bf331f8152f91ff10d37a84c12b1f4f5fd', operation='UPDATE', pgid='pgtrigger_keep_change_07764', table='throughline_pack', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='pack',
            trigger=pgtrigger.compiler.Trigger(name='keep_gone', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "throughline_packchange" ("episode_id", "handed_by", "handed_on", "kept_where", "left_on", "left_with", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "prepared_by_id", "prepared_on", "recorded_at", "version") VALUES (OLD."episode_id", OLD."handed_by", OLD."handed_on", OLD."kept_where", OLD."left_on", OLD."left_with", OLD."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'gone\', OLD."id", OLD."prepared_by_id", OLD."prepared_on", OLD."recorded_at", OLD."version"); RETURN NULL;', hash='464d2d77c3a73c255f26810b7014f032482167c8', operation='DELETE', pgid='pgtrigger_keep_gone_8bb6d', table='throughline_pack', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='packitem',
            trigger=pgtrigger.compiler.Trigger(name='keep_change', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."handed" IS DISTINCT FROM (NEW."handed") OR OLD."order" IS DISTINCT FROM (NEW."order") OR OLD."pack_id" IS DISTINCT FROM (NEW."pack_id") OR OLD."pence" IS DISTINCT FROM (NEW."pence") OR OLD."person_id" IS DISTINCT FROM (NEW."person_id") OR OLD."recorded_at" IS DISTINCT FROM (NEW."recorded_at") OR OLD."serial" IS DISTINCT FROM (NEW."serial") OR OLD."what" IS DISTINCT FROM (NEW."what"))', func='INSERT INTO "throughline_packitemchange" ("handed", "order", "pack_id", "pence", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "serial", "what") VALUES (OLD."handed", OLD."order", OLD."pack_id", OLD."pence", OLD."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'change\', OLD."id", OLD."recorded_at", OLD."serial", OLD."what"); RETURN NULL;', hash='46a335dd579b134fb35a3279d2f9505798038c6d', operation='UPDATE', pgid='pgtrigger_keep_change_d98a8', table='throughline_packitem', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='packitem',
            trigger=pgtrigger.compiler.Trigger(name='keep_gone', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "throughline_packitemchange" ("handed", "order", "pack_id", "pence", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "serial", "what") VALUES (OLD."handed", OLD."order", OLD."pack_id", OLD."pence", OLD."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'gone\', OLD."id", OLD."recorded_at", OLD."serial", OLD."what"); RETURN NULL;', hash='9e2667ddf3d93dbef7989fb0a90e7731bf36505d', operation='DELETE', pgid='pgtrigger_keep_gone_059c6', table='throughline_packitem', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='person',
            trigger=pgtrigger.compiler.Trigger(name='keep_change', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."birth_date" IS DISTINCT FROM (NEW."birth_date") OR OLD."family_name" IS DISTINCT FROM (NEW."family_name") OR OLD."given_names" IS DISTINCT FROM (NEW."given_names") OR OLD."home_council_id" IS DISTINCT FROM (NEW."home_council_id") OR OLD."home_place" IS DISTINCT FROM (NEW."home_place") OR OLD."known_as" IS DISTINCT FROM (NEW."known_as") OR OLD."language" IS DISTINCT FROM (NEW."language") OR OLD."reading" IS DISTINCT FROM (NEW."reading") OR OLD."recorded_at" IS DISTINCT FROM (NEW."recorded_at") OR OLD."version" IS DISTINCT FROM (NEW."version"))', func='INSERT INTO "throughline_personchange" ("birth_date", "family_name", "given_names", "home_council_id", "home_place", "known_as", "language", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "reading", "recorded_at", "version") VALUES (OLD."birth_date", OLD."family_name", OLD."given_names", OLD."home_council_id", OLD."home_place", OLD."known_as", OLD."language", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'change\', OLD."id", OLD."reading", OLD."recorded_at", OLD."version"); RETURN NULL;', hash='ebfa7c6f1badb86b6e9835bebed1f6152d10a98d', operation='UPDATE', pgid='pgtrigger_keep_change_91dec', table='throughline_person', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='person',
            trigger=pgtrigger.compiler.Trigger(name='keep_gone', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "throughline_personchange" ("birth_date", "family_name", "given_names", "home_council_id", "home_place", "known_as", "language", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "reading", "recorded_at", "version") VALUES (OLD."birth_date", OLD."family_name", OLD."given_names", OLD."home_council_id", OLD."home_place", OLD."known_as", OLD."language", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'gone\', OLD."id", OLD."reading", OLD."recorded_at", OLD."version"); RETURN NULL;', hash='3da287c17cde5ba609f56d678095d8d292503932', operation='DELETE', pgid='pgtrigger_keep_gone_b3acc', table='throughline_person', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='personname',
            trigger=pgtrigger.compiler.Trigger(name='keep_change', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."family_name" IS DISTINCT FROM (NEW."family_name") OR OLD."given_names" IS DISTINCT FROM (NEW."given_names") OR OLD."person_id" IS DISTINCT FROM (NEW."person_id") OR OLD."recorded_at" IS DISTINCT FROM (NEW."recorded_at"))', func='INSERT INTO "throughline_personnamechange" ("family_name", "given_names", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at") VALUES (OLD."family_name", OLD."given_names", OLD."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'change\', OLD."id", OLD."recorded_at"); RETURN NULL;', hash='57a2dc2630a71cad7b2d989595026fe3062c97fd', operation='UPDATE', pgid='pgtrigger_keep_change_e5aac', table='throughline_personname', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='personname',
            trigger=pgtrigger.compiler.Trigger(name='keep_gone', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "throughline_personnamechange" ("family_name", "given_names", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at") VALUES (OLD."family_name", OLD."given_names", OLD."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'gone\', OLD."id", OLD."recorded_at"); RETURN NULL;', hash='eb6ce9e26d799ca53ea3575edd0ec7bc55b98ee5', operation='DELETE', pgid='pgtrigger_keep_gone_0ac89', table='throughline_personname', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='plan',
            trigger=pgtrigger.compiler.Trigger(name='keep_change', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."agreed_by_id" IS DISTINCT FROM (NEW."agreed_by_id") OR OLD."agreed_on" IS DISTINCT FROM (NEW."agreed_on") OR OLD."agreed_way" IS DISTINCT FROM (NEW."agreed_way") OR OLD."archive_reason_id" IS DISTINCT FROM (NEW."archive_reason_id") OR OLD."archived_on" IS DISTINCT FROM (NEW."archived_on") OR OLD."by_id" IS DISTINCT FROM (NEW."by_id") OR OLD."episode_id" IS DISTINCT FROM (NEW."episode_id") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."person_id" IS DISTINCT FROM (NEW."person_id") OR OLD."recorded_at" IS DISTINCT FROM (NEW."recorded_at") OR OLD."started_on" IS DISTINCT FROM (NEW."started_on") OR OLD."version" IS DISTINCT FROM (NEW."version"))', func='INSERT INTO "throughline_planchange" ("agreed_by_id", "agreed_on", "agreed_way", "archive_reason_id", "archived_on", "by_id", "episode_id", "number", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "started_on", "version") VALUES (OLD."agreed_by_id", OLD."agreed_on", OLD."agreed_way", OLD."archive_reason_id", OLD."archived_on", OLD."by_id", OLD."episode_id", OLD."number", OLD."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'change\', OLD."id", OLD."recorded_at", OLD."started_on", OLD."version"); RETURN NULL;', hash='159dbd918fa66a810f7ab235dcde82c3483bf47a', operation='UPDATE', pgid='pgtrigger_keep_change_e1240', table='throughline_plan', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='plan',
            trigger=pgtrigger.compiler.Trigger(name='keep_gone', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "throughline_planchange" ("agreed_by_id", "agreed_on", "agreed_way", "archive_reason_id", "archived_on", "by_id", "episode_id", "number", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "started_on", "version") VALUES (OLD."agreed_by_id", OLD."agreed_on", OLD."agreed_way", OLD."archive_reason_id", OLD."archived_on", OLD."by_id", OLD."episode_id", OLD."number", OLD."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'gone\', OLD."id", OLD."recorded_at", OLD."started_on", OLD."version"); RETURN NULL;', hash='911beb69dfe358650ed71a01ed697c36e4686954', operation='DELETE', pgid='pgtrigger_keep_gone_f79b6', table='throughline_plan', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='post',
            trigger=pgtrigger.compiler.Trigger(name='keep_change', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."ended_at" IS DISTINCT FROM (NEW."ended_at") OR OLD."from_on" IS DISTINCT FROM (NEW."from_on") OR OLD."organisation_id" IS DISTINCT FROM (NEW."organisation_id") OR OLD."prison_id" IS DISTINCT FROM (NEW."prison_id") OR OLD."role" IS DISTINCT FROM (NEW."role") OR OLD."team_id" IS DISTINCT FROM (NEW."team_id") OR OLD."until_on" IS DISTINCT FROM (NEW."until_on") OR OLD."version" IS DISTINCT FROM (NEW."version") OR OLD."worker_id" IS DISTINCT FROM (NEW."worker_id"))', func='INSERT INTO "throughline_postchange" ("ended_at", "from_on", "organisation_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "prison_id", "role", "team_id", "until_on", "version", "worker_id") VALUES (OLD."ended_at", OLD."from_on", OLD."organisation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'change\', OLD."id", OLD."prison_id", OLD."role", OLD."team_id", OLD."until_on", OLD."version", OLD."worker_id"); RETURN NULL;', hash='3c1b7dd5427e69a6900d7be93f42ec3ea9462da7', operation='UPDATE', pgid='pgtrigger_keep_change_85e28', table='throughline_post', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='post',
            trigger=pgtrigger.compiler.Trigger(name='keep_gone', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "throughline_postchange" ("ended_at", "from_on", "organisation_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "prison_id", "role", "team_id", "until_on", "version", "worker_id") VALUES (OLD."ended_at", OLD."from_on", OLD."organisation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'gone\', OLD."id", OLD."prison_id", OLD."role", OLD."team_id", OLD."until_on", OLD."version", OLD."worker_id"); RETURN NULL;', hash='6ef337b436535ed18dae0158d37f34a2f6ecbe6d', operation='DELETE', pgid='pgtrigger_keep_gone_f84a5', table='throughline_post', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='prisonservice',
            trigger=pgtrigger.compiler.Trigger(name='keep_change', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."deputy_id" IS DISTINCT FROM (NEW."deputy_id") OR OLD."duty_coach_id" IS DISTINCT FROM (NEW."duty_coach_id") OR OLD."followed_on" IS DISTINCT FROM (NEW."followed_on") OR OLD."from_on" IS DISTINCT FROM (NEW."from_on") OR OLD."gate_desk" IS DISTINCT FROM (NEW."gate_desk") OR OLD."gate_words" IS DISTINCT FROM (NEW."gate_words") OR OLD."prison_id" IS DISTINCT FROM (NEW."prison_id") OR OLD."team_id" IS DISTINCT FROM (NEW."team_id") OR OLD."until_on" IS DISTINCT FROM (NEW."until_on") OR OLD."version" IS DISTINCT FROM (NEW."version"))', func='INSERT INTO "throughline_prisonservicechange" ("deputy_id", "duty_coach_id", "followed_on", "from_on", "gate_desk", "gate_words", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "prison_id", "team_id", "until_on", "version") VALUES (OLD."deputy_id", OLD."duty_coach_id", OLD."followed_on", OLD."from_on", OLD."gate_desk", OLD."gate_words", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'change\', OLD."id", OLD."prison_id", OLD."team_id", OLD."until_on", OLD."version"); RETURN NULL;', hash='a354ff6410eaace5c2ba4a8144f5f359470878d5', operation='UPDATE', pgid='pgtrigger_keep_change_c11c2', table='throughline_prisonservice', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='prisonservice',
            trigger=pgtrigger.compiler.Trigger(name='keep_gone', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "throughline_prisonservicechange" ("deputy_id", "duty_coach_id", "followed_on", "from_on", "gate_desk", "gate_words", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "prison_id", "team_id", "until_on", "version") VALUES (OLD."deputy_id", OLD."duty_coach_id", OLD."followed_on", OLD."from_on", OLD."gate_desk", OLD."gate_words", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'gone\', OLD."id", OLD."prison_id", OLD."team_id", OLD."until_on", OLD."version"); RETURN NULL;', hash='1d0130751d167903c7a9dafc2b3e0284e96cf148', operation='DELETE', pgid='pgtrigger_keep_gone_54d86', table='throughline_prisonservice', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='prisonstay',
            trigger=pgtrigger.compiler.Trigger(name='keep_change', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."from_on" IS DISTINCT FROM (NEW."from_on") OR OLD."hall" IS DISTINCT FROM (NEW."hall") OR OLD."learnt_on" IS DISTINCT FROM (NEW."learnt_on") OR OLD."period_id" IS DISTINCT FROM (NEW."period_id") OR OLD."person_id" IS DISTINCT FROM (NEW."person_id") OR OLD."prison_id" IS DISTINCT FROM (NEW."prison_id") OR OLD."recorded_at" IS DISTINCT FROM (NEW."recorded_at") OR OLD."until_on" IS DISTINCT FROM (NEW."until_on"))', func='INSERT INTO "throughline_prisonstaychange" ("from_on", "hall", "learnt_on", "period_id", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "prison_id", "recorded_at", "until_on") VALUES (OLD."from_on", OLD."hall", OLD."learnt_on", OLD."period_id", OLD."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'change\', OLD."id", OLD."prison_id", OLD."recorded_at", OLD."until_on"); RETURN NULL;', hash='7f458b1a9eb0175244531c4fa194dd3d1787c600', operation='UPDATE', pgid='pgtrigger_keep_change_bd600', table='throughline_prisonstay', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='prisonstay',
            trigger=pgtrigger.compiler.Trigger(name='keep_gone', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "throughline_prisonstaychange" ("from_on", "hall", "learnt_on", "period_id", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "prison_id", "recorded_at", "until_on") VALUES (OLD."from_on", OLD."hall", OLD."learnt_on", OLD."period_id", OLD."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'gone\', OLD."id", OLD."prison_id", OLD."recorded_at", OLD."until_on"); RETURN NULL;', hash='de7b9339953e3ae87fc7b8554918585eb47796b5', operation='DELETE', pgid='pgtrigger_keep_gone_09716', table='throughline_prisonstay', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='question',
            trigger=pgtrigger.compiler.Trigger(name='keep_change', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."answer" IS DISTINCT FROM (NEW."answer") OR OLD."answered_at" IS DISTINCT FROM (NEW."answered_at") OR OLD."answered_by_id" IS DISTINCT FROM (NEW."answered_by_id") OR OLD."asked_by_id" IS DISTINCT FROM (NEW."asked_by_id") OR OLD."asked_on" IS DISTINCT FROM (NEW."asked_on") OR OLD."due_on" IS DISTINCT FROM (NEW."due_on") OR OLD."person_id" IS DISTINCT FROM (NEW."person_id") OR OLD."recorded_at" IS DISTINCT FROM (NEW."recorded_at") OR OLD."words" IS DISTINCT FROM (NEW."words"))', func='INSERT INTO "throughline_questionchange" ("answer", "answered_at", "answered_by_id", "asked_by_id", "asked_on", "due_on", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "words") VALUES (OLD."answer", OLD."answered_at", OLD."answered_by_id", OLD."asked_by_id", OLD."asked_on", OLD."due_on", OLD."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'change\', OLD."id", OLD."recorded_at", OLD."words"); RETURN NULL;', hash='6f969c3dd10d24a0d168e50b109648277e40b091', operation='UPDATE', pgid='pgtrigger_keep_change_72437', table='throughline_question', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='question',
            trigger=pgtrigger.compiler.Trigger(name='keep_gone', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "throughline_questionchange" ("answer", "answered_at", "answered_by_id", "asked_by_id", "asked_on", "due_on", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "words") VALUES (OLD."answer", OLD."answered_at", OLD."answered_by_id", OLD."asked_by_id", OLD."asked_on", OLD."due_on", OLD."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'gone\', OLD."id", OLD."recorded_at", OLD."words"); RETURN NULL;', hash='5271f0942e18ec076fa0999a89ed5c429e13669b', operation='DELETE', pgid='pgtrigger_keep_gone_866d1', table='throughline_question', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='restriction',
            trigger=pgtrigger.compiler.Trigger(name='keep_change', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."approval" IS DISTINCT FROM (NEW."approval") OR OLD."author_id" IS DISTINCT FROM (NEW."author_id") OR OLD."days" IS DISTINCT FROM (NEW."days") OR OLD."ended_because" IS DISTINCT FROM (NEW."ended_because") OR OLD."ended_by_id" IS DISTINCT FROM (NEW."ended_by_id") OR OLD."ended_on" IS DISTINCT FROM (NEW."ended_on") OR OLD."from_on" IS DISTINCT FROM (NEW."from_on") OR OLD."from_time" IS DISTINCT FROM (NEW."from_time") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."latitude" IS DISTINCT FROM (NEW."latitude") OR OLD."line" IS DISTINCT FROM (NEW."line") OR OLD."longitude" IS DISTINCT FROM (NEW."longitude") OR OLD."person_id" IS DISTINCT FROM (NEW."person_id") OR OLD."radius_m" IS DISTINCT FROM (NEW."radius_m") OR OLD."recorded_at" IS DISTINCT FROM (NEW."recorded_at") OR OLD."replaced_on" IS DISTINCT FROM (NEW."replaced_on") OR OLD."review_on" IS DISTINCT FROM (NEW."review_on") OR OLD."shape" IS DISTINCT FROM (NEW."shape") OR OLD."source" IS DISTINCT FROM (NEW."source") OR OLD."source_words" IS DISTINCT FROM (NEW."source_words") OR OLD."until_on" IS DISTINCT FROM (NEW."until_on") OR OLD."until_time" IS DISTINCT FROM (NEW."until_time") OR OLD."venues" IS DISTINCT FROM (NEW."venues") OR OLD."version" IS DISTINCT FROM (NEW."version") OR OLD."who" IS DISTINCT FROM (NEW."who") OR OLD."whom" IS DISTINCT FROM (NEW."whom") OR OLD."words" IS DISTINCT FROM (NEW."words") OR OLD."written_on" IS DISTINCT FROM (NEW."written_on"))', func='INSERT INTO "throughline_restrictionchange" ("approval", "author_id", "days", "ended_because", "ended_by_id", "ended_on", "from_on", "from_time", "kind", "latitude", "line", "longitude", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "radius_m", "recorded_at", "replaced_on", "review_on", "shape", "source", "source_words", "until_on", "until_time", "venues", "version", "who", "whom", "words", "written_on") VALUES (OLD."approval", OLD."author_id", OLD."days", OLD."ended_because", OLD."ended_by_id", OLD."ended_on", OLD."from_on", OLD."from_time", OLD."kind", OLD."latitude", OLD."line", OLD."longitude", OLD."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'change\', OLD."id", OLD."radius_m", OLD."recorded_at", OLD."replaced_on", OLD."review_on", OLD."shape", OLD."source", OLD."source_words", OLD."until_on", OLD."until_time", OLD."venues", OLD."version", OLD."who", OLD."whom", OLD."words", OLD."written_on"); RETURN NULL;', hash='5a1689c84aa211de2430f3db67ebc0bdf47858d3', operation='UPDATE', pgid='pgtrigger_keep_change_da932', table='throughline_restriction', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='restriction',
            trigger=pgtrigger.compiler.Trigger(name='keep_gone', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "throughline_restrictionchange" ("approval", "author_id", "days", "ended_because", "ended_by_id", "ended_on", "from_on", "from_time", "kind", "latitude", "line", "longitude", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "radius_m", "recorded_at", "replaced_on", "review_on", "shape", "source", "source_words", "until_on", "until_time", "venues", "version", "who", "whom", "words", "written_on") VALUES (OLD."approval", OLD."author_id", OLD."days", OLD."ended_because", OLD."ended_by_id", OLD."ended_on", OLD."from_on", OLD."from_time", OLD."kind", OLD."latitude", OLD."line", OLD."longitude", OLD."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'gone\', OLD."id", OLD."radius_m", OLD."recorded_at", OLD."replaced_on", OLD."review_on", OLD."shape", OLD."source", OLD."source_words", OLD."until_on", OLD."until_time", OLD."venues", OLD."version", OLD."who", OLD."whom", OLD."words", OLD."written_on"); RETURN NULL;', hash='3f58bef9644a960df2269f2cc9b16dd0819bbdd5', operation='DELETE', pgid='pgtrigger_keep_gone_bd488', table='throughline_restriction', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='safeguardingduty',
            trigger=pgtrigger.compiler.Trigger(name='keep_change', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."deputy_id" IS DISTINCT FROM (NEW."deputy_id") OR OLD."from_on" IS DISTINCT FROM (NEW."from_on") OR OLD."lead_id" IS DISTINCT FROM (NEW."lead_id") OR OLD."team_id" IS DISTINCT FROM (NEW."team_id") OR OLD."until_on" IS DISTINCT FROM (NEW."until_on") OR OLD."version" IS DISTINCT FROM (NEW."version"))', func='INSERT INTO "throughline_safeguardingdutychange" ("deputy_id", "from_on", "lead_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "team_id", "until_on", "version") VALUES (OLD."deputy_id", OLD."from_on", OLD."lead_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'change\', OLD."id", OLD."team_id", OLD."until_on", OLD."version"); RETURN NULL;', hash='65643b844cb389dbb564eefa5f4e7242e2966773', operation='UPDATE', pgid='pgtrigger_keep_change_e825f', table='throughline_safeguardingduty', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='safeguardingduty',
            trigger=pgtrigger.compiler.Trigger(name='keep_gone', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "throughline_safeguardingdutychange" ("deputy_id", "from_on", "lead_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "team_id", "until_on", "version") VALUES (OLD."deputy_id", OLD."from_on", OLD."lead_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'gone\', OLD."id", OLD."team_id", OLD."until_on", OLD."version"); RETURN NULL;', hash='02e3b3f95e70f0be9b21a36d2310683b0fbdceb2', operation='DELETE', pgid='pgtrigger_keep_gone_2c0f5', table='throughline_safeguardingduty', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='safetystatement',
            trigger=pgtrigger.compiler.Trigger(name='keep_change', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."at_risk" IS DISTINCT FROM (NEW."at_risk") OR OLD."author_id" IS DISTINCT FROM (NEW."author_id") OR OLD."controls" IS DISTINCT FROM (NEW."controls") OR OLD."ended_because" IS DISTINCT FROM (NEW."ended_because") OR OLD."ended_by_id" IS DISTINCT FROM (NEW."ended_by_id") OR OLD."ended_on" IS DISTINCT FROM (NEW."ended_on") OR OLD."harmful" IS DISTINCT FROM (NEW."harmful") OR OLD."if_worried" IS DISTINCT FROM (NEW."if_worried") OR OLD."in_place" IS DISTINCT FROM (NEW."in_place") OR OLD."less_likely" IS DISTINCT FROM (NEW."less_likely") OR OLD."line" IS DISTINCT FROM (NEW."line") OR OLD."more_likely" IS DISTINCT FROM (NEW."more_likely") OR OLD."necessary" IS DISTINCT FROM (NEW."necessary") OR OLD."organisation_id" IS DISTINCT FROM (NEW."organisation_id") OR OLD."pattern" IS DISTINCT FROM (NEW."pattern") OR OLD."person_id" IS DISTINCT FROM (NEW."person_id") OR OLD."place" IS DISTINCT FROM (NEW."place") OR OLD."read_together" IS DISTINCT FROM (NEW."read_together") OR OLD."recorded_at" IS DISTINCT FROM (NEW."recorded_at") OR OLD."relevant" IS DISTINCT FROM (NEW."relevant") OR OLD."replaced_on" IS DISTINCT FROM (NEW."replaced_on") OR OLD."review_on" IS DISTINCT FROM (NEW."review_on") OR OLD."reworded" IS DISTINCT FROM (NEW."reworded") OR OLD."sayable" IS DISTINCT FROM (NEW."sayable") OR OLD."setting" IS DISTINCT FROM (NEW."setting") OR OLD."source" IS DISTINCT FROM (NEW."source") OR OLD."version" IS DISTINCT FROM (NEW."version") OR OLD."written_on" IS DISTINCT FROM (NEW."written_on"))', func='INSERT INTO "throughline_safetystatementchange" ("at_risk", "author_id", "controls", "ended_because", "ended_by_id", "ended_on", "harmful", "if_worried", "in_place", "less_likely", "line", "more_likely", "necessary", "organisation_id", "pattern", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "read_together", "recorded_at", "relevant", "replaced_on", "review_on", "reworded", "sayable", "setting", "source", "version", "written_on") VALUES (OLD."at_risk", OLD."author_id", OLD."controls", OLD."ended_because", OLD."ended_by_id", OLD."ended_on", OLD."harmful", OLD."if_worried", OLD."in_place", OLD."less_likely", OLD."line", OLD."more_likely", OLD."necessary", OLD."organisation_id", OLD."pattern", OLD."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'change\', OLD."id", OLD."place", OLD."read_together", OLD."recorded_at", OLD."relevant", OLD."replaced_on", OLD."review_on", OLD."reworded", OLD."sayable", OLD."setting", OLD."source", OLD."version", OLD."written_on"); RETURN NULL;', hash='f8a467807db4af43d487d0bf9c1acc39a0869b28', operation='UPDATE', pgid='pgtrigger_keep_change_e85b9', table='throughline_safetystatement', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='safetystatement',
            trigger=pgtrigger.compiler.Trigger(name='keep_gone', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "throughline_safetystatementchange" ("at_risk", "author_id", "controls", "ended_because", "ended_by_id", "ended_on", "harmful", "if_worried", "in_place", "less_likely", "line", "more_likely", "necessary", "organisation_id", "pattern", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "read_together", "recorded_at", "relevant", "replaced_on", "review_on", "reworded", "sayable", "setting", "source", "version", "written_on") VALUES (OLD."at_risk", OLD."author_id", OLD."controls", OLD."ended_because", OLD."ended_by_id", OLD."ended_on", OLD."harmful", OLD."if_worried", OLD."in_place", OLD."less_likely", OLD."line", OLD."more_likely", OLD."necessary", OLD."organisation_id", OLD."pattern", OLD."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'gone\', OLD."id", OLD."place", OLD."read_together", OLD."recorded_at", OLD."relevant", OLD."replaced_on", OLD."review_on", OLD."reworded", OLD."sayable", OLD."setting", OLD."source", OLD."version", OLD."written_on"); RETURN NULL;', hash='5bb6a6f67b574b61a85e7c889e99a8644ac7d833', operation='DELETE', pgid='pgtrigger_keep_gone_30597', table='throughline_safetystatement', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='servicelink',
            trigger=pgtrigger.compiler.Trigger(name='keep_change', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."agency" IS DISTINCT FROM (NEW."agency") OR OLD."by_id" IS DISTINCT FROM (NEW."by_id") OR OLD."episode_id" IS DISTINCT FROM (NEW."episode_id") OR OLD."need_id" IS DISTINCT FROM (NEW."need_id") OR OLD."on" IS DISTINCT FROM (NEW."on") OR OLD."person_id" IS DISTINCT FROM (NEW."person_id") OR OLD."recorded_at" IS DISTINCT FROM (NEW."recorded_at") OR OLD."result_id" IS DISTINCT FROM (NEW."result_id") OR OLD."result_on" IS DISTINCT FROM (NEW."result_on") OR OLD."result_words" IS DISTINCT FROM (NEW."result_words") OR OLD."version" IS DISTINCT FROM (NEW."version") OR OLD."what_for" IS DISTINCT FROM (NEW."what_for"))', func='INSERT INTO "throughline_servicelinkchange" ("agency", "by_id", "episode_id", "need_id", "on", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "result_id", "result_on", "result_words", "version", "what_for") VALUES (OLD."agency", OLD."by_id", OLD."episode_id", OLD."need_id", OLD."on", OLD."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'change\', OLD."id", OLD."recorded_at", OLD."result_id", OLD."result_on", OLD."result_words", OLD."version", OLD."what_for"); RETURN NULL;', hash='c88d40ba25896b685fe7c4d002261e93ae99fd1e', operation='UPDATE', pgid='pgtrigger_keep_change_97bbb', table='throughline_servicelink', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='servicelink',
            trigger=pgtrigger.compiler.Trigger(name='keep_gone', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "throughline_servicelinkchange" ("agency", "by_id", "episode_id", "need_id", "on", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "result_id", "result_on", "result_words", "version", "what_for") VALUES (OLD."agency", OLD."by_id", OLD."episode_id", OLD."need_id", OLD."on", OLD."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'gone\', OLD."id", OLD."recorded_at", OLD."result_id", OLD."result_on", OLD."result_words", OLD."version", OLD."what_for"); RETURN NULL;', hash='4cbeb7750880a1c75f01d46eafecbd0b62576bac', operation='DELETE', pgid='pgtrigger_keep_gone_30a1b', table='throughline_servicelink', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='sharingterm',
            trigger=pgtrigger.compiler.Trigger(name='keep_change', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."opens" IS DISTINCT FROM (NEW."opens") OR OLD."sharing_id" IS DISTINCT FROM (NEW."sharing_id") OR OLD."version_id" IS DISTINCT FROM (NEW."version_id"))', func='INSERT INTO "throughline_sharingtermchange" ("opens", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "sharing_id", "version_id") VALUES (OLD."opens", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'change\', OLD."id", OLD."sharing_id", OLD."version_id"); RETURN NULL;', hash='5348aa47c0307319f079cf85b18a11c26de0158f', operation='UPDATE', pgid='pgtrigger_keep_change_8cacd', table='throughline_sharingterm', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='sharingterm',
            trigger=pgtrigger.compiler.Trigger(name='keep_gone', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "throughline_sharingtermchange" ("opens", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "sharing_id", "version_id") VALUES (OLD."opens", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'gone\', OLD."id", OLD."sharing_id", OLD."version_id"); RETURN NULL;', hash='7694408cdca84cbceec7f04e02847bfacaf067de', operation='DELETE', pgid='pgtrigger_keep_gone_5aa0c', table='throughline_sharingterm', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='strength',
            trigger=pgtrigger.compiler.Trigger(name='keep_change', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."about" IS DISTINCT FROM (NEW."about") OR OLD."by_id" IS DISTINCT FROM (NEW."by_id") OR OLD."episode_id" IS DISTINCT FROM (NEW."episode_id") OR OLD."on" IS DISTINCT FROM (NEW."on") OR OLD."person_id" IS DISTINCT FROM (NEW."person_id") OR OLD."recorded_at" IS DISTINCT FROM (NEW."recorded_at") OR OLD."said_by" IS DISTINCT FROM (NEW."said_by") OR OLD."set_aside_on" IS DISTINCT FROM (NEW."set_aside_on") OR OLD."words" IS DISTINCT FROM (NEW."words"))', func='INSERT INTO "throughline_strengthchange" ("about", "by_id", "episode_id", "on", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "said_by", "set_aside_on", "words") VALUES (OLD."about", OLD."by_id", OLD."episode_id", OLD."on", OLD."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'change\', OLD."id", OLD."recorded_at", OLD."said_by", OLD."set_aside_on", OLD."words"); RETURN NULL;', hash='8fe2bde660566fa2a394bc3de2c5e7a274a1cdaa', operation='UPDATE', pgid='pgtrigger_keep_change_ca704', table='throughline_strength', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='strength',
            trigger=pgtrigger.compiler.Trigger(name='keep_gone', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "throughline_strengthchange" ("about", "by_id", "episode_id", "on", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "said_by", "set_aside_on", "words") VALUES (OLD."about", OLD."by_id", OLD."episode_id", OLD."on", OLD."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'gone\', OLD."id", OLD."recorded_at", OLD."said_by", OLD."set_aside_on", OLD."words"); RETURN NULL;', hash='7d3323112e91861412dd792ffe81dfbde91293c3', operation='DELETE', pgid='pgtrigger_keep_gone_d0ad8', table='throughline_strength', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='team',
            trigger=pgtrigger.compiler.Trigger(name='keep_change', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."from_on" IS DISTINCT FROM (NEW."from_on") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."organisation_id" IS DISTINCT FROM (NEW."organisation_id") OR OLD."until_on" IS DISTINCT FROM (NEW."until_on") OR OLD."version" IS DISTINCT FROM (NEW."version"))', func='INSERT INTO "throughline_teamchange" ("from_on", "name", "organisation_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "until_on", "version") VALUES (OLD."from_on", OLD."name", OLD."organisation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'change\', OLD."id", OLD."until_on", OLD."version"); RETURN NULL;', hash='a7327eed255a6a8c9211ace9a40505d975e1112c', operation='UPDATE', pgid='pgtrigger_keep_change_b7522', table='throughline_team', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='team',
            trigger=pgtrigger.compiler.Trigger(name='keep_gone', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "throughline_teamchange" ("from_on", "name", "organisation_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "until_on", "version") VALUES (OLD."from_on", OLD."name", OLD."organisation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'gone\', OLD."id", OLD."until_on", OLD."version"); RETURN NULL;', hash='46e0b3e0c298ceb784a86cdc44da82592b5918b0', operation='DELETE', pgid='pgtrigger_keep_gone_dafc6', table='throughline_team', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='teamarea',
            trigger=pgtrigger.compiler.Trigger(name='keep_change', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."council_id" IS DISTINCT FROM (NEW."council_id") OR OLD."from_on" IS DISTINCT FROM (NEW."from_on") OR OLD."team_id" IS DISTINCT FROM (NEW."team_id") OR OLD."until_on" IS DISTINCT FROM (NEW."until_on") OR OLD."version" IS DISTINCT FROM (NEW."version"))', func='INSERT INTO "throughline_teamareachange" ("council_id", "from_on", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "team_id", "until_on", "version") VALUES (OLD."council_id", OLD."from_on", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'change\', OLD."id", OLD."team_id", OLD."until_on", OLD."version"); RETURN NULL;', hash='65622dfcdbfca23733cd025820e931d41f9dac57', operation='UPDATE', pgid='pgtrigger_keep_change_bafb5', table='throughline_teamarea', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='teamarea',
            trigger=pgtrigger.compiler.Trigger(name='keep_gone', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "throughline_teamareachange" ("council_id", "from_on", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "team_id", "until_on", "version") VALUES (OLD."council_id", OLD."from_on", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'gone\', OLD."id", OLD."team_id", OLD."until_on", OLD."version"); RETURN NULL;', hash='4e4828a6f120aea985ad0fc54b9b49e28618fb33', operation='DELETE', pgid='pgtrigger_keep_gone_68494', table='throughline_teamarea', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='teamduty',
            trigger=pgtrigger.compiler.Trigger(name='keep_change', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."deputy_id" IS DISTINCT FROM (NEW."deputy_id") OR OLD."duty_worker_id" IS DISTINCT FROM (NEW."duty_worker_id") OR OLD."from_on" IS DISTINCT FROM (NEW."from_on") OR OLD."lead_id" IS DISTINCT FROM (NEW."lead_id") OR OLD."team_id" IS DISTINCT FROM (NEW."team_id") OR OLD."until_on" IS DISTINCT FROM (NEW."until_on") OR OLD."version" IS DISTINCT FROM (NEW."version"))', func='INSERT INTO "throughline_teamdutychange" ("deputy_id", "duty_worker_id", "from_on", "lead_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "team_id", "until_on", "version") VALUES (OLD."deputy_id", OLD."duty_worker_id", OLD."from_on", OLD."lead_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'change\', OLD."id", OLD."team_id", OLD."until_on", OLD."version"); RETURN NULL;', hash='a9aabed17add7d954bf1959d8112b9b32e704dad', operation='UPDATE', pgid='pgtrigger_keep_change_e417d', table='throughline_teamduty', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='teamduty',
            trigger=pgtrigger.compiler.Trigger(name='keep_gone', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "throughline_teamdutychange" ("deputy_id", "duty_worker_id", "from_on", "lead_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "team_id", "until_on", "version") VALUES (OLD."deputy_id", OLD."duty_worker_id", OLD."from_on", OLD."lead_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'gone\', OLD."id", OLD."team_id", OLD."until_on", OLD."version"); RETURN NULL;', hash='32dd95fbff8d662e02d6c852c7c9473bd4c3ad57', operation='DELETE', pgid='pgtrigger_keep_gone_3644d', table='throughline_teamduty', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='withholding',
            trigger=pgtrigger.compiler.Trigger(name='keep_change', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."because" IS DISTINCT FROM (NEW."because") OR OLD."by_id" IS DISTINCT FROM (NEW."by_id") OR OLD."ended_at" IS DISTINCT FROM (NEW."ended_at") OR OLD."exemption" IS DISTINCT FROM (NEW."exemption") OR OLD."from_on" IS DISTINCT FROM (NEW."from_on") OR OLD."person_id" IS DISTINCT FROM (NEW."person_id") OR OLD."recorded_at" IS DISTINCT FROM (NEW."recorded_at") OR OLD."review_on" IS DISTINCT FROM (NEW."review_on") OR OLD."worker_id" IS DISTINCT FROM (NEW."worker_id"))', func='INSERT INTO "throughline_withholdingchange" ("because", "by_id", "ended_at", "exemption", "from_on", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "review_on", "worker_id") VALUES (OLD."because", OLD."by_id", OLD."ended_at", OLD."exemption", OLD."from_on", OLD."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'change\', OLD."id", OLD."recorded_at", OLD."review_on", OLD."worker_id"); RETURN NULL;', hash='d93edc5905ae5dd3073a02c0b689d4539affbf2f', operation='UPDATE', pgid='pgtrigger_keep_change_32092', table='throughline_withholding', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='withholding',
            trigger=pgtrigger.compiler.Trigger(name='keep_gone', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "throughline_withholdingchange" ("because", "by_id", "ended_at", "exemption", "from_on", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "review_on", "worker_id") VALUES (OLD."because", OLD."by_id", OLD."ended_at", OLD."exemption", OLD."from_on", OLD."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'gone\', OLD."id", OLD."recorded_at", OLD."review_on", OLD."worker_id"); RETURN NULL;', hash='adf58080ca3ab8a61b216ef9cdf1b276a6f30413', operation='DELETE', pgid='pgtrigger_keep_gone_afec4', table='throughline_withholding', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='worker',
            trigger=pgtrigger.compiler.Trigger(name='keep_change', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."account_id" IS DISTINCT FROM (NEW."account_id") OR OLD."employer_id" IS DISTINCT FROM (NEW."employer_id") OR OLD."ended_at" IS DISTINCT FROM (NEW."ended_at") OR OLD."ended_on" IS DISTINCT FROM (NEW."ended_on") OR OLD."leaves_on" IS DISTINCT FROM (NEW."leaves_on") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."phone" IS DISTINCT FROM (NEW."phone") OR OLD."service" IS DISTINCT FROM (NEW."service") OR OLD."started_on" IS DISTINCT FROM (NEW."started_on") OR OLD."version" IS DISTINCT FROM (NEW."version"))', func='INSERT INTO "throughline_workerchange" ("account_id", "employer_id", "ended_at", "ended_on", "leaves_on", "name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "service", "started_on", "version") VALUES (OLD."account_id", OLD."employer_id", OLD."ended_at", OLD."ended_on", OLD."leaves_on", OLD."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'change\', OLD."id", OLD."phone", OLD."service", OLD."started_on", OLD."version"); RETURN NULL;', hash='566cf2f4d6a4e1785d938b756067b5310ed9a5fc', operation='UPDATE', pgid='pgtrigger_keep_change_a1f84', table='throughline_worker', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='worker',
            trigger=pgtrigger.compiler.Trigger(name='keep_gone', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "throughline_workerchange" ("account_id", "employer_id", "ended_at", "ended_on", "leaves_on", "name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "service", "started_on", "version") VALUES (OLD."account_id", OLD."employer_id", OLD."ended_at", OLD."ended_on", OLD."leaves_on", OLD."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'gone\', OLD."id", OLD."phone", OLD."service", OLD."started_on", OLD."version"); RETURN NULL;', hash='64106b673f5d2b850ebc355f8ea97a58c5c00065', operation='DELETE', pgid='pgtrigger_keep_gone_4936f', table='throughline_worker', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='worry',
            trigger=pgtrigger.compiler.Trigger(name='keep_change', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."author_id" IS DISTINCT FROM (NEW."author_id") OR OLD."child" IS DISTINCT FROM (NEW."child") OR OLD."client_id" IS DISTINCT FROM (NEW."client_id") OR OLD."closed_at" IS DISTINCT FROM (NEW."closed_at") OR OLD."closed_by_id" IS DISTINCT FROM (NEW."closed_by_id") OR OLD."danger" IS DISTINCT FROM (NEW."danger") OR OLD."decision" IS DISTINCT FROM (NEW."decision") OR OLD."done" IS DISTINCT FROM (NEW."done") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."opened_at" IS DISTINCT FROM (NEW."opened_at") OR OLD."passed_at" IS DISTINCT FROM (NEW."passed_at") OR OLD."person_id" IS DISTINCT FROM (NEW."person_id") OR OLD."review_on" IS DISTINCT FROM (NEW."review_on") OR OLD."somebody" IS DISTINCT FROM (NEW."somebody") OR OLD."team_id" IS DISTINCT FROM (NEW."team_id") OR OLD."words" IS DISTINCT FROM (NEW."words") OR OLD."written_at" IS DISTINCT FROM (NEW."written_at"))', func='INSERT INTO "throughline_worrychange" ("author_id", "child", "client_id", "closed_at", "closed_by_id", "danger", "decision", "done", "name", "opened_at", "passed_at", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "review_on", "somebody", "team_id", "words", "written_at") VALUES (OLD."author_id", OLD."child", OLD."client_id", OLD."closed_at", OLD."closed_by_id", OLD."danger", OLD."decision", OLD."done", OLD."name", OLD."opened_at", OLD."passed_at", OLD."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'change\', OLD."id", OLD."review_on", OLD."somebody", OLD."team_id", OLD."words", OLD."written_at"); RETURN NULL;', hash='69bb0598d59f3ee8bdfaed1740d313118d2d3eba', operation='UPDATE', pgid='pgtrigger_keep_change_c333c', table='throughline_worry', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='worry',
            trigger=pgtrigger.compiler.Trigger(name='keep_gone', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "throughline_worrychange" ("author_id", "child", "client_id", "closed_at", "closed_by_id", "danger", "decision", "done", "name", "opened_at", "passed_at", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "review_on", "somebody", "team_id", "words", "written_at") VALUES (OLD."author_id", OLD."child", OLD."client_id", OLD."closed_at", OLD."closed_by_id", OLD."danger", OLD."decision", OLD."done", OLD."name", OLD."opened_at", OLD."passed_at", OLD."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'gone\', OLD."id", OLD."review_on", OLD."somebody", OLD."team_id", OLD."words", OLD."written_at"); RETURN NULL;', hash='eb2c200ef22c0dadc52e7b7997b024807513a6a6', operation='DELETE', pgid='pgtrigger_keep_gone_9a2de', table='throughline_worry', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='worryreader',
            trigger=pgtrigger.compiler.Trigger(name='keep_change', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."opened_at" IS DISTINCT FROM (NEW."opened_at") OR OLD."part" IS DISTINCT FROM (NEW."part") OR OLD."person_id" IS DISTINCT FROM (NEW."person_id") OR OLD."sent_at" IS DISTINCT FROM (NEW."sent_at") OR OLD."worker_id" IS DISTINCT FROM (NEW."worker_id") OR OLD."worry_id" IS DISTINCT FROM (NEW."worry_id"))', func='INSERT INTO "throughline_worryreaderchange" ("opened_at", "part", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "sent_at", "worker_id", "worry_id") VALUES (OLD."opened_at", OLD."part", OLD."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'change\', OLD."id", OLD."sent_at", OLD."worker_id", OLD."worry_id"); RETURN NULL;', hash='6ad238c4b2527d007ba4577eac462db220cb8be3', operation='UPDATE', pgid='pgtrigger_keep_change_96822', table='throughline_worryreader', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='worryreader',
            trigger=pgtrigger.compiler.Trigger(name='keep_gone', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "throughline_worryreaderchange" ("opened_at", "part", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "sent_at", "worker_id", "worry_id") VALUES (OLD."opened_at", OLD."part", OLD."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'gone\', OLD."id", OLD."sent_at", OLD."worker_id", OLD."worry_id"); RETURN NULL;', hash='29357527edb3402780df80b643ce4b4643ff7489', operation='DELETE', pgid='pgtrigger_keep_gone_6fef9', table='throughline_worryreader', when='AFTER')),
        ),
        migrations.AddField(
            model_name='absencechange',
            name='pgh_by',
            field=models.ForeignKey(db_constraint=False, db_default=throughline.models.history.Actor(), db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='throughline.worker'),
        ),
        migrations.AddField(
            model_name='absencechange',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.absence'),
        ),
        migrations.AddField(
            model_name='absencechange',
            name='worker',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.worker'),
        ),
        migrations.AddField(
            model_name='addresschange',
            name='person',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.person'),
        ),
        migrations.AddField(
            model_name='addresschange',
            name='pgh_by',
            field=models.ForeignKey(db_constraint=False, db_default=throughline.models.history.Actor(), db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='throughline.worker'),
        ),
        migrations.AddField(
            model_name='addresschange',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.address'),
        ),
        migrations.AddField(
            model_name='agreementchange',
            name='kept_by',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.organisation'),
        ),
        migrations.AddField(
            model_name='agreementchange',
            name='made_by',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.worker'),
        ),
        migrations.AddField(
            model_name='agreementchange',
            name='pgh_by',
            field=models.ForeignKey(db_constraint=False, db_default=throughline.models.history.Actor(), db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='throughline.worker'),
        ),
        migrations.AddField(
            model_name='agreementchange',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.agreement'),
        ),
        migrations.AddField(
            model_name='agreementpurposechange',
            name='basis',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.code'),
        ),
        migrations.AddField(
            model_name='agreementpurposechange',
            name='offence',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.code'),
        ),
        migrations.AddField(
            model_name='agreementpurposechange',
            name='pgh_by',
            field=models.ForeignKey(db_constraint=False, db_default=throughline.models.history.Actor(), db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='throughline.worker'),
        ),
        migrations.AddField(
            model_name='agreementpurposechange',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.agreementpurpose'),
        ),
        migrations.AddField(
            model_name='agreementpurposechange',
            name='purpose',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.code'),
        ),
        migrations.AddField(
            model_name='agreementpurposechange',
            name='special',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.code'),
        ),
        migrations.AddField(
            model_name='agreementpurposechange',
            name='version',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.agreementversion'),
        ),
        migrations.AddField(
            model_name='agreementversionchange',
            name='agreement',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.agreement'),
        ),
        migrations.AddField(
            model_name='agreementversionchange',
            name='ended_by',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.worker'),
        ),
        migrations.AddField(
            model_name='agreementversionchange',
            name='ended_for',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.organisation'),
        ),
        migrations.AddField(
            model_name='agreementversionchange',
            name='made_by',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.worker'),
        ),
        migrations.AddField(
            model_name='agreementversionchange',
            name='pgh_by',
            field=models.ForeignKey(db_constraint=False, db_default=throughline.models.history.Actor(), db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='throughline.worker'),
        ),
        migrations.AddField(
            model_name='agreementversionchange',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.agreementversion'),
        ),
        migrations.AddField(
            model_name='agreementversionchange',
            name='proposed_by',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.worker'),
        ),
        migrations.AddField(
            model_name='agreementversionchange',
            name='put_away_by',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.worker'),
        ),
        migrations.AddField(
            model_name='agreementversionchange',
            name='rights_by',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.organisation'),
        ),
        migrations.AddField(
            model_name='appointmentchange',
            name='by',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.worker'),
        ),
        migrations.AddField(
            model_name='appointmentchange',
            name='corrects',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.appointment'),
        ),
        migrations.AddField(
            model_name='appointmentchange',
            name='episode',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.episode'),
        ),
        migrations.AddField(
            model_name='appointmentchange',
            name='instead_of',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.appointment'),
        ),
        migrations.AddField(
            model_name='appointmentchange',
            name='marked_by',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.worker'),
        ),
        migrations.AddField(
            model_name='appointmentchange',
            name='person',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.person'),
        ),
        migrations.AddField(
            model_name='appointmentchange',
            name='pgh_by',
            field=models.ForeignKey(db_constraint=False, db_default=throughline.models.history.Actor(), db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='throughline.worker'),
        ),
        migrations.AddField(
            model_name='appointmentchange',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.appointment'),
        ),
        migrations.AddField(
            model_name='appointmentchange',
            name='prison',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.prison'),
        ),
        migrations.AddField(
            model_name='appointmentchange',
            name='result',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.code'),
        ),
        migrations.AddField(
            model_name='appointmentchange',
            name='worker',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.worker'),
        ),
        migrations.AddField(
            model_name='assignmentchange',
            name='episode',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.episode'),
        ),
        migrations.AddField(
            model_name='assignmentchange',
            name='person',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.person'),
        ),
        migrations.AddField(
            model_name='assignmentchange',
            name='pgh_by',
            field=models.ForeignKey(db_constraint=False, db_default=throughline.models.history.Actor(), db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='throughline.worker'),
        ),
        migrations.AddField(
            model_name='assignmentchange',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.assignment'),
        ),
        migrations.AddField(
            model_name='assignmentchange',
            name='worker',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.worker'),
        ),
        migrations.AddField(
            model_name='clockexemptionchange',
            name='by',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.worker'),
        ),
        migrations.AddField(
            model_name='clockexemptionchange',
            name='episode',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.episode'),
        ),
        migrations.AddField(
            model_name='clockexemptionchange',
            name='person',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.person'),
        ),
        migrations.AddField(
            model_name='clockexemptionchange',
            name='pgh_by',
            field=models.ForeignKey(db_constraint=False, db_default=throughline.models.history.Actor(), db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='throughline.worker'),
        ),
        migrations.AddField(
            model_name='clockexemptionchange',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.clockexemption'),
        ),
        migrations.AddField(
            model_name='clockexemptionchange',
            name='reason',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.code'),
        ),
        migrations.AddField(
            model_name='closeonechange',
            name='person',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.person'),
        ),
        migrations.AddField(
            model_name='closeonechange',
            name='pgh_by',
            field=models.ForeignKey(db_constraint=False, db_default=throughline.models.history.Actor(), db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='throughline.worker'),
        ),
        migrations.AddField(
            model_name='closeonechange',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.closeone'),
        ),
        migrations.AddField(
            model_name='consentchange',
            name='by',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.worker'),
        ),
        migrations.AddField(
            model_name='consentchange',
            name='episode',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.episode'),
        ),
        migrations.AddField(
            model_name='consentchange',
            name='person',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.person'),
        ),
        migrations.AddField(
            model_name='consentchange',
            name='pgh_by',
            field=models.ForeignKey(db_constraint=False, db_default=throughline.models.history.Actor(), db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='throughline.worker'),
        ),
        migrations.AddField(
            model_name='consentchange',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.consent'),
        ),
        migrations.AddField(
            model_name='consentchange',
            name='withdrawal_by',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.worker'),
        ),
        migrations.AddField(
            model_name='consentchange',
            name='wording',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.consentwording'),
        ),
        migrations.AddField(
            model_name='contactwaychange',
            name='person',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.person'),
        ),
        migrations.AddField(
            model_name='contactwaychange',
            name='pgh_by',
            field=models.ForeignKey(db_constraint=False, db_default=throughline.models.history.Actor(), db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='throughline.worker'),
        ),
        migrations.AddField(
            model_name='contactwaychange',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.contactway'),
        ),
        migrations.AddField(
            model_name='custodyperiodchange',
            name='person',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.person'),
        ),
        migrations.AddField(
            model_name='custodyperiodchange',
            name='pgh_by',
            field=models.ForeignKey(db_constraint=False, db_default=throughline.models.history.Actor(), db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='throughline.worker'),
        ),
        migrations.AddField(
            model_name='custodyperiodchange',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.custodyperiod'),
        ),
        migrations.AddField(
            model_name='declaredneedchange',
            name='by',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.worker'),
        ),
        migrations.AddField(
            model_name='declaredneedchange',
            name='organisation',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.organisation'),
        ),
        migrations.AddField(
            model_name='declaredneedchange',
            name='pgh_by',
            field=models.ForeignKey(db_constraint=False, db_default=throughline.models.history.Actor(), db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='throughline.worker'),
        ),
        migrations.AddField(
            model_name='declaredneedchange',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.declaredneed'),
        ),
        migrations.AddField(
            model_name='declaredneedchange',
            name='purpose',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.code'),
        ),
        migrations.AddField(
            model_name='endingchange',
            name='by',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.worker'),
        ),
        migrations.AddField(
            model_name='endingchange',
            name='episode',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.episode'),
        ),
        migrations.AddField(
            model_name='endingchange',
            name='person',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.person'),
        ),
        migrations.AddField(
            model_name='endingchange',
            name='pgh_by',
            field=models.ForeignKey(db_constraint=False, db_default=throughline.models.history.Actor(), db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='throughline.worker'),
        ),
        migrations.AddField(
            model_name='endingchange',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.ending'),
        ),
        migrations.AddField(
            model_name='endingchange',
            name='reason',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.code'),
        ),
        migrations.AddField(
            model_name='endingchange',
            name='reopened_by',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.worker'),
        ),
        migrations.AddField(
            model_name='episodechange',
            name='owner',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.worker'),
        ),
        migrations.AddField(
            model_name='episodechange',
            name='person',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.person'),
        ),
        migrations.AddField(
            model_name='episodechange',
            name='pgh_by',
            field=models.ForeignKey(db_constraint=False, db_default=throughline.models.history.Actor(), db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='throughline.worker'),
        ),
        migrations.AddField(
            model_name='episodechange',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.episode'),
        ),
        migrations.AddField(
            model_name='episodechange',
            name='programme',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.programme'),
        ),
        migrations.AddField(
            model_name='episodechange',
            name='team',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.team'),
        ),
        migrations.AddField(
            model_name='gatemeetingchange',
            name='by',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.worker'),
        ),
        migrations.AddField(
            model_name='gatemeetingchange',
            name='corrects',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.gatemeeting'),
        ),
        migrations.AddField(
            model_name='gatemeetingchange',
            name='episode',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.episode'),
        ),
        migrations.AddField(
            model_name='gatemeetingchange',
            name='marked_by',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.worker'),
        ),
        migrations.AddField(
            model_name='gatemeetingchange',
            name='person',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.person'),
        ),
        migrations.AddField(
            model_name='gatemeetingchange',
            name='pgh_by',
            field=models.ForeignKey(db_constraint=False, db_default=throughline.models.history.Actor(), db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='throughline.worker'),
        ),
        migrations.AddField(
            model_name='gatemeetingchange',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.gatemeeting'),
        ),
        migrations.AddField(
            model_name='gatemeetingchange',
            name='prison',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.prison'),
        ),
        migrations.AddField(
            model_name='gatemeetingchange',
            name='result',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.code'),
        ),
        migrations.AddField(
            model_name='gatemeetingchange',
            name='worker',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.worker'),
        ),
        migrations.AddField(
            model_name='goalactionchange',
            name='done_by',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.worker'),
        ),
        migrations.AddField(
            model_name='goalactionchange',
            name='goal',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.goal'),
        ),
        migrations.AddField(
            model_name='goalactionchange',
            name='person',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.person'),
        ),
        migrations.AddField(
            model_name='goalactionchange',
            name='pgh_by',
            field=models.ForeignKey(db_constraint=False, db_default=throughline.models.history.Actor(), db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='throughline.worker'),
        ),
        migrations.AddField(
            model_name='goalactionchange',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.goalaction'),
        ),
        migrations.AddField(
            model_name='goalchange',
            name='person',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.person'),
        ),
        migrations.AddField(
            model_name='goalchange',
            name='pgh_by',
            field=models.ForeignKey(db_constraint=False, db_default=throughline.models.history.Actor(), db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='throughline.worker'),
        ),
        migrations.AddField(
            model_name='goalchange',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.goal'),
        ),
        migrations.AddField(
            model_name='goalchange',
            name='plan',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.plan'),
        ),
        migrations.AddField(
            model_name='grantchange',
            name='organisation',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.organisation'),
        ),
        migrations.AddField(
            model_name='grantchange',
            name='person',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.person'),
        ),
        migrations.AddField(
            model_name='grantchange',
            name='pgh_by',
            field=models.ForeignKey(db_constraint=False, db_default=throughline.models.history.Actor(), db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='throughline.worker'),
        ),
        migrations.AddField(
            model_name='grantchange',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.grant'),
        ),
        migrations.AddField(
            model_name='grantchange',
            name='sharing',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.sharing'),
        ),
        migrations.AddField(
            model_name='grantchange',
            name='team',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.team'),
        ),
        migrations.AddField(
            model_name='grantchange',
            name='worker',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.worker'),
        ),
        migrations.AddField(
            model_name='handoverchange',
            name='episode',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.episode'),
        ),
        migrations.AddField(
            model_name='handoverchange',
            name='giver',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.worker'),
        ),
        migrations.AddField(
            model_name='handoverchange',
            name='person',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.person'),
        ),
        migrations.AddField(
            model_name='handoverchange',
            name='pgh_by',
            field=models.ForeignKey(db_constraint=False, db_default=throughline.models.history.Actor(), db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='throughline.worker'),
        ),
        migrations.AddField(
            model_name='handoverchange',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.handover'),
        ),
        migrations.AddField(
            model_name='handoverchange',
            name='receiver',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.worker'),
        ),
        migrations.AddField(
            model_name='heldrowchange',
            name='became',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.person'),
        ),
        migrations.AddField(
            model_name='heldrowchange',
            name='decided_by',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.worker'),
        ),
        migrations.AddField(
            model_name='heldrowchange',
            name='person',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.person'),
        ),
        migrations.AddField(
            model_name='heldrowchange',
            name='pgh_by',
            field=models.ForeignKey(db_constraint=False, db_default=throughline.models.history.Actor(), db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='throughline.worker'),
        ),
        migrations.AddField(
            model_name='heldrowchange',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.heldrow'),
        ),
        migrations.AddField(
            model_name='heldrowchange',
            name='upload',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.upload'),
        ),
        migrations.AddField(
            model_name='identifierchange',
            name='person',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.person'),
        ),
        migrations.AddField(
            model_name='identifierchange',
            name='pgh_by',
            field=models.ForeignKey(db_constraint=False, db_default=throughline.models.history.Actor(), db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='throughline.worker'),
        ),
        migrations.AddField(
            model_name='identifierchange',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.identifier'),
        ),
        migrations.AddField(
            model_name='listfactchange',
            name='person',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.person'),
        ),
        migrations.AddField(
            model_name='listfactchange',
            name='pgh_by',
            field=models.ForeignKey(db_constraint=False, db_default=throughline.models.history.Actor(), db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='throughline.worker'),
        ),
        migrations.AddField(
            model_name='listfactchange',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.listfact'),
        ),
        migrations.AddField(
            model_name='needchange',
            name='by',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.worker'),
        ),
        migrations.AddField(
            model_name='needchange',
            name='episode',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.episode'),
        ),
        migrations.AddField(
            model_name='needchange',
            name='kind',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.code'),
        ),
        migrations.AddField(
            model_name='needchange',
            name='person',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.person'),
        ),
        migrations.AddField(
            model_name='needchange',
            name='pgh_by',
            field=models.ForeignKey(db_constraint=False, db_default=throughline.models.history.Actor(), db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='throughline.worker'),
        ),
        migrations.AddField(
            model_name='needchange',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.need'),
        ),
        migrations.AddField(
            model_name='notechange',
            name='corrects',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.note'),
        ),
        migrations.AddField(
            model_name='notechange',
            name='episode',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.episode'),
        ),
        migrations.AddField(
            model_name='notechange',
            name='kind',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.code'),
        ),
        migrations.AddField(
            model_name='notechange',
            name='person',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.person'),
        ),
        migrations.AddField(
            model_name='notechange',
            name='pgh_by',
            field=models.ForeignKey(db_constraint=False, db_default=throughline.models.history.Actor(), db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='throughline.worker'),
        ),
        migrations.AddField(
            model_name='notechange',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.note'),
        ),
        migrations.AddField(
            model_name='notechange',
            name='worker',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.worker'),
        ),
        migrations.AddField(
            model_name='offencegroupchange',
            name='period',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.custodyperiod'),
        ),
        migrations.AddField(
            model_name='offencegroupchange',
            name='person',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.person'),
        ),
        migrations.AddField(
            model_name='offencegroupchange',
            name='pgh_by',
            field=models.ForeignKey(db_constraint=False, db_default=throughline.models.history.Actor(), db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='throughline.worker'),
        ),
        migrations.AddField(
            model_name='offencegroupchange',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.offencegroup'),
        ),
        migrations.AddField(
            model_name='organisationchange',
            name='pgh_by',
            field=models.ForeignKey(db_constraint=False, db_default=throughline.models.history.Actor(), db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='throughline.worker'),
        ),
        migrations.AddField(
            model_name='organisationchange',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.organisation'),
        ),
        migrations.AddField(
            model_name='outcomechange',
            name='by',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.worker'),
        ),
        migrations.AddField(
            model_name='outcomechange',
            name='episode',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.episode'),
        ),
        migrations.AddField(
            model_name='outcomechange',
            name='kind',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.code'),
        ),
        migrations.AddField(
            model_name='outcomechange',
            name='person',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.person'),
        ),
        migrations.AddField(
            model_name='outcomechange',
            name='pgh_by',
            field=models.ForeignKey(db_constraint=False, db_default=throughline.models.history.Actor(), db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='throughline.worker'),
        ),
        migrations.AddField(
            model_name='outcomechange',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.outcome'),
        ),
        migrations.AddField(
            model_name='packchange',
            name='episode',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.episode'),
        ),
        migrations.AddField(
            model_name='packchange',
            name='person',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.person'),
        ),
        migrations.AddField(
            model_name='packchange',
            name='pgh_by',
            field=models.ForeignKey(db_constraint=False, db_default=throughline.models.history.Actor(), db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='throughline.worker'),
        ),
        migrations.AddField(
            model_name='packchange',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.pack'),
        ),
        migrations.AddField(
            model_name='packchange',
            name='prepared_by',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.worker'),
        ),
        migrations.AddField(
            model_name='packitemchange',
            name='pack',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.pack'),
        ),
        migrations.AddField(
            model_name='packitemchange',
            name='person',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.person'),
        ),
        migrations.AddField(
            model_name='packitemchange',
            name='pgh_by',
            field=models.ForeignKey(db_constraint=False, db_default=throughline.models.history.Actor(), db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='throughline.worker'),
        ),
        migrations.AddField(
            model_name='packitemchange',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.packitem'),
        ),
        migrations.AddField(
            model_name='personchange',
            name='home_council',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.council'),
        ),
        migrations.AddField(
            model_name='personchange',
            name='pgh_by',
            field=models.ForeignKey(db_constraint=False, db_default=throughline.models.history.Actor(), db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='throughline.worker'),
        ),
        migrations.AddField(
            model_name='personchange',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.person'),
        ),
        migrations.AddField(
            model_name='personnamechange',
            name='person',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.person'),
        ),
        migrations.AddField(
            model_name='personnamechange',
            name='pgh_by',
            field=models.ForeignKey(db_constraint=False, db_default=throughline.models.history.Actor(), db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='throughline.worker'),
        ),
        migrations.AddField(
            model_name='personnamechange',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.personname'),
        ),
        migrations.AddField(
            model_name='planchange',
            name='agreed_by',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.worker'),
        ),
        migrations.AddField(
            model_name='planchange',
            name='archive_reason',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.code'),
        ),
        migrations.AddField(
            model_name='planchange',
            name='by',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.worker'),
        ),
        migrations.AddField(
            model_name='planchange',
            name='episode',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.episode'),
        ),
        migrations.AddField(
            model_name='planchange',
            name='person',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.person'),
        ),
        migrations.AddField(
            model_name='planchange',
            name='pgh_by',
            field=models.ForeignKey(db_constraint=False, db_default=throughline.models.history.Actor(), db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='throughline.worker'),
        ),
        migrations.AddField(
            model_name='planchange',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.plan'),
        ),
        migrations.AddField(
            model_name='postchange',
            name='organisation',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.organisation'),
        ),
        migrations.AddField(
            model_name='postchange',
            name='pgh_by',
            field=models.ForeignKey(db_constraint=False, db_default=throughline.models.history.Actor(), db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='throughline.worker'),
        ),
        migrations.AddField(
            model_name='postchange',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.post'),
        ),
        migrations.AddField(
            model_name='postchange',
            name='prison',
            field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.prison'),
        ),
        migrations.AddField(
            model_name='postchange',
            name='team',
            field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.team'),
        ),
        migrations.AddField(
            model_name='postchange',
            name='worker',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.worker'),
        ),
        migrations.AddField(
            model_name='prisonservicechange',
            name='deputy',
            field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.worker'),
        ),
        migrations.AddField(
            model_name='prisonservicechange',
            name='duty_coach',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.worker'),
        ),
        migrations.AddField(
            model_name='prisonservicechange',
            name='pgh_by',
            field=models.ForeignKey(db_constraint=False, db_default=throughline.models.history.Actor(), db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='throughline.worker'),
        ),
        migrations.AddField(
            model_name='prisonservicechange',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.prisonservice'),
        ),
        migrations.AddField(
            model_name='prisonservicechange',
            name='prison',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.prison'),
        ),
        migrations.AddField(
            model_name='prisonservicechange',
            name='team',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.team'),
        ),
        migrations.AddField(
            model_name='prisonstaychange',
            name='period',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.custodyperiod'),
        ),
        migrations.AddField(
            model_name='prisonstaychange',
            name='person',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.person'),
        ),
        migrations.AddField(
            model_name='prisonstaychange',
            name='pgh_by',
            field=models.ForeignKey(db_constraint=False, db_default=throughline.models.history.Actor(), db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='throughline.worker'),
        ),
        migrations.AddField(
            model_name='prisonstaychange',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.prisonstay'),
        ),
        migrations.AddField(
            model_name='prisonstaychange',
            name='prison',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.prison'),
        ),
        migrations.AddField(
            model_name='questionchange',
            name='answered_by',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.worker'),
        ),
        migrations.AddField(
            model_name='questionchange',
            name='asked_by',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.worker'),
        ),
        migrations.AddField(
            model_name='questionchange',
            name='person',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.person'),
        ),
        migrations.AddField(
            model_name='questionchange',
            name='pgh_by',
            field=models.ForeignKey(db_constraint=False, db_default=throughline.models.history.Actor(), db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='throughline.worker'),
        ),
        migrations.AddField(
            model_name='questionchange',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.question'),
        ),
        migrations.AddField(
            model_name='restrictionchange',
            name='author',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.worker'),
        ),
        migrations.AddField(
            model_name='restrictionchange',
            name='ended_by',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.worker'),
        ),
        migrations.AddField(
            model_name='restrictionchange',
            name='person',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.person'),
        ),
        migrations.AddField(
            model_name='restrictionchange',
            name='pgh_by',
            field=models.ForeignKey(db_constraint=False, db_default=throughline.models.history.Actor(), db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='throughline.worker'),
        ),
        migrations.AddField(
            model_name='restrictionchange',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.restriction'),
        ),
        migrations.AddField(
            model_name='safeguardingdutychange',
            name='deputy',
            field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.worker'),
        ),
        migrations.AddField(
            model_name='safeguardingdutychange',
            name='lead',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.worker'),
        ),
        migrations.AddField(
            model_name='safeguardingdutychange',
            name='pgh_by',
            field=models.ForeignKey(db_constraint=False, db_default=throughline.models.history.Actor(), db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='throughline.worker'),
        ),
        migrations.AddField(
            model_name='safeguardingdutychange',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.safeguardingduty'),
        ),
        migrations.AddField(
            model_name='safeguardingdutychange',
            name='team',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.team'),
        ),
        migrations.AddField(
            model_name='safetystatementchange',
            name='author',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.worker'),
        ),
        migrations.AddField(
            model_name='safetystatementchange',
            name='ended_by',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.worker'),
        ),
        migrations.AddField(
            model_name='safetystatementchange',
            name='organisation',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.organisation'),
        ),
        migrations.AddField(
            model_name='safetystatementchange',
            name='person',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.person'),
        ),
        migrations.AddField(
            model_name='safetystatementchange',
            name='pgh_by',
            field=models.ForeignKey(db_constraint=False, db_default=throughline.models.history.Actor(), db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='throughline.worker'),
        ),
        migrations.AddField(
            model_name='safetystatementchange',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.safetystatement'),
        ),
        migrations.AddField(
            model_name='servicelinkchange',
            name='by',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.worker'),
        ),
        migrations.AddField(
            model_name='servicelinkchange',
            name='episode',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.episode'),
        ),
        migrations.AddField(
            model_name='servicelinkchange',
            name='need',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.need'),
        ),
        migrations.AddField(
            model_name='servicelinkchange',
            name='person',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.person'),
        ),
        migrations.AddField(
            model_name='servicelinkchange',
            name='pgh_by',
            field=models.ForeignKey(db_constraint=False, db_default=throughline.models.history.Actor(), db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='throughline.worker'),
        ),
        migrations.AddField(
            model_name='servicelinkchange',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.servicelink'),
        ),
        migrations.AddField(
            model_name='servicelinkchange',
            name='result',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.code'),
        ),
        migrations.AddField(
            model_name='sharingtermchange',
            name='pgh_by',
            field=models.ForeignKey(db_constraint=False, db_default=throughline.models.history.Actor(), db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='throughline.worker'),
        ),
        migrations.AddField(
            model_name='sharingtermchange',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.sharingterm'),
        ),
        migrations.AddField(
            model_name='sharingtermchange',
            name='sharing',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.sharing'),
        ),
        migrations.AddField(
            model_name='sharingtermchange',
            name='version',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.agreementversion'),
        ),
        migrations.AddField(
            model_name='strengthchange',
            name='by',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.worker'),
        ),
        migrations.AddField(
            model_name='strengthchange',
            name='episode',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.episode'),
        ),
        migrations.AddField(
            model_name='strengthchange',
            name='person',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.person'),
        ),
        migrations.AddField(
            model_name='strengthchange',
            name='pgh_by',
            field=models.ForeignKey(db_constraint=False, db_default=throughline.models.history.Actor(), db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='throughline.worker'),
        ),
        migrations.AddField(
            model_name='strengthchange',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.strength'),
        ),
        migrations.AddField(
            model_name='teamareachange',
            name='council',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.council'),
        ),
        migrations.AddField(
            model_name='teamareachange',
            name='pgh_by',
            field=models.ForeignKey(db_constraint=False, db_default=throughline.models.history.Actor(), db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='throughline.worker'),
        ),
        migrations.AddField(
            model_name='teamareachange',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.teamarea'),
        ),
        migrations.AddField(
            model_name='teamareachange',
            name='team',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.team'),
        ),
        migrations.AddField(
            model_name='teamchange',
            name='organisation',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.organisation'),
        ),
        migrations.AddField(
            model_name='teamchange',
            name='pgh_by',
            field=models.ForeignKey(db_constraint=False, db_default=throughline.models.history.Actor(), db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='throughline.worker'),
        ),
        migrations.AddField(
            model_name='teamchange',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.team'),
        ),
        migrations.AddField(
            model_name='teamdutychange',
            name='deputy',
            field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.worker'),
        ),
        migrations.AddField(
            model_name='teamdutychange',
            name='duty_worker',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.worker'),
        ),
        migrations.AddField(
            model_name='teamdutychange',
            name='lead',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.worker'),
        ),
        migrations.AddField(
            model_name='teamdutychange',
            name='pgh_by',
            field=models.ForeignKey(db_constraint=False, db_default=throughline.models.history.Actor(), db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='throughline.worker'),
        ),
        migrations.AddField(
            model_name='teamdutychange',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.teamduty'),
        ),
        migrations.AddField(
            model_name='teamdutychange',
            name='team',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.team'),
        ),
        migrations.AddField(
            model_name='withholdingchange',
            name='by',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.worker'),
        ),
        migrations.AddField(
            model_name='withholdingchange',
            name='person',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.person'),
        ),
        migrations.AddField(
            model_name='withholdingchange',
            name='pgh_by',
            field=models.ForeignKey(db_constraint=False, db_default=throughline.models.history.Actor(), db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='throughline.worker'),
        ),
        migrations.AddField(
            model_name='withholdingchange',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.withholding'),
        ),
        migrations.AddField(
            model_name='withholdingchange',
            name='worker',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.worker'),
        ),
        migrations.AddField(
            model_name='workerchange',
            name='account',
            field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='workerchange',
            name='employer',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.organisation'),
        ),
        migrations.AddField(
            model_name='workerchange',
            name='pgh_by',
            field=models.ForeignKey(db_constraint=False, db_default=throughline.models.history.Actor(), db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='throughline.worker'),
        ),
        migrations.AddField(
            model_name='workerchange',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.worker'),
        ),
        migrations.AddField(
            model_name='worrychange',
            name='author',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.worker'),
        ),
        migrations.AddField(
            model_name='worrychange',
            name='closed_by',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.worker'),
        ),
        migrations.AddField(
            model_name='worrychange',
            name='person',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.person'),
        ),
        migrations.AddField(
            model_name='worrychange',
            name='pgh_by',
            field=models.ForeignKey(db_constraint=False, db_default=throughline.models.history.Actor(), db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='throughline.worker'),
        ),
        migrations.AddField(
            model_name='worrychange',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.worry'),
        ),
        migrations.AddField(
            model_name='worrychange',
            name='team',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.team'),
        ),
        migrations.AddField(
            model_name='worryreaderchange',
            name='person',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.person'),
        ),
        migrations.AddField(
            model_name='worryreaderchange',
            name='pgh_by',
            field=models.ForeignKey(db_constraint=False, db_default=throughline.models.history.Actor(), db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='throughline.worker'),
        ),
        migrations.AddField(
            model_name='worryreaderchange',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.worryreader'),
        ),
        migrations.AddField(
            model_name='worryreaderchange',
            name='worker',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.worker'),
        ),
        migrations.AddField(
            model_name='worryreaderchange',
            name='worry',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='throughline.worry'),
        ),
        migrations.AddIndex(
            model_name='absencechange',
            index=models.Index(fields=['pgh_obj', 'pgh_id'], name='absence_changes'),
        ),
        migrations.AddIndex(
            model_name='addresschange',
            index=models.Index(fields=['pgh_obj', 'pgh_id'], name='address_changes'),
        ),
        migrations.AddIndex(
            model_name='addresschange',
            index=models.Index(fields=['person', '-pgh_id'], name='address_changed'),
        ),
        migrations.AddIndex(
            model_name='agreementchange',
            index=models.Index(fields=['pgh_obj', 'pgh_id'], name='agreement_changes'),
        ),
        migrations.AddIndex(
            model_name='agreementpurposechange',
            index=models.Index(fields=['pgh_obj', 'pgh_id'], name='agreementpurpose_changes'),
        ),
        migrations.AddIndex(
            model_name='agreementversionchange',
            index=models.Index(fields=['pgh_obj', 'pgh_id'], name='agreementversion_changes'),
        ),
        migrations.AddIndex(
            model_name='appointmentchange',
            index=models.Index(fields=['pgh_obj', 'pgh_id'], name='appointment_changes'),
        ),
        migrations.AddIndex(
            model_name='appointmentchange',
            index=models.Index(fields=['person', '-pgh_id'], name='appointment_changed'),
        ),
        migrations.AddIndex(
            model_name='assignmentchange',
            index=models.Index(fields=['pgh_obj', 'pgh_id'], name='assignment_changes'),
        ),
        migrations.AddIndex(
            model_name='assignmentchange',
            index=models.Index(fields=['person', '-pgh_id'], name='assignment_changed'),
        ),
        migrations.AddIndex(
            model_name='clockexemptionchange',
            index=models.Index(fields=['pgh_obj', 'pgh_id'], name='clockexemption_changes'),
        ),
        migrations.AddIndex(
            model_name='clockexemptionchange',
            index=models.Index(fields=['person', '-pgh_id'], name='clockexemption_changed'),
        ),
        migrations.AddIndex(
            model_name='closeonechange',
            index=models.Index(fields=['pgh_obj', 'pgh_id'], name='closeone_changes'),
        ),
        migrations.AddIndex(
            model_name='closeonechange',
            index=models.Index(fields=['person', '-pgh_id'], name='closeone_changed'),
        ),
        migrations.AddIndex(
            model_name='consentchange',
            index=models.Index(fields=['pgh_obj', 'pgh_id'], name='consent_changes'),
        ),
        migrations.AddIndex(
            model_name='consentchange',
            index=models.Index(fields=['person', '-pgh_id'], name='consent_changed'),
        ),
        migrations.AddIndex(
            model_name='contactwaychange',
            index=models.Index(fields=['pgh_obj', 'pgh_id'], name='contactway_changes'),
        ),
        migrations.AddIndex(
            model_name='contactwaychange',
            index=models.Index(fields=['person', '-pgh_id'], name='contactway_changed'),
        ),
        migrations.AddIndex(
            model_name='custodyperiodchange',
            index=models.Index(fields=['pgh_obj', 'pgh_id'], name='custodyperiod_changes'),
        ),
        migrations.AddIndex(
            model_name='custodyperiodchange',
            index=models.Index(fields=['person', '-pgh_id'], name='custodyperiod_changed'),
        ),
        migrations.AddIndex(
            model_name='declaredneedchange',
            index=models.Index(fields=['pgh_obj', 'pgh_id'], name='declaredneed_changes'),
        ),
        migrations.AddIndex(
            model_name='endingchange',
            index=models.Index(fields=['pgh_obj', 'pgh_id'], name='ending_changes'),
        ),
        migrations.AddIndex(
            model_name='endingchange',
            index=models.Index(fields=['person', '-pgh_id'], name='ending_changed'),
        ),
        migrations.AddIndex(
            model_name='episodechange',
            index=models.Index(fields=['pgh_obj', 'pgh_id'], name='episode_changes'),
        ),
        migrations.AddIndex(
            model_name='episodechange',
            index=models.Index(fields=['person', '-pgh_id'], name='episode_changed'),
        ),
        migrations.AddIndex(
            model_name='gatemeetingchange',
            index=models.Index(fields=['pgh_obj', 'pgh_id'], name='gatemeeting_changes'),
        ),
        migrations.AddIndex(
            model_name='gatemeetingchange',
            index=models.Index(fields=['person', '-pgh_id'], name='gatemeeting_changed'),
        ),
        migrations.AddIndex(
            model_name='goalactionchange',
            index=models.Index(fields=['pgh_obj', 'pgh_id'], name='goalaction_changes'),
        ),
        migrations.AddIndex(
            model_name='goalactionchange',
            index=models.Index(fields=['person', '-pgh_id'], name='goalaction_changed'),
        ),
        migrations.AddIndex(
            model_name='goalchange',
            index=models.Index(fields=['pgh_obj', 'pgh_id'], name='goal_changes'),
        ),
        migrations.AddIndex(
            model_name='goalchange',
            index=models.Index(fields=['person', '-pgh_id'], name='goal_changed'),
        ),
        migrations.AddIndex(
            model_name='grantchange',
            index=models.Index(fields=['pgh_obj', 'pgh_id'], name='grant_changes'),
        ),
        migrations.AddIndex(
            model_name='grantchange',
            index=models.Index(fields=['person', '-pgh_id'], name='grant_changed'),
        ),
        migrations.AddIndex(
            model_name='handoverchange',
            index=models.Index(fields=['pgh_obj', 'pgh_id'], name='handover_changes'),
        ),
        migrations.AddIndex(
            model_name='handoverchange',
            index=models.Index(fields=['person', '-pgh_id'], name='handover_changed'),
        ),
        migrations.AddIndex(
            model_name='heldrowchange',
            index=models.Index(fields=['pgh_obj', 'pgh_id'], name='heldrow_changes'),
        ),
        migrations.AddIndex(
            model_name='heldrowchange',
            index=models.Index(fields=['person', '-pgh_id'], name='heldrow_changed'),
        ),
        migrations.AddIndex(
            model_name='identifierchange',
            index=models.Index(fields=['pgh_obj', 'pgh_id'], name='identifier_changes'),
        ),
        migrations.AddIndex(
            model_name='identifierchange',
            index=models.Index(fields=['person', '-pgh_id'], name='identifier_changed'),
        ),
        migrations.AddIndex(
            model_name='listfactchange',
            index=models.Index(fields=['pgh_obj', 'pgh_id'], name='listfact_changes'),
        ),
        migrations.AddIndex(
            model_name='listfactchange',
            index=models.Index(fields=['person', '-pgh_id'], name='listfact_changed'),
        ),
        migrations.AddIndex(
            model_name='needchange',
            index=models.Index(fields=['pgh_obj', 'pgh_id'], name='need_changes'),
        ),
        migrations.AddIndex(
            model_name='needchange',
            index=models.Index(fields=['person', '-pgh_id'], name='need_changed'),
        ),
        migrations.AddIndex(
            model_name='notechange',
            index=models.Index(fields=['pgh_obj', 'pgh_id'], name='note_changes'),
        ),
        migrations.AddIndex(
            model_name='notechange',
            index=models.Index(fields=['person', '-pgh_id'], name='note_changed'),
        ),
        migrations.AddIndex(
            model_name='offencegroupchange',
            index=models.Index(fields=['pgh_obj', 'pgh_id'], name='offencegroup_changes'),
        ),
        migrations.AddIndex(
            model_name='offencegroupchange',
            index=models.Index(fields=['person', '-pgh_id'], name='offencegroup_changed'),
        ),
        migrations.AddIndex(
            model_name='organisationchange',
            index=models.Index(fields=['pgh_obj', 'pgh_id'], name='organisation_changes'),
        ),
        migrations.AddIndex(
            model_name='outcomechange',
            index=models.Index(fields=['pgh_obj', 'pgh_id'], name='outcome_changes'),
        ),
        migrations.AddIndex(
            model_name='outcomechange',
            index=models.Index(fields=['person', '-pgh_id'], name='outcome_changed'),
        ),
        migrations.AddIndex(
            model_name='packchange',
            index=models.Index(fields=['pgh_obj', 'pgh_id'], name='pack_changes'),
        ),
        migrations.AddIndex(
            model_name='packchange',
            index=models.Index(fields=['person', '-pgh_id'], name='pack_changed'),
        ),
        migrations.AddIndex(
            model_name='packitemchange',
            index=models.Index(fields=['pgh_obj', 'pgh_id'], name='packitem_changes'),
        ),
        migrations.AddIndex(
            model_name='packitemchange',
            index=models.Index(fields=['person', '-pgh_id'], name='packitem_changed'),
        ),
        migrations.AddIndex(
            model_name='personchange',
            index=models.Index(fields=['pgh_obj', 'pgh_id'], name='person_changes'),
        ),
        migrations.AddIndex(
            model_name='personchange',
            index=models.Index(fields=['pgh_obj', '-pgh_id'], name='person_changed'),
        ),
        migrations.AddIndex(
            model_name='personnamechange',
            index=models.Index(fields=['pgh_obj', 'pgh_id'], name='personname_changes'),
        ),
        migrations.AddIndex(
            model_name='personnamechange',
            index=models.Index(fields=['person', '-pgh_id'], name='personname_changed'),
        ),
        migrations.AddIndex(
            model_name='planchange',
            index=models.Index(fields=['pgh_obj', 'pgh_id'], name='plan_changes'),
        ),
        migrations.AddIndex(
            model_name='planchange',
            index=models.Index(fields=['person', '-pgh_id'], name='plan_changed'),
        ),
        migrations.AddIndex(
            model_name='postchange',
            index=models.Index(fields=['pgh_obj', 'pgh_id'], name='post_changes'),
        ),
        migrations.AddIndex(
            model_name='prisonservicechange',
            index=models.Index(fields=['pgh_obj', 'pgh_id'], name='prisonservice_changes'),
        ),
        migrations.AddIndex(
            model_name='prisonstaychange',
            index=models.Index(fields=['pgh_obj', 'pgh_id'], name='prisonstay_changes'),
        ),
        migrations.AddIndex(
            model_name='prisonstaychange',
            index=models.Index(fields=['person', '-pgh_id'], name='prisonstay_changed'),
        ),
        migrations.AddIndex(
            model_name='questionchange',
            index=models.Index(fields=['pgh_obj', 'pgh_id'], name='question_changes'),
        ),
        migrations.AddIndex(
            model_name='questionchange',
            index=models.Index(fields=['person', '-pgh_id'], name='question_changed'),
        ),
        migrations.AddIndex(
            model_name='restrictionchange',
            index=models.Index(fields=['pgh_obj', 'pgh_id'], name='restriction_changes'),
        ),
        migrations.AddIndex(
            model_name='restrictionchange',
            index=models.Index(fields=['person', '-pgh_id'], name='restriction_changed'),
        ),
        migrations.AddIndex(
            model_name='safeguardingdutychange',
            index=models.Index(fields=['pgh_obj', 'pgh_id'], name='safeguardingduty_changes'),
        ),
        migrations.AddIndex(
            model_name='safetystatementchange',
            index=models.Index(fields=['pgh_obj', 'pgh_id'], name='safetystatement_changes'),
        ),
        migrations.AddIndex(
            model_name='safetystatementchange',
            index=models.Index(fields=['person', '-pgh_id'], name='safetystatement_changed'),
        ),
        migrations.AddIndex(
            model_name='servicelinkchange',
            index=models.Index(fields=['pgh_obj', 'pgh_id'], name='servicelink_changes'),
        ),
        migrations.AddIndex(
            model_name='servicelinkchange',
            index=models.Index(fields=['person', '-pgh_id'], name='servicelink_changed'),
        ),
        migrations.AddIndex(
            model_name='sharingtermchange',
            index=models.Index(fields=['pgh_obj', 'pgh_id'], name='sharingterm_changes'),
        ),
        migrations.AddIndex(
            model_name='strengthchange',
            index=models.Index(fields=['pgh_obj', 'pgh_id'], name='strength_changes'),
        ),
        migrations.AddIndex(
            model_name='strengthchange',
            index=models.Index(fields=['person', '-pgh_id'], name='strength_changed'),
        ),
        migrations.AddIndex(
            model_name='teamareachange',
            index=models.Index(fields=['pgh_obj', 'pgh_id'], name='teamarea_changes'),
        ),
        migrations.AddIndex(
            model_name='teamchange',
            index=models.Index(fields=['pgh_obj', 'pgh_id'], name='team_changes'),
        ),
        migrations.AddIndex(
            model_name='teamdutychange',
            index=models.Index(fields=['pgh_obj', 'pgh_id'], name='teamduty_changes'),
        ),
        migrations.AddIndex(
            model_name='withholdingchange',
            index=models.Index(fields=['pgh_obj', 'pgh_id'], name='withholding_changes'),
        ),
        migrations.AddIndex(
            model_name='withholdingchange',
            index=models.Index(fields=['person', '-pgh_id'], name='withholding_changed'),
        ),
        migrations.AddIndex(
            model_name='workerchange',
            index=models.Index(fields=['pgh_obj', 'pgh_id'], name='worker_changes'),
        ),
        migrations.AddIndex(
            model_name='worrychange',
            index=models.Index(fields=['pgh_obj', 'pgh_id'], name='worry_changes'),
        ),
        migrations.AddIndex(
            model_name='worrychange',
            index=models.Index(fields=['person', '-pgh_id'], name='worry_changed'),
        ),
        migrations.AddIndex(
            model_name='worryreaderchange',
            index=models.Index(fields=['pgh_obj', 'pgh_id'], name='worryreader_changes'),
        ),
        migrations.AddIndex(
            model_name='worryreaderchange',
            index=models.Index(fields=['person', '-pgh_id'], name='worryreader_changed'),
        ),
        migrations.RunSQL(RIGHTS, migrations.RunSQL.noop),
    ]
