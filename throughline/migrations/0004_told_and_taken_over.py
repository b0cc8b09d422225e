"""What is told of a release is due and can be corrected; what is agreed for a later day begins on that day."""

from django.db import migrations, models
from django.db.models.deletion import PROTECT
from django.utils import timezone

# The shipped rows as they were on the day of this migration: later ones have migrations of their own.
RESULTS = (
    ("we_did_not_come", "We did not come", {"fault": "service"}),
    ("ended_prison", "It began, the prison ended it early", {"happened": True, "fault": "outside"}),
    ("ended_person", "It began, they ended it early", {"happened": True, "fault": "person"}),
    ("ended_us", "It began, we ended it early", {"happened": True, "fault": "service"}),
    ("no_reply_call", "No reply to a call", {"fault": "person", "try": True}),
    ("no_reply_text", "No reply to a text", {"fault": "person", "try": True}),
    ("no_reply_letter", "No reply to a letter", {"fault": "person", "try": True}),
    ("no_reply_email", "No reply to Email a Prisoner", {"fault": "person", "try": True}),
)
TRAITS = {"transferred": {"new_prison": True}, "date_moved": {"new_date": True}, "pack_left": {"pack": True}}


def add_clock(apps, _editor):
    """Give every programme the clock of a date that passed unanswered."""
    row = apps.get_model("throughline", "StandardRow")
    for programme in apps.get_model("throughline", "Programme").objects.all():
        if not row.objects.filter(programme=programme, code="date_passed").exists():
            row.objects.create(
                programme=programme, code="date_passed", words="Say if they came out", amount=0, unit="days",
                source="house default", from_on=programme.from_on,
            )  # fmt: skip


def add_results(apps, _editor):
    """Complete the results of appointments as the next version of their list, and say what gate results ask for."""
    code, code_list = apps.get_model("throughline", "Code"), apps.get_model("throughline", "CodeList")
    for name, traits in TRAITS.items():
        for held in code.objects.filter(list="gate_results", code=name):
            held.traits = held.traits | traits
            held.save(update_fields=["traits"])
    results = code_list.objects.filter(name="appointment_results").first()
    if results is None:
        return
    there = set(code.objects.filter(list=results).values_list("code", flat=True))
    new = [one for one in RESULTS if one[0] not in there]
    if not new:
        return
    results.number += 1
    results.save(update_fields=["number"])
    apps.get_model("throughline", "CodeVersion").objects.create(
        list=results, number=results.number, from_on=timezone.localdate(), what_changed="Completed as shipped"
    )
    last = max(code.objects.filter(list=results).values_list("order", flat=True), default=0)
    for place, (short, words, traits) in enumerate(new, start=1):
        code.objects.create(
            list=results, code=short, words=words, traits=traits, order=last + place * 10, since_version=results.number
        )


# A receiver sees by the handover, and plays a part only once they said yes.
HANDOVERS = """
UPDATE throughline_handover SET in_force_on = (answered_at AT TIME ZONE 'Europe/London')::date WHERE accepted;
UPDATE throughline_grant g SET source = h.id, source_kind = 'handover', because = 'has been asked to take over'
  FROM throughline_handover h JOIN throughline_assignment a
    ON a.episode_id = h.episode_id AND a.worker_id = h.receiver_id AND a.part = h.part AND a.until_on IS NULL
    AND a.recorded_at >= h.recorded_at
  WHERE h.answered_at IS NULL AND h.withdrawn_at IS NULL AND g.source = a.id AND upper(g.valid) IS NULL;
DELETE FROM throughline_assignment a USING throughline_handover h
  WHERE a.episode_id = h.episode_id AND a.worker_id = h.receiver_id AND a.part = h.part AND a.until_on IS NULL
    AND a.recorded_at >= h.recorded_at AND h.answered_at IS NULL AND h.withdrawn_at IS NULL;
"""


class Migration(migrations.Migration):
    """Corrections of what was marked, handovers and leavers with a day, the clock of a date that passed."""

    dependencies = [("throughline", "0003_contact_follows_custody")]
    operations = [
        migrations.AddField(
            "gatemeeting",
            "corrects",
            models.OneToOneField(
                null=True, on_delete=PROTECT, related_name="corrected_by", to="throughline.gatemeeting"
            ),
        ),
        migrations.AddField(
            "appointment",
            "corrects",
            models.OneToOneField(
                null=True, on_delete=PROTECT, related_name="corrected_by", to="throughline.appointment"
            ),
        ),
        migrations.AddField("handover", "in_force_on", models.DateField(null=True)),
        migrations.AddField("worker", "leaves_on", models.DateField(null=True, blank=True)),
        migrations.RunSQL(HANDOVERS, migrations.RunSQL.noop),
        migrations.RunPython(add_clock, migrations.RunPython.noop),
        migrations.RunPython(add_results, migrations.RunPython.noop),
    ]
