"""Thanks for a note, in pages: who may say them, and where they are read."""

from uuid import uuid4

import pytest
from django.urls import reverse

from tests.cast import TODAY
from tests.clients import client_of
from tests.histories import out_and_engaged
from throughline.actions import thanks
from throughline.models import Note, Thanks

pytestmark = pytest.mark.django_db


def test_a_lead_thanks_from_the_timeline_and_the_writer_reads_it_on_today(cast, at):
    episode = out_and_engaged(cast)
    note = Note.objects.get(episode=episode)
    lead, person = client_of(cast.team_lead), reverse("person", args=[episode.person_id])
    where = reverse("thank", args=[note.pk])
    assert "Thank Moira Kerr for this note" in lead.get(person).content.decode()
    assert where not in client_of(cast.mentor).get(person).content.decode()

    said = lead.post(where, {"once": str(uuid4()), "words": "He felt heard."})

    assert said.status_code == 302
    shown = lead.get(person).content.decode()
    assert "Shona Muir said thank you: He felt heard." in shown
    assert where not in shown
    today = client_of(cast.mentor).get("/").content.decode()
    assert "He felt heard." in today
    assert "Shona Muir" in today
    assert "said thank you" in client_of(cast.coordinator).get(person).content.decode()
    again = lead.post(where, {"once": str(uuid4())})
    assert again.status_code == 422
    assert Thanks.objects.count() == 1


def test_the_page_is_not_there_for_others_and_words_have_an_end(cast, at):
    note = Note.objects.get(episode=out_and_engaged(cast))
    where = reverse("thank", args=[note.pk])

    for part in ("mentor", "duty_worker", "stranger", "other_mentor"):
        assert client_of(getattr(cast, part)).get(where).status_code == 404
    long = client_of(cast.team_lead).post(where, {"once": str(uuid4()), "words": "a" * 201})
    assert long.status_code == 422
    assert "200 letters or fewer" in long.content.decode()
    assert not Thanks.objects.exists()


def test_a_clear_day_shows_old_thanks_no_more(cast, time_machine):
    from datetime import timedelta

    from tests.conftest import NOON

    time_machine.move_to(NOON, tick=True)
    note = Note.objects.get(episode=out_and_engaged(cast))
    thanks.say(note.pk, by=cast.stands("team_lead"), words="Well done.", on=TODAY)
    assert "Well done." in client_of(cast.mentor).get("/").content.decode()

    time_machine.move_to(NOON + timedelta(days=8), tick=True)

    assert "Well done." not in client_of(cast.mentor).get("/").content.decode()
