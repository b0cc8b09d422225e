"""The keys by which people are found, made anew: a Mc is found by one slip in its two letters too."""

from importlib import import_module

from django.db import migrations

make_keys_anew = import_module("throughline.migrations.0030_find").make_keys_anew


class Migration(migrations.Migration):
    """Make the keys anew."""

    dependencies = [("throughline", "0037_deaths")]

    operations = [migrations.RunPython(make_keys_anew, migrations.RunPython.noop)]
