"""What follows from custody is kept nowhere else: custody is often learnt later than what was said and done."""

from django.db import migrations, models
from django.db.models import Case, Value, When

STAGE = Case(
    When(ended_on__isnull=False, then=Value("moved_on")),
    When(custody_since__isnull=False, then=Value("in_custody")),
    When(signed_up_on__isnull=False, first_contact_at__isnull=False, then=Value("engaged")),
    When(released_on__isnull=False, signed_up_on__isnull=False, then=Value("released")),
    When(plan_agreed_on__isnull=False, then=Value("planning")),
    When(signed_up_on__isnull=False, then=Value("signed_up")),
    When(declined_on__isnull=False, then=Value("declined")),
    When(offered_on__isnull=False, then=Value("offered")),
    default=Value("identified"),
)


class Migration(migrations.Migration):
    """Drop what a note guessed of custody when it was saved; who joined in the community is engaged without a release."""

    dependencies = [("throughline", "0002_rights")]
    operations = [
        migrations.RemoveField(model_name="note", name="in_community"),
        migrations.RemoveIndex(model_name="episode", name="episode_by_owner"),
        migrations.RemoveIndex(model_name="episode", name="episode_by_last_contact"),
        migrations.RemoveField(model_name="episode", name="stage"),
        migrations.AddField(
            model_name="episode",
            name="stage",
            field=models.GeneratedField(
                expression=STAGE, output_field=models.CharField(max_length=12), db_persist=True
            ),
        ),
        migrations.AddIndex(
            model_name="episode", index=models.Index(fields=["owner", "stage"], name="episode_by_owner")
        ),
        migrations.AddIndex(
            model_name="episode",
            index=models.Index(fields=["stage", "last_contact_at"], name="episode_by_last_contact"),
        ),
    ]
