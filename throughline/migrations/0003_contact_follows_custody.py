"""Where someone was when a note was made follows from custody, which is often learnt later: it is kept nowhere else."""

from django.db import migrations


class Migration(migrations.Migration):
    """Drop what a note guessed about that when it was saved."""

    dependencies = [("throughline", "0002_rights")]
    operations = [migrations.RemoveField(model_name="note", name="in_community")]
