"""The demonstration's sheets: a prison's, half entered and late; another, to be entered; and a mentor's emergency sheet."""

from collections.abc import Callable
from datetime import date, timedelta

from django.utils import timezone

from throughline.actions import sheets
from throughline.domain.sheets import Done, NotSeen, Planned, Purpose, Said
from throughline.domain.vocabulary import Role
from throughline.models import Post, Sheet, SheetLine, Worker, unfocus
from throughline.policy.standing import Standing
from throughline.queries.sheets import due_back_after, next_two_days, to_see

MOST = 8


def make(*, today: date, by: Callable[[Worker], Standing]) -> None:
    """Make them, for the coach of each of two prisons and for a mentor. Where there are too few people, fewer."""
    posts = Post.objects.held(today).filter(role=Role.PRISON_COACH, prison__isnull=False).select_related("worker")
    made = 0
    for post in posts.order_by("worker__name"):
        day = today - timedelta(days=4) if made == 0 else today
        coach = by(post.worker)
        rows = [one for one in to_see(post.prison_id, by=coach, day=day, on=today) if one.suggested][:MOST]
        if not rows or made == 2:
            continue
        lines = [Planned(one.episode.pk, one.purpose, one.hall, steps=one.steps) for one in rows]
        sheet = sheets.issue(
            post.prison_id, by=coach, day=day, lines=lines, due_on=due_back_after(day), now=timezone.now(), today=day
        )
        if made == 0:
            _enter(sheet, by=coach, today=today)
        made += 1
    mentor = by(Worker.objects.get(name="Moira Kerr"))
    unfocus()
    last = today + timedelta(days=1)
    sheets.prepare(
        by=mentor, days=(today, last), lines=next_two_days(by=mentor, first=today), due_on=due_back_after(last),
        now=timezone.now(), of_itself=True,
    )  # fmt: skip


def _enter(sheet: Sheet, *, by: Standing, today: date) -> None:
    """Enter two lines: one was not seen, one is thinking about it."""
    unfocus()
    lines = list(SheetLine.objects.visible_to(by).filter(sheet=sheet).order_by("place"))
    said = [Said(1, lines[0].code, Done.NOT_SEEN, why=NotSeen.NO_TIME)]
    if len(lines) > 1 and lines[1].purpose == Purpose.OFFER:
        said.append(Said(2, lines[1].code, Done.LATER))
    sheets.enter(sheet.pk, by=by, said=said, shut_out={}, now=timezone.now(), today=today)
