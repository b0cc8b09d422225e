"""A duty that has begun is followed once, on its day or on the first night after on which the jobs ran."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Keep the day on which those who waited went to the coach; of duties that have begun, it was their first."""

    dependencies = [("throughline", "0008_places_of_our_own")]
    operations = [
        migrations.AddField("prisonservice", "followed_on", models.DateField(editable=False, null=True)),
        migrations.RunSQL(
            "UPDATE throughline_prisonservice SET followed_on = from_on WHERE from_on <= current_date",
            migrations.RunSQL.noop,
        ),
    ]
