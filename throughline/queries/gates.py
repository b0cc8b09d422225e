"""What a gate card needs."""

from datetime import date, timedelta
from uuid import UUID

from throughline.domain.calendar import start_of
from throughline.domain.vocabulary import Role
from throughline.models import Appointment, Post, PrisonService, TeamDuty, Worker, kept_out
from throughline.policy.standing import Standing
from throughline.queries.clocks import liberation_dates
from throughline.queries.records import Record


def gate_desk(prison: str, *, on: date) -> str:
    """Return the phone number of a prison's gate desk, or ""."""
    return PrisonService.objects.on(on).filter(prison=prison).values_list("gate_desk", flat=True).first() or ""


def due_out(record: Record, *, by: Standing) -> date | None:
    """Return the day someone is to come out, as last told."""
    return liberation_dates([record.person.pk], by=by).get(record.person.pk)


def booked_on(episode: UUID, *, by: Standing, day: date) -> list[Appointment]:
    """Return what is booked with someone on a day, in order."""
    start = start_of(day)
    return list(
        Appointment.objects.visible_to(by)
        .filter(episode=episode, starts_at__gte=start, starts_at__lt=start + timedelta(days=1), result__isnull=True)
        .order_by("starts_at")
    )


def possible_receivers(record: Record, *, by: Standing, on: date) -> list[Worker]:
    """Return who may be asked to take on someone: whoever may be asked to meet them, and every team's duty worker."""
    near = {worker.pk for worker in possible_workers(record, by=by, on=on)}
    duty = set(TeamDuty.objects.on(on).values_list("duty_worker_id", flat=True))
    able = near | duty - kept_out(record.person.pk, duty)
    return list(Worker.objects.filter(pk__in=able, service=False, ended_on__isnull=True).order_by("name"))


def possible_workers(record: Record, *, by: Standing, on: date) -> list[Worker]:
    """Return the workers who may be asked to meet someone: those in a working post of the record's team or one's own.

    Whom a seal or a conflict keeps out is not among them, and it is not said why.
    """
    teams = set(by.teams) | ({record.episode.team_id} if record.episode and record.episode.team_id else set())
    posts = Post.objects.held(on).filter(
        team__in=teams, role__in=[Role.MENTOR, Role.TEAM_LEAD, Role.DUTY_WORKER], worker__ended_on__isnull=True
    )
    ids = set(posts.values_list("worker_id", flat=True)) | {by.worker}
    ids -= kept_out(record.person.pk, ids)
    return list(Worker.objects.filter(pk__in=ids, service=False).order_by("name"))
