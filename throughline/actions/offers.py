"""Asking someone to join, and what they say."""

from datetime import date
from uuid import UUID

from throughline.actions.beats import atomic, insist, objection_to_writing, record, see
from throughline.domain import offers as rules
from throughline.domain.vocabulary import Channel, OfferAnswer
from throughline.models import Answer, Code, Episode, Offer
from throughline.policy.standing import Standing


@atomic
def make(
    episode: UUID,
    *,
    by: Standing,
    channel: Channel,
    made_on: date,
    today: date,
    words: str = "",
    shut_out_because: str = "",
) -> Offer:
    """Record that someone was asked. `shut_out_because` is what the eligibility rules say against it, if anything.

    Raises Episode.DoesNotExist, Forbidden, Refused.
    """
    asked = see(Episode, episode, by=by)
    insist(
        may=objection_to_writing(by, asked.person_id),
        can=rules.objection_to_offering(asked.at, on=made_on, today=today, shut_out_because=shut_out_because),
    )
    offer = Offer(
        episode=asked, person_id=asked.person_id, channel=channel, made_on=made_on, by_id=by.worker, words=words
    )
    offer.save(force_insert=True)
    asked.offered_on = min(made_on, asked.offered_on or made_on)
    # Asked again after a no: the question is open again.
    asked.declined_on = None
    asked.save(update_fields=["offered_on", "declined_on"])
    record("offer:make", offer, by=by, channel=channel)
    return offer


@atomic
def answer(
    episode: UUID,
    *,
    by: Standing,
    answer: OfferAnswer,
    on: date,
    today: date,
    reason: Code | None = None,
    words: str = "",
) -> Answer:
    """Record what someone said to the last offer. "Declined for now" costs nothing; a later yes is one more answer.

    Raises Episode.DoesNotExist, Forbidden, Refused.
    """
    asked = see(Episode, episode, by=by)
    offer = Offer.objects.filter(episode=asked).order_by("-made_on", "-recorded_at").first()
    insist(
        may=objection_to_writing(by, asked.person_id),
        can=rules.objection_to_answering(
            asked.at, answer, offered_on=offer.made_on if offer else None, on=on, today=today
        ),
    )
    said = Answer(
        offer=offer,
        person_id=asked.person_id,
        answer=answer,
        on=on,
        reason=reason if answer is OfferAnswer.DECLINED else None,
        words=words,
        by_id=by.worker,
    )
    said.save(force_insert=True)
    asked.declined_on = on if answer is OfferAnswer.DECLINED else None
    asked.save(update_fields=["declined_on"])
    record("offer:answer", said, by=by, answer=answer)
    return said
