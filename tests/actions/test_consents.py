"""What someone agreed to: taken back, asked again, and every answer kept."""

import pytest

from tests.cast import TODAY, days
from tests.histories import arrive, sign_up
from throughline.actions import consents, people
from throughline.domain.objections import Refused
from throughline.domain.vocabulary import ConsentPurpose, IdentifierKind, Way
from throughline.models import Consent, ConsentWording, Identifier

pytestmark = pytest.mark.django_db


def wording(cast, purpose):
    return ConsentWording.objects.get(programme=cast.programme, purpose=purpose, until_on=None)


@pytest.mark.ledger("J3")
def test_a_no_may_become_a_yes_and_be_taken_back_and_all_three_are_kept(cast):
    episode = sign_up(cast, arrive(cast))
    coach = cast.stands("prison_coach")
    sharing = wording(cast, ConsentPurpose.SHARING)
    assert not Consent.objects.get(wording=sharing).given

    said = consents.ask_again(
        episode.pk,
        by=coach,
        wording=sharing,
        given=True,
        way=Way.PAPER,
        on=days(-5),
        today=TODAY,
        shared_with="the council",
    )
    consents.withdraw(said.pk, by=coach, on=TODAY, today=TODAY, words="I changed my mind.")

    answers = list(Consent.objects.filter(wording=sharing).order_by("recorded_at").values_list("given", "withdrawn_on"))
    assert answers == [(False, None), (True, TODAY)]


def test_a_no_later_on_takes_the_yes_back(cast):
    episode = sign_up(cast, arrive(cast))
    coach = cast.stands("prison_coach")
    record = wording(cast, ConsentPurpose.RECORD)

    consents.ask_again(
        episode.pk, by=coach, wording=record, given=False, way=Way.SPOKEN, witness="Officer Bain", on=TODAY, today=TODAY
    )

    assert Consent.objects.get(wording=record, given=True).withdrawn_on == TODAY


@pytest.mark.parametrize(
    ("purpose", "way", "why"),
    [
        (ConsentPurpose.RECORD, Way.PAPER, "stands_already"),
        (ConsentPurpose.SHARING, Way.SPOKEN, "needs_witness"),
    ],
)
def test_a_yes_that_stands_or_that_nobody_heard_is_refused(cast, purpose, way, why):
    episode = sign_up(cast, arrive(cast))

    with pytest.raises(Refused) as refused:
        consents.ask_again(
            episode.pk,
            by=cast.stands("prison_coach"),
            wording=wording(cast, purpose),
            given=True,
            way=way,
            on=TODAY,
            today=TODAY,
        )

    assert refused.value.objection.code == why


def test_a_number_that_is_on_another_record_is_refused_and_nothing_of_that_record_is_said(cast):
    arrive(cast, given="Sam", family="Weir", spin="91234")
    episode = arrive(cast)
    coach = cast.stands("prison_coach")

    with pytest.raises(Refused) as refused:
        people.add_identifier(episode.person_id, by=coach, kind=IdentifierKind.SPIN, value="91234")

    assert "Weir" not in refused.value.objection.words
    assert not Identifier.objects.filter(person=episode.person).exists()
