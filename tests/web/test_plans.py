"""A plan on its page: two people at once, what was read is what is agreed, a step done stays done."""

import re
from io import BytesIO
from uuid import uuid4

import pytest
from django.urls import reverse
from pypdf import PdfReader

from tests.cast import TODAY, days
from tests.clients import client_of
from tests.histories import with_plan
from throughline.actions import plans, programmes
from throughline.domain.vocabulary import Way, Who
from throughline.models import Goal, GoalAction, Plan

pytestmark = pytest.mark.django_db


def hidden(page, name):
    return re.search(rf'name="{name}"[^>]*value="([^"]*)"', page)[1]


def said(page, words, **more):
    return {
        "version": hidden(page, "version"), "once": str(uuid4()), "g0_words": words, "g0s0_what": "A step", "g0s0_who": "mentor", "next": "keep", **more,
    }  # fmt: skip


def test_of_two_who_begin_a_review_at_once_the_second_sees_the_first(cast, at):
    episode = with_plan(cast)
    one, two = client_of(cast.mentor), client_of(cast.team_lead)
    address = reverse("plan", args=[episode.pk])
    pages = [client.get(address).content.decode() for client in (one, two)]
    assert one.post(address, said(pages[0], "My own keys")).status_code == 302

    answer = two.post(address, said(pages[1], "A job"))

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Someone else changed this while you were writing" in page
    assert "My own keys" in page, "what it says now"
    assert "A job" in page, "what was typed"
    assert list(Goal.objects.filter(plan__agreed_on=None).values_list("words", flat=True)) == ["My own keys"]
    assert two.post(address, said(page, "My own keys and a job")).status_code == 302
    assert Goal.objects.get(plan__agreed_on=None).words == "My own keys and a job"


def test_words_written_on_a_draft_that_was_agreed_meanwhile_are_not_lost(cast, at):
    episode = with_plan(cast)
    mentor = cast.stands("mentor")
    draft = plans.draft(episode.pk, by=mentor, on=days(-1))
    client, address = client_of(cast.team_lead), reverse("plan", args=[episode.pk])
    page = client.get(address).content.decode()
    plans.agree(draft.pk, by=mentor, way=Way.PAPER, on=TODAY, today=TODAY)

    answer = client.post(address, said(page, "A job"))

    assert answer.status_code == 422
    assert "Someone else agreed this plan while you were writing" in answer.content.decode()
    assert client.post(address, said(answer.content.decode(), "A job")).status_code == 302
    assert Plan.objects.get(agreed_on=None).number == 3


def test_nobody_agrees_a_plan_that_they_did_not_read(cast, at):
    episode = with_plan(cast)
    draft = plans.draft(episode.pk, by=cast.stands("mentor"), on=days(-1))
    client, address = client_of(cast.mentor), reverse("agree_plan", args=[draft.pk])
    page = client.get(address).content.decode()
    assert "Get my own keys" in page
    plans.write(
        draft.pk,
        by=cast.stands("team_lead"),
        version=draft.version,
        aims=[plans.Aim("Something else", (plans.Step("Another step", Who.MENTOR),))],
    )
    form = {"way": "paper", "on": "today", "once": str(uuid4()), "version": hidden(page, "version")}

    answer = client.post(address, form)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Something else" in page
    assert Plan.objects.get(pk=draft.pk).agreed_on is None
    assert client.post(address, form | {"version": hidden(page, "version"), "once": str(uuid4())}).status_code == 302
    assert Plan.objects.get(pk=draft.pk).agreed_on == TODAY


def test_a_step_done_while_the_review_is_written_is_done_in_both(cast, at):
    episode = with_plan(cast)
    mentor = cast.stands("mentor")
    step = GoalAction.objects.get(goal__plan__episode=episode)
    client, address = client_of(cast.mentor), reverse("plan", args=[episode.pk])
    draft = plans.draft(episode.pk, by=mentor, on=days(-1))
    page = client.get(address).content.decode()

    plans.do(step.pk, by=mentor, on=TODAY)
    form = said(page, "Get my own keys", g0_line=hidden(page, "g0_line"), g0s0_line=hidden(page, "g0s0_line"))
    assert client.post(address, form).status_code == 302
    plans.agree(draft.pk, by=mentor, way=Way.PAPER, on=TODAY, today=TODAY)

    done = GoalAction.objects.filter(line=step.line).values_list("goal__plan__number", "done_on", "done_by")
    assert sorted(done) == [(1, TODAY, cast.mentor.pk), (2, TODAY, cast.mentor.pk)]


def test_a_step_of_an_agency_names_it_and_a_plan_without_goals_is_not_agreed(cast, at):
    episode = with_plan(cast)
    client, address = client_of(cast.mentor), reverse("plan", args=[episode.pk])
    page = client.get(address).content.decode()

    nameless = client.post(address, said(page, "A home", g0s0_who="agency"))
    empty = client.post(address, said(page, "", g0s0_what="", next="agree"))

    assert nameless.status_code == empty.status_code == 422
    assert "Write which agency does step 1 of goal 1" in nameless.content.decode()
    assert "Add at least one goal before you agree the plan" in empty.content.decode()
    assert not Plan.objects.filter(agreed_on=None).exists()


def test_the_sheet_ends_each_sentence_once_and_calls_the_mentor_as_the_programme_does(cast, at):
    programme = cast.programme
    programmes.describe(
        programme.pk, by=cast.stands("administrator"), version=None, name=programme.name, mentor_word="buddy",
        participant_word="member",
    )  # fmt: skip
    episode = with_plan(cast)
    draft = plans.draft(episode.pk, by=cast.stands("mentor"), on=days(-1))
    steps = (plans.Step("Ring the bank.", Who.PARTICIPANT), plans.Step("Is the flat ready?", Who.MENTOR), plans.Step("Go there", Who.PARTICIPANT))  # fmt: skip
    plans.write(draft.pk, by=cast.stands("mentor"), version=draft.version, aims=[plans.Aim("A home", steps)])

    answer = client_of(cast.mentor).get(reverse("print_plan", args=[draft.pk]))

    text = " ".join("".join(page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages).split())
    assert "Ring the bank. Me." in text
    assert "Is the flat ready? My buddy." in text
    assert "Go there. Me." in text
    assert "Phone my buddy. It is fine" in text
    assert ".." not in text
