"""A note put right by another, and words that are not saved yet."""

from uuid import uuid4

import pytest

from tests.cast import TODAY, days
from tests.histories import code, moment, out_and_engaged, with_mentor
from throughline.actions import notes
from throughline.domain.objections import Refused
from throughline.domain.vocabulary import Channel
from throughline.models import Draft, Episode, Event, Note, Person

pytestmark = pytest.mark.django_db
NOW = moment(TODAY, 12)


def correct(cast, note, *, part="mentor", **more):
    given = {
        "client_id": uuid4(), "now": NOW, "spoke": True, "channel": Channel.PHONE, "kind": code("contact_kinds", "mentoring"),
        "happened_at": moment(days(-10), 14), "minutes": 20, "words": "He has a bed.",
    }  # fmt: skip
    return notes.correct(note.pk, by=cast.stands(part), **given | more)


def draft(cast, person, words, *, part="mentor"):
    return notes.keep_draft(person, by=cast.stands(part), body={"words": words}, at=NOW)


def test_a_note_is_put_right_by_another_and_its_first_words_stay(cast):
    episode = out_and_engaged(cast)
    first = Note.objects.get()

    newer = correct(cast, first)

    first.refresh_from_db()
    assert first.words == "Settling in."
    assert (newer.corrects, newer.words, newer.worker) == (first, "He has a bed.", cast.mentor)
    event = Event.objects.get(what="note:correct")
    assert (event.by, event.thing_id, event.detail) == (cast.mentor, str(newer.pk), {"corrects": str(first.pk)})
    episode.refresh_from_db()
    assert episode.first_contact_at == moment(days(-10), 14), "the first contact is when the newer note says"


def test_a_contact_that_was_none_is_no_first_contact(cast):
    episode = out_and_engaged(cast)

    correct(cast, Note.objects.get(), spoke=False, words="")

    episode.refresh_from_db()
    assert episode.first_contact_at is None


def test_the_same_press_again_is_the_same_note_and_another_is_refused(cast):
    out_and_engaged(cast)
    first, once = Note.objects.get(), uuid4()

    newer = correct(cast, first, client_id=once)

    assert correct(cast, first, client_id=once) == newer
    with pytest.raises(Refused, match="corrected already"):
        correct(cast, first)
    assert Note.objects.count() == 2
    assert correct(cast, newer).corrects == newer


def test_a_note_is_put_right_by_its_writer_or_a_lead_and_by_nobody_else(cast):
    out_and_engaged(cast)
    first = Note.objects.get()

    with pytest.raises(Refused, match="Ask the one who wrote it"):
        correct(cast, first, part="duty_worker")
    with pytest.raises(Note.DoesNotExist):
        correct(cast, first, part="stranger")
    assert Note.objects.get() == first

    assert correct(cast, first, part="team_lead").worker == cast.team_lead


@pytest.mark.parametrize(
    ("more", "why"), [({"words": " "}, "no_words"), ({"channel": None}, "no_channel"), ({"minutes": 0}, "odd_minutes")]
)
def test_what_cannot_be_noted_corrects_nothing(cast, more, why):
    episode = out_and_engaged(cast)
    before = Episode.objects.get(pk=episode.pk).first_contact_at

    with pytest.raises(Refused) as refused:
        correct(cast, Note.objects.get(), **more)

    assert refused.value.objection.code == why
    assert Note.objects.get().words == "Settling in."
    assert Episode.objects.get(pk=episode.pk).first_contact_at == before
    assert not Event.objects.filter(what="note:correct").exists()


def test_each_worker_has_one_draft_on_each_person_and_it_leaves_no_event(cast):
    person = with_mentor(cast).person_id
    events = Event.objects.count()

    draft(cast, person, "Half")
    draft(cast, person, "The lead's", part="team_lead")
    draft(cast, person, "Half a note.")

    assert dict(Draft.objects.values_list("worker", "body")) == {
        cast.mentor.pk: {"words": "Half a note."}, cast.team_lead.pk: {"words": "The lead's"},
    }  # fmt: skip
    assert Event.objects.count() == events


def test_a_draft_is_thrown_away_by_its_writer_alone(cast):
    person = with_mentor(cast).person_id
    draft(cast, person, "Half a note.")

    notes.drop_draft(person, by=cast.stands("team_lead"))
    assert Draft.objects.get().worker == cast.mentor
    notes.drop_draft(person, by=cast.stands("mentor"))

    assert not Draft.objects.exists()


def test_a_stranger_keeps_no_draft(cast):
    person = with_mentor(cast).person_id

    with pytest.raises(Person.DoesNotExist):
        draft(cast, person, "Half", part="stranger")

    assert not Draft.objects.exists()
