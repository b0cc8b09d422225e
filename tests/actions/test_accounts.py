"""Inviting a worker, and ending every session of theirs."""

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.backends.db import SessionStore

from tests.cast import TODAY
from throughline.actions import accounts, workers
from throughline.domain.objections import Forbidden, Refused
from throughline.models import Event, Mail, Worker

pytestmark = pytest.mark.django_db


def invitations(worker):
    return Mail.objects.filter(to=worker.account.email, key__startswith="invitation:")


def signed_in(worker, times):
    """Sign a worker in on some devices."""
    for number in range(times):
        session = SessionStore()
        session["device"] = number
        session.save()
        UserSession(
            user=worker.account, ip="192.0.2.1", session_key=session.session_key, user_agent="Firefox", data={}
        ).save(force_insert=True)
    return [one.session_key for one in UserSession.objects.filter(user=worker.account)]


def test_an_invitation_is_a_link_by_mail_that_names_nobody(cast):
    accounts.invite(cast.mentor.pk, by=cast.stands("administrator"))

    sent = invitations(cast.mentor).get()
    assert "/account/password/reset/key/" in sent.body
    assert cast.mentor.name not in sent.subject + sent.body
    event = Event.objects.get(what="account:invite", thing_id=str(cast.mentor.pk))
    assert (event.by, sent.key) == (cast.administrator, f"invitation:{event.pk}")


def test_an_invitation_that_is_sent_again_is_another_message(cast):
    for _ in range(2):
        accounts.invite(cast.mentor.pk, by=cast.stands("administrator"))

    assert invitations(cast.mentor).count() == 2


@pytest.mark.parametrize("part", ["mentor", "team_lead", "record_steward", "evaluator"])
def test_only_whoever_sets_up_invites(cast, part):
    with pytest.raises(Forbidden):
        accounts.invite(cast.other_mentor.pk, by=cast.stands(part))

    assert not invitations(cast.other_mentor).exists()


def test_nobody_invites_who_has_left_nor_the_service(cast):
    by = cast.stands("administrator")
    workers.end(cast.other_mentor.pk, by=by, on=TODAY, today=TODAY)
    Worker.objects.filter(pk=cast.other_mentor.pk).update(ended_on=TODAY)

    for nobody in (cast.other_mentor, cast.service):
        with pytest.raises(Refused, match="nobody to invite"):
            accounts.invite(nobody.pk, by=by)

    assert not invitations(cast.other_mentor).exists()


@pytest.mark.parametrize("part", ["mentor", "administrator"])
def test_every_session_of_a_worker_ends_and_nobody_elses(cast, part):
    theirs, others = signed_in(cast.mentor, 3), signed_in(cast.other_mentor, 1)

    accounts.sign_out_everywhere(cast.mentor.pk, by=cast.stands(part))

    assert list(UserSession.objects.values_list("session_key", flat=True)) == others
    assert not any(SessionStore().exists(one) for one in theirs)
    assert SessionStore().exists(others[0])
    event = Event.objects.get(what="account:sign_out")
    assert (event.thing_id, event.detail) == (str(cast.mentor.pk), {"sessions": 3})


def test_no_worker_signs_another_out(cast):
    mine = signed_in(cast.mentor, 2)

    for part in ("other_mentor", "team_lead", "stranger"):
        with pytest.raises(Forbidden):
            accounts.sign_out_everywhere(cast.mentor.pk, by=cast.stands(part))

    assert sorted(UserSession.objects.values_list("session_key", flat=True)) == sorted(mine)
    assert not Event.objects.filter(what="account:sign_out").exists()
