"""What a loaded list left undone, as it was then, and whom a row became once somebody said that they are new."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Keep both: judged again later, an old list would say what is no longer so."""

    dependencies = [("throughline", "0010_sight")]
    operations = [
        migrations.AddField("upload", "left", models.BinaryField(null=True)),
        migrations.AddField(
            "heldrow",
            "became",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="throughline.person",
            ),
        ),
    ]
