"""The lead's desk in pages: who sees it, what it shows, what it costs, and people given and taken back."""

import re
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.cast import TODAY
from tests.clients import client_of
from tests.histories import arrive, out_and_engaged, sign_up, with_mentor
from tests.web.test_looks import log
from throughline.actions import conflicts, programmes, reassignments
from throughline.domain.conflicts import Knows
from throughline.domain.reassignments import Gift
from throughline.models import Episode, Programme, Reassignment, Worker

pytestmark = pytest.mark.django_db


def people(cast):
    return [
        out_and_engaged(cast),
        out_and_engaged(cast, given="Euan", family="Boyd", spin="771"),
        with_mentor(cast, given="Gavin", family="Soutar", spin="772"),
        sign_up(cast, arrive(cast, given="Callum", family="Hay", spin="773")),
    ]


def text_of(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def asked(client, query="", **sent):
    return client.post(reverse("give_people") + query, {"once": str(uuid4()), **sent})


def plan_of(response):
    return re.search(r'name="plan" value="([^"]*)"', response.content.decode()).group(1)


def test_a_lead_sees_who_waits_and_whom_each_mentor_has(cast, at):
    people(cast)

    shown = text_of(client_of(cast.team_lead).get(reverse("desk")))

    assert "Your team works with 4 people. One waits for a mentor." in shown
    rest = shown.split("They have signed up", 1)[1]
    waits = rest.split("Moira Kerr 3, weight 9", 1)[0]
    assert "Callum Hay" in waits
    assert "Waits 30 days. With Iain Petrie until then" in waits
    assert "Dod Weir has been asked" in waits
    assert "Daniel Reid" not in waits
    assert "Nadia Rahman 0 Nobody yet." in rest


def test_the_desk_is_for_leads_and_each_sees_their_teams(cast, at):
    people(cast)

    for part in ("mentor", "duty_worker", "administrator", "prison_coach"):
        assert client_of(getattr(cast, part)).get(reverse("desk")).status_code == 404
        assert asked(client_of(getattr(cast, part))).status_code == 404
    assert "works with 4 people" in text_of(client_of(cast.coordinator).get(reverse("desk")))
    other = client_of(Worker.objects.get(name="Lorna Lead")).get(reverse("desk"))
    assert "works with 0 people" in text_of(other)


def test_the_weight_on_the_page_is_the_partnerships_own(cast, at):
    out_and_engaged(cast)
    client = client_of(cast.team_lead)
    assert "4 : 1 (everyone) + 3 (came out within 4 weeks)" in text_of(client.get(reverse("desk")))

    programmes.set_clock(
        Programme.objects.get().pk, by=cast.stands("administrator"), code="weight", amount=10, unit="days", on=TODAY,
        numbers={"everyone": 5, "before_release": 2, "after_release": 3, "overdue": 1, "quiet": 2},
    )  # fmt: skip

    shown = text_of(client.get(reverse("desk")))
    assert "5 : 5 (everyone)" in shown
    assert "Came out within 10 days 3" in shown


def test_what_is_shown_is_remembered_in_the_address_without_a_name(cast, at):
    first, *_ = people(cast)
    client = client_of(cast.team_lead)
    where = f"{reverse('desk')}?mentor={cast.mentor.pk}&stage=engaged&out=28&show=last&show=next&prison=&quiet=x"

    page = client.get(where)

    shown = text_of(page)
    assert "Daniel Reid" in shown
    assert "Gavin Soutar" not in shown
    assert "Weight 4" not in shown
    kept = re.findall(r'action="(/desk/give[^"]*)"', page.content.decode())[0].replace("&amp;", "&")
    assert kept == f"/desk/give?mentor={cast.mentor.pk}&stage=engaged&out=28&show=last&show=next"
    assert not any(word in kept for word in ("Reid", "Kerr", "Moira", "Daniel"))
    assert client.get(f"{reverse('desk')}?mentor=Moira&stage=x&out=y&only=z&show=q&prison=%00").status_code == 200
    assert first.pk


def test_the_desk_asks_as_little_for_many_as_for_few(cast, at):
    client = client_of(cast.team_lead)
    people(cast)
    client.get(reverse("desk"))

    def costs(act):
        with CaptureQueriesContext(connection) as caught:
            assert act().status_code == 200
        return len(caught)

    def preview():
        ids = [str(pk) for pk in Episode.objects.values_list("pk", flat=True)]
        return asked(client, who=ids, to=[str(cast.other_mentor.pk), str(cast.team_lead.pk)])

    few = costs(lambda: client.get(reverse("desk"))), costs(preview)
    for number in range(6):
        out_and_engaged(cast, given=f"Sam{'abcdef'[number]}", family="Weir", spin=f"99{number}")
    many = costs(lambda: client.get(reverse("desk"))), costs(preview)

    assert many == few
    assert few[0] <= 36


def test_what_moves_is_shown_before_anything_does_and_then_it_is_done_and_undone(cast, at):
    first, second, third, _ = people(cast)
    client = client_of(cast.team_lead)
    workers = [str(cast.other_mentor.pk), str(cast.team_lead.pk)]

    preview = asked(client, "?stage=engaged", who=[str(first.pk), str(second.pk), str(third.pk)], to=workers)

    shown = text_of(preview)
    assert "Give 3 people?" in shown
    assert "Nothing has moved yet." in shown
    assert "From Moira Kerr to Nadia Rahman" in shown
    assert "Nadia Rahman sees the record from now on" in shown
    assert "Step of the plan: Homeless application" in shown
    assert not Reassignment.objects.exists()

    done = asked(client, "?stage=engaged", plan=plan_of(preview))

    assert done.headers["Location"] == "/desk/?stage=engaged"
    first.refresh_from_db()
    second.refresh_from_db()
    assert {first.owner, second.owner} == {cast.other_mentor, cast.team_lead}
    made = Reassignment.objects.get()
    page = text_of(client.get(done.headers["Location"]))
    assert "3 people were given" in page
    assert "Shona Muir gave 3 people" in page
    where = reverse("undo_reassignment", args=[made.pk])
    assert "Take back 3 people?" in text_of(client.get(where))
    assert client_of(cast.mentor).get(where).status_code == 404
    client.post(where, {"once": str(uuid4())})
    first.refresh_from_db()
    assert first.owner == cast.mentor
    assert "Given lately" not in text_of(client.get(reverse("desk")))


def test_all_on_the_page_means_those_that_it_showed(cast, at):
    first, second, *_ = people(cast)
    client = client_of(cast.team_lead)

    preview = asked(client, all="yes", shown=f"{first.pk} {second.pk} {uuid4()} x", to=[str(cast.other_mentor.pk)])

    assert "Give 2 people?" in text_of(preview)


def test_a_plan_that_another_lead_overtook_saves_nothing_and_says_who(cast, at):
    first, second, *_ = people(cast)
    client = client_of(cast.team_lead)
    preview = asked(client, who=[str(first.pk), str(second.pk)], to=[str(cast.other_mentor.pk)])
    reassignments.give(
        by=cast.stands("coordinator"), gifts=[Gift(second.pk, cast.team_lead.pk, cast.mentor.pk)], today=TODAY
    )

    refused = asked(client, plan=plan_of(preview))

    assert refused.status_code == 422
    assert "Euan Boyd has been given to someone else meanwhile. Nothing was saved." in text_of(refused)
    first.refresh_from_db()
    assert first.owner == cast.mentor


def test_somebody_whom_a_worker_knows_is_not_given_to_them_and_no_page_says_why(cast, at):
    first, second, *_ = people(cast)
    conflicts.declare_unseen(
        by=cast.stands("other_mentor"), kind=Knows.RELATIVE, on=TODAY, given_names="Euan", family_name="Boyd",
        birth_date=second.person.birth_date,
    )  # fmt: skip
    client = client_of(cast.team_lead)

    preview = asked(client, who=[str(first.pk), str(second.pk)], to=[str(cast.other_mentor.pk)])

    shown = text_of(preview)
    assert "Euan Boyd cannot be given to Nadia Rahman." in shown
    assert "Give 1 person?" in shown
    assert not any(word in shown.lower() for word in ("conflict", "relative", "knows", "seal"))
    forced = f"{second.pk}:{cast.other_mentor.pk}:{cast.mentor.pk}"
    refused = asked(client, plan=forced)
    assert refused.status_code == 422
    assert "Euan Boyd cannot be given to Nadia Rahman." in text_of(refused)


NOBODY = "01a22f68-edfd-7cdc-aa0b-ff61183e9b91"


@pytest.mark.parametrize("plan", ["", "x", "a:b:c", f"{NOBODY}:{NOBODY}", f"{NOBODY}:{NOBODY}:{NOBODY}", "\x00"])
def test_a_plan_that_makes_no_sense_gives_nobody(cast, at, plan):
    people(cast)

    refused = asked(client_of(cast.team_lead), plan=plan)

    assert refused.status_code == 422
    assert not Reassignment.objects.exists()


def test_nobody_ticked_and_nobody_chosen_are_said(cast, at):
    first, *_ = people(cast)
    client = client_of(cast.team_lead)

    assert "Tick at least one person." in text_of(asked(client, to=[str(cast.mentor.pk)]))
    nobody = asked(client, who=[str(first.pk)])
    assert "Choose who they are given to" in text_of(nobody)
    assert f'id="who_{first.pk}" checked' in nobody.content.decode()
    assert asked(client, who=[str(first.pk)], to=[str(cast.stranger.pk)]).status_code == 422


def test_everyone_on_the_desk_stands_in_the_read_log(cast, at):
    them = people(cast)
    before = {row["id"] for row in log()}

    client_of(cast.team_lead).get(reverse("desk"))

    (row,) = [one for one in log(before) if one["page"] == "desk"]
    assert set(row["people"]) == {one.person_id for one in them}
    assert (row["worker_id"], row["how"]) == (cast.team_lead.pk, "list")
