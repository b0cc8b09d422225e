"""Conflicts and seals on pages: what is taken away is there on no page, and no page says why."""

from datetime import date
from uuid import uuid4

import pytest
from django.urls import reverse

from tests.cast import BEGAN
from tests.clients import client_of
from tests.histories import arrive, out_and_engaged, with_mentor
from tests.hostile import SEVERAL, one_at_a_time
from throughline.actions import workers
from throughline.domain.vocabulary import Role
from throughline.models import Conflict, Seal, SealHolder

pytestmark = pytest.mark.django_db
DANIEL = {"given_names": "Daniel", "family_name": "Reid", "birth_date": "4 5 1992"}


@pytest.fixture
def lead(cast):
    """The data protection lead, who has no grant on anybody."""
    return workers.add(
        by=cast.stands("administrator"), name="Isla Boyd", email="isla@example.org", employer=cast.lead_charity, on=BEGAN,
        posts=[{"organisation": cast.lead_charity, "role": Role.DATA_PROTECTION_LEAD}],
    )  # fmt: skip


def post(client, path, **said):
    return client.post(path, {"once": str(uuid4()), **said})


def sealing(cast, *holders, **more):
    return {
        **DANIEL, "part": "whole", "kind": "colleague", "because": "She works here.", "review_on": "1 3 2027",
        "holders": [str(one.pk) for one in holders], **more,
    }  # fmt: skip


def everywhere_of(episode):
    return [
        reverse("person", args=[episode.person_id]), reverse("happened", args=[episode.person_id]), reverse("why", args=[episode.person_id]),
        reverse("my_record", args=[episode.person_id]), reverse("write_note", args=[episode.person_id]), reverse("plan", args=[episode.pk]),
        reverse("hand_over", args=[episode.pk]), reverse("know_person", args=[episode.person_id]), reverse("print_my_record", args=[episode.person_id]),
    ]  # fmt: skip


def nowhere(cast, client, episode):
    """Every page of the record is the page of no record, and no list, search or count has them."""
    nobody = client.get(reverse("person", args=[uuid4()]))
    for path in everywhere_of(episode):
        found = client.get(path)
        assert (found.status_code, found.content) == (404, nobody.content), path
    for path in ("/", "/people/", "/people/?of=team", "/worried/", "/offers/", "/note/"):
        assert "Reid" not in client.get(path, follow=True).content.decode(), path
    searched = client.post("/people/find", {"words": "Reid"}).content.decode()
    assert "Nobody of that name" in searched


def test_a_mentor_says_they_know_somebody_and_the_record_is_nowhere_for_them_from_then_on(cast, at):
    episode, client = out_and_engaged(cast), client_of(cast.mentor)
    for path in everywhere_of(episode):
        assert client.get(path).status_code == 200, path

    saved = post(client, reverse("know_person", args=[episode.person_id]), kind="relative", words="My cousin")

    assert (saved.status_code, saved["Location"]) == (302, "/")
    nowhere(cast, client, episode)
    assert client_of(cast.team_lead).get(reverse("person", args=[episode.person_id])).status_code == 200
    assert "cousin" not in client_of(cast.team_lead).get(reverse("happened", args=[episode.person_id])).content.decode()


def test_a_lead_says_it_of_a_mentor_who_is_then_not_offered_and_no_page_says_why(cast, at):
    episode, client = out_and_engaged(cast), client_of(cast.team_lead)
    hand_over = reverse("hand_over", args=[episode.pk])
    assert "Nadia Rahman" in client_of(cast.mentor).get(hand_over).content.decode()

    post(client, reverse("know_person", args=[episode.person_id]), worker=str(cast.other_mentor.pk), kind="victim")

    for worker in (cast.mentor, cast.team_lead):
        body = client_of(worker).get(hand_over).content.decode()
        assert "Nadia Rahman" not in body
        assert not any(word in body.lower() for word in ("conflict", "victim"))
    refused = post(client_of(cast.mentor), hand_over, receiver=str(cast.other_mentor.pk), starts_on="today")
    assert refused.status_code == 422
    assert "Choose to whom" in refused.content.decode()
    assert Conflict.objects.get().declared_by == cast.team_lead


def test_a_mentor_cannot_say_it_of_another(cast, at):
    episode, client = out_and_engaged(cast), client_of(cast.mentor)

    body = client.get(reverse("know_person", args=[episode.person_id])).content.decode()
    post(client, reverse("know_person", args=[episode.person_id]), worker=str(cast.team_lead.pk), kind="other")

    assert "Who knows them?" not in body
    assert Conflict.objects.get().worker == cast.mentor


def test_somebody_out_of_sight_is_named_and_the_page_is_the_same_whether_they_are_here(cast, at):
    arrive(cast)
    client = client_of(cast.stranger)

    here = post(client, "/conflicts/", **DANIEL, kind="dispute")
    there = client.get(here["Location"]).content
    not_here = post(client, "/conflicts/", **DANIEL | {"family_name": "Nobody"}, kind="dispute")

    assert (here.status_code, here["Location"]) == (not_here.status_code, not_here["Location"]) == (302, "/more/")
    strip = lambda body: [line for line in body.decode().split("\n") if "once" not in line and "csrf" not in line]  # noqa: E731
    assert strip(client.get(not_here["Location"]).content) == strip(there)
    assert sorted(one.person is None for one in Conflict.objects.all()) == [False, True]


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({}, "Write their first name, or a number"), (DANIEL | {"birth_date": ""}, "Write their date of birth, or a number"),
        ({"number": "12"}, "Choose what kind of number it is"), ({"number_kind": "pnc", "number": "xyz"}, "is not written like"),
        ({"number_kind": "spin"}, "Write the number"), (DANIEL | {"kind": ""}, "Choose how they know each other"),
    ],
)  # fmt: skip
def test_what_is_missing_is_said_beside_it(cast, at, said, words):
    response = post(client_of(cast.mentor), "/conflicts/", **{"kind": "other", **said})

    assert response.status_code == 422
    assert words in response.content.decode()
    assert not Conflict.objects.exists()


def test_the_steward_finds_whose_record_it_is_and_ends_it_and_nobody_else_has_the_page(cast, at, lead):
    episode = out_and_engaged(cast)
    post(
        client_of(cast.other_mentor),
        "/conflicts/",
        **DANIEL | {"given_names": "Dan"},
        kind="dispute",
        words="An old fight",
    )
    conflict = Conflict.objects.get()
    steward = client_of(cast.record_steward)

    desk = steward.get("/seals/").content.decode()
    assert "Nadia Rahman knows Dan Reid" in desk
    assert "An old fight" in desk
    assert "Sealed records" not in desk
    wrong = post(steward, f"/conflicts/{conflict.pk}/match", **DANIEL | {"given_names": "Dan"})
    assert "No record has exactly that" in wrong.content.decode()
    post(steward, f"/conflicts/{conflict.pk}/match", **DANIEL)
    conflict.refresh_from_db()
    assert conflict.person_id == episode.person_id
    for worker in (cast.mentor, cast.team_lead, cast.other_mentor, cast.administrator):
        client = client_of(worker)
        for path in ("/seals/", f"/conflicts/{conflict.pk}/match", f"/conflicts/{conflict.pk}/end"):
            assert client.get(path).status_code == 404, (worker.name, path)
    assert "End this for Nadia Rahman?" in steward.get(f"/conflicts/{conflict.pk}/end").content.decode()
    assert post(steward, f"/conflicts/{conflict.pk}/end")["Location"] == "/seals/"
    conflict.refresh_from_db()
    assert conflict.ended_by == cast.record_steward
    assert "Nobody has said so" in client_of(lead).get("/seals/").content.decode()


def test_a_record_is_sealed_changed_and_opened_again_on_pages(cast, at, lead):
    episode, client = out_and_engaged(cast), client_of(lead)

    saved = post(client, "/seals/new", **sealing(cast, cast.mentor))

    assert saved["Location"] == "/seals/"
    seal = Seal.objects.get()
    nowhere(cast, client_of(cast.team_lead), episode)
    nowhere(cast, client_of(cast.coordinator), episode)
    assert client_of(cast.mentor).get(reverse("person", args=[episode.person_id])).status_code == 200
    assert "Open to Moira Kerr" in client.get("/seals/").content.decode()
    assert "She works here." in client.get(f"/seals/{seal.pk}/").content.decode()
    post(client, f"/seals/{seal.pk}/name", worker=str(cast.team_lead.pk))
    assert client_of(cast.team_lead).get(reverse("person", args=[episode.person_id])).status_code == 200
    last = post(client, reverse("drop_holder", args=[SealHolder.objects.get(worker=cast.mentor).pk]))
    assert last.status_code == 422
    assert "Moira Kerr looks after them" in last.content.decode()
    post(client, reverse("drop_holder", args=[SealHolder.objects.get(worker=cast.team_lead).pk]))
    assert client_of(cast.team_lead).get(reverse("person", args=[episode.person_id])).status_code == 404
    post(client, f"/seals/{seal.pk}/review", review_on="1 6 2027")
    seal.refresh_from_db()
    assert seal.review_on == date(2027, 6, 1)
    post(client, f"/seals/{seal.pk}/end", because="She left.")
    assert client_of(cast.team_lead).get(reverse("person", args=[episode.person_id])).status_code == 200
    assert "not sealed any more" in client.get(f"/seals/{seal.pk}/").content.decode()


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"holders": []}, "Name at least one worker"), ({"because": ""}, "Write why it must be sealed"), ({"part": "half"}, "Choose what is sealed"),
        ({"review_on": "1 1 2026"}, "Choose a day after today"), ({"review_on": "1 1 2029"}, "within a year"), ({"family_name": "Nobody"}, "No record has exactly that"),
        ({"kind": ""}, "Choose why"),
    ],
)  # fmt: skip
def test_what_cannot_be_sealed_is_said_beside_it(cast, at, lead, more, words):
    out_and_engaged(cast)

    response = post(client_of(lead), "/seals/new", **sealing(cast, cast.mentor) | more)

    assert response.status_code == 422
    assert words in response.content.decode()
    assert not Seal.objects.exists()


def test_to_everyone_else_the_pages_of_seals_are_not_there(cast, at, lead):
    out_and_engaged(cast)
    post(client_of(lead), "/seals/new", **sealing(cast, cast.mentor))
    seal, holder = Seal.objects.get(), SealHolder.objects.get()

    for worker in (cast.mentor, cast.team_lead, cast.record_steward, cast.administrator, cast.stranger):
        client = client_of(worker)
        for path in ("/seals/new", f"/seals/{seal.pk}/", f"/seals/{seal.pk}/name", f"/seals/{seal.pk}/review", f"/seals/{seal.pk}/end", reverse("drop_holder", args=[holder.pk])):  # fmt: skip
            assert client.get(path).status_code == 404, (worker.name, path)
            assert post(client, path).status_code in (404, 405), (worker.name, path)


def test_who_can_see_a_sealed_record_is_shown_by_name_and_the_team_is_not(cast, at, lead):
    episode = out_and_engaged(cast)
    post(client_of(lead), "/seals/new", **sealing(cast, cast.mentor, cast.team_lead))

    for page in ("why", "my_record"):
        body = client_of(cast.mentor).get(reverse(page, args=[episode.person_id])).content.decode()
        assert "Shona Muir" in body, page
        assert "Glasgow team" not in body, page


def test_who_settles_seals_and_conflicts_is_not_shown_to_have_looked(cast, at, lead):
    episode = with_mentor(cast)
    post(client_of(lead), "/seals/new", **sealing(cast, cast.mentor))
    client_of(lead).get(f"/seals/{Seal.objects.get().pk}/")

    for page in ("my_record", "why", "happened", "person"):
        assert "Isla" not in client_of(cast.mentor).get(reverse(page, args=[episode.person_id])).content.decode(), page


def test_a_sealed_person_cannot_be_added_again_and_the_page_says_no_more_than_for_another_team(cast, at, lead):
    out_and_engaged(cast)
    post(client_of(lead), "/seals/new", **sealing(cast, cast.mentor))

    body = client_of(cast.team_lead).post("/people/new", DANIEL).content.decode()

    assert "They may be known to another team" in body


@pytest.mark.parametrize("several", SEVERAL)
def test_hostile_words_stay_words(cast, at, lead, several):
    out_and_engaged(cast)
    for words in one_at_a_time(several):
        text = words.encode("utf-8", "replace").decode()
        post(
            client_of(cast.mentor),
            "/conflicts/",
            given_names=text,
            family_name=text,
            birth_date="4 5 1992",
            kind="other",
            words=text,
        )
        sealed = post(client_of(lead), "/seals/new", **sealing(cast, cast.mentor, because=text))

        assert sealed.status_code in (302, 422)
        for path in ["/seals/", *(f"/seals/{one.pk}/" for one in Seal.objects.all())]:
            body = client_of(lead).get(path).content.decode()
            assert "<script>alert(1)" not in body
            assert "<img src=x" not in body
