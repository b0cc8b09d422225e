"""Finding people by the beginning of a name, by phone and by postcode, as fast for whoever sees many as for a mentor."""

from typing import Any

from django.db import migrations, models

from throughline.domain import names
from throughline.models.policies import opened

AT_ONCE = 2000
LOOKED_AT = 3000  # more of one name are not told apart by their keys

FIND = """
CREATE INDEX contactway_by_phone ON throughline_contactway (right(regexp_replace(value, '\\D', '', 'g'), 10)) WHERE kind = 'phone';
CREATE INDEX address_by_postcode ON throughline_address (upper(replace(postcode, ' ', ''))) WHERE postcode <> '';
GRANT SELECT ON throughline_contactway, throughline_address TO door;
GRANT CREATE ON SCHEMA sec TO door;
SET LOCAL ROLE door;
-- Who is reached at a phone (its last ten digits) or lives at a postcode: of those whose contact details or address are open.
-- Not a query under a policy: taking a text apart is not leakproof, and its index would not be used.
CREATE FUNCTION sec.reached(tail text, code text) RETURNS TABLE (who uuid, way text) LANGUAGE plpgsql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp AS $$
DECLARE today date := sec.today();
BEGIN
  RETURN QUERY SELECT w.person_id, 'phone' FROM public.throughline_contactway w
    WHERE tail <> '' AND w.kind = 'phone' AND right(regexp_replace(w.value, '\\D', '', 'g'), 10) = tail AND (w.until_on IS NULL OR w.until_on > today)
      AND w.person_id IN (SELECT unnest((SELECT sec.sight(2)))) LIMIT 50;
  RETURN QUERY SELECT a.person_id, 'postcode' FROM public.throughline_address a
    WHERE code <> '' AND a.postcode <> '' AND upper(replace(a.postcode, ' ', '')) = code AND (a.until_on IS NULL OR a.until_on > today)
      AND a.person_id IN (SELECT unnest((SELECT sec.sight(4096)))) LIMIT 50;
END $$;
-- Of many who share a key with each word those who share the most come back: a slip shares several, a sound shares one.
CREATE OR REPLACE FUNCTION sec.find(one text[], two text[]) RETURNS SETOF uuid LANGUAGE plpgsql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RETURN QUERY SELECT f.person_id FROM (
      SELECT k.person_id, k.keys FROM public.throughline_namekeys k
      WHERE k.keys && one::varchar[] AND k.keys && two::varchar[]
        AND k.person_id IN (SELECT unnest((SELECT sec.sight(1)))) LIMIT {looked_at}
    ) f
    ORDER BY (SELECT count(*) FROM unnest(f.keys) AS u (key) WHERE u.key = ANY(one)) + (SELECT count(*) FROM unnest(f.keys) AS u (key) WHERE u.key = ANY(two)) DESC,
      f.person_id LIMIT 200;
END $$;
REVOKE ALL ON FUNCTION sec.reached(text, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION sec.reached(text, text) TO app;
SET LOCAL ROLE owner;
REVOKE CREATE ON SCHEMA sec FROM door;
"""


def make_keys_anew(apps: Any, schema_editor: Any) -> None:
    """Let everybody be found by the beginnings of their names too."""
    rows, aliases = apps.get_model("throughline", "NameKeys"), apps.get_model("throughline", "PersonName")
    tables = "throughline_namekeys, throughline_personname, throughline_person".split(", ")
    for table in tables:  # the owner sees what it owns, for this transaction
        schema_editor.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
    also: dict[Any, list[tuple[str, str]]] = {}
    for other in aliases.objects.iterator(AT_ONCE):
        also.setdefault(other.person_id, []).append((other.given_names, other.family_name))
    batch = []
    for row in rows.objects.select_related("person").iterator(AT_ONCE):
        one = row.person
        known = [(one.given_names, one.family_name), (one.known_as, one.family_name), *also.get(one.pk, [])]
        row.keys = sorted({key for given, family in known for key in names.keys(given, family)})
        batch.append(row)
        if len(batch) == AT_ONCE:
            rows.objects.bulk_update(batch, ["keys"])
            batch = []
    rows.objects.bulk_update(batch, ["keys"])
    for table in tables:
        schema_editor.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")


class Migration(migrations.Migration):
    """Indexes, one function, and the keys made anew."""

    dependencies = (("throughline", "0029_every_look"),)
    operations = (
        migrations.AddIndex("person", models.Index(fields=["birth_date"], name="person_by_birth")),
        migrations.RunSQL(
            FIND.replace("{looked_at}", str(LOOKED_AT))
            + opened("contactway", role="door")
            + opened("address", role="door"),
            migrations.RunSQL.noop,
        ),
        migrations.RunPython(make_keys_anew, migrations.RunPython.noop),
    )
