"""Thanks for a note: once, by a lead of whoever wrote it, open to whoever may read it."""

import pytest

from tests.cast import TODAY
from tests.histories import out_and_engaged
from throughline.actions import thanks
from throughline.domain.objections import Forbidden, Refused
from throughline.models import Event, Note, Thanks

pytestmark = pytest.mark.django_db


def a_note(cast):
    return Note.objects.get(episode=out_and_engaged(cast))


def test_a_lead_thanks_for_a_note_once(cast):
    note = a_note(cast)

    said = thanks.say(note.pk, by=cast.stands("team_lead"), words=" He felt heard. ", on=TODAY)

    assert (said.note, said.by, said.words, said.person_id) == (note, cast.team_lead, "He felt heard.", note.person_id)
    assert Event.objects.get(what="thanks:say").person_id == note.person_id
    with pytest.raises(Refused, match="already"):
        thanks.say(note.pk, by=cast.stands("team_lead"), on=TODAY)
    thanks.say(note.pk, by=cast.stands("coordinator"), on=TODAY)
    assert Thanks.objects.count() == 2


def test_nobody_else_thanks_and_nobody_for_their_own(cast):
    note = a_note(cast)

    for part in ("mentor", "duty_worker"):
        with pytest.raises(Forbidden):
            thanks.say(note.pk, by=cast.stands(part), on=TODAY)
    for part in ("stranger", "other_mentor"):
        with pytest.raises(Note.DoesNotExist):
            thanks.say(note.pk, by=cast.stands(part), on=TODAY)

    assert not Thanks.objects.exists()
