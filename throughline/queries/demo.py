"""Who can be tried in the demonstration."""

from django.conf import settings
from django.core import signing
from django.urls import reverse

from throughline.domain.vocabulary import Role
from throughline.models import Post

SALT = "demonstration"
_ORDER = [
    Role.PRISON_COACH,
    Role.DUTY_WORKER,
    Role.MENTOR,
    Role.TEAM_LEAD,
    Role.COORDINATOR,
    Role.RECORD_STEWARD,
    Role.PARTNER_WORKER,
    Role.ADMINISTRATOR,
]


def people_to_try() -> list[tuple[str, str, str]]:
    """Return (name, role, path of the link that signs them in). Empty outside the demonstration."""
    if not settings.DEMO:
        return []
    seen, rows = set(), []
    for role in _ORDER:
        for post in (
            Post.objects.filter(role=role, until_on__isnull=True, worker__account__isnull=False)
            .select_related("worker", "team", "prison")
            .order_by("from_on", "worker__name")
        ):
            if post.worker_id in seen or sum(1 for row in rows if row[3] == role) >= 2:
                continue
            seen.add(post.worker_id)
            place = post.prison.short_name if post.prison else post.team.name if post.team else ""
            link = reverse("demo_sign_in", args=[signing.dumps(str(post.worker_id), salt=SALT, compress=False)])
            rows.append((post.worker.name, f"{role.label}{', ' + place if place else ''}", link, role))
    return [row[:3] for row in rows]
