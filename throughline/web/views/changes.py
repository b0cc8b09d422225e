"""What was changed on a record?"""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from throughline.queries.changes import PAGE, changes_of
from throughline.web.access import record_or_404
from throughline.web.pages.changes import told


@require_safe
def changes(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show whoever works on a record what was changed on it: before, after, who, when, why they could."""
    record = record_or_404(request, pk, writes=True)  # not there for those who may only read
    asked = request.GET.get("page", "")
    number = max(1, min(int(asked) if asked.isascii() and asked.isdigit() else 1, 10_000))
    found, total = changes_of(record, by=request.standing, page=number)
    last = max(1, -(-total // PAGE))
    page = {
        "person": record.person,
        "back": (reverse("person", args=[pk]), record.person.name),
        "moments": told(found, today=timezone.localdate()),
        "total": total,
        "number": number,
        "last": last,
        "older": number + 1 if number < last else None,
        "newer": number - 1 if number > 1 else None,
    }
    return render(request, "changes.html", {"page": page})


urls = [path("people/<uuid:pk>/changes", changes, name="changes")]
