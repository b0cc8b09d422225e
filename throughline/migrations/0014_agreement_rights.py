"""What keeps an agreement true in the database itself: frozen words, every side's yes, nothing taken away."""

from django.db import migrations

RIGHTS = """
REVOKE DELETE ON throughline_agreement, throughline_agreementparty, throughline_agreementversion, throughline_agreementpurpose,
  throughline_sharing, throughline_sharingterm, throughline_agreementapproval, throughline_agreementreview,
  throughline_declaredneed FROM app;
-- A draft is rewritten whole; a trigger below keeps what was sent for approval from being touched.
GRANT DELETE ON throughline_agreementpurpose, throughline_sharingterm TO app;
REVOKE UPDATE ON throughline_agreementparty, throughline_sharing, throughline_sharingterm, throughline_agreementapproval,
  throughline_agreementreview FROM app;
REVOKE UPDATE ON throughline_agreement FROM app;
GRANT UPDATE (title) ON throughline_agreement TO app;  -- a lock needs one column
REVOKE UPDATE ON throughline_declaredneed FROM app;
GRANT UPDATE (until_on, version) ON throughline_declaredneed TO app;
"""

FROZEN = """
CREATE FUNCTION agreement_stays_as_sent() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  -- What may still happen to a version once it was sent for approval. (starts and ends follow from valid.)
  fate text[] := ARRAY['put_away_at', 'put_away_by_id', 'put_away_words', 'valid', 'starts', 'ends', 'ended_by_id',
    'ended_for_id', 'ended_words', 'version'];
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.valid IS NOT NULL OR NEW.proposed_at IS NOT NULL THEN
      RAISE EXCEPTION 'a version begins as a draft' USING ERRCODE = 'check_violation', CONSTRAINT = 'agreement_begins_as_draft';
    END IF;
    RETURN NEW;
  END IF;
  IF OLD.proposed_at IS NOT NULL AND to_jsonb(OLD) - fate IS DISTINCT FROM to_jsonb(NEW) - fate THEN
    RAISE EXCEPTION 'what was sent for approval does not change' USING ERRCODE = 'check_violation', CONSTRAINT = 'agreement_stays_as_sent';
  END IF;
  IF NEW.valid IS NOT NULL AND (
    NEW.proposed_at IS NULL OR NEW.put_away_at IS NOT NULL OR EXISTS (
      SELECT FROM public.throughline_agreementparty AS party WHERE party.agreement_id = NEW.agreement_id AND NOT EXISTS (
        SELECT FROM public.throughline_agreementapproval AS approval
        WHERE approval.version_id = NEW.id AND approval.organisation_id = party.organisation_id))
  ) THEN
    RAISE EXCEPTION 'every side approves first' USING ERRCODE = 'check_violation', CONSTRAINT = 'every_side_approves_first';
  END IF;
  IF OLD.valid IS NOT NULL AND upper(NEW.valid) > upper(OLD.valid) THEN
    RAISE EXCEPTION 'an agreement is not lengthened' USING ERRCODE = 'check_violation', CONSTRAINT = 'agreement_is_not_lengthened';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER agreement_stays_as_sent BEFORE INSERT OR UPDATE ON throughline_agreementversion
  FOR EACH ROW EXECUTE FUNCTION agreement_stays_as_sent();

CREATE FUNCTION agreement_part_stays_as_sent() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE part uuid := CASE TG_OP WHEN 'DELETE' THEN OLD.version_id ELSE NEW.version_id END;
BEGIN
  IF EXISTS (SELECT FROM public.throughline_agreementversion WHERE id = part AND proposed_at IS NOT NULL) THEN
    RAISE EXCEPTION 'what was sent for approval does not change' USING ERRCODE = 'check_violation', CONSTRAINT = 'agreement_stays_as_sent';
  END IF;
  RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER agreement_part_stays_as_sent BEFORE INSERT OR UPDATE OR DELETE ON throughline_agreementpurpose
  FOR EACH ROW EXECUTE FUNCTION agreement_part_stays_as_sent();
CREATE TRIGGER agreement_part_stays_as_sent BEFORE INSERT OR UPDATE OR DELETE ON throughline_sharingterm
  FOR EACH ROW EXECUTE FUNCTION agreement_part_stays_as_sent();

CREATE FUNCTION agreement_sides_stay() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT FROM public.throughline_agreementversion WHERE agreement_id = NEW.agreement_id AND proposed_at IS NOT NULL) THEN
    RAISE EXCEPTION 'the sides do not change' USING ERRCODE = 'check_violation', CONSTRAINT = 'agreement_sides_stay';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER agreement_sides_stay BEFORE INSERT ON throughline_agreementparty
  FOR EACH ROW EXECUTE FUNCTION agreement_sides_stay();

CREATE FUNCTION only_a_side_approves() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (
    SELECT FROM public.throughline_agreementversion AS version
    JOIN public.throughline_agreementparty AS party USING (agreement_id)
    WHERE version.id = NEW.version_id AND version.proposed_at IS NOT NULL AND version.put_away_at IS NULL
      AND version.valid IS NULL AND party.organisation_id = NEW.organisation_id
  ) THEN
    RAISE EXCEPTION 'only a side approves, and only what waits' USING ERRCODE = 'check_violation', CONSTRAINT = 'only_a_side_approves';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER only_a_side_approves BEFORE INSERT ON throughline_agreementapproval
  FOR EACH ROW EXECUTE FUNCTION only_a_side_approves();
"""

# Asked before an agreement ends. Whoever asks holds no grant on these people: so a number, and ids without a name.
PEOPLE = """
CREATE FUNCTION agreement_people(asked uuid) RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT DISTINCT g.person_id FROM public.throughline_grant AS g
  JOIN public.throughline_sharing AS s ON s.id = g.sharing_id
  JOIN public.throughline_sharingterm AS t ON t.sharing_id = s.id
  JOIN public.throughline_agreementversion AS v ON v.id = t.version_id AND v.starts <= now() AND v.ends > now()
  WHERE s.agreement_id = asked AND g.starts <= now() AND g.ends > now() AND g.opens & (t.opens | 1024) <> 0
$$;
CREATE FUNCTION agreement_counts(asked uuid) RETURNS bigint LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, public, pg_temp AS $$ SELECT count(*) FROM public.agreement_people(asked) $$;
REVOKE ALL ON FUNCTION agreement_people(uuid), agreement_counts(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION agreement_people(uuid), agreement_counts(uuid) TO app;
"""

_TABLES = {
    "agreement_stays_as_sent": ["agreementversion"],
    "agreement_part_stays_as_sent": ["agreementpurpose", "sharingterm"],
    "agreement_sides_stay": ["agreementparty"],
    "only_a_side_approves": ["agreementapproval"],
}
_DROP = "".join(
    "".join(f"DROP TRIGGER {name} ON throughline_{table};" for table in tables) + f"DROP FUNCTION {name}();"
    for name, tables in _TABLES.items()
)


def ship_lists(apps, schema_editor):
    """Put the new lists of answers into a partnership that was set up before they came."""
    from throughline.domain import codes  # noqa: PLC0415 - the lists as they are shipped

    models = {name: apps.get_model("throughline", name) for name in ("Partnership", "CodeList", "CodeVersion", "Code")}
    partnership = models["Partnership"].objects.using(schema_editor.connection.alias).first()
    if partnership is None:
        return
    for ready in (codes.AGREEMENT_PURPOSES, codes.LAWFUL_BASES, codes.SPECIAL_CONDITIONS, codes.OFFENCE_CONDITIONS):
        if models["CodeList"].objects.filter(name=ready.name).exists():
            continue
        one = models["CodeList"].objects.create(name=ready.name, words=ready.words)
        models["CodeVersion"].objects.create(
            list=one, number=1, from_on=partnership.set_up_on, what_changed="As shipped"
        )
        models["Code"].objects.bulk_create(
            models["Code"](list=one, code=code.code, words=code.words, traits=dict(code.traits), order=order * 10)
            for order, code in enumerate(ready.codes)
        )


class Migration(migrations.Migration):
    """Rights, frozen words, the people whom an ending would touch, the lists."""

    dependencies = [("throughline", "0013_agreements")]
    operations = [
        migrations.RunSQL(RIGHTS, migrations.RunSQL.noop),
        migrations.RunSQL(FROZEN, _DROP),
        migrations.RunSQL(PEOPLE, "DROP FUNCTION agreement_counts(uuid); DROP FUNCTION agreement_people(uuid);"),
        migrations.RunPython(ship_lists, migrations.RunPython.noop),
    ]
