"""The demonstration's letters: a mentor wrote 'still here for you' to a few people, and a form was printed for one."""

from collections.abc import Callable
from datetime import date
from uuid import uuid4

from django.utils import timezone

from throughline.actions import letters
from throughline.domain.letters import Kind, Language, Planned
from throughline.models import LetterTemplate, Worker, unfocus
from throughline.policy.standing import Standing
from throughline.queries.letters import group, partnership_name, planned

MOST = 4


def make(*, today: date, by: Callable[[Worker], Standing]) -> None:
    """Print them. Where nobody may be written to, none."""
    mentor, now = by(Worker.objects.get(name="Moira Kerr")), timezone.now()
    for kind, most in ((Kind.STILL_HERE, MOST), (Kind.CONSENT, 1)):
        unfocus()
        mentor.sight.clear()
        template = LetterTemplate.objects.filter(kind=kind, language=Language.ENGLISH, retired_on=None).first()
        if template is None:
            continue
        words = template.newest
        people = group("mine", by=mentor, now=now, on=today)
        ready = [one for one in planned(words, people, by=mentor, now=now, on=today).values() if isinstance(one, Planned)]  # fmt: skip
        if ready:
            letters.print_out(
                words.pk, by=mentor, planned=ready[:most], run=uuid4(), sender=partnership_name(), now=now
            )  # fmt: skip
