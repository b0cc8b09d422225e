"""Breaking the glass on pages: in before anything is shown, told in one way whatever refuses, looked into by another."""

from uuid import uuid4

import pytest
from django.urls import reverse

from tests.cast import BEGAN, TODAY, days
from tests.clients import client_of
from tests.histories import moment, out_and_engaged
from tests.hostile import SEVERAL, one_at_a_time
from tests.web.test_step_up import shown
from throughline.actions import conflicts, sealed, workers
from throughline.domain.conflicts import Knows
from throughline.domain.sealed import Sealed, SealKind
from throughline.domain.vocabulary import Role
from throughline.jobs import conflicts as conflicts_job
from throughline.jobs import covers as covers_job
from throughline.jobs import emergencies as job
from throughline.jobs import sealed as sealed_job
from throughline.models import BreakGlass, Cover, Grant, Mail, PrisonService

pytestmark = pytest.mark.django_db
SAID = {
    "reason": "life", "words": "He rang and said that he cannot go on.", "given_names": "Daniel", "family_name": "Reid",
    "birth_date": "4 5 1992", "minutes": "60",
}  # fmt: skip


def post(client, path, **said):
    return client.post(path, {"once": str(uuid4()), **said})


def breaks(worker, **more):
    return post(client_of(worker), "/emergency/", **SAID | more)


def test_the_form_opens_one_record_which_says_so_and_whose_own_page_shows_it(cast, at):
    episode = out_and_engaged(cast)
    client = client_of(cast.stranger)
    person = reverse("person", args=[episode.person_id])
    assert client.get(person).status_code == 404
    form = client.get("/emergency/").content.decode()
    assert form.index("tel:999") > 0

    opened = post(client, "/emergency/", **SAID)

    assert (opened.status_code, opened["Location"]) == (302, person)
    assert b"Reid" not in opened.content
    body = client.get(person).content.decode()
    assert "You opened this in an emergency" in body
    assert "Write a note" not in body
    mine = client_of(cast.mentor).get(reverse("my_record", args=[episode.person_id])).content.decode()
    assert "Sandy Stranger" in mine
    assert "They opened it in an emergency" in mine
    assert mine.count("Sandy Stranger") >= 2  # can see, and has looked
    assert client.get(reverse("write_note", args=[episode.person_id])).status_code == 404


@pytest.mark.parametrize("why", ["nobody", "conflict", "seal"])
def test_nobody_a_conflict_and_a_seal_are_told_in_the_same_words_which_name_the_duty_lead(cast, at, why):
    episode = out_and_engaged(cast)
    cast.team_lead.phone = "0141 496 0555"
    cast.team_lead.save(update_fields=["phone"])
    if why == "conflict":
        conflicts.declare(
            episode.person_id, by=cast.stands("coordinator"), worker=cast.other_mentor, kind=Knows.VICTIM, on=TODAY
        )
    if why == "seal":
        lead = workers.add(
            by=cast.stands("administrator"), name="Isla Boyd", email="isla@example.org", employer=cast.lead_charity, on=BEGAN,
            posts=[{"organisation": cast.lead_charity, "role": Role.DATA_PROTECTION_LEAD}],
        )  # fmt: skip
        sealed.seal(
            by=cast.stands(lead), kind=SealKind.RELATIVE, part=Sealed.WHOLE, because="x", holders=[cast.mentor], review_on=days(90), on=TODAY,
            given_names="Daniel", family_name="Reid", birth_date=episode.person.birth_date,
        )  # fmt: skip

    response = breaks(cast.other_mentor, **({"family_name": "Nobody"} if why == "nobody" else {}))

    assert response.status_code == 422
    body = response.content.decode()
    assert (
        "No record opens to you by that. Check each letter. Or ring the duty lead, Shona Muir, on 0141 496 0555."
        in body
    )
    assert not BreakGlass.objects.exists()


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"words": "Help"}, "at least 20 letters"), ({"reason": ""}, "Choose why"), ({"minutes": "600"}, "Choose for how long"),
        ({"birth_date": ""}, "Write their date of birth, or a number"), ({"words": ""}, "Say what has happened"),
    ],
)  # fmt: skip
def test_what_is_missing_is_said_and_the_words_stay(cast, at, more, words):
    out_and_engaged(cast)

    response = breaks(cast.stranger, **more)

    assert response.status_code == 422
    assert words in response.content.decode()
    assert 'value="Reid"' in response.content.decode()
    assert not BreakGlass.objects.exists()


def test_a_coach_is_told_the_lead_of_the_team_of_their_prison(cast, at):
    assert PrisonService.objects.filter(team=cast.team).exists()

    assert "Shona Muir" in client_of(cast.other_coach).get("/emergency/").content.decode()


def test_without_a_fresh_second_factor_it_does_not_open(cast, settings, at):
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    out_and_engaged(cast)
    settings.SECOND_FACTOR = True
    TOTP.activate(cast.stranger.account, generate_totp_secret())
    client = client_of(cast.stranger)

    shown(client, method="mfa", seconds_ago=6 * 60)
    old = client.get("/emergency/")
    shown(client, method="mfa", seconds_ago=21 * 60)
    late = post(client, "/emergency/", **SAID)

    for response in (old, late):
        assert response["Location"] == "/account/2fa/reauthenticate/?next=%2Femergency%2F"
    assert not BreakGlass.objects.exists()
    shown(client, method="mfa", seconds_ago=60)
    assert client.get("/emergency/").status_code == 200
    assert post(client, "/emergency/", **SAID).status_code == 302


def test_pressed_twice_it_opens_once(cast, at):
    out_and_engaged(cast)
    client, said = client_of(cast.stranger), {"once": str(uuid4()), **SAID}

    client.post("/emergency/", said)
    client.post("/emergency/", said)

    assert BreakGlass.objects.count() == Grant.objects.filter(basis="break_glass").count() == 1


def test_the_lead_looks_into_it_and_the_one_who_did_it_reads_what_was_found(cast, at):
    out_and_engaged(cast)
    breaks(cast.other_coach)
    broken, lead, own = BreakGlass.objects.get(), client_of(cast.team_lead), client_of(cast.other_coach)
    review = f"/emergency/reviews/{broken.pk}/"

    assert "You are asked to look into it" in lead.get("/").content.decode()
    assert "Agnes Bell opened Daniel Reid’s record" in lead.get("/emergency/reviews/").content.decode()
    assert "He rang and said" in lead.get(review).content.decode()
    assert "Nobody has looked into it yet" in own.get("/emergency/reviews/").content.decode()
    for worker in (cast.other_coach, cast.mentor, cast.stranger, cast.coordinator):
        assert client_of(worker).get(review).status_code == 404, worker.name
        assert post(client_of(worker), review, finding="right", words="Fine").status_code == 404, worker.name
    assert "Choose what you found" in post(lead, review, words="Fine").content.decode()
    assert post(lead, review, finding="misuse", words="She was curious.")["Location"] == "/emergency/reviews/"

    assert "She was curious." in own.get("/emergency/reviews/").content.decode()
    assert "It was misuse" in own.get("/emergency/reviews/").content.decode()
    assert own.get(reverse("person", args=[broken.person_id])).status_code == 404
    assert "You cannot do this any more" in breaks(cast.other_coach).content.decode()
    assert "look into it" not in lead.get("/").content.decode()


def test_whoever_does_not_work_with_people_has_no_such_page(cast, at):
    for worker in (cast.administrator, cast.evaluator, cast.partner_coach, cast.record_steward):
        assert client_of(worker).get("/emergency/").status_code == 404
        assert breaks(worker).status_code == 404


@pytest.mark.parametrize("several", SEVERAL)
def test_hostile_words_stay_words(cast, at, several):
    out_and_engaged(cast)
    for words in one_at_a_time(several):
        breaks(cast.stranger, words=words.encode("utf-8", "replace").decode() + " and more words than twenty")

        for worker in (cast.team_lead, cast.coordinator, cast.stranger):
            for path in ["/emergency/reviews/", *(f"/emergency/reviews/{one.pk}/" for one in BreakGlass.objects.all())]:
                body = client_of(worker).get(path).content.decode()
                assert "<script>alert(1)" not in body
                assert "<img src=x" not in body


def test_a_lead_lets_a_colleague_stand_in_on_a_page_and_ends_it(cast, at):
    episode = out_and_engaged(cast)
    person, other = reverse("person", args=[episode.person_id]), client_of(cast.other_mentor)
    assert other.get(person).status_code == 404
    said = {
        "worker": str(cast.mentor.pk),
        "colleague": str(cast.other_mentor.pk),
        "from_on": "today",
        "until_on": "3 12 2026",
    }

    saved = post(client_of(cast.team_lead), "/cover/", **said)

    assert saved["Location"] == "/cover/"
    assert other.get(person).status_code == 200
    assert "stands in for Moira Kerr" in other.get(reverse("why", args=[episode.person_id])).content.decode()
    for worker in (cast.team_lead, cast.mentor, cast.other_mentor):
        assert "Nadia Rahman for Moira Kerr" in client_of(worker).get("/cover/").content.decode(), worker.name
    end = reverse("end_cover", args=[Cover.objects.get().pk])
    assert client_of(cast.stranger).get(end).status_code == 404
    assert post(client_of(cast.stranger), end).status_code == 404
    assert "End this now?" in client_of(cast.mentor).get(end).content.decode()
    assert post(client_of(cast.mentor), end)["Location"] == "/cover/"
    assert other.get(person).status_code == 404


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"colleague": ""}, "Choose who stands in"), ({"until_on": "1 1 2027", "from_on": "5 1 2027"}, "The last day is before the first"),
        ({"until_on": "1 6 2027"}, "Three months at most"), ({"from_on": "1 11 2026"}, "That day is past"), ({"until_on": ""}, "Write the day"),
    ],
)  # fmt: skip
def test_cover_that_cannot_be_is_said_beside_the_answer(cast, at, more, words):
    out_and_engaged(cast)
    said = {"colleague": str(cast.other_mentor.pk), "from_on": "today", "until_on": "3 12 2026"}

    response = post(client_of(cast.mentor), "/cover/", **said | more)

    assert response.status_code == 422
    assert words in response.content.decode()
    assert not Cover.objects.exists()


def test_the_nights_jobs_run_and_write_neutral_mail(cast, at, time_machine):
    lead = workers.add(
        by=cast.stands("administrator"), name="Isla Boyd", email="isla@example.org", employer=cast.lead_charity, on=BEGAN,
        posts=[{"organisation": cast.lead_charity, "role": Role.DATA_PROTECTION_LEAD}],
    )  # fmt: skip
    episode = out_and_engaged(cast)
    breaks(cast.stranger)
    sealed.seal(
        by=cast.stands(lead), kind=SealKind.RELATIVE, part=Sealed.ADDRESS, because="x", holders=[cast.mentor], review_on=days(9), on=TODAY,
        given_names="Daniel", family_name="Reid", birth_date=episode.person.birth_date,
    )  # fmt: skip

    assert (job.run(), sealed_job.run(), conflicts_job.run(), covers_job.run()) == (0, 0, 0, 0)
    time_machine.move_to(moment(days(10), 12))
    assert (job.run(), sealed_job.run()) == (1, 1)
    assert (job.run(), sealed_job.run()) == (1, 1)
    found = Mail.objects.filter(key__startswith="glass-late") | Mail.objects.filter(key__startswith="seals-due")
    assert sorted(one.to for one in found) == [
        "cora@example.org", "isla@example.org", "isla@example.org", "shona@example.org",
    ]  # fmt: skip
    for one in found:
        assert not any(word in one.subject + one.body for word in ("Daniel", "Reid", "Sandy", "address"))
