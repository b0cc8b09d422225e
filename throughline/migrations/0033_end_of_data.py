"""The clock may read when a file of the prisons came in: nobody is followed beyond the newest."""

from django.db import migrations

RIGHTS = "GRANT SELECT (kind, applied_at, undone_at) ON throughline_upload TO clock;"


class Migration(migrations.Migration):
    """End of the data."""

    dependencies = [("throughline", "0032_caseload")]

    operations = [migrations.RunSQL(RIGHTS, migrations.RunSQL.noop)]
