"""Signing up, and taking a consent back."""

from datetime import date, datetime
from uuid import UUID

from throughline.actions import episodes, notes, ownership
from throughline.actions.beats import atomic, insist, objection_to_writing, record, see
from throughline.domain import consents as rules
from throughline.domain.vocabulary import ConsentPurpose, Way
from throughline.models import Consent, ConsentWording, Episode
from throughline.policy.standing import Standing


@atomic
def sign_up(
    episode: UUID,
    *,
    by: Standing,
    answers: dict[ConsentPurpose, bool],
    way: Way,
    on: date,
    today: date,
    witness: str = "",
    shared_with: str = "",
    at: datetime | None = None,
) -> Episode:
    """Sign someone up with their answer to each purpose, in the wording in force that day.

    The sign-up is offered to the duty worker of the team that serves their home: a handover, which the giver owns until
    it is accepted. Raises Episode.DoesNotExist, Forbidden, Refused.
    """
    joining = see(Episode, episode, by=by)
    wordings = {
        ConsentPurpose(wording.purpose): wording
        for wording in ConsentWording.objects.on(on).filter(programme=joining.programme_id).order_by("number")
    }
    given = {purpose for purpose, said in answers.items() if said}
    insist(
        may=objection_to_writing(by, joining.person_id),
        can=rules.objection_to_signing_up(
            joining.at,
            given=given,
            worded=wordings.keys(),
            needed=[purpose for purpose, wording in wordings.items() if wording.needed_to_sign_up],
            way=way,
            witness=witness,
            on=on,
            today=today,
        ),
    )
    for purpose, wording in wordings.items():
        Consent(
            episode=joining,
            person_id=joining.person_id,
            wording=wording,
            given=purpose in given,
            on=on,
            way=way,
            witness=witness.strip(),
            shared_with=shared_with.strip() if purpose is ConsentPurpose.SHARING and purpose in given else "",
            by_id=by.worker,
        ).save(force_insert=True)
    joining.signed_up_on, joining.declined_on = on, None
    joining.save(update_fields=["signed_up_on", "declined_on"])
    notes.follow_custody(joining)
    episodes.follow_home(joining, on=on)
    episodes.open_to_team(joining)
    record("consent:sign_up", joining, by=by, purposes=sorted(given), way=way)
    ownership.offer_to_duty(joining, by=by, on=on, at=at)
    return joining


@atomic
def ask_again(
    episode: UUID,
    *,
    by: Standing,
    wording: ConsentWording,
    given: bool,
    way: Way,
    on: date,
    today: date,
    witness: str = "",
    shared_with: str = "",
) -> Consent:
    """Record what someone said when asked about one purpose again, after the sign-up. What they said before stays.

    Raises Episode.DoesNotExist, Forbidden, Refused.
    """
    somebody = see(Episode, episode, by=by)
    purpose = ConsentPurpose(wording.purpose)
    standing_yes = (
        Consent.objects.filter(episode=somebody, wording__purpose=purpose, given=True, withdrawn_on__isnull=True)
        .order_by("-on")
        .first()
    )
    insist(
        may=objection_to_writing(by, somebody.person_id),
        can=rules.objection_to_asking_again(
            somebody.at,
            joined_on=somebody.signed_up_on,
            given=given,
            stands=standing_yes is not None and standing_yes.wording_id == wording.pk,
            way=way,
            witness=witness,
            on=on,
            today=today,
        ),
    )
    if standing_yes is not None and not given:
        standing_yes.withdrawn_on, standing_yes.withdrawal_by_id = on, by.worker
        standing_yes.save(update_fields=["withdrawn_on", "withdrawal_by"])
    said = Consent(
        episode=somebody,
        person_id=somebody.person_id,
        wording=wording,
        given=given,
        on=on,
        way=way,
        witness=witness.strip(),
        shared_with=shared_with.strip() if given else "",
        by_id=by.worker,
    )
    said.save(force_insert=True)
    record("consent:ask_again", said, by=by, purpose=purpose, given=given)
    return said


@atomic
def withdraw(pk: UUID, *, by: Standing, on: date, today: date, words: str = "") -> Consent:
    """Record that someone took a consent back. It may be at any time and needs no reason.

    Raises Consent.DoesNotExist, Forbidden, Refused.
    """
    consent = see(Consent, pk, by=by)
    insist(
        may=objection_to_writing(by, consent.person_id),
        can=rules.objection_to_withdrawing(
            given=consent.given, withdrawn_on=consent.withdrawn_on, given_on=consent.on, on=on, today=today
        ),
    )
    consent.withdrawn_on, consent.withdrawn_words, consent.withdrawal_by_id = on, words.strip(), by.worker
    consent.save(update_fields=["withdrawn_on", "withdrawn_words", "withdrawal_by"])
    record("consent:withdraw", consent, by=by)
    return consent
