"""Who can be tried in the demonstration."""

from django.conf import settings
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.text import slugify

from throughline.domain.vocabulary import Role
from throughline.models import Partnership, Post, Worker

_SALT = "throughline demonstration"
_ORDER = [
    Role.PRISON_COACH,
    Role.DUTY_WORKER,
    Role.MENTOR,
    Role.TEAM_LEAD,
    Role.COORDINATOR,
    Role.RECORD_STEWARD,
    Role.PARTNERSHIP_MANAGER,
    Role.EVALUATOR,
    Role.DATA_PROTECTION_LEAD,
    Role.PARTNER_WORKER,
    Role.ADMINISTRATOR,
]


def is_demonstration() -> bool:
    """Tell whether this is a demonstration: its process says so, and its data bears the mark. A real partnership never does."""
    return settings.DEMO and Partnership.objects.filter(demonstration=True).exists()


def people_to_try() -> list[tuple[str, str, str]]:
    """Return (name, role, path of the link that signs them in). Empty outside the demonstration."""
    if not is_demonstration():
        return []
    seen, rows = set(), []
    for role in _ORDER:
        for post in (
            Post.objects.filter(role=role, until_on__isnull=True, worker__account__isnull=False)
            .select_related("worker", "team", "prison")
            .order_by("worker_id")
        ):
            if post.worker_id in seen or sum(1 for row in rows if row[3] == role) >= 2:
                continue
            seen.add(post.worker_id)
            place = post.prison.short_name if post.prison else post.team.name if post.team else ""
            link = reverse("demo_sign_in", args=[token_of(post.worker)])
            rows.append((post.worker.name, f"{role.label}{', ' + place if place else ''}", link, role))
    return [row[:3] for row in rows]


def token_of(worker: Worker) -> str:
    """Return the last part of a worker's sign-in link: their name, and a mark that only this installation can make."""
    return f"{slugify(worker.name)}-{salted_hmac(_SALT, str(worker.pk)).hexdigest()[:12]}"


def worker_of(token: str) -> Worker | None:
    """Return whom a sign-in link signs in, or None. Outside the demonstration it is nobody."""
    if not is_demonstration():
        return None
    everyone = Worker.objects.filter(service=False, account__isnull=False).select_related("account")
    return next((worker for worker in everyone if constant_time_compare(token_of(worker), token)), None)
