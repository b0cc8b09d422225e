"""The demonstration's desk: a lead gave some of those who waited to mentors this morning, and thanked for a note."""

from collections.abc import Callable
from datetime import date

from django.utils import timezone

from throughline.actions import reassignments, thanks
from throughline.domain.reassignments import share_out
from throughline.domain.vocabulary import Role
from throughline.models import Note, Post, Worker, acting, unfocus
from throughline.policy.standing import Standing
from throughline.queries.desk import carried, chosen, desk
from throughline.queries.thanks import led_by

GIVEN = 3


def make(*, today: date, by: Callable[[Worker], Standing]) -> None:
    """Let the lead of a team give three people to its mentors, some who waited among them. Where there are too few, fewer."""
    mentors = Post.objects.holders(Role.MENTOR, today)
    for post in Post.objects.held(today).filter(role=Role.TEAM_LEAD).select_related("worker").order_by("worker__name"):
        lead = by(post.worker)
        with acting(lead):
            unfocus()
            found = desk(by=lead, now=timezone.now(), on=today)
            workers = [one for one in found.workers if one.pk in mentors]
            # Whoever waits longest stays waiting: a desk with nobody on it shows little.
            rows = [one for one in [*found.waiting[1:], *found.rows] if one.asked is None][:GIVEN]
            gifts, _ = share_out(chosen(rows, workers), carried(found, workers))
            note = _to_thank_for(lead, today=today, without={one.episode.person_id for one in rows})
        if not gifts or note is None:
            continue
        thanks.say(note.pk, by=lead, words="He told me that somebody listened. Thank you.", on=today)
        reassignments.give(by=lead, gifts=gifts, today=today)
        return


def _to_thank_for(lead: Standing, *, today: date, without: set) -> Note | None:
    """Return the last note of somebody whom a lead leads, who spoke with a person that is not given away."""
    return (
        Note.objects.visible_to(lead)
        .filter(worker__in=led_by(lead, on=today), spoke=True, corrected_by__isnull=True)
        .exclude(person__in=without)
        .order_by("-happened_at", "pk")
        .first()
    )
