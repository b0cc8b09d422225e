"""Appointments and visits inside: with whom, where, when, why, and what came of them."""

from django.db import models

from throughline.models.sight import Personal
from throughline.policy.grants import Opens


class Appointment(Personal):
    """Something booked. A visit is the community mentor going inside before release."""

    OPENS = Opens.JOURNEY

    client_id = models.UUIDField()
    episode = models.ForeignKey("Episode", models.PROTECT, related_name="appointments")
    kind = models.CharField(max_length=12, choices=[("appointment", "Appointment"), ("visit", "Visit inside")])
    worker = models.ForeignKey("Worker", models.PROTECT, related_name="+")  # whose Today it stands on
    starts_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField(null=True)
    with_whom = models.CharField(max_length=120, blank=True)
    where = models.CharField(max_length=200, blank=True)
    prison = models.ForeignKey("Prison", models.PROTECT, null=True, related_name="+")
    purpose = models.CharField(max_length=200)
    accompanied = models.BooleanField(default=False)  # the worker goes too
    series = models.UUIDField(null=True)
    booked_on = models.DateField()
    by = models.ForeignKey("Worker", models.PROTECT, related_name="+")
    result = models.ForeignKey("Code", models.PROTECT, null=True, related_name="+")
    result_words = models.TextField(blank=True)
    marked_at = models.DateTimeField(null=True)
    marked_by = models.ForeignKey("Worker", models.PROTECT, null=True, related_name="+")
    instead_of = models.OneToOneField("self", models.PROTECT, null=True, related_name="moved_to")
    corrects = models.OneToOneField("self", models.PROTECT, null=True, related_name="corrected_by")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["person", "client_id"], name="appointment_saved_once"),)
        indexes = (
            models.Index(fields=["worker", "starts_at"], name="appointment_by_worker"),
            models.Index(fields=["person", "starts_at"], name="appointment_by_person"),
        )
