"""A death on pages: recorded by a lead beside whom the person named, shown to whoever works with them, taken back."""

from uuid import uuid4

import pytest

from tests.cast import TODAY, days
from tests.clients import client_of
from tests.histories import out_and_engaged
from tests.hostile import SEVERAL, one_at_a_time
from throughline.actions import contact
from throughline.models import Death, Episode

pytestmark = pytest.mark.django_db


def post(client, path, **said):
    return client.post(path, {"once": str(uuid4()), **said})


def died(client, episode, **more):
    said = {"died_on": "today", "known_from": "His sister phoned", "family": "His mum knows."} | more
    return post(client, f"/people/{episode.person_id}/died", **said)


def test_a_lead_records_it_and_whoever_looks_after_them_sees_it(cast, at):
    episode = out_and_engaged(cast)
    contact.add_close(
        episode.person_id, by=cast.stands("mentor"), name="Isa Reid", relation="Mum", phone="0141 496 0000", happy_to_be_phoned=True, on=days(-9),
    )  # fmt: skip
    page = client_of(cast.team_lead).get(f"/people/{episode.person_id}/died").content.decode()
    assert "Isa Reid, Mum." in page

    recorded = died(client_of(cast.team_lead), episode)

    assert recorded["Location"] == f"/people/{episode.person_id}/"
    body = client_of(cast.mentor).get(f"/people/{episode.person_id}/").content.decode()
    assert "Danny died on 26 November 2026." in body
    assert "His mum knows." in body
    assert "Phone Danny" not in body
    assert "Out of prison for" not in body, "nobody reads how long he is out"
    assert "take it back" not in body
    assert "Reid" not in client_of(cast.mentor).get("/").content.decode()


def test_a_mentor_is_told_to_ask_their_lead(cast, at):
    episode = out_and_engaged(cast)
    client = client_of(cast.mentor)

    assert "Tell your team lead at once" in client.get(f"/episodes/{episode.pk}/move-on").content.decode()
    assert "has died</a>" not in client.get(f"/people/{episode.person_id}/").content.decode()
    refused = died(client, episode)

    assert refused.status_code == 422
    assert "Ask your team lead to do this." in refused.content.decode()
    assert not Death.objects.exists()


def test_what_is_missing_or_cannot_be_is_said_beside_it_and_the_words_stay(cast, at):
    episode = out_and_engaged(cast)
    client = client_of(cast.team_lead)

    for said, words in (
        ({"known_from": ""}, "Write how we know"), ({"died_on": "32/13"}, "like 26 11 2026"), ({"died_on": "1 1 2026"}, "Someone spoke with them on"),
    ):  # fmt: skip
        response = died(client, episode, **said)
        assert response.status_code == 422, said
        assert words in response.content.decode(), said
        assert "His mum knows." in response.content.decode()
    assert Episode.objects.get(pk=episode.pk).ended_on is None


def test_it_is_taken_back_on_a_page_and_the_record_is_open_again(cast, at):
    episode = out_and_engaged(cast)
    died(client_of(cast.team_lead), episode)

    back = post(client_of(cast.team_lead), f"/people/{episode.person_id}/not-dead")

    assert back["Location"] == f"/people/{episode.person_id}/"
    assert "died on" not in client_of(cast.mentor).get(f"/people/{episode.person_id}/").content.decode()
    assert Episode.objects.get(pk=episode.pk).ended_on is None


def test_a_list_that_still_names_them_asks_for_nothing(cast, at):
    from tests.actions.test_known_on_lists import SHORT, load, short

    episode = out_and_engaged(cast, spin="1001")
    died(client_of(cast.team_lead), episode)

    found = load(cast, SHORT, short(), by="team_lead", on=TODAY)

    assert found == [("bad", "They are recorded as having died. If that is wrong, their lead takes it back first.")]
    assert Episode.objects.filter(person=episode.person_id).count() == 1


@pytest.mark.parametrize("several", SEVERAL)
def test_hostile_words_stay_words(cast, at, several):
    episode = out_and_engaged(cast)
    client = client_of(cast.team_lead)
    for words in one_at_a_time(several):
        text = words.encode("utf-8", "replace").decode()
        recorded = died(client, episode, known_from=text[:200], family=text)
        body = client.get(f"/people/{episode.person_id}/").content.decode()
        assert recorded.status_code in (302, 422)
        assert "<script>alert(1)" not in body
        assert "<img src=x" not in body
