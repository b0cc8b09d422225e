"""A row that is put right on the day it began holds on no day, no two rows hold on one day, and an end is felt at once."""

from django.db import migrations, models
from django.db.models import ExpressionWrapper, F, Q, Value

DATED = {
    "absence": "absence_dates",
    "consentwording": "consent_wording_dates",
    "eligibilityrule": "eligibility_rule_dates",
    "organisation": "organisation_dates",
    "packcontent": "pack_content_dates",
    "post": "post_dates",
    "prisonservice": "prison_service_dates",
    "programme": "programme_dates",
    "standardrow": "standard_dates",
    "team": "team_dates",
    "teamarea": "team_area_dates",
    "teamduty": "team_duty_dates",
}
# What there is one of on any day, as the text that tells one from another.
ONE_A_DAY = {
    "teamduty": "team_id::text",
    "teamarea": "council_id::text",
    "prisonservice": "prison_id::text",
    "eligibilityrule": "programme_id::text || kind",
    "standardrow": "programme_id::text || code",
    "consentwording": "programme_id::text || purpose",
}
HOLDS = "daterange(from_on, until_on + 1)"


def _dates(name: str) -> models.CheckConstraint:
    day_before = ExpressionWrapper(F("from_on") - Value(1), output_field=models.DateField())
    return models.CheckConstraint(name=name, condition=Q(until_on__isnull=True) | Q(until_on__gte=day_before))


def _one_a_day(table: str, key: str) -> migrations.RunSQL:
    """Take the days from rows that were put right on the day they began, end the others when the next begins.

    Then let no two overlap again.
    """
    held = key.replace("programme_id", "{0}.programme_id").replace("|| ", "|| {0}.")
    held = held if "{0}" in held else "{0}." + held
    return migrations.RunSQL(
        f"""UPDATE throughline_{table} a SET until_on = a.from_on - 1 WHERE EXISTS (
          SELECT FROM throughline_{table} b WHERE {held.format("b")} = {held.format("a")} AND b.from_on = a.from_on AND b.id > a.id);
        UPDATE throughline_{table} a SET until_on = later.from_on - 1 FROM (
          SELECT a.id, min(b.from_on) AS from_on FROM throughline_{table} a JOIN throughline_{table} b
          ON {held.format("b")} = {held.format("a")} AND b.from_on > a.from_on
          AND (b.until_on IS NULL OR b.until_on >= b.from_on) GROUP BY a.id
        ) later WHERE later.id = a.id AND (a.until_on IS NULL OR a.until_on >= later.from_on);
        ALTER TABLE throughline_{table} ADD CONSTRAINT {table}_one_a_day EXCLUDE USING gist
          (textrange({key}, {key}, '[]') WITH &&, {HOLDS} WITH &&);""",  # noqa: S608 - the names stand above
        f"ALTER TABLE throughline_{table} DROP CONSTRAINT {table}_one_a_day",
    )


class Migration(migrations.Migration):
    """Let a row hold on no day, exclude two on one, keep the moment of an end."""

    dependencies = [("throughline", "0006_demonstration_is_marked")]
    operations = [
        migrations.AddField("post", "ended_at", models.DateTimeField(editable=False, null=True)),
        migrations.AddField("worker", "ended_at", models.DateTimeField(editable=False, null=True)),
        *[migrations.RemoveConstraint(model, name) for model, name in DATED.items()],
        *[migrations.AddConstraint(model, _dates(name)) for model, name in DATED.items()],
        migrations.RunSQL(
            'CREATE TYPE textrange AS RANGE (subtype = text, collation = "C"); GRANT USAGE ON TYPE textrange TO PUBLIC',
            "DROP TYPE textrange",
        ),
        *[_one_a_day(table, key) for table, key in ONE_A_DAY.items()],
    ]
