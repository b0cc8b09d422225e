"""A lead thanks a worker of the team for a note."""

from datetime import date
from uuid import UUID

from throughline.actions.beats import atomic, insist, moment, record, see
from throughline.domain import thanks as rules
from throughline.models import Note, Post, Thanks
from throughline.policy.standing import Standing, objection_to_leading


@atomic
def say(note: UUID, *, by: Standing, words: str = "", on: date) -> Thanks:
    """Thank whoever wrote a note, once. Raises Note.DoesNotExist if `by` cannot read it, Forbidden, Refused."""
    read = see(Note, note, by=by)
    insist(
        may=objection_to_leading(by),
        can=rules.objection_to_thanking(
            own=read.worker_id == by.worker,
            leads_the_writer=Post.objects.held(on).filter(worker=read.worker_id, team__in=by.teams).exists(),
            thanked_already=Thanks.objects.filter(note=read, by=by.worker).exists(),
        ),
    )
    said = Thanks(note=read, person_id=read.person_id, by_id=by.worker, words=words.strip(), said_at=moment())
    said.save(force_insert=True)
    record("thanks:say", said, by=by)
    return said
